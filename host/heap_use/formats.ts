// SPDX-License-Identifier: MPL-2.0
// The formats of heap profiles, one row each: `--heap-profile-to` and its help read this table.

import type { HeapUse } from "./heap_use.ts";

/** What a format writes. */
export interface HeapProfileSubject {
  /** What was allocated. */
  readonly use: HeapUse;
  /** What ran: the program's name and its arguments. */
  readonly command: string;
}

/** A format. */
export interface HeapProfileFormat {
  /** What reads it, for help. */
  readonly help: string;
  /** The whole file. */
  write(subject: HeapProfileSubject): Promise<string>;
}

/** The name of a format. */
export type HeapProfileFormatName = "massif" | "dhat" | "json";

/** The formats by name. */
export const HEAP_PROFILE_FORMATS: Readonly<Record<HeapProfileFormatName, HeapProfileFormat>> = {
  massif: {
    help: "the heap over time, for ms_print and massif-visualizer",
    write: async ({ use, command }) => (await import("./massif_view.ts")).massifView(use, command),
  },
  dhat: {
    help: "who allocated, for Valgrind's dh_view.html",
    write: async ({ use, command }) => (await import("./dhat_view.ts")).dhatView(use, command),
  },
  json: {
    help: "both as JSON",
    write: async ({ use }) =>
      `${
        JSON.stringify({ event: "heap use", ...(await import("./heap_use.ts")).heapUseJson(use) })
      }\n`,
  },
};

/** The names of the formats. */
export const HEAP_PROFILE_FORMAT_NAMES: readonly HeapProfileFormatName[] = Object
  .keys(HEAP_PROFILE_FORMATS) as HeapProfileFormatName[];
