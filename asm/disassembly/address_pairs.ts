// SPDX-License-Identifier: MPL-2.0
// The addresses that pairs of instructions make: `auipc` or `lui` puts the upper part into a register, and
// an addition, load, store or jump adds the lower part. Takes instructions in order; returns the address at
// the second of a pair.

import type { Instruction } from "../../cpu/isa/encoding.ts";
import { destinationOf, effectsOf } from "../../cpu/semantics/effects.ts";

const ADDRESS_BITS = 64;
const REGISTERS = 32;

/** Tracks the upper parts in registers, as long as control can only come from the instruction before. */
export class AddressPairs {
  #upper: (bigint | undefined)[] = [];

  /** Forgets everything: at a label, control may come from elsewhere. */
  clear(): void {
    this.#upper = new Array(REGISTERS);
  }

  /** The address that this instruction completes, if any. */
  next(instruction: Instruction, address: bigint): bigint | undefined {
    const { imm, rs1 } = instruction;
    const upper = addsLower(instruction) ? this.#upper[rs1] : undefined;
    const rd = destinationOf(instruction);
    if (rd !== 0) this.#upper[rd] = upperPart(instruction, address);
    return upper === undefined ? undefined : BigInt.asUintN(ADDRESS_BITS, upper + BigInt(imm));
  }
}

/** Whether an instruction computes, accesses or jumps to rs1 + imm. */
function addsLower({ encoding }: Instruction): boolean {
  const { result, access, control } = effectsOf(encoding);
  return result === "rs1 + imm" || access?.isAtomic === false ||
    (control.kind === "computed jump" && control.target === "rs1 + imm");
}

/** The upper part of an address that an instruction puts into its destination. */
function upperPart({ encoding, imm }: Instruction, address: bigint): bigint | undefined {
  const { result } = effectsOf(encoding);
  if (result === "pc + imm") return address + BigInt(imm);
  return result === "imm" ? BigInt(imm) : undefined;
}
