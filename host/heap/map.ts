// SPDX-License-Identifier: MPL-2.0
// Draws the heap as text: totals, used and free blocks by size, a strip for each chunk that shows where its
// blocks are, the large blocks, and problems. Some 20 to 40 lines, whatever the size of the heap.

import { PLAIN, type TextStyle } from "../text/style.ts";
import { hex } from "../text/hex.ts";
import type { BinView, ChunkView, HeapView, LargeView } from "./view.ts";
import { countBlocks, headerOffset, isFree } from "./view.ts";

const BAR_WIDTH = 40;
const STRIP_WIDTH = 64;
const MIN_CELL_SIZE = 16;
const MAX_CHUNKS = 6;
const MAX_LARGE = 6;
const MAX_PROBLEMS = 8;

const CELL = { empty: ".", used: "#", free: "o", both: "+" } as const;

/** The map as text with a final line end. */
export function formatHeapMap(view: HeapView, style: TextStyle = PLAIN): string {
  const lines = [
    style.strong(
      `Heap: ${plural(view.liveBlocks, "block")} in use (${bytes(view.liveBytes)}), ` +
        `${view.freeBlocks.toLocaleString("en")} free (${bytes(view.freeBytes)})`,
    ),
    `  ${plural(view.chunks.length, "chunk")}, ${plural(view.large.length, "large block")}, ` +
    `${bytes(view.mappedBytes)} mapped`,
  ];
  if (view.chunks.length > 0) {
    lines.push("", ...binLines(view.bins, style), "");
    lines.push(...limited(view.chunks, MAX_CHUNKS, (chunk) => chunkLines(chunk, style), "chunk"));
    lines.push(
      style.faint(
        `  ${CELL.used} in use   ${CELL.free} free   ${CELL.both} some of each`,
      ),
    );
  }
  if (view.large.length > 0) {
    lines.push("", style.strong("Large blocks"));
    lines.push(...limited(view.large, MAX_LARGE, largeLines, "large block"));
  }
  if (view.problems.length > 0) {
    lines.push("", style.error("This heap is corrupted"));
    lines.push(
      ...limited(view.problems, MAX_PROBLEMS, ({ message }) => [`  ! ${message}`], "problem"),
    );
  }
  return `${lines.join("\n")}\n`;
}

function binLines(bins: readonly BinView[], style: TextStyle): string[] {
  const most = Math.max(1, ...bins.map(({ used, free }) => used + free));
  const scale = Math.min(1, BAR_WIDTH / most);
  const lines = bins.filter(({ used, free }) => used + free > 0).map(({ size, used, free }) => {
    const marks = (count: number) => count === 0 ? 0 : Math.max(1, Math.round(count * scale));
    const bar = CELL.used.repeat(marks(used)) + CELL.free.repeat(marks(free));
    return `  ${count(size, 15)}${count(used, 9)}${count(free, 9)}  ${bar}`;
  });
  return [style.strong("  bytes per block   in use     free"), ...lines];
}

/** `2,472 bytes carved, 2,094,680 bytes left`. */
export function chunkState({ size, current, carved }: ChunkView): string {
  const left = bytes(size - carved);
  return current ? `${bytes(carved)} carved, ${left} left` : `full, ${left} unused at the end`;
}

function chunkLines(chunk: ChunkView, style: TextStyle): string[] {
  const { address, carved } = chunk;
  const state = chunkState(chunk);
  const { used, free } = countBlocks(chunk);
  const blocks = `${plural(used, "block")} in use, ${free.toLocaleString("en")} free`;
  const cell = cellSize(carved);
  return [
    `${style.strong(`Chunk ${hex(address)}`)}  ${state}; ${blocks}`,
    `  |${strip(chunk, cell)}|  ${bytes(cell)} per character`,
  ];
}

/** The bytes per cell: the smallest power of two with which a strip has at most `width` cells. */
export function cellSize(carved: number, width: number = STRIP_WIDTH): number {
  let cell = MIN_CELL_SIZE;
  while (cell * width < carved) cell *= 2;
  return cell;
}

/** What parts of a chunk hold, each of `cell` bytes: blocks in use (1), free ones (2), or both (3). */
export function chunkCells({ blocks, sizes, carved }: ChunkView, cell: number): Uint8Array {
  const cells = new Uint8Array(Math.ceil(carved / cell));
  blocks.forEach((block, index) => {
    const from = headerOffset(block);
    const to = from + (sizes[index] ?? 0) + 8;
    const mark = isFree(block) ? 2 : 1;
    for (let at = Math.floor(from / cell); at * cell < to && at < cells.length; at++) {
      cells[at] = (cells[at] ?? 0) | mark;
    }
  });
  return cells;
}

function strip(chunk: ChunkView, cell: number): string {
  const marks = [CELL.empty, CELL.used, CELL.free, CELL.both];
  return [...chunkCells(chunk, cell)].map((cell) => marks[cell] ?? CELL.empty).join("");
}

function largeLines({ address, size, mapped }: LargeView): string[] {
  return [`  ${hex(address)}  ${bytes(size)} (${bytes(mapped)} mapped)`];
}

function limited<T>(
  items: readonly T[],
  limit: number,
  format: (item: T) => string[],
  noun: string,
): string[] {
  const lines = items.slice(0, limit).flatMap(format);
  const more = items.length - limit;
  return more > 0 ? [...lines, `  ... and ${plural(more, `more ${noun}`)}`] : lines;
}

/** `1 block`, `2 blocks`. */
export function plural(number: number, noun: string): string {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}

function count(number: number, width: number): string {
  return number.toLocaleString("en").padStart(width);
}

/** `2,056 bytes`, `64 KiB`, `2 MiB`: the exact size in the largest possible unit. */
export function bytes(number: number): string {
  for (const [unit, size] of [["GiB", 2 ** 30], ["MiB", 2 ** 20], ["KiB", 2 ** 10]] as const) {
    if (number >= size && number % size === 0) {
      return `${(number / size).toLocaleString("en")} ${unit}`;
    }
  }
  return plural(number, "byte");
}
