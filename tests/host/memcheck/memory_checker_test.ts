// SPDX-License-Identifier: MPL-2.0
import { assertEquals, assertMatch } from "@std/assert";
import { build } from "../../../asm/build.ts";
import type { Program } from "../../../asm/object/program.ts";
import { formatError } from "../../../host/memcheck/format.ts";
import { MemoryChecker } from "../../../host/memcheck/memory_checker.ts";
import { Process } from "../../../host/process.ts";
import { runtimeFiles } from "../../../runtime/files.ts";

/** A program whose main has a frame of 32 bytes with a free word at 0(sp). */
const mainOf = (body: string): Program =>
  build([{
    name: "main.s",
    text: `.globl main
main: addi sp, sp, -32
  sd ra, 24(sp)
${body}
  li a0, 0
  ld ra, 24(sp)
  addi sp, sp, 32
  ret
.bss
cell: .zero 64
`,
  }, ...runtimeFiles]);

/** The errors of a program, as text. */
function errorsOf(program: Program): string[] {
  const checker = new MemoryChecker();
  using process = new Process(program, { checks: checker.checks });
  checker.attach(process);
  process.run();
  return checker.errors.map((error) => formatError(error, checker.stacks));
}

/** The first lines of errors without addresses. */
const heads = (errors: readonly string[]): string[] =>
  errors.map((text) => text.split("\n")[0]?.replace("leveret: ", "") ?? "");

const MALLOC_24 = "li a0, 24\n call malloc\n sd a0, 0(sp)\n";

Deno.test("an access past the size that was asked for is an error, slack included", () => {
  const [error = ""] = errorsOf(mainOf("li a0, 13\n call malloc\n sb zero, 13(a0)\n"));
  assertMatch(error, /Invalid write of size 1\n.*main \(main\.s:6\)/);
  assertMatch(error, / Address 0x\w+ is 0 bytes after a block of size 13 alloc'd\n/);
  assertMatch(error, /by 0x\w+: main \(main\.s:5\)\n/);
});

Deno.test("a read of a freed block says where it was freed and allocated", () => {
  const [error = ""] = errorsOf(mainOf(`${MALLOC_24} call free\n ld a0, 0(sp)\n lbu a1, 3(a0)\n`));
  assertMatch(error, /Invalid read of size 1\n/);
  assertMatch(error, /is 3 bytes inside a block of size 24 free'd\n/);
  assertMatch(error, /main\.s:7\)\n.*\n.* Block was alloc'd at\n[^]*main\.s:5\)/);
});

Deno.test("a block that was freed, or never was one, cannot be freed", () => {
  const freed = `${MALLOC_24} call free\n ld a0, 0(sp)\n call free\n`;
  const wanted = ["Invalid free() / delete / delete[] / realloc()"];
  assertEquals(heads(errorsOf(mainOf(freed))), wanted);
  assertEquals(heads(errorsOf(mainOf("la a0, cell+16\n call free\n"))), wanted);
});

Deno.test("a branch or an address must not depend on bits that were never set", () => {
  const branch = `${MALLOC_24} lbu a1, 3(a0)\n andi a1, a1, 4\n beqz a1, 1f\n1:`;
  const wanted = ["Conditional jump or move depends on uninitialised value(s)"];
  assertEquals(heads(errorsOf(mainOf(branch))), wanted);
  const address =
    `${MALLOC_24} ld a1, 0(a0)\n ld a1, 0(sp)\n ld a2, 8(a0)\n la a3, cell\n andi a2, a2, 8
  add a3, a3, a2\n ld a2, 0(a3)\n`;
  assertEquals(heads(errorsOf(mainOf(address))), ["Use of uninitialised value of size 8"]);
});

Deno.test("copying what was never set is no error, nor is using the bits that were", () => {
  const copy = `${MALLOC_24} li t0, 5\n sb t0, 1(a0)\n ld a1, 0(a0)\n sd a1, 8(a0)\n lbu a1, 9(a0)
  beqz a1, 1f\n1: lwu a2, 0(a0)\n srli a2, a2, 8\n andi a2, a2, 0xff\n beqz a2, 1f\n1:`;
  assertEquals(errorsOf(mainOf(copy)), []);
});

Deno.test("a new stack frame is undefined, also where another one has been", () => {
  const frames = `call f\n call f\n j 2f
f: addi sp, sp, -16\n ld t0, 0(sp)\n sd zero, 0(sp)\n addi sp, sp, 16\n beqz t0, 1f\n1: ret\n2:`;
  const errors = errorsOf(mainOf(frames));
  assertEquals(heads(errors), Array(2).fill(heads(errors)[0]));
});

Deno.test("realloc keeps which bytes are defined", () => {
  const grown =
    `${MALLOC_24} sd zero, 8(a0)\n li a1, 4000\n call realloc\n sd a0, 0(sp)\n ld a1, 8(a0)
  beqz a1, 1f\n1: ld a1, 16(a0)\n beqz a1, 1f\n1:`;
  const errors = errorsOf(mainOf(grown));
  assertEquals(errors.length, 1);
  assertMatch(errors[0] ?? "", /main\.s:14\)/);
});

Deno.test("blocks that are allocated at one place for different callers have different stacks", () => {
  const errors = errorsOf(mainOf(`call f\n call g\n j 2f
f: addi sp, sp, -16\n sd ra, 8(sp)\n call make\n ld ra, 8(sp)\n addi sp, sp, 16\n ret
g: addi sp, sp, -16\n sd ra, 8(sp)\n call make\n ld ra, 8(sp)\n addi sp, sp, 16\n ret
make: addi sp, sp, -16\n sd ra, 8(sp)\n li a0, 8\n call malloc\n sb zero, 8(a0)\n ld ra, 8(sp)
  addi sp, sp, 16\n ret\n2:`));
  const callers = errors.map((text) => /size 8 alloc'd[^]*: make [^]*?: ([fg]) /.exec(text)?.[1]);
  assertEquals(callers, ["f", "g"]);
});
