// SPDX-License-Identifier: MPL-2.0
// The instruction counts in runtime/NOTES.md are what our machine counts: the tables are read from the notes,
// each number is measured. Counted from a routine's first instruction to its return, both included.

import { assertEquals } from "@std/assert";
import { GuestCaller, runtimeProgram } from "./guest_caller.ts";

const notes = Deno.readTextFileSync(new URL("../../runtime/NOTES.md", import.meta.url));

/** The cells of the table whose first heading is `heading`, row by row, without the headings. */
function table(heading: string): string[][] {
  const rows = notes.split("\n").map((line) => line.split("|").slice(1, -1).map((s) => s.trim()));
  const start = rows.findIndex(([first]) => first === heading);
  if (start < 0) throw new TypeError(`Cannot find a table of "${heading}": NOTES.md has none`);
  const end = rows.findIndex((row, index) => index > start && row.length === 0);
  return rows.slice(start + 2, end);
}

const program = runtimeProgram([
  "rt.malloc",
  "rt.free",
  "rt.realloc",
  "rt.linear.malloc",
  "rt.linear.free",
]);

/** A guest that tells what its calls cost. */
class CountingGuest extends GuestCaller {
  constructor() {
    super(program);
  }

  malloc(size: number): bigint {
    return this.call("rt.malloc", size);
  }

  free(...blocks: readonly bigint[]): void {
    for (const block of blocks) this.call("rt.free", block);
  }

  /** Instructions that a call takes. */
  cost(name: string, ...args: readonly (bigint | number)[]): number {
    const end = this.attempt(name, ...args);
    if (end.kind !== "returned") throw new Error(`Cannot count ${name}: ${this.describe(end)}`);
    return end.instructions;
  }
}

/** What the columns of the table of small blocks mean. */
const SMALL: readonly ((guest: CountingGuest, size: number) => number)[] = [
  // Carve: the chunk is there, the bin is empty.
  (guest, size) => guest.cost("rt.malloc", size),
  // Reuse, with no, one and two more blocks on the list.
  ...[0, 1, 2].map((more) => (guest: CountingGuest, size: number) => {
    const blocks = Array.from({ length: more + 1 }, () => guest.malloc(size));
    guest.free(...blocks);
    return guest.cost("rt.malloc", size);
  }),
  // Free, where the next block is allocated.
  (guest, size) => {
    const block = guest.malloc(size);
    guest.malloc(size);
    return guest.cost("rt.free", block);
  },
  // Free, where the next block is free and alone on its list.
  (guest, size) => {
    const block = guest.malloc(size);
    guest.free(guest.malloc(size));
    return guest.cost("rt.free", block);
  },
];

for (const [payload = "", ...counts] of table("payload")) {
  Deno.test(`malloc and free of ${payload} bytes cost what the notes say`, () => {
    const measured = SMALL.map((measure) => {
      using guest = new CountingGuest();
      guest.free(guest.malloc(Number(payload) === 8 ? 24 : 8)); // maps the chunk
      return measure(guest, Number(payload));
    });
    assertEquals(measured, counts.map(Number));
  });
}

/** The rows of the table of other cases, by their first cell. */
const OTHERS: Readonly<Record<string, (guest: CountingGuest) => number>> = {
  "`rt.malloc(8)`, the first of a program, maps a chunk": (guest) => guest.cost("rt.malloc", 8),
  "`rt.malloc(5000)`, a mapping of its own": (guest) => guest.cost("rt.malloc", 5000),
  "`rt.free` of that block": (guest) => guest.cost("rt.free", guest.malloc(5000)),
  "`rt.malloc(0)`": (guest) => guest.cost("rt.malloc", 0),
  "`rt.free(null)`": (guest) => guest.cost("rt.free", 0),
  "`rt.realloc(p, 120)` of 100 bytes: the same block, next one allocated": (guest) => {
    const block = guest.malloc(100);
    guest.malloc(100);
    return guest.cost("rt.realloc", block, 120);
  },
};

Deno.test("the other cases cost what the notes say", () => {
  const measured = Object.entries(OTHERS).map(([what, measure]) => {
    using guest = new CountingGuest();
    return [what, String(measure(guest))];
  });
  assertEquals(measured, table("what"));
});

Deno.test("the parts that the notes name add up to the whole", () => {
  const numbers = (text = "") => [...text.matchAll(/\d+/g)].map(([digits]) => Number(digits));
  const small = new Map(
    table("payload").map(([payload, ...counts]) => [payload, counts.map(Number)]),
  );
  const [bookkeeping, metadata, poison, poisonLast] = table("part").map((row) => row.slice(1));
  const [carve = 0] = numbers(bookkeeping?.[0]);
  const [reuse = 0] = numbers(bookkeeping?.[1]);
  const [free = 0] = numbers(bookkeeping?.[2]);
  const lists = numbers(metadata?.[1]);
  const [whereFree = 0, whereAllocated = 0] = numbers(metadata?.[2]);
  for (const [payload, part] of [["8", poison], ["2056", poisonLast]] as const) {
    const [check = 0, call = 0] = numbers(part?.[1]);
    const [fill = 0] = numbers(part?.[2]);
    assertEquals(small.get(payload), [
      carve,
      ...lists.map((list) => reuse + list + check + (list > 0 ? call : 0)),
      free + whereAllocated + fill,
      free + whereFree + fill,
    ], payload);
  }
});

Deno.test("the linear-bin allocator costs what the notes say, for any size in a bin", () => {
  const [, malloc, free] =
    /takes (\d+)\s+to allocate any\s+size that has a bin, and (\d+) to free it/.exec(notes) ?? [];
  for (const size of [1, 8, 9, 400, 792]) {
    using guest = new CountingGuest();
    guest.call("rt.linear.malloc", size); // fills the bin
    assertEquals(String(guest.cost("rt.linear.malloc", size)), malloc, `malloc(${size})`);
    const block = guest.call("rt.linear.malloc", size);
    assertEquals(String(guest.cost("rt.linear.free", block)), free, `free of ${size} bytes`);
  }
});
