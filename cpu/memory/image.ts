// SPDX-License-Identifier: MPL-2.0
// What a machine can load: bytes with addresses and permissions, and where to start. The
// assembler's programs are images that also have symbols and lines.

/** What the guest may do with a range of memory. */
export interface Permissions {
  /** Loads. */
  readonly read: boolean;
  /** Stores. */
  readonly write: boolean;
  /** Instruction fetches. */
  readonly execute: boolean;
}

/** A range of memory that loading a program fills. */
export interface Segment extends Permissions {
  /** Address of the first byte. */
  readonly address: bigint;
  /** Its contents. */
  readonly data: Uint8Array;
  /** Size in bytes, at least `data.length`; bytes beyond the data are zero (.bss). */
  readonly size: number;
}

/** A program as the machine sees it. No two segments share a page. */
export interface Image {
  /** Address of the first instruction. */
  readonly entry: bigint;
  /** The segments, in any order. */
  readonly segments: readonly Segment[];
  /** The ELF program headers, if a segment contains them: C libraries read them. */
  readonly programHeaders?: ProgramHeaders;
  /** The interpreter that starts the program, if it is dynamically linked. */
  readonly interpreter?: Interpreter;
  /** Whether instructions may be executed on the stack (PT_GNU_STACK); by default they may not. */
  readonly executableStack?: boolean;
}

/** The program that starts a dynamically linked one (ld.so). */
export interface Interpreter {
  /** What was added to the addresses in its file. */
  readonly base: bigint;
  /** Address of its first instruction. */
  readonly entry: bigint;
  /** Its segments, in any order. */
  readonly segments: readonly Segment[];
}

/** A table of ELF program headers in a program's memory. */
export interface ProgramHeaders {
  /** Address of the first header. */
  readonly address: bigint;
  /** Bytes per header. */
  readonly entrySize: number;
  /** How many headers there are. */
  readonly count: number;
}
