// SPDX-License-Identifier: MPL-2.0
// Sources for the fuzz test: random bytes, real sources with random damage, and hostile ones. A case
// depends only on its seed and number, so that a failure can be reproduced.

import { hostileCase } from "./hostile_cases.ts";
import { Draw } from "./fuzzing.ts";

/** The kinds of cases. */
export type FuzzKind = "bytes" | "mutations" | "hostile";

/** Limit of bytes in a random text. */
const MAX_LENGTH = 400;
/** Limit of changes to a source. */
const MAX_MUTATIONS = 6;
/** Limit of lines when a case starts from a part of a source. */
const MAX_LINES = 60;

/** Words that the assembler knows, to be inserted in wrong positions. */
const DICTIONARY = [
  ...[".macro", ".endm", ".exitm", ".rept", ".endr", ".irp", ".irpc", ".if", ".ifdef", ".else"],
  ...[".elseif", ".endif", ".include", ".equ", ".set", "=", ".org", ".align", ".balign", ".skip"],
  ...[".fill", ".zero", ".byte", ".8byte", ".asciz", ".section", ".data", ".bss", ".text"],
  ...[".pushsection", ".popsection", ".globl", ".comm", ".size", ".type", ".insn", ".option"],
  ...["%hi(", "%lo(", "%pcrel_hi(", "%pcrel_lo(", "1f", "1b", "1:", ".", "\\@", "\\x", "\\()"],
  ...["a0", "sp", "x31", "(sp)", "0(", ")", ",", ":", ";", "#", "/*", "*/", "//", '"', "'", "\\"],
  ...["li", "la", "call", "tail", "beq", "j", "sd", "lw", "csrr", "fence", "jalr", "ret", "lui"],
  ...["0", "-1", "0x", "0x7fffffffffffffff", "0xffffffffffffffff", "18446744073709551616", "1e9"],
  ...["2147483648", "-9223372036854775808", "4096", "2048", "63", "64", "x", "_start", "main"],
  ...[
    "constructor",
    "__proto__",
    "<<",
    ">>",
    "||",
    "&&",
    "==",
    "~",
    "!",
    "%",
    "/ 0",
    "\n",
    "\t",
    "\0",
    "\u{1f407}",
    "\ufeff",
  ],
];

/** Also draws texts. */
class TextDraw extends Draw {
  /** One of the items; the empty string when there are none. */
  from(items: readonly string[]): string {
    return items[this.below(items.length)] ?? "";
  }
}

/** Bytes: any bytes, mostly printable ones, or words that the assembler knows. */
function randomText(draw: TextDraw): string {
  const length = draw.below(MAX_LENGTH);
  const style = draw.below(3);
  if (style === 2) {
    return Array.from({ length: draw.below(60) }, () => draw.from(DICTIONARY)).join(" ");
  }
  const bytes = Uint8Array.from({ length }, () => {
    if (style === 0) return draw.below(256);
    return draw.below(12) === 0 ? 10 : 32 + draw.below(95);
  });
  return new TextDecoder().decode(bytes);
}

type Mutation = (lines: string[], draw: TextDraw, sources: readonly string[]) => void;

/** Changes a random line by a function of its text and a random position in it. */
function atPlace(change: (line: string, at: number, draw: TextDraw) => string): Mutation {
  return (lines, draw) => {
    const index = draw.below(lines.length);
    const line = lines[index] ?? "";
    lines[index] = change(line, draw.below(line.length + 1), draw);
  };
}

const MUTATIONS: readonly Mutation[] = [
  atPlace((line, at) => line.slice(0, at) + line.slice(at + 1)),
  atPlace((line, at) => line.slice(0, at)),
  atPlace((line, at) => line.slice(at)),
  atPlace((line, at, draw) =>
    line.slice(0, at) + String.fromCharCode(draw.below(256)) + line.slice(at + 1)
  ),
  atPlace((line, at, draw) => line.slice(0, at) + draw.from(DICTIONARY) + line.slice(at)),
  atPlace((line, _, draw) => {
    const words = [...line.matchAll(/[\w.$]+/g)];
    const word = words[draw.below(words.length)];
    if (word === undefined) return draw.from(DICTIONARY);
    const end = word.index + word[0].length;
    return line.slice(0, word.index) + draw.from(DICTIONARY) + line.slice(end);
  }),
  (lines, draw) => lines.splice(draw.below(lines.length), 1),
  (lines, draw) => lines.splice(draw.below(lines.length), 1 + draw.below(10)),
  (lines, draw) => lines.splice(draw.below(lines.length), 0, lines[draw.below(lines.length)] ?? ""),
  (lines, draw) => lines.splice(draw.below(lines.length), 0, draw.from(DICTIONARY)),
  (lines, draw, sources) => {
    const others = draw.from(sources).split("\n");
    const from = draw.below(others.length);
    lines.splice(draw.below(lines.length), 0, ...others.slice(from, from + 1 + draw.below(8)));
  },
  (lines, draw) => {
    const [a, b] = [draw.below(lines.length), draw.below(lines.length)];
    [lines[a], lines[b]] = [lines[b] ?? "", lines[a] ?? ""];
  },
];

/** A real source or a part of one, damaged. */
function mutatedSource(draw: TextDraw, sources: readonly string[]): string {
  const all = draw.from(sources).split("\n");
  const start = draw.below(3) === 0 ? draw.below(all.length) : 0;
  const lines = start === 0 ? all : all.slice(start, start + MAX_LINES);
  for (let count = 1 + draw.below(MAX_MUTATIONS); count > 0; count--) {
    const mutate = MUTATIONS[draw.below(MUTATIONS.length)];
    mutate?.(lines, draw, sources);
  }
  return lines.join("\n");
}

/**
 * The source of a case.
 *
 * @param sources The texts that mutations start from.
 */
export function fuzzCase(
  kind: FuzzKind,
  seed: bigint,
  index: number,
  sources: readonly string[],
): string {
  if (kind === "hostile") return hostileCase(index);
  const draw = new TextDraw(BigInt.asUintN(64, (seed + BigInt(index)) * 0x9e3779b97f4a7c15n) | 1n);
  return kind === "bytes" ? randomText(draw) : mutatedSource(draw, sources);
}
