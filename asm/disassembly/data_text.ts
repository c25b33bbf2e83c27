// SPDX-License-Identifier: MPL-2.0
// Writes bytes as data directives, for listings: up to eight at a time, as a string where they look like
// text, otherwise as an integer if they are an aligned one. A run of zeros is one row. The directives
// assemble to the same bytes.

import { hex } from "../object/value.ts";

/** A data directive and the number of bytes it makes. */
export interface DataText {
  readonly size: number;
  readonly text: string;
  /** The value of an 8-byte integer, which may be an address. */
  readonly value?: bigint;
}

/** Rows end at multiples of this size, unless all their bytes are zero. */
const ROW = 8;

const INTEGER_DIRECTIVES: Readonly<Record<number, string>> = {
  2: ".2byte",
  4: ".4byte",
  8: ".8byte",
};

const ESCAPES: Readonly<Record<number, string>> = {
  0: String.raw`\0`,
  9: String.raw`\t`,
  10: String.raw`\n`,
  13: String.raw`\r`,
  34: String.raw`\"`,
  92: String.raw`\\`,
};

/** The contents of a string literal; undefined when the bytes do not look like text. */
function literal(bytes: Uint8Array): string | undefined {
  // A NUL ends a string; elsewhere it suggests numbers.
  const end = bytes.indexOf(0);
  if (bytes.length < 2 || (end >= 0 && end !== bytes.length - 1)) return undefined;
  let text = "";
  for (const byte of bytes) {
    const isPrintable = byte >= 0x20 && byte < 0x7f;
    const character = ESCAPES[byte] ?? (isPrintable ? String.fromCharCode(byte) : undefined);
    if (character === undefined) return undefined;
    text += character;
  }
  return text;
}

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

function countZeros(bytes: Uint8Array): number {
  const first = bytes.findIndex((byte) => byte !== 0);
  return first < 0 ? bytes.length : first;
}

/**
 * The directive for the first bytes of a range.
 *
 * @param address Where the range starts, which decides what is aligned.
 * @param bytes The contents of the range; if shorter than `room`, the rest is zero.
 * @param room The length of the range in bytes, at least 1.
 */
export function dataText(address: bigint, bytes: Uint8Array, room: number): DataText {
  const zeros = countZeros(bytes) === bytes.length ? room : countZeros(bytes);
  if (zeros >= ROW) return { size: zeros, text: `.zero ${zeros}` };

  const size = Math.min(room, ROW - Number(address % BigInt(ROW)));
  const row = new Uint8Array(size);
  row.set(bytes.subarray(0, size));
  const string = literal(row);
  if (string !== undefined) return { size, text: `.ascii "${string}"` };
  const directive = INTEGER_DIRECTIVES[size];
  if (directive !== undefined && address % BigInt(size) === 0n) {
    const value = littleEndian(row);
    const text = `${directive} ${hex(value, 2 * size)}`;
    return size === ROW ? { size, text, value } : { size, text };
  }
  return { size, text: `.byte ${[...row].map((byte) => hex(byte)).join(", ")}` };
}

const DATA_LINE =
  /^\s*(?:[\w.$]+:\s*)*\.(?:byte|d?word|half|short|int|long|quad|[248]byte|float|single|double|asci[iz]|string|zero|skip|space|fill)\b/;

/**
 * Whether a source line defines data, not instructions. In an executable section only the source tells
 * the two apart.
 */
export function definesData(source: string): boolean {
  return DATA_LINE.test(source);
}
