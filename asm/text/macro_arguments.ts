// SPDX-License-Identifier: MPL-2.0
// Reads the arguments of macros from the text after a macro's name, as GNU as does: first the blanks
// that separate no words are dropped, then commas and the remaining blanks end an argument. With
// .altmacro, `<…>` quotes, `!` escapes, and `%` evaluates.

import { continuesName } from "./lexer.ts";
import { readCharacter } from "./literal.ts";

/** Evaluates the expression at an offset of a text, for `%` of .altmacro: its value and its end. */
export type EvaluateAt = (text: string, offset: number) => { value: string; end: number };

const BLANKS = " \t\r\f\v\0";
const isBlank = (character: string | undefined): boolean =>
  character !== undefined && character !== "" && BLANKS.includes(character);

/** The offset after the string that begins at an offset. */
function stringEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return Math.min(text.length, at + 1);
}

/**
 * The text as GNU as hands it to macros: without comments, with one blank between two words and none
 * elsewhere, with character constants as numbers. Stops when it has `limit` characters; `at` is the
 * offset in the raw text then.
 */
export function squeeze(raw: string, limit = Infinity): { text: string; at: number } {
  let text = "";
  let at = 0;
  let afterWord = false;
  let blank = false;
  while (at < raw.length && text.length < limit) {
    const character = raw[at]!;
    const isComment = character === "/" && raw[at + 1] === "*";
    if (isComment || isBlank(character)) {
      const end = isComment ? raw.indexOf("*/", at + 2) : at - 1;
      at = isComment && end < 0 ? raw.length : end + 2;
      blank = true;
      continue;
    }
    const isWord = continuesName(raw.charCodeAt(at));
    const separates = isWord || character === '"' || character === "'" || character === "\\";
    if (blank && afterWord && separates) {
      text += " ";
      if (text.length >= limit) break;
    }
    if (blank) afterWord = false;
    blank = false;
    const constant = character === "'" ? readCharacter(raw, at, raw.length) : undefined;
    if (constant !== undefined) {
      text += String(constant.value & 0xff);
      at = constant.end;
      continue;
    }
    const end = character === '"' ? stringEnd(raw, at) : at + 1;
    text += raw.slice(at, end);
    at = end;
    afterWord = isWord || character === '"';
  }
  return { text, at };
}

/** Walks over the arguments in a squeezed text. */
export class ArgumentReader {
  at = 0;

  /** @param evaluate Evaluates `%`; given with .altmacro. */
  constructor(readonly text: string, readonly evaluate?: EvaluateAt) {}

  /** Whether all is read. */
  get done(): boolean {
    return this.at >= this.text.length;
  }

  skipBlanks(): void {
    while (isBlank(this.text[this.at])) this.at++;
  }

  /** Skips a comma and the blanks around it. */
  skipComma(): void {
    this.skipBlanks();
    if (this.text[this.at] !== ",") return;
    this.at++;
    this.skipBlanks();
  }

  /** Takes a name; empty when there is none. */
  name(): string {
    const start = this.at;
    const { text } = this;
    if (/[0-9]/.test(text[start] ?? "")) return "";
    while (this.at < text.length && continuesName(text.charCodeAt(this.at))) this.at++;
    return text.slice(start, this.at);
  }

  /** The name before a `=` that makes the next argument one by name; undefined for any other. */
  key(): string | undefined {
    if (this.evaluate !== undefined) return undefined;
    return /^([^ \t,"();=]*)=/.exec(this.text.slice(this.at))?.[1];
  }

  /** Takes an argument, without its quotes. */
  argument(): string {
    const { text, evaluate } = this;
    this.skipBlanks();
    const first = text[this.at];
    if (evaluate !== undefined && first === "%") {
      const { value, end } = evaluate(text, this.at + 1);
      this.at = end;
      return value;
    }
    if (evaluate !== undefined && first === '"') return `"${this.#strings()}"`;
    if (first === '"' || evaluate !== undefined && first === "<") return this.#strings();
    return this.#plain();
  }

  #plain(): string {
    const { text } = this;
    const start = this.at;
    const closing: string[] = [];
    while (this.at < text.length) {
      const character = text[this.at]!;
      if (character === "," || this.evaluate !== undefined && character === "<") break;
      if (closing.length === 0 && isBlank(character)) break;
      if (character === '"') {
        this.at = text.indexOf('"', this.at + 1);
        if (this.at < 0) this.at = text.length;
      } else if (character === "(") closing.push(")");
      else if (character === "[") closing.push("]");
      else if (character === closing.at(-1)) closing.pop();
      this.at++;
    }
    this.at = Math.min(this.at, text.length);
    return text.slice(start, this.at);
  }

  /** Takes quoted texts in a row. */
  #strings(): string {
    let value = "";
    while (true) {
      const character = this.text[this.at];
      if (character === '"') value += this.#string();
      else if (character === "<" && this.evaluate !== undefined) value += this.#bracketed();
      else return value;
    }
  }

  #string(): string {
    const { text, evaluate } = this;
    let value = "";
    let isEscaped = false;
    this.at++;
    while (this.at < text.length) {
      isEscaped = text[this.at - 1] === "\\" && !isEscaped;
      if (evaluate !== undefined && text[this.at] === "!") {
        this.at++;
      } else if (!isEscaped && text[this.at] === '"') {
        this.at++;
        if (text[this.at] !== '"') break;
      }
      value += text[this.at++] ?? "";
    }
    return value;
  }

  #bracketed(): string {
    const { text } = this;
    let value = "";
    let depth = 0;
    this.at++;
    while (this.at < text.length && (text[this.at] !== ">" || depth > 0)) {
      if (text[this.at] === "!") this.at++;
      else if (text[this.at] === "<") depth++;
      else if (text[this.at] === ">") depth--;
      value += text[this.at++] ?? "";
    }
    this.at++;
    return value;
  }
}

/** The arguments in a text, for `.irp`. */
export function splitArguments(raw: string, evaluate?: EvaluateAt): string[] {
  const reader = new ArgumentReader(squeeze(raw).text, evaluate);
  const list: string[] = [];
  while (!reader.done) {
    const { at } = reader;
    list.push(reader.argument());
    reader.skipComma();
    // A `<` inside an argument would be read for ever.
    if (reader.at === at) reader.at++;
  }
  return list;
}
