// SPDX-License-Identifier: MPL-2.0
// The state of one file's assembly, on which instructions and directives act: the texts being read,
// the current section, the symbols so far, and the diagnostics. Made for each file anew.

import { Architecture } from "./architecture.ts";
import { CallFrames } from "./call_frames.ts";
import { Conditionals } from "../text/conditionals.ts";
import { Cursor } from "../text/cursor.ts";
import { Diagnostics } from "../object/diagnostic.ts";
import { ExpressionParser } from "./expression_parser.ts";
import { Input } from "../text/input.ts";
import { Lexer } from "../text/lexer.ts";
import { MAX_STORED_BYTES, MAX_ZERO_BYTES } from "../object/limits.ts";
import type { Macro } from "../text/macro.ts";
import { Names } from "../text/names.ts";
import { CompilerRecords } from "./compiler_records.ts";
import { PRECEDING_AUIPC, type SectionFlags, type SectionType } from "../object/object.ts";
import { BASE_NAMES, type Operand } from "./operand.ts";
import { OperandParser } from "./operand_parser.ts";
import { RegisterNamesakes } from "../text/register_namesakes.ts";
import { Section } from "./section.ts";
import { type SourceFile, Sources } from "../object/source.ts";
import { AssemblySymbol, type Expression } from "./symbol.ts";
import { SymbolTable } from "./symbol_table.ts";
import { type Int64, showCount, toInt64 } from "../object/value.ts";

/**
 * Finds the file that `.include` or `#include` names: `path` as written, `from` the name of the including
 * file. For `.incbin`, `how` asks for its bytes; for `#include <…>`, it is `system`: then the directory of
 * the including file does not count.
 */
export type Include = (
  path: string,
  from: string,
  how?: "text" | "bytes" | "system",
) => SourceFile | undefined;

/** A `.reloc` leaves itself, its expressions, and a relocation of the object. */
const OBJECTS_A_GIVEN_RELOCATION = 3;

/** The message when the sections of a file hold too much, without nobits ones. */
export function fileTooLarge(): string {
  return `the sections of a file cannot hold more than ${showCount(MAX_STORED_BYTES)} bytes`;
}

/** The message when a section cannot hold what was asked for. */
export function sectionTooLarge({ name, type }: Section): string {
  return type === "nobits"
    ? `section ${name} cannot hold more than ${showCount(MAX_ZERO_BYTES)} bytes`
    : fileTooLarge();
}

const TEXT: SectionFlags = { alloc: true, write: false, execute: true, other: "" };
const DATA: SectionFlags = { alloc: true, write: true, execute: false, other: "" };
const READ_ONLY: SectionFlags = { alloc: true, write: false, execute: false, other: "" };
const NOT_LOADED: SectionFlags = { alloc: false, write: false, execute: false, other: "" };

const THREAD_LOCAL: SectionFlags = { ...DATA, other: "T" };

/** What the name of a section implies. */
export interface SectionDefaults {
  readonly flags: SectionFlags;
  readonly type: SectionType;
  /** Whether GNU as has them too, and keeps them whatever `.section` says. */
  readonly isFixed: boolean;
}

type WellKnown = readonly [prefix: string, flags: SectionFlags, type: SectionType, isFixed?: false];

/**
 * Flags and types of sections by the prefixes of their names (ELF, "Special Sections"). Those of
 * `.sdata` and so on are the compiler's; GNU as does not know them.
 */
const WELL_KNOWN: readonly WellKnown[] = [
  [".text", TEXT, "progbits"],
  [".init_array", DATA, "init_array"],
  [".fini_array", DATA, "fini_array"],
  [".preinit_array", DATA, "preinit_array"],
  [".init", TEXT, "progbits"],
  [".fini", TEXT, "progbits"],
  [".data", DATA, "progbits"],
  [".data1", DATA, "progbits"],
  [".sdata", DATA, "progbits", false],
  [".tdata", THREAD_LOCAL, "progbits"],
  [".tbss", THREAD_LOCAL, "nobits"],
  [".bss", DATA, "nobits"],
  [".sbss", DATA, "nobits", false],
  [".noinit", DATA, "nobits"],
  [".persistent.bss", DATA, "nobits"],
  [".persistent", DATA, "progbits"],
  [".gnu.linkonce.b", DATA, "nobits"],
  [".gnu.linkonce.n", DATA, "nobits"],
  [".gnu.linkonce.p", DATA, "progbits"],
  [".rodata", READ_ONLY, "progbits"],
  [".rodata1", READ_ONLY, "progbits"],
  [".srodata", READ_ONLY, "progbits", false],
  [".eh_frame", READ_ONLY, "progbits", false],
  [".note.GNU-stack", NOT_LOADED, "progbits"],
  [".note", NOT_LOADED, "note"],
];

/** The flags and type of a section of which only the name is given. */
export function sectionDefaults(name: string): SectionDefaults {
  const known = WELL_KNOWN.find(([prefix]) => name === prefix || name.startsWith(`${prefix}.`));
  if (known === undefined) {
    return { flags: NOT_LOADED, type: "progbits", isFixed: false };
  }
  const [, flags, type, isFixed = true] = known;
  return { flags, type, isFixed };
}

/** A version of a symbol (`.symver`). */
export interface SymbolVersion {
  readonly symbol: AssemblySymbol;
  /** The name that has the version. */
  readonly name: string;
  /** `@`; `@@` for the default version; `@@@` for whichever fits, in place of the symbol. */
  readonly marks: string;
  readonly label: string;
  /** What becomes of the symbol itself: `local`, `hidden` or `remove`. */
  readonly visibility: string | undefined;
  readonly location: number;
  readonly length: number;
}

/** A relocation that the source gives (`.reloc`). */
export interface GivenRelocation {
  readonly section: Section;
  readonly offset: Expression;
  readonly type: number;
  /** The symbol and addend; undefined for none. */
  readonly value: Expression | undefined;
  readonly location: number;
  readonly length: number;
}

/** All that is known while a file is being assembled. */
export class Assembly {
  readonly names = new Names(BASE_NAMES);
  readonly sources = new Sources();
  readonly lexer = new Lexer(this.names);
  readonly symbols = new SymbolTable(this.names);
  readonly namesakes = new RegisterNamesakes(this.names, this.sources);
  readonly diagnostics: Diagnostics;
  /** The open `.if` blocks. */
  readonly conditionals: Conditionals;
  /** The texts that are being read: files, macro bodies, repetitions. */
  readonly input: Input;
  /** The macros, by the number of their names. */
  readonly macros = new Map<number, Macro>();
  readonly cursor: Cursor;
  readonly expressions: ExpressionParser;
  readonly operands: OperandParser;

  readonly sections: Section[] = [];
  readonly #sectionsByName = new Map<string, Section>();
  /** The section that bytes go to. */
  section: Section;
  /** The bytes of all sections as hasRoom() last counted them, and the section it counted last. */
  #counted = 0;
  #countedLast: Section | undefined;
  /** Whether it was reported that the file holds too much. */
  isFull = false;
  /** Where `.struct` puts labels: they are offsets, not addresses. */
  readonly absolute = new Section("*ABS*", "nobits", NOT_LOADED, -1);
  /** The section before the last change, for `.previous`; undefined before the first. */
  previous: Section | undefined;
  /** What `.symver` said. */
  readonly versions: SymbolVersion[] = [];
  /** What `.reloc` said. */
  readonly relocations: GivenRelocation[] = [];
  /** The sections that `.popsection` returns to. */
  readonly sectionStack: { section: Section; previous: Section | undefined }[] = [];

  /** The source location of the current statement, outside of all macros. */
  lineLocation = 0;
  /** The contents of `.file`, `.loc` and `.attribute`. */
  readonly compilerRecords = new CompilerRecords();
  /** What the `.cfi_*` directives said. */
  readonly callFrames = new CallFrames();
  /** Whether `la` takes addresses from the global offset table (`.option pic`). */
  positionIndependent = false;
  /** What the source may use; `.option` changes it. */
  architecture: Architecture = Architecture.open;
  /** Whether compression was ever enabled, for the flags of an ELF file. */
  usesCompression = false;
  /** Whether there are instructions: then `.attribute arch` comes too late. */
  hasInstructions = false;
  /** What `.option push` saved. */
  readonly optionStack: { positionIndependent: boolean; architecture: Architecture }[] = [];

  constructor(
    readonly include: Include | undefined,
    diagnostics?: Diagnostics,
    architecture: Architecture = Architecture.open,
  ) {
    this.setArchitecture(architecture);
    this.compilerRecords.architecture = architecture.name;
    this.diagnostics = diagnostics ?? new Diagnostics();
    this.conditionals = new Conditionals(this.sources, this.diagnostics);
    this.input = new Input(
      this.lexer,
      this.sources,
      this.diagnostics,
      this.conditionals,
      () => this.#countObjects(),
    );
    this.lexer.onMarker = (location, line, file) => this.sources.mark(location, line, file);
    this.cursor = new Cursor(this.lexer, this.sources, this.diagnostics);
    this.expressions = new ExpressionParser(
      this.cursor,
      this.symbols,
      this.namesakes,
      () => this.here(),
    );
    this.operands = new OperandParser(this.cursor, this.expressions);
    this.section = this.sectionNamed(".text");
    this.section.alignment = architecture.compresses ? 2 : 4;
    this.sectionNamed(".data");
    this.sectionNamed(".bss");
  }

  /**
   * The section of that name, made with the flags that the name implies when it is new. Sections with
   * one name in different groups are different sections.
   */
  sectionNamed(name: string, group = ""): Section {
    const key = group === "" ? name : `${name} ${group}`;
    const found = this.#sectionsByName.get(key);
    if (found !== undefined) return found;
    const { flags, type } = sectionDefaults(name);
    const section = new Section(name, type, flags, this.sections.length);
    this.#sectionsByName.set(key, section);
    this.sections.push(section);
    return section;
  }

  /** The section of that name and group, if it exists. */
  findSection(name: string, group = ""): Section | undefined {
    return this.#sectionsByName.get(group === "" ? name : `${name} ${group}`);
  }

  /** Changes the current section, or the subsection of it. */
  switchTo(section: Section, subsection = 0): void {
    this.returnTo(subsection === 0 ? section : section.part(subsection), this.section);
  }

  /** Changes the current section and the one before it. */
  returnTo(section: Section, previous: Section | undefined): void {
    this.section = section;
    this.previous = previous;
    this.compilerRecords.enter(section);
  }

  /** Changes what the source may use from here on. */
  setArchitecture(architecture: Architecture): void {
    this.architecture = architecture;
    if (architecture.compresses) this.usesCompression = true;
  }

  /** Notes that GNU as begins a fragment here, where that matters: see `Section.gnuFragments`. */
  noteFragment(): void {
    if (this.usesCompression || this.callFrames.open.size > 0) {
      this.section.gnuFragments.push(this.section.size);
    }
  }

  /** How many objects the statements so far have left, each of which takes a few hundred bytes. */
  #countObjects(): number {
    const { list, numericCount } = this.symbols;
    let count = list.length + numericCount + this.sections.length + this.callFrames.objects +
      this.versions.length + OBJECTS_A_GIVEN_RELOCATION * this.relocations.length;
    for (const { fixups, relocations, fragments } of this.sections) {
      count += fixups.length + relocations.length + fragments.length;
    }
    return count;
  }

  /** Defines a symbol that the source may give another value. */
  defineSymbol(name: string, value: bigint): void {
    const symbol = this.symbols.get(this.names.of(name));
    symbol.setValue(toInt64(value));
    symbol.redefinable = true;
  }

  /** A symbol for the address of the next byte. */
  here(): AssemblySymbol {
    const symbol = new AssemblySymbol(".");
    if (this.section === this.absolute) symbol.setValue(this.section.size);
    else symbol.bindTo(this.section);
    return symbol;
  }

  /**
   * Whether `bytes` more bytes fit the current section; reports it when they do not, at the tokens
   * from `first` on.
   */
  hasRoom(bytes: number, first: number): boolean {
    const { section, cursor } = this;
    const isZero = section.type === "nobits";
    if (
      isZero ? section.size + bytes <= MAX_ZERO_BYTES : this.#held() + bytes <= MAX_STORED_BYTES
    ) {
      return true;
    }
    if (isZero) {
      cursor.error(first, sectionTooLarge(section), {}, cursor.at);
    } else if (!this.isFull) {
      // All that follows is too much as well: report it once.
      this.isFull = true;
      cursor.error(first, sectionTooLarge(section), {}, cursor.at);
    }
    return false;
  }

  /**
   * The bytes of all sections but nobits ones. Does not count instructions in a section that never
   * asked for room. They cannot overflow: their source text is longer, and is limited.
   */
  #held(): number {
    const { section } = this;
    const last = this.#countedLast;
    if (last !== section) {
      if (last !== undefined) {
        this.#counted += last.size - last.countedSize;
        last.countedSize = last.size;
      }
      this.#countedLast = section;
    }
    return this.#counted + section.size - section.countedSize;
  }

  /** Records that the next bytes of the section depend on an operand. */
  fixup(type: number, operand: Operand): void {
    const { lexer } = this;
    const start = lexer.starts[operand.first]!;
    const location = lexer.base + start;
    const length = lexer.ends[operand.after - 1]! - start;
    if (operand.kind === "expression") {
      this.addFixup(type, undefined, 0, operand.expression, location, length);
    } else if (operand.kind === "symbol") {
      this.addFixup(type, operand.symbol, operand.value, undefined, location, length);
    } else {
      this.addFixup(type, undefined, operand.value, undefined, location, length);
    }
  }

  /** Records that the linker fills in the next bytes of the section, for an operand. */
  relocate(type: number, operand: Operand): void {
    const { symbol } = operand;
    const isLinkers = operand.kind === "symbol" && symbol !== undefined &&
      (symbol.state === "label" || symbol.state === "undefined");
    if (isLinkers) this.#pushRelocation(type, this.symbols.indexOf(symbol), operand.value, operand);
    else this.fixup(type, operand);
  }

  /** Records that the next instruction takes the lower part of the distance in the previous one. */
  relocateLower(type: number, operand: Operand): void {
    this.#pushRelocation(type, PRECEDING_AUIPC, 0, operand);
  }

  #pushRelocation(type: number, symbol: number, addend: Int64, operand: Operand): void {
    const { section, lexer } = this;
    const start = lexer.starts[operand.first]!;
    section.relocations.push({
      offset: section.size,
      type,
      symbol,
      addend,
      location: lexer.base + start,
      length: lexer.ends[operand.after - 1]! - start,
      fragment: section.fragments.length,
    });
  }

  /** Records that the next bytes of the section depend on a value that is known later. */
  addFixup(
    type: number,
    symbol: AssemblySymbol | undefined,
    addend: Int64,
    expression: Expression | undefined,
    location: number,
    length: number,
  ): void {
    const { section } = this;
    section.fixups.push({
      offset: section.size,
      fragment: section.fragments.length,
      type,
      symbol,
      addend,
      expression,
      location,
      length,
    });
  }
}
