// SPDX-License-Identifier: MPL-2.0
// Symbols with the names of registers: C programs have variables `zero` and functions `s1`, and GNU
// as tells them apart by their position. Here a name is such a symbol only if a source declares it,
// because in hand-written code `la a0, t1` and `s1:` are mistakes. For words that are meant as registers
// but are none here, see register_words.ts.

import { ALL_REGISTER_NAMES } from "../../cpu/isa/registers.ts";
import type { Names } from "./names.ts";
import type { Sources } from "../object/source.ts";

/** Directives that declare a symbol. */
const DECLARATION = /^[ \t]*\.(?:globl|global|weak|local|comm|common|lcomm|type)[ \t]+(\S+)/gm;
/** The mark of compilers, which also refer to symbols of other files without declaring them. */
const COMPILED = /^[ \t]*\.ident[ \t]+"/m;

/** Whether a compiler wrote one of the sources. */
export function isCompiled(sources: Sources): boolean {
  return sources.files.some(({ text }) => COMPILED.test(text));
}

/** Which register names are symbols too. Searches the sources when first asked. */
export class RegisterNamesakes {
  readonly #names: Names;
  readonly #sources: Sources;
  #found: { readonly all: boolean; readonly names: ReadonlySet<string> } | undefined;

  constructor(names: Names, sources: Sources) {
    this.#names = names;
    this.#sources = sources;
  }

  /** Whether this name of a register is a symbol too. */
  has(name: number): boolean {
    this.#found ??= this.#search();
    return this.#found.all || this.#found.names.has(this.#names.list[name] ?? "");
  }

  #search(): { all: boolean; names: ReadonlySet<string> } {
    const declared = this.#sources.files.map(({ text }) => text).flatMap((
      text,
    ) => [...text.matchAll(DECLARATION)]).flatMap((
      [, name = ""],
    ) => name.replace(/[,:].*/, ""));
    return {
      all: isCompiled(this.#sources),
      names: new Set(declared.filter((name) => ALL_REGISTER_NAMES.includes(name))),
    };
  }
}
