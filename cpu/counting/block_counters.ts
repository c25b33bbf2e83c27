// SPDX-License-Identifier: MPL-2.0
// The counters of translated blocks: one for how often a block runs, and one for how often the branch
// at its end is taken. They lie in the machine's own memory, at addresses that are constants of the
// code. Code that leaves a block early reports how many of its instructions did not retire.

import type { Arena } from "../memory/arena.ts";
import type { CountedInstruction } from "../engine/counting.ts";
import { COUNTER_CAPACITY, COUNTERS } from "../memory/layout.ts";
import type { InstructionCounts } from "./instruction_counts.ts";

/** A translated block. */
export interface CountedBlock {
  readonly instructions: readonly CountedInstruction[];
  /** The offset of its two counters. */
  readonly counters: number;
  /** By position: how often the block was left before that instruction. */
  readonly cuts: Map<number, number>;
}

/** The bytes of a block's counters. */
const SIZE = 16;
/** No translation adds more blocks at once. */
const RESERVE = 2 ** 16;

/** The counters of one machine. */
export class BlockCounters {
  readonly #arena: Arena;
  #blocks: CountedBlock[] = [];
  readonly #known = new Map<string, CountedBlock>();
  /** What was found for an early exit: by the address, and how many instructions were left. */
  readonly #exits = new Map<string, readonly [CountedBlock, number]>();

  constructor(arena: Arena) {
    this.#arena = arena;
    // Another machine may have counted in this memory.
    const start = COUNTERS / 8;
    this.#arena.words64.fill(0n, start, start + COUNTER_CAPACITY);
  }

  /** Whether there may be no room for the next translation. */
  get isFull(): boolean {
    return this.#blocks.length + RESERVE > COUNTER_CAPACITY * 8 / SIZE;
  }

  /** The block of some instructions; copies of it share its counters. */
  block(instructions: readonly CountedInstruction[]): CountedBlock {
    const key = instructions.map(({ address, word }) => `${address}:${word}`).join();
    let block = this.#known.get(key);
    if (block === undefined) {
      if (this.#blocks.length * SIZE === COUNTER_CAPACITY * 8) {
        throw new RangeError("Cannot count: there is no room for the counters of more code");
      }
      const counters = COUNTERS + this.#blocks.length * SIZE;
      block = { instructions: [...instructions], counters, cuts: new Map() };
      this.#known.set(key, block);
      this.#blocks.push(block);
      this.#exits.clear();
    }
    return block;
  }

  /** Notes that the block which ends `left` instructions after an address was left there. */
  cut(address: number, left: number): readonly CountedInstruction[] {
    const key = `${address}:${left}`;
    let exit = this.#exits.get(key);
    if (exit === undefined) this.#exits.set(key, exit = this.#find(address, left));
    const [{ cuts, instructions }, position] = exit;
    cuts.set(position, (cuts.get(position) ?? 0) + 1);
    return instructions.slice(position);
  }

  #find(address: number, left: number): readonly [CountedBlock, number] {
    // The latest has the code as it was last.
    const block = this.#blocks.findLast(({ instructions }) =>
      instructions[instructions.length - left]?.address === address
    );
    if (block === undefined) throw new RangeError("Cannot count: a block is unknown");
    return [block, block.instructions.length - left];
  }

  /** Adds what was counted, and sets the counters to 0. */
  addTo(counts: InstructionCounts): void {
    const { words64 } = this.#arena;
    for (const { instructions, counters, cuts } of this.#blocks) {
      let count = Number(words64[counters / 8]);
      const taken = Number(words64[counters / 8 + 1]);
      words64[counters / 8] = 0n;
      words64[counters / 8 + 1] = 0n;
      // An early exit may have been noted with another block that ends in the same way.
      if (count === 0 && cuts.size === 0) continue;
      for (const [position, { address, word }] of instructions.entries()) {
        count -= cuts.get(position) ?? 0;
        counts.of(address, word).count += count;
      }
      const last = instructions.at(-1);
      if (last !== undefined) counts.of(last.address, last.word).taken += taken;
      cuts.clear();
    }
  }

  /** Forgets all blocks, whose code is gone. */
  forget(): void {
    this.#blocks = [];
    this.#known.clear();
    this.#exits.clear();
  }
}
