// SPDX-License-Identifier: MPL-2.0

/**
 * Traces of a process as text or JSON: instructions in the form of Spike's commit log, memory accesses,
 * system calls in the form of `qemu -strace`, calls of the allocator; filtered by symbol, address and
 * number.
 *
 * @example The first two instructions of a program
 * ```ts
 * import { build, Process } from "@leveret/leveret";
 * import { TraceFilter, Tracer } from "@leveret/leveret/trace";
 * import { assertEquals } from "@std/assert";
 *
 * const text = ".globl _start\n_start: li a0, 7\n li a7, 93\n ecall\n";
 * const program = build([{ name: "seven.s", text }]);
 * let log = "";
 * const tracer = new Tracer(program, {
 *   formats: ["instructions"],
 *   filter: new TraceFilter({ first: 2 }, program),
 *   sink: (bytes) => log += new TextDecoder().decode(bytes),
 * });
 * using process = new Process(program);
 * tracer.attach(process);
 * process.run();
 * tracer.finish();
 * assertEquals(
 *   log,
 *   "core   0: 0 0x0000000000010000 (0x00700513) x10 0x0000000000000007\n" +
 *     "core   0: 0 0x0000000000010004 (0x05d00893) x17 0x000000000000005d\n",
 * );
 * ```
 *
 * @module
 */

export type { CodeLocation } from "../symbols/locations.ts";
export type { ByteSink } from "../text/byte_writer.ts";
export type { AddressRange } from "../symbols/address_ranges.ts";
export type {
  AllocatorFunction,
  AllocatorSymbols,
  HeapArgument,
  HeapCall,
  HeapSignature,
} from "../watch/allocator_functions.ts";
export type { Caller, HeapEntry } from "../watch/heap_probes.ts";
export type { Extent, Observable } from "../watch/observer.ts";
export { BinaryTraceError, BinaryTraceWriter, readBinaryTrace } from "./binary/binary_trace.ts";
export { ChampSimWriter } from "./champsim.ts";
export { type FilterOptions, TraceFilter, UnknownSymbolError } from "./filter.ts";
export type { TraceFormatName } from "./formats.ts";
export { LastLines } from "./last_lines.ts";
export { parsePoint, type TracePoint, whenReached, whileInside } from "./points.ts";
export { formatHeapEvent } from "./heap_log.ts";
export { Tracer, type TracerOptions } from "./tracer.ts";
