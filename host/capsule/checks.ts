// SPDX-License-Identifier: MPL-2.0
// The moments at which the state of a run is hashed: the multiples of a spacing, which is doubled as the run gets
// long, so that there are always a few dozen of them. A hash takes in only as much memory as the run since
// the moment before pays for. The moments follow from the length of the run alone.

import type { Machine } from "../../cpu/machine.ts";
import { hashOfState } from "./state_hash.ts";

/** Instructions between two moments, at least. */
const MIN_SPACING = 2 ** 22;
/** There are fewer moments than this. */
export const MAX_CHECKS = 32;

/** Instructions that pay for a page. */
const PAGE_COST = 2 ** 18;

/** What the state of a run was at its moments. */
export interface Checks {
  /** Instructions from one to the next; the first is as far from the start. */
  readonly spacing: number;
  /** The hashes, of 64 bits. */
  readonly hashes: readonly bigint[];
}

/** The hash of the state at such a moment. */
export function checkHash(machine: Machine): bigint {
  const { instructions } = machine;
  // The largest power of two that divides the number: what is there at any spacing.
  let size = MIN_SPACING;
  while (instructions % (2 * size) === 0 && size < 2 ** 40) size *= 2;
  return hashOfState(machine, size / PAGE_COST);
}

/** The spacing for a run of that many instructions, and how many moments it has. */
export function scheduleOf(
  instructions: number,
): { readonly spacing: number; readonly count: number } {
  for (let spacing = MIN_SPACING;; spacing *= 2) {
    const count = Math.floor(instructions / spacing);
    if (count < MAX_CHECKS) return { spacing, count };
  }
}

/** Hashes the state of a run as it goes on. */
export class CheckRecorder {
  #spacing = MIN_SPACING;
  #hashes: bigint[] = [];

  /** How many instructions will have retired at the next moment. */
  get next(): number {
    return this.#spacing * (this.#hashes.length + 1);
  }

  /** The machine is at the next moment. */
  reached(machine: Machine): void {
    this.#hashes.push(checkHash(machine));
    if (this.#hashes.length < MAX_CHECKS) return;
    this.#hashes = this.#hashes.filter((_, index) => index % 2 === 1);
    this.#spacing *= 2;
  }

  /** What was found so far. */
  get checks(): Checks {
    return { spacing: this.#spacing, hashes: this.#hashes };
  }
}
