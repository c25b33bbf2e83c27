// SPDX-License-Identifier: MPL-2.0
// What a fault report needs to know of the past: the mappings that the process made, each separately (the
// memory merges neighbours), the ranges that it unmapped, and the last system call meant for a teaching
// simulator. An observer that costs next to nothing while the process runs.

import type { Machine } from "../../cpu/machine.ts";
import { SYSCALLS } from "../kernel/calls/syscall_table.ts";
import type { MappingEvent } from "../kernel/memory/memory_manager.ts";
import type { EcallTable, SyscallEvent } from "../kernel/calls/syscall.ts";
import type { AddressRange } from "../symbols/address_ranges.ts";
import { type GoneMapping, GoneMappings, type MadeMapping } from "./gone_mappings.ts";
import type { Observable } from "./observer.ts";

/** A failed system call whose number a teaching simulator may use. */
export interface UnansweredCall {
  /** What a7 held. */
  readonly number: number;
  /** What a0 to a5 held. */
  readonly args: readonly bigint[];
  /** Address of the ecall. */
  readonly pc: bigint;
}

/** Teaching simulators use call numbers below this. a7 is 0 in programs that set only a0, for Venus. */
const TEACHING_CALLS = 64;
/** Calls of Linux that fail with the arguments of a simulator's call of that number. */
const AMBIGUOUS: readonly number[] = [17, 32, 33, 34, 35, 36, 43, 50, 52, 53, 54, 55, 59];

/** The numbers of system calls that may be meant for a teaching simulator. */
function teachingCalls(): ReadonlySet<number> {
  const numbers = new Set(Array.from({ length: TEACHING_CALLS }, (_, number) => number));
  for (const { number } of SYSCALLS) if (!AMBIGUOUS.includes(number)) numbers.delete(number);
  return numbers;
}

/** The history of one process, from the construction of this object on. */
export class History {
  readonly #machine: Machine;
  readonly #mappings = new Map<bigint, MadeMapping>();
  #gone: GoneMappings | undefined;
  #unanswered: UnansweredCall | undefined;
  readonly #onUnanswered: (() => void) | undefined;

  /**
   * Observes a process. With `ecalls` its calls are not Linux's, and none is unanswered. `onUnanswered`
   * is called after each failed call that may be meant for a simulator.
   */
  constructor(
    process: Observable & { readonly machine: Machine },
    { ecalls, onUnanswered }: { ecalls?: EcallTable | undefined; onUnanswered?: () => void } = {},
  ) {
    this.#machine = process.machine;
    this.#onUnanswered = onUnanswered;
    process.observe({
      onMapping: (event) => this.#noteMapping(event),
      ...(ecalls === undefined && {
        syscalls: teachingCalls(),
        onSyscall: (event: SyscallEvent) => this.#noteCall(event),
      }),
    });
  }

  /** The mappings that the process made and still has, each separately, by rising address. */
  get mappings(): readonly MadeMapping[] {
    return [...this.#mappings.values()].sort((a, b) => (a.start < b.start ? -1 : 1));
  }

  /** The latest failed call that may have been meant for a teaching simulator. */
  get unanswered(): UnansweredCall | undefined {
    return this.#unanswered;
  }

  /** The latest unmapped range that contains an address. It may be mapped again since. */
  goneAt(address: bigint): GoneMapping | undefined {
    return this.#gone?.at(address);
  }

  #noteMapping({ change, start, end }: MappingEvent): void {
    if (change === "map") {
      this.#mappings.set(start, { start, end, pc: this.#machine.pc });
      return;
    }
    if (change !== "unmap") return;
    this.#remove({ start, end });
    this.#gone ??= new GoneMappings();
    this.#gone.add({ start, end }, this.#machine);
  }

  #noteCall({ number, args, result, pc }: SyscallEvent): void {
    const failed = result === undefined || result < 0n;
    this.#unanswered = failed ? { number, args, pc } : undefined;
    if (failed) this.#onUnanswered?.();
  }

  #remove({ start, end }: AddressRange): void {
    const whole = this.#mappings.get(start);
    if (whole?.end === end) {
      this.#mappings.delete(start);
      return;
    }
    for (const mapping of [...this.#mappings.values()]) {
      if (end <= mapping.start || mapping.end <= start) continue;
      this.#mappings.delete(mapping.start);
      if (mapping.start < start) this.#mappings.set(mapping.start, { ...mapping, end: start });
      if (end < mapping.end) this.#mappings.set(end, { ...mapping, start: end });
    }
  }
}
