// SPDX-License-Identifier: MPL-2.0
// What to say when the operands of an instruction match none of its forms: which operand is wrong,
// what should stand there, and what was probably meant.

import { ALL_FLOAT_REGISTER_NAMES, ALL_REGISTER_NAMES } from "../cpu/registers.ts";
import type { Assembly } from "./assembly.ts";
import type { DiagnosticFix, NoteAt } from "./diagnostic.ts";
import { fits } from "./instruction.ts";
import { type Form, type FormOperand, Slot } from "./instruction_forms.ts";
import { nearestName } from "./nearest_name.ts";
import { floatRegister, type Operand } from "./operand.ts";

/** What each kind of operand is called. */
const WANTED: Readonly<Record<Slot, string>> = {
  [Slot.Register]: "a register",
  [Slot.FloatRegister]: "a floating-point register",
  [Slot.FloatSource]: "a floating-point register",
  [Slot.RoundingMode]: "a rounding mode such as `rtz`",
  [Slot.ImmediateI]: "a number or `%lo(symbol)`",
  [Slot.ImmediateS]: "a number or `%lo(symbol)`",
  [Slot.MemoryI]: "an address such as `8(sp)`",
  [Slot.MemoryS]: "an address such as `8(sp)`",
  [Slot.Branch]: "a label",
  [Slot.Jump]: "a label",
  [Slot.Upper]: "a number or `%hi(symbol)`",
  [Slot.Unsigned]: "a number",
  [Slot.Csr]: "a control and status register",
  [Slot.Fence]: "a set such as `rw`",
  [Slot.Symbol]: "a symbol",
  [Slot.Value]: "a number",
};

/** How an operand list is written: `imm(rs1)` as it is, and nothing for an instruction alone. */
function usage(form: Form): string {
  return form.text === "" ? form.name : `${form.name} ${form.text}`;
}

/** Reports that `count` operands match none of the forms of the mnemonic at token `mnemonic`. */
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
  const { operands } = assembly.operands;
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
    const fix = countFix(forms, count, operands);
    cursor.error(
      tooMany ? extra.first : mnemonic,
      `\`${name}\` takes ${wants}, not ${count}`,
      fix === undefined ? { notes } : { notes, fix },
      tooMany ? operands[count - 1]?.after : mnemonic + 1,
    );
    return;
  }
  const { slot, operand } = firstMismatch(sameCount, operands);
  const lexer = cursor.lexer;
  const text = lexer.text.slice(lexer.starts[operand.first], lexer.ends[operand.after - 1]);
  const fix = operandFix(assembly, slot, operand, text, operands, count);
  cursor.error(
    operand.first,
    `\`${name}\` takes ${WANTED[slot.slot]} here, not ${describe(operand, text)}`,
    fix === undefined ? { notes } : { notes, fix },
    operand.after,
  );
}

/** The first operand that is wrong, for the form that fits longest. */
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
  // All are of the right kind, but the last: a bare symbol where a number must be known.
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

/** What to write for a jump to the address in a register. */
const JUMPS_TO_REGISTERS: Readonly<Record<string, string>> = {
  j: "`jr REGISTER` jumps to the address in a register",
  jal: "`jalr REGISTER` calls the address in a register",
  call: "`jalr REGISTER` calls the address in a register",
  tail: "`jr REGISTER` jumps to the address in a register",
  la: "`mv` copies a register",
};

/** The mnemonic of the statement: the token before the first operand. */
function mnemonicOf({ cursor, operands }: Assembly): string {
  return cursor.lexer.slice(Math.max(0, (operands.operands[0]?.first ?? 1) - 1));
}

function operandFix(
  assembly: Assembly,
  slot: FormOperand,
  operand: Operand,
  text: string,
  operands: readonly Operand[],
  count: number,
): DiagnosticFix | undefined {
  switch (slot.slot) {
    case Slot.Register: {
      if (operand.kind === "constant" && operand.base < 0) return immediateForm(assembly, operand);
      const word = text.replace(/^[$%]/, "");
      if (floatRegister(operand) >= 0) {
        return { message: `\`${text}\` is a floating-point register; this wants an integer one` };
      }
      const near = ALL_REGISTER_NAMES.includes(word) ? word : nearestName(word, ALL_REGISTER_NAMES);
      return near === undefined
        ? undefined
        : { message: `did you mean \`${near}\`?`, replacement: near };
    }
    case Slot.FloatRegister:
    case Slot.FloatSource: {
      const candidates = operand.kind === "register" ? [`f${text}`] : [text.replace(/^[$%]/, "")];
      const near = candidates.find((name) => ALL_FLOAT_REGISTER_NAMES.includes(name)) ??
        nearestName(text, ALL_FLOAT_REGISTER_NAMES);
      return near === undefined
        ? { message: "the floating-point registers are f0 to f31, or ft0, fs0, fa0 and so on" }
        : { message: `did you mean \`${near}\`?`, replacement: near };
    }
    case Slot.Value:
      return operand.kind === "register" ? { message: "`mv` copies a register" } : undefined;
    case Slot.Jump:
    case Slot.Symbol: {
      if (operand.kind !== "register") return undefined;
      const mnemonic = mnemonicOf(assembly);
      const message = JUMPS_TO_REGISTERS[mnemonic];
      return message === undefined ? undefined : { message: message.replace("REGISTER", text) };
    }
    case Slot.MemoryI:
    case Slot.MemoryS:
      if (
        slot.slot === Slot.MemoryS && operand.kind === "symbol" && operand.modifier === undefined
      ) {
        return { message: `a store to a symbol needs a register for the address: \`${text}, t0\`` };
      }
      if (operand.kind === "register") {
        return {
          message: `the address in \`${text}\` is \`0(${text})\``,
          replacement: `0(${text})`,
        };
      }
      if (operands[0]?.base !== undefined && operands[0].base >= 0 && count === 2) {
        return { message: "the register comes first, then the address" };
      }
      return { message: `write \`${text}(sp)\`, with the register that holds the address` };
    case Slot.ImmediateI:
    case Slot.Unsigned:
      return operand.kind === "register" ? registerForm(assembly) : undefined;
    default:
      return undefined;
  }
}

/** `sub a0, a0, 4` and others of which there is an immediate form. */
function immediateForm(assembly: Assembly, operand: Operand): DiagnosticFix | undefined {
  const mnemonic = mnemonicOf(assembly);
  const value = operand.value;
  if (mnemonic === "mv" || mnemonic === "move") return { message: "`li` loads a number" };
  if (/^subw?$/.test(mnemonic) && typeof value === "number") {
    return { message: `subtract by adding: \`addi${mnemonic.slice(3)}\` with ${-value}` };
  }
  if (/^(beq|bne|blt|bge|bltu|bgeu)$/.test(mnemonic)) {
    return {
      message: value === 0
        ? "the register `zero` holds 0"
        : "load the number into a register with `li` first",
    };
  }
  return { message: "load the number into a register with `li` first" };
}

/** `addi a0, a1, a2` and others of which there is a register form. */
function registerForm(assembly: Assembly): DiagnosticFix | undefined {
  const mnemonic = mnemonicOf(assembly);
  const register = mnemonic.replace(/^(add|xor|or|and|slt|sll|srl|sra)i(w?u?)$/, "$1$2");
  return register === mnemonic ? undefined : { message: `\`${register}\` takes three registers` };
}

function countFix(
  forms: readonly Form[],
  count: number,
  operands: readonly Operand[],
): DiagnosticFix | undefined {
  const threeRegisters = forms.some(({ operands: list }) => list.length === 3);
  if (threeRegisters && count === 2 && operands[0]?.kind === "register") {
    const first = forms.find(({ operands: list }) => list.length === 3)?.operands[0]?.name;
    if (first === "rd") {
      return { message: "name the destination and both sources, as in `a0, a0, …`" };
    }
  }
  return undefined;
}
