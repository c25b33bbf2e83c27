// SPDX-License-Identifier: MPL-2.0
// The preprocessor for `.S` files: what `gcc -E` makes of assembly source. Takes a source; returns another
// one, whose locations are those of the files that were read, and all diagnostics. Never throws, whatever
// the source, and never takes more than a few seconds.

import { Diagnostics } from "../object/diagnostic.ts";
import type { Diagnostic } from "../object/diagnostic.ts";
import { type SourceFile, Sources } from "../object/source.ts";
import { Architecture } from "../state/architecture.ts";
import type { Include } from "../state/assembly.ts";
import { Budget, BudgetError } from "./budget.ts";
import { Directives, type OpenFile } from "./directives.ts";
import { Expander, type TokenReader } from "./expander.ts";
import { computedMacro, type MacroDefinition } from "./macro_definition.ts";
import { Output } from "./output.ts";
import { predefinedMacros } from "./predefined.ts";
import { Token } from "./token.ts";

/** Options of {@link preprocess}. */
export interface PreprocessOptions {
  /** Finds the files of `#include`. Without it, each of them is an error. */
  readonly include?: Include;
  /** Macros, as after `-D` of gcc: `NAME`, which is 1, or `NAME=VALUE`. */
  readonly define?: readonly string[];
  /** The architecture, as in `assemble`: it decides macros such as `__riscv_zbb`. */
  readonly architecture?: string;
  /** Where diagnostics are added; by default, a list of this file's own. */
  readonly diagnostics?: Diagnostics;
}

/** The result of {@link preprocess}. */
export interface PreprocessResult {
  /** The source to assemble; undefined if there were errors. */
  readonly source?: SourceFile;
  /** Errors, at most 20, and warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The names of macros that stand for a text which depends on their use. */
const COMPUTED = [
  ...["__LINE__", "__FILE__", "__BASE_FILE__", "__COUNTER__", "__INCLUDE_LEVEL__"],
  ...["__DATE__", "__TIME__"],
] as const;

/**
 * Preprocesses assembly source as `gcc -E` does.
 *
 * @throws {ArchitectureError} When the architecture is invalid or not supported.
 *
 * @example
 * ```ts
 * const { source } = preprocess({ name: "exit.S", text: "#define EXIT 93\nli a7, EXIT\n" });
 * ```
 */
export function preprocess(source: SourceFile, options: PreprocessOptions = {}): PreprocessResult {
  const diagnostics = options.diagnostics ?? new Diagnostics();
  const before = diagnostics.errorCount;
  const made = new Preprocessor(source, options, diagnostics).run();
  const { list } = diagnostics;
  return diagnostics.errorCount > before
    ? { diagnostics: list }
    : { source: made, diagnostics: list };
}

class Preprocessor implements TokenReader {
  readonly #source: SourceFile;
  readonly #sources = new Sources();
  readonly #diagnostics: Diagnostics;
  readonly #budget = new Budget();
  readonly #files: SourceFile[] = [];
  readonly #macros = new Map<string, MacroDefinition>();
  readonly #directives: Directives;
  readonly #expander: Expander;
  /** Tokens that were given back, the next one last. */
  readonly #back: Token[] = [];
  #counter = 0;

  constructor(source: SourceFile, options: PreprocessOptions, diagnostics: Diagnostics) {
    this.#source = source;
    this.#diagnostics = diagnostics;
    this.#expander = new Expander(this, this.#budget);
    this.#directives = new Directives({
      ...{ sources: this.#sources, diagnostics, macros: this.#macros, files: this.#files },
      ...{ include: options.include, budget: this.#budget, expander: this.#expander },
      read: () => this.#raw(),
    });
    const architecture = options.architecture === undefined
      ? Architecture.open
      : Architecture.parse(options.architecture);
    for (const name of COMPUTED) this.#macros.set(name, computedMacro(name));
    const lines = predefinedMacros(architecture);
    this.#directives.defineLines("<built-in>", [...lines, "_Pragma(text)"]);
    this.#directives.defineLines(
      "<command line>",
      (options.define ?? []).map((text) => {
        const equals = text.indexOf("=");
        return equals < 0 ? `${text} 1` : `${text.slice(0, equals)} ${text.slice(equals + 1)}`;
      }),
    );
  }

  run(): SourceFile {
    const output = new Output(this.#sources, this.#files, this.#budget);
    try {
      this.#directives.open(this.#source);
      this.#copy(output);
    } catch (error) {
      if (!(error instanceof BudgetError)) throw error;
      if (this.#budget.isSpent) this.#reportSpent();
    }
    return { name: this.#source.name, text: output.text, origin: output };
  }

  #copy(output: Output): void {
    const { files } = this.#directives;
    while (files.length > 0) {
      const token = this.#expander.next();
      if (token.kind === "end") this.#directives.close();
      else output.add(token, this.#expander.isInside ? this.#expander.use : undefined);
    }
  }

  #reportSpent(): void {
    const use = this.#expander.use;
    const message = "the source is too large, or its macros expand to too much";
    this.#diagnostics.error(this.#sources, use?.location ?? 1, use?.length ?? 1, message);
  }

  #raw(): Token {
    return this.#back.pop() ?? (this.#directives.files.at(-1) as OpenFile).lexer.next();
  }

  macro(name: string): MacroDefinition | undefined {
    return this.#macros.get(name);
  }

  read(isLookingAhead: boolean): Token {
    while (true) {
      const token = this.#raw();
      const isDirective = token.startsLine && token.text === "#" && token.kind === "punctuator";
      if (!isDirective || isLookingAhead) return token;
      const after = this.#directives.run();
      if (after !== undefined) {
        // As in gcc, other lines that begin with `#` are text: comments of the assembler.
        const { location, length, hasBlank, blank } = token;
        this.#back.push(after);
        return new Token("punctuator", "#", location, length, hasBlank, blank);
      }
    }
  }

  unread(tokens: readonly Token[]): void {
    for (const token of tokens.toReversed()) this.#back.push(token);
  }

  compute(macro: MacroDefinition, use: Token): Token[] | undefined {
    if (macro.location !== 0) return undefined;
    const text = this.#computed(macro.name, use.location);
    if (text === undefined) return undefined;
    const kind = text.startsWith('"') ? "string" : "number";
    return [new Token(kind, text, use.location, use.length, false)];
  }

  #computed(name: string, location: number): string | undefined {
    const { files } = this.#directives;
    switch (name) {
      case "__LINE__":
        return `${this.#sources.resolve(location).line}`;
      case "__FILE__":
        return JSON.stringify(this.#sources.resolve(location).file);
      case "__BASE_FILE__":
        return JSON.stringify(this.#source.name);
      case "__COUNTER__":
        return `${this.#counter++}`;
      case "__INCLUDE_LEVEL__":
        return `${files.length - 1}`;
      // Always the same, so that a source always becomes the same program.
      case "__DATE__":
        return '"Jan  1 1970"';
      case "__TIME__":
        return '"00:00:00"';
      default:
        return undefined;
    }
  }

  error({ location, length }: Token, message: string, about?: MacroDefinition): void {
    const notes = about === undefined || about.location === 0 ? [] : [{
      message: `\`${about.name}\` is defined here`,
      location: about.location,
      length: about.length,
    }];
    this.#diagnostics.error(this.#sources, location, length, message, { notes });
  }
}
