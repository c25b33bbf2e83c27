// SPDX-License-Identifier: MPL-2.0

/**
 * A debugger without a front end: breakpoints, watchpoints, steps, frames and expressions over a process, in both
 * directions of time.
 *
 * @example Back to the store that broke a variable
 * ```ts
 * import { build, Process } from "@leveret/leveret";
 * import { Debugger } from "@leveret/leveret/debug";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const text = `
 *   .globl _start
 *   _start: la   s0, cell
 *           li   t0, 7
 *           sd   t0, 0(s0)
 *           li   t0, 8
 *           ld   a0, 0(s0)
 *           li   a7, 93
 *           ecall
 *           .data
 *   cell:   .dword 5
 * `;
 * using process = new Process(build([{ name: "cell.s", text }]));
 * using debug = new Debugger(process);
 * const end = await debug.continue();
 * assertEquals(end.reason, { kind: "exited", status: 7 });
 *
 * const start = process.program.entry;
 * assertEquals(debug.findCode("cell.s:5"), [start + 12n]);
 * const address = 0x11000n;
 * const watched = { start: address, end: address + 8n, access: "write", onlyChanges: true } as const;
 * debug.points.add({ kind: "memory", watched, text: "cell" });
 * const stop = await debug.continue("back");
 * assert(stop.reason.kind === "points");
 * assertEquals(stop.reason.access?.before?.[0], 5);
 * assertEquals(debug.frame().location?.line, 5);
 * ```
 *
 * @module
 */

export { Debugger, type DebuggerOptions, type Direction, type FrameVariable } from "./debugger.ts";
export type { StepOptions } from "./code_steps.ts";
export type { DebugStop, StopReason, WatchedAccess } from "./stop_reason.ts";
export {
  type StopPoint,
  type StopPointOptions,
  type StopPoints,
  type StopTarget,
} from "./stop_points.ts";
export type { Watched } from "./watched_bytes.ts";
export type { CallFrame } from "./frames.ts";
export { OutputLog, type OutputPiece, type OutputStream } from "./output_log.ts";
export type { LineCode, SourceLines } from "./source_lines.ts";
export type { TargetContext, Targets } from "./targets.ts";
export type { PeekMemory } from "./peek_memory.ts";
export type { StackMemory } from "../symbols/code_reader.ts";
export { type DebugPart, DebugValue } from "./debug_value.ts";
export { ExpressionError } from "./expressions/parser.ts";
export type { Format, FormatContext } from "./expressions/format.ts";
