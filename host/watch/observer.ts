// SPDX-License-Identifier: MPL-2.0
// What an observer of a process is: the kinds of event that it wants, over which ranges, and the functions
// that get them. Hooks, traces, the history for fault reports and the demo are observers. All observers of
// a process are served from one stream, in program order; what nobody wants is not recorded.

import type { Trap } from "../../cpu/memory/trap.ts";
import type { TraceBatch } from "../../cpu/trace_buffer.ts";
import type { KernelHooks } from "../kernel/kernel.ts";
import type { AddressRange } from "../symbols/ranges.ts";
import type { HeapCall, HeapEvent } from "./heap_probes.ts";

/** All events of a kind, or those at some addresses. */
export type Extent = "all" | readonly AddressRange[];

/**
 * Somebody who watches a process. Each member is optional, and read once, when the observer is attached:
 * a kind whose function is missing costs nothing.
 *
 * An event reaches the observers in the order in which they were attached. One that is attached while an
 * event is delivered gets the events after it; one that is detached gets no further event, not even the
 * one under way. When a function throws, the other observers get the event all the same; then the run
 * ends, and `run()` or `step()` throws the error. The process can go on from there, and the observer
 * stays attached.
 */
export interface Observer extends KernelHooks {
  /** The instructions that `onRecords` gets: all, or those whose pc is in a range. */
  readonly instructions?: Extent | undefined;
  /** The loads, stores and atomic accesses that it gets: all, or those that touch a range. */
  readonly accesses?: Extent | undefined;
  /**
   * Instructions retired. Records come in batches, because there may be 400 million a second; a batch
   * ends before every other event. An instruction that is wanted twice, for itself and for its access,
   * has one record. Records are numbered where `instructions` are wanted.
   */
  readonly onRecords?: ((batch: TraceBatch) => void) | undefined;
  /** An instruction trapped. The signal that follows may have a handler. */
  readonly onTrap?: ((trap: Trap) => void) | undefined;
  /** A call of the allocator begins. */
  readonly onHeapEntry?: ((call: HeapCall) => void) | undefined;
  /**
   * A call of the allocator is over, or will never be. Of calls that began while the observer was
   * attached. Needs a program with symbols.
   */
  readonly onHeap?: ((event: HeapEvent) => void) | undefined;
}

/** What can be observed: a process. */
export interface Observable {
  /** Attaches an observer until the handle is disposed of, or for good. */
  observe(observer: Observer): Disposable;
}
