// SPDX-License-Identifier: MPL-2.0
// Follows the calls of a program: what calls what, with which registers, what comes back, and how many
// instructions were executed inside. Takes the records of all instructions, so that it needs no symbols for
// calls; they tell tail calls from other jumps. Survives longjmp, signal handlers and switches of stacks.

import { decode } from "../../cpu/isa/encoding.ts";
import { REGISTER } from "../../cpu/isa/registers.ts";
import { instructionLength } from "../../cpu/isa/table.ts";
import { TRACE } from "../../cpu/memory/layout.ts";
import type { Trap } from "../../cpu/memory/trap.ts";
import { effectsOf } from "../../cpu/semantics/effects.ts";
import { destination, FIRST_FLOAT, type TraceBatch } from "../../cpu/trace_buffer.ts";
import type { SignalEvent, SyscallEvent } from "../kernel/calls/syscall.ts";
import type { Process } from "../process.ts";
import { CodeReader } from "../symbols/code_reader.ts";
import { hasNames } from "../symbols/locations.ts";
import type { Observer } from "../watch/observer.ts";
import { type LeftFrame, type ShadowFrame, ShadowStack } from "./shadow_stack.ts";
import { isLink } from "../symbols/functions.ts";

/** A call that begins. */
export interface FunctionCall {
  /** What led there: a call, a jump at the end of another function, or the kernel. */
  readonly kind: "call" | "tail call" | "signal handler";
  /** Address of the function. */
  readonly address: bigint;
  /** Address of the call; of the interrupted instruction, for a signal handler. */
  readonly pc: bigint;
  /** The number of the call's instruction; for a signal handler, of its first one. */
  readonly number: number;
  /** How many calls are under way around it. */
  readonly depth: number;
  /** sp at the function's first instruction. */
  readonly sp: bigint;
  /** a0 to a7. */
  readonly registers: readonly bigint[];
  /** fa0 to fa7. */
  readonly floats: readonly bigint[];
}

/** The end of a call. */
export interface FunctionReturn {
  /** The call that has ended. */
  readonly call: FunctionCall;
  /**
   * How: it returned; it jumped to another function, whose call follows; or something like longjmp, or the
   * end of the trace, left it.
   */
  readonly how: "returned" | "tail call" | "left";
  /** a0 and a1. */
  readonly registers: readonly bigint[];
  /** fa0 and fa1. */
  readonly floats: readonly bigint[];
  /** How many instructions were executed in it, with what it called. */
  readonly instructions: number;
}

/** What is told of calls. */
export interface CallListener {
  /** A function begins. */
  onCall(call: FunctionCall): void;
  /** It has ended. Of calls that end together, the innermost comes first. */
  onReturn(event: FunctionReturn): void;
}

const RT_SIGRETURN = 139;
const WORDS = TRACE.size / 4;
/** Entries of the cache of decoded instructions, by a hash of their words. */
const CACHE = 1 << 12;
/** What is kept of an instruction: its flow, the register it writes, and its operands as a jump. */
const FLOW = { none: 0, call: 1, computed: 2, jump: 3, ecall: 4 } as const;
const NO_REGISTER = 0x7f;

/** Follows the calls of one process. Attach it with `process.observe()`. */
export class CallTracker implements Observer {
  /** All instructions are looked at. */
  readonly instructions = "all";
  readonly #process: Process;
  readonly #listener: CallListener;
  readonly #stack: ShadowStack;
  /** x0 to x31 and f0 to f31, low and high halves. */
  readonly #values = new Uint32Array(128);
  readonly #words = new Uint32Array(CACHE);
  readonly #decoded = new Int32Array(CACHE);
  /** Whether a function begins at the address that a jump leads to. */
  readonly #starts = new Map<number, boolean>();
  /** How many calls were under way after the last return to an address: setjmp may have returned there. */
  readonly #returnSites = new Map<bigint, number>();
  readonly #signals: { readonly pc: bigint; readonly number: number }[] = [];
  #afterCall: { readonly registers: readonly bigint[]; readonly number: number } | undefined;
  /** The jump whose target is the next record; its number, or -1. */
  #jumpNumber = -1;
  #jumpHigh = 0;
  #jumpLow = 0;
  #jumpWord = 0;
  #jumpDecoded = 0;
  #last = 0;

  /** Follows a process from where it is now. */
  constructor(process: Process, listener: CallListener) {
    this.#process = process;
    this.#listener = listener;
    const { machine } = process;
    this.#load(machine.registers.toArray(), 0);
    this.#load(machine.floatRegisters.toArray(), FIRST_FLOAT);
    this.#stack = new ShadowStack(machine.registers.get(REGISTER.sp));
    this.#last = machine.instructions - 1;
    if (machine.instructions > 0 && this.#isCalled(machine.pc)) this.#enterFirst();
  }

  /** The calls under way, outermost first. */
  get calls(): readonly FunctionCall[] {
    return this.#stack.frames.map(({ note }) => note as FunctionCall);
  }

  /** Tells that the calls under way are left, innermost first: no more of them will be seen. */
  finish(): void {
    if (this.#jumpNumber >= 0) this.#jumped(this.#process.machine.pc);
    for (const { note } of this.#stack.frames.toReversed()) {
      this.#tellReturn(note as FunctionCall, "left", this.#last);
    }
  }

  /** See {@link Observer.onRecords}. */
  onRecords(batch: TraceBatch): void {
    const { view, length, firstNumber = 0 } = batch;
    const words = new Uint32Array(view.buffer, view.byteOffset, length * WORDS);
    const values = this.#values;
    const known = this.#words;
    const decoded = this.#decoded;
    for (let index = 0, at = 0; index < length; index++, at += WORDS) {
      const raw = words[at + TRACE.word / 4] ?? 0;
      if (this.#jumpNumber >= 0 || this.#signals.length > 0) {
        this.#arrive(words[at + 1] ?? 0, words[at] ?? 0, firstNumber + index, raw);
      }
      const slot = (raw ^ (raw >>> 12) ^ (raw >>> 22)) & (CACHE - 1);
      if (known[slot] !== raw || raw === 0) {
        known[slot] = raw;
        decoded[slot] = describe(raw);
      }
      const kind = decoded[slot] ?? 0;
      const rd = (kind >>> 4) & 63;
      if (rd !== 0) {
        values[2 * rd] = words[at + 2] ?? 0;
        values[2 * rd + 1] = words[at + 3] ?? 0;
      }
      const flow = kind & 15;
      if (flow === FLOW.none) continue;
      const number = firstNumber + index;
      if (flow === FLOW.ecall) {
        this.#called(number);
        continue;
      }
      this.#jumpNumber = number;
      this.#jumpHigh = words[at + 1] ?? 0;
      this.#jumpLow = words[at] ?? 0;
      this.#jumpWord = raw;
      this.#jumpDecoded = kind;
    }
    if (length > 0) this.#last = firstNumber + length - 1;
  }

  /** See {@link Observer.onSyscall}. */
  onSyscall({ number, instruction }: SyscallEvent): void {
    const registers = this.#process.machine.registers.toArray();
    this.#afterCall = { registers, number: instruction };
    if (number === RT_SIGRETURN) {
      // What the handler left in a0 is its result.
      this.#leave(this.#stack.signalReturned(registers[REGISTER.sp] ?? 0n), instruction);
      this.#load(registers, 0);
    }
  }

  /** See {@link Observer.onSignal}. */
  onSignal({ pc, number }: SignalEvent): void {
    this.#signals.push({ pc, number });
  }

  /** See {@link Observer.onTrap}. */
  onTrap({ pc }: Trap): void {
    // The target of a jump may be no code.
    if (this.#jumpNumber >= 0) this.#jumped(pc);
  }

  /** Takes the first instruction after a jump, or in a signal handler. */
  #arrive(high: number, low: number, number: number, raw: number): void {
    if (this.#jumpNumber >= 0) {
      const flow = this.#jumpDecoded & 15;
      // Most jumps stay in their function.
      if (flow === FLOW.jump && !this.#isStartAt(high * 2 ** 32 + low)) this.#jumpNumber = -1;
      else this.#jumped((BigInt(high) << 32n) | BigInt(low));
    }
    // An ecall that a signal interrupts retires after the signal is known.
    if (this.#signals.length > 0 && (describe(raw) & 15) !== FLOW.ecall) {
      this.#enterHandlers((BigInt(high) << 32n) | BigInt(low), number);
    }
  }

  #jumped(target: bigint): void {
    const number = this.#jumpNumber;
    this.#jumpNumber = -1;
    const pc = (BigInt(this.#jumpHigh) << 32n) | BigInt(this.#jumpLow);
    const kind = this.#jumpDecoded;
    const rs1 = (kind >>> 10) & 127;
    const sp = this.#value(REGISTER.sp);
    const flow = kind & 15;
    const { kind: what, left } = this.#stack.jump({
      ...{ number, pc, target, sp, after: pc + BigInt(instructionLength(this.#jumpWord)) },
      rd: (kind >>> 4) & 63,
      rs1: rs1 === NO_REGISTER || flow === FLOW.jump ? undefined : rs1,
    });
    this.#leave(left, number);
    if (what === "return") {
      this.#returned(
        target,
        sp,
        left.some(({ returned }) => returned),
        number,
      );
    }
    const top = this.#stack.frames.at(-1);
    if (what === "call" && top !== undefined) {
      this.#tellCall(top, "call", pc, number, target, this.#stack.frames.length - 1);
    } else if (what === "jump" && top !== undefined && this.#isStart(target)) {
      const call = top.note as FunctionCall;
      this.#tellReturn(call, "tail call", number);
      this.#tellCall(top, "tail call", pc, number, target, call.depth);
    }
  }

  /** Leaves the functions that were called where a longjmp leads to: sp is still what it was at their calls. */
  #returned(target: bigint, sp: bigint, isMatched: boolean, number: number): void {
    const { frames } = this.#stack;
    if (isMatched) {
      this.#returnSites.set(target, frames.length);
      return;
    }
    const site = this.#returnSites.get(target) ?? frames.length;
    let depth = frames.length;
    while (depth > site && frames[depth - 1]?.sp === sp) depth--;
    if (depth < frames.length) this.#leave(this.#stack.leave(depth), number);
  }

  /** Whether the process is at the first instruction of a function that was just called. */
  #isCalled(pc: bigint): boolean {
    const { memory, registers } = this.#process.machine;
    const after = registers.get(REGISTER.ra);
    const code = new CodeReader(memory);
    const length = code.callLength(after);
    if (length === undefined) return false;
    const at = after - BigInt(length);
    const call = decode(code.fetch(at) ?? 0);
    if (call === undefined) return false;
    const { control } = effectsOf(call.encoding);
    if (control.kind === "jump") return at + BigInt(call.imm) === pc;
    // auipc and jalr, as `call` becomes.
    const upper = decode(code.fetch(at - 4n) ?? 0);
    const isPair = upper?.rd === call.rs1 && effectsOf(upper.encoding).result === "pc + imm";
    return isPair ? at - 4n + BigInt(upper.imm + call.imm) === pc : this.#isStart(pc);
  }

  /** The trace begins at a function's first instruction: its return is seen, too. */
  #enterFirst(): void {
    const { machine } = this.#process;
    const returnAddress = machine.registers.get(REGISTER.ra);
    const sp = machine.registers.get(REGISTER.sp);
    const number = machine.instructions - 1;
    const pc = returnAddress - 4n;
    const target = machine.pc;
    this.#stack.jump({ number, pc, target, after: returnAddress, rd: 1, rs1: undefined, sp });
    const [frame] = this.#stack.frames;
    if (frame !== undefined) this.#tellCall(frame, "call", pc, number, target, 0);
  }

  #enterHandlers(handler: bigint, number: number): void {
    for (const { pc, number: signal } of this.#signals.splice(0)) {
      this.#stack.signal(pc, handler, this.#value(REGISTER.sp), number);
      const { frames } = this.#stack;
      const frame = frames.at(-1);
      this.#values[2 * REGISTER.a0] = signal;
      this.#values[2 * REGISTER.a0 + 1] = 0;
      // The kernel gives it an aligned sp, which its next change will show.
      this.#values[2 * REGISTER.sp] = (this.#values[2 * REGISTER.sp] ?? 0) & ~15;
      if (frame !== undefined) {
        this.#tellCall(frame, "signal handler", pc, number, handler, frames.length - 1);
      }
    }
  }

  #tellCall(
    frame: ShadowFrame,
    kind: FunctionCall["kind"],
    pc: bigint,
    number: number,
    address: bigint,
    depth: number,
  ): void {
    const range = (from: number) =>
      Array.from({ length: 8 }, (_, index) => this.#value(from + index));
    const call: FunctionCall = {
      ...{ kind, address, pc, number, depth, sp: this.#value(REGISTER.sp) },
      registers: range(REGISTER.a0),
      floats: range(FIRST_FLOAT + REGISTER.a0),
    };
    frame.note = call;
    this.#listener.onCall(call);
  }

  #leave(left: readonly LeftFrame[], last: number): void {
    for (const { frame, returned } of left) {
      this.#tellReturn(frame.note as FunctionCall, returned ? "returned" : "left", last);
    }
  }

  #tellReturn(call: FunctionCall, how: FunctionReturn["how"], last: number): void {
    const pair = (from: number) => [this.#value(from), this.#value(from + 1)];
    this.#listener.onReturn({
      ...{ call, how, registers: pair(REGISTER.a0), floats: pair(FIRST_FLOAT + REGISTER.a0) },
      instructions: last - call.number + (call.kind === "signal handler" ? 1 : 0),
    });
  }

  /** Takes what a system call did to the registers. */
  #called(number: number): void {
    const after = this.#afterCall;
    this.#afterCall = undefined;
    if (after?.number === number) this.#load(after.registers, 0);
  }

  #load(registers: readonly bigint[], from: number): void {
    registers.forEach((value, register) => {
      this.#values[2 * (from + register)] = Number(BigInt.asUintN(32, value));
      this.#values[2 * (from + register) + 1] = Number(value >> 32n);
    });
  }

  #value(register: number): bigint {
    return (BigInt(this.#values[2 * register + 1] ?? 0) << 32n) |
      BigInt(this.#values[2 * register] ?? 0);
  }

  #isStart(address: bigint): boolean {
    return this.#isStartAt(Number(address));
  }

  #isStartAt(address: number): boolean {
    const known = this.#starts.get(address);
    if (known !== undefined) return known;
    const { program } = this.#process;
    const value = BigInt(address);
    const symbol = hasNames(program) ? program.symbolAt(value) : undefined;
    const isStart = symbol?.value === value && symbol.section !== undefined &&
      (symbol.kind === "function" || (symbol.kind === "none" && symbol.binding !== "local"));
    this.#starts.set(address, isStart);
    return isStart;
  }
}

/** Packs what is needed of an instruction: flow, rd << 4, rs1 << 10. */
function describe(raw: number): number {
  const word = instructionLength(raw) === 2 ? raw & 0xffff : raw;
  const instruction = decode(word);
  if (instruction === undefined) return 0;
  const { encoding, rd, rs1, mnemonic } = instruction;
  const { control } = effectsOf(encoding);
  const isComputed = control.kind === "computed jump";
  const flow = mnemonic === "ecall"
    ? FLOW.ecall
    : isComputed
    ? FLOW.computed
    : control.kind !== "jump"
    ? FLOW.none
    : isLink(rd)
    ? FLOW.call
    : FLOW.jump;
  return flow | (destination(word) << 4) | ((isComputed ? rs1 : NO_REGISTER) << 10);
}
