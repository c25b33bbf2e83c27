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

function chunkLines(chunk: ChunkView, style: TextStyle): string[] {
  const { address, size, current, carved } = chunk;
  const left = size - carved;
  const state = current
    ? `${bytes(carved)} carved, ${bytes(left)} left`
    : `full, ${bytes(left)} unused at the end`;
  const { used, free } = countBlocks(chunk);
  const blocks = `${plural(used, "block")} in use, ${free.toLocaleString("en")} free`;
  const cell = cellSize(carved);
  return [
    `${style.strong(`Chunk ${hex(address)}`)}  ${state}; ${blocks}`,
    `  |${strip(chunk, cell)}|  ${bytes(cell)} per character`,
  ];
}

/** The bytes per character: the smallest power of two with which the strip is not too long. */
function cellSize(carved: number): number {
  let cell = MIN_CELL_SIZE;
  while (cell * STRIP_WIDTH < carved) cell *= 2;
  return cell;
}

function strip({ blocks, sizes, carved }: ChunkView, cell: number): string {
  const cells = new Uint8Array(Math.ceil(carved / cell));
  blocks.forEach((block, index) => {
    const from = headerOffset(block);
    const to = from + (sizes[index] ?? 0) + 8;
    const mark = isFree(block) ? 2 : 1;
    for (let at = Math.floor(from / cell); at * cell < to && at < cells.length; at++) {
      cells[at] = (cells[at] ?? 0) | mark;
    }
  });
  const marks = [CELL.empty, CELL.used, CELL.free, CELL.both];
  return [...cells].map((cell) => marks[cell] ?? CELL.empty).join("");
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
