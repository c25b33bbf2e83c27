// SPDX-License-Identifier: MPL-2.0
import { assert, assertEquals } from "@std/assert";
import { build } from "../../../asm/build.ts";
import type { HeapEvent } from "../../../host/watch/heap_probes.ts";
import { Process } from "../../../host/process.ts";
import { formatHeapCall } from "../../../host/trace/heap_log.ts";
import { runtimeFiles } from "../../../runtime/files.ts";

/** The heap events of a program whose main has this body, and how the program ended. */
function events(body: string): { events: HeapEvent[]; ending: string; instructions: number } {
  const text = `
    .globl main
main:
    addi sp, sp, -16
    sd   ra, 8(sp)
${body}
    li   a0, 0
    ld   ra, 8(sp)
    addi sp, sp, 16
    ret`;
  const program = build([{ name: "x.s", text }], { archive: runtimeFiles });
  const list: HeapEvent[] = [];
  using process = new Process(program);
  using _observer = process.observe({ onHeap: (event) => list.push(event) });
  const outcome = process.run({ maxInstructions: 1_000_000 });
  return { events: list, ending: outcome.kind, instructions: process.machine.instructions };
}

/** Events as text, with blocks as offsets in the first block's chunk. */
function shown(list: readonly HeapEvent[]): string[] {
  const first = list.find(({ result }) => result !== undefined)?.result ?? 0n;
  const base = first & ~0x1f_ffffn;
  return list.map((event) =>
    "  ".repeat(event.depth) +
    formatHeapCall(event).replaceAll(
      /0x[\da-f]+/g,
      (block) => BigInt(block) === 0n ? "null" : `+${BigInt(block) - base}`,
    )
  );
}

Deno.test("HeapProbes reports each call with its result and its caller", () => {
  const { events: list, ending } = events(`
    li   a0, 20
    call rt.malloc
    mv   s1, a0
    mv   a0, s1
    call rt.free`);
  assertEquals(ending, "exited");
  assertEquals(shown(list), ["malloc(20) = +16", "free(+16)"]);
  assertEquals(list.map(({ caller }) => [caller.location?.file, caller.location?.line]), [
    ["x.s", 8],
    ["x.s", 11],
  ]);
  assert(list.every(({ caller }) => caller.symbol?.startsWith("main+")));
  assertEquals(list.map(({ depth, returned }) => [depth, returned]), [[0, true], [0, true]]);
});

Deno.test("HeapProbes sees the C names, and marks calls that the allocator makes to itself", () => {
  const { events: list } = events(`
    li   a0, 20
    call malloc
    li   a1, 100
    call realloc
    li   a1, 0
    call realloc`);
  assertEquals(shown(list), [
    "malloc(20) = +16",
    "  malloc(100) = +48",
    "  free(+16)",
    "realloc(+16, 100) = +48",
    "  free(+48)",
    "realloc(+48, 0) = null",
  ]);
});

Deno.test("HeapProbes reports both calls when one ends in a tail call of the other", () => {
  const { events: list } = events(`
    li   a0, 0
    li   a1, 40
    call rt.realloc`);
  assertEquals(shown(list), ["  malloc(40) = +16", "realloc(null, 40) = +16"]);
});

Deno.test("HeapProbes distinguishes the calls of a recursion", () => {
  const { events: list } = events(`
    li   s1, 3
    call nest
    j    done
nest:
    addi sp, sp, -16
    sd   ra, 8(sp)
    li   a0, 8
    call rt.malloc
    addi s1, s1, -1
    beqz s1, 1f
    call nest
1:  ld   ra, 8(sp)
    addi sp, sp, 16
    ret
done:`);
  assertEquals(shown(list), ["malloc(8) = +16", "malloc(8) = +32", "malloc(8) = +48"]);
  assert(list.every(({ depth }) => depth === 0));
});

Deno.test("HeapProbes reports a call that aborts as one that did not return", () => {
  const { events: list, ending } = events(`
    li   a0, 8
    call rt.malloc
    addi a0, a0, 4
    call rt.free`);
  assertEquals(ending, "killed");
  assertEquals(shown(list), ["malloc(8) = +16", "free(+20) = ?"]);
});

Deno.test("HeapProbes does not change what the program does", () => {
  const body = `
    li   s1, 50
1:  mv   a0, s1
    call rt.malloc
    call rt.free
    addi s1, s1, -1
    bnez s1, 1b`;
  const watched = events(body);
  assertEquals(watched.events.length, 100);
  const numbers = watched.events.map(({ instruction }) => instruction);
  assertEquals(numbers, numbers.toSorted((a, b) => a - b));
  const text = `.globl main\nmain:\naddi sp, sp, -16\nsd ra, 8(sp)\n${body}
    li a0, 0\nld ra, 8(sp)\naddi sp, sp, 16\nret`;
  using process = new Process(build([{ name: "x.s", text }], { archive: runtimeFiles }));
  process.run();
  assertEquals(process.machine.instructions, watched.instructions);
});

Deno.test("HeapProbes sets no probes in a program without the allocator", () => {
  const text = ".globl _start\n_start: li a7, 93\necall\n";
  const program = build([{ name: "x.s", text }]);
  using process = new Process(program);
  process.machine.addProbe = () => {
    throw new TypeError("Cannot set a probe: there is nothing to watch");
  };
  process.observe({ onHeap: () => assert(false, "it has no allocator") });
  assertEquals(process.run().kind, "exited");
});

Deno.test("HeapProbes names the caller outside the runtime, and the function of the runtime it called", () => {
  const { events: list } = events(`
    addi sp, sp, -32
    li   t0, 3
    sd   zero, 0(sp)
    sd   t0, 8(sp)
    sd   zero, 16(sp)
    mv   a0, sp
    li   a1, 8
    call rt.ensure
    li   a0, 2
    li   a1, 8
    call calloc
    addi sp, sp, 32`);
  const outer = list.filter(({ depth }) => depth === 0);
  assertEquals(outer.map(({ caller }) => [caller.location?.file, caller.location?.line]), [
    ["x.s", 14],
    ["x.s", 17],
  ]);
  assertEquals(outer.map(({ via }) => via?.symbol?.replace(/\+.*/, "")), ["rt.ensure", undefined]);
  assertEquals(outer.map(({ call, size }) => [call, size]), [["realloc", 24n], ["calloc", 16n]]);
  const inner = list.filter(({ depth }) => depth > 0);
  assert(inner.every(({ via }) => via === undefined));
});

Deno.test("HeapProbes ends a call that is made again before it returns", () => {
  const program = build([{
    name: "x.s",
    text: ".globl _start, rt.malloc\n_start: li s0, 1000\nrt.malloc: addi s0, s0, -1\n" +
      "bnez s0, rt.malloc\nli a7, 93\necall\n",
  }]);
  using process = new Process(program);
  const reported: boolean[] = [];
  let beforeExit: boolean[] = [];
  process.observe({
    onHeap: ({ returned, depth }) => reported.push(returned || depth > 0),
    onSyscall: () => beforeExit = [...reported],
  });
  process.run();
  assertEquals(beforeExit, Array(999).fill(false));
  assertEquals(reported.length, 1000);
});
