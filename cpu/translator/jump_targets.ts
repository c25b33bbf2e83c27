// SPDX-License-Identifier: MPL-2.0
// Learns where computed jumps go, such as those of a switch or an interpreter. Translated code
// notes targets that it does not know in the jump table. When several have come together they are
// learned here, and the region is translated again with them in its hub.

import type { Arena } from "../memory/arena.ts";
import { JUMP_TABLE, JUMPS } from "../memory/layout.ts";

/**
 * A target within this many bytes of a jump is taken for one of its targets; most likely it is in
 * the same function.
 */
const MAX_DISTANCE = 8192;
/** How many times a region may learn targets. */
const MAX_ROUNDS = 12;

/** The targets of one machine's computed jumps. */
export class JumpTargets {
  readonly #arena: Arena;
  readonly #targets = new Set<number>();
  readonly #rounds = new Map<number, number>();
  /** The entry of each region that has an entry in the jump table, by that entry's index. */
  #owners: number[] = [];

  constructor(arena: Arena) {
    this.#arena = arena;
  }

  /** The known targets of a jump. */
  targetsOf(jump: number): readonly number[] {
    return [...this.#targets].filter((target) => Math.abs(target - jump) <= MAX_DISTANCE);
  }

  /** The offset of a new entry in the jump table; undefined if the region has learned enough. */
  allocate(region: number): number | undefined {
    const number = this.#owners.length;
    if (number === JUMPS.entries || (this.#rounds.get(region) ?? 0) >= MAX_ROUNDS) {
      return undefined;
    }
    this.#owners.push(region);
    const offset = JUMP_TABLE + number * JUMPS.size;
    this.#arena.words32[(offset + JUMPS.count) / 4] = 0;
    return offset;
  }

  /** Learns the targets in an entry of the table. Returns the region to translate again. */
  learn(offset: number): number | undefined {
    const region = this.#owners[(offset - JUMP_TABLE) / JUMPS.size];
    if (region === undefined) return undefined;
    const first = (offset + JUMPS.targets) / 8;
    const noted = this.#arena.words64.subarray(first, first + JUMPS.capacity);
    const before = this.#targets.size;
    for (const target of noted) this.#targets.add(Number(target));
    // If all noted targets were known, they are beyond MAX_DISTANCE, so stop learning.
    const isNew = this.#targets.size > before;
    this.#rounds.set(region, isNew ? (this.#rounds.get(region) ?? 0) + 1 : MAX_ROUNDS);
    return region;
  }

  /** Frees all entries of the table. No code may use them any more. */
  release(): void {
    this.#owners = [];
  }
}
