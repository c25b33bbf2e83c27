// SPDX-License-Identifier: MPL-2.0
// The instruction table against itself (every bit accounted for once, no two rows alike, words
// survive decoding and encoding) and against the golden encodings of GNU as.

import { assert, assertEquals, assertGreaterOrEqual } from "@std/assert";
import {
  COMPRESSED_ENCODINGS,
  decode,
  decodeCompressed,
  encode,
  type Encoding,
  encodingOf,
  ENCODINGS,
  type Field,
  type FieldName,
  type FieldValues,
} from "../../../cpu/isa/encoding.ts";
import { csrNumbers } from "../../../cpu/isa/csr_names.ts";
import { instructionLength } from "../../../cpu/isa/table.ts";
import { extract, insert } from "../../../cpu/isa/pattern.ts";
import {
  floatRegisterNumber,
  registerNumber,
  ROUNDING_MODE_NAMES,
} from "../../../cpu/isa/registers.ts";
import { UNKNOWN_TO_GNU } from "../../asm/goldens/encoding_cases.ts";
import { readEncodings } from "../../asm/goldens/encodings.ts";
import { fc } from "../../properties.ts";

/** The bits of the word that a field occupies, each counted as often as a part of the field covers it. */
function coverage(field: Field): number[] {
  const counts = new Array<number>(32).fill(0);
  for (const { at, width } of field.ranges) {
    for (let bit = at; bit < at + width; bit++) counts[bit] = (counts[bit] ?? 0) + 1;
  }
  return counts;
}

/** Any value that the field can hold. */
function fieldValue({ name, width, low, signed }: Field): fc.Arbitrary<number> {
  // The other rounding modes are reserved: a word with one is not an instruction.
  if (name === "rm") return fc.constantFrom(0, 1, 2, 3, 4, 7);
  const count = 2 ** (width - low);
  const min = signed ? -count / 2 : 0;
  return fc.integer({ min, max: min + count - 1 }).map((value) => value * 2 ** low);
}

function fieldValues(encoding: Encoding): fc.Arbitrary<FieldValues> {
  return fc.record(
    Object.fromEntries(encoding.fields.map((field) => [field.name, fieldValue(field)])),
  ).filter((values: FieldValues) =>
    !encoding.except.some(({ field, value }) => values[field] === value)
  );
}

Deno.test("every row accounts for each of its bits exactly once", () => {
  for (const { mnemonic, fields, mask, length } of ENCODINGS) {
    const counts = Array.from({ length: 32 }, (_, bit) => (mask >>> bit) & 1);
    for (const field of fields) {
      for (const [bit, count] of coverage(field).entries()) {
        counts[bit] = (counts[bit] ?? 0) + count;
      }
    }
    const expected = counts.map((_, bit) => (bit < 8 * length ? 1 : 0));
    assertEquals(counts, expected, mnemonic);
  }
});

Deno.test("every field holds each bit of its value exactly once", () => {
  for (const { mnemonic, fields } of ENCODINGS) {
    for (const { name, ranges, width, low } of fields) {
      const bits = ranges.flatMap((range) =>
        Array.from({ length: range.width }, (_, index) => range.from + index)
      );
      const expected = Array.from({ length: width - low }, (_, index) => low + index);
      assertEquals(bits.toSorted((a, b) => a - b), expected, `${name} of ${mnemonic}`);
    }
  }
});

Deno.test("every operand of a row is a field of its pattern, and the other way round", () => {
  const fieldsOf: Readonly<Record<string, readonly string[]>> = {
    "imm(rs1)": ["imm", "rs1"],
    "(rs1)": ["rs1"],
    "offset": ["imm"],
    "upper": ["imm"],
    "frd": ["rd"],
    "frs1": ["rs1"],
    "frs2": ["rs2"],
    "frs3": ["rs3"],
  };
  // The manual reserves these fields: programs write zeros and harts ignore them.
  const reserved: Readonly<Record<string, readonly string[]>> = {
    "fence": ["fm", "rs1", "rd"],
    "fence.i": ["imm", "rs1", "rd"],
    // These are exact, so that their rounding mode does not matter.
    "fcvt.d.s": ["rm"],
    "fcvt.d.w": ["rm"],
    "fcvt.d.wu": ["rm"],
  };
  // Suffixes of the mnemonic say these.
  const suffixes = (extension: string) => extension === "A" ? ["aq", "rl"] : [];
  for (const { mnemonic, row, fields } of ENCODINGS) {
    const operands = row.operands === "" ? [] : row.operands.split(", ");
    const named = operands.flatMap((operand) => fieldsOf[operand] ?? [operand]);
    assertEquals(
      [...named, ...reserved[mnemonic] ?? [], ...suffixes(row.extension)].toSorted(),
      fields.map(({ name }) => name).toSorted(),
      mnemonic,
    );
  }
});

Deno.test("a row's low bits say how long it is", () => {
  for (const { mnemonic, match, mask, length } of ENCODINGS) {
    assertEquals(mask & 3, 3, mnemonic);
    assertEquals(instructionLength(match & 0xffff), length, mnemonic);
  }
});

/** Whether all words of another row have a field value that a row leaves to others. */
const leavesOut = (row: Encoding, other: Encoding): boolean =>
  row.except.some(({ field, value }) => {
    const place = row.fields.find(({ name }) => name === field);
    if (place === undefined) return false;
    const bits = insert(place, -1);
    return (other.mask & bits) === bits && (other.match & bits) === insert(place, value);
  });

Deno.test("no word matches two rows", () => {
  for (const a of ENCODINGS) {
    for (const b of ENCODINGS) {
      if (a.index >= b.index || a.length !== b.length) continue;
      // Two rows are apart when a bit that is literal in both differs, or one leaves the other out.
      const differing = (a.match ^ b.match) & a.mask & b.mask;
      assert(
        differing !== 0 || leavesOut(b, a),
        `a word can be both ${a.mnemonic} and ${b.mnemonic}`,
      );
    }
  }
});

Deno.test("no two rows have the same name", () => {
  const names = ENCODINGS.map(({ mnemonic }) => mnemonic);
  assertEquals(names.length, new Set(names).size);
});

Deno.test("decode() gives back what encode() was given, for every row and any operands", () => {
  for (const encoding of ENCODINGS) {
    fc.assert(
      fc.property(fieldValues(encoding), (values) => {
        const word = encode(encoding, values);
        const instruction = decode(word);
        assertEquals(instruction?.mnemonic, encoding.mnemonic);
        assertEquals({ ...instruction, ...values }, instruction);
        assertEquals(instruction?.word, word);
        assertEquals(instruction?.length, encoding.length);
      }),
      { numRuns: 50, seed: encoding.index },
    );
  }
});

Deno.test("decode() finds no instruction where the rounding mode is a reserved one", () => {
  for (
    const encoding of ENCODINGS.filter(({ fields }) => fields.some(({ name }) => name === "rm"))
  ) {
    for (const rm of [5, 6]) assertEquals(decode(encode(encoding, { rm })), undefined);
  }
});

Deno.test("encode() gives back any word that decode() understands", () => {
  const opcodes = ENCODINGS.map(({ match }) => match & 0x7f);
  const word = fc.tuple(fc.integer(), fc.constantFrom(...opcodes))
    .map(([bits, opcode]) => ((bits & ~0x7f) | opcode) >>> 0);
  let understood = 0;
  fc.assert(
    fc.property(word, (bits) => {
      const instruction = decode(bits);
      if (instruction === undefined) return;
      understood++;
      assertEquals(encode(instruction.encoding, instruction), bits);
    }),
    { numRuns: 5000, seed: 1 },
  );
  assert(understood > 1000, `only ${understood} words were instructions`);
});

Deno.test("decode() finds no instruction in words that the manual calls illegal", () => {
  // All zeros and all ones are illegal forever ("Expanded Instruction-Length Encoding").
  for (const word of [0, 0xffffffff, 0x0000003f, 0x00200073, 0x04001013, 0x4000101b]) {
    assertEquals(decode(word), undefined, `0x${word.toString(16)}`);
  }
});

/** The field of a register; undefined when the text names none. */
function register(field: "rd" | "rs1" | "rs2", text: string): FieldValues | undefined {
  const number = registerNumber(text);
  return number === undefined ? undefined : { [field]: number };
}

/** The field of a floating-point register. */
function floatRegister(field: "rd" | "rs1" | "rs2" | "rs3", text: string) {
  const number = floatRegisterNumber(text);
  return number === undefined ? undefined : { [field]: number };
}

function number(field: FieldName, text: string, scale = 1): FieldValues | undefined {
  return /^-?\w+$/.test(text) ? { [field]: Number(text) * scale } : undefined;
}

/** The bits of a fence's set, w the lowest. */
function fenceSet(field: "pred" | "succ", text: string): FieldValues {
  const bits = [..."wroi"].map((letter, bit) => text.includes(letter) ? 1 << bit : 0);
  return { [field]: bits.reduce((set, bit) => set | bit, 0) };
}

/** What each kind of operand, as the golden table writes it, puts into the fields of the word. */
const OPERAND_READERS: Readonly<Record<string, (text: string) => FieldValues | undefined>> = {
  "rd": (text) => register("rd", text),
  "rs1": (text) => register("rs1", text),
  "rs2": (text) => register("rs2", text),
  "frd": (text) => floatRegister("rd", text),
  "frs1": (text) => floatRegister("rs1", text),
  "frs2": (text) => floatRegister("rs2", text),
  "frs3": (text) => floatRegister("rs3", text),
  "rm": (text) => ({ rm: [...ROUNDING_MODE_NAMES].find(([, name]) => name === text)?.[0] ?? -1 }),
  "imm": (text) => number("imm", text),
  "imm(rs1)": (text) => {
    const [, imm, base] = /^(-?\d*)\((\w+)\)$/.exec(text) ?? [];
    return base === undefined ? undefined : { imm: Number(imm), ...register("rs1", base) };
  },
  "offset": (text) => {
    const [, sign, distance] = /^\.(?: ([+-]) (\d+))?$/.exec(text) ?? [];
    return text.startsWith(".") ? { imm: Number(`${sign ?? ""}${distance ?? 0}`) } : undefined;
  },
  "upper": (text) => number("imm", text, 2 ** 12),
  "shamt": (text) => number("shamt", text),
  "uimm": (text) => number("uimm", text),
  "csr": (text) => number("csr", `${csrNumbers().get(text) ?? text}`),
  "(rs1)": (text) => register("rs1", /^0?\((\w+)\)$/.exec(text)?.[1] ?? ""),
  "pred": (text) => fenceSet("pred", text),
  "succ": (text) => fenceSet("succ", text),
};

/** The instruction and its fields; undefined if the text is not exactly one instruction of the table. */
function readInstruction(source: string): { encoding: Encoding; values: FieldValues } | undefined {
  const [, prefix, name = "", operands = ""] =
    /^(\.option arch, \+\w+; )?([a-z0-9.]+)(?: ([^;]+))?$/.exec(source) ?? [];
  const encoding = encodingOf(name);
  // `sext.b` and others are other instructions where their extension is not chosen.
  if (encoding?.row.extension === "Zbb" && prefix === undefined) return undefined;
  const kinds = encoding?.row.operands.split(", ").filter((kind) => kind !== "") ?? [];
  const texts = operands.split(", ").filter((text) => text !== "");
  if (encoding === undefined || kinds.length !== texts.length) return undefined;
  const read = kinds.map((kind, index) => OPERAND_READERS[kind]?.(texts[index] ?? ""));
  if (read.includes(undefined)) return undefined;
  return { encoding, values: Object.assign({}, ...read) };
}

Deno.test("encode() gives the words of the manual for Zicond, which GNU as 2.40 does not know", () => {
  const values = { rd: 10, rs1: 11, rs2: 12 };
  assertEquals(encode(encodingOf("czero.eqz"), values), 0x0ec5d533);
  assertEquals(encode(encodingOf("czero.nez"), values), 0x0ec5f533);
});

Deno.test("encode() gives the golden words of GNU as, for every row", async () => {
  const counts = new Map<string, number>();
  for (const { source, packed } of await readEncodings()) {
    const { encoding, values } = readInstruction(source) ?? {};
    if (encoding === undefined || values === undefined) continue;
    const word = new DataView(new ArrayBuffer(4));
    word.setUint32(0, encode(encoding, values), true);
    assertEquals(new Uint8Array(word.buffer).toHex(), packed, source);
    counts.set(encoding.mnemonic, (counts.get(encoding.mnemonic) ?? 0) + 1);
  }
  for (const { mnemonic, row } of ENCODINGS) {
    if (UNKNOWN_TO_GNU.has(row.extension)) continue;
    const least = row.operands === "" ? 1 : row.operands === "(rs1)" ? 8 : 10;
    assertGreaterOrEqual(counts.get(mnemonic) ?? 0, least, `cases of ${mnemonic}`);
  }
});

const HALFWORDS = Array.from({ length: 2 ** 16 }, (_, word) => word).filter((word) =>
  instructionLength(word) === 2
);

Deno.test("every compressed row accounts for each of its 16 bits and those of its fields once", () => {
  for (const { mnemonic, fields, mask, length, row } of COMPRESSED_ENCODINGS) {
    const counts = Array.from({ length: 32 }, (_, bit) => (mask >>> bit) & 1);
    for (const field of fields) {
      for (const [bit, count] of coverage(field).entries()) {
        counts[bit] = (counts[bit] ?? 0) + count;
      }
      const bits = field.ranges.flatMap(({ from, width }) =>
        Array.from({ length: width }, (_, index) => from + index)
      );
      const expected = Array.from(
        { length: field.width - field.low },
        (_, index) => field.low + index,
      );
      assertEquals(bits.toSorted((a, b) => a - b), expected, `${field.name} of ${mnemonic}`);
    }
    assertEquals(length, 2, mnemonic);
    assertEquals(counts, counts.map((_, bit) => (bit < 16 ? 1 : 0)), mnemonic);
    const shown = row.operands.match(/[\w.]+/g) ?? [];
    const named = shown.map((name) => name === "offset" || name === "upper" ? "imm" : name)
      .map((name) => name.replace(/^fr/, "r"))
      .filter((name) => name !== "sp");
    assertEquals(named.toSorted(), fields.map(({ name }) => name).toSorted(), mnemonic);
  }
});

Deno.test("every field of a compressed row, and no other, is used by its expansion", () => {
  for (const { mnemonic, fields, encoding, sources, except, hints } of COMPRESSED_ENCODINGS) {
    const from = sources.map((source) => source.from).filter((name) => typeof name === "string");
    assertEquals(new Set(from), new Set(fields.map(({ name }) => name)), mnemonic);
    assertEquals(
      sources.map(({ field }) => field).toSorted(),
      encoding.fields.map(({ name }) => name).toSorted(),
      mnemonic,
    );
    for (const { field } of [...except, ...hints]) {
      assert(fields.some(({ name }) => name === field), `${mnemonic} has no ${field}`);
    }
  }
});

Deno.test("no halfword matches two compressed rows", () => {
  let legal = 0;
  for (const word of HALFWORDS) {
    const rows = COMPRESSED_ENCODINGS.filter(({ match, mask, fields, except }) => {
      if (((word ^ match) & mask) !== 0) return false;
      return !except.some(({ field, value }) =>
        fields.some((each) => each.name === field && extract(each, word) === value)
      );
    });
    assert(rows.length <= 1, `0x${word.toString(16)} is ${rows.map(({ mnemonic }) => mnemonic)}`);
    legal += rows.length;
  }
  assertGreaterOrEqual(legal, 30_000);
});

Deno.test("a compressed instruction decodes as what it expands to, and its fields encode it", () => {
  let count = 0;
  for (const word of HALFWORDS) {
    const found = decodeCompressed(word);
    const instruction = decode(0xabcd_0000 | word);
    assertEquals(instruction === undefined, found === undefined);
    if (found === undefined || instruction === undefined) continue;
    count++;
    const { compressed, values } = found;
    if (encode(compressed, values) !== word) assertEquals(encode(compressed, values), word);
    const expanded = decode(encode(instruction.encoding, instruction));
    const same = { ...instruction, word: expanded?.word, length: 4, compressed: undefined };
    if (count % 16 === 0) {
      assertEquals<unknown>(same, expanded);
      assertEquals([instruction.word, instruction.length, instruction.mnemonic], [
        word,
        2,
        compressed.encoding.mnemonic,
      ]);
    }
  }
});
