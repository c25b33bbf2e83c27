// SPDX-License-Identifier: MPL-2.0
// 64-bit values of expressions: a number where that is exact, otherwise a bigint. Both are signed, and the
// same value always has the same form, so that `===` compares values.

/** A signed 64-bit integer: a number when it is a safe integer, a bigint otherwise. */
export type Int64 = number | bigint;

const BITS = 64;

/** The value of an integer's low 64 bits, as a signed number. */
export function toInt64(big: bigint): Int64 {
  const signed = BigInt.asIntN(BITS, big);
  const number = Number(signed);
  return Number.isSafeInteger(number) ? number : signed;
}

/** The sum, modulo 2^64. */
export function add(a: Int64, b: Int64): Int64 {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return toInt64(BigInt(a) + BigInt(b));
}

/** The difference, modulo 2^64. */
export function subtract(a: Int64, b: Int64): Int64 {
  if (typeof a === "number" && typeof b === "number") {
    const difference = a - b;
    if (Number.isSafeInteger(difference)) return difference;
  }
  return toInt64(BigInt(a) - BigInt(b));
}

/** A nonnegative number in hexadecimal, `0x1f`, with at least `digits` digits. */
export function hex(value: number | bigint, digits = 1): string {
  return `0x${value.toString(16).padStart(digits, "0")}`;
}

/** A size or a limit for people: `268,435,456`. */
export function showCount(count: number): string {
  return count.toLocaleString("en");
}

/** Formats a value: small ones in decimal, large ones in hexadecimal. */
export function showValue(value: Int64): string {
  if (typeof value === "number" && Math.abs(value) < 0x10000) return String(value);
  return value < 0 ? `-${hex(-BigInt(value))}` : hex(value);
}
