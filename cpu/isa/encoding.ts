// SPDX-License-Identifier: MPL-2.0
// Encodes and decodes instructions by the rows of the table, whose bit patterns are parsed on first
// use. Words are unsigned 32-bit numbers; immediates are signed where the manual sign-extends them.

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
export type { BitRange, Field, FieldName, FieldValues } from "./pattern.ts";

/** A row of the table with its pattern parsed. */
export interface Encoding extends Pattern {
  /** Position of the row in the table. */
  readonly index: number;
  readonly mnemonic: Mnemonic;
  readonly row: InstructionRow;
  /** The register fields that the operands name as floating-point ones. */
  readonly floats: ReadonlySet<FieldName>;
  /** Field values that belong to another row. */
  readonly except: readonly FieldCondition[];
}

/** A field and a value that it has, or must not have. */
export interface FieldCondition {
  readonly field: FieldName;
  readonly value: number;
}

/** Where a field of an expanded instruction gets its value. */
export interface Source {
  readonly field: FieldName;
  /** A field of the compressed instruction, or the value itself. */
  readonly from: FieldName | number;
}

/** A row of the compressed instructions with its pattern parsed. */
export interface CompressedEncoding extends Pattern {
  readonly mnemonic: CompressedMnemonic;
  readonly row: CompressedRow;
  /** The instruction it expands to. */
  readonly encoding: Encoding;
  /** Where the fields of that instruction get their values. */
  readonly sources: readonly Source[];
  /** Field values that are reserved or belong to another instruction. */
  readonly except: readonly FieldCondition[];
  /** Field values that make it a hint. */
  readonly hints: readonly FieldCondition[];
}

/**
 * A decoded instruction. Fields that its row does not have are 0. A compressed instruction has the
 * fields of the one it expands to.
 */
export interface Instruction extends Required<FieldValues> {
  readonly encoding: Encoding;
  readonly mnemonic: Mnemonic;
  /** The word, unsigned; for a 2-byte instruction, its halfword. */
  readonly word: number;
  /** Bytes: 2 or 4. */
  readonly length: 2 | 4;
  /** For a compressed instruction: its own encoding. */
  readonly compressed: CompressedEncoding | undefined;
}

const REGISTER_FIELDS = ["rd", "rs1", "rs2", "rs3"] as const satisfies readonly FieldName[];

const NO_CONDITIONS: readonly FieldCondition[] = [];

/** The encoding of a row. */
class RowEncoding extends LazyPattern implements Encoding {
  readonly index: number;
  readonly mnemonic: Mnemonic;
  readonly row: InstructionRow;
  #except: readonly FieldCondition[] | undefined;

  constructor(row: InstructionRow & { readonly name: Mnemonic }, index: number) {
    super(row.bits, row.name);
    this.index = index;
    this.mnemonic = row.name;
    this.row = row;
  }

  get except(): readonly FieldCondition[] {
    const { except } = this.row;
    return this.#except ??= except === undefined ? NO_CONDITIONS : parseConditions(except);
  }

  get floats(): ReadonlySet<FieldName> {
    return new Set(REGISTER_FIELDS.filter((name) => this.row.operands.includes(`f${name}`)));
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
 * The word of an instruction. Values must fit their fields (see {@link Field}); bits that do not fit
 * are dropped. Callers check ranges: they know the source location.
 */
export function encode({ match, fields }: Pattern, values: FieldValues): number {
  let word = match;
  for (const field of fields) {
    const value = values[field.name];
    if (value !== undefined) word |= insert(field, value);
  }
  return word >>> 0;
}

/** Parses `rd=2, imm=0`. */
function parseConditions(text = ""): FieldCondition[] {
  return [...text.matchAll(/(\w+)=(\d+)/g)].map(([, field, value]) => ({
    // The names are those of the row's own fields: a wrong one would find no field.
    field: field as FieldName,
    value: Number(value),
  }));
}

/** Literal operands of expansions: registers, and the offset 0. */
function literal(text: string): number | undefined {
  return /^x?-?\d+$/.test(text) ? Number(text.replace("x", "")) : undefined;
}

/** The names of the fields in a list of operands: `frd, imm(rs1)` has three. */
const operandFields = (operands: string): string[] =>
  (operands.match(/-?[\w.]+/g) ?? []).map((name) => name.replace(/^fr/, "r"));

function expandedEncoding(mnemonic: string, name: string): Encoding {
  const encoding = encodingOf(mnemonic);
  if (encoding !== undefined) return encoding;
  throw new TypeError(`Cannot expand ${name}: there is no instruction ${mnemonic}`);
}

/** Parses an expansion such as `addi rd, x2, uimm`. `name` is the mnemonic, for messages. */
export function parseExpansion(
  expansion: string,
  name: string,
): Pick<CompressedEncoding, "encoding" | "sources"> {
  const [, mnemonic = "", operands = ""] = /^(\S+) ?(.*)$/.exec(expansion) ?? [];
  const encoding = expandedEncoding(mnemonic, name);
  const given = operandFields(operands);
  const wanted = operandFields(encoding.row.operands).map((operand) =>
    operand === "offset" || operand === "upper" ? "imm" : operand
  );
  const sources = wanted.map((field, index): Source => {
    const from = given[index] ?? "";
    // A misspelled field name gives wrong values; table_test.ts finds it.
    return { field: field as FieldName, from: literal(from) ?? from as FieldName };
  });
  return { encoding, sources };
}

/** The encoding of a compressed row; its parts are parsed on first use, too. */
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
    // Without parsing the operands: the decoder asks for the encoding of every row.
    const [mnemonic = ""] = this.row.expansion.split(" ", 1);
    return this.#expansion?.encoding ?? expandedEncoding(mnemonic, this.row.name);
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

/** The items by the number that `keyOf` gives. */
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

/** Rows by opcode, the low 7 bits, which are literal in every row: keeps the search for a row short. */
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

/** Compressed rows by bits 0, 1 and 13 to 15, which are literal in every one of them. */
const BY_QUADRANT = grouped(
  COMPRESSED_ENCODINGS,
  ({ row: { bits } }) => (bitsOf(bits.slice(0, 3)) << 2) | bitsOf(bits.slice(-2)),
);

function quadrantKey(halfword: number): number {
  return ((halfword >>> 13) << 2) | (halfword & 3);
}

/** The rows with the opcode of a word. */
export const rowsWithOpcode = (word: number): readonly Encoding[] =>
  BY_OPCODE.get(word & 0x7f) ?? [];

/** The compressed rows with the bits 0, 1 and 13 to 15 of a halfword. */
export const rowsInQuadrant = (halfword: number): readonly CompressedEncoding[] =>
  BY_QUADRANT.get(quadrantKey(halfword)) ?? [];

/** The row of a compressed instruction and the values of its fields; undefined when no row matches. */
export function decodeCompressed(
  halfword: number,
): { compressed: CompressedEncoding; values: Required<FieldValues> } | undefined {
  for (const compressed of rowsInQuadrant(halfword)) {
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

/** Whether a word is an instruction of a row. */
export function matches({ match, mask, fields, except }: Encoding, word: number): boolean {
  return ((word ^ match) & mask) === 0 &&
    (except.length === 0 ||
      !except.some((condition) =>
        fields.some((field) =>
          field.name === condition.field && extract(field, word) === condition.value
        )
      ));
}

/**
 * Decodes a word of 32 bits, or of 16 for a 2-byte instruction, whose higher bits are ignored.
 * Undefined when no row matches: an illegal instruction.
 */
export function decode(bits: number): Instruction | undefined {
  if (instructionLength(bits) === 2) return expand(bits & 0xffff);
  const word = bits >>> 0;
  const encoding = rowsWithOpcode(word).find((candidate) => matches(candidate, word));
  if (encoding === undefined) return undefined;
  const values = { ...NO_VALUES };
  for (const field of encoding.fields) values[field.name] = extract(field, word);
  // The modes 5 and 6 are reserved (manual, "F", rounding modes).
  if (values.rm === 5 || values.rm === 6) return undefined;
  const { mnemonic } = encoding;
  return { ...values, encoding, mnemonic, word, length: 4, compressed: undefined };
}
