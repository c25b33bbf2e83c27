// SPDX-License-Identifier: MPL-2.0
// Blocks of bytes and strings: every alignment and every length that the routines treat differently, against
// what Uint8Array does. After each call the bytes around are compared as well, so a byte too many shows; and
// at the edges of a page without neighbours a byte too many is a fault.

import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import type { Memory } from "../../cpu/memory/memory.ts";
import { GuestCaller, runtimeProgram } from "./guest_caller.ts";

const PAGE_SIZE = 4096;
/** The beginning of a page that is filled and compared. */
const WINDOW_SIZE = 1024;
/** Where blocks begin in it, before alignment is added. */
const INSIDE = 400;

const ALIGNMENTS = range(0, 8);
/** Up to 40 each one; then around one and two rounds of 64 bytes. */
const LENGTHS = [...range(0, 41), 63, 64, 65, 71, 72, 100, 127, 128, 129, 136, 200];
/** How far dst lies above src: every overlap that matters to words, and some of the rounds'. */
const DISTANCES = [...range(-20, 21), -130, -65, -64, -63, -40, 40, 63, 64, 65, 130];

const program = runtimeProgram([
  "rt.memcpy",
  "rt.memmove",
  "rt.memset",
  "rt.memcmp",
  "rt.strlen",
  "strcmp",
]);

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

/** A window's worth of bytes of which no part looks like another. */
function noise(seed: number): Uint8Array {
  let state = seed * 2 + 1;
  return Uint8Array.from({ length: WINDOW_SIZE }, () => {
    state = Math.imul(state, 0x9e3779b1) + 0x7f4a7c15;
    return state >>> 24;
  });
}

/** A guest with two pages, and nothing mapped before, between and after them. */
function start(): { guest: GuestCaller; memory: Memory; first: bigint; second: bigint } {
  const guest = new GuestCaller(program);
  const { memory } = guest.process.machine;
  const free = memory.findFree(5 * PAGE_SIZE) ?? 0n;
  const [first, second] = [free + BigInt(PAGE_SIZE), free + BigInt(3 * PAGE_SIZE)];
  for (const page of [first, second]) {
    memory.map(page, PAGE_SIZE, { read: true, write: true, execute: false });
  }
  return { guest, memory, first, second };
}

/** Compares a window with what it must be; the slow comparison only says where they differ. */
function assertWindow(memory: Memory, page: bigint, expected: Uint8Array, what: string): void {
  const actual = memory.read(page, WINDOW_SIZE);
  if (actual.every((byte, index) => byte === expected[index])) return;
  assertEquals([...actual], [...expected], what);
}

const at = (page: bigint, offset: number) => page + BigInt(offset);

for (const name of ["rt.memcpy", "rt.memmove"]) {
  Deno.test(`${name} copies between any two alignments, and gives dst back`, () => {
    const { guest, memory, first, second } = start();
    using _ = guest;
    const source = noise(1);
    const before = noise(0);
    memory.write(first, source);
    for (const to of ALIGNMENTS) {
      for (const from of ALIGNMENTS) {
        for (const length of LENGTHS) {
          const expected = before.slice();
          memory.write(second, before);
          expected.set(source.subarray(INSIDE + from, INSIDE + from + length), INSIDE + to);
          const dst = at(second, INSIDE + to);
          assertEquals(guest.call(name, dst, at(first, INSIDE + from), length), dst);
          assertWindow(memory, second, expected, `${length} bytes from +${from} to +${to}`);
        }
      }
    }
    assertWindow(memory, first, source, "the source");
  });
}

/** Moves within a page, for each distance that `includes`. */
function testOverlaps(name: string, includes: (distance: number) => boolean): void {
  const { guest, memory, first } = start();
  using _ = guest;
  const before = noise(2);
  for (const distance of DISTANCES.filter(includes)) {
    for (const to of ALIGNMENTS) {
      for (const length of LENGTHS) {
        memory.write(first, before);
        const source = INSIDE + to - distance;
        const expected = before.slice().copyWithin(INSIDE + to, source, source + length);
        const dst = at(first, INSIDE + to);
        assertEquals(guest.call(name, dst, at(first, source), length), dst);
        assertWindow(memory, first, expected, `${length} bytes to +${to}, ${distance} above`);
      }
    }
  }
}

Deno.test("rt.memmove copies as if through a buffer, however the ranges overlap", () => {
  testOverlaps("rt.memmove", () => true);
});

Deno.test("rt.memcpy may be given a dst that overlaps from below", () => {
  testOverlaps("rt.memcpy", (distance) => distance <= 0);
});

Deno.test("rt.memset fills with the low 8 bits of its argument, and gives dst back", () => {
  const { guest, memory, first } = start();
  using _ = guest;
  const before = noise(3);
  for (const alignment of ALIGNMENTS) {
    for (const length of LENGTHS) {
      for (const byte of [0, 0x5a, 0xff, 0x1a5, -2]) {
        const expected = before.slice();
        memory.write(first, before);
        expected.fill(byte, INSIDE + alignment, INSIDE + alignment + length);
        const dst = at(first, INSIDE + alignment);
        assertEquals(guest.call("rt.memset", dst, byte, length), dst);
        assertWindow(memory, first, expected, `${length} bytes of ${byte} at +${alignment}`);
      }
    }
  }
});

/** -1, 0 or 1, as a0 is negative, zero or positive. */
function order(a0: bigint): number {
  const value = BigInt.asIntN(64, a0);
  return value < 0n ? -1 : value > 0n ? 1 : 0;
}

Deno.test("rt.memcmp orders by the first byte that differs, unsigned, and looks no further", () => {
  const { guest, memory, first, second } = start();
  using _ = guest;
  const page = noise(4);
  for (const a of ALIGNMENTS) {
    for (const b of ALIGNMENTS) {
      for (const length of LENGTHS) {
        const block = page.slice(0, length + 1);
        const other = block.slice();
        memory.write(at(first, INSIDE + a), block);
        // The last one lies beyond the blocks: they are equal then.
        for (const different of new Set([0, length >> 1, length - 1, length])) {
          if (different < 0) continue;
          other[different] = (block[different] ?? 0) ^ 0x80;
          memory.write(at(second, INSIDE + b), other);
          const expected = different === length
            ? 0
            : Math.sign((block[different] ?? 0) - (other[different] ?? 0));
          const result = guest.call(
            "rt.memcmp",
            at(first, INSIDE + a),
            at(second, INSIDE + b),
            length,
          );
          assertEquals(order(result), expected, `${length} bytes at +${a}, +${b}, ${different}`);
          other[different] = block[different] ?? 0;
        }
      }
    }
  }
});

/** Bytes other than NUL that a test for zero bytes in a word may take for one. */
const ALMOST_ZERO = [0x01, 0x80, 0xff, 0x7f, 0x81, 0x41];

Deno.test("rt.strlen finds the NUL at every alignment, whatever stands before and after", () => {
  const { guest, memory, first } = start();
  using _ = guest;
  for (const alignment of ALIGNMENTS) {
    for (const length of LENGTHS) {
      for (const byte of ALMOST_ZERO) {
        const page = new Uint8Array(WINDOW_SIZE).fill(byte);
        page[INSIDE + alignment + length] = 0;
        page[INSIDE + alignment - 1] = 0;
        memory.write(first, page);
        const result = guest.call("rt.strlen", at(first, INSIDE + alignment));
        assertEquals(result, BigInt(length), `bytes of ${byte} at +${alignment}`);
      }
    }
  }
});

Deno.test("strcmp orders by unsigned bytes, and a prefix before what it begins", () => {
  const { guest, memory, first, second } = start();
  using _ = guest;
  const encoder = new TextEncoder();
  const strings = ["", "a", "b", "ab", "aa", "é", "z", "hare", "hares", "x".repeat(40)];
  for (const [a, one] of strings.entries()) {
    for (const [b, other] of strings.entries()) {
      memory.write(at(first, INSIDE + a), encoder.encode(`${one}\0after`));
      memory.write(at(second, INSIDE + b), encoder.encode(`${other}\0AFTER`));
      const result = guest.call("strcmp", at(first, INSIDE + a), at(second, INSIDE + b));
      // For these strings JavaScript's order, by UTF-16 units, is that of the UTF-8 bytes.
      const expected = one < other ? -1 : one > other ? 1 : 0;
      assertEquals(order(result), expected, `"${one}" and "${other}"`);
    }
  }
});

Deno.test("no routine touches a byte outside of what it is given", () => {
  const { guest, memory, first, second } = start();
  using _ = guest;
  // A fault would fail the call, so it is enough that each of them returns.
  for (const length of LENGTHS) {
    for (const other of ALIGNMENTS) {
      const end = at(first, PAGE_SIZE - length);
      const inner = at(second, INSIDE + other);
      for (const edge of [first, end]) {
        guest.call("rt.memcpy", edge, inner, length);
        guest.call("rt.memcpy", inner, edge, length);
        guest.call("rt.memmove", edge, inner, length);
        guest.call("rt.memmove", inner, edge, length);
        guest.call("rt.memmove", edge, at(second, PAGE_SIZE - length), length);
        guest.call("rt.memset", edge, other, length);
        guest.call("rt.memcmp", edge, edge, length);
        guest.call("rt.memcmp", edge, inner, length);
        guest.call("rt.memcmp", inner, edge, length);
      }
      if (length === 0) continue;
      memory.write(end, new Uint8Array(length).fill(0x41));
      memory.write(inner, new Uint8Array(length).fill(0x41));
      memory.writeUint(at(first, PAGE_SIZE - 1), 1, 0n);
      memory.writeUint(inner + BigInt(length - 1), 1, 0n);
      assertEquals(guest.call("rt.strlen", end), BigInt(length - 1));
      assertEquals(order(guest.call("strcmp", end, inner)), 0);
      assertEquals(order(guest.call("strcmp", inner, end)), 0);
    }
  }
});

/** The most instructions that a call may take for each word, besides a few for the call itself. */
const WORDWISE: readonly [name: string, perWord: number][] = [
  ["rt.memcpy", 5],
  ["rt.memmove", 5],
  ["rt.memset", 4],
  ["rt.memcmp", 9],
];

for (const [name, perWord] of WORDWISE) {
  Deno.test(`${name} works by words where both addresses allow it`, () => {
    const { guest, memory, first, second } = start();
    using _ = guest;
    memory.write(second, memory.read(first, PAGE_SIZE));
    for (const [alignment, length] of [[0, 56], [3, 61], [0, 64], [5, 1000], [0, 4096]] as const) {
      const source = name === "rt.memset" ? 0n : at(second, alignment);
      const end = guest.attempt(name, at(first, alignment), source, length);
      assert(end.kind === "returned");
      const bytesAtTheEdges = alignment === 0 ? 0 : 8 - alignment + (length + alignment) % 8;
      const most = 40 + 8 * bytesAtTheEdges + perWord * length / 8;
      assertLessOrEqual(end.instructions, most, `${length} bytes at +${alignment}`);
    }
  });
}
