// SPDX-License-Identifier: MPL-2.0
// An object file: what one source is assembled to, ready to be linked. It has sections with their bytes,
// symbols, and relocations, all with the meanings that ELF and the RISC-V psABI give them.

import type { Sources } from "./source.ts";
import type { Target } from "./target.ts";
import type { Int64 } from "./value.ts";

/** An assembled source, or an object file that was read. Linking never changes it. */
export interface ObjectFile {
  /** The name of the source or file. */
  readonly name: string;
  /** Symbols refer to them by index. */
  readonly sections: readonly ObjectSection[];
  /** Relocations refer to them by index. */
  readonly symbols: readonly ObjectSymbol[];
  /** The texts of the locations in this file. */
  readonly sources: Sources;
  /** What it requires of the machine and of the files it is linked with. */
  readonly target: Target;
  /** Whether it was read from an ELF file: its debug information, if any, is in its sections. */
  readonly isBinary?: boolean;
  /** The file that a compiler made the source from. */
  readonly compiledFrom?: string;
}

/** What a section holds: ELF's section types. */
export type SectionType =
  | "progbits"
  | "nobits"
  | "note"
  | "init_array"
  | "fini_array"
  | "preinit_array";

/** The permissions of a section, and how the linker treats it. */
export interface SectionFlags {
  /** Whether it is in memory when the program runs (SHF_ALLOC). */
  readonly alloc: boolean;
  /** Whether the program may write it. */
  readonly write: boolean;
  /** Whether it holds instructions. */
  readonly execute: boolean;
  /** The other letters of `.section`, such as M and S, as written. */
  readonly other: string;
}

/** A group of sections: the linker takes all or none. */
export interface SectionGroup {
  /** The symbol that names the group: groups of several files with the same name are the same. */
  readonly name: string;
  /** Whether the linker takes only one group of that name. */
  readonly isComdat: boolean;
}

/** What a section's header says beyond flags and type, for other tools: the linker here ignores it. */
export interface SectionDetails {
  /** The number of a type (sh_type) that is none of {@link SectionType}. */
  readonly type?: number;
  /** Further bits of the flags (sh_flags), up to 32 bits. */
  readonly flags?: number;
  /** The number of a section with GNU's flag for memory policies (sh_info of SHF_GNU_MBIND). */
  readonly info?: number;
  /** The index of the section that it goes with (sh_link of SHF_LINK_ORDER). */
  readonly link?: number;
}

/** A section of an object file. */
export interface ObjectSection {
  /** The name, such as `.text`. */
  readonly name: string;
  /** What it holds. */
  readonly type: SectionType;
  /** Its permissions. */
  readonly flags: SectionFlags;
  /** Bytes that its address must be a multiple of; a power of two. */
  readonly alignment: number;
  /** Size of an entry, in sections of entries of one size; otherwise 0. */
  readonly entrySize: number;
  /** Size in bytes. */
  readonly size: number;
  /** The bytes; empty for a nobits section. */
  readonly data: Uint8Array;
  /** Its group, if any. */
  readonly group?: SectionGroup;
  /** What else its header says. */
  readonly details?: SectionDetails;
  /** In order of their offsets. */
  readonly relocations: readonly Relocation[];
  /** Rising offsets at which the source location changes; `lineLocations` has the locations. */
  readonly lineOffsets: Int32Array;
  /** See `lineOffsets`. */
  readonly lineLocations: Int32Array;
}

/** What a symbol has in place of a section. */
export type SpecialSection = "undefined" | "absolute" | "common";

/**
 * ELF's symbol types (`.type`). The value of a `tls` symbol is its offset in a thread's TLS block; an
 * `ifunc` is a function that returns the address of the function to call.
 */
export type SymbolKind = "none" | "object" | "function" | "section" | "file" | "tls" | "ifunc";

/** ELF's symbol bindings. */
export type SymbolBinding = "local" | "global" | "weak";

/** ELF's symbol visibilities. */
export type Visibility = "default" | "internal" | "hidden" | "protected";

/** A symbol of an object file. */
export interface ObjectSymbol {
  /** The name, as in the source. */
  readonly name: string;
  /** Index of its section, or what it has instead. */
  readonly section: number | SpecialSection;
  /** Offset in the section, or value; for a common symbol, its alignment. */
  readonly value: Int64;
  /** Size in bytes; 0 when unknown. */
  readonly size: number;
  /** What it names: a function, an object, ... */
  readonly kind: SymbolKind;
  /** Whether other files of the program see it. */
  readonly binding: SymbolBinding;
  /** Whether other programs see it. */
  readonly visibility: Visibility;
  /** Whether a process has only one symbol of the name (STB_GNU_UNIQUE). */
  readonly isUnique?: boolean;
  /** Whether its calls follow rules of their own (STO_RISCV_VARIANT_CC). */
  readonly isVariantCall?: boolean;
  /** Its version, which follows the name in object files: `@V1`, or `@@V1` for the default. */
  readonly version?: string;
  /** Where it is defined or, if it is not, first used; 0 for nowhere. */
  readonly location: number;
  /** The length of its name there. */
  readonly length: number;
}

/** Instead of a relocation's symbol: the value is absolute. */
export const NO_SYMBOL: number = -1;
/**
 * Instead of the symbol of a PCREL_LO12 relocation: a label on the instruction before. The assembler does
 * not make these labels, because there would be very many.
 */
export const PRECEDING_AUIPC: number = -2;

/** Bytes for the linker to fill in. */
export interface Relocation {
  /** Their offset in the section. */
  readonly offset: number;
  /** A type of `R` in relocation.ts. */
  readonly type: number;
  /** Index of the symbol, {@link NO_SYMBOL} or {@link PRECEDING_AUIPC}. */
  readonly symbol: number;
  /** Added to the symbol's value. */
  readonly addend: Int64;
  /** The operand it comes from. */
  readonly location: number;
  /** The length of that operand. */
  readonly length: number;
}

/** A section that has its address. */
export interface PlacedBytes {
  /** The section, as edited. */
  readonly section: ObjectSection;
  /** Its address. */
  readonly address: number;
  /** Its bytes in the program. */
  readonly view: DataView;
}

/** The edited .eh_frame of a program. */
export interface EditedFrames {
  /** The sections to link in place of others. */
  readonly replaced: ReadonlyMap<ObjectSection, ObjectSection>;
  /** The size of .eh_frame_hdr; 0 when there are no frames. */
  readonly indexSize: number;
  /** Writes distances between entries, once the sections are placed. */
  connect(sections: readonly PlacedBytes[]): void;
  /** Writes .eh_frame_hdr, once all sections are relocated. */
  writeIndex(index: PlacedBytes, sections: readonly PlacedBytes[]): void;
}
