// SPDX-License-Identifier: MPL-2.0
// Symbols that are called what a register is called: C programs have variables `zero` and functions
// `s1`, and GNU as tells the two apart by where a name stands. Here only what a source declares to be a
// symbol is taken for one, because in code written by hand `la a0, t1` and `s1:` are mistakes.

import { ALL_REGISTER_NAMES } from "../../cpu/isa/registers.ts";
import type { Names } from "./names.ts";
import type { Sources } from "../object/source.ts";

/** Directives that say that a name is a symbol's. */
const DECLARATION = /^[ \t]*\.(?:globl|global|weak|local|comm|common|lcomm|type)[ \t]+(\S+)/gm;
/** What compilers leave behind: they also refer to symbols of other files, which nothing declares. */
const COMPILED = /^[ \t]*\.ident[ \t]+"/m;

/** Whether a compiler wrote one of the sources. */
export function isCompiled(sources: Sources): boolean {
  return sources.files.some(({ text }) => COMPILED.test(text));
}

/** Which register names are symbols too. The sources are searched at the first question. */
export class RegisterNamesakes {
  readonly #names: Names;
  readonly #sources: Sources;
  #found: { readonly all: boolean; readonly names: ReadonlySet<string> } | undefined;

  constructor(names: Names, sources: Sources) {
    this.#names = names;
    this.#sources = sources;
  }

  /** Whether a symbol has this name, which is that of a register. */
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
