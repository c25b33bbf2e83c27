// SPDX-License-Identifier: MPL-2.0
// The heap map as JSON: everything that the text of map.ts shows, and every block.

import { hex } from "../text/hex.ts";
import type { HeapView } from "./view.ts";
import { countBlocks, headerOffset, isFree } from "./view.ts";

/** The view as a value for `JSON.stringify`. Addresses are hexadecimal strings. */
export function heapViewJson(view: HeapView): Record<string, unknown> {
  return {
    liveBlocks: view.liveBlocks,
    liveBytes: view.liveBytes,
    freeBlocks: view.freeBlocks,
    freeBytes: view.freeBytes,
    mappedBytes: view.mappedBytes,
    countedBlocks: view.countedBlocks === undefined
      ? undefined
      : Number(BigInt.asIntN(64, view.countedBlocks)),
    poison: view.layout.poison,
    bins: view.bins.map(({ freeList, ...bin }) => ({ ...bin, freeList: freeList.map(hex) })),
    chunks: view.chunks.map(({ address, size, current, carved, blocks, sizes }) => ({
      address: hex(address),
      size,
      current,
      carved,
      ...countBlocks({ blocks }),
      blocks: Array.from(blocks, (block, index) => ({
        address: hex(address + BigInt(headerOffset(block)) + view.layout.meta),
        size: sizes[index],
        free: isFree(block),
      })),
    })),
    large: view.large.map(({ address, size, mapped }) => ({ address: hex(address), size, mapped })),
    problems: view.problems.map(({ address, message }) => ({ address: hex(address), message })),
  };
}
