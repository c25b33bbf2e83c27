// SPDX-License-Identifier: MPL-2.0
// The addresses that pairs of instructions make: `auipc` (or `lui`) puts the upper part into a
// register, and the addition, load, store or jump after it adds the lower part. Takes instructions
// in the order in which they stand; answers with the whole address at the second of a pair.

import type { Instruction } from "../../cpu/isa/encoding.ts";

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
    const { mnemonic, imm, rs1, rd, encoding } = instruction;
    const { operands } = encoding.row;
    const addsLower = operands.includes("imm(rs1)") || mnemonic === "addi";
    const upper = addsLower ? this.#upper[rs1] : undefined;
    if (operands.includes("rd")) this.#upper[rd] = this.#upperPart(instruction, address);
    return upper === undefined ? undefined : BigInt.asUintN(ADDRESS_BITS, upper + BigInt(imm));
  }

  #upperPart({ mnemonic, imm, rd }: Instruction, address: bigint): bigint | undefined {
    if (rd === 0) return undefined;
    if (mnemonic === "auipc") return address + BigInt(imm);
    return mnemonic === "lui" ? BigInt(imm) : undefined;
  }
}
