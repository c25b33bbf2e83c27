// SPDX-License-Identifier: MPL-2.0
// From rows to words and back: parses the bit patterns of the instruction table once, then encodes
// and decodes with masks and shifts. Takes and gives plain numbers: words are unsigned 32-bit,
// immediates signed where the manual sign-extends them.

import { COMPRESSED_ROWS, type CompressedMnemonic, type CompressedRow } from "./compressed.ts";
import { instructionLength, type InstructionRow, INSTRUCTIONS, type Mnemonic } from "./table.ts";
import {
  extract,
  type FieldName,
  type FieldValues,
  insert,
  LazyPattern,
  type Pattern,
} from "./pattern.ts";

export { FIELD_NAMES } from "./pattern.ts";
export type { Field, FieldName, FieldValues, Piece } from "./pattern.ts";

/** A row of the table with its pattern parsed. */
export interface Encoding extends Pattern {
  /** Position in the table: a small number that stands for the instruction. */
  readonly index: number;
  readonly mnemonic: Mnemonic;
  readonly row: InstructionRow;
  /** The fields that name floating-point registers. */
  readonly floats: ReadonlySet<FieldName>;
}

/** A field of an instruction with the value that it must, or must not, have. */
export interface FieldCondition {
  readonly field: FieldName;
  readonly value: number;
}

/** Where a field of the instruction that a compressed one expands to has its value from. */
export interface Source {
  readonly field: FieldName;
  /** The field of the compressed instruction, or the value. */
  readonly from: FieldName | number;
}

/** A row of the compressed instructions with its pattern parsed. */
export interface CompressedEncoding extends Pattern {
  readonly mnemonic: CompressedMnemonic;
  readonly row: CompressedRow;
  /** What it expands to. */
  readonly encoding: Encoding;
  /** The fields of what it expands to. */
  readonly sources: readonly Source[];
  /** Values of fields that the row does not have. */
  readonly except: readonly FieldCondition[];
  /** Values of fields with which it is a hint. */
  readonly hints: readonly FieldCondition[];
}

/**
 * An instruction word taken apart. Fields that its row does not have are 0. A compressed instruction
 * is taken apart as the one that it expands to.
 */
export interface Instruction extends Required<FieldValues> {
  readonly encoding: Encoding;
  readonly mnemonic: Mnemonic;
  /** The word, unsigned; of a 2-byte instruction, its halfword. */
  readonly word: number;
  /** Bytes: 2 or 4. */
  readonly length: 2 | 4;
  /** Of a compressed instruction: its own encoding. */
  readonly compressed: CompressedEncoding | undefined;
}
const REGISTER_FIELDS = ["rd", "rs1", "rs2", "rs3"] as const satisfies readonly FieldName[];

/** An encoding whose pattern is parsed when it is first asked for: most programs use few rows. */
class RowEncoding extends LazyPattern implements Encoding {
  readonly index: number;
  readonly mnemonic: Mnemonic;
  readonly row: InstructionRow;
  readonly floats: ReadonlySet<FieldName>;

  constructor(row: InstructionRow & { readonly name: Mnemonic }, index: number) {
    super(row.bits, row.name);
    this.index = index;
    this.mnemonic = row.name;
    this.row = row;
    this.floats = new Set(REGISTER_FIELDS.filter((name) => row.operands.includes(`f${name}`)));
  }
}

/** The encoding of every row of the table, in the table's order. */
export const ENCODINGS: readonly Encoding[] = INSTRUCTIONS.map((row, index) =>
  new RowEncoding(row, index)
);

const BY_MNEMONIC: ReadonlyMap<string, Encoding> = new Map(
  ENCODINGS.map((encoding) => [encoding.mnemonic, encoding]),
);

/** The encoding of the instruction of that name; undefined when the table has none. */
export function encodingOf(mnemonic: Mnemonic): Encoding;
export function encodingOf(mnemonic: string): Encoding | undefined;
export function encodingOf(mnemonic: string): Encoding | undefined {
  return BY_MNEMONIC.get(mnemonic);
}

/**
 * The word of an instruction. Values must fit their fields (see {@link Field}): bits outside are
 * dropped, since range checks belong to whoever can name the place in the source.
 */
export function encode({ match, fields }: Pattern, values: FieldValues): number {
  let word = match;
  for (const field of fields) {
    const value = values[field.name];
    if (value !== undefined) word |= insert(field, value);
  }
  return word >>> 0;
}

/** `rd=2, imm=0` taken apart. */
function parseConditions(text = ""): FieldCondition[] {
  return [...text.matchAll(/(\w+)=(\d+)/g)].map(([, field, value]) => ({
    // The names are those of the row's own fields: a wrong one would find no field.
    field: field as FieldName,
    value: Number(value),
  }));
}

/** Literal operands of expansions: registers, and the offset 0. */
function literal(text: string): number | undefined {
  return /^x?\d+$/.test(text) ? Number(text.replace("x", "")) : undefined;
}

/** The names of the fields in a list of operands: `frd, imm(rs1)` has three. */
const operandFields = (operands: string): string[] =>
  (operands.match(/[\w.]+/g) ?? []).map((name) => name.replace(/^fr/, "r"));

/** Takes an expansion apart: `addi rd, x2, uimm`. `name` is the row's, for messages. */
export function parseExpansion(
  expansion: string,
  name: string,
): Pick<CompressedEncoding, "encoding" | "sources"> {
  const [, mnemonic = "", operands = ""] = /^(\S+) ?(.*)$/.exec(expansion) ?? [];
  const encoding = encodingOf(mnemonic);
  if (encoding === undefined) {
    throw new TypeError(`Cannot expand ${name}: there is no instruction ${mnemonic}`);
  }
  const given = operandFields(operands);
  const wanted = operandFields(encoding.row.operands).map((operand) =>
    operand === "offset" || operand === "upper" ? "imm" : operand
  );
  const sources = wanted.map((field, index): Source => {
    const from = given[index] ?? "";
    // Names that are no fields give values that isa_test.ts finds wrong.
    return { field: field as FieldName, from: literal(from) ?? from as FieldName };
  });
  return { encoding, sources };
}

/** A compressed encoding, likewise taken apart when it is first asked for. */
class CompressedRowEncoding extends LazyPattern implements CompressedEncoding {
  readonly mnemonic: CompressedMnemonic;
  readonly row: CompressedRow;
  #expansion: Pick<CompressedEncoding, "encoding" | "sources"> | undefined;
  #except: readonly FieldCondition[] | undefined;
  #hints: readonly FieldCondition[] | undefined;

  constructor(row: CompressedRow & { readonly name: CompressedMnemonic }) {
    super(row.bits, row.name);
    this.mnemonic = row.name;
    this.row = row;
  }

  get encoding(): Encoding {
    return this.#expanded.encoding;
  }

  get sources(): readonly Source[] {
    return this.#expanded.sources;
  }

  get except(): readonly FieldCondition[] {
    return this.#except ??= parseConditions(this.row.except);
  }

  get hints(): readonly FieldCondition[] {
    return this.#hints ??= parseConditions(this.row.hints);
  }

  get #expanded(): Pick<CompressedEncoding, "encoding" | "sources"> {
    return this.#expansion ??= parseExpansion(this.row.expansion, this.row.name);
  }
}

/** The encoding of every row of the compressed instructions. */
export const COMPRESSED_ENCODINGS: readonly CompressedEncoding[] = COMPRESSED_ROWS.map((row) =>
  new CompressedRowEncoding(row)
);

/** The items by a number of theirs. */
function grouped<T>(items: readonly T[], keyOf: (item: T) => number): ReadonlyMap<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

const bitsOf = (digits: string): number => Number.parseInt(digits, 2);

/**
 * Rows by the low 7 bits of the word (the opcode), which every row has literal, to keep the search for
 * a row short.
 */
const BY_OPCODE = grouped(ENCODINGS, ({ row }) => bitsOf(row.bits.slice(-7)));

const NO_VALUES: Required<FieldValues> = {
  rd: 0,
  rs1: 0,
  rs2: 0,
  rs3: 0,
  rm: 0,
  imm: 0,
  shamt: 0,
  csr: 0,
  uimm: 0,
  fm: 0,
  pred: 0,
  succ: 0,
  aq: 0,
  rl: 0,
};

/** The compressed rows by bits 0, 1 and 13 to 15, which every one of them has literal. */
const BY_QUADRANT = grouped(
  COMPRESSED_ENCODINGS,
  ({ row: { bits } }) => (bitsOf(bits.slice(0, 3)) << 2) | bitsOf(bits.slice(-2)),
);

function quadrantKey(halfword: number): number {
  return ((halfword >>> 13) << 2) | (halfword & 3);
}

/** The row of a compressed instruction with the values of its own fields, if it is one. */
export function decodeCompressed(
  halfword: number,
): { compressed: CompressedEncoding; values: Required<FieldValues> } | undefined {
  for (const compressed of BY_QUADRANT.get(quadrantKey(halfword)) ?? []) {
    if (((halfword ^ compressed.match) & compressed.mask) !== 0) continue;
    const values = { ...NO_VALUES };
    for (const field of compressed.fields) values[field.name] = extract(field, halfword);
    if (compressed.except.some(({ field, value }) => values[field] === value)) continue;
    return { compressed, values };
  }
  return undefined;
}

function expand(halfword: number): Instruction | undefined {
  const found = decodeCompressed(halfword);
  if (found === undefined) return undefined;
  const { compressed, values } = found;
  const { encoding, sources } = compressed;
  const expanded = { ...NO_VALUES };
  for (const { field, from } of sources) {
    expanded[field] = typeof from === "number" ? from : values[from];
  }
  const { mnemonic } = encoding;
  return { ...expanded, encoding, mnemonic, word: halfword, length: 2, compressed };
}

/**
 * Takes a word apart: 32 bits, or 16 of a 2-byte instruction (higher bits are then ignored).
 * Undefined when no row matches: an illegal instruction.
 */
export function decode(bits: number): Instruction | undefined {
  if (instructionLength(bits) === 2) return expand(bits & 0xffff);
  const word = bits >>> 0;
  const candidates = BY_OPCODE.get(word & 0x7f) ?? [];
  const encoding = candidates.find(({ match, mask }) => ((word ^ match) & mask) === 0);
  if (encoding === undefined) return undefined;
  const values = { ...NO_VALUES };
  for (const field of encoding.fields) values[field.name] = extract(field, word);
  // The modes 5 and 6 are reserved (manual, "F", rounding modes).
  if (values.rm === 5 || values.rm === 6) return undefined;
  const { mnemonic } = encoding;
  return { ...values, encoding, mnemonic, word, length: 4, compressed: undefined };
}
