// SPDX-License-Identifier: MPL-2.0
// Bit patterns in the manual's notation, `imm[12|10:5] rs2 rs1 000 imm[4:1|11] 1100011`: parses
// them into literal bits and fields, extracts field values from words and inserts them.

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
  "aq",
  "rl",
] as const;

/** The name of a field of an instruction word. */
export type FieldName = (typeof FIELD_NAMES)[number];

/** Values for the fields of an instruction. A field that is left out is 0. */
export type FieldValues = { readonly [name in FieldName]?: number };

/** Contiguous bits of a field: `width` bits of the value from bit `from` are at bit `at` of the word. */
export interface BitRange {
  readonly at: number;
  readonly from: number;
  readonly width: number;
}

/** Where the bits of a field are in the word. */
export interface Field {
  readonly name: FieldName;
  readonly ranges: readonly BitRange[];
  /** One more than the highest bit of the value that is encoded. */
  readonly width: number;
  /** The lowest bit of the value that is encoded. The bits below must be zero. */
  readonly low: number;
  /** Whether the value is signed: immediates are, other fields are not. */
  readonly signed: boolean;
  /** What is added to the encoded bits: 8 for register fields of three bits, otherwise 0. */
  readonly base: number;
}

/** A parsed pattern. */
export interface Pattern {
  /** Bytes: 2 or 4. */
  readonly length: 2 | 4;
  /** The word with all fields zero. */
  readonly match: number;
  /** One bits where the pattern is literal. */
  readonly mask: number;
  readonly fields: readonly Field[];
}

const REGISTER_WIDTH = 5;
/** The registers of a field of three bits, written with a prime, are x8 to x15. */
const SHORT_REGISTER_WIDTH = 3;
const FIRST_SHORT_REGISTER = 8;

function isFieldName(name: string): name is FieldName {
  return (FIELD_NAMES as readonly string[]).includes(name);
}

/** The ranges of `imm[20|10:1|11|19:12]`, from the most significant bit down. */
function parseBitRanges(text: string): { from: number; width: number }[] {
  return text.split("|").map((part) => {
    const [high, low = high] = part.split(":").map(Number);
    return { from: low!, width: high! - low! + 1 };
  });
}

/** Parses a pattern. `name` is the mnemonic, for messages. */
export function parsePattern(bits: string, name: string): Pattern {
  const ranges = new Map<FieldName, BitRange[]>();
  const shortened = new Set<FieldName>();
  const tokens = bits.split(" ");
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
    const [, field = "", prime, bitList] = /^(\w+)('?)(?:\[(.+)\])?$/.exec(token) ?? [];
    if (!isFieldName(field)) {
      throw new TypeError(`Cannot parse the pattern of ${name}: ${token} is not a field`);
    }
    if (prime) shortened.add(field);
    const width = prime ? SHORT_REGISTER_WIDTH : REGISTER_WIDTH;
    const runs = bitList === undefined ? [{ from: 0, width }] : parseBitRanges(bitList).reverse();
    for (const run of runs) {
      const list = ranges.get(field) ?? [];
      list.push({ at, ...run });
      ranges.set(field, list);
      at += run.width;
    }
  }
  if (at !== 16 && at !== 32) {
    throw new TypeError(`Cannot parse the pattern of ${name}: it has ${at} bits`);
  }
  const fields = [...ranges].map(([field, list]): Field => ({
    name: field,
    ranges: list,
    width: Math.max(...list.map((piece) => piece.from + piece.width)),
    low: Math.min(...list.map((piece) => piece.from)),
    signed: field === "imm",
    base: shortened.has(field) ? FIRST_SHORT_REGISTER : 0,
  }));
  return { length: at === 16 ? 2 : 4, match: match >>> 0, mask: mask >>> 0, fields };
}

/** The bits of a word that encode a value of a field. Bits that do not fit are dropped. */
export function insert(field: Field, value: number): number {
  const bits = value - field.base;
  let word = 0;
  for (const { at, from, width } of field.ranges) {
    word |= ((bits >> from) & ((1 << width) - 1)) << at;
  }
  return word;
}

/** The value of a field in a word. */
export function extract(field: Field, word: number): number {
  let value = 0;
  for (const { at, from, width } of field.ranges) {
    value |= ((word >>> at) & ((1 << width) - 1)) << from;
  }
  const unused = 32 - field.width;
  return (field.signed ? (value << unused) >> unused : value) + field.base;
}

/** A pattern that is parsed on first use: a program uses few of the rows. */
export class LazyPattern implements Pattern {
  /** Words of 4 bytes end with two ones (manual, "Expanded Instruction-Length Encoding"). */
  readonly length: 2 | 4;
  readonly #bits: string;
  readonly #name: string;
  #parsed: Pattern | undefined;

  /** `name` is the row's, for messages. */
  constructor(bits: string, name: string) {
    this.length = bits.endsWith("11") ? 4 : 2;
    this.#bits = bits;
    this.#name = name;
  }

  get match(): number {
    return this.#pattern.match;
  }

  get mask(): number {
    return this.#pattern.mask;
  }

  get fields(): readonly Field[] {
    return this.#pattern.fields;
  }

  get #pattern(): Pattern {
    return this.#parsed ??= parsePattern(this.#bits, this.#name);
  }
}
