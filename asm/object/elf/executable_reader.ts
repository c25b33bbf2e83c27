// SPDX-License-Identifier: MPL-2.0
// Reads executables and shared libraries into programs: segments, symbols and line table. A file without
// symbols or section headers works too. Takes the bytes of a file; returns a program like the
// linker's, or throws an error that says what is wrong with the file.

import type { ProgramHeaders, Segment } from "../../../cpu/memory/image.ts";
import { DwarfLines, type FindSource } from "../dwarf/dwarf_lines.ts";
import type {
  DebugSection,
  LineTable,
  MappedFile,
  Program,
  ProgramSection,
  ProgramSymbol,
} from "../program.ts";
import { SymbolIndex } from "../symbol_index.ts";
import { FileFormatError } from "./byte_reader.ts";
import { DynamicProgram } from "./dynamic_program.ts";
import { describeType, ElfFile, type ElfSection } from "./elf_file.ts";
import { EF, ET, PF, PHDR_SIZE, PT, SHF, SHT } from "./format.ts";
import { loadSegments } from "./segments.ts";
import { hasPlainSymbols, programSymbols } from "./symbols.ts";

/** Where position-independent executables are loaded: the address that Linux uses for Sv39. */
export const PIE_ADDRESS = 0x2a_aaaa_a000n;

/** Where interpreters are loaded: below the stack, as on Linux. */
const INTERPRETER_ADDRESS = 0x3f_f000_0000n;
const PAGE_MASK = 0xfffn;
/** The longest path of an interpreter that Linux takes. */
const MAX_PATH = 4096;

/** How an executable is read. */
export interface ReadExecutableOptions {
  /** Finds the texts of the sources in its line table; without it source lines are not shown. */
  readonly findSource?: FindSource;
  /**
   * Finds the interpreter that a dynamically linked executable names: its bytes; undefined when there is
   * none, and the executable is refused. "none" reads the executable alone, which cannot run then.
   */
  readonly findInterpreter?: "none" | ((path: string) => Uint8Array | undefined);
}

/**
 * Reads an executable for RV64. If it is dynamically linked, its interpreter is read, too; it will map
 * the shared libraries when the program runs.
 *
 * @param name The file's name in errors.
 * @throws {FileFormatError} When it is not one, is damaged, or its interpreter is not found.
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
  const program = new ExecutableFile(file, options);
  const path = interpreterPath(file);
  const { findInterpreter } = options;
  if (path === undefined || findInterpreter === "none") return program;
  const found = findInterpreter?.(path);
  if (found === undefined) {
    throw file.error(
      `it is dynamically linked, and its interpreter ${JSON.stringify(path)} was not found; ` +
        "run it with --dir ROOT:/, where ROOT holds the interpreter and the shared libraries, " +
        "or link it with -static or -static-pie",
    );
  }
  const interpreter = new ElfFile(found, path);
  checkKind(interpreter);
  if (interpreterPath(interpreter) !== undefined) {
    throw interpreter.error("it is an interpreter that needs another one");
  }
  const base = interpreter.type === ET.dyn ? INTERPRETER_ADDRESS : 0n;
  return new DynamicProgram(
    program,
    new ExecutableFile(interpreter, options, base),
    base,
    (library) => readLibrary(library, options),
  );
}

/** Reads a shared library for its symbols and lines; undefined when it is none, or is damaged. */
function readLibrary(
  { start, name, read }: MappedFile,
  options: ReadExecutableOptions,
): Program | undefined {
  const bytes = read();
  try {
    const file = bytes && new ElfFile(bytes, name);
    if (file?.type !== ET.dyn) return undefined;
    const first = file.segments.find(({ type }) => type === PT.load)?.address ?? 0n;
    return new ExecutableFile(file, options, start - (first & ~PAGE_MASK));
  } catch (error) {
    // The program can use what is not well-formed enough for its symbols to be shown.
    if (error instanceof FileFormatError) return undefined;
    throw error;
  }
}

/** The path of the interpreter that a file names (PT_INTERP). */
function interpreterPath(file: ElfFile): string | undefined {
  const segment = file.segments.find(({ type }) => type === PT.interp);
  if (segment === undefined) return undefined;
  const { offset, fileSize } = segment;
  const bytes = file.reader.slice(offset, fileSize, "the name of its interpreter");
  return new TextDecoder().decode(bytes.subarray(0, MAX_PATH)).replace(/\0.*$/s, "");
}

/** Throws when the file cannot be run as it is. */
function checkKind(file: ElfFile): void {
  if (file.type !== ET.exec && file.type !== ET.dyn) {
    const fix = file.type === ET.rel ? "; link it first" : "";
    throw file.error(`it is ${describeType(file)}, not an executable${fix}`);
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
  readonly #readSymbols: () => readonly ProgramSymbol[];
  #symbols: readonly ProgramSymbol[] | undefined;
  #index: SymbolIndex | undefined;
  /** Whether it has only the symbols that other files use: most functions have no name then. */
  readonly #isStripped: boolean;
  readonly #debugSection: (name: string) => DebugSection;

  /** `bias` is added to the addresses in the file. */
  constructor(
    file: ElfFile,
    { findSource }: ReadExecutableOptions,
    bias: bigint = file.type === ET.dyn ? PIE_ADDRESS : 0n,
  ) {
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
    // Most runs ask for no symbol; a damaged table is an error before the program runs all the same.
    this.#readSymbols = () => programSymbols(file, bias, this.lines);
    if (!hasPlainSymbols(file)) this.#symbols = this.#readSymbols();
    this.#isStripped = !file.sections.some(({ type }) => type === SHT.symtab);
    this.#debugSection = (name) => ({ data: debugSection(file, name), bias });
  }

  debugSection(name: string): DebugSection {
    return this.#debugSection(name);
  }

  get symbols(): readonly ProgramSymbol[] {
    return this.#symbols ??= this.#readSymbols();
  }

  get #indexed(): SymbolIndex {
    return this.#index ??= new SymbolIndex(this.sections, this.symbols);
  }

  symbol(name: string): ProgramSymbol | undefined {
    return this.#indexed.named(name);
  }

  symbolAt(address: bigint): ProgramSymbol | undefined {
    const symbol = this.#indexed.at(address);
    const isCovered = symbol !== undefined && address < symbol.value + BigInt(symbol.size || 1);
    return isCovered || !this.#isStripped ? symbol : undefined;
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
