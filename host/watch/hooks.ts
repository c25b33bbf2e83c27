// SPDX-License-Identifier: MPL-2.0
// Hooks: the simple way to watch a process, a function for each kind of event. They are one observer, which
// is attached before the program starts; a hook that is not given costs nothing.

import type { AccessDirection, TraceRecord } from "../../cpu/trace_buffer.ts";
import type { KernelHooks } from "../kernel/kernel.ts";
import type { HeapEvent } from "./heap_probes.ts";
import type { Observer } from "./observer.ts";

/** An instruction that accessed memory. */
export interface MemoryAccess extends TraceRecord {
  /** Whether it read, wrote, or, as atomic instructions do, both. */
  readonly access: AccessDirection;
}

/** Functions that are told what a program does. */
export interface Hooks extends KernelHooks {
  /** Each retired instruction. */
  readonly onInstruction?: (event: TraceRecord) => void;
  /** Each load and store, and each access that is both. */
  readonly onMemory?: (event: MemoryAccess) => void;
  /** Each call of the allocator, when it returned: needs a program with symbols. */
  readonly onHeap?: (event: HeapEvent) => void;
}

/** The observer that calls hooks. */
export function observerOf(hooks: Hooks): Observer {
  const { onInstruction, onMemory, onSyscall, syscalls, onSignal, onMapping, onHeap } = hooks;
  return {
    instructions: onInstruction && "all",
    accesses: onMemory && "all",
    onRecords(batch) {
      for (const record of batch) {
        onInstruction?.(record);
        if (isMemoryAccess(record)) onMemory?.(record);
      }
    },
    onSyscall,
    syscalls,
    onSignal,
    onMapping,
    onHeap,
  };
}

function isMemoryAccess(record: TraceRecord): record is MemoryAccess {
  return record.access !== undefined;
}
