// SPDX-License-Identifier: MPL-2.0
// Writes the code of one block of a region: its instructions, by their semantics.
// Instructions are counted once, at the block's start; whoever leaves in the middle gives back what
// did not retire.

import { mayWriteFrm } from "../csr.ts";
import type { Instruction } from "../encoding.ts";
import { EXIT, type Exit } from "../engine.ts";
import { fcsr, FLAG, frm, FRM_MASK, FRM_SHIFT, ROUNDING } from "../float/format.ts";
import { STATE, TRACE } from "../layout.ts";
import { type FloatOperand, SEMANTICS } from "../semantics.ts";
import {
  after64,
  call32,
  call64,
  choose64,
  type Code,
  either,
  extendNotNegative,
  f32,
  f64,
  type I32,
  i32,
  type I64,
  i64,
  isExtended,
  isNotNegative,
  likely,
  narrowOf,
  unlikely,
  when,
} from "../wasm/code.ts";
import {
  type AccessSize,
  canLoad,
  canStore,
  extend,
  inRange,
  plainLoad,
  plainStore,
  STORE_RESULT,
} from "../wasm/memory_access.ts";
import { CONDITIONAL_RESULT } from "../wasm/atomic_access.ts";
import { type AccessPlan, type Check, NO_ACCESSES } from "./access_plan.ts";
import { hasFusedArithmetic } from "./fused_arithmetic.ts";
import { BlockTrace } from "./block_trace.ts";
import { SUPPORT } from "./calling.ts";
import { emitEnd } from "./emit_end.ts";
import type { Node } from "./flow_graph.ts";
import {
  address,
  double,
  fuel,
  pc,
  reason,
  type RegionCode,
  single,
  state,
  updated,
  value,
} from "./region_code.ts";
import { registersOf, writes } from "./register_flow.ts";
import type { GoTo } from "./structure.ts";

/** A floating-point register: they stay in the state block. */
const floatOperand = (number: number): FloatOperand => {
  const offset = STATE.floats + 8 * number;
  return {
    bits: i64.load(state, offset),
    double: f64.load(state, offset),
    single: f32.load(state, offset),
    low: i32.load(state, offset),
    isBoxed: i32.eq(i32.load(state, offset + 4), i32.const(-1)),
  };
};

/** Stands for the operands that an instruction does not have. */
const NO_FLOAT: FloatOperand = floatOperand(0);

/** Emits one block of a region. */
class BlockEmitter {
  readonly #region: RegionCode;
  readonly #node: Node;
  readonly #levels: number;
  readonly #goTo: GoTo;
  readonly #count: number;
  #dirty: number;
  readonly #plan: AccessPlan;
  /** Registers whose value so far is only in their narrow local. */
  readonly #narrow = new Map<number, "signed" | "not-negative">();
  readonly #trace: BlockTrace;
  /** The condition of the branch at the end. */
  #condition: I32 | undefined;

  constructor(region: RegionCode, node: Node, levels: number, goTo: GoTo) {
    this.#region = region;
    this.#node = node;
    this.#levels = levels;
    this.#goTo = goTo;
    this.#count = node.block.instructions.length;
    this.#dirty = this.#region.flow[node.number]?.dirtyIn ?? 0;
    this.#plan = region.plans[node.number] ?? NO_ACCESSES;
    this.#trace = new BlockTrace(region.options.mode, node.block);
  }

  emit(): Code {
    const { instructions } = this.#node.block;
    const writtenBack = this.#region.flow[this.#node.number]?.writtenBack ?? 0;
    const lastWrites = new Map(
      instructions.map((instruction, index) => [writes(instruction), index]),
    );
    const written = instructions.reduce((mask, instruction) => mask | writes(instruction), 0);
    const code: Code[] = [this.#checksAtStart()];
    if (this.#count > 0) code.push(fuel.set(i32.sub(fuel.get, i32.const(this.#count))));
    code.push(this.#trace.begin(), this.#writeBack(writtenBack & ~written));
    for (const [index, instruction] of instructions.entries()) {
      const instructionCode = this.#instruction(instruction, index);
      code.push(this.#trace.instruction(index), instructionCode);
      const rd = writes(instruction);
      this.#dirty |= rd;
      this.#trace.retire(instruction);
      if (lastWrites.get(rd) === index) code.push(this.#writeBack(writtenBack & rd));
    }
    // What is written back may still be live: where ways meet, it is written back once more if the
    // other way did not.
    const liveOut = this.#node.successors.reduce(
      (mask, to) => mask | (this.#region.flow[to]?.liveIn ?? 0),
      0,
    );
    code.push(this.#trace.end(), this.#widen(this.#dirty | liveOut), this.#end());
    return code;
  }

  #end(): Code {
    return emitEnd({
      region: this.#region,
      node: this.#node,
      levels: this.#levels,
      goTo: this.#goTo,
      dirty: this.#dirty,
      condition: this.#condition,
    });
  }

  /** Writes registers to the state block, where they then are as new as in their locals. */
  #writeBack(mask: number): Code {
    this.#dirty &= ~mask;
    return registersOf(mask).map((number) =>
      i64.store(state, this.#read(number), STATE.registers + 8 * number)
    );
  }

  #checksAtStart(): Code {
    const at = this.#node.block.addresses[0] ?? 0;
    return this.#plan.atStart.map((check) =>
      this.#ready(check, this.#read(check.base), (exit) => this.#leave(at, 0, exit, 2))
    );
  }

  /** The value of a guest register. */
  #read(number: number): I64 {
    if (number === 0) return i64.const(0);
    const kind = this.#narrow.get(number);
    if (kind === undefined) return this.#region.register(number).get;
    const { get } = this.#region.narrowRegister(number);
    return kind === "signed" ? i64.extend_i32_s(get) : extendNotNegative(get);
  }

  /** Gives a guest register other than x0 a value. */
  #write(number: number, result: I64): Code {
    const narrow = isExtended(result) ? narrowOf(result) : undefined;
    if (narrow === undefined) {
      this.#narrow.delete(number);
      return this.#region.register(number).set(result);
    }
    this.#narrow.set(number, isNotNegative(result) ? "not-negative" : "signed");
    return this.#region.narrowRegister(number).set(narrow);
  }

  /** Extends the values of registers that are narrow, for whoever comes after. */
  #widen(dirty = this.#dirty): Code {
    if (this.#narrow.size === 0) return [];
    return registersOf(dirty).map((number) =>
      this.#narrow.has(number) ? this.#region.register(number).set(this.#read(number)) : []
    );
  }

  /** Leaves the region from the middle of the block, `levels` levels inside of its code. */
  #leave(at: number, unretired: number, exit: Exit, levels: number, dirty = this.#dirty): Code {
    const leave = this.#region.leave(at, unretired, exit, dirty, this.#levels + levels);
    return [this.#widen(dirty), leave];
  }

  /** Makes sure that an access can go ahead: where its check is made here, leaves if it fails. */
  #ready(check: Check | undefined, at: I64, leave: (exit: Exit) => Code): Code {
    if (check === undefined) return [];
    const { from, span, rights } = check;
    const range = this.#region.options.allocateRange();
    const explored = call32(
      SUPPORT.explore,
      address.get,
      i32.const(span),
      i32.const(range),
      i32.const(rights),
    );
    return [
      address.set(from === 0 ? at : i64.add(at, i64.const(from))),
      when(
        unlikely(i32.eqz(inRange(address.get, range))),
        when(unlikely(i32.eqz(explored)), leave(EXIT.unchecked)),
      ),
    ];
  }

  #instruction(instruction: Instruction, index: number): Code {
    const at = this.#node.block.addresses[index] ?? 0;
    const next = at + instruction.length;
    const { rd, rs1, rs2, imm, shamt, encoding: { floats } } = instruction;
    const read = (number: number): I64 => this.#read(number);
    const immediate = imm | shamt;
    const baseAddress: I64 = immediate === 0 ? read(rs1) : i64.add(read(rs1), i64.const(immediate));
    const before = this.#count - index;
    const check = this.#plan.within.get(index);
    // Slow paths stand two levels inside the block's code, unless they say otherwise.
    const leaveBefore = (exit: Exit, levels = 2): Code => [
      this.#trace.end(),
      this.#leave(at, before, exit, levels),
    ];
    const leaveAfterCodeStore = (levels: number): Code => [
      this.#trace.end(1),
      this.#leave(next, before - 1, EXIT.codeStore, levels, this.#dirty | writes(instruction)),
    ];
    // V8 compares an access's offset with the memory's size less what the access adds: adding the
    // distance here saves it from having one such size for each distance.
    const place: I64 = immediate === 0
      ? read(rs1)
      : i64.extend_i32_u(i32.add(i32.wrap(read(rs1)), i32.const(immediate)));
    const traceAddress = this.#trace.field(instruction, TRACE.address, baseAddress);
    const traceValue = (content: I64) => this.#trace.field(instruction, TRACE.value, content);
    const mode = i32.const(instruction.rm);
    const isDynamic = instruction.rm === ROUNDING.dynamic;
    const isInexact = i32.and(fcsr, i32.const(FLAG.inexact));
    const writeRd = (result: I64): Code =>
      rd === 0 ? value.set(result) : [this.#write(rd, result), traceValue(this.#read(rd))];
    return SEMANTICS[instruction.mnemonic]({
      rs1: read(rs1),
      rs2: read(rs2),
      frs1: floats.has("rs1") ? floatOperand(rs1) : NO_FLOAT,
      frs2: floats.has("rs2") ? floatOperand(rs2) : NO_FLOAT,
      frs3: floats.has("rs3") ? floatOperand(instruction.rs3) : NO_FLOAT,
      imm: i64.const(immediate),
      csr: i32.const(instruction.csr),
      uimm: i64.const(instruction.uimm),
      // What is no rounding mode in frm leaves the region as it is written.
      rounding: isDynamic ? frm : mode,
      roundsNatively: isDynamic
        ? i32.eq(
          i32.and(fcsr, i32.const((FRM_MASK << FRM_SHIFT) | FLAG.inexact)),
          i32.const(FLAG.inexact),
        )
        : instruction.rm === ROUNDING.nearestEven
        ? isInexact
        : i32.const(0),
      hasFusedArithmetic: floats.has("rs3") && hasFusedArithmetic(),
      double,
      single,
      pc: i64.const(at),
      next: i64.const(next),
      retired: i64.sub(
        i64.load(state, STATE.retiredAtEnd),
        i64.extend_i32_s(i32.add(fuel.get, i32.const(before))),
      ),
      writeRd,
      writeFrd: (result) => {
        const offset = STATE.floats + 8 * rd;
        return [i64.store(state, result, offset), traceValue(i64.load(state, offset))];
      },
      frmWritten: () =>
        mayWriteFrm(instruction)
          ? when(
            unlikely(i32.gt_u(frm, i32.const(ROUNDING.nearestAway))),
            this.#trace.end(),
            this.#leave(next, before - 1, EXIT.cold, 1, this.#dirty | writes(instruction)),
          )
          : [],
      load: (bits, extension) => {
        const size = bits / 8 as AccessSize;
        if (check !== "single") {
          return after64(
            [this.#ready(check, baseAddress, leaveBefore), traceAddress],
            plainLoad(place, size, extension),
          );
        }
        return after64(
          [address.set(baseAddress), traceAddress],
          choose64(
            canLoad(address.get, size),
            plainLoad(address.get, size, extension),
            after64(
              [
                value.set(call64(SUPPORT.slowLoad, address.get, i32.const(size))),
                when(unlikely(i32.load(state, STATE.faultAccess)), leaveBefore(EXIT.memory)),
              ],
              extend(value.get, size, extension),
            ),
          ),
        );
      },
      store: (bits, stored) => {
        const size = bits / 8 as AccessSize;
        if (check !== "single") {
          return [
            this.#ready(check, baseAddress, leaveBefore),
            traceAddress,
            traceValue(stored),
            plainStore(place, size, stored),
          ];
        }
        const slow = call32(SUPPORT.slowStore, address.get, i32.const(size), stored);
        return [
          address.set(baseAddress),
          traceAddress,
          traceValue(stored),
          either(
            canStore(address.get, size),
            plainStore(address.get, size, stored),
            [
              reason.set(slow),
              when(
                unlikely(i32.eq(reason.get, i32.const(STORE_RESULT.fault))),
                leaveBefore(EXIT.memory),
              ),
              when(
                unlikely(i32.eq(reason.get, i32.const(STORE_RESULT.hitCode))),
                leaveAfterCodeStore(2),
              ),
            ],
          ),
        ];
      },
      loadReserved: (bits) => {
        const size = bits / 8 as AccessSize;
        return after64(
          [
            address.set(baseAddress),
            traceAddress,
            value.set(call64(SUPPORT.loadReserved, address.get, i32.const(size))),
            when(unlikely(i32.load(state, STATE.faultAccess)), leaveBefore(EXIT.memory, 1)),
          ],
          value.get,
        );
      },
      storeConditional: (bits, stored) => {
        const size = bits / 8 as AccessSize;
        const is = (result: number): I32 => i32.eq(reason.get, i32.const(result));
        return [
          address.set(baseAddress),
          traceAddress,
          this.#trace.field(instruction, TRACE.stored, stored),
          reason.set(call32(SUPPORT.storeConditional, address.get, i32.const(size), stored)),
          when(unlikely(is(CONDITIONAL_RESULT.fault)), leaveBefore(EXIT.memory, 1)),
          this.#trace.covers(instruction)
            ? when(
              is(CONDITIONAL_RESULT.failed),
              this.#trace.noAccess(),
            )
            : [],
          writeRd(i64.extend_i32_u(is(CONDITIONAL_RESULT.failed))),
          when(unlikely(is(CONDITIONAL_RESULT.hitCode)), leaveAfterCodeStore(1)),
        ];
      },
      update: (bits, by) => {
        const size = bits / 8 as AccessSize;
        return [
          address.set(baseAddress),
          traceAddress,
          value.set(call64(SUPPORT.loadForUpdate, address.get, i32.const(size))),
          when(unlikely(i32.load(state, STATE.faultAccess)), leaveBefore(EXIT.memory, 1)),
          // rd may be rs1 or rs2: it is written when both are done with.
          updated.set(by(value.get)),
          this.#trace.field(instruction, TRACE.stored, updated.get),
          rd === 0 ? [] : writeRd(value.get),
          either(
            likely(canStore(address.get, size)),
            plainStore(address.get, size, updated.get),
            when(
              i32.eq(
                call32(SUPPORT.slowStore, address.get, i32.const(size), updated.get),
                i32.const(STORE_RESULT.hitCode),
              ),
              leaveAfterCodeStore(2),
            ),
          ),
        ];
      },
      branch: (condition) => {
        this.#condition = condition;
        return [];
      },
      jump: (first) => first,
      jumpTo: (to, first) => [pc.set(to), first],
      raise: () => {
        throw new TypeError(`Cannot translate ${instruction.mnemonic}: it leaves its region`);
      },
      call: (helper, ...args) => call64(SUPPORT[helper], ...args),
    });
  }
}

/**
 * The code of a block, `levels` levels inside the structured code of its region; `goTo` gives the
 * code that goes on with another block.
 */
export function emitBlock(region: RegionCode, node: Node, levels: number, goTo: GoTo): Code {
  return new BlockEmitter(region, node, levels, goTo).emit();
}
