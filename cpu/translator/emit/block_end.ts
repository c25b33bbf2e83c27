// SPDX-License-Identifier: MPL-2.0
// Writes the end of a block of a region: a jump within the region, a computed jump by way of the
// hub, a call, or an exit. By then the registers' locals are up to date, and `pc` holds the target
// of a computed jump.

import type { BlockCounters } from "../../engine/counting.ts";
import { EXIT, type Exit } from "../../engine/engine.ts";
import { JUMPS, STATE } from "../../memory/layout.ts";
import {
  block,
  br,
  brTable,
  call,
  callIndirect,
  type Code,
  either,
  type I32,
  i32,
  i64,
  likely,
  return_,
  setFromStack,
  unlikely,
  unreachable,
  when,
} from "../../wasm/code.ts";
import { REGION_TYPE } from "./calling.ts";
import { blockOf, lookUp } from "./dispatcher.ts";
import type { Node, Route } from "../regions/flow_graph.ts";
import { addressOf, type BlockId, HUB, type LeaveReason } from "../regions/region.ts";
import { choice, depth, fuel, pc, reason, type RegionCode, state } from "./region_code.ts";
import type { GoTo } from "./structure.ts";

const EXIT_OF_REASON: Readonly<Record<LeaveReason, Exit>> = {
  "environment-call": EXIT.environmentCall,
  breakpoint: EXIT.breakpoint,
  illegal: EXIT.illegal,
  fetch: EXIT.fetch,
};

/** A block whose instructions have been written. */
export interface BlockAtEnd {
  readonly region: RegionCode;
  readonly node: Node;
  /** How many levels of structured code are around it. */
  readonly levels: number;
  readonly goTo: GoTo;
  /** The registers to write back if control leaves the region. */
  readonly dirty: number;
  /** The condition, if the block ends with a branch. */
  readonly condition: I32 | undefined;
  /** What counts it, if anything does. */
  readonly counters: BlockCounters | undefined;
}

/** Writes the end of one block. */
class EndEmitter {
  readonly #region: RegionCode;
  readonly #node: Node;
  readonly #levels: number;
  readonly #goTo: GoTo;
  readonly #dirty: number;
  readonly #condition: I32 | undefined;
  readonly #counters: BlockCounters | undefined;

  constructor({ region, node, levels, goTo, dirty, condition, counters }: BlockAtEnd) {
    this.#region = region;
    this.#node = node;
    this.#levels = levels;
    this.#goTo = goTo;
    this.#dirty = dirty;
    this.#condition = condition;
    this.#counters = counters;
  }

  emit(): Code {
    const { block } = this.#node;
    const { end } = block;
    const counting = this.#counters === undefined ? undefined : this.#region.counting;
    switch (end.kind) {
      case "jump":
        return [counting?.continueAt(block, addressOf(end.to)) ?? [], this.#continueAt(end.to, 0)];
      case "outside":
        return [
          counting?.continueAt(block, addressOf(end.to)) ?? [],
          this.#region.returnTo(i64.const(end.to), this.#dirty),
        ];
      case "indirect":
        return [
          counting?.computedJump(block) ?? [],
          this.#region.returnTo(pc.get, this.#dirty),
        ];
      case "return":
        return [
          counting?.computedJump(block) ?? [],
          either(
            likely(i64.eq(pc.get, i64.const(addressOf(end.to)))),
            this.#continueAt(end.to, 1),
            this.#region.returnTo(pc.get, this.#dirty),
          ),
        ];
      case "leave": {
        const exit = EXIT_OF_REASON[end.reason];
        return this.#region.leave(end.at, 0, exit, this.#dirty, this.#levels);
      }
      case "branch":
        return either(
          this.#condition ?? i32.const(0),
          [
            this.#counters?.take ?? [],
            counting?.continueAt(block, addressOf(end.taken)) ?? [],
            this.#continueAt(end.taken, 1),
          ],
          [counting?.continueAt(block, addressOf(end.next)) ?? [], this.#continueAt(end.next, 1)],
        );
      case "hub":
        return [counting?.computedJump(block) ?? [], this.#continueAt(HUB, 0)];
      case "start":
        return either(
          i64.eq(pc.get, i64.const(end.entry)),
          this.#continueAt(end.entry, 1),
          this.#continueAt(HUB, 1),
        );
      case "known":
        return this.#jump(this.#node.routes);
      case "dispatch":
        return this.#dispatch(this.#node.routes, 0, 0);
      case "call":
        return this.#call(end.to, end.returnTo);
    }
  }

  /** Continues at a block, from `nesting` levels inside the block's code. */
  #continueAt(to: BlockId, nesting: number): Code {
    const route = this.#routeTo(to);
    return route === undefined
      ? this.#region.returnTo(i64.const(addressOf(to)), this.#dirty)
      : this.#follow(route, nesting);
  }

  #routeTo(to: BlockId): Route | undefined {
    return this.#node.routes.find((route) => route.to === to);
  }

  #follow({ node, selects }: Route, nesting: number): Code {
    return [
      selects === undefined ? [] : choice.set(i32.const(selects)),
      this.#goTo(node, nesting),
    ];
  }

  /** Continues at the address in `pc`, by a jump table over the known targets. */
  #jump(routes: readonly Route[]): Code {
    const first = routes[0]?.to ?? 0;
    const last = routes.at(-1)?.to ?? first;
    const positions = new Map(routes.map(({ to }, position) => [to, position]));
    const table = Array.from(
      { length: (last - first) / 2 + 1 },
      (_, halfword) => positions.get(first + 2 * halfword) ?? routes.length,
    );
    const distance = i64.sub(pc.get, i64.const(first));
    let code: Code = routes.length === 0 ? [] : when(
      i64.lt_u(distance, i64.const(2 * table.length)),
      brTable(
        i32.wrap(i64.shr_u(distance, i64.const(1))),
        table.map((position) => position + 1),
        routes.length + 1,
      ),
    );
    // The code for each target follows its block, inside the blocks of later targets.
    for (const [position, route] of routes.entries()) {
      const landing = this.#follow(route, routes.length - position);
      code = position === 0 ? [block(code, br(routes.length)), landing] : [block(code), landing];
    }
    return [routes.length === 0 ? [] : block(code), this.#unknownJump()];
  }

  /**
   * Leaves for an address that the hub does not know, and notes it. When enough have been noted,
   * leaves with `EXIT.learn`.
   */
  #unknownJump(): Code {
    const entry = this.#region.options.allocateJumps();
    const elsewhere = this.#region.returnTo(pc.get, this.#dirty);
    if (entry === undefined) return elsewhere;
    const table = i32.const(entry);
    const slot = i32.and(reason.get, i32.const(JUMPS.capacity - 1));
    return [
      reason.set(i32.load(table, JUMPS.count)),
      i64.store(
        i32.add(table, i32.shl(slot, i32.const(3))),
        pc.get,
        JUMPS.targets,
      ),
      reason.set(i32.add(reason.get, i32.const(1))),
      i32.store(table, reason.get, JUMPS.count),
      when(
        i32.eqz(slot),
        i32.store(state, table, STATE.jumps),
        this.#region.leaveAtPc(0, EXIT.learn, this.#dirty, this.#levels + 1),
      ),
      elsewhere,
    ];
  }

  /** Follows the route whose number is in `choice`. It is one of these, counted from `first` on. */
  #dispatch(routes: readonly Route[], first: number, nesting: number): Code {
    const [only] = routes;
    if (only === undefined) return unreachable;
    if (routes.length === 1) return this.#follow(only, nesting);
    const half = routes.length >> 1;
    return either(
      i32.lt_u(choice.get, i32.const(first + half)),
      this.#dispatch(routes.slice(0, half), first, nesting + 1),
      this.#dispatch(routes.slice(half), first + half, nesting + 1),
    );
  }

  #call(to: number | undefined, returnTo: BlockId): Code {
    const deeper = i32.add(
      depth.get,
      to === undefined ? i32.add(blockOf(pc.get), i32.const(1)) : i32.const(1),
    );
    const callee = to === undefined ? undefined : this.#region.options.calleeAt(to);
    const target = to === undefined ? pc.get : i64.const(to);
    const calling = callee?.kind === "function"
      ? call(callee.index, fuel.get, target, deeper)
      : callIndirect(
        REGION_TYPE,
        callee === undefined ? lookUp(pc.get) : i32.const(callee.position),
        fuel.get,
        target,
        deeper,
      );
    const route = this.#routeTo(returnTo);
    const comeBack: Code = route === undefined ? return_([pc.get, fuel.get]) : [
      when(
        unlikely(i32.or(
          i64.ne(pc.get, i64.const(addressOf(returnTo))),
          i32.lt_s(fuel.get, i32.const(0)),
        )),
        return_([pc.get, fuel.get]),
      ),
      this.#region.load(this.#region.flow[route.node]?.liveIn ?? 0),
      this.#follow(route, 0),
    ];
    return [
      this.#counters === undefined ? [] : this.#region.counting?.call(this.#node.block, to) ?? [],
      this.#region.writeBack(this.#dirty),
      calling,
      setFromStack(fuel),
      setFromStack(pc),
      comeBack,
    ];
  }
}

/** The code of a block's end. */
export function emitEnd(block: BlockAtEnd): Code {
  return new EndEmitter(block).emit();
}
