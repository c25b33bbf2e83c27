// SPDX-License-Identifier: MPL-2.0
// What a caller can be told while a program runs. A hook that is not given costs nothing: the machine
// then runs without recording for it.

import type { AccessDirection, TraceRecord } from "../../cpu/trace_buffer.ts";
import type { HeapEvent } from "./heap_probes.ts";
import type { KernelHooks } from "../kernel/kernel.ts";

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
