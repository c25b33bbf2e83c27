// SPDX-License-Identifier: MPL-2.0
// Floating-point operations on tables of operands, in guest code that loops: each operation in every
// rounding mode, given by the instruction and by frm, with no flags set before and with the inexact
// flag set, when engines may take a shortcut. Every result and all flags are compared.

import { assertEquals } from "@std/assert";
import { type Encoding, encodingOf } from "../../../cpu/isa/encoding.ts";
import type { Machine } from "../../../cpu/machine.ts";
import { FLAGS, type FloatOperation, MODES, type Outcome } from "./model.ts";
import { type Operands, takesInteger } from "./operands.ts";
import { assertTrap, CODE, code, DATA, ins, prepare } from "../harness.ts";

/** Registers of the loop: inputs, outputs and temporaries. */
const [IN, END, OUT, STATUS, SOURCE, RESULT] = [10, 11, 12, 13, 5, 6];
const FRESULT = 4;
const FCSR = 3;
const DYNAMIC = 7;
const TABLE_OUT = 0x3f_6000_0000n;

/** A way of executing an operation: the mode, and fcsr before. */
export interface Variant {
  readonly label: string;
  /** In the instruction. */
  readonly rm: number;
  /** The mode that counts. */
  readonly mode: number;
  readonly fcsr: number;
}

/** The ways of executing an operation. */
export function variantsOf({ fields }: Encoding): Variant[] {
  const before = [0, FLAGS.NX];
  const hasMode = fields.some(({ name }) => name === "rm");
  if (!hasMode) return before.map((fcsr) => ({ label: "", rm: 0, mode: 0, fcsr }));
  return MODES.flatMap((name, mode) =>
    before.flatMap((fcsr) => [
      // Another mode in frm must not matter.
      { label: name, rm: mode, mode, fcsr: fcsr | (((mode + 1) % 5) << 5) },
      { label: `dyn ${name}`, rm: DYNAMIC, mode, fcsr: fcsr | (mode << 5) },
    ])
  );
}

const hex = (value: bigint | number | undefined) => `0x${value?.toString(16)}`;

const known = new Map<string, Map<number, Outcome>>();

/** The model's outcomes by mode, cached because every engine gets the same cases. */
function outcomesOf(mnemonic: string, operands: string): Map<number, Outcome> {
  const key = `${mnemonic} ${operands}`;
  const outcomes = known.get(key) ?? new Map<number, Outcome>();
  // Bounds the memory that the cache takes.
  if (known.size < 100_000) known.set(key, outcomes);
  return outcomes;
}

/** Executes an operation on all operands and compares with what `operation` says. */
export function checkFloatCases(
  machine: Machine,
  mnemonic: string,
  operation: FloatOperation,
  operands: readonly Operands[],
): void {
  const encoding = encodingOf(mnemonic);
  if (encoding === undefined) throw new RangeError(`Cannot check ${mnemonic}: there is none`);
  const name = encoding.mnemonic;
  const variants = variantsOf(encoding);
  const rd = encoding.floats.has("rd") ? FRESULT : RESULT;
  const rs1 = takesInteger(encoding) ? SOURCE : 1;
  const body = [
    ins("ld", { rd: SOURCE, rs1: IN }),
    ins("fld", { rd: 1, rs1: IN }),
    ins("fld", { rd: 2, rs1: IN, imm: 8 }),
    ins("fld", { rd: 3, rs1: IN, imm: 16 }),
    ...variants.flatMap(({ rm, fcsr }) => [
      ins("addi", { rd: STATUS, imm: fcsr }),
      ins("csrrw", { csr: FCSR, rs1: STATUS }),
      ins(name, { rd, rs1, rs2: 2, rs3: 3, rm }),
      ins("csrrs", { rd: STATUS, csr: FCSR }),
      ins(rd === FRESULT ? "fsd" : "sd", { rs2: rd, rs1: OUT }),
      ins("sd", { rs2: STATUS, rs1: OUT, imm: 8 }),
      ins("addi", { rd: OUT, rs1: OUT, imm: 16 }),
    ]),
    ins("addi", { rd: IN, rs1: IN, imm: 24 }),
    ins("beq", { rs1: IN, rs2: END, imm: 8 }),
  ];
  const words = [...body, ins("jal", { imm: -4 * body.length }), ins("ebreak")];
  const table = new Uint8Array(BigUint64Array.from(operands.flat()).buffer);
  const size = 16 * operands.length * variants.length;
  prepare(machine, [
    code(words),
    { address: DATA, length: table.length, permissions: "r--", bytes: table },
    { address: TABLE_OUT, length: size, permissions: "rw-" },
  ]);
  machine.registers.set(IN, DATA);
  machine.registers.set(END, DATA + BigInt(table.length));
  machine.registers.set(OUT, TABLE_OUT);
  assertTrap(machine.run(), "breakpoint", CODE + BigInt(4 * words.length - 4));
  const got = new BigUint64Array(machine.memory.read(TABLE_OUT, size).buffer);
  let index = 0;
  for (const [a, b, c] of operands) {
    const outcomes = outcomesOf(mnemonic, `${a} ${b} ${c}`);
    for (const { label, mode, fcsr } of variants) {
      const outcome = outcomes.get(mode) ?? operation(a, b, c, mode);
      outcomes.set(mode, outcome);
      const bits = got[index++];
      const status = Number(got[index++]);
      const expected = fcsr | outcome.flags;
      if (bits !== outcome.bits || status !== expected) {
        assertEquals(
          { bits: hex(bits), fcsr: hex(status) },
          { bits: hex(outcome.bits), fcsr: hex(expected) },
          `${mnemonic} ${label} of ${hex(a)}, ${hex(b)}, ${hex(c)}, with fcsr ${hex(fcsr)} before`,
        );
      }
    }
  }
}
