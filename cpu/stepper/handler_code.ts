// SPDX-License-Identifier: MPL-2.0
// Writes the stepper's handlers: one for each row of the instruction table, from the row's
// semantics. Operands come from the current record, and registers are in the state block. Operands
// are getters: most instructions need few of them, and writing handlers is part of every start.

import { EXIT, type Exit } from "../engine/engine.ts";
import { fcsr, FLAG, frm, ROUNDING } from "../float/format.ts";
import { OWNER, RECORD, STATE, STATE_START, TRACE } from "../memory/layout.ts";
import { BLOCK_SIZE, type FloatOperand, type Operations } from "../semantics/operations.ts";
import { SEMANTICS } from "../semantics/semantics.ts";
import type { Cause } from "../memory/trap.ts";
import { CONDITIONAL_RESULT } from "../engine/atomic_access.ts";
import {
  after64,
  br,
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
  type LocalDouble,
  type LocalSingle,
  when,
} from "../wasm/code.ts";
import {
  type AccessSize,
  canLoad,
  canStore,
  extend,
  plainLoad,
  plainStore,
  STORE_RESULT,
} from "../engine/memory_access.ts";
import type { MemoryChecks } from "../engine/checks.ts";
import type { Handled } from "./decoded_pages.ts";
import {
  addHeat,
  address,
  counts,
  distance,
  double,
  fuel,
  FUNCTION,
  HEAT,
  immediate,
  leaveAt,
  leaveBefore,
  old,
  PAGE_RECORD_BYTES,
  pageRecords,
  pc,
  record,
  RECORD_SHIFT,
  register,
  rounding,
  single,
  state,
  type StepVariant,
  target,
  traceNext,
  value,
} from "./step_code.ts";

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
/** Sets `rounding` to the instruction's rounding mode. If frm holds no valid one, it is illegal. */
const setRounding = (): Code => [
  rounding.set(i32.load16_u(record.get, RECORD.rm)),
  when(
    i32.eq(rounding.get, i32.const(ROUNDING.dynamic)),
    rounding.set(frm),
    when(i32.gt_u(rounding.get, i32.const(ROUNDING.nearestAway)), leaveBefore(EXIT.illegal)),
  ),
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

/** Whether a branch or jump goes back, and whether it is a call: those heat their target. */
const isBackward = i32.lt_s(i32.load(record.get, RECORD.imm), i32.const(0));
const isCall = i32.ne(i32.load16_u(record.get, RECORD.rd), i32.const(STATE.discard));

const setAddress = address.set(i64.add(register(RECORD.rs1), immediate));

const leaveOnFault = (): Code => when(i32.load(state, STATE.faultAccess), leaveBefore(EXIT.memory));

/** What the code of a handler depends on. */
export interface HandlerOptions {
  readonly handled: Handled;
  readonly variant: StepVariant;
  /** Checks to make around operations. */
  readonly checks: MemoryChecks | undefined;
  /** The depth of the loop over records. */
  readonly toNext: number;
  /** The depth of the loop that enters the page of `target`. */
  readonly toEnter: number;
}

/**
 * The stepper's operations for the semantics of one row. Operations are arrow functions, because
 * semantics destructure them.
 */
class HandlerCode implements Operations {
  readonly double: LocalDouble = double;
  readonly single: LocalSingle = single;
  readonly imm: I64 = immediate;
  readonly pc: I64 = pc;
  readonly rounding: I32 = rounding.get;
  /** Cold code is not worth the probe. */
  readonly hasFusedArithmetic = false;
  readonly #handled: Handled;
  readonly #variant: StepVariant;
  readonly #checks: MemoryChecks | undefined;
  readonly #toNext: number;
  readonly #toEnter: number;
  #accesses = false;
  /** Whether the code so far always continues elsewhere. */
  #ended = false;

  constructor({ handled, variant, checks, toNext, toEnter }: HandlerOptions) {
    this.#handled = handled;
    this.#variant = variant;
    this.#checks = checks;
    this.#toNext = toNext;
    this.#toEnter = toEnter;
  }

  /** The whole handler. */
  emit(): Code {
    const { encoding } = this.#handled;
    const body = SEMANTICS[encoding.mnemonic](this.#checks?.checkHandler(this, encoding) ?? this);
    const hasMode = encoding.fields.some(({ name }) => name === "rm");
    return [
      hasMode ? setRounding() : [],
      this.#begin(),
      body,
      this.#ended ? [] : [this.#retire(), this.#advance(), br(this.#toNext)],
    ];
  }

  get rs1(): I64 {
    return register(RECORD.rs1);
  }

  get rs2(): I64 {
    return register(RECORD.rs2);
  }

  get frs1(): FloatOperand {
    return floatOperand(RECORD.rs1);
  }

  get frs2(): FloatOperand {
    return floatOperand(RECORD.rs2);
  }

  get frs3(): FloatOperand {
    return floatOperand(RECORD.rs3);
  }

  get csr(): I32 {
    return i32.load16_u(record.get, RECORD.csr);
  }

  get uimm(): I64 {
    return i64.load16_u(record.get, RECORD.uimm);
  }

  get roundsNatively(): I32 {
    return i32.and(i32.eqz(rounding.get), i32.and(fcsr, i32.const(FLAG.inexact)));
  }

  get next(): I64 {
    return i64.add(pc, i64.const(this.#handled.length));
  }

  get retired(): I64 {
    return i64.sub(
      i64.load(state, STATE.retiredAtEnd),
      i64.extend_i32_u(i32.add(fuel.get, i32.const(1))),
    );
  }

  readonly writeRd: Operations["writeRd"] = (result) => this.#write(result);

  readonly writeFrd: Operations["writeFrd"] = (bits) => this.#write(bits);

  /** The mode is checked before each use. */
  readonly csrWritten: Operations["csrWritten"] = () => [];

  readonly load: Operations["load"] = (bits, extension) => {
    const size = bits / 8 as AccessSize;
    return after64(
      [setAddress, this.#traceAccess(OWNER.read, size)],
      choose64(
        canLoad(address.get, size),
        plainLoad(address.get, size, extension),
        after64(
          [
            value.set(call64(FUNCTION.slowLoad, address.get, i32.const(size))),
            leaveOnFault(),
          ],
          extend(value.get, size, extension),
        ),
      ),
    );
  };

  readonly store: Operations["store"] = (bits, stored) => {
    const size = bits / 8 as AccessSize;
    return [
      setAddress,
      this.#traceAccess(OWNER.write, size),
      this.#traceStored(TRACE.value, stored),
      either(
        canStore(address.get, size),
        plainStore(address.get, size, stored),
        this.#slowStore(size, stored),
      ),
    ];
  };

  readonly touch: Operations["touch"] = () => old.set(this.load(8, "unsigned"));

  readonly zeroBlock: Operations["zeroBlock"] = () => [
    address.set(i64.and(this.rs1, i64.const(-BLOCK_SIZE))),
    this.#traceAccess(OWNER.write, BLOCK_SIZE),
    this.#traceStored(TRACE.value, i64.const(0)),
    this.#slowStore(BLOCK_SIZE, i64.const(0)),
  ];

  readonly loadReserved: Operations["loadReserved"] = (bits) => {
    const size = bits / 8 as AccessSize;
    return after64(
      [
        address.set(this.rs1),
        this.#traceAccess(OWNER.read, size),
        old.set(call64(FUNCTION.loadReserved, address.get, i32.const(size))),
        leaveOnFault(),
      ],
      old.get,
    );
  };

  readonly storeConditional: Operations["storeConditional"] = (bits, stored) => {
    const size = bits / 8 as AccessSize;
    const is = (result: number): I32 => i32.eq(distance.get, i32.const(result));
    return [
      address.set(this.rs1),
      this.#traceAccess(OWNER.read | OWNER.write, size),
      this.#traceStored(TRACE.stored, stored),
      distance.set(call32(FUNCTION.storeConditional, address.get, i32.const(size), stored)),
      when(is(CONDITIONAL_RESULT.fault), leaveBefore(EXIT.memory)),
      this.#isTraced
        ? when(
          is(CONDITIONAL_RESULT.failed),
          i32.store16(traceNext.get, i32.const(0), TRACE.access),
        )
        : [],
      this.#write(i64.extend_i32_u(is(CONDITIONAL_RESULT.failed))),
      when(is(CONDITIONAL_RESULT.hitCode), this.#leaveAfterCodeStore()),
    ];
  };

  readonly update: Operations["update"] = (bits, by) => {
    const size = bits / 8 as AccessSize;
    const slowStore = call32(FUNCTION.slowStore, address.get, i32.const(size), target.get);
    return [
      address.set(this.rs1),
      this.#traceAccess(OWNER.read | OWNER.write, size),
      old.set(call64(FUNCTION.loadForUpdate, address.get, i32.const(size))),
      leaveOnFault(),
      // rd may be rs2.
      target.set(by(old.get)),
      this.#traceStored(TRACE.stored, target.get),
      this.#write(old.get),
      either(
        canStore(address.get, size),
        plainStore(address.get, size, target.get),
        when(
          i32.eq(slowStore, i32.const(STORE_RESULT.hitCode)),
          this.#leaveAfterCodeStore(),
        ),
      ),
    ];
  };

  readonly branch: Operations["branch"] = (condition) =>
    when(condition, this.#retire(), this.#goToOffset(1, isBackward));

  readonly jump: Operations["jump"] = (first) => {
    this.#ended = true;
    return [first, this.#retire(), this.#goToOffset(0, i32.or(isBackward, isCall))];
  };

  readonly jumpTo: Operations["jumpTo"] = (to, first) => {
    this.#ended = true;
    return [target.set(to), first, this.#retire(), br(this.#toEnter)];
  };

  readonly raise: Operations["raise"] = (cause) => {
    this.#ended = true;
    return raise(cause);
  };

  readonly call: Operations["call"] = (helper, ...args) => call64(FUNCTION[helper], ...args);

  /** Stores to `address` by the slow path. */
  #slowStore(size: AccessSize | typeof BLOCK_SIZE, stored: I64): Code {
    return [
      distance.set(call32(FUNCTION.slowStore, address.get, i32.const(size), stored)),
      when(i32.eq(distance.get, i32.const(STORE_RESULT.fault)), leaveBefore(EXIT.memory)),
      when(i32.eq(distance.get, i32.const(STORE_RESULT.hitCode)), this.#leaveAfterCodeStore()),
    ];
  }

  /** Writes to rd, an integer or floating-point register. */
  #write(result: I64): Code {
    const write = (to: I64): Code =>
      i64.store(i32.load16_u(record.get, RECORD.rd), to, STATE_START);
    if (!this.#isTraced) return write(result);
    return [
      value.set(result),
      write(value.get),
      i64.store(traceNext.get, value.get, TRACE.value),
    ];
  }

  /** Continues at pc + imm. */
  #goToOffset(nesting: number, heats: I32): Code {
    const { profile } = this.#variant;
    const records = i32.add(
      i32.sub(record.get, pageRecords.get),
      i32.shl(i32.load(record.get, RECORD.imm), i32.const(RECORD_SHIFT)),
    );
    return [
      profile ? counts.set(heats) : [],
      distance.set(records),
      when(
        i32.lt_u(distance.get, i32.const(PAGE_RECORD_BYTES)),
        record.set(i32.add(pageRecords.get, distance.get)),
        profile ? when(counts.get, addHeat(HEAT.jump)) : [],
        br(this.#toNext + nesting + 1),
      ),
      target.set(i64.add(pc, immediate)),
      br(this.#toEnter + nesting),
    ];
  }

  get #isTraced(): boolean {
    return this.#variant.mode !== "off";
  }

  /** Begins the trace record. */
  #begin(): Code {
    if (!this.#isTraced) return [];
    return [
      i64.store(traceNext.get, pc, TRACE.pc),
      i32.store(
        traceNext.get,
        this.#handled.length === 2 ? i32.load16_u(i32.wrap(pc)) : i32.load(i32.wrap(pc)),
        TRACE.word,
      ),
      i32.store(traceNext.get, i32.const(0), TRACE.access),
    ];
  }

  #traceAccess(right: number, bytes: AccessSize | typeof BLOCK_SIZE): Code {
    this.#accesses = true;
    if (!this.#isTraced) return [];
    return [
      i64.store(traceNext.get, address.get, TRACE.address),
      i32.store16(traceNext.get, i32.const(right | (bytes << 8)), TRACE.access),
    ];
  }

  #traceStored(field: number, stored: I64): Code {
    return this.#isTraced ? i64.store(traceNext.get, stored, field) : [];
  }

  /** Completes the trace record, if the instruction leaves one. */
  #retire(): Code {
    const { mode } = this.#variant;
    const leavesOne = mode === "instructions" || (mode === "memory" && this.#accesses);
    return leavesOne ? traceNext.set(i32.add(traceNext.get, i32.const(TRACE.size))) : [];
  }

  /** Moves to the record of the next instruction. */
  #advance(): Code {
    const stride = (this.#handled.length / 2) * RECORD.size;
    return record.set(i32.add(record.get, i32.const(stride)));
  }

  #leaveAfterCodeStore(): Code {
    return [this.#retire(), this.#advance(), leaveAt(pc, fuel.get, EXIT.codeStore)];
  }
}

/** The code of one handler. It ends by continuing with a record, or by entering a page. */
export const emitHandler = (options: HandlerOptions): Code => new HandlerCode(options).emit();
