// SPDX-License-Identifier: MPL-2.0
// What stops an instruction from retiring. Traps are precise: registers and memory are as they were
// before the instruction. Causes have their names from the RISC-V privileged architecture ("Machine
// Cause Register"); only those that user mode can raise here exist.

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
  /** Why it could not retire. */
  readonly cause: Cause;
  /** Address of the instruction; for an instruction page fault, the address jumped to. */
  readonly pc: bigint;
  /**
   * The first byte that could not be accessed, or the misaligned address. For an illegal
   * instruction its bits; 0 for breakpoints and environment calls.
   */
  readonly address: bigint;
  /** How many instructions had retired before it. */
  readonly instruction: number;
}

/** A kind of memory access. */
export type Access = "read" | "write" | "execute";

/** Thrown when the host accesses guest memory that is not mapped for it. */
export class MemoryFault extends RangeError {
  /** The first byte that could not be accessed. */
  readonly address: bigint;
  /** What was attempted. */
  readonly access: Access;

  /** A fault by an access of that kind at an address. */
  constructor(address: bigint, access: Access) {
    super(`Cannot ${access} guest memory: 0x${address.toString(16)} is not mapped for it`);
    this.name = "MemoryFault";
    this.address = address;
    this.access = access;
  }
}
