// SPDX-License-Identifier: MPL-2.0
import { assert, assertEquals, assertMatch } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { Process } from "../../../host/process.ts";
import { type FilterOptions, TraceFilter } from "../../../host/trace/filter.ts";
import { Tracer, type TracerOptions } from "../../../host/trace/tracer.ts";
import { runtimeFiles } from "../../../runtime/files.ts";

const TEXT = `    .globl _start
_start:
    la   s0, word
    li   t0, -2
    sw   t0, 0(s0)
    lw   t1, 0(s0)
    lbu  t2, 3(s0)
    call leave
leave:
    li   a0, 0
    li   a7, 93
    ecall
    .data
word: .word 0
`;

/** The lines of a trace of a program. */
function traced(
  options: Omit<TracerOptions, "filter" | "sink">,
  filter: FilterOptions = {},
  text = TEXT,
): string[] {
  const program = build([{ name: "x.s", text }], { archive: runtimeFiles });
  const decoder = new TextDecoder();
  let output = "";
  const tracer = new Tracer(program, {
    ...options,
    filter: new TraceFilter(filter, program),
    sink: (bytes) => output += decoder.decode(bytes, { stream: true }),
  });
  using process = new Process(program);
  tracer.attach(process);
  process.run({ maxInstructions: 1_000_000 });
  tracer.finish();
  assert(output === "" || output.endsWith("\n"));
  return output.split("\n").slice(0, -1);
}

Deno.test("Tracer writes every instruction in the format of Spike's commit log", () => {
  assertEquals(traced({ formats: ["instructions"] }), [
    "core   0: 0 0x0000000000010000 (0x00001417) x8  0x0000000000011000",
    "core   0: 0 0x0000000000010004 (0x00040413) x8  0x0000000000011000",
    "core   0: 0 0x0000000000010008 (0xffe00293) x5  0xfffffffffffffffe",
    "core   0: 0 0x000000000001000c (0x00542023) mem 0x0000000000011000 0xfffffffe",
    "core   0: 0 0x0000000000010010 (0x00042303) x6  0xfffffffffffffffe mem 0x0000000000011000",
    "core   0: 0 0x0000000000010014 (0x00344383) x7  0x00000000000000ff mem 0x0000000000011003",
    "core   0: 0 0x0000000000010018 (0x00000097) x1  0x0000000000010018",
    "core   0: 0 0x000000000001001c (0x008080e7) x1  0x0000000000010020",
    "core   0: 0 0x0000000000010020 (0x00000513) x10 0x0000000000000000",
    "core   0: 0 0x0000000000010024 (0x05d00893) x17 0x000000000000005d",
    "core   0: 0 0x0000000000010028 (0x00000073)",
  ]);
});

Deno.test("Tracer writes loads and stores with the bytes that are in memory", () => {
  assertEquals(traced({ formats: ["memory"] }), [
    "store 4 0x0000000000011000 = 0xfffffffe          pc 0x000000000001000c",
    "load  4 0x0000000000011000 = 0xfffffffe          pc 0x0000000000010010",
    "load  1 0x0000000000011003 = 0xff                pc 0x0000000000010014",
  ]);
});

Deno.test("Tracer annotates with symbol, source location and source line", () => {
  const [first, , third] = traced({ formats: ["instructions"], annotate: true });
  assert(first?.endsWith("  # _start  x.s:3  la   s0, word"), first);
  assert(third?.endsWith("  # _start+0x8  x.s:4  li   t0, -2"), third);
});

Deno.test("Tracer writes one JSON object a line, whatever the event", () => {
  const lines = traced({ formats: ["instructions", "memory", "syscalls", "heap"], json: true });
  const events = lines.map((line) => JSON.parse(line));
  assertEquals(events[0], {
    event: "instruction",
    number: 0,
    pc: "0x0000000000010000",
    word: "0x00001417",
    rd: 8,
    value: "0x0000000000011000",
    mnemonic: "auipc",
    operands: "s0, 0x1",
    symbol: "_start",
    file: "x.s",
    line: 3,
  });
  const kinds = events.map(({ event }) => event);
  assertEquals(kinds.filter((kind) => kind === "memory").length, 3);
  assertEquals(kinds.filter((kind) => kind === "instruction").length, 11);
  const exit = events.find(({ event }) => event === "syscall");
  assertEquals([exit.call, exit.callNumber, exit.args[0], exit.number], ["exit", 93, "0x0", 10]);
});

Deno.test("Tracer shows the first N events, and the program runs on", () => {
  assertEquals(traced({ formats: ["instructions"] }, { first: 2 }).length, 2);
  assertEquals(traced({ formats: ["instructions", "memory"] }, { first: 5 }).length, 5);
  assertEquals(traced({ formats: ["instructions"] }, { first: 0 }), []);
});

Deno.test("Tracer filters by symbol and by address", () => {
  assertEquals(traced({ formats: ["instructions"] }, { symbols: ["leave"] }).length, 3);
  assertEquals(traced({ formats: ["memory"] }, { symbols: ["word"] }).length, 3);
  const last = { start: 0x11003n, end: 0x11004n };
  assertEquals(traced({ formats: ["memory"] }, { addresses: [last] }).length, 3);
  const bytes = { start: 0x10008n, end: 0x10010n };
  assertEquals(traced({ formats: ["instructions"] }, { addresses: [bytes] }).length, 2);
});

const HEAP = `    .globl main
main:
    addi sp, sp, -16
    sd   ra, 8(sp)
    li   a0, 3000
    call rt.malloc
    li   a1, 5000
    call rt.realloc
    call rt.free
    li   a0, 0
    ld   ra, 8(sp)
    addi sp, sp, 16
    ret
`;

Deno.test("Tracer shows the first N heap calls, even while another is open", () => {
  for (const first of [0, 1, 2, 3]) {
    assertEquals(traced({ formats: ["heap"] }, { first }, HEAP).length, first);
    assertEquals(traced({ formats: ["heap"], inner: true }, { first }, HEAP).length, first);
  }
});

Deno.test("Tracer keeps heap calls and system calls in program order", () => {
  const words = (options: Omit<TracerOptions, "filter" | "sink">) =>
    traced(options, {}, HEAP).map((line) => /[a-z_]+(?=\()/.exec(line)?.[0]);
  assertEquals(words({ formats: ["syscalls", "heap"] }), [
    "mmap",
    "malloc",
    "mmap",
    "munmap",
    "realloc",
    "munmap",
    "free",
    "exit_group",
  ]);
  assertEquals(words({ formats: ["heap"], inner: true }), [
    "malloc",
    "malloc",
    "free",
    "realloc",
    "free",
  ]);
});

Deno.test("Tracer writes a heap call after its instructions", () => {
  const lines = traced({ formats: ["instructions", "heap"] }, {}, HEAP);
  const at = lines.findIndex((line) => line.startsWith("malloc("));
  assertMatch(lines[at - 1] ?? "", /\(0x00008067\)$/, "its ret");
  assertMatch(lines[at] ?? "", /main\+0x[\da-f]+ at x\.s:6$/);
});

Deno.test("Tracer loses no record of a long run", () => {
  const loop = `.globl _start
_start:
    li   t0, 100000
    la   t1, word
1:  sd   t0, 0(t1)
    addi t0, t0, -1
    bnez t0, 1b
    li   a7, 93
    ecall
    .bss
word: .dword 0
`;
  const stores = traced({ formats: ["memory"] }, {}, loop);
  assertEquals(stores.length, 100_000);
  assertEquals(stores.at(-1)?.split("  ")[0], "store 8 0x0000000000011000 = 0x0000000000000001");
});
