// SPDX-License-Identifier: MPL-2.0
// Expands pseudo-instructions that become several instructions: constants, addresses, far calls,
// loads and stores of symbols, and extensions. The sequences are those of GNU as.

import { encode, encodingOf } from "../../cpu/isa/encoding.ts";
import type { Mnemonic } from "../../cpu/isa/table.ts";
import { REGISTER } from "../../cpu/isa/registers.ts";
import type { Assembly } from "../state/assembly.ts";
import type { FixAt } from "../object/diagnostic.ts";
import type { Form } from "./instruction_forms.ts";
import { appendInstruction, type Choice } from "./compression.ts";
import { immediate } from "./operand_values.ts";
import { type LoadStep, loadSteps, longLoadSteps } from "./load_immediate.ts";
import { markedNumberFix } from "../text/number_errors.ts";
import { floatRegister, type Operand } from "../state/operand.ts";
import { type Expansion, EXTENSIONS } from "./pseudo_instructions.ts";
import { immediateBits, R } from "../object/relocation.ts";
import { AssemblySymbol } from "../state/symbol.ts";

type Expand = (assembly: Assembly, form: Form, operands: readonly Operand[]) => void;

const word = (mnemonic: Mnemonic) => encodingOf(mnemonic).match;
const ADDI = word("addi");
const LD = word("ld");
const LUI = word("lui");
const AUIPC = word("auipc");
const JALR = word("jalr");
const WORDS = { lui: LUI, addi: ADDI, addiw: word("addiw"), slli: word("slli") };

const RD = 7;
const RS1 = 15;
const RS2 = 20;

const NONE = new AssemblySymbol("");

function operandAt(operands: readonly Operand[], index: number): Operand {
  const operand = operands[index];
  if (operand === undefined) throw new RangeError(`Cannot expand: operand ${index} is missing`);
  return operand;
}

/** What GNU as compresses the steps of `li` to: `li zero, 0` does not become c.nop. */
const LOAD_CHOICE: Choice = {
  only: ["c.li", "c.lui", "c.addi", "c.addi16sp", "c.addiw", "c.slli"],
};

function loadConstant(assembly: Assembly, register: number, steps: readonly LoadStep[]): void {
  for (const { mnemonic, immediate, fromZero } of steps) {
    const source = fromZero ? 0 : register << RS1;
    appendInstruction(
      assembly,
      mnemonic === "lui"
        ? LUI | (immediate << 12) | (register << RD)
        : WORDS[mnemonic] | immediateBits(immediate) | source | (register << RD),
      LOAD_CHOICE,
    );
  }
}

/** Appends auipc with the upper part of a distance. */
function upperDistance(
  assembly: Assembly,
  register: number,
  operand: Operand,
  type: number = R.PCREL_HI20,
): void {
  assembly.relocate(type, operand);
  assembly.section.word(AUIPC | (register << RD));
}

/** Appends the instruction after that auipc, with the rest of the distance. */
function lowerDistance(assembly: Assembly, type: number, operand: Operand, bits: number): void {
  assembly.relocateLower(type, operand);
  assembly.section.word(bits);
}

/** Appends an access to a symbol's memory; `field` holds its data register. */
function accessSymbol(
  assembly: Assembly,
  form: Form,
  operands: readonly Operand[],
  field: number,
  type: number,
): void {
  const target = operandAt(operands, 1);
  const temporary = operandAt(operands, 2).register;
  if (!isMemory(assembly, form, target)) return;
  upperDistance(assembly, temporary, target);
  lowerDistance(assembly, type, target, form.word | (temporary << RS1) | field);
}

function isAddress(assembly: Assembly, operand: Operand): boolean {
  if (operand.kind === "symbol") return true;
  assembly.cursor.error(operand.first, "this operand must be a symbol", {}, operand.after);
  return false;
}

function call(assembly: Assembly, operand: Operand, link: number, temporary: number): void {
  assembly.relocate(R.CALL_PLT, operand);
  assembly.section.word(AUIPC | (temporary << RD));
  assembly.section.word(JALR | (temporary << RS1) | (link << RD));
}

/** Appends auipc with the upper part of the distance to a GOT entry, and what uses the rest. */
function threadLocal(
  assembly: Assembly,
  operands: readonly Operand[],
  type: number,
  word: number,
): void {
  const { register } = operandAt(operands, 0);
  const target = operandAt(operands, 1);
  if (!isAddress(assembly, target)) return;
  upperDistance(assembly, register, target, type);
  const bits = word | (register << RS1) | (register << RD);
  lowerDistance(assembly, R.PCREL_LO12_I, target, bits);
}

function address(assembly: Assembly, operands: readonly Operand[], throughTable: boolean): void {
  const { register } = operandAt(operands, 0);
  const target = operandAt(operands, 1);
  if (target.kind === "constant") {
    const { cursor } = assembly;
    const fix = { fix: { message: "use `li` to load a number" } };
    if (target.value < -(2 ** 31) || target.value >= 2 ** 31) {
      const message = "this is a number, not a symbol, and it does not fit in 32 bits";
      cursor.error(target.first, message, fix, target.after);
      return;
    }
    cursor.warn(target.first, "this is a number, not a symbol", fix, target.after);
    loadConstant(assembly, register, longLoadSteps(register, target.value));
    return;
  }
  if (!isAddress(assembly, target)) return;
  const type = throughTable ? R.GOT_HI20 : R.PCREL_HI20;
  upperDistance(assembly, register, target, type);
  const bits = (throughTable ? LD : ADDI) | (register << RS1) | (register << RD);
  lowerDistance(assembly, R.PCREL_LO12_I, target, bits);
}

/** The fix for a character in double quotes, which make it a symbol. */
function characterFix(text: string): FixAt | undefined {
  const [, character] = /^"(\\?.)"$/.exec(text) ?? [];
  if (character === undefined) return undefined;
  const replacement = `'${character}'`;
  return { message: `a character is written \`${replacement}\``, replacement };
}

const EXPANSIONS: Readonly<Record<Expansion, Expand>> = {
  constant(assembly, _, operands) {
    const value = operandAt(operands, 1);
    if (value.kind === "constant" && value.modifier === undefined) {
      const { register } = operandAt(operands, 0);
      if (value.isLowOfNumber) {
        assembly.section.word(ADDI | immediateBits(Number(value.value)) | register << RD);
        return;
      }
      loadConstant(assembly, register, loadSteps(register, value.value));
      return;
    }
    if (value.modifier?.endsWith("lo") && value.base < 0) {
      // `li a0, %lo(x)` is `addi a0, zero, %lo(x)`.
      const bits = immediate(assembly, value, R.LO12_I, R.PCREL_LO12_I, R.IMMEDIATE_I);
      const { register } = operandAt(operands, 0);
      assembly.section.word(ADDI | immediateBits(bits) | register << RD);
      return;
    }
    const { cursor } = assembly;
    const text = cursor.lexer.text.slice(
      cursor.lexer.starts[value.first],
      cursor.lexer.ends[value.after - 1],
    );
    const symbol = value.symbol ?? NONE;
    const isLabel = value.kind === "symbol" && symbol.state === "label";
    cursor.error(value.first, `\`li\` needs a constant, and \`${text}\` is not one`, {
      fix: markedNumberFix(text) ?? characterFix(text) ?? {
        message: isLabel
          ? `\`la\` loads the address of \`${symbol.name}\``
          : `define it with \`.equ\` above this line; if it is a label, use \`la\``,
      },
    }, value.after);
  },

  address(assembly, form, operands) {
    const target = operandAt(operands, 1).symbol;
    const isLocal = form.name === "lla" || !assembly.positionIndependent || target === undefined;
    address(assembly, operands, !isLocal);
  },

  gotAddress(assembly, _, operands) {
    address(assembly, operands, true);
  },

  threadOffset(assembly, _, operands) {
    threadLocal(assembly, operands, R.TLS_GOT_HI20, LD);
  },

  threadPair(assembly, _, operands) {
    threadLocal(assembly, operands, R.TLS_GD_HI20, ADDI);
  },

  call(assembly, form, operands) {
    const hasLink = form.operands.length === 2;
    const link = hasLink ? operandAt(operands, 0).register : REGISTER.ra;
    const target = operandAt(operands, hasLink ? 1 : 0);
    // t1 and not t0, which may hold the return address of a millicode routine.
    const temporary = hasLink ? REGISTER.t1 : REGISTER.ra;
    if (isTarget(assembly, target)) call(assembly, target, link, temporary);
  },

  tail(assembly, form, operands) {
    const temporary = form.operands.length === 2 ? operandAt(operands, 1).register : REGISTER.t1;
    const target = operandAt(operands, 0);
    if (isTarget(assembly, target)) call(assembly, target, 0, temporary);
  },

  load(assembly, form, operands) {
    const { register } = operandAt(operands, 0);
    const target = operandAt(operands, 1);
    if (!isMemory(assembly, form, target)) return;
    upperDistance(assembly, register, target);
    const bits = form.word | (register << RS1) | (register << RD);
    lowerDistance(assembly, R.PCREL_LO12_I, target, bits);
  },

  store: (assembly, form, operands) =>
    accessSymbol(assembly, form, operands, operandAt(operands, 0).register << RS2, R.PCREL_LO12_S),

  floatLoad: (assembly, form, operands) =>
    accessSymbol(
      assembly,
      form,
      operands,
      floatRegister(operandAt(operands, 0)) << RD,
      R.PCREL_LO12_I,
    ),

  floatStore: (assembly, form, operands) =>
    accessSymbol(
      assembly,
      form,
      operands,
      floatRegister(operandAt(operands, 0)) << RS2,
      R.PCREL_LO12_S,
    ),

  extend(assembly, form, operands) {
    const extension = EXTENSIONS[form.name];
    if (extension === undefined) return;
    const { register } = operandAt(operands, 0);
    const source = operandAt(operands, 1).register;
    const encoding = encodingOf(extension.single);
    if (assembly.architecture.isNamed(encoding.row.extension)) {
      appendInstruction(assembly, encode(encoding, { rd: register, rs1: source }));
      return;
    }
    const amount = immediateBits(extension.shift);
    appendInstruction(assembly, WORDS.slli | amount | (source << RS1) | (register << RD));
    const right = extension.right === "srai" ? word("srai") : word("srli");
    appendInstruction(assembly, right | amount | (register << RS1) | (register << RD));
  },
};

/** Whether an operand is a target of `call`: a symbol, or an address as a number. */
function isTarget(assembly: Assembly, operand: Operand): boolean {
  return operand.kind === "constant" || isAddress(assembly, operand);
}

function isMemory(assembly: Assembly, form: Form, operand: Operand): boolean {
  if (operand.kind !== "constant") return isAddress(assembly, operand);
  const { lexer } = assembly.cursor;
  const text = lexer.text.slice(lexer.starts[operand.first], lexer.ends[operand.after - 1]);
  assembly.cursor.error(
    operand.first,
    `\`${form.name}\` needs a base register for the offset ${text}`,
    { fix: { message: `add the register that holds the address, as in \`${text}(sp)\`` } },
    operand.after,
  );
  return false;
}

/** Appends the instructions of a pseudo-instruction whose operands match its form. */
export function expand(assembly: Assembly, form: Form, operands: readonly Operand[]): void {
  if (form.expansion !== undefined) EXPANSIONS[form.expansion](assembly, form, operands);
}
