// SPDX-License-Identifier: MPL-2.0
// Words on which the disassembler is compared with GNU objdump, and the text of objdump in the form of
// ours, for generate_disassembly.ts and the tests.

import {
  COMPRESSED_ENCODINGS,
  decodeCompressed,
  encode,
  type Encoding,
  encodingOf,
  ENCODINGS,
  type Field,
  type FieldValues,
} from "../../../cpu/isa/encoding.ts";
import { instructionLength } from "../../../cpu/isa/table.ts";
import { ALIASES } from "../../../asm/instructions/aliases.ts";
import { randomNumbers, UNKNOWN_TO_GNU } from "./encoding_cases.ts";
import { gnuDisassembly } from "./gnu.ts";

/** A word and how it is written, with pseudo-instructions and without. */
export interface DisassemblyCase {
  readonly address: bigint;
  readonly word: number;
  readonly text: string;
  readonly plain: string;
}

/** The address of the first word, on which branch targets depend. */
const START = 0x4000_0000n;

/** Values that pseudo-instructions depend on, and for `csr` those without another name in GNU. */
const LIKELY: Readonly<Record<string, readonly number[]>> = {
  rd: [0, 1, 5],
  rs1: [0, 1, 2],
  rs2: [0, 1, 2],
  imm: [0, 1, -1, 255, 8],
  shamt: [0, 1, 31],
  csr: [0xc00, 0xc01, 0xc02, 0x001, 0x002, 0x003, 0x123, 0x7d7, 0xfff],
  uimm: [0, 1, 31],
  rs3: [0, 1, 31],
  rm: [0, 1, 2, 3, 4, 7, 7],
  aq: [0, 1],
  rl: [0, 1],
  fm: [0, 0, 0, 8],
  pred: [3, 15],
  succ: [3, 15],
};

function drawField(field: Field, { mnemonic, row }: Encoding, draw: () => number): number {
  const likely = LIKELY[field.name] ?? [0];
  // objdump does not decode words whose reserved fields are in use, or names empty sets `unknown`.
  const isReserved = mnemonic.startsWith("fence") && ["rd", "rs1", "imm"].includes(field.name);
  if (isReserved) return 0;
  // objdump knows only one mode for conversions that are always exact.
  if (field.name === "rm" && !row.operands.includes("rm")) return 0;
  if (field.name === "pred" || field.name === "succ") return 1 + draw() % 15;
  if (["fm", "csr", "rm"].includes(field.name) || draw() % 2 === 0) {
    return (likely[draw() % likely.length] ?? 0) & -(2 ** field.low);
  }
  return draw() & -(2 ** field.low);
}

/**
 * Halfwords of each compressed row, without those for which objdump has another text: c.nop that is
 * a hint, c.addi of 0, and c.addi16sp where c.addi would do.
 */
function drawHalfwords(count: number, draw: () => number): number[] {
  const known = COMPRESSED_ENCODINGS.filter(({ row }) => !UNKNOWN_TO_GNU.has(row.extension));
  return known.flatMap((row) => {
    const words: number[] = row.mnemonic === "c.nop" ? [row.match] : [];
    for (let tries = 0; words.length < count && tries < 100 * count; tries++) {
      const word = row.match | (draw() & ~row.mask & 0xffff);
      const { compressed, values } = decodeCompressed(word) ?? {};
      const isSmall = values !== undefined && values.imm >= -32 && values.imm < 32;
      const differs = (row.mnemonic === "c.addi" && values?.imm === 0) ||
        (row.mnemonic === "c.addi16sp" && isSmall) || row.mnemonic === "c.nop";
      if (compressed === row && !differs) words.push(word);
    }
    return words;
  });
}

/** `count` words of each row of the instruction table and of each alias, drawn from a seed. */
export function drawWords(count: number, seed: bigint): number[] {
  const random = randomNumbers(seed);
  const draw = () => Number(random.next().value & 0x7fffffffn);
  const rows = [
    ...ENCODINGS.filter(({ row }) => !UNKNOWN_TO_GNU.has(row.extension))
      .map((encoding) => ({ encoding, when: {}, operands: encoding.row.operands })),
    ...ALIASES.map(({ of, when, operands }) => ({ encoding: encodingOf(of), when, operands })),
  ];
  const words = rows.flatMap(({ encoding, when, operands }) =>
    Array.from({ length: encoding.fields.length === 0 ? 1 : count }, () => {
      const values = encoding.fields.map((field) => [
        field.name,
        drawField(field, encoding, draw),
      ]);
      const fields: FieldValues = { ...Object.fromEntries(values), ...when };
      return encode(encoding, operands.endsWith("frs") ? { ...fields, rs2: fields.rs1 ?? 0 } : fields);
    })
  );
  return [...words, ...drawHalfwords(count, draw)];
}

/** Instructions that objdump calls by the name of the register form when it prints aliases. */
const IMMEDIATE_FORM =
  /^(add|and|or|xor|slt|sll|srl|sra|ror|bset|bclr|binv|bext|csrw|csrs|csrc|csrrw|csrrs|csrrc)([wu]?) (.*, )(-?\d\w*)$/;

/**
 * objdump's text as our disassembler writes it: `, ` between operands, targets as 0x numbers and
 * without its section-relative `<...>`, shifts in decimal, the names of immediate forms with their
 * `i`, and whole words where a fence's reserved field is in use.
 */
export function fromObjdump(text: string, word: number): string {
  const [, name = "", rest = ""] = /^(\S+)\s*(.*?)(?: <.*>)?(?: # .*)?$/.exec(text) ?? [];
  const operands = rest.replaceAll(",", ", ");
  const spaced = operands === "" ? name : `${name} ${operands}`;
  if (/^\.4byte|unknown/.test(spaced)) {
    return `.4byte 0x${word.toString(16).padStart(8, "0")} # fence`;
  }
  if (/^(c\.)?(j|jal|b(eq|ne|lt|ge)u?z?|b(le|gt)z)$/.test(name)) return spaced.replace(/([0-9a-f]+)$/, "0x$1");
  if (/^(c\.)?(sll|srl|sra|ror|bset|bclr|binv|bext)i/.test(name)) {
    return spaced.replace(/0x\w+$/, (shamt) => `${Number(shamt)}`);
  }
  return spaced.replace(
    IMMEDIATE_FORM,
    // A shift's count is in hexadecimal.
    (_, stem, suffix, others, value) => `${stem}i${suffix} ${others}${Number(value)}`,
  );
}

/** What objdump makes of the words, in our form. */
export async function disassembleWithGnu(words: readonly number[]): Promise<DisassemblyCase[]> {
  const [texts, plain] = await Promise.all([
    gnuDisassembly(words, START, []),
    gnuDisassembly(words, START, ["-M", "no-aliases"]),
  ]);
  let at = START;
  return words.map((word, index) => {
    const address = at;
    at += BigInt(instructionLength(word));
    return {
    address,
    word,
    text: fromObjdump(texts[index] ?? "", word),
    // objdump has no other name for this word.
    plain: fromObjdump(plain[index] ?? "", word).replace(/^unimp$/, "csrrw zero, cycle, zero").replace(/^c.addi zero, 0$/, "c.nop"),
  };
  });
}

/** The cases of the committed table. */
export async function readDisassembly(): Promise<DisassemblyCase[]> {
  const table = await Deno.readTextFile(new URL("disassembly.tsv", import.meta.url));
  return table.split("\n").filter((line) => line !== "" && !line.startsWith("# ")).map((line) => {
    const [address = "", word = "", text = "", plain = ""] = line.split("\t");
    return { address: BigInt(`0x${address}`), word: Number(`0x${word}`), text, plain };
  });
}
