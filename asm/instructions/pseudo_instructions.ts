// SPDX-License-Identifier: MPL-2.0
// The pseudo-instructions that only the assembler knows: aliases that the disassembler never writes,
// because aliases.ts has a better name, and those that become several instructions, which
// pseudo_expansion.ts writes. The names are
// those that GNU as accepts for RV64IMFD.

import { CSR } from "../../cpu/isa/csr.ts";
import type { Mnemonic } from "../../cpu/isa/table.ts";
import { REGISTER } from "../../cpu/isa/registers.ts";
import type { Alias } from "./aliases.ts";

/** More ways to write one instruction. */
export const MORE_ALIASES: readonly Alias[] = [
  { of: "addi", when: { imm: 0 }, name: "move", operands: "rd, rs1" },
  { of: "andi", when: { imm: 255 }, name: "zext.b", operands: "rd, rs1" },
  { of: "sub", when: { rs1: 0 }, name: "neg", operands: "rd, rs2" },

  { of: "slt", when: {}, name: "sgt", operands: "rd, rs2, rs1" },
  { of: "sltu", when: {}, name: "sgtu", operands: "rd, rs2, rs1" },
  { of: "blt", when: {}, name: "bgt", operands: "rs2, rs1, offset" },
  { of: "bltu", when: {}, name: "bgtu", operands: "rs2, rs1, offset" },
  { of: "bge", when: {}, name: "ble", operands: "rs2, rs1, offset" },
  { of: "bgeu", when: {}, name: "bleu", operands: "rs2, rs1, offset" },

  { of: "jalr", when: {}, name: "jalr", operands: "rd, rs1, imm" },
  { of: "jalr", when: { rd: REGISTER.ra }, name: "jalr", operands: "rs1, imm" },
  { of: "jalr", when: { rd: 0 }, name: "jr", operands: "rs1, imm" },

  // The register forms also take a number, for the immediate forms.
  { of: "addi", when: {}, name: "add", operands: "rd, rs1, imm" },
  { of: "addiw", when: {}, name: "addw", operands: "rd, rs1, imm" },
  { of: "andi", when: {}, name: "and", operands: "rd, rs1, imm" },
  { of: "ori", when: {}, name: "or", operands: "rd, rs1, imm" },
  { of: "xori", when: {}, name: "xor", operands: "rd, rs1, imm" },
  { of: "slti", when: {}, name: "slt", operands: "rd, rs1, imm" },
  { of: "sltiu", when: {}, name: "sltu", operands: "rd, rs1, imm" },
  { of: "slli", when: {}, name: "sll", operands: "rd, rs1, shamt" },
  { of: "srli", when: {}, name: "srl", operands: "rd, rs1, shamt" },
  { of: "srai", when: {}, name: "sra", operands: "rd, rs1, shamt" },
  { of: "slliw", when: {}, name: "sllw", operands: "rd, rs1, shamt" },
  { of: "srliw", when: {}, name: "srlw", operands: "rd, rs1, shamt" },
  { of: "sraiw", when: {}, name: "sraw", operands: "rd, rs1, shamt" },

  { of: "rori", when: {}, name: "ror", operands: "rd, rs1, shamt" },
  { of: "roriw", when: {}, name: "rorw", operands: "rd, rs1, shamt" },
  { of: "bclri", when: {}, name: "bclr", operands: "rd, rs1, shamt" },
  { of: "bexti", when: {}, name: "bext", operands: "rd, rs1, shamt" },
  { of: "binvi", when: {}, name: "binv", operands: "rd, rs1, shamt" },
  { of: "bseti", when: {}, name: "bset", operands: "rd, rs1, shamt" },

  { of: "csrrwi", when: { rd: 0 }, name: "csrw", operands: "csr, uimm" },
  { of: "csrrsi", when: { rd: 0 }, name: "csrs", operands: "csr, uimm" },
  { of: "csrrci", when: { rd: 0 }, name: "csrc", operands: "csr, uimm" },
  { of: "csrrwi", when: {}, name: "csrrw", operands: "rd, csr, uimm" },
  { of: "csrrsi", when: {}, name: "csrrs", operands: "rd, csr, uimm" },
  { of: "csrrci", when: {}, name: "csrrc", operands: "rd, csr, uimm" },

  { of: "flt.s", when: {}, name: "fgt.s", operands: "rd, frs2, frs1" },
  { of: "fle.s", when: {}, name: "fge.s", operands: "rd, frs2, frs1" },
  { of: "flt.d", when: {}, name: "fgt.d", operands: "rd, frs2, frs1" },
  { of: "fle.d", when: {}, name: "fge.d", operands: "rd, frs2, frs1" },
  { of: "fmv.x.w", when: {}, name: "fmv.x.s", operands: "rd, frs1" },
  { of: "fmv.w.x", when: {}, name: "fmv.s.x", operands: "frd, rs1" },
  { of: "csrrs", when: { csr: CSR.fcsr, rs1: 0 }, name: "frsr", operands: "rd" },
  { of: "csrrw", when: { csr: CSR.fcsr, rd: 0 }, name: "fssr", operands: "rs1" },
  { of: "csrrw", when: { csr: CSR.fcsr }, name: "fssr", operands: "rd, rs1" },
  { of: "csrrwi", when: { csr: CSR.frm, rd: 0 }, name: "fsrmi", operands: "uimm" },
  { of: "csrrwi", when: { csr: CSR.fflags, rd: 0 }, name: "fsflagsi", operands: "uimm" },

  { of: "ecall", when: {}, name: "scall", operands: "" },
  { of: "ebreak", when: {}, name: "sbreak", operands: "" },
];

/** A pseudo-instruction that becomes several instructions. */
export interface Macro {
  readonly name: string;
  /** Its operands: registers as in the instruction table, `symbol` an address, `value` a number. */
  readonly operands: string;
  /** How it is expanded. */
  readonly expansion: Expansion;
}

/** The ways in which pseudo-instructions are expanded. */
export type Expansion =
  | "constant"
  | "address"
  | "gotAddress"
  | "threadOffset"
  | "threadPair"
  | "call"
  | "tail"
  | "load"
  | "store"
  | "floatLoad"
  | "floatStore"
  | "extend";

const LOADS = ["lb", "lh", "lw", "ld", "lbu", "lhu", "lwu"] as const;
const STORES = ["sb", "sh", "sw", "sd"] as const;
const FLOAT_LOADS = ["flw", "fld"] as const;
const FLOAT_STORES = ["fsw", "fsd"] as const;

/** The pseudo-instructions that become several instructions. */
export const MACROS: readonly Macro[] = [
  { name: "li", operands: "rd, value", expansion: "constant" },
  { name: "la", operands: "rd, symbol", expansion: "address" },
  { name: "lla", operands: "rd, symbol", expansion: "address" },
  { name: "lga", operands: "rd, symbol", expansion: "gotAddress" },
  { name: "la.tls.ie", operands: "rd, symbol", expansion: "threadOffset" },
  { name: "la.tls.gd", operands: "rd, symbol", expansion: "threadPair" },
  { name: "call", operands: "symbol", expansion: "call" },
  { name: "call", operands: "rd, symbol", expansion: "call" },
  { name: "tail", operands: "symbol", expansion: "tail" },
  { name: "jump", operands: "symbol, rd", expansion: "tail" },
  ...LOADS.map((name): Macro => ({ name, operands: "rd, symbol", expansion: "load" })),
  ...STORES.map((name): Macro => ({ name, operands: "rs2, symbol, rd", expansion: "store" })),
  // Their own register cannot hold the address.
  ...FLOAT_LOADS.map((name): Macro => ({
    name,
    operands: "frd, symbol, rd",
    expansion: "floatLoad",
  })),
  ...FLOAT_STORES.map((name): Macro => ({
    name,
    operands: "frs2, symbol, rd",
    expansion: "floatStore",
  })),
  ...["sext.b", "sext.h", "zext.h", "zext.w"].map((name): Macro => ({
    name,
    operands: "rd, rs1",
    expansion: "extend",
  })),
];

/** How the lower part of a register is extended. */
interface ExtensionRule {
  /** The distance to shift left and then right. */
  readonly shift: number;
  /** The right shift: arithmetic for the sign, logical for zeros. */
  readonly right: "srai" | "srli";
  /** The instruction that does the same, used where its extension was named. */
  readonly single: Mnemonic;
}

/** The pseudo-instructions that extend the lower part of a register. */
export const EXTENSIONS: Readonly<Record<string, ExtensionRule>> = {
  "sext.b": { shift: 56, right: "srai", single: "sext.b" },
  "sext.h": { shift: 48, right: "srai", single: "sext.h" },
  "zext.h": { shift: 48, right: "srli", single: "zext.h" },
  "zext.w": { shift: 32, right: "srli", single: "add.uw" },
};
