// SPDX-License-Identifier: MPL-2.0
// Random operations on heaps, in the guest and in the model at once. First by programs that make no mistakes,
// then by programs that free twice, free what is not theirs, and write where they must not: the guest must
// abort with the model's message, word for word, or fault where the model has no memory.

import { assertEquals, assertGreater, assertNotEquals } from "@std/assert";
import { fc } from "../properties.ts";
import { realSize } from "./allocator_model.ts";
import { type AllocatorFunction, type Ending, Lockstep } from "./lockstep.ts";

const BINS = [8n, 24n, 40n, 72n, 136n, 264n, 520n, 1032n, 2056n];
const TOP = 1n << 64n;

/** Sizes where something changes, and sizes in between. */
const anySize = fc.oneof(
  { weight: 6, arbitrary: fc.bigInt(0n, 160n) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(...BINS.flatMap((size) => [size - 1n, size, size + 1n])),
  },
  { weight: 2, arbitrary: fc.bigInt(0n, 2056n) },
  { weight: 2, arbitrary: fc.constantFrom(2057n, 4072n, 4073n, 8168n, 8169n, 65_536n) },
  { weight: 1, arbitrary: fc.bigInt(2057n, 40_000n) },
  { weight: 1, arbitrary: fc.constantFrom(300_000n, 3n << 20n, 1n << 32n, 1n << 47n, 1n << 63n) },
  { weight: 1, arbitrary: fc.bigInt(TOP - 5000n, TOP - 1n) },
);

/** Picks one of several items: a fraction, so that it stays meaningful when other steps shrink. */
const pick = fc.nat({ max: 999 });

type Step =
  | { readonly do: "malloc"; readonly size: bigint }
  | { readonly do: "realloc"; readonly pick: number; readonly size: bigint }
  | { readonly do: "free"; readonly pick: number }
  | { readonly do: "fill"; readonly pick: number; readonly byte: number }
  | { readonly do: "getmeta"; readonly pick: number }
  | { readonly do: "checkleaks" }
  /** Frees what has been freed, or moved, before. */
  | { readonly do: "freeAgain"; readonly pick: number }
  /** Frees or asks about an address near a block. */
  | {
    readonly do: "misaddress";
    readonly pick: number;
    readonly call: "free" | "getmeta";
    readonly distance: bigint;
  }
  /** Writes a word, or its lowest byte, where a block's metadata or its neighbour's may be. */
  | {
    readonly do: "overwrite";
    readonly pick: number;
    readonly at: "header" | "first" | "last" | "footer";
    readonly bytes: 1 | 8;
    /** From the block's header and another one's. */
    readonly value: (header: bigint, other: bigint) => bigint;
    readonly other: number;
  };

const goodSteps = [
  { weight: 8, arbitrary: fc.record({ do: fc.constant("malloc" as const), size: anySize }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("realloc" as const), pick, size: anySize }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("free" as const), pick }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("fill" as const), pick, byte: fc.nat({ max: 255 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("getmeta" as const), pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("checkleaks" as const) }) },
];

/** Values that a stray write may leave, some of which look right. */
const anyValue: fc.Arbitrary<(header: bigint, other: bigint) => bigint> = fc.oneof(
  fc.constantFrom(
    0n,
    1n,
    2n,
    0x41n,
    0x6969_6969_6969_6969n,
    2058n,
    4072n,
    8168n,
    TOP - 24n,
    TOP - 1n,
  )
    .map((value) => () => value),
  fc.constantFrom(...BINS).map((value) => () => value),
  fc.constantFrom(10n, 56n, 4104n, 8200n).map((value) => () => value), // sizes that no bin has
  fc.constantFrom(...BINS).map((value) => () => value | 1n),
  fc.constantFrom(1n, 9n, 17n, 33n, 1n - 16n, 2049n).map((offset) => (header: bigint) =>
    header + offset
  ),
  fc.constantFrom(0n, 1n, 17n).map((offset) => (_: bigint, other: bigint) => other + offset),
  fc.nat({ max: 63 }).map((bit) => () => 1n << BigInt(bit)),
);

const badSteps = [
  { weight: 1, arbitrary: fc.record({ do: fc.constant("freeAgain" as const), pick }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("misaddress" as const),
      pick,
      call: fc.constantFrom("free" as const, "getmeta" as const),
      distance: fc.constantFrom(1n, 8n, 16n, 32n, -8n, -16n, 4096n, 1n << 21n, 1n << 40n),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("overwrite" as const),
      pick,
      at: fc.constantFrom("header" as const, "first" as const, "last" as const, "footer" as const),
      bytes: fc.constantFrom(1 as const, 8 as const),
      value: anyValue,
      other: pick,
    }),
  },
];

interface Block {
  readonly payload: bigint;
  readonly size: bigint;
}

/** A program's view of its heap: what it holds, and what it held. */
class Life {
  readonly live: Block[] = [];
  readonly gone: Block[] = [];

  constructor(readonly heap: Lockstep) {}

  /** Takes a step; how it ended when the allocator was called. */
  take(step: Step): Ending | undefined {
    switch (step.do) {
      case "malloc":
        return this.#obtain(step.size, this.heap.call("malloc", step.size));
      case "checkleaks":
        return this.heap.call("checkleaks");
      case "freeAgain":
        return this.#on(this.gone, step.pick, ({ payload }) => this.heap.call("free", payload));
      case "misaddress":
        return this.#on(
          this.live,
          step.pick,
          ({ payload }) => this.heap.call(step.call, payload + step.distance),
        );
      case "overwrite":
        return this.#on([...this.live, ...this.gone], step.pick, (block) => {
          return this.#on([...this.live, ...this.gone], step.other, (other) => {
            this.#overwrite(block, other, step);
            return undefined;
          });
        });
      case "realloc":
        return this.#on(this.live, step.pick, (block) => {
          const end = this.heap.call("realloc", block.payload, step.size);
          if (end.kind !== "returned" || (end.value === 0n && step.size !== 0n)) return end;
          this.#release(block);
          return this.#obtain(step.size, end);
        });
      case "free":
        return this.#on(this.live, step.pick, (block) => {
          this.#release(block);
          return this.heap.call("free", block.payload);
        });
      case "fill":
        return this.#on(this.live, step.pick, ({ payload, size }) => {
          this.heap.write(payload, new Uint8Array(Number(size)).fill(step.byte));
          return undefined;
        });
      case "getmeta":
        return this.#on(this.live, step.pick, ({ payload }) => this.heap.call("getmeta", payload));
    }
  }

  #obtain(size: bigint, end: Ending): Ending {
    if (end.kind === "returned" && end.value !== 0n) {
      this.live.push({ payload: end.value, size: realSize(size) });
    }
    return end;
  }

  #release(block: Block): void {
    this.live.splice(this.live.indexOf(block), 1);
    this.gone.push(block);
  }

  #on(
    blocks: readonly Block[],
    pick: number,
    use: (block: Block) => Ending | undefined,
  ): Ending | undefined {
    const block = blocks[Math.floor(pick * blocks.length / 1000)];
    return block && use(block);
  }

  #overwrite(
    { payload, size }: Block,
    other: Block,
    step: Step & { readonly do: "overwrite" },
  ): void {
    const addresses = {
      header: payload - 8n,
      first: payload,
      last: payload + size - 8n,
      footer: payload + size,
    };
    const at = addresses[step.at];
    if (!this.heap.canWrite(at)) return;
    const value = BigInt.asUintN(64, step.value(payload - 8n, other.payload - 8n));
    if (step.bytes === 8) this.heap.writeWord(at, value);
    else this.heap.write(at, Uint8Array.of(Number(value & 0xffn)));
  }
}

Deno.test("rt.malloc, rt.free and rt.realloc do what the model does, in any order", () => {
  const steps = fc.array(fc.oneof(...goodSteps), { minLength: 1, maxLength: 120, size: "max" });
  fc.assert(
    fc.property(steps, (steps) => {
      using heap = new Lockstep();
      const life = new Life(heap);
      for (const step of steps) assertEquals(life.take(step)?.kind ?? "returned", "returned");
      for (const { payload } of [...life.live]) heap.call("free", payload);
      heap.call("checkleaks");
      assertEquals(heap.model.allocations, 0n);
      heap.compareEverything();
    }),
    { numRuns: 40 },
  );
});

Deno.test("a program that misuses the heap ends as the model says", () => {
  const endings = new Set<string>();
  const steps = fc.array(fc.oneof(...goodSteps, ...badSteps), {
    minLength: 10,
    maxLength: 80,
    size: "max",
  });
  fc.assert(
    fc.property(steps, (steps) => {
      using heap = new Lockstep();
      const life = new Life(heap);
      for (const step of [...steps, { do: "checkleaks" as const }]) {
        const end = life.take(step);
        if (end === undefined || end.kind === "returned") continue;
        endings.add(end.kind === "aborted" ? end.message : end.kind);
        return;
      }
    }),
    { numRuns: 500 },
  );
  // Whatever the seed: most of such programs are caught, in many ways. Fewer means that the steps are too harmless.
  assertGreater(endings.size, 4);
});

/** Where a corruption goes, from a block's payload and size: its metadata, its neighbour's, or its contents. */
const CORRUPTED: Readonly<Record<string, (payload: bigint, size: bigint) => bigint>> = {
  header: (payload) => payload - 8n,
  footer: (payload, size) => payload + size,
  first: (payload) => payload,
  last: (payload, size) => payload + size - 8n,
};

const corruption = fc.record({
  freed: fc.subarray([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
  victim: fc.nat({ max: 11 }),
  at: fc.constantFrom(...Object.keys(CORRUPTED)),
  /** From the word that is there, its block's header and another one's. */
  value: fc.oneof(
    anyValue.map((value) => (_: bigint, header: bigint, other: bigint) => value(header, other)),
    fc.bigInt(0n, TOP - 1n).map((value) => () => value),
    fc.bigInt(0n, TOP / 2n - 1n).map((value) => () => value * 2n),
    fc.nat({ max: 255 }).map((byte) => () => BigInt(byte) * 0x0101_0101_0101_0101n),
    fc.nat({ max: 63 }).map((bit) => (old: bigint) => old ^ (1n << BigInt(bit))),
    fc.nat({ max: 255 }).map((byte) => (old: bigint) => (old & ~0xffn) | BigInt(byte)),
    fc.nat({ max: 127 }).map((units) => (old: bigint) => old + BigInt(units) * 16n),
  ),
  call: fc.constantFrom<AllocatorFunction>("free", "realloc", "getmeta", "malloc", "checkleaks"),
  other: fc.nat({ max: 11 }),
});

/** A heap of twelve blocks, some of them freed. */
function prepareHeap(heap: Lockstep, freed: readonly number[]): Block[] {
  const sizes = [24n, 24n, 8n, 40n, 24n, 72n, 136n, 5000n, 264n, 2056n, 9000n, 8n];
  const blocks = sizes.map((size) => {
    const end = heap.call("malloc", size);
    return { payload: end.kind === "returned" ? end.value : 0n, size: realSize(size) };
  });
  for (const index of freed) heap.call("free", blocks[index]?.payload ?? 0n);
  return blocks;
}

Deno.test("a word of the heap changed at random has the consequence that the model has", () => {
  const endings = new Map<string, number>();
  let corruptions = 0;
  fc.assert(
    fc.property(corruption, ({ freed, victim, at, value, call, other }) => {
      using heap = new Lockstep();
      const blocks = prepareHeap(heap, freed);
      const [block, second] = [blocks[victim], blocks[other]];
      const place = CORRUPTED[at];
      if (block === undefined || second === undefined || place === undefined) throw new Error();
      const { payload, size } = block;
      const address = place(payload, size);
      if (!heap.canWrite(address)) return; // a large block that is gone
      corruptions++;
      const old = heap.guest.process.machine.memory.readUint(address, 8);
      const changed = value(old, payload - 8n, second.payload - 8n);
      heap.writeWord(address, BigInt.asUintN(64, changed));
      const args = {
        free: [payload],
        realloc: [payload, size + 100n],
        getmeta: [payload],
        malloc: [size > 2056n ? 24n : size],
        checkleaks: [],
      }[call];
      const end = heap.call(call, ...args);
      const kind = end.kind === "aborted" ? end.message : end.kind;
      endings.set(kind, (endings.get(kind) ?? 0) + 1);
    }),
    { numRuns: 2000 },
  );
  // Whatever the seed. Every message but "munmap failed" can come up.
  assertGreater(corruptions, 1500);
  assertGreater(endings.size, 8);
});

Deno.test("a wild header aborts with its message; it does not fault", () => {
  const cases: readonly [header: bigint, message: string][] = [
    [0x4242_4242_4242_4242n, "invalid large allocation address (non-heap pointer?)"],
    [TOP - 2n, "invalid large allocation address (non-heap pointer?)"],
    [10n, "invalid metadata for small allocation (non-heap pointer?)"],
    [0n, "invalid metadata for small allocation (non-heap pointer?)"],
  ];
  for (const [header, message] of cases) {
    for (const call of ["free", "getmeta"] as const) {
      using heap = new Lockstep();
      heap.call("malloc", 24n);
      const end = heap.call("malloc", 24n);
      const payload = end.kind === "returned" ? end.value : 0n;
      heap.writeWord(payload - 8n, header);
      assertEquals(
        heap.call(call, payload),
        { kind: "aborted", message },
        `0x${header.toString(16)}`,
      );
    }
  }
  // At the address of a large block: the size is looked at next, and only then the footer.
  using heap = new Lockstep();
  heap.writeWord(heap.forged - 8n, 0x4242_4242_4242_4242n);
  assertEquals(heap.call("free", heap.forged), {
    kind: "aborted",
    message: "invalid metadata for large allocation (non-heap pointer?)",
  });
});

for (const rest of [[72n, 24n], [40n, 40n, 8n], Array<bigint>(7).fill(8n)]) {
  Deno.test(`a chunk of 2056-byte blocks has room for ${rest.join(" + ")} more, byte for byte`, () => {
    using heap = new Lockstep();
    const first = heap.call("malloc", 2056n);
    const chunk = heap.model.chunk;
    for (let count = 1; count < 1016; count++) heap.call("malloc", 2056n);
    for (const size of rest) heap.call("malloc", size);
    assertEquals(heap.model.chunk, chunk);
    assertEquals(heap.call("malloc", 8n), { kind: "returned", value: heap.model.chunk + 16n });
    assertNotEquals(heap.model.chunk, chunk);
    assertEquals(first, { kind: "returned", value: chunk + 16n });
    heap.compareEverything();
  });
}

Deno.test("rt.malloc gives null for every size that does not fit once rounded, without a system call", () => {
  using heap = new Lockstep();
  for (const missing of [1n, 2n, 15n, 24n, 4095n, 4096n, 4097n, 4118n, 4119n]) {
    assertEquals(heap.call("malloc", TOP - missing), { kind: "returned", value: 0n });
  }
  assertEquals(heap.guest.process.statistics.mmaps, 0);
  // One less reaches mmap, and is too large.
  assertEquals(heap.call("malloc", TOP - 4120n), { kind: "returned", value: 0n });
  assertEquals(heap.guest.process.statistics.mmaps, 1);
});

Deno.test("rt.free believes a header that looks right, and rt.malloc hands the block out", () => {
  using heap = new Lockstep();
  heap.writeWord(heap.forged - 8n, 40n);
  heap.writeWord(heap.forged + 40n, 8n);
  assertEquals(heap.call("free", heap.forged).kind, "returned");
  assertEquals(heap.call("malloc", 33n), { kind: "returned", value: heap.forged });
});

Deno.test("rt.free aborts when the system refuses to unmap a block", () => {
  using heap = new Lockstep();
  heap.writeWord(heap.forged - 8n, TOP - 24n);
  heap.writeWord(heap.forged - 24n, TOP - 24n);
  assertEquals(heap.call("free", heap.forged), { kind: "aborted", message: "munmap failed" });
});
