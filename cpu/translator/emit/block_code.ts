// SPDX-License-Identifier: MPL-2.0
// What the instructions of a block share while block.ts writes its code: which local holds each guest
// register, how accesses are checked, and how to leave from the middle of the block.

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
import { addressOf } from "../regions/region.ts";
import { registersOf } from "../regions/register_flow.ts";
import { stopCheck } from "./stop_check.ts";

/** The code of one block of a region, while it is being written. */
export class BlockCode {
  /** The region that it belongs to. */
  readonly region: RegionCode;
  /** Its node in the flow graph. */
  readonly node: Node;
  /** How many levels of structured code are around it. */
  readonly levels: number;
  /** How its accesses are checked. */
  readonly plan: AccessPlan;
  /** Its trace records. */
  readonly trace: BlockTrace;
  /** The registers whose values in the state block are out of date. */
  dirty: number;
  /** The condition of the branch at its end. */
  condition: I32 | undefined;
  /** Registers whose values are only in their 32-bit locals. */
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

  /**
   * The value of a guest register that the instruction need not name: from its local if that has a newer
   * value, as it has when the instruction `writes` it.
   */
  readNow(number: number, writes: boolean): I64 {
    const isNewer = writes || (this.dirty >>> number & 1) !== 0;
    return isNewer ? this.read(number) : i64.load(state, STATE.registers + 8 * number);
  }

  /** Sets a guest register other than x0. */
  write(number: number, result: I64): Code {
    const narrow = isExtended(result) ? narrowOf(result) : undefined;
    if (narrow === undefined) {
      this.#narrow.delete(number);
      return this.region.register(number).set(result);
    }
    this.#narrow.set(number, isNotNegative(result) ? "not-negative" : "signed");
    return this.region.narrowRegister(number).set(narrow);
  }

  /** Writes registers to the state block. */
  writeBack(mask: number): Code {
    if (mask === 0) return [];
    this.dirty &= ~mask;
    return registersOf(mask).map((number) =>
      i64.store(state, this.read(number), STATE.registers + 8 * number)
    );
  }

  /** Copies values that are only in 32-bit locals to the 64-bit locals. */
  widen(dirty: number = this.dirty): Code {
    if (this.#narrow.size === 0) return [];
    return registersOf(dirty).map((number) =>
      this.#narrow.has(number) ? this.region.register(number).set(this.read(number)) : []
    );
  }

  /**
   * Leaves the region before the instruction at `at`, from `levels` levels inside the code of the
   * block. `unretired` instructions of the block do not retire. Writes the `dirty` registers back.
   */
  leave(at: number, unretired: number, exit: Exit, levels: number, dirty = this.dirty): Code {
    const leave = this.region.leave(at, unretired, exit, dirty, this.levels + levels);
    return [this.widen(dirty), leave];
  }

  /** Asks for a stop at the start of the block, if there is or was one. */
  stopAtStart(): Code {
    const { start, hasStop } = this.node.block;
    if (!hasStop) return [];
    const at = addressOf(start);
    return stopCheck(at, this.leave(at, 0, EXIT.stop, 2));
  }

  /** The checks at the start of the block. */
  checksAtStart(): Code {
    const at = this.node.block.addresses[0] ?? 0;
    return this.plan.atStart.map((check) =>
      this.ready(check, this.read(check.base), () => this.leave(at, 0, EXIT.unchecked, 2))
    );
  }

  /** A check of the bytes around an address. `leave` is for its failure, two levels further in. */
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
