// SPDX-License-Identifier: MPL-2.0
// Writes the WebAssembly function of a region: guest registers in locals, loaded where control
// comes in and written back where it leaves. Instructions are counted once per block, at its start;
// whoever leaves in the middle gives back what did not retire. See calling.ts for the conventions.

import type { Instruction } from "../encoding.ts";
import { EXIT, type Exit, type TraceMode } from "../engine.ts";
import { OWNER, STATE, STATE_START, TRACE } from "../layout.ts";
import { SEMANTICS } from "../semantics.ts";
import {
  after64,
  block,
  br,
  call,
  call32,
  call64,
  callIndirect,
  choose32,
  choose64,
  type Code,
  either,
  type I32,
  i32,
  type I64,
  i64,
  likely,
  local32,
  type Local64,
  local64,
  return_,
  setFromStack,
  unlikely,
  unreachable,
  when,
} from "../wasm/code.ts";
import {
  type AccessSize,
  extend,
  inRange,
  plainLoad,
  plainStore,
  STORE_RESULT,
} from "../wasm/memory_access.ts";
import type { ValueType, WasmFunction } from "../wasm/module.ts";
import { accessOf } from "./access_kind.ts";
import {
  DEEPEST_CALL,
  lookUp,
  OUT_OF_FUEL,
  REGION_SIGNATURE,
  REGION_TYPE,
  SUPPORT,
} from "./calling.ts";
import { flowGraph, type Node } from "./flow_graph.ts";
import type { LeaveReason, Region } from "./region.ts";
import {
  type BlockRegisters,
  mayFault,
  registerFlow,
  registersOf,
  writes,
} from "./register_flow.ts";
import { type GoTo, structured } from "./structure.ts";

/** How to call the translated code of an address. */
export type Callee =
  | { readonly kind: "function"; readonly index: number }
  | { readonly kind: "table"; readonly position: number };

/** What a region's code depends on besides the region. */
export interface EmitOptions {
  readonly mode: TraceMode;
  /** How direct calls reach an address. */
  readonly calleeAt: (address: number) => Callee;
  /** Offset of a fresh entry in the table of ranges. */
  readonly allocateRange: () => number;
}

const fuel = local32(0);
/** The address called for; afterwards the address to go on at. */
const pc = local64(1);
const depth = local32(2);
const address = local64(3);
const value = local64(4);
const reason = local32(5);
const selector = local32(6);
/** Where the block's first trace record goes. */
const trace = local32(7);
const FIXED_LOCALS: readonly ValueType[] = ["i64", "i64", "i32", "i32", "i32"];
const FIRST_FREE_LOCAL = REGION_SIGNATURE.params.length + FIXED_LOCALS.length;

const state = i32.const(STATE_START);

/** What the key of a range for stores is higher than the one for loads. */
const STORES = 32;

const EXIT_OF_REASON: Readonly<Record<LeaveReason, Exit>> = {
  "environment-call": EXIT.environmentCall,
  breakpoint: EXIT.breakpoint,
  illegal: EXIT.illegal,
  fetch: EXIT.fetch,
};

/** Writes registers back and leaves for the reason in its local, with pc and fuel in theirs. */
interface ExitClass {
  readonly dirty: number;
  readonly number: number;
}

/** Emits one region. */
class RegionEmitter {
  readonly #region: Region;
  readonly #options: EmitOptions;
  readonly #graph;
  readonly #flow: readonly BlockRegisters[];
  readonly #locals: ValueType[] = [...FIXED_LOCALS];
  readonly #registers = new Map<number, Local64>();
  /** Ways out, by the set of registers they write back. */
  readonly #exits = new Map<number, ExitClass>();

  constructor(region: Region, options: EmitOptions) {
    this.#region = region;
    this.#options = options;
    this.#graph = flowGraph(region);
    this.#flow = registerFlow(this.#graph);
  }

  emit(): WasmFunction {
    const entryFlow = this.#flow[0];
    const code = structured(this.#graph, {
      header: (node, levels) => this.#header(node, levels),
      body: (node, levels, goTo) => this.#body(node, levels, goTo),
    }, selector);
    const body: Code = [
      // A fresh function has nothing to write back: it may return as it was called.
      when(
        unlikely(i32.or(
          i32.lt_s(fuel.get, i32.const(0)),
          i32.gt_u(depth.get, i32.const(DEEPEST_CALL)),
        )),
        return_([i64.const(this.#region.entry), fuel.get]),
      ),
      this.#load(entryFlow?.liveIn ?? 0),
      this.#wrapInExits([code, unreachable]),
      unreachable,
    ];
    return { ...REGION_SIGNATURE, locals: this.#locals, body };
  }

  #register(number: number): Local64 {
    let local = this.#registers.get(number);
    if (local === undefined) {
      local = local64(FIRST_FREE_LOCAL + this.#locals.length - FIXED_LOCALS.length);
      this.#locals.push("i64");
      this.#registers.set(number, local);
    }
    return local;
  }

  #load(mask: number): Code {
    return [...registersOf(mask)].map((number) =>
      this.#register(number).set(i64.load(state, STATE.registers + 8 * number))
    );
  }

  #writeBack(mask: number): Code {
    return [...registersOf(mask)].map((number) =>
      i64.store(state, this.#register(number).get, STATE.registers + 8 * number)
    );
  }

  /** Puts the ways out behind the code: class 0 is the innermost level around it. */
  #wrapInExits(code: Code): Code {
    let wrapped = code;
    for (const { dirty } of this.#exits.values()) {
      wrapped = [
        block(wrapped),
        this.#writeBack(dirty),
        i32.store(state, fuel.get, STATE.unused),
        i32.store(state, reason.get, STATE.exit),
        return_([
          pc.get,
          choose32(i32.eq(reason.get, i32.const(EXIT.budget)), fuel.get, i32.const(OUT_OF_FUEL)),
        ]),
      ];
    }
    return wrapped;
  }

  /** Leaves, from `levels` levels inside the structured code, without executing what is at `at`. */
  #leave(at: number, unretired: number, exit: Exit, dirty: number, levels: number): Code {
    let target = this.#exits.get(dirty);
    if (target === undefined) {
      target = { dirty, number: this.#exits.size };
      this.#exits.set(dirty, target);
    }
    return [
      pc.set(i64.const(at)),
      unretired === 0 ? [] : fuel.set(i32.add(fuel.get, i32.const(unretired))),
      reason.set(i32.const(exit)),
      br(levels + target.number),
    ];
  }

  /** Returns to the caller, which goes on at an address. */
  #returnTo(to: I64, dirty: number): Code {
    return [this.#writeBack(dirty), return_([to, fuel.get])];
  }

  #header(node: Node, levels: number): Code {
    const dirty = this.#flow[node.number]?.dirtyIn ?? 0;
    return when(
      unlikely(i32.lt_s(fuel.get, i32.const(0))),
      this.#leave(node.block.start, 0, EXIT.budget, dirty, levels + 1),
    );
  }

  #body(node: Node, levels: number, goTo: GoTo): Code {
    return new BlockEmitter(this, node, levels, goTo).emit();
  }

  /** What a block's code needs of its region's. */
  get parts() {
    return {
      graph: this.#graph,
      flow: this.#flow,
      options: this.#options,
      register: (number: number) => this.#register(number),
      load: (mask: number) => this.#load(mask),
      writeBack: (mask: number) => this.#writeBack(mask),
      leave: this.#leave.bind(this),
      returnTo: this.#returnTo.bind(this),
    };
  }
}

/** Emits one block of a region. */
class BlockEmitter {
  readonly #parts: RegionEmitter["parts"];
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

  constructor(region: RegionEmitter, node: Node, levels: number, goTo: GoTo) {
    this.#parts = region.parts;
    this.#node = node;
    this.#levels = levels;
    this.#goTo = goTo;
    this.#count = node.block.instructions.length;
    this.#dirty = this.#parts.flow[node.number]?.dirtyIn ?? 0;
  }

  emit(): Code {
    const code: Code[] = [];
    if (this.#count > 0) code.push(fuel.set(i32.sub(fuel.get, i32.const(this.#count))));
    code.push(this.#beginTrace());
    for (const [index, instruction] of this.#node.block.instructions.entries()) {
      const instructionCode = this.#instruction(instruction, index);
      code.push(this.#traceInstruction(instruction, index), instructionCode);
      this.#dirty |= writes(instruction);
      this.#ranges.delete(instruction.rd);
      this.#ranges.delete(instruction.rd + STORES);
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
    const entry = this.#ranges.get(key) ?? this.#parts.options.allocateRange();
    this.#ranges.set(key, entry);
    return entry;
  }

  get #mode(): TraceMode {
    return this.#parts.options.mode;
  }

  /** Whether the instruction leaves a trace record. */
  #traces(instruction: Instruction): boolean {
    return this.#mode === "instructions" || (this.#mode === "memory" && mayFault(instruction));
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
    const right = access === undefined ? 0 : access.store ? OWNER.write : OWNER.read;
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
      number === 0 ? i64.const(0) : this.#parts.register(number).get;
    const immediate = imm | shamt;
    const baseAddress: I64 = immediate === 0 ? read(rs1) : i64.add(read(rs1), i64.const(immediate));
    const before = this.#count - index;
    // Slow paths stand two levels inside the block's code.
    const leaveBefore = (): Code => [
      this.#endTrace(),
      this.#parts.leave(at, before, EXIT.memory, this.#dirty, this.#levels + 2),
    ];
    const traceAddress = this.#traceField(instruction, TRACE.address, baseAddress);
    const traceValue = (content: I64) => this.#traceField(instruction, TRACE.value, content);
    return SEMANTICS[instruction.mnemonic]({
      rs1: read(rs1),
      rs2: read(rs2),
      imm: i64.const(immediate),
      pc: i64.const(at),
      next: i64.const(next),
      retired: i64.sub(
        i64.load(state, STATE.retiredAtEnd),
        i64.extend_i32_s(i32.add(fuel.get, i32.const(before))),
      ),
      writeRd: (result) =>
        rd === 0
          ? value.set(result)
          : [this.#parts.register(rd).set(result), traceValue(this.#parts.register(rd).get)],
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
                this.#endTrace(this.#records + 1),
                this.#parts.leave(next, before - 1, EXIT.codeStore, this.#dirty, this.#levels + 2),
              ),
            ],
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
      call: (helper, a, b) => call64(SUPPORT[helper], a, b),
    });
  }

  #end(): Code {
    const { end } = this.#node.block;
    switch (end.kind) {
      case "jump":
        return this.#goTo(this.#number(end.to), 0);
      case "outside":
        return this.#parts.returnTo(i64.const(end.to), this.#dirty);
      case "indirect":
        return this.#parts.returnTo(this.#target ?? pc.get, this.#dirty);
      case "leave": {
        const exit = EXIT_OF_REASON[end.reason];
        return this.#parts.leave(end.at, 0, exit, this.#dirty, this.#levels);
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
    return this.#parts.graph.numberOf.get(start) ?? 0;
  }

  #branchTo(to: number): Code {
    return this.#parts.graph.numberOf.has(to)
      ? this.#goTo(this.#number(to), 1)
      : this.#parts.returnTo(i64.const(to), this.#dirty);
  }

  #call(to: number | undefined, returnTo: number): Code {
    const deeper = i32.add(depth.get, i32.const(1));
    const callee = to === undefined ? undefined : this.#parts.options.calleeAt(to);
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
    const number = this.#parts.graph.numberOf.get(returnTo);
    const comeBack: Code = number === undefined ? return_([pc.get, fuel.get]) : [
      when(
        i32.or(
          i64.ne(pc.get, i64.const(returnTo)),
          i32.lt_s(fuel.get, i32.const(0)),
        ),
        return_([pc.get, fuel.get]),
      ),
      this.#parts.load(this.#parts.flow[number]?.liveIn ?? 0),
      this.#goTo(number, 0),
    ];
    return [
      this.#parts.writeBack(this.#dirty),
      calling,
      setFromStack(fuel),
      setFromStack(pc),
      comeBack,
    ];
  }
}

/** The function of a region. */
export function emitRegion(region: Region, options: EmitOptions): WasmFunction {
  return new RegionEmitter(region, options).emit();
}
