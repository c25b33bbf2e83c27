// SPDX-License-Identifier: MPL-2.0
// What the kernel did to the machine, in order: answers to system calls, signals of traps and timers. An entry
// holds the registers and the memory that changed, so that it can be done again without a kernel: nothing
// is read, written or asked of the host a second time.

import { REGISTER } from "../../cpu/isa/registers.ts";
import { type Machine, NOT_ANSWERED } from "../../cpu/machine.ts";
import type { MemoryChange } from "../../cpu/memory/memory.ts";
import type { KernelAct } from "../process.ts";

/** An act of the kernel. */
export interface LogEntry {
  /** The occasion. */
  readonly kind: KernelAct;
  /** How many instructions had retired. */
  readonly instruction: number;
  /** What a7 held: for a call, its number. */
  readonly a7: bigint;
  /** What it changed in memory. */
  readonly changes: readonly MemoryChange[];
  /** The registers that it changed: x0 to x31 have the numbers 0 to 31, f0 to f31 those from 32 on. */
  readonly registers: readonly (readonly [number, bigint])[];
  /** The floating-point control and status register, if it changed. */
  readonly fcsr: number | undefined;
  /** Where the program continues, unless that is after the system call. */
  readonly pc: bigint | undefined;
}

const COUNT = 32;

/** Bytes that an entry takes, and what it holds. */
const ENTRY_SIZE = 160;
const CHANGE_SIZE = 128;

/** The log of one process. */
export class KernelLog {
  readonly #machine: Machine;
  readonly #entries: LogEntry[] = [];
  /** The indices of the timers' entries. */
  readonly #timers: number[] = [];
  readonly #before = new BigUint64Array(2 * COUNT);
  readonly #after = new BigUint64Array(2 * COUNT);
  #bytes = 0;

  /** An empty log of that machine's kernel. */
  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** How many entries there are. */
  get length(): number {
    return this.#entries.length;
  }

  /** How much memory they take, in bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  /** An entry; undefined after the last. */
  at(index: number): LogEntry | undefined {
    return this.#entries[index];
  }

  /** The index of the first entry at or after that many instructions. */
  indexAt(instructions: number): number {
    return search(this.#entries, ({ instruction }) => instruction >= instructions);
  }

  /** How many instructions will have retired at the first timer from an entry on; Infinity if none comes. */
  nextTimer(from: number): number {
    const timer = this.#timers[search(this.#timers, (index) => index >= from)];
    return timer === undefined ? Infinity : this.#entries[timer]!.instruction;
  }

  /** Lets the kernel act, and notes what it did. A call that has no answer yet, or throws, is not noted. */
  record<T>(kind: KernelAct, act: () => T): T {
    const machine = this.#machine;
    const { memory, floatRegisters, instructions: instruction, pc } = machine;
    const { fcsr } = floatRegisters;
    this.#copyRegisters(this.#before);
    const changes: MemoryChange[] = [];
    const { onChange } = memory;
    memory.onChange = (change) => {
      changes.push(change.kind === "write" ? { ...change, bytes: change.bytes.slice() } : change);
      onChange?.(change);
    };
    let result: T;
    try {
      result = act();
    } finally {
      memory.onChange = onChange;
    }
    if (result !== NOT_ANSWERED) {
      this.#add({
        kind,
        instruction,
        a7: this.#before[REGISTER.a7]!,
        changes,
        registers: this.#changedRegisters(),
        fcsr: fcsr === floatRegisters.fcsr ? undefined : floatRegisters.fcsr,
        pc: machine.pc === pc ? undefined : machine.pc,
      });
    }
    return result;
  }

  /** Does again what an entry says. */
  apply({ changes, registers, fcsr, pc }: LogEntry): void {
    const machine = this.#machine;
    for (const change of changes) machine.memory.apply(change);
    for (const [number, value] of registers) {
      if (number < COUNT) machine.registers.set(number, value);
      else machine.floatRegisters.set(number - COUNT, value);
    }
    if (fcsr !== undefined) machine.floatRegisters.fcsr = fcsr;
    if (pc !== undefined) machine.pc = pc;
  }

  #add(entry: LogEntry): void {
    if (entry.kind === "timer") this.#timers.push(this.#entries.length);
    this.#entries.push(entry);
    this.#bytes += ENTRY_SIZE;
    for (const change of entry.changes) {
      this.#bytes += CHANGE_SIZE + (change.kind === "write" ? change.bytes.length : 0);
    }
  }

  #copyRegisters(target: BigUint64Array): void {
    this.#machine.registers.copyTo(target);
    this.#machine.floatRegisters.copyTo(target, COUNT);
  }

  #changedRegisters(): (readonly [number, bigint])[] {
    this.#copyRegisters(this.#after);
    const changed: (readonly [number, bigint])[] = [];
    for (let number = 0; number < 2 * COUNT; number++) {
      const value = this.#after[number]!;
      if (value !== this.#before[number]) changed.push([number, value]);
    }
    return changed;
  }
}

/** The index of the first element for which the test, false before it and true after it, is true. */
function search<T>(sorted: readonly T[], isReached: (element: T) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isReached(sorted[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
