// SPDX-License-Identifier: MPL-2.0
// Literals: integers beyond plain decimal digits, character constants, and strings with the escapes
// of C, which become the bytes of UTF-8.

const BACKSLASH = 0x5c;
const APOSTROPHE = 0x27;
const NEWLINE = 10;

/** What a letter after a backslash stands for (C17, 6.4.4.4; `\e` as GNU C has it). */
const ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  e: 27,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  "\\": BACKSLASH,
  "'": APOSTROPHE,
  '"': 0x22,
  "?": 0x3f,
};

/**
 * The value of an integer in C notation: decimal, 0x, 0b or octal with a leading 0, with the
 * suffixes U, L and LL allowed and ignored. Undefined when the word is not one.
 */
export function parseBig(word: string): bigint | undefined {
  const digits = word.replace(/(?:u(?:ll?)?|ll?u?)$/i, "");
  if (/^0x[0-9a-f]+$/i.test(digits) || /^0b[01]+$/i.test(digits)) return BigInt(digits);
  if (/^0[0-7]+$/.test(digits)) return BigInt(`0o${digits}`);
  return /^(?:0|[1-9][0-9]*)$/.test(digits) ? BigInt(digits) : undefined;
}

/** An escape sequence or a plain character: its value, and the offset after it. */
interface Character {
  readonly value: number;
  readonly end: number;
  /** True for a plain character, which may need several bytes. */
  readonly plain: boolean;
  /** False for a backslash before a letter that has no meaning after it. */
  readonly known: boolean;
}

function readEscape(text: string, start: number, limit: number): Character {
  const letter = text[start + 1] ?? "";
  if (letter === "x" || letter === "X") {
    const [digits = ""] = /^[0-9a-f]*/i.exec(text.slice(start + 2, Math.min(limit, start + 34))) ??
      [];
    const value = Number.parseInt(digits.slice(-2), 16);
    return {
      value: digits === "" ? 0 : value,
      end: start + 2 + digits.length,
      plain: false,
      known: digits !== "",
    };
  }
  const [octal = ""] = /^[0-7]{0,3}/.exec(text.slice(start + 1, Math.min(limit, start + 4))) ?? [];
  if (octal !== "") {
    const value = Number.parseInt(octal, 8) & 0xff;
    return { value, end: start + 1 + octal.length, plain: false, known: true };
  }
  const value = ESCAPES[letter];
  return {
    value: value ?? letter.charCodeAt(0),
    end: start + 1 + letter.length,
    plain: false,
    known: value !== undefined,
  };
}

/**
 * The character constant at an offset, which holds an apostrophe: its value, and the offset after
 * it. The closing apostrophe may be missing, as in GNU as. Undefined when no character follows.
 */
export function readCharacter(
  text: string,
  start: number,
  limit: number,
): { value: number; end: number } | undefined {
  if (start + 1 >= limit) return undefined;
  const code = text.charCodeAt(start + 1);
  if (code === NEWLINE || code === APOSTROPHE) return undefined;
  let value = text.codePointAt(start + 1) ?? 0;
  let end = start + (value > 0xffff ? 3 : 2);
  if (code === BACKSLASH) {
    if (start + 2 >= limit || text.charCodeAt(start + 2) === NEWLINE) return undefined;
    ({ value, end } = readEscape(text, start + 1, limit));
  }
  if (end < limit && text.charCodeAt(end) === APOSTROPHE) end++;
  return { value, end };
}

const ENCODER = new TextEncoder();

/**
 * The bytes of a string: what stands between its quotes, with escapes resolved and the rest in
 * UTF-8. `unknown` is called with the offset of each backslash that starts no escape of C.
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
  const first = text.indexOf("\\", start);
  if (first < 0 || first >= end) return ENCODER.encode(text.slice(start, end));
  const bytes: number[] = [];
  let plainFrom = start;
  let at = first;
  while (at < end) {
    if (text.charCodeAt(at) !== BACKSLASH) {
      at++;
      continue;
    }
    for (const byte of ENCODER.encode(text.slice(plainFrom, at))) bytes.push(byte);
    const character = readEscape(text, at, end);
    if (!character.known) unknown(at);
    if (character.value < 128 || character.known) bytes.push(character.value & 0xff);
    else for (const byte of ENCODER.encode(text.slice(at + 1, character.end))) bytes.push(byte);
    at = character.end;
    plainFrom = at;
  }
  for (const byte of ENCODER.encode(text.slice(plainFrom, end))) bytes.push(byte);
  return Uint8Array.from(bytes);
}
