// SPDX-License-Identifier: MPL-2.0
// Expands macros: gives the tokens that remain, one by one. Takes tokens from a reader below it, and from
// a stack of contexts, the expansions that are being read. As in gcc, a macro is not expanded within its
// own expansion, and its name stays for good where it is met there. The work is limited.

import type { Budget } from "./budget.ts";
import type { MacroDefinition } from "./macro_definition.ts";
import { replace } from "./replacement.ts";
import { padding, Token } from "./token.ts";

/** Tokens that are being read. */
interface Context {
  readonly tokens: readonly Token[];
  at: number;
  /** The macro whose expansion they are. */
  readonly macro: MacroDefinition | undefined;
}

/** What the expander needs of the preprocessor. */
export interface TokenReader {
  /** The macro of a name. */
  macro(name: string): MacroDefinition | undefined;
  /** Reads a token of the file. While an opening parenthesis is looked for, directives are not acted on. */
  read(isLookingAhead: boolean): Token;
  /** Gives tokens back, to be read again. */
  unread(tokens: readonly Token[]): void;
  /** The text that a computed macro such as `__LINE__` stands for; undefined for other macros. */
  compute(macro: MacroDefinition, use: Token): Token[] | undefined;
  /** Reports an error at a token. */
  error(at: Token, message: string, about?: MacroDefinition): void;
}

/** How deep expansions may nest. */
const MAX_DEPTH = 400;

/** Expands macros. */
export class Expander {
  readonly #contexts: Context[] = [];
  readonly #reader: TokenReader;
  readonly #budget: Budget;
  #depth = 0;
  /** While positive, names stay as they are. */
  held = 0;
  /** The use of a macro in the file that is being expanded. */
  use: Token | undefined;

  constructor(reader: TokenReader, budget: Budget) {
    this.#reader = reader;
    this.#budget = budget;
  }

  /** Whether the next token may come from an expansion. */
  get isInside(): boolean {
    return this.#contexts.length > 0;
  }

  /** The next token, after expansion; also padding, newlines and the end. */
  next(): Token {
    while (true) {
      const token = this.#read(false);
      if (token.kind !== "name" || token.isFinal) return token;
      const macro = this.#reader.macro(token.text);
      if (macro === undefined) return token;
      if (macro.isBusy) {
        const copy = token.copy();
        copy.isFinal = true;
        return copy;
      }
      if (this.held > 0) return token;
      if (!this.isInside) this.use = token;
      if (!this.#enter(macro, token)) return token;
      return padding(token);
    }
  }

  /** Expands tokens on their own, as those of a directive; the last is of the kind `end`. */
  begin(tokens: readonly Token[]): () => void {
    const depth = this.#contexts.length;
    const { held } = this;
    this.held = 0;
    this.#push(tokens, undefined);
    return () => {
      while (this.#contexts.length > depth) this.#pop();
      this.held = held;
    };
  }

  #read(isLookingAhead: boolean): Token {
    this.#budget.spend(1);
    const context = this.#contexts.at(-1);
    if (context === undefined) return this.#reader.read(isLookingAhead);
    const token = context.tokens[context.at];
    if (token === undefined) {
      this.#pop();
      return padding();
    }
    // The end of an argument is read again and again.
    if (token.kind !== "end") context.at++;
    return token;
  }

  #pop(): void {
    const context = this.#contexts.pop();
    if (context?.macro !== undefined) context.macro.isBusy = false;
  }

  /** Begins an expansion. False if the name stays, because no arguments follow or they do not fit. */
  #enter(macro: MacroDefinition, name: Token): boolean {
    const computed = this.#reader.compute(macro, this.use ?? name);
    if (computed !== undefined) {
      this.#push(computed, undefined);
      return true;
    }
    if (this.#depth >= MAX_DEPTH) {
      this.#reader.error(name, `macros are nested more than ${MAX_DEPTH} deep`, macro);
      return this.#budget.stop();
    }
    this.#depth++;
    try {
      let values: Token[][] = [];
      if (macro.parameters !== undefined) {
        if (!this.#findParenthesis()) return false;
        const found = this.#arguments(macro, name);
        if (found === undefined) return false;
        values = found;
      }
      const expand = (tokens: readonly Token[]) => this.#expandAll(tokens);
      const tokens = replace(macro, values, name, expand, this.#budget);
      macro.isBusy = true;
      this.#push(tokens, macro);
      return true;
    } finally {
      this.#depth--;
    }
  }

  #push(tokens: readonly Token[], macro: MacroDefinition | undefined): void {
    this.#contexts.push({ tokens, at: 0, macro });
  }

  /** Takes the `(` after the name of a macro. False if there is none: then nothing is taken. */
  #findParenthesis(): boolean {
    let blank: Token | undefined;
    const lines: Token[] = [];
    while (true) {
      const isFromFile = !this.isInside;
      const token = this.#read(true);
      if (token.kind === "padding") {
        blank ??= token;
        continue;
      }
      if (token.kind === "newline") {
        lines.push(token);
        continue;
      }
      if (token.kind === "punctuator" && token.text === "(") return true;
      const context = this.#contexts.at(-1);
      if (isFromFile) this.#reader.unread([...lines, token]);
      else if (token.kind !== "end" && context !== undefined) context.at--;
      if (blank !== undefined) this.#push([blank], undefined);
      return false;
    }
  }

  /** The arguments of a macro, after the `(`; undefined if they do not fit, which is reported. */
  #arguments(macro: MacroDefinition, name: Token): Token[][] | undefined {
    const { parameters = [], isVariadic } = macro;
    const values: Token[][] = [[]];
    let depth = 0;
    let isNewLine = false;
    this.held++;
    try {
      while (true) {
        const token = this.next();
        const value = values.at(-1)!;
        if (token.kind === "end") {
          if (!this.isInside) this.#reader.unread([token]);
          const message = `the arguments of \`${macro.name}\` have no closing \`)\``;
          this.#reader.error(name, message, macro);
          return undefined;
        }
        if (token.kind === "newline") {
          isNewLine = true;
          continue;
        }
        if (token.kind === "padding") {
          if (value.length > 0) value.push(token);
          continue;
        }
        if (token.kind === "punctuator") {
          if (token.text === "(") depth++;
          else if (token.text === ")" && depth-- === 0) break;
          else if (
            token.text === "," && depth === 0 &&
            !(isVariadic && values.length === parameters.length)
          ) {
            values.push([]);
            isNewLine = false;
            continue;
          }
        }
        value.push(isNewLine ? token.copy(true) : token);
        isNewLine = false;
      }
    } finally {
      this.held--;
    }
    for (const value of values) {
      while (value.at(-1)?.kind === "padding") value.pop();
    }
    return this.#fit(macro, values, name) ? values : undefined;
  }

  /** Whether the number of arguments is right; reports it if not. */
  #fit(macro: MacroDefinition, values: Token[][], name: Token): boolean {
    const { parameters = [], isVariadic } = macro;
    const given = values.length;
    if (given === parameters.length) return true;
    if (parameters.length === 0 && given === 1 && values[0]?.length === 0) return true;
    if (isVariadic && given + 1 === parameters.length) return true;
    const least = parameters.length - (isVariadic ? 1 : 0);
    const takes = `${isVariadic ? "at least " : ""}${least}`;
    const noun = least === 1 ? "argument" : "arguments";
    const message = `\`${macro.name}\` takes ${takes} ${noun}, not ${given}`;
    this.#reader.error(name, message, macro);
    return false;
  }

  /** The expansion of an argument on its own. */
  #expandAll(tokens: readonly Token[]): Token[] {
    if (!tokens.some(({ kind }) => kind === "name")) return [...tokens];
    const finish = this.begin([...tokens, new Token("end", "", 0, 0, false)]);
    const expanded: Token[] = [];
    for (let token = this.next(); token.kind !== "end"; token = this.next()) expanded.push(token);
    finish();
    return expanded;
  }
}
