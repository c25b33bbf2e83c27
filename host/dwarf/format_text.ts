// SPDX-License-Identifier: MPL-2.0
// Characters, strings, floating-point numbers and enumerations as GDB writes them: `'\000' <repeats 12 times>`,
// `0.10000000000000001`, `(READ | WRITE)`. Takes bytes and numbers of any kind.

import { hex } from "../text/hex.ts";

/** Elements and characters that are equal this often, or less, are all written. */
export const MAX_EQUAL = 10;
/** How many elements and characters of a value are written by default. */
export const MAX_ELEMENTS = 200;

const ESCAPES: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\v": "\\v",
  "\f": "\\f",
  "\r": "\\r",
  "\x1b": "\\033",
  "\\": "\\\\",
};
const DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** How a string is written. */
export interface TextOptions {
  /** Whether it is a whole array: one NUL at its end is left out. */
  readonly isArray?: boolean;
  /** How many characters are written. */
  readonly maxElements?: number;
}

/** Characters in quotes. Bytes that are no UTF-8 are written in octal. */
export function formatText(
  bytes: Uint8Array,
  { isArray = false, maxElements = MAX_ELEMENTS }: TextOptions = {},
): string {
  const isCut = bytes.length > maxElements;
  const shown = isCut ? bytes.subarray(0, maxElements) : bytes;
  const end = isArray && !isCut && shown.at(-1) === 0 ? shown.length - 1 : shown.length;
  const characters = charactersOf(shown.subarray(0, end));
  const parts: string[] = [];
  let text = "";
  const flush = () => {
    if (text !== "") parts.push(`"${text}"`);
    text = "";
  };
  for (let at = 0; at < characters.length;) {
    const character = characters[at]!;
    let next = at + 1;
    while (characters[next] === character) next++;
    if (next - at > MAX_EQUAL) {
      flush();
      parts.push(`'${escape(character, "'")}' <repeats ${next - at} times>`);
    } else text += escape(character, '"').repeat(next - at);
    at = next;
  }
  flush();
  return (parts.length === 0 ? '""' : parts.join(", ")) + (isCut ? "..." : "");
}

/** A character in quotes. */
export function quoteCharacter(value: bigint): string {
  return `'${escape(Number(BigInt.asUintN(8, value)), "'")}'`;
}

/** The characters of UTF-8; of other bytes, each by its number. */
function charactersOf(bytes: Uint8Array): readonly (string | number)[] {
  try {
    return [...DECODER.decode(bytes)];
  } catch {
    return [...bytes];
  }
}

function escape(character: string | number, quote: string): string {
  const text = typeof character === "number" ? String.fromCharCode(character) : character;
  const known = ESCAPES[text];
  if (known !== undefined) return known;
  if (text === quote) return `\\${quote}`;
  const code = text.codePointAt(0) ?? 0;
  const isPlain = code >= 0x20 && code < 0x7f || typeof character === "string" && code >= 0xa0;
  return isPlain ? text : `\\${code.toString(8).padStart(3, "0")}`;
}

/** A floating-point number with the digits that tell it from all others: 9 of 32 bits, 17 of 64. */
export function formatFloat(value: number, size: number): string {
  if (Number.isNaN(value)) return "nan(0x8000000000000)";
  if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
  if (Object.is(value, -0)) return "-0";
  const digits = size === 4 ? 9 : size === 8 ? 17 : 18;
  const exponent = value === 0 ? 0 : Number(value.toExponential(digits - 1).split("e")[1]);
  if (exponent >= -4 && exponent < digits) {
    return withoutZeros(value.toFixed(Math.max(0, Math.min(100, digits - 1 - exponent))));
  }
  const [mantissa = "", power = ""] = value.toExponential(digits - 1).split("e");
  return `${withoutZeros(mantissa)}e${power[0]}${power.slice(1).padStart(2, "0")}`;
}

const withoutZeros = (text: string) => text.includes(".") ? text.replace(/\.?0+$/, "") : text;

/** The name of a value of an enumeration; of flags, their names. */
export function formatEnumerator(
  number: bigint,
  values: readonly { readonly name: string; readonly value: bigint }[],
): string {
  const exact = values.find(({ value }) => value === number);
  if (exact !== undefined) return exact.name;
  const others = values.filter(({ value }) => value !== 0n);
  const areFlags = others.every(({ value }) => value > 0n && (value & (value - 1n)) === 0n);
  if (!areFlags || number < 0n) return `${number}`;
  const set = others.filter(({ value }) => (number & value) !== 0n);
  const rest = set.reduce((bits, { value }) => bits & ~value, number);
  if (set.length === 0) return number === 0n ? "0" : `(unknown: ${hex(number)})`;
  const names = set.map(({ name }) => name);
  return `(${[...names, ...(rest === 0n ? [] : [`unknown: ${hex(rest)}`])].join(" | ")})`;
}
