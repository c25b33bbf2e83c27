// SPDX-License-Identifier: MPL-2.0
// The operations of templates for the semantics of a row: registers are in the state block, at
// offsets that are holes, and so are immediates and addresses. An access that its tag does not let
// through leaves the function before the instruction, which the stepper then executes; in the
// careful form it takes the slow path first. Operations are arrow functions, because semantics
// destructure them.

import { CONDITIONAL_RESULT } from "../../engine/atomic_access.ts";
import {
  type AccessSize,
  canAccessSpan,
  canLoad,
  canStore,
  extend,
  plainLoad,
  plainStore,
  STORE_RESULT,
} from "../../engine/memory_access.ts";
import { POSITION } from "../../engine/engine.ts";
import { frm, ROUNDING } from "../../float/format.ts";
import type { FastChecks, MemoryChecks } from "../../engine/checks.ts";
import type { Encoding } from "../../isa/encoding.ts";
import { REGISTER } from "../../isa/registers.ts";
import { STATE, STATE_START } from "../../memory/layout.ts";
import { BLOCK_SIZE, type FloatOperand, type Operations } from "../../semantics/operations.ts";
import { SEMANTICS } from "../../semantics/semantics.ts";
import {
  after64,
  call32,
  call64,
  callIndirect,
  choose64,
  type Code,
  drop,
  either,
  type F32,
  type F64,
  type I32,
  i32,
  type I64,
  i64,
  local32,
  local64,
  type LocalDouble,
  localDouble,
  type LocalSingle,
  localSingle,
  setFromStack,
  when,
} from "../../wasm/code.ts";
import type { ValueType } from "../../wasm/module.ts";
import {
  CALLS,
  type Calls,
  REGION_SIGNATURE,
  REGION_TYPE,
  SUPPORT,
  SUPPORT_COUNT,
} from "../emit/calling.ts";
import { hasFusedArithmetic } from "../emit/fused_arithmetic.ts";
import { roundingMode, roundsNatively } from "../emit/rounding_mode.ts";
import { HOLE, type Hole } from "./holes.ts";

/** How many instructions may still retire. */
export const fuel = local32(0);
/** The address called for; later the address to continue at. */
export const pc = local64(1);
/** The depth of nested calls. At the start, above its low 16 bits, the block to start at. */
export const depth = local32(2);
const address = local64(3);
const value = local64(4);
/** The result of a store; also a packed exit. */
export const outcome = local32(5);
/** The number of the block to continue at. */
export const selector = local32(6);
const double = localDouble(7);
const single = localSingle(8);
const updated = local64(9);
/** The types of the locals after the parameters. */
export const LOCALS: readonly ValueType[] = ["i64", "i64", "i32", "i32", "f64", "f32", "i64"];
if (REGION_SIGNATURE.params.length !== 3) throw new TypeError("Cannot number locals from 3 on");

const state = i32.const(STATE_START);

/** What a template depends on besides its row. */
export interface TemplateOptions {
  readonly encoding: Encoding;
  /** The rounding mode in the instruction, if its row has one. */
  readonly rm: number;
  /** Whether rs1 and rs2 are x0. */
  readonly zeroRs1: boolean;
  readonly zeroRs2: boolean;
  /** Whether a jump writes rd. */
  readonly links: boolean;
  /** Whether accesses take the slow path where their tag does not match. */
  readonly careful: boolean;
  /** Checks of memory around the operations, and what they depend on. */
  readonly checks: MemoryChecks | undefined;
  readonly checked: Pick<FastChecks, "usesStack" | "stack" | "isReturn">;
  /** Whether an earlier check has covered the access. */
  readonly unchecked: boolean;
  /** Raised by what the code calls. */
  readonly calls: { most: Calls };
}

/** A load from the state block at an offset that is a hole. */
const fromState = (opcode: number, offset: Hole): Code => [state, opcode, 0, [offset]];
const load64 = (offset: Hole): I64 => fromState(0x29, offset) as I64;
const load32 = (offset: Hole): I32 => fromState(0x28, offset) as I32;
const store64 = (content: I64, offset: Hole): Code => [state, content, 0x37, 0, [offset]];
/** A constant that is a hole. */
export const const32 = (hole: Hole): I32 => [0x41, [hole]] as Code as I32;
/** The same, of 64 bits. */
export const const64 = (hole: Hole): I64 => [0x42, [hole]] as Code as I64;

const readRs1 = [[HOLE.readRs1]] as Code as I64;
const readRs2 = [[HOLE.readRs2]] as Code as I64;

const floatOperand = (offset: Hole, upper: Hole): FloatOperand => ({
  bits: load64(offset),
  double: fromState(0x2b, offset) as F64,
  single: fromState(0x2a, offset) as F32,
  low: load32(offset),
  isBoxed: i32.eq(load32(upper), i32.const(-1)),
});

/** Leaves the function, from one or two levels inside the instruction's code. */
const leave = (exit: Hole, depthHole: Hole): Code => [0x41, [exit], 0x0c, [depthHole]];
const leaveBefore1 = leave(HOLE.exit, HOLE.exitDepth1);
const leaveBefore2 = leave(HOLE.exit, HOLE.exitDepth2);
const leaveAfter1 = leave(HOLE.exitAfterCodeStore, HOLE.exitDepth1);
const leaveAfter2 = leave(HOLE.exitAfterCodeStore, HOLE.exitDepth2);

const outcomeIs = (result: number): I32 => i32.eq(outcome.get, i32.const(result));

/** The semantics of one row, as a template. */
class TemplateCode implements Operations {
  readonly double: LocalDouble = double;
  readonly single: LocalSingle = single;
  readonly imm: I64 = const64(HOLE.imm);
  readonly pc: I64 = const64(HOLE.pc);
  readonly next: I64 = const64(HOLE.next);
  readonly #options: TemplateOptions;

  constructor(options: TemplateOptions) {
    this.#options = options;
  }

  get rs1(): I64 {
    return this.#options.zeroRs1 ? i64.const(0) : readRs1;
  }

  get rs2(): I64 {
    return this.#options.zeroRs2 ? i64.const(0) : readRs2;
  }

  get frs1(): FloatOperand {
    return floatOperand(HOLE.rs1, HOLE.rs1Upper);
  }

  get frs2(): FloatOperand {
    return floatOperand(HOLE.rs2, HOLE.rs2Upper);
  }

  get frs3(): FloatOperand {
    return floatOperand(HOLE.rs3, HOLE.rs3Upper);
  }

  get csr(): I32 {
    return const32(HOLE.csr);
  }

  get uimm(): I64 {
    return const64(HOLE.uimm);
  }

  get retired(): I64 {
    return i64.sub(
      i64.load(state, STATE.retiredAtEnd),
      i64.extend_i32_s(i32.add(fuel.get, const32(HOLE.unretired))),
    );
  }

  get rounding(): I32 {
    return roundingMode(this.#options.rm);
  }

  get roundsNatively(): I32 {
    return roundsNatively(this.#options.rm);
  }

  get hasFusedArithmetic(): boolean {
    return hasFusedArithmetic();
  }

  readonly writeRd: Operations["writeRd"] = (result) => [
    [HOLE.beginRd],
    result,
    [HOLE.endRd],
  ];

  readonly writeFrd: Operations["writeFrd"] = (bits) => store64(bits, HOLE.rd);

  /** Where frm no longer holds a valid mode, the stepper goes on. */
  readonly csrWritten: Operations["csrWritten"] = () =>
    when(
      i32.gt_u(frm, i32.const(ROUNDING.nearestAway)),
      leave(HOLE.exitAfter, HOLE.exitDepth1),
    );

  readonly load: Operations["load"] = (bits, extension) => {
    const size = bits / 8 as AccessSize;
    const at = i64.add(this.rs1, this.imm);
    if (this.#options.unchecked) return plainLoad(at, size, extension);
    const setAddress = address.set(at);
    const plain = plainLoad(address.get, size, extension);
    if (!this.#options.careful) {
      return after64(
        [setAddress, when(i32.eqz(canLoad(address.get, size)), leaveBefore1)],
        plain,
      );
    }
    const slow: Code = [
      value.set(this.#call64(SUPPORT.slowLoad, address.get, i32.const(size))),
      when(i32.load(state, STATE.faultAccess), leaveBefore2),
    ];
    return after64(
      setAddress,
      choose64(
        canLoad(address.get, size),
        plain,
        after64(slow, extend(value.get, size, extension)),
      ),
    );
  };

  readonly store: Operations["store"] = (bits, stored) => {
    const size = bits / 8 as AccessSize;
    const at = i64.add(this.rs1, this.imm);
    if (this.#options.unchecked) return plainStore(at, size, stored);
    const setAddress = address.set(at);
    if (!this.#options.careful) {
      return [
        setAddress,
        when(i32.eqz(canStore(address.get, size)), leaveBefore1),
        plainStore(address.get, size, stored),
      ];
    }
    return [
      setAddress,
      either(
        canStore(address.get, size),
        plainStore(address.get, size, stored),
        this.#slowStore(size, stored, leaveBefore2, leaveAfter2),
      ),
    ];
  };

  readonly touch: Operations["touch"] = () => value.set(this.load(8, "unsigned"));

  readonly zeroBlock: Operations["zeroBlock"] = () => [
    address.set(i64.and(this.rs1, i64.const(-BLOCK_SIZE))),
    this.#slowStore(BLOCK_SIZE, i64.const(0), leaveBefore1, leaveAfter1),
  ];

  readonly loadReserved: Operations["loadReserved"] = (bits) => {
    const size = bits / 8 as AccessSize;
    return after64(
      [
        value.set(this.#call64(SUPPORT.loadReserved, this.rs1, i32.const(size))),
        when(i32.load(state, STATE.faultAccess), leaveBefore1),
      ],
      value.get,
    );
  };

  readonly storeConditional: Operations["storeConditional"] = (bits, stored) => {
    const size = bits / 8 as AccessSize;
    return [
      outcome.set(this.#call32(SUPPORT.storeConditional, this.rs1, i32.const(size), stored)),
      when(outcomeIs(CONDITIONAL_RESULT.fault), leaveBefore1),
      this.writeRd(i64.extend_i32_u(outcomeIs(CONDITIONAL_RESULT.failed))),
      when(outcomeIs(CONDITIONAL_RESULT.hitCode), leaveAfter1),
    ];
  };

  readonly update: Operations["update"] = (bits, by) => {
    const size = bits / 8 as AccessSize;
    const slowStore = this.#call32(SUPPORT.slowStore, address.get, i32.const(size), updated.get);
    return [
      address.set(this.rs1),
      value.set(this.#call64(SUPPORT.loadForUpdate, address.get, i32.const(size))),
      when(i32.load(state, STATE.faultAccess), leaveBefore1),
      // rd may be rs1 or rs2, so it is written after both are used.
      updated.set(by(value.get)),
      this.writeRd(value.get),
      either(
        canStore(address.get, size),
        plainStore(address.get, size, updated.get),
        when(i32.eq(slowStore, i32.const(STORE_RESULT.hitCode)), leaveAfter2),
      ),
    ];
  };

  /** The condition; the writer of the function adds the branch. */
  readonly branch: Operations["branch"] = (condition) => condition;

  readonly jump: Operations["jump"] = (first) => this.#options.links ? first : [];

  readonly jumpTo: Operations["jumpTo"] = (target, first) => [
    pc.set(target),
    this.#options.links ? first : [],
  ];

  readonly raise: Operations["raise"] = () => this.#refuse();

  readonly call: Operations["call"] = (helper, ...args) => this.#call64(SUPPORT[helper], ...args);

  /** Stores to `address` by the slow path. */
  #slowStore(
    size: AccessSize | typeof BLOCK_SIZE,
    stored: I64,
    leaveBefore: Code,
    leaveAfter: Code,
  ): Code {
    return [
      outcome.set(this.#call32(SUPPORT.slowStore, address.get, i32.const(size), stored)),
      when(outcomeIs(STORE_RESULT.fault), leaveBefore),
      when(outcomeIs(STORE_RESULT.hitCode), leaveAfter),
    ];
  }

  #call64(index: number, ...args: Code[]): I64 {
    this.#noteCall(index);
    return call64(index, ...args);
  }

  #call32(index: number, ...args: Code[]): I32 {
    this.#noteCall(index);
    return call32(index, ...args);
  }

  #noteCall(index: number): void {
    const { calls } = this.#options;
    if (index >= SUPPORT_COUNT) calls.most = CALLS.float;
    else if (calls.most === CALLS.none) calls.most = CALLS.support;
  }

  #refuse(): never {
    const { mnemonic } = this.#options.encoding;
    throw new TypeError(`Cannot make a template of ${mnemonic}: the stepper must execute it`);
  }
}

/**
 * The code of a row with holes. For a branch it leaves the condition on the stack; for a computed
 * jump it leaves the target in the local `pc`.
 */
export function templateCode(options: TemplateOptions): Code {
  const { encoding, checks, checked } = options;
  const on = new TemplateCode(options);
  const leave = (levels: 1 | 2) => levels === 1 ? leaveBefore1 : leaveBefore2;
  const stackPointer = () => i64.load(state, STATE.registers + 8 * REGISTER.sp);
  return SEMANTICS[encoding.mnemonic](
    checks?.checkTranslated(on, { ...checked, leave, stackPointer, local: updated }) ?? on,
  );
}

/**
 * The check before the first access of a group that is relative to rs1. Leaves unless all are in pages
 * that allow them, and the largest, of so many bytes, is aligned.
 */
export function groupCheck(size: AccessSize, stores: boolean): Code {
  const at = (offset: Hole): I64 => i64.add(readRs1, const64(offset));
  const span = { low: at(HOLE.low), high: at(HOLE.high), anchor: at(HOLE.anchor) };
  return when(
    i32.eqz(canAccessSpan(span, size, stores)),
    callIndirect(
      REGION_TYPE,
      i32.const(POSITION.span),
      const32(HOLE.packedSpan),
      span.low,
      const32(HOLE.anchorDistance),
    ),
    setFromStack(outcome),
    drop,
    when(i32.eqz(outcome.get), leaveBefore2),
  );
}
