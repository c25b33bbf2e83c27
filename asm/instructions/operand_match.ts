// SPDX-License-Identifier: MPL-2.0
// Matches operands with the kinds of operand that a form takes. Ignores ranges: a number that does not
// fit is reported as such, not as a form that does not exist.

import { type Form, Slot } from "./instruction_forms.ts";
import { floatRegister, type Operand } from "../state/operand.ts";

/** Whether the operands, as many as the form takes, are all of its kinds. */
export function matches(form: Form, operands: readonly Operand[]): boolean {
  for (let index = 0; index < form.operands.length; index++) {
    if (!fits(form.operands[index]!.slot, operands[index]!)) return false;
  }
  return !form.isImmediateAlias || !isBareSymbol(operands[form.operands.length - 1]!);
}

/** In `add a0, a1, a8` the last operand is a misspelt register rather than a later constant. */
function isBareSymbol({ kind, modifier }: Operand): boolean {
  return kind === "symbol" && modifier === undefined;
}

/** Whether an operand is of the kind that a slot takes. */
export function fits(slot: Slot, operand: Operand): boolean {
  const { kind } = operand;
  switch (slot) {
    case Slot.Register:
    case Slot.CompressedRegister:
    case Slot.StackPointer:
      return kind === "register";
    case Slot.CompressedMemory:
    case Slot.MemoryI:
    case Slot.MemoryS:
    case Slot.Base:
    case Slot.Prefetch:
      return operand.base >= 0;
    case Slot.FloatRegister:
    case Slot.CompressedFloat:
    case Slot.FloatSource:
      return floatRegister(operand) >= 0;
    case Slot.RoundingMode:
    case Slot.Fence:
      return kind === "symbol" && operand.name >= 0 && operand.base < 0;
    case Slot.Symbol:
    case Slot.CompressedTarget:
    case Slot.Branch:
    case Slot.Jump:
      return kind !== "register" && operand.base < 0 && operand.modifier === undefined;
    default:
      return kind !== "register" && operand.base < 0;
  }
}
