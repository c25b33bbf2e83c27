// SPDX-License-Identifier: MPL-2.0
// Operands worth trying, and a seeded source of random ones: the same values in every run, so that
// a failure can be repeated. Values are signed where they are immediates, unsigned 64-bit otherwise.

import { encode, type Encoding, ENCODINGS, type Field } from "../../cpu/isa/encoding.ts";

const u64 = (value: bigint) => BigInt.asUintN(64, value);
const unique = (values: readonly bigint[]) => [...new Set(values.map(u64))];

/** The limits of signed and unsigned integers of 8 to 64 bits, their neighbours, and patterns. */
export const EXTREMES: readonly bigint[] = unique([
  ...[0n, 1n, 2n, 3n, 5n, 31n, 32n, 33n, 63n, 64n, 65n, -1n, -2n, -3n, -32n, -64n],
  ...[7n, 8n, 15n, 16n, 31n, 32n, 63n, 64n].flatMap((bits) => {
    const power = 1n << bits;
    return [power - 1n, power, power + 1n, -power - 1n, -power, -power + 1n];
  }),
  ...[0x5555_5555_5555_5555n, 0xaaaa_aaaa_aaaa_aaaan, 0x0123_4567_89ab_cdefn],
  ...[0xffff_ffff_8000_0000n, 0x8000_0000_ffff_ffffn, 0xfedc_ba98_7654_3210n],
]);

/** Every power of two, its neighbours, and their negatives. */
export const POWERS_OF_TWO: readonly bigint[] = unique(
  Array.from({ length: 64 }, (_, bit) => 1n << BigInt(bit))
    .flatMap((power) => [power - 1n, power, power + 1n, -power, -power - 1n, 1n - power]),
);

/** Immediates of 12 bits worth trying. */
export const IMMEDIATES: readonly number[] = [
  ...[0, 1, -1, 2, -2, 7, -8, 31, 32, 63, 64, 255, 256, -256, 1023, 1024, -1024, -1025],
  ...[0x555, -0x556, 2046, 2047, -2047, -2048],
];

/** All ordered pairs. */
export function pairs(first: readonly bigint[], second = first): [bigint, bigint][] {
  return first.flatMap((a) => second.map((b): [bigint, bigint] => [a, b]));
}

/** A seeded generator of random numbers (xorshift of 32 bits: fast and good enough to vary tests). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = (Math.imul(seed, 0x9e37_79b1) ^ 0x5bd1_e995) | 1;
  }

  /** 32 random bits, unsigned. */
  bits(): number {
    let state = this.#state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#state = state;
    // The low bits of a xorshift are its weak ones.
    return Math.imul(state, 0x2545_f491) >>> 0;
  }

  /** An integer from 0 to `count` - 1. */
  below(count: number): number {
    return Math.floor(this.bits() / 2 ** 32 * count);
  }

  /** An integer from `low` to `high`. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  /** True once in `count` times. */
  oneIn(count: number): boolean {
    return this.below(count) === 0;
  }

  /** One of the items. */
  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError("Cannot pick: there are no items");
    return item;
  }

  /** 64 random bits, or one of the extremes. */
  word(): bigint {
    if (this.oneIn(2)) return this.pick(EXTREMES);
    return (BigInt(this.bits()) << 32n) | BigInt(this.bits());
  }

  /** A value that a field can hold: in half of the cases a small one or a limit. */
  field({ width, low, signed }: Field): number {
    const count = 2 ** (width - low);
    const min = signed ? -count / 2 : 0;
    const max = min + count - 1;
    const value = this.oneIn(2)
      ? this.between(min, max)
      : Math.min(max, Math.max(min, this.pick([min, max, 0, 1, 2, 3, 4, -1, -2, -4])));
    return value * 2 ** low;
  }

  /** A word of the row with random fields; registers lie below `registers`. */
  instruction(encoding: Encoding = this.pick(ENCODINGS), registers = 32): number {
    const values = encoding.fields.map((field) => {
      const isRegister = field.name === "rd" || field.name === "rs1" || field.name === "rs2";
      return [field.name, isRegister ? this.below(registers) : this.field(field)];
    });
    return encode(encoding, Object.fromEntries(values));
  }
}
