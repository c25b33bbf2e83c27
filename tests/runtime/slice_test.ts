// SPDX-License-Identifier: MPL-2.0
// rt.ensure and rt.unensure as Hare's append and delete use them: the capacities they arrive at, the blocks
// they ask for, the members that stay, and what happens where there is no memory.

import { assertEquals } from "@std/assert";
import { fc } from "../properties.ts";
import { realSize } from "./allocator_model.ts";
import { GuestCaller, runtimeProgram } from "./guest_caller.ts";

const program = runtimeProgram(
  ["rt.ensure", "rt.unensure", "rt.malloc.cur_allocs"],
  `
        .bss
        .balign 8
        .globl  slice
slice:  .zero   24              # data, length, capacity
`,
);

interface Slice {
  readonly data: bigint;
  readonly length: bigint;
  readonly capacity: bigint;
}

/** A guest with one slice. */
class SliceGuest extends GuestCaller {
  readonly #at = this.address("slice");

  get slice(): Slice {
    const { memory } = this.process.machine;
    const word = (offset: bigint) => memory.readUint(this.#at + offset, 8);
    return { data: word(0n), length: word(8n), capacity: word(16n) };
  }

  set slice({ data, length, capacity }: Slice) {
    const { memory } = this.process.machine;
    for (const [index, value] of [data, length, capacity].entries()) {
      memory.writeUint(this.#at + 8n * BigInt(index), 8, value);
    }
  }

  ensure(memberSize: bigint) {
    return this.attempt("rt.ensure", this.#at, memberSize);
  }

  unensure(memberSize: bigint) {
    return this.attempt("rt.unensure", this.#at, memberSize);
  }

  /** Bytes of the block that the slice has. */
  get blockSize(): bigint {
    const { data } = this.slice;
    return data === 0n ? 0n : this.process.machine.memory.readUint(data - 8n, 8);
  }
}

/** The capacity after rt.ensure: doubled until the members fit, from length if there was none. */
function ensured(length: bigint, capacity: bigint): bigint {
  if (capacity >= length) return capacity;
  let result = capacity === 0n ? length : capacity;
  while (result < length) result *= 2n;
  return result;
}

/** The capacity after rt.unensure: halved while there is more than length, then doubled once. */
function unensured(length: bigint, capacity: bigint): bigint {
  let result = capacity;
  while (result > length) result /= 2n;
  return result * 2n;
}

const EMPTY: Slice = { data: 0n, length: 0n, capacity: 0n };

/** Gives the slice a new length as append or delete does, and has its memory follow. */
function resize(guest: SliceGuest, memberSize: bigint, length: bigint): void {
  const before = guest.slice;
  const { memory } = guest.process.machine;
  const grows = length > before.length;
  const kept = memberSize * (grows ? before.length : length);
  const contents = kept === 0n ? new Uint8Array() : memory.read(before.data, Number(kept));
  guest.slice = { ...before, length };
  assertEquals((grows ? guest.ensure(memberSize) : guest.unensure(memberSize)).kind, "returned");
  const after = guest.slice;
  const capacity = (grows ? ensured : unensured)(length, before.capacity);
  assertEquals({ length: after.length, capacity: after.capacity }, { length, capacity });
  if (capacity !== before.capacity) {
    assertEquals(guest.blockSize, capacity === 0n ? 0n : realSize(capacity * memberSize));
  } else if (grows) {
    assertEquals(after.data, before.data);
  }
  if (kept > 0n) assertEquals(memory.read(after.data, Number(kept)), contents);
  if (after.data === 0n) return;
  const bytes = Uint8Array.from({ length: Number(length * memberSize) }, (_, index) => index * 31);
  memory.write(after.data, bytes);
}

Deno.test("rt.ensure and rt.unensure arrive at Hare's capacities and keep the members", () => {
  const sizes = fc.constantFrom(1n, 2n, 3n, 8n, 16n, 24n, 100n);
  const lengths = fc.array(fc.oneof(fc.bigInt(0n, 20n), fc.bigInt(0n, 700n)), { minLength: 1 });
  fc.assert(fc.property(sizes, lengths, (size, lengths) => {
    using guest = new SliceGuest(program);
    for (const length of lengths) resize(guest, size, length);
    guest.slice = { ...guest.slice, length: 0n };
    guest.unensure(size);
    assertEquals(guest.slice, EMPTY);
    const allocations = guest.address("rt.malloc.cur_allocs");
    assertEquals(guest.process.machine.memory.readUint(allocations, 8), 0n);
  }));
});

Deno.test("rt.ensure takes a slice of members that have no size", () => {
  using guest = new SliceGuest(program);
  guest.slice = { ...EMPTY, length: 5n };
  assertEquals(guest.ensure(0n).kind, "returned");
  assertEquals(guest.slice, { data: 0n, length: 5n, capacity: 5n });
});

const TOO_BIG: readonly [what: string, slice: Slice, memberSize: bigint][] = [
  ["no memory of that size", { ...EMPTY, length: 1n << 40n }, 8n],
  ["a product that wraps around to something small", { ...EMPTY, length: (1n << 61n) + 1n }, 8n],
  ["a capacity that cannot be doubled", { data: 0n, length: (1n << 64n) - 1n, capacity: 3n }, 1n],
];

for (const [what, slice, memberSize] of TOO_BIG) {
  Deno.test(`rt.ensure aborts for ${what}, and leaves the slice alone`, () => {
    using guest = new SliceGuest(program);
    guest.slice = slice;
    const end = guest.ensure(memberSize);
    assertEquals(end.kind === "killed" && end.signal.name, "SIGABRT");
    assertEquals(guest.stderr, "Abort: rt.ensure: no memory for the slice to grow\n");
    assertEquals(guest.slice, slice);
  });
}

Deno.test("rt.unensure without memory leaves the slice as it was", () => {
  // Room for one chunk, and no other mapping: a block of another bin needs none, a large one does.
  using guest = new SliceGuest(program, { memoryLimit: 1 << 21 });
  guest.slice = { ...EMPTY, length: 1000n };
  guest.ensure(2n);
  const before = { ...guest.slice, length: 1000n };
  guest.slice = before;
  // Length and capacity are equal: Hare's rule doubles all the same, which needs 4000 bytes.
  assertEquals(guest.unensure(2n).kind, "returned");
  assertEquals(guest.slice, before);
});
