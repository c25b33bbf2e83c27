// SPDX-License-Identifier: MPL-2.0
// Macros: their parameters, and how the text after a macro's name is split into arguments. Follows
// GNU as: commas or blanks separate arguments, but blanks next to an operator or in brackets do not,
// and a quoted argument loses its quotes. The directives are in directives/macro.ts.

import { continuesName } from "./lexer.ts";
import { showCount } from "../object/value.ts";
import type { Template } from "./template.ts";

/** A parameter of a macro. */
export interface Parameter {
  readonly name: string;
  /** Its value when no argument is given. */
  readonly fallback: string;
  /** Whether an argument must be given (`:req`). */
  readonly required: boolean;
  /** Whether it takes the rest of the line (`:vararg`). */
  readonly rest: boolean;
}

/** A defined macro. */
export interface Macro {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: Template;
  /** Location of the first character of the body. */
  readonly bodyLocation: number;
  /** Location and length of the name in the definition. */
  readonly location: number;
  readonly length: number;
}

/** An argument, and where it was in the text. */
export interface Argument {
  readonly text: string;
  /** Offset and length in the text. */
  readonly offset: number;
  readonly length: number;
}

/** Limit for a macro that calls itself with twice the argument each time. */
const MAX_ARGUMENTS_LENGTH = 2 ** 20;

const BLANK = /[ \t]/;

/** The text with comments as blanks: arguments are split from the raw source. */
function withoutComments(text: string): string {
  return text.includes("/*")
    ? text.replace(
      /"(?:[^"\\]|\\.)*"|\/\*.*?\*\//gs,
      (match) => match.startsWith("/*") ? " ".repeat(match.length) : match,
    )
    : text;
}

/**
 * Splits a text into arguments. Blanks separate only words: `a + b` is one argument, `a b` are two.
 *
 * @param max The number of arguments; the last one takes the rest of the text (`:vararg`).
 */
export function splitArguments(raw: string, max = Infinity): Argument[] {
  const text = withoutComments(raw).trimEnd();
  const list: Argument[] = [];
  let at = skipBlanks(text, 0);
  while (at < text.length) {
    if (list.length + 1 >= max) {
      list.push({ text: text.slice(at), offset: at, length: text.length - at });
      return list;
    }
    const { value, end } = text[at] === '"' ? quoted(text, at) : plain(text, at);
    list.push({ text: value, offset: at, length: end - at });
    at = skipBlanks(text, end);
    if (text[at] === ",") {
      at = skipBlanks(text, at + 1);
      // After a comma at the end comes an empty argument.
      if (at === text.length) list.push({ text: "", offset: at, length: 0 });
    }
  }
  return list;
}

function skipBlanks(text: string, at: number): number {
  while (at < text.length && BLANK.test(text[at] ?? "")) at++;
  return at;
}

/** A quoted argument, without its quotes; `""` inside is a quote. */
function quoted(text: string, start: number): { value: string; end: number } {
  let value = "";
  let at = start + 1;
  while (at < text.length) {
    const character = text[at] ?? "";
    if (character === '"') {
      if (text[at + 1] !== '"') return { value, end: at + 1 };
      value += '"';
      at += 2;
    } else if (character === "\\") {
      value += text.slice(at, at + 2);
      at += 2;
    } else {
      value += character;
      at++;
    }
  }
  return { value, end: at };
}

function plain(text: string, start: number): { value: string; end: number } {
  let value = "";
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const character = text[at] ?? "";
    if (character === ",") break;
    if (BLANK.test(character)) {
      const next = skipBlanks(text, at);
      if (depth === 0 && separates(text, at, next)) break;
      if (depth > 0) value += text.slice(at, next);
      at = next;
      continue;
    }
    if (character === '"' || character === "'") {
      const end = quoteEnd(text, at);
      value += text.slice(at, end);
      at = end;
      continue;
    }
    if (character === "(" || character === "[") depth++;
    else if (character === ")" || character === "]") depth = Math.max(0, depth - 1);
    value += character;
    at++;
  }
  return { value, end: at };
}

/** Whether the blanks between two offsets are between two words. */
function separates(text: string, from: number, to: number): boolean {
  const before = text.charCodeAt(from - 1);
  const after = text.charCodeAt(to);
  const isWord = continuesName(before);
  return isWord && (continuesName(after) || text[to] === '"' || text[to] === "\\");
}

function quoteEnd(text: string, start: number): number {
  const quote = text[start];
  let at = start + 1;
  if (quote === "'") return Math.min(text.length, text[at] === "\\" ? at + 2 : at + 1);
  while (at < text.length && text[at] !== quote) at += text[at] === "\\" ? 2 : 1;
  return Math.min(text.length, at + 1);
}

/** Why arguments do not fit a macro, and which one is wrong. */
export interface ArgumentError {
  readonly message: string;
  readonly argument: Argument | undefined;
}

/** The values of a macro's parameters in a call; `raw` is the text after the macro's name. */
export function bindArguments(macro: Macro, raw: string): string[] | ArgumentError {
  const { parameters } = macro;
  if (raw.length > MAX_ARGUMENTS_LENGTH) {
    const message = `the arguments of \`${macro.name}\` are longer than ${
      showCount(MAX_ARGUMENTS_LENGTH)
    } characters`;
    return { message, argument: undefined };
  }
  const last = parameters.at(-1);
  const list = splitArguments(raw, last?.rest === true ? parameters.length : Infinity);
  const values: (string | undefined)[] = parameters.map(() => undefined);
  let position = 0;
  for (const argument of list) {
    const [, key, value = ""] = /^([\w.$]+)=(?!=)(.*)$/s.exec(argument.text) ?? [];
    const named = parameters.findIndex(({ name }) => name === key);
    if (key !== undefined && named >= 0) {
      if (values[named] !== undefined) {
        return { message: `the argument \`${key}\` is given twice`, argument };
      }
      values[named] = value.trim();
      continue;
    }
    if (position >= parameters.length) {
      const takes = parameters.length === 0 ? "none" : `at most ${parameters.length}`;
      return { message: `too many arguments for \`${macro.name}\`: it takes ${takes}`, argument };
    }
    values[position++] = argument.text;
  }
  for (const [index, { name, required }] of parameters.entries()) {
    if (required && (values[index] ?? "") === "") {
      return { message: `\`${macro.name}\` needs a value for \`${name}\``, argument: undefined };
    }
  }
  return parameters.map(({ fallback }, index) => values[index] || fallback);
}
