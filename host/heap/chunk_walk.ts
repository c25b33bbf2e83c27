// SPDX-License-Identifier: MPL-2.0
// Walks the blocks of one chunk from header to header. Takes the chunk's bytes and the free lists, because
// the header of a free block does not contain its size. An impossible header becomes a problem, and the
// walk goes on at the next block that is on a free list.

import { hex } from "../text/hex.ts";
import type { FreeBlocks } from "./free_lists.ts";
import type { HeapLayout } from "./layout.ts";
import { type ChunkView, headerOffset, type HeapProblem, isFree } from "./view.ts";

/** A chunk to walk. */
export interface Chunk {
  /** Its address. */
  readonly address: bigint;
  /** Its content. */
  readonly bytes: Uint8Array;
  /** The offset of the next new block; undefined in a chunk that is not the current one. */
  readonly offset: number | undefined;
}

/** Lists the blocks of a chunk and adds problems to `problems`. */
export function walkChunk(
  chunk: Chunk,
  layout: HeapLayout,
  free: FreeBlocks,
  problems: HeapProblem[],
): ChunkView {
  return new Walk(chunk, layout, free, problems).run();
}

class Walk {
  readonly #chunk: Chunk;
  readonly #layout: HeapLayout;
  readonly #free: FreeBlocks;
  readonly #problems: HeapProblem[];
  readonly #view: DataView;
  readonly #meta: number;
  readonly #usedSizes: ReadonlySet<number>;
  readonly #blocks: number[] = [];
  readonly #sizes: number[] = [];

  constructor(chunk: Chunk, layout: HeapLayout, free: FreeBlocks, problems: HeapProblem[]) {
    const { buffer, byteOffset, byteLength } = chunk.bytes;
    this.#chunk = chunk;
    this.#layout = layout;
    this.#free = free;
    this.#problems = problems;
    this.#view = new DataView(buffer, byteOffset, byteLength);
    this.#meta = Number(layout.meta);
    this.#usedSizes = new Set(layout.binSizes.map(Number));
  }

  run(): ChunkView {
    const { address, bytes, offset } = this.#chunk;
    const end = offset ?? bytes.length;
    let at = this.#meta;
    while (at < end && at + this.#meta <= bytes.length) {
      const block = this.#blockAt(at);
      if (block === "tail") {
        at = this.#withoutFooter(at);
        break;
      }
      if (block === undefined) {
        const next = this.#nextKnown(at, end);
        if (next === undefined) break;
        at = next;
        continue;
      }
      const after = at + this.#meta + block.size;
      // A block is only taken if its footer fits too. Otherwise this is the footer of the last block.
      if (after + this.#meta > bytes.length) {
        if (offset !== undefined || block.free) this.#crosses(at, block.size, "the chunk's end");
        break;
      }
      if (offset !== undefined && after > offset) {
        this.#crosses(at, block.size, "the chunk's current offset");
        break;
      }
      this.#blocks.push(at + (block.free ? 1 : 0));
      this.#sizes.push(block.size);
      at = after;
    }
    return {
      address,
      size: bytes.length,
      current: offset !== undefined,
      carved: offset ?? at,
      blocks: Uint32Array.from(this.#blocks),
      sizes: Uint32Array.from(this.#sizes),
    };
  }

  /** The block whose header is at `at`; "tail" after the last block of a full chunk. */
  #blockAt(at: number): { size: number; free: boolean } | "tail" | undefined {
    const low = this.#view.getUint32(at, true);
    const high = this.#view.getUint32(at + 4, true);
    if (high === 0 && this.#usedSizes.has(low)) return { size: low, free: false };
    if (high === 0 && low === 0 && this.#chunk.offset === undefined) return "tail";
    const header = this.#chunk.address + BigInt(at);
    const bin = this.#free.get(header);
    if (bin !== undefined) return { size: Number(this.#layout.binSizes[bin] ?? 0n), free: true };
    const word = (BigInt(high) << 32n) | BigInt(low);
    const before = this.#blocks.at(-1);
    const neighbour = before === undefined
      ? ""
      : `; written past the end of the block before it, at ${
        hex(this.#chunk.address + BigInt(headerOffset(before) + this.#meta))
      }?`;
    const what = (low & 1) === 1
      ? "is marked free, but no free list holds it"
      : `has the header ${hex(word)}, which is not a block size`;
    this.#problems.push({
      address: header,
      message: `the block at ${hex(header + this.#layout.meta)} ${what}${neighbour}`,
    });
    return undefined;
  }

  #crosses(at: number, size: number, what: string): void {
    const payload = this.#chunk.address + BigInt(at + this.#meta);
    this.#problems.push({
      address: payload - this.#layout.meta,
      message: `the block at ${hex(payload)} of ${size} bytes reaches past ${what}`,
    });
  }

  /**
   * Removes what looks like the last block of a full chunk: the footer of the block before it, which
   * reads like the header of a used block. The zeros of unused memory after it give it away.
   */
  #withoutFooter(at: number): number {
    const last = this.#blocks.at(-1);
    if (last === undefined || isFree(last)) return at;
    this.#blocks.pop();
    this.#sizes.pop();
    return headerOffset(last);
  }

  /** The next offset after a bad header that must be a header: that of a free block. */
  #nextKnown(at: number, end: number): number | undefined {
    for (let next = at + 16; next < end; next += 16) {
      if (this.#free.has(this.#chunk.address + BigInt(next))) return next;
    }
    return undefined;
  }
}
