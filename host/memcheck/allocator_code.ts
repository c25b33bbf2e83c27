// SPDX-License-Identifier: MPL-2.0
// Which code belongs to the allocator: besides its entries, the functions that walk its structures,
// such as those that look for leaks at exit or tell the size of a block. They may read what the
// program may not, also when nobody has called malloc.

import type { Program } from "../../asm/object/program.ts";
import { CodeLocations } from "../symbols/locations.ts";

/** The source files of allocators: Hare's rt, ours, glibc's, musl's and newlib's. */
const FILES = /(?:^|\/)(?:malloc|mallocr|arena|free|realloc|calloc)[^/]*\.\w+$/;
/** Functions of allocators that come without lines. */
const NAMES =
  /^(?:rt\.(?:malloc|free|realloc|getmeta)|_?_?(?:libc_|int_)?(?:malloc|free|realloc|calloc|mallinfo|mallopt)|tcache_|arena_|sysmalloc|systrim|unlink_chunk|malloc_)/;

/** The allocator's code in one program. */
export class AllocatorCode {
  readonly #locations: CodeLocations;

  /** That of a program; without symbols, none is known. */
  constructor(program: Program | undefined) {
    this.#locations = new CodeLocations(program);
  }

  /** Whether an address is in it. */
  has(address: bigint): boolean {
    const { symbol, location } = this.#locations.at(address);
    return location === undefined
      ? symbol !== undefined && NAMES.test(symbol)
      : FILES.test(location.file) && symbol !== undefined && NAMES.test(symbol);
  }
}
