// SPDX-License-Identifier: MPL-2.0
// The address space as the host sees it: what can be mapped where, what stays mapped and with
// which contents, and that the address of an unmapped page is not returned again.

import { assert, assertEquals, assertFalse, assertThrows } from "@std/assert";
import { Machine } from "../../../cpu/machine.ts";
import type { Mapping, Memory } from "../../../cpu/memory/memory.ts";
import { PageTable } from "../../../cpu/memory/page_table.ts";
import { MemoryFault } from "../../../cpu/memory/trap.ts";
import { fc } from "../../properties.ts";
import { DATA, PAGE, rwx } from "../harness.ts";

const RW = rwx("rw-");
const GIB4 = 2n ** 32n;

function testMemory(name: string, test: (memory: Memory) => void): void {
  Deno.test(name, () => {
    using machine = new Machine();
    test(machine.memory);
  });
}

/** Mappings in a form that is easy to compare: pages from DATA, permissions, name. */
function pagesOf(mappings: readonly Mapping[]): string[] {
  return mappings.map(({ start, end, permissions: { read, write, execute }, name }) => {
    const letters = `${read ? "r" : "-"}${write ? "w" : "-"}${execute ? "x" : "-"}`;
    return `${(start - DATA) / PAGE}..${(end - DATA) / PAGE} ${letters} ${name}`.trim();
  });
}

const page = (index: number) => DATA + BigInt(index) * PAGE;
const pages = (count: number) => count * 4096;

testMemory("a memory has no member that only engines need", (memory) => {
  const reachable = new Set<string>();
  for (let at: object | null = memory; at !== null; at = Object.getPrototypeOf(at)) {
    for (const name of Object.getOwnPropertyNames(at)) reachable.add(name);
  }
  const names = Object.getOwnPropertyNames(PageTable.prototype).filter((name) =>
    name !== "constructor"
  );
  assert(names.includes("resolve") && names.includes("markDecoded"));
  for (const name of [...names, "space", "codeListener"]) assertFalse(reachable.has(name), name);
  assert(reachable.has("read"));
});

testMemory("a fresh memory has nothing mapped", (memory) => {
  assertEquals(memory.mappings(), []);
  assertEquals(memory.mappedBytes, 0);
  assertEquals(memory.peakMappedBytes, 0);
  assertEquals(memory.pagesTouched, 0);
  assertFalse(memory.isMapped(0n, 1));
  assert(memory.isMapped(0n, 0));
});

testMemory("map() refuses page 0 and every page with the same low 32 bits", (memory) => {
  for (const upper of [0n, 1n, 0x3fn, 0x7fffn]) {
    const address = upper * GIB4;
    assertFalse(memory.isFree(address, 4096));
    assertThrows(() => memory.map(address, 4096, RW), RangeError, "the pages are not free");
  }
  assertFalse(memory.isFree(GIB4 - PAGE, pages(2)));
  assertEquals(memory.mappings(), []);
});

testMemory("map() refuses two pages with the same low 32 bits", (memory) => {
  memory.map(DATA, pages(4), RW);
  for (const upper of [0n, 1n, 0x3en, 0x40n, 0x7fffn]) {
    const same = upper * GIB4 + DATA % GIB4;
    for (const first of [-1n, 0n, 3n]) assertFalse(memory.isFree(same + first * PAGE, pages(2)));
    assert(memory.isFree(same - PAGE, pages(1)));
    assert(memory.isFree(same + 4n * PAGE, pages(1)));
    assertThrows(() => memory.map(same, 4096, RW), RangeError);
  }
});

testMemory(
  "map() refuses the private area, negative addresses and those past the end",
  (memory) => {
    for (const address of [0x7000_0000n, 0x77ff_f000n, DATA - DATA % GIB4 + 0x7000_0000n]) {
      assertFalse(memory.isFree(address, 4096));
    }
    assert(memory.isFree(0x6fff_f000n, 4096));
    assertFalse(memory.isFree(0x6fff_f000n, 8192));
    assertFalse(memory.isFree(-PAGE, 4096));
    assertFalse(memory.isFree(2n ** 64n - PAGE, 4096));
    assertFalse(memory.isFree(2n ** 47n, 4096));
    assertFalse(memory.isFree(2n ** 47n + 0x1000_0000n, 4096));
    assert(memory.isFree(2n ** 47n - GIB4 + 0x1000_0000n, 4096));
  },
);

testMemory("map() refuses a length of 0 and an address within a page", (memory) => {
  assertThrows(() => memory.map(DATA, 0, RW), RangeError, "the pages are not free");
  assertThrows(() => memory.map(DATA, -4096, RW), RangeError);
  assertThrows(() => memory.map(DATA + 8n, 4096, RW), RangeError, "not a multiple of 4096");
  assertThrows(() => memory.unmap(DATA + 8n, 4096), RangeError, "not a multiple of 4096");
  assertThrows(() => memory.protect(DATA + 8n, 4096, RW), RangeError, "not a multiple of 4096");
  assertThrows(() => memory.discard(DATA + 8n, 4096), RangeError, "not a multiple of 4096");
});

testMemory("map() rounds the length up to pages", (memory) => {
  memory.map(DATA, 1, RW);
  memory.map(page(2), 4097, RW);
  assertEquals(pagesOf(memory.mappings()), ["0..1 rw-", "2..4 rw-"]);
  assertEquals(memory.mappedBytes, pages(3));
});

testMemory("mappings() merges neighbours only when permissions and names are equal", (memory) => {
  memory.map(page(4), pages(1), RW, "heap");
  memory.map(page(2), pages(1), RW, "heap");
  memory.map(page(3), pages(1), RW, "heap");
  memory.map(page(5), pages(1), RW, "stack");
  memory.map(page(1), pages(1), rwx("r--"), "heap");
  memory.map(0x1_0000n, pages(1), RW, "low");
  assertEquals(pagesOf(memory.mappings()).slice(1), [
    "1..2 r-- heap",
    "2..5 rw- heap",
    "5..6 rw- stack",
  ]);
  assertEquals(memory.mappings()[0]?.name, "low");
  assertEquals(memory.mappingAt(page(3) + 5n)?.start, page(2));
  assertEquals(memory.mappingAt(page(6)), undefined);
  assertEquals(memory.mappingAt(page(3) - GIB4), undefined);
});

testMemory("unmap() takes the whole, the head, the tail or a hole", (memory) => {
  for (const first of [0, 10, 20, 30]) memory.map(page(first), pages(4), RW);
  memory.unmap(page(0), pages(4));
  memory.unmap(page(10), pages(1));
  memory.unmap(page(23), pages(1));
  memory.unmap(page(31), pages(2));
  assertEquals(pagesOf(memory.mappings()), [
    "11..14 rw-",
    "20..23 rw-",
    "30..31 rw-",
    "33..34 rw-",
  ]);
  assertEquals(memory.mappedBytes, pages(8));
  assertEquals(memory.peakMappedBytes, pages(16));
});

testMemory(
  "unmap() passes over what is not mapped, and takes several mappings at once",
  (memory) => {
    memory.map(page(1), pages(2), RW, "a");
    memory.map(page(5), pages(2), RW, "b");
    memory.unmap(page(0), pages(1));
    memory.unmap(page(100), pages(50));
    memory.unmap(page(2), pages(4));
    assertEquals(pagesOf(memory.mappings()), ["1..2 rw- a", "6..7 rw- b"]);
    memory.unmap(DATA + GIB4, pages(100));
    memory.unmap(DATA - GIB4, pages(100));
    assertEquals(memory.mappedBytes, pages(2));
    memory.unmap(0n, 2 ** 47);
    assertEquals(memory.mappings(), []);
  },
);

testMemory(
  "protect() splits, merges, and changes the pages before one that is missing",
  (memory) => {
    memory.map(page(0), pages(6), RW);
    assert(memory.protect(page(2), pages(2), rwx("r--")));
    assertEquals(pagesOf(memory.mappings()), ["0..2 rw-", "2..4 r--", "4..6 rw-"]);
    assert(memory.protect(page(2), pages(2), RW));
    assertEquals(pagesOf(memory.mappings()), ["0..6 rw-"]);
    memory.unmap(page(4), pages(1));
    assertFalse(memory.protect(page(3), pages(3), rwx("r-x")));
    assertEquals(pagesOf(memory.mappings()), ["0..3 rw-", "3..4 r-x", "5..6 rw-"]);
    assertFalse(memory.protect(page(20), pages(1), RW));
    assertFalse(memory.protect(DATA + GIB4, pages(1), RW));
  },
);

testMemory(
  "protect() keeps the contents, and a mapping without permissions is still a mapping",
  (memory) => {
    memory.map(page(0), pages(1), RW);
    memory.writeUint(page(0), 8, 0x1122_3344n);
    assert(memory.protect(page(0), pages(1), rwx("---")));
    assertThrows(() => memory.readUint(page(0), 8), MemoryFault);
    assert(memory.isMapped(page(0), 4096));
    assertFalse(memory.isFree(page(0), 4096));
    assertEquals(memory.readUint(page(0), 8, "any"), 0x1122_3344n);
    assert(memory.protect(page(0), pages(1), rwx("r--")));
    assertEquals(memory.readUint(page(0), 8), 0x1122_3344n);
  },
);

testMemory("discard() makes pages zero again and leaves them mapped", (memory) => {
  memory.map(page(0), pages(3), RW);
  for (const index of [0, 1, 2]) memory.writeUint(page(index), 8, 7n);
  memory.discard(page(1), pages(1));
  assertEquals([0, 1, 2].map((index) => memory.readUint(page(index), 8)), [7n, 0n, 7n]);
  memory.writeUint(page(1), 8, 8n);
  assertEquals(memory.readUint(page(1), 8), 8n);
  memory.unmap(page(1), pages(1));
  memory.discard(page(0), pages(3));
  assertEquals([0, 2].map((index) => memory.readUint(page(index), 8)), [0n, 0n]);
  assertEquals(pagesOf(memory.mappings()), ["0..1 rw-", "2..3 rw-"]);
  memory.discard(0n, 2 ** 46);
  assertEquals(memory.mappedBytes, pages(2));
});

testMemory("a page mapped again reads as zeros, whatever was there", (memory) => {
  const dirt = new Uint8Array(4096).fill(0xa5);
  memory.map(page(0), pages(2), RW);
  memory.write(page(0), dirt);
  memory.write(page(1), dirt);
  memory.unmap(page(0), pages(2));
  memory.map(page(1), pages(1), rwx("r--"));
  assertEquals(memory.read(page(1), 4096), new Uint8Array(4096));
  // Another page in the same slot of the arena.
  const elsewhere = page(0) + GIB4;
  memory.map(elsewhere, pages(1), rwx("---"));
  assertEquals(memory.read(elsewhere, 4096, "any"), new Uint8Array(4096));
});

Deno.test("a machine that reuses the memory of another one sees only zeros", () => {
  const first = new Machine();
  first.memory.map(DATA, pages(8), RW);
  first.memory.write(DATA, new Uint8Array(pages(8)).fill(0xff));
  first.registers.set(5, 1n);
  first.pc = DATA;
  first.dispose();
  using second = new Machine();
  assertEquals(second.memory.mappings(), []);
  assertEquals(second.memory.peakMappedBytes, 0);
  assertEquals(second.memory.pagesTouched, 0);
  assertEquals(second.registers.toArray(), new Array<bigint>(32).fill(0n));
  assertEquals([second.pc, second.instructions], [0n, 0]);
  second.memory.map(DATA, pages(8), RW);
  assertEquals(second.memory.read(DATA, pages(8)), new Uint8Array(pages(8)));
});

testMemory("findFree() returns addresses above 4 GiB that can be mapped", (memory) => {
  for (const length of [1, 4096, 4097, pages(100), pages(100_000)]) {
    const address = memory.findFree(length);
    assert(address !== undefined && address >= GIB4 && address % PAGE === 0n);
    memory.map(address, length, RW);
  }
});

testMemory(
  "findFree() takes the hint if it is free, and another address if it is not",
  (memory) => {
    assertEquals(memory.findFree(pages(2), 0x5000_0000n), 0x5000_0000n);
    memory.map(0x5000_0000n, pages(2), RW);
    for (
      const hint of [0x5000_0000n, 0x5000_1000n, 0x4fff_f000n, 0x5000_2001n, 0n, 2n ** 60n, -PAGE]
    ) {
      const address = memory.findFree(pages(2), hint);
      assert(address !== undefined && address >= GIB4 && memory.isFree(address, pages(2)));
    }
  },
);

testMemory("findFree() finds no room for what does not fit", (memory) => {
  assertEquals(memory.findFree(0), undefined);
  assertEquals(memory.findFree(-1), undefined);
  assertEquals(memory.findFree(2 ** 32), undefined);
  assertEquals(memory.findFree(2 ** 50), undefined);
  const most = memory.findFree(2 ** 31);
  assert(most !== undefined);
  memory.map(most, 2 ** 31, RW);
  assertEquals(memory.findFree(2 ** 31), undefined);
});

testMemory("the addresses of unmapped pages are not returned again", (memory) => {
  const seen = new Set<bigint>();
  const length = 2 ** 20;
  for (let count = 0; count < 20_000; count++) {
    const address = memory.findFree(length);
    assert(address !== undefined && !seen.has(address), `0x${address?.toString(16)} came twice`);
    seen.add(address);
    memory.map(address, length, RW);
    memory.unmap(address, length);
  }
});

testMemory(
  "an address mapped ahead of the search is not returned once unmapped",
  (memory) => {
    const first = memory.findFree(pages(1)) ?? 0n;
    const ahead = first + 40n * PAGE;
    memory.map(ahead, pages(8), RW);
    memory.unmap(ahead, pages(8));
    for (let count = 0; count < 100; count++) {
      const address = memory.findFree(pages(4)) ?? 0n;
      assert(
        address + 4n * PAGE <= ahead || address >= ahead + 8n * PAGE,
        `0x${address.toString(16)}`,
      );
    }
  },
);

testMemory("mappings found one after the other have an unmapped page between them", (memory) => {
  const starts = Array.from({ length: 100 }, () => {
    const address = memory.findFree(pages(3)) ?? 0n;
    memory.map(address, pages(3), RW);
    return address;
  });
  for (const start of starts) {
    assertFalse(memory.isMapped(start + 3n * PAGE, 1));
    assertFalse(memory.isMapped(start - PAGE, 1));
  }
});

testMemory("read() and write() cross pages and check each of them", (memory) => {
  memory.map(page(0), pages(2), RW);
  memory.map(page(2), pages(1), rwx("r--"));
  const bytes = Uint8Array.from({ length: 5000 }, (_, index) => index % 251);
  memory.write(page(0) + 3000n, bytes);
  assertEquals(memory.read(page(0) + 3000n, 5000), bytes);
  const fault = assertThrows(() => memory.write(page(1) + 4000n, bytes), MemoryFault);
  assertEquals([fault.address, fault.access], [page(2), "write"]);
  assertEquals(memory.read(page(1) + 4000n, 96), new Uint8Array(96));
  memory.write(page(1) + 4000n, bytes.subarray(0, 200), "any");
  assertEquals(memory.read(page(1) + 4000n, 200), bytes.subarray(0, 200));
  const beyond = assertThrows(() => memory.read(page(2), 4097), MemoryFault);
  // An array of that length cannot be made.
  assertThrows(() => memory.read(page(2), 2 ** 45), MemoryFault);
  assertEquals([beyond.address, beyond.access], [page(3), "read"]);
  assertThrows(() => memory.read(page(0), 8, "execute"), MemoryFault);
  assertThrows(() => memory.write(page(3), bytes, "any"), MemoryFault);
});

testMemory("a copy that read() gives is not changed by later writes", (memory) => {
  memory.map(page(0), pages(1), RW);
  const copy = memory.read(page(0), 8);
  memory.writeUint(page(0), 8, 1n);
  assertEquals(copy, new Uint8Array(8));
});

testMemory(
  "readUint() and writeUint() are little-endian, of every size, at any address",
  (memory) => {
    memory.map(page(0), pages(2), RW);
    const value = 0xf1e2_d3c4_b5a6_9788n;
    for (const size of [1, 2, 4, 8] as const) {
      for (const offset of [0n, 1n, 4093n, 4095n]) {
        memory.writeUint(page(0) + offset, 8, 0n);
        memory.writeUint(page(0) + offset, size, value);
        assertEquals(memory.readUint(page(0) + offset, 8), BigInt.asUintN(8 * size, value));
        assertEquals(memory.readUint(page(0) + offset, size), BigInt.asUintN(8 * size, value));
        assertEquals(memory.readUint(page(0) + offset, 1), 0x88n);
      }
    }
  },
);

testMemory(
  "readCString() ends at NUL, at the limit, or with a fault where memory ends",
  (memory) => {
    memory.map(page(0), pages(2), RW);
    memory.write(page(0) + 4090n, new TextEncoder().encode("across the page"));
    const text = (address: bigint, limit?: number) =>
      new TextDecoder().decode(memory.readCString(address, limit));
    assertEquals(text(page(0) + 4090n), "across the page");
    assertEquals(text(page(0) + 4090n, 6), "across");
    assertEquals(text(page(0)), "");
    memory.write(page(1) + 4090n, new Uint8Array(6).fill(65));
    assertEquals(text(page(1) + 4090n, 6), "AAAAAA");
    assertThrows(() => memory.readCString(page(1) + 4090n), MemoryFault);
  },
);

testMemory("pagesTouched counts first accesses, and mapping alone touches nothing", (memory) => {
  memory.map(page(0), 2 ** 30, RW);
  assertEquals(memory.pagesTouched, 0);
  memory.read(page(3), 1);
  memory.write(page(3), new Uint8Array(4097));
  assertEquals(memory.pagesTouched, 2);
  memory.unmap(page(0), 2 ** 30);
  memory.map(page(3), pages(1), RW);
  memory.read(page(3), 1);
  assertEquals(memory.pagesTouched, 3);
});

/** What the property below does to both: the pages of a small window, and what each holds. */
class Window {
  readonly pages = new Map<number, { permissions: string; value: bigint }>();
}
const WINDOW = 16;
const range = fc.tuple(fc.nat(WINDOW - 1), fc.integer({ min: 1, max: WINDOW }));
const letters = fc.constantFrom("---", "r--", "rw-", "r-x", "rwx");
const operation = fc.oneof(
  fc.record({ kind: fc.constant("map"), range, letters }),
  fc.record({ kind: fc.constant("unmap"), range, letters }),
  fc.record({ kind: fc.constant("protect"), range, letters }),
  fc.record({ kind: fc.constant("discard"), range, letters }),
  fc.record({ kind: fc.constant("write"), range, letters }),
);

Deno.test("any order of map, unmap, protect, discard and write leaves what a plain list of pages does", () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 30 }), (operations) => {
      using machine = new Machine();
      const { memory } = machine;
      const plain = new Window().pages;
      let stamp = 0n;
      for (const { kind, range: [first, count], letters } of operations) {
        const indexes = Array.from({ length: count }, (_, index) => first + index);
        const missing = indexes.find((index) => !plain.has(index));
        if (kind === "map") {
          const free = indexes.every((index) => !plain.has(index));
          assertEquals(memory.isFree(page(first), pages(count)), free);
          if (!free) continue;
          memory.map(page(first), pages(count), rwx(letters));
          for (const index of indexes) plain.set(index, { permissions: letters, value: 0n });
        } else if (kind === "unmap") {
          memory.unmap(page(first), pages(count));
          for (const index of indexes) plain.delete(index);
        } else if (kind === "protect") {
          const done = memory.protect(page(first), pages(count), rwx(letters));
          assertEquals(done, missing === undefined);
          for (const index of indexes) {
            const entry = plain.get(index);
            if (entry !== undefined && index < (missing ?? Infinity)) entry.permissions = letters;
          }
        } else if (kind === "discard") {
          memory.discard(page(first), pages(count));
          for (const index of indexes) {
            const entry = plain.get(index);
            if (entry !== undefined) entry.value = 0n;
          }
        } else {
          const entry = plain.get(first);
          if (entry === undefined) continue;
          entry.value = ++stamp;
          memory.writeUint(page(first) + 8n, 8, stamp, "any");
        }
      }
      const listed: string[] = [];
      for (const mapping of pagesOf(memory.mappings())) {
        const [, from, to, permissions] = /^(\d+)\.\.(\d+) (...)$/.exec(mapping) ?? [];
        for (let at = Number(from); at < Number(to); at++) listed.push(`${at} ${permissions}`);
      }
      const expected = [...plain].sort(([a], [b]) => a - b);
      assertEquals(listed, expected.map(([index, entry]) => `${index} ${entry.permissions}`));
      assertEquals(memory.mappedBytes, pages(plain.size));
      for (const [index, { value }] of expected) {
        assertEquals(memory.readUint(page(index) + 8n, 8, "any"), value);
      }
    }),
    { numRuns: 500 },
  );
});
