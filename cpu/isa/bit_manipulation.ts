// SPDX-License-Identifier: MPL-2.0
// The rows of the bit-manipulation extensions Zba, Zbb, Zbc and Zbs ("RISC-V Bit-Manipulation
// ISA-extensions", version 1.0), of Zbkb and Zbkc ("RISC-V Cryptography Extensions", volume I), and of
// Zicond ("RISC-V Integer Conditional Operations"), part of the table in table.ts.

import type { InstructionRow } from "./row.ts";

// deno-fmt-ignore
export const BIT_MANIPULATION_ROWS = [
  { name: "add.uw",    extension: "Zba", operands: "rd, rs1, rs2",   bits: "0000100 rs2 rs1 000 rd 0111011" },
  { name: "sh1add",    extension: "Zba", operands: "rd, rs1, rs2",   bits: "0010000 rs2 rs1 010 rd 0110011" },
  { name: "sh1add.uw", extension: "Zba", operands: "rd, rs1, rs2",   bits: "0010000 rs2 rs1 010 rd 0111011" },
  { name: "sh2add",    extension: "Zba", operands: "rd, rs1, rs2",   bits: "0010000 rs2 rs1 100 rd 0110011" },
  { name: "sh2add.uw", extension: "Zba", operands: "rd, rs1, rs2",   bits: "0010000 rs2 rs1 100 rd 0111011" },
  { name: "sh3add",    extension: "Zba", operands: "rd, rs1, rs2",   bits: "0010000 rs2 rs1 110 rd 0110011" },
  { name: "sh3add.uw", extension: "Zba", operands: "rd, rs1, rs2",   bits: "0010000 rs2 rs1 110 rd 0111011" },
  { name: "slli.uw",   extension: "Zba", operands: "rd, rs1, shamt", bits: "000010 shamt[5:0] rs1 001 rd 0011011" },

  { name: "andn",   extension: "Zbb", operands: "rd, rs1, rs2",   bits: "0100000 rs2 rs1 111 rd 0110011", also: "Zbkb" },
  { name: "orn",    extension: "Zbb", operands: "rd, rs1, rs2",   bits: "0100000 rs2 rs1 110 rd 0110011", also: "Zbkb" },
  { name: "xnor",   extension: "Zbb", operands: "rd, rs1, rs2",   bits: "0100000 rs2 rs1 100 rd 0110011", also: "Zbkb" },
  { name: "clz",    extension: "Zbb", operands: "rd, rs1",        bits: "011000000000 rs1 001 rd 0010011" },
  { name: "clzw",   extension: "Zbb", operands: "rd, rs1",        bits: "011000000000 rs1 001 rd 0011011" },
  { name: "ctz",    extension: "Zbb", operands: "rd, rs1",        bits: "011000000001 rs1 001 rd 0010011" },
  { name: "ctzw",   extension: "Zbb", operands: "rd, rs1",        bits: "011000000001 rs1 001 rd 0011011" },
  { name: "cpop",   extension: "Zbb", operands: "rd, rs1",        bits: "011000000010 rs1 001 rd 0010011" },
  { name: "cpopw",  extension: "Zbb", operands: "rd, rs1",        bits: "011000000010 rs1 001 rd 0011011" },
  { name: "max",    extension: "Zbb", operands: "rd, rs1, rs2",   bits: "0000101 rs2 rs1 110 rd 0110011" },
  { name: "maxu",   extension: "Zbb", operands: "rd, rs1, rs2",   bits: "0000101 rs2 rs1 111 rd 0110011" },
  { name: "min",    extension: "Zbb", operands: "rd, rs1, rs2",   bits: "0000101 rs2 rs1 100 rd 0110011" },
  { name: "minu",   extension: "Zbb", operands: "rd, rs1, rs2",   bits: "0000101 rs2 rs1 101 rd 0110011" },
  { name: "sext.b", extension: "Zbb", operands: "rd, rs1",        bits: "011000000100 rs1 001 rd 0010011" },
  { name: "sext.h", extension: "Zbb", operands: "rd, rs1",        bits: "011000000101 rs1 001 rd 0010011" },
  { name: "zext.h", extension: "Zbb", operands: "rd, rs1",        bits: "000010000000 rs1 100 rd 0111011" },
  { name: "rol",    extension: "Zbb", operands: "rd, rs1, rs2",   bits: "0110000 rs2 rs1 001 rd 0110011", also: "Zbkb" },
  { name: "rolw",   extension: "Zbb", operands: "rd, rs1, rs2",   bits: "0110000 rs2 rs1 001 rd 0111011", also: "Zbkb" },
  { name: "ror",    extension: "Zbb", operands: "rd, rs1, rs2",   bits: "0110000 rs2 rs1 101 rd 0110011", also: "Zbkb" },
  { name: "rori",   extension: "Zbb", operands: "rd, rs1, shamt", bits: "011000 shamt[5:0] rs1 101 rd 0010011", also: "Zbkb" },
  { name: "roriw",  extension: "Zbb", operands: "rd, rs1, shamt", bits: "0110000 shamt[4:0] rs1 101 rd 0011011", also: "Zbkb" },
  { name: "rorw",   extension: "Zbb", operands: "rd, rs1, rs2",   bits: "0110000 rs2 rs1 101 rd 0111011", also: "Zbkb" },
  { name: "orc.b",  extension: "Zbb", operands: "rd, rs1",        bits: "001010000111 rs1 101 rd 0010011" },
  { name: "rev8",   extension: "Zbb", operands: "rd, rs1",        bits: "011010111000 rs1 101 rd 0010011", also: "Zbkb" },

  { name: "bclr",  extension: "Zbs", operands: "rd, rs1, rs2",   bits: "0100100 rs2 rs1 001 rd 0110011" },
  { name: "bclri", extension: "Zbs", operands: "rd, rs1, shamt", bits: "010010 shamt[5:0] rs1 001 rd 0010011" },
  { name: "bext",  extension: "Zbs", operands: "rd, rs1, rs2",   bits: "0100100 rs2 rs1 101 rd 0110011" },
  { name: "bexti", extension: "Zbs", operands: "rd, rs1, shamt", bits: "010010 shamt[5:0] rs1 101 rd 0010011" },
  { name: "binv",  extension: "Zbs", operands: "rd, rs1, rs2",   bits: "0110100 rs2 rs1 001 rd 0110011" },
  { name: "binvi", extension: "Zbs", operands: "rd, rs1, shamt", bits: "011010 shamt[5:0] rs1 001 rd 0010011" },
  { name: "bset",  extension: "Zbs", operands: "rd, rs1, rs2",   bits: "0010100 rs2 rs1 001 rd 0110011" },
  { name: "bseti", extension: "Zbs", operands: "rd, rs1, shamt", bits: "001010 shamt[5:0] rs1 001 rd 0010011" },

  { name: "czero.eqz", extension: "Zicond", operands: "rd, rs1, rs2", bits: "0000111 rs2 rs1 101 rd 0110011" },
  { name: "czero.nez", extension: "Zicond", operands: "rd, rs1, rs2", bits: "0000111 rs2 rs1 111 rd 0110011" },

  { name: "clmul",  extension: "Zbc", operands: "rd, rs1, rs2", bits: "0000101 rs2 rs1 001 rd 0110011", also: "Zbkc" },
  { name: "clmulh", extension: "Zbc", operands: "rd, rs1, rs2", bits: "0000101 rs2 rs1 011 rd 0110011", also: "Zbkc" },
  { name: "clmulr", extension: "Zbc", operands: "rd, rs1, rs2", bits: "0000101 rs2 rs1 010 rd 0110011" },

  // With rs2 = x0, packw is zext.h.
  { name: "pack",  extension: "Zbkb", operands: "rd, rs1, rs2", bits: "0000100 rs2 rs1 100 rd 0110011" },
  { name: "packh", extension: "Zbkb", operands: "rd, rs1, rs2", bits: "0000100 rs2 rs1 111 rd 0110011" },
  { name: "packw", extension: "Zbkb", operands: "rd, rs1, rs2", bits: "0000100 rs2 rs1 100 rd 0111011", except: "rs2=0" },
  { name: "brev8", extension: "Zbkb", operands: "rd, rs1",      bits: "011010000111 rs1 101 rd 0010011" },
] as const satisfies readonly InstructionRow[];
