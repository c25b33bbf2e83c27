// SPDX-License-Identifier: MPL-2.0
// The runtime's source files, imported as text, so that they are available wherever this module is:
// in a checkout, an installed package or a browser, and without permission to read files. Every .s
// file of this directory is listed once; the linker takes those that a program needs.

import abort from "./abort.s" with { type: "text" };
import calloc from "./calloc.s" with { type: "text" };
import consoleInput from "./console_input.s" with { type: "text" };
import consoleOutput from "./console_output.s" with { type: "text" };
import exit from "./exit.s" with { type: "text" };
import format from "./format.s" with { type: "text" };
import hare from "./hare.s" with { type: "text" };
import malloc from "./malloc.s" with { type: "text" };
import mallocChecks from "./malloc_checks.s" with { type: "text" };
import mallocLinear from "./malloc_linear.s" with { type: "text" };
import memory from "./memory.s" with { type: "text" };
import print from "./print.s" with { type: "text" };
import segment from "./segment.s" with { type: "text" };
import slice from "./slice.s" with { type: "text" };
import start from "./start.s" with { type: "text" };
import string from "./string.s" with { type: "text" };
import threadLocal from "./thread_local.s" with { type: "text" };

/** One source file of the runtime. */
export interface RuntimeFile {
  /** The file's name as line tables, traces and messages show it: `runtime/<file>.s`. */
  readonly name: string;
  /** The whole file: RV64IM assembly in GNU as syntax. */
  readonly text: string;
}

/**
 * The runtime as an archive of sources, in alphabetical order.
 *
 * A file becomes part of a program only if it defines a symbol that the program, or a file already
 * taken, needs. `_start` is in `runtime/start.s`; the allocator's checks at exit come with
 * `runtime/malloc.s`.
 */
export const runtimeFiles: readonly RuntimeFile[] = [
  { name: "runtime/abort.s", text: abort },
  { name: "runtime/calloc.s", text: calloc },
  { name: "runtime/console_input.s", text: consoleInput },
  { name: "runtime/console_output.s", text: consoleOutput },
  { name: "runtime/exit.s", text: exit },
  { name: "runtime/format.s", text: format },
  { name: "runtime/hare.s", text: hare },
  { name: "runtime/malloc.s", text: malloc },
  { name: "runtime/malloc_checks.s", text: mallocChecks },
  { name: "runtime/malloc_linear.s", text: mallocLinear },
  { name: "runtime/memory.s", text: memory },
  { name: "runtime/print.s", text: print },
  { name: "runtime/segment.s", text: segment },
  { name: "runtime/slice.s", text: slice },
  { name: "runtime/start.s", text: start },
  { name: "runtime/string.s", text: string },
  { name: "runtime/thread_local.s", text: threadLocal },
];

/** The allocators that a program can be linked with; the first is the default. */
export const ALLOCATOR_NAMES = ["hare", "hare-linear"] as const;

/** An allocator by name: `hare` is runtime/malloc.s, `hare-linear` the one it replaced, malloc_linear.s. */
export type AllocatorName = (typeof ALLOCATOR_NAMES)[number];

/** The runtime with an allocator of one's choice behind `rt.malloc`, `malloc` and the others. */
export function runtimeWith(allocator: AllocatorName): readonly RuntimeFile[] {
  if (allocator === "hare") return runtimeFiles;
  const replaced = new Set(["runtime/malloc.s", "runtime/malloc_checks.s"]);
  return runtimeFiles.filter(({ name }) => !replaced.has(name)).map((file) =>
    file.name === "runtime/malloc_linear.s"
      ? { name: file.name, text: withUsualNames(file.text) }
      : file
  );
}

/** Gives the routines of malloc_linear.s the usual names as well. The lines keep their numbers. */
function withUsualNames(text: string): string {
  return text
    .replaceAll(/^( +\.globl +)rt\.linear\.(malloc|free|realloc)$/gm, "$&, rt.$2, $2; .weak $2")
    .replaceAll(
      /^( +)\.type( +)rt\.linear\.(malloc|free|realloc), @function$/gm,
      "$&; .type rt.$3, @function; .type $3, @function",
    )
    .replaceAll(/^rt\.linear\.(malloc|free|realloc):$/gm, "$& rt.$1: $1:")
    .replaceAll(
      /^ +\.size +rt\.linear\.(malloc|free|realloc), (.*)$/gm,
      "$&; .size rt.$1, $2; .size $1, $2",
    );
}
