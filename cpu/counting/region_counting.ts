// SPDX-License-Identifier: MPL-2.0
// Writes the code that makes a region count what it executes, for CodeCounting.

import type {
  BlockCounters,
  CodeCounting,
  CountedBlock,
  CountedLocals,
  Flow,
  RegionCounting,
} from "../engine/counting.ts";
import { type Code, i32, i64, type Local64 } from "../wasm/code.ts";
import { STATE, STATE_START } from "../memory/layout.ts";

/** The counting of one region, while its code is written. */
export class RegionCounter implements RegionCounting {
  readonly #code: CodeCounting;
  readonly #locals: CountedLocals;
  readonly #events: Local64;
  readonly #first: number;

  /** `first` is the index of the first import of the code that counts. */
  constructor(code: CodeCounting, first: number, locals: CountedLocals) {
    this.#first = first;
    this.#code = code;
    this.#locals = locals;
    this.#events = locals.events;
  }

  /** The counters of a block. */
  block({ instructions, addresses }: CountedBlock): BlockCounters {
    const counted = instructions.map(({ word }, index) => ({
      address: addresses[index] ?? 0,
      word,
    }));
    return this.#code.block(counted, this.#events);
  }

  /** Passes on what was counted, before the code of others runs. */
  flush(): Code {
    return this.#code.flush(this.#first, this.#events);
  }

  /** Notes that instructions of the last block will not retire. */
  cut(unretired: number): Code {
    return unretired === 0
      ? []
      : i32.store(i32.const(STATE_START), i32.const(unretired), STATE.cut);
  }

  /** Counts that a block continues at a block or an address. */
  continueAt(block: CountedBlock, target: number): Code {
    const { at, flow } = this.#lastOf(block);
    // The region has inlined the function that is called.
    if (flow === "call") return this.call(block, target);
    return this.#code.isCrossing(at, target)
      ? this.#code.cross(this.#first, target, this.#locals.fuel, this.#events)
      : [];
  }

  /** Counts a call of an address, or of the address in `pc`. */
  call(block: CountedBlock, to: number | undefined): Code {
    const { last, at, flow } = this.#lastOf(block);
    const { fuel, pc, sp } = this.#locals;
    const target = to === undefined ? pc : i64.const(to);
    return flow === "call"
      ? this.#code.call(this.#first, at + last, target, sp, fuel, this.#events)
      : this.#code.crossTo(this.#first, target, fuel, this.#events);
  }

  /** Counts a jump to the address in `pc`. */
  computedJump(block: CountedBlock): Code {
    const { at, flow } = this.#lastOf(block);
    const { fuel, pc, sp } = this.#locals;
    return flow === "return"
      ? this.#code.leave(this.#first, pc, sp, fuel, this.#events)
      : this.#code.crossFrom(this.#first, at, pc, fuel, this.#events);
  }

  /** The length, address and flow of a block's last instruction. */
  #lastOf({ instructions, addresses }: CountedBlock): { last: number; at: number; flow: Flow } {
    const instruction = instructions.at(-1);
    return {
      last: instruction?.length ?? 0,
      at: addresses.at(-1) ?? 0,
      flow: instruction === undefined ? "next" : this.#code.flowOf(instruction.word),
    };
  }
}
