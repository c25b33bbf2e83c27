// SPDX-License-Identifier: MPL-2.0
// The floating-point formats that JavaScript has no conversions for: 16 bits, in two ways, and the 80 bits
// of `.dc.x`. Rounds a decimal number once, to nearest with ties to even, by exact arithmetic.

/** A format: precision in bits with the hidden one, and the bias of exponents. */
interface Format {
  readonly bytes: number;
  readonly precision: number;
  readonly bias: number;
}

/** The formats: IEEE 754's binary16, bfloat16, and the extended one of x87, in which no bit is hidden. */
export const FORMATS = {
  half: { bytes: 2, precision: 11, bias: 15 },
  brain: { bytes: 2, precision: 8, bias: 127 },
  extended: { bytes: 10, precision: 64, bias: 16383 },
} as const satisfies Readonly<Record<string, Format>>;

/** The name of one of these formats. */
export type FormatName = keyof typeof FORMATS;

/** Exponents of ten beyond this are zero or infinite in every format. */
const MAX_POWER = 20_000;

/** Bits above the significand: the exponent field. The extended format stores the leading bit, too. */
function join(name: FormatName, field: bigint, significand: bigint): bigint {
  const { precision } = FORMATS[name];
  const hidden = 1n << BigInt(precision - 1);
  if (name === "extended") return (field << BigInt(precision)) | significand;
  return (field << BigInt(precision - 1)) | (significand & (hidden - 1n));
}

/** The bits of infinity. */
export function infinityBits(name: FormatName): bigint {
  const { precision, bias } = FORMATS[name];
  return join(name, BigInt(2 * bias + 1), 1n << BigInt(precision - 1));
}

/** The bits of a NaN: as in GNU as, all ones, but for the highest bit of a signalling one. */
export function notANumberBits(name: FormatName, signals: boolean): bigint {
  const { precision, bias } = FORMATS[name];
  const ones = (1n << BigInt(precision)) - 1n;
  const quiet = 1n << BigInt(precision - 2);
  return join(name, BigInt(2 * bias + 1), signals ? ones ^ quiet : ones);
}

/** The bits of `digits` x 10^`power`, not negative; those of infinity when it is too large. */
export function roundedBits(name: FormatName, digits: bigint, power: number): bigint {
  const { precision, bias } = FORMATS[name];
  const magnitude = power + digits.toString().length;
  if (digits === 0n || magnitude < -MAX_POWER) return 0n;
  if (magnitude > MAX_POWER) return infinityBits(name);
  const numerator = power > 0 ? digits * 10n ** BigInt(power) : digits;
  const denominator = power < 0 ? 10n ** BigInt(-power) : 1n;
  const lowest = 2 - bias - precision;
  const width = (value: bigint) => value.toString(2).length;
  let exponent = Math.max(lowest, width(numerator) - width(denominator) - precision);
  let significand = divide(numerator, denominator, exponent);
  if (width(significand) > precision) significand = divide(numerator, denominator, ++exponent);
  // Rounding up may carry once more.
  if (width(significand) > precision) {
    significand >>= 1n;
    exponent++;
  }
  const isNormal = width(significand) === precision;
  const field = isNormal ? exponent - lowest + 1 : 0;
  return field > 2 * bias ? infinityBits(name) : join(name, BigInt(field), significand);
}

/** The quotient over 2^`exponent`, rounded to nearest with ties to even. */
function divide(numerator: bigint, denominator: bigint, exponent: number): bigint {
  const [top, bottom] = exponent < 0
    ? [numerator << BigInt(-exponent), denominator]
    : [numerator, denominator << BigInt(exponent)];
  const quotient = top / bottom;
  const twice = 2n * (top % bottom);
  const roundsUp = twice > bottom || (twice === bottom && (quotient & 1n) === 1n);
  return roundsUp ? quotient + 1n : quotient;
}
