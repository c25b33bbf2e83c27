// SPDX-License-Identifier: MPL-2.0
// The body of a macro with its arguments put in: `#` makes strings, `##` joins tokens, and __VA_OPT__ and
// `, ##` depend on whether there is a rest of arguments. Takes arguments as tokens; returns tokens in
// which macros are still to be expanded.

import type { Budget } from "./budget.ts";
import { type BodyToken, IF_REST, type MacroDefinition } from "./macro_definition.ts";
import { padding, singleKind, Token } from "./token.ts";

type Expand = (tokens: readonly Token[]) => Token[];

/** Characters that cost as much as a token. */
const CHARACTERS_A_TOKEN = 8;

/** The body of `macro` with `values` for its parameters, used at `name`. */
export function replace(
  macro: MacroDefinition,
  values: readonly (readonly Token[])[],
  name: Token,
  expand: Expand,
  budget: Budget,
): Token[] {
  return new Replacement(macro, values, name, expand, budget).make(0, macro.body.length);
}

/** Adds tokens, of which there may be too many for the arguments of a call. */
function append(result: Token[], tokens: readonly Token[]): void {
  for (const token of tokens) result.push(token);
}

class Replacement {
  readonly #expanded: (Token[] | undefined)[] = [];

  constructor(
    readonly macro: MacroDefinition,
    readonly values: readonly (readonly Token[])[],
    readonly name: Token,
    readonly expand: Expand,
    readonly budget: Budget,
  ) {}

  /** The tokens for a part of the body. */
  make(from: number, end: number): Token[] {
    const { body } = this.macro;
    const result: Token[] = [];
    /** Where the left side of a `##` begins in the result; -1 if none is open. */
    let left = -1;
    for (let at = from; at < end;) {
      const item = body[at]!;
      const joinsLeft = at > from && body[at - 1]!.joins;
      const group = this.#group(at, end);
      const after = group === undefined ? at + 1 : group.end;
      const joinsRight = body[after - 1]!.joins && after < end;
      // As in gcc, padding separates arguments from what is around them.
      const isArgument = group !== undefined || item.parameter >= 0 && !item.isString;
      const tokens = group?.tokens ?? this.#tokens(item, joinsLeft || joinsRight);
      this.budget.spend(tokens.length);
      if (joinsRight && item.token.text === "," && this.#isRest(body[after]!)) {
        // `, ## rest`: a comma only if there is a rest.
        if (this.#hasRest) append(result, tokens);
        left = -1;
      } else {
        if (isArgument && !joinsLeft && at > from) result.push(padding(item.token));
        if (left >= 0) this.#join(result, left, tokens);
        else {
          left = result.length;
          append(result, tokens);
        }
        left = joinsRight ? Math.max(left, result.length - 1) : -1;
      }
      if (isArgument && !joinsRight) result.push(padding());
      at = after;
    }
    return result;
  }

  /** Whether `, ## rest` keeps its comma: not if the rest was left out. */
  get #hasRest(): boolean {
    const rest = this.values[this.macro.parameters!.length - 1];
    return rest !== undefined && (this.values.length > 1 || rest.length > 0);
  }

  #isRest({ parameter }: BodyToken): boolean {
    const { isVariadic, parameters = [] } = this.macro;
    return isVariadic && parameter === parameters.length - 1;
  }

  /** `__VA_OPT__(…)` at an index of the body: its tokens, and the index after it. */
  #group(at: number, end: number): { tokens: Token[]; end: number } | undefined {
    const { body, isVariadic, parameters = [] } = this.macro;
    if (!isVariadic || body[at]!.token.text !== IF_REST || body[at + 1]?.token.text !== "(") {
      return undefined;
    }
    let depth = 0;
    let close = at + 1;
    for (; close < end; close++) {
      const { text } = body[close]!.token;
      if (text === "(") depth++;
      else if (text === ")" && --depth === 0) break;
    }
    const hasRest = this.#value(parameters.length - 1).some(({ kind }) => kind !== "padding");
    const tokens = hasRest ? this.make(at + 2, close) : [];
    const [first, ...others] = tokens;
    const { hasBlank } = body[at]!.token;
    return {
      tokens: first === undefined ? [] : [first.copy(hasBlank), ...others],
      end: Math.min(close + 1, end),
    };
  }

  /** The expanded argument of a parameter. */
  #value(parameter: number): Token[] {
    return this.#expanded[parameter] ??= this.expand(this.values[parameter] ?? []);
  }

  #tokens({ token, parameter, isString }: BodyToken, joins: boolean): Token[] {
    if (parameter < 0) return [this.#own(token)];
    const value = this.values[parameter] ?? [];
    if (isString) return [this.#own(this.#string(token, value))];
    return joins ? [...value] : this.#value(parameter);
  }

  /** A token of the body, which knows where it is written. */
  #own(token: Token): Token {
    const copy = token.copy();
    copy.macro = this.macro;
    return copy;
  }

  /** `#x`: the text of the argument as a string. */
  #string({ location, length, hasBlank }: Token, value: readonly Token[]): Token {
    let text = "";
    let source: Token | undefined;
    for (const token of value) {
      if (token.kind === "padding") {
        if (source === undefined || !source.hasBlank && token.source === undefined) {
          source = token.source;
        }
        continue;
      }
      if (text !== "" && (source ?? token).hasBlank) text += " ";
      source = undefined;
      const isQuoted = token.kind === "string" || token.kind === "character";
      text += isQuoted ? token.text.replace(/[\\"]/g, "\\$&") : token.text;
    }
    const [backslashes = ""] = /\\*$/.exec(text) ?? [];
    if (backslashes.length % 2 === 1) text = text.slice(0, -1);
    this.budget.spend(value.length + Math.ceil(text.length / CHARACTERS_A_TOKEN));
    return new Token("string", `"${text}"`, location, length, hasBlank);
  }

  /** Joins the last token of a result, if it is at `left` or later, to the first of the tokens. */
  #join(result: Token[], left: number, tokens: readonly Token[]): void {
    const before = result.length > left ? result.at(-1) : undefined;
    const [first, ...rest] = tokens;
    if (before === undefined || first === undefined) {
      append(result, tokens);
      return;
    }
    const text = before.text + first.text;
    const kind = singleKind(text);
    this.budget.spend(Math.ceil(text.length / CHARACTERS_A_TOKEN));
    if (kind === undefined) {
      // In assembly source both stay, side by side.
      append(result, tokens);
      return;
    }
    result.pop();
    const { location, length, hasBlank } = before;
    const joined = new Token(kind, text, location, length, hasBlank);
    joined.macro = before.macro ?? this.macro;
    result.push(joined);
    append(result, rest);
  }
}
