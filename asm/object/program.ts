// SPDX-License-Identifier: MPL-2.0
// A linked program: the image that the machine loads, and what people need to follow it: symbols,
// sections, and the line table from addresses to source locations.

import type { Image } from "../../cpu/memory/image.ts";
import type { ObjectFile, SectionType, SymbolBinding, SymbolKind } from "./object.ts";
import type { Target } from "./target.ts";

/** A symbol with its final value. */
export interface ProgramSymbol {
  /** As the source has it. */
  readonly name: string;
  /** Its address, or its value when `section` is undefined (an absolute symbol). 64 bits, unsigned. */
  readonly value: bigint;
  /** Bytes, as `.size` says; 0 when unknown. */
  readonly size: number;
  /** What it names, as `.type` says. */
  readonly kind: SymbolKind;
  /** Who sees it. */
  readonly binding: SymbolBinding;
  /** The name of the section it stands in; undefined for an absolute symbol. */
  readonly section: string | undefined;
  /** Where it is defined; undefined for symbols that the linker provides. */
  readonly location: SourceLocation | undefined;
}

/** A line of a source file. */
export interface SourceLocation {
  /** The file as it was named to the assembler. */
  readonly file: string;
  /** Line, from 1. */
  readonly line: number;
}

/** A section of the linked program. */
export interface ProgramSection {
  /** Such as `.text`. */
  readonly name: string;
  /** Address of its first byte. */
  readonly address: bigint;
  /** Size in bytes. */
  readonly size: number;
  /** Whether the program may write it. */
  readonly write: boolean;
  /** Whether it holds instructions. */
  readonly execute: boolean;
}

/** Answers which source line an address came from. */
export interface LineTable {
  /** The line whose code or data covers the address; undefined when none does. */
  find(address: bigint): SourceLocation | undefined;
  /** The text of a line of a source file, without its line end; undefined when not kept. */
  text(location: SourceLocation): string | undefined;
  /** All entries by rising address: each covers the bytes up to the next entry or `end`. */
  entries(): Iterable<
    { readonly address: bigint; readonly end: bigint; readonly location: SourceLocation }
  >;
}

/** What the block of variables that each thread has is made from (`.tdata` and `.tbss`). */
export interface ThreadLocalBlock {
  /** Address of the first byte. */
  readonly address: bigint;
  /** Bytes to copy; the others are zero. */
  readonly fileSize: number;
  /** Size in bytes. */
  readonly memorySize: number;
  /** Bytes that the address of a copy must be a multiple of. */
  readonly alignment: number;
}

/** A section of a program's ELF file that is not in its memory, such as `.debug_line`. */
export interface UnloadedSection {
  /** Its name. */
  readonly name: string;
  /** What it holds, as ELF has it. */
  readonly type: SectionType;
  /** Letters of `.section`: M where equal elements may be merged, S where they are strings. */
  readonly flags: string;
  /** Size of an element, for sections of equal elements; 0 for others. */
  readonly entrySize: number;
  /** Bytes that its offset must be a multiple of. */
  readonly alignment: number;
  /** Its bytes, with the program's addresses in them. */
  readonly data: Uint8Array;
}

/** A linked program. */
export interface Program extends Image {
  /** By rising address. */
  readonly sections: readonly ProgramSection[];
  /** Every symbol, by rising value; locals included. */
  readonly symbols: readonly ProgramSymbol[];
  /** From addresses to source lines. */
  readonly lines: LineTable;
  /** The global or weak symbol of that name, or else a local one that is alone in bearing it. */
  symbol(name: string): ProgramSymbol | undefined;
  /**
   * The symbol that covers an address: the one with the highest value at or below it, in the same
   * section, functions and objects before plain labels; undefined before the first.
   */
  symbolAt(address: bigint): ProgramSymbol | undefined;
  /** The block of thread-local variables, if there are any. */
  readonly threadLocal?: ThreadLocalBlock;
  /** What it asks of the machine that runs it. */
  readonly target?: Target;
  /**
   * The sections that belong in its ELF file but not in memory, debug information above all. Every object
   * that the program was linked from passes through `prepare` first, which may add sections to it.
   * Programs that the linker did not make, such as those read from a file, have no such method: their
   * ELF files are written without these sections.
   */
  unloadedSections?(prepare: (object: ObjectFile) => ObjectFile): readonly UnloadedSection[];
}
