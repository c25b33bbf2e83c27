// SPDX-License-Identifier: MPL-2.0
// The check of the whole heap before every call of the allocator, on each kind of damage to it.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { HeapChecker, type HeapCorruption } from "../../../host/heap/heap_checker.ts";
import { allocatorSegments } from "../../../host/heap/segments.ts";
import { Process } from "../../../host/process.ts";
import { History } from "../../../host/watch/history.ts";
import { runtimeFiles } from "../../../runtime/files.ts";
import { leveret } from "../cli/harness.ts";

/** Allocates blocks of 24, 24 and 5000 bytes in s0, s1 and s2, runs the body, and calls malloc. */
function programOf(body: string): string {
  return `
        .globl  main
main:   addi    sp, sp, -32
        sd      ra, 24(sp)
        li      a0, 24
        call    malloc
        mv      s0, a0
        li      a0, 24
        call    malloc
        mv      s1, a0
        li      a0, 5000
        call    malloc
        mv      s2, a0
${body}
        li      a0, 40
        call    malloc
        li      a0, 0
        ld      ra, 24(sp)
        addi    sp, sp, 32
        ret
`;
}

function check(body: string): { corruption: HeapCorruption | undefined; checks: number } {
  const text = programOf(body);
  const program = build([{ name: "x.s", text }], { archive: runtimeFiles });
  using process = new Process(program);
  const history = new History(process);
  const segments = () => allocatorSegments(program, history, process.machine.memory);
  const checker = new HeapChecker(process, program, segments);
  process.run({ maxInstructions: 1_000_000 });
  checker.finish();
  return checker;
}

const DAMAGES: Readonly<Record<string, readonly [body: string, message: RegExp]>> = {
  "a header": ["sb zero, 24(s0)", /has the header 0x0, which is not a block size; written past/],
  "the footer of the newest block": [
    "sb zero, 24(s1)",
    /the footer of the newest block, at 0x[\da-f]+, of 24 bytes holds 0x0/,
  ],
  "the footer of a large block": [
    "li t0, 8168\nadd t0, t0, s2\nsb t0, 0(t0)",
    /the footer of the large block at/,
  ],
  "the header of a large block": ["sd zero, -8(s2)", /was made for a large block, but its header/],
  "a freed block": [
    "mv a0, s0\ncall free\nsb zero, 3(s0)",
    /was written after it was freed: byte 3/,
  ],
  "a link of a free list": [
    "mv a0, s0\ncall free\nli t0, 9\nsd t0, -8(s0)",
    /the free list of 24-byte blocks, in the block at .* points to 0x8/,
  ],
  "the head of a free list": [
    "la t0, rt.malloc.bins\nli t1, 0x18\nsd t1, 8(t0)",
    /the head of the free list of 24-byte blocks points to 0x18/,
  ],
  "the number of blocks": [
    "la t0, rt.malloc.cur_allocs\nsd zero, 0(t0)",
    /the allocator counts 0 blocks in use, but the heap holds 3/,
  ],
};

for (const [name, [body, message]] of Object.entries(DAMAGES)) {
  Deno.test(`HeapChecker finds damage to ${name} before the next call`, () => {
    const { corruption } = check(body);
    assertEquals(corruption?.before?.caller.symbol?.replace(/\+.*/, ""), "main");
    assertEquals(corruption?.before?.size, 40n);
    const [problem] = corruption?.problems ?? [];
    assertEquals(message.test(problem?.message ?? ""), true, problem?.message);
  });
}

Deno.test("HeapChecker finds nothing in a heap that is used as it should be", () => {
  const body = "mv a0, s0\ncall free\nmv a0, s2\nli a1, 9000\ncall realloc\ncall free\n";
  const { corruption, checks } = check(body);
  assertEquals(corruption, undefined);
  // Before each of seven calls, and at the end.
  assertEquals(checks, 8);
});

Deno.test("run --check-heap names the store that broke the heap", async () => {
  const run = (body: string, ...options: string[]) =>
    leveret(["run", "--check-heap", "--story-limit", "0", ...options, "-"], {
      stdin: programOf(body),
    });
  const { stderr, status } = await run("sb zero, 24(s0)\nli t0, 0", "--error-exitcode", "7");
  assertEquals(status, 7);
  assertStringIncludes(stderr, "leveret: the heap is corrupted before the call of malloc in main+");
  assertStringIncludes(stderr, "sb      zero, 24(s0)".replace(/ +/, " "));
  assertStringIncludes(stderr, "It changed 0x18 to 0x0");
  const json = JSON.parse((await run("sb zero, 24(s0)", "--json")).stderr.split("\n")[0] ?? "");
  assertEquals([json.event, json.before, json.problems.length > 0], ["heap check", "malloc", true]);
  const clean = await run("");
  assertStringIncludes(clean.stderr, "leveret: the heap was intact each time it was checked (5)");
  const other = await leveret(["run", "--check-heap", "--allocator", "hare-linear", "-"], {
    stdin: programOf(""),
  });
  assertStringIncludes(other.stderr, "the heap is not checked");
});
