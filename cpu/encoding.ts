// SPDX-License-Identifier: MPL-2.0
// From rows to words and back: parses the bit patterns of the instruction table once, then encodes
// and decodes with masks and shifts. Takes and gives plain numbers: words are unsigned 32-bit,
// immediates signed where the manual sign-extends them.

import { instructionLength, type InstructionRow, INSTRUCTIONS, type Mnemonic } from "./isa.ts";

/** The named fields that a bit pattern can have. */
export const FIELD_NAMES = [
  "rd",
  "rs1",
  "rs2",
  "rs3",
  "rm",
  "imm",
  "shamt",
  "csr",
  "uimm",
  "fm",
  "pred",
  "succ",
] as const;

/** The name of a field of an instruction word. */
export type FieldName = (typeof FIELD_NAMES)[number];

/** Values for the fields of an instruction; a field left out is 0. */
export type FieldValues = { readonly [name in FieldName]?: number };

/** A run of bits of a field: `width` bits of the value from bit `from`, at bit `at` of the word. */
export interface Piece {
  readonly at: number;
  readonly from: number;
  readonly width: number;
}

/** Where a field's value stands in the word. */
export interface Field {
  readonly name: FieldName;
  readonly pieces: readonly Piece[];
  /** One more than the highest bit of the value that the word holds. */
  readonly width: number;
  /** The lowest bit of the value that the word holds: below it the value must be zero. */
  readonly low: number;
  /** Whether the value's highest bit is its sign: immediates are, unsigned fields are not. */
  readonly signed: boolean;
}

/** A row of the table with its pattern parsed. */
export interface Encoding {
  /** Position in the table: a small number that stands for the instruction. */
  readonly index: number;
  readonly mnemonic: Mnemonic;
  readonly row: InstructionRow;
  /** Bytes: 2 or 4. */
  readonly length: 2 | 4;
  /** The word with all fields zero. */
  readonly match: number;
  /** Ones where the word's bits are literal. */
  readonly mask: number;
  readonly fields: readonly Field[];
  /** The fields that name floating-point registers. */
  readonly floats: ReadonlySet<FieldName>;
}

/** An instruction word taken apart. Fields that its row does not have are 0. */
export interface Instruction extends Required<FieldValues> {
  readonly encoding: Encoding;
  readonly mnemonic: Mnemonic;
  /** The word, unsigned; of a 2-byte instruction, its halfword. */
  readonly word: number;
  /** Bytes: 2 or 4. */
  readonly length: 2 | 4;
}

const REGISTER_WIDTH = 5;
const REGISTER_FIELDS = ["rd", "rs1", "rs2", "rs3"] as const satisfies readonly FieldName[];

function isFieldName(name: string): name is FieldName {
  return (FIELD_NAMES as readonly string[]).includes(name);
}

/** The pieces of `imm[20|10:1|11|19:12]`, from the most significant bit down. */
function parsePieces(ranges: string): { from: number; width: number }[] {
  return ranges.split("|").map((range) => {
    const [high, low = high] = range.split(":").map(Number);
    return { from: low!, width: high! - low! + 1 };
  });
}

function parseRow(row: InstructionRow & { name: Mnemonic }, index: number): Encoding {
  const pieces = new Map<FieldName, Piece[]>();
  const tokens = row.bits.split(" ");
  let at = 0;
  let match = 0;
  let mask = 0;
  for (const token of tokens.reverse()) {
    if (/^[01]+$/.test(token)) {
      match |= Number.parseInt(token, 2) << at;
      mask |= ((2 ** token.length - 1) | 0) << at;
      at += token.length;
      continue;
    }
    const [, name = "", ranges] = /^(\w+)(?:\[(.+)\])?$/.exec(token) ?? [];
    if (!isFieldName(name)) {
      throw new TypeError(`Cannot parse the pattern of ${row.name}: ${token} is not a field`);
    }
    const runs = ranges === undefined
      ? [{ from: 0, width: REGISTER_WIDTH }]
      : parsePieces(ranges).reverse();
    for (const run of runs) {
      const list = pieces.get(name) ?? [];
      list.push({ at, ...run });
      pieces.set(name, list);
      at += run.width;
    }
  }
  if (at !== 16 && at !== 32) {
    throw new TypeError(`Cannot parse the pattern of ${row.name}: it has ${at} bits`);
  }
  const fields = [...pieces].map(([name, list]): Field => ({
    name,
    pieces: list,
    width: Math.max(...list.map((piece) => piece.from + piece.width)),
    low: Math.min(...list.map((piece) => piece.from)),
    signed: name === "imm",
  }));
  return {
    index,
    mnemonic: row.name,
    row,
    length: at === 16 ? 2 : 4,
    match: match >>> 0,
    mask: mask >>> 0,
    fields,
    floats: new Set(REGISTER_FIELDS.filter((name) => row.operands.includes(`f${name}`))),
  };
}

/** Every row of the table with its pattern parsed, in the table's order. */
export const ENCODINGS: readonly Encoding[] = INSTRUCTIONS.map(parseRow);

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
export function encode(encoding: Encoding, values: FieldValues): number {
  let word = encoding.match;
  for (const field of encoding.fields) {
    const value = values[field.name];
    if (value === undefined) continue;
    for (const { at, from, width } of field.pieces) {
      word |= ((value >> from) & ((1 << width) - 1)) << at;
    }
  }
  return word >>> 0;
}

/** The value of a field of this word, sign-extended when the field is signed. */
function extract(field: Field, word: number): number {
  let value = 0;
  for (const { at, from, width } of field.pieces) {
    value |= ((word >>> at) & ((1 << width) - 1)) << from;
  }
  const unused = 32 - field.width;
  return field.signed ? (value << unused) >> unused : value;
}

/**
 * The integer register that an instruction writes; 0 when it writes none. Fences have a field rd
 * that is no operand: they write nothing.
 */
export function destinationOf({ encoding, rd }: Instruction): number {
  return encoding.row.operands.startsWith("rd") ? rd : 0;
}

/** The floating-point register that an instruction writes; undefined when it writes none. */
export function floatDestinationOf({ encoding, rd }: Instruction): number | undefined {
  return encoding.floats.has("rd") ? rd : undefined;
}

/** Rows by the low 7 bits of the word (the opcode), to keep the search for a row short. */
const BY_OPCODE: readonly (readonly Encoding[])[] = Array.from(
  { length: 128 },
  (_, opcode) => ENCODINGS.filter(({ match, mask }) => ((opcode ^ match) & mask & 0x7f) === 0),
);

/**
 * Takes a word apart: 32 bits, or 16 of a 2-byte instruction (higher bits are then ignored).
 * Undefined when no row matches: an illegal instruction.
 */
export function decode(bits: number): Instruction | undefined {
  const length = instructionLength(bits);
  const word = length === 2 ? bits & 0xffff : bits >>> 0;
  const candidates = BY_OPCODE[word & 0x7f] ?? [];
  const encoding = candidates.find((candidate) =>
    candidate.length === length && ((word ^ candidate.match) & candidate.mask) === 0
  );
  if (encoding === undefined) return undefined;
  const values = {
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
  };
  for (const field of encoding.fields) values[field.name] = extract(field, word);
  // The modes 5 and 6 are reserved (manual, "F", rounding modes).
  if (values.rm === 5 || values.rm === 6) return undefined;
  return { ...values, encoding, mnemonic: encoding.mnemonic, word, length };
}
