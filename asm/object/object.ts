// SPDX-License-Identifier: MPL-2.0
// An object file: what one source was assembled to, ready to be linked. Sections with their bytes,
// symbols, and relocations, with the meanings that ELF and the RISC-V psABI give them.

import type { Sources } from "./source.ts";
import type { Target } from "./target.ts";
import type { Value } from "./value.ts";

/** An assembled source, or an object file that was read. Nothing in it is changed by linking, so one may be linked many times. */
export interface ObjectFile {
  /** The name of the source. */
  readonly name: string;
  /** Relocations and symbols name them by their index. */
  readonly sections: readonly ObjectSection[];
  /** Relocations name them by their index. */
  readonly symbols: readonly ObjectSymbol[];
  /** The texts that locations in this file point into. */
  readonly sources: Sources;
  /** What it asks of the machine and of the files it is linked with. */
  readonly target: Target;
  /** Whether it was read from an ELF file, and brings debug information of its own, if any. */
  readonly isBinary?: boolean;
  /** The name of the file that a compiler made the source from. */
  readonly compiledFrom?: string;
}

/** What a section holds, as ELF's section types say it. */
export type SectionType =
  | "progbits"
  | "nobits"
  | "note"
  | "init_array"
  | "fini_array"
  | "preinit_array";

/** Rights and treatment of a section. */
export interface SectionFlags {
  /** Takes up memory when the program runs (SHF_ALLOC). */
  readonly alloc: boolean;
  /** Whether the program may write it. */
  readonly write: boolean;
  /** Whether it holds instructions. */
  readonly execute: boolean;
  /** The other letters of `.section`, such as M and S, as written. */
  readonly other: string;
}

/** Sections that belong together: the linker takes all or none of them. */
export interface SectionGroup {
  /** The symbol that groups in several files are known by. */
  readonly name: string;
  /** Whether only one group of that name is taken. */
  readonly isComdat: boolean;
}

/** A section of an object file. */
export interface ObjectSection {
  /** Such as `.text`. */
  readonly name: string;
  /** What it holds, as ELF has it. */
  readonly type: SectionType;
  /** What may be done with its memory. */
  readonly flags: SectionFlags;
  /** Bytes that its address must be a multiple of; a power of two. */
  readonly alignment: number;
  /** Size of an element, for sections of equal elements; 0 for others. */
  readonly entrySize: number;
  /** Size in bytes. */
  readonly size: number;
  /** The bytes; empty for a nobits section. */
  readonly data: Uint8Array;
  /** The group that it belongs to, if any. */
  readonly group?: SectionGroup;
  /** By rising offset. */
  readonly relocations: readonly Relocation[];
  /** Offsets at which the source location changes, rising, and the locations. */
  readonly lineOffsets: Int32Array;
  /** See `lineOffsets`. */
  readonly lineLocations: Int32Array;
}

/** Where a symbol of an object file stands, when it stands in no section. */
export type SpecialSection = "undefined" | "absolute" | "common";

/**
 * What a symbol names, as ELF has it (`.type`). A `tls` symbol's value is its offset in each thread's
 * block; an `ifunc` is a function that returns the address of the one to call.
 */
export type SymbolKind = "none" | "object" | "function" | "section" | "file" | "tls" | "ifunc";

/** Who sees a symbol, as ELF has it. */
export type SymbolBinding = "local" | "global" | "weak";

/** ELF's visibility of a symbol. */
export type Visibility = "default" | "internal" | "hidden" | "protected";

/** A symbol of an object file. */
export interface ObjectSymbol {
  /** As the source has it. */
  readonly name: string;
  /** Index of its section, or what stands in place of one. */
  readonly section: number | SpecialSection;
  /** Offset in the section, or value; of a common symbol its alignment. */
  readonly value: Value;
  /** Bytes; 0 when unknown. */
  readonly size: number;
  /** What it names. */
  readonly kind: SymbolKind;
  /** Who sees it within the program. */
  readonly binding: SymbolBinding;
  /** Who sees it from other programs. */
  readonly visibility: Visibility;
  /** Where it is defined, or first used when it is not; 0 for nowhere. */
  readonly location: number;
  /** How many characters name it there. */
  readonly length: number;
}

/** In place of a relocation's symbol: the value is absolute. */
export const NO_SYMBOL: number = -1;
/**
 * In place of the symbol of a PCREL_LO12 relocation: a label on the instruction before. The
 * assembler makes so many of these pairs that it leaves their labels out.
 */
export const PRECEDING_AUIPC: number = -2;

/** Bytes that the linker fills in. */
export interface Relocation {
  /** Where they are in the section. */
  readonly offset: number;
  /** A type of relocation.ts. */
  readonly type: number;
  /** Index of the symbol, or {@link NO_SYMBOL}, or {@link PRECEDING_AUIPC}. */
  readonly symbol: number;
  /** What is added to the symbol's value. */
  readonly addend: Value;
  /** The operand that asks for it. */
  readonly location: number;
  /** The length of that operand. */
  readonly length: number;
}
