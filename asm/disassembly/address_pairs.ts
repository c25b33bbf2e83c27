// SPDX-License-Identifier: MPL-2.0
// The addresses that pairs of instructions make: `auipc` (or `lui`) puts the upper part into a
// register, and the addition, load, store or jump after it adds the lower part. Takes instructions
// in the order in which they stand; answers with the whole address at the second of a pair.

import type { Instruction } from "../../cpu/isa/encoding.ts";
import { destinationOf, effectsOf } from "../../cpu/semantics/effects.ts";

const ADDRESS_BITS = 64;
const REGISTERS = 32;

/** Follows the upper parts that registers hold, for as long as control can only come from above. */
export class AddressPairs {
  #upper: (bigint | undefined)[] = [];

  /** Forgets everything: at a label, control may come from elsewhere. */
  clear(): void {
    this.#upper = new Array(REGISTERS);
  }

  /** The address that this instruction completes; undefined when it completes none. */
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

/** The upper part of an address that an instruction gives its destination. */
function upperPart({ encoding, imm }: Instruction, address: bigint): bigint | undefined {
  const { result } = effectsOf(encoding);
  if (result === "pc + imm") return address + BigInt(imm);
  return result === "imm" ? BigInt(imm) : undefined;
}
