// SPDX-License-Identifier: MPL-2.0
// The preprocessed text, and where each part of it comes from: built token by token, with blanks where
// the source has them or where two tokens would read as one.

import type { SourceFile, SourceOrigin, Sources, Span } from "../object/source.ts";
import type { Budget } from "./budget.ts";
import { type Token, type TokenHome, wouldJoin } from "./token.ts";

/** Characters that may be written. */
const MAX_CHARACTERS = 64 * 1024 * 1024;

/** Characters that are joined at once. */
const CHUNK = 4096;

/** A part of the text. */
interface Part {
  /** Its offset in the text. */
  readonly offset: number;
  /** Where it is written. */
  readonly location: number;
  /** Of an expansion: the use of the macro in the file. */
  readonly use: Token | undefined;
  /** The macro in whose definition it is written. */
  readonly macro: TokenHome | undefined;
  readonly length: number;
}

/** Builds the text. */
export class Output implements SourceOrigin {
  readonly #chunks: string[] = [];
  #chunk = "";
  readonly #parts: Part[] = [];
  readonly #sources: Sources;
  readonly #budget: Budget;
  #size = 0;
  #previous: Token | undefined;
  /** Whether an expansion began or ended since the last token, and the token whose blank counts. */
  #isAtSeam = false;
  #blank: Token | undefined;

  constructor(sources: Sources, readonly files: readonly SourceFile[], budget: Budget) {
    this.#sources = sources;
    this.#budget = budget;
  }

  /** The whole text. */
  get text(): string {
    return this.#chunks.join("") + this.#chunk;
  }

  /** Adds a token, or padding. `use`: the macro in the file that it is an expansion of. */
  add(token: Token, use: Token | undefined): void {
    if (token.kind === "padding") {
      const isFree = this.#blank === undefined ||
        !this.#blank.hasBlank && token.source === undefined;
      if (isFree) this.#blank = token.source;
      this.#isAtSeam = true;
      return;
    }
    this.#write(this.#gap(token, use));
    const last = this.#parts.at(-1);
    const continues = last !== undefined && last.use === undefined && use === undefined &&
      token.location - last.location === this.#size - last.offset;
    if (!continues && token.kind !== "newline") {
      const { location, length, macro } = token;
      this.#parts.push({ offset: this.#size, location, use, macro, length });
    }
    this.#write(token.text);
    this.#previous = use === undefined || token.kind !== "newline" ? token : undefined;
    this.#isAtSeam = false;
    this.#blank = undefined;
  }

  #write(text: string): void {
    if (text === "") return;
    this.#size += text.length;
    if (this.#size > MAX_CHARACTERS) this.#budget.spend(Infinity);
    this.#chunk += text;
    if (this.#chunk.length < CHUNK) return;
    this.#chunks.push(this.#chunk);
    this.#chunk = "";
  }

  /** The blanks before a token. */
  #gap(token: Token, use: Token | undefined): string {
    const previous = this.#previous;
    if (token.kind === "newline") return "";
    if (this.#isAtSeam) {
      if ((this.#blank ?? token).hasBlank) return " ";
      const isNewLine = previous === undefined || previous.kind === "newline";
      return !isNewLine && wouldJoin(previous, token) ? " " : "";
    }
    if (!token.hasBlank) return "";
    if (previous === undefined || use !== undefined) return " ";
    // Within a line of the file, its own blanks, so that columns stay.
    return token.blank;
  }

  #part(offset: number): Part | undefined {
    const parts = this.#parts;
    let low = 0;
    let high = parts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (parts[middle]!.offset <= offset) low = middle + 1;
      else high = middle;
    }
    return parts[low - 1];
  }

  resolve(offset: number): Pick<Span, "file" | "line"> {
    const part = this.#part(offset);
    return this.#sources.resolve(part?.use?.location ?? written(part, offset));
  }

  span(offset: number, length: number): Span {
    const first = this.#part(offset);
    const last = length > 1 ? this.#part(offset + length - 1) : first;
    const start = first !== undefined && first.use !== undefined && first.macro !== undefined
      ? first.use.location
      : written(first, offset);
    const isUse = last !== undefined && last.use !== undefined && last.macro !== undefined;
    const end = isUse
      ? last.use.location + last.use.length
      : written(last, offset + Math.max(0, length - 1)) + Math.min(1, length);
    return this.#sources.span(start, end > start ? end - start : Math.min(length, 1));
  }

  macro(offset: number): { readonly name: string; readonly span: Span } | undefined {
    const part = this.#part(offset);
    const macro = part?.macro;
    if (part === undefined || macro === undefined || part.location === 0) return undefined;
    return { name: macro.name, span: this.#sources.span(part.location, part.length) };
  }
}

/** Where the text at an offset is written; 0 for nowhere. */
function written(part: Part | undefined, offset: number): number {
  if (part === undefined) return 0;
  return part.use === undefined ? part.location + offset - part.offset : part.location;
}
