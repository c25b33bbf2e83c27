// SPDX-License-Identifier: MPL-2.0
// How often each instruction retired. Code may change while a program runs, so an instruction is an
// address and a word.

import { kindOf } from "./instruction_kinds.ts";

/** How often one instruction retired. */
export interface InstructionCount {
  /** Its address. */
  readonly address: number;
  /** Its bits, unsigned; of 2 bytes, a halfword. */
  readonly word: number;
  /** How often it retired. */
  readonly count: number;
  /** How often it branched, if it is a conditional branch. */
  readonly taken: number;
}

/** A count that grows. */
export interface GrowingCount {
  readonly address: number;
  readonly word: number;
  count: number;
  taken: number;
}

/** The counts of all instructions. */
export class InstructionCounts {
  readonly #byAddress = new Map<number, GrowingCount[]>();

  /** The count of an instruction. */
  of(address: number, word: number): GrowingCount {
    let here = this.#byAddress.get(address);
    if (here === undefined) this.#byAddress.set(address, here = []);
    for (const known of here) if (known.word === word) return known;
    const count = { address, word, count: 0, taken: 0 };
    here.push(count);
    return count;
  }

  /** All counts, in the order of their addresses. */
  list(): InstructionCount[] {
    return [...this.#byAddress.values()].flat().filter(({ count }) => count > 0)
      .sort((a, b) => a.address - b.address);
  }
}

/** Whether a branch was taken that leads to another address than the next one. */
export const isTaken = (address: number, word: number, next: number): boolean => {
  const { distance } = kindOf(word);
  return next === address + distance && distance !== ((word & 3) === 3 ? 4 : 2);
};
