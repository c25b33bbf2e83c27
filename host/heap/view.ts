// SPDX-License-Identifier: MPL-2.0
// What a look into the heap finds: chunks with their blocks, large blocks, free lists, and whatever is
// not as the allocator would have left it. Plain data, made by the inspector, drawn by the map.

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
  /** Bytes of their payloads: what was asked for, rounded up to what a block holds. */
  readonly liveBytes: number;
  /** Blocks on the free lists. */
  readonly freeBlocks: number;
  /** Bytes of their payloads. */
  readonly freeBytes: number;
  /** Bytes in the mappings of chunks and large blocks. */
  readonly mappedBytes: number;
  /** How many blocks the allocator itself believes to be in use. */
  readonly countedBlocks: bigint | undefined;
  /** What is wrong, most certain causes first; empty for a sound heap. */
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
}

/** A mapping that small blocks are carved from. */
export interface ChunkView {
  /** Address of the mapping. */
  readonly address: bigint;
  /** Bytes in all. */
  readonly size: number;
  /** Whether new blocks are carved from it. */
  readonly current: boolean;
  /** Bytes from its start that blocks have been carved from. */
  readonly carved: number;
  /** Its blocks: for each the offset of its header, a multiple of 8, plus 1 when the block is free. */
  readonly blocks: Uint32Array;
  /** The payload bytes of each of those blocks. */
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

/** Something that the allocator cannot have left behind. */
export interface HeapProblem {
  /** Where. */
  readonly address: bigint;
  /** What, as a sentence without its full stop. */
  readonly message: string;
}

/** Whether the block that an element of `ChunkView.blocks` stands for is free. */
export function isFree(block: number): boolean {
  return (block & 1) === 1;
}

/** The offset of the header of such a block from the start of its chunk. */
export function headerOffset(block: number): number {
  return block & ~1;
}
