// SPDX-License-Identifier: MPL-2.0
import { assert, assertEquals, assertThrows } from "@std/assert";
import { build } from "../../../asm/build.ts";
import type { EngineName } from "../../../cpu/machine.ts";
import { MachineStateError } from "../../../cpu/memory/usage.ts";
import { MemoryFileSystem } from "../../../host/kernel/files/memory_file_system.ts";
import { Process } from "../../../host/process.ts";
import { Timeline } from "../../../host/timeline/timeline.ts";
import { runtimeFiles } from "../../../runtime/files.ts";
import { COUNTER } from "./counter.ts";
import { stateOf } from "./states.ts";

/** How many moments of each program are compared. */
const MOMENTS = Number(Deno.env.get("LEVERET_TIMELINE") ?? 15);

const here = (name: string) => Deno.readTextFileSync(new URL(name, import.meta.url));
const example = (name: string) => Deno.readTextFileSync(`examples/${name}.s`);

interface Case {
  readonly name: string;
  readonly text: string;
  readonly stdin?: string;
}

const CASES: readonly Case[] = [
  { name: "all_sorts", text: here("all_sorts.s"), stdin: "To every thing there is a season." },
  { name: "hash_table", text: example("hash_table") },
  { name: "quicksort", text: example("quicksort") },
  { name: "allocator_tour", text: example("allocator_tour") },
  { name: "wordcount", text: example("wordcount"), stdin: "b a b\n" },
  { name: "double_free", text: example("bugs/double_free") },
];

function start({ name, text, stdin = "" }: Case, engine: EngineName = "auto"): Process {
  const runtime = text.includes("_start:") ? [] : runtimeFiles;
  const program = build([{ name, text }, ...runtime]);
  return new Process(program, {
    engine,
    eager: engine === "translator",
    translateAfter: 0,
    stdin: new TextEncoder().encode(stdin),
    mounts: [{ at: "/d", fileSystem: new MemoryFileSystem() }],
  });
}

function random(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor(state / 2 ** 32 * limit);
  };
}

/** The states of a straight run at some moments, in order. */
function straightStates(process: Process, moments: readonly number[]): Map<number, string> {
  const states = new Map<number, string>();
  for (const moment of moments) {
    process.run({ maxInstructions: moment });
    states.set(moment, stateOf(process));
  }
  return states;
}

function lengthOf(which: Case): number {
  using process = start(which);
  process.run();
  return process.machine.instructions;
}

for (const which of CASES) {
  for (const engine of ["stepper", "templates", "translator", "auto"] as const) {
    Deno.test(`a timeline has every moment of ${which.name} as it was, on ${engine}`, () => {
      const length = lengthOf(which);
      const pick = random(length);
      const moments = Array.from({ length: MOMENTS }, () => 1 + pick(length - 1));
      using straight = start(which);
      const states = straightStates(straight, moments.toSorted((a, b) => a - b));
      const outcome = straight.run();

      using process = start(which, engine);
      using timeline = new Timeline(process, { spacing: Math.ceil(length / 7) });
      // With stops, from which the past is visited.
      timeline.run({ maxInstructions: Math.floor(length / 2) });
      for (const moment of moments.filter((moment) => moment < length / 2)) {
        timeline.seek(moment);
        assertEquals(stateOf(process), states.get(moment));
      }
      assertEquals(timeline.run(), outcome);
      assertEquals(timeline.end, length);
      const end = stateOf(process);
      assertEquals(end, stateOf(straight));
      for (const moment of moments) {
        timeline.seek(moment);
        assertEquals(stateOf(process), states.get(moment));
        timeline.back(1);
        assertEquals(timeline.position, moment - 1);
        timeline.seek(moment);
        assertEquals(stateOf(process), states.get(moment));
      }
      timeline.seek(length);
      assertEquals(stateOf(process), end);
      assertEquals(process.output, straight.output);
    });
  }
}

Deno.test("a timeline forgets checkpoints to stay within its memory, and still has every moment", () => {
  const [which] = CASES as [Case];
  const length = lengthOf(which);
  const moments = Array.from({ length: 20 }, (_, index) => Math.floor((index + 1) * length / 21));
  using straight = start(which);
  const states = straightStates(straight, moments);
  using process = start(which);
  const maxBytes = 2 ** 20;
  using timeline = new Timeline(process, { spacing: 1000, maxBytes });
  timeline.run();
  assert(timeline.bytes < 1.5 * maxBytes, `${timeline.bytes}`);
  for (const moment of moments.toReversed()) {
    timeline.seek(moment);
    assertEquals(stateOf(process), states.get(moment));
  }
});

Deno.test("lastWrite() finds stores, and what the kernel wrote", () => {
  const program = build([{ name: "counter.s", text: COUNTER }]);
  const address = program.symbol("counter")!.value;
  const store = program.symbol("store")!.value;
  using process = new Process(program, { stdin: new TextEncoder().encode("12345") });
  using timeline = new Timeline(process, { spacing: 700 });
  timeline.run();
  const { end } = timeline;
  const byKernel = timeline.lastWrite(address, 8);
  assertEquals(byKernel, {
    instruction: end - 3,
    pc: program.symbol("read")!.value,
    by: "kernel",
    address,
    size: 5,
  });
  // The bytes after those that were read.
  const byProgram = timeline.lastWrite(address + 6n, 1);
  assertEquals(byProgram?.pc, store);
  assertEquals(byProgram?.instruction, 3 + 999 * 5 + 2);
  assertEquals(timeline.position, end);
  // The store of round 500 is the last one before that of round 501.
  const round = timeline.lastWrite(address, 8, 3 + 500 * 5 + 2);
  assertEquals(round?.instruction, 3 + 499 * 5 + 2);
  assertEquals(timeline.lastWrite(program.symbol("other")!.value, 8), undefined);
});

Deno.test("the process of a timeline runs on only from its newest moment", () => {
  const program = build([{ name: "counter.s", text: COUNTER }]);
  using process = new Process(program);
  const timeline = new Timeline(process);
  timeline.run({ maxInstructions: 100 });
  timeline.seek(50);
  assertThrows(() => process.run(), MachineStateError, "its timeline shows the past");
  assertThrows(() => process.step(), MachineStateError, "its timeline shows the past");
  assertThrows(() => timeline.seek(101), RangeError, "the timeline has 0 to 100");
  assertThrows(() => new Timeline(process), MachineStateError, "it has a timeline already");
  timeline[Symbol.dispose]();
  assertEquals(process.machine.instructions, 100);
  assertEquals(process.run().kind, "exited");
});

/** All stores of a run, in order. */
function storesOf(which: Case): { number: number; address: bigint; size: number }[] {
  const stores: { number: number; address: bigint; size: number }[] = [];
  using process = start(which, "stepper");
  process.observe({
    instructions: "all",
    onRecords: (batch) => {
      for (const { number = 0, access, address, size } of batch) {
        if (access === "store" || access === "atomic") stores.push({ number, address, size });
      }
    },
  });
  process.run();
  return stores;
}

for (const which of CASES.slice(0, 4)) {
  Deno.test(`lastWrite() finds the last store to any byte of ${which.name}, from any moment`, () => {
    const stores = storesOf(which);
    const pick = random(stores.length);
    using process = start(which);
    using timeline = new Timeline(process, { spacing: Math.ceil(lengthOf(which) / 7) });
    timeline.run();
    for (let round = 0; round < 2 * MOMENTS; round++) {
      const { address, size } = stores[pick(stores.length)]!;
      // Some near it, which may never be written.
      const start = address + BigInt(pick(3) * 8 - 8);
      const before = 1 + pick(timeline.end);
      const last = stores.findLast((each) =>
        each.number < before && each.address < start + BigInt(size) &&
        each.address + BigInt(each.size) > start
      );
      // The second time, what is known from the first is used.
      for (const _ of [1, 2]) {
        const found = timeline.lastWrite(start, size, before);
        if (found?.by === "kernel") assert(found.instruction >= (last?.number ?? 0));
        else assertEquals(found?.instruction, last?.number);
      }
    }
  });
}

Deno.test("lastWrite() ends when it is asked to pause, and remembers what it has searched", () => {
  const text = COUNTER.replace("1000", "6000000");
  const program = build([{ name: "counter.s", text }]);
  using process = new Process(program);
  using timeline = new Timeline(process, { spacing: 5_000_000 });
  timeline.run();
  // Never written, in a page that is.
  const other = program.symbol("other")!.value;
  let asked = 0;
  const search = () => timeline.lastWrite(other, 8, timeline.end, () => ++asked > 1);
  assertEquals(search(), undefined);
  assertEquals([asked, timeline.position], [2, timeline.end]);
  assertEquals(timeline.lastWrite(other, 8), undefined);
  asked = 0;
  assertEquals(search(), undefined);
  assertEquals(asked, 0);
});

Deno.test("the past stops at a breakpoint at its newest moment, before the fault there", () => {
  const text = ".globl _start\n_start: li t0, 1\nli t0, 2\nfault: ld t0, 0(zero)\n";
  const program = build([{ name: "fault.s", text }]);
  using process = new Process(program);
  using timeline = new Timeline(process);
  const address = program.symbol("fault")!.value;
  assertEquals(timeline.run().kind, "killed");
  process.machine.addBreakpoint(address);
  timeline.seek(0);
  assertEquals(timeline.continue(), { kind: "breakpoint", address });
  assertEquals(timeline.continue().kind, "killed");
});
