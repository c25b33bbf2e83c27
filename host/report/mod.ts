// SPDX-License-Identifier: MPL-2.0

/**
 * Reports about a process at one moment: why it was killed, with likely causes, registers and
 * backtrace; what its heap looks like, read from its memory; and which blocks it has lost.
 *
 * @example Explain a fault
 * ```ts
 * import { build, Process } from "@leveret/leveret";
 * import { formatFaultReport, makeFaultReport } from "@leveret/leveret/report";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const text = ".globl _start\n_start: ld a0, 8(zero)\n";
 * const program = build([{ name: "null.s", text }]);
 * using process = new Process(program);
 * const outcome = process.run();
 * assert(outcome.kind === "killed");
 * const report = makeFaultReport(process.machine, program, outcome);
 * assertEquals(report.headline, "load of 8 bytes from unmapped address 0x8");
 * assert(formatFaultReport(report).includes("_start at null.s:2"));
 * ```
 *
 * @module
 */

// Why a process was killed.
export type { Backtrace, FoundFrame, Frame, FrameOrigin } from "../symbols/backtrace.ts";
export type { FrameRegisters } from "../symbols/unwinder.ts";
export { COLOURED, PLAIN, type TextStyle } from "../text/style.ts";
export type { GoneMapping, MadeMapping } from "../watch/gone_mappings.ts";
export { History, type UnansweredCall } from "../watch/history.ts";
export { type FaultReport, type KilledBy, makeFaultReport } from "./fault_report.ts";
export type { FloatState } from "./float_registers.ts";
export { faultReportJson, formatFaultReport } from "./format_report.ts";
export type { Surroundings } from "./surroundings.ts";

// The heap from outside.
export type { ReadableMemory } from "../symbols/readable_memory.ts";
export { type InspectableMemory, inspectHeap } from "../heap/inspector.ts";
export { type CheckedProcess, HeapChecker, type HeapCorruption } from "../heap/heap_checker.ts";
export type { HeapLayout } from "../heap/layout.ts";
export { formatHeapMap } from "../heap/map.ts";
export { heapViewJson } from "../heap/map_json.ts";
export type { BinView, ChunkView, HeapProblem, HeapView, LargeView } from "../heap/view.ts";

// What a program has lost.
export { LeakChecker, type LeakCheckerOptions } from "../leaks/leak_checker.ts";
export {
  type Amount,
  formatLeakReport,
  type LeakFrame,
  type LeakRecord,
  type LeakReport,
  leakReportJson,
  type LeakReportOptions,
} from "../leaks/leak_report.ts";
export type { LeakKind } from "../leaks/leak_search.ts";
export type { HeapTotals } from "../leaks/live_blocks.ts";
