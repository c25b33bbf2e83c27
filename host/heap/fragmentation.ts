// SPDX-License-Identifier: MPL-2.0
// What the memory is used for that the allocator has mapped: how much of it the program asked for, and where the
// rest is.

import type { HeapView } from "./view.ts";

/** The bytes that the allocator has mapped, by what they hold. */
export interface Fragmentation {
  /** All. */
  readonly mapped: number;
  /** Blocks in use: what was asked for. */
  readonly requested: number;
  /** Blocks in use: what they have more than was asked for. */
  readonly slack: number;
  /** Blocks on the free lists. */
  readonly free: number;
  /** Chunks: what no block has been made of yet, or never will. */
  readonly unused: number;
  /** Headers, footers and padding. */
  readonly headers: number;
}

/** What the mapped bytes hold, in words. */
export const CONTENTS: readonly (readonly [keyof Fragmentation, string])[] = [
  ["requested", "asked for by the program"],
  ["slack", "more than was asked for, in blocks in use"],
  ["free", "on the free lists"],
  ["headers", "headers, footers and padding"],
  ["unused", "in chunks, not made into blocks"],
];

/** What the mapped bytes hold; `requested` is the sum of what was asked for. */
export function fragmentationOf(view: HeapView, requested: number): Fragmentation {
  const { mappedBytes: mapped, liveBytes, freeBytes: free, chunks } = view;
  const unused = chunks.reduce((sum, { size, carved }) => sum + size - carved, 0);
  return {
    mapped,
    requested,
    slack: liveBytes - requested,
    free,
    unused,
    headers: mapped - liveBytes - free - unused,
  };
}
