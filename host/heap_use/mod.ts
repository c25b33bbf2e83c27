// SPDX-License-Identifier: MPL-2.0

/**
 * The heap over time, of any allocator: {@link HeapRecorder} records who allocates what and when, a
 * {@link HeapUse} is what it knows at one moment, and {@link HEAP_PROFILE_FORMATS} writes that for the viewers
 * of Massif and DHAT. The structures of Hare's allocator at one moment are what `inspectHeap` of
 * `@leveret/leveret/report` shows.
 *
 * @example The heap at its end, as text
 * ```ts
 * import { build, Process, runtimeFiles } from "@leveret/leveret";
 * import { formatHeapReport, HeapRecorder } from "@leveret/leveret/heap";
 * import { inspectHeap } from "@leveret/leveret/report";
 * import { assert } from "@std/assert";
 *
 * const text = `
 *   .globl main
 *   main: addi sp, sp, -16
 *         sd   ra, 8(sp)
 *         li   a0, 24
 *         call malloc
 *         li   a0, 0
 *         ld   ra, 8(sp)
 *         addi sp, sp, 16
 *         ret
 * `;
 * const program = build([{ name: "one.s", text }], { archive: runtimeFiles });
 * using process = new Process(program);
 * using recorder = new HeapRecorder(process);
 * process.run();
 * const view = inspectHeap(process.machine.memory, program);
 * const report = formatHeapReport({ use: recorder.use(), blocks: recorder.blocks, view });
 * assert(report.includes("Peak: 24 bytes in 1 block"));
 * ```
 * @module
 */

export { type Fragmentation, fragmentationOf } from "../heap/fragmentation.ts";
export {
  HEAP_PROFILE_FORMAT_NAMES,
  HEAP_PROFILE_FORMATS,
  type HeapProfileFormat,
  type HeapProfileFormatName,
  type HeapProfileSubject,
} from "./formats.ts";
export { HeapRecorder, type HeapRecorderOptions, type OwnedBlock } from "./heap_recorder.ts";
export { formatHeapReport, type HeapReport, heapReportJson } from "./heap_report.ts";
export { type AllocationSite, type HeapDetail, type HeapUse, heapUseJson } from "./heap_use.ts";
export type { HeapSample } from "./samples.ts";
