// SPDX-License-Identifier: MPL-2.0
// Generates the stepper: one WebAssembly function that executes decoded records in a loop, with a
// handler for each row of the instruction table, built from the row's semantics. Registers stay in
// memory; `fuel` counts down the budget. One variant per trace mode, so that tracing costs nothing
// when it is off, and likewise with and without counting how hot the targets of jumps are.

import { EXIT, type Exit, type TraceMode } from "../engine.ts";
import {
  DECODED_STARTS,
  EXECUTE_TAGS,
  OWNER,
  RECORD,
  STATE,
  STATE_START,
  TRACE,
} from "../layout.ts";
import { fcsr, FLAG, frm, ROUNDING } from "../float/format.ts";
import { floatFunctionIndexes, floatFunctions } from "../float/functions.ts";
import { type FloatOperand, SEMANTICS } from "../semantics.ts";
import type { Cause } from "../trap.ts";
import {
  after64,
  block,
  br,
  brTable,
  call32,
  call64,
  choose64,
  type Code,
  either,
  f32,
  f64,
  type I32,
  i32,
  type I64,
  i64,
  local32,
  local64,
  localDouble,
  localSingle,
  loop,
  return_,
  unreachable,
  when,
} from "../wasm/code.ts";
import {
  type AccessSize,
  canLoad,
  canStore,
  extend,
  plainLoad,
  plainStore,
  slowLoad,
  slowStore,
  STORE_RESULT,
  tagMatches,
} from "../wasm/memory_access.ts";
import {
  CONDITIONAL_RESULT,
  loadForUpdate,
  loadReserved,
  storeConditional,
} from "../wasm/atomic_access.ts";
import { moduleBytes, type ValueType, type WasmFunction } from "../wasm/module.ts";
import { wideMultiplyFunctions } from "../wasm/wide_multiply.ts";
import { HANDLED, type Handled, HANDLER, isExtended } from "./decoded_pages.ts";

/** The name under which the module exports the function: (budget: i32) -> exit: i32. */
export const STEP_EXPORT = "step";

/** What a step function does besides executing. */
export interface StepVariant {
  readonly mode: TraceMode;
  /** Count jumps, and leave where code got hot. */
  readonly profile: boolean;
  /**
   * Execute the extensions beyond IMC: without floating point, atomics and the like the module is much
   * smaller, and made much sooner.
   */
  readonly extended: boolean;
}

/** Code is hot when so much heat has gathered at its start. */
const HOT = 600;
/** What a jump adds to the heat of its target: a return less than a call or a loop. */
const HEAT = { jump: 4, computedJump: 1 } as const;

/** The functions of the module, by index. */
const FUNCTION = {
  step: 0,
  slowLoad: 1,
  slowStore: 2,
  mulhu: 3,
  mulhs: 4,
  mulhsu: 5,
  loadReserved: 6,
  loadForUpdate: 7,
  storeConditional: 8,
  ...floatFunctionIndexes(9),
} as const;

const fuel = local32(0);
/** The record of the instruction being executed. */
const record = local32(1);
/** The first record of its page. */
const pageRecords = local32(2);
const pageAddress = local64(3);
/** Where to go on, on the way into a page. */
const target = local64(4);
const address = local64(5);
const value = local64(6);
/** Distance of a record from the first of its page. */
const distance = local32(7);
const traceNext = local32(8);
/** Whether the jump being executed heats its target. */
const counts = local32(9);
const rounding = local32(10);
const double = localDouble(11);
const single = localSingle(12);
/** What an atomic instruction found in memory. */
const old = local64(13);
const LOCALS: readonly ValueType[] = [
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

const state = i32.const(STATE_START);
/** Records before the ends of a page: the bytes that a page's addresses span. */
const PAGE_RECORD_BYTES = 2048 * RECORD.size;
/** Bytes of records per byte of code, as a shift. */
const RECORD_SHIFT = 3;

const pc: I64 = i64.add(
  pageAddress.get,
  i64.extend_i32_u(
    i32.shr_u(i32.sub(record.get, pageRecords.get), i32.const(RECORD_SHIFT)),
  ),
);
const register = (field: number): I64 => i64.load(i32.load16_u(record.get, field), STATE_START);
const immediate: I64 = i64.load32_s(record.get, RECORD.imm);

const floatOperand = (field: number): FloatOperand => {
  const offset = i32.load16_u(record.get, field);
  return {
    bits: i64.load(offset, STATE_START),
    double: f64.load(offset, STATE_START),
    single: f32.load(offset, STATE_START),
    low: i32.load(offset, STATE_START),
    isBoxed: i32.eq(i32.load(offset, STATE_START + 4), i32.const(-1)),
  };
};
/** Finds the rounding mode of the instruction; where there is none, it is illegal. */
const setRounding = (): Code => [
  rounding.set(i32.load16_u(record.get, RECORD.rm)),
  when(
    i32.eq(rounding.get, i32.const(ROUNDING.dynamic)),
    rounding.set(frm),
    when(i32.gt_u(rounding.get, i32.const(ROUNDING.nearestAway)), leaveBefore(EXIT.illegal)),
  ),
];

/** Leaves with pc at an address and so much of the budget unused. */
const leaveAt = (at: I64, unused: I32, exit: Exit): Code => [
  i64.store(state, at, STATE.pc),
  i32.store(state, unused, STATE.unused),
  i32.store(state, traceNext.get, STATE.traceNext),
  return_(i32.const(exit)),
];
/** Leaves before the current instruction: it gives its unit of fuel back. */
const leaveBefore = (exit: Exit): Code => leaveAt(pc, i32.add(fuel.get, i32.const(1)), exit);

/** Adds to the heat of the record that execution goes on with, and leaves when it is hot. */
const addHeat = (amount: number): Code => [
  distance.set(i32.add(i32.load16_u(record.get, RECORD.heat), i32.const(amount))),
  i32.store16(record.get, distance.get, RECORD.heat),
  when(i32.ge_u(distance.get, i32.const(HOT)), leaveAt(pc, fuel.get, EXIT.hot)),
];

const EXIT_OF_CAUSE: Readonly<Partial<Record<Cause, Exit>>> = {
  "environment-call": EXIT.environmentCall,
  breakpoint: EXIT.breakpoint,
  "illegal-instruction": EXIT.illegal,
};

function raise(cause: Cause): Code {
  const exit = EXIT_OF_CAUSE[cause];
  if (exit === undefined) throw new TypeError(`Cannot raise ${cause}: it has no exit`);
  return leaveBefore(exit);
}

/**
 * The code of one handler, which ends by going on with the next record (`toNext`, the depth of the
 * loop over records) or by entering a page (`toEnter`).
 */
function handler(
  { encoding, length }: Handled,
  { mode, profile }: StepVariant,
  toNext: number,
  toEnter: number,
): Code {
  const stride = (length / 2) * RECORD.size;
  let accesses = false;
  const traced = mode !== "off";
  const trace = (code: () => Code): Code => traced ? code() : [];
  const traceAccess = (right: number, bytes: AccessSize): Code => {
    accesses = true;
    return trace(() => [
      i64.store(traceNext.get, address.get, TRACE.address),
      i32.store16(traceNext.get, i32.const(right | (bytes << 8)), TRACE.access),
    ]);
  };
  const retire = (): Code =>
    mode === "instructions" || (mode === "memory" && accesses)
      ? traceNext.set(i32.add(traceNext.get, i32.const(TRACE.size)))
      : [];
  const goOn = (depth: number): Code => [
    record.set(i32.add(record.get, i32.const(stride))),
    br(depth),
  ];
  const setAddress = address.set(i64.add(register(RECORD.rs1), immediate));
  const writeRegister = (to: I64): Code =>
    i64.store(i32.load16_u(record.get, RECORD.rd), to, STATE_START);

  const write = (result: I64): Code =>
    traced
      ? [
        value.set(result),
        writeRegister(value.get),
        i64.store(traceNext.get, value.get, TRACE.value),
      ]
      : writeRegister(result);

  /** Goes on at the record that is so far from the page's first, or else at the address. */
  const goTo = (records: I32, elsewhere: I64, nesting: number): Code => [
    distance.set(records),
    when(
      i32.lt_u(distance.get, i32.const(PAGE_RECORD_BYTES)),
      record.set(i32.add(pageRecords.get, distance.get)),
      profile ? when(counts.get, addHeat(HEAT.jump)) : [],
      br(toNext + nesting + 1),
    ),
    target.set(elsewhere),
    br(toEnter + nesting),
  ];
  /** Goes on at pc + imm. Loops and calls heat their target: `heats` is not 0 for them. */
  const goToOffset = (nesting: number, heats: I32): Code => [
    profile ? counts.set(heats) : [],
    goTo(
      i32.add(
        i32.sub(record.get, pageRecords.get),
        i32.shl(i32.load(record.get, RECORD.imm), i32.const(RECORD_SHIFT)),
      ),
      i64.add(pc, immediate),
      nesting,
    ),
  ];
  const isBackward = i32.lt_s(i32.load(record.get, RECORD.imm), i32.const(0));
  const isCall = i32.ne(i32.load16_u(record.get, RECORD.rd), i32.const(STATE.discard));

  const leaveAfterCodeStore = (): Code => [
    retire(),
    record.set(i32.add(record.get, i32.const(stride))),
    leaveAt(pc, fuel.get, EXIT.codeStore),
  ];
  let ended = false;
  const body = SEMANTICS[encoding.mnemonic]({
    rs1: register(RECORD.rs1),
    rs2: register(RECORD.rs2),
    frs1: floatOperand(RECORD.rs1),
    frs2: floatOperand(RECORD.rs2),
    frs3: floatOperand(RECORD.rs3),
    imm: immediate,
    csr: i32.load16_u(record.get, RECORD.csr),
    uimm: i64.load16_u(record.get, RECORD.uimm),
    rounding: rounding.get,
    roundsNatively: i32.and(i32.eqz(rounding.get), i32.and(fcsr, i32.const(FLAG.inexact))),
    // Cold code does not pay for finding out.
    hasFusedArithmetic: false,
    double,
    single,
    pc,
    next: i64.add(pc, i64.const(length)),
    retired: i64.sub(
      i64.load(state, STATE.retiredAtEnd),
      i64.extend_i32_u(i32.add(fuel.get, i32.const(1))),
    ),
    writeRd: write,
    writeFrd: write,
    // The mode is looked at before each use.
    frmWritten: () => [],
    load: (bits, extension) => {
      const size = bits / 8 as AccessSize;
      const slow = call64(FUNCTION.slowLoad, address.get, i32.const(size));
      return after64(
        [setAddress, traceAccess(OWNER.read, size)],
        choose64(
          canLoad(address.get, size),
          plainLoad(address.get, size, extension),
          after64(
            [
              value.set(slow),
              when(i32.load(state, STATE.faultAccess), leaveBefore(EXIT.memory)),
            ],
            extend(value.get, size, extension),
          ),
        ),
      );
    },
    store: (bits, stored) => {
      const size = bits / 8 as AccessSize;
      const slow = call32(FUNCTION.slowStore, address.get, i32.const(size), stored);
      return [
        setAddress,
        traceAccess(OWNER.write, size),
        trace(() => i64.store(traceNext.get, stored, TRACE.value)),
        either(
          canStore(address.get, size),
          plainStore(address.get, size, stored),
          [
            distance.set(slow),
            when(
              i32.eq(distance.get, i32.const(STORE_RESULT.fault)),
              leaveBefore(EXIT.memory),
            ),
            when(i32.eq(distance.get, i32.const(STORE_RESULT.hitCode)), leaveAfterCodeStore()),
          ],
        ),
      ];
    },
    loadReserved: (bits) => {
      const size = bits / 8 as AccessSize;
      return after64(
        [
          address.set(register(RECORD.rs1)),
          traceAccess(OWNER.read, size),
          old.set(call64(FUNCTION.loadReserved, address.get, i32.const(size))),
          when(i32.load(state, STATE.faultAccess), leaveBefore(EXIT.memory)),
        ],
        old.get,
      );
    },
    storeConditional: (bits, stored) => {
      const size = bits / 8 as AccessSize;
      const is = (result: number): I32 => i32.eq(distance.get, i32.const(result));
      return [
        address.set(register(RECORD.rs1)),
        traceAccess(OWNER.read | OWNER.write, size),
        trace(() => i64.store(traceNext.get, stored, TRACE.stored)),
        distance.set(
          call32(FUNCTION.storeConditional, address.get, i32.const(size), stored),
        ),
        when(is(CONDITIONAL_RESULT.fault), leaveBefore(EXIT.memory)),
        trace(() =>
          when(
            is(CONDITIONAL_RESULT.failed),
            i32.store16(traceNext.get, i32.const(0), TRACE.access),
          )
        ),
        write(i64.extend_i32_u(is(CONDITIONAL_RESULT.failed))),
        when(is(CONDITIONAL_RESULT.hitCode), leaveAfterCodeStore()),
      ];
    },
    update: (bits, by) => {
      const size = bits / 8 as AccessSize;
      return [
        address.set(register(RECORD.rs1)),
        traceAccess(OWNER.read | OWNER.write, size),
        old.set(call64(FUNCTION.loadForUpdate, address.get, i32.const(size))),
        when(i32.load(state, STATE.faultAccess), leaveBefore(EXIT.memory)),
        // rd may be rs2.
        target.set(by(old.get)),
        trace(() => i64.store(traceNext.get, target.get, TRACE.stored)),
        write(old.get),
        either(
          canStore(address.get, size),
          plainStore(address.get, size, target.get),
          when(
            i32.eq(
              call32(FUNCTION.slowStore, address.get, i32.const(size), target.get),
              i32.const(STORE_RESULT.hitCode),
            ),
            leaveAfterCodeStore(),
          ),
        ),
      ];
    },
    branch: (condition) => [when(condition, retire(), goToOffset(1, isBackward))],
    jump: (first) => {
      ended = true;
      return [first, retire(), goToOffset(0, i32.or(isBackward, isCall))];
    },
    jumpTo: (to, first) => {
      ended = true;
      return [target.set(to), first, retire(), br(toEnter)];
    },
    raise: (cause) => {
      ended = true;
      return raise(cause);
    },
    call: (helper, ...args) => call64(FUNCTION[helper], ...args),
  });
  const begin = trace(() => [
    i64.store(traceNext.get, pc, TRACE.pc),
    i32.store(
      traceNext.get,
      length === 2 ? i32.load16_u(i32.wrap(pc)) : i32.load(i32.wrap(pc)),
      TRACE.word,
    ),
    i32.store(traceNext.get, i32.const(0), TRACE.access),
  ]);
  const hasMode = encoding.fields.some(({ name }) => name === "rm");
  return [hasMode ? setRounding() : [], begin, body, ended ? [] : [retire(), goOn(toNext)]];
}

/** The body of the step function. */
function stepBody(variant: StepVariant): Code {
  const count = HANDLER.firstRow + HANDLED.length;
  // Handler h stands behind the end of block h, inside the blocks of the higher ones.
  const toNext = (index: number) => count - 1 - index;
  const toEnter = (index: number) => toNext(index) + 1;
  const handlers: Code[] = [];
  handlers[HANDLER.undecoded] = leaveBefore(EXIT.fetch);
  handlers[HANDLER.pageEnd] = [
    // Reaching the end of a page is no instruction.
    fuel.set(i32.add(fuel.get, i32.const(1))),
    target.set(pc),
    br(toEnter(HANDLER.pageEnd)),
  ];
  handlers[HANDLER.illegal] = leaveBefore(EXIT.illegal);
  handlers[HANDLER.stop] = leaveBefore(EXIT.stop);
  handlers[HANDLER.translated] = variant.profile
    ? leaveBefore(EXIT.translated)
    // The rows' handlers stand behind the ends of blocks around this one.
    : brTable(
      i32.sub(i32.load16_u(record.get, RECORD.replaced), i32.const(HANDLER.firstRow)),
      HANDLED.map((_, index) => HANDLER.firstRow + index - HANDLER.translated - 1),
      toNext(HANDLER.translated),
    );
  for (const [row, handled] of HANDLED.entries()) {
    const index = HANDLER.firstRow + row;
    // Where they are left out, no such instruction was decoded.
    handlers[index] = variant.extended || !isExtended(handled.encoding)
      ? handler(handled, variant, toNext(index), toEnter(index))
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

/** The bytes of the stepper's module. */
export function stepperModule(variant: StepVariant): Uint8Array<ArrayBuffer> {
  const multiply = wideMultiplyFunctions(FUNCTION.mulhu);
  const functions: WasmFunction[] = [];
  functions[FUNCTION.step] = {
    params: ["i32"],
    results: ["i32"],
    locals: LOCALS,
    body: stepBody(variant),
    exportName: STEP_EXPORT,
  };
  functions[FUNCTION.slowLoad] = slowLoad;
  functions[FUNCTION.slowStore] = slowStore;
  functions[FUNCTION.mulhu] = multiply.mulhu;
  functions[FUNCTION.mulhs] = multiply.mulhs;
  functions[FUNCTION.mulhsu] = multiply.mulhsu;
  functions[FUNCTION.loadReserved] = loadReserved;
  functions[FUNCTION.loadForUpdate] = loadForUpdate;
  functions[FUNCTION.storeConditional] = storeConditional(FUNCTION.slowStore);
  if (variant.extended) {
    functions.push(...Object.values(floatFunctions(FUNCTION.unpack, FUNCTION.mulhu)));
  }
  return moduleBytes(functions);
}
