// SPDX-License-Identifier: MPL-2.0
// Writes the code that makes a region count what it executes, if anything counts.

import type { BlockCounters, CodeCounting, Flow } from "../../engine/counting.ts";
import { type Code, type I32, i32, type I64, i64, type Local64 } from "../../wasm/code.ts";
import { STATE, STATE_START } from "../../memory/layout.ts";
import { floatSupport } from "./float_support.ts";
import { addressOf, type Block, type BlockId } from "../regions/region.ts";

/** The index of the first function that counting code imports. */
export const firstCountingImport = (): number => floatSupport().imports.length;

/** The locals of a region that are counted with. */
export interface CountedLocals {
  /** Where its code adds events up. */
  readonly events: Local64;
  readonly fuel: I32;
  /** The target of a computed jump. */
  readonly pc: I64;
  readonly sp: I64;
}

/** The counting of one region, while its code is written. */
export class RegionCounting {
  readonly #code: CodeCounting;
  readonly #locals: CountedLocals;
  readonly #events: Local64;
  readonly #first = firstCountingImport();

  constructor(code: CodeCounting, locals: CountedLocals) {
    this.#code = code;
    this.#locals = locals;
    this.#events = locals.events;
  }

  /** The counters of a block. */
  block({ instructions, addresses }: Block): BlockCounters {
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
  continueAt(block: Block, to: BlockId): Code {
    const { at, flow } = this.#lastOf(block);
    const target = addressOf(to);
    // The region has inlined the function that is called.
    if (flow === "call") return this.call(block, target);
    return this.#code.isCrossing(at, target)
      ? this.#code.cross(this.#first, target, this.#locals.fuel, this.#events)
      : [];
  }

  /** Counts a call of an address, or of the address in `pc`. */
  call(block: Block, to: number | undefined): Code {
    const { last, at, flow } = this.#lastOf(block);
    const { fuel, pc, sp } = this.#locals;
    const target = to === undefined ? pc : i64.const(to);
    return flow === "call"
      ? this.#code.call(this.#first, at + last, target, sp, fuel, this.#events)
      : this.#code.crossTo(this.#first, target, fuel, this.#events);
  }

  /** Counts a jump to the address in `pc`. */
  computedJump(block: Block): Code {
    const { at, flow } = this.#lastOf(block);
    const { fuel, pc, sp } = this.#locals;
    return flow === "return"
      ? this.#code.leave(this.#first, pc, sp, fuel, this.#events)
      : this.#code.crossFrom(this.#first, at, pc, fuel, this.#events);
  }

  /** The length, address and flow of a block's last instruction. */
  #lastOf({ instructions, addresses, start }: Block): { last: number; at: number; flow: Flow } {
    const instruction = instructions.at(-1);
    return {
      last: instruction?.length ?? 0,
      at: addresses.at(-1) ?? addressOf(start),
      flow: instruction === undefined ? "next" : this.#code.flowOf(instruction.word),
    };
  }
}
