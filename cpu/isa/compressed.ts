// SPDX-License-Identifier: MPL-2.0
// The rows of the compressed instructions (manual, "C" Standard Extension, and Zcb of "RISC-V
// Code-Size Reduction", version 1.0). They have no semantics of their own: each names the instruction it expands to. A prime marks register fields of three bits,
// which hold x8 to x15; `uimm` is an unsigned immediate.

import type { InstructionRow } from "./row.ts";

/** A row of a two-byte instruction. */
export interface CompressedRow extends InstructionRow {
  readonly extension: "C" | "Zcb";
  /** The instruction it expands to. Its operands are fields of this row, or literal. */
  readonly expansion: string;
  /** Field values that make it a hint, which does nothing and which assemblers do not choose. */
  readonly hints?: string;
}

// deno-fmt-ignore
export const COMPRESSED_ROWS = [
  { name: "c.addi4spn", extension: "C", expansion: "addi rd, x2, uimm",    operands: "rd, sp, uimm",    bits: "000 uimm[5:4|9:6|2|3] rd' 00", except: "uimm=0" },
  { name: "c.fld",      extension: "C", expansion: "fld frd, uimm(rs1)",   operands: "frd, uimm(rs1)",  bits: "001 uimm[5:3] rs1' uimm[7:6] rd' 00" },
  { name: "c.lw",       extension: "C", expansion: "lw rd, uimm(rs1)",     operands: "rd, uimm(rs1)",   bits: "010 uimm[5:3] rs1' uimm[2|6] rd' 00" },
  { name: "c.ld",       extension: "C", expansion: "ld rd, uimm(rs1)",     operands: "rd, uimm(rs1)",   bits: "011 uimm[5:3] rs1' uimm[7:6] rd' 00" },
  { name: "c.fsd",      extension: "C", expansion: "fsd frs2, uimm(rs1)",  operands: "frs2, uimm(rs1)", bits: "101 uimm[5:3] rs1' uimm[7:6] rs2' 00" },
  { name: "c.sw",       extension: "C", expansion: "sw rs2, uimm(rs1)",    operands: "rs2, uimm(rs1)",  bits: "110 uimm[5:3] rs1' uimm[2|6] rs2' 00" },
  { name: "c.sd",       extension: "C", expansion: "sd rs2, uimm(rs1)",    operands: "rs2, uimm(rs1)",  bits: "111 uimm[5:3] rs1' uimm[7:6] rs2' 00" },

  { name: "c.nop",      extension: "C", expansion: "addi x0, x0, imm",     operands: "imm",             bits: "000 imm[5] 00000 imm[4:0] 01" },
  { name: "c.addi",     extension: "C", expansion: "addi rd, rd, imm",     operands: "rd, imm",         bits: "000 imm[5] rd imm[4:0] 01", except: "rd=0", hints: "imm=0" },
  { name: "c.addiw",    extension: "C", expansion: "addiw rd, rd, imm",    operands: "rd, imm",         bits: "001 imm[5] rd imm[4:0] 01", except: "rd=0" },
  { name: "c.li",       extension: "C", expansion: "addi rd, x0, imm",     operands: "rd, imm",         bits: "010 imm[5] rd imm[4:0] 01", hints: "rd=0" },
  { name: "c.addi16sp", extension: "C", expansion: "addi x2, x2, imm",     operands: "sp, imm",         bits: "011 imm[9] 00010 imm[4|6|8:7|5] 01", except: "imm=0" },
  { name: "c.lui",      extension: "C", expansion: "lui rd, imm",          operands: "rd, upper",       bits: "011 imm[17] rd imm[16:12] 01", except: "rd=2, imm=0", hints: "rd=0" },
  { name: "c.srli",     extension: "C", expansion: "srli rd, rd, shamt",   operands: "rd, shamt",       bits: "100 shamt[5] 00 rd' shamt[4:0] 01", hints: "shamt=0" },
  { name: "c.srai",     extension: "C", expansion: "srai rd, rd, shamt",   operands: "rd, shamt",       bits: "100 shamt[5] 01 rd' shamt[4:0] 01", hints: "shamt=0" },
  { name: "c.andi",     extension: "C", expansion: "andi rd, rd, imm",     operands: "rd, imm",         bits: "100 imm[5] 10 rd' imm[4:0] 01" },
  { name: "c.sub",      extension: "C", expansion: "sub rd, rd, rs2",      operands: "rd, rs2",         bits: "100011 rd' 00 rs2' 01" },
  { name: "c.xor",      extension: "C", expansion: "xor rd, rd, rs2",      operands: "rd, rs2",         bits: "100011 rd' 01 rs2' 01" },
  { name: "c.or",       extension: "C", expansion: "or rd, rd, rs2",       operands: "rd, rs2",         bits: "100011 rd' 10 rs2' 01" },
  { name: "c.and",      extension: "C", expansion: "and rd, rd, rs2",      operands: "rd, rs2",         bits: "100011 rd' 11 rs2' 01" },
  { name: "c.subw",     extension: "C", expansion: "subw rd, rd, rs2",     operands: "rd, rs2",         bits: "100111 rd' 00 rs2' 01" },
  { name: "c.addw",     extension: "C", expansion: "addw rd, rd, rs2",     operands: "rd, rs2",         bits: "100111 rd' 01 rs2' 01" },
  { name: "c.j",        extension: "C", expansion: "jal x0, imm",          operands: "offset",          bits: "101 imm[11|4|9:8|10|6|7|3:1|5] 01" },
  { name: "c.beqz",     extension: "C", expansion: "beq rs1, x0, imm",     operands: "rs1, offset",     bits: "110 imm[8|4:3] rs1' imm[7:6|2:1|5] 01" },
  { name: "c.bnez",     extension: "C", expansion: "bne rs1, x0, imm",     operands: "rs1, offset",     bits: "111 imm[8|4:3] rs1' imm[7:6|2:1|5] 01" },

  { name: "c.slli",     extension: "C", expansion: "slli rd, rd, shamt",   operands: "rd, shamt",       bits: "000 shamt[5] rd shamt[4:0] 10", hints: "rd=0, shamt=0" },
  { name: "c.fldsp",    extension: "C", expansion: "fld frd, uimm(x2)",    operands: "frd, uimm(sp)",   bits: "001 uimm[5] rd uimm[4:3|8:6] 10" },
  { name: "c.lwsp",     extension: "C", expansion: "lw rd, uimm(x2)",      operands: "rd, uimm(sp)",    bits: "010 uimm[5] rd uimm[4:2|7:6] 10", except: "rd=0" },
  { name: "c.ldsp",     extension: "C", expansion: "ld rd, uimm(x2)",      operands: "rd, uimm(sp)",    bits: "011 uimm[5] rd uimm[4:3|8:6] 10", except: "rd=0" },
  { name: "c.jr",       extension: "C", expansion: "jalr x0, 0(rs1)",      operands: "rs1",             bits: "1000 rs1 00000 10", except: "rs1=0" },
  { name: "c.mv",       extension: "C", expansion: "add rd, x0, rs2",      operands: "rd, rs2",         bits: "1000 rd rs2 10", except: "rs2=0", hints: "rd=0" },
  { name: "c.ebreak",   extension: "C", expansion: "ebreak",               operands: "",                bits: "1001 00000 00000 10" },
  { name: "c.jalr",     extension: "C", expansion: "jalr x1, 0(rs1)",      operands: "rs1",             bits: "1001 rs1 00000 10", except: "rs1=0" },
  { name: "c.add",      extension: "C", expansion: "add rd, rd, rs2",      operands: "rd, rs2",         bits: "1001 rd rs2 10", except: "rs2=0", hints: "rd=0" },
  { name: "c.fsdsp",    extension: "C", expansion: "fsd frs2, uimm(x2)",   operands: "frs2, uimm(sp)",  bits: "101 uimm[5:3|8:6] rs2 10" },
  { name: "c.swsp",     extension: "C", expansion: "sw rs2, uimm(x2)",     operands: "rs2, uimm(sp)",   bits: "110 uimm[5:2|7:6] rs2 10" },
  { name: "c.sdsp",     extension: "C", expansion: "sd rs2, uimm(x2)",     operands: "rs2, uimm(sp)",   bits: "111 uimm[5:3|8:6] rs2 10" },

  { name: "c.lbu",      extension: "Zcb", expansion: "lbu rd, uimm(rs1)",  operands: "rd, uimm(rs1)",   bits: "100000 rs1' uimm[0|1] rd' 00" },
  { name: "c.lhu",      extension: "Zcb", expansion: "lhu rd, uimm(rs1)",  operands: "rd, uimm(rs1)",   bits: "100001 rs1' 0 uimm[1] rd' 00" },
  { name: "c.lh",       extension: "Zcb", expansion: "lh rd, uimm(rs1)",   operands: "rd, uimm(rs1)",   bits: "100001 rs1' 1 uimm[1] rd' 00" },
  { name: "c.sb",       extension: "Zcb", expansion: "sb rs2, uimm(rs1)",  operands: "rs2, uimm(rs1)",  bits: "100010 rs1' uimm[0|1] rs2' 00" },
  { name: "c.sh",       extension: "Zcb", expansion: "sh rs2, uimm(rs1)",  operands: "rs2, uimm(rs1)",  bits: "100011 rs1' 0 uimm[1] rs2' 00" },
  { name: "c.zext.b",   extension: "Zcb", expansion: "andi rd, rd, 255",   operands: "rd",              bits: "100111 rd' 11000 01" },
  { name: "c.sext.b",   extension: "Zcb", expansion: "sext.b rd, rd",      operands: "rd",              bits: "100111 rd' 11001 01" },
  { name: "c.zext.h",   extension: "Zcb", expansion: "zext.h rd, rd",      operands: "rd",              bits: "100111 rd' 11010 01" },
  { name: "c.sext.h",   extension: "Zcb", expansion: "sext.h rd, rd",      operands: "rd",              bits: "100111 rd' 11011 01" },
  { name: "c.zext.w",   extension: "Zcb", expansion: "add.uw rd, rd, x0",  operands: "rd",              bits: "100111 rd' 11100 01" },
  { name: "c.not",      extension: "Zcb", expansion: "xori rd, rd, -1",    operands: "rd",              bits: "100111 rd' 11101 01" },
  { name: "c.mul",      extension: "Zcb", expansion: "mul rd, rd, rs2",    operands: "rd, rs2",         bits: "100111 rd' 10 rs2' 01" },
] as const satisfies readonly CompressedRow[];

/** The name of a compressed instruction. */
export type CompressedMnemonic = (typeof COMPRESSED_ROWS)[number]["name"];
