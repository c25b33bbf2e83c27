// SPDX-License-Identifier: MPL-2.0
// Large programs of which little is hot: assembly that a generator writes. For these an engine that translates
// pays most and gains least. A seed is all that a text depends on.

/** Pseudo-random numbers below a bound. */
type Random = (bound: number) => number;

const REGISTERS = "t0 t1 t2 t3 t4 t5 a1 a2 a3 a4 a5".split(" ");
/** The bytes that loads and stores use, from `memory` on. */
const MEMORY = 1024;

/** A program of so many instructions, of which each runs once. */
export function straightLine(instructions: number): string {
  return program("", instructionLines(instructions, random(1)));
}

/** A program that calls each of many functions, with branches and a short loop, so often. */
export function manyFunctions(count: number, calls: number): string {
  const next = random(2);
  const functions = Array.from({ length: count }, (_, number) => functionText(number, next));
  const body = [
    `        li      s1, ${calls}`,
    "1:",
    ...Array.from({ length: count }, (_, number) => `        call    f${number}`),
    "        addi    s1, s1, -1",
    "        bnez    s1, 1b",
  ];
  return program(functions.join(""), body);
}

/** A program that jumps through a table to one of many cases, so often. */
export function manyCases(count: number, rounds: number): string {
  const next = random(3);
  const cases = Array.from({ length: count }, (_, number) => [
    `case${number}:`,
    ...instructionLines(10 + next(20), next),
    "        j       9f",
  ]);
  return program("", [
    `        li      s1, ${rounds}`,
    "        li      s2, 1",
    "1:      li      t0, 1103515245",
    "        mul     s2, s2, t0",
    "        addi    s2, s2, 1234",
    "        srli    t0, s2, 20",
    `        li      t1, ${count}`,
    "        remu    t0, t0, t1",
    "        slli    t0, t0, 3",
    "        la      t1, cases",
    "        add     t1, t1, t0",
    "        ld      t1, (t1)",
    "        jr      t1",
    ...cases.flat(),
    "9:      addi    s1, s1, -1",
    "        bnez    s1, 1b",
    "        j       8f",
    "        .align  3",
    "cases:",
    ...Array.from({ length: count }, (_, number) => `        .dword  case${number}`),
    "8:",
  ]);
}

function functionText(number: number, next: Random): string {
  return [
    `f${number}:`,
    ...instructionLines(5 + next(20), next),
    `        li      t6, ${2 + next(6)}`,
    "1:",
    ...instructionLines(3 + next(10), next),
    `        blt     t${next(6)}, a${1 + next(5)}, 2f`,
    ...instructionLines(3 + next(10), next),
    "2:      addi    t6, t6, -1",
    "        bnez    t6, 1b",
    ...instructionLines(5 + next(20), next),
    "        ret\n",
  ].join("\n");
}

/** A program whose main function has some lines, and the memory of which s0 holds the address. */
function program(functions: string, body: readonly string[]): string {
  return [
    "        .globl  main",
    functions + "main:   addi    sp, sp, -32",
    "        sd      ra, 24(sp)",
    "        sd      s0, 16(sp)",
    "        sd      s1, 8(sp)",
    "        sd      s2, 0(sp)",
    "        la      s0, memory",
    ...body,
    "        ld      ra, 24(sp)",
    "        ld      s0, 16(sp)",
    "        ld      s1, 8(sp)",
    "        ld      s2, 0(sp)",
    "        addi    sp, sp, 32",
    "        li      a0, 0",
    "        ret",
    "        .bss",
    "        .align  3",
    `memory: .zero   ${MEMORY}`,
    "",
  ].join("\n");
}

function instructionLines(count: number, next: Random): string[] {
  const register = () => REGISTERS[next(REGISTERS.length)];
  const kinds = [
    () => `add     ${register()}, ${register()}, ${register()}`,
    () => `addi    ${register()}, ${register()}, ${next(2048)}`,
    () => `xor     ${register()}, ${register()}, ${register()}`,
    () => `slli    ${register()}, ${register()}, ${next(64)}`,
    () => `addw    ${register()}, ${register()}, ${register()}`,
    () => `mul     ${register()}, ${register()}, ${register()}`,
    () => `sltu    ${register()}, ${register()}, ${register()}`,
    () => `ld      ${register()}, ${8 * next(MEMORY / 8)}(s0)`,
    () => `sd      ${register()}, ${8 * next(MEMORY / 8)}(s0)`,
    () => `lw      ${register()}, ${4 * next(MEMORY / 4)}(s0)`,
  ];
  return Array.from({ length: count }, () => `        ${kinds[next(kinds.length)]?.()}`);
}

function random(seed: number): Random {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor(state / 2 ** 32 * bound);
  };
}
