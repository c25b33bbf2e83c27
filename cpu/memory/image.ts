// SPDX-License-Identifier: MPL-2.0
// What the machine can load: bytes at addresses, with permissions, and where to start. The
// assembler's programs are images with names and lines added.

/** The right to read, write and execute a range of memory. */
export interface Permissions {
  /** Loads. */
  readonly read: boolean;
  /** Stores. */
  readonly write: boolean;
  /** Instruction fetches. */
  readonly execute: boolean;
}

/** A range of memory to fill when a program is loaded. */
export interface Segment extends Permissions {
  /** Address of the first byte. */
  readonly address: bigint;
  /** The bytes to place there. */
  readonly data: Uint8Array;
  /** Size in bytes: `data.length` or more; the rest is zero (.bss). */
  readonly size: number;
}

/** A program as the machine sees it. Segments do not share pages. */
export interface Image {
  /** Address of the first instruction. */
  readonly entry: bigint;
  /** In any order. */
  readonly segments: readonly Segment[];
  /** The ELF program headers, where the program has them in its memory: a C library looks there. */
  readonly programHeaders?: ProgramHeaders;
}

/** A table of ELF program headers in the memory of a program. */
export interface ProgramHeaders {
  /** Address of the first one. */
  readonly address: bigint;
  /** Bytes of each. */
  readonly entrySize: number;
  /** How many there are. */
  readonly count: number;
}
