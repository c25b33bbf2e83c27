// SPDX-License-Identifier: MPL-2.0
// What the stepper's handlers share: the locals, the fields of a record, and the exits.

import { EXIT, type Exit, type TraceMode } from "../engine/engine.ts";
import { SUPPORT_FUNCTIONS, supportIndexes } from "../engine/support.ts";
import { floatFunctionIndexes } from "../float/functions.ts";
import { RECORD, STATE, STATE_START } from "../memory/layout.ts";
import {
  type Code,
  type I32,
  i32,
  type I64,
  i64,
  local32,
  local64,
  localDouble,
  localSingle,
  return_,
  when,
} from "../wasm/code.ts";
import type { ValueType } from "../wasm/module.ts";
import { HANDLER } from "./decoded_pages.ts";

/** The variants of the step function. */
export interface StepVariant {
  /** What it records. */
  readonly mode: TraceMode;
  /** Whether it counts jumps, and leaves where code is hot or translated. */
  readonly profile: boolean;
  /**
   * Whether it executes compressed instructions and extensions beyond I and M. Without them the
   * module is much smaller and compiles much faster.
   */
  readonly full: boolean;
}

/** The name of a variant. */
export const keyOf = ({ mode, profile, full }: StepVariant): string =>
  `${mode}${profile ? ", profiled" : ""}${full ? ", full" : ""}`;

/** A module that was generated before: prepared_small.ts and prepared_full.ts. */
export interface PreparedModule {
  /** Whose module it is. */
  readonly variant: StepVariant;
  /** Its bytes. */
  readonly base64: string;
  /** The plans by which record_decoder.ts decodes all rows, numbers of 32 bits in base64. */
  readonly plans?: string;
}

/** How much heat makes code hot. */
const HOT = 600;
/**
 * How much heat a jump adds to its target. Returns, which are computed, add less than calls and
 * loops.
 */
export const HEAT = { jump: 4, computedJump: 1 } as const;

/** The functions of the module, by index. */
export const FUNCTION = {
  step: 0,
  ...supportIndexes(1),
  ...floatFunctionIndexes(1 + SUPPORT_FUNCTIONS.length),
} as const;

/** How many more instructions may retire after the current one. */
export const fuel = local32(0);
/** The current record. */
export const record = local32(1);
/** The first record of its page. */
export const pageRecords = local32(2);
/** The address of its page. */
export const pageAddress = local64(3);
/** The address to continue at, when entering a page. */
export const target = local64(4);
/** The address of the current access. */
export const address = local64(5);
/** An intermediate value. */
export const value = local64(6);
/** The distance of a record from the first of its page; also the result of a store. */
export const distance = local32(7);
/** The offset of the next trace record. */
export const traceNext = local32(8);
/** Whether the current jump heats its target. */
export const counts = local32(9);
/** The rounding mode of the current instruction. */
export const rounding = local32(10);
/** Intermediate results of floating-point arithmetic. */
export const double = localDouble(11);
/** The same in single precision. */
export const single = localSingle(12);
/** What an atomic instruction loaded. */
export const old = local64(13);
/** The types of the locals after the parameter. */
export const LOCALS: readonly ValueType[] = [
  "i32",
  "i32",
  "i64",
  "i64",
  "i64",
  "i64",
  "i32",
  "i32",
  "i32",
  "i32",
  "f64",
  "f32",
  "i64",
];

/** The offset of the state block. */
export const state = i32.const(STATE_START);
/** Bytes of records for the code of a page, without the records that mark its end. */
export const PAGE_RECORD_BYTES = 2048 * RECORD.size;
/** Bytes of records per byte of code, as a shift. */
export const RECORD_SHIFT = 3;

/** The address of the current instruction. */
export const pc: I64 = i64.add(
  pageAddress.get,
  i64.extend_i32_u(
    i32.shr_u(i32.sub(record.get, pageRecords.get), i32.const(RECORD_SHIFT)),
  ),
);
/** The value of the register that a field of the record names. */
export const register = (field: number): I64 =>
  i64.load(i32.load16_u(record.get, field), STATE_START);
/** The immediate of the record. */
export const immediate: I64 = i64.load32_s(record.get, RECORD.imm);

/** Leaves with pc at an address and `unused` of the budget left. */
export const leaveAt = (at: I64, unused: I32, exit: Exit): Code => [
  i64.store(state, at, STATE.pc),
  i32.store(state, unused, STATE.unused),
  i32.store(state, traceNext.get, STATE.traceNext),
  return_(i32.const(exit)),
];
/** Leaves before the current instruction, giving its unit of fuel back. */
export const leaveBefore = (exit: Exit): Code => leaveAt(pc, i32.add(fuel.get, i32.const(1)), exit);

/**
 * Adds heat to the record that execution continues with, and leaves if it is hot and not translated
 * yet.
 */
export const addHeat = (amount: number): Code => [
  distance.set(i32.add(i32.load16_s(record.get, RECORD.heat), i32.const(amount))),
  i32.store16(record.get, distance.get, RECORD.heat),
  when(
    i32.ge_s(distance.get, i32.const(HOT)),
    when(
      i32.ne(i32.load16_u(record.get, RECORD.handler), i32.const(HANDLER.translated)),
      leaveAt(pc, fuel.get, EXIT.hot),
    ),
  ),
];
