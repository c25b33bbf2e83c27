// SPDX-License-Identifier: MPL-2.0
// Operands worth trying in floating point: every kind of special number, numbers around the limits of
// formats and conversions, and random ones that are built like them: few bits set, long runs of ones,
// exponents near each other or at their ends, so that halfway cases and cancellations are common.

import { EXTREMES, type Random } from "../values.ts";

const BOX = 0xffff_ffffn << 32n;

/** The formats: bits of the exponent and of the fraction. */
const LAYOUT = { s: { exponent: 8, fraction: 23 }, d: { exponent: 11, fraction: 52 } } as const;

/** The name of a format, as mnemonics end with it. */
export type FormatName = keyof typeof LAYOUT;

const view = new DataView(new ArrayBuffer(8));

/** The bits of a number, in a register. */
export function bitsOf(value: number, format: FormatName): bigint {
  if (format === "d") {
    view.setFloat64(0, value);
    return view.getBigUint64(0);
  }
  view.setFloat32(0, value);
  return BOX | BigInt(view.getUint32(0));
}

function assemble(sign: bigint, exponent: bigint, fraction: bigint, format: FormatName): bigint {
  const { exponent: exponentBits, fraction: fractionBits } = LAYOUT[format];
  const bits = (sign << BigInt(exponentBits + fractionBits)) |
    (BigInt.asUintN(exponentBits, exponent) << BigInt(fractionBits)) |
    BigInt.asUintN(fractionBits, fraction);
  return format === "s" ? BOX | bits : bits;
}

/** One number of each special kind of a format, and narrower values that are not boxed. */
export function specialNumbers(format: FormatName): bigint[] {
  const { exponent, fraction } = LAYOUT[format];
  const top = (1n << BigInt(exponent)) - 1n;
  const ones = (1n << BigInt(fraction)) - 1n;
  const bias = top >> 1n;
  const magnitudes = [
    [0n, 0n],
    [0n, 1n],
    [0n, ones],
    [1n, 0n],
    [1n, 1n],
    [bias - BigInt(fraction) - 1n, 0n],
    [bias - 1n, 0n],
    [bias, 0n],
    [bias, 1n],
    [bias, ones],
    [bias + 1n, ones >> 1n],
    [bias + BigInt(fraction), 1n],
    [top - 1n, ones],
    [top, 0n],
    [top, 1n],
    [top, (ones >> 1n) + 1n],
  ] as const;
  const numbers = magnitudes.flatMap(([e, f]) =>
    [0n, 1n].map((sign) => assemble(sign, e, f, format))
  );
  return format === "d" ? numbers : [...numbers, 0x3f80_0000n, 0xffff_fffe_3f80_0000n];
}

/** Numbers around those where conversions to integers and between formats stop fitting. */
export function boundaryNumbers(format: FormatName): bigint[] {
  const whole = [0, 2 ** 31, 2 ** 32, 2 ** 63, 2 ** 64, 2 ** 23, 2 ** 24, 2 ** 52, 2 ** 53];
  const near = whole.flatMap((value) => [value - 1, value - 0.5, value, value + 0.5, value + 1]);
  const others = [1.5, 2.5, 0.25, 0.75, 2 ** -126, 2 ** -127, 2 ** -149, 2 ** -150, 3 * 2 ** -150];
  const large = [(2 - 2 ** -23) * 2 ** 127, (2 - 2 ** -24) * 2 ** 127, 2 ** 128];
  return [...near, ...others, ...large].flatMap((value) => {
    const bits = bitsOf(value, format);
    const neighbours = value === 0 ? [bits] : [bits - 1n, bits, bits + 1n];
    const sign = 1n << BigInt(format === "s" ? 31 : 63);
    return neighbours.flatMap((one) => [one, one ^ sign]);
  });
}

/** Integers around those where conversions from them stop being exact. */
export const INTEGER_OPERANDS: readonly bigint[] = [
  ...EXTREMES,
  ...[24n, 25n, 53n, 54n, 55n, 62n].flatMap((bits) =>
    [-3n, -1n, 0n, 1n, 2n, 3n].map((off) => (1n << bits) + off)
  ),
  ...[0x1_0000_0180_0000n, 0x7fff_ff80_0000_0000n, 0xffff_ff80_0000_0000n, 0x7fff_ffff_ffff_fe00n],
  ...[
    0x7fff_ffff_ffff_fbffn,
    0x7fff_ffff_ffff_fc00n,
    0xffff_ffff_ffff_f800n,
    0xffff_ffff_ffff_f400n,
  ],
];

/** A random number: like a special one in half of its parts. */
export function randomNumber(random: Random, format: FormatName, near?: bigint): bigint {
  const { exponent: exponentBits, fraction: fractionBits } = LAYOUT[format];
  const wide = () => (BigInt(random.bits()) << 32n) | BigInt(random.bits());
  const top = 2 ** exponentBits - 1;
  const bias = (top - 1) / 2;
  const nearExponent = near === undefined
    ? bias
    : Number((near >> BigInt(fractionBits)) & BigInt(top));
  const exponent = [
    () => random.below(top + 1),
    () => bias + random.between(-fractionBits - 3, fractionBits + 3),
    () => random.pick([0, 1, 2, top - 2, top - 1, top]),
    () => nearExponent + random.between(-3, 3),
    () => nearExponent + random.between(-fractionBits - 3, fractionBits + 3),
    () => 2 * bias - nearExponent + random.between(-3, 3),
  ];
  const run = () => (1n << BigInt(random.below(fractionBits + 1))) - 1n;
  const fraction = [
    wide,
    () => 0n,
    () => 1n << BigInt(random.below(fractionBits)),
    () => (1n << BigInt(random.below(fractionBits))) | BigInt(random.below(4)),
    () => run() << BigInt(random.below(fractionBits)),
    () => ~run(),
    () => wide() & ~run(),
  ];
  const bits = assemble(
    BigInt(random.below(2)),
    BigInt(random.pick(exponent)()),
    random.pick(fraction)(),
    format,
  );
  return format === "s" && random.oneIn(64) ? bits ^ (1n << BigInt(32 + random.below(32))) : bits;
}
