// SPDX-License-Identifier: MPL-2.0
// A system call is one row: its number, its name, the kinds of its arguments and its result, and its handler.
// Both dispatch and trace use the row.

import { REGISTER } from "../../../cpu/isa/registers.ts";
import type { Machine } from "../../../cpu/machine.ts";
import type { Memory } from "../../../cpu/memory/memory.ts";
import type { ArgumentKind, ResultKind } from "../strace/strace.ts";
import type { KernelServices } from "./kernel_services.ts";

/** One system call. */
export interface SyscallRow {
  /** Its number, in a7. */
  readonly number: number;
  /** Linux's name. */
  readonly name: string;
  /** How a trace shows the arguments, from a0 on. */
  readonly arguments: readonly ArgumentKind[];
  /** How a trace shows the result. */
  readonly returns: ResultKind;
  /**
   * Performs the call. The result goes to a0: a value, or a negated error number. Undefined leaves the
   * registers as they are. A {@link MemoryFault} or a {@link FileError} that it throws becomes an error.
   * Another error reaches the caller of `run`: the call has not been made, and the next run makes it.
   */
  readonly handler: (call: SyscallContext) => bigint | number | undefined;
}

/** What ecall asks for: by default Linux's calls, otherwise those of a teaching simulator. */
export interface EcallTable {
  /** The register that holds the number of a call. */
  readonly numberRegister: number;
  /** Its calls. */
  readonly rows: readonly SyscallRow[];
  /** The row for a number that it does not have. */
  readonly missing: (number: number) => SyscallRow;
}

/** A row of the table of system calls. */
export function row(
  number: number,
  name: string,
  kinds: readonly ArgumentKind[],
  handler: SyscallRow["handler"],
  returns: ResultKind = "int",
): SyscallRow {
  return { number, name, arguments: kinds, returns, handler };
}

/** A system call in progress: its arguments, and all that its handler may use. */
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
  /** The number of the call, in a7. */
  readonly number: number;
  /** Its name; "unknown" when Linux has no such call. */
  readonly name: string;
  /** a0 to a5, unsigned. */
  readonly args: readonly bigint[];
  /** Its result, signed; undefined for a call that does not return. */
  readonly result: bigint | undefined;
  /** The name of its error, such as "ENOMEM"; undefined for success. */
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
  /** Its number. */
  readonly number: number;
  /** Its name, such as "SIGSEGV". */
  readonly name: string;
  /** How many instructions had retired. */
  readonly instruction: number;
  /** Address of the instruction at which it interrupts the process. */
  readonly pc: bigint;
  /** The line that `qemu-riscv64 -strace` prints for it, without a line end. */
  text(): string;
}
