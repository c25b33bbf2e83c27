// SPDX-License-Identifier: MPL-2.0
// From the initial stack to main and from there to exit: what main is given, which main it is, the order of
// the functions around it, and the exit status.

import { assertEquals } from "@std/assert";
import { type Outcome, Process, type ProcessOptions } from "../../host/process.ts";
import { buildProgram } from "./guest_caller.ts";

interface Run {
  readonly outcome: Outcome;
  readonly stdout: string;
  readonly stderr: string;
}

/** Builds a program, runs it to its end, and tells how that was. */
function run(text: string, options: ProcessOptions = {}): Run {
  using process = new Process(buildProgram(text), options);
  const outcome = process.run({ maxInstructions: 1_000_000 });
  const { stdout, stderr } = process.output;
  const decoder = new TextDecoder();
  return { outcome, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** A function that prints a letter. */
function says(name: string, letter: string): string {
  return `
${name}:
        addi    sp, sp, -16
        sd      ra, 8(sp)
        li      a0, 1
        li      a1, '${letter}'
        call    rt.putchar
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret
`;
}

/** A main that returns what `body` leaves in a0. */
const main = (body: string) => `
        .text
        .globl  main
main:
        ${body}
        ret
`;

const exited = (status: number): Outcome => ({ kind: "exited", status });

Deno.test("main gets argc, argv and envp, each list ended by a null", () => {
  // Adds up the first bytes of all arguments and variables, counting both lists' lengths with 100 and 10.
  const text = main(`
        li      t0, 100
        mul     a3, a0, t0              # 100 for each argument
        ld      t0, 0(a1)
        lbu     t0, 0(t0)
        add     a3, a3, t0
        slli    t0, a0, 3
        add     t0, t0, a1
        ld      t0, 0(t0)               # the null after argv
        add     a3, a3, t0
1:      ld      t0, 0(a2)
        beqz    t0, 2f
        lbu     t0, 0(t0)
        add     a3, a3, t0
        addi    a2, a2, 8
        j       1b
2:      mv      a0, a3`);
  const bytes = (letters: string) =>
    [...letters].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  const { outcome } = run(text, { args: ["\\x", "two"], env: { C: "", D: "1" } });
  assertEquals(outcome, exited((200 + bytes("\\") + bytes("CD")) % 256));
  assertEquals(run(text, { args: ["!"] }).outcome, exited(100 + bytes("!")));
});

Deno.test("environ is envp", () => {
  const text = main(`
        la      t0, environ
        ld      t0, 0(t0)
        sub     a0, t0, a2`);
  assertEquals(run(text, { env: { HOME: "/" } }).outcome, exited(0));
});

Deno.test("main's stack is 16-byte aligned, however much lies on it", () => {
  const text = main("andi    a0, sp, 15");
  for (const args of [[], ["a"], ["a", "b"], ["a", "b", "c"]]) {
    assertEquals(run(text, { args: ["program", ...args] }).outcome, exited(0));
  }
});

Deno.test("gp points to where the linker says, and s0 is 0, which ends a backtrace", () => {
  const inGp = main(`
        la      t0, __global_pointer$
        sub     a0, t0, gp`);
  assertEquals(run(inGp).outcome, exited(0));
  assertEquals(run(main("mv      a0, s0")).outcome, exited(0));
});

Deno.test("main's value is the exit status, of which 8 bits are left", () => {
  assertEquals(run(main("li      a0, 7")).outcome, exited(7));
  assertEquals(run(main("li      a0, 300")).outcome, exited(44));
  assertEquals(run(main("li      a0, -1")).outcome, exited(255));
});

Deno.test(".main returns nothing: the status is 0, whatever is left in a0", () => {
  assertEquals(run("        .globl .main\n.main:  li a0, 9\n        ret\n").outcome, exited(0));
});

Deno.test("a program with both has .main called, and main not", () => {
  const text = `${says(".main", "h")}${says("main", "c")}        .globl  .main, main\n`;
  const { outcome, stdout } = run(text);
  assertEquals([outcome, stdout], [exited(0), "h"]);
});

Deno.test("a program with neither aborts", () => {
  const { outcome, stderr } = run("        .globl  helper\nhelper: ret\n");
  assertEquals(outcome, { kind: "killed", signal: { number: 6, name: "SIGABRT" } });
  assertEquals(stderr, "Abort: _start: the program defines neither main nor .main\n");
});

/** Functions before and after main that say their letter. */
const AROUND = `
        .text
        .globl  main
${says("main", "M")}${[..."pqabyz"].map((letter) => says(`say_${letter}`, letter)).join("")}
        .section .fini_array, "aw"
        .dword  say_z, say_y
        .section .init_array, "aw"
        .dword  say_a
        .section .preinit_array, "aw"
        .dword  say_p, say_q
        .section .init_array, "aw"
        .dword  say_b
`;

Deno.test("before main come .preinit_array and .init_array, after it .fini_array backwards", () => {
  assertEquals(run(AROUND).stdout, "pqabMyz");
});

Deno.test("the functions of .init_array get main's arguments", () => {
  const text = `
        .bss
seen:   .zero   8
        .section .init_array, "aw"
        .dword  before
        .text
        .globl  main
before: slli    t0, a0, 3               # argc, and that envp follows argv
        add     t0, t0, a1
        addi    t0, t0, 8
        sub     t0, t0, a2
        add     t0, t0, a0
        la      t1, seen
        sd      t0, 0(t1)
        ret
main:   ld      a0, seen
        ret
`;
  assertEquals(run(text, { args: ["program", "a", "b"] }).outcome, exited(3));
});

/** A program whose main calls something that does not return, with two functions at exit. */
const leaving = (how: string, atExit = says("second", "s")) => `
        .text
        .globl  main
main:   li      a0, 5
        call    ${how}
        ebreak
${says("first", "f")}${atExit}
        .section .fini_array, "aw"
        .dword  first, second
`;

Deno.test("rt.exit runs .fini_array, rt._exit does not", () => {
  for (
    const [how, stdout] of [["rt.exit", "sf"], ["exit", "sf"], ["rt._exit", ""], ["_exit", ""]]
  ) {
    const result = run(leaving(how ?? ""));
    assertEquals([result.outcome, result.stdout], [exited(5), stdout], how);
  }
});

Deno.test("rt.exit in a function of .fini_array goes on with the others, with the new status", () => {
  const again = `${says("letter", "s")}
second: call    letter
        li      a0, 6
        call    rt.exit
        ebreak
`;
  const { outcome, stdout } = run(leaving("rt.exit", again));
  assertEquals([outcome, stdout], [exited(6), "sf"]);
});

Deno.test("a program without the allocator has none of it linked", () => {
  const program = buildProgram(main("li      a0, 0"));
  assertEquals(program.symbol("rt.malloc"), undefined);
  assertEquals(
    buildProgram(main("j       malloc")).symbol("rt.malloc.checkleaks")?.kind,
    "function",
  );
});
