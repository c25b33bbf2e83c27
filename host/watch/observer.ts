// SPDX-License-Identifier: MPL-2.0
// The type of an observer: which kinds of event it wants, over which ranges, and the functions that get
// them. Hooks, traces, the history for fault reports and the demo are observers. All observers of a
// process share one stream of events, in program order; events that no observer wants are not recorded.

import type { Trap } from "../../cpu/memory/trap.ts";
import type { WatchedAccesses } from "../../cpu/engine/engine.ts";
import type { TraceBatch } from "../../cpu/trace_buffer.ts";
import type { KernelHooks } from "../kernel/kernel.ts";
import type { AddressRange } from "../symbols/address_ranges.ts";
import type { HeapEntry, HeapEvent } from "./heap_probes.ts";

/** All events of a kind, or only those in some address ranges. */
export type Extent = "all" | readonly AddressRange[];

/**
 * Watches a process. Every member is optional; a kind of event without a function costs nothing. The
 * process looks at the members when the observer is attached.
 *
 * Each event goes to the observers in the order in which they were attached. An observer attached while
 * an event is being delivered gets the events after it. A detached observer gets no more events, not
 * even the current one if its turn has not come.
 *
 * When a function throws, the other observers still get the event. Then the run stops before the next
 * instruction, and `run()` or `step()` throws the error. The observer stays attached, and the process
 * can go on from there. The event counts as delivered: it does not come again. When `onRecords` throws,
 * that is its whole batch, and the state is that after the batch; with `exact` a batch is one instruction.
 *
 * A function must not run, step or dispose of the process: that throws MachineStateError.
 *
 * @example Every store to a variable
 * ```ts
 * import { build, Process } from "@leveret/leveret";
 * import { assertEquals } from "@std/assert";
 *
 * const text = `
 *   .globl _start
 *   _start: li t0, 7
 *           sw t0, count, t1
 *           li a7, 93
 *           ecall
 *   .data
 *   count:  .word 0
 * `;
 * const program = build([{ name: "count.s", text }]);
 * const start = program.symbol("count")?.value ?? 0n;
 * const stored: bigint[] = [];
 * using process = new Process(program);
 * using _observer = process.observe({
 *   accesses: [{ start, end: start + 4n }],
 *   onRecords(batch) {
 *     for (const { access, value } of batch) if (access === "store") stored.push(value);
 *   },
 * });
 * process.run();
 * assertEquals(stored, [7n]);
 * ```
 */
export interface Observer extends KernelHooks {
  /** Which instructions `onRecords` gets: all, or those whose pc is in a range. */
  readonly instructions?: Extent | undefined;
  /**
   * Whether `onRecords` gets each record as soon as its instruction has retired, so that the state of the
   * process is that after the instruction. Slow; by default, records come in batches.
   */
  readonly exact?: boolean | undefined;
  /** Which loads, stores and atomic accesses `onRecords` gets: all, or those that touch a range. */
  readonly accesses?: Extent | undefined;
  /**
   * How translated code watches `accesses`, if they are to a few bytes: then the program runs about as fast
   * as without an observer. By watchAccesses() of cpu/checks/access_watch.ts.
   *
   * @internal
   */
  readonly watch?: WatchedAccesses | undefined;
  /**
   * Gets the records of retired instructions, in batches, because there may be 400 million a second.
   * A batch ends before any other event. An instruction that is wanted for its pc and for its access
   * has one record. The records have numbers if the observer wants `instructions`.
   */
  readonly onRecords?: ((batch: TraceBatch) => void) | undefined;
  /** An instruction trapped. The signal for the trap follows, and may have a handler. */
  readonly onTrap?: ((trap: Trap) => void) | undefined;
  /** A call of an allocator begins; its first instruction has not been executed. */
  readonly onHeapEntry?: ((entry: HeapEntry) => void) | undefined;
  /**
   * A call of an allocator returned, or never will. Only for calls that began while the observer was
   * attached, and only for programs with symbols.
   */
  readonly onHeap?: ((event: HeapEvent) => void) | undefined;
}

/** Something that can be observed: a process. */
export interface Observable {
  /** Attaches an observer until the handle is disposed of. */
  observe(observer: Observer): Disposable;
}
