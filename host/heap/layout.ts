// SPDX-License-Identifier: MPL-2.0
// The allocator's constants and state, read from the symbols that the runtime exports: nothing of its
// layout is copied here, so the heap view follows the program that it looks at.

import type { Program } from "../../asm/object/program.ts";

/** What the heap view must know of the allocator. */
export interface HeapLayout {
  /** Bytes of a header or footer. */
  readonly meta: bigint;
  /** Bytes of a chunk. */
  readonly chunkSize: bigint;
  /** Bytes of a page: large blocks are mappings of whole pages. */
  readonly pageSize: bigint;
  /** Every payload byte of a free block. */
  readonly poison: number;
  /** Payload bytes of each bin. */
  readonly binSizes: readonly bigint[];
  /** Address of the free lists' heads. */
  readonly bins: bigint;
  /** Address of the current chunk's address and offset. */
  readonly currentChunk: bigint;
  /** Address of the count of blocks handed out. */
  readonly allocations: bigint;
}

/** Enough for blocks of all sizes that 64 bits can hold. */
const MOST_BINS = 64n;

/** The layout of a program's heap; undefined when it has no allocator of this kind. */
export function readHeapLayout(program: Pick<Program, "symbol">): HeapLayout | undefined {
  const value = (name: string) => program.symbol(`rt.malloc.${name}`)?.value;
  const meta = value("META");
  const align = value("ALIGN");
  const pageSize = value("PAGESZ");
  const chunkSize = value("CHUNKSZ");
  const poison = value("POISON");
  const binCount = value("NBINS");
  const bins = value("bins");
  const currentChunk = value("cur_chunk");
  const allocations = value("cur_allocs");
  if (
    meta === undefined || align === undefined || pageSize === undefined ||
    chunkSize === undefined || poison === undefined || binCount === undefined ||
    bins === undefined || currentChunk === undefined || allocations === undefined
  ) return undefined;
  // A program may have symbols of these names that mean something else.
  const isPlausible = meta === 8n && pageSize > 0n && chunkSize > 0n && binCount <= MOST_BINS;
  if (!isPlausible) return undefined;
  return {
    meta,
    chunkSize,
    pageSize,
    poison: Number(poison),
    binSizes: Array.from(
      { length: Number(binCount) },
      (_, bin) => (bin === 0 ? 0n : (1n << BigInt(bin - 1)) * align) + meta,
    ),
    bins,
    currentChunk,
    allocations,
  };
}
