// SPDX-License-Identifier: MPL-2.0
// A dynamically linked program: the executable, the interpreter that the system starts in its place
// (ld.so), and the shared libraries that the interpreter maps. Each is a module with symbols and lines
// of its own. Libraries are read when one of their addresses is first looked up.

import type { Interpreter, ProgramHeaders, Segment } from "../../../cpu/memory/image.ts";
import type {
  LineTable,
  MappedFile,
  Program,
  ProgramSection,
  ProgramSymbol,
  SourceLocation,
} from "../program.ts";
import { byValue } from "../symbol_index.ts";

/** A module and the addresses that it takes. */
interface LoadedModule {
  readonly start: bigint;
  readonly end: bigint;
  /** What is known of it; undefined when it cannot be read. */
  readonly program: () => Program | undefined;
}

/** A program of several modules. Its segments are those of the executable alone. */
export class DynamicProgram implements Program {
  readonly entry: bigint;
  readonly segments: readonly Segment[];
  readonly lines: LineTable;
  readonly interpreter: Interpreter;
  declare readonly programHeaders?: ProgramHeaders;
  declare readonly executableStack?: boolean;
  #modules: readonly LoadedModule[];
  #sections: readonly ProgramSection[] | undefined;
  #symbols: readonly ProgramSymbol[] | undefined;

  readonly #readLibrary: (file: MappedFile) => Program | undefined;

  /** The executable and its interpreter, which is at `base`. Libraries are read by `readLibrary`. */
  constructor(
    executable: Program,
    interpreter: Program,
    base: bigint,
    readLibrary: (file: MappedFile) => Program | undefined,
  ) {
    this.#readLibrary = readLibrary;
    this.entry = executable.entry;
    this.segments = executable.segments;
    if (executable.programHeaders !== undefined) this.programHeaders = executable.programHeaders;
    if (executable.executableStack !== undefined) this.executableStack = executable.executableStack;
    this.interpreter = { base, entry: interpreter.entry, segments: interpreter.segments };
    this.lines = new ModuleLines(this);
    this.#modules = [executable, interpreter].map(moduleOf);
  }

  addLibrary(file: MappedFile): void {
    const { start, end } = file;
    // The data of a small library is mapped from its first page, too, over the end of the whole.
    if (this.#modules.some((each) => each.start < start && end <= each.end)) return;
    let program: Program | undefined;
    let isRead = false;
    const read = () => {
      if (!isRead) program = this.#readLibrary(file);
      isRead = true;
      return program;
    };
    // What is mapped now replaces what was there before.
    const kept = this.#modules.filter((each) => each.end <= start || end <= each.start);
    this.#modules = [...kept, { start, end, program: read }];
    this.#sections = undefined;
    this.#symbols = undefined;
  }

  moduleAt(address: bigint): Program | undefined {
    return this.#modules.find(({ start, end }) => start <= address && address < end)?.program();
  }

  get modules(): readonly Program[] {
    return this.#modules.flatMap(({ program }) => program() ?? []);
  }

  get sections(): readonly ProgramSection[] {
    return this.#sections ??= this.modules.flatMap(({ sections }) => sections)
      .sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0));
  }

  get symbols(): readonly ProgramSymbol[] {
    return this.#symbols ??= byValue(this.modules.flatMap(({ symbols }) => symbols));
  }

  /** The symbol of that name in the first module that has one: the executable comes first. */
  symbol(name: string): ProgramSymbol | undefined {
    for (const module of this.modules) {
      const found = module.symbol(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  symbolAt(address: bigint): ProgramSymbol | undefined {
    return this.moduleAt(address)?.symbolAt(address);
  }
}

/** The lines of all modules. */
class ModuleLines implements LineTable {
  readonly #program: DynamicProgram;
  /** The modules that locations were found in. */
  readonly #owners = new WeakMap<SourceLocation, Program>();

  constructor(program: DynamicProgram) {
    this.#program = program;
  }

  find(address: bigint): SourceLocation | undefined {
    const module = this.#program.moduleAt(address);
    const location = module?.lines.find(address);
    if (module !== undefined && location !== undefined) this.#owners.set(location, module);
    return location;
  }

  text(location: SourceLocation): string | undefined {
    const owner = this.#owners.get(location);
    if (owner !== undefined) return owner.lines.text(location);
    for (const { lines } of this.#program.modules) {
      const text = lines.text(location);
      if (text !== undefined) return text;
    }
    return undefined;
  }

  *entries(): ReturnType<LineTable["entries"]> {
    const modules = [...this.#program.modules];
    modules.sort((a, b) => (a.entry < b.entry ? -1 : a.entry > b.entry ? 1 : 0));
    for (const { lines } of modules) yield* lines.entries();
  }
}

/** A program that is loaded already, as a module. */
function moduleOf(program: Program): LoadedModule {
  const starts = program.segments.map(({ address }) => address);
  const ends = program.segments.map(({ address, size }) => address + BigInt(size));
  return {
    start: starts.reduce((least, start) => (start < least ? start : least)),
    end: ends.reduce((most, end) => (end > most ? end : most)),
    program: () => program,
  };
}
