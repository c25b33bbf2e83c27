// SPDX-License-Identifier: MPL-2.0
// What to say when a 12-bit immediate does not fit: the range, and the value probably meant.

import type { Assembly } from "./assembly.ts";
import type { Operand } from "./operand.ts";
import { showValue, type Value } from "./value.ts";

/** Reports an immediate that is out of range. */
export function explainImmediate(assembly: Assembly, operand: Operand, value: Value): void {
  const { cursor } = assembly;
  if (operand.modifier !== undefined) {
    cursor.error(
      operand.first,
      `\`%${operand.modifier}\` needs an address, not a number`,
      {},
      operand.after,
    );
    return;
  }
  const mnemonic = cursor.lexer.slice(mnemonicBefore(assembly, operand));
  const message = operand.base >= 0
    ? `the offset must be -2048 to 2047, not ${showValue(value)}`
    : `\`${mnemonic}\` takes -2048 to 2047, not ${showValue(value)}`;
  cursor.error(operand.first, message, { fix: { message: advice(operand, value) } }, operand.after);
}

/** The mnemonic of the statement: the last name before the first operand. */
function mnemonicBefore(assembly: Assembly, operand: Operand): number {
  const { operands } = assembly.operands;
  return Math.max(0, (operands[0] ?? operand).first - 1);
}

function advice(operand: Operand, value: Value): string {
  if (typeof value === "number" && value >= 2048 && value <= 4095) {
    return `0x${value.toString(16)} as a 12-bit pattern is ${value - 4096}`;
  }
  return operand.base >= 0
    ? "add the offset to the base first: `li` it into a register and `add`"
    : "put it in a register with `li`, and use the instruction for registers";
}
