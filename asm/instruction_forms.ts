// SPDX-License-Identifier: MPL-2.0
// What each mnemonic accepts: the rows of the instruction table and the pseudo-instructions, with
// their operand lists parsed once into kinds and bit positions. The assembler matches operands with
// a form and ors the fields together; it never looks at a pattern again.

import { type Encoding, encodingOf, ENCODINGS, type FieldName } from "../cpu/encoding.ts";
import { ALIASES } from "./aliases.ts";
import { BASE_NAMES } from "./operand.ts";
import { type Expansion, MACROS, MORE_ALIASES } from "./pseudo_instructions.ts";

/** What an operand of a form must be. */
export enum Slot {
  Register,
  /** A signed 12-bit immediate of an I-type or S-type instruction. */
  ImmediateI,
  ImmediateS,
  /** A base register with such an immediate as offset. */
  MemoryI,
  MemoryS,
  /** A target of a branch, or of jal. */
  Branch,
  Jump,
  /** The upper 20 bits of a word. */
  Upper,
  /** A field of unsigned bits. */
  Unsigned,
  Csr,
  /** The set of a fence. */
  Fence,
  /** An address, of a pseudo-instruction. */
  Symbol,
  /** A number, of a pseudo-instruction. */
  Value,
}

/** One operand of a form. */
export interface FormOperand {
  readonly slot: Slot;
  /** Its name in the table, for messages. */
  readonly name: string;
  /** Lowest bit of the field in the word, for registers and unsigned fields. */
  readonly shift: number;
  /** Bits in the field. */
  readonly width: number;
}

/** One way to write the operands of a mnemonic. */
export interface Form {
  readonly name: string;
  /** As in the instruction table, for messages. */
  readonly text: string;
  readonly operands: readonly FormOperand[];
  /** The word with all operands zero. */
  readonly word: number;
  /** Bytes of the instruction. */
  readonly length: 2 | 4;
  /** Whether it is the form with a number of a mnemonic that takes registers. */
  readonly isImmediateAlias: boolean;
  /** Of a pseudo-instruction that becomes several: how. */
  readonly expansion: Expansion | undefined;
}

/** Where the fields of an I-type immediate and of targets lie. */
const I_TYPE_SHIFT = 20;
const BRANCH_WIDTH = 13;

function parseOperand(text: string, encoding: Encoding | undefined): FormOperand {
  const named = (name: FieldName) => encoding?.fields.find((field) => field.name === name);
  const make = (slot: Slot, field = named(text as FieldName)): FormOperand => ({
    slot,
    name: text,
    shift: field?.pieces[0]?.at ?? 0,
    width: field?.width ?? 0,
  });
  const immediate = named("imm");
  const isStore = immediate !== undefined && immediate.pieces[0]?.at !== I_TYPE_SHIFT;
  switch (text) {
    case "rd":
    case "rs1":
    case "rs2":
      return make(Slot.Register);
    case "imm":
      return make(isStore ? Slot.ImmediateS : Slot.ImmediateI);
    case "imm(rs1)":
      return make(isStore ? Slot.MemoryS : Slot.MemoryI, named("rs1"));
    case "offset":
      return make(immediate?.width === BRANCH_WIDTH ? Slot.Branch : Slot.Jump, immediate);
    case "upper":
      return make(Slot.Upper, immediate);
    case "shamt":
    case "uimm":
      return make(Slot.Unsigned);
    case "csr":
      return make(Slot.Csr);
    case "pred":
    case "succ":
      return make(Slot.Fence);
    case "symbol":
      return make(Slot.Symbol);
    case "value":
      return make(Slot.Value);
    default:
      throw new TypeError(`Cannot parse an operand list: ${text} is not an operand`);
  }
}

function parseOperands(text: string, encoding: Encoding | undefined): FormOperand[] {
  return text === "" ? [] : text.split(", ").map((operand) => parseOperand(operand, encoding));
}

const FORMS = new Map<string, Form[]>();

function addForm(form: Form): void {
  const list = FORMS.get(form.name);
  if (list === undefined) FORMS.set(form.name, [form]);
  else if (!list.some(({ text }) => text === form.text)) list.push(form);
}

for (const encoding of ENCODINGS) {
  const { mnemonic, row, match, length } = encoding;
  addForm({
    name: mnemonic,
    text: row.operands,
    operands: parseOperands(row.operands, encoding),
    word: match,
    length,
    isImmediateAlias: false,
    expansion: undefined,
  });
}

for (const { of, when, name, operands } of [...ALIASES, ...MORE_ALIASES]) {
  // `li` has a rule of its own, with this form as one of its cases.
  if (name === "li") continue;
  const encoding = encodingOf(of);
  let word = encoding.match;
  for (const field of encoding.fields) {
    const value = when[field.name] ?? 0;
    for (const { at, from, width } of field.pieces) {
      word |= ((value >> from) & ((1 << width) - 1)) << at;
    }
  }
  addForm({
    name,
    text: operands,
    operands: parseOperands(operands, encoding),
    word: word >>> 0,
    length: encoding.length,
    isImmediateAlias: operands.endsWith(", imm"),
    expansion: undefined,
  });
}

for (const { name, operands, expansion } of MACROS) {
  const encoding = encodingOf(name);
  const fields = encoding ?? encodingOf("addi");
  addForm({
    name,
    text: operands,
    operands: parseOperands(operands, fields),
    word: encoding?.match ?? 0,
    length: 4,
    isImmediateAlias: false,
    expansion,
  });
}

/** The forms of every mnemonic. */
export const INSTRUCTION_FORMS: ReadonlyMap<string, readonly Form[]> = FORMS;

/** The forms of a mnemonic by the number of its name in {@link BASE_NAMES}. */
export const FORMS_BY_NAME: readonly (readonly Form[] | undefined)[] = (() => {
  const list: (readonly Form[] | undefined)[] = [];
  for (const [name, forms] of FORMS) {
    const number = BASE_NAMES.of(name);
    while (list.length <= number) list.push(undefined);
    list[number] = forms;
  }
  return list;
})();
