// SPDX-License-Identifier: MPL-2.0
// Reports immediates that do not fit: the range, and the value or instruction probably meant.

import type { Assembly } from "../state/assembly.ts";
import type { FixAt } from "../object/diagnostic.ts";
import {
  IMMEDIATE_FORMS,
  type Mismatch,
  mismatchOf,
  rewrite,
  temporary,
} from "./operand_habits.ts";
import type { Operand } from "../state/operand.ts";
import { upperBits } from "../object/relocation.ts";
import { type Int64, showValue } from "../object/value.ts";

/** Masks that an instruction applies without an immediate. */
const MASKS: ReadonlyMap<number, string> = new Map([
  [0xffff, "zext.h"],
  [0xffffffff, "zext.w"],
]);

/** Reports a 12-bit immediate that is out of range. */
export function explainImmediate(assembly: Assembly, operand: Operand, value: Int64): void {
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
  const mismatch = mismatchOf(assembly, mnemonicBefore(assembly, operand), operandCount(assembly));
  const message = operand.base >= 0
    ? `the offset must be -2048 to 2047, not ${showValue(value)}`
    : `\`${mismatch.mnemonic}\` takes -2048 to 2047, not ${showValue(value)}`;
  const fix = advice(mismatch, operand, value);
  cursor.error(operand.first, message, { fix }, operand.after);
}

/** The token of the mnemonic: the one before the first operand. */
function mnemonicBefore(assembly: Assembly, operand: Operand): number {
  const { operands } = assembly.operands;
  return Math.max(0, (operands[0] ?? operand).first - 1);
}

/** How many operands the statement has: the last one ends with it. */
function operandCount({ operands, lexer }: Assembly): number {
  return operands.operands.findIndex(({ after }) => after === lexer.count) + 1;
}

function advice(mismatch: Mismatch, operand: Operand, value: Int64): FixAt {
  const { mnemonic, texts, assembly } = mismatch;
  const [destination = "", source = ""] = texts;
  if (typeof value === "number" && value >= 2048 && value <= 4095) {
    return { message: `use ${value - 4096} for the 12-bit pattern 0x${value.toString(16)}` };
  }
  const register = temporary(mismatch);
  if (operand.base >= 0) {
    const { lexer } = assembly;
    const base = lexer.slice(operand.after - 2);
    const rest = texts.length > 1 ? `${destination}, ` : "";
    return {
      message:
        `\`li ${register}, ${showValue(value)}\` and \`add ${register}, ${register}, ${base}\` ` +
        `first, then \`${mnemonic} ${rest}0(${register})\``,
    };
  }
  const mask = mnemonic === "andi" ? MASKS.get(Number(value)) : undefined;
  if (mask !== undefined) {
    return rewrite(mismatch, `${mask} ${destination}, ${source}`, "to keep the lower bits");
  }
  const other = IMMEDIATE_FORMS[mnemonic] ?? (mnemonic === "" ? undefined : mnemonic);
  const third = texts.length === 3 && other !== undefined
    ? `, then \`${other} ${destination}, ${source}, ${register}\``
    : "";
  return { message: `\`li ${register}, ${showValue(value)}\` first${third}` };
}

/** Reports an immediate that lui or auipc cannot hold. */
export function explainUpper(assembly: Assembly, operand: Operand, value: Int64): void {
  const mismatch = mismatchOf(assembly, mnemonicBefore(assembly, operand), operandCount(assembly));
  const wide = typeof value === "number" && value >= -(2 ** 31) && value < 2 ** 32;
  const meant = wide && value < 0 && value >= -(2 ** 19)
    ? { message: `use \`0x${(value + 2 ** 20).toString(16)}\`, which has the same 20 bits` }
    : wide && value % 4096 === 0
    ? {
      message: `shift the value right by 12: \`0x${(upperBits(value) >>> 12).toString(16)}\``,
    }
    : mismatch.mnemonic === "lui"
    ? rewrite(mismatch, `li ${mismatch.texts.join(", ")}`, "`li` loads any number")
    : undefined;
  assembly.cursor.error(
    operand.first,
    `the upper immediate must be 0 to 1048575 (0xfffff), not ${showValue(value)}`,
    meant === undefined ? {} : { fix: meant },
    operand.after,
  );
}

/** Reports a shift amount or another unsigned field that is out of range. */
export function explainUnsigned(
  assembly: Assembly,
  operand: Operand,
  value: Int64,
  max: number,
  isShift: boolean,
): void {
  const { mnemonic, texts } = mismatchOf(
    assembly,
    mnemonicBefore(assembly, operand),
    operandCount(assembly),
  );
  const what = isShift ? "the shift amount" : "the immediate";
  const isLong = isShift && mnemonic.endsWith("w") && value > max && value < 64;
  const opposite = mnemonic.startsWith("sll")
    ? mnemonic.replace("sll", "srl")
    : mnemonic.replace(/^sr[la]/, "sll");
  const fix = isLong
    ? { message: `\`${mnemonic.slice(0, -1)}\` shifts 64 bits` }
    : isShift && value < 0 && opposite !== mnemonic
    ? { message: `to shift the other way: \`${opposite} ${texts[0]}, ${texts[1]}, ${-value}\`` }
    : undefined;
  assembly.cursor.error(
    operand.first,
    `${what} must be 0 to ${max}, not ${showValue(value)}`,
    fix === undefined ? {} : { fix },
    operand.after,
  );
}
