// SPDX-License-Identifier: MPL-2.0
// The floating-point registers in fault reports: the bits and the number in each nonzero register, and what
// fcsr says.

import { FLOAT_REGISTER_NAMES, ROUNDING_MODE_NAMES } from "../../cpu/isa/registers.ts";
import { hex, hexDigits } from "../text/hex.ts";

/** The floating-point registers of a machine. */
export interface FloatState {
  /** The bits of f0 to f31. */
  readonly registers: readonly bigint[];
  /** The accrued exceptions in bits 4 to 0, the dynamic rounding mode in bits 7 to 5. */
  readonly fcsr: number;
}

const COLUMNS = 2;
const NAME_WIDTH = 4;
const VALUE_DIGITS = 16;
const COLUMN_WIDTH = 52;
/** The upper half of a register with a single-precision number (NaN boxing). */
const BOX = 0xffff_ffffn;
/** The names of the exceptions in fcsr (manual, "F"), from the lowest bit up. */
const FLAG_NAMES = ["NX", "UF", "OF", "DZ", "NV"];

const nameOf = (number: number): string => FLOAT_REGISTER_NAMES[number] ?? `f${number}`;

/** The number in a register: single precision if its upper half is all ones. */
function numberText(bits: bigint): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, bits);
  const single = bits >> 32n === BOX;
  const value = single ? view.getFloat32(4) : view.getFloat64(0);
  // For single precision, the fewest digits that identify the number.
  const digits = single ? shortest(value) : String(Object.is(value, -0) ? "-0" : value);
  return single ? `${digits} (single)` : digits;
}

function shortest(value: number): string {
  if (!Number.isFinite(value) || value === 0) return Object.is(value, -0) ? "-0" : String(value);
  for (let precision = 1; precision < 9; precision++) {
    const text = Number(value.toPrecision(precision));
    if (Math.fround(text) === value) return String(text);
  }
  return String(Number(value.toPrecision(9)));
}

function fcsrText(fcsr: number): string {
  const flags = FLAG_NAMES.filter((_, bit) => (fcsr >> bit) & 1).toReversed().join(" ");
  const mode = ROUNDING_MODE_NAMES.get(fcsr >> 5) ?? "invalid";
  return `fcsr ${hexDigits(fcsr, 2)}: rounding ${mode === "dyn" ? "invalid" : mode}` +
    (flags === "" ? "" : `, flags ${flags}`);
}

/** The lines of the table. */
export function formatFloatRegisters({ registers, fcsr }: FloatState): string[] {
  const cells = registers.flatMap((bits, number) =>
    bits === 0n ? [] : [
      `${nameOf(number).padEnd(NAME_WIDTH)} ${hexDigits(bits, VALUE_DIGITS)}` +
      `  ${numberText(bits)}`,
    ]
  );
  const rows = Math.ceil(cells.length / COLUMNS);
  const lines = Array.from(
    { length: rows },
    (_, row) => `${(cells[row] ?? "").padEnd(COLUMN_WIDTH)}${cells[row + rows] ?? ""}`.trimEnd(),
  );
  return [...lines, fcsrText(fcsr)];
}

/** All registers and fcsr for JSON, by name. */
export function floatRegistersJson({ registers, fcsr }: FloatState): Record<string, string> {
  const values = registers.map((bits, number) => [nameOf(number), hex(bits)]);
  return { ...Object.fromEntries(values), fcsr: hex(BigInt(fcsr)) };
}
