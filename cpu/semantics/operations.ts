// SPDX-License-Identifier: MPL-2.0
// What the semantics of an instruction may use: its operands, and ways to write results, access
// memory and transfer control. Each engine implements this interface with operands of its own
// (registers in memory or in locals, immediates from a record or constant), and effects.ts with one
// that only takes notes.

import type { FloatFunction } from "../float/functions.ts";
import type { Cause } from "../memory/trap.ts";
import type { Code, F32, F64, I32, I64, LocalDouble, LocalSingle } from "../wasm/code.ts";
import type { CarrylessMultiply } from "../wasm/carryless_multiply.ts";
import type { WideMultiply } from "../wasm/wide_multiply.ts";

/** A function of the engine's module that semantics may call, for what takes many operations. */
export type Helper = WideMultiply | CarrylessMultiply | FloatFunction;

/** The size of the blocks that cbo.zero and its kin act on, in bytes. */
export const BLOCK_SIZE = 64;

/** A floating-point register that is read, in every form that semantics need. */
export interface FloatOperand {
  readonly bits: I64;
  readonly double: F64;
  /** Its lower half, as a number and as bits. */
  readonly single: F32;
  readonly low: I32;
  /** 1 where the upper half is all ones, which marks a single-precision number (NaN boxing). */
  readonly isBoxed: I32;
}

/** What an engine offers to the semantics of an instruction. Operands can be used repeatedly. */
export interface Operations {
  readonly rs1: I64;
  readonly rs2: I64;
  readonly frs1: FloatOperand;
  readonly frs2: FloatOperand;
  readonly frs3: FloatOperand;
  /** The immediate or the shift amount. */
  readonly imm: I64;
  /** The instruction's own address. */
  readonly pc: I64;
  /** The address of the next instruction. */
  readonly next: I64;
  /** How many instructions have retired before this one. */
  readonly retired: I64;
  /** The number of the control and status register, and the immediate beside it. */
  readonly csr: I32;
  readonly uimm: I64;
  /** The rounding mode, 0 to 4: the instruction's own, or frm where that is dynamic. */
  readonly rounding: I32;
  /** 1 where the mode is round to nearest, ties to even, and the inexact flag is already set. */
  readonly roundsNatively: I32;
  /** Whether WebAssembly's fused multiply-add rounds once. */
  readonly hasFusedArithmetic: boolean;
  /** Variables for intermediate results. */
  readonly double: LocalDouble;
  readonly single: LocalSingle;
  writeRd(value: I64): Code;
  writeFrd(bits: I64): Code;
  /** Must come after a write to the instruction's CSR: frm may now hold an invalid mode. */
  csrWritten(): Code;
  /** The value at rs1 + imm; traps when it cannot be read. */
  load(bits: 8 | 16 | 32 | 64, extension: "signed" | "unsigned"): I64;
  /** Writes the low bits of the value to rs1 + imm; traps when they cannot be written. */
  store(bits: 8 | 16 | 32 | 64, value: I64): Code;
  /** Loads a byte at rs1 and drops it; traps when it cannot be read. */
  touch(): Code;
  /** Writes zeros to the block of {@link BLOCK_SIZE} bytes that rs1 lies in; traps like a store. */
  zeroBlock(): Code;
  /** The value at rs1, sign-extended, which is then reserved; traps like a load, or if misaligned. */
  loadReserved(bits: 32 | 64): I64;
  /**
   * Writes the low bits of the value to rs1 if that is reserved, then 0 to rd if it did and 1 if not;
   * ends the reservation. Traps like a store, or if misaligned.
   */
  storeConditional(bits: 32 | 64, value: I64): Code;
  /**
   * Writes the value at rs1, sign-extended, to rd, and what `by` makes of it to rs1. Traps like a
   * store, or if misaligned.
   */
  update(bits: 32 | 64, by: (old: I64) => I64): Code;
  /** Continues at pc + imm if the condition is not 0. */
  branch(condition: I32): Code;
  /** Continues at pc + imm, after `first`. */
  jump(first: Code): Code;
  /** Continues at an address that is computed before `first` runs. */
  jumpTo(target: I64, first: Code): Code;
  /** Traps: the instruction does not retire. */
  raise(cause: Cause): Code;
  call(helper: Helper, ...args: (I64 | I32)[]): I64;
}

/** Builds the code of an instruction. */
export type Semantics = (on: Operations) => Code;
