// SPDX-License-Identifier: MPL-2.0
// Steps by source line and over calls, in both directions, as GDB makes them. Takes what moves the program until
// something is met; a step ends early where a user's stop point is met.

import { decode, type Instruction } from "../../cpu/isa/encoding.ts";
import { REGISTER } from "../../cpu/isa/registers.ts";
import { effectsOf, isCall } from "../../cpu/semantics/effects.ts";
import type { Process } from "../process.ts";
import { CodeReader } from "../symbols/code_reader.ts";
import { isLink } from "../symbols/functions.ts";
import type { Timeline } from "../timeline/timeline.ts";
import type { CallFrame } from "./frames.ts";
import type { Rest } from "./movement.ts";
import { PastInstructions } from "./past_instructions.ts";
import { PeekMemory } from "./peek_memory.ts";
import type { LineCode, SourceLines } from "./source_lines.ts";
import type { StopReason } from "./stop_reason.ts";

/** Where a step wants to stop by itself. */
export interface OwnStops {
  /** At one of these instructions, */
  readonly addresses: readonly bigint[];
  /** if this is true of the machine then. */
  readonly accepts: () => boolean;
}

/** Moves the program; without a reason it has come to one of the step's own stops. */
export interface Mover {
  /** Goes on. */
  forward(own: OwnStops): Generator<Rest, StopReason | undefined>;
  /** Goes back. */
  backward(own: OwnStops): Generator<Rest, StopReason | undefined>;
  /** Executes one instruction. */
  stepOnce(): Generator<Rest, StopReason | undefined>;
  /** Whether a stop point of the user is at the next instruction. */
  pointsHere(): StopReason | undefined;
  /** Addresses of the user's breakpoints. */
  hasPointAt(address: bigint): boolean;
  /** The frames of this moment. */
  frames(): Generator<CallFrame>;
}

/** How to step. */
export interface StepOptions {
  /** Whether to step over calls. */
  readonly over: boolean;
}

/** After so many instructions of a line it pays to run to where it ends. */
const MANY_INSTRUCTIONS = 200;

/** How long a walk through the past goes on before it yields, in milliseconds. */
const SLICE = 50;

/** Steps of one process. */
export class CodeSteps {
  readonly #process: Process;
  readonly #timeline: Timeline;
  readonly #lines: SourceLines | undefined;
  readonly #mover: Mover;
  readonly #code: CodeReader;

  /** Steps through the code of a process. */
  constructor(
    process: Process,
    timeline: Timeline,
    lines: SourceLines | undefined,
    mover: Mover,
  ) {
    this.#process = process;
    this.#timeline = timeline;
    this.#lines = lines;
    this.#mover = mover;
    this.#code = new CodeReader(new PeekMemory(process.machine.memory));
  }

  /** One instruction, or with `over` a whole call. */
  *instruction({ over }: StepOptions): Generator<Rest, StopReason | undefined> {
    const call = over ? this.#callHere() : undefined;
    const stopped = yield* this.#mover.stepOnce();
    if (stopped !== undefined || call === undefined || this.#pc === call.after) return stopped;
    return yield* this.#toReturn(call);
  }

  /** To the beginning of another line. */
  *line({ over }: StepOptions): Generator<Rest, StopReason | undefined> {
    const first = this.#lineHere;
    if (first === undefined) return yield* this.#outOfUnknown();
    return yield* this.#toOther((code) => isSameLine(code, first), over);
  }

  /** To the beginning of a line after this one: over calls, and on where a loop jumps back. */
  *until(): Generator<Rest, StopReason | undefined> {
    const first = this.#lineHere;
    if (first === undefined) return yield* this.#outOfUnknown();
    const start = this.#functionStart(first.start);
    return yield* this.#toOther((code) => start <= code.start && code.start < first.end, true);
  }

  /** To after the call of a frame's function. */
  *finish(frame: CallFrame, caller: CallFrame): Generator<Rest, StopReason | undefined> {
    return yield* this.#mover.forward({
      addresses: [caller.pc],
      accepts: () => caller.sp === undefined ? this.#sp > (frame.sp ?? 0n) : this.#sp >= caller.sp,
    });
  }

  /** To one of the addresses, or to where the frame's function returns. */
  *advance(
    addresses: readonly bigint[],
    caller: CallFrame | undefined,
  ): Generator<Rest, StopReason | undefined> {
    const wanted = new Set(addresses);
    const isBack = () =>
      caller?.sp !== undefined && this.#pc === caller.pc && this.#sp >= caller.sp;
    return yield* this.#mover.forward({
      addresses: caller === undefined ? addresses : [...addresses, caller.pc],
      accepts: () => wanted.has(this.#pc) || isBack(),
    });
  }

  /** Back by one instruction, or with `over` to before the call that returned here. */
  *instructionBack({ over }: StepOptions): Generator<Rest, StopReason | undefined> {
    const here = this.#timeline.position;
    if (here === this.#timeline.start) return { kind: "start" };
    const pc = this.#pc;
    const sp = this.#sp;
    this.#timeline.back();
    if (!over || !this.#isReturn(this.#instructionHere(), pc)) return this.#mover.pointsHere();
    return yield* this.#toCall(pc, sp);
  }

  /** Back to the beginning of the line that was executed before. */
  *lineBack({ over }: StepOptions): Generator<Rest, StopReason | undefined> {
    const timeline = this.#timeline;
    const past = new PastInstructions(this.#process, timeline);
    let position = timeline.position;
    let pc = this.#pc;
    let line: LineCode | undefined;
    let due = performance.now() + SLICE;
    const begun = position;
    for (;;) {
      const before = past.at(position - 1);
      if (before === undefined) {
        timeline.seek(position);
        return { kind: "start" };
      }
      const code = this.#lines?.at(before.pc);
      if (this.#isReturn(before.instruction, pc)) {
        // The call may have been the end of the line before.
        const caller = this.#lines?.at(pc - 1n);
        if (line !== undefined && (caller === undefined || !isSameLine(caller, line))) break;
        if (over || code === undefined) {
          timeline.seek(position);
          const stopped = yield* this.#toCall(pc, this.#sp);
          if (stopped !== undefined) return stopped;
          position = timeline.position;
          pc = this.#pc;
          line ??= this.#lineHere;
          continue;
        }
        // The last line of the function that returned.
        line = code;
      } else {
        const isEntered = before.instruction !== undefined && isCall(before.instruction) &&
          before.pc + BigInt(before.instruction.length) !== pc;
        const isOther = code === undefined || line === undefined || !isSameLine(code, line);
        if (line !== undefined && (isOther || isEntered)) break;
        line = code;
      }
      position--;
      pc = before.pc;
      if (position < begun && this.#mover.hasPointAt(pc)) {
        timeline.seek(position);
        const stopped = this.#mover.pointsHere();
        if (stopped !== undefined) return stopped;
      }
      if (performance.now() < due) continue;
      yield "paused";
      due = performance.now() + SLICE;
    }
    timeline.seek(position);
    return undefined;
  }

  /** Back to before the call of a frame's function. */
  *finishBack(caller: CallFrame): Generator<Rest, StopReason | undefined> {
    return yield* this.#mover.backward({
      addresses: [caller.at],
      accepts: () => caller.sp === undefined || this.#sp === caller.sp,
    });
  }

  get #pc(): bigint {
    return this.#process.machine.pc;
  }

  get #sp(): bigint {
    return this.#process.machine.registers.get(REGISTER.sp);
  }

  get #lineHere(): LineCode | undefined {
    return this.#lines?.at(this.#pc);
  }

  #instructionHere(): Instruction | undefined {
    const word = this.#code.fetch(this.#pc);
    return word === undefined ? undefined : decode(word);
  }

  /** The call that is the next instruction. */
  #callHere(): Call | undefined {
    const instruction = this.#instructionHere();
    if (instruction === undefined || !isCall(instruction)) return undefined;
    if (!isLink(instruction.rd)) return undefined;
    return { after: this.#pc + BigInt(instruction.length), sp: this.#sp };
  }

  /** Whether an instruction before the one at `pc` is a return to it. */
  #isReturn(instruction: Instruction | undefined, pc: bigint): boolean {
    return isReturn(instruction) && this.#code.followsCall(pc);
  }

  *#toReturn({ after, sp }: Call): Generator<Rest, StopReason | undefined> {
    return yield* this.#mover.forward({ addresses: [after], accepts: () => this.#sp >= sp });
  }

  /** Back to before the call that returned to `pc`. */
  *#toCall(pc: bigint, sp: bigint): Generator<Rest, StopReason | undefined> {
    const call = pc - BigInt(this.#code.callLength(pc) ?? 4);
    return yield* this.#mover.backward({ addresses: [call], accepts: () => this.#sp === sp });
  }

  /** From code without lines: to where its function returns. */
  *#outOfUnknown(): Generator<Rest, StopReason | undefined> {
    const [frame, caller] = take(this.#mover.frames(), 2);
    if (frame === undefined || caller?.sp === undefined) {
      return yield* this.instruction({ over: false });
    }
    return yield* this.finish(frame, caller);
  }

  /** To the beginning of a line that is another one. */
  *#toOther(
    isSame: (code: LineCode) => boolean,
    over: boolean,
  ): Generator<Rest, StopReason | undefined> {
    let isWanted = isSame;
    // Whether the step is over; the middle of another line has to be left, too.
    const isOver = () => {
      const code = this.#lineHere;
      if (code === undefined) return true;
      if (isWanted(code)) return false;
      isWanted = (other) => isSameLine(other, code);
      return code.start === this.#pc;
    };
    for (let count = 0;; count++) {
      if (count >= MANY_INSTRUCTIONS) {
        const stopped = yield* this.#toEnd(isWanted);
        if (stopped !== undefined || isOver()) return stopped;
      }
      const call = this.#callHere();
      const leaves = isReturn(this.#instructionHere());
      const stopped = yield* this.#mover.stepOnce();
      if (stopped !== undefined) return stopped;
      if (call !== undefined && this.#pc !== call.after) {
        const entered = over ? undefined : this.#lineHere;
        if (entered !== undefined) return yield* this.#toBody(call.sp);
        const stopped = yield* this.#toReturn(call);
        if (stopped !== undefined) return stopped;
      }
      // The caller's line is shown again, even if only the rest of it is left.
      if (leaves || isOver()) return undefined;
    }
  }

  /** Past the prologue of a function that was just called. */
  *#toBody(sp: bigint): Generator<Rest, StopReason | undefined> {
    const body = this.#lines?.bodyOf(this.#pc) ?? this.#pc;
    if (body === this.#pc) return this.#mover.pointsHere();
    return yield* this.#mover.forward({ addresses: [body], accepts: () => this.#sp <= sp });
  }

  /**
   * On to the next call or jump out of code that `isSame` holds for: a loop in one line may take a billion
   * instructions.
   */
  *#toEnd(isSame: (code: LineCode) => boolean): Generator<Rest, StopReason | undefined> {
    const exits = new Set<bigint>();
    const seen = new Set<bigint>();
    const open = [this.#pc];
    for (let pc = open.pop(); pc !== undefined; pc = open.pop()) {
      if (seen.has(pc)) continue;
      seen.add(pc);
      const code = this.#lines?.at(pc);
      const word = this.#code.fetch(pc);
      const instruction = word === undefined ? undefined : decode(word);
      if (code === undefined || !isSame(code) || instruction === undefined) {
        exits.add(pc);
        continue;
      }
      const { control } = effectsOf(instruction.encoding);
      if (control.kind === "computed jump" || isCall(instruction)) exits.add(pc);
      else if (control.kind === "jump") open.push(pc + BigInt(instruction.imm));
      else {
        if (control.kind === "branch") open.push(pc + BigInt(instruction.imm));
        open.push(pc + BigInt(instruction.length));
      }
    }
    if (exits.has(this.#pc)) return undefined;
    const sp = this.#sp;
    return yield* this.#mover.forward({ addresses: [...exits], accepts: () => this.#sp >= sp });
  }

  #functionStart(address: bigint): bigint {
    const { program } = this.#process;
    const symbol = "symbolAt" in program ? program.symbolAt(address) : undefined;
    return symbol?.value ?? address;
  }
}

/** A call that is about to be made. */
interface Call {
  /** Where it returns to. */
  readonly after: bigint;
  readonly sp: bigint;
}

function isReturn(instruction: Instruction | undefined): boolean {
  return instruction !== undefined && instruction.rd === 0 &&
    isLink(instruction.rs1) &&
    effectsOf(instruction.encoding).control.kind === "computed jump";
}

function isSameLine({ location: a }: LineCode, { location: b }: LineCode): boolean {
  return a.line === b.line && a.file === b.file;
}

function take<T>(values: Iterable<T>, count: number): T[] {
  const taken: T[] = [];
  for (const value of values) {
    taken.push(value);
    if (taken.length === count) break;
  }
  return taken;
}
