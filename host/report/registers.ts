// SPDX-License-Identifier: MPL-2.0
// The integer registers as a table with four columns, followed by remarks about the marked ones, and as
// properties for JSON.

import { REGISTER_NAMES } from "../../cpu/isa/registers.ts";
import { hex, hexDigits } from "../text/hex.ts";
import type { TextStyle } from "../text/style.ts";

const ROWS = 8;
const COLUMNS = 4;
const NAME_WIDTH = 4;
const VALUE_DIGITS = 16;

/** The lines of the table and the remarks. A star follows the value of a register in `marks`. */
export function formatRegisters(
  registers: readonly bigint[],
  marks: ReadonlyMap<number, string>,
  style: TextStyle,
): string[] {
  const lines: string[] = [];
  for (let row = 0; row < ROWS; row++) {
    let line = "";
    for (let column = 0; column < COLUMNS; column++) {
      const number = column * ROWS + row;
      const value = registers[number] ?? 0n;
      const digits = hexDigits(value, VALUE_DIGITS);
      const name = (REGISTER_NAMES[number] ?? "").padEnd(NAME_WIDTH);
      const cell = `${name} ${digits}${marks.has(number) ? "*" : " "}`;
      const styled = marks.has(number)
        ? style.warning(cell)
        : value === 0n
        ? style.faint(cell)
        : cell;
      line += `${column === 0 ? "" : "  "}${styled}`;
    }
    lines.push(line.trimEnd());
  }
  for (const [number, what] of marks) {
    lines.push(style.warning(`* ${REGISTER_NAMES[number] ?? `x${number}`}: ${what}`));
  }
  return lines;
}

/** The registers for JSON: `{ "zero": "0x0", "ra": "0x10040" }` and so on. */
export function registersJson(registers: readonly bigint[]): Record<string, string> {
  return Object.fromEntries(
    registers.map((value, number) => [REGISTER_NAMES[number] ?? `x${number}`, hex(value)]),
  );
}
