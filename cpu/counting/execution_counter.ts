// SPDX-License-Identifier: MPL-2.0
// Counts what a machine executes, exactly: how often each instruction retired, how often each branch
// was taken, and what retired in each function by each chain of calls. Translated code counts its
// blocks, calls and returns itself; the stepper's records are counted one by one.

import type { ExecutionCounting } from "../engine/counting.ts";
import type { Machine } from "../machine.ts";
import { REGISTER } from "../isa/registers.ts";
import { encodingOf } from "../isa/encoding.ts";
import type { Arena } from "../memory/arena.ts";
import { STATE, STATE_START, TRACE_BUFFER } from "../memory/layout.ts";
import { BlockCounters } from "./block_counters.ts";
import { type CallNode, CallTree, type CodeRange } from "./call_tree.ts";
import { CountingCode, eventsOf } from "./counting_code.ts";
import { type InstructionCount, InstructionCounts } from "./instruction_counts.ts";
import { RecordCounter } from "./record_counter.ts";

const UNUSED_CUT = 0;
const PC = (STATE_START + STATE.pc) / 8;
const SP = (STATE_START + STATE.registers) / 8 + REGISTER.sp;
const CUT = (STATE_START + STATE.cut) / 4;
const TRACE_NEXT = (STATE_START + STATE.traceNext) / 4;
const ECALL_WORD = encodingOf("ecall").match;

/** Counts what one machine executes. */
export class ExecutionCounter implements ExecutionCounting {
  readonly #arena: Arena;
  readonly #counts = new InstructionCounts();
  readonly #counters: BlockCounters;
  readonly #tree: CallTree;
  readonly #records: RecordCounter;
  readonly code: CountingCode;
  #sp = 0n;

  /** Counts from now on in a machine's memory. `functionAt` gives the code of the function at an address. */
  constructor(arena: Arena, functionAt: (address: number) => CodeRange) {
    this.#arena = arena;
    this.#counters = new BlockCounters(arena);
    this.#tree = new CallTree(functionAt, this.#pc);
    this.#records = new RecordCounter(this.#counts, this.#tree);
    this.code = new CountingCode(this.#counters, this.#tree, functionAt);
    arena.words32[CUT] = UNUSED_CUT;
    this.beginRecords();
  }

  /** How often each instruction has retired. */
  get instructions(): readonly InstructionCount[] {
    this.#counters.addTo(this.#counts);
    return this.#counts.list();
  }

  /** The tree of calls; its root is where counting began. */
  get calls(): CallNode {
    return this.#tree.root();
  }

  get isFull(): boolean {
    return this.#counters.isFull;
  }

  reset(): void {
    this.#counters.addTo(this.#counts);
    this.#counters.forget();
  }

  begin(fuel: number): void {
    this.#tree.begin(fuel);
    this.#tree.continueAt(this.#pc);
  }

  end(fuel: number): void {
    const { words32 } = this.#arena;
    const cut = words32[CUT] ?? UNUSED_CUT;
    if (cut !== UNUSED_CUT) {
      words32[CUT] = UNUSED_CUT;
      const left = this.#counters.cut(this.#pc, cut);
      this.#tree.takeBack(left.reduce((sum, { word }) => sum + eventsOf(word), 0n));
    }
    this.#tree.end(fuel, 0n);
  }

  beginRecords(): void {
    this.#sp = this.#arena.words64[SP] ?? 0n;
  }

  takeRecords(): void {
    const { words32, memory } = this.#arena;
    const next = words32[TRACE_NEXT] ?? TRACE_BUFFER;
    words32[TRACE_NEXT] = TRACE_BUFFER;
    this.countRecords(new DataView(memory.buffer, TRACE_BUFFER, next - TRACE_BUFFER));
  }

  countRecords(view: DataView): void {
    this.#records.count(view, this.#pc, this.#sp);
    this.beginRecords();
  }

  environmentCall(pc: bigint): void {
    const address = Number(pc);
    this.#counts.of(address, ECALL_WORD).count++;
    this.#tree.begin(1);
    this.#tree.continueAt(address);
    this.#tree.end(0, 0n);
  }

  get #pc(): number {
    return Number(this.#arena.words64[PC]);
  }
}

/**
 * Counts what a machine executes from now on. `functionAt` gives the code of the function that contains
 * an address; calls and jumps between functions make the tree of calls.
 */
export function countExecutions(
  machine: Machine,
  functionAt: (address: number) => CodeRange,
): ExecutionCounter {
  return machine.count((arena) => new ExecutionCounter(arena, functionAt));
}
