// SPDX-License-Identifier: MPL-2.0
// The heap for a page: over time, its owners, and the structures of Hare's allocator.

import { CONTENTS, fragmentationOf } from "../heap/fragmentation.ts";
import { cellSize, chunkCells, chunkState } from "../heap/map.ts";
import { countBlocks, type HeapView } from "../heap/view.ts";
import type { HeapUse } from "../heap_use/heap_use.ts";
import type { PageCell, PageHeap, PageHeapMap } from "../report_page/data.ts";
import { hex } from "../text/hex.ts";
import { pageFrame } from "./names.ts";

const MAX_SITES = 12;
const MAX_CHUNKS = 12;
const MAX_LARGE = 20;
/** Steps of a strip. */
const MAX_CELLS = 256;

/** The use of the heap for a page. */
export function heapData(use: HeapUse): PageHeap {
  const { totals, live, peak, samples, sites } = use;
  return {
    allocations: totals.allocations,
    frees: totals.frees,
    bytes: totals.bytes,
    live,
    peak: { number: peak.instruction, blocks: peak.blocks, bytes: peak.bytes },
    samples: samples.map(({ instruction: number, ...sample }) => ({ number, ...sample })),
    sites: sites.slice(0, MAX_SITES).map(({ atPeak, total, live, frames }) => ({
      peakBytes: atPeak.bytes,
      totalBytes: total.bytes,
      totalBlocks: total.blocks,
      liveBytes: live.bytes,
      frames: frames.map(({ address, function: name, location }) =>
        pageFrame({ address, name, location })
      ),
    })),
  };
}

/** Hare's allocator for a page; `requested` is the sum of what was asked for. */
export function heapMapData(view: HeapView, requested: number): PageHeapMap {
  const parts = fragmentationOf(view, requested);
  const chunks = view.chunks.slice(0, MAX_CHUNKS);
  const large = view.large.slice(0, MAX_LARGE);
  return {
    contents: CONTENTS.map(([part, text]) => ({
      name: text.charAt(0).toUpperCase() + text.slice(1),
      bytes: parts[part],
    })),
    bins: view.bins.map(({ size, used, free }) => ({ size, used, free })),
    chunks: chunks.map((chunk) => {
      const cellBytes = cellSize(chunk.carved, MAX_CELLS);
      return {
        address: hex(chunk.address),
        ...countBlocks(chunk),
        note: chunkState(chunk),
        cellBytes,
        cells: Array.from(chunkCells(chunk, cellBytes), (cell) => cell as PageCell),
      };
    }),
    large: large.map(({ address, size }) => ({ address: hex(address), size })),
    omitted: view.chunks.length - chunks.length + view.large.length - large.length,
    problems: view.problems.map(({ message }) => message),
  };
}
