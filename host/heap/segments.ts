// SPDX-License-Identifier: MPL-2.0
// The mappings that the allocator of a process made: those whose ecall is in rt.segmalloc. Hare's own build
// makes all system calls in one routine; there, a mapping is the allocator's if it looks like it.

import type { Program } from "../../asm/object/program.ts";
import type { MadeMapping } from "../watch/gone_mappings.ts";
import type { History } from "../watch/history.ts";
import { type ReadableMemory, readWord } from "../symbols/readable_memory.ts";
import { symbolRange } from "../symbols/symbol_range.ts";
import { type HeapLayout, isHareBuild, readHeapLayout } from "./layout.ts";

/** The mappings that the allocator made and still has. */
export function allocatorSegments(
  program: Program,
  history: History,
  memory: ReadableMemory,
): readonly MadeMapping[] {
  const layout = isHareBuild(program) ? readHeapLayout(program) : undefined;
  if (layout !== undefined) {
    return history.mappings.filter((mapping) => looksLikeHeap(mapping, layout, memory));
  }
  const symbol = program.symbol("rt.segmalloc");
  if (symbol === undefined) return [];
  const { start, end } = symbolRange(program, symbol);
  return history.mappings.filter(({ pc }) => start <= pc && pc < end);
}

/** Whether a mapping is a chunk by its size, or a large block by its header. */
function looksLikeHeap(
  { start, end }: MadeMapping,
  { chunkSize, meta }: HeapLayout,
  memory: ReadableMemory,
): boolean {
  const length = end - start;
  // Padding, header and footer are a word each.
  return length === chunkSize || readWord(memory, start + meta) === length - 3n * meta;
}
