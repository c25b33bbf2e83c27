// SPDX-License-Identifier: MPL-2.0
// What is said of programs that run on and on, and of functions that do not save ra.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { Process } from "../../../host/process.ts";
import { makeFaultReport } from "../../../host/report/fault_report.ts";
import {
  formatStopReport,
  makeStopReport,
  type StopReport,
  stopReportJson,
} from "../../../host/report/stop_report.ts";
import { runtimeFiles } from "../../../runtime/files.ts";

/** The report about a program that does not end. */
function stopped(body: string, maxInstructions = 10_001): StopReport {
  const text = `        .globl  main\n${body}`;
  const program = build([{ name: "x.s", text }], { archive: runtimeFiles });
  using process = new Process(program, { stdout: () => {} });
  assertEquals(process.run({ maxInstructions }).kind, "limit");
  return makeStopReport(process.machine, program);
}

const SAVING = "addi sp, sp, -16\n        sd      ra, 8(sp)";

/** The lines in the source of each loop. */
const linesOf = ({ loops }: StopReport) =>
  loops.map(({ lines }) => lines.map((line) => Number(/^x\.s:(\d+)/.exec(line)?.[1])));

Deno.test("a stopped program is in a loop, which may be called in loops", () => {
  const report = stopped(`
main:   ${SAVING}
        li      s1, 0
outer:  addi    s1, s1, 1
        mv      a0, s1
        call    work
        bnez    s1, outer
        ret
work:   mv      t0, a0
1:      addi    t0, t0, -1
        bgtz    t0, 1b
        ret
`);
  assertEquals(linesOf(report), [[12, 13], [6, 7, 8, 9]]);
  assertEquals(report.hints, []);
  const text = formatStopReport(report);
  assert(
    text.includes(`
Loop
  work+0x4 at x.s:12, 0x10028 to 0x1002c, 2 instructions a round
  x.s:12 | 1:      addi    t0, t0, -1
  x.s:13 | bgtz    t0, 1b

Called in a loop
  outer at x.s:6, 0x1000c to 0x1001c, 5 instructions a round
`),
    text,
  );
  assert(text.includes("\nRegisters\n  zero 0000000000000000"));
  assert(text.includes("\nBacktrace\n  #0  0x1002"));
});

Deno.test("a loop can be of one instruction, of many, or without source lines", () => {
  assertEquals(linesOf(stopped("main:   j main\n")), [[2]]);
  const long = stopped(`main:   nop\n${"        nop\n".repeat(30)}        j main\n`);
  assertEquals(long.loops[0]?.instructions, 32);
  assertEquals(long.loops[0]?.lines.length, 12);
  assertStringIncludes(long.loops[0]?.lines.join("\n") ?? "", "... 21 more lines ...");
  const { loops } = stopReportJson(long);
  assertEquals(loops, [
    { from: "0x10000", to: "0x1007c", instructions: 32, symbol: "main", file: "x.s", line: 2 },
  ]);
});

Deno.test("a function that did not save ra returned to itself", () => {
  const after = stopped(`main:   li      a0, 5
        call    print_int
        call    print_newline
        li      a0, 0
        ret
`);
  assertEquals(linesOf(after), [[5, 6]]);
  assertEquals(after.hints.map((hint) => hint.replace(/ overwrote.*/, "")), [
    "main returned to itself: ra was not saved; the call at x.s:4",
  ]);
  // Stopped in what is called again and again.
  const again = stopped(
    `main:   ${SAVING}
        call    repeat
        ret
repeat: call    slow
        call    slow
        ret
slow:   li      t0, 1000
1:      addi    t0, t0, -1
        bnez    t0, 1b
        ret
`,
    20_000,
  );
  assertEquals(again.hints.map((hint) => hint.replace(/ was.*/, "")), [
    "repeat returned to itself: ra",
  ]);
});

Deno.test("a function that saves ra, or ends the process, has no such hint", () => {
  const saved = stopped(`main:   ${SAVING}
1:      call    work
        j       1b
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret
work:   li      t0, 100
2:      addi    t0, t0, -1
        bnez    t0, 2b
        ret
`);
  assertEquals(saved.hints, []);
  assertEquals(linesOf(saved).at(-1), [4, 5]);
});

Deno.test("a loop around the call of a function that never returns is none", () => {
  const report = stopped(`main:   ${SAVING}
1:      call    spin
        j       1b
spin:   addi    t0, t0, 1
        j       spin
`);
  assertEquals(linesOf(report), [[6, 7]]);
});

Deno.test("a recursion that does not end is named", () => {
  const report = stopped(`main:   ${SAVING}
        call    main
        ret
`);
  assertEquals(report.hints.map((hint) => hint.replace(/ is under.*/, "")), [
    "the call at main+0x10 at x.s:4",
  ]);
});

Deno.test("a recursion that did not save ra has a hint when it faults", () => {
  const text = `        .globl  main
main:   li      a0, 5
        call    factorial
        ret
factorial:
        addi    sp, sp, -16
        sd      a0, 8(sp)
        beqz    a0, 1f
        addi    a0, a0, -1
        call    factorial
        ld      t0, 8(sp)
        mul     a0, a0, t0
        addi    sp, sp, 16
        ret
1:      li      a0, 1
        addi    sp, sp, 16
        ret
`;
  const program = build([{ name: "x.s", text }], { archive: runtimeFiles });
  using process = new Process(program);
  const outcome = process.run({ maxInstructions: 10_000 });
  assert(outcome.kind === "killed");
  const { hints } = makeFaultReport(process.machine, program, outcome);
  assertEquals(hints.map((hint) => hint.replace(/: save ra.*/, "")), [
    "factorial returned to itself: ra was not saved; the call at x.s:10 overwrote ra, so the ret at " +
    "x.s:14 goes back to after that call",
  ]);
});
