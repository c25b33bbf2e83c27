// SPDX-License-Identifier: MPL-2.0
// Writes a linked program as a static ELF executable for RISC-V Linux (System V gABI and the RISC-V psABI
// supplement), with sections and a symbol table, so that qemu-riscv64, gdb and objdump take it. Takes a
// program; gives the file's bytes. The same program gives the same bytes.

import type { Program, ProgramSection, ProgramSymbol } from "../program.ts";
import {
  EHDR_SIZE,
  EM_RISCV,
  ET,
  PF,
  PHDR_SIZE,
  PT,
  SHDR_SIZE,
  SHF,
  SHN,
  SHT,
  SYM_SIZE,
  SYMBOL_BINDINGS,
  SYMBOL_TYPES,
} from "./format.ts";
import { StringTable } from "./string_table.ts";

const PAGE_SIZE = 4096;
/** A section header and, for those that are not part of a segment, the content. */
interface Section {
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  readonly address: bigint;
  readonly offset: number;
  readonly size: number;
  readonly link?: number;
  readonly info?: number;
  readonly align: number;
  readonly entrySize?: number;
}

/** The bytes of an ELF executable that does what `program` does. */
export function writeElf(program: Program): Uint8Array<ArrayBuffer> {
  const segments = program.segments.filter(({ size }) => size > 0);
  const programHeaders = segments.length + 1;
  let end = EHDR_SIZE + programHeaders * PHDR_SIZE;
  const offsets = segments.map(({ address, data }) => {
    // The system maps whole pages: a byte's place in its page must be the same in file and memory.
    const offset = end + Number((address - BigInt(end)) & BigInt(PAGE_SIZE - 1));
    end = offset + data.length;
    return offset;
  });

  const strings = new StringTable();
  const sections = loadedSections(program, offsets);
  const sectionIndexes = new Map(sections.map(({ name }, index) => [name, index + 1]));
  const locals = program.symbols.filter(({ binding }) => binding === "local");
  const others = program.symbols.filter(({ binding }) => binding !== "local");
  const symbols = symbolTable([...locals, ...others], sectionIndexes, strings);
  const symbolOffset = align(end, 8);
  const stringBytes = strings.bytes();
  const stringOffset = symbolOffset + symbols.length;
  const names = new StringTable();
  const nameOffset = stringOffset + stringBytes.length;
  const stringIndex = sections.length + 2;
  const unloaded = { flags: 0, address: 0n, align: 1 };
  sections.push({
    ...unloaded,
    name: ".symtab",
    type: SHT.symtab,
    offset: symbolOffset,
    size: symbols.length,
    link: stringIndex,
    info: locals.length + 1,
    align: 8,
    entrySize: SYM_SIZE,
  });
  sections.push({
    ...unloaded,
    name: ".strtab",
    type: SHT.strtab,
    offset: stringOffset,
    size: stringBytes.length,
  });
  for (const { name } of sections) names.add(name);
  names.add(".shstrtab");
  const nameBytes = names.bytes();
  sections.push({
    ...unloaded,
    name: ".shstrtab",
    type: SHT.strtab,
    offset: nameOffset,
    size: nameBytes.length,
  });

  const headerOffset = align(nameOffset + nameBytes.length, 8);
  const file = new Uint8Array(headerOffset + (sections.length + 1) * SHDR_SIZE);
  const view = new DataView(file.buffer);
  writeFileHeader(view, {
    entry: program.entry,
    programHeaders,
    sectionOffset: headerOffset,
    sectionHeaders: sections.length + 1,
  });
  segments.forEach((segment, index) => {
    const offset = offsets[index] ?? 0;
    file.set(segment.data, offset);
    writeProgramHeader(view, EHDR_SIZE + index * PHDR_SIZE, {
      type: PT.load,
      flags: (segment.read ? PF.read : 0) | (segment.write ? PF.write : 0) |
        (segment.execute ? PF.execute : 0),
      offset,
      address: segment.address,
      fileSize: segment.data.length,
      memorySize: segment.size,
      align: PAGE_SIZE,
    });
  });
  writeProgramHeader(view, EHDR_SIZE + segments.length * PHDR_SIZE, {
    type: PT.gnuStack,
    flags: PF.read | PF.write,
    offset: 0,
    address: 0n,
    fileSize: 0,
    memorySize: 0,
    align: 16,
  });
  file.set(symbols, symbolOffset);
  file.set(stringBytes, stringOffset);
  file.set(nameBytes, nameOffset);
  sections.forEach((section, index) => {
    const at = headerOffset + (index + 1) * SHDR_SIZE;
    writeSectionHeader(view, at, section, names.add(section.name));
  });
  return file;
}

function align(value: number, to: number): number {
  return Math.ceil(value / to) * to;
}

/** The headers of the program's own sections. */
function loadedSections(program: Program, offsets: readonly number[]): Section[] {
  const segments = program.segments.filter(({ size }) => size > 0);
  return program.sections.filter(({ size }) => size > 0).map((section: ProgramSection) => {
    const { name, address, size, write, execute } = section;
    const index = segments.findIndex((segment) =>
      segment.address <= address && address < segment.address + BigInt(segment.size)
    );
    const segment = segments[index];
    const from = segment === undefined ? 0 : Number(address - segment.address);
    const held = segment !== undefined && from < segment.data.length;
    return {
      name,
      type: held ? SHT.progbits : SHT.nobits,
      flags: SHF.alloc | (write ? SHF.write : 0) | (execute ? SHF.execute : 0),
      address,
      offset: (offsets[index] ?? 0) + Math.min(from, segment?.data.length ?? 0),
      size,
      align: Number(address & -address & BigInt(PAGE_SIZE - 1)) || PAGE_SIZE,
    };
  });
}

/** The symbol table: an empty symbol, then the symbols in the order given. */
function symbolTable(
  symbols: readonly ProgramSymbol[],
  sectionIndexes: ReadonlyMap<string, number>,
  strings: StringTable,
): Uint8Array {
  const table = new Uint8Array((symbols.length + 1) * SYM_SIZE);
  const view = new DataView(table.buffer);
  symbols.forEach(({ name, value, size, kind, binding, section }, index) => {
    const at = (index + 1) * SYM_SIZE;
    view.setUint32(at, strings.add(name), true);
    view.setUint8(at + 4, (SYMBOL_BINDINGS[binding] << 4) | SYMBOL_TYPES[kind]);
    const sectionIndex = section === undefined ? undefined : sectionIndexes.get(section);
    view.setUint16(at + 6, sectionIndex ?? SHN.abs, true);
    view.setBigUint64(at + 8, value, true);
    view.setBigUint64(at + 16, BigInt(size), true);
  });
  return table;
}

function writeFileHeader(
  view: DataView,
  header: {
    readonly entry: bigint;
    readonly programHeaders: number;
    readonly sectionOffset: number;
    readonly sectionHeaders: number;
  },
): void {
  // Magic, 64 bits, little-endian, version 1, System V.
  [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0].forEach((byte, at) => view.setUint8(at, byte));
  view.setUint16(16, ET.exec, true);
  view.setUint16(18, EM_RISCV, true);
  view.setUint32(20, 1, true);
  view.setBigUint64(24, header.entry, true);
  view.setBigUint64(32, BigInt(EHDR_SIZE), true);
  view.setBigUint64(40, BigInt(header.sectionOffset), true);
  // e_flags 0: no compressed instructions, soft-float ABI (lp64).
  view.setUint32(48, 0, true);
  view.setUint16(52, EHDR_SIZE, true);
  view.setUint16(54, PHDR_SIZE, true);
  view.setUint16(56, header.programHeaders, true);
  view.setUint16(58, SHDR_SIZE, true);
  view.setUint16(60, header.sectionHeaders, true);
  view.setUint16(62, header.sectionHeaders - 1, true);
}

function writeProgramHeader(
  view: DataView,
  at: number,
  header: {
    readonly type: number;
    readonly flags: number;
    readonly offset: number;
    readonly address: bigint;
    readonly fileSize: number;
    readonly memorySize: number;
    readonly align: number;
  },
): void {
  view.setUint32(at, header.type, true);
  view.setUint32(at + 4, header.flags, true);
  view.setBigUint64(at + 8, BigInt(header.offset), true);
  view.setBigUint64(at + 16, header.address, true);
  view.setBigUint64(at + 24, header.address, true);
  view.setBigUint64(at + 32, BigInt(header.fileSize), true);
  view.setBigUint64(at + 40, BigInt(header.memorySize), true);
  view.setBigUint64(at + 48, BigInt(header.align), true);
}

function writeSectionHeader(view: DataView, at: number, section: Section, name: number): void {
  view.setUint32(at, name, true);
  view.setUint32(at + 4, section.type, true);
  view.setBigUint64(at + 8, BigInt(section.flags), true);
  view.setBigUint64(at + 16, section.address, true);
  view.setBigUint64(at + 24, BigInt(section.offset), true);
  view.setBigUint64(at + 32, BigInt(section.size), true);
  view.setUint32(at + 40, section.link ?? 0, true);
  view.setUint32(at + 44, section.info ?? 0, true);
  view.setBigUint64(at + 48, BigInt(section.align), true);
  view.setBigUint64(at + 56, BigInt(section.entrySize ?? 0), true);
}
