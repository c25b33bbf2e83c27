// SPDX-License-Identifier: MPL-2.0
// What the linker knows of a program once its symbols are resolved: the objects that belong to it, the
// definition of each global symbol, and the sections that are left out.

import type { Archive } from "../object/archive.ts";
import type { ObjectFile, ObjectSection, ObjectSymbol } from "../object/object.ts";

/** A symbol of one of the objects. */
export interface Definition {
  /** The object that defines it. */
  readonly object: ObjectFile;
  /** The symbol there. */
  readonly symbol: ObjectSymbol;
}

/** The definitions of a program. */
export interface Resolution {
  /** The objects given and those taken from archives, in order. */
  readonly objects: readonly ObjectFile[];
  readonly globals: Map<string, Definition>;
  /** Sections that are left out: another object has their group, or nothing needs them. */
  readonly discarded: ReadonlySet<ObjectSection>;
  /** The members of archives, each with the symbol for which it was taken. */
  readonly reasons: ReadonlyMap<ObjectFile, MemberReason>;
}

/** Why a member of an archive is in a program. */
export interface MemberReason {
  /** The symbol that it defines. */
  readonly name: string;
  /** The object that refers to the symbol; undefined for one that the caller wants. */
  readonly object: ObjectFile | undefined;
}

/** A symbol that the caller defines (`--defsym`). */
export interface SymbolDefinition {
  /** Its name. */
  readonly name: string;
  /** The symbol from which its value counts; undefined for a number. */
  readonly symbol?: string | undefined;
  /** Its value, or what is added to the symbol's. */
  readonly value: bigint;
}

/** What a program must have besides what its objects refer to. */
export interface WantedSymbols {
  /** The entry point, which must be defined. */
  readonly entry: string;
  /** Symbols to take from archives, as if they were referred to (`-u`). */
  readonly undefined?: readonly string[] | undefined;
  /** Symbols that need no definition: the caller has one. */
  readonly definitions?: readonly SymbolDefinition[] | undefined;
  /** Finds sections to leave out. */
  readonly collector?: SectionCollector | undefined;
}

/** An input of the linker: the program has all objects, and the members of archives that it needs. */
export type LinkInput = ObjectFile | Archive;

/** What is known of a program when unused sections are looked for. */
export interface ResolvedProgram {
  /** The objects that belong to it. */
  readonly objects: readonly ObjectFile[];
  /** The definition of each global symbol. */
  readonly globals: ReadonlyMap<string, Definition>;
  /** Sections that are left out anyway. */
  readonly discarded: ReadonlySet<ObjectSection>;
}

/** The sections that a program does without. */
export interface UnusedSections {
  /** The sections. */
  readonly sections: ReadonlySet<ObjectSection>;
  /** The names of global symbols that the others refer to. */
  readonly usedNames: ReadonlySet<string>;
}

/** Finds unused sections. */
export interface SectionCollector {
  /** Finds the sections of a program that these symbols do not need. */
  findUnused(program: ResolvedProgram, roots: readonly string[]): UnusedSections;
}
