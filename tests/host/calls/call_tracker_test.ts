// SPDX-License-Identifier: MPL-2.0
// Calls as the tracker tells them: nested, recursive, ended by a tail call, by longjmp or not at all, in signal
// handlers; and the argument registers that functions read.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { ENGINE_NAMES, type EngineName } from "../../../cpu/machine.ts";
import { ArgumentFinder } from "../../../host/calls/argument_registers.ts";
import { CallTracker } from "../../../host/calls/call_tracker.ts";
import { Process } from "../../../host/process.ts";
import { TraceFilter } from "../../../host/trace/filter.ts";
import type { TraceFormatName } from "../../../host/trace/formats.ts";
import { Tracer } from "../../../host/trace/tracer.ts";
import { runtimeFiles } from "../../../runtime/files.ts";

/** The call log of a program in which `main` and what follows is given. */
function log(
  text: string,
  options: {
    readonly engine?: EngineName;
    readonly json?: boolean;
    readonly maxDepth?: number;
    readonly formats?: readonly TraceFormatName[];
    readonly symbols?: readonly string[];
  } = {},
): string[] {
  const { engine = "auto", symbols = [], formats = ["calls"], ...others } = options;
  const program = build([{ name: "test.s", text }], { archive: runtimeFiles });
  let written = "";
  using process = new Process(program, { engine, translateAfter: 0 });
  const tracer = new Tracer(program, {
    ...others,
    formats,
    filter: new TraceFilter({ symbols }, program),
    sink: (bytes) => written += new TextDecoder().decode(bytes),
  });
  tracer.attach(process);
  process.run({ maxInstructions: 100_000 });
  tracer.finish();
  return written.trimEnd().split("\n").filter((line) => !line.includes("_start"));
}

const FACTORIAL = `
        .globl main, factorial
main:   addi    sp, sp, -16
        sd      ra, 8(sp)
        li      a0, 3
        call    factorial
        li      a0, 0
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret
        .type   factorial, @function
factorial:
        addi    sp, sp, -16
        sd      ra, 8(sp)
        sd      a0, 0(sp)
        addi    a0, a0, -1
        blez    a0, 1f
        call    factorial
        ld      t0, 0(sp)
        mul     a0, a0, t0
        j       2f
1:      ld      a0, 0(sp)
2:      ld      ra, 8(sp)
        addi    sp, sp, 16
        ret
`;

Deno.test("the call log nests recursive calls, with arguments, results and instructions, on all engines", () => {
  for (const engine of ENGINE_NAMES) {
    assertEquals(log(FACTORIAL, { engine }), [
      "main() {",
      "  factorial(3) {",
      "    factorial(2) {",
      "      factorial(1) = 1  # 9 instructions",
      "    } = 2  # factorial, 22 instructions",
      "  } = 6  # factorial, 35 instructions",
      "} = 0  # main, 44 instructions",
    ]);
  }
});

Deno.test("the call log takes a depth and functions, and stays in order with other events", () => {
  assertEquals(log(FACTORIAL, { maxDepth: 2 }), [
    "main() {",
    "  factorial(3) = 6  # 35 instructions",
    "} = 0  # main, 44 instructions",
  ]);
  assertEquals(log(FACTORIAL, { symbols: ["main"] }), ["main() = 0  # 44 instructions"]);
  const calls = log(FACTORIAL, { json: true, maxDepth: 2 }).map((line) => JSON.parse(line));
  assertEquals(
    calls.map(({ function: name, depth, args, result, instructions, line }) => [
      ...[name, depth, args, result, instructions, line],
    ]),
    [["factorial", 1, ["3"], "6", 35, 6]],
  );
  const both = log(FACTORIAL, { formats: ["instructions", "calls"], maxDepth: 2 });
  const at = both.indexOf("  factorial(3) {");
  assertStringIncludes(both[at - 1] ?? "", "x1  0x");
  assertStringIncludes(both[at + 1] ?? "", "x2  0x");
});

Deno.test("a tail call goes on in place of its function, also in an endless circle", () => {
  const text = `
        .globl main, first, second
main:   mv      s1, ra
        li      a0, 1
        li      a1, 2
        call    first
        mv      ra, s1
        ret
first:  addi    a0, a0, 4
        beqz    a1, 1f
        j       second
1:      ret
second: addi    a1, a1, -1
        tail    first
`;
  assertEquals(log(text), [
    "main() {",
    "  first(1, 2)  # tail call, 3 instructions",
    "  second(5, 2)  # tail call, 3 instructions",
    "  first(5, 1)  # tail call, 3 instructions",
    "  second(9, 1)  # tail call, 3 instructions",
    "  first(9, 0) = 13  # 3 instructions",
    "} = 13  # main, 22 instructions",
  ]);
});

Deno.test("longjmp leaves the calls that it ends, of the same stack pointer, too", () => {
  const text = `
        .globl  main, set, jump, deep, after
main:   addi    sp, sp, -16
        sd      ra, 8(sp)
        call    set
        bnez    a0, 1f
        call    deep
1:      call    after
        li      a0, 0
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret
set:    la      t0, saved
        sd      ra, 0(t0)
        sd      sp, 8(t0)
        li      a0, 0
        ret
jump:   la      t0, saved
        ld      ra, 0(t0)
        ld      sp, 8(t0)
        li      a0, 1
        ret
deep:   addi    sp, sp, -16
        sd      ra, 8(sp)
        call    jump
after:  ret
        .bss
saved:  .zero   16
`;
  assertEquals(log(text).map((line) => line.replace(/, \d+ instr.*/, "")), [
    "main() {",
    "  set() = 0  # 6 instructions",
    "  deep() {",
    "    jump()  # did not return",
    "  }  # deep, did not return",
    "  after() = 1  # 1 instruction",
    "} = 0  # main",
  ]);
});

Deno.test("a signal handler is a call of its own, from where it interrupts", () => {
  const text = `
        .globl  main, handler, inside
main:   addi    sp, sp, -48
        sd      ra, 40(sp)
        la      t0, handler
        sd      t0, 0(sp)
        sd      zero, 8(sp)
        sd      zero, 16(sp)
        sd      zero, 24(sp)
        li      a0, 10          # SIGUSR1
        mv      a1, sp
        li      a2, 0
        li      a3, 8
        li      a7, 134         # rt_sigaction
        ecall
        li      a7, 172         # getpid
        ecall
        li      a1, 10
        li      a7, 129         # kill
        ecall
        ld      ra, 40(sp)
        addi    sp, sp, 48
        ret
handler:
        addi    sp, sp, -16
        sd      ra, 8(sp)
        call    inside
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret
inside: addi    a0, a0, 5
        ret
`;
  assertEquals(log(text), [
    "main() {",
    "  <signal handler> handler(10) {",
    "    inside(10) = 15  # 2 instructions",
    "  } = 15  # handler, 11 instructions",
    "} = 0  # main, 33 instructions",
  ]);
});

Deno.test("calls that are under way when the program ends did not return", () => {
  const text = `
        .globl  main, work
main:   call    work
work:   li      a0, 0
        li      a7, 93
        ecall
`;
  assertEquals(log(text), [
    "main() {",
    "  work()  # did not return, 3 instructions",
    "}  # main, did not return, 5 instructions",
  ]);
});

Deno.test("a tracker that begins in a function sees its return", () => {
  const program = build([{ name: "test.s", text: FACTORIAL }], { archive: runtimeFiles });
  using process = new Process(program);
  const seen: string[] = [];
  const begin = program.symbol("factorial")?.value ?? 0n;
  const remove = process.machine.addProbe(begin, () => {
    remove();
    process.observe(
      new CallTracker(process, {
        onCall: ({ depth, registers }) => seen.push(`call ${depth} ${registers[0]}`),
        onReturn: ({ call, registers }) => seen.push(`return ${call.depth} ${registers[0]}`),
      }),
    );
  });
  process.run();
  assertEquals(seen.slice(0, 6), [
    ...["call 0 3", "call 1 2", "call 2 1", "return 2 1", "return 1 2", "return 0 6"],
  ]);
});

Deno.test("ArgumentFinder finds the registers that a function reads before it writes them", () => {
  const cases: readonly (readonly [string, number, number])[] = [
    ["ret", 0, 0],
    ["add a0, a0, a2\nret", 3, 0],
    ["li a0, 1\nadd a0, a0, a1\nret", 2, 0],
    ["beqz a0, 1f\nli a3, 1\n1: mv a0, a3\nret", 4, 0],
    ["fadd.d fa0, fa0, fa1\nret", 0, 2],
    // What another function reads; a call ends what is known of the others.
    ["mv t3, ra\ncall two\nmv a0, a5\njr t3", 2, 0],
    ["tail two", 2, 0],
    ["li a0, 3\ntail two", 2, 0],
    ["li a7, 64\necall\nret", 3, 0],
    // The room for variable arguments says nothing of how many there are.
    [
      "addi sp, sp, -64\nsd a1, 8(sp)\nsd a2, 16(sp)\nsd a3, 24(sp)\nsd a4, 32(sp)\nsd a5, 40(sp)\n" +
      "sd a6, 48(sp)\nsd a7, 56(sp)\nlbu a0, 0(a0)\naddi sp, sp, 64\nret",
      1,
      0,
    ],
    ["1: beqz a1, 2f\ncall 1b\n2: ret", 2, 0],
  ];
  for (const [body, integers, floats] of cases) {
    const text = `.globl _start\n_start: ${body}\ntwo: sub a0, a0, a1\nret\n`;
    const program = build([{ name: "test.s", text }]);
    using process = new Process(program);
    const found = new ArgumentFinder(process.machine.memory).of(
      program.symbol("_start")?.value ?? 0n,
    );
    assertEquals(found, { integers, floats }, body);
  }
});
