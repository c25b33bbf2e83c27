// SPDX-License-Identifier: MPL-2.0
// C's calloc: an array of zeros, from fresh memory or from poisoned blocks; null where there is no such array.

import { assert, assertEquals, assertLess } from "@std/assert";
import { realSize } from "./allocator_model.ts";
import { GuestCaller, runtimeProgram } from "./guest_caller.ts";

const program = runtimeProgram(["calloc", "rt.malloc", "rt.free"]);

for (const [count, size] of [[1, 1], [8, 1], [3, 8], [5, 13], [257, 8], [2056, 1], [100, 100]]) {
  if (count === undefined || size === undefined) continue;
  Deno.test(`calloc(${count}, ${size}) gives zeros, also where a block was freed before`, () => {
    using guest = new GuestCaller(program);
    const { memory } = guest.process.machine;
    const bytes = count * size;
    for (const _ of ["carved", "used again"]) {
      const block = guest.call("calloc", count, size);
      assertEquals(memory.readUint(block - 8n, 8), realSize(BigInt(bytes)));
      assertEquals(memory.read(block, bytes), new Uint8Array(bytes));
      memory.write(block, new Uint8Array(bytes).fill(0xa5));
      guest.call("rt.free", block);
    }
  });
}

Deno.test("calloc leaves the zeros of a large block to the system", () => {
  using guest = new GuestCaller(program);
  const end = guest.attempt("calloc", 1, 100_000);
  assert(end.kind === "returned");
  assertLess(end.instructions, 200);
});

Deno.test("calloc gives null for an empty array, without a system call", () => {
  using guest = new GuestCaller(program);
  assertEquals([guest.call("calloc", 0, 8), guest.call("calloc", 8, 0)], [0n, 0n]);
  assertEquals(guest.process.statistics.systemCalls, 0);
});

Deno.test("calloc gives null for a product beyond 64 bits, even if what wraps around is small", () => {
  using guest = new GuestCaller(program);
  assertEquals(guest.call("calloc", 1n << 32n, (1n << 32n) + 1n), 0n);
  assertEquals(guest.call("calloc", (1n << 64n) - 1n, 2), 0n);
  assertEquals(guest.process.statistics.systemCalls, 0);
});

Deno.test("calloc gives null when there is no memory", () => {
  using guest = new GuestCaller(program, { memoryLimit: 4096 });
  assertEquals([guest.call("calloc", 1, 8), guest.call("calloc", 2, 4096)], [0n, 0n]);
  assertEquals(guest.process.statistics.mmaps, 2);
});
