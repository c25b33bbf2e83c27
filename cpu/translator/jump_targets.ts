// SPDX-License-Identifier: MPL-2.0
// What is known about where computed jumps go, as those of a switch or of an interpreter. Translated
// code notes targets that it did not expect in the table of jumps; when a few have come together,
// they are learned here, and the region is translated again with them in its hub.

import type { Arena } from "../memory/arena.ts";
import { JUMP_TABLE, JUMPS } from "../memory/layout.ts";

/** Targets belong to a jump if they are at most so many bytes away: in its function, most likely. */
const FARTHEST = 8192;
/** A region learns so many times at the most. */
const MOST_ROUNDS = 12;

/** The targets of one machine's computed jumps. */
export class JumpTargets {
  readonly #arena: Arena;
  readonly #targets = new Set<number>();
  readonly #rounds = new Map<number, number>();
  /** The entries of regions, by the number of their entry in the table of jumps. */
  #owners: number[] = [];

  constructor(arena: Arena) {
    this.#arena = arena;
  }

  /** Where a jump may go, as far as it is known. */
  targetsOf(jump: number): readonly number[] {
    return [...this.#targets].filter((target) => Math.abs(target - jump) <= FARTHEST);
  }

  /** The offset of a fresh entry in the table of jumps; undefined when the region learned enough. */
  allocate(region: number): number | undefined {
    const number = this.#owners.length;
    if (number === JUMPS.entries || (this.#rounds.get(region) ?? 0) >= MOST_ROUNDS) {
      return undefined;
    }
    this.#owners.push(region);
    const offset = JUMP_TABLE + number * JUMPS.size;
    this.#arena.words32[(offset + JUMPS.count) / 4] = 0;
    return offset;
  }

  /** Takes in what an entry of the table has noted; gives the region that should be translated anew. */
  learn(offset: number): number | undefined {
    const region = this.#owners[(offset - JUMP_TABLE) / JUMPS.size];
    if (region === undefined) return undefined;
    const first = (offset + JUMPS.targets) / 8;
    const noted = this.#arena.words64.subarray(first, first + JUMPS.capacity);
    const before = this.#targets.size;
    for (const target of noted) this.#targets.add(Number(target));
    // What is known already and still comes is too far away: there is no more to learn.
    const isNew = this.#targets.size > before;
    this.#rounds.set(region, isNew ? (this.#rounds.get(region) ?? 0) + 1 : MOST_ROUNDS);
    return region;
  }

  /** Takes all entries of the table back: to be called when no code uses them. */
  release(): void {
    this.#owners = [];
  }
}
