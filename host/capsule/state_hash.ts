// SPDX-License-Identifier: MPL-2.0
// A hash of 64 bits of a machine's state: of its registers, its mappings, and the contents of all of its pages or
// of some. Two states with the same hash are almost certainly equal. Looking changes nothing. It is not a
// signature: a state with a given hash can be made on purpose.

import type { Machine, MachineParts } from "../../cpu/machine.ts";
import { PAGE_SIZE, SLOT_COUNT } from "../../cpu/memory/layout.ts";

const PAGE_WORDS = PAGE_SIZE / 4;
/** Odd numbers with well-mixed bits (MurmurHash3's). */
const MULTIPLIER = [0xcc9e2d51, 0x1b873593] as const;
/** The most page slots to look through for pages of which to take some. */
const MAX_SEARCHED = 4096;

/** The hash of a machine's state, of its memory at most `maxPages` pages, which depend on the moment. */
export function hashOfState(machine: Machine, maxPages = Infinity): bigint {
  return machine.withParts((parts) => {
    const hash = new Hash();
    const { registers, floatRegisters } = machine;
    hash.words64([BigInt(machine.instructions), machine.pc, BigInt(floatRegisters.fcsr)]);
    hash.words64(registers.toArray());
    hash.words64(floatRegisters.toArray());
    const { regions } = parts.pages.space;
    const sorted = regions.toSorted((a, b) => a.upper - b.upper || a.start - b.start);
    for (const { upper, start, end, flags } of sorted) {
      hash.word(upper);
      hash.word(start);
      hash.word(end);
      hash.word(flags);
    }
    for (const slot of touchedSlots(parts, machine.instructions, maxPages)) {
      const words = parts.arena.words32.subarray(slot * PAGE_WORDS, (slot + 1) * PAGE_WORDS);
      // A page that holds zeros is like one that was never touched.
      if (words.every((word) => word === 0)) continue;
      hash.word(slot);
      hash.words32(words);
    }
    return hash.value;
  });
}

/** The slots of touched pages in order; if they are more than `max`, some of them, by the moment. */
function touchedSlots(
  { pages }: MachineParts,
  moment: number,
  max: number,
): number[] {
  const sorted = pages.space.regions.toSorted((a, b) => a.start - b.start);
  const found: number[] = [];
  const isAll = max === Infinity;
  const first = isAll ? 0 : Math.imul(moment ^ moment / 2 ** 20, MULTIPLIER[0]) >>> 12;
  let left = isAll ? SLOT_COUNT : MAX_SEARCHED;
  const look = (from: number, to: number) => {
    for (const { start, end } of sorted) {
      for (let slot = Math.max(start, from); slot < Math.min(end, to); slot++) {
        if (found.length >= max || left-- === 0) return;
        if (pages.isTouchedSlot(slot)) found.push(slot);
      }
    }
  };
  look(first, SLOT_COUNT);
  look(0, first);
  return found;
}

/** Two sums of 32 bits, which go different ways. */
class Hash {
  #low = 0x9747b28c;
  #high = 0x2545f491;

  word(word: number): void {
    this.#low = Math.imul(this.#low ^ word, MULTIPLIER[0]);
    this.#low ^= this.#low >>> 15;
    this.#high = Math.imul((this.#high << 13 | this.#high >>> 19) + word, MULTIPLIER[1]);
  }

  words32(words: Uint32Array | Int32Array): void {
    let low = this.#low;
    let high = this.#high;
    for (let index = 0; index < words.length; index++) {
      const word = words[index]!;
      low = Math.imul(low ^ word, MULTIPLIER[0]);
      low ^= low >>> 15;
      high = Math.imul((high << 13 | high >>> 19) + word, MULTIPLIER[1]);
    }
    this.#low = low;
    this.#high = high;
  }

  words64(values: readonly bigint[]): void {
    for (const value of values) {
      this.word(Number(value & 0xffff_ffffn));
      this.word(Number(value >> 32n));
    }
  }

  get value(): bigint {
    return BigInt(this.#high >>> 0) << 32n | BigInt(this.#low >>> 0);
  }
}
