// SPDX-License-Identifier: MPL-2.0
// A linked program: the image that the machine loads, with the symbols, sections and line table by which
// its addresses get names and source locations.

import type { Image } from "../../cpu/memory/image.ts";
import type { ObjectFile, SectionType, SymbolBinding, SymbolKind } from "./object.ts";
import type { Target } from "./target.ts";

/** A symbol with its final value. */
export interface ProgramSymbol {
  /** The name, as in the source. */
  readonly name: string;
  /** Its address, or its value when it is absolute (`section` is undefined). 64 bits, unsigned. */
  readonly value: bigint;
  /** Size in bytes, from `.size`; 0 when unknown. */
  readonly size: number;
  /** What it names, from `.type`. */
  readonly kind: SymbolKind;
  /** Whether other files see it. */
  readonly binding: SymbolBinding;
  /** The name of its section; undefined for an absolute symbol. */
  readonly section: string | undefined;
  /** Where it is defined; undefined when unknown, as for symbols that the linker provides. */
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
  /** The name, such as `.text`. */
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

/** Maps addresses to source locations. */
export interface LineTable {
  /** The line that the bytes at an address come from; undefined when unknown. */
  find(address: bigint): SourceLocation | undefined;
  /** The text of a line, without its line end; undefined when unknown. */
  text(location: SourceLocation): string | undefined;
  /** All entries by rising address. Each covers the bytes from `address` up to `end`. */
  entries(): Iterable<
    { readonly address: bigint; readonly end: bigint; readonly location: SourceLocation }
  >;
}

/** The initial image of each thread's TLS block (`.tdata` and `.tbss`). */
export interface ThreadLocalBlock {
  /** Address of the first byte. */
  readonly address: bigint;
  /** Bytes to copy; the others are zero. */
  readonly fileSize: number;
  /** Size in bytes. */
  readonly memorySize: number;
  /** The address of each copy must be a multiple of this. */
  readonly alignment: number;
}

/** The table by which unwinders find call frames (`.eh_frame_hdr`). */
export interface FrameIndex {
  /** Address of the first byte. */
  readonly address: bigint;
  /** Size in bytes. */
  readonly size: number;
}

/** A section of a program's ELF file that is not in its memory, such as `.debug_line`. */
export interface UnloadedSection {
  /** Its name. */
  readonly name: string;
  /** What it holds. */
  readonly type: SectionType;
  /** Letters of `.section`: M where equal entries may be merged, S where they are strings. */
  readonly flags: string;
  /** Size of an entry, in sections of entries of one size; otherwise 0. */
  readonly entrySize: number;
  /** Bytes that its offset must be a multiple of. */
  readonly alignment: number;
  /** Its bytes, with the program's addresses in them. */
  readonly data: Uint8Array;
}

/** A section of debug information. */
export interface DebugSection {
  /** Its contents. */
  readonly data: Uint8Array;
  /** What to add to the addresses in it: programs may be loaded elsewhere. */
  readonly bias: bigint;
}

/** A file that a program has mapped from its start, such as a shared library. */
export interface MappedFile {
  /** Address of its first byte. */
  readonly start: bigint;
  /** Address after the last byte. */
  readonly end: bigint;
  /** Its name, for messages. */
  readonly name: string;
  /** Reads its bytes; undefined when it can no longer be read. */
  readonly read: () => Uint8Array | undefined;
}

/** A linked program. */
export interface Program extends Image {
  /** By rising address. */
  readonly sections: readonly ProgramSection[];
  /** Every symbol, by rising value; locals included. */
  readonly symbols: readonly ProgramSymbol[];
  /** From addresses to source locations. */
  readonly lines: LineTable;
  /** The global or weak symbol of that name; else the local one, if there is only one. */
  symbol(name: string): ProgramSymbol | undefined;
  /**
   * The symbol that covers an address: a function or object whose size covers it, otherwise the last
   * symbol of the section at or before it; undefined before the first.
   */
  symbolAt(address: bigint): ProgramSymbol | undefined;
  /** The TLS block, if there are thread-local variables. */
  readonly threadLocal?: ThreadLocalBlock;
  /** The table of call frames, if the program has one. */
  readonly frameIndex?: FrameIndex;
  /** What it requires of the machine that runs it. */
  readonly target?: Target;
  /** Of a dynamically linked program: the executable, the interpreter, and the libraries so far. */
  readonly modules?: readonly Program[];
  /** Of a dynamically linked program: the module that an address belongs to. */
  moduleAt?(address: bigint): Program | undefined;
  /** Of a dynamically linked program: takes note of a library. */
  addLibrary?(file: MappedFile): void;
  /** A section of debug information, such as `.debug_frame` or `.debug_info`, if there is one. */
  debugSection?(name: string): DebugSection | undefined;
  /**
   * The sections that belong in its ELF file but not in memory, debug information above all. Every object
   * that the program was linked from passes through `prepare` first, which may add sections to it.
   * Programs that the linker did not make, such as those read from a file, have no such method: their
   * ELF files are written without these sections.
   */
  unloadedSections?(prepare: (object: ObjectFile) => ObjectFile): readonly UnloadedSection[];
}
