// SPDX-License-Identifier: MPL-2.0
// Explains operands that match no form of their instruction: which operand is wrong, what the
// instruction takes there, and what was probably meant.

import { ALL_FLOAT_REGISTER_NAMES } from "../../cpu/isa/registers.ts";
import type { Assembly } from "../state/assembly.ts";
import type { FixAt, NoteAt } from "../object/diagnostic.ts";
import { type Form, type FormOperand, Slot } from "./instruction_forms.ts";
import { nearestName } from "../text/nearest_name.ts";
import { markedNumberFix } from "../text/number_errors.ts";
import { floatRegister, type Operand } from "../state/operand.ts";
import { fits } from "./operand_match.ts";
import { knownFix, type Mismatch, mismatchOf } from "../advice/operand_habits.ts";
import { registerHint } from "../text/register_words.ts";

/** The kinds of operand in words. */
const DESCRIPTIONS: Readonly<Record<Slot, string>> = {
  [Slot.Register]: "a register",
  [Slot.FloatRegister]: "a floating-point register",
  [Slot.FloatSource]: "a floating-point register",
  [Slot.RoundingMode]: "a rounding mode such as `rtz`",
  [Slot.ImmediateI]: "a number or `%lo(symbol)`",
  [Slot.ImmediateS]: "a number or `%lo(symbol)`",
  [Slot.MemoryI]: "an address such as `8(sp)`",
  [Slot.MemoryS]: "an address such as `8(sp)`",
  [Slot.Base]: "an address such as `(sp)`",
  [Slot.Prefetch]: "an address such as `32(sp)`",
  [Slot.Branch]: "a label",
  [Slot.Jump]: "a label",
  [Slot.Upper]: "a number or `%hi(symbol)`",
  [Slot.Unsigned]: "a number",
  [Slot.Csr]: "a control and status register",
  [Slot.Fence]: "a fence set such as `rw`",
  [Slot.CompressedRegister]: "a register",
  [Slot.CompressedFloat]: "a floating-point register",
  [Slot.StackPointer]: "the register sp",
  [Slot.CompressedImmediate]: "a number",
  [Slot.CompressedUpper]: "a number",
  [Slot.CompressedMemory]: "an address such as `8(sp)`",
  [Slot.CompressedTarget]: "a label",
  [Slot.Symbol]: "a symbol",
  [Slot.Value]: "a number",
};

/** A form as the source writes it. */
function usage(form: Form): string {
  return form.text === "" ? form.name : `${form.name} ${form.text.replace("offset", "label")}`;
}

/** Reports that `count` operands match no form of the mnemonic at token `mnemonic`. */
export function explainMismatch(
  assembly: Assembly,
  forms: readonly Form[],
  count: number,
  mnemonic: number,
): void {
  const { cursor } = assembly;
  if (assembly.diagnostics.full) {
    cursor.error(mnemonic, "wrong operands");
    return;
  }
  const isCountRight = forms.some((form) => form.operands.length === count);
  const mismatch = mismatchOf(assembly, mnemonic, count, isCountRight);
  const { operands } = mismatch;
  const notes: NoteAt[] = forms.slice(0, 4).map((form) => ({
    message: `usage: \`${usage(form)}\``,
  }));
  const name = cursor.lexer.slice(mnemonic);
  const sameCount = forms.filter((form) => form.operands.length === count);
  if (sameCount.length === 0) {
    const counts = [...new Set(forms.map((form) => form.operands.length))].sort().join(" or ");
    const plural = counts === "1" ? "operand" : "operands";
    const wants = counts === "0" ? "no operands" : `${counts} ${plural}`;
    const extra = operands[Number(counts)];
    const tooMany = extra !== undefined && Number(counts) < count;
    const fix = knownFix(mismatch);
    cursor.error(
      tooMany ? extra.first : mnemonic,
      `\`${name}\` takes ${wants}, not ${count}`,
      { kind: "syntax", notes, ...(fix !== undefined && { fix }) },
      tooMany ? operands[count - 1]?.after : mnemonic + 1,
    );
    return;
  }
  const { slot, operand } = firstMismatch(sameCount, operands);
  const lexer = cursor.lexer;
  const text = lexer.text.slice(lexer.starts[operand.first], lexer.ends[operand.after - 1]);
  const fix = knownFix(mismatch) ?? operandFix(slot, operand, text, mismatch);
  cursor.error(
    operand.first,
    `\`${name}\` takes ${DESCRIPTIONS[slot.slot]} here, not ${describe(operand, text)}`,
    fix === undefined ? { notes } : { notes, fix },
    operand.after,
  );
}

/** The first wrong operand, for the form that matches the most operands before it. */
function firstMismatch(
  forms: readonly Form[],
  operands: readonly Operand[],
): { slot: FormOperand; operand: Operand } {
  let best: { index: number; slot: FormOperand; operand: Operand } | undefined;
  for (const form of forms) {
    for (const [index, slot] of form.operands.entries()) {
      const operand = operands[index];
      if (operand === undefined || fits(slot.slot, operand)) continue;
      if (best === undefined || index > best.index) best = { index, slot, operand };
      break;
    }
  }
  if (best !== undefined) return best;
  // All are of the right kind, but the last is a symbol where a constant is needed.
  const slot = forms[0]?.operands.at(-1);
  const operand = operands[(forms[0]?.operands.length ?? 0) - 1];
  if (slot === undefined || operand === undefined) {
    throw new TypeError("Cannot explain operands: there are none");
  }
  return { slot, operand };
}

function describe(operand: Operand, text: string): string {
  if (operand.kind === "register") return `the register \`${text}\``;
  return operand.base >= 0 ? `the address \`${text}\`` : `\`${text}\``;
}

/** The fix for the first wrong operand, if there is no advice about all operands together. */
function operandFix(
  { slot }: FormOperand,
  operand: Operand,
  text: string,
  { assembly }: Mismatch,
): FixAt | undefined {
  const marked = markedNumberFix(text);
  if (marked !== undefined) return marked;
  switch (slot) {
    case Slot.Register:
      if (operand.kind === "constant" && operand.base < 0) {
        return { message: "load the number into a register first, with `li`" };
      }
      if (floatRegister(operand) >= 0) {
        return { message: `\`${text}\` is a floating-point register: use an integer register` };
      }
      if (operand.kind === "symbol" && operand.symbol?.state === "label") {
        return { message: `\`lw t0, ${text}\` loads the value at \`${text}\`` };
      }
      return operand.base >= 0 ? undefined : registerHint(text);
    case Slot.FloatRegister:
    case Slot.FloatSource: {
      const candidates = operand.kind === "register" ? [`f${text}`] : [text.replace(/^[$%]/, "")];
      const near = candidates.find((name) => ALL_FLOAT_REGISTER_NAMES.includes(name)) ??
        nearestName(text, ALL_FLOAT_REGISTER_NAMES);
      return near === undefined
        ? {
          message:
            "floating-point registers are `f0` to `f31`, or, by ABI name, `fa0`, `ft0`, `fs0` and so on",
        }
        : { message: `did you mean \`${near}\`?`, replacement: near };
    }
    case Slot.MemoryI:
    case Slot.MemoryS:
      if (operand.kind === "register") {
        return {
          message: `the address in \`${text}\` is written \`0(${text})\``,
          replacement: `0(${text})`,
        };
      }
      return { message: `add the register that holds the address, as in \`${text}(sp)\`` };
    case Slot.Value:
    case Slot.ImmediateI:
    case Slot.ImmediateS:
    case Slot.Unsigned:
      return operand.kind !== "register" || assembly.operands.operands[0] === operand
        ? undefined
        : { message: "this operand must be a number" };
    default:
      return undefined;
  }
}
