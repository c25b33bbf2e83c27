// SPDX-License-Identifier: MPL-2.0
// Any moment of a run: a timeline records what the kernel does and makes checkpoints while its process runs,
// and then brings the machine to any instruction, backwards or forwards. A moment in the past is as it was, to
// the bit: registers, memory, mappings. The kernel stays where the run has come to; the past is repeated
// from the record, so nothing is written to files or streams again.

/**
 * Time travel: a timeline brings a process to any moment of its run.
 *
 * @example Going back from the end of a run
 * ```ts
 * import { build, Process } from "@leveret/leveret";
 * import { Timeline } from "@leveret/leveret/timeline";
 * import { assertEquals } from "@std/assert";
 *
 * const text = `
 *   .globl _start
 *   _start: li t0, 1
 *           li t0, 2
 *           li t0, 3
 *           li a7, 93
 *           ecall
 * `;
 * using process = new Process(build([{ name: "count.s", text }]));
 * using timeline = new Timeline(process);
 * timeline.run();
 * timeline.seek(2);
 * assertEquals(process.machine.registers.get(5), 2n);
 * timeline.back();
 * assertEquals(process.machine.registers.get(5), 1n);
 * ```
 * @module
 */

import { type Checkpoint, MachineHistory } from "../../cpu/history/machine_history.ts";
import type { RunOptions } from "../../cpu/machine.ts";
import { PAGE_SIZE, slotOf } from "../../cpu/memory/layout.ts";
import { checkCount, MachineStateError } from "../../cpu/memory/usage.ts";
import type { KernelAct, KernelRecorder, Outcome, Process } from "../process.ts";
import { KernelLog, type LogEntry } from "./kernel_log.ts";
import { type ByteRange, isStore, Unwritten, WriteSearch } from "./write_search.ts";

export type { KernelAct } from "../process.ts";

/** How densely a timeline keeps the past. */
export interface TimelineOptions {
  /** Instructions from one checkpoint to the next. Default: 64 million, which repeat in some 40 ms. */
  readonly spacing?: number;
  /** Bytes of memory for checkpoints; with more, some are forgotten. Default: 512 MiB. */
  readonly maxBytes?: number;
}

/** A write to memory. */
export interface MemoryWrite {
  /** How many instructions had retired before it. */
  readonly instruction: number;
  /** The address of the instruction: a store, or the ecall, fault or interruption at which the kernel wrote. */
  readonly pc: bigint;
  /** Who wrote. */
  readonly by: "program" | "kernel";
  /** The first byte written. */
  readonly address: bigint;
  /** How many bytes. */
  readonly size: number;
}

/** What the kernel did at some moment. */
export interface PastAct {
  /** The occasion. */
  readonly kind: KernelAct;
  /** How many instructions had retired: for a call, before its ecall. */
  readonly instruction: number;
  /** For a call, the number in a7. */
  readonly call: number | undefined;
  /** Whether the program goes on elsewhere: in a signal handler, or where one interrupted it. */
  readonly jumps: boolean;
  /** The parts of memory that it wrote or zeroed. */
  readonly writes: readonly { readonly address: bigint; readonly size: number }[];
}

const DEFAULT_SPACING = 2 ** 26;
const DEFAULT_BYTES = 512 * 2 ** 20;

/** Checkpoints made on the way to a moment, to be near it. */
const MAX_NEARBY = 24;
/** Nearer than this to a moment, no more are made: so many instructions repeat in about a millisecond. */
const NEAR = 2 ** 18;
/** Each is this many times nearer than the one before. */
const APPROACH = 8;
/** An interval with more changed pages gets none. */
const MAX_COPIED_PAGES = 4096;

/** How far back a search for a write looks first, in instructions. */
const SEARCH_STEP = 2 ** 20;

/**
 * The past of a process, from the moment at which the timeline is made.
 */
export class Timeline implements Disposable {
  readonly #process: Process;
  readonly #spacing: number;
  readonly #maxBytes: number;
  readonly #log: KernelLog;
  readonly #history: MachineHistory;
  readonly #recording: Disposable;
  readonly #unwritten = new Unwritten();
  /** Checkpoints made on the way to some moment, oldest first. */
  readonly #nearby: Checkpoint[] = [];
  #nextCheckpoint: number;
  /** In the past: the next entry of the log. */
  #nextEntry = 0;
  /**
   * Called after each act of the kernel, when it happens and when it is repeated, with the machine as it is
   * then. When it returns true, {@link Timeline.continue} ends as if it had been interrupted.
   */
  onAct: ((act: PastAct) => boolean) | undefined;
  #isStopped = false;

  /**
   * Begins to record a process, which must not be running. It has at most one timeline.
   *
   * @throws {RangeError} when an option is no count
   * @throws {MachineStateError} when the process has a timeline, is running, or was disposed of
   */
  constructor(process: Process, options: TimelineOptions = {}) {
    const { spacing = DEFAULT_SPACING, maxBytes = DEFAULT_BYTES } = options;
    checkCount(spacing, "spacing");
    checkCount(maxBytes, "maxBytes");
    this.#process = process;
    this.#spacing = Math.max(1, spacing);
    this.#maxBytes = maxBytes;
    const log = new KernelLog(process.machine);
    this.#log = log;
    const recorder: KernelRecorder = {
      record: (kind, act) => this.#history.isLive ? this.#act(kind, act) : this.#repeat(kind),
      checkLive: () => this.#checkLive(),
    };
    this.#recording = process.record(recorder);
    this.#history = new MachineHistory(process.machine);
    this.#nextCheckpoint = process.machine.instructions + this.#spacing;
  }

  /** The moment at which the machine is: how many instructions have retired. */
  get position(): number {
    return this.#process.machine.instructions;
  }

  /** The first moment that can be sought: where the timeline began. */
  get start(): number {
    return this.#history.checkpoints[0]?.instructions ?? 0;
  }

  /** The newest moment: where the run has come to. */
  get end(): number {
    if (this.#history.isLive) return this.position;
    return this.#history.checkpoints.at(-1)?.instructions ?? 0;
  }

  /** How much memory the past takes, in bytes. */
  get bytes(): number {
    return this.#history.bytes + this.#log.bytes;
  }

  /** Runs the process on from its newest moment; see {@link Process.run}. */
  run({ maxInstructions = Infinity, pause }: RunOptions = {}): Outcome {
    checkCount(maxInstructions, "maxInstructions", Infinity);
    this.#history.resume();
    for (;;) {
      const limit = Math.min(maxInstructions, this.#nextCheckpoint);
      const outcome = this.#process.run({
        maxInstructions: limit,
        ...(pause !== undefined && { pause }),
      });
      if (outcome.kind !== "limit" || this.position >= maxInstructions) return outcome;
      this.#history.add();
      this.#nextCheckpoint = this.position + this.#spacing;
      this.#thin();
    }
  }

  /**
   * Brings the machine to the moment at which that many instructions have just retired: a signal that came
   * then has not been delivered. The newest moment is as the run has left it.
   *
   * @throws {RangeError} when the timeline does not have that moment
   */
  seek(instruction: number): void {
    const { start, end } = this;
    if (!Number.isInteger(instruction) || instruction < start || instruction > end) {
      throw new RangeError(
        `Cannot seek instruction ${instruction}: the timeline has ${start} to ${end}`,
      );
    }
    this.#process.machine.checkIdle("restore");
    if (instruction === end) this.#goToEnd();
    else this.#approach(instruction);
  }

  /**
   * Goes on from this moment, first through the past, and then live where the run has not come yet. Stops as
   * {@link Process.run} does, at breakpoints and interruptions in the past too.
   */
  continue({ maxInstructions = Infinity, pause }: RunOptions = {}): Outcome {
    checkCount(maxInstructions, "maxInstructions", Infinity);
    return this.#forward(maxInstructions, pause);
  }

  /**
   * Executes one instruction, even at a breakpoint. When it traps and the signal has a handler, that is the
   * handler's first.
   */
  step(): Outcome {
    if (this.#history.isLive) return this.#process.step();
    if (this.position + 1 < this.end) {
      this.#repeatTo(this.position + 1);
      return { kind: "limit" };
    }
    const { position } = this;
    this.#goToEnd();
    const { ended } = this.#process.kernel;
    // A fault at the end is another step; an exit is that of the call before.
    const isExit = this.#log.at(this.#log.length - 1)?.instruction === position;
    return ended === undefined || !isExit && position < this.end ? { kind: "limit" } : ended;
  }

  /**
   * Calls a function that changes registers or memory, at the newest moment. The change becomes a part of the
   * past.
   *
   * @throws {MachineStateError} when the machine is in its past, which cannot be changed
   */
  change(act: () => void): void {
    if (!this.#history.isLive && this.position === this.end) this.#history.resume();
    if (!this.#history.isLive) {
      throw new MachineStateError("Cannot change the past: the run has gone on from there");
    }
    this.#log.record("timer", act);
  }

  /**
   * Goes back by that many instructions, or to the start if that is nearer.
   *
   * @throws {RangeError} when the number is no count
   */
  back(count = 1): void {
    checkCount(count, "count");
    this.seek(Math.max(this.start, this.position - count));
  }

  /**
   * The last write to any of `size` bytes at an address before a moment, by default before this one. The
   * machine stays where it is. `pause` is asked every few milliseconds; when it returns true, the search ends as
   * if there were no write. Whole intervals that were searched are remembered; the next search begins again the
   * one in which this ended.
   */
  lastWrite(
    address: bigint,
    size = 1,
    before: number = this.position,
    pause?: () => boolean,
  ): MemoryWrite | undefined {
    checkCount(size, "size");
    const here = this.position;
    const range = { start: address, end: address + BigInt(size) };
    const search = new WriteSearch(range, this.#unwritten.of(range), pause);
    try {
      const write = this.#lastWrite(search, Math.min(before, this.end));
      if (write === undefined) return undefined;
      this.seek(write.instruction);
      return { ...write, pc: this.#process.machine.pc };
    } finally {
      search[Symbol.dispose]();
      this.seek(here);
    }
  }

  #lastWrite(search: WriteSearch, before: number): Found | undefined {
    const { range, unwritten } = search;
    const slots: number[] = [];
    for (let page = range.start & ~0xfffn; page < range.end; page += BigInt(PAGE_SIZE)) {
      slots.push(slotOf(page));
    }
    for (const [from, to] of this.#intervalsBefore(before)) {
      if (!slots.some((slot) => this.#history.mayChange(from, slot))) continue;
      const byKernel = this.#lastKernelWrite(from.instructions, to, range);
      // Only stores after the kernel's write matter.
      const since = Math.max(from.instructions, byKernel?.instruction ?? 0);
      const end = unwritten.before(to);
      const byProgram = end <= since ? undefined : this.#lastStore(from, since, end, search);
      if (byProgram !== undefined) return byProgram;
      if (search.isPaused) return undefined;
      unwritten.add(since, to);
      if (byKernel !== undefined) return byKernel;
    }
    return undefined;
  }

  /** Ends recording. The process is brought to its newest moment, and can go on from there. */
  [Symbol.dispose](): void {
    this.#goToEnd();
    this.#history.resume();
    this.#history[Symbol.dispose]();
    this.#recording[Symbol.dispose]();
  }

  #checkLive(): void {
    if (!this.#history.isLive) {
      throw new MachineStateError("Cannot run the process: its timeline shows the past");
    }
  }

  #goToEnd(): void {
    const { checkpoints, isLive } = this.#history;
    const last = checkpoints.at(-1);
    if (isLive || last === undefined) return;
    this.#history.restore(last);
    this.#nextEntry = this.#log.length;
  }

  /** Goes to a checkpoint, but the newest. */
  #start(checkpoint: Checkpoint): void {
    this.#history.restore(checkpoint);
    this.#nextEntry = this.#log.indexAt(checkpoint.instructions);
  }

  /** The last checkpoint at or before a moment that is not the newest. */
  #checkpointBefore(instruction: number): Checkpoint {
    const { checkpoints, isLive } = this.#history;
    const known = isLive ? checkpoints : checkpoints.slice(0, -1);
    return known.findLast((each) => each.instructions <= instruction) ?? checkpoints[0]!;
  }

  #approach(instruction: number): void {
    const checkpoint = this.#checkpointBefore(instruction);
    const { position } = this;
    const isOnTheWay = !this.#history.isLive && position <= instruction &&
      position >= checkpoint.instructions && position < this.end;
    if (!isOnTheWay) this.#start(checkpoint);
    for (;;) {
      const distance = instruction - this.position;
      if (distance <= NEAR) break;
      this.#repeatTo(instruction - Math.floor(distance / APPROACH));
      if (!this.#insertNearby()) break;
    }
    this.#repeatTo(instruction);
  }

  /** Makes a checkpoint on the way; returns false when that would cost too much. */
  #insertNearby(): boolean {
    const checkpoint = this.#checkpointBefore(this.position);
    if (checkpoint.instructions === this.position) return true;
    if (this.#history.changedPages(checkpoint) > MAX_COPIED_PAGES) return false;
    this.#nearby.push(this.#history.insert());
    while (this.#nearby.length > MAX_NEARBY) this.#history.remove(this.#nearby.shift()!);
    return true;
  }

  /** The times between checkpoints, the last first, cut at a moment. */
  *#intervalsBefore(moment: number): Generator<[Checkpoint, number]> {
    if (this.#history.isLive) {
      // Makes a checkpoint of the newest moment.
      this.#history.restore(this.#history.checkpoints.at(-1)!);
    }
    const checkpoints = [...this.#history.checkpoints];
    let end = moment;
    for (const checkpoint of checkpoints.slice(0, -1).reverse()) {
      if (checkpoint.instructions >= end) continue;
      yield [checkpoint, end];
      end = checkpoint.instructions;
    }
  }

  /** Goes on through the past and then live. */
  #forward(maxInstructions: number, pause?: () => boolean): Outcome {
    if (!this.#history.isLive) {
      let hit: bigint | undefined;
      const { machine, kernel: { ended } } = this.#process;
      const from = this.position;
      this.#isStopped = false;
      const isThere = this.#repeatTo(Math.min(maxInstructions, this.end), {
        onBreakpoint: () => hit = machine.pc,
        isOver: () => hit !== undefined || this.#isStopped,
        pause,
      });
      if (hit !== undefined) return { kind: "breakpoint", address: hit };
      if (!isThere) return { kind: "interrupted" };
      if (this.position >= maxInstructions) return { kind: "limit" };
      // The run goes on from the newest moment, and passes over a breakpoint that is there already.
      const { pc } = machine;
      if (this.position > from && machine.breakpoints.has(pc) && ended?.kind !== "exited") {
        this.#goToEnd();
        return { kind: "breakpoint", address: pc };
      }
    }
    return this.run({ maxInstructions, ...(pause !== undefined && { pause }) });
  }

  /**
   * Repeats the past up to a moment that is not the newest; returns false when that ended before, by `pause` or
   * `isOver`.
   */
  #repeatTo(instruction: number, { onBreakpoint, isOver, pause }: Repetition = {}): boolean {
    const { machine } = this.#process;
    while (machine.instructions < instruction) {
      const entry = this.#log.at(this.#nextEntry);
      if (entry?.kind === "timer" && entry.instruction === machine.instructions) {
        this.#repeat("timer");
        if (isOver?.() === true) return false;
        continue;
      }
      const maxInstructions = Math.min(instruction, this.#log.nextTimer(this.#nextEntry));
      let isPaused = false;
      const ask = pause && (() => isPaused = pause());
      const stop = machine.run({ maxInstructions, ...(ask !== undefined && { pause: ask }) });
      if (stop.reason === "trap") this.#repeat("trap");
      else if (stop.reason === "breakpoint") onBreakpoint?.();
      if (isPaused || isOver?.() === true) return false;
    }
    return true;
  }

  /** Lets the kernel act at the newest moment. */
  #act<T>(kind: KernelAct, act: () => T): T {
    const { length } = this.#log;
    const result = this.#log.record(kind, act);
    if (this.onAct !== undefined && this.#log.length > length) this.#tell(this.#log.at(length)!);
    return result;
  }

  #tell(entry: LogEntry): void {
    const { kind, instruction, a7, pc } = entry;
    const isStopped = this.onAct?.({
      kind,
      instruction,
      call: kind === "call" ? Number(BigInt.asIntN(64, a7)) : undefined,
      jumps: pc !== undefined,
      writes: writesOf(entry),
    });
    if (isStopped !== true) return;
    this.#isStopped = true;
    this.#process.machine.interrupt();
  }

  /** Does what the kernel did at this moment of the past. */
  #repeat(kind: KernelAct): undefined {
    const entry = this.#log.at(this.#nextEntry);
    if (entry?.kind !== kind || entry.instruction !== this.position) {
      throw new Error(
        `Cannot repeat the run: there was no ${kind} after ${this.position} instructions`,
      );
    }
    this.#nextEntry++;
    this.#log.apply(entry);
    if (this.onAct !== undefined) this.#tell(entry);
  }

  /** Forgets checkpoints that are close together for their age, until the rest fit. */
  #thin(): void {
    while (this.bytes > this.#maxBytes) {
      const { checkpoints } = this.#history;
      const now = this.position;
      let best: Checkpoint | undefined;
      let least = Infinity;
      for (let index = 1; index < checkpoints.length - 1; index++) {
        const before = checkpoints[index - 1]!.instructions;
        const gap = (checkpoints[index + 1]!.instructions - before) / (now - before);
        if (gap >= least) continue;
        least = gap;
        best = checkpoints[index];
      }
      if (best === undefined) return;
      this.#history.remove(best);
    }
  }

  #lastKernelWrite(from: number, to: number, range: ByteRange): Found | undefined {
    for (let index = this.#log.indexAt(to) - 1; index >= 0; index--) {
      const entry = this.#log.at(index)!;
      if (entry.instruction < from) return undefined;
      const change = writesOf(entry).findLast((each) => overlaps(each, range));
      if (change !== undefined) {
        const { address, size } = change;
        return { instruction: entry.instruction, by: "kernel", address, size };
      }
    }
    return undefined;
  }

  /** The last store to the range between two moments of an interval. */
  #lastStore(
    from: Checkpoint,
    since: number,
    to: number,
    search: WriteSearch,
  ): Found | undefined {
    const { range } = search;
    if (search.isFirst) {
      // What is written often was written just before.
      search.isFirst = false;
      const near = Math.max(since, to - SEARCH_STEP);
      const found = this.#lastStoreWithin(from, near, to, range);
      if (found !== undefined || near === since) return found;
      search.observe(this.#process);
      return this.#lastStore(from, since, near, search);
    }
    search.observe(this.#process);
    search.begin();
    this.#start(from);
    this.#repeatTo(since, search);
    search.begin();
    const isThere = this.#repeatTo(to, search);
    if (!isThere) search.isPaused = true;
    const { last } = search;
    if (last === undefined || search.isPaused) return undefined;
    search[Symbol.dispose]();
    return this.#lastStoreWithin(from, Math.max(since, last.start), last.end, range);
  }

  /** The last store to the range between two moments of an interval. */
  #lastStoreWithin(
    from: Checkpoint,
    start: number,
    end: number,
    range: ByteRange,
  ): Found | undefined {
    this.#start(from);
    this.#repeatTo(start);
    let found: Found | undefined;
    using _observer = this.#process.observe({
      instructions: "all",
      onRecords: (batch) => {
        for (const record of batch) {
          if (!isStore(record) || !overlaps(record, range)) continue;
          const { number = 0, address, size } = record;
          found = { instruction: number, by: "program", address, size };
        }
      },
    });
    this.#repeatTo(end);
    return found;
  }
}

/** What to do on the way to a moment. */
interface Repetition {
  /** Called at each breakpoint. */
  readonly onBreakpoint?: (() => void) | undefined;
  /** Asked after each stop: whether to end there. */
  readonly isOver?: (() => boolean) | undefined;
  readonly pause?: (() => boolean) | undefined;
}

type Found = Omit<MemoryWrite, "pc">;

const overlaps = (
  { address, size }: { address: bigint; size: number },
  { start, end }: ByteRange,
) => address < end && address + BigInt(size) > start;

/** The parts of memory that an act of the kernel wrote or zeroed. */
function writesOf({ changes }: LogEntry): { address: bigint; size: number }[] {
  return changes.flatMap((change) => {
    switch (change.kind) {
      case "write":
        return [{ address: change.address, size: change.bytes.length }];
      case "map":
      case "discard":
        return [{ address: change.address, size: change.length }];
      case "protect":
      case "unmap":
        return [];
    }
  });
}
