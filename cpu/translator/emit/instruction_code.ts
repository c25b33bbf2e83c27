// SPDX-License-Identifier: MPL-2.0
// The translator's operations for the semantics of one instruction: registers in locals, constants
// for operands, and accesses checked as planned. Operands are getters, as most instructions need
// few of them. Operations are arrow functions, because semantics destructure them.

import type { Instruction } from "../../isa/encoding.ts";
import type { FastChecks } from "../../engine/checks.ts";
import { EXIT, type Exit } from "../../engine/engine.ts";
import { frm, ROUNDING } from "../../float/format.ts";
import { REGISTER } from "../../isa/registers.ts";
import { STATE, TRACE } from "../../memory/layout.ts";
import { BLOCK_SIZE, type FloatOperand, type Operations } from "../../semantics/operations.ts";
import { destinationOf, effectsOf, mayWriteFrm } from "../../semantics/effects.ts";
import { SEMANTICS } from "../../semantics/semantics.ts";
import { CONDITIONAL_RESULT } from "../../engine/atomic_access.ts";
import {
  after64,
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
  likely,
  type LocalDouble,
  type LocalSingle,
  unlikely,
  when,
} from "../../wasm/code.ts";
import {
  type AccessSize,
  canLoad,
  canStore,
  extend,
  plainLoad,
  plainStore,
  STORE_RESULT,
} from "../../engine/memory_access.ts";
import type { BlockCode } from "./block_code.ts";
import { SUPPORT } from "./calling.ts";
import { hasFusedArithmetic } from "./fused_arithmetic.ts";
import { roundingMode, roundsNatively } from "./rounding_mode.ts";
import { address, double, fuel, pc, reason, single, state, updated, value } from "./region_code.ts";
import { writes } from "../regions/register_flow.ts";

/** A floating-point register. They stay in the state block. */
function floatOperand(number: number): FloatOperand {
  const offset = STATE.floats + 8 * number;
  return {
    bits: i64.load(state, offset),
    double: f64.load(state, offset),
    single: f32.load(state, offset),
    low: i32.load(state, offset),
    isBoxed: i32.eq(i32.load(state, offset + 4), i32.const(-1)),
  };
}

const reasonIs = (result: number): I32 => i32.eq(reason.get, i32.const(result));

/** Registers that a return jumps to: ra and t0. */
const LINKS: ReadonlySet<number> = new Set([1, 5]);

/** One instruction of a block, as its semantics sees it. */
class InstructionCode implements Operations {
  readonly double: LocalDouble = double;
  readonly single: LocalSingle = single;
  readonly #block: BlockCode;
  readonly #instruction: Instruction;
  readonly #index: number;

  constructor(block: BlockCode, instruction: Instruction, index: number) {
    this.#block = block;
    this.#instruction = instruction;
    this.#index = index;
  }

  get rs1(): I64 {
    return this.#block.read(this.#instruction.rs1);
  }

  get rs2(): I64 {
    return this.#block.read(this.#instruction.rs2);
  }

  get frs1(): FloatOperand {
    return floatOperand(this.#instruction.rs1);
  }

  get frs2(): FloatOperand {
    return floatOperand(this.#instruction.rs2);
  }

  get frs3(): FloatOperand {
    return floatOperand(this.#instruction.rs3);
  }

  get imm(): I64 {
    return i64.const(this.#immediate);
  }

  get csr(): I32 {
    return i32.const(this.#instruction.csr);
  }

  get uimm(): I64 {
    return i64.const(this.#instruction.uimm);
  }

  get rounding(): I32 {
    return roundingMode(this.#instruction.rm);
  }

  get roundsNatively(): I32 {
    return roundsNatively(this.#instruction.rm);
  }

  get hasFusedArithmetic(): boolean {
    return hasFusedArithmetic();
  }

  get pc(): I64 {
    return i64.const(this.#at);
  }

  get next(): I64 {
    return i64.const(this.#next);
  }

  get retired(): I64 {
    return i64.sub(
      i64.load(state, STATE.retiredAtEnd),
      i64.extend_i32_s(i32.add(fuel.get, i32.const(this.#unretired))),
    );
  }

  readonly writeRd: Operations["writeRd"] = (result) => {
    const { rd } = this.#instruction;
    if (rd === 0) return value.set(result);
    const write = this.#block.write(rd, result);
    return [write, this.#traceField(TRACE.value, () => this.#block.read(rd))];
  };

  readonly writeFrd: Operations["writeFrd"] = (bits) => {
    const offset = STATE.floats + 8 * this.#instruction.rd;
    return [
      i64.store(state, bits, offset),
      this.#traceField(TRACE.value, () => i64.load(state, offset)),
    ];
  };

  readonly csrWritten: Operations["csrWritten"] = () => {
    if (!mayWriteFrm(this.#instruction)) return [];
    return when(
      unlikely(i32.gt_u(frm, i32.const(ROUNDING.nearestAway))),
      this.#block.trace.end(),
      this.#leaveAfter(EXIT.cold, 1),
    );
  };

  readonly load: Operations["load"] = (bits, extension) => {
    const size = bits / 8 as AccessSize;
    const checked = this.#checked();
    if (checked !== undefined) {
      return after64(
        [checked, this.#traceAddress()],
        plainLoad(this.#checkedAddress, size, extension),
      );
    }
    return after64(
      this.#setAddress(),
      choose64(
        canLoad(address.get, size),
        plainLoad(address.get, size, extension),
        after64(
          [
            value.set(call64(SUPPORT.slowLoad, address.get, i32.const(size))),
            this.#leaveOnFault(2),
          ],
          extend(value.get, size, extension),
        ),
      ),
    );
  };

  readonly store: Operations["store"] = (bits, stored) => {
    const size = bits / 8 as AccessSize;
    const traceValue = this.#traceField(TRACE.value, () => stored);
    const checked = this.#checked();
    if (checked !== undefined) {
      return [
        checked,
        this.#traceAddress(),
        traceValue,
        plainStore(this.#checkedAddress, size, stored),
      ];
    }
    return [
      this.#setAddress(),
      traceValue,
      either(
        canStore(address.get, size),
        plainStore(address.get, size, stored),
        this.#slowStore(size, stored, 2),
      ),
    ];
  };

  readonly touch: Operations["touch"] = () => value.set(this.load(8, "unsigned"));

  readonly zeroBlock: Operations["zeroBlock"] = () => [
    address.set(i64.and(this.rs1, i64.const(-BLOCK_SIZE))),
    this.#traceField(TRACE.address, () => address.get),
    this.#traceField(TRACE.value, () => i64.const(0)),
    this.#slowStore(BLOCK_SIZE, i64.const(0), 1),
  ];

  readonly loadReserved: Operations["loadReserved"] = (bits) => {
    const size = bits / 8 as AccessSize;
    return after64(
      [
        this.#setAddress(),
        value.set(call64(SUPPORT.loadReserved, address.get, i32.const(size))),
        this.#leaveOnFault(1),
      ],
      value.get,
    );
  };

  readonly storeConditional: Operations["storeConditional"] = (bits, stored) => {
    const size = bits / 8 as AccessSize;
    const { trace } = this.#block;
    return [
      this.#setAddress(),
      this.#traceField(TRACE.stored, () => stored),
      reason.set(call32(SUPPORT.storeConditional, address.get, i32.const(size), stored)),
      when(unlikely(reasonIs(CONDITIONAL_RESULT.fault)), this.#leaveBefore(EXIT.memory, 1)),
      trace.covers(this.#instruction)
        ? when(reasonIs(CONDITIONAL_RESULT.failed), trace.noAccess())
        : [],
      this.writeRd(i64.extend_i32_u(reasonIs(CONDITIONAL_RESULT.failed))),
      when(unlikely(reasonIs(CONDITIONAL_RESULT.hitCode)), this.#leaveAfterCodeStore(1)),
    ];
  };

  readonly update: Operations["update"] = (bits, by) => {
    const size = bits / 8 as AccessSize;
    const slowStore = call32(SUPPORT.slowStore, address.get, i32.const(size), updated.get);
    return [
      this.#setAddress(),
      value.set(call64(SUPPORT.loadForUpdate, address.get, i32.const(size))),
      this.#leaveOnFault(1),
      // rd may be rs1 or rs2, so it is written after both are used.
      updated.set(by(value.get)),
      this.#traceField(TRACE.stored, () => updated.get),
      this.#instruction.rd === 0 ? [] : this.writeRd(value.get),
      either(
        likely(canStore(address.get, size)),
        plainStore(address.get, size, updated.get),
        when(
          i32.eq(slowStore, i32.const(STORE_RESULT.hitCode)),
          this.#leaveAfterCodeStore(2),
        ),
      ),
    ];
  };

  readonly branch: Operations["branch"] = (condition) => {
    this.#block.condition = condition;
    return [];
  };

  readonly jump: Operations["jump"] = (first) => first;

  readonly jumpTo: Operations["jumpTo"] = (target, first) => [pc.set(target), first];

  readonly raise: Operations["raise"] = () => {
    const { mnemonic } = this.#instruction;
    throw new TypeError(`Cannot translate ${mnemonic}: it leaves its region`);
  };

  readonly call: Operations["call"] = (helper, ...args) => call64(SUPPORT[helper], ...args);

  /** What checks of memory depend on. */
  forChecks(): FastChecks {
    const { rd, rs1, encoding } = this.#instruction;
    const { readsRs1, access, control } = effectsOf(encoding);
    const isFrame = rs1 === REGISTER.sp || rs1 === REGISTER.s0;
    const writesStack = destinationOf(this.#instruction) === REGISTER.sp;
    const isMoved = readsRs1 && isFrame && access === undefined;
    return {
      usesStack: readsRs1 && rs1 === REGISTER.sp,
      stack: !writesStack ? "kept" : isMoved ? "moved" : "switched",
      isReturn: control.kind === "computed jump" && rd === 0 && LINKS.has(rs1),
      stackPointer: () => this.#block.readNow(REGISTER.sp, writesStack),
      leave: (levels) => this.#leaveBefore(EXIT.interpret, levels),
      local: updated,
    };
  }

  get #at(): number {
    return this.#block.node.block.addresses[this.#index] ?? 0;
  }

  get #next(): number {
    return this.#at + this.#instruction.length;
  }

  /** How many instructions of the block do not retire if this one does not. */
  get #unretired(): number {
    return this.#block.node.block.instructions.length - this.#index;
  }

  get #immediate(): number {
    return this.#instruction.imm | this.#instruction.shamt;
  }

  get #baseAddress(): I64 {
    return this.#immediate === 0 ? this.rs1 : i64.add(this.rs1, this.imm);
  }

  /**
   * The address of a checked access. Its immediate is added here instead of in the access's offset,
   * because V8 would compute a bound of the memory for each offset.
   */
  get #checkedAddress(): I64 {
    const immediate = this.#immediate;
    if (immediate === 0) return this.rs1;
    return i64.extend_i32_u(i32.add(i32.wrap(this.rs1), i32.const(immediate)));
  }

  /** Checks the access as planned. Undefined if it must check its tag each time. */
  #checked(): Code | undefined {
    const check = this.#block.plan.within.get(this.#index);
    if (check === "single") return undefined;
    if (check === "covered") return [];
    if (check === undefined) {
      const { mnemonic } = this.#instruction;
      throw new TypeError(`Cannot translate ${mnemonic}: its access was not planned`);
    }
    return this.#block.ready(check, this.#baseAddress, () => this.#leaveBefore(EXIT.unchecked, 2));
  }

  /** Stores to `address` by the slow path, `levels` levels inside the block's code. */
  #slowStore(size: AccessSize | typeof BLOCK_SIZE, stored: I64, levels: number): Code {
    return [
      reason.set(call32(SUPPORT.slowStore, address.get, i32.const(size), stored)),
      when(unlikely(reasonIs(STORE_RESULT.fault)), this.#leaveBefore(EXIT.memory, levels)),
      when(unlikely(reasonIs(STORE_RESULT.hitCode)), this.#leaveAfterCodeStore(levels)),
    ];
  }

  #setAddress(): Code {
    return [address.set(this.#baseAddress), this.#traceAddress()];
  }

  #traceAddress(): Code {
    return this.#traceField(TRACE.address, () => this.#baseAddress);
  }

  /** Stores to a field of the instruction's trace record, if it leaves one. */
  #traceField(field: number, content: () => I64): Code {
    return this.#block.trace.field(this.#instruction, field, content);
  }

  /** Leaves before the instruction, from `levels` levels inside the block's code. */
  #leaveBefore(exit: Exit, levels: number): Code {
    return [
      this.#block.trace.end(),
      this.#block.leave(this.#at, this.#unretired, exit, levels),
    ];
  }

  #leaveOnFault(levels: number): Code {
    return when(
      unlikely(i32.load(state, STATE.faultAccess)),
      this.#leaveBefore(EXIT.memory, levels),
    );
  }

  /** Leaves after the instruction has retired. */
  #leaveAfter(exit: Exit, levels: number): Code {
    const dirty = this.#block.dirty | writes(this.#instruction);
    return this.#block.leave(this.#next, this.#unretired - 1, exit, levels, dirty);
  }

  #leaveAfterCodeStore(levels: number): Code {
    return [this.#block.trace.end(1), this.#leaveAfter(EXIT.codeStore, levels)];
  }
}

/** The code of the instruction at an index of a block. */
export function emitInstruction(block: BlockCode, instruction: Instruction, index: number): Code {
  const on = new InstructionCode(block, instruction, index);
  const { checks, watched } = block.region.options;
  const checked = checks?.checkTranslated(on, on.forChecks()) ?? on;
  return SEMANTICS[instruction.mnemonic](
    watched?.operations(checked, on.forChecks()) ?? checked,
  );
}
