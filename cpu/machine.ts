// SPDX-License-Identifier: MPL-2.0
// The machine: one hart with its memory and registers, and the loop that drives an engine. It knows
// nothing of operating systems: environment calls go to a handler. It is deterministic: the same
// program, given the same answers by the handler, retires the same instructions.

import { acquireArena, type Arena, ArenaLease, releaseArena } from "./memory/arena.ts";
import type { MemoryChecks, Mistake } from "./engine/checks.ts";
import type { ExecutionCounting } from "./engine/counting.ts";
import {
  type CodeRange,
  type Engine,
  EXIT,
  type Exit,
  type TraceMode,
  type WatchedAccesses,
} from "./engine/engine.ts";
import { encodingOf } from "./isa/encoding.ts";
import type { Image } from "./memory/image.ts";
import { instructionLength } from "./isa/table.ts";
import type { Shadow } from "./memory/shadow.ts";
import { MISALIGNED, OWNER, PAGE_SIZE, slotOf, STATE, STATE_START } from "./memory/layout.ts";
import { Memory } from "./memory/memory.ts";
import { RecordedCode } from "./recorded_code.ts";
import { PageTable } from "./memory/page_table.ts";
import { FloatRegisters, Registers } from "./register_file.ts";
import { Stepper } from "./stepper/stepper.ts";
import { CodeMemory, DEFAULT_CODE_MEMORY } from "./translator/emit/code_memory.ts";
import { type Tiers, Translator } from "./translator/translator.ts";
import { type TraceBatch, TraceBuffer } from "./trace_buffer.ts";
import type { Cause, Trap } from "./memory/trap.ts";
import { checkCount, MachineStateError } from "./memory/usage.ts";

/** Why a run ended. In every case `pc` is the address of the next instruction to execute. */
export type Stop =
  /** The instruction at pc trapped; it has not retired. */
  | { readonly reason: "trap"; readonly trap: Trap }
  /** There is a breakpoint at pc. */
  | { readonly reason: "breakpoint"; readonly address: bigint }
  /** The limit on retired instructions is reached. */
  | { readonly reason: "limit" }
  /** The environment call handler ended the run with this value. */
  | { readonly reason: "environment"; readonly value: object }
  /** {@link Machine.interrupt} was called during the run. */
  | { readonly reason: "interrupted" };

/** What to trace, and who receives it. */
export interface TraceOptions {
  /** Record every retired instruction. */
  readonly instructions?: boolean;
  /**
   * Where the sink wants instructions; it may get others as well. If all traces say so, and want no
   * more than 64 KiB of code, other code runs as fast as without a trace.
   */
  readonly within?: readonly CodeRange[] | undefined;
  /** Record retired instructions that access memory. */
  readonly memory?: boolean;
  /**
   * How to watch the accesses that the sink wants, which are few; it may get others as well. If no other trace
   * wants accesses, the program runs about as fast as without a trace.
   *
   * @internal
   */
  readonly watch?: WatchedAccesses | undefined;
  /**
   * Deliver each record as soon as its instruction has retired, so that the state of the machine is that
   * after the instruction. Slow; by default, records come in batches.
   */
  readonly exact?: boolean;
  /**
   * Receives the records in execution order, in batches. While another sink wants every instruction, a
   * sink that wants memory accesses receives every instruction too. It must not throw.
   */
  readonly sink: (batch: TraceBatch) => void;
}

/**
 * What executes instructions: the stepper alone; or the translator, which leaves cold code and what
 * it does not translate to the stepper. It makes code of templates, which is quick, or optimised
 * code, or with `auto`, the default, first one, then the other.
 */
export type EngineName = "auto" | "stepper" | "templates" | "translator";

/** The names of the engines. */
export const ENGINE_NAMES: readonly EngineName[] = ["auto", "stepper", "templates", "translator"];

const TIERS = {
  auto: "both",
  templates: "templates",
  translator: "optimised",
} as const satisfies Readonly<Record<Exclude<EngineName, "stepper">, Tiers>>;

/** Options of a machine. */
export interface MachineOptions {
  /** The engine to use; `auto` by default. All engines behave exactly alike. */
  readonly engine?: EngineName;
  /**
   * Makes the translator translate all code before it first runs, not only hot code. Slower; for
   * testing the translator.
   */
  readonly eager?: boolean;
  /**
   * How many bytes of memory the translated code may take. Beyond that the least used code is dropped, and
   * translated again when it gets hot. Default: 256 MiB.
   */
  readonly codeMemory?: number;
  /**
   * How many instructions retire before the engine `auto` translates any code: translating the first takes as
   * long as the stepper takes for some millions. Default: 3,000,000.
   */
  readonly translateAfter?: number;
  /**
   * Checks what the program does with memory. The machine runs it as it would without, and calls
   * {@link Machine.onMistake} where the program makes a mistake.
   */
  readonly checks?: MemoryChecks | undefined;
}

/** How long to run. */
export interface RunOptions {
  /** The number of instructions that may have retired since the start, in all runs. Default: no limit. */
  readonly maxInstructions?: number;
  /** Asked every few milliseconds, at any instruction; the run is interrupted when it returns true. */
  readonly pause?: () => boolean;
}

/**
 * Called with the machine before the instruction at an address is executed. When it throws, the run throws the
 * error; the next one goes on with the instruction.
 */
export type Probe = (machine: Machine) => void;

/**
 * What a handler of environment calls returns when it cannot answer yet: the run ends with this value, the
 * ecall does not retire, and the next run makes it again.
 */
export const NOT_ANSWERED: object = Object.freeze({});

/**
 * Before so many instructions have retired, nothing is translated: the translator's own code is cold, and its
 * first functions take 15 to 50 ms of CPU time.
 */
const FIRST_TRANSLATION = 3_000_000;

/** Engines return after this many instructions at most, so that V8 can swap in optimised code. */
const SLICE = 2 ** 22;

/**
 * How many instructions an exit of the engine counts for, in the time between two questions to `pause`. A byte
 * that a system call copies counts for one more, and so does a byte of what translated code costs.
 */
const EXIT_EFFORT = 2 ** 16;

const ECALL = encodingOf("ecall");
const ECALL_WORD = ECALL.match;
const ECALL_LENGTH = BigInt(ECALL.length);

const PC = (STATE_START + STATE.pc) / 8;

/** The parts of a machine, for what saves and restores them. */
export interface MachineParts {
  readonly arena: Arena;
  readonly pages: PageTable;
  /** Goes on as if that many instructions had retired. The parts must be as they were then. */
  readonly setInstructions: (count: number) => void;
}

/** A 64-bit RISC-V machine. */
export class Machine {
  /** The guest's memory. */
  readonly memory: Memory;
  /** The integer registers. */
  readonly registers: Registers;
  /** The floating-point registers and fcsr. */
  readonly floatRegisters: FloatRegisters;
  /**
   * Handles environment calls (ecall). It is called before the ecall retires, with pc at the ecall.
   * If it returns undefined, execution continues after the ecall, or at the pc that it has set. If
   * it returns an object, the run ends with that; with {@link NOT_ANSWERED}, the ecall does not retire.
   * Without a handler, ecall traps.
   */
  environmentCall: ((machine: Machine) => object | undefined) | undefined;

  /**
   * Called with pc at an instruction that makes a mistake, before it is executed: see `checks`.
   *
   * @internal
   */
  onMistake: ((mistake: Mistake) => void) | undefined;

  readonly #lease: ArenaLease;
  readonly #pages: PageTable;
  readonly #engine: Engine;
  readonly #codeMemory: CodeMemory;
  readonly #traceBuffer: TraceBuffer;
  readonly #breakpoints = new Set<bigint>();
  readonly #probes = new Map<bigint, Set<Probe>>();
  #retired = 0;
  /** Since `pause` was last asked. Runs add to it together: traps and timers may end each of them early. */
  #effort = 0;
  /** Replaced, never modified: a delivery keeps iterating over its own list. */
  #traces: readonly TraceOptions[] = [];
  #mode: TraceMode = "off";
  #counting: ExecutionCounting | undefined;
  #exact = false;
  /** The code that is recorded, if no trace wants more. */
  #recorded: RecordedCode | undefined;
  #interrupted = false;
  #pcWasSet = false;
  /** The value of `#retired` when the stops at pc were last handled; they do not fire twice. */
  #passedAt = -1;
  #disposed = false;
  /** Whether the machine is in the middle of something: a run, or an observer's function. */
  #busy = false;

  /**
   * A machine with nothing mapped; pc and all registers are 0.
   *
   * @throws {RangeError} when `codeMemory` or `translateAfter` is no count
   */
  constructor(options: MachineOptions = {}) {
    const { engine = "auto", eager = false, checks } = options;
    const { codeMemory = DEFAULT_CODE_MEMORY, translateAfter = FIRST_TRANSLATION } = options;
    checkCount(codeMemory, "codeMemory");
    checkCount(translateAfter, "translateAfter");
    const arena = acquireArena();
    if (checks !== undefined) arena.shadow = checks.makeShadow(arena.memory);
    this.#lease = new ArenaLease(arena);
    this.#pages = new PageTable(arena);
    this.memory = new Memory(this.#lease, this.#pages);
    this.registers = new Registers(this.#lease);
    this.floatRegisters = new FloatRegisters(this.#lease);
    this.#traceBuffer = new TraceBuffer(arena);
    const memory = new CodeMemory(codeMemory);
    this.#codeMemory = memory;
    this.#engine = engine === "stepper" || checks?.onlySteps === true
      ? new Stepper(arena, this.#pages, checks)
      : new Translator(arena, this.#pages, {
        eager,
        tiers: TIERS[engine],
        translateAfter: engine === "auto" && !eager ? translateAfter : 0,
        memory,
        checks,
      });
  }

  /** Address of the next instruction. Its lowest bit is always 0. */
  get pc(): bigint {
    return this.#arena.words64[PC] ?? 0n;
  }

  set pc(address: bigint) {
    this.#arena.words64[PC] = address & ~1n;
    this.#pcWasSet = true;
    this.#passedAt = -1;
  }

  get #arena(): Arena {
    return this.#lease.arena;
  }

  /**
   * What is known of each byte and register, when the machine checks.
   *
   * @internal
   */
  get shadow(): Shadow | undefined {
    return this.#arena.shadow;
  }

  /**
   * Makes translated code share a memory limit with the program: `spare` says how many bytes the program
   * leaves. 32 MiB of code are kept in any case.
   */
  shareMemory(spare: () => number): void {
    this.#lease.arena;
    this.#codeMemory.spare = spare;
  }

  /**
   * Gives the parts of the machine to a function, which may keep them until the machine is disposed of.
   *
   * @throws {MachineStateError} when the machine is running, or was disposed of
   * @internal
   */
  withParts<T>(use: (parts: MachineParts) => T): T {
    this.checkIdle("take apart");
    const setInstructions = (count: number) => {
      this.checkIdle("restore");
      this.#deliverTrace();
      this.#retired = count;
      this.#passedAt = -1;
    };
    return use({ arena: this.#arena, pages: this.#pages, setInstructions });
  }

  /** How many instructions have retired. */
  get instructions(): number {
    this.#lease.arena;
    return this.#retired;
  }

  /**
   * Maps the segments of an image, copies their data and sets pc to its entry.
   *
   * @throws {RangeError} if the pages of a segment are not free
   */
  load(image: Image): void {
    this.#lease.arena;
    for (const segment of image.segments) {
      const start = segment.address & ~BigInt(PAGE_SIZE - 1);
      const length = Number(segment.address - start) + segment.size;
      if (segment.size === 0) continue;
      this.memory.map(start, length, segment, "program");
      this.memory.write(segment.address, segment.data, "any");
    }
    this.pc = image.entry;
  }

  /**
   * Runs until something stops it, or until the machine has retired `maxInstructions` in all. A
   * breakpoint at pc stops it at once, unless the last run stopped for that very breakpoint. `pause` is
   * asked every few milliseconds, at any instruction; the run is interrupted when it returns true.
   *
   * @throws {RangeError} when `maxInstructions` is no count
   * @throws {MachineStateError} when the machine is running, or was disposed of
   */
  run({ maxInstructions = Infinity, pause }: RunOptions = {}): Stop {
    checkCount(maxInstructions, "maxInstructions", Infinity);
    this.checkIdle("run");
    return this.withoutRunning(() => this.#run(maxInstructions, pause));
  }

  /**
   * Executes one instruction, even at a breakpoint.
   *
   * @throws {MachineStateError} when the machine is running, or was disposed of
   */
  step(): Stop {
    this.checkIdle("step");
    return this.withoutRunning(() => this.#step());
  }

  /** Calls a function during which `run`, `step` and `dispose` of this machine throw. */
  withoutRunning<T>(work: () => T): T {
    const before = this.#busy;
    this.#busy = true;
    try {
      return work();
    } finally {
      this.#busy = before;
    }
  }

  /**
   * Checks that the machine can run now.
   *
   * @throws {MachineStateError} when it is running, or was disposed of
   */
  checkIdle(what: "run" | "step" | "dispose of" | "take apart" | "restore" | "record"): void {
    this.#lease.arena;
    if (this.#busy) throw new MachineStateError(`Cannot ${what} the machine: it is running`);
  }

  /** Ends the current run before its next instruction, unless something else ends it first. */
  interrupt(): void {
    this.#lease.arena;
    this.#interrupted = true;
  }

  /** Whether {@link Machine.interrupt} was called since the last run began. */
  get interrupted(): boolean {
    this.#lease.arena;
    return this.#interrupted;
  }

  /** The addresses of all breakpoints. */
  get breakpoints(): ReadonlySet<bigint> {
    this.#lease.arena;
    return this.#breakpoints;
  }

  /** Makes runs stop before they execute the instruction at an address. */
  addBreakpoint(address: bigint): void {
    this.#lease.arena;
    this.#breakpoints.add(address);
    this.#engine.addStop(address);
  }

  /** Removes the breakpoint at an address. */
  removeBreakpoint(address: bigint): void {
    this.#lease.arena;
    this.#breakpoints.delete(address);
    if (!this.#probes.has(address)) this.#engine.removeStop(address);
  }

  /**
   * Calls a function each time before the instruction at an address is executed. Returns a function
   * that removes the probe.
   */
  addProbe(address: bigint, probe: Probe): () => void {
    this.#lease.arena;
    const probes = this.#probes.get(address) ?? new Set();
    this.#probes.set(address, probes.add(probe));
    this.#engine.addStop(address);
    return () => {
      probes.delete(probe);
      if (probes.size > 0 || this.#probes.get(address) !== probes) return;
      this.#probes.delete(address);
      if (!this.#breakpoints.has(address)) this.#engine.removeStop(address);
    };
  }

  /**
   * Starts a trace; there may be any number of them, and the engines record what the most demanding
   * one wants. Records made earlier go to the sinks attached then. Returns a function that ends the trace.
   */
  addTrace(options: TraceOptions): () => void {
    this.#lease.arena;
    const trace = { ...options };
    this.#setTraces(() => [...this.#traces, trace]);
    return () => this.#setTraces(() => this.#traces.filter((other) => other !== trace));
  }

  /**
   * Counts what is executed from now on, with what `make` returns for the machine's memory; see
   * countExecutions() in counting/.
   *
   * @internal
   */
  count<Counting extends ExecutionCounting>(make: (arena: Arena) => Counting): Counting {
    this.#deliverTrace();
    const counting = make(this.#arena);
    this.#counting = counting;
    this.#engine.countWith?.(counting);
    this.#chooseMode();
    return counting;
  }

  /** What is recorded for all traces together. */
  get traceMode(): TraceMode {
    this.#lease.arena;
    return this.#recorded === undefined ? this.#mode : "instructions";
  }

  /**
   * Frees the machine's memory for other machines. Every later use but another `dispose` throws
   * MachineStateError.
   *
   * @throws {MachineStateError} when the machine is running
   */
  dispose(): void {
    if (this.#disposed) return;
    this.checkIdle("dispose of");
    this.#disposed = true;
    this.memory.clear();
    const { arena } = this.#lease;
    this.#lease.end();
    releaseArena(arena);
  }

  /** See {@link Machine.dispose}. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  #run(limit: number, pause: RunOptions["pause"]): Stop {
    this.#interrupted = false;
    try {
      for (;;) {
        if (this.#retired >= limit) return { reason: "limit" };
        if (this.#effort >= SLICE) {
          this.#effort = 0;
          if (pause?.() === true) return { reason: "interrupted" };
        }
        const met = this.#meetStops(true);
        if (met !== undefined) return met;
        if (this.#interrupted) return { reason: "interrupted" };
        const before = this.#retired;
        const effortBefore = this.#hostEffort;
        const stop = this.#advance(limit - before);
        this.#effort += EXIT_EFFORT + this.#retired - before + this.#hostEffort - effortBefore;
        if (stop !== undefined) return stop;
      }
    } finally {
      this.#deliverTrace();
    }
  }

  #step(): Stop {
    const limit = this.#retired + 1;
    try {
      for (;;) {
        const stop = this.#meetStops(false) ?? this.#advance(1);
        if (stop !== undefined) return stop;
        if (this.#retired >= limit) return { reason: "limit" };
      }
    } finally {
      this.#deliverTrace();
    }
  }

  /** What system calls and translation have cost so far, in bytes. */
  get #hostEffort(): number {
    return this.memory.bytesCopied + this.#codeMemory.made;
  }

  #hasStop(address: bigint): boolean {
    return this.#breakpoints.has(address) || this.#probes.has(address);
  }

  /** Handles the probes and breakpoint at pc, once before the instruction there is executed. */
  #meetStops(breakpointsCount: boolean): Stop | undefined {
    if (this.#breakpoints.size === 0 && this.#probes.size === 0) return undefined;
    const address = this.pc;
    if (this.#passedAt === this.#retired || !this.#hasStop(address)) return undefined;
    this.#deliverTrace();
    const probes = this.#probes.get(address);
    // A probe that throws has been called: it is not called again.
    this.#passedAt = this.#retired;
    for (const probe of [...probes ?? []]) if (probes?.has(probe)) probe(this);
    // A probe has set pc. The stops at the new pc are handled next.
    if (this.pc !== address) return undefined;
    this.#passedAt = this.#retired;
    return breakpointsCount && this.#breakpoints.has(address)
      ? { reason: "breakpoint", address }
      : undefined;
  }

  /** Calls the engine once and handles its exit. Returns why the run ends, if it does. */
  #advance(budget: number): Stop | undefined {
    if (this.#recorded?.contains(this.pc)) return this.#record(budget, this.#recorded);
    const passing = this.#passedAt === this.#retired && this.#hasStop(this.pc);
    const slice = this.#mode === "watched"
      ? TraceBuffer.span
      : this.#mode === "off" || this.#mode === "counts"
      ? SLICE
      : this.#exact
      ? 1
      : TraceBuffer.capacity - 1;
    const granted = Math.min(budget, slice);
    const exit = this.#engine.run(granted, this.#retired, this.#mode, passing);
    const { unused } = this.#engine;
    this.#retired += granted - unused;
    return this.#dealWith(exit, unused);
  }

  /** Like {@link Machine.#advance}, where pc is in code that is recorded. */
  #record(budget: number, code: RecordedCode): Stop | undefined {
    const granted = Math.min(budget, this.#exact ? 1 : code.length);
    const exit = this.#engine.runRecording?.(granted, this.#retired) ?? EXIT.budget;
    const { unused } = this.#engine;
    this.#retired += granted - unused;
    code.ended(this.pc, TraceBuffer.capacity - 1);
    return this.#dealWith(exit, unused);
  }

  #dealWith(exit: Exit, unused: number): Stop | undefined {
    // The next call may fill the whole buffer.
    this.#deliverTrace();
    // The last instruction jumped somewhere that cannot be fetched; only the next one would fault.
    if (exit === EXIT.fetch && unused === 0) return undefined;
    switch (exit) {
      case EXIT.budget:
        return undefined;
      case EXIT.fetch:
        if (this.#engine.fetch(this.pc)) return undefined;
        // Stops at an address come before its fault, as for other faults.
        if (this.#passedAt !== this.#retired && this.#hasStop(this.pc)) return undefined;
        return this.#trap("instruction-page-fault", this.#engine.fetchFault);
      case EXIT.memory:
        return this.#resolveAccess();
      case EXIT.codeStore:
        this.#noteCodeStore();
        return undefined;
      case EXIT.environmentCall:
        return this.#callEnvironment();
      case EXIT.breakpoint:
        return this.#trap("breakpoint", 0n);
      case EXIT.mistake:
        this.#noteMistake();
        return undefined;
      case EXIT.illegal:
        return this.#trap("illegal-instruction", BigInt(this.#wordAtPc()));
      default:
        // A stop, which is handled before the next advance, or an exit that only engines care
        // about.
        return undefined;
    }
  }

  #trap(cause: Cause, address: bigint): Stop {
    return {
      reason: "trap",
      trap: { cause, pc: this.pc, address, instruction: this.#retired },
    };
  }

  #wordAtPc(): number {
    const read = (address: bigint) => Number(this.memory.readUint(address, 2, "execute"));
    const low = read(this.pc);
    return instructionLength(low) === 2 ? low : (low | (read(this.pc + 2n) << 16)) >>> 0;
  }

  /** The access that the engine noted in the state block; `detail` holds its rights or size. */
  #notedAccess(): { address: bigint; detail: number } {
    const { words32, words64 } = this.#arena;
    return {
      address: words64[(STATE_START + STATE.faultAddress) / 8] ?? 0n,
      detail: words32[(STATE_START + STATE.faultAccess) / 4] ?? 0,
    };
  }

  #resolveAccess(): Stop | undefined {
    const { address, detail } = this.#notedAccess();
    const direction = (detail & OWNER.write) === 0 ? "load" : "store";
    if ((detail & MISALIGNED) !== 0) return this.#trap(`${direction}-address-misaligned`, address);
    return this.#pages.resolve(address, detail)
      ? undefined
      : this.#trap(`${direction}-page-fault`, address);
  }

  #noteMistake(): void {
    const { shadow } = this.#arena;
    if (shadow !== undefined) this.onMistake?.(shadow.takeMistake());
  }

  #noteCodeStore(): void {
    const { address, detail: size } = this.#notedAccess();
    for (const byte of [address, address + BigInt(size - 1)]) {
      this.#pages.codeWritten(slotOf(byte));
    }
  }

  #callEnvironment(): Stop | undefined {
    if (this.environmentCall === undefined) return this.#trap("environment-call", 0n);
    this.#deliverTrace();
    const pc = this.pc;
    // A system call ends reservations, as on Linux.
    this.#arena.words64[(STATE_START + STATE.reservedAddress) / 8] = 0n;
    this.#pcWasSet = false;
    const value = this.environmentCall(this);
    if (value === NOT_ANSWERED) return { reason: "environment", value };
    if (!this.#pcWasSet) this.pc = pc + ECALL_LENGTH;
    const isRecorded = this.#mode === "instructions" || this.#recorded?.contains(pc);
    if (isRecorded) this.#traceBuffer.append(pc, ECALL_WORD);
    else if (this.#mode === "counts") this.#counting?.environmentCall(pc);
    this.#retired++;
    // Records of some code are numbered back from the last one.
    if (this.#exact || this.#recorded !== undefined) this.#deliverTrace();
    return value === undefined ? undefined : { reason: "environment", value };
  }

  #setTraces(change: () => readonly TraceOptions[]): void {
    // A sink may change the list itself when it gets what was recorded so far.
    this.#deliverTrace();
    const traces = change();
    this.#traces = traces;
    this.#exact = traces.some(({ exact }) => exact);
    this.#chooseMode();
  }

  #chooseMode(): void {
    const recorded = this.#traces.some(({ instructions }) => instructions)
      ? "instructions"
      : this.#traces.some(({ memory }) => memory)
      ? "memory"
      : "off";
    const counts: TraceMode = this.#engine.countWith === undefined ? "instructions" : "counts";
    const { recordWithin } = this.#engine;
    const code = this.#counting === undefined && recordWithin !== undefined
      ? RecordedCode.of(this.#traces)
      : undefined;
    if (code !== undefined || this.#recorded !== undefined) {
      this.#engine.recordWithin?.(code?.ranges ?? []);
    }
    this.#recorded = code;
    const watched = recorded === "memory" ? this.#watchable : undefined;
    if (watched !== undefined || this.#mode === "watched") this.#engine.watch?.(watched);
    this.#mode = code !== undefined
      ? "off"
      : watched !== undefined
      ? "watched"
      : this.#counting === undefined
      ? recorded
      : recorded === "off"
      ? counts
      : "instructions";
  }

  /** How to watch the accesses that are traced, if that is possible. */
  get #watchable(): WatchedAccesses | undefined {
    const [trace, ...others] = this.#traces.filter(({ memory }) => memory);
    if (this.#exact || others.length > 0 || this.#counting !== undefined) return undefined;
    return this.#engine.watch === undefined || trace?.watch?.isHot ? undefined : trace?.watch;
  }

  #deliverTrace(): void {
    const isRecorded = this.#mode === "instructions" || this.#mode === "memory" ||
      this.#mode === "watched";
    if (!isRecorded && this.#recorded === undefined) return;
    const traces = this.#traces;
    const numbered = this.#mode !== "memory" && this.#mode !== "watched";
    const batch = this.#traceBuffer.drain(numbered ? this.#retired : undefined);
    if (batch === undefined) return;
    this.#counting?.countRecords(batch.view);
    for (const trace of traces) {
      // A sink before it may have ended this trace, or all of them.
      if (traces === this.#traces || this.#traces.includes(trace)) trace.sink(batch);
    }
    if (this.#mode !== "watched") return;
    const watched = this.#watchable;
    watched?.note(batch.view, this.#retired);
    if (watched?.isHot) this.#chooseMode();
  }
}
