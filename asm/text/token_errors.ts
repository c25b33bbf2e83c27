// SPDX-License-Identifier: MPL-2.0
// Finds the fix for an unexpected token: what other assemblers write there, and what is easily
// forgotten. Takes a statement's tokens and the index of the wrong one.

import { ALL_REGISTER_NAMES } from "../../cpu/isa/registers.ts";
import type { ExpectationKind } from "./expectation.ts";
import type { FixAt } from "../object/diagnostic.ts";
import type { Lexer } from "./lexer.ts";
import { markedNumberFix } from "./number_errors.ts";
import * as token from "./token.ts";

const LEFT_BRACE = 0x7b;

/** Index of the first token after the labels. */
export function statementStart({ kinds }: Lexer): number {
  let at = 0;
  while (kinds[at + 1] === token.COLON) at += 2;
  return at;
}

/** Index of the first token of the operand that a token belongs to. */
function operandStart(lexer: Lexer, at: number): number {
  const least = statementStart(lexer) + 1;
  let first = at;
  while (first > least && lexer.kinds[first - 1] !== token.COMMA) first--;
  return Math.max(first, Math.min(least, at));
}

/** How other assemblers write addresses: a register, and perhaps an offset. */
const ADDRESSES: readonly RegExp[] = [
  /^\[\s*(?<register>[\w$%]+)\s*(?:[,+]?\s*#?(?<offset>-?\s*\w+))?\s*\]/,
  /^(?<offset>-?\w+)\s*\[\s*(?<register>[\w$%]+)\s*\]/,
  /^(?<register>[\w$%]+)\s*\(\s*(?<offset>-?\w+)\s*\)/,
  /^(?<register>[\w$%]+)\s*\+?\s*(?<offset>-?\s*\w+)/,
  /^\(\s*(?<register>[\w$%]+)\s*\+?\s*(?<offset>-?\s*\w+)\s*\)/,
  /^\(\s*(?<register>[\w$%]+)\s*$/,
];

/** The fix for an operand that is an address as others write it. */
export function addressFix(lexer: Lexer, at: number): FixAt | undefined {
  const first = operandStart(lexer, at);
  const start = lexer.starts[first]!;
  const text = lexer.text.slice(start, lexer.ends[lexer.count - 1]);
  for (const pattern of ADDRESSES) {
    const match = pattern.exec(text);
    const { register = "", offset = "0" } = match?.groups ?? {};
    const name = register.replace(/^[$%]/, "").toLowerCase();
    if (match === null || !ALL_REGISTER_NAMES.includes(name)) continue;
    if (ALL_REGISTER_NAMES.includes(offset)) {
      return {
        message: `an address has one register: add them first, with \`add t0, ${name}, ${offset}\``,
      };
    }
    const replacement = `${offset.replaceAll(/\s/g, "")}(${name})`;
    return {
      message: `an address is written \`${replacement}\``,
      replacement,
      location: lexer.base + start,
      length: match[0].length,
    };
  }
  return undefined;
}

/** The fix for `#5` and `#x`, which the lexer took for comments. */
function hashFix(lexer: Lexer, at: number): FixAt | undefined {
  const end = lexer.ends[at - 1] ?? 0;
  const [all = ""] = /^[ \t]*#(?=[-\w])/.exec(lexer.text.slice(end, end + 40)) ?? [];
  if (all === "") return undefined;
  return {
    message: "`#` starts a comment here; numbers and names are written without it",
    replacement: "",
    location: lexer.base + end + all.length - 1,
    length: 1,
  };
}

/** What starts comments elsewhere, or underlines headings. */
const COMMENTS: ReadonlySet<number> = new Set([
  ...[token.MINUS, token.STAR, token.SLASH, token.AT, token.EXCLAMATION, token.BAR],
  ...[token.LESS, token.GREATER, token.SHIFT_LEFT, token.SHIFT_RIGHT, token.EQUAL_EQUAL],
]);

/** The fix for a token where a statement should begin. */
function statementFix(kind: number, at: number): FixAt | undefined {
  if (kind === token.COLON && at > 0) {
    return { message: "a label ends with one `:`", replacement: "" };
  }
  return COMMENTS.has(kind) ? { message: "comments start with `#`" } : undefined;
}

/** The fix for a token where something of this kind was expected. */
export function tokenFix(
  lexer: Lexer,
  at: number,
  expected: ExpectationKind | undefined,
): FixAt | undefined {
  const kind = lexer.kinds[at]!;
  const next = at < lexer.count ? lexer.kinds[at + 1] : token.END;
  if (expected === "statement") return statementFix(kind, at);
  if (expected === "closingParenthesis") {
    const range = { location: lexer.base + lexer.ends[at - 1]!, length: 0 };
    return { message: "add the closing `)`", replacement: ")", ...range };
  }
  switch (kind) {
    case token.END: {
      if (lexer.kinds[at - 1] !== token.COMMA) return undefined;
      return hashFix(lexer, at) ?? { message: "remove the comma, or add the missing operand" };
    }
    case token.COLON:
      return next === token.END
        ? { message: "names are written without `:` here", replacement: "" }
        : undefined;
    case token.EQUAL:
      return expected !== "value"
        ? undefined
        : { message: "`la` loads the address of a symbol, `li` a number" };
    case token.AMPERSAND:
      return expected !== "value"
        ? undefined
        : { message: "`la rd, symbol` loads the address of a symbol" };
    case token.STAR:
    case token.AT: {
      const isRegister = ALL_REGISTER_NAMES.includes(lexer.slice(at + 1));
      return isRegister
        ? {
          message: `the memory that \`${lexer.slice(at + 1)}\` points to is \`0(${
            lexer.slice(at + 1)
          })\``,
        }
        : undefined;
    }
    case token.PERCENT: {
      const range = { location: lexer.location(at), length: 1 + lexer.length(at + 1) };
      const fix = next === token.NUMBER ? markedNumberFix(`%${lexer.slice(at + 1)}`) : undefined;
      return fix === undefined ? undefined : { ...fix, ...range };
    }
    case LEFT_BRACE:
      return { message: "there are no register lists: use one instruction for each register" };
    case token.LEFT_BRACKET:
      return addressFix(lexer, at) ??
        { message: "addresses are written `0(sp)`, with the register in parentheses" };
    case token.PLUS:
    case token.MINUS:
    case token.LEFT:
      return addressFix(lexer, at);
    default:
      return undefined;
  }
}
