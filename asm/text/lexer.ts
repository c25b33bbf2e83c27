// SPDX-License-Identifier: MPL-2.0
// Splits a source into statements and their tokens, in one pass over the characters, into typed
// arrays that are reused for every statement. Drops comments and empty statements. Never fails: what
// it cannot read becomes a token that no parser accepts.

import { hashStep, Names } from "./names.ts";
import { oddCharacter, parseBig, readCharacter } from "./literal.ts";
import * as token from "./token.ts";

/** Classes of characters; those from NAME_START on continue a name. */
const SPACE = 1;
const STATEMENT_END = 2;
const NAME_START = 3;
const DIGIT = 4;

const CODES = 0x10000;

/** The class of each character. Those beyond ASCII belong to names. */
const CLASSES = classify();

function classify(): Uint8Array {
  const classes = new Uint8Array(CODES).fill(NAME_START, 128);
  for (const blank of " \t\r\f\v\0") classes[blank.charCodeAt(0)] = SPACE;
  const letters = "abcdefghijklmnopqrstuvwxyz";
  for (const letter of letters + letters.toUpperCase() + "_.$") {
    classes[letter.charCodeAt(0)] = NAME_START;
  }
  for (const digit of "0123456789") classes[digit.charCodeAt(0)] = DIGIT;
  for (const end of "\n;") classes[end.charCodeAt(0)] = STATEMENT_END;
  return classes;
}

const NEWLINE = 10;
const QUOTE = 0x22;
const HASH = 0x23;
const APOSTROPHE = 0x27;
const DOT = 0x2e;
const ZERO = 0x30;
const BLANK = 0x20;
const FIRST_CAPACITY = 64;
/** Numbers of this many decimal digits always fit a double. */
const SAFE_DIGITS = 15;
const LINE_MARKER = /#[ \t]*(\d{1,9})[ \t]*"((?:[^"\\\n]|\\.)*)"[ \t\d]*$/my;
const FRACTION = /^\d+(?:\.\d*)?(?:e[+-]?\d+)?/i;

/** A position of the lexer, to return to after another text. */
export interface LexerPosition {
  readonly text: string;
  readonly offset: number;
  readonly limit: number;
  readonly base: number;
}

/** What GNU as reads otherwise, or not at all: `//`, and escapes in character constants. */
export type Oddity = "comment" | "character";

/** A text, and where it is. */
interface OddText {
  readonly location: number;
  readonly length: number;
  readonly text: string;
}

/** Reads statements from a text. After {@link next}, the fields describe the statement. */
export class Lexer {
  /** Kind of each token; the one at `count` is END. */
  kinds = new Uint8Array(FIRST_CAPACITY);
  /** Offset in the text of the first character of each token. */
  starts = new Int32Array(FIRST_CAPACITY);
  /** Offset in the text after the last character of each token. */
  ends = new Int32Array(FIRST_CAPACITY);
  /** The value of each token; its kind says what that is. */
  values = new Float64Array(FIRST_CAPACITY);
  /** Values too large for a double, by index of the token. */
  readonly bigs = new Map<number, bigint>();
  /** Tokens in the statement, without END. */
  count = 0;

  text = "";
  /** Offset after what was read. */
  offset = 0;
  /** Offset where reading ends. */
  limit = 0;
  /** Location of the text's first character. */
  base = 0;

  /** Called with the location of a line marker, and the line and file that it gives the next line. */
  onMarker: ((location: number, line: number, file: string) => void) | undefined;

  /** The first of each oddity. */
  readonly oddities = new Map<Oddity, OddText>();

  constructor(readonly names: Names) {}

  /** Moves to a position in a text. */
  load(position: LexerPosition): void {
    this.text = position.text;
    this.offset = position.offset;
    this.limit = position.limit;
    this.base = position.base;
    this.count = 0;
  }

  /** The position after the last statement. */
  save(): LexerPosition {
    const { text, offset, limit, base } = this;
    return { text, offset, limit, base };
  }

  /** Location of the first character of a token. */
  location(index: number): number {
    return this.base + this.starts[index]!;
  }

  /** Length of a token in characters. */
  length(index: number): number {
    return this.ends[index]! - this.starts[index]!;
  }

  /** The characters of a token. */
  slice(index: number): string {
    return this.text.slice(this.starts[index], this.ends[index]);
  }

  /** The value of a NUMBER token. */
  number(index: number): number | bigint {
    const value = this.values[index]!;
    return value === value ? value : this.bigs.get(index) ?? 0;
  }

  /** Reads the next statement that is not empty. False at the limit. */
  next(): boolean {
    const { text, limit, names } = this;
    let { kinds, starts, ends, values } = this;
    let at = this.offset;
    let count = 0;
    if (this.bigs.size > 0) this.bigs.clear();
    while (at < limit) {
      const code = text.charCodeAt(at);
      const kind = CLASSES[code]!;
      if (kind >= NAME_START) {
        // Names and numbers come first: they are the most frequent.
        if (count + 1 >= kinds.length) {
          this.#grow();
          ({ kinds, starts, ends, values } = this);
        }
        starts[count] = at;
        if (kind === DIGIT) {
          at = this.#readNumber(count, at);
          count++;
          continue;
        }
        let hash = code;
        const start = at++;
        while (at < limit) {
          const letter = text.charCodeAt(at);
          if (CLASSES[letter]! < NAME_START) break;
          hash = hashStep(hash, letter);
          at++;
        }
        kinds[count] = token.NAME;
        values[count] = names.intern(text, start, at, hash);
        ends[count] = at;
        count++;
        continue;
      }
      if (kind === SPACE) {
        at++;
        while (at < limit && text.charCodeAt(at) === BLANK) at++;
        continue;
      }
      if (kind === STATEMENT_END) {
        at++;
        if (count > 0) break;
        continue;
      }
      if (code === HASH) {
        if (count === 0 && (at === 0 || text.charCodeAt(at - 1) === NEWLINE)) this.#marker(at);
        at = this.#lineEnd(at);
        continue;
      }
      if (code === token.SLASH && at + 1 < limit) {
        const following = text.charCodeAt(at + 1);
        if (following === token.SLASH) {
          this.#note("comment", at, at + 2);
          at = this.#lineEnd(at);
          continue;
        }
        if (following === token.STAR) {
          const end = text.indexOf("*/", at + 2);
          if (end >= 0 && end + 2 <= limit) {
            at = end + 2;
            continue;
          }
          this.#put(count++, token.UNTERMINATED, at, at + 2, 0);
          at = limit;
          break;
        }
      }
      if (count + 1 >= kinds.length) {
        this.#grow();
        ({ kinds, starts, ends, values } = this);
      }
      starts[count] = at;
      if (code === token.COMMA || code === token.LEFT || code === token.RIGHT) {
        kinds[count] = code;
        at++;
        ends[count] = at;
      } else {
        at = this.#readOther(count, at, code);
      }
      count++;
    }
    this.offset = at;
    this.count = count;
    kinds[count] = token.END;
    const last = count > 0 ? ends[count - 1]! : at;
    starts[count] = last;
    ends[count] = last;
    return count > 0;
  }

  /** Notes a line marker, `# 12 "x.S"`, at the start of a line. */
  #marker(at: number): void {
    const following = this.text.charCodeAt(at + 1);
    if (following > ZERO + 9 || this.onMarker === undefined) return;
    LINE_MARKER.lastIndex = at;
    const [, line, file = ""] = LINE_MARKER.exec(this.text) ?? [];
    if (line === undefined) return;
    this.onMarker(this.base + at, Number(line), file.replace(/\\(.)/g, "$1"));
  }

  #note(oddity: Oddity, start: number, end: number): void {
    if (this.oddities.has(oddity)) return;
    const text = this.text.slice(start, end);
    this.oddities.set(oddity, { location: this.base + start, length: end - start, text });
  }

  #lineEnd(at: number): number {
    const end = this.text.indexOf("\n", at);
    return end < 0 || end > this.limit ? this.limit : end;
  }

  #put(index: number, kind: number, start: number, end: number, value: number): void {
    this.kinds[index] = kind;
    this.starts[index] = start;
    this.ends[index] = end;
    this.values[index] = value;
  }

  #grow(): void {
    const capacity = this.kinds.length * 2;
    const grown = <T extends Uint8Array | Int32Array | Float64Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    this.kinds = grown(this.kinds, new Uint8Array(capacity));
    this.starts = grown(this.starts, new Int32Array(capacity));
    this.ends = grown(this.ends, new Int32Array(capacity));
    this.values = grown(this.values, new Float64Array(capacity));
  }

  /** Reads an integer, a fraction or a reference to a numeric label; returns the offset after it. */
  #readNumber(index: number, start: number): number {
    const { text, limit } = this;
    let at = start;
    let value = 0;
    let code = 0;
    while (at < limit) {
      code = text.charCodeAt(at);
      if (code < ZERO || code > ZERO + 9) break;
      value = value * 10 + (code - ZERO);
      at++;
    }
    const plain = at >= limit || CLASSES[code] !== NAME_START;
    const octal = text.charCodeAt(start) === ZERO && at > start + 1;
    if (plain && !octal && at - start <= SAFE_DIGITS) {
      this.#put(index, token.NUMBER, start, at, value);
      return at;
    }
    return this.#readUnusualNumber(index, start, at, value);
  }

  #readUnusualNumber(index: number, start: number, digitsEnd: number, value: number): number {
    const { text, limit } = this;
    const rest = text.slice(digitsEnd, Math.min(limit, digitsEnd + 2));
    const last = rest.charCodeAt(0) | 0x20;
    const isLocal = (last === 0x66 || last === 0x62) && !this.#belongsToName(digitsEnd + 1);
    if (isLocal) {
      const forward = last === 0x66 ? 1 : 0;
      this.#put(index, token.LOCAL, start, digitsEnd + 1, value * 2 + forward);
      return digitsEnd + 1;
    }
    const [fraction = ""] = FRACTION.exec(text.slice(start, Math.min(limit, start + 64))) ?? [];
    const fractionEnd = start + fraction.length;
    if (fractionEnd > digitsEnd && !this.#belongsToName(fractionEnd)) {
      this.#put(index, token.FRACTION, start, fractionEnd, Number(fraction));
      return fractionEnd;
    }
    let end = digitsEnd;
    while (end < limit && this.#belongsToName(end)) end++;
    const word = text.slice(start, end);
    const big = parseBig(word);
    if (big === undefined) {
      this.#put(index, token.BAD_NUMBER, start, end, 0);
    } else if (big <= BigInt(Number.MAX_SAFE_INTEGER)) {
      this.#put(index, token.NUMBER, start, end, Number(big));
    } else {
      this.#put(index, token.NUMBER, start, end, NaN);
      this.bigs.set(index, big);
    }
    return end;
  }

  #belongsToName(at: number): boolean {
    if (at >= this.limit) return false;
    return CLASSES[this.text.charCodeAt(at)]! >= NAME_START;
  }

  /** Reads a string, a character constant or an operator; returns the offset after it. */
  #readOther(index: number, start: number, code: number): number {
    if (code === QUOTE) return this.#readString(index, start);
    if (code === APOSTROPHE) {
      const character = readCharacter(this.text, start, this.limit);
      const kind = character === undefined ? token.UNTERMINATED : token.NUMBER;
      const odd = character === undefined ? oddCharacter(this.text, start, this.limit) : undefined;
      const end = character?.end ?? start + (odd?.length ?? 1);
      const escape = this.text.charCodeAt(start + 1) === token.BACKSLASH
        ? this.text[start + 2]
        : undefined;
      if (escape !== undefined && /[0aevxX]/.test(escape) && character !== undefined) {
        this.#note("character", start, end);
      }
      this.#put(index, kind, start, end, character?.value ?? 0);
      return end;
    }
    const following = start + 1 < this.limit ? this.text.charCodeAt(start + 1) : 0;
    const double = doubleOperator(code, following);
    const end = start + (double === 0 ? 1 : 2);
    this.#put(index, double === 0 ? code : double, start, end, 0);
    return end;
  }

  #readString(index: number, start: number): number {
    const { text, limit } = this;
    let at = start + 1;
    while (at < limit) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        this.#put(index, token.STRING, start, at + 1, 0);
        return at + 1;
      }
      if (code === NEWLINE) break;
      at += code === token.BACKSLASH ? 2 : 1;
    }
    const end = Math.min(at, limit);
    this.#put(index, token.UNTERMINATED, start, end, 0);
    return end;
  }
}

function doubleOperator(code: number, following: number): number {
  switch (code) {
    case token.LESS:
      if (following === token.LESS) return token.SHIFT_LEFT;
      if (following === token.EQUAL) return token.LESS_EQUAL;
      return following === token.GREATER ? token.NOT_EQUAL : 0;
    case token.GREATER:
      if (following === token.GREATER) return token.SHIFT_RIGHT;
      return following === token.EQUAL ? token.GREATER_EQUAL : 0;
    case token.EQUAL:
      return following === token.EQUAL ? token.EQUAL_EQUAL : 0;
    case token.EXCLAMATION:
      return following === token.EQUAL ? token.NOT_EQUAL : 0;
    case token.AMPERSAND:
      return following === token.AMPERSAND ? token.AND_AND : 0;
    case token.BAR:
      return following === token.BAR ? token.OR_OR : 0;
    default:
      return 0;
  }
}

/** Whether a name may start with this character, for texts that are not tokens yet. */
export function startsName(code: number): boolean {
  return CLASSES[code] === NAME_START;
}

/** Whether a name may contain this character after its first. */
export function continuesName(code: number): boolean {
  return startsName(code) || CLASSES[code] === DIGIT || code === DOT;
}
