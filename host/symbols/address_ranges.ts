// SPDX-License-Identifier: MPL-2.0
// Address ranges, of symbols or from the command line, and whether an access touches one. An address to test
// is two unsigned 32-bit halves, as in trace records, because a BigInt would cost more than the test itself.

/** The addresses from `start` to before `end`. */
export interface AddressRange {
  /** The first address. */
  readonly start: bigint;
  /** The address after the last. */
  readonly end: bigint;
}

interface HalfRange {
  readonly startHigh: number;
  readonly startLow: number;
  readonly endHigh: number;
  readonly endLow: number;
}

function halves({ start, end }: AddressRange): HalfRange {
  return {
    startHigh: Number(start >> 32n),
    startLow: Number(start & 0xffff_ffffn),
    endHigh: Number(end >> 32n),
    endLow: Number(end & 0xffff_ffffn),
  };
}

/** A set of ranges. */
export class AddressRanges {
  /** The ranges, which may overlap. */
  readonly list: readonly AddressRange[];
  readonly #halves: readonly HalfRange[];

  /** The set of these ranges. */
  constructor(list: readonly AddressRange[]) {
    this.list = list;
    this.#halves = list.map(halves);
  }

  /** Whether any of the `size` bytes at an address is in a range. */
  touch(high: number, low: number, size: number): boolean {
    const carry = low + size > 2 ** 32 ? 1 : 0;
    const afterHigh = high + carry;
    const afterLow = low + size - carry * 2 ** 32;
    const ranges = this.#halves;
    // An iterator would cost more than the comparisons.
    for (let index = 0; index < ranges.length; index++) {
      const range = ranges[index];
      if (range === undefined) break;
      const endsAfterStart = afterHigh > range.startHigh ||
        (afterHigh === range.startHigh && afterLow > range.startLow);
      if (!endsAfterStart) continue;
      if (high < range.endHigh || (high === range.endHigh && low < range.endLow)) return true;
    }
    return false;
  }

  /** Whether an address is in a range. */
  hold(address: bigint): boolean {
    return this.touch(Number(address >> 32n), Number(address & 0xffff_ffffn), 1);
  }
}
