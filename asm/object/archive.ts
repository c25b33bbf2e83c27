// SPDX-License-Identifier: MPL-2.0
// An archive as the linker sees it: members that become part of a program only where they define a name
// that it lacks. Members may be object files or sources, which are read or assembled when taken.
// object/elf/archive_reader.ts and source_archive.ts make archives.

import type { Diagnostics } from "./diagnostic.ts";
import type { ObjectFile } from "./object.ts";

/** Object files, or their sources. A program takes those that it needs. */
export interface Archive {
  /** The names that members define. */
  readonly names: Iterable<string>;
  /**
   * Takes the next member not in `taken` that defines the name, and adds it there. Returns undefined if none
   * is left, or if it is invalid, which is reported.
   */
  take(name: string, taken: Set<unknown>, diagnostics: Diagnostics): ObjectFile | undefined;
  /** Whether a member that defines the name had errors: the name need not be reported as missing. */
  isBroken?(name: string): boolean;
}
