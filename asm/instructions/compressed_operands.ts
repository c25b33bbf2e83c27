// SPDX-License-Identifier: MPL-2.0
// Assembles compressed instructions that the source writes as such: `c.addi sp, -16`. Their fields are
// narrow, so most of this reports what does not fit.

import { FLOAT_REGISTER_NAMES, REGISTER, REGISTER_NAMES } from "../../cpu/isa/registers.ts";
import { type CompressedEncoding, decodeCompressed } from "../../cpu/isa/encoding.ts";
import { type Field, type FieldName, insert } from "../../cpu/isa/pattern.ts";
import type { Assembly } from "../state/assembly.ts";
import { emitBranch, emitJump } from "../layout/branch.ts";
import { fitsField } from "./compression.ts";
import type { DiagnosticFix } from "../object/diagnostic.ts";
import { type Form, type FormOperand, Slot } from "./instruction_forms.ts";
import { floatRegister, type Operand } from "../state/operand.ts";
import { showValue } from "../object/value.ts";

const UPPER_SHIFT = 12;
/** The source gives c.lui a 20-bit immediate, which it encodes as 6 bits, sign-extended. */
const UPPER_COUNT = 2 ** 20;

/** As in GNU as: those of which 0 is a hint, or means nothing. */
const NOT_ZERO: ReadonlySet<string> = new Set(["c.slli", "c.srli", "c.srai", "c.nop"]);

/** Appends a compressed instruction whose operands are of the right kinds. */
export function emitCompressed(
  assembly: Assembly,
  form: Form,
  encoding: CompressedEncoding,
  operands: readonly Operand[],
): void {
  let halfword = form.word;
  let target: Operand | undefined;
  for (const [index, slot] of form.operands.entries()) {
    const operand = operands[index];
    if (operand === undefined) return;
    if (slot.slot === Slot.CompressedTarget) {
      target = operand;
      continue;
    }
    const bits = operandBits(assembly, encoding, slot, operand);
    if (bits === undefined) return;
    halfword |= bits;
  }
  const last = operands[form.operands.length - 1];
  if (last?.kind === "constant" && last.value === 0 && NOT_ZERO.has(encoding.mnemonic)) {
    wrong(assembly, last, `\`${encoding.mnemonic}\` does not take 0`);
    return;
  }
  const decoded = decodeCompressed(halfword);
  // Some write c.nop as `c.addi zero, 0`.
  const isMeant = decoded?.compressed === encoding ||
    (encoding.mnemonic === "c.addi" && decoded?.compressed.mnemonic === "c.nop");
  if (!isMeant) {
    reportExcepted(assembly, form, encoding, operands);
  } else if (target === undefined) {
    assembly.section.integer(halfword, 2);
  } else {
    const { mnemonic, match } = encoding.encoding;
    if (mnemonic === "jal") emitJump(assembly, match, target, halfword);
    else emitBranch(assembly, match | ((decoded?.values.rs1 ?? 0) << 15), target, halfword);
  }
}

function fieldNamed(encoding: CompressedEncoding, name: FieldName): Field {
  const field = encoding.fields.find((each) => each.name === name);
  if (field === undefined) throw new TypeError(`Cannot assemble: there is no field ${name}`);
  return field;
}

function operandBits(
  assembly: Assembly,
  encoding: CompressedEncoding,
  { slot, name }: FormOperand,
  operand: Operand,
): number | undefined {
  switch (slot) {
    case Slot.CompressedRegister:
      return registerBits(
        assembly,
        fieldNamed(encoding, name as FieldName),
        operand.register,
        operand,
      );
    case Slot.CompressedFloat: {
      const field = fieldNamed(encoding, name.slice(1) as FieldName);
      const number = floatRegister(operand);
      if (fitsField(field, number)) return insert(field, number);
      const register = FLOAT_REGISTER_NAMES[number] ?? "";
      return wrong(
        assembly,
        operand,
        `a 3-bit field encodes only fs0, fs1 and fa0 to fa5, not ${register}`,
        { message: "use the instruction without `c.`, which takes any register" },
      );
    }
    case Slot.StackPointer:
      return operand.register === REGISTER.sp
        ? 0
        : wrong(assembly, operand, "this operand must be sp");
    case Slot.CompressedMemory: {
      const value = valueBits(assembly, fieldNamed(encoding, "uimm"), operand, 0);
      if (value === undefined) return undefined;
      if (name.endsWith("(sp)")) {
        if (operand.base === REGISTER.sp) return value;
        return wrong(assembly, operand, "the base register must be sp");
      }
      const base = registerBits(assembly, fieldNamed(encoding, "rs1"), operand.base, operand);
      return base === undefined ? undefined : base | value;
    }
    case Slot.CompressedUpper:
      return valueBits(assembly, fieldNamed(encoding, "imm"), operand, UPPER_SHIFT);
    default:
      return valueBits(assembly, fieldNamed(encoding, name as FieldName), operand, 0);
  }
}

function wrong(
  assembly: Assembly,
  operand: Operand,
  message: string,
  fix?: DiagnosticFix,
): undefined {
  assembly.cursor.error(operand.first, message, fix === undefined ? {} : { fix }, operand.after);
  return undefined;
}

function registerBits(
  assembly: Assembly,
  field: Field,
  register: number,
  operand: Operand,
): number | undefined {
  if (fitsField(field, register)) return insert(field, register);
  return wrong(
    assembly,
    operand,
    `a 3-bit field encodes only s0, s1 and a0 to a5, not ${REGISTER_NAMES[register] ?? ""}`,
    { message: "use the instruction without `c.`, which takes any register" },
  );
}

/** The bits of a number, which the source writes shifted right by `shift` bits. */
function valueBits(
  assembly: Assembly,
  field: Field,
  operand: Operand,
  shift: number,
): number | undefined {
  if (operand.kind !== "constant" || operand.modifier !== undefined) {
    return wrong(assembly, operand, "this operand must be a constant");
  }
  const given = Number(operand.value);
  const written = shift > 0 && given >= UPPER_COUNT / 2 && given < UPPER_COUNT
    ? given - UPPER_COUNT
    : given;
  const value = written * 2 ** shift;
  if (fitsField(field, value)) return insert(field, value);
  return wrong(
    assembly,
    operand,
    `this operand must be ${shift > 0 ? UPPER_RANGE : range(field)}, not ${
      showValue(operand.value)
    }`,
    field.name === "shamt"
      ? undefined
      : { message: "use the instruction without `c.`, which has a larger range" },
  );
}

/** The upper immediates that six bits encode, sign-extended. */
const UPPER_RANGE = "1 to 31, or 0xfffe0 to 0xfffff";

function range({ width, low, signed }: Field): string {
  const step = 2 ** low;
  const count = 2 ** width;
  const first = signed ? -count / 2 : 0;
  const multiples = step > 1 ? `, in multiples of ${step}` : "";
  return `${first} to ${first + count - step}${multiples}`;
}

/** Reports a value that the row excludes: it would be another instruction, or reserved. */
function reportExcepted(
  assembly: Assembly,
  form: Form,
  { except }: CompressedEncoding,
  operands: readonly Operand[],
): void {
  const isNamed = (name: string) => except.some(({ field }) => field === name);
  const index = form.operands.findIndex(({ name, slot }, at) => {
    const operand = operands[at];
    if (operand === undefined) return false;
    if (slot === Slot.CompressedRegister) {
      return except.some(({ field, value }) => field === name && operand.register === value);
    }
    return (isNamed("imm") || isNamed("uimm")) && Number(operand.value) === 0;
  });
  const operand = operands[index] ?? operands[0];
  if (operand === undefined) return;
  const isRegister = form.operands[index]?.slot === Slot.CompressedRegister;
  const what = isRegister ? REGISTER_NAMES[operand.register] ?? "" : "0";
  wrong(assembly, operand, `\`${form.name}\` cannot take ${what} here: there is no such encoding`, {
    message: "use the instruction without `c.`",
  });
}
