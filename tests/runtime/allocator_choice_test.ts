// SPDX-License-Identifier: MPL-2.0
// The choice of the allocator: the same names, the other code, on the same lines of the same files; and what
// the commands make of --allocator.

import { assertEquals, assertMatch } from "@std/assert";
import { runtimeFiles, runtimeWith } from "../../runtime/files.ts";
import { gnuToolsPresent, runGnu, withDirectory } from "../asm/goldens/gnu.ts";
import { runtimeProgram } from "./guest_caller.ts";
import { leveret } from "../host/cli/harness.ts";

const NAMES = ["malloc", "free", "realloc"];

Deno.test("with hare-linear, all names are the linear-bin allocator's, and the C names are weak", () => {
  const program = runtimeProgram([...NAMES, "calloc"], "", "hare-linear");
  for (const name of NAMES) {
    const [linear, own, alias] = [`rt.linear.${name}`, `rt.${name}`, name].map((symbol) =>
      program.symbol(symbol)
    );
    assertEquals([own?.value, own?.size], [linear?.value, linear?.size], name);
    assertEquals([alias?.value, alias?.size], [linear?.value, linear?.size], name);
    assertEquals([own?.binding, alias?.binding], ["global", "weak"], name);
  }
  assertEquals(program.symbol("rt.malloc.bins"), undefined);
});

Deno.test("with hare, which is the default, nothing changes", () => {
  assertEquals(runtimeWith("hare"), runtimeFiles);
  const program = runtimeProgram(NAMES);
  assertEquals(program.symbol("rt.linear.malloc"), undefined);
});

Deno.test("the file keeps its lines when it gets the other names", () => {
  const [before, after] = [runtimeFiles, runtimeWith("hare-linear")].map((files) =>
    files.find(({ name }) => name === "runtime/malloc_linear.s")?.text.split("\n") ?? []
  );
  const changed = after?.filter((line, index) => line !== before?.[index]) ?? [];
  assertEquals(after?.length, before?.length);
  assertEquals(changed.length, 12); // .globl, .type, label and .size of three routines
});

const hasGnu = await gnuToolsPresent();
Deno.test({
  name: `GNU as reads the other names as we do${hasGnu ? "" : " (skipped: no GNU tools)"}`,
  ignore: !hasGnu,
  fn: () =>
    withDirectory(async (directory) => {
      const file = runtimeWith("hare-linear").find(({ name }) => name.endsWith("_linear.s"));
      await Deno.writeTextFile(`${directory}/a.s`, file?.text ?? "");
      const { stderr } = await runGnu("as", ["-o", `${directory}/a.o`, `${directory}/a.s`]);
      assertEquals(stderr, "");
      const { stdout } = await runGnu("nm", [`${directory}/a.o`]);
      for (const name of NAMES) {
        assertMatch(stdout, new RegExp(`^\\w+ T rt\\.${name}$`, "m"));
        assertMatch(stdout, new RegExp(`^\\w+ W ${name}$`, "m"));
      }
    }),
});

/** Prints the size in front of a block of 100 bytes: 136 in a logarithmic bin, 104 in a linear one. */
const SOURCE = `
        .globl  main
main:   addi    sp, sp, -16
        sd      ra, 8(sp)
        li      a0, 100
        call    malloc
        ld      a0, -8(a0)
        call    print_int
        li      a0, 0
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret
`;

Deno.test("run, trace, asm and link take --allocator", () =>
  withDirectory(async (directory) => {
    const [text, program] = [`${directory}/a.s`, `${directory}/a.out`];
    await Deno.writeTextFile(text, SOURCE);
    const stdout = async (...args: string[]) => (await leveret(args)).stdout;
    assertEquals(await stdout("run", text), "136");
    for (const [name, size] of [["hare", "136"], ["hare-linear", "104"]] as const) {
      const choice = ["--allocator", name];
      assertEquals(await stdout("run", ...choice, text), size);
      assertEquals(await stdout("trace", "--syscalls", ...choice, text), size);
      for (const command of ["asm", "link"]) {
        await leveret([command, ...choice, "-o", program, text]);
        assertEquals(await stdout("run", program), size, command);
      }
    }
    const heap = await leveret(["trace", "--heap", "--map", "--allocator", "hare-linear", text]);
    assertMatch(
      heap.stderr,
      /^malloc\(100\) = 0x3f10000010 .*\nNo heap map: the program uses the linear/,
    );
  }));

Deno.test("--allocator is refused where it says nothing", () =>
  withDirectory(async (directory) => {
    const [text, program] = [`${directory}/a.s`, `${directory}/a.out`];
    await Deno.writeTextFile(text, SOURCE);
    await leveret(["asm", "-o", program, text]);
    const refused: readonly [args: readonly string[], message: string][] = [
      [
        ["run", "--allocator", "linear", text],
        'invalid value "linear" for --allocator: must be one of hare, hare-linear',
      ],
      [
        ["run", "--allocator", "hare", program],
        "--allocator is for files to link, and this is an executable",
      ],
      [
        ["asm", "-c", "--allocator", "hare", text],
        "-c cannot be used together with --allocator",
      ],
    ];
    for (const [args, message] of refused) {
      const { stderr, status } = await leveret(args);
      assertEquals([stderr.includes(message), status], [true, 2], stderr);
    }
  }));

/** An allocator that never frees, by either of its names. */
const ownAllocator = (prefix: "" | "rt.") => `
        .globl  ${prefix}malloc, ${prefix}free, ${prefix}realloc
${prefix}malloc:
        la      t0, next
        ld      t1, 0(t0)
        bnez    t1, 1f
        la      t1, pool
1:      addi    t2, a0, 31
        andi    t2, t2, -16
        add     t2, t2, t1
        sd      t2, 0(t0)
        sd      a0, 0(t1)
        addi    a0, t1, 16
${prefix}free:
        ret
${prefix}realloc:
        mv      a0, a1
        j       ${prefix}malloc
        .bss
        .balign 16
next:   .zero   16
pool:   .fill   8192, 1, 0
`;

/** Prints the word 16 bytes before a block, where that allocator keeps its size, and the array is zeroed. */
const OWN_SOURCE = `
        .globl  main
main:   addi    sp, sp, -16
        sd      ra, 8(sp)
        li      a0, 100
        call    malloc
        ld      a0, -16(a0)
        call    print_int
        li      a0, 3
        li      a1, 9
        call    calloc
        ld      t0, -16(a0)
        ld      t1, 16(a0)
        add     a0, t0, t1
        call    print_int
        li      a0, 50
        call    rt.malloc
        li      a1, 60
        call    rt.realloc
        ld      a0, -16(a0)
        call    print_int
        li      a0, 0
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret
`;

Deno.test("--allocator links a file of one's own, by C's names or Hare's, in place of the runtime's", () =>
  withDirectory(async (directory) => {
    const [source, own, none] = ["main.s", "own.s", "none.s"].map((name) => `${directory}/${name}`);
    await Deno.writeTextFile(source ?? "", OWN_SOURCE);
    await Deno.writeTextFile(none ?? "", "        .text\n");
    for (const prefix of ["", "rt."] as const) {
      await Deno.writeTextFile(own ?? "", ownAllocator(prefix));
      const { stdout, stderr } = await leveret(["run", `--allocator=${own}`, source ?? ""]);
      assertEquals([stdout, stderr], ["1002760", ""]);
    }
    const traced = await leveret(["trace", "--heap", `--allocator=${own}`, source ?? ""]);
    assertMatch(traced.stderr, /^malloc\(100\) = 0x\w+ +main\+0x\w+ at .*main\.s:6$/m);
    assertEquals(traced.stderr.match(/^\w+\(/gm), ["malloc(", "calloc(", "malloc(", "realloc("]);
    const missing = await leveret(["run", `--allocator=${none}`, source ?? ""]);
    assertEquals(missing.status, 1);
    assertMatch(missing.stderr, /cannot use .*none\.s as the allocator: it does not define malloc/);
  }));
