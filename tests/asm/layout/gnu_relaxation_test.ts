// SPDX-License-Identifier: MPL-2.0
// Compares branch relaxation with GNU as: random programs full of branches near the limit of their
// range, and of alignments, where the size of one affects the others.

import { assertEquals } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { randomNumbers } from "../goldens/encoding_cases.ts";
import { gnuText, gnuToolsPresent, TEXT_ADDRESS } from "../goldens/gnu.ts";

const PROGRAMS = 40;
const END = "the_end";

/** A program of labels with branches between them, reserved space, alignments and addresses. */
function randomProgram(below: (end: number) => number): string {
  const count = 20 + below(300);
  const span = Math.ceil(count / (1 + below(6)));
  const near = (index: number) => {
    const distance = (below(2) === 0 ? 1 : -1) * below(span);
    return `l${Math.max(0, Math.min(count, index + distance))}`;
  };
  const statements = [
    ...Array.from({ length: 6 }, () => (index: number) => `beq a0, a1, ${near(index)}`),
    () => `.skip ${4 + 4 * below(30)}`,
    () => `.skip ${4 + 4 * below(below(3) === 0 ? 300 : 30)}`,
    () => `.p2align ${2 + below(6)}`,
    () => `la a0, l${below(count)}`,
  ];
  const lines = Array.from({ length: count }, (_, index) => {
    const statement = statements[below(statements.length)];
    return `l${index}: ${statement?.(index) ?? "nop"}\n`;
  });
  return `${lines.join("")}l${count}: ret\n`;
}

function ourText(source: string): Uint8Array {
  const text = `${source}.globl ${END}\n${END}:\n`;
  const program = build([{ name: "random.s", text }], { entry: END });
  const size = Number((program.symbol(END)?.value ?? TEXT_ADDRESS) - TEXT_ADDRESS);
  return program.segments[0]?.data.subarray(0, size) ?? new Uint8Array();
}

const hasGnu = await gnuToolsPresent();
const skipped = hasGnu ? "" : " (skipped: no GNU tools for riscv64, or no permission to run them)";

/** The same with nearer targets, and branches and jumps that may be compressible. */
function compressedProgram(below: (end: number) => number): string {
  const count = 20 + below(400);
  const span = Math.ceil(count / (1 + below(30)));
  const near = (index: number) => {
    const distance = (below(3) > 0 ? 1 : -1) * below(span);
    return `l${Math.max(0, Math.min(count, index + distance))}`;
  };
  const statements = [
    ...Array.from({ length: 4 }, () => (index: number) => `beqz a0, ${near(index)}`),
    ...Array.from({ length: 2 }, () => (index: number) => `bne s1, zero, ${near(index)}`),
    ...Array.from({ length: 2 }, () => (index: number) => `j ${near(index)}`),
    (index: number) => `beq a0, a1, ${near(index)}`,
    (index: number) => `bnez t0, ${near(index)}`,
    () => "add a0, a0, a1",
    () => "mul a0, a0, a1",
    () => `.skip ${2 + 2 * below(20)}`,
    () => `.skip ${2 + 2 * below(below(4) === 0 ? 500 : 30)}`,
    () => `.p2align ${1 + below(6)}`,
    () => `la a0, l${below(count)}`,
    () => `c.bnez a0, l${below(count)}`,
  ];
  const lines = Array.from({ length: count }, (_, index) => {
    const statement = statements[below(statements.length)];
    return `l${index}: ${statement?.(index) ?? "nop"}\n`;
  });
  return `.option rvc\n${lines.join("")}l${count}: ret\n`;
}

Deno.test({
  name: `build() compresses and relaxes what GNU as does, in ${PROGRAMS} random programs${skipped}`,
  ignore: !hasGnu,
  fn: async () => {
    const random = randomNumbers(0xc0de5eedn);
    const below = (end: number) => Number(random.next().value % BigInt(end));
    for (let index = 0; index < PROGRAMS; index++) {
      const source = compressedProgram(below);
      const { bytes, message } = await gnuText(`.option norelax\n${source}`);
      assertEquals(message, undefined);
      if (ourText(source).toHex() !== bytes?.toHex()) {
        assertEquals(ourText(source).toHex(), bytes?.toHex(), source);
      }
    }
  },
});

Deno.test({
  name:
    `build() relaxes the branches that GNU as relaxes, in ${PROGRAMS} random programs${skipped}`,
  ignore: !hasGnu,
  fn: async () => {
    const random = randomNumbers(0xb4a9c4n);
    const below = (end: number) => Number(random.next().value % BigInt(end));
    for (let index = 0; index < PROGRAMS; index++) {
      const source = randomProgram(below);
      const { bytes, message } = await gnuText(`.option norelax\n${source}`);
      assertEquals(message, undefined);
      assertEquals(ourText(source).toHex(), bytes?.toHex(), source);
    }
  },
});
