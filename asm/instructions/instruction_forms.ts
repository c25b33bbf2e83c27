// SPDX-License-Identifier: MPL-2.0
// The forms of every mnemonic: the rows of the instruction table and the pseudo-instructions, with
// operand lists parsed into kinds and bit positions. To assemble an instruction is then to match its
// operands with a form and to combine the fields.

import {
  COMPRESSED_ENCODINGS,
  type CompressedEncoding,
  encode,
  type Encoding,
  encodingOf,
  ENCODINGS,
  type FieldName,
} from "../../cpu/isa/encoding.ts";
import type { Extension } from "../../cpu/isa/table.ts";
import { type Alias, ALIASES, COMPRESSED_ALIASES } from "./aliases.ts";
import { type Choice, CHOICES } from "./compression.ts";
import { BASE_NAMES } from "../state/operand.ts";
import {
  type Expansion,
  EXTENSIONS,
  type Macro,
  MACROS,
  MORE_ALIASES,
} from "./pseudo_instructions.ts";

/** The kinds of operand. */
export enum Slot {
  Register,
  FloatRegister,
  /** A register that goes into both source fields. */
  FloatSource,
  RoundingMode,
  /** A signed 12-bit immediate of an I-type or S-type instruction. */
  ImmediateI,
  ImmediateS,
  /** A base register with such an immediate as its offset. */
  MemoryI,
  MemoryS,
  /** A base register with an offset that is a multiple of 32. */
  Prefetch,
  /** A base register without an offset. */
  Base,
  /** The target of a branch, or of jal. */
  Branch,
  Jump,
  /** The upper 20 bits of a word. */
  Upper,
  /** A field of unsigned bits. */
  Unsigned,
  Csr,
  /** The set of a fence. */
  Fence,
  /** Of compressed instructions: a register, which may not fit the field. */
  CompressedRegister,
  CompressedFloat,
  /** The register sp, which is implied. */
  StackPointer,
  /** An immediate of a compressed instruction, whose field depends on the instruction. */
  CompressedImmediate,
  CompressedUpper,
  CompressedMemory,
  CompressedTarget,
  /** An address, of a pseudo-instruction. */
  Symbol,
  /** A number, of a pseudo-instruction. */
  Value,
}

/** One operand of a form. */
export interface FormOperand {
  readonly slot: Slot;
  /** Its name in the instruction table, for messages. */
  readonly name: string;
  /** Lowest bit of the field in the word, for registers and unsigned fields. */
  readonly shift: number;
  /** Bits in the field. */
  readonly width: number;
}

/** One way to write the operands of a mnemonic. */
export interface Form {
  readonly name: string;
  /** The operands as in the instruction table, for messages. */
  readonly text: string;
  readonly operands: readonly FormOperand[];
  /** The instruction with all operands zero. */
  readonly word: number;
  /** Bytes of the instruction. */
  readonly length: 2 | 4;
  /** Whether it is the immediate form of a mnemonic for registers: `add a0, a1, 5`. */
  readonly isImmediateAlias: boolean;
  /** Of a pseudo-instruction that becomes several instructions: its expansion. */
  readonly expansion: Expansion | undefined;
  /** The extension that it needs. */
  readonly extension: Extension;
  /** Another extension that has it, too. */
  readonly also?: Extension | undefined;
  /** Of a compressed instruction: its encoding. */
  readonly compressed: CompressedEncoding | undefined;
  /** What GNU as compresses it to, if not to all that is possible. */
  readonly choice: Choice | undefined;
}

/** The end of operand lists with a rounding mode, and the dynamic mode. */
const ROUNDING_MODE = ", rm";
const DYNAMIC = 7;

/** The position of an I-type immediate, and the width of a branch offset. */
const I_TYPE_SHIFT = 20;
const BRANCH_WIDTH = 13;

function parseOperand(text: string, encoding: Encoding | undefined): FormOperand {
  const named = (name: FieldName) => encoding?.fields.find((field) => field.name === name);
  const make = (slot: Slot, field = named(text as FieldName)): FormOperand => ({
    slot,
    name: text,
    shift: field?.ranges[0]?.at ?? 0,
    width: field?.width ?? 0,
  });
  const immediate = named("imm");
  const isStore = immediate !== undefined && immediate.ranges[0]?.at !== I_TYPE_SHIFT;
  switch (text) {
    case "rd":
    case "rs1":
    case "rs2":
      return make(Slot.Register);
    case "frd":
    case "frs1":
    case "frs2":
    case "frs3":
      return make(Slot.FloatRegister, named(text.slice(1) as FieldName));
    case "frs":
      return make(Slot.FloatSource, named("rs1"));
    case "rm":
      return make(Slot.RoundingMode);
    case "imm":
      return make(isStore ? Slot.ImmediateS : Slot.ImmediateI);
    case "imm(rs1)":
      return make(isStore ? Slot.MemoryS : Slot.MemoryI, named("rs1"));
    case "block(rs1)":
      return make(Slot.Prefetch, named("rs1"));
    case "(rs1)":
      return make(Slot.Base, named("rs1"));
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

/** The kinds of operand of compressed instructions, by their names in the table. */
const COMPRESSED_SLOTS: Readonly<Record<string, Slot>> = {
  "rd": Slot.CompressedRegister,
  "rs1": Slot.CompressedRegister,
  "rs2": Slot.CompressedRegister,
  "frd": Slot.CompressedFloat,
  "frs2": Slot.CompressedFloat,
  "sp": Slot.StackPointer,
  "imm": Slot.CompressedImmediate,
  "uimm": Slot.CompressedImmediate,
  "shamt": Slot.CompressedImmediate,
  "upper": Slot.CompressedUpper,
  "uimm(rs1)": Slot.CompressedMemory,
  "uimm(sp)": Slot.CompressedMemory,
  "offset": Slot.CompressedTarget,
};

function compressedForm(compressed: CompressedEncoding, operands = compressed.row.operands): Form {
  const { mnemonic: name, match, length } = compressed;
  const names = operands === "" ? [] : operands.split(", ");
  return {
    name,
    text: operands,
    operands: names.map((operand): FormOperand => {
      const slot = COMPRESSED_SLOTS[operand];
      if (slot === undefined) throw new TypeError(`Cannot parse the operand ${operand} of ${name}`);
      return { slot, name: operand, shift: 0, width: 0 };
    }),
    word: match,
    length,
    isImmediateAlias: false,
    expansion: undefined,
    extension: compressed.row.extension,
    compressed,
    choice: undefined,
  };
}

/** c.unimp is all zeros, which no row has: it always traps. */
const UNIMPLEMENTED: Form = {
  name: "c.unimp",
  text: "",
  operands: [],
  word: 0,
  length: 2,
  isImmediateAlias: false,
  expansion: undefined,
  extension: "C",
  compressed: undefined,
  choice: undefined,
};

function parseOperands(text: string, encoding: Encoding | undefined): FormOperand[] {
  return text === "" ? [] : text.split(", ").map((operand) => parseOperand(operand, encoding));
}

/** A mnemonic and its forms, which are made on first use: most programs use few mnemonics. */
class MnemonicForms {
  readonly makers: (() => Form)[] = [];
  #forms: readonly Form[] | undefined;

  get forms(): readonly Form[] {
    return this.#forms ??= this.#make();
  }

  #make(): readonly Form[] {
    const forms: Form[] = [];
    for (const form of this.makers.map((make) => make())) {
      if (!forms.some(({ text }) => text === form.text)) forms.push(form);
    }
    return forms;
  }
}

const BY_NAME: (MnemonicForms | undefined)[] = [];

function add(name: string, make: () => Form): void {
  const number = BASE_NAMES.of(name);
  while (BY_NAME.length <= number) BY_NAME.push(undefined);
  const mnemonic = BY_NAME[number] ??= new MnemonicForms();
  mnemonic.makers.push(make);
}

function rowForm(encoding: Encoding): Form {
  const { mnemonic, row, match, length } = encoding;
  return {
    name: mnemonic,
    text: row.operands,
    operands: parseOperands(row.operands, encoding),
    word: match,
    length,
    isImmediateAlias: false,
    expansion: undefined,
    extension: row.extension,
    also: row.also,
    compressed: undefined,
    choice: CHOICES.get(`${mnemonic} ${row.operands}`),
  };
}

function aliasForm({ of, when, name, operands, extension }: Alias): Form {
  const encoding = encodingOf(of);
  return {
    name,
    text: operands,
    operands: parseOperands(operands, encoding),
    word: encode(encoding, when),
    length: encoding.length,
    isImmediateAlias: operands.endsWith(", imm"),
    expansion: undefined,
    extension: extension ?? encoding.row.extension,
    also: encoding.row.also,
    compressed: undefined,
    choice: CHOICES.get(`${name} ${operands}`),
  };
}

function macroForm({ name, operands, expansion }: Macro): Form {
  const encoding = encodingOf(name);
  return {
    name,
    text: operands,
    operands: parseOperands(operands, encoding ?? encodingOf("addi")),
    word: encoding?.match ?? 0,
    length: 4,
    isImmediateAlias: false,
    expansion,
    extension: encoding === undefined || HAS_EXPANSION.has(name) ? "I" : encoding.row.extension,
    compressed: undefined,
    choice: undefined,
  };
}

/** The form of a row without its rounding mode, which is then dynamic. */
function dynamicForm(form: Form): Form {
  const mode = form.operands.at(-1);
  return {
    ...form,
    text: form.text.slice(0, -ROUNDING_MODE.length),
    operands: form.operands.slice(0, -1),
    word: form.word | (DYNAMIC << (mode?.shift ?? 0)),
  };
}

/** Pseudo-instructions whose expansion includes the instruction of the same name. */
const HAS_EXPANSION: ReadonlySet<string> = new Set(["li", ...Object.keys(EXTENSIONS)]);

for (const encoding of ENCODINGS) {
  if (HAS_EXPANSION.has(encoding.mnemonic)) continue;
  add(encoding.mnemonic, () => rowForm(encoding));
  if (encoding.row.operands.endsWith(ROUNDING_MODE)) {
    add(encoding.mnemonic, () => dynamicForm(rowForm(encoding)));
  }
}
for (const alias of [...ALIASES, ...MORE_ALIASES]) {
  if (!HAS_EXPANSION.has(alias.name)) add(alias.name, () => aliasForm(alias));
}
for (const macro of MACROS) add(macro.name, () => macroForm(macro));
for (const compressed of COMPRESSED_ENCODINGS) {
  add(compressed.mnemonic, () => compressedForm(compressed));
}
for (const { of, name, operands } of COMPRESSED_ALIASES) {
  const compressed = COMPRESSED_ENCODINGS.find(({ mnemonic }) => mnemonic === of);
  if (compressed !== undefined) {
    add(name, () => ({ ...compressedForm(compressed, operands), name }));
  }
}
add(UNIMPLEMENTED.name, () => UNIMPLEMENTED);

/** The names of all mnemonics. */
export function mnemonicNames(): string[] {
  return BY_NAME.flatMap((mnemonic, name) =>
    mnemonic === undefined ? [] : BASE_NAMES.list[name] ?? []
  );
}

/** The forms of the mnemonic whose name has this number in {@link BASE_NAMES}, if it is one. */
export function formsOf(name: number): readonly Form[] | undefined {
  return name < BY_NAME.length ? BY_NAME[name]?.forms : undefined;
}
