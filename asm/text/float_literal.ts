// SPDX-License-Identifier: MPL-2.0
// Converts the numbers of `.float` and `.double` from text to IEEE 754 bits, rounded once to nearest,
// ties to even, whatever the number of digits. The syntax is that of GNU as: a decimal number, `inf`
// or `nan`, optionally after a zero and a letter (`0f1.5`), or bits (`0f:3fc00000`).

import {
  type FormatName,
  FORMATS,
  infinityBits,
  notANumberBits,
  roundedBits,
} from "./float_formats.ts";

/** A format: 4 or 8 bytes of IEEE 754, or one of the others by its name. */
export type FloatFormat = 4 | 8 | FormatName;

/** The bytes of a number in a format. */
export function bytesOf(format: FloatFormat): number {
  return typeof format === "number" ? format : FORMATS[format].bytes;
}

/** The bytes of a number whose bits are given. In GNU as, those of an extended one have padding. */
export function patternSize(format: FloatFormat): number {
  return format === "extended" ? 12 : bytesOf(format);
}

/** The value of a text: the bits, or what is wrong. */
export type FloatLiteral =
  | {
    readonly kind: "bits";
    readonly bits: bigint;
    readonly underflows: boolean;
    /** Whether the text gives the bits themselves: `0f:3fc00000`. */
    readonly isPattern?: boolean;
  }
  | { readonly kind: "tooLarge" }
  | { readonly kind: "malformed" };

const PREFIX = /^0[a-z]/i;
const BITS = /^:([0-9a-f]+)$/i;
const DECIMAL = /^(\d*)(?:\.(\d*))?(?:e([+-]?\d*))?$/i;

const scratch = new DataView(new ArrayBuffer(8));

function bitsOf(value: number, size: 4 | 8): bigint {
  if (size === 4) {
    scratch.setFloat32(0, value);
    return BigInt(scratch.getUint32(0));
  }
  scratch.setFloat64(0, value);
  return scratch.getBigUint64(0);
}

function doubleOf(bits: bigint): number {
  scratch.setBigUint64(0, bits);
  return scratch.getFloat64(0);
}

/** Compares digits x 10^exponent with a finite double: negative, zero or positive. */
function compare(digits: bigint, exponent: number, double: number): number {
  const bits = bitsOf(double, 8);
  const field = Number(bits >> 52n);
  const fraction = bits & ((1n << 52n) - 1n);
  let right = field === 0 ? fraction : fraction | (1n << 52n);
  let left = digits;
  const power = Math.max(field, 1) - 1075;
  if (exponent >= 0) left *= 10n ** BigInt(exponent);
  else right *= 10n ** BigInt(-exponent);
  if (power >= 0) right <<= BigInt(power);
  else left <<= BigInt(-power);
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * The double near a decimal number that rounds to the same single. The nearest double may lie exactly
 * halfway between two singles where the number does not: rounding twice would then be wrong.
 */
function forSingle(nearest: number, digits: bigint, exponent: number): number {
  const bits = bitsOf(nearest, 8);
  const way = compare(digits, exponent, nearest);
  return way === 0 || (bits & 1n) === 1n ? nearest : doubleOf(bits + BigInt(way));
}

/** The magnitude of a decimal number as bits; undefined for any other text. */
function decimal(text: string, format: FloatFormat): { bits: bigint; isZero: boolean } | undefined {
  const [whole, integer = "", fraction = "", power = ""] = DECIMAL.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const digits = `${integer}${fraction}`;
  if (digits === "" && text !== "") return undefined;
  const exponent = /^[+-]?$/.test(power) ? 0 : Number(power);
  const isZero = /^0*$/.test(digits);
  if (isZero) return { bits: 0n, isZero };
  const lowest = exponent - fraction.length;
  if (typeof format === "string") {
    return { bits: roundedBits(format, BigInt(digits), lowest), isZero };
  }
  const nearest = Number(`${integer || "0"}.${fraction || "0"}e${exponent}`);
  // Far outside the range of singles there are no halfway cases.
  const mayBeHalfway = format === 4 && nearest > 2 ** -151 && nearest < 2 ** 129;
  const value = mayBeHalfway ? forSingle(nearest, BigInt(digits), lowest) : nearest;
  return { bits: bitsOf(value, format), isZero };
}

/** As in GNU as, the fraction of a NaN is all ones, but for the highest bit of a signalling one. */
function nanBits(size: FloatFormat, signals: boolean): bigint {
  if (typeof size === "string") return notANumberBits(size, signals);
  if (size === 4) return signals ? 0x7fbf_ffffn : 0x7fff_ffffn;
  return signals ? 0x7ff7_ffff_ffff_ffffn : 0x7fff_ffff_ffff_ffffn;
}

/** The likely mistake in a text that means something else, or nothing; empty if there is none. */
export function floatHabit(text: string): { message?: string; replacement?: string } {
  const [, digits] = /^[+-]?0x([0-9a-f.]+)$/i.exec(text) ?? [];
  if (digits !== undefined) {
    return {
      message: "not read as hexadecimal: as in GNU as, a zero and a letter are skipped",
    };
  }
  const [, number] = /^([+-]?\d[\d.]*(?:e[+-]?\d+)?)[fld]$/i.exec(text) ?? [];
  if (number !== undefined) {
    return { message: `numbers take no suffix here: \`${number}\``, replacement: number };
  }
  return {};
}

/** Parses a number for a format. */
export function parseFloatLiteral(text: string, format: FloatFormat): FloatLiteral {
  const size = bytesOf(format);
  const infinity = typeof format === "string" ? infinityBits(format) : bitsOf(Infinity, format);
  const hasPrefix = PREFIX.test(text);
  const [, pattern] = BITS.exec(hasPrefix ? text.slice(2) : "") ?? [];
  if (pattern !== undefined) {
    // Too few digits are the upper ones.
    const digits = 2 * patternSize(format);
    const bits = BigInt(`0x${pattern.padEnd(digits, "0")}`);
    if (pattern.length > digits) return { kind: "malformed" };
    return { kind: "bits", bits, underflows: false, isPattern: true };
  }
  const [, sign = "", magnitude = ""] = /^([+-]?)(.*)$/s.exec(hasPrefix ? text.slice(2) : text) ??
    [];
  const withSign = (bits: bigint, underflows = false): FloatLiteral => ({
    kind: "bits",
    bits: sign === "-" ? bits | (1n << BigInt(8 * size - 1)) : bits,
    underflows,
  });
  const [, letter] = /^([qs]?)nan$/i.exec(magnitude) ?? [];
  if (letter !== undefined) return withSign(nanBits(format, letter.toLowerCase() === "s"));
  if (/^inf(?:inity)?$/i.test(magnitude)) return withSign(infinity);
  const number = decimal(magnitude, format);
  if (number === undefined || (magnitude === "" && !hasPrefix)) return { kind: "malformed" };
  const { bits, isZero } = number;
  if (bits === infinity) return { kind: "tooLarge" };
  return withSign(bits, bits === 0n && !isZero);
}
