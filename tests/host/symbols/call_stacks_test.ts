// SPDX-License-Identifier: MPL-2.0
// Call stacks as numbers, compared with backtraces at the same moments.

import { assert, assertEquals } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { Process } from "../../../host/process.ts";
import { backtrace } from "../../../host/symbols/backtrace.ts";
import { CallStacks } from "../../../host/symbols/call_stacks.ts";
import { runtimeFiles } from "../../../runtime/files.ts";

/** Runs a program and compares both at every call of `malloc`; returns the numbers of the stacks. */
function compare(text: string, maxFrames = 40): number[] {
  const program = build([{ name: "x.s", text }], { archive: runtimeFiles });
  using process = new Process(program);
  const { machine } = process;
  const stacks = new CallStacks(machine, program, maxFrames);
  const found: number[] = [];
  process.observe({
    onHeapEntry({ depth }) {
      if (depth > 0) return;
      const stack = stacks.capture();
      const { memory, registers, pc } = machine;
      const { frames } = backtrace({ memory, registers: registers.toArray(), pc, image: program });
      const certain = frames.filter(({ origin }) => origin !== "scan").slice(0, maxFrames);
      assertEquals(stacks.frames(stack), certain.map(({ address }) => Number(address)));
      found.push(stack);
    },
  });
  assertEquals(process.run().kind, "exited");
  return found;
}

/** A recursion to the depth in a0 that allocates at its end; with call frame information, or a frame pointer. */
const RECURSION = (kind: "cfi" | "frame pointer" | "code") => `
        .globl  main, descend
        .type   main, @function
        .type   descend, @function
main:   addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        li      s1, 6
1:      mv      a0, s1
        call    descend
        mv      a0, s1
        call    descend
        addi    s1, s1, -1
        bnez    s1, 1b
        li      a0, 0
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret
descend:
        ${kind === "cfi" ? ".cfi_startproc" : ""}
        addi    sp, sp, -32
        ${kind === "cfi" ? ".cfi_def_cfa_offset 32" : ""}
        sd      ra, 24(sp)
        ${kind === "cfi" ? ".cfi_offset ra, -8" : ""}
        sd      s0, 16(sp)
        ${kind === "cfi" ? ".cfi_offset s0, -16" : ""}
        addi    s0, sp, 32
        ${kind === "cfi" ? ".cfi_def_cfa s0, 0" : ""}
        ${kind === "frame pointer" ? "sub sp, sp, a0\n        andi sp, sp, -16" : ""}
        addi    a0, a0, -1
        beqz    a0, 1f
        call    descend
        j       2f
1:      li      a0, 8
        call    malloc
2:      ${kind === "frame pointer" ? "addi sp, s0, -32" : ""}
        ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret
        ${kind === "cfi" ? ".cfi_endproc" : ""}
`;

for (const kind of ["cfi", "frame pointer", "code"] as const) {
  Deno.test(`CallStacks finds the frames that a backtrace finds, by ${kind}`, () => {
    const stacks = compare(RECURSION(kind));
    assertEquals(stacks.length, 12);
    assertEquals(new Set(stacks).size, 12);
  });
}

Deno.test("CallStacks gives equal stacks equal numbers, and cuts them", () => {
  const loop = RECURSION("code").replace("li      s1, 6", "li      s1, 6000\n        li s2, 6")
    .replace("1:      mv      a0, s1", "1:      mv a0, s2")
    .replace("        call    descend\n        mv      a0, s1\n", "");
  const stacks = compare(loop, 3);
  assertEquals(stacks.length, 6000);
  assertEquals(new Set(stacks).size, 1);
});

Deno.test("CallStacks keeps what tells stacks apart once, however many there are", () => {
  // 4,096 calls, each from another address.
  const calls = Array.from({ length: 4096 }, () => "        li a0, 8\n        call malloc\n").join(
    "",
  );
  const text = `        .globl main\nmain:   addi sp, sp, -16\n        sd ra, 8(sp)\n${calls}
        li a0, 0\n        ld ra, 8(sp)\n        addi sp, sp, 16\n        ret\n`;
  const program = build([{ name: "x.s", text }], { archive: runtimeFiles });
  using process = new Process(program);
  const stacks = new CallStacks(process.machine, program, 12);
  const found: number[] = [];
  process.observe({ onHeapEntry: () => found.push(stacks.capture()) });
  process.run();
  assertEquals(new Set(found).size, 4096);
  // The function, and for each call its own frame and that of its caller.
  assertEquals(stacks.size, 1 + 2 * 4096);
  const frames = stacks.frames(found[4000] ?? 0);
  assert(frames.length === 3);
  assertEquals(stacks.frames(found[4001] ?? 0)[1], (frames[1] ?? 0) + 12);
});

Deno.test("CallStacks finds what a signal interrupted", () => {
  const text = `
        .globl  main
main:   addi    sp, sp, -48
        sd      ra, 40(sp)
        la      t0, handler
        sd      t0, 0(sp)
        sd      zero, 8(sp)
        sd      zero, 16(sp)
        li      a0, 10
        mv      a1, sp
        li      a2, 0
        li      a3, 8
        li      a7, 134
        ecall
        li      a7, 172
        ecall
        li      a1, 10
        li      a7, 129
        ecall
        li      a0, 0
        ld      ra, 40(sp)
        addi    sp, sp, 48
        ret
handler:
        addi    sp, sp, -16
        sd      ra, 8(sp)
        li      a0, 8
        call    malloc
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret
`;
  assertEquals(compare(text).length, 1);
});
