// SPDX-License-Identifier: MPL-2.0
// The mappings that the allocator of a process made: those whose ecall is in rt.segmalloc.

import type { Program } from "../../asm/object/program.ts";
import type { MadeMapping } from "../watch/gone_mappings.ts";
import type { History } from "../watch/history.ts";
import { symbolRange } from "../symbols/symbol_range.ts";

/** The mappings that the allocator made and still has. */
export function allocatorSegments(program: Program, history: History): readonly MadeMapping[] {
  const symbol = program.symbol("rt.segmalloc");
  if (symbol === undefined) return [];
  const { start, end } = symbolRange(program, symbol);
  return history.mappings.filter(({ pc }) => start <= pc && pc < end);
}
