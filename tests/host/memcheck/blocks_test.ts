// SPDX-License-Identifier: MPL-2.0
// The heap blocks that a memory checker remembers, and where an address lies among them.

import { assertEquals } from "@std/assert";
import { Blocks } from "../../../host/memcheck/blocks.ts";
import { CallStacks, type TakenStack } from "../../../host/memcheck/call_stacks.ts";
import { Process } from "../../../host/process.ts";
import { build } from "../../../asm/build.ts";

/** Blocks, and a function that makes the stack of a moment. */
function emptyBlocks(): { blocks: Blocks; at: (instruction: number) => TakenStack } {
  const text = ".globl _start\n_start: ebreak\n";
  using process = new Process(build([{ name: "empty.s", text }]));
  const stacks = new CallStacks(process.machine, process.program);
  const { id } = stacks.take();
  return { blocks: new Blocks(() => stacks), at: (instruction) => stacks.stack(id, instruction) };
}

/** The block that an address is described by, and when it was allocated and freed. */
function describe(blocks: Blocks, address: bigint) {
  const found = blocks.find(address);
  if (found === undefined) return undefined;
  const { block: { start, size, family, allocated, freed }, relation, distance } = found;
  const times = [allocated.instruction, freed?.instruction];
  return { start, size, family, times, relation, distance };
}

Deno.test("a block is found by the addresses in it and next to it", () => {
  const { blocks, at } = emptyBlocks();
  blocks.add(0x1000n, 24, "new[]", at(5));
  const block = { start: 0x1000n, size: 24, family: "new[]" as const, times: [5, undefined] };
  assertEquals(blocks.at(0x1000n), { family: "new[]", size: 24 });
  assertEquals(blocks.at(0x1008n), undefined);
  const cases = [
    [0x1000n, "inside", 0n],
    [0x1017n, "inside", 23n],
    [0x1018n, "after", 0n],
    [0xff8n, "before", 8n],
  ] as const;
  for (const [address, relation, distance] of cases) {
    assertEquals(describe(blocks, address), { ...block, relation, distance });
  }
  assertEquals(describe(blocks, 0x2000n), undefined);
});

Deno.test("allocated blocks come before freed ones, and the block freed last before others", () => {
  const { blocks, at } = emptyBlocks();
  blocks.add(0x1000n, 64, "malloc", at(1));
  blocks.free(0x1000n, at(2));
  blocks.add(0x1010n, 16, "malloc", at(3));
  blocks.free(0x1010n, at(4));
  assertEquals(describe(blocks, 0x1018n)?.times, [3, 4]);
  assertEquals(describe(blocks, 0x1008n)?.times, [1, 2]);
  blocks.add(0x1000n, 32, "malloc", at(5));
  assertEquals(describe(blocks, 0x1018n)?.times, [5, undefined]);
  assertEquals(describe(blocks, 0x1028n)?.relation, "after");
  blocks.free(0x1000n, at(6));
  assertEquals(blocks.at(0x1000n), undefined);
  assertEquals(describe(blocks, 0x1018n)?.times, [5, 6]);
});

Deno.test("the blocks that were freed last are remembered, and all that are allocated", () => {
  const { blocks, at } = emptyBlocks();
  const count = 250_000;
  const start = (index: number) => 0x3f_0000_0000n + 1024n * BigInt(index);
  for (let index = 0; index < count; index++) {
    blocks.add(start(index), 16, "malloc", at(index));
    if (index % 1000 !== 0) blocks.free(start(index), at(count + index));
  }
  assertEquals(describe(blocks, start(0))?.times, [0, undefined]);
  assertEquals(describe(blocks, start(1)), undefined);
  for (let index = count - 100_000; index < count; index += 777) {
    const freed = index % 1000 === 0 ? undefined : count + index;
    assertEquals(describe(blocks, start(index))?.times, [index, freed]);
  }
  assertEquals(blocks.at(start(1000)), { family: "malloc", size: 16 });
});
