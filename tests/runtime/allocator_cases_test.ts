// SPDX-License-Identifier: MPL-2.0
// Every recorded operation of Hare's own allocators, done again by ours on our machine: the same block at
// the same offset of the same mapping, the same size in front of it, the same system calls, the same
// contents. The logarithmic-bin allocator is rt.malloc, the linear-bin one rt.linear.malloc.

import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  type AllocatorStep,
  type ExpectedBlock,
  parseAllocatorCases,
  readAllocatorCases,
} from "./allocator_cases.ts";
import { GuestCaller, runtimeProgram } from "./guest_caller.ts";
import { MappingLog } from "./mapping_log.ts";

/** Bytes of the word in front of a payload. */
const META = 8n;

const ALLOCATORS = [
  { file: "new", title: "rt.malloc answers as Hare's allocator", prefix: "rt.", allocator: "hare" },
  {
    file: "old",
    title: "rt.linear.malloc answers as Hare's older allocator",
    prefix: "rt.linear.",
    allocator: "hare",
  },
  {
    file: "old",
    title: "chosen, rt.malloc answers as Hare's older allocator",
    prefix: "rt.",
    allocator: "hare-linear",
  },
] as const;

for (const { file, title, prefix, allocator } of ALLOCATORS) {
  const names = ["malloc", "free", "realloc"].map((name) => prefix + name);
  const program = runtimeProgram(names, "", allocator);
  for (const { name, steps } of readAllocatorCases(file)) {
    Deno.test(`${title}: ${name}, ${steps.length} operations`, () => {
      const log = new MappingLog();
      using guest = new GuestCaller(program, { hooks: log });
      const replay = new Replay(guest, prefix, log);
      for (const [index, step] of steps.entries()) replay.take(step, `${name}, step ${index}`);
    });
  }
}

/** Does steps in one process. */
class Replay {
  /** The blocks by their ids. */
  readonly #blocks = new Map<number, { address: bigint; requested: bigint }>();

  constructor(
    readonly guest: GuestCaller,
    readonly prefix: string,
    readonly log: MappingLog,
  ) {}

  take(step: AllocatorStep, where: string): void {
    const { memory } = this.guest.process.machine;
    const { address, requested } = this.#blocks.get(step.id) ?? { address: 0n, requested: 0n };
    switch (step.op) {
      case "malloc":
      case "realloc": {
        const args = step.op === "malloc" ? [step.size] : [address, step.size];
        const result = this.guest.call(this.prefix + step.op, ...args);
        assertEquals(result, this.#addressOf(step.block), where);
        if (step.block !== null) {
          assertEquals(memory.readUint(result - META, 8), BigInt(step.block.size), where);
        }
        this.#blocks.set(step.id, { address: result, requested: step.size });
        break;
      }
      case "free":
        this.guest.call(`${this.prefix}free`, address);
        break;
      case "fill":
        memory.write(address, pattern(step.id, Number(requested)));
        return;
      case "hash":
        assertEquals(fnv1a(memory.read(address, step.length)), step.hash, where);
        return;
    }
    assertEquals(this.log.take(), step.system, where);
  }

  /** Known only now: the step itself may have made the mapping. */
  #addressOf(block: ExpectedBlock | null): bigint {
    if (block === null) return 0n;
    const start = this.log.start(block.mapping);
    assert(start !== undefined, `Cannot find mapping ${block.mapping}: it was not made`);
    return start + BigInt(block.offset);
  }
}

function pattern(id: number, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => id + 7 * index);
}

function fnv1a(bytes: Uint8Array): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of bytes) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash;
}

Deno.test("rt.linear.malloc gives null for sizes that do not fit, and realloc keeps the block", () => {
  using guest = new GuestCaller(runtimeProgram(["rt.linear.malloc", "rt.linear.realloc"]));
  const block = guest.call("rt.linear.malloc", 24);
  const { mmaps } = guest.process.statistics;
  for (const size of [-1n, -15n, -16n]) {
    assertEquals(guest.call("rt.linear.malloc", size), 0n);
    assertEquals(guest.call("rt.linear.realloc", block, size), 0n);
  }
  assertEquals(guest.process.statistics.mmaps, mmaps);
  assertEquals(guest.call("rt.linear.realloc", block, 24), block);
});

Deno.test("parseAllocatorCases() expands repeated lines", () => {
  const [only] = parseAllocatorCases("case one\nm 4+2 24 1+1:16-4/24 map=8+8 x3\n");
  assertEquals(
    only?.steps.map((step) => "block" in step ? [step.id, step.block, step.system] : step),
    [
      [4, { mapping: 1, offset: 16, size: 24 }, ["map=8"]],
      [6, { mapping: 2, offset: 12, size: 24 }, ["map=16"]],
      [8, { mapping: 3, offset: 8, size: 24 }, ["map=24"]],
    ],
  );
});

Deno.test("parseAllocatorCases() refuses what is no step, and names the line", () => {
  assertThrows(() => parseAllocatorCases("case one\nm 1 2\n"), SyntaxError, "Cannot read line 2");
  assertThrows(() => parseAllocatorCases("f 1\n"), SyntaxError, "Cannot read line 1");
});

Deno.test("the recorded cases are all there", () => {
  for (const file of ["new", "old"] as const) {
    const counts = readAllocatorCases(file).map(({ name, steps }) => `${name} ${steps.length}`);
    assertEquals(counts, [
      "01-boundaries 180",
      "03-lifo 198",
      "04-chunk-2056 6816",
      "05-chunk-edge-a 1018",
      "07-large 252",
      "08-realloc 1744",
      "09-null 11",
      "10-random-1 3399",
    ]);
  }
});
