// SPDX-License-Identifier: MPL-2.0
// Assembles one instruction: finds the form that its operands match, and appends the instruction to
// the current section, with a fixup where its bits depend on a symbol.

import type { Assembly } from "../state/assembly.ts";
import { emitBranch, emitJump } from "../layout/branch.ts";
import { emitCompressed } from "./compressed_operands.ts";
import { appendInstruction, compress } from "./compression.ts";
import { explainMismatch } from "./instruction_errors.ts";
import { type Form, Slot } from "./instruction_forms.ts";
import { floatRegister, type Operand } from "../state/operand.ts";
import { fits, matches } from "./operand_match.ts";
import { csr, fenceSet, immediate, roundingMode, unsigned, upper } from "./operand_values.ts";
import { expand } from "./pseudo_expansion.ts";
import { immediateBits, R, storeBits } from "../object/relocation.ts";

/** The position of the second source register. */
const RS2 = 20;
/** Operands of `add` with a thread-local variable. */
const THREAD_ADD_COUNT = 4;

/** Assembles the instruction at the cursor as one of these forms. */
export function assembleForms(assembly: Assembly, forms: readonly Form[]): void {
  const { cursor, section } = assembly;
  const mnemonic = cursor.at++;
  const count = assembly.operands.parse();
  if (count < 0) return;
  const { operands } = assembly.operands;
  if (section.type === "nobits") {
    cursor.error(
      mnemonic,
      `section ${section.name} can hold only zeros, not instructions`,
      {
        fix: { message: "switch back to the code with `.text`" },
      },
    );
    return;
  }
  if (!section.flags.execute) warnOfData(assembly, mnemonic);
  if (operands[THREAD_ADD_COUNT - 1]?.modifier === "tprel_add" && count === THREAD_ADD_COUNT) {
    emitThreadAdd(assembly, forms[0]!, operands, mnemonic);
    return;
  }
  for (let index = 0; index < forms.length; index++) {
    const form = forms[index]!;
    if (form.operands.length === count && matches(form, operands)) {
      if (form.extension !== "I" && isAbsent(assembly, form, mnemonic)) return;
      assembly.hasInstructions = true;
      section.markLine(assembly.lineLocation);
      if (form.expansion !== undefined) expand(assembly, form, operands);
      else if (form.compressed !== undefined) {
        emitCompressed(assembly, form, form.compressed, operands);
      } else emit(assembly, form, operands);
      return;
    }
  }
  const named = forms.find((form) =>
    form.operands.length === count && matchesAsSymbols(assembly, form)
  );
  if (named === undefined) {
    explainMismatch(assembly, forms, count, mnemonic);
    return;
  }
  section.markLine(assembly.lineLocation);
  if (named.expansion === undefined) emit(assembly, named, operands);
  else expand(assembly, named, operands);
}

/**
 * Appends `add rd, rs1, tp, %tprel_add(x)`: an addition with a relocation that tells the linker about
 * the thread-local variable (psABI, "Local Exec").
 */
function emitThreadAdd(
  assembly: Assembly,
  form: Form,
  operands: readonly Operand[],
  mnemonic: number,
): void {
  const [rd, rs1, rs2, variable] = operands;
  const isAddition = form.name === "add" &&
    [rd, rs1, rs2].every((operand) => operand?.kind === "register");
  if (!isAddition || variable?.kind !== "symbol") {
    assembly.cursor.error(
      variable?.first ?? mnemonic,
      "`%tprel_add` needs `add` with three registers, and a symbol",
      { fix: { message: "for example `add a0, a0, tp, %tprel_add(x)`" } },
      variable?.after,
    );
    return;
  }
  assembly.hasInstructions = true;
  assembly.section.markLine(assembly.lineLocation);
  assembly.fixup(R.TPREL_ADD, variable);
  let word = form.word;
  for (const [index, { shift }] of form.operands.entries()) {
    word |= operands[index]!.register << shift;
  }
  assembly.section.word(word);
}

/** Warns of the first instruction in a section that is not executable. */
function warnOfData({ cursor, section }: Assembly, mnemonic: number): void {
  if (section.hasOddCode) return;
  section.hasOddCode = true;
  cursor.warn(mnemonic, `instruction in section ${section.name}, which is not executable`, {
    fix: { message: "switch back to the code with `.text`" },
  });
}

/**
 * Tries to read registers as symbols of the same name, where the form takes a symbol. If the operands then
 * match, converts them and returns true.
 */
function matchesAsSymbols({ operands: parser, namesakes }: Assembly, form: Form): boolean {
  const taken: Operand[] = [];
  for (const [index, { slot }] of form.operands.entries()) {
    const operand = parser.operands[index]!;
    const wantsSymbol = slot === Slot.Symbol || slot === Slot.Branch || slot === Slot.Jump;
    if (wantsSymbol && operand.kind === "register" && namesakes.has(operand.name)) {
      taken.push(operand);
    } else if (!fits(slot, operand)) {
      return false;
    }
  }
  for (const operand of taken) parser.asSymbol(operand);
  return taken.length > 0;
}

/** The instructions of M that Zmmul leaves out. */
const DIVISION = /^(?:div|rem)/;

/** Whether the extension of an instruction is not enabled, which is reported. */
function isAbsent(
  { cursor, architecture }: Assembly,
  { name, extension: own, also, compressed }: Form,
  mnemonic: number,
): boolean {
  // c.fld needs C and D.
  const extensions = compressed === undefined ? [own] : [own, compressed.encoding.row.extension];
  const lacksDivision = own === "M" && !architecture.divides && DIVISION.test(name);
  const extension = lacksDivision ? own : extensions.find((each) => !architecture.has(each));
  if (extension === own && also !== undefined && architecture.has(also)) return false;
  if (extension === undefined) return false;
  const option = extension === "C" ? "rvc" : `arch, +${extension.toLowerCase()}`;
  cursor.error(
    mnemonic,
    `\`${name}\` needs the ${extension} extension, which is not enabled`,
    { fix: { message: `\`.option ${option}\` enables it for the code that follows` } },
  );
  return true;
}

/** Appends an instruction whose operands match its form. */
function emit(assembly: Assembly, form: Form, operands: readonly Operand[]): void {
  const slots = form.operands;
  const { section } = assembly;
  const late = section.fixups.length + section.relocations.length;
  let word = form.word;
  for (let index = 0; index < slots.length; index++) {
    const slot = slots[index]!;
    const operand = operands[index]!;
    switch (slot.slot) {
      case Slot.Register:
        word |= operand.register << slot.shift;
        break;
      case Slot.FloatRegister:
        word |= floatRegister(operand) << slot.shift;
        break;
      case Slot.FloatSource:
        word |= (floatRegister(operand) << slot.shift) | (floatRegister(operand) << RS2);
        break;
      case Slot.RoundingMode:
        word |= roundingMode(assembly, operand) << slot.shift;
        break;
      case Slot.ImmediateI:
        word |= immediateBits(
          immediate(assembly, operand, R.LO12_I, R.PCREL_LO12_I, R.IMMEDIATE_I),
        );
        break;
      case Slot.ImmediateS:
        word |= storeBits(immediate(assembly, operand, R.LO12_S, R.PCREL_LO12_S, R.IMMEDIATE_S));
        break;
      case Slot.MemoryI:
        word |= operand.base << slot.shift;
        word |= immediateBits(
          immediate(assembly, operand, R.LO12_I, R.PCREL_LO12_I, R.IMMEDIATE_I),
        );
        break;
      case Slot.MemoryS:
        word |= operand.base << slot.shift;
        word |= storeBits(immediate(assembly, operand, R.LO12_S, R.PCREL_LO12_S, R.IMMEDIATE_S));
        break;
      case Slot.Prefetch:
        word |= operand.base << slot.shift;
        word |= immediateBits(blockOffset(assembly, form, operand));
        break;
      case Slot.Base:
        checkNoOffset(assembly, form, operand);
        word |= operand.base << slot.shift;
        break;
      case Slot.Branch:
        emitBranch(assembly, word, operand, compressedBranch(assembly, form, word));
        return;
      case Slot.Jump:
        emitJump(assembly, word, operand, compressedBranch(assembly, form, word));
        return;
      case Slot.Upper:
        word |= upper(assembly, operand);
        break;
      case Slot.Unsigned:
        word |= unsigned(assembly, slot, operand) << slot.shift;
        break;
      case Slot.Csr:
        word |= csr(assembly, operand) << slot.shift;
        break;
      case Slot.Fence:
        word |= fenceSet(assembly, operand) << slot.shift;
        break;
      default:
        break;
    }
  }
  if (form.length === 2) section.integer(word, 2);
  else if (section.fixups.length + section.relocations.length > late) section.word(word);
  else if (hasLowOfNumber(operands, slots.length)) section.word(word);
  else if (form.name === "unimp" && assembly.architecture.compresses) section.integer(0, 2);
  else appendInstruction(assembly, word, form.choice);
}

/** Whether one of the first operands is the `%lo` of a number. */
function hasLowOfNumber(operands: readonly Operand[], count: number): boolean {
  for (let index = 0; index < count; index++) if (operands[index]!.isLowOfNumber) return true;
  return false;
}

/** The compressed form of a branch or jump, or 0. */
function compressedBranch(assembly: Assembly, { choice }: Form, word: number): number {
  return assembly.architecture.compresses ? compress(word, choice) ?? 0 : 0;
}

/** The offset of a prefetch, or 0 after an error: it is encoded without its lowest five bits. */
function blockOffset({ cursor }: Assembly, { name }: Form, operand: Operand): number {
  const { kind, modifier, value } = operand;
  const offset = kind === "constant" && modifier === undefined ? Number(value) : NaN;
  if (offset % 32 === 0 && offset >= -2048 && offset <= 2016) return offset;
  const message = `the offset of \`${name}\` must be a multiple of 32, from -2048 to 2016`;
  cursor.error(operand.first, message, {}, operand.after);
  return 0;
}

/** Reports an offset: atomic instructions take none, but, as in GNU as, `0(a0)` is accepted. */
function checkNoOffset(assembly: Assembly, { name }: Form, operand: Operand): void {
  if (operand.kind === "constant" && operand.modifier === undefined && operand.value === 0) return;
  const { cursor } = assembly;
  cursor.error(operand.first, `\`${name}\` takes an address without an offset`, {
    fix: { message: "add the offset to a register first, with `addi`" },
  }, operand.after);
}
