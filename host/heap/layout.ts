// SPDX-License-Identifier: MPL-2.0
// The allocator's constants and the addresses of its state, from symbols that the runtime exports: the
// program itself says how its heap is laid out. An allocator that Hare's compiler built from Hare's rt has no
// symbols for constants; its state tells what it is.

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

/** The constants of Hare's rt::malloc, which its compiler leaves out of programs. */
const HARE = { meta: 8n, align: 16n, pageSize: 4096n, chunkSize: 1n << 21n, poison: 0x69, bins: 9 };

/** The layout of a program's heap; undefined if the program does not use rt.malloc. */
export function readHeapLayout(program: Pick<Program, "symbol">): HeapLayout | undefined {
  return exportedLayout(program) ?? hareLayout(program);
}

/** Whether a program has Hare's own build of the allocator. */
export function isHareBuild(program: Pick<Program, "symbol">): boolean {
  return exportedLayout(program) === undefined && hareLayout(program) !== undefined;
}

/** The layout in a program with Hare's own build of rt::malloc. */
function hareLayout(program: Pick<Program, "symbol">): HeapLayout | undefined {
  const address = (name: string) => {
    const symbol = program.symbol(name);
    return symbol?.section === undefined ? undefined : symbol.value;
  };
  if (address("rt.malloc") === undefined || address("rt.segmalloc") === undefined) return undefined;
  // A structure {cur_allocs, bins, cur_chunk} since 0.24.1; before, three variables.
  const heap = address("rt.static_heap");
  const binsSize = BigInt(HARE.bins) * HARE.meta;
  const state = heap === undefined
    ? {
      allocations: address("rt.cur_allocs"),
      bins: address("rt.bins"),
      currentChunk: address("rt.cur_chunk"),
    }
    : { allocations: heap, bins: heap + HARE.meta, currentChunk: heap + HARE.meta + binsSize };
  const { allocations, bins, currentChunk } = state;
  if (allocations === undefined || bins === undefined || currentChunk === undefined) {
    return undefined;
  }
  const { meta, align, pageSize, chunkSize, poison } = HARE;
  const binSizes = sizesOfBins(HARE.bins, align, meta);
  return { meta, chunkSize, pageSize, poison, binSizes, allocations, bins, currentChunk };
}

/** The payload bytes of each bin's blocks. */
function sizesOfBins(count: number, align: bigint, meta: bigint): bigint[] {
  return Array.from(
    { length: count },
    (_, bin) => (bin === 0 ? 0n : (1n << BigInt(bin - 1)) * align) + meta,
  );
}

/** The layout that our runtime exports. */
function exportedLayout(program: Pick<Program, "symbol">): HeapLayout | undefined {
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
    binSizes: sizesOfBins(Number(binCount), align, meta),
    bins,
    currentChunk,
    allocations,
  };
}
