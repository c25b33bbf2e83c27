// SPDX-License-Identifier: MPL-2.0
// Records all that a page about a run shows: attaches the checkers, the profiler and the heap recorder to a
// process, and makes plain data of what they found. The program runs exactly as it would without.

import type { Program } from "../../asm/object/program.ts";
import { printable } from "../../asm/object/printable.ts";
import { inspectHeap } from "../heap/inspector.ts";
import { allocatorSegments } from "../heap/segments.ts";
import { HeapRecorder } from "../heap_use/heap_recorder.ts";
import { LeakChecker } from "../leaks/leak_checker.ts";
import { MemoryChecker } from "../memcheck/memory_checker.ts";
import { type Outcome, type Process, type ProcessOptions, statusOf } from "../process.ts";
import { Profiler } from "../profile/profiler.ts";
import { makeFaultReport } from "../report/fault_report.ts";
import type { PageMapping, PageSummary, RunReport } from "../report_page/data.ts";
import type { FaultStory } from "../stories/fault_story.ts";
import { hex } from "../text/hex.ts";
import type { History } from "../watch/history.ts";
import { CallLog } from "./call_log.ts";
import { errorData, leakData } from "./error_data.ts";
import { faultData } from "./fault_data.ts";
import { heapData, heapMapData } from "./heap_data.ts";
import { KeptOutput } from "./kept_output.ts";
import { Excerpts } from "./names.ts";
import { profileData } from "./profile_data.ts";
import { rightsText } from "../text/rights.ts";

/** What is known of the end of a run. */
export interface RunEnd {
  /** How it ended. */
  readonly outcome: Outcome;
  /** The same in words, if somebody else ended it. */
  readonly ending?: string;
  /** The history of the process: it allows more hints about a fault. */
  readonly history?: History;
  /** The story of the word that the program died of. */
  readonly story?: FaultStory | undefined;
}

/** The parts that are attached to a process. */
interface Attached {
  readonly process: Process;
  readonly leaks: LeakChecker;
  readonly heap: HeapRecorder;
  readonly profiler: Profiler;
}

/** Records one run. */
export class RunRecorder {
  /** What the process must be made with. */
  readonly processOptions: ProcessOptions;
  readonly #program: Program;
  readonly #command: string;
  readonly #checker = new MemoryChecker();
  readonly #calls = new CallLog();
  readonly #output = new KeptOutput();
  #attached: Attached | undefined;

  /** A recorder for a process that runs `program` and is made next; `command` is what the page is called. */
  constructor(program: Program, command: string) {
    this.processOptions = { checks: this.#checker.checks };
    this.#program = program;
    this.#command = command;
  }

  /** Attaches the recorder to the process, before it runs. */
  attach(process: Process): void {
    this.#checker.attach(process);
    process.observe(this.#calls.observer);
    this.#attached = {
      process,
      leaks: new LeakChecker(process),
      heap: new HeapRecorder(process),
      profiler: new Profiler(process),
    };
  }

  /** Keeps a copy of what the program writes. */
  keep(stream: "stdout" | "stderr", bytes: Uint8Array): void {
    this.#output.add(stream, bytes);
  }

  /**
   * What the page shows.
   *
   * @throws {TypeError} when no process was attached
   */
  report(end: RunEnd): RunReport {
    if (this.#attached === undefined) throw new TypeError("Cannot report: nothing is attached");
    const { process, leaks, heap, profiler } = this.#attached;
    const { outcome, history, story } = end;
    const { machine, program: image } = process;
    const excerpts = new Excerpts(this.#program);
    const errors = this.#checker.errors.map((error) =>
      errorData(error, this.#checker.stacks, excerpts)
    );
    const hasAllocator = process.allocatorFunctions.length > 0;
    const lost = hasAllocator ? leakData(leaks.check(), excerpts) : [];
    const use = heap.use();
    const segments = history && allocatorSegments(this.#program, history, machine.memory);
    const view = inspectHeap(machine.memory, this.#program, segments);
    const report = outcome.kind === "killed"
      ? makeFaultReport(machine, image, outcome, history)
      : undefined;
    return {
      command: printable(this.#command),
      summary: summaryOf(process, end, errors.length + lost.length),
      fault: report && faultData(report, story, image, excerpts),
      errors,
      leaks: lost,
      mappings: mappingsOf(process),
      heap: hasAllocator ? heapData(use) : undefined,
      heapMap: view && heapMapData(view, use.live.bytes),
      calls: this.#calls.calls(),
      profile: profileData(profiler.profile()),
      output: this.#output.output(),
    };
  }
}

function summaryOf({ statistics }: Process, end: RunEnd, errors: number): PageSummary {
  const { outcome } = end;
  const { instructions, systemCalls, peakMappedBytes, pagesTouched } = statistics;
  const isBad = outcome.kind === "killed" || (outcome.kind === "exited" && outcome.status !== 0);
  return {
    ending: end.ending ?? endingOf(outcome, instructions),
    outcome: isBad
      ? "failed"
      : outcome.kind !== "exited"
      ? "stopped"
      : errors > 0
      ? "errors"
      : "ok",
    status: statusOf(outcome),
    instructions,
    systemCalls,
    peakMappedBytes,
    pagesTouched,
  };
}

function endingOf(outcome: Outcome, instructions: number): string {
  const after = `after ${instructions.toLocaleString("en")} instructions`;
  switch (outcome.kind) {
    case "exited":
      return `The program exited with status ${outcome.status} ${after}.`;
    case "killed":
      return `${outcome.signal.name} killed the program ${after}.`;
    case "waiting":
      return `The program was stopped ${after}, because ${outcome.call} would block forever.`;
    case "limit":
      return `The program was stopped at its limit, ${after}.`;
    case "breakpoint":
    case "interrupted":
    case "input":
      return `The program was stopped ${after}.`;
  }
}

function mappingsOf({ machine }: Process): PageMapping[] {
  return machine.memory.mappings().map(({ start, end, permissions, name }) => ({
    start: hex(start),
    end: hex(end),
    size: Number(end - start),
    permissions: rightsText(permissions),
    name: printable(name),
  }));
}
