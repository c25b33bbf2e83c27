// SPDX-License-Identifier: MPL-2.0
// The heap as plain data: chunks with their blocks, large blocks, free lists, and problems. Made by the
// inspector, drawn by the map.

import type { HeapLayout } from "./layout.ts";

/** The heap at one moment. */
export interface HeapView {
  /** The allocator's constants. */
  readonly layout: HeapLayout;
  /** One entry per bin. */
  readonly bins: readonly BinView[];
  /** The chunks by rising address. */
  readonly chunks: readonly ChunkView[];
  /** The large blocks by rising address. */
  readonly large: readonly LargeView[];
  /** Blocks in use, of both kinds. */
  readonly liveBlocks: number;
  /** Bytes of their payloads: what was requested, rounded up to block sizes. */
  readonly liveBytes: number;
  /** Blocks on the free lists. */
  readonly freeBlocks: number;
  /** Bytes of their payloads. */
  readonly freeBytes: number;
  /** Bytes in the mappings of chunks and large blocks. */
  readonly mappedBytes: number;
  /** The allocator's own count of blocks in use; undefined if it cannot be read. */
  readonly countedBlocks: bigint | undefined;
  /** What is wrong; empty for an intact heap. */
  readonly problems: readonly HeapProblem[];
}

/** The blocks of one size. */
export interface BinView {
  /** Bytes of a payload. */
  readonly size: number;
  /** Blocks in use. */
  readonly used: number;
  /** Blocks on the free list. */
  readonly free: number;
  /** The addresses of these, the one that is given out next first. */
  readonly freeList: readonly bigint[];
}

/** A mapping that is divided into small blocks. */
export interface ChunkView {
  /** Address of the mapping. */
  readonly address: bigint;
  /** Total bytes. */
  readonly size: number;
  /** Whether new blocks are taken from it. */
  readonly current: boolean;
  /** Bytes from its start that have been divided into blocks. */
  readonly carved: number;
  /** For each block, the offset of its header, a multiple of 8, plus 1 if the block is free. */
  readonly blocks: Uint32Array;
  /** For each block, the bytes of its payload. */
  readonly sizes: Uint32Array;
}

/** A block with a mapping of its own. */
export interface LargeView {
  /** Address of the payload. */
  readonly address: bigint;
  /** Bytes of the payload. */
  readonly size: number;
  /** Bytes of the mapping. */
  readonly mapped: number;
}

/** A state of the heap that the allocator never leaves. */
export interface HeapProblem {
  /** Where it is. */
  readonly address: bigint;
  /** What is wrong, as a sentence without its full stop. */
  readonly message: string;
}

/** How many blocks of a chunk are in use, and how many are free. */
export function countBlocks(
  { blocks }: Pick<ChunkView, "blocks">,
): { readonly used: number; readonly free: number } {
  const free = blocks.reduce((count, block) => count + (isFree(block) ? 1 : 0), 0);
  return { used: blocks.length - free, free };
}

/** Whether a block is free, by its element of `ChunkView.blocks`. */
export function isFree(block: number): boolean {
  return (block & 1) === 1;
}

/** The offset of a block's header in its chunk, by its element of `ChunkView.blocks`. */
export function headerOffset(block: number): number {
  return block & ~1;
}
