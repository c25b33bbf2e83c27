// SPDX-License-Identifier: MPL-2.0
// What compiled programs expect of _start: thread-local variables in every kind of image, and indirect functions.
// The sources are what gcc writes for the C in the comments. Each runs on our machine; where the tools are there,
// QEMU runs the executable that we write and one that GNU as and ld make of the program and the runtime.

import { assertEquals } from "@std/assert";
import { writeElf } from "../../asm/object/elf/executable_writer.ts";
import { HARDWARE_CAPABILITIES } from "../../host/kernel/abi/hardware.ts";
import { Process } from "../../host/process.ts";
import { buildRuntime, missingTools, runUnderQemu } from "../examples/gnu_programs.ts";
import { runGnu, withDirectory } from "../asm/goldens/gnu.ts";
import { buildProgram } from "./guest_caller.ts";

interface CompiledProgram {
  readonly name: string;
  readonly source: string;
  readonly status: number;
}

const PROGRAMS: readonly CompiledProgram[] = [
  {
    name: "__thread int x = 42; int main() { return x; }",
    status: 42,
    source: `
        .text
        .globl  main
        .type   main, @function
main:   lui     a5, %tprel_hi(x)
        add     a5, a5, tp, %tprel_add(x)
        lw      a0, %tprel_lo(x)(a5)
        ret
        .size   main, .-main
        .globl  x
        .section .tdata,"awT",@progbits
        .align  2
        .type   x, @object
        .size   x, 4
x:      .word   42
`,
  },
  {
    name: "thread-local variables that are zero, and aligned to 256 bytes",
    status: 42,
    source: `
        .text
        .globl  main
        .type   main, @function
main:   lui     a4, %tprel_hi(big)
        add     a4, a4, tp, %tprel_add(big)
        addi    a4, a4, %tprel_lo(big)
        andi    a0, a4, 255
        bnez    a0, 1f
        lui     a5, %tprel_hi(zero)
        add     a5, a5, tp, %tprel_add(zero)
        addi    a5, a5, %tprel_lo(zero)
        ld      a0, 792(a5)
        lui     a3, %tprel_hi(x)
        add     a3, a3, tp, %tprel_add(x)
        lw      a2, %tprel_lo(x)(a3)
        lbu     a4, 2(a4)
        add     a0, a0, a2
        add     a0, a0, a4
1:      ret
        .size   main, .-main
        .section .tbss,"awT",@nobits
        .align  3
        .type   zero, @object
        .size   zero, 800
zero:   .zero   800
        .section .tdata,"awT",@progbits
        .align  8
        .byte   1
        .zero   255
        .type   big, @object
big:    .ascii  "\\001\\001\\002"
        .zero   1
        .type   x, @object
x:      .word   40
`,
  },
  {
    name: "thread-local variables in .tbss alone, and the initial-exec model",
    status: 7,
    source: `
        .text
        .globl  main
        .type   main, @function
main:   la.tls.ie a5, y
        add     a5, a5, tp
        lw      a0, 0(a5)
        addi    a0, a0, 7
        sw      a0, 0(a5)
        lw      a0, 0(a5)
        ret
        .size   main, .-main
        .globl  y
        .section .tbss,"awT",@nobits
        .align  2
        .type   y, @object
        .size   y, 4
y:      .zero   4
`,
  },
  {
    name: "a thread-local variable in the general-dynamic model, as gcc -fpic uses it",
    status: 42,
    source: `
        .text
        .globl  main
        .type   main, @function
main:   addi    sp, sp, -16
        sd      ra, 8(sp)
        la.tls.gd a0, x
        call    __tls_get_addr@plt
        lw      a0, 0(a0)
        ld      ra, 8(sp)
        addi    sp, sp, 16
        jr      ra
        .size   main, .-main
        .section .tdata,"awT",@progbits
        .align  2
        .zero   3000
        .globl  x
        .type   x, @object
        .size   x, 4
x:      .word   42
`,
  },
  {
    name: "constructors see thread-local variables",
    status: 43,
    source: `
        .text
        .type   before, @function
before: lui     a5, %tprel_hi(x)
        add     a5, a5, tp, %tprel_add(x)
        lw      a0, %tprel_lo(x)(a5)
        addi    a0, a0, 1
        sw      a0, %tprel_lo(x)(a5)
        ret
        .globl  main
        .type   main, @function
main:   lui     a5, %tprel_hi(x)
        add     a5, a5, tp, %tprel_add(x)
        lw      a0, %tprel_lo(x)(a5)
        ret
        .section .init_array,"aw"
        .align  3
        .dword  before
        .section .tdata,"awT",@progbits
        .align  2
x:      .word   42
`,
  },
  {
    name: "an indirect function as gcc's attribute makes it: an equate of the resolver",
    status: 78,
    source: `
        .text
        .type   a, @function
a:      li      a0, 7
        ret
        .size   a, .-a
        .type   res, @function
res:    lla     a0, a
        ret
        .size   res, .-res
        .globl  f
        .type   f, @gnu_indirect_function
        .set    f,res
        .globl  main
        .type   main, @function
main:   addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        call    f
        li      s0, 10
        mul     s0, s0, a0
        lui     a5, %hi(p)
        ld      a5, %lo(p)(a5)
        jalr    a5
        add     s0, s0, a0
        lui     a5, %hi(p)
        ld      a5, %lo(p)(a5)
        lui     a0, %hi(f)
        addi    a0, a0, %lo(f)
        sub     a0, a5, a0
        seqz    a0, a0
        add     a0, s0, a0
        ld      ra, 24(sp)
        ld      s0, 16(sp)
        addi    sp, sp, 32
        ret
        .size   main, .-main
        .data
        .align  3
        .globl  p
        .type   p, @object
        .size   p, 8
p:      .dword  f
`,
  },
  {
    name: "an indirect function, called and by its address; the resolver gets AT_HWCAP",
    status: 115,
    source: `
        .text
        .type   resolve, @gnu_indirect_function
        .globl  resolve
resolve:
        la      t0, capabilities
        sd      a0, 0(t0)
        la      a0, seven
        ret
        .type   seven, @function
seven:  li      a0, 7
        ret
        .globl  main
        .type   main, @function
main:   addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s1, 16(sp)
        call    resolve
        mv      s1, a0
        ld      t0, pointer
        jalr    t0
        add     a0, a0, s1
        lla     t0, resolve
        ld      t1, pointer
        sub     t0, t0, t1
        seqz    t0, t0
        add     a0, a0, t0
        ld      t0, capabilities
        andi    t0, t0, 1               # A, which every system has
        li      t1, 100
        mul     t0, t0, t1
        add     a0, a0, t0
        ld      ra, 24(sp)
        ld      s1, 16(sp)
        addi    sp, sp, 32
        ret
        .size   main, .-main
        .data
        .align  3
pointer:
        .dword  resolve
capabilities:
        .dword  0
`,
  },
];

for (const { name, source, status } of PROGRAMS) {
  Deno.test(`gcc's start: ${name}`, () => {
    using process = new Process(buildProgram(source));
    assertEquals(process.run({ maxInstructions: 100_000 }), { kind: "exited", status });
  });
}

Deno.test("a resolver gets what the machine can do", () => {
  assertEquals(Number(HARDWARE_CAPABILITIES) & 1, 1);
});

Deno.test("a program without thread-local variables keeps tp, and maps nothing for them", () => {
  using process = new Process(
    buildProgram("        .globl main\nmain:   mv a0, tp\n        ret\n"),
  );
  assertEquals(process.run({ maxInstructions: 10_000 }), { kind: "exited", status: 0 });
  assertEquals(process.statistics.mmaps, 0);
});

Deno.test("a program whose thread-local variables do not fit aborts", () => {
  const source = `
        .globl  main
main:   li      a0, 0
        ret
        .section .tbss,"awT",@nobits
        .zero   1 << 20
`;
  using process = new Process(buildProgram(source), { memoryLimit: 1 << 16 });
  process.run({ maxInstructions: 10_000 });
  const message = "Abort: _start: no memory for thread-local variables\n";
  assertEquals(new TextDecoder().decode(process.output.stderr), message);
});

const missing = await missingTools();
const skipped = missing.length === 0 ? "" : ` (skipped: no ${missing.join(", ")})`;

Deno.test({
  name: `QEMU runs what compiled programs expect of _start, linked by us and by GNU ld${skipped}`,
  ignore: missing.length > 0,
  fn: () =>
    withDirectory(async (directory) => {
      const archive = await buildRuntime(directory);
      const [text, object, ours, theirs] = ["p.s", "p.o", "ours", "theirs"].map((name) =>
        `${directory}/${name}`
      ) as [string, string, string, string];
      for (const { name, source, status } of PROGRAMS) {
        await Deno.writeFile(ours, writeElf(buildProgram(source)), { mode: 0o755 });
        assertEquals((await runUnderQemu(ours, {})).status, status, name);
        await Deno.writeTextFile(text, source);
        const assembled = await runGnu("as", ["-march=rv64im", "-o", object, text]);
        assertEquals(assembled.stderr, "", name);
        const linked = await runGnu("ld", ["-u", "_start", "-o", theirs, object, archive]);
        assertEquals(linked.stderr, "", name);
        assertEquals((await runUnderQemu(theirs, {})).status, status, name);
      }
    }),
});
