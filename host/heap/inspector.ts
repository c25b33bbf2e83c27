// SPDX-License-Identifier: MPL-2.0
// Reads the heap from guest memory: free lists, chunks, large blocks, and the allocator's own count. Takes
// a memory, the program in it and, if known, the mappings that the allocator made. Guarantees: it ends and
// does not throw, whatever is in memory; what cannot be right becomes a problem in the view.

import type { Program } from "../../asm/object/program.ts";
import type { Mapping } from "../../cpu/memory/memory.ts";
import type { AddressRange } from "../symbols/address_ranges.ts";
import { hex } from "../text/hex.ts";
import { type ReadableMemory, readBytes, readWord } from "../symbols/readable_memory.ts";
import { walkChunk } from "./chunk_walk.ts";
import { type FreeBlocks, readFreeLists } from "./free_lists.ts";
import { type HeapLayout, readHeapLayout } from "./layout.ts";
import {
  type BinView,
  type ChunkView,
  headerOffset,
  type HeapProblem,
  type HeapView,
  isFree,
  type LargeView,
} from "./view.ts";

/** A memory that lists its mappings, such as that of a machine. */
export interface InspectableMemory extends ReadableMemory {
  /** The mapped ranges by rising address. */
  mappings(): readonly Mapping[];
}

const PADDING = 2n;

/**
 * Inspects the heap of `program`, which runs in `memory`. `segments` are the mappings that the allocator
 * made and still has, each separately. Without them, the inspector guesses which mappings these are.
 *
 * @returns undefined if the program does not use rt.malloc
 */
export function inspectHeap(
  memory: InspectableMemory,
  program: Pick<Program, "symbol" | "segments">,
  segments?: readonly AddressRange[],
): HeapView | undefined {
  const layout = readHeapLayout(program);
  if (layout === undefined) return undefined;
  const problems: HeapProblem[] = [];
  const current = readCurrentChunk(memory, layout, problems);
  const free = readFreeLists(memory, layout, problems);
  const chunks: ChunkView[] = [];
  const large: LargeView[] = [];
  const ranges = segments ?? guessSegments(memory, program, layout, current.address);
  for (const range of ranges) {
    const size = largeSize(memory, layout, range);
    if (size !== undefined && range.start !== current.address) {
      checkFooter(memory, layout, range, size, problems);
      large.push(largeView(layout, range, size));
      continue;
    }
    const isChunk = range.start === current.address || range.end - range.start === layout.chunkSize;
    const bytes = isChunk
      ? readBytes(memory, range.start, Number(range.end - range.start))
      : undefined;
    if (bytes !== undefined) {
      const offset = range.start === current.address ? current.offset : undefined;
      chunks.push(walkChunk({ address: range.start, bytes, offset }, layout, free, problems));
    } else {
      const address = range.start + layout.meta;
      problems.push({ address, message: describeUnknown(memory, layout, range) });
    }
  }
  checkFreeBlocks(free, chunks, layout, problems);
  return summarise(layout, chunks, large, free, readWord(memory, layout.allocations), problems);
}

/** The chunk that new blocks are taken from. The offset is undefined if it cannot be right. */
function readCurrentChunk(
  memory: ReadableMemory,
  layout: HeapLayout,
  problems: HeapProblem[],
): { address: bigint; offset: number | undefined } {
  const address = readWord(memory, layout.currentChunk) ?? 0n;
  const offset = readWord(memory, layout.currentChunk + layout.meta) ?? 0n;
  if (address === 0n) return { address, offset: undefined };
  if (offset < layout.meta || offset >= layout.chunkSize || (offset + layout.meta) % 16n !== 0n) {
    problems.push({
      address: layout.currentChunk,
      message: `the current chunk's offset is ${hex(offset)}, where no block can start`,
    });
    return { address, offset: undefined };
  }
  if (readWord(memory, address) === undefined) {
    problems.push({
      address: layout.currentChunk,
      message: `the current chunk is at ${hex(address)}, which is not readable memory`,
    });
  }
  return { address, offset: Number(offset) };
}

/** The payload size of the large block in a mapping, from its header; undefined if there is none. */
function largeSize(
  memory: ReadableMemory,
  layout: HeapLayout,
  range: AddressRange,
): bigint | undefined {
  const size = readWord(memory, range.start + layout.meta);
  if (size === undefined) return undefined;
  const length = size + (PADDING + 1n) * layout.meta;
  return size > 0n && length % layout.pageSize === 0n && length === range.end - range.start
    ? size
    : undefined;
}

function largeView(layout: HeapLayout, { start, end }: AddressRange, size: bigint): LargeView {
  return {
    address: start + PADDING * layout.meta,
    size: Number(size),
    mapped: Number(end - start),
  };
}

function checkFooter(
  memory: ReadableMemory,
  layout: HeapLayout,
  { start, end }: AddressRange,
  size: bigint,
  problems: HeapProblem[],
): void {
  const footer = readWord(memory, end - layout.meta);
  if (footer === size) return;
  problems.push({
    address: end - layout.meta,
    message: `the footer of the large block at ${hex(start + PADDING * layout.meta)} of ${size} ` +
      `bytes holds ${hex(footer ?? 0n)}: written past its end?`,
  });
}

function describeUnknown(
  memory: ReadableMemory,
  layout: HeapLayout,
  { start, end }: AddressRange,
): string {
  const header = readWord(memory, start + layout.meta);
  const holds = header === undefined ? "cannot be read" : `holds ${hex(header)}`;
  return `the mapping at ${hex(start)} of ${
    end - start
  } bytes was made for a large block, but its ` +
    `header ${holds}`;
}

/**
 * The mappings that look like the allocator's, for a process whose calls nobody observed. The memory
 * merges adjacent mappings, so each is divided by the headers in it.
 */
function guessSegments(
  memory: InspectableMemory,
  program: Pick<Program, "segments">,
  layout: HeapLayout,
  current: bigint,
): AddressRange[] {
  const found: AddressRange[] = [];
  const ofProgram = ({ start, end }: AddressRange) =>
    program.segments.some(({ address, size }) => address < end && start < address + BigInt(size));
  for (const mapping of memory.mappings()) {
    const { start, end, permissions, name } = mapping;
    if (!permissions.write || name.includes("stack") || ofProgram(mapping)) continue;
    for (let at = start; at < end;) {
      const length = guessLength(memory, layout, at, end, current);
      if (length !== undefined) found.push({ start: at, end: at + length });
      at += length ?? layout.pageSize;
    }
  }
  return found;
}

function guessLength(
  memory: ReadableMemory,
  layout: HeapLayout,
  at: bigint,
  end: bigint,
  current: bigint,
): bigint | undefined {
  const header = readWord(memory, at + layout.meta);
  const isChunk = at === current || layout.binSizes.includes(header ?? 0n) ||
    ((header ?? 0n) & 1n) === 1n;
  if (isChunk && at + layout.chunkSize <= end) return layout.chunkSize;
  const length = (header ?? 0n) + (PADDING + 1n) * layout.meta;
  const isLarge = header !== undefined && header > 0n && length % layout.pageSize === 0n;
  return isLarge && at + length <= end ? length : undefined;
}

/** Checks that every block on a free list is in some chunk. */
function checkFreeBlocks(
  free: FreeBlocks,
  chunks: readonly ChunkView[],
  layout: HeapLayout,
  problems: HeapProblem[],
): void {
  const met = new Set<bigint>();
  for (const { address, blocks } of chunks) {
    for (const block of blocks) {
      if (isFree(block)) met.add(address + BigInt(headerOffset(block)));
    }
  }
  for (const header of free.keys()) {
    if (met.has(header)) continue;
    problems.push({
      address: header,
      message: `the block at ${hex(header + layout.meta)} is on a free list, but no chunk has a ` +
        `block there`,
    });
  }
}

function summarise(
  layout: HeapLayout,
  chunks: readonly ChunkView[],
  large: readonly LargeView[],
  free: FreeBlocks,
  countedBlocks: bigint | undefined,
  problems: HeapProblem[],
): HeapView {
  const used = new Map<number, number>();
  for (const { blocks, sizes } of chunks) {
    blocks.forEach((block, index) => {
      const size = sizes[index] ?? 0;
      if (!isFree(block)) used.set(size, (used.get(size) ?? 0) + 1);
    });
  }
  // Lists were read in the order of their links.
  const lists = layout.binSizes.map((): bigint[] => []);
  for (const [header, bin] of free) lists[bin]?.push(header + layout.meta);
  const bins = layout.binSizes.map((size, bin): BinView => {
    const freeList = lists[bin] ?? [];
    return {
      size: Number(size),
      used: used.get(Number(size)) ?? 0,
      free: freeList.length,
      freeList,
    };
  });
  const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);
  const liveBlocks = sum(bins.map(({ used }) => used)) + large.length;
  if (
    problems.length === 0 && countedBlocks !== undefined && countedBlocks !== BigInt(liveBlocks)
  ) {
    problems.push({
      address: layout.allocations,
      message:
        `the allocator counts ${BigInt.asIntN(64, countedBlocks)} blocks in use, but the heap ` +
        `holds ${liveBlocks}`,
    });
  }
  return {
    layout,
    bins,
    chunks,
    large,
    liveBlocks,
    liveBytes: sum(bins.map(({ size, used }) => size * used)) + sum(large.map(({ size }) => size)),
    freeBlocks: free.size,
    freeBytes: sum(bins.map(({ size, free }) => size * free)),
    mappedBytes: sum(chunks.map(({ size }) => size)) + sum(large.map(({ mapped }) => mapped)),
    countedBlocks,
    problems,
  };
}
