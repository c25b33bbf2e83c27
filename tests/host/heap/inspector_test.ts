// SPDX-License-Identifier: MPL-2.0
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { inspectHeap } from "../../../host/heap/inspector.ts";
import { formatHeapMap } from "../../../host/heap/map.ts";
import { heapViewJson } from "../../../host/heap/map_json.ts";
import { fc } from "../../properties.ts";
import { CHUNK_SIZE, HeapFixture, SIZES } from "./fixture.ts";
import { fakeProgram } from "../fake_program.ts";

/** One chunk with a few blocks of several sizes, some free, and two large blocks. */
function soundHeap(): { heap: HeapFixture; blocks: bigint[]; large: bigint[]; chunk: bigint } {
  const heap = new HeapFixture();
  const chunk = heap.chunk();
  const blocks = [0, 1, 1, 1, 4, 4, 8].map((bin) => heap.block(bin));
  const [, b1 = 0n, , b3 = 0n, b4 = 0n] = blocks;
  heap.free(b1, 1);
  heap.free(b3, 1);
  heap.free(b4, 4);
  const large = [heap.large(1), heap.large(25)];
  return { heap, blocks, large, chunk };
}

Deno.test("inspectHeap() returns undefined for a program without the allocator", () => {
  using heap = new HeapFixture();
  assertEquals(inspectHeap(heap.memory, fakeProgram([])), undefined);
});

Deno.test("inspectHeap() finds an empty heap before the first allocation", () => {
  using heap = new HeapFixture();
  const view = heap.inspect();
  assertEquals([view.chunks, view.large, view.problems], [[], [], []]);
  assertEquals(view.liveBlocks, 0);
});

Deno.test("inspectHeap() counts blocks by size, in use and free, and large ones", () => {
  const { heap, blocks, large } = soundHeap();
  using _ = heap;
  const view = heap.inspect();
  assertEquals(view.problems, []);
  assertEquals(view.liveBlocks, 6);
  assertEquals(view.freeBlocks, 3);
  assertEquals(view.liveBytes, 8 + 24 + 136 + 2056 + 4072 + 25 * 4096 - 24);
  const [, first = 0n, , last = 0n] = blocks;
  assertEquals(view.bins[1], { size: 24, used: 1, free: 2, freeList: [last, first] });
  assertEquals(view.large.map(({ address }) => address), large);
  assertEquals(view.mappedBytes, CHUNK_SIZE + 26 * 4096);
});

Deno.test("inspectHeap() recognises the footer of the last block in a full chunk", () => {
  using heap = new HeapFixture();
  heap.chunk();
  const last = heap.block(3);
  heap.chunk();
  heap.block(2);
  const view = heap.inspect();
  assertEquals(view.problems, []);
  assertEquals(view.chunks.map(({ current }) => current), [false, true]);
  assertEquals(view.chunks[0]?.carved, 8 + 8 + 72);
  assertEquals(view.bins[3]?.used, 1);
  heap.free(last, 3);
  assertEquals(heap.inspect().problems, []);
});

Deno.test("inspectHeap() walks a chunk that is full to its last byte", () => {
  using heap = new HeapFixture();
  heap.chunk();
  const blocks = (CHUNK_SIZE - 16) / 16;
  for (let block = 0; block < blocks; block++) heap.block(0);
  heap.chunk();
  heap.block(0);
  const view = heap.inspect();
  assertEquals(view.problems, []);
  assertEquals(view.bins[0]?.used, blocks + 1);
  assertEquals(view.chunks[0]?.carved, CHUNK_SIZE - 8);
});

Deno.test("inspectHeap() reports a free list with a cycle", () => {
  const { heap, blocks } = soundHeap();
  using _ = heap;
  const [, first = 0n, , second = 0n] = blocks;
  heap.poke(first - 8n, (second - 8n) | 1n);
  assertStringIncludes(heap.problems(), "it is a cycle");
});

Deno.test("inspectHeap() reports a free list with a wild pointer", () => {
  const { heap, blocks } = soundHeap();
  using _ = heap;
  const [, first = 0n] = blocks;
  for (
    const [link, words] of [
      [0xdead_0000_0008n, "not readable memory"],
      [0x3f00_0000_0000_0018n, "not readable memory"],
      [0xffff_ffff_ffff_fff8n, "not readable memory"],
      [0x1234n, "where no header can be"],
    ] as const
  ) {
    heap.poke(first - 8n, link | 1n);
    assertStringIncludes(heap.problems(), words);
  }
});

Deno.test("inspectHeap() reports a free list with a block in use", () => {
  const { heap, blocks } = soundHeap();
  using _ = heap;
  heap.poke(heap.head(1), (blocks[2] ?? 0n) - 8n);
  assertStringIncludes(heap.problems(), "not marked free: it holds 0x18");
});

Deno.test("inspectHeap() reports a block on two free lists", () => {
  const { heap } = soundHeap();
  using _ = heap;
  heap.poke(heap.head(2), heap.peek(heap.head(1)));
  assertStringIncludes(heap.problems(), "on the list of another size too");
});

Deno.test("inspectHeap() reports a write after free, with the byte", () => {
  const { heap, blocks } = soundHeap();
  using _ = heap;
  heap.memory.write((blocks[1] ?? 0n) + 5n, Uint8Array.of(0x41));
  assertStringIncludes(heap.problems(), "byte 5 is 0x41, not 0x69");
});

Deno.test("inspectHeap() reports an overwritten header, and continues after it", () => {
  const { heap, blocks } = soundHeap();
  using _ = heap;
  const [, , third = 0n] = blocks;
  heap.poke(third - 8n, 0x39n << 32n);
  const problems = heap.problems();
  assertStringIncludes(problems, "which is not a block size");
  assertStringIncludes(problems, "written past the end of the block before it");
  assertEquals(heap.inspect().bins[8]?.used, 1, "blocks after the damage are still found");
});

Deno.test("inspectHeap() reports a block that is marked free but on no list", () => {
  const { heap, blocks } = soundHeap();
  using _ = heap;
  heap.poke((blocks[2] ?? 0n) - 8n, 1n);
  assertStringIncludes(heap.problems(), "marked free, but no free list holds it");
});

Deno.test("inspectHeap() reports the footer of a large block", () => {
  const { heap, large } = soundHeap();
  using _ = heap;
  heap.poke((large[0] ?? 0n) + 4072n, 1n);
  assertStringIncludes(heap.problems(), "the footer of the large block");
});

Deno.test("inspectHeap() reports an impossible offset of the current chunk", () => {
  for (const offset of [0n, 7n, 20n, BigInt(CHUNK_SIZE), -8n]) {
    const { heap } = soundHeap();
    using _ = heap;
    heap.poke(heap.currentChunk.offset, offset);
    assertStringIncludes(heap.problems(), "where no block can start");
  }
});

Deno.test("inspectHeap() reports a count that differs from the blocks in use", () => {
  const { heap } = soundHeap();
  using _ = heap;
  heap.poke(heap.currentChunk.address + 16n, 99n);
  assertStringIncludes(heap.problems(), "counts 99 blocks in use, but the heap holds 6");
});

Deno.test("inspectHeap() ends and does not throw for a heap overwritten at random", () => {
  const { heap, chunk } = soundHeap();
  using _ = heap;
  const before = heap.memory.read(chunk, 4096);
  const state = heap.memory.read(heap.head(0), 96);
  const anyWord = fc.oneof(
    fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    fc.constantFrom(...SIZES.map(BigInt), 0n, 1n, 4072n, 0x6969696969696969n),
    fc.nat(4096).map((offset) => (chunk + BigInt(offset)) | 1n),
  );
  const anyWhere = fc.oneof(
    fc.nat(11).map((word) => heap.head(0) + 8n * BigInt(word)),
    fc.nat(4088).map((offset) => chunk + BigInt(offset)),
  );
  fc.assert(fc.property(fc.array(fc.tuple(anyWhere, anyWord), { maxLength: 4 }), (writes) => {
    for (const [address, word] of writes) heap.poke(address, word);
    const view = heap.inspect();
    formatHeapMap(view);
    JSON.stringify(heapViewJson(view));
    heap.memory.write(chunk, before);
    heap.memory.write(heap.head(0), state);
  }));
});

Deno.test("formatHeapMap() shows sizes, a strip for each chunk, and large blocks", () => {
  const { heap, chunk } = soundHeap();
  using _ = heap;
  const map = formatHeapMap(heap.inspect());
  assertEquals(
    map,
    `Heap: 6 blocks in use (108,672 bytes), 3 free (184 bytes)
  1 chunk, 2 large blocks, 2,152 KiB mapped

  bytes per block   in use     free
                8        1        0  #
               24        1        2  #oo
              136        1        1  #o
            2,056        1        0  #

Chunk 0x${chunk.toString(16)}  2,472 bytes carved, 2,094,680 bytes left; 4 blocks in use, 3 free
  |++oo+##################################|  64 bytes per character
  # in use   o free   + some of each

Large blocks
  0x3f10200010  4,072 bytes (4 KiB mapped)
  0x3f10201010  102,376 bytes (100 KiB mapped)
`,
  );
});

Deno.test("formatHeapMap() stays short for a large heap", () => {
  using heap = new HeapFixture();
  for (let chunk = 0; chunk < 20; chunk++) {
    heap.chunk();
    for (let block = 0; block < 100; block++) heap.block(block % 9);
  }
  for (let large = 0; large < 50; large++) heap.large(2);
  const lines = formatHeapMap(heap.inspect()).split("\n");
  assert(lines.length <= 40, `${lines.length} lines`);
  assert(lines.every((line) => line.length <= 100));
  assertStringIncludes(lines.join("\n"), "... and 14 more chunks");
});

Deno.test("formatHeapMap() lists problems", () => {
  const { heap, large } = soundHeap();
  using _ = heap;
  heap.poke((large[0] ?? 0n) + 4072n, 1n);
  assertStringIncludes(formatHeapMap(heap.inspect()), "This heap is corrupted\n  ! the footer of");
});
