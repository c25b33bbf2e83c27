// SPDX-License-Identifier: MPL-2.0
// Writes the code of one block of a region: its instructions, by their semantics, and how it ends.
// Instructions are counted once, at the block's start; whoever leaves in the middle gives back what
// did not retire.

import { mayWriteFrm } from "../csr.ts";
import type { Instruction } from "../encoding.ts";
import { EXIT, type Exit, type TraceMode } from "../engine.ts";
import { fcsr, FLAG, frm, FRM_MASK, FRM_SHIFT, ROUNDING } from "../float/format.ts";
import { OWNER, STATE, TRACE } from "../layout.ts";
import { type FloatOperand, SEMANTICS } from "../semantics.ts";
import {
  after64,
  call,
  call32,
  call64,
  callIndirect,
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
  return_,
  setFromStack,
  unlikely,
  when,
} from "../wasm/code.ts";
import {
  type AccessSize,
  canStore,
  extend,
  inRange,
  plainLoad,
  plainStore,
  STORE_RESULT,
} from "../wasm/memory_access.ts";
import { CONDITIONAL_RESULT } from "../wasm/atomic_access.ts";
import { accessOf } from "./access_kind.ts";
import { hasFusedArithmetic } from "./fused_arithmetic.ts";
import { lookUp, REGION_TYPE, SUPPORT } from "./calling.ts";
import type { Node } from "./flow_graph.ts";
import type { LeaveReason } from "./region.ts";
import {
  address,
  depth,
  double,
  fuel,
  pc,
  reason,
  type RegionCode,
  single,
  state,
  trace,
  updated,
  value,
} from "./region_code.ts";
import { writes } from "./register_flow.ts";
import type { GoTo } from "./structure.ts";

/** What the key of a range for stores is higher than the one for loads. */
const STORES = 32;

const EXIT_OF_REASON: Readonly<Record<LeaveReason, Exit>> = {
  "environment-call": EXIT.environmentCall,
  breakpoint: EXIT.breakpoint,
  illegal: EXIT.illegal,
  fetch: EXIT.fetch,
};

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

/** Emits one block of a region. */
class BlockEmitter {
  readonly #region: RegionCode;
  readonly #node: Node;
  readonly #levels: number;
  readonly #goTo: GoTo;
  readonly #count: number;
  #dirty: number;
  /** Entries in the table of ranges, by base register, and by base register plus `STORES`. */
  readonly #ranges = new Map<number, number>();
  /** How many trace records the block has written so far. */
  #records = 0;
  /** The condition of the branch at the end, or the target of its jump. */
  #condition: I32 | undefined;
  #target: I64 | undefined;

  constructor(region: RegionCode, node: Node, levels: number, goTo: GoTo) {
    this.#region = region;
    this.#node = node;
    this.#levels = levels;
    this.#goTo = goTo;
    this.#count = node.block.instructions.length;
    this.#dirty = this.#region.flow[node.number]?.dirtyIn ?? 0;
  }

  emit(): Code {
    const code: Code[] = [];
    if (this.#count > 0) code.push(fuel.set(i32.sub(fuel.get, i32.const(this.#count))));
    code.push(this.#beginTrace());
    for (const [index, instruction] of this.#node.block.instructions.entries()) {
      const instructionCode = this.#instruction(instruction, index);
      code.push(this.#traceInstruction(instruction, index), instructionCode);
      this.#dirty |= writes(instruction);
      if (!instruction.encoding.floats.has("rd")) {
        this.#ranges.delete(instruction.rd);
        this.#ranges.delete(instruction.rd + STORES);
      }
      if (this.#traces(instruction)) this.#records++;
    }
    code.push(this.#endTrace(), this.#end());
    return code;
  }

  /**
   * The entry in the table of ranges for the loads, or the stores, by a base register: one for each
   * value that it has, since the next may point elsewhere.
   */
  #range(base: number, store: boolean): number {
    const key = store ? base + STORES : base;
    const entry = this.#ranges.get(key) ??
      this.#region.options.allocateRange(store ? "store" : "load");
    this.#ranges.set(key, entry);
    return entry;
  }

  get #mode(): TraceMode {
    return this.#region.options.mode;
  }

  /** Whether the instruction leaves a trace record. */
  #traces(instruction: Instruction): boolean {
    return this.#mode === "instructions" ||
      (this.#mode === "memory" && accessOf(instruction) !== undefined);
  }

  /**
   * Finds the place for the block's trace records. With one for each instruction it follows from
   * the fuel alone; otherwise the state block says.
   */
  #beginTrace(): Code {
    if (this.#mode === "instructions") {
      const ahead = i32.add(fuel.get, i32.const(this.#count));
      const end = i32.load(state, STATE.traceEnd);
      return trace.set(i32.sub(end, i32.mul(ahead, i32.const(TRACE.size))));
    }
    const any = this.#node.block.instructions.some((instruction) => this.#traces(instruction));
    return any ? trace.set(i32.load(state, STATE.traceNext)) : [];
  }

  /** Notes how many records there are, where that does not follow from the fuel. */
  #endTrace(count = this.#records): Code {
    if (this.#mode !== "memory" || count === 0) return [];
    const next = i32.add(trace.get, i32.const(count * TRACE.size));
    return i32.store(state, next, STATE.traceNext);
  }

  /** What a trace record says without the instruction being executed. */
  #traceInstruction(instruction: Instruction, index: number): Code {
    if (!this.#traces(instruction)) return [];
    const at = this.#node.block.addresses[index] ?? 0;
    const access = accessOf(instruction);
    const right = (access?.load ? OWNER.read : 0) | (access?.store ? OWNER.write : 0);
    const accessed = BigInt(right | ((access?.size ?? 0) << 8));
    const wordAndAccess = i64.const(BigInt(instruction.word) | (accessed << 32n));
    return [
      i64.store(trace.get, i64.const(at), this.#recordOffset + TRACE.pc),
      i64.store(trace.get, wordAndAccess, this.#recordOffset + TRACE.word),
    ];
  }

  /** Stores into a field of the current trace record, if there is one. */
  #traceField(instruction: Instruction, field: number, content: I64): Code {
    return this.#traces(instruction)
      ? i64.store(trace.get, content, this.#recordOffset + field)
      : [];
  }

  get #recordOffset(): number {
    return this.#records * TRACE.size;
  }

  #instruction(instruction: Instruction, index: number): Code {
    const at = this.#node.block.addresses[index] ?? 0;
    const next = at + instruction.length;
    const { rd, rs1, rs2, imm, shamt } = instruction;
    const read = (number: number): I64 =>
      number === 0 ? i64.const(0) : this.#region.register(number).get;
    const immediate = imm | shamt;
    const baseAddress: I64 = immediate === 0 ? read(rs1) : i64.add(read(rs1), i64.const(immediate));
    const before = this.#count - index;
    // Slow paths stand two levels inside the block's code, unless they say otherwise.
    const leaveBefore = (levels = 2): Code => [
      this.#endTrace(),
      this.#region.leave(at, before, EXIT.memory, this.#dirty, this.#levels + levels),
    ];
    const leaveAfterCodeStore = (levels: number): Code => {
      const dirty = this.#dirty | writes(instruction);
      return [
        this.#endTrace(this.#records + 1),
        this.#region.leave(next, before - 1, EXIT.codeStore, dirty, this.#levels + levels),
      ];
    };
    const traceAddress = this.#traceField(instruction, TRACE.address, baseAddress);
    const traceValue = (content: I64) => this.#traceField(instruction, TRACE.value, content);
    const mode = i32.const(instruction.rm);
    const isDynamic = instruction.rm === ROUNDING.dynamic;
    const isInexact = i32.and(fcsr, i32.const(FLAG.inexact));
    const writeRd = (result: I64): Code =>
      rd === 0
        ? value.set(result)
        : [this.#region.register(rd).set(result), traceValue(this.#region.register(rd).get)];
    return SEMANTICS[instruction.mnemonic]({
      rs1: read(rs1),
      rs2: read(rs2),
      frs1: floatOperand(rs1),
      frs2: floatOperand(rs2),
      frs3: floatOperand(instruction.rs3),
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
      get hasFusedArithmetic() {
        return hasFusedArithmetic();
      },
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
            this.#endTrace(),
            this.#region.leave(
              next,
              before - 1,
              EXIT.cold,
              this.#dirty | writes(instruction),
              this.#levels + 1,
            ),
          )
          : [],
      load: (bits, extension) => {
        const size = bits / 8 as AccessSize;
        const range = this.#range(rs1, false);
        return after64(
          [address.set(baseAddress), traceAddress],
          choose64(
            likely(inRange(address.get, range)),
            plainLoad(address.get, size, extension),
            after64(
              [
                value.set(
                  call64(
                    SUPPORT.exploringLoad,
                    address.get,
                    i32.const(size),
                    i32.const(range),
                  ),
                ),
                when(unlikely(i32.load(state, STATE.faultAccess)), leaveBefore()),
              ],
              extend(value.get, size, extension),
            ),
          ),
        );
      },
      store: (bits, stored) => {
        const size = bits / 8 as AccessSize;
        const range = this.#range(rs1, true);
        const slow = call32(
          SUPPORT.exploringStore,
          address.get,
          i32.const(size),
          stored,
          i32.const(range),
        );
        return [
          address.set(baseAddress),
          traceAddress,
          traceValue(stored),
          either(
            likely(inRange(address.get, range)),
            plainStore(address.get, size, stored),
            [
              reason.set(slow),
              when(unlikely(i32.eq(reason.get, i32.const(STORE_RESULT.fault))), leaveBefore()),
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
            when(unlikely(i32.load(state, STATE.faultAccess)), leaveBefore(1)),
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
          this.#traceField(instruction, TRACE.stored, stored),
          reason.set(call32(SUPPORT.storeConditional, address.get, i32.const(size), stored)),
          when(unlikely(is(CONDITIONAL_RESULT.fault)), leaveBefore(1)),
          this.#traces(instruction)
            ? when(
              is(CONDITIONAL_RESULT.failed),
              i32.store16(trace.get, i32.const(0), this.#recordOffset + TRACE.access),
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
          when(unlikely(i32.load(state, STATE.faultAccess)), leaveBefore(1)),
          // rd may be rs1 or rs2: it is written when both are done with.
          updated.set(by(value.get)),
          this.#traceField(instruction, TRACE.stored, updated.get),
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
      jumpTo: (to, first) => {
        this.#target = pc.get;
        return [pc.set(to), first];
      },
      raise: () => {
        throw new TypeError(`Cannot translate ${instruction.mnemonic}: it leaves its region`);
      },
      call: (helper, ...args) => call64(SUPPORT[helper], ...args),
    });
  }

  #end(): Code {
    const { end } = this.#node.block;
    switch (end.kind) {
      case "jump":
        return this.#goTo(this.#number(end.to), 0);
      case "outside":
        return this.#region.returnTo(i64.const(end.to), this.#dirty);
      case "indirect":
        return this.#region.returnTo(this.#target ?? pc.get, this.#dirty);
      case "leave": {
        const exit = EXIT_OF_REASON[end.reason];
        return this.#region.leave(end.at, 0, exit, this.#dirty, this.#levels);
      }
      case "branch":
        return either(
          this.#condition ?? i32.const(0),
          this.#branchTo(end.taken),
          this.#branchTo(end.next),
        );
      case "call":
        return this.#call(end.to, end.returnTo);
    }
  }

  /** The number of a block in the region. */
  #number(start: number): number {
    return this.#region.graph.numberOf.get(start) ?? 0;
  }

  #branchTo(to: number): Code {
    return this.#region.graph.numberOf.has(to)
      ? this.#goTo(this.#number(to), 1)
      : this.#region.returnTo(i64.const(to), this.#dirty);
  }

  #call(to: number | undefined, returnTo: number): Code {
    const deeper = i32.add(depth.get, i32.const(1));
    const callee = to === undefined ? undefined : this.#region.options.calleeAt(to);
    const target = to === undefined ? pc.get : i64.const(to);
    const calling = callee?.kind === "function"
      ? call(callee.index, fuel.get, target, deeper)
      : callIndirect(
        REGION_TYPE,
        callee === undefined ? lookUp(pc.get) : i32.const(callee.position),
        fuel.get,
        target,
        deeper,
      );
    const number = this.#region.graph.numberOf.get(returnTo);
    const comeBack: Code = number === undefined ? return_([pc.get, fuel.get]) : [
      when(
        unlikely(i32.or(
          i64.ne(pc.get, i64.const(returnTo)),
          i32.lt_s(fuel.get, i32.const(0)),
        )),
        return_([pc.get, fuel.get]),
      ),
      this.#region.load(this.#region.flow[number]?.liveIn ?? 0),
      this.#goTo(number, 0),
    ];
    return [
      this.#region.writeBack(this.#dirty),
      calling,
      setFromStack(fuel),
      setFromStack(pc),
      comeBack,
    ];
  }
}

/**
 * The code of a block, `levels` levels inside the structured code of its region; `goTo` gives the
 * code that goes on with another block.
 */
export function emitBlock(region: RegionCode, node: Node, levels: number, goTo: GoTo): Code {
  return new BlockEmitter(region, node, levels, goTo).emit();
}
