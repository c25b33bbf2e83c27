// SPDX-License-Identifier: MPL-2.0
// The bits that operands contribute to an instruction: immediates, numbers and named values. Reports
// those that do not fit, and adds a fixup or relocation where the bits depend on a symbol.

import { csrNumbers } from "../../cpu/isa/csr_names.ts";
import { ROUNDING_MODE_NAMES } from "../../cpu/isa/registers.ts";
import type { Assembly } from "../state/assembly.ts";
import { explainImmediate, explainUnsigned, explainUpper } from "../advice/immediate_errors.ts";
import type { FormOperand } from "./instruction_forms.ts";
import { nearestName } from "../text/nearest_name.ts";
import type { Operand } from "../state/operand.ts";
import { R } from "../object/relocation.ts";

const MAX_CSR = 0xfff;
const MAX_UPPER = 0xfffff;

/** The value of a 12-bit immediate; 0 with a fixup if it depends on a symbol. */
export function immediate(
  assembly: Assembly,
  operand: Operand,
  low: number,
  lowRelative: number,
  late: number,
): number {
  const { value, modifier } = operand;
  if (operand.kind === "constant" && modifier === undefined) {
    if (typeof value === "number" && value >= -2048 && value <= 2047) return value;
    explainImmediate(assembly, operand, value);
    return 0;
  }
  switch (modifier) {
    case undefined:
      assembly.fixup(late, operand);
      break;
    case "lo":
      assembly.relocate(low, operand);
      break;
    case "pcrel_lo":
      assembly.relocate(lowRelative, operand);
      break;
    case "tprel_lo":
      assembly.fixup(low === R.LO12_I ? R.TPREL_LO12_I : R.TPREL_LO12_S, operand);
      break;
    default:
      assembly.cursor.error(
        operand.first,
        `\`%${modifier}\` is the upper 20 bits, for lui or auipc; this operand takes the lower 12`,
        {
          fix: {
            message: `use \`%${
              modifier.replace(/^(?:got|tls_.d|tls_ie)_/, "").replace("hi", "lo")
            }\``,
          },
        },
        operand.after,
      );
  }
  return 0;
}

/** The relocations of the functions for upper parts, but for %tprel_hi, which needs a fixup. */
const UPPER_RELOCATIONS: ReadonlyMap<string, number> = new Map([
  ["hi", R.HI20],
  ["pcrel_hi", R.PCREL_HI20],
  ["got_pcrel_hi", R.GOT_HI20],
  ["tls_ie_pcrel_hi", R.TLS_GOT_HI20],
  ["tls_gd_pcrel_hi", R.TLS_GD_HI20],
]);

/** The bits of the upper immediate of lui or auipc; 0 with a fixup if it depends on a symbol. */
export function upper(assembly: Assembly, operand: Operand): number {
  const { value, modifier } = operand;
  const { cursor } = assembly;
  if (modifier !== undefined) {
    const relocation = UPPER_RELOCATIONS.get(modifier);
    if (modifier === "tprel_hi") assembly.fixup(R.TPREL_HI20, operand);
    else if (relocation !== undefined) assembly.relocate(relocation, operand);
    else {
      cursor.error(
        operand.first,
        `\`%${modifier}\` is the lower 12 bits; this operand takes the upper 20`,
        { fix: { message: `use \`%${modifier.replace("lo", "hi")}\`` } },
        operand.after,
      );
    }
    return 0;
  }
  if (operand.kind !== "constant") {
    const word = cursor.lexer.slice(operand.first);
    cursor.error(operand.first, `the address of \`${word}\` does not fit in 20 bits`, {
      fix: { message: `\`%hi(${word})\` is its upper part, for lui` },
    }, operand.after);
    return 0;
  }
  if (typeof value === "number" && value >= 0 && value <= MAX_UPPER) return value << 12;
  explainUpper(assembly, operand, value);
  return 0;
}

/** The value of an unsigned field. */
export function unsigned(assembly: Assembly, slot: FormOperand, operand: Operand): number {
  const max = 2 ** slot.width - 1;
  const { value } = operand;
  const { cursor } = assembly;
  if (operand.kind !== "constant" || operand.modifier !== undefined) {
    cursor.error(operand.first, "this operand must be a constant", {}, operand.after);
    return 0;
  }
  if (typeof value === "number" && value >= 0 && value <= max) return value;
  explainUnsigned(assembly, operand, value, max, slot.name === "shamt");
  return 0;
}

/** The number of a control and status register. */
export function csr(assembly: Assembly, operand: Operand): number {
  const { cursor } = assembly;
  if (operand.name >= 0 && operand.after === operand.first + 1) {
    const word = cursor.lexer.slice(operand.first);
    const number = csrNumbers().get(word);
    if (number !== undefined) return number;
    if (operand.kind === "symbol") {
      const near = nearestName(word, [...csrNumbers().keys()]);
      cursor.error(operand.first, `unknown control and status register \`${word}\``, {
        ...(near === undefined
          ? {}
          : { fix: { message: `did you mean \`${near}\`?`, replacement: near } }),
      });
      return 0;
    }
  }
  const { value } = operand;
  if (
    operand.kind === "constant" && typeof value === "number" && value >= 0 && value <= MAX_CSR
  ) {
    return value;
  }
  cursor.error(
    operand.first,
    `the number of a control and status register must be 0 to 0xfff`,
    {},
    operand.after,
  );
  return 0;
}

const ROUNDING_MODES: ReadonlyMap<string, number> = new Map(
  [...ROUNDING_MODE_NAMES].map(([number, name]) => [name, number]),
);

/** The number of a rounding mode. */
export function roundingMode(assembly: Assembly, operand: Operand): number {
  const word = assembly.cursor.lexer.slice(operand.first);
  const mode = ROUNDING_MODES.get(word);
  if (mode !== undefined) return mode;
  const names = [...ROUNDING_MODES.keys()];
  const lower = word.toLowerCase();
  const near = names.find((name) => name === lower) ?? nearestName(lower, names);
  assembly.cursor.error(operand.first, `unknown rounding mode \`${word}\``, {
    notes: [{ message: `the modes are ${names.map((name) => `\`${name}\``).join(", ")}` }],
    ...(near === undefined
      ? {}
      : { fix: { message: `did you mean \`${near}\`?`, replacement: near } }),
  });
  return 0;
}

const FENCE_LETTERS = "wroi";

/** The bits of a fence set. */
export function fenceSet(assembly: Assembly, operand: Operand): number {
  const word = assembly.cursor.lexer.slice(operand.first);
  let set = 0;
  let last = FENCE_LETTERS.length;
  for (const letter of word) {
    const bit = FENCE_LETTERS.indexOf(letter);
    if (bit < 0 || bit >= last) {
      set = 0;
      break;
    }
    set |= 1 << bit;
    last = bit;
  }
  if (set === 0) {
    assembly.cursor.error(
      operand.first,
      `\`${word}\` is not a fence set: use letters of \`iorw\`, in that order`,
    );
  }
  return set;
}
