// SPDX-License-Identifier: MPL-2.0
// Hooks: the simple way to watch a process, with a function for each kind of event. All hooks together are
// one observer, attached before the program starts. A missing hook costs nothing. When a hook is called, the
// state of the process is that after the event's instruction.

import type { AccessDirection, TraceRecord } from "../../cpu/trace_buffer.ts";
import type { KernelHooks } from "../kernel/kernel.ts";
import type { HeapEvent } from "./heap_probes.ts";
import type { Observer } from "./observer.ts";

/** An instruction that accessed memory. */
export interface MemoryAccess extends TraceRecord {
  /** Whether it read, wrote, or both, as atomic instructions do. */
  readonly access: AccessDirection;
}

/** Functions to call as a program runs. */
export interface Hooks extends KernelHooks {
  /** An instruction retired. */
  readonly onInstruction?: (event: TraceRecord) => void;
  /** An instruction accessed memory. */
  readonly onMemory?: (event: MemoryAccess) => void;
  /** A call of the allocator returned, or never will. Needs a program with symbols. */
  readonly onHeap?: (event: HeapEvent) => void;
}

/** The observer that calls hooks. */
export function observerOf(hooks: Hooks): Observer {
  const { onInstruction, onMemory, onSyscall, syscalls, onSignal, onMapping, onHeap } = hooks;
  return {
    instructions: onInstruction && "all",
    accesses: onMemory && "all",
    exact: true,
    onRecords(batch) {
      for (const record of batch) {
        try {
          onInstruction?.(record);
        } finally {
          if (isMemoryAccess(record)) onMemory?.(record);
        }
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
