// SPDX-License-Identifier: MPL-2.0
// The heap of programs with Hare's own build of rt::malloc: it has the same blocks, and other symbols.

import { assertEquals } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { inspectHeap } from "../../../host/heap/inspector.ts";
import { isHareBuild, readHeapLayout } from "../../../host/heap/layout.ts";
import { allocatorSegments } from "../../../host/heap/segments.ts";
import { Process } from "../../../host/process.ts";
import { History } from "../../../host/watch/history.ts";
import { runtimeFiles } from "../../../runtime/files.ts";
import { fakeProgram } from "../fake_program.ts";
import { HeapFixture } from "./fixture.ts";

const STATE = 0x2000n;
const MOVED = 0x2800n;
const DATA = { kind: "object", section: ".data", binding: "local" } as const;
const ROUTINES = ["rt.malloc", "rt.segmalloc"].map((name, index) => ({
  name,
  value: 0x1000n + 16n * BigInt(index),
  kind: "function" as const,
}));

/** Three variables, where the fixture has them. */
const VARIABLES = fakeProgram([
  ...ROUTINES,
  { name: "rt.bins", value: STATE, ...DATA },
  { name: "rt.cur_chunk", value: STATE + 72n, ...DATA },
  { name: "rt.cur_allocs", value: STATE + 88n, ...DATA },
]);
/** One structure. */
const STRUCTURE = fakeProgram([...ROUTINES, { name: "rt.static_heap", value: MOVED, ...DATA }]);

Deno.test("inspectHeap() reads the heap of Hare's own build of the allocator", () => {
  using heap = new HeapFixture();
  heap.chunk();
  const blocks = [0, 1, 1, 1, 4, 8].map((bin) => heap.block(bin));
  heap.free(blocks[1] ?? 0n, 1);
  heap.free(blocks[4] ?? 0n, 4);
  heap.large(3);
  const expected = heap.inspect();
  assertEquals(inspectHeap(heap.memory, VARIABLES), expected);
  const state = Array.from({ length: 12 }, (_, index) => heap.peek(STATE + 8n * BigInt(index)));
  const [allocations = 0n, ...rest] = [state[11] ?? 0n, ...state.slice(0, 11)];
  [allocations, ...rest].forEach((word, index) => heap.poke(MOVED + 8n * BigInt(index), word));
  const layout = readHeapLayout(STRUCTURE);
  assertEquals([layout?.allocations, layout?.bins], [MOVED, MOVED + 8n]);
  assertEquals({ ...inspectHeap(heap.memory, STRUCTURE), layout }, { ...expected, layout });
});

Deno.test("readHeapLayout() does not take other programs for Hare's", () => {
  assertEquals(isHareBuild(VARIABLES), true);
  assertEquals(readHeapLayout(fakeProgram([...ROUTINES])), undefined);
  assertEquals(
    readHeapLayout(fakeProgram([{ name: "rt.static_heap", value: MOVED, ...DATA }])),
    undefined,
  );
});

Deno.test("allocatorSegments() finds the allocator's mappings by what is in them", () => {
  // The system call is not in rt.segmalloc, as in Hare's rt.
  const text = `        .globl  main
main:   li      s0, 3
        la      s1, sizes
1:      ld      a0, 0(s1)
        call    rt.segmalloc
        ld      t0, 8(s1)
        sd      t0, 8(a0)
        addi    s1, s1, 16
        addi    s0, s0, -1
        bnez    s0, 1b
        li      a7, 93
        ecall
        .globl  rt.malloc, rt.segmalloc
rt.malloc:
        ret
rt.segmalloc:
        mv      t1, ra
        call    syscall
        jr      t1
syscall:
        mv      a1, a0
        li      a0, 0
        li      a2, 3
        li      a3, 0x22
        li      a4, -1
        li      a5, 0
        li      a7, 222
        ecall
        ret
        .data
        .balign 8
rt.static_heap:
        .dword  1
        .zero   80
        .dword  1 << 21
# A chunk, a large block, and memory for something else: length, and what is in the header.
sizes:  .dword  1 << 21, 0, 8192, 8192 - 24, 8192, 0
`;
  const program = build([{ name: "x.s", text }], { archive: runtimeFiles });
  using process = new Process(program);
  const history = new History(process);
  assertEquals(process.run().kind, "exited");
  const segments = allocatorSegments(program, history, process.machine.memory);
  assertEquals(segments.map(({ start, end }) => Number(end - start)).sort((a, b) => a - b), [
    8192,
    1 << 21,
  ]);
});
