// SPDX-License-Identifier: MPL-2.0
// The instructions that retired before some moment, to be walked backwards: which one wrote a register, which
// one stored to a word. A tape holds the last ones only; what is further back, Tapes finds in another run.

import { decode, type Instruction } from "../../cpu/isa/encoding.ts";
import { REGISTER } from "../../cpu/isa/registers.ts";
import { destinationOf, effectsOf } from "../../cpu/semantics/effects.ts";
import { TRACE } from "../../cpu/memory/layout.ts";
import { destination, TraceBatch, type TraceRecord } from "../../cpu/trace_buffer.ts";
import { type Jump, ShadowStack } from "../calls/shadow_stack.ts";
import type { Process } from "../process.ts";
import type { CodeReader } from "../symbols/code_reader.ts";
import type { Moment, Reruns } from "./rerun.ts";

/** A record with its number. */
export interface NumberedRecord extends TraceRecord {
  /** How many instructions retired before it. */
  readonly number: number;
}

const ECALL = 0x0000_0073;
/** The number of rt_sigreturn, which restores all registers. */
const SIGRETURN = 139;
/** ra, sp, a0, a1 and a2: what a handler starts with. */
const HANDLER_REGISTERS: ReadonlySet<number> = new Set([1, 2, 10, 11, 12]);

/** Who wrote a register. */
export type Definition =
  /** An instruction. */
  | { readonly by: "instruction"; readonly record: NumberedRecord }
  /** The kernel: the result of a system call, or a signal, or the return from its handler. */
  | {
    readonly by: "kernel";
    readonly number: number;
    /** Address of the ecall; undefined for a signal. */
    readonly pc: bigint | undefined;
    /** Such as "the result of read". */
    readonly what: string;
  };

/** A system call on a tape. */
interface KernelCall {
  readonly name: string;
  readonly number: number;
  /** Whether it has a result; exit has none. */
  readonly returned: boolean;
}

/** Some consecutive instructions of a run. */
export class Tape {
  /** The number of the first instruction. */
  readonly first: number;
  /** x0 to x31 before it. */
  readonly registers: readonly bigint[];
  readonly #batch: TraceBatch;
  readonly #calls: ReadonlyMap<number, KernelCall>;
  readonly #signals: ReadonlyMap<number, string>;

  /** The frames in which the instructions ran; see {@link Tape.frameOf}. */
  #frames: { readonly of: Int32Array; readonly parents: readonly number[] } | undefined;

  /** A tape of copied records; `calls` and `signals` say what the kernel did, by instruction number. */
  constructor(
    batch: TraceBatch,
    registers: readonly bigint[],
    calls: ReadonlyMap<number, KernelCall>,
    signals: ReadonlyMap<number, string>,
  ) {
    this.#batch = batch;
    this.registers = registers;
    this.first = batch.firstNumber ?? 0;
    this.#calls = calls;
    this.#signals = signals;
  }

  /** The number after the last instruction. */
  get end(): number {
    return this.first + this.#batch.length;
  }

  /** The record of an instruction; undefined if it is not on this tape. */
  at(number: number): NumberedRecord | undefined {
    const index = number - this.first;
    if (index < 0 || index >= this.#batch.length) return undefined;
    return { ...this.#batch.at(index), number };
  }

  /** The name of the system call that an instruction made. */
  callAt(number: number): string | undefined {
    return this.#calls.get(number)?.name;
  }

  /** What wrote a register last, before an instruction; undefined if nothing on this tape did. */
  definition(register: number, before: number): Definition | undefined {
    const { view } = this.#batch;
    for (let number = Math.min(before, this.end) - 1; number >= this.first; number--) {
      const signal = this.#signals.get(number + 1);
      if (signal !== undefined && HANDLER_REGISTERS.has(register)) {
        return {
          by: "kernel",
          number: number + 1,
          pc: undefined,
          what: `the delivery of ${signal}`,
        };
      }
      const at = (number - this.first) * TRACE.size;
      const word = view.getUint32(at + TRACE.word, true);
      if (word === ECALL) {
        const call = this.#calls.get(number);
        if (call?.number === SIGRETURN || (register === REGISTER.a0 && call?.returned !== false)) {
          const what = `the result of ${call?.name ?? "a system call"}`;
          return {
            by: "kernel",
            number,
            pc: view.getBigUint64(at + TRACE.pc, true),
            what: call?.number === SIGRETURN ? "the return from a signal handler" : what,
          };
        }
        continue;
      }
      if (destination(word) !== register) continue;
      const record = this.at(number);
      if (record !== undefined && record.rd === register) return { by: "instruction", record };
    }
    return undefined;
  }

  /** The last instruction before another that stored to some bytes; undefined if none on this tape did. */
  storeTo(address: bigint, size: number, before: number): NumberedRecord | undefined {
    const { view } = this.#batch;
    for (let number = Math.min(before, this.end) - 1; number >= this.first; number--) {
      const at = (number - this.first) * TRACE.size;
      if ((view.getUint8(at + TRACE.access) & 2) === 0) continue;
      const start = view.getBigUint64(at + TRACE.address, true);
      if (start >= address + BigInt(size)) continue;
      if (start + BigInt(view.getUint8(at + TRACE.bytes)) > address) return this.at(number);
    }
    return undefined;
  }

  /**
   * The frames of functions that have not returned by an instruction, which is on this tape: for each
   * instruction before it, `has` says whether it ran in one of them. `code` reads the program.
   */
  liveAt(number: number, code: CodeReader): { has(number: number): boolean } {
    this.#frames ??= this.#findFrames(code);
    const { of, parents } = this.#frames;
    const live = new Set<number>();
    for (
      let frame = of[number - this.first];
      frame !== undefined && frame >= 0 && !live.has(frame);
      frame = parents[frame]
    ) {
      live.add(frame);
    }
    return { has: (earlier) => live.has(of[earlier - this.first] ?? -1) };
  }

  /** Numbers the frames and says which one each instruction ran in, and which frame called which. */
  #findFrames(code: CodeReader): { of: Int32Array; parents: number[] } {
    const { view, length } = this.#batch;
    // One more: the instruction after the last one, which may have trapped.
    const of = new Int32Array(length + 1);
    let sp = this.registers[REGISTER.sp] ?? 0n;
    const calls = new ShadowStack(sp);
    const parents = [-1];
    const stack = [0];
    let fresh = 1;
    for (let index = 0; index < length; index++) {
      const at = index * TRACE.size;
      of[index] = stack.at(-1) ?? 0;
      const word = view.getUint32(at + TRACE.word, true);
      const instruction = instructionOf({ word });
      if (instruction === undefined) continue;
      if (destinationOf(instruction) === REGISTER.sp) {
        sp = view.getBigUint64(at + TRACE.value, true);
      }
      const isLast = index === length - 1;
      const jump = isLast
        ? undefined
        : jumpOf(instruction, this.first + index, view.getBigUint64(at + TRACE.pc, true), sp);
      if (jump === undefined) continue;
      const target = view.getBigUint64(at + TRACE.size + TRACE.pc, true);
      const { kind, left } = calls.jump({ ...jump, target });
      // The outermost frame may return, too: its caller is before the tape.
      if (kind === "return" && left.length === 0 && code.isReturnAddress(target)) {
        stack.length = 0;
      } else {
        stack.length = Math.max(0, stack.length - left.length);
      }
      if (stack.length === 0) {
        parents[stack[0] ?? fresh] = -1;
        stack.push(fresh++);
      }
      if (kind !== "call") continue;
      parents[fresh] = stack.at(-1) ?? -1;
      stack.push(fresh++);
    }
    of[length] = stack.at(-1) ?? 0;
    return { of, parents };
  }

  /** Whether the kernel may have written memory on this tape, in a call or for a signal. */
  kernelRanBetween(start: number, end: number): boolean {
    for (const number of [...this.#calls.keys(), ...this.#signals.keys()]) {
      if (start <= number && number < end) return true;
    }
    return false;
  }
}

const decoded = new Map<number, Instruction | undefined>();

/** The instruction of a record. */
export function instructionOf({ word }: Pick<TraceRecord, "word">): Instruction | undefined {
  if (!decoded.has(word)) decoded.set(word, decode(word));
  return decoded.get(word);
}

/** The registers whose values the result of an instruction depends on; f0 is 32. */
export function sourcesOf(instruction: Instruction): number[] {
  const { readsRs1, readsRs2, readsFrs1, readsFrs2, readsFrs3 } = effectsOf(instruction.encoding);
  const { rs1, rs2, rs3 } = instruction;
  const integers = [...readsRs1 ? [rs1] : [], ...readsRs2 ? [rs2] : []];
  const floats = [...readsFrs1 ? [rs1] : [], ...readsFrs2 ? [rs2] : [], ...readsFrs3 ? [rs3] : []];
  return [...integers.filter((number) => number !== 0), ...floats.map((number) => 32 + number)];
}

/** What a jump to or from a function is to a shadow stack, all but its target; undefined for other instructions. */
export function jumpOf(
  instruction: Instruction,
  number: number,
  pc: bigint,
  sp: bigint,
): Omit<Jump, "target"> | undefined {
  const { control } = effectsOf(instruction.encoding);
  const { rd, rs1, length } = instruction;
  if (control.kind !== "computed jump" && !(control.kind === "jump" && rd !== 0)) return undefined;
  const computed = control.kind === "computed jump";
  return { number, pc, after: pc + BigInt(length), rd, rs1: computed ? rs1 : undefined, sp };
}

/** Instructions on a tape. */
const LENGTH = 2 ** 16;

/** The tapes of one program. */
export class Tapes {
  readonly #reruns: Reruns;
  readonly #end: Moment | undefined;
  readonly #made: Tape[] = [];

  /** No tapes yet. With `end`, the run must be the same as the first one there. */
  constructor(reruns: Reruns, end?: Moment) {
    this.#reruns = reruns;
    this.#end = end;
  }

  /**
   * The tape with the instructions before one, some 65,000 of them.
   *
   * @throws {RerunError} when it cannot be made
   */
  async before(number: number): Promise<Tape> {
    const known = this.#made.find(({ first, end }) => first < number && number <= end);
    if (known !== undefined) return known;
    const first = Math.max(0, number - LENGTH);
    const process = await this.#reruns.at(first);
    const tape = record(process, () => this.#reruns.advance(process, number));
    if (number === this.#end?.number) this.#reruns.check(process, this.#end);
    this.#made.push(tape);
    return tape;
  }

  /**
   * What wrote a register last, before an instruction; undefined if it has the value that the program
   * started with.
   *
   * @throws {RerunError} when it cannot be found
   */
  async definition(register: number, before: number): Promise<Definition | undefined> {
    const tape = await this.before(before);
    const near = tape.definition(register, before);
    if (near !== undefined || tape.first === 0) return near;
    const number = await this.#lastToWrite(register, tape.first);
    if (number === undefined) return undefined;
    return (await this.before(number + 1)).definition(register, number + 1);
  }

  /** The last instruction before another that wrote a register, in one run from the start. */
  async #lastToWrite(register: number, before: number): Promise<number | undefined> {
    const process = await this.#reruns.at(0);
    let last: number | undefined;
    const writes = new Map<number, boolean>();
    const stopTrace = process.machine.addTrace({
      instructions: true,
      sink: ({ view, length, firstNumber = 0 }) => {
        for (let index = length - 1; index >= 0; index--) {
          const word = view.getUint32(index * TRACE.size + TRACE.word, true);
          let hit = writes.get(word);
          if (hit === undefined) {
            hit = word === ECALL ? register === REGISTER.a0 : destination(word) === register;
            writes.set(word, hit);
          }
          if (!hit) continue;
          last = firstNumber + index;
          return;
        }
      },
    });
    using _signals = process.observe({
      syscalls: new Set([SIGRETURN]),
      onSyscall: ({ instruction }) => last = instruction,
      onSignal: ({ instruction }) => {
        if (HANDLER_REGISTERS.has(register)) last = instruction - 1;
      },
    });
    this.#reruns.advance(process, before);
    stopTrace();
    return last;
  }
}

/** Records what retires while `run` lets the process go on. */
function record(process: Process, run: () => void): Tape {
  const parts: Uint8Array[] = [];
  const calls = new Map<number, KernelCall>();
  const signals = new Map<number, string>();
  const first = process.machine.instructions;
  const registers = process.machine.registers.toArray();
  using _observer = process.observe({
    instructions: "all",
    onRecords: ({ view }) => {
      parts.push(new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice());
    },
    onSyscall: ({ instruction, name, number, result }) => {
      calls.set(instruction, { name, number, returned: result !== undefined });
    },
    onSignal: ({ instruction, name }) => signals.set(instruction, name),
  });
  run();
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return new Tape(new TraceBatch(new DataView(bytes.buffer), first), registers, calls, signals);
}
