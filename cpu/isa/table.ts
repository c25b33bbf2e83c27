// SPDX-License-Identifier: MPL-2.0
// The instruction table: one row per instruction, in the notation of the RISC-V Instruction Set
// Manual, volume I. The decoder, the encoder, the disassembler and the assembler's operand forms
// all read it. Encodings stand nowhere else, with one exception: `.insn` (asm/instructions/insn.ts)
// names the manual's generic formats and major opcodes, for instructions that have no row here. A
// test shows that every row accounts for each of its bits exactly once and that no word matches two
// rows.

import { ATOMIC_ROWS } from "./atomic.ts";
import { BASE_ROWS } from "./base.ts";
import { BIT_MANIPULATION_ROWS } from "./bit_manipulation.ts";
import { FLOAT_ROWS } from "./float.ts";
import { PRIVILEGED_ROWS } from "./privileged.ts";

export type { Extension, InstructionRow } from "./row.ts";

/**
 * Every four-byte instruction that is known. The machine executes all but the privileged ones. The
 * two-byte ones are in compressed.ts: each expands to one of these.
 */
export const INSTRUCTIONS = [
  ...BASE_ROWS,
  ...ATOMIC_ROWS,
  ...FLOAT_ROWS,
  ...BIT_MANIPULATION_ROWS,
  ...PRIVILEGED_ROWS,
] as const;

/** The name of an instruction of the table. */
export type Mnemonic = (typeof INSTRUCTIONS)[number]["name"];

/**
 * The length in bytes of the instruction that starts with this halfword: 4 when its two low bits
 * are both set, 2 otherwise (manual, "Base Instruction-Length Encoding"). Longer encodings are
 * reserved and count as 4; no row matches them.
 */
export function instructionLength(halfword: number): 2 | 4 {
  return (halfword & 3) === 3 ? 4 : 2;
}
