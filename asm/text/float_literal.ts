// SPDX-License-Identifier: MPL-2.0
// Numbers of `.float` and `.double`, from their text to the bits of IEEE 754's formats, rounded to
// nearest once, with ties to even, however many digits there are. The syntax is GNU as's: a decimal
// number, `inf` or `nan`, perhaps behind a zero and a letter (`0f1.5`), or bits (`0f:3fc00000`).

/** What a text stands for: the bits, or what is wrong with it. */
export type FloatLiteral =
  | { readonly kind: "bits"; readonly bits: bigint; readonly underflows: boolean }
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

/** digits x 10^exponent against a finite double: negative, zero or positive as it is less or more. */
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
 * The double next to a decimal number that rounds to single precision as the number itself does: the
 * nearest one may be halfway between two singles where the number is not.
 */
function forSingle(nearest: number, digits: bigint, exponent: number): number {
  const bits = bitsOf(nearest, 8);
  const way = compare(digits, exponent, nearest);
  return way === 0 || (bits & 1n) === 1n ? nearest : doubleOf(bits + BigInt(way));
}

/** The magnitude of a decimal number; undefined where the text is none. */
function decimal(text: string, size: 4 | 8): { value: number; isZero: boolean } | undefined {
  const [whole, integer = "", fraction = "", power = ""] = DECIMAL.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const digits = `${integer}${fraction}`;
  if (digits === "" && text !== "") return undefined;
  const exponent = /^[+-]?$/.test(power) ? 0 : Number(power);
  const isZero = /^0*$/.test(digits);
  if (isZero) return { value: 0, isZero };
  const nearest = Number(`${integer || "0"}.${fraction || "0"}e${exponent}`);
  // Beyond single precision's range, either way, halfway cases are far.
  const mayBeHalfway = size === 4 && nearest > 2 ** -151 && nearest < 2 ** 129;
  return {
    value: mayBeHalfway ? forSingle(nearest, BigInt(digits), exponent - fraction.length) : nearest,
    isZero,
  };
}

/** GNU as fills the fraction of a NaN with ones, all but the highest where it signals. */
function nanBits(size: 4 | 8, signals: boolean): bigint {
  if (size === 4) return signals ? 0x7fbf_ffffn : 0x7fff_ffffn;
  return signals ? 0x7ff7_ffff_ffff_ffffn : 0x7fff_ffff_ffff_ffffn;
}

/** What somebody may have meant by a text that is read otherwise, or not at all; empty if nothing. */
export function floatHabit(text: string): { message?: string; replacement?: string } {
  const [, digits] = /^[+-]?0x([0-9a-f.]+)$/i.exec(text) ?? [];
  if (digits !== undefined) {
    return { message: "a zero and a letter are skipped, as by GNU as: this is not hexadecimal" };
  }
  const [, number] = /^([+-]?\d[\d.]*(?:e[+-]?\d+)?)[fld]$/i.exec(text) ?? [];
  if (number !== undefined) {
    return { message: `numbers have no suffix here: \`${number}\``, replacement: number };
  }
  return {};
}

/** Reads a number for a format of 4 or 8 bytes. */
export function parseFloatLiteral(text: string, size: 4 | 8): FloatLiteral {
  const hasPrefix = PREFIX.test(text);
  const [, pattern] = BITS.exec(hasPrefix ? text.slice(2) : "") ?? [];
  if (pattern !== undefined) {
    // Fewer digits than the format has are its upper ones.
    const bits = BigInt(`0x${pattern.padEnd(2 * size, "0")}`);
    if (pattern.length > 2 * size) return { kind: "malformed" };
    return { kind: "bits", bits, underflows: false };
  }
  const [, sign = "", magnitude = ""] = /^([+-]?)(.*)$/s.exec(hasPrefix ? text.slice(2) : text) ??
    [];
  const withSign = (bits: bigint, underflows = false): FloatLiteral => ({
    kind: "bits",
    bits: sign === "-" ? bits | (1n << BigInt(8 * size - 1)) : bits,
    underflows,
  });
  const [, letter] = /^([qs]?)nan$/i.exec(magnitude) ?? [];
  if (letter !== undefined) return withSign(nanBits(size, letter.toLowerCase() === "s"));
  if (/^inf(?:inity)?$/i.test(magnitude)) return withSign(bitsOf(Infinity, size));
  const number = decimal(magnitude, size);
  if (number === undefined || (magnitude === "" && !hasPrefix)) return { kind: "malformed" };
  const bits = bitsOf(number.value, size);
  if (bits === bitsOf(Infinity, size)) return { kind: "tooLarge" };
  return withSign(bits, bits === 0n && !number.isZero);
}
