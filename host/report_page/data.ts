// SPDX-License-Identifier: MPL-2.0
// What a page about a run shows, as plain data: strings, numbers, lists. Nothing here refers to the machine, so
// it can be stored as JSON, and drawn by any program. Addresses are hexadecimal strings.

/** A line of a source file, with those around it. */
export interface SourceExcerpt {
  /** The file, as the program's lines name it. */
  readonly file: string;
  /** The line that this is about. */
  readonly line: number;
  /** The number of the first line of `text`. */
  readonly first: number;
  /** The lines. */
  readonly text: readonly string[];
}

/** A call on a stack. */
export interface PageFrame {
  /** How many frames in a row are the same; undefined for one. */
  readonly times?: number | undefined;
  /** The pc, or the address that a call returns to. */
  readonly address: string;
  /** The function, perhaps with an offset. */
  readonly function?: string | undefined;
  /** `main.s:12`. */
  readonly location?: string | undefined;
}

/** Calls, under a title. */
export interface PageStack {
  /** What they did; empty for the stack of the error itself. */
  readonly title: string;
  /** Innermost first. */
  readonly frames: readonly PageFrame[];
}

/** How the run ended, and what it took. */
export interface PageSummary {
  /** Such as `exited with status 0`. */
  readonly ending: string;
  /** Whether that is good: it failed, a checker found errors all the same, or somebody stopped it. */
  readonly outcome: "ok" | "errors" | "failed" | "stopped";
  /** The exit status, as a shell shows it. */
  readonly status: number;
  /** Instructions retired. */
  readonly instructions: number;
  /** System calls made. */
  readonly systemCalls: number;
  /** The most bytes mapped at one time. */
  readonly peakMappedBytes: number;
  /** Pages accessed. */
  readonly pagesTouched: number;
}

/** Why a signal killed the program, or where it was stopped. */
export interface PageFault {
  /** `SIGSEGV`. */
  readonly signal: string;
  /** What happened. */
  readonly headline: string;
  /** Where. */
  readonly location: string;
  /** The instruction that trapped. */
  readonly instruction?: string | undefined;
  /** Its source. */
  readonly excerpt?: SourceExcerpt | undefined;
  /** Likely causes. */
  readonly hints: readonly string[];
  /** The registers, with remarks. */
  readonly registers: readonly {
    readonly name: string;
    readonly value: string;
    readonly mark?: string | undefined;
  }[];
  /** The calls under way. */
  readonly backtrace: readonly PageFrame[];
  /** The bad word: lines of text, and the source of the store. */
  readonly story?: {
    readonly title: string;
    readonly text: string;
    readonly excerpt?: SourceExcerpt | undefined;
  } | undefined;
}

/** An error that a checker found. */
export interface PageError {
  /** What is wrong. */
  readonly title: string;
  /** Further remarks. */
  readonly notes: readonly string[];
  /** The calls that made the error, and those that its notes are about. */
  readonly stacks: readonly PageStack[];
  /** The source of the program's own line. */
  readonly excerpt?: SourceExcerpt | undefined;
}

/** A mapped range. */
export interface PageMapping {
  /** Address of the first byte. */
  readonly start: string;
  /** Address after the last one. */
  readonly end: string;
  /** Bytes. */
  readonly size: number;
  /** `rwx` with `-` for what is not allowed. */
  readonly permissions: string;
  /** What it is for. */
  readonly name: string;
}

/** The heap at one moment of the run. */
export interface PageSample {
  /** How many instructions had retired. */
  readonly number: number;
  /** Bytes in use. */
  readonly bytes: number;
  /** Blocks in use. */
  readonly blocks: number;
  /** Bytes that the allocators had mapped. */
  readonly mappedBytes: number;
  /** The most bytes in use after any change since the sample before. */
  readonly maxBytes: number;
}

/** What the same calls allocated. */
export interface PageSite {
  /** Bytes at the peak. */
  readonly peakBytes: number;
  /** Bytes in all. */
  readonly totalBytes: number;
  /** Blocks in all. */
  readonly totalBlocks: number;
  /** Bytes in use at the end. */
  readonly liveBytes: number;
  /** The calls. */
  readonly frames: readonly PageFrame[];
}

/** The use of the heap over time. */
export interface PageHeap {
  /** Blocks allocated. */
  readonly allocations: number;
  /** Blocks freed. */
  readonly frees: number;
  /** Bytes allocated. */
  readonly bytes: number;
  /** In use at the end. */
  readonly live: { readonly blocks: number; readonly bytes: number };
  /** The largest it was. */
  readonly peak: { readonly number: number; readonly blocks: number; readonly bytes: number };
  /** The heap over time. */
  readonly samples: readonly PageSample[];
  /** Those who allocated most. */
  readonly sites: readonly PageSite[];
}

/** What a part of a chunk holds: nothing, blocks in use, free blocks, some of each. */
export type PageCell = 0 | 1 | 2 | 3;

/** The structures of Hare's allocator at the end. */
export interface PageHeapMap {
  /** What the mapped bytes hold, by name. */
  readonly contents: readonly { readonly name: string; readonly bytes: number }[];
  /** The blocks by size. */
  readonly bins: readonly { readonly size: number; readonly used: number; readonly free: number }[];
  /** The chunks. */
  readonly chunks: readonly {
    readonly address: string;
    readonly used: number;
    readonly free: number;
    readonly note: string;
    readonly cellBytes: number;
    readonly cells: readonly PageCell[];
  }[];
  /** The large blocks. */
  readonly large: readonly { readonly address: string; readonly size: number }[];
  /** How many chunks and large blocks are left out. */
  readonly omitted: number;
  /** What is wrong. */
  readonly problems: readonly string[];
}

/** The system calls of the run. */
export interface PageCalls {
  /** By name. */
  readonly counts: readonly {
    readonly name: string;
    readonly calls: number;
    readonly errors: number;
  }[];
  /** The first ones and the last ones, and signals. */
  readonly log: readonly { readonly number: number; readonly text: string }[];
  /** How many are left out, and after which index of `log`. */
  readonly omitted: { readonly count: number; readonly after: number };
}

/** A function as called by a chain of calls. */
export interface PageFlame {
  /** Its name. */
  readonly name: string;
  /** `main.s:12`. */
  readonly location?: string | undefined;
  /** Its own instructions. */
  readonly self: number;
  /** Those of it and of what it called. */
  readonly total: number;
  /** How often it was called. */
  readonly calls: number;
  /** What it called, the most expensive first; functions too small to see are left out. */
  readonly children: readonly PageFlame[];
}

/** Where the instructions went. */
export interface PageProfile {
  /** All instructions. */
  readonly total: number;
  /** The functions, those with the most instructions of their own first. */
  readonly functions: readonly {
    readonly name: string;
    readonly location?: string | undefined;
    readonly self: number;
    readonly inclusive: number;
    readonly loads: number;
    readonly stores: number;
    readonly calls: number;
  }[];
  /** How many functions are left out. */
  readonly omitted: number;
  /** The chains of calls. */
  readonly flame: PageFlame;
}

/** What the program wrote. */
export interface PageOutput {
  /** The pieces, in order. */
  readonly parts: readonly { readonly stream: "stdout" | "stderr"; readonly text: string }[];
  /** Bytes left out in the middle, after the part of that index. */
  readonly omitted: { readonly bytes: number; readonly after: number };
}

/** A run, as a page shows it. */
export interface RunReport {
  /** `leveret run …`: what ran. */
  readonly command: string;
  /** How it ended. */
  readonly summary: PageSummary;
  /** Why it was killed. */
  readonly fault?: PageFault | undefined;
  /** Errors of the memory checker. */
  readonly errors: readonly PageError[];
  /** Lost blocks. */
  readonly leaks: readonly PageError[];
  /** The address space at the end. */
  readonly mappings: readonly PageMapping[];
  /** The heap; undefined when the program has no allocator, or none that is known. */
  readonly heap?: PageHeap | undefined;
  /** Hare's allocator at the end. */
  readonly heapMap?: PageHeapMap | undefined;
  /** The system calls. */
  readonly calls: PageCalls;
  /** Where the instructions went. */
  readonly profile: PageProfile;
  /** What the program wrote. */
  readonly output: PageOutput;
}
