// SPDX-License-Identifier: MPL-2.0
// Sources of up to 1 MB that cost an assembler much: repetitions in repetitions, macros with very many
// parameters, files that include each other, and random nests of such things. As a program, it assembles
// all of them, and prints the CPU time of each.

import { assemble } from "../../asm/assembler.ts";
import { type CostlySources, K, lines, printTimes } from "./costly.ts";
import { Draw } from "./fuzzing.ts";
import { FUZZ_SEED, fuzzCount } from "../fuzz_settings.ts";

const FIXED: CostlySources = {
  "a repeated instruction": () => ".rept 1900000\nnop\n.endr\n",
  "repeated branches": () => ".rept 500000\nbeq a0, a1, 1f\n1:\n.endr\n",
  "repeated jumps that are too far": () => ".rept 900000\nj x\n.endr\nx:\n",
  "a repeated macro": () => ".macro m a\naddi a0, a0, \\a\n.endm\n.rept 500000\nm 5\n.endr\n",
  "nested .irpc": () =>
    `.irpc x, ${"a".repeat(100 * K)}\n.irpc y, ${"b".repeat(100 * K)}\n.byte 1\n.endr\n.endr\n`,
  "nested .irpc of nothing": () =>
    `.irpc x, ${"a".repeat(100 * K)}\n.irpc y, ${"b".repeat(100 * K)}\n.endr\n.endr\n`,
  "nested .irp": () =>
    `.irp x, ${"a,".repeat(100 * K)}\n.irp y, ${"b,".repeat(100 * K)}\n.byte 1\n.endr\n.endr\n`,
  "a macro of many parameters": () =>
    `.macro m ${
      Array.from({ length: 100 * K }, (_, i) => "p" + i).join(",")
    }\n.byte \\p1, \\p99999\n.endm\nm ${"1,".repeat(100 * K - 1)}1\n`,
  "a macro that uses many parameters": () =>
    `.macro m ${Array.from({ length: 50 * K }, (_, i) => "p" + i).join(",")}\n${
      Array.from({ length: 40 * K }, (_, i) => ".byte \\p" + i).join("\n")
    }\n.endm\nm ${"1,".repeat(50 * K - 1)}1\n`,
  "many arguments by name": () =>
    `.macro m ${Array.from({ length: 50 * K }, (_, i) => "p" + i).join(",")}\n.endm\nm ${
      Array.from({ length: 50 * K }, (_, i) => "p" + i + "=1").join(",")
    }\n`,
  "calls of a macro of many parameters": () =>
    `.macro m ${Array.from({ length: 20 * K }, (_, i) => "p" + i).join(",")}\n.endm\n` +
    "m\n".repeat(200 * K),
  "a long :vararg": () =>
    `.macro m a:vararg\n.irp x, \\a\n.byte \\x\n.endr\n.endm\nm ${"1,".repeat(400 * K)}1\n`,
  "files that include each other twice": () => '.include "x"\n.include "y"\n',
  "a large file, included often": () => '.include "large"\n'.repeat(50 * K),
  "a large macro": () => `.macro m\n${"nop\n".repeat(200 * K)}.endm\n` + "m\n".repeat(40 * K),
  "a repeated comment": () => `.rept 2000000\n#${"x".repeat(800 * K)}\n.endr\n`,
  "a repeated part that is skipped": () =>
    `.rept 2000000\n.if 0\n${"nop\n".repeat(100 * K)}.endif\n.endr\n`,
  "repeated definitions": () =>
    `.rept 100000\n.macro m\n${"nop\n".repeat(100 * K)}.endm\n.purgem m\n.endr\n`,
  "repeated repetitions": () => `.rept 100000\n.rept 0\n${"nop\n".repeat(100 * K)}.endr\n.endr\n`,
  "a long statement, repeated": () => `.rept 100000\n.byte ${"1,".repeat(300 * K)}1\n.endr\n`,
  "long expressions": () => `.rept 1000000\n.byte ${"1+".repeat(490)}1\n.endr\n`,
  "long strings": () => `.rept 1000000\n.ascii "${"x".repeat(500 * K)}"\n.endr\n`,
  "labels of macros": () => ".macro m\nl\\@: j l\\@\n.endm\n.rept 300000\nm\n.endr\n",
  "LEB128 numbers": () =>
    `.rept 300000\n.uleb128 2f-1b\n.endr\n1:2:\n`.replace(".rept", "1:\n.rept"),
  "many call frames": () =>
    `.rept 100000\n.cfi_startproc\nnop\n.cfi_def_cfa_offset 16\n.cfi_endproc\n.endr\n`,
  "many sections": () => lines(40 * K, (i) => `.section s${i}\n.byte 1`),
  "many sections with relocations of their own": () =>
    lines(25 * K, (i) => `.section s${i}\n.word 0\n.reloc 0, R_RISCV_32, x`),
  "relocations of expressions, repeated": () =>
    "x: .word 0\n.macro m\n" + ".reloc x-4, R_RISCV_32, y+1\n".repeat(2) +
    ".endm\n.rept 1300000\nm\n.endr\n",
  "bytes of frames, repeated": () =>
    ".cfi_startproc\n.rept 1900000\n.cfi_escape 1, 2\n.endr\n.cfi_endproc\n",
  "instructions of frames, repeated": () =>
    ".cfi_startproc\n.rept 1900000\n.cfi_offset 8, -16\nnop\n.endr\n.cfi_endproc\n",
  "many sections that go with others": () =>
    lines(20 * K, (i) => `.section s${i}\n.section t${i},"ao",@progbits,s${i}`),
  "branches that push each other": () =>
    lines(25 * K, (i) => `l${i}: beq a0, a1, l${Math.min(25 * K - 1, i + 1024)}`),
  "spaces that depend on each other": () =>
    lines(25 * K, (i) => `.space b${i + 1} - b${i}\nb${i}: nop`),
  "many line markers": () => lines(60 * K, (i) => `# ${i} "x"\nnop`),
  "many errors": () => "bogus x\n".repeat(100 * K),
  "a large body with large arguments": () =>
    `.macro m a\n.ascii "${"\\a ".repeat(130 * K)}"\n.endm\nm ${"x".repeat(400 * K)}\n`,
};

/** How many random nests are tried. */
const NESTS = Math.min(fuzzCount(1000), 100_000) / 100;

/** A random nest of repetitions, macros and conditions, each up to 100,000 times. */
function nest(draw: Draw, depth: number): string {
  const times = 10 ** draw.below(6) + draw.below(10);
  const inner = () => depth <= 0 ? statement(draw) : nest(draw, depth - 1 - draw.below(2));
  const name = `m${draw.below(1_000_000)}`;
  switch (draw.below(6)) {
    case 0:
      return `.rept ${times}\n${inner()}\n.endr\n`;
    case 1:
      return `.irp x,${"1,".repeat(times / 10)}1\n${inner()}\n.endr\n`;
    case 2:
      return `.irpc x,${"7".repeat(times / 10)}\n${inner()}\n.endr\n`;
    case 3:
      return `.macro ${name} a, b:vararg\n${inner()}\n.endm\n${
        `${name} 1, 2\n`.repeat(times / 100)
      }`;
    case 4:
      return `.if ${draw.below(2)}\n${inner()}\n.else\n${inner()}\n.endif\n`;
    default:
      return `${inner()}\n${inner()}\n`;
  }
}

const STATEMENTS = [
  ...["nop", ".byte 1, 2, 3", "l\\@: j l\\@", "1: beq a0, a1, 1b", "la a0, far", ".balign 8"],
  ...[".quad far", ".uleb128 1b-1f\n1:", '.ascii "a long string, again and again"', ".zero 64", ""],
  ...[".set v, v + 1", ".section .data\n.text", "x\\@ = . + 4"],
];

function statement(draw: Draw): string {
  return STATEMENTS[draw.below(STATEMENTS.length)] ?? "";
}

/** The sources by what is costly. */
export const COSTLY: CostlySources = {
  ...FIXED,
  ...Object.fromEntries(Array.from({ length: NESTS }, (_, index) => [
    `nest ${index}`,
    () => `v = 0\n1:\n${nest(new Draw(FUZZ_SEED * 1_000_003n + BigInt(index)), 4)}`.slice(0, K * K),
  ])),
};

function run(text: string): void {
  let count = 0;
  assemble({ name: "x.s", text }, {
    include: (path) =>
      path === "large"
        ? { name: path, text: "nop\n".repeat(100 * K) }
        : { name: `${path}${count++}`, text: '.include "x"\n.include "y"\n' },
  });
}

if (import.meta.main) printTimes(COSTLY, run);
