// SPDX-License-Identifier: MPL-2.0
// What a program makes its host hold counts towards the memory limit: large data, output that the library
// keeps, mappings; leveret's resident size stays under the limit and 256 MB. LEVERET_HOGS=all tries all
// kinds of programs that ask for much, not only some.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { build } from "../../asm/build.ts";
import { Process } from "../../host/process.ts";
import { triesAllHogs } from "../fuzz_settings.ts";
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

/** Makes a call again and again until it fails, with a number in a name or an argument that rises. */
const untilFull = (calls: string) => `
        ${RAISE}
        li s1, 0
more:   mv t0, s1
        la t1, digits
        li t2, 16
digit:  andi t3, t0, 15
        addi t3, t3, 'a'
        sb t3, (t1)
        addi t1, t1, 1
        srli t0, t0, 4
        addi t2, t2, -1
        bnez t2, digit
        addi s1, s1, 1
        ${calls}
        bltz a0, full
        li t0, 400000
        bne s1, t0, more
full:   ${DONE}
        .data
limits: .dword 4096, 4096
name:   .fill 200, 1, 'n'
digits: .zero 17
target: .fill 4000, 1, 't'
        .byte 0
maps:   .asciz "/proc/self/maps"
device: .asciz "/dev/zero"
root:   .asciz "/"
        .bss
ends:   .zero 16
block:  .zero 1 << 20
`;
/** Raises the limit of open files as far as it goes. */
const RAISE = "li a0, 0; li a1, 7; la a2, limits; li a3, 0; li a7, 261; ecall";
/** Opens the named file with flags; s0 is the descriptor. */
const openAt = (name: string, flags: number) =>
  `li a0, -100; la a1, ${name}; li a2, ${flags}; li a3, 0600; li a7, 56; ecall; mv s0, a0`;
/** Opens a file of its own. */
const create = openAt("name", 0x42);
const close = "mv a0, s0; li a7, 57; ecall";

/** Further kinds. */
const MORE_HOGS: Readonly<Record<string, string>> = {
  "small files": untilFull(`${create}; bltz a0, full; ${close}`),
  "files with a block each": untilFull(`${create}; bltz a0, full
        la a1, block; li a2, 4096; li a7, 64; ecall; bltz a0, full; ${close}`),
  "sparse files": untilFull(`${create}; bltz a0, full
        li a1, 1 << 20; li a7, 46; ecall; bltz a0, full; ${close}`),
  "one large file": untilFull(`bnez s2, 1f; ${create}; bltz a0, full; mv s2, s0
1:      mv a0, s2; la a1, block; li a2, 1 << 20; li a7, 64; ecall`),
  "removed files that are open": untilFull(`${create}; bltz a0, full
        la a1, block; li a2, 65536; li a7, 64; ecall; bltz a0, full
        li a0, -100; la a1, name; li a2, 0; li a7, 35; ecall`),
  directories: untilFull("li a0, -100; la a1, name; li a2, 0700; li a7, 34; ecall"),
  symlinks: untilFull("la a0, target; li a1, -100; la a2, name; li a7, 36; ecall"),
  "open directories": untilFull(`
        li t0, 20000
        bgt s1, t0, 1f
        ${create}; bltz a0, full; ${close}; j 2f
1:      ${openAt("root", 0)}; bltz a0, full
        la a1, block; li a2, 4096; li a7, 61; ecall
2:`),
  "full pipes": untilFull(`la a0, ends; li a1, 0x800; li a7, 59; ecall; bltz a0, full
        la t0, ends; lw a0, 4(t0); la a1, block; li a2, 65536; li a7, 64; ecall`),
  "event counters": untilFull("li a0, 0; li a1, 0; li a7, 19; ecall"),
  timers: untilFull("li a0, 1; li a1, 0; li a7, 85; ecall"),
  "maps of many mappings": untilFull(`
        li t0, 60000
        bgt s1, t0, 1f
        li a0, 0x1020000000; slli t0, s1, 13; add a0, a0, t0
        li a1, 4096; li a2, 0; li a3, 0x32; li a4, -1; li a5, 0; li a7, 222; ecall
        j 2f
1:      ${openAt("maps", 0)}
2:`),
  devices: untilFull(`${openAt("device", 0)}; bltz a0, full
        la a1, block + (1 << 20) - 4096; li a2, 1 << 20; li a7, 63; ecall`),
  signals: untilFull(`li a0, 0; la a1, all; li a2, 0; li a3, 8; li a7, 135; ecall
        li a0, 1; li a1, 40; li a7, 129; ecall
        .data
all:    .dword -1
        .text`),
  "mappings made and gone": untilFull(`
        li a0, 0; li a1, 1 << 14; li a2, 3; li a3, 0x22; li a4, -1; li a5, 0; li a7, 222; ecall
        bltz a0, full
        sd a0, (a0)
        li a1, 1 << 14; li a7, 215; ecall`),
  "mappings that grow": untilFull(`bnez s0, 1f
        li a0, 0; li a1, 4096; li a2, 3; li a3, 0x22; li a4, -1; li a5, 0; li a7, 222; ecall
        bltz a0, full
        mv s0, a0; li s2, 4096
1:      li t0, 1 << 20; add s3, s2, t0
        mv a0, s0; mv a1, s2; mv a2, s3; li a3, 1; li a4, 0; li a7, 216; ecall
        bltz a0, full
        mv s0, a0; mv s2, s3; add a1, a0, s3; call touch`),
  "pages with code": `
        li a0, 0; li a1, 60 << 20; li a2, 7; li a3, 0x22; li a4, -1; li a5, 0; li a7, 222; ecall
        mv s0, a0
        li s1, 60 << 8
        la t0, code
        lw t1, (t0)
next:   sw t1, (s0)
        fence.i
        jalr s0
        li t0, 4096
        add s0, s0, t0
        addi s1, s1, -1
        bnez s1, next
        ${DONE}
        .option push
        .option norvc
code:   ret
        .option pop`,
};
/** The further kinds that are quick, and so tried always. */
const QUICK = ["full pipes", "sparse files", "maps of many mappings"];

for (const [name, hog] of Object.entries({ ...HOGS, ...MORE_HOGS })) {
  if (!triesAllHogs && !(name in HOGS) && !QUICK.includes(name)) continue;
  Deno.test(`a hog of ${name} stays under its memory limit and 256 MB`, async () => {
    await withTempDirectory(async (directory) => {
      const path = `${directory}/hog.s`;
      await Deno.writeTextFile(path, `.globl _start\n_start:\n${hog}\n.text\n${TOUCH}`);
      const child = startLeveret([
        ...["run", "--memory-limit", "64M", "--dir", `${directory}:/:cow`],
        path,
      ]);
      const reader = child.stdout.getReader();
      const { value } = await reader.read();
      const text = new TextDecoder().decode(value);
      assertEquals(text, "done\n", value ? "" : await new Response(child.stderr).text());
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
