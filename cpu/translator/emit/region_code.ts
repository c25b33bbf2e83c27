// SPDX-License-Identifier: MPL-2.0
// What the blocks of a region share while region.ts writes its function: the locals of guest
// registers, and the exits, which write registers back. See calling.ts for the calling convention.

import type { CodeCounting, RegionCounting } from "../../engine/counting.ts";
import { EXIT, type Exit, type TraceMode, type WatchedAccesses } from "../../engine/engine.ts";
import type { Instruction } from "../../isa/encoding.ts";
import { REGISTER } from "../../isa/registers.ts";
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
import type { MemoryChecks } from "../../engine/checks.ts";
import type { ValueType } from "../../wasm/module.ts";
import type { Caution } from "../regions/access_groups.ts";
import { type AccessPlan, planAccesses } from "../regions/access_plan.ts";
import { OUT_OF_FUEL, REGION_SIGNATURE } from "./calling.ts";
import { floatSupport } from "./float_support.ts";
import { type FlowGraph, flowGraph } from "../regions/flow_graph.ts";
import type { Region } from "../regions/region.ts";
import { type BlockRegisters, reads, registerFlow, registersOf } from "../regions/register_flow.ts";
import { unrolled } from "../regions/unroll.ts";

/** How to call the translated code of an address. */
export type Callee =
  | { readonly kind: "function"; readonly index: number }
  | { readonly kind: "table"; readonly position: number };

/** What the code of a region depends on besides the region. */
export interface EmitOptions {
  readonly mode: TraceMode;
  /** What counts executions, if anything does. */
  readonly counting: CodeCounting | undefined;
  /** How direct calls reach an address. */
  readonly calleeAt: (address: number) => Callee;
  /** Returns the offset of a new entry in the range table. */
  readonly allocateRange: () => number;
  /**
   * Returns the offset of a new entry in the jump table, or undefined if there is nothing to learn.
   */
  readonly allocateJumps: () => number | undefined;
  /** Checks of memory that the code makes. */
  readonly checks: MemoryChecks | undefined;
  /** The accesses that are left to the stepper. */
  readonly watched: WatchedAccesses | undefined;
  /** The caution of the access at an address. */
  readonly cautionAt: (address: number) => Caution;
}

/** How many instructions may still retire. */
export const fuel = local32(0);
/** The address called for; later the address to continue at. */
export const pc = local64(1);
/** The depth of nested calls. */
export const depth = local32(2);
/** The address of the current access. */
export const address = local64(3);
/** An intermediate value. */
export const value = local64(4);
/** One of `EXIT` when leaving; before that, the result of a store. */
export const reason = local32(5);
/** The number of the next block, if the structure is a table. */
export const selector = local32(6);
/** The offset of the block's first trace record. */
export const trace = local32(7);
/** Intermediate results of floating-point arithmetic. */
export const double = localDouble(8);
export const single = localSingle(9);
/** What an atomic instruction is about to store. */
export const updated = local64(10);
/** The route that a dispatch block takes. */
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

/** The offset of the state block. */
export const state: I32 = i32.const(STATE_START);

/** The registers that an instruction reads: where calls are counted, they note the stack pointer. */
function readsWhenCounted(counting: CodeCounting, instruction: Instruction): number {
  const flow = counting.flowOf(instruction.word);
  return reads(instruction) | (flow === "call" || flow === "return" ? 1 << REGISTER.sp : 0);
}

/** The code of one region, while it is being written. */
export class RegionCode {
  readonly options: EmitOptions;
  readonly graph: FlowGraph;
  /** The registers to keep in locals and to write back, by block number. */
  readonly flow: readonly BlockRegisters[];
  /** How accesses are checked, by block number. */
  readonly plans: readonly AccessPlan[];
  /** What makes it count, if anything counts. */
  readonly counting: RegionCounting | undefined;
  /** The types of the locals so far. */
  readonly locals: ValueType[] = [...FIXED_LOCALS];
  readonly #registers = new Map<number, Local64>();
  readonly #narrowRegisters = new Map<number, Local32>();
  /** The numbers of the exits, by the set of registers that each writes back. */
  readonly #exits = new Map<number, number>();

  constructor(region: Region, options: EmitOptions) {
    this.options = options;
    const graph = flowGraph(region);
    const unrolledRegion = unrolled(region, graph);
    this.graph = unrolledRegion === region ? graph : flowGraph(unrolledRegion);
    const { counting } = options;
    this.flow = registerFlow(
      this.graph,
      counting && ((instruction) => readsWhenCounted(counting, instruction)),
    );
    this.plans = planAccesses(this.graph, options.cautionAt);
    this.counting = counting?.region(floatSupport().imports.length, {
      events: local64(this.#newLocal("i64")),
      fuel: fuel.get,
      pc: pc.get,
      sp: this.register(REGISTER.sp).get,
    });
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

  /** The local for the low half of a guest register that holds a sign-extended 32-bit value. */
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

  /** Leaves before the instruction at `at`, from `levels` levels inside the structured code. */
  leave(at: number, unretired: number, exit: Exit, dirty: number, levels: number): Code {
    return [pc.set(i64.const(at)), this.leaveAtPc(unretired, exit, dirty, levels)];
  }

  /** Like {@link RegionCode.leave}, with the address in the local `pc`. */
  leaveAtPc(unretired: number, exit: Exit, dirty: number, levels: number): Code {
    const exitNumber = this.#exits.get(dirty) ?? this.#exits.size;
    this.#exits.set(dirty, exitNumber);
    return [
      unretired === 0 ? [] : fuel.set(i32.add(fuel.get, i32.const(unretired))),
      this.counting?.cut(unretired) ?? [],
      reason.set(i32.const(exit)),
      br(levels + exitNumber),
    ];
  }

  /** Returns to the caller, which continues at an address. */
  returnTo(to: I64, dirty: number): Code {
    return [this.writeBack(dirty), this.counting?.flush() ?? [], return_([to, fuel.get])];
  }

  /** Puts the exits after the structured code. Exit 0 is the innermost level around it. */
  withExits(code: Code): Code {
    let wrapped = code;
    for (const dirty of this.#exits.keys()) {
      wrapped = [
        block(wrapped),
        this.writeBack(dirty),
        this.counting?.flush() ?? [],
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
