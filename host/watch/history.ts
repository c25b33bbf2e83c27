// SPDX-License-Identifier: MPL-2.0
// What a process has done with its memory, remembered for those who ask later: the mappings it made, each
// by itself (the memory merges neighbours), the ranges it gave back and who did it, and the system calls
// that a program for a teaching simulator makes. Costs next to nothing while the process runs.

import type { Machine } from "../../cpu/machine.ts";
import { ERRNO } from "../kernel/abi/errno.ts";
import { SYSCALLS } from "../kernel/calls/syscall_table.ts";
import type { MappingEvent } from "../kernel/memory/memory_manager.ts";
import { SIX_LONGS } from "../kernel/strace/strace.ts";
import type { SyscallRow } from "../kernel/calls/syscall.ts";
import { syscallName } from "../kernel/abi/syscall_names.ts";
import type { Range } from "./filter.ts";
import { type GoneMapping, GoneMappings, type MadeMapping } from "./gone_mappings.ts";

/** A system call that this kernel does not have. */
export interface UnansweredCall {
  /** What a7 held. */
  readonly number: number;
  /** What a0 held. */
  readonly argument: bigint;
}

/** Teaching simulators number their calls from 1 to this, and a7 is 0 where nothing set it. */
const LAST_TEACHING_CALL = 64;
/**
 * getcwd and mkdirat, which have the numbers that such simulators have for exit and print: where they fail,
 * they may have been meant so.
 */
const AMBIGUOUS: readonly number[] = [17, 34];

/** Watches a process. Give `onMapping` to its hooks and `syscalls` to its kernel; then attach it. */
export class History {
  #machine: Machine | undefined;
  readonly #mappings = new Map<bigint, MadeMapping>();
  #gone: GoneMappings | undefined;
  #unanswered: UnansweredCall | undefined;

  /** Says which machine the events come from. */
  attach(machine: Machine): void {
    this.#machine = machine;
  }

  /** Takes in a change of the mappings. */
  readonly onMapping = ({ change, start, end }: MappingEvent): void => {
    const machine = this.#machine;
    if (machine === undefined) return;
    if (change === "map") {
      this.#mappings.set(start, { start, end, pc: machine.pc });
      return;
    }
    if (change !== "unmap") return;
    this.#remove({ start, end });
    this.#gone ??= new GoneMappings();
    this.#gone.add({ start, end }, machine);
  };

  /** Rows for the low numbers that the kernel has no call for: they answer ENOSYS, as it would. */
  readonly syscalls: readonly SyscallRow[] = Array.from(
    { length: LAST_TEACHING_CALL },
    (_, number): SyscallRow => ({
      number,
      name: syscallName(number) ?? "unknown",
      arguments: SIX_LONGS,
      returns: "int",
      handler: (call) => {
        this.#unanswered = { number, argument: call.arg(0) };
        return -ERRNO.ENOSYS;
      },
    }),
  ).filter(({ number }) => !SYSCALLS.some((row) => row.number === number)).concat(
    SYSCALLS.filter(({ number }) => AMBIGUOUS.includes(number)).map((row) => this.#noting(row)),
  );

  /** The same call, remembered as one that there is not when it fails. */
  #noting(row: SyscallRow): SyscallRow {
    return {
      ...row,
      handler: (call) => {
        const argument = call.arg(0);
        this.#unanswered = { number: row.number, argument };
        const result = row.handler(call);
        if (result === undefined || result >= 0) this.#unanswered = undefined;
        return result;
      },
    };
  }

  /** The mappings that the process made and still has, each by itself, by rising address. */
  get mappings(): readonly MadeMapping[] {
    return [...this.#mappings.values()].sort((a, b) => (a.start < b.start ? -1 : 1));
  }

  /** The latest system call that this kernel does not have. */
  get unanswered(): UnansweredCall | undefined {
    return this.#unanswered;
  }

  /** The latest range given back that holds an address; the caller asks whether it is mapped again. */
  goneAt(address: bigint): GoneMapping | undefined {
    return this.#gone?.at(address);
  }

  #remove({ start, end }: Range): void {
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
