// SPDX-License-Identifier: MPL-2.0
// What the blocks of a region share while its function is written: the guest registers in locals, and
// the ways out, which write them back. See calling.ts for the conventions.

import { EXIT, type Exit, type TraceMode } from "../../engine/engine.ts";
import { STATE, STATE_START } from "../../memory/layout.ts";
import {
  block,
  br,
  choose32,
  type Code,
  type I32,
  i32,
  type I64,
  i64,
  type Local32,
  local32,
  type Local64,
  local64,
  localDouble,
  localSingle,
  return_,
} from "../../wasm/code.ts";
import type { ValueType } from "../../wasm/module.ts";
import type { Caution } from "../regions/access_groups.ts";
import { type AccessPlan, planAccesses } from "../regions/access_plan.ts";
import { OUT_OF_FUEL, REGION_SIGNATURE } from "./calling.ts";
import { type FlowGraph, flowGraph } from "../regions/flow_graph.ts";
import type { Region } from "../regions/region.ts";
import { type BlockRegisters, registerFlow, registersOf } from "../regions/register_flow.ts";
import { unrolled } from "../regions/unroll.ts";

/** How to call the translated code of an address. */
export type Callee =
  | { readonly kind: "function"; readonly index: number }
  | { readonly kind: "table"; readonly position: number };

/** What a region's code depends on besides the region. */
export interface EmitOptions {
  readonly mode: TraceMode;
  /** How direct calls reach an address. */
  readonly calleeAt: (address: number) => Callee;
  /** Offset of a fresh entry in the table of ranges. */
  readonly allocateRange: () => number;
  /** The offset of a fresh entry in the table of jumps; undefined when there is nothing to learn. */
  readonly allocateJumps: () => number | undefined;
  /** How careful the access at an address is. */
  readonly cautionAt: (address: number) => Caution;
}

/** The instructions that may still retire. */
export const fuel = local32(0);
/** The address called for; afterwards the address to go on at. */
export const pc = local64(1);
/** How deep calls are nested. */
export const depth = local32(2);
/** The address of the access at hand. */
export const address = local64(3);
/** A value on its way. */
export const value = local64(4);
/** One of `EXIT`, on the way out; before, what a store answered. */
export const reason = local32(5);
/** The next block, where the structure is a table. */
export const selector = local32(6);
/** Where the block's first trace record goes. */
export const trace = local32(7);
/** Results of floating-point arithmetic on their way. */
export const double = localDouble(8);
export const single = localSingle(9);
/** What an atomic instruction is about to store. */
export const updated = local64(10);
/** Where a dispatcher goes on. */
export const choice = local32(11);
const FIXED_LOCALS: readonly ValueType[] = [
  "i64",
  "i64",
  "i32",
  "i32",
  "i32",
  "f64",
  "f32",
  "i64",
  "i32",
];
const FIRST_FREE_LOCAL = REGION_SIGNATURE.params.length + FIXED_LOCALS.length;

/** The address of the state block. */
export const state: I32 = i32.const(STATE_START);

/** The code of one region in the making. */
export class RegionCode {
  readonly options: EmitOptions;
  readonly graph: FlowGraph;
  /** What must be in locals, and what written back, by block number. */
  readonly flow: readonly BlockRegisters[];
  /** How accesses go ahead, by block number. */
  readonly plans: readonly AccessPlan[];
  /** The types of the locals so far. */
  readonly locals: ValueType[] = [...FIXED_LOCALS];
  readonly #registers = new Map<number, Local64>();
  readonly #narrowRegisters = new Map<number, Local32>();
  /** The numbers of the ways out, by the set of registers that each writes back. */
  readonly #exits = new Map<number, number>();

  constructor(region: Region, options: EmitOptions) {
    this.options = options;
    const graph = flowGraph(region);
    const unrolledRegion = unrolled(region, graph);
    this.graph = unrolledRegion === region ? graph : flowGraph(unrolledRegion);
    this.flow = registerFlow(this.graph);
    this.plans = planAccesses(this.graph, options.cautionAt);
  }

  /** The local of a guest register other than x0. */
  register(number: number): Local64 {
    let local = this.#registers.get(number);
    if (local === undefined) {
      local = local64(this.#newLocal("i64"));
      this.#registers.set(number, local);
    }
    return local;
  }

  /** The local for a 32-bit value whose sign extension a guest register holds. */
  narrowRegister(number: number): Local32 {
    let local = this.#narrowRegisters.get(number);
    if (local === undefined) {
      local = local32(this.#newLocal("i32"));
      this.#narrowRegisters.set(number, local);
    }
    return local;
  }

  /** The index of a new local. */
  #newLocal(type: ValueType): number {
    this.locals.push(type);
    return FIRST_FREE_LOCAL + this.locals.length - FIXED_LOCALS.length - 1;
  }

  /** Loads a set of registers from the state block. */
  load(mask: number): Code {
    return registersOf(mask).map((number) =>
      this.register(number).set(i64.load(state, STATE.registers + 8 * number))
    );
  }

  /** Writes a set of registers to the state block. */
  writeBack(mask: number): Code {
    return registersOf(mask).map((number) =>
      i64.store(state, this.register(number).get, STATE.registers + 8 * number)
    );
  }

  /** Leaves, from `levels` levels inside the structured code, without executing what is at `at`. */
  leave(at: number, unretired: number, exit: Exit, dirty: number, levels: number): Code {
    return [pc.set(i64.const(at)), this.leaveAtPc(unretired, exit, dirty, levels)];
  }

  /** The same where the local `pc` says where to go on. */
  leaveAtPc(unretired: number, exit: Exit, dirty: number, levels: number): Code {
    const wayOut = this.#exits.get(dirty) ?? this.#exits.size;
    this.#exits.set(dirty, wayOut);
    return [
      unretired === 0 ? [] : fuel.set(i32.add(fuel.get, i32.const(unretired))),
      reason.set(i32.const(exit)),
      br(levels + wayOut),
    ];
  }

  /** Returns to the caller, which goes on at an address. */
  returnTo(to: I64, dirty: number): Code {
    return [this.writeBack(dirty), return_([to, fuel.get])];
  }

  /** Puts the ways out behind the structured code: number 0 is the innermost level around it. */
  withExits(code: Code): Code {
    let wrapped = code;
    for (const dirty of this.#exits.keys()) {
      wrapped = [
        block(wrapped),
        this.writeBack(dirty),
        i32.store(state, fuel.get, STATE.unused),
        i32.store(state, reason.get, STATE.exit),
        return_([
          pc.get,
          choose32(i32.eq(reason.get, i32.const(EXIT.budget)), fuel.get, i32.const(OUT_OF_FUEL)),
        ]),
      ];
    }
    return wrapped;
  }
}
