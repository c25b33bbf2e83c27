// SPDX-License-Identifier: MPL-2.0
// A debugger without a front end: a process with its timeline, the user's stop points, and every movement in both
// directions. Guarantees: a movement can be interrupted at any time, and says as data why it ended; in the past
// nothing is changed.

import { REGISTER } from "../../cpu/isa/registers.ts";
import { CodeReader } from "../symbols/code_reader.ts";
import { hasNames } from "../symbols/locations.ts";
import type { Program, SourceLocation } from "../../asm/object/program.ts";
import { type MemoryWrite, Timeline, type TimelineOptions } from "../timeline/timeline.ts";
import type { Outcome, Process } from "../process.ts";
import { CodeSteps, type Mover, type OwnStops, type StepOptions } from "./code_steps.ts";
import { DebugValue } from "./debug_value.ts";
import { DebugVariables } from "./debug_variables.ts";
import { evaluate, integerValue } from "./expressions/evaluator.ts";
import { LONG } from "./expressions/types.ts";
import { formatAddress, type FormatContext } from "./expressions/format.ts";
import { ExpressionError } from "./expressions/parser.ts";
import { type CallFrame, FrameWalker } from "./frames.ts";
import { type Hit, isHit, Movement, type Rest, type Stops } from "./movement.ts";
import { OutputLog } from "./output_log.ts";
import { PeekMemory } from "./peek_memory.ts";
import { Memories, ProgramScope } from "./program_scope.ts";
import { SourceLines } from "./source_lines.ts";
import { type StopPoint, StopPoints } from "./stop_points.ts";
import type { DebugStop, StopReason, WatchedAccess } from "./stop_reason.ts";
import { Targets } from "./targets.ts";

const ECALL = 0x0000_0073;

/** How a debugger works. */
export interface DebuggerOptions {
  /** The output of the process. Default: an empty log. */
  readonly output?: OutputLog;
  /** How densely the past is kept. */
  readonly history?: TimelineOptions;
  /** Instructions after which movements end. Default: no limit. */
  readonly maxInstructions?: number | undefined;
  /**
   * Called some twenty times a second during a movement, to look at the world and to pass on output. Default: lets
   * other tasks run. {@link Debugger.interrupt} may be called there.
   */
  readonly breathe?: (() => Promise<void>) | undefined;
  /** Waits until the process has more input. Without it, a movement ends when input is missing. */
  readonly waitForInput?: (() => Promise<void>) | undefined;
}

/** A variable in scope. */
export interface FrameVariable {
  /** Its name. */
  readonly name: string;
  /** Whether it is a parameter of the function. */
  readonly kind: "parameter" | "local";
  /** Its value; undefined where it is optimized out. */
  readonly value: DebugValue | undefined;
}

/** In which direction to go. */
export type Direction = "forward" | "back";

/** A process that is debugged. */
export class Debugger implements Disposable {
  /** The process. At its newest moment only, it may be changed: by {@link Timeline.change}. */
  readonly process: Process;
  /** Its past. */
  readonly timeline: Timeline;
  /** Its program; undefined for an image without symbols. */
  readonly program: Program | undefined;
  /** What it has written. */
  readonly output: OutputLog;
  /** The stop points. */
  readonly points: StopPoints = new StopPoints();
  /** The source lines; undefined without a program. */
  readonly lines: SourceLines | undefined;
  /** Finds code by name. */
  readonly targets: Targets;
  /** Its memory, to look at. */
  readonly memory: PeekMemory;
  readonly #options: DebuggerOptions;
  readonly #movement: Movement;
  readonly #steps: CodeSteps;
  readonly #walker: FrameWalker;
  readonly #memories = new Memories();
  readonly #variables: DebugVariables;
  #isMoving = false;
  #isInterrupted = false;
  #stop: DebugStop;

  /**
   * Debugs a process, which must not have a timeline.
   *
   * @throws {MachineStateError} when it has one, is running, or was disposed of
   */
  constructor(process: Process, options: DebuggerOptions = {}) {
    this.process = process;
    this.#options = options;
    this.program = hasNames(process.program) ? process.program : undefined;
    this.output = options.output ?? new OutputLog();
    this.output.attach(process);
    this.timeline = new Timeline(process, options.history);
    this.memory = new PeekMemory(process.machine.memory);
    this.lines = this.program && new SourceLines(this.program);
    this.targets = new Targets(this.program, this.lines);
    this.#movement = new Movement(process, this.timeline);
    this.#walker = new FrameWalker(process);
    this.#variables = new DebugVariables(process, (frame) => this.callerOf(frame));
    const mover: Mover = {
      forward: (own) => this.#forward(own),
      backward: (own) => this.#backward(own),
      stepOnce: () => this.#stepOnce(),
      pointsHere: () => this.#pointsHere(),
      hasPointAt: (address) => this.#pointsAt(address).length > 0,
      frames: () => this.#walker.walk(),
    };
    this.#steps = new CodeSteps(process, this.timeline, this.lines, mover);
    this.#stop = this.#stopFor({ kind: "start" });
  }

  /** The last stop. */
  get stop(): DebugStop {
    return this.#stop;
  }

  /** How the process has ended, if it has; the machine may be in its past. */
  get end(): Outcome | undefined {
    return this.process.kernel.ended;
  }

  /** Whether a movement is under way. */
  get isMoving(): boolean {
    return this.#isMoving;
  }

  /** Ends the movement that is under way, soon. */
  interrupt(): void {
    this.#isInterrupted = true;
  }

  /** Goes on to a stop point, or back to one. */
  continue(direction: Direction = "forward"): Promise<DebugStop> {
    return this.#move(direction === "forward" ? this.#forward() : this.#backward());
  }

  /** Executes instructions, with `over` each with all of the function that it calls; or goes back over them. */
  stepInstruction(
    { count = 1, over = false, direction = "forward" }:
      & Partial<StepOptions>
      & { readonly count?: number; readonly direction?: Direction } = {},
  ): Promise<DebugStop> {
    if (!over && direction === "back") return this.#move(this.#backBy(count));
    return this.#move(
      this.#repeat(
        count,
        () =>
          direction === "forward"
            ? this.#steps.instruction({ over })
            : this.#steps.instructionBack({ over }),
      ),
    );
  }

  /** Goes on to the beginning of the next line, with `over` past calls; or back to that of the line before. */
  stepLine(
    { count = 1, over = false, direction = "forward" }:
      & Partial<StepOptions>
      & { readonly count?: number; readonly direction?: Direction } = {},
  ): Promise<DebugStop> {
    return this.#move(
      this.#repeat(
        count,
        () =>
          direction === "forward"
            ? this.#steps.line({ over })
            : this.lines === undefined
            ? this.#steps.instructionBack({ over })
            : this.#steps.lineBack({ over }),
      ),
    );
  }

  /** Goes on to a line after this one; loops are left. */
  until(): Promise<DebugStop> {
    return this.#move(this.#steps.until());
  }

  /** Goes on to one of the addresses, or to where a frame's function returns. */
  advance(addresses: readonly bigint[], frame: CallFrame = this.frame()): Promise<DebugStop> {
    return this.#move(this.#steps.advance(addresses, this.callerOf(frame)));
  }

  /**
   * Goes on until a frame's function has returned, or back to before it was called.
   *
   * @throws {ExpressionError} when the frame has no caller
   */
  finish(frame: CallFrame = this.frame(), direction: Direction = "forward"): Promise<DebugStop> {
    const caller = this.callerOf(frame);
    if (caller === undefined) {
      throw new ExpressionError(`frame ${frame.index} is the outermost: nothing called it`);
    }
    return this.#move(this.#finish(frame, caller, direction));
  }

  /**
   * Goes to the moment at which that many instructions had retired. Moments that have not come yet are run to,
   * without a stop at stop points.
   *
   * @throws {RangeError} when it is before the start of the timeline
   */
  goTo(instruction: number): Promise<DebugStop> {
    const { timeline } = this;
    if (instruction <= timeline.end) {
      timeline.seek(instruction);
      return Promise.resolve(this.#stopped({ kind: "step" }));
    }
    return this.#move(this.#runTo(instruction));
  }

  /** Goes to the newest moment; with `run`, the process goes on from there until it ends, without other stops. */
  async goToEnd({ run = false } = {}): Promise<DebugStop> {
    this.timeline.seek(this.timeline.end);
    if (run) return await this.#move(this.#runTo(Infinity));
    return this.#stopped(this.end === undefined ? { kind: "step" } : reasonOf(this.end));
  }

  /** The frames of this moment, the innermost first. A corrupted stack may have endless ones. */
  frames(): Generator<CallFrame> {
    return this.#walker.walk();
  }

  /**
   * A frame of this moment.
   *
   * @throws {ExpressionError} when there is none of that number
   */
  frame(index = 0): CallFrame {
    for (const frame of this.frames()) if (frame.index === index) return frame;
    throw new ExpressionError(`there is no frame ${index}`);
  }

  /** The frame that called a frame's function; undefined if there is none. */
  callerOf({ index }: CallFrame): CallFrame | undefined {
    for (const frame of this.frames()) if (frame.index === index + 1) return frame;
    return undefined;
  }

  /**
   * Evaluates an expression in a frame. Assignments change the process, at its newest moment.
   *
   * @throws {ExpressionError} when it has no value, or the past cannot be changed
   */
  evaluate(text: string, frame: CallFrame = this.frame()): DebugValue {
    const scope = this.#scope(frame);
    return new DebugValue(evaluate(text, scope), scope, this.formatContext);
  }

  /** Keeps a value as the next of `$1`, `$2` and so on; returns its number. */
  keep(value: DebugValue): number {
    return this.#memories.history.push(value.kept);
  }

  /** The variables in scope in a frame that debug information knows, innermost first. */
  variables(frame: CallFrame = this.frame()): readonly FrameVariable[] {
    const scope = this.#scope(frame);
    return this.#variables.inScope(frame).map((variable) => {
      const { name } = variable;
      const kind = variable.kind === "parameter" ? "parameter" : "local";
      try {
        const value = this.#variables.valueOf(variable, frame, scope);
        return { name, kind, value: new DebugValue(value, scope, this.formatContext) };
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error;
        return { name, kind, value: undefined };
      }
    });
  }

  /** The names of global variables, seen from a frame: of debug information, or else of data symbols. */
  globalNames(frame: CallFrame = this.frame()): readonly string[] {
    const described = this.#variables.globalNames(frame);
    const symbols = () =>
      (this.program?.symbols ?? []).filter(({ kind, size, section }) =>
        kind === "object" && size > 0 && section !== undefined
      ).map(({ name }) => name);
    return [...new Set(described.length > 0 ? described : symbols())];
  }

  /**
   * What a function returned, from a stop at its end: its value as debug information describes it, or a0;
   * undefined if it returns nothing that is in a register.
   */
  returned({ entry, a0, fa0 }: StopReason & { readonly kind: "finish" }): DebugValue | undefined {
    const type = (entry === undefined ? undefined : this.#variables.resultAt(entry)) ?? LONG;
    const isRegister = type.kind === "integer" || type.kind === "enumeration" ||
      type.kind === "pointer" || type.kind === "float";
    if (!isRegister) return undefined;
    const value = integerValue(type.kind === "float" ? fa0 : a0, type);
    return new DebugValue(value, this.#scope(this.frame()), this.formatContext);
  }

  #scope(frame: CallFrame): ProgramScope {
    const { process, timeline } = this;
    return new ProgramScope(process, timeline, this.#variables, frame, this.#memories);
  }

  /** An address with its symbol: `0x10124 <main+4>`. */
  addressText(address: bigint): string {
    return formatAddress(address, this.formatContext);
  }

  /** What values need to become text. */
  get formatContext(): FormatContext {
    return {
      symbolic: (address) => {
        const program = this.program;
        if (program === undefined || this.process.machine.memory.mappingAt(address) === undefined) {
          return undefined;
        }
        const symbol = program.symbolAt(address);
        if (symbol?.section === undefined) return undefined;
        const distance = address - symbol.value;
        if (symbol.size > 0 && distance > BigInt(symbol.size)) return undefined;
        return distance === 0n ? symbol.name : `${symbol.name}+${distance}`;
      },
      text: (address, limit) => {
        const bytes = this.memory.readSome(address, limit + 1);
        if (bytes.length === 0) return undefined;
        const end = bytes.indexOf(0);
        return end < 0
          ? { bytes: bytes.subarray(0, limit), ends: bytes.length <= limit }
          : { bytes: bytes.subarray(0, end), ends: true };
      },
    };
  }

  /**
   * The addresses that a text such as `main`, `file.c:12` or `*0x10124` names, seen from a frame.
   *
   * @throws {ExpressionError} when it names none
   */
  findCode(
    text: string,
    frame: CallFrame = this.frame(),
    here?: SourceLocation,
  ): readonly bigint[] {
    return this.targets.find(text, {
      here: here ?? frame.location,
      pc: frame.pc,
      evaluate: (expression) => this.evaluate(expression, frame).number,
    });
  }

  /** The last write to some bytes before this moment; undefined if there is none. */
  lastWrite(address: bigint, size: number): MemoryWrite | undefined {
    return this.timeline.lastWrite(address, size);
  }

  /** Ends the timeline; the process stays where it had come to. */
  [Symbol.dispose](): void {
    this.timeline[Symbol.dispose]();
  }

  /** Drives a movement to its end. */
  async #move(movement: Generator<Rest, StopReason | undefined>): Promise<DebugStop> {
    if (this.#isMoving) throw new TypeError("Cannot move: another movement is under way");
    this.#isMoving = true;
    this.#isInterrupted = false;
    const { breathe = breather, waitForInput } = this.#options;
    try {
      for (;;) {
        const { done, value } = movement.next();
        if (done === true) return this.#stopped(value ?? { kind: "step" });
        if (value === "input" && waitForInput === undefined) {
          movement.return(undefined);
          return this.#stopped({ kind: "input" });
        }
        if (value === "input") await waitForInput?.();
        await breathe();
        if (!this.#isInterrupted) continue;
        movement.return(undefined);
        return this.#stopped({ kind: "interrupted" });
      }
    } finally {
      this.#isMoving = false;
    }
  }

  #stopped(reason: StopReason): DebugStop {
    if (reason.kind === "points") {
      for (const { number, temporary } of reason.points) if (temporary) this.points.delete(number);
    }
    return this.#stop = this.#stopFor(reason);
  }

  #stopFor(reason: StopReason): DebugStop {
    const { machine } = this.process;
    return { reason, instruction: machine.instructions, pc: machine.pc };
  }

  *#repeat(
    count: number,
    step: () => Generator<Rest, StopReason | undefined>,
  ): Generator<Rest, StopReason | undefined> {
    for (let done = 0; done < count; done++) {
      const reason = yield* step();
      if (reason !== undefined) return reason;
      if (done % 64 === 63) yield "paused";
    }
    return undefined;
  }

  *#backBy(count: number): Generator<Rest, StopReason | undefined> {
    const { timeline } = this;
    if (timeline.position === timeline.start) return { kind: "start" };
    if (count === 1) {
      timeline.back();
      return this.#pointsHere();
    }
    return yield* this.#repeat(count, () => this.#steps.instructionBack({ over: false }));
  }

  *#finish(
    frame: CallFrame,
    caller: CallFrame,
    direction: Direction,
  ): Generator<Rest, StopReason | undefined> {
    const reason = direction === "forward"
      ? yield* this.#steps.finish(frame, caller)
      : yield* this.#steps.finishBack(caller);
    if (reason !== undefined || direction === "back") return reason;
    const { registers, floatRegisters } = this.process.machine;
    const entry = this.program?.symbolAt(frame.at)?.value;
    return {
      kind: "finish",
      function: frame.function,
      entry,
      a0: registers.get(REGISTER.a0),
      fa0: floatRegisters.get(REGISTER.a0),
    };
  }

  *#runTo(instruction: number): Generator<Rest, StopReason | undefined> {
    const { maxInstructions = Infinity } = this.#options;
    const outcome = yield* this.#movement.forward({}, Math.min(instruction, maxInstructions));
    if (isHit(outcome)) return undefined;
    const isThere = outcome.kind === "limit" && this.timeline.position === instruction;
    return isThere ? undefined : reasonOf(outcome);
  }

  *#forward(own?: OwnStops): Generator<Rest, StopReason | undefined> {
    const met = new Met();
    const outcome = yield* this.#movement.forward(
      this.#stopsFor(own, met),
      this.#options.maxInstructions,
    );
    return isHit(outcome) ? this.#reasonFor(outcome, met) : reasonOf(outcome);
  }

  *#backward(own?: OwnStops): Generator<Rest, StopReason | undefined> {
    const met = new Met();
    const hit = yield* this.#movement.backward(this.#stopsFor(own, met));
    return hit === undefined ? { kind: "start" } : this.#reasonFor(hit, met);
  }

  /** Executes one instruction; a stop point at the next one stops it, too. */
  *#stepOnce(): Generator<Rest, StopReason | undefined> {
    const { timeline } = this;
    const isPlain = this.points.enabled.every(({ target }) => target.kind === "code");
    if (!isPlain) {
      const met = new Met();
      const outcome = yield* this.#movement.forward(
        this.#stopsFor(undefined, met),
        timeline.position + 1,
      );
      if (isHit(outcome)) return this.#reasonFor(outcome, met);
      return outcome.kind === "limit" ? this.#pointsHere() : reasonOf(outcome);
    }
    for (;;) {
      const outcome = timeline.step();
      if (outcome.kind === "limit") return this.#pointsHere();
      if (outcome.kind !== "input" && outcome.kind !== "interrupted") return reasonOf(outcome);
      yield outcome.kind === "input" ? "input" : "paused";
    }
  }

  /** What to stop at: the user's stop points, and a movement's own stops. */
  #stopsFor(own: OwnStops | undefined, met: Met): Stops {
    const points = this.points.enabled;
    const addresses = new Set(own?.addresses);
    const moments: number[] = [];
    for (const { target } of points) {
      if (target.kind === "code") {
        for (const address of target.addresses) addresses.add(address);
      }
      if (target.kind === "instruction") moments.push(target.instruction);
      if (target.kind === "output") {
        const piece = this.output.pieceAt("stdout", target.offset);
        if (piece !== undefined) moments.push(piece.instruction);
      }
    }
    const actPoints = points.filter(({ target }) =>
      target.kind === "system call" || target.kind === "output"
    );
    let written = this.output.length("stdout");
    return {
      addresses: [...addresses],
      watched: points.flatMap(({ target }) => target.kind === "memory" ? [target.watched] : []),
      moments: moments.toSorted((a, b) => a - b),
      wantsAct: actPoints.length === 0 ? undefined : ({ call }) => {
        if (call === undefined) return false;
        const before = written;
        written = this.output.length("stdout");
        return actPoints.some(({ target }) =>
          target.kind === "output"
            ? before <= target.offset && target.offset < written
            : target.kind === "system call" && (target.numbers?.includes(call) ?? true)
        );
      },
      accepts: (hit) => {
        met.isOwn = hit.kind === "address" && own !== undefined &&
          own.addresses.includes(hit.address) && own.accepts();
        return met.isOwn || this.#matching(hit).some((point) => this.#holds(point, met));
      },
      counts: (hit) => {
        // Backwards, all hits of a stretch are accepted before the first is counted.
        if (hit.kind === "address") this.timeline.seek(hit.instruction);
        met.isOwn = hit.kind === "address" && own !== undefined &&
          own.addresses.includes(hit.address) && own.accepts();
        met.points = this.#matching(hit).filter((point) => this.#holds(point, met))
          .filter(countHit);
        return met.isOwn || met.points.length > 0;
      },
    };
  }

  /** The enabled points that a hit belongs to. */
  #matching(hit: Hit): StopPoint[] {
    const { instruction } = hit;
    return this.points.enabled.filter(({ target }) => {
      switch (target.kind) {
        case "code":
          return hit.kind === "address" && target.addresses.includes(hit.address);
        case "memory":
          return hit.kind === "access" && target.watched === hit.watched;
        case "instruction":
          return hit.kind === "moment" && target.instruction === instruction;
        case "output": {
          if (hit.kind !== "moment" && hit.kind !== "act") return false;
          return this.output.pieceAt("stdout", target.offset)?.instruction === instruction;
        }
        case "system call": {
          const call = callOf(hit, this.process);
          return call !== undefined && (target.numbers?.includes(call) ?? true);
        }
      }
    });
  }

  /** Whether a point's condition holds now. */
  #holds({ number, condition }: StopPoint, met: Met): boolean {
    if (condition === undefined) return true;
    try {
      return this.evaluate(condition).isTrue;
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      met.error = `cannot test the condition of ${number}, ${condition}: ${error.message}`;
      return true;
    }
  }

  #reasonFor(hit: Hit, { isOwn, points, error }: Met): StopReason | undefined {
    if (points.length === 0) return isOwn ? undefined : { kind: "step" };
    return {
      kind: "points",
      points,
      error,
      access: hit.kind === "access" ? this.#accessOf(hit) : undefined,
      call: callOf(hit, this.process),
    };
  }

  /** What the bytes were before an access and after it; the machine is at one of both. */
  #accessOf({ instruction, by, watched }: Hit & { kind: "access" }): WatchedAccess {
    const { timeline } = this;
    const here = timeline.position;
    const size = Number(watched.end - watched.start);
    const read = (moment: number) => {
      timeline.seek(moment);
      const bytes = this.memory.readSome(watched.start, size);
      return bytes.length === size ? bytes : undefined;
    };
    const before = read(instruction);
    const after = read(Math.min(instruction + 1, timeline.end));
    timeline.seek(here);
    return { instruction, by, before, after };
  }

  #pointsAt(address: bigint): StopPoint[] {
    return this.points.enabled.filter(({ target }) =>
      target.kind === "code" && target.addresses.includes(address)
    );
  }

  /** The reason to stop at the next instruction, if there are points at it. */
  #pointsHere(): StopReason | undefined {
    const met = new Met();
    const points = this.#pointsAt(this.process.machine.pc)
      .filter((point) => this.#holds(point, met)).filter(countHit);
    return points.length === 0 ? undefined : { kind: "points", points, error: met.error };
  }
}

/** What a movement has met. */
class Met {
  isOwn = false;
  points: readonly StopPoint[] = [];
  error: string | undefined;
}

/** The number of the system call that is made next. */
function callOf(hit: Hit, { machine: { registers, memory, pc } }: Process): number | undefined {
  if (hit.kind === "act") return hit.act.call;
  const isCall = hit.kind === "moment" &&
    new CodeReader(new PeekMemory(memory)).fetch(pc) === ECALL;
  return isCall ? Number(BigInt.asIntN(64, registers.get(REGISTER.a7))) : undefined;
}

/** Counts a hit of a point; returns whether it stops the program. */
function countHit(point: StopPoint): boolean {
  point.hits++;
  if (point.ignore === 0) return point.onHit?.() ?? true;
  point.ignore--;
  return false;
}

function reasonOf(outcome: Outcome): StopReason {
  switch (outcome.kind) {
    case "exited":
    case "killed":
    case "waiting":
    case "limit":
    case "interrupted":
    case "input":
      return outcome;
    case "breakpoint":
      return { kind: "step" };
  }
}

/** Lets other tasks run. */
const breather = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
