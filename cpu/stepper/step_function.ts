// SPDX-License-Identifier: MPL-2.0
// Generates the stepper: a WebAssembly function that executes decoded records in a loop, with a
// handler for each row of the instruction table (handler_code.ts). Registers stay in memory; `fuel`
// counts the budget down. There is a variant for each trace mode, so that tracing costs nothing
// when it is off; with and without counting the heat of code; and a small one for programs of plain
// RV64IM, which starts sooner.

import { EXIT, MIN_BUDGET, OVERSHOOT, POSITION, SAMPLE } from "../engine/engine.ts";
import type { MemoryChecks } from "../engine/checks.ts";
import { frm, ROUNDING } from "../float/format.ts";
import { SUPPORT_FUNCTIONS, supportFunctions } from "../engine/support.ts";
import { FLOAT_FUNCTIONS, floatFunctions } from "../float/functions.ts";
import {
  DECODED_STARTS,
  EXECUTE_TAGS,
  RECORD,
  STATE,
  STOP_TABLE,
  STOPS,
} from "../memory/layout.ts";
import {
  block,
  br,
  brTable,
  callIndirect,
  type Code,
  i32,
  i64,
  loop,
  return_,
  setFromStack,
  unreachable,
  when,
} from "../wasm/code.ts";
import { tagMatches } from "../engine/memory_access.ts";
import { moduleBytes, type WasmFunction } from "../wasm/module.ts";
import { HANDLED, HANDLER, needsFullStepper } from "./decoded_pages.ts";
import { emitHandler } from "./handler_code.ts";
import {
  addHeat,
  counts,
  distance,
  fuel,
  FUNCTION,
  HEAT,
  leaveAt,
  leaveBefore,
  LOCALS,
  pageAddress,
  pageRecords,
  pc,
  record,
  RECORD_SHIFT,
  state,
  type StepVariant,
  target,
  traceNext,
  value,
} from "./step_code.ts";

/** The name under which the module exports the function: (budget: i32) -> exit: i32. */
export const STEP_EXPORT = "step";

/**
 * Runs translated code and goes on where that ends, without leaving; but it leaves when translated
 * code has something to report, and when only the host can enter it.
 */
function enterTranslated(
  { mode }: StepVariant,
  toEnter: number,
  checks: MemoryChecks | undefined,
): Code {
  // Checked code does not run while a register has undefined bits.
  const unlessTainted: Code = checks === undefined ? [] : [
    checks.isTainted.update,
    when(i64.ne(checks.isTainted.flag, i64.const(0)), executeReplaced(toEnter - 1, 1)),
  ];
  // Traced code counts its records, too.
  if (mode !== "off") return [unlessTainted, leaveBefore(EXIT.translated)];
  const left = i32.add(fuel.get, i32.const(1));
  const isLong = i32.gt_u(distance.get, i32.const(SAMPLE));
  const isCold = i32.eq(counts.get, i32.const(EXIT.cold));
  return [
    unlessTainted,
    target.set(pc),
    when(
      i32.and(
        i32.gt_u(left, i32.const(MIN_BUDGET)),
        // Translated code relies on a valid mode.
        i32.lt_u(frm, i32.const(ROUNDING.nearestAway + 1)),
      ),
      distance.set(i32.sub(left, i32.const(OVERSHOOT))),
      when(isLong, distance.set(i32.const(SAMPLE))),
      i64.store(state, target.get, STATE.pc),
      i32.store(state, i32.const(EXIT.budget), STATE.exit),
      value.set(i64.load(state, STATE.retiredAtEnd)),
      i64.store(
        state,
        i64.add(value.get, i64.extend_i32_s(i32.sub(distance.get, left))),
        STATE.retiredAtEnd,
      ),
      callIndirect(STEP_TYPE, i32.const(POSITION.run), distance.get),
      setFromStack(counts),
      i64.store(state, value.get, STATE.retiredAtEnd),
      fuel.set(i32.add(i32.sub(left, distance.get), i32.load(state, STATE.unused))),
      when(
        i32.and(isCold, i64.ne(target.get, i64.load(state, STATE.pc))),
        target.set(i64.load(state, STATE.pc)),
        br(toEnter + 2),
      ),
      when(isCold, leaveAt(target.get, fuel.get, EXIT.translated)),
      i32.store(state, fuel.get, STATE.unused),
      return_(counts.get),
    ),
    leaveBefore(EXIT.translated),
  ];
}

/** Executes the instruction whose handler translated code has replaced, from inside `nesting` blocks. */
const executeReplaced = (toNext: number, nesting: number): Code =>
  // The handlers of rows follow blocks around this one.
  brTable(
    i32.sub(i32.load16_u(record.get, RECORD.replaced), i32.const(HANDLER.firstRow)),
    HANDLED.map((_, index) => HANDLER.firstRow + index - HANDLER.translated - 1 + nesting),
    toNext + nesting,
  );

/** The index of the step function's type, which is also that of the dispatcher's. */
const STEP_TYPE = 0;

/** Passes a stop of the ranges that are recorded, if it is not one that the stop table counts. */
const passUncounted: Code = when(
  i32.and(
    i32.load(state, STATE.passesUncounted),
    i32.eqz(i32.load(
      i32.shl(
        i32.and(i32.shr_u(i32.wrap(pc), i32.const(1)), i32.const(STOPS.count - 1)),
        i32.const(Math.log2(STOPS.size)),
      ),
      STOP_TABLE,
    )),
  ),
  block(
    // The handlers of rows follow blocks around this one.
    brTable(
      i32.sub(i32.load16_u(record.get, RECORD.replaced), i32.const(HANDLER.firstRow)),
      HANDLED.map((_, index) => HANDLER.firstRow + index - HANDLER.stop + 1),
      0,
    ),
  ),
  leaveBefore(EXIT.illegal),
);

/** The body of the step function. */
function stepBody(variant: StepVariant, checks: MemoryChecks | undefined): Code {
  const count = HANDLER.firstRow + HANDLED.length;
  // Handler h follows block h, inside the blocks of higher handlers.
  const toNext = (index: number) => count - 1 - index;
  const toEnter = (index: number) => toNext(index) + 1;
  const handlers: Code[] = [];
  handlers[HANDLER.undecoded] = leaveBefore(EXIT.fetch);
  handlers[HANDLER.pageEnd] = [
    // Reaching the end of a page is not an instruction.
    fuel.set(i32.add(fuel.get, i32.const(1))),
    target.set(pc),
    br(toEnter(HANDLER.pageEnd)),
  ];
  handlers[HANDLER.illegal] = leaveBefore(EXIT.illegal);
  handlers[HANDLER.stop] = [
    variant.mode === "instructions" && !variant.profile ? passUncounted : [],
    leaveBefore(EXIT.stop),
  ];
  handlers[HANDLER.translated] = variant.profile
    ? enterTranslated(variant, toEnter(HANDLER.translated), checks)
    : executeReplaced(toNext(HANDLER.translated), 0);
  for (const [row, handled] of HANDLED.entries()) {
    const index = HANDLER.firstRow + row;
    // Left-out handlers are never reached: no such instruction has been decoded yet.
    handlers[index] = variant.full || !needsFullStepper(handled)
      ? emitHandler({ handled, variant, checks, toNext: toNext(index), toEnter: toEnter(index) })
      : unreachable;
  }

  const all = handlers.map((_, index) => index);
  let dispatch: Code = [
    when(i32.eqz(fuel.get), leaveAt(pc, fuel.get, EXIT.budget)),
    fuel.set(i32.sub(fuel.get, i32.const(1))),
    brTable(i32.load16_u(record.get, RECORD.handler), all, HANDLER.undecoded),
  ];
  for (const code of handlers) dispatch = [block(dispatch), code];

  const slotWord = i32.and(i32.shr_u(i32.wrap(target.get), i32.const(10)), i32.const(0x3f_fffc));
  return [
    traceNext.set(i32.load(state, STATE.traceNext)),
    target.set(i64.load(state, STATE.pc)),
    loop(
      when(
        i32.eqz(tagMatches(EXECUTE_TAGS, target.get, 1)),
        leaveAt(target.get, fuel.get, EXIT.fetch),
      ),
      pageAddress.set(i64.and(target.get, i64.const(-4096))),
      pageRecords.set(i32.load(slotWord, DECODED_STARTS)),
      record.set(i32.add(
        pageRecords.get,
        i32.shl(
          i32.and(i32.wrap(target.get), i32.const(0xfff)),
          i32.const(RECORD_SHIFT),
        ),
      )),
      variant.profile ? addHeat(HEAT.computedJump) : [],
      loop(dispatch),
    ),
    unreachable,
  ];
}

/** The bytes of the stepper's module, with checks if there are any. */
export function stepperModule(
  variant: StepVariant,
  checks?: MemoryChecks,
): Uint8Array<ArrayBuffer> {
  const step: WasmFunction = {
    params: ["i32"],
    results: ["i32"],
    locals: [...LOCALS, ...checks?.handlerLocals ?? []],
    body: stepBody(variant, checks),
    exportName: STEP_EXPORT,
  };
  const support = supportFunctions(FUNCTION.slowLoad);
  const floats = variant.full ? floatFunctions(FUNCTION.unpack, FUNCTION.mulhu) : undefined;
  return moduleBytes([
    step,
    ...SUPPORT_FUNCTIONS.map((name) => support[name]),
    ...(floats === undefined ? [] : FLOAT_FUNCTIONS.map((name) => floats[name])),
  ], { ...(variant.profile && { table: step }), ...(checks && { planes: checks.planes }) });
}
