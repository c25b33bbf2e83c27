// SPDX-License-Identifier: MPL-2.0
// What a system call is to this kernel: one row with its number, its name, how its arguments and its
// result read, and the function that does it. Dispatch and trace both work from the row.

import type { Machine } from "../../../cpu/machine.ts";
import type { Memory } from "../../../cpu/memory/memory.ts";
import { REGISTER } from "../../../cpu/isa/registers.ts";
import type { KernelServices } from "./kernel_services.ts";
import type { ArgumentKind, ResultKind } from "../strace/strace.ts";

/** One system call. */
export interface SyscallRow {
  /** What a7 holds. */
  readonly number: number;
  /** Linux's name for it. */
  readonly name: string;
  /** How a trace shows the arguments, from a0 on. */
  readonly arguments: readonly ArgumentKind[];
  /** How a trace shows the result. */
  readonly returns: ResultKind;
  /**
   * Does it. The answer goes to a0: a value, or a negated error number. Undefined leaves the registers
   * as the handler left them. A {@link MemoryFault} that it throws becomes -EFAULT.
   */
  readonly handler: (call: SyscallContext) => bigint | number | undefined;
}

/** A system call being made: the arguments, and everything its handler may need. */
export class SyscallContext {
  /** The kernel that was called. */
  readonly kernel: KernelServices;
  /** The machine that called it. */
  readonly machine: Machine;

  /** A context over the registers of the machine. */
  constructor(kernel: KernelServices, machine: Machine) {
    this.kernel = kernel;
    this.machine = machine;
  }

  /** The guest's memory. */
  get memory(): Memory {
    return this.machine.memory;
  }

  /** Argument `index`, 0 to 5, as 64 unsigned bits. */
  arg(index: number): bigint {
    return this.machine.registers.get(REGISTER.a0 + index);
  }

  /** Argument `index` as C's int: its low 32 bits, signed. */
  int(index: number): number {
    return Number(BigInt.asIntN(32, this.arg(index)));
  }
}

/** A system call that was made, as traces and hooks see it. */
export interface SyscallEvent {
  /** The number of the call, as it was in a7. */
  readonly number: number;
  /** Its name; "unknown" when Linux has none of that number. */
  readonly name: string;
  /** a0 to a5, unsigned. */
  readonly args: readonly bigint[];
  /** What it answered, signed; undefined for a call that does not return. */
  readonly result: bigint | undefined;
  /** The name of the error it answered, such as "ENOMEM". */
  readonly errorName: string | undefined;
  /** How many instructions had retired before it. */
  readonly instruction: number;
  /** Address of the ecall. */
  readonly pc: bigint;
  /** The line that `qemu-riscv64 -strace` prints for it, without a line end. */
  text(): string;
}

/** A signal that was delivered, as traces and hooks see it. */
export interface SignalEvent {
  /** Which signal. */
  readonly number: number;
  /** Its name, such as "SIGSEGV". */
  readonly name: string;
  /** How many instructions had retired. */
  readonly instruction: number;
  /** Address of the next instruction, which the process does not come to. */
  readonly pc: bigint;
  /** The line that `qemu-riscv64 -strace` prints for it, without a line end. */
  text(): string;
}
