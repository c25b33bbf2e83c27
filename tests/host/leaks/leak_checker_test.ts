// SPDX-License-Identifier: MPL-2.0
// The leak checker on programs that lose blocks in every way, with the runtime's allocators, with allocators of
// the programs' own, and with glibc's.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { readExecutable } from "../../../asm/object/elf/executable_reader.ts";
import { LeakChecker } from "../../../host/leaks/leak_checker.ts";
import { formatLeakReport, type LeakReport } from "../../../host/leaks/leak_report.ts";
import { Process, type ProcessOptions } from "../../../host/process.ts";
import { type AllocatorName, runtimeWith } from "../../../runtime/files.ts";
import { withDirectory } from "../../asm/goldens/gnu.ts";
import { leveret } from "../cli/harness.ts";

/** A program whose main has this body; `root` is a variable. */
function mainOf(body: string, data = ""): string {
  return `
        .globl main
main:   addi    sp, sp, -64
        sd      ra, 56(sp)
        sd      s0, 48(sp)
        sd      s1, 40(sp)
${body}
        li      a0, 0
        ld      s1, 40(sp)
        ld      s0, 48(sp)
        ld      ra, 56(sp)
        addi    sp, sp, 64
        ret
        .bss
        .balign 8
root:   .zero   8
${data}`;
}

/** Code that allocates blocks and keeps their addresses in a register. */
const allocate = (size: number, register: string) =>
  `        li      a0, ${size}\n        call    malloc\n        mv      ${register}, a0\n`;
/** Code that stores a register into `root`. */
const keep = (register: string) => `        la      t0, root\n        sd      ${register}, 0(t0)\n`;

/** The report at the end of a program. */
function check(
  text: string,
  allocator: AllocatorName = "hare",
  options: ProcessOptions = {},
): LeakReport {
  const program = build([{ name: "x.s", text }], { archive: runtimeWith(allocator) });
  using process = new Process(program, options);
  using checker = new LeakChecker(process);
  const outcome = process.run({ maxInstructions: 10_000_000 });
  assertEquals(outcome.kind, "exited");
  return checker.check();
}

/** Blocks of each kind: definitely, indirectly and possibly lost, and reachable. */
function counts({ summary }: LeakReport): number[] {
  return [
    summary["definitely lost"].blocks,
    summary["indirectly lost"].blocks,
    summary["possibly lost"].blocks,
    summary["still reachable"].blocks,
  ];
}

const CASES: Readonly<Record<string, { readonly body: string; readonly counts: number[] }>> = {
  "a pointer to the start": { body: allocate(24, "s0") + keep("s0"), counts: [0, 0, 0, 1] },
  "no pointer": { body: allocate(24, "s0"), counts: [1, 0, 0, 0] },
  "a pointer into the middle": {
    body: `${allocate(24, "s0")}        addi    s0, s0, 8\n${keep("s0")}`,
    counts: [0, 0, 1, 0],
  },
  "a pointer right after the end": {
    body: `${allocate(24, "s0")}        addi    s0, s0, 24\n${keep("s0")}`,
    counts: [1, 0, 0, 0],
  },
  "a pointer at an odd address": {
    body: `${allocate(24, "s0")}        la      t0, root + 4\n        sd      s0, 0(t0)\n`,
    counts: [1, 0, 0, 0],
  },
  "a chain of starts": {
    body: `${allocate(24, "s0")}${allocate(40, "s1")}        sd      s1, 0(s0)\n${keep("s0")}`,
    counts: [0, 0, 0, 2],
  },
  "a chain that is lost": {
    body: `${allocate(24, "s0")}${allocate(40, "s1")}        sd      s1, 0(s0)\n`,
    counts: [1, 1, 0, 0],
  },
  "a chain that begins in the middle": {
    body: `${allocate(24, "s0")}${allocate(40, "s1")}        sd      s1, 0(s0)
        addi    s0, s0, 8\n${keep("s0")}`,
    counts: [0, 0, 2, 0],
  },
  "a chain that goes on in the middle": {
    body: `${allocate(24, "s0")}${allocate(40, "s1")}        addi    s1, s1, 16
        sd      s1, 0(s0)\n${keep("s0")}`,
    counts: [0, 0, 1, 1],
  },
  "both a start and a middle": {
    body: `${allocate(24, "s0")}${allocate(40, "s1")}        addi    t1, s0, 8
        sd      t1, 0(s1)\n${keep("s1")}        sd      s0, 8(s1)\n`,
    counts: [0, 0, 0, 2],
  },
  "a cycle": {
    body: `${allocate(24, "s0")}${allocate(40, "s1")}        sd      s1, 0(s0)
        sd      s0, 0(s1)\n`,
    counts: [1, 1, 0, 0],
  },
  "a block that points to itself": {
    body: `${allocate(24, "s0")}        sd      s0, 8(s0)\n`,
    counts: [1, 0, 0, 0],
  },
  "a block held by a freed block": {
    body: `${allocate(24, "s0")}${allocate(40, "s1")}        sd      s1, 8(s0)\n${keep("s0")}
        mv      a0, s0\n        call    free\n`,
    counts: [1, 0, 0, 0],
  },
  "a large block": { body: allocate(100_000, "s0"), counts: [1, 0, 0, 0] },
  "a small block held by a large one that is lost": {
    body: `${allocate(100_000, "s0")}${allocate(24, "s1")}        li      t0, 90000
        add     t0, t0, s0\n        sd      s1, 0(t0)\n`,
    counts: [1, 1, 0, 0],
  },
  "a block that realloc moved": {
    body: `${allocate(24, "s0")}        mv      a0, s0\n        li      a1, 5000
        call    realloc\n        mv      s1, a0\n${keep("s1")}`,
    counts: [0, 0, 0, 1],
  },
  "a block that realloc freed": {
    body: `${allocate(24, "s0")}        mv      a0, s0\n        li      a1, 0
        call    realloc\n`,
    counts: [0, 0, 0, 0],
  },
  "a block whose pointer is in the frame of a function that ends the program": {
    body: `${allocate(24, "s0")}        sd      s0, 0(sp)\n        li      s0, 0
        li      a0, 0\n        call    exit\n`,
    counts: [0, 0, 0, 1],
  },
};

for (const allocator of ["hare", "hare-linear"] as const) {
  for (const [name, { body, counts: expected }] of Object.entries(CASES)) {
    Deno.test(`LeakChecker classifies ${name}, with --allocator ${allocator}`, () => {
      assertEquals(counts(check(mainOf(body), allocator)), expected);
    });
  }
}

Deno.test("LeakChecker finds what blocks point to that were lost before, whatever their order", () => {
  // The first of three blocks by address is in the middle of the chain.
  const body = allocate(24, "s0") + allocate(24, "s1") +
    `        sd      s0, 0(s1)\n${allocate(40, "t1")}        sd      t1, 0(s0)\n`;
  const { records } = check(mainOf(body));
  const lost = records.filter(({ kind }) => kind === "definitely lost");
  assertEquals(
    lost.map(({ bytes, indirectBytes, indirectBlocks }) => [
      bytes,
      indirectBytes,
      indirectBlocks,
    ]),
    [[24, 64, 2]],
  );
});

Deno.test("LeakChecker groups blocks by the calls that allocated them", () => {
  const text = mainOf(`
        call    get
        call    get
        li      s0, 3
1:      li      a0, 16
        call    get
        addi    s0, s0, -1
        bnez    s0, 1b
`).replace(
      "        .bss",
      `
get:    addi    sp, sp, -16
        sd      ra, 8(sp)
        li      a0, 10
        call    malloc
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret
        .bss`,
    );
  const { records, totals, inUse } = check(text);
  assertEquals(totals, { allocations: 5, frees: 0, bytes: 50 });
  assertEquals(inUse, { blocks: 5, bytes: 50 });
  assertEquals(records.map(({ blocks, bytes }) => [blocks, bytes]), [[1, 10], [1, 10], [3, 30]]);
  const [, , last] = records;
  assertEquals(last?.frames.slice(0, 3).map((frame) => frame.function), ["malloc", "get", "main"]);
  assertEquals(last?.frames[2]?.location, { file: "x.s", line: 12 });
});

/** An allocator with headers, a list of all blocks and one of free blocks, in static memory. */
const OWN_ALLOCATOR = `
        .globl  malloc, free
malloc: la      t0, free_list
        ld      t1, 0(t0)
        beqz    t1, 1f
        ld      t2, 8(t1)               # the first free block, of whatever size
        sd      t2, 0(t0)
        addi    a0, t1, 16
        ret
1:      la      t0, next
        ld      t1, 0(t0)
        bnez    t1, 2f
        la      t1, pool
2:      la      t3, all
        ld      t4, 0(t3)
        sd      t4, 0(t1)               # a header: the block before, the next free one
        sd      t1, 0(t3)
        addi    t2, a0, 16 + 15
        andi    t2, t2, -16
        add     t2, t2, t1
        sd      t2, 0(t0)
        addi    t5, t2, -1              # the last byte of a block: an interior pointer
        la      t6, newest
        sd      t5, 0(t6)
        addi    a0, t1, 16
        ret
free:   addi    a0, a0, -16
        la      t0, free_list
        ld      t1, 0(t0)
        sd      t1, 8(a0)
        sd      a0, 0(t0)
        ret
        .bss
        .balign 16
free_list: .zero 8
next:   .zero   8
all:    .zero   8
newest: .zero   8
        .balign 16
pool:   .zero   4096
`;

Deno.test("LeakChecker does not take an allocator's own variables, headers and lists for pointers", () => {
  const lost = allocate(32, "s0") + allocate(32, "s1") + "        mv a0, s0\n        call free\n";
  const report = check(mainOf(lost, OWN_ALLOCATOR.replace("\n", "\n        .text\n")));
  assertEquals(counts(report), [1, 0, 0, 0]);
  const kept = check(
    mainOf(allocate(32, "s0") + keep("s0"), OWN_ALLOCATOR.replace("\n", "\n        .text\n")),
  );
  assertEquals(counts(kept), [0, 0, 0, 1]);
});

Deno.test("LeakChecker knows allocators by the names that the user gives", () => {
  const own = OWN_ALLOCATOR.replace("\n", "\n        .text\n")
    .replaceAll(/\bmalloc\b/g, "grab").replaceAll(/\bfree\b(?!_)/g, "drop");
  const text = mainOf("        li a0, 40\n        call grab\n", own);
  assertEquals(check(text).inUse.blocks, 0);
  const report = check(text, "hare", { allocatorSymbols: { malloc: "grab", free: "drop" } });
  assertEquals(counts(report), [1, 0, 0, 0]);
  assertEquals(report.records[0]?.frames[0]?.function, "grab");
});

Deno.test("LeakChecker can check in the middle of a run, and after it stopped watching", () => {
  const text = mainOf(allocate(24, "s0") + keep("s0") + "        li s0, 0\n        call drop\n")
    .replace(
      "        .bss",
      "drop:   la t0, root\n        sd zero, 0(t0)\n        ret\n        .bss",
    );
  const program = build([{ name: "x.s", text }], { archive: runtimeWith("hare") });
  using process = new Process(program);
  const checker = new LeakChecker(process);
  process.machine.addBreakpoint(program.symbol("drop")?.value ?? 0n);
  assertEquals(process.run().kind, "breakpoint");
  assertEquals(counts(checker.check()), [0, 0, 0, 1]);
  process.run();
  checker[Symbol.dispose]();
  assertEquals(counts(checker.check()), [1, 0, 0, 0]);
});

Deno.test("LeakChecker does not change what a program does", () => {
  const text = mainOf(allocate(24, "s0") + allocate(5000, "s1"));
  const program = build([{ name: "x.s", text }], { archive: runtimeWith("hare") });
  const instructions = [false, true].map((isChecked) => {
    using process = new Process(program);
    const checker = isChecked ? new LeakChecker(process) : undefined;
    process.run();
    checker?.check();
    return [process.machine.instructions, process.statistics.pagesTouched];
  });
  assertEquals(instructions[0], instructions[1]);
});

Deno.test("formatLeakReport() writes Valgrind's words", () => {
  const report = check(mainOf(
    `${allocate(24, "s0")}${allocate(100, "s1")}        sd      s1, 0(s0)\n${allocate(8, "s1")}${
      keep("s1")
    }`,
  ));
  const address = (index: number) => `0x${report.records[2]?.frames[index]?.address.toString(16)}`;
  const line = report.records[2]?.frames[0]?.location?.line;
  assertEquals(
    formatLeakReport(report),
    `HEAP SUMMARY:
    in use at exit: 132 bytes in 3 blocks
  total heap usage: 3 allocs, 0 frees, 132 bytes allocated

124 (24 direct, 100 indirect) bytes in 1 blocks are definitely lost in loss record 3 of 3
   at ${address(0)}: malloc (runtime/malloc.s:${line})
   by ${address(1)}: main (x.s:8)
   by ${address(2)}: _start (runtime/start.s:98)

LEAK SUMMARY:
   definitely lost: 24 bytes in 1 blocks
   indirectly lost: 100 bytes in 1 blocks
     possibly lost: 0 bytes in 0 blocks
   still reachable: 8 bytes in 1 blocks
        suppressed: 0 bytes in 0 blocks
Reachable blocks (those to which a pointer was found) are not shown.
To see them, run again with --show-leak-kinds=all
`,
  );
  const clean = check(mainOf(`${allocate(24, "s0")}        mv a0, s0\n        call free\n`));
  assertStringIncludes(
    formatLeakReport(clean),
    "  total heap usage: 1 allocs, 1 frees, 24 bytes allocated\n\n" +
      "All heap blocks were freed -- no leaks are possible\n",
  );
});

Deno.test("run --leak-check reports at the end and at moments, and gives the status of errors", async () => {
  const stdin = mainOf(
    allocate(24, "s0") + keep("s0") + "        la t0, root\n        sd zero, 0(t0)\n",
  );
  const run = (...options: string[]) => leveret(["run", ...options, "-"], { stdin });
  const plain = await run("--leak-check");
  assertEquals(plain.status, 0);
  assertStringIncludes(plain.stderr, "24 bytes in 1 blocks are definitely lost");
  assertStringIncludes(plain.stderr, "leveret:    by ");
  const strict = await run("--leak-check", "--error-exitcode", "9");
  assertEquals(strict.status, 9);
  const early = await run(
    "--leak-check-at",
    "10",
    "--leak-check-at=5",
    "--leak-check-at",
    "100000",
  );
  assertEquals(early.stderr.match(/HEAP SUMMARY after \d+ instructions/g), [
    "HEAP SUMMARY after 5 instructions",
    "HEAP SUMMARY after 10 instructions",
  ]);
  assertStringIncludes(early.stderr, "no leak check after 100000 instructions");
  const json = await run("--leak-check", "--json");
  const { event, summary, records } = JSON.parse(json.stderr);
  assertEquals([event, summary["definitely lost"], records.length], [
    "leaks",
    { blocks: 1, bytes: 24 },
    1,
  ]);
  assertEquals((await run("--leak-check", "--show-leak-kinds", "some")).status, 2);
  assertEquals((await run("--show-leak-kinds", "all")).status, 2);
});

const GCC = "riscv64-linux-gnu-gcc";
const hasCompiler = await new Deno.Command(GCC, { args: ["--version"] }).output()
  .then(({ success }) => success, () => false);

/** The kinds of the blocks that lines of a C program allocate, by line; built static by gcc. */
async function kindsIn(text: string, ...options: string[]): Promise<Record<number, string[]>> {
  const kinds: Record<number, string[]> = {};
  await withDirectory(async (directory) => {
    const source = `${directory}/x.c`;
    await Deno.writeTextFile(source, text);
    const args = [...options, "-g", "-static", "-o", `${directory}/x`, source];
    const { code, stderr } = await new Deno.Command(GCC, { args }).output();
    assertEquals(code, 0, new TextDecoder().decode(stderr));
    const bytes = await Deno.readFile(`${directory}/x`);
    using process = new Process(readExecutable(bytes, "x"), { executable: bytes });
    using checker = new LeakChecker(process);
    assertEquals(process.run().kind, "exited");
    const { records } = checker.check();
    for (const { kind, blocks, frames, isSuppressed } of records) {
      if (isSuppressed) continue;
      const line = frames.findLast(({ location }) => location?.file.endsWith("x.c"))?.location
        ?.line;
      assert(line !== undefined, `${frames.map((frame) => frame.function)}`);
      (kinds[line] ??= []).push(`${blocks} ${kind}`);
    }
  });
  return kinds;
}

const PROGRAM = `#include <stdio.h>
#include <stdlib.h>
struct node { struct node *volatile next; volatile long value; };
struct node *list, *middle;
static __thread char *volatile own;
static struct node *make(struct node *next) {
  struct node *node = malloc(sizeof *node);
  node->next = next;
  return node;
}
__attribute__((noinline)) void work(void) {
  list = make(make(0));
  middle = (struct node *) &make(0)->value;
  own = malloc(24);
  struct node *a = make(0);
  a->next = make(a);
  struct node *last = malloc(24);
  last->value = 1;
  free(make(make(0)));
  char *large = malloc(1 << 20);
  *(struct node *volatile *) (large + 4096) = make(0);
  printf("%p\\n", (void *) list);
}
int main(void) {
  volatile char room[4000];
  room[0] = 0;
  work();
  for (int i = 0; i < 4000; i++) room[i] = 0;
  return room[5];
}
`;

Deno.test({
  name: `LeakChecker classifies the blocks of C programs with glibc's allocator${
    hasCompiler ? "" : " (skipped: no riscv64 gcc here)"
  }`,
  ignore: !hasCompiler,
  async fn() {
    for (const level of ["-O0", "-O2"]) {
      const kinds = await kindsIn(
        PROGRAM.replaceAll("static void work", "__attribute__((noinline)) void work"),
        level,
      );
      const all = Object.values(kinds).flat().sort();
      const total = (kind: string) =>
        all.filter((each) => each.endsWith(kind)).reduce((sum, each) => sum + parseInt(each), 0);
      assertEquals(
        ["definitely lost", "indirectly lost", "possibly lost", "still reachable"].map(total),
        [4, 2, 1, 3],
        level,
      );
    }
  },
});
