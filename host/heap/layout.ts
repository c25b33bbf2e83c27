// SPDX-License-Identifier: MPL-2.0
// The allocator's constants and the addresses of its state, from symbols that the runtime exports: the
// program itself says how its heap is laid out.

import type { Program } from "../../asm/object/program.ts";

/** What the inspector must know about the allocator. */
export interface HeapLayout {
  /** Bytes of a header or footer. */
  readonly meta: bigint;
  /** Bytes of a chunk. */
  readonly chunkSize: bigint;
  /** Bytes of a page: large blocks are mappings of whole pages. */
  readonly pageSize: bigint;
  /** The value of every payload byte of a free block. */
  readonly poison: number;
  /** Payload bytes of the blocks of each bin. */
  readonly binSizes: readonly bigint[];
  /** Address of the heads of the free lists. */
  readonly bins: bigint;
  /** Address of the current chunk's address and offset. */
  readonly currentChunk: bigint;
  /** Address of the number of blocks in use. */
  readonly allocations: bigint;
}

/** More bins would hold blocks too large for 64-bit sizes. */
const MAX_BINS = 64n;

/** The layout of a program's heap; undefined if the program does not use rt.malloc. */
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
  // A program may have symbols with these names and other meanings.
  const isPlausible = meta === 8n && pageSize > 0n && chunkSize > 0n && binCount <= MAX_BINS;
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
