// SPDX-License-Identifier: MPL-2.0
// What the instructions of a block share while its code is written: where each guest register is, which
// checks its accesses need, and the ways out from the middle of it.

import { EXIT, type Exit } from "../../engine/engine.ts";
import { STATE } from "../../memory/layout.ts";
import {
  call32,
  type Code,
  extendNotNegative,
  type I32,
  i32,
  type I64,
  i64,
  isExtended,
  isNotNegative,
  narrowOf,
  unlikely,
  when,
} from "../../wasm/code.ts";
import { inRange } from "../../engine/memory_access.ts";
import { type AccessPlan, type Check, NO_ACCESSES } from "../regions/access_plan.ts";
import { BlockTrace } from "./block_trace.ts";
import { SUPPORT } from "./calling.ts";
import type { Node } from "../regions/flow_graph.ts";
import { address, type RegionCode, state } from "./region_code.ts";
import { registersOf } from "../regions/register_flow.ts";

/** The code of one block of a region in the making. */
export class BlockCode {
  /** What it belongs to. */
  readonly region: RegionCode;
  /** Its place in the flow graph. */
  readonly node: Node;
  /** Levels of structured code around the block. */
  readonly levels: number;
  /** How its accesses go ahead. */
  readonly plan: AccessPlan;
  /** The trace records that it leaves. */
  readonly trace: BlockTrace;
  /** The registers whose value in the state block is not up to date. */
  dirty: number;
  /** The condition of the branch at the end. */
  condition: I32 | undefined;
  /** Registers whose value so far is only in their narrow local. */
  readonly #narrow = new Map<number, "signed" | "not-negative">();

  constructor(region: RegionCode, node: Node, levels: number) {
    this.region = region;
    this.node = node;
    this.levels = levels;
    this.plan = region.plans[node.number] ?? NO_ACCESSES;
    this.trace = new BlockTrace(region.options.mode, node.block);
    this.dirty = region.flow[node.number]?.dirtyIn ?? 0;
  }

  /** The value of a guest register. */
  read(number: number): I64 {
    if (number === 0) return i64.const(0);
    const kind = this.#narrow.get(number);
    if (kind === undefined) return this.region.register(number).get;
    const { get } = this.region.narrowRegister(number);
    return kind === "signed" ? i64.extend_i32_s(get) : extendNotNegative(get);
  }

  /** Gives a guest register other than x0 a value. */
  write(number: number, result: I64): Code {
    const narrow = isExtended(result) ? narrowOf(result) : undefined;
    if (narrow === undefined) {
      this.#narrow.delete(number);
      return this.region.register(number).set(result);
    }
    this.#narrow.set(number, isNotNegative(result) ? "not-negative" : "signed");
    return this.region.narrowRegister(number).set(narrow);
  }

  /** Writes registers to the state block, where they then are as new as in their locals. */
  writeBack(mask: number): Code {
    if (mask === 0) return [];
    this.dirty &= ~mask;
    return registersOf(mask).map((number) =>
      i64.store(state, this.read(number), STATE.registers + 8 * number)
    );
  }

  /** Extends the values of registers that are narrow, for whoever comes after. */
  widen(dirty: number = this.dirty): Code {
    if (this.#narrow.size === 0) return [];
    return registersOf(dirty).map((number) =>
      this.#narrow.has(number) ? this.region.register(number).set(this.read(number)) : []
    );
  }

  /**
   * Leaves the region from the middle of the block, `levels` levels inside of its code, without executing
   * what is at `at`: `unretired` instructions of the block do not retire. Writes the `dirty` registers back.
   */
  leave(at: number, unretired: number, exit: Exit, levels: number, dirty = this.dirty): Code {
    const leave = this.region.leave(at, unretired, exit, dirty, this.levels + levels);
    return [this.widen(dirty), leave];
  }

  /** Makes the checks that stand at the block's start. */
  checksAtStart(): Code {
    const at = this.node.block.addresses[0] ?? 0;
    return this.plan.atStart.map((check) =>
      this.ready(check, this.read(check.base), () => this.leave(at, 0, EXIT.unchecked, 2))
    );
  }

  /** Makes a check of the accesses around an address, two levels inside of which it leaves if it fails. */
  ready({ from, span, rights }: Check, at: I64, leave: () => Code): Code {
    const range = this.region.options.allocateRange();
    const explored = call32(
      SUPPORT.explore,
      address.get,
      i32.const(span),
      i32.const(range),
      i32.const(rights),
    );
    return [
      address.set(from === 0 ? at : i64.add(at, i64.const(from))),
      when(
        unlikely(i32.eqz(inRange(address.get, range))),
        when(unlikely(i32.eqz(explored)), leave()),
      ),
    ];
  }
}
