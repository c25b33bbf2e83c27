// SPDX-License-Identifier: MPL-2.0
// Compresses instructions as GNU as does. The rules are the rows of the compressed instructions read
// backwards, restricted by the choices of GNU as, which depend on the mnemonic: it compresses
// `li a0, 0`, but not `mv a0, zero`, which is the same instruction.

import {
  COMPRESSED_ENCODINGS,
  type CompressedEncoding,
  encode,
  type Encoding,
  type Field,
  type FieldCondition,
  type FieldName,
  type FieldValues,
  parseExpansion,
} from "../../cpu/isa/encoding.ts";
import type { CompressedMnemonic } from "../../cpu/isa/compressed.ts";
import { extract, insert } from "../../cpu/isa/pattern.ts";
import type { Assembly } from "../state/assembly.ts";

/** The field of a word that a field of the compressed instruction is taken from. */
interface Binding {
  readonly from: Field;
  readonly to: Field;
}

/** The words that a compressed instruction expands to. */
interface Rule {
  readonly compressed: CompressedEncoding;
  readonly match: number;
  readonly mask: number;
  readonly bindings: readonly Binding[];
}

/** Other instructions that GNU as compresses: they have the effect of the expansion. */
const ALSO: readonly (readonly [expansion: string, name: CompressedMnemonic])[] = [
  ["addi x0, x0, 0", "c.nop"],
  ["addi rd, rs2, 0", "c.mv"],
  ["add rd, rs2, rd", "c.add"],
  ["and rd, rs2, rd", "c.and"],
  ["or rd, rs2, rd", "c.or"],
  ["xor rd, rs2, rd", "c.xor"],
  ["addw rd, rs2, rd", "c.addw"],
];

function fieldOf(fields: readonly Field[], name: FieldName): Field {
  const field = fields.find((each) => each.name === name);
  if (field === undefined) throw new TypeError(`Cannot make a rule: there is no field ${name}`);
  return field;
}

function makeRule(
  compressed: CompressedEncoding,
  { encoding, sources }: Pick<CompressedEncoding, "encoding" | "sources">,
): Rule {
  let { match, mask } = encoding;
  const bindings: Binding[] = [];
  for (const { field, from } of sources) {
    const source = fieldOf(encoding.fields, field);
    if (typeof from === "number") {
      match |= insert(source, from);
      mask |= insert(source, -1);
    } else {
      bindings.push({ from: source, to: fieldOf(compressed.fields, from) });
    }
  }
  return { compressed, match, mask, bindings };
}

const compressedNamed = new Map(COMPRESSED_ENCODINGS.map((each) => [each.mnemonic, each]));

/** Bits 2 to 6 and 12 to 14, opcode and funct3, which distinguish most instructions. */
const keyOf = (word: number): number => ((word >> 2) & 0x1f) | ((word >> 7) & 0xe0);

/** The rules by key, made when first needed. */
let rules: readonly (readonly Rule[])[] | undefined;

function makeRules(): readonly (readonly Rule[])[] {
  const lists: Rule[][] = Array.from({ length: 256 }, () => []);
  const add = (encoding: Encoding, rule: Rule) => {
    for (let key = 0; key < lists.length; key++) {
      const bits = ((key & 0x1f) << 2) | ((key & 0xe0) << 7) | 3;
      if (((bits ^ encoding.match) & encoding.mask & 0x707f) === 0) lists[key]?.push(rule);
    }
  };
  for (const compressed of COMPRESSED_ENCODINGS) {
    // Most of its operands make hints.
    if (compressed.mnemonic === "c.nop") continue;
    add(compressed.encoding, makeRule(compressed, compressed));
  }
  for (const [expansion, name] of ALSO) {
    const compressed = compressedNamed.get(name);
    const parsed = parseExpansion(expansion, name);
    if (compressed !== undefined) add(parsed.encoding, makeRule(compressed, parsed));
  }
  return lists;
}

/** Whether a field can hold a value. */
export function fitsField({ width, low, signed, base }: Field, value: number): boolean {
  const bits = value - base;
  if ((bits & ((1 << low) - 1)) !== 0) return false;
  const count = 2 ** width;
  return signed ? bits >= -count / 2 && bits < count / 2 : bits >= 0 && bits < count;
}

const values: { [name in FieldName]?: number | undefined } = {};
const holds = ({ field, value }: FieldCondition): boolean => values[field] === value;

function apply(
  { compressed, bindings }: Rule,
  word: number,
  allowHints: boolean,
): number | undefined {
  for (const { name } of compressed.fields) values[name] = undefined;
  for (const { from, to } of bindings) {
    const value = extract(from, word);
    const bound = values[to.name];
    if (bound === undefined ? !fitsField(to, value) : bound !== value) return undefined;
    values[to.name] = value;
  }
  if (compressed.except.some(holds)) return undefined;
  if (!allowHints && compressed.hints.some(holds)) return undefined;
  return encode(compressed, values as FieldValues);
}

/** The compressed instructions that GNU as restricts a spelling to. */
export interface Choice {
  readonly only: readonly CompressedMnemonic[];
  readonly allowHints?: true;
}

/** The choices of GNU as by the spelling of an instruction: mnemonic and operands. */
export const CHOICES: ReadonlyMap<string, Choice> = new Map<string, Choice>([
  ["mv rd, rs1", { only: ["c.mv"] }],
  ["move rd, rs1", { only: ["c.mv"] }],
  ["add rd, rs1, imm", { only: ["c.addi", "c.addi4spn", "c.addi16sp"], allowHints: true }],
  // Zcb has instructions for these, which GNU as takes only for `not` and `zext.w`.
  ["xori rd, rs1, imm", { only: [] }],
  ["xor rd, rs1, imm", { only: [] }],
  ["add.uw rd, rs1, rs2", { only: [] }],
  ["jalr rd, imm(rs1)", { only: [] }],
  ["jalr rd, rs1", { only: [] }],
  ["jalr rd, rs1, imm", { only: [] }],
  ["jalr imm(rs1)", { only: [] }],
  ["jalr rs1, imm", { only: [] }],
  ["jr imm(rs1)", { only: [] }],
  ["jr rs1, imm", { only: [] }],
  ["jal rd, offset", { only: [] }],
  ["jal offset", { only: [] }],
]);

/** The compressed form of a word, if there is one; by default, also one of Zcb. */
export function compress(word: number, choice?: Choice, hasZcb = true): number | undefined {
  for (const rule of (rules ??= makeRules())[keyOf(word)] ?? []) {
    if (((word ^ rule.match) & rule.mask) !== 0) continue;
    if (!hasZcb && rule.compressed.row.extension === "Zcb") continue;
    if (choice !== undefined && !choice.only.includes(rule.compressed.mnemonic)) continue;
    const halfword = apply(rule, word, choice?.allowHints === true);
    if (halfword !== undefined) return halfword;
  }
  return undefined;
}

/** Appends an instruction, compressed where the architecture enables it. */
export function appendInstruction(
  { architecture, section }: Assembly,
  word: number,
  choice?: Choice,
): void {
  const halfword = architecture.compresses
    ? compress(word, choice, architecture.isNamed("Zcb"))
    : undefined;
  if (halfword === undefined) section.word(word);
  else section.integer(halfword, 2);
}
