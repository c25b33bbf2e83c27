// SPDX-License-Identifier: MPL-2.0
// Checks the calling convention as a program runs (psABI, "Register Conventions"): callee-saved registers, sp,
// ra, and registers that are read after a call that overwrote them. Takes the records of all instructions.
// Says nothing of code with conventions of its own: what is called by `jal t0`, longjmp, exceptions, signals
// and switches of stacks.

import type { Instruction } from "../../cpu/isa/encoding.ts";
import { decode } from "../../cpu/isa/encoding.ts";
import { REGISTER } from "../../cpu/isa/registers.ts";
import { instructionLength } from "../../cpu/isa/table.ts";
import { TRACE } from "../../cpu/memory/layout.ts";
import type { Trap } from "../../cpu/memory/trap.ts";
import { effectsOf } from "../../cpu/semantics/effects.ts";
import { destination, type TraceBatch } from "../../cpu/trace_buffer.ts";
import type { SignalEvent, SyscallEvent } from "../kernel/calls/syscall.ts";
import type { Process } from "../process.ts";
import { CodeReader } from "../symbols/code_reader.ts";
import { hasNames } from "../symbols/locations.ts";
import type { Observer } from "../watch/observer.ts";
import type { CallError, CallErrorPlace } from "./call_errors.ts";
import { type ShadowFrame, ShadowStack } from "./shadow_stack.ts";
import { isLink } from "../symbols/functions.ts";

/** s0 to s11, and fs0 to fs11 by the same numbers. */
const SAVED: readonly number[] = [8, 9, ...Array.from({ length: 10 }, (_, index) => 18 + index)];
/** t0 to t6 and a2 to a7: registers in which no function returns anything. */
const CLOBBERED = maskOf([5, 6, 7, 12, 13, 14, 15, 16, 17, 28, 29, 30, 31]);
/** ft0 to ft11 and fa2 to fa7. */
const CLOBBERED_FLOATS = maskOf([
  ...[0, 1, 2, 3, 4, 5, 6, 7, 12, 13, 14, 15, 16, 17, 28, 29, 30, 31],
]);
const SIGRETURN = 139;
/** Different errors that are reported. */
const MAX_ERRORS = 100;

/** What an instruction is to the checker. */
interface Kind {
  readonly flow: "none" | "call" | "return" | "jump" | "ecall";
  /** What it writes: 1 to 31, 32 to 63 for f0 to f31; 0 for nothing. */
  readonly rd: number;
  readonly rs1: number;
  readonly imm: number;
  readonly isDirect: boolean;
  /** Masks of the registers that it reads. */
  readonly reads: number;
  readonly readsFloats: number;
  readonly isLoad: boolean;
}

/** What is known of a function that has not returned. */
interface CheckedFrame {
  /** s0 to s11 and fs0 to fs11 at the call. */
  readonly saved: Uint32Array;
  /** The caller's registers that a call has overwritten, and those that it wrote, as masks. */
  readonly marks: number;
  readonly floatMarks: number;
  readonly written: number;
  readonly writtenFloats: number;
  /** Whether it is called as the psABI says: the return address in ra. */
  readonly isStandard: boolean;
}

/** What is known of a frame. */
function checkedOf({ note }: ShadowFrame): CheckedFrame | undefined {
  return note as CheckedFrame | undefined;
}

/** Checks the calls of one process. */
export class CallChecker implements Observer {
  /** All instructions are looked at. */
  readonly instructions = "all";
  readonly #process: Process;
  readonly #shared: ReadonlySet<number>;
  readonly #report: (error: CallError) => void;
  readonly #code: CodeReader;
  readonly #stack: ShadowStack;
  readonly #kinds = new Map<number, Kind>();
  /** The values of x0 to x31 and f0 to f31, low and high halves. */
  readonly #values = new Uint32Array(128);
  /** The instruction that wrote each last: its number, its address, and whether it was a call or a load. */
  readonly #writers = new Float64Array(64);
  readonly #writerPcs = new Float64Array(64);
  readonly #writerWords = new Uint32Array(64);
  #marks = 0;
  #floatMarks = 0;
  #written = 0;
  #writtenFloats = 0;
  /** The last call that overwrote each register, for the report. */
  readonly #clobberers: (CallErrorPlace | undefined)[] = [];
  readonly #returnSites = new Set<bigint>();
  /** The instruction that was blamed for each register last. */
  readonly #blamed = new Float64Array(64).fill(-1);
  readonly #reported = new Set<string>();
  /** Signals that were delivered before the next instruction. */
  readonly #signals: bigint[] = [];
  /** The registers after a system call, until its record comes. */
  #afterCall: { readonly registers: readonly bigint[]; readonly number: number } | undefined;
  /** The jump whose target is the next record. */
  #jump: {
    readonly kind: Kind;
    readonly pc: bigint;
    readonly number: number;
    readonly length: number;
  } | undefined;
  #count = 0;

  /**
   * Checks a process from its start; each different error goes to `report` once. Functions may change
   * the registers `shared`, numbered as in errors.
   */
  constructor(
    process: Process,
    report: (error: CallError) => void,
    shared: readonly number[] = [],
  ) {
    this.#process = process;
    this.#shared = new Set(shared);
    this.#report = report;
    const { machine } = process;
    this.#code = new CodeReader(machine.memory);
    this.#load(machine.registers.toArray());
    this.#stack = new ShadowStack(machine.registers.get(REGISTER.sp));
  }

  /** How many different errors there were. */
  get errors(): number {
    return this.#count;
  }

  /** See {@link Observer.onRecords}. */
  onRecords(batch: TraceBatch): void {
    const { view, length, firstNumber = 0 } = batch;
    for (let index = 0, at = 0; index < length; index++, at += TRACE.size) {
      const raw = view.getUint32(at + TRACE.word, true);
      const kind = this.#kinds.get(raw) ?? this.#kindOf(raw);
      const number = firstNumber + index;
      const low = view.getUint32(at + TRACE.pc, true);
      const high = view.getUint32(at + TRACE.pc + 4, true);
      if (this.#jump !== undefined || this.#signals.length > 0) {
        const pc = (BigInt(high) << 32n) | BigInt(low);
        if (this.#jump !== undefined) this.#jumped(pc);
        if (this.#signals.length > 0 && kind.flow !== "ecall") this.#enterHandlers(pc, number);
      }
      if ((kind.reads & this.#marks) !== 0 || (kind.readsFloats & this.#floatMarks) !== 0) {
        // What a branch or a store reads matters as much as what a sum does.
        this.#clobberedRead(kind, (BigInt(high) << 32n) | BigInt(low), number);
      }
      const { rd } = kind;
      // A failed sc has no access, but writes its register.
      if (rd !== 0) {
        this.#values[2 * rd] = view.getUint32(at + TRACE.value, true);
        this.#values[2 * rd + 1] = view.getUint32(at + TRACE.value + 4, true);
        this.#writers[rd] = number;
        this.#writerPcs[rd] = high * 2 ** 32 + low;
        this.#writerWords[rd] = raw;
        if (rd < 32) {
          this.#marks &= ~(1 << rd);
          this.#written |= 1 << rd;
        } else {
          this.#floatMarks &= ~(1 << rd);
          this.#writtenFloats |= 1 << rd;
        }
      }
      if (kind.flow === "none") continue;
      if (kind.flow === "ecall") {
        this.#called(number);
      } else {
        const pc = (BigInt(high) << 32n) | BigInt(low);
        this.#jump = { kind, pc, number, length: instructionLength(raw) };
        if (kind.flow === "call") this.#checkAlignment(pc, number);
      }
    }
  }

  /** See {@link Observer.onSyscall}. */
  onSyscall({ number, instruction }: SyscallEvent): void {
    const registers = this.#process.machine.registers.toArray();
    this.#afterCall = { registers, number: instruction };
    if (number === SIGRETURN) {
      const sp = registers[REGISTER.sp] ?? 0n;
      const [last] = this.#stack.signalReturned(sp).slice(-1);
      const before = last && checkedOf(last.frame);
      this.#restore(before);
    }
  }

  /** See {@link Observer.onSignal}. */
  onSignal({ pc }: SignalEvent): void {
    this.#signals.push(pc);
  }

  /** See {@link Observer.onTrap}. */
  onTrap({ pc }: Trap): void {
    // The target of a jump may be no code.
    if (this.#jump !== undefined) this.#jumped(pc);
  }

  #kindOf(raw: number): Kind {
    const word = instructionLength(raw) === 2 ? raw & 0xffff : raw;
    const instruction = decode(word);
    const kind = instruction === undefined ? NOTHING : describe(instruction, word);
    this.#kinds.set(raw, kind);
    return kind;
  }

  /** Takes the target of the last jump. */
  #jumped(target: bigint): void {
    const jump = this.#jump;
    this.#jump = undefined;
    if (jump === undefined) return;
    const { kind, pc, number, length } = jump;
    const sp = this.#value(REGISTER.sp);
    const top = this.#stack.frames.at(-1);
    const { kind: what, left } = this.#stack.jump({
      ...{ number, pc, target, sp, after: pc + BigInt(length) },
      rd: kind.rd,
      rs1: kind.isDirect ? undefined : kind.rs1,
    });
    if (what === "return" && left.length === 0 && top?.kind === "call") {
      this.#checkStray(target, pc, number, sp, top);
    }
    const outermost = left.at(-1);
    for (const { frame } of left) this.#returnSites.add(frame.returnAddress);
    if (outermost !== undefined) {
      const checked = checkedOf(outermost.frame);
      if (outermost.returned && left.length === 1 && checked?.isStandard === true) {
        // A function that keeps its return address in another register has a convention of its own.
        if (kind.rs1 === REGISTER.ra) {
          this.#checkReturn(outermost.frame, checked, { pc, number }, sp);
          this.#endCall(checked, outermost.frame);
        } else {
          this.#restore(checked);
        }
      } else if (outermost.returned && checked?.isStandard === false) {
        // Millicode saves registers for its caller, which goes on as if nothing had been called.
        this.#marks = checked.marks;
        this.#floatMarks = checked.floatMarks;
        this.#written |= checked.written;
        this.#writtenFloats |= checked.writtenFloats;
      } else {
        this.#restore(checked);
      }
    }
    if (what === "call") this.#beginCall(kind.rd === REGISTER.ra);
    // A tail call: the function that goes on here may save registers that it was not given.
    if (what === "jump" && this.#leavesFunction(pc, target)) this.#clearMarks();
  }

  #beginCall(isStandard: boolean): void {
    const frame = this.#stack.frames.at(-1);
    if (frame === undefined) return;
    const saved = new Uint32Array(SAVED.length * 4);
    if (isStandard) this.#copySaved(saved);
    const checked: CheckedFrame = {
      saved,
      marks: this.#marks,
      floatMarks: this.#floatMarks,
      written: this.#written,
      writtenFloats: this.#writtenFloats,
      isStandard,
    };
    frame.note = checked;
    this.#clearMarks();
    this.#written = 0;
    this.#writtenFloats = 0;
  }

  /** Goes on in the caller: what the function wrote, the caller may no longer use. */
  #endCall(checked: CheckedFrame, { pc, number }: ShadowFrame): void {
    const marks = this.#written & CLOBBERED;
    const floatMarks = this.#writtenFloats & CLOBBERED_FLOATS;
    const call = { pc, number };
    for (let register = 5; register < 32; register++) {
      if ((marks >>> register & 1) !== 0) this.#clobberers[register] = call;
    }
    for (let register = 0; register < 32; register++) {
      if ((floatMarks >>> register & 1) !== 0) this.#clobberers[32 + register] = call;
    }
    this.#marks = checked.marks | marks;
    this.#floatMarks = checked.floatMarks | floatMarks;
    this.#written |= checked.written;
    this.#writtenFloats |= checked.writtenFloats;
  }

  /** Goes on in a function that something else than a return leads to. */
  #restore(checked: CheckedFrame | undefined): void {
    this.#clearMarks();
    this.#written |= checked?.written ?? -1;
    this.#writtenFloats |= checked?.writtenFloats ?? -1;
  }

  #clearMarks(): void {
    this.#marks = 0;
    this.#floatMarks = 0;
  }

  #copySaved(to: Uint32Array): void {
    const values = this.#values;
    for (let index = 0; index < SAVED.length; index++) {
      const register = SAVED[index] ?? 0;
      to[4 * index] = values[2 * register] ?? 0;
      to[4 * index + 1] = values[2 * register + 1] ?? 0;
      to[4 * index + 2] = values[2 * register + 64] ?? 0;
      to[4 * index + 3] = values[2 * register + 65] ?? 0;
    }
  }

  #checkReturn(
    frame: ShadowFrame,
    { saved }: CheckedFrame,
    at: CallErrorPlace,
    sp: bigint,
  ): void {
    const values = this.#values;
    const call = { pc: frame.pc, number: frame.number };
    if (sp !== frame.sp) {
      this.#add({
        ...{ kind: "stack pointer", function: frame.target, at, call, register: REGISTER.sp },
        ...{ cause: this.#writerOf(REGISTER.sp), expected: frame.sp, actual: sp },
      });
    }
    for (let index = 0; index < SAVED.length; index++) {
      const register = SAVED[index] ?? 0;
      for (let half = 0; half < 2; half++) {
        const number = register + 32 * half;
        const at4 = 4 * index + 2 * half;
        if (
          values[2 * number] === saved[at4] && values[2 * number + 1] === saved[at4 + 1]
        ) continue;
        if (this.#shared.has(number)) continue;
        // The callers of the guilty function pass its value on.
        const writer = this.#writers[number] ?? 0;
        if (this.#blamed[number] === writer) continue;
        this.#blamed[number] = writer;
        this.#add({
          ...{ kind: "callee-saved register", function: frame.target, at, call, register: number },
          cause: this.#writerOf(number),
          expected: (BigInt(saved[at4 + 1] ?? 0) << 32n) | BigInt(saved[at4] ?? 0),
          actual: this.#value(number),
        });
      }
    }
  }

  /** A return through ra that leads to no caller. */
  #checkStray(target: bigint, pc: bigint, number: number, sp: bigint, top: ShadowFrame): void {
    if (checkedOf(top)?.isStandard !== true) return;
    const writer = this.#writers[REGISTER.ra] ?? 0;
    if (writer <= top.number) return;
    const word = this.#writerWords[REGISTER.ra] ?? 0;
    const { flow, isLoad } = this.#kinds.get(word) ?? NOTHING;
    const at = { pc, number };
    const common = { function: top.target, at, register: REGISTER.ra, actual: target };
    const cause = this.#writerOf(REGISTER.ra);
    if (flow === "call") {
      const call = cause;
      this.#add({
        ...{ ...common, kind: "return address not saved", call, cause },
        expected: top.returnAddress,
      });
      return;
    }
    // longjmp comes back to where setjmp returned, handlers return to the kernel, and exceptions move sp.
    if (!isLoad || sp !== top.sp || this.#returnSites.has(target)) return;
    if (this.#code.isTrampoline(target)) return;
    const call = { pc: top.pc, number: top.number };
    this.#add({
      ...{ ...common, kind: "return elsewhere", call, cause },
      expected: top.returnAddress,
    });
  }

  #checkAlignment(pc: bigint, number: number): void {
    const low = this.#values[2 * REGISTER.sp] ?? 0;
    if ((low & 15) === 0) return;
    const frame = this.#stack.frames.at(-1);
    this.#add({
      ...{ kind: "misaligned stack", function: pc, at: { pc, number } },
      ...{ call: undefined, cause: this.#writerOf(REGISTER.sp), register: undefined },
      ...{ expected: frame?.sp, actual: this.#value(REGISTER.sp) },
    });
  }

  #clobberedRead(kind: Kind, pc: bigint, number: number): void {
    const found = kind.reads & this.#marks;
    const floats = kind.readsFloats & this.#floatMarks;
    for (let register = 0; register < 64; register++) {
      const mask = register < 32 ? found : floats;
      if ((mask >>> (register & 31) & 1) === 0) continue;
      this.#add({
        ...{ kind: "clobbered register", function: pc, at: { pc, number }, register },
        ...{ call: this.#clobberers[register], cause: this.#writerOf(register) },
        ...{ expected: undefined, actual: this.#value(register) },
      });
    }
    this.#marks &= ~found;
    this.#floatMarks &= ~floats;
  }

  #writerOf(register: number): CallErrorPlace | undefined {
    const number = this.#writers[register] ?? 0;
    const pc = this.#writerPcs[register] ?? 0;
    return pc === 0 ? undefined : { number, pc: BigInt(pc) };
  }

  /** Takes what a system call did to the registers. */
  #called(number: number): void {
    const after = this.#afterCall;
    this.#afterCall = undefined;
    if (after?.number === number) this.#load(after.registers);
  }

  /** Signals came: what runs now is a handler. */
  #enterHandlers(handler: bigint, number: number): void {
    for (const pc of this.#signals.splice(0)) {
      this.#stack.signal(pc, handler, this.#value(REGISTER.sp), number);
      const frame = this.#stack.frames.at(-1);
      if (frame === undefined) continue;
      const checked: CheckedFrame = {
        saved: new Uint32Array(),
        marks: this.#marks,
        floatMarks: this.#floatMarks,
        written: this.#written,
        writtenFloats: this.#writtenFloats,
        isStandard: false,
      };
      frame.note = checked;
    }
    this.#clearMarks();
    // The kernel gave it an aligned sp, which the next change of sp will show.
    this.#values[2 * REGISTER.sp] = (this.#values[2 * REGISTER.sp] ?? 0) & ~15;
  }

  #load(registers: readonly bigint[]): void {
    registers.forEach((value, register) => {
      this.#values[2 * register] = Number(BigInt.asUintN(32, value));
      this.#values[2 * register + 1] = Number(value >> 32n);
    });
  }

  #value(register: number): bigint {
    return (BigInt(this.#values[2 * register + 1] ?? 0) << 32n) |
      BigInt(this.#values[2 * register] ?? 0);
  }

  /** Whether a jump leads out of its function. */
  #leavesFunction(from: bigint, to: bigint): boolean {
    const { program } = this.#process;
    if (!hasNames(program)) return true;
    return program.symbolAt(from)?.value !== program.symbolAt(to)?.value;
  }

  #add(error: CallError): void {
    const key = `${error.kind} ${error.register} ${error.at.pc} ${error.function}`;
    if (this.#reported.has(key)) return;
    this.#reported.add(key);
    if (++this.#count <= MAX_ERRORS) this.#report(error);
  }
}

const NOTHING: Kind = {
  ...{ flow: "none", rd: 0, rs1: 0, imm: 0, isDirect: true, isLoad: false },
  ...{ reads: 0, readsFloats: 0 },
};

function describe(instruction: Instruction, word: number): Kind {
  const { encoding, rd, rs1, rs2, rs3, imm, mnemonic } = instruction;
  const effects = effectsOf(encoding);
  const { control, access } = effects;
  const isComputed = control.kind === "computed jump";
  const flow = mnemonic === "ecall"
    ? "ecall"
    : (control.kind === "jump" || isComputed) && isLink(rd)
    ? "call"
    : isComputed && rd === 0 && isLink(rs1)
    ? "return"
    : control.kind === "jump" || isComputed
    ? "jump"
    : "none";
  return {
    ...{ flow, rd: destination(word), rs1, imm, isDirect: !isComputed },
    reads: maskOf([...effects.readsRs1 ? [rs1] : [], ...effects.readsRs2 ? [rs2] : []]),
    readsFloats: maskOf([
      ...effects.readsFrs1 ? [rs1] : [],
      ...effects.readsFrs2 ? [rs2] : [],
      ...effects.readsFrs3 ? [rs3] : [],
    ]),
    isLoad: access?.load === true,
  };
}

function maskOf(registers: readonly number[]): number {
  return registers.reduce((mask, register) => mask | (1 << register), 0);
}
