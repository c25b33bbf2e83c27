// SPDX-License-Identifier: MPL-2.0
// Literals: integers that are not plain decimal, character constants, and strings with the
// escapes of GNU as, which become UTF-8 bytes.

const BACKSLASH = 0x5c;
const APOSTROPHE = 0x27;
const NEWLINE = 10;
const LETTER_N = 0x6e;

/** The escapes of strings in GNU as: without C's `\a`, and without `\e`. */
const ESCAPES: ReadonlyMap<string, number> = new Map(Object.entries({
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  "\\": BACKSLASH,
  "'": APOSTROPHE,
  '"': 0x22,
  "?": 0x3f,
}));

/** The escapes of character constants in GNU as; any other character stands for itself. */
const CHARACTER_ESCAPES: ReadonlyMap<string, number> = new Map(Object.entries({
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
}));

/**
 * The value of an integer in C notation: decimal, 0x, 0b or octal with a leading 0, with the
 * suffixes U, L and LL allowed and ignored. Undefined for any other word.
 */
export function parseBig(word: string): bigint | undefined {
  const digits = word.replace(/(?:u(?:ll?)?|ll?u?)$/i, "");
  if (/^0x[0-9a-f]+$/i.test(digits) || /^0b[01]+$/i.test(digits)) return BigInt(digits);
  if (/^0[0-7]+$/.test(digits)) return BigInt(`0o${digits}`);
  return /^(?:0|[1-9][0-9]*)$/.test(digits) ? BigInt(digits) : undefined;
}

/** As in GNU as, 8 and 9 count in octal escapes too. */
const OCTAL_DIGITS = /^[0-9]{1,3}/;

/** An escape sequence: its value, and the offset after it. */
interface Character {
  readonly value: number;
  readonly end: number;
  /** False when the letter after the backslash makes no escape. */
  readonly known: boolean;
}

function readEscape(text: string, start: number, limit: number): Character {
  const letter = text[start + 1] ?? "";
  const simple = ESCAPES.get(letter);
  if (simple !== undefined) return { value: simple, end: start + 2, known: true };
  if (letter === "x" || letter === "X") {
    const [digits = ""] = /^[0-9a-f]*/i.exec(text.slice(start + 2, Math.min(limit, start + 34))) ??
      [];
    const value = digits === "" ? 0 : Number.parseInt(digits.slice(-2), 16);
    return { value, end: start + 2 + digits.length, known: digits !== "" };
  }
  const octal = OCTAL_DIGITS.exec(text.slice(start + 1, Math.min(limit, start + 4)))?.[0];
  if (octal !== undefined) {
    let value = 0;
    for (const digit of octal) value = value * 8 + Number(digit);
    return { value: value & 0xff, end: start + 1 + octal.length, known: !/[89]/.test(octal) };
  }
  return { value: letter.charCodeAt(0), end: start + 1 + letter.length, known: false };
}

/** A character constant that GNU as has not, and that means something else elsewhere. */
const ODD_CHARACTER = /^'(?:\\[0-9xX][0-9a-fA-F]+|\\?[\u0080-\uffff]{1,2})'?/;

/**
 * The character constant that begins with the apostrophe at an offset: its value, and the offset
 * after it. As in GNU as, the closing apostrophe is optional, and an escape is a single character.
 * Undefined when no character follows, or one of several digits or bytes.
 */
export function readCharacter(
  text: string,
  start: number,
  limit: number,
): { value: number; end: number } | undefined {
  if (start + 1 >= limit) return undefined;
  const code = text.charCodeAt(start + 1);
  if (code === NEWLINE || code > 127) return undefined;
  if (code === APOSTROPHE && text.charCodeAt(start + 2) !== APOSTROPHE) return undefined;
  let value = code;
  let end = start + 2;
  if (code === BACKSLASH) {
    if (start + 2 >= limit || text.charCodeAt(start + 2) === NEWLINE) return undefined;
    if (oddCharacter(text, start, limit) !== undefined) return undefined;
    const letter = text[start + 2] ?? "";
    value = CHARACTER_ESCAPES.get(letter) ?? letter.charCodeAt(0);
    end = start + 3;
  }
  if (end < limit && text.charCodeAt(end) === APOSTROPHE) end++;
  return { value, end };
}

/** A character constant of several digits or bytes, such as `'\x41'`; undefined for any other. */
export function oddCharacter(text: string, start: number, limit: number): string | undefined {
  return ODD_CHARACTER.exec(text.slice(start, Math.min(limit, start + 16)))?.[0];
}

/** The name that a string stands for: only `\"` and `\\` are escapes. */
export function quotedName(string: string): string {
  const inner = string.slice(1, -1);
  return inner.includes("\\") ? inner.replace(/\\(["\\])/g, "$1") : inner;
}

const ENCODER = new TextEncoder();
const FIRST_ROOM = 1024;

/** The buffer in which strings are built, used only within one call. */
let room = new Uint8Array(FIRST_ROOM);

/**
 * The bytes of a string in UTF-8, with escapes resolved; valid until the next call. `unknown` is
 * called with the offset of each backslash that starts no escape.
 *
 * @param start Offset after the opening quote.
 * @param end Offset of the closing quote.
 */
export function stringBytes(
  text: string,
  start: number,
  end: number,
  unknown: (offset: number) => void = () => {},
): Uint8Array {
  // A UTF-16 code unit becomes at most three bytes.
  if (room.length < 3 * (end - start)) room = new Uint8Array(6 * (end - start));
  const bytes = room;
  let length = 0;
  let at = start;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) {
      if (text.charCodeAt(at + 1) === NEWLINE) {
        // GNU as joins no lines: this is a backslash and the letter n.
        unknown(at);
        bytes[length++] = BACKSLASH;
        bytes[length++] = LETTER_N;
        at += 2;
        continue;
      }
      const character = readEscape(text, at, end);
      if (!character.known) unknown(at);
      if (character.value < 128 || character.known) bytes[length++] = character.value;
      else length += encodeInto(text.slice(at + 1, character.end), bytes, length);
      at = character.end;
    } else if (code < 128) {
      bytes[length++] = code;
      at++;
    } else {
      const from = at;
      while (at < end && text.charCodeAt(at) >= 128) at++;
      length += encodeInto(text.slice(from, at), bytes, length);
    }
  }
  return bytes.subarray(0, length);
}

function encodeInto(text: string, bytes: Uint8Array, length: number): number {
  return ENCODER.encodeInto(text, bytes.subarray(length)).written;
}
