// SPDX-License-Identifier: MPL-2.0
// The stepper's operations with memory checks: each computes the undefined bits of its result beside
// the result (semantics/definedness.ts), and leaves before the instruction at a mistake: an access
// to bytes that are closed to the program, or an address, a jump or a branch that depends on undefined bits. The
// program's own results are the same as without. A variant also follows pointers to variables (bounds_code.ts),
// so that an access outside of its variable is a mistake.

import { CONDITIONAL_RESULT } from "../engine/atomic_access.ts";
import { EXIT } from "../engine/engine.ts";
import type { AccessSize } from "../engine/memory_access.ts";
import type { Encoding } from "../isa/encoding.ts";
import { RECORD, STATE } from "../memory/layout.ts";
import {
  FAILURE,
  RED_ZONE,
  SHADOW_DISTANCE,
  SHADOW_START,
  SHADOW_STATE,
} from "../memory/shadow.ts";
import { boundsOf } from "../semantics/pointer_origin.ts";
import { type OperandShadow, shadowOf64, shadowOfCondition } from "../semantics/definedness.ts";
import { effectsOf } from "../semantics/effects.ts";
import { BLOCK_SIZE, type FloatOperand, type Operations } from "../semantics/operations.ts";
import { distance, leaveBefore, LOCALS, record } from "../stepper/step_code.ts";
import {
  type Code,
  either,
  type I32,
  i32,
  type I64,
  i64,
  type Local64,
  local64,
  when,
} from "../wasm/code.ts";
import type { ValueType } from "../wasm/module.ts";
import {
  isOutside,
  loadBounds,
  makeBounds,
  registerBounds,
  setResultBounds,
  storeBounds,
} from "./bounds_code.ts";
import {
  closedBits,
  dropFrames,
  isBelowStack,
  isExempt,
  loadBits,
  noteStack,
  noteSwitch,
  setField,
  stackPointer,
  storeBits,
} from "./plane_code.ts";

/** The types of the locals that checks add. */
export const HANDLER_LOCALS: readonly ValueType[] = ["i64", "i64", "i64", "i64"];
const FIRST_LOCAL = 1 + LOCALS.length;
/** What an instruction loaded or computed. */
const result = local64(FIRST_LOCAL);
/** The undefined bits of what it loaded or of what it will store. */
const bits = local64(FIRST_LOCAL + 1);
/** The address that it accesses. */
export const at: Local64 = local64(FIRST_LOCAL + 2);
/** The bounds of the object that it accesses, of a pointer that it loaded, or of its result. */
const bounds = local64(FIRST_LOCAL + 3);

const shadow = i32.const(SHADOW_START);
/** The offset of that address in memory. */
export const offset: I32 = i32.wrap(at.get);

/** The undefined bits of the register that a field of the record names. */
const registerBits = (field: number): I64 =>
  i64.load(i32.load16_u(record.get, field), SHADOW_START);
const names = (field: number, number: number): I32 =>
  i32.eq(i32.load16_u(record.get, field), i32.const(STATE.registers + 8 * number));

/** Leaves before the instruction, which has made a mistake. */
const fail = (failure: number, where: I64, size: number): Code => [
  i32.store(shadow, i32.const(failure), SHADOW_STATE.failure),
  i64.store(shadow, where, SHADOW_STATE.failureAddress),
  i32.store(shadow, i32.const(size), SHADOW_STATE.failureSize),
  leaveBefore(EXIT.mistake),
];

/** Leaves before an access that is a mistake, but not after that was reported. */
export const failAccess = (failure: number, size: number): Code =>
  either(
    i32.load(shadow, SHADOW_STATE.reported),
    i32.store(shadow, i32.const(0), SHADOW_STATE.reported),
    fail(failure, at.get, size),
  );

/** Leaves if an address depends on undefined bits. The host then makes the register defined. */
const checkAddress = (undefinedBits: I64, size: number): Code =>
  when(
    i64.ne(undefinedBits, i64.const(0)),
    when(i32.eqz(isExempt), fail(FAILURE.address, i64.const(0), size)),
  );

/** Whether a store is one of a prologue, which may come before sp moves. */
const isPrologue: I32 = i32.and(
  names(RECORD.rs1, 2),
  i64.lt_u(i64.sub(stackPointer, at.get), i64.const(RED_ZONE + 1)),
);

/** 1 for reads of aligned words by code that handles strings: only a part may be in the block. */
export const isPartialRead = (closed: I32, size: AccessSize): I32 =>
  size === 8
    ? i32.and(
      i32.ne(closed, i32.const(0xff)),
      i32.eqz(i32.and(offset, i32.const(7))),
    )
    : i32.const(0);

/** Reads at `at` are made: sets `bits`, or leaves if the program may not read there. */
function checkRead(size: AccessSize, extension: "signed" | "unsigned"): Code {
  const closed = closedBits(offset, size);
  const isPartial = isPartialRead(closed, size);
  return [
    bits.set(loadBits(offset, size, extension)),
    when(
      i64.ne(bits.get, i64.const(0)),
      either(
        isExempt,
        bits.set(i64.const(0)),
        when(
          i32.or(i32.and(i32.ne(closed, i32.const(0)), i32.eqz(isPartial)), isBelowStack(at.get)),
          failAccess(FAILURE.read, size),
          bits.set(i64.const(0)),
        ),
      ),
    ),
  ];
}

/** Leaves if the program may not write at `at`. */
const checkWrite = (size: AccessSize): Code =>
  when(
    i64.ne(loadBits(offset, size), i64.const(0)),
    when(
      i32.or(
        i32.ne(closedBits(offset, size), i32.const(0)),
        i32.and(isBelowStack(at.get), i32.eqz(isPrologue)),
      ),
      when(i32.eqz(isExempt), failAccess(FAILURE.write, size)),
    ),
  );

/** Notes the undefined bits of bytes that are written, unless they are closed. */
const writeBits = (size: AccessSize, undefinedBits: I64): Code =>
  when(i32.eqz(closedBits(offset, size)), storeBits(offset, size, undefinedBits));

/** The operations of one row with checks. Arrow functions, because semantics destructure them. */
class CheckedHandler implements Operations {
  readonly #on: Operations;
  readonly #encoding: Encoding;
  readonly #operands = new Map<Code, OperandShadow>();
  /** Whether it follows pointers. */
  readonly #follows: boolean;
  /** The bounds of what operands point to. */
  readonly #bounds = new Map<Code, I64>();
  /** Comes before the use of what is loaded. */
  #prefix: Code = [];
  /** Whether rd is loaded, so that a write of sp is a switch of stacks. */
  #loads = false;

  constructor(on: Operations, encoding: Encoding, follows: boolean) {
    this.#on = on;
    this.#encoding = encoding;
    this.#follows = follows;
  }

  readonly #shadowOf = (code: Code): OperandShadow | undefined => this.#operands.get(code);

  #operand<T extends Code>(code: T, whole: I64, part: Code = whole): T {
    this.#operands.set(code, { shadow: part, whole });
    return code;
  }

  get rs1(): I64 {
    return this.#pointer(this.#operand(this.#on.rs1, this.#shadows.rs1), RECORD.rs1);
  }

  get rs2(): I64 {
    return this.#pointer(this.#operand(this.#on.rs2, this.#shadows.rs2), RECORD.rs2);
  }

  /** Notes that an operand may be a pointer. */
  #pointer(code: I64, field: number): I64 {
    if (this.#follows) this.#bounds.set(code, registerBounds(field));
    return code;
  }

  #boundsOf(value: Code): I64 | undefined {
    return boundsOf(value, (code) => this.#bounds.get(code));
  }

  get frs1(): FloatOperand {
    return this.#float(this.#on.frs1, this.#shadows.rs1);
  }

  get frs2(): FloatOperand {
    return this.#float(this.#on.frs2, this.#shadows.rs2);
  }

  get frs3(): FloatOperand {
    return this.#float(this.#on.frs3, this.#shadows.rs3);
  }

  /** The shadows of operands, one fragment each, so that they are told apart by identity. */
  readonly #shadows = {
    rs1: registerBits(RECORD.rs1),
    rs2: registerBits(RECORD.rs2),
    rs3: registerBits(RECORD.rs3),
  };

  #float({ bits, double, single, low, isBoxed }: FloatOperand, whole: I64): FloatOperand {
    const upper = i64.ne(i64.shr_u(whole, i64.const(32)), i64.const(0));
    return {
      bits: this.#operand(bits, whole),
      double: this.#operand(double, whole),
      single: this.#operand(single, whole),
      low: this.#operand(low, whole, i32.wrap(whole)),
      isBoxed: this.#operand(isBoxed, whole, upper),
    };
  }

  get imm(): I64 {
    return this.#on.imm;
  }
  get pc(): I64 {
    return this.#on.pc;
  }
  get next(): I64 {
    return this.#on.next;
  }
  get retired(): I64 {
    return this.#on.retired;
  }
  get csr(): I32 {
    return this.#on.csr;
  }
  get uimm(): I64 {
    return this.#on.uimm;
  }
  get rounding(): I32 {
    return this.#on.rounding;
  }
  get roundsNatively(): I32 {
    return this.#on.roundsNatively;
  }
  get hasFusedArithmetic(): boolean {
    return this.#on.hasFusedArithmetic;
  }
  get double(): Operations["double"] {
    return this.#on.double;
  }
  get single(): Operations["single"] {
    return this.#on.single;
  }

  readonly writeRd: Operations["writeRd"] = (value) => [
    this.#write(value, (to) => this.#on.writeRd(to)),
    this.#moveStack(),
  ];

  readonly writeFrd: Operations["writeFrd"] = (value) =>
    this.#write(value, (to) => this.#on.writeFrd(to));

  #write(value: I64, write: (value: I64) => Code): Code {
    // A CSR holds no undefined bits.
    const isDefined = effectsOf(this.#encoding).accessesCsr;
    const undefinedBits = isDefined ? undefined : shadowOf64(value, this.#shadowOf);
    return [
      this.#prefix,
      // Undefined bits are computed from operands that the write may change.
      result.set(value),
      this.#writeShadow(undefinedBits),
      this.#writeBounds(value),
      write(result.get),
    ];
  }

  #writeShadow(undefinedBits: I64 | undefined): Code {
    const to = i32.load16_u(record.get, RECORD.rd);
    if (undefinedBits === undefined) return i64.store(to, i64.const(0), SHADOW_START);
    return [
      bits.set(undefinedBits),
      i64.store(to, bits.get, SHADOW_START),
      when(i64.ne(bits.get, i64.const(0)), setField(SHADOW_STATE.tainted, i64.const(1))),
    ];
  }

  /** Notes what the result points into, before it is written. */
  #writeBounds(value: I64 | undefined): Code {
    if (!this.#follows) return [];
    const found = value && this.#boundsOf(value);
    return [
      bounds.set(found ?? i64.const(0)),
      makeBounds(this.#encoding, this.#on.pc, result.get, bounds),
      setResultBounds(bounds.get),
    ];
  }

  /** Follows sp when it is rd. */
  #moveStack(): Code {
    const { readsRs1 } = effectsOf(this.#encoding);
    const isMoved = this.#loads || !readsRs1 ? noteSwitch(stackPointer) : either(
      i32.or(names(RECORD.rs1, 2), names(RECORD.rs1, 8)),
      noteStack(stackPointer),
      noteSwitch(stackPointer),
    );
    return when(names(RECORD.rd, 2), isMoved);
  }

  readonly csrWritten: Operations["csrWritten"] = () => this.#on.csrWritten();

  readonly load: Operations["load"] = (width, extension) => {
    const size = width / 8 as AccessSize;
    this.#begin(size, i64.add(this.#on.rs1, this.#on.imm), [
      this.#within(size, true, checkRead(size, extension)),
      result.set(this.#on.load(width, extension)),
      this.#loadBounds(size),
    ]);
    return this.#loaded();
  };

  readonly loadReserved: Operations["loadReserved"] = (width) => {
    const size = width / 8 as AccessSize;
    this.#begin(size, this.#on.rs1, [
      this.#within(size, true, checkRead(size, "signed")),
      result.set(this.#on.loadReserved(width)),
      this.#loadBounds(size),
    ]);
    return this.#loaded();
  };

  #loadBounds(size: AccessSize): Code {
    return this.#follows ? bounds.set(loadBounds(offset, size) ?? i64.const(0)) : [];
  }

  /** What was loaded, as an operand. */
  #loaded(): I64 {
    const code = this.#operand([...result.get] as Code as I64, bits.get);
    if (this.#follows) this.#bounds.set(code, bounds.get);
    return code;
  }

  /** Leaves if the access at `at` is outside of rs1's object; otherwise does another check. */
  #within(size: AccessSize, reads: boolean, check: Code): Code {
    if (!this.#follows) return check;
    return [
      bounds.set(registerBounds(RECORD.rs1)),
      either(
        isOutside(offset, size, bounds, reads),
        [
          failAccess(reads ? FAILURE.readOutside : FAILURE.writeOutside, size),
          reads ? bits.set(i64.const(0)) : [],
        ],
        check,
      ),
    ];
  }

  #storeBounds(size: AccessSize, value?: I64): Code {
    return this.#follows ? storeBounds(offset, size, value && this.#boundsOf(value)) : [];
  }

  /** Adds an access to the code that comes first. */
  #begin(size: AccessSize, where: I64, then: Code): void {
    this.#loads = true;
    this.#prefix = [checkAddress(this.#shadows.rs1, size), at.set(where), then];
  }

  readonly store: Operations["store"] = (width, value) => {
    const size = width / 8 as AccessSize;
    const undefinedBits = shadowOf64(value, this.#shadowOf) ?? i64.const(0);
    return [
      checkAddress(this.#shadows.rs1, size),
      at.set(i64.add(this.#on.rs1, this.#on.imm)),
      this.#within(size, false, checkWrite(size)),
      writeBits(size, undefinedBits),
      this.#on.store(width, value),
      this.#storeBounds(size, value),
    ];
  };

  readonly touch: Operations["touch"] = () => this.#on.touch();

  readonly zeroBlock: Operations["zeroBlock"] = () => [
    checkAddress(this.#shadows.rs1, BLOCK_SIZE),
    at.set(i64.and(this.#on.rs1, i64.const(-BLOCK_SIZE))),
    Array.from({ length: BLOCK_SIZE / 8 }, () => [
      this.#within(8, false, checkWrite(8)),
      writeBits(8, i64.const(0)),
      this.#storeBounds(8),
      at.set(i64.add(at.get, i64.const(8))),
    ]),
    this.#on.zeroBlock(),
  ];

  readonly storeConditional: Operations["storeConditional"] = (width, value) => {
    const size = width / 8 as AccessSize;
    const undefinedBits = shadowOf64(value, this.#shadowOf) ?? i64.const(0);
    return [
      checkAddress(this.#shadows.rs1, size),
      at.set(this.#on.rs1),
      this.#within(size, false, checkWrite(size)),
      // rd may be rs2.
      result.set(undefinedBits),
      this.#on.storeConditional(width, value),
      this.#writeShadow(undefined),
      this.#writeBounds(undefined),
      when(
        i32.eq(distance.get, i32.const(CONDITIONAL_RESULT.done)),
        writeBits(size, result.get),
        this.#storeBounds(size),
      ),
    ];
  };

  readonly update: Operations["update"] = (width, by) => {
    const size = width / 8 as AccessSize;
    const old = width === 64 ? i64.load(offset) : i64.load32_s(offset);
    const replaced = shadowOf64(by(this.#operand(old, bits.get)), this.#shadowOf);
    return [
      checkAddress(this.#shadows.rs1, size),
      at.set(this.#on.rs1),
      this.#within(size, false, checkWrite(size)),
      bits.set(loadBits(offset, size, "signed")),
      when(isExempt, bits.set(i64.const(0))),
      result.set(replaced ?? i64.const(0)),
      this.#on.update(width, by),
      writeBits(size, result.get),
      this.#writeShadow(bits.get),
      this.#storeBounds(size),
      this.#writeBounds(undefined),
    ];
  };

  readonly branch: Operations["branch"] = (condition) => {
    const isUndefined = shadowOfCondition(condition, this.#shadowOf);
    return [
      isUndefined === undefined ? [] : when(
        isUndefined,
        when(i32.eqz(isExempt), fail(FAILURE.condition, i64.const(0), 0)),
      ),
      this.#on.branch(condition),
    ];
  };

  readonly jump: Operations["jump"] = (first) => this.#on.jump(first);

  readonly jumpTo: Operations["jumpTo"] = (to, first) => {
    const isReturn = i32.and(
      i32.eq(i32.load16_u(record.get, RECORD.rd), i32.const(STATE.discard)),
      i32.or(names(RECORD.rs1, 1), names(RECORD.rs1, 5)),
    );
    return [
      checkAddress(this.#shadows.rs1, 8),
      when(isReturn, dropFrames(stackPointer, at)),
      this.#on.jumpTo(to, first),
    ];
  };

  readonly raise: Operations["raise"] = (cause) => this.#on.raise(cause);

  readonly call: Operations["call"] = (helper, ...args) => this.#on.call(helper, ...args);
}

if (SHADOW_DISTANCE < STATE.floats + 32 * 8) throw new TypeError("Shadows overlap the registers");

/** Checks around the stepper's operations for one row. */
export const checkHandler = (on: Operations, encoding: Encoding): Operations =>
  new CheckedHandler(on, encoding, false);

/** The same, which also follow pointers to variables. */
export const checkHandlerAndBounds = (on: Operations, encoding: Encoding): Operations =>
  new CheckedHandler(on, encoding, true);
