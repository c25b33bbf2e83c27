// SPDX-License-Identifier: MPL-2.0
// The instruction table: one row per instruction, in the notation of the RISC-V Instruction Set
// Manual, volume I (chapter "RV32/64G Instruction Set Listings"), most significant bit first. The
// decoder, the encoder, the disassembler, the assembler's operand checks and both engines read it;
// nothing else in this project knows an encoding. A test shows that every row accounts for each of
// its bits exactly once and that no word matches two rows.

import { ATOMIC_ROWS } from "./atomic.ts";
import { BIT_MANIPULATION_ROWS } from "./bit_manipulation.ts";
import { FLOAT_ROWS } from "./float.ts";

/** The extensions whose instructions the table holds. */
export type Extension =
  | "I"
  | "M"
  | "A"
  | "F"
  | "D"
  | "C"
  | "Zicsr"
  | "Zifencei"
  | "Zba"
  | "Zbb"
  | "Zbs"
  | "Zicond";

/** One instruction, as the manual lists it. */
export interface InstructionRow {
  /** The mnemonic, as assemblers write it. */
  readonly name: string;
  /** The extension that brings it. */
  readonly extension: Extension;
  /**
   * The operands in assembly order: `rd`, `rs1`, `rs2` integer registers; `frd`, `frs1`, `frs2`,
   * `frs3` floating-point registers; `rm` a rounding mode, which may be left out and then is the
   * dynamic one; `imm` a signed immediate; `imm(rs1)` a base register with a signed offset, `(rs1)`
   * one without; `offset` a branch target, encoded as its
   * distance from the instruction; `upper` the upper 20 bits of a 32-bit value, written shifted
   * down by 12; `shamt`, `csr`, `uimm` unsigned fields; `pred`, `succ` the sets of a fence; `sp`
   * that register.
   */
  readonly operands: string;
  /**
   * 16 or 32 bits: literal bits, and fields by name with the bits of the value they hold.
   * `rd`, `rs1`, `rs2` and `rs3` are five bits wide, and three with a prime (`rd'`): x8 to x15.
   */
  readonly bits: string;
}

/** The base instruction set, M, Zicsr and Zifencei, in the order of the manual's listing. */
const BASE_ROWS = [
  // deno-fmt-ignore-start
  { name: "lui",    extension: "I", operands: "rd, upper",      bits: "imm[31:12] rd 0110111" },
  { name: "auipc", extension: "I", operands: "rd, upper", bits: "imm[31:12] rd 0010111" },
  { name: "jal", extension: "I", operands: "rd, offset", bits: "imm[20|10:1|11|19:12] rd 1101111" },
  { name: "jalr", extension: "I", operands: "rd, imm(rs1)", bits: "imm[11:0] rs1 000 rd 1100111" },
  {
    name: "beq",
    extension: "I",
    operands: "rs1, rs2, offset",
    bits: "imm[12|10:5] rs2 rs1 000 imm[4:1|11] 1100011",
  },
  {
    name: "bne",
    extension: "I",
    operands: "rs1, rs2, offset",
    bits: "imm[12|10:5] rs2 rs1 001 imm[4:1|11] 1100011",
  },
  {
    name: "blt",
    extension: "I",
    operands: "rs1, rs2, offset",
    bits: "imm[12|10:5] rs2 rs1 100 imm[4:1|11] 1100011",
  },
  {
    name: "bge",
    extension: "I",
    operands: "rs1, rs2, offset",
    bits: "imm[12|10:5] rs2 rs1 101 imm[4:1|11] 1100011",
  },
  {
    name: "bltu",
    extension: "I",
    operands: "rs1, rs2, offset",
    bits: "imm[12|10:5] rs2 rs1 110 imm[4:1|11] 1100011",
  },
  {
    name: "bgeu",
    extension: "I",
    operands: "rs1, rs2, offset",
    bits: "imm[12|10:5] rs2 rs1 111 imm[4:1|11] 1100011",
  },
  { name: "lb", extension: "I", operands: "rd, imm(rs1)", bits: "imm[11:0] rs1 000 rd 0000011" },
  { name: "lh", extension: "I", operands: "rd, imm(rs1)", bits: "imm[11:0] rs1 001 rd 0000011" },
  { name: "lw", extension: "I", operands: "rd, imm(rs1)", bits: "imm[11:0] rs1 010 rd 0000011" },
  { name: "ld", extension: "I", operands: "rd, imm(rs1)", bits: "imm[11:0] rs1 011 rd 0000011" },
  { name: "lbu", extension: "I", operands: "rd, imm(rs1)", bits: "imm[11:0] rs1 100 rd 0000011" },
  { name: "lhu", extension: "I", operands: "rd, imm(rs1)", bits: "imm[11:0] rs1 101 rd 0000011" },
  { name: "lwu", extension: "I", operands: "rd, imm(rs1)", bits: "imm[11:0] rs1 110 rd 0000011" },
  {
    name: "sb",
    extension: "I",
    operands: "rs2, imm(rs1)",
    bits: "imm[11:5] rs2 rs1 000 imm[4:0] 0100011",
  },
  {
    name: "sh",
    extension: "I",
    operands: "rs2, imm(rs1)",
    bits: "imm[11:5] rs2 rs1 001 imm[4:0] 0100011",
  },
  {
    name: "sw",
    extension: "I",
    operands: "rs2, imm(rs1)",
    bits: "imm[11:5] rs2 rs1 010 imm[4:0] 0100011",
  },
  {
    name: "sd",
    extension: "I",
    operands: "rs2, imm(rs1)",
    bits: "imm[11:5] rs2 rs1 011 imm[4:0] 0100011",
  },
  { name: "addi", extension: "I", operands: "rd, rs1, imm", bits: "imm[11:0] rs1 000 rd 0010011" },
  { name: "slti", extension: "I", operands: "rd, rs1, imm", bits: "imm[11:0] rs1 010 rd 0010011" },
  { name: "sltiu", extension: "I", operands: "rd, rs1, imm", bits: "imm[11:0] rs1 011 rd 0010011" },
  { name: "xori", extension: "I", operands: "rd, rs1, imm", bits: "imm[11:0] rs1 100 rd 0010011" },
  { name: "ori", extension: "I", operands: "rd, rs1, imm", bits: "imm[11:0] rs1 110 rd 0010011" },
  { name: "andi", extension: "I", operands: "rd, rs1, imm", bits: "imm[11:0] rs1 111 rd 0010011" },
  {
    name: "slli",
    extension: "I",
    operands: "rd, rs1, shamt",
    bits: "000000 shamt[5:0] rs1 001 rd 0010011",
  },
  {
    name: "srli",
    extension: "I",
    operands: "rd, rs1, shamt",
    bits: "000000 shamt[5:0] rs1 101 rd 0010011",
  },
  {
    name: "srai",
    extension: "I",
    operands: "rd, rs1, shamt",
    bits: "010000 shamt[5:0] rs1 101 rd 0010011",
  },
  { name: "add", extension: "I", operands: "rd, rs1, rs2", bits: "0000000 rs2 rs1 000 rd 0110011" },
  { name: "sub", extension: "I", operands: "rd, rs1, rs2", bits: "0100000 rs2 rs1 000 rd 0110011" },
  { name: "sll", extension: "I", operands: "rd, rs1, rs2", bits: "0000000 rs2 rs1 001 rd 0110011" },
  { name: "slt", extension: "I", operands: "rd, rs1, rs2", bits: "0000000 rs2 rs1 010 rd 0110011" },
  {
    name: "sltu",
    extension: "I",
    operands: "rd, rs1, rs2",
    bits: "0000000 rs2 rs1 011 rd 0110011",
  },
  { name: "xor", extension: "I", operands: "rd, rs1, rs2", bits: "0000000 rs2 rs1 100 rd 0110011" },
  { name: "srl", extension: "I", operands: "rd, rs1, rs2", bits: "0000000 rs2 rs1 101 rd 0110011" },
  { name: "sra", extension: "I", operands: "rd, rs1, rs2", bits: "0100000 rs2 rs1 101 rd 0110011" },
  { name: "or", extension: "I", operands: "rd, rs1, rs2", bits: "0000000 rs2 rs1 110 rd 0110011" },
  { name: "and", extension: "I", operands: "rd, rs1, rs2", bits: "0000000 rs2 rs1 111 rd 0110011" },
  { name: "addiw", extension: "I", operands: "rd, rs1, imm", bits: "imm[11:0] rs1 000 rd 0011011" },
  {
    name: "slliw",
    extension: "I",
    operands: "rd, rs1, shamt",
    bits: "0000000 shamt[4:0] rs1 001 rd 0011011",
  },
  {
    name: "srliw",
    extension: "I",
    operands: "rd, rs1, shamt",
    bits: "0000000 shamt[4:0] rs1 101 rd 0011011",
  },
  {
    name: "sraiw",
    extension: "I",
    operands: "rd, rs1, shamt",
    bits: "0100000 shamt[4:0] rs1 101 rd 0011011",
  },
  {
    name: "addw",
    extension: "I",
    operands: "rd, rs1, rs2",
    bits: "0000000 rs2 rs1 000 rd 0111011",
  },
  {
    name: "subw",
    extension: "I",
    operands: "rd, rs1, rs2",
    bits: "0100000 rs2 rs1 000 rd 0111011",
  },
  {
    name: "sllw",
    extension: "I",
    operands: "rd, rs1, rs2",
    bits: "0000000 rs2 rs1 001 rd 0111011",
  },
  {
    name: "srlw",
    extension: "I",
    operands: "rd, rs1, rs2",
    bits: "0000000 rs2 rs1 101 rd 0111011",
  },
  {
    name: "sraw",
    extension: "I",
    operands: "rd, rs1, rs2",
    bits: "0100000 rs2 rs1 101 rd 0111011",
  },
  // The unused fields of fences are ignored, as the manual asks of implementations.
  {
    name: "fence",
    extension: "I",
    operands: "pred, succ",
    bits: "fm[3:0] pred[3:0] succ[3:0] rs1 000 rd 0001111",
  },
  { name: "ecall", extension: "I", operands: "", bits: "000000000000 00000 000 00000 1110011" },
  { name: "ebreak", extension: "I", operands: "", bits: "000000000001 00000 000 00000 1110011" },

  { name: "fence.i", extension: "Zifencei", operands: "", bits: "imm[11:0] rs1 001 rd 0001111" },

  {
    name: "csrrw",
    extension: "Zicsr",
    operands: "rd, csr, rs1",
    bits: "csr[11:0] rs1 001 rd 1110011",
  },
  {
    name: "csrrs",
    extension: "Zicsr",
    operands: "rd, csr, rs1",
    bits: "csr[11:0] rs1 010 rd 1110011",
  },
  {
    name: "csrrc",
    extension: "Zicsr",
    operands: "rd, csr, rs1",
    bits: "csr[11:0] rs1 011 rd 1110011",
  },
  {
    name: "csrrwi",
    extension: "Zicsr",
    operands: "rd, csr, uimm",
    bits: "csr[11:0] uimm[4:0] 101 rd 1110011",
  },
  {
    name: "csrrsi",
    extension: "Zicsr",
    operands: "rd, csr, uimm",
    bits: "csr[11:0] uimm[4:0] 110 rd 1110011",
  },
  {
    name: "csrrci",
    extension: "Zicsr",
    operands: "rd, csr, uimm",
    bits: "csr[11:0] uimm[4:0] 111 rd 1110011",
  },

  { name: "mul", extension: "M", operands: "rd, rs1, rs2", bits: "0000001 rs2 rs1 000 rd 0110011" },
  {
    name: "mulh",
    extension: "M",
    operands: "rd, rs1, rs2",
    bits: "0000001 rs2 rs1 001 rd 0110011",
  },
  {
    name: "mulhsu",
    extension: "M",
    operands: "rd, rs1, rs2",
    bits: "0000001 rs2 rs1 010 rd 0110011",
  },
  {
    name: "mulhu",
    extension: "M",
    operands: "rd, rs1, rs2",
    bits: "0000001 rs2 rs1 011 rd 0110011",
  },
  { name: "div", extension: "M", operands: "rd, rs1, rs2", bits: "0000001 rs2 rs1 100 rd 0110011" },
  {
    name: "divu",
    extension: "M",
    operands: "rd, rs1, rs2",
    bits: "0000001 rs2 rs1 101 rd 0110011",
  },
  { name: "rem", extension: "M", operands: "rd, rs1, rs2", bits: "0000001 rs2 rs1 110 rd 0110011" },
  {
    name: "remu",
    extension: "M",
    operands: "rd, rs1, rs2",
    bits: "0000001 rs2 rs1 111 rd 0110011",
  },
  {
    name: "mulw",
    extension: "M",
    operands: "rd, rs1, rs2",
    bits: "0000001 rs2 rs1 000 rd 0111011",
  },
  {
    name: "divw",
    extension: "M",
    operands: "rd, rs1, rs2",
    bits: "0000001 rs2 rs1 100 rd 0111011",
  },
  {
    name: "divuw",
    extension: "M",
    operands: "rd, rs1, rs2",
    bits: "0000001 rs2 rs1 101 rd 0111011",
  },
  {
    name: "remw",
    extension: "M",
    operands: "rd, rs1, rs2",
    bits: "0000001 rs2 rs1 110 rd 0111011",
  },
  {
    name: "remuw",
    extension: "M",
    operands: "rd, rs1, rs2",
    bits: "0000001 rs2 rs1 111 rd 0111011",
  },
  // deno-fmt-ignore-end
] as const satisfies readonly InstructionRow[];

/**
 * Every instruction of four bytes that the machine executes. Those of two bytes are in
 * isa/compressed.ts: each stands for one of these.
 */
export const INSTRUCTIONS = [
  ...BASE_ROWS,
  ...ATOMIC_ROWS,
  ...FLOAT_ROWS,
  ...BIT_MANIPULATION_ROWS,
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
