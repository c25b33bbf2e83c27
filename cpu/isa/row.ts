// SPDX-License-Identifier: MPL-2.0
// A row of the instruction table: how the manual writes an instruction, and the operands as
// assemblers write them. Rows say how an instruction is encoded, never what it does.

/** The extensions in the table. */
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
  | "Zicond"
  | "Zbc"
  | "Zbkb"
  | "Zbkc"
  | "Zcb"
  | "Zicbom"
  | "Zicbop"
  | "Zicboz"
  | "Zihintpause"
  | "Svinval"
  | "H";

/** One instruction, as the manual lists it. */
export interface InstructionRow {
  /** The mnemonic, as assemblers write it. */
  readonly name: string;
  /** The extension it belongs to. */
  readonly extension: Extension;
  /** Another extension that has it, too. */
  readonly also?: Extension;
  /**
   * The operands in assembly order:
   *
   * - `rd`, `rs1`, `rs2`: integer registers; `frd`, `frs1`, `frs2`, `frs3`: floating-point registers;
   * - `imm`: a signed immediate; `shamt`, `csr`, `uimm`: unsigned fields;
   * - `upper`: the upper 20 bits of a 32-bit value, written shifted right by 12;
   * - `imm(rs1)`: a base register with a signed offset; `(rs1)`: a base register alone;
   * - `offset`: a branch target, encoded as its distance from the instruction;
   * - `rm`: a rounding mode; when it is left out, the dynamic one;
   * - `pred`, `succ`: the sets of a fence; `sp`: the stack pointer itself.
   */
  readonly operands: string;
  /**
   * The encoding, 16 or 32 bits, most significant bit first: literal bits, and fields by name with
   * the bits of the value they hold. Register fields are five bits wide; with a prime (`rd'`) they
   * are three bits wide and hold x8 to x15.
   */
  readonly bits: string;
  /** Field values that belong to another row, or are reserved: `rs2=0`. */
  readonly except?: string;
}
