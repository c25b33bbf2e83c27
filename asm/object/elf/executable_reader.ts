// SPDX-License-Identifier: MPL-2.0
// Reads static executables (ET_EXEC, and static PIE) into programs: segments, symbols and line table. A file
// without symbols or section headers works too. Takes the bytes of a file; returns a program like the
// linker's, or throws an error that says what is wrong with the file.

import type { ProgramHeaders, Segment } from "../../../cpu/memory/image.ts";
import { DwarfLines, type FindSource } from "../dwarf/dwarf_lines.ts";
import type { DebugFrames, LineTable, Program, ProgramSection, ProgramSymbol } from "../program.ts";
import { SymbolIndex } from "../symbol_index.ts";
import { describeType, ElfFile, type ElfSection } from "./elf_file.ts";
import { EF, ET, PF, PHDR_SIZE, PT, SHF, SHT } from "./format.ts";
import { loadSegments } from "./segments.ts";
import { programSymbols } from "./symbols.ts";

/** Where position-independent executables are loaded: the address that Linux uses for Sv39. */
export const PIE_ADDRESS = 0x2a_aaaa_a000n;

/** How an executable is read. */
export interface ReadExecutableOptions {
  /** Finds the texts of the sources in its line table; without it source lines are not shown. */
  readonly findSource?: FindSource;
}

/**
 * Reads a static executable for RV64.
 *
 * @param name The file's name in errors.
 * @throws {FileFormatError} When it is not one, needs a dynamic loader, or is damaged.
 *
 * @example
 * ```ts ignore
 * const program = readExecutable(Deno.readFileSync("a.out"), "a.out");
 * using process = new Process(program);
 * ```
 */
export function readExecutable(
  bytes: Uint8Array,
  name: string,
  options: ReadExecutableOptions = {},
): Program {
  const file = new ElfFile(bytes, name);
  checkKind(file);
  return new ExecutableFile(file, options);
}

/** Throws when the file cannot be run as it is. */
function checkKind(file: ElfFile): void {
  if (file.type !== ET.exec && file.type !== ET.dyn) {
    const fix = file.type === ET.rel ? "; link it first" : "";
    throw file.error(`it is ${describeType(file)}, not an executable${fix}`);
  }
  const interpreter = file.segments.find(({ type }) => type === PT.interp);
  if (interpreter !== undefined) {
    const bytes = file.reader.slice(
      interpreter.offset,
      interpreter.fileSize,
      "the name of its dynamic loader",
    );
    const loader = new TextDecoder().decode(bytes.subarray(0, 256)).replace(/\0.*$/s, "");
    throw file.error(
      `it is dynamically linked and needs ${JSON.stringify(loader)} and shared libraries; ` +
        "link it with -static or -static-pie",
    );
  }
  if (file.type === ET.dyn && file.entry === 0n) {
    throw file.error("it is a shared library, not an executable");
  }
  if ((file.flags & EF.rve) !== 0) {
    throw file.error("it is for RV64E, which has 16 registers and another calling convention");
  }
}

class ExecutableFile implements Program {
  readonly entry: bigint;
  readonly segments: readonly Segment[];
  readonly sections: readonly ProgramSection[];
  readonly lines: LineTable;
  declare readonly programHeaders?: ProgramHeaders;
  declare readonly executableStack?: boolean;
  /** Read at once, so that a damaged table is an error before the program runs. */
  readonly symbols: readonly ProgramSymbol[];
  readonly #index: SymbolIndex;
  readonly #debugFrames: DebugFrames;

  constructor(file: ElfFile, { findSource }: ReadExecutableOptions) {
    const bias = file.type === ET.dyn ? PIE_ADDRESS : 0n;
    this.entry = file.entry + bias;
    this.segments = loadSegments(file, bias);
    this.sections = programSections(file, this.segments, bias);
    const headers = headersInMemory(file, bias);
    if (headers !== undefined) this.programHeaders = headers;
    const stack = file.segments.find(({ type }) => type === PT.gnuStack);
    if (stack !== undefined && (stack.flags & PF.execute) !== 0) this.executableStack = true;
    this.lines = new DwarfLines({
      line: debugSection(file, ".debug_line"),
      lineStrings: debugSection(file, ".debug_line_str"),
      strings: debugSection(file, ".debug_str"),
    }, { bias, findSource });
    this.symbols = programSymbols(file, bias, this.lines);
    this.#index = new SymbolIndex(this.sections, this.symbols);
    this.#debugFrames = { data: debugSection(file, ".debug_frame"), bias };
  }

  debugFrames(): DebugFrames {
    return this.#debugFrames;
  }

  symbol(name: string): ProgramSymbol | undefined {
    return this.#index.named(name);
  }

  symbolAt(address: bigint): ProgramSymbol | undefined {
    return this.#index.at(address);
  }
}

/** The bytes of a section of debug information; none if it is missing or compressed. */
function debugSection(file: ElfFile, name: string): Uint8Array {
  const section = file.section(name);
  if (section === undefined || (section.flags & SHF.compressed) !== 0) return new Uint8Array();
  return file.contents(section);
}

/** Where the program headers are in memory, if they are. */
function headersInMemory(file: ElfFile, bias: bigint): ProgramHeaders | undefined {
  const { offset, count } = file.programHeaders;
  if (count === 0) return undefined;
  const size = count * PHDR_SIZE;
  const holder = file.segments.find((segment) =>
    segment.type === PT.load && segment.offset <= offset &&
    offset + size <= segment.offset + segment.fileSize
  );
  if (holder === undefined) return undefined;
  const address = holder.address + BigInt(offset - holder.offset) + bias;
  return { address, entrySize: PHDR_SIZE, count };
}

/** The sections in memory or, if the file has no section headers, its segments. */
function programSections(
  file: ElfFile,
  segments: readonly Segment[],
  bias: bigint,
): ProgramSection[] {
  const inMemory = ({ flags, type, size }: ElfSection) =>
    // .tbss takes no memory of its own, only in each thread's TLS block.
    (flags & SHF.alloc) !== 0 && size > 0 && !((flags & SHF.tls) !== 0 && type === SHT.nobits);
  const sections = file.sections.filter(inMemory).map((section) => ({
    name: section.name,
    address: section.address + bias,
    size: section.size,
    write: (section.flags & SHF.write) !== 0,
    execute: (section.flags & SHF.execute) !== 0,
  }));
  const isLoaded = ({ address, size }: ProgramSection) =>
    segments.some((segment) =>
      segment.address <= address &&
      address + BigInt(size) <= segment.address + BigInt(segment.size)
    );
  const loaded = sections.filter(isLoaded);
  const found = loaded.length > 0 ? loaded : segments.map((segment, index) => ({
    name: `segment ${index}`,
    address: segment.address,
    size: segment.size,
    write: segment.write,
    execute: segment.execute,
  }));
  found.sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0));
  // No linker makes overlapping sections, and looking up an address in very many would be slow.
  let end = 0n;
  return found.filter(({ address, size }) => {
    if (address < end) return false;
    end = address + BigInt(size);
    return true;
  });
}
