// SPDX-License-Identifier: MPL-2.0
// The mappings of a process that its allocator made: those whose system call came from rt.segmalloc.

import type { Program } from "../../asm/program.ts";
import type { MadeMapping } from "../report/gone_mappings.ts";
import type { History } from "../report/history.ts";
import { symbolRange } from "../trace/filter.ts";

/** The mappings that the allocator made and still has. */
export function allocatorSegments(program: Program, history: History): readonly MadeMapping[] {
  const symbol = program.symbol("rt.segmalloc");
  if (symbol === undefined) return [];
  const { start, end } = symbolRange(program, symbol);
  return history.mappings.filter(({ pc }) => start <= pc && pc < end);
}
