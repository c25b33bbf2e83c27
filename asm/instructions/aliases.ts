// SPDX-License-Identifier: MPL-2.0
// The pseudo-instructions that stand for exactly one instruction, one row each: the fields of the
// instruction that are fixed, and how the pseudo-instruction is written (RISC-V Assembly Programmer's
// Manual, "A listing of standard RISC-V pseudoinstructions"; GNU objdump uses the same names). The
// disassembler writes these names: every row assembles back to the same word. An alias that it should not
// write goes into pseudo_instructions.ts.

import { CSR } from "../../cpu/isa/csr.ts";
import { ENCODINGS, type FieldName } from "../../cpu/isa/encoding.ts";
import type { CompressedMnemonic } from "../../cpu/isa/compressed.ts";
import type { Extension, Mnemonic } from "../../cpu/isa/table.ts";
import { REGISTER } from "../../cpu/isa/registers.ts";

/** A more readable way to write an instruction. */
export interface Alias {
  /** The instruction that it stands for. */
  readonly of: Mnemonic;
  /** The values of fixed fields. Fields neither here nor in `operands` are zero. */
  readonly when: { readonly [name in FieldName]?: number };
  /** The name of the pseudo-instruction. */
  readonly name: string;
  /** Its operands, in the notation of the instruction table; `block(rs1)` is a base with 32 times n. */
  readonly operands: string;
  /** The extension that it needs, where that of the instruction does not suffice. */
  readonly extension?: Extension;
}

/** Fence sets as numbers: device input, device output, memory reads, memory writes. */
const IORW = 0b1111;
const RW = 0b0011;
const W = 0b0001;
/** The mode field of fence.tso. */
const FM_TSO = 0b1000;

/** Hints for caches: the lower bits of the immediate say which. */
const prefetches = ["prefetch.i", "prefetch.r", undefined, "prefetch.w"].flatMap(
  (name, imm): Alias[] =>
    name === undefined
      ? []
      : [{ of: "ori", when: { rd: 0, imm }, name, operands: "block(rs1)", extension: "Zicbop" }],
);

/** The instructions that read and write fcsr and its fields. */
function floatCsrAliases(name: "fcsr" | "frm" | "fflags", read: string, swap: string): Alias[] {
  const csr = CSR[name];
  const withImmediate: Alias[] = name === "fcsr" ? [] : [
    { of: "csrrwi", when: { csr }, name: `${swap}i`, operands: "rd, uimm" },
  ];
  return [
    { of: "csrrs", when: { csr, rs1: 0 }, name: read, operands: "rd" },
    { of: "csrrw", when: { csr, rd: 0 }, name: swap, operands: "rs1" },
    { of: "csrrw", when: { csr }, name: swap, operands: "rd, rs1" },
    ...withImmediate,
  ];
}

/** A way to write a compressed instruction without operands that are 0. */
export interface CompressedAlias {
  readonly of: CompressedMnemonic;
  readonly name: string;
  readonly operands: string;
}

/** Other names of compressed instructions. */
export const COMPRESSED_ALIASES: readonly CompressedAlias[] = [
  { of: "c.nop", name: "c.nop", operands: "" },
  { of: "c.slli", name: "c.slli64", operands: "rd" },
  { of: "c.srli", name: "c.srli64", operands: "rd" },
  { of: "c.srai", name: "c.srai64", operands: "rd" },
];

/** The suffixes that order atomic instructions: acquire, release, or both. */
const ORDERED: readonly Alias[] = ENCODINGS.filter(({ row }) => row.extension === "A").flatMap(
  ({ mnemonic, row: { operands } }): Alias[] => [
    { of: mnemonic, when: { aq: 1 }, name: `${mnemonic}.aq`, operands },
    { of: mnemonic, when: { rl: 1 }, name: `${mnemonic}.rl`, operands },
    { of: mnemonic, when: { aq: 1, rl: 1 }, name: `${mnemonic}.aqrl`, operands },
  ],
);

/** The aliases. Of several that match an instruction, the disassembler uses the first. */
export const ALIASES: readonly Alias[] = [
  { of: "addi", when: { rd: 0, rs1: 0, imm: 0 }, name: "nop", operands: "" },
  { of: "addi", when: { rs1: 0 }, name: "li", operands: "rd, imm" },
  { of: "addi", when: { imm: 0 }, name: "mv", operands: "rd, rs1" },
  { of: "addiw", when: { imm: 0 }, name: "sext.w", operands: "rd, rs1" },
  { of: "xori", when: { imm: -1 }, name: "not", operands: "rd, rs1" },
  { of: "andi", when: { imm: 255 }, name: "zext.b", operands: "rd, rs1" },
  { of: "sub", when: { rs1: 0 }, name: "neg", operands: "rd, rs2" },
  { of: "subw", when: { rs1: 0 }, name: "negw", operands: "rd, rs2" },

  { of: "sltiu", when: { imm: 1 }, name: "seqz", operands: "rd, rs1" },
  { of: "sltu", when: { rs1: 0 }, name: "snez", operands: "rd, rs2" },
  { of: "slt", when: { rs2: 0 }, name: "sltz", operands: "rd, rs1" },
  { of: "slt", when: { rs1: 0 }, name: "sgtz", operands: "rd, rs2" },

  { of: "beq", when: { rs2: 0 }, name: "beqz", operands: "rs1, offset" },
  { of: "bne", when: { rs2: 0 }, name: "bnez", operands: "rs1, offset" },
  { of: "bge", when: { rs1: 0 }, name: "blez", operands: "rs2, offset" },
  { of: "bge", when: { rs2: 0 }, name: "bgez", operands: "rs1, offset" },
  { of: "blt", when: { rs2: 0 }, name: "bltz", operands: "rs1, offset" },
  { of: "blt", when: { rs1: 0 }, name: "bgtz", operands: "rs2, offset" },

  { of: "jal", when: { rd: 0 }, name: "j", operands: "offset" },
  { of: "jal", when: { rd: REGISTER.ra }, name: "jal", operands: "offset" },
  { of: "jalr", when: { rd: 0, rs1: REGISTER.ra, imm: 0 }, name: "ret", operands: "" },
  { of: "jalr", when: { rd: 0, imm: 0 }, name: "jr", operands: "rs1" },
  { of: "jalr", when: { rd: 0 }, name: "jr", operands: "imm(rs1)" },
  { of: "jalr", when: { rd: REGISTER.ra, imm: 0 }, name: "jalr", operands: "rs1" },
  { of: "jalr", when: { rd: REGISTER.ra }, name: "jalr", operands: "imm(rs1)" },
  { of: "jalr", when: { imm: 0 }, name: "jalr", operands: "rd, rs1" },

  { of: "fence", when: { pred: IORW, succ: IORW }, name: "fence", operands: "" },
  {
    of: "fence",
    when: { pred: W, succ: 0 },
    name: "pause",
    operands: "",
    extension: "Zihintpause",
  },
  ...prefetches,
  { of: "sfence.vma", when: { rs1: 0, rs2: 0 }, name: "sfence.vma", operands: "" },
  { of: "sfence.vma", when: { rs2: 0 }, name: "sfence.vma", operands: "rs1" },
  { of: "hfence.vvma", when: { rs1: 0, rs2: 0 }, name: "hfence.vvma", operands: "" },
  { of: "hfence.vvma", when: { rs2: 0 }, name: "hfence.vvma", operands: "rs1" },
  { of: "hfence.gvma", when: { rs1: 0, rs2: 0 }, name: "hfence.gvma", operands: "" },
  { of: "hfence.gvma", when: { rs2: 0 }, name: "hfence.gvma", operands: "rs1" },
  { of: "fence", when: { fm: FM_TSO, pred: RW, succ: RW }, name: "fence.tso", operands: "" },

  // The conventional illegal instruction: a write to a read-only register.
  { of: "csrrw", when: { csr: CSR.cycle, rd: 0, rs1: 0 }, name: "unimp", operands: "" },
  { of: "csrrs", when: { csr: CSR.cycle, rs1: 0 }, name: "rdcycle", operands: "rd" },
  { of: "csrrs", when: { csr: CSR.time, rs1: 0 }, name: "rdtime", operands: "rd" },
  { of: "csrrs", when: { csr: CSR.instret, rs1: 0 }, name: "rdinstret", operands: "rd" },
  ...floatCsrAliases("fcsr", "frcsr", "fscsr"),
  ...floatCsrAliases("frm", "frrm", "fsrm"),
  ...floatCsrAliases("fflags", "frflags", "fsflags"),
  { of: "csrrs", when: { rs1: 0 }, name: "csrr", operands: "rd, csr" },
  { of: "csrrw", when: { rd: 0 }, name: "csrw", operands: "csr, rs1" },
  { of: "csrrs", when: { rd: 0 }, name: "csrs", operands: "csr, rs1" },
  { of: "csrrc", when: { rd: 0 }, name: "csrc", operands: "csr, rs1" },
  { of: "csrrwi", when: { rd: 0 }, name: "csrwi", operands: "csr, uimm" },
  { of: "csrrsi", when: { rd: 0 }, name: "csrsi", operands: "csr, uimm" },
  { of: "csrrci", when: { rd: 0 }, name: "csrci", operands: "csr, uimm" },

  // `frs` goes into both fields, rs1 and rs2.
  { of: "fsgnj.s", when: {}, name: "fmv.s", operands: "frd, frs" },
  { of: "fsgnjn.s", when: {}, name: "fneg.s", operands: "frd, frs" },
  { of: "fsgnjx.s", when: {}, name: "fabs.s", operands: "frd, frs" },
  { of: "fsgnj.d", when: {}, name: "fmv.d", operands: "frd, frs" },
  { of: "fsgnjn.d", when: {}, name: "fneg.d", operands: "frd, frs" },
  { of: "fsgnjx.d", when: {}, name: "fabs.d", operands: "frd, frs" },

  { of: "add.uw", when: { rs2: 0 }, name: "zext.w", operands: "rd, rs1" },

  ...ORDERED,
];
