// SPDX-License-Identifier: MPL-2.0
// What a program makes its host hold counts towards the memory limit: large data, output that the library
// keeps, mappings; leveret's resident size stays under the limit and 256 MB.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { build } from "../../asm/build.ts";
import { Process } from "../../host/process.ts";
import { leveret, startLeveret, withTempDirectory } from "./cli/harness.ts";

const MIB = 2 ** 20;

Deno.test("output that the library keeps counts towards the memory limit", () => {
  for (const size of [1, 4096, MIB]) {
    const program = build([{
      name: "write.s",
      text: `
        .globl  _start
_start: li      a0, 1
        la      a1, data
        li      a2, ${size}
        li      a7, 64
        ecall
        bgtz    a0, _start
        neg     a0, a0
        li      a7, 93
        ecall
        .bss
data:   .zero   ${MIB}
`,
    }]);
    using process = new Process(program, { memoryLimit: 4 * MIB });
    // EAGAIN
    assertEquals(process.run(), { kind: "exited", status: 11 });
    const { length } = process.output.stdout;
    assert(length <= 4 * MIB && length * (size + 128) >= size * 3 * MIB, String(length));
  }
});

Deno.test("a program with more data than the memory limit allows is refused", async () => {
  const source = (size: number) => `.globl main\nmain: li a0, 0\n ret\n .bss\n .zero ${size}\n`;
  const run = (size: number, limit: string) =>
    leveret(["run", "--memory-limit", limit, "-"], { stdin: source(size) });
  const [fits, refused] = await Promise.all([run(100 * MIB, "64M"), run(200 * MIB, "64M")]);
  assertEquals([fits.status, fits.stderr], [0, ""]);
  assertEquals(refused.status, 1);
  assertStringIncludes(refused.stderr, "bytes, which is beyond the memory limit");
});

/** Touches each page from a0 to before a1. */
const TOUCH = `
touch:  sd      a0, (a0)
        li      t0, 4096
        add     a0, a0, t0
        bltu    a0, a1, touch
        ret
`;
/** Says that it is done, and waits for input. */
const DONE = `
        li      a0, 1
        la      a1, done
        li      a2, 5
        li      a7, 64
        ecall
        li      a0, 0
        la      a1, done
        li      a2, 1
        li      a7, 63
        ecall
        li      a0, 0
        li      a7, 93
        ecall
        .data
done:   .ascii  "done\\n"
        .text
`;
const HOGS: Readonly<Record<string, string>> = {
  data: `la a0, hog; la a1, hog_end; call touch; ${"\n"}${DONE}
        .bss
        .balign 4096
hog:    .zero 120 << 20
hog_end:`,
  mappings: `
more:   li a0, 0; li a1, 1 << 20; li a2, 3; li a3, 0x22; li a4, -1; li a5, 0; li a7, 222; ecall
        bltz a0, full
        li a1, 1 << 20
        add a1, a1, a0
        call touch
        j more
full:   ${DONE}`,
  heap: `
        li a0, 0; li a7, 214; ecall
more:   mv s0, a0
        li t0, 1 << 20
        add a0, s0, t0
        mv s1, a0
        li a7, 214; ecall
        bne a0, s1, full
        mv a1, a0
        mv a0, s0
        call touch
        mv a0, s1
        j more
full:   ${DONE}`,
  stack: `
        li a1, 7 << 20
        mv a0, sp
        sub a0, a0, a1
        mv a1, sp
        li t0, -4096
        and a0, a0, t0
        call touch
        ${DONE}`,
  // Each loop gets hot; 24,000 translations take more than 340 MB.
  code: `
        li a0, 0; li a1, 24000 * 16; li a2, 7; li a3, 0x22; li a4, -1; li a5, 0; li a7, 222; ecall
        mv s0, a0
        li s1, 24000
        la t0, loop
        ld t1, (t0)
        ld t2, 8(t0)
        fence.i
next:   sd t1, (s0)
        sd t2, 8(s0)
        li a0, 2000
        jalr s0
        addi s0, s0, 16
        addi s1, s1, -1
        bnez s1, next
        ${DONE}
        .balign 8
loop:   addi a0, a0, -1
        xor a1, a1, a0
        bnez a0, loop
        ret`,
  pipes: `
more:   la a0, ends; li a1, 0x800; li a7, 59; ecall
        bltz a0, full
        la t0, ends
        lw a0, 4(t0)
        la a1, block
        li a2, 1 << 16
        li a7, 64; ecall
        j more
full:   ${DONE}
        .bss
ends:   .zero 8
block:  .zero 1 << 16`,
};

for (const [name, hog] of Object.entries(HOGS)) {
  Deno.test(`a hog of ${name} stays under its memory limit and 256 MB`, async () => {
    await withTempDirectory(async (directory) => {
      const path = `${directory}/hog.s`;
      await Deno.writeTextFile(path, `.globl _start\n_start:\n${hog}\n.text\n${TOUCH}`);
      const child = startLeveret(["run", "--memory-limit", "64M", path]);
      const reader = child.stdout.getReader();
      const { value } = await reader.read();
      assertEquals(new TextDecoder().decode(value), "done\n");
      // Deno itself reads nothing in /proc without all permissions.
      const { stdout } = await new Deno.Command("cat", { args: [`/proc/${child.pid}/status`] })
        .output();
      const status = new TextDecoder().decode(stdout);
      await child.stdin.close();
      await reader.cancel();
      const [errors, end] = await Promise.all([new Response(child.stderr).text(), child.status]);
      assertEquals([errors, end.code], ["", 0]);
      const peak = Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
      assert(peak < 64 + 256, `${peak} MB`);
    });
  });
}
