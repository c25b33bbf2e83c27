// SPDX-License-Identifier: MPL-2.0
// Writes the code of one block of a region: its instructions, by their semantics, and how it ends.
// Instructions are counted once, at the block's start; whoever leaves in the middle gives back what
// did not retire.

import { mayWriteFrm } from "../csr.ts";
import type { Instruction } from "../encoding.ts";
import { EXIT, type Exit, type TraceMode } from "../engine.ts";
import { fcsr, FLAG, frm, FRM_MASK, FRM_SHIFT, ROUNDING } from "../float/format.ts";
import { JUMPS, OWNER, STATE, TRACE } from "../layout.ts";
import { type FloatOperand, SEMANTICS } from "../semantics.ts";
import {
  after64,
  block,
  br,
  brTable,
  call,
  call32,
  call64,
  callIndirect,
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
  return_,
  setFromStack,
  unlikely,
  unreachable,
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
import { accessOf } from "./access_kind.ts";
import { type AccessPlan, type Check, NO_ACCESSES } from "./access_plan.ts";
import { hasFusedArithmetic } from "./fused_arithmetic.ts";
import { lookUp, REGION_TYPE, SUPPORT } from "./calling.ts";
import type { Node, Route } from "./flow_graph.ts";
import { addressOf, HUB, type LeaveReason, type Place } from "./region.ts";
import {
  address,
  choice,
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
import { registersOf, writes } from "./register_flow.ts";
import type { GoTo } from "./structure.ts";

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
  readonly #plan: AccessPlan;
  /** Registers whose value so far is only in their narrow local. */
  readonly #narrow = new Map<number, "signed" | "not-negative">();
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
    this.#plan = region.plans[node.number] ?? NO_ACCESSES;
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
    code.push(this.#beginTrace(), this.#writeBack(writtenBack & ~written));
    for (const [index, instruction] of instructions.entries()) {
      const instructionCode = this.#instruction(instruction, index);
      code.push(this.#traceInstruction(instruction, index), instructionCode);
      const rd = writes(instruction);
      this.#dirty |= rd;
      if (this.#traces(instruction)) this.#records++;
      if (lastWrites.get(rd) === index) code.push(this.#writeBack(writtenBack & rd));
    }
    // What is written back may still be live: where ways meet, it is written back once more if the
    // other way did not.
    const liveOut = this.#node.successors.reduce(
      (mask, to) => mask | (this.#region.flow[to]?.liveIn ?? 0),
      0,
    );
    code.push(this.#endTrace(), this.#widen(this.#dirty | liveOut), this.#end());
    return code;
  }

  /** Writes registers to the state block, where they then are as new as in their locals. */
  #writeBack(mask: number): Code {
    this.#dirty &= ~mask;
    return [...registersOf(mask)].map((number) =>
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
    return [...registersOf(dirty)].map((number) =>
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
    const read = (number: number): I64 => this.#read(number);
    const immediate = imm | shamt;
    const baseAddress: I64 = immediate === 0 ? read(rs1) : i64.add(read(rs1), i64.const(immediate));
    const before = this.#count - index;
    const check = this.#plan.within.get(index);
    // Slow paths stand two levels inside the block's code, unless they say otherwise.
    const leaveBefore = (exit: Exit, levels = 2): Code => [
      this.#endTrace(),
      this.#leave(at, before, exit, levels),
    ];
    const leaveAfterCodeStore = (levels: number): Code => [
      this.#endTrace(this.#records + 1),
      this.#leave(next, before - 1, EXIT.codeStore, levels, this.#dirty | writes(instruction)),
    ];
    // V8 compares an access's offset with the memory's size less what the access adds: adding the
    // distance here saves it from having one such size for each distance.
    const place: I64 = immediate === 0
      ? read(rs1)
      : i64.extend_i32_u(i32.add(i32.wrap(read(rs1)), i32.const(immediate)));
    const traceAddress = this.#traceField(instruction, TRACE.address, baseAddress);
    const traceValue = (content: I64) => this.#traceField(instruction, TRACE.value, content);
    const mode = i32.const(instruction.rm);
    const isDynamic = instruction.rm === ROUNDING.dynamic;
    const isInexact = i32.and(fcsr, i32.const(FLAG.inexact));
    const writeRd = (result: I64): Code =>
      rd === 0 ? value.set(result) : [this.#write(rd, result), traceValue(this.#read(rd))];
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
          this.#traceField(instruction, TRACE.stored, stored),
          reason.set(call32(SUPPORT.storeConditional, address.get, i32.const(size), stored)),
          when(unlikely(is(CONDITIONAL_RESULT.fault)), leaveBefore(EXIT.memory, 1)),
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
          when(unlikely(i32.load(state, STATE.faultAccess)), leaveBefore(EXIT.memory, 1)),
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
        return this.#goOn(end.to, 0);
      case "outside":
        return this.#region.returnTo(i64.const(end.to), this.#dirty);
      case "indirect":
        return this.#region.returnTo(this.#target ?? pc.get, this.#dirty);
      case "return":
        return either(
          likely(i64.eq(pc.get, i64.const(addressOf(end.to)))),
          this.#goOn(end.to, 1),
          this.#region.returnTo(pc.get, this.#dirty),
        );
      case "leave": {
        const exit = EXIT_OF_REASON[end.reason];
        return this.#region.leave(end.at, 0, exit, this.#dirty, this.#levels);
      }
      case "branch":
        return either(
          this.#condition ?? i32.const(0),
          this.#goOn(end.taken, 1),
          this.#goOn(end.next, 1),
        );
      case "hub":
        return this.#goOn(HUB, 0);
      case "start":
        return either(
          i64.eq(pc.get, i64.const(end.entry)),
          this.#goOn(end.entry, 1),
          this.#goOn(HUB, 1),
        );
      case "known":
        return this.#jump(this.#node.routes);
      case "dispatch":
        return this.#dispatch(this.#node.routes, 0, 0);
      case "call":
        return this.#call(end.to, end.returnTo);
    }
  }

  /** Goes on at a place, from so many levels inside the block's code. */
  #goOn(to: Place, nesting: number): Code {
    const route = this.#routeTo(to);
    return route === undefined
      ? this.#region.returnTo(i64.const(addressOf(to)), this.#dirty)
      : this.#follow(route, nesting);
  }

  #routeTo(to: Place): Route | undefined {
    return this.#node.routes.find((route) => route.to === to);
  }

  #follow({ node, selects }: Route, nesting: number): Code {
    return [
      selects === undefined ? [] : choice.set(i32.const(selects)),
      this.#goTo(node, nesting),
    ];
  }

  /** Goes on at the address in `pc`, by a jump table over the addresses that are known. */
  #jump(routes: readonly Route[]): Code {
    const first = routes[0]?.to ?? 0;
    const last = routes.at(-1)?.to ?? first;
    const positions = new Map(routes.map(({ to }, position) => [to, position]));
    const table = Array.from(
      { length: (last - first) / 2 + 1 },
      (_, halfword) => positions.get(first + 2 * halfword) ?? routes.length,
    );
    const distance = i64.sub(pc.get, i64.const(first));
    let code: Code = routes.length === 0 ? [] : when(
      i64.lt_u(distance, i64.const(2 * table.length)),
      brTable(
        i32.wrap(i64.shr_u(distance, i64.const(1))),
        table.map((position) => position + 1),
        routes.length + 1,
      ),
    );
    // Each target stands behind the end of its block, inside those of the targets after it.
    for (const [position, route] of routes.entries()) {
      const landing = this.#follow(route, routes.length - position);
      code = position === 0 ? [block(code, br(routes.length)), landing] : [block(code), landing];
    }
    return [routes.length === 0 ? [] : block(code), this.#unknownJump()];
  }

  /** Leaves for an address that the hub does not know; now and then, to learn about it. */
  #unknownJump(): Code {
    const entry = this.#region.options.allocateJumps();
    const elsewhere = this.#region.returnTo(pc.get, this.#dirty);
    if (entry === undefined) return elsewhere;
    const table = i32.const(entry);
    const slot = i32.and(reason.get, i32.const(JUMPS.capacity - 1));
    return [
      reason.set(i32.load(table, JUMPS.count)),
      i64.store(
        i32.add(table, i32.shl(slot, i32.const(3))),
        pc.get,
        JUMPS.targets,
      ),
      reason.set(i32.add(reason.get, i32.const(1))),
      i32.store(table, reason.get, JUMPS.count),
      when(
        i32.eqz(slot),
        i32.store(state, table, STATE.jumps),
        this.#region.leaveAtPc(0, EXIT.learn, this.#dirty, this.#levels + 1),
      ),
      elsewhere,
    ];
  }

  /** Follows the route of the number in `choice`, which is one of these, counted from `first` on. */
  #dispatch(routes: readonly Route[], first: number, nesting: number): Code {
    const [only] = routes;
    if (only === undefined) return unreachable;
    if (routes.length === 1) return this.#follow(only, nesting);
    const half = routes.length >> 1;
    return either(
      i32.lt_u(choice.get, i32.const(first + half)),
      this.#dispatch(routes.slice(0, half), first, nesting + 1),
      this.#dispatch(routes.slice(half), first + half, nesting + 1),
    );
  }

  #call(to: number | undefined, returnTo: Place): Code {
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
    const route = this.#routeTo(returnTo);
    const comeBack: Code = route === undefined ? return_([pc.get, fuel.get]) : [
      when(
        unlikely(i32.or(
          i64.ne(pc.get, i64.const(addressOf(returnTo))),
          i32.lt_s(fuel.get, i32.const(0)),
        )),
        return_([pc.get, fuel.get]),
      ),
      this.#region.load(this.#region.flow[route.node]?.liveIn ?? 0),
      this.#follow(route, 0),
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
