// SPDX-License-Identifier: MPL-2.0
// The rows of privileged instructions (manual, volume II; extensions Svinval and H; cbo.inval), part of the table in
// table.ts. Kernels that contain them are assembled and disassembled; a program that executes one
// gets an illegal-instruction trap, as in user mode on any hart.

import type { InstructionRow } from "./row.ts";

// deno-fmt-ignore
export const PRIVILEGED_ROWS = [
  { name: "sret",            extension: "I",       operands: "",           bits: "000100000010 00000 000 00000 1110011" },
  { name: "mret",            extension: "I",       operands: "",           bits: "001100000010 00000 000 00000 1110011" },
  { name: "dret",            extension: "I",       operands: "",           bits: "011110110010 00000 000 00000 1110011" },
  { name: "wfi",             extension: "I",       operands: "",           bits: "000100000101 00000 000 00000 1110011" },
  { name: "sfence.vma",      extension: "I",       operands: "rs1, rs2",   bits: "0001001 rs2 rs1 000 00000 1110011" },

  // It could bring back old data, so kernels do not allow it in user mode.
  { name: "cbo.inval",       extension: "Zicbom",  operands: "(rs1)",      bits: "000000000000 rs1 010 00000 0001111" },

  { name: "sinval.vma",      extension: "Svinval", operands: "rs1, rs2",   bits: "0001011 rs2 rs1 000 00000 1110011" },
  { name: "sfence.w.inval",  extension: "Svinval", operands: "",           bits: "000110000000 00000 000 00000 1110011" },
  { name: "sfence.inval.ir", extension: "Svinval", operands: "",           bits: "000110000001 00000 000 00000 1110011" },
  { name: "hinval.vvma",     extension: "Svinval", operands: "rs1, rs2",   bits: "0010011 rs2 rs1 000 00000 1110011" },
  { name: "hinval.gvma",     extension: "Svinval", operands: "rs1, rs2",   bits: "0110011 rs2 rs1 000 00000 1110011" },

  { name: "hfence.vvma",     extension: "H",       operands: "rs1, rs2",   bits: "0010001 rs2 rs1 000 00000 1110011" },
  { name: "hfence.gvma",     extension: "H",       operands: "rs1, rs2",   bits: "0110001 rs2 rs1 000 00000 1110011" },
  { name: "hlv.b",           extension: "H",       operands: "rd, (rs1)",  bits: "011000000000 rs1 100 rd 1110011" },
  { name: "hlv.bu",          extension: "H",       operands: "rd, (rs1)",  bits: "011000000001 rs1 100 rd 1110011" },
  { name: "hlv.h",           extension: "H",       operands: "rd, (rs1)",  bits: "011001000000 rs1 100 rd 1110011" },
  { name: "hlv.hu",          extension: "H",       operands: "rd, (rs1)",  bits: "011001000001 rs1 100 rd 1110011" },
  { name: "hlvx.hu",         extension: "H",       operands: "rd, (rs1)",  bits: "011001000011 rs1 100 rd 1110011" },
  { name: "hlv.w",           extension: "H",       operands: "rd, (rs1)",  bits: "011010000000 rs1 100 rd 1110011" },
  { name: "hlv.wu",          extension: "H",       operands: "rd, (rs1)",  bits: "011010000001 rs1 100 rd 1110011" },
  { name: "hlvx.wu",         extension: "H",       operands: "rd, (rs1)",  bits: "011010000011 rs1 100 rd 1110011" },
  { name: "hlv.d",           extension: "H",       operands: "rd, (rs1)",  bits: "011011000000 rs1 100 rd 1110011" },
  { name: "hsv.b",           extension: "H",       operands: "rs2, (rs1)", bits: "0110001 rs2 rs1 100 00000 1110011" },
  { name: "hsv.h",           extension: "H",       operands: "rs2, (rs1)", bits: "0110011 rs2 rs1 100 00000 1110011" },
  { name: "hsv.w",           extension: "H",       operands: "rs2, (rs1)", bits: "0110101 rs2 rs1 100 00000 1110011" },
  { name: "hsv.d",           extension: "H",       operands: "rs2, (rs1)", bits: "0110111 rs2 rs1 100 00000 1110011" },
] as const satisfies readonly InstructionRow[];
