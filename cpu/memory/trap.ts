// SPDX-License-Identifier: MPL-2.0
// What ends an instruction before it retires. Traps are precise: the registers are those before the
// instruction, and nothing of it was written. The causes and their names are those of the RISC-V
// privileged architecture ("Machine Cause Register") for what user mode can raise on this machine.

/** Why an instruction trapped. */
export type Cause =
  | "illegal-instruction"
  | "breakpoint"
  | "environment-call"
  | "instruction-page-fault"
  | "load-address-misaligned"
  | "store-address-misaligned"
  | "load-page-fault"
  | "store-page-fault";

/** An instruction that could not retire. */
export interface Trap {
  /** Why it could not. */
  readonly cause: Cause;
  /** Address of the instruction. For an instruction page fault, the address jumped to. */
  readonly pc: bigint;
  /**
   * The first byte that could not be accessed, or the misaligned address; for an illegal instruction its bits; 0 for
   * breakpoints and environment calls.
   */
  readonly address: bigint;
  /** How many instructions had retired before it. */
  readonly instruction: number;
}

/** How memory is accessed. */
export type Access = "read" | "write" | "execute";

/** Thrown when the host reads or writes guest memory where the guest has none. */
export class MemoryFault extends RangeError {
  /** The first byte that could not be accessed. */
  readonly address: bigint;
  /** What was tried. */
  readonly access: Access;

  /** A fault of `access` at `address`. */
  constructor(address: bigint, access: Access) {
    super(`Cannot ${access} guest memory: 0x${address.toString(16)} is not mapped for it`);
    this.name = "MemoryFault";
    this.address = address;
    this.access = access;
  }
}
