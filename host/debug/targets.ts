// SPDX-License-Identifier: MPL-2.0
// Finds the code that a breakpoint names: `main`, `file.c:12`, `12`, `+2`, `*0x10124`, `file.c:main`. Guarantees: what
// names no code throws an ExpressionError with a suggestion.

import { didYouMean, nearestName } from "../../asm/text/nearest_name.ts";
import type { Program, ProgramSymbol, SourceLocation } from "../../asm/object/program.ts";
import { isData } from "../symbols/symbol_range.ts";
import { ExpressionError } from "./expressions/parser.ts";
import type { SourceLines } from "./source_lines.ts";

/** What a target is relative to. */
export interface TargetContext {
  /** The line that is shown; undefined where there is none. */
  readonly here: SourceLocation | undefined;
  /** The next instruction in the frame. */
  readonly pc: bigint;
  /** Evaluates the expression of `*EXPRESSION`. */
  readonly evaluate: (text: string) => bigint;
}

/** Finds code in one program. */
export class Targets {
  readonly #program: Program | undefined;
  readonly #lines: SourceLines | undefined;

  /** Finds code in a program; without one, only by address. */
  constructor(program: Program | undefined, lines: SourceLines | undefined) {
    this.#program = program;
    this.#lines = lines;
  }

  /**
   * The addresses that a text names. Breakpoints at functions are after the prologue.
   *
   * @throws {ExpressionError} when it names none
   */
  find(text: string, { here, pc, evaluate }: TargetContext): readonly bigint[] {
    const target = text.trim();
    if (target === "") return [pc];
    if (target.startsWith("*")) return [BigInt.asUintN(64, evaluate(target.slice(1)))];
    const relative = /^([+-])(\d+)$/.exec(target);
    if (relative !== null || /^\d+$/.test(target)) {
      if (here === undefined) {
        throw new ExpressionError("there is no source line here; name a file too");
      }
      const line = relative === null
        ? Number(target)
        : here.line + Number(`${relative[1]}${relative[2]}`);
      return this.#line(here.file, line);
    }
    const [, file, rest] = /^(.+):([^:]+)$/.exec(target) ?? [];
    if (file !== undefined && rest !== undefined && !target.includes("::")) {
      const name = this.#file(file);
      return /^\d+$/.test(rest) ? this.#line(name, Number(rest)) : this.#functions(rest, name);
    }
    return this.#functions(target);
  }

  /** The functions and labels of a name. */
  symbols(name: string): readonly ProgramSymbol[] {
    const program = this.#program;
    return program?.symbols.filter((symbol) =>
      symbol.name === name && symbol.section !== undefined && !isData(program, symbol)
    ) ?? [];
  }

  #functions(name: string, file?: string): readonly bigint[] {
    const program = this.#program;
    if (program === undefined) {
      throw new ExpressionError("the program has no symbols; use *ADDRESS");
    }
    const found = this.symbols(name).filter(({ value }) =>
      file === undefined || this.#lines?.at(value)?.location.file === file
    );
    if (found.length === 0) {
      const names = program.symbols.filter((symbol) => !isData(program, symbol))
        .map((symbol) => symbol.name);
      const near = nearestName(name, names);
      throw new ExpressionError(`there is no function ${name}${didYouMean(near)}`);
    }
    return [...new Set(found.map(({ value }) => this.#lines?.bodyOf(value) ?? value))];
  }

  #file(name: string): string {
    try {
      if (this.#lines !== undefined) return this.#lines.file(name);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new ExpressionError(error.message);
    }
    throw new ExpressionError("the program has no source lines; use *ADDRESS");
  }

  #line(file: string, line: number): readonly bigint[] {
    const code = this.#lines?.codeOf(file, line) ?? [];
    if (code.length === 0) {
      throw new ExpressionError(`there is no code at or after ${file}:${line}`);
    }
    return code.map(({ start }) => {
      const symbol = this.#program?.symbolAt(start);
      const isFunction = symbol?.value === start && symbol.kind === "function";
      return isFunction ? this.#lines?.bodyOf(start) ?? start : start;
    });
  }
}
