// SPDX-License-Identifier: MPL-2.0
// Floating point in rational numbers: what each operation gives, and which flags, computed exactly
// and rounded once. It follows the sentences of IEEE 754 and the manual ("F", "D") and shares
// nothing with the code it checks. Slow. Operands and results are bits of registers.

/** Flags, as fcsr has them. */
export const FLAGS = { NX: 1, UF: 2, OF: 4, DZ: 8, NV: 16 } as const;

/** The rounding modes by their number. */
export const MODES = ["rne", "rtz", "rdn", "rup", "rmm"] as const;

/** A format of IEEE 754. */
interface Format {
  /** Bits of the significand, the one that is not stored included. */
  readonly precision: number;
  readonly largestExponent: number;
  readonly width: number;
}

const SINGLE: Format = { precision: 24, largestExponent: 127, width: 32 };
const DOUBLE: Format = { precision: 53, largestExponent: 1023, width: 64 };

/** A number taken apart: `numerator` / `denominator` is its magnitude. */
type Parts =
  | { readonly kind: "nan"; readonly signals: boolean }
  | { readonly kind: "infinite"; readonly negative: boolean }
  | {
    readonly kind: "finite";
    readonly negative: boolean;
    readonly numerator: bigint;
    readonly denominator: bigint;
  };

/** A result and the flags that come with it. */
export interface Outcome {
  readonly bits: bigint;
  readonly flags: number;
}

const BOX = 0xffff_ffffn << 32n;
const smallestExponent = ({ largestExponent }: Format) => 1 - largestExponent;
const fractionBits = ({ precision }: Format) => BigInt(precision - 1);
const exponentMask = ({ largestExponent }: Format) => BigInt(2 * largestExponent + 1);

/** 2^exponent as a fraction. */
function power(exponent: number): [bigint, bigint] {
  return exponent >= 0 ? [1n << BigInt(exponent), 1n] : [1n, 1n << BigInt(-exponent)];
}

function parts(register: bigint, format: Format): Parts {
  // A narrower value that is not boxed counts as the canonical NaN.
  if (format === SINGLE && register >> 32n !== 0xffff_ffffn) return { kind: "nan", signals: false };
  const bits = BigInt.asUintN(format.width, register);
  const negative = bits >> BigInt(format.width - 1) === 1n;
  const fraction = BigInt.asUintN(format.precision - 1, bits);
  const field = (bits >> fractionBits(format)) & exponentMask(format);
  if (field === exponentMask(format)) {
    if (fraction === 0n) return { kind: "infinite", negative };
    return { kind: "nan", signals: fraction >> BigInt(format.precision - 2) === 0n };
  }
  const exponent = field === 0n ? smallestExponent(format) : Number(field) - format.largestExponent;
  const significand = field === 0n ? fraction : fraction | (1n << fractionBits(format));
  const [up, down] = power(exponent - (format.precision - 1));
  return { kind: "finite", negative, numerator: significand * up, denominator: down };
}

/** Puts bits into a register, boxed where they are narrower. */
const pack = (bits: bigint, format: Format): bigint => format === SINGLE ? bits | BOX : bits;
const withSign = (bits: bigint, negative: boolean, format: Format): bigint =>
  negative ? bits | (1n << BigInt(format.width - 1)) : bits;
const infinityBits = (format: Format): bigint => exponentMask(format) << fractionBits(format);
const infinity = (negative: boolean, format: Format): bigint =>
  pack(withSign(infinityBits(format), negative, format), format);
const zero = (negative: boolean, format: Format): bigint =>
  pack(withSign(0n, negative, format), format);
const nan = (format: Format): bigint =>
  pack(infinityBits(format) | (1n << BigInt(format.precision - 2)), format);

/** The integer that a fraction is rounded to, and whether it is another number. */
function roundToInteger(
  numerator: bigint,
  denominator: bigint,
  negative: boolean,
  mode: number,
): { integer: bigint; inexact: boolean } {
  const floor = numerator / denominator;
  const rest = numerator - floor * denominator;
  const twice = 2n * rest - denominator;
  const isUp = [
    twice > 0n || (twice === 0n && floor % 2n === 1n),
    false,
    negative && rest > 0n,
    !negative && rest > 0n,
    twice >= 0n,
  ][mode];
  if (isUp === undefined) throw new RangeError(`Cannot round: ${mode} is no mode`);
  return { integer: isUp ? floor + 1n : floor, inexact: rest > 0n };
}

const bitLength = (value: bigint): number => value.toString(2).length;

/** The exponent of a positive fraction: 2^exponent <= it < 2^(exponent + 1). */
function exponentOf(numerator: bigint, denominator: bigint): number {
  const guess = bitLength(numerator) - bitLength(denominator);
  const [up, down] = power(guess);
  return numerator * down >= denominator * up ? guess : guess - 1;
}

/** Rounds a fraction to a multiple of 2^unit. */
function roundToUnit(
  numerator: bigint,
  denominator: bigint,
  unit: number,
  negative: boolean,
  mode: number,
) {
  const [up, down] = power(unit);
  return roundToInteger(numerator * down, denominator * up, negative, mode);
}

/** Rounds a magnitude to a format: numbers of the format, or infinity, with flags. */
function round(
  negative: boolean,
  numerator: bigint,
  denominator: bigint,
  format: Format,
  mode: number,
): Outcome {
  if (numerator === 0n) return { bits: zero(negative, format), flags: 0 };
  const exponent = exponentOf(numerator, denominator);
  const smallest = smallestExponent(format);
  const digits = format.precision - 1;
  const unit = Math.max(exponent, smallest) - digits;
  const { integer, inexact } = roundToUnit(numerator, denominator, unit, negative, mode);
  let flags = inexact ? FLAGS.NX : 0;
  // Tiny is what is smaller than every normal number after rounding without a limit to exponents.
  const unlimited = roundToUnit(numerator, denominator, exponent - digits, negative, mode);
  const carried = unlimited.integer === 1n << BigInt(format.precision) ? 1 : 0;
  if (inexact && exponent + carried < smallest) flags |= FLAGS.UF;
  if (integer === 0n) return { bits: zero(negative, format), flags };
  const [up, down] = power(unit);
  const rounded = exponentOf(integer * up, down);
  if (rounded > format.largestExponent) {
    flags |= FLAGS.OF | FLAGS.NX;
    const toInfinity = [true, false, negative, !negative, true][mode];
    const bits = toInfinity ? infinityBits(format) : infinityBits(format) - 1n;
    return { bits: pack(withSign(bits, negative, format), format), flags };
  }
  const isNormal = rounded >= smallest;
  const field = isNormal ? BigInt(rounded + format.largestExponent) : 0n;
  const significand = isNormal
    ? (integer * up) * power(digits - rounded)[0] / down /
      power(digits - rounded)[1]
    : integer;
  const fraction = BigInt.asUintN(digits, significand);
  const bits = withSign((field << fractionBits(format)) | fraction, negative, format);
  return { bits: pack(bits, format), flags };
}

const invalid = (format: Format): Outcome => ({ bits: nan(format), flags: FLAGS.NV });

/** The outcome where an operand is NaN. */
function nanOutcome(operands: readonly Parts[], format: Format): Outcome | undefined {
  if (!operands.some(({ kind }) => kind === "nan")) return undefined;
  const signals = operands.some((operand) => operand.kind === "nan" && operand.signals);
  return { bits: nan(format), flags: signals ? FLAGS.NV : 0 };
}

const isZero = (operand: Parts) => operand.kind === "finite" && operand.numerator === 0n;
const isNegative = (operand: Parts) => operand.kind !== "nan" && operand.negative;

function sum(a: Parts, b: Parts, format: Format, mode: number): Outcome {
  const special = nanOutcome([a, b], format);
  if (special !== undefined) return special;
  if (a.kind === "infinite" || b.kind === "infinite") {
    const opposite = a.kind === b.kind && isNegative(a) !== isNegative(b);
    if (opposite) return invalid(format);
    return { bits: infinity(isNegative(a.kind === "infinite" ? a : b), format), flags: 0 };
  }
  if (a.kind === "nan" || b.kind === "nan") throw new TypeError("unreachable");
  const signed = (operand: typeof a) => operand.negative ? -operand.numerator : operand.numerator;
  const total = signed(a) * b.denominator + signed(b) * a.denominator;
  if (total === 0n) {
    const bothNegative = a.negative && b.negative;
    const negative = a.negative === b.negative ? bothNegative : mode === 2;
    return { bits: zero(negative, format), flags: 0 };
  }
  const size = total < 0n ? -total : total;
  return round(total < 0n, size, a.denominator * b.denominator, format, mode);
}

function negate(operand: Parts): Parts {
  return operand.kind === "nan" ? operand : { ...operand, negative: !operand.negative };
}

/** a x b as it is, not rounded; undefined where it is invalid. */
function product(a: Parts, b: Parts): Parts | undefined {
  if (a.kind === "nan" || b.kind === "nan") return { kind: "nan", signals: false };
  const negative = a.negative !== b.negative;
  if (a.kind === "infinite" || b.kind === "infinite") {
    return isZero(a) || isZero(b) ? undefined : { kind: "infinite", negative };
  }
  return {
    kind: "finite",
    negative,
    numerator: a.numerator * b.numerator,
    denominator: a.denominator * b.denominator,
  };
}

function rounded(exact: Parts, format: Format, mode: number): Outcome {
  switch (exact.kind) {
    case "nan":
      return { bits: nan(format), flags: exact.signals ? FLAGS.NV : 0 };
    case "infinite":
      return { bits: infinity(exact.negative, format), flags: 0 };
    case "finite":
      return round(exact.negative, exact.numerator, exact.denominator, format, mode);
  }
}

function multiply(a: Parts, b: Parts, format: Format, mode: number): Outcome {
  const exact = product(a, b);
  return nanOutcome([a, b], format) ??
    (exact === undefined ? invalid(format) : rounded(exact, format, mode));
}

function multiplyAdd(a: Parts, b: Parts, c: Parts, format: Format, mode: number): Outcome {
  const exact = product(a, b);
  // Infinity times zero is invalid even if the addend is a quiet NaN.
  if (exact === undefined) return invalid(format);
  return nanOutcome([a, b, c], format) ?? sum(exact, c, format, mode);
}

function divide(a: Parts, b: Parts, format: Format, mode: number): Outcome {
  const special = nanOutcome([a, b], format);
  if (special !== undefined) return special;
  const negative = isNegative(a) !== isNegative(b);
  if (a.kind === "infinite") {
    return b.kind === "infinite" ? invalid(format) : { bits: infinity(negative, format), flags: 0 };
  }
  if (b.kind === "infinite") return { bits: zero(negative, format), flags: 0 };
  if (a.kind === "nan" || b.kind === "nan") throw new TypeError("unreachable");
  if (b.numerator === 0n) {
    if (a.numerator === 0n) return invalid(format);
    return { bits: infinity(negative, format), flags: FLAGS.DZ };
  }
  const [numerator, denominator] = [a.numerator * b.denominator, a.denominator * b.numerator];
  return round(negative, numerator, denominator, format, mode);
}

/** The largest integer whose square is not larger. */
function integerRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt(Math.ceil(bitLength(value) / 2));
  for (;;) {
    const next = (root + value / root) / 2n;
    if (next >= root) return root;
    root = next;
  }
}

/** More bits than any rounding looks at. */
const ROOT_BITS = 200n;

function squareRoot(a: Parts, format: Format, mode: number): Outcome {
  if (a.kind === "nan") return rounded(a, format, mode);
  if (isZero(a)) return { bits: zero(a.negative, format), flags: 0 };
  if (a.negative) return invalid(format);
  if (a.kind === "infinite") return rounded(a, format, mode);
  const radicand = (a.numerator * a.denominator) << (2n * ROOT_BITS);
  const root = integerRoot(radicand);
  // Where it is not exact, any number up to the next integer rounds alike: take the middle.
  const twice = 2n * root + (root * root === radicand ? 0n : 1n);
  return round(false, twice, (2n * a.denominator) << ROOT_BITS, format, mode);
}

function convertToInteger(
  a: Parts,
  lowest: bigint,
  highest: bigint,
  mode: number,
): { integer: bigint; flags: number } {
  if (a.kind !== "finite") {
    return { integer: isNegative(a) ? lowest : highest, flags: FLAGS.NV };
  }
  const { integer: size, inexact } = roundToInteger(
    a.numerator,
    a.denominator,
    a.negative,
    mode,
  );
  const integer = a.negative ? -size : size;
  if (integer < lowest) return { integer: lowest, flags: FLAGS.NV };
  if (integer > highest) return { integer: highest, flags: FLAGS.NV };
  return { integer, flags: inexact ? FLAGS.NX : 0 };
}

/** Less, equal, greater: -1, 0, 1. Of numbers only. */
function order(a: Parts, b: Parts): number {
  const key = (operand: Parts): [bigint, bigint] => {
    if (operand.kind === "nan") throw new TypeError("Cannot order NaN");
    const sign = operand.negative ? -1n : 1n;
    if (operand.kind === "infinite") return [sign << 3000n, 1n];
    return [sign * operand.numerator, operand.denominator];
  };
  const [[n, d], [m, e]] = [key(a), key(b)];
  const difference = n * e - m * d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function compare(
  a: Parts,
  b: Parts,
  holds: (order: number) => boolean,
  quiet: boolean,
): Outcome {
  if (a.kind === "nan" || b.kind === "nan") {
    const signals = [a, b].some((operand) => operand.kind === "nan" && operand.signals);
    return { bits: 0n, flags: !quiet || signals ? FLAGS.NV : 0 };
  }
  return { bits: BigInt(holds(order(a, b))), flags: 0 };
}

/** minimumNumber and maximumNumber of IEEE 754-2019, where -0 is less than 0. */
function extremum(
  aBits: bigint,
  bBits: bigint,
  format: Format,
  isFirst: (order: number) => boolean,
): Outcome {
  const [a, b] = [parts(aBits, format), parts(bBits, format)];
  const signals = [a, b].some((operand) => operand.kind === "nan" && operand.signals);
  const flags = signals ? FLAGS.NV : 0;
  if (a.kind === "nan") return { bits: b.kind === "nan" ? nan(format) : bBits, flags };
  if (b.kind === "nan") return { bits: aBits, flags };
  const signs = Number(b.negative) - Number(a.negative);
  return { bits: isFirst(order(a, b) || signs) ? aBits : bBits, flags };
}

function classify(register: bigint, format: Format): bigint {
  const operand = parts(register, format);
  if (operand.kind === "nan") return operand.signals ? 1n << 8n : 1n << 9n;
  const positive = operand.kind === "infinite"
    ? 7
    : operand.numerator === 0n
    ? 4
    : exponentOf(operand.numerator, operand.denominator) < smallestExponent(format)
    ? 5
    : 6;
  return 1n << BigInt(operand.negative ? 7 - positive : positive);
}

function injectSign(
  a: bigint,
  b: bigint,
  format: Format,
  sign: (a: bigint, b: bigint) => bigint,
): Outcome {
  const bitsOf = (register: bigint) =>
    format === SINGLE && register >> 32n !== 0xffff_ffffn
      ? BigInt.asUintN(32, nan(SINGLE))
      : BigInt.asUintN(format.width, register);
  const top = BigInt(format.width - 1);
  const negative = (sign(bitsOf(a) >> top, bitsOf(b) >> top) & 1n) === 1n;
  const bits = withSign(BigInt.asUintN(format.width - 1, bitsOf(a)), negative, format);
  return { bits: pack(bits, format), flags: 0 };
}

/** What an operation gives for registers a, b, c (integers where it takes one), in a mode. */
export type FloatOperation = (a: bigint, b: bigint, c: bigint, mode: number) => Outcome;

const exact = (bits: bigint): Outcome => ({ bits: BigInt.asUintN(64, bits), flags: 0 });

function formatOperations(format: Format) {
  const on = (register: bigint) => parts(register, format);
  return {
    fadd: (a, b, _, mode) => sum(on(a), on(b), format, mode),
    fsub: (a, b, _, mode) => sum(on(a), negate(on(b)), format, mode),
    fmul: (a, b, _, mode) => multiply(on(a), on(b), format, mode),
    fdiv: (a, b, _, mode) => divide(on(a), on(b), format, mode),
    fsqrt: (a, _b, _c, mode) => squareRoot(on(a), format, mode),
    fmadd: (a, b, c, mode) => multiplyAdd(on(a), on(b), on(c), format, mode),
    fmsub: (a, b, c, mode) => multiplyAdd(on(a), on(b), negate(on(c)), format, mode),
    fnmsub: (a, b, c, mode) => multiplyAdd(negate(on(a)), on(b), on(c), format, mode),
    fnmadd: (a, b, c, mode) => multiplyAdd(negate(on(a)), on(b), negate(on(c)), format, mode),
    fsgnj: (a, b) => injectSign(a, b, format, (_, sign) => sign),
    fsgnjn: (a, b) => injectSign(a, b, format, (_, sign) => sign ^ 1n),
    fsgnjx: (a, b) => injectSign(a, b, format, (first, sign) => first ^ sign),
    fmin: (a, b) => extremum(a, b, format, (way) => way <= 0),
    fmax: (a, b) => extremum(a, b, format, (way) => way >= 0),
    feq: (a, b) => compare(on(a), on(b), (way) => way === 0, true),
    flt: (a, b) => compare(on(a), on(b), (way) => way < 0, false),
    fle: (a, b) => compare(on(a), on(b), (way) => way <= 0, false),
    fclass: (a) => exact(classify(a, format)),
  } as const satisfies Record<string, FloatOperation>;
}

const INTEGERS = {
  w: { bits: 32, signed: true },
  wu: { bits: 32, signed: false },
  l: { bits: 64, signed: true },
  lu: { bits: 64, signed: false },
} as const;

function integerOperations(format: Format, suffix: string): [string, FloatOperation][] {
  return Object.entries(INTEGERS).flatMap(([kind, { bits, signed }]) => {
    const size = 1n << BigInt(bits);
    const [lowest, highest] = signed ? [-size / 2n, size / 2n - 1n] : [0n, size - 1n];
    const to: FloatOperation = (a, _b, _c, mode) => {
      const { integer, flags } = convertToInteger(parts(a, format), lowest, highest, mode);
      // Words are sign-extended, unsigned ones too.
      return { bits: BigInt.asUintN(64, BigInt.asIntN(bits, integer)), flags };
    };
    const from: FloatOperation = (a, _b, _c, mode) => {
      const integer = signed ? BigInt.asIntN(bits, a) : BigInt.asUintN(bits, a);
      const size = integer < 0n ? -integer : integer;
      return round(integer < 0n, size, 1n, format, mode);
    };
    return [[`fcvt.${kind}.${suffix}`, to], [`fcvt.${suffix}.${kind}`, from]];
  });
}

const withSuffix = (suffix: string, operations: Readonly<Record<string, FloatOperation>>) =>
  Object.entries(operations).map(([name, operation]): [string, FloatOperation] => [
    `${name}.${suffix}`,
    operation,
  ]);

/** Every operation of F and D on registers, by mnemonic. */
export const FLOAT_OPERATIONS: ReadonlyMap<string, FloatOperation> = new Map([
  ...withSuffix("s", formatOperations(SINGLE)),
  ...withSuffix("d", formatOperations(DOUBLE)),
  ...integerOperations(SINGLE, "s"),
  ...integerOperations(DOUBLE, "d"),
  ["fcvt.s.d", (a, _b, _c, mode) => rounded(parts(a, DOUBLE), SINGLE, mode)],
  ["fcvt.d.s", (a, _b, _c, mode) => rounded(parts(a, SINGLE), DOUBLE, mode)],
  ["fmv.x.w", (a) => exact(BigInt.asIntN(32, a))],
  ["fmv.w.x", (a) => exact(BOX | BigInt.asUintN(32, a))],
  ["fmv.x.d", exact],
  ["fmv.d.x", exact],
]);
