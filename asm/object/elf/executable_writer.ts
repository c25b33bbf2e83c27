// SPDX-License-Identifier: MPL-2.0
// Writes a program as a static ELF executable for RISC-V Linux (System V gABI and RISC-V psABI), with
// sections, symbols and debug information for qemu-riscv64, gdb and objdump. Takes a program; returns the
// bytes of the file, which are always the same for the same program.

import { type DebugInfoOptions, withDebugInfo } from "../dwarf/debug_info.ts";
import type { Program, ProgramSection, ProgramSymbol } from "../program.ts";
import { ANY_TARGET } from "../target.ts";
import { ATTRIBUTES_SECTION, writeAttributes } from "./attributes.ts";
import {
  alignUp,
  placeUnloaded,
  type SectionHeader,
  type SymbolEntry,
  symbolTable,
  type UnplacedSection,
  writeSectionHeaders,
} from "./section_writer.ts";
import {
  SECTION_TYPES,
  SHDR_SIZE,
  SHF,
  SHN,
  SHT,
  SYM_SIZE,
  SYMBOL_BINDINGS,
  SYMBOL_TYPES,
} from "./format.ts";
import { planHeaders, type ProgramHeader, writeHeaders } from "./program_headers.ts";
import { StringTable } from "./string_table.ts";

const PAGE_SIZE = 4096;

/**
 * The bytes of an ELF executable. It has debug information if the linker made `program`; one that was read
 * from a file, or made by hand, is written without.
 */
export function writeElf(
  program: Program,
  options: DebugInfoOptions = {},
): Uint8Array<ArrayBuffer> {
  const segments = program.segments.filter(({ size }) => size > 0);
  const { target = ANY_TARGET } = program;
  const own = planHeaders(segments, program, true);
  // Headers in memory that another tool made stay as they are, and the file gets its own.
  const areInMemory = program.programHeaders?.count === own.length;
  const headers = areInMemory ? own : planHeaders(segments, program, false);
  const loads = headers.slice(0, segments.length);
  const imageEnd = loads.reduce((end, { offset, fileSize }) => Math.max(end, offset + fileSize), 0);
  const loaded = loadedSections(program, loads);

  const unloaded = program.unloadedSections?.((object) => withDebugInfo(object, options)) ?? [];
  const strings = new StringTable();
  const entries = symbolEntries(program, loaded);
  const table = symbolTable(entries, strings);
  const plain = { flags: 0, align: 1 };
  const unplaced: UnplacedSection[] = unloaded.map((section) => ({
    name: section.name,
    type: SECTION_TYPES[section.type],
    flags: (section.flags.includes("M") ? SHF.merge : 0) |
      (section.flags.includes("S") ? SHF.strings : 0),
    align: section.alignment,
    entrySize: section.entrySize,
    data: section.data,
  }));
  if (target.architecture !== undefined) {
    const data = writeAttributes(target.architecture);
    unplaced.push({ ...plain, name: ATTRIBUTES_SECTION, type: SHT.riscvAttributes, data });
  }
  const locals = entries.filter(({ binding }) => binding === SYMBOL_BINDINGS.local).length;
  unplaced.push({
    ...{ name: ".symtab", type: SHT.symtab, flags: 0, data: table, align: 8, entrySize: SYM_SIZE },
    ...{ link: loaded.length + unplaced.length + 2, info: locals + 1 },
  });
  unplaced.push({ ...plain, name: ".strtab", type: SHT.strtab, data: strings.bytes() });
  const names = new StringTable();
  for (const { name } of [...loaded, ...unplaced]) names.add(name);
  names.add(".shstrtab");
  unplaced.push({ ...plain, name: ".shstrtab", type: SHT.strtab, data: names.bytes() });

  const placed = placeUnloaded(unplaced, imageEnd);
  const sections = [...loaded, ...placed.headers];
  const offset = alignUp(placed.end, 8);
  const file = new Uint8Array(offset + (sections.length + 1) * SHDR_SIZE);
  segments.forEach(({ data }, index) => file.set(data, loads[index]?.offset));
  unplaced.forEach(({ data }, index) => file.set(data, placed.headers[index]?.offset));
  const isGnu = program.symbols.some(({ kind }) => kind === "ifunc");
  writeHeaders(file, headers, { entry: program.entry, target, isGnu }, {
    offset,
    count: sections.length + 1,
  });
  writeSectionHeaders(new DataView(file.buffer), offset, sections, names);
  return file;
}

/** Types of sections by name prefix. */
const TYPES_BY_NAME: readonly (readonly [prefix: string, type: number])[] = [
  [".note", SHT.note],
  [".init_array", SHT.initArray],
  [".fini_array", SHT.finiArray],
  [".preinit_array", SHT.preinitArray],
];

/** The headers of the sections in memory, and of .tbss. */
function loadedSections(program: Program, loads: readonly ProgramHeader[]): SectionHeader[] {
  const headers = program.sections.filter(({ size }) => size > 0).map(
    (section: ProgramSection): SectionHeader => {
      const { name, address, size, write, execute } = section;
      const load = loads.find((candidate) =>
        candidate.address <= address && address < candidate.address + BigInt(candidate.memorySize)
      );
      const from = load === undefined ? 0 : Number(address - load.address);
      const isFilled = load !== undefined && from < load.fileSize;
      const type = TYPES_BY_NAME.find(([prefix]) => name.startsWith(prefix))?.[1] ?? SHT.progbits;
      const isThreadData = name === ".tdata" && program.threadLocal?.address === address;
      return {
        name,
        type: isFilled ? type : SHT.nobits,
        flags: SHF.alloc | (write ? SHF.write : 0) | (execute ? SHF.execute : 0) |
          (isThreadData ? SHF.tls : 0),
        address,
        offset: (load?.offset ?? 0) + Math.min(from, load?.fileSize ?? 0),
        size,
        align: Number(address & -address & BigInt(PAGE_SIZE - 1)) || PAGE_SIZE,
      };
    },
  );
  const { threadLocal } = program;
  if (threadLocal !== undefined && threadLocal.memorySize > threadLocal.fileSize) {
    const { address, fileSize, memorySize } = threadLocal;
    const index = headers.findIndex((header) => header.address >= address + BigInt(fileSize));
    const before = headers[index - 1];
    headers.splice(index < 0 ? headers.length : index, 0, {
      ...{ name: ".tbss", type: SHT.nobits, flags: SHF.alloc | SHF.write | SHF.tls },
      address: address + BigInt(fileSize),
      offset: before === undefined ? 0 : before.offset + before.size,
      size: memorySize - fileSize,
      align: 1,
    });
  }
  return headers;
}

/** The symbols of the file, local ones first. */
function symbolEntries(program: Program, loaded: readonly SectionHeader[]): SymbolEntry[] {
  const indexes = new Map(loaded.map(({ name }, index) => [name, index + 1]));
  const threadData = indexes.get(".tdata") ?? indexes.get(".tbss");
  const filled = BigInt(program.threadLocal?.fileSize ?? 0);
  const sectionOf = ({ kind, section, value }: ProgramSymbol): number => {
    if (kind === "tls") return (value < filled ? threadData : indexes.get(".tbss")) ?? SHN.abs;
    return (section === undefined ? undefined : indexes.get(section)) ?? SHN.abs;
  };
  const entries = program.symbols.map((symbol): SymbolEntry => ({
    name: symbol.name,
    type: SYMBOL_TYPES[symbol.kind],
    binding: SYMBOL_BINDINGS[symbol.binding],
    visibility: 0,
    section: sectionOf(symbol),
    value: symbol.value,
    size: symbol.size,
  }));
  const isLocal = ({ binding }: SymbolEntry) => binding === SYMBOL_BINDINGS.local;
  return [...entries.filter(isLocal), ...entries.filter((entry) => !isLocal(entry))];
}
