// SPDX-License-Identifier: MPL-2.0
// What engines ask of the object that counts executions: code to put into translated blocks and where
// they end, and to be told of instructions that retire outside translated code. Types only, so that
// the counting itself is loaded only by who counts.

import type { Code, I32, I64, Local64 } from "../wasm/code.ts";
import type { ImportedFunction } from "../wasm/module.ts";

/** How an instruction continues. A call or return is what the manual's link registers make one. */
export type Flow = "next" | "branch" | "jump" | "call" | "return" | "computed jump";

/** An instruction of a block that is about to be translated. */
export interface CountedInstruction {
  readonly address: number;
  readonly word: number;
}

/** The counters of one block, as code. */
export interface BlockCounters {
  /** Counts an execution of the block. */
  readonly enter: Code;
  /** Counts that the branch at its end is taken. */
  readonly take: Code;
}

/** A block of a region: its instructions and their addresses. */
export interface CountedBlock {
  readonly instructions: readonly { readonly word: number; readonly length: number }[];
  readonly addresses: readonly number[];
}

/** The locals of a region that are counted with. */
export interface CountedLocals {
  /** Where its code adds events up. */
  readonly events: Local64;
  readonly fuel: I32;
  /** The target of a computed jump. */
  readonly pc: I64;
  readonly sp: I64;
}

/** Writes the code that counts in one region. */
export interface RegionCounting {
  /** The counters of a block. */
  block(block: CountedBlock): BlockCounters;
  /** Passes on what was counted, before the code of others runs. */
  flush(): Code;
  /** Notes that instructions of the last block will not retire. */
  cut(unretired: number): Code;
  /** Counts that a block continues at an address. */
  continueAt(block: CountedBlock, target: number): Code;
  /** Counts a call of an address, or of the address in `pc`. */
  call(block: CountedBlock, to: number | undefined): Code;
  /** Counts a jump to the address in `pc`. */
  computedJump(block: CountedBlock): Code;
}

/**
 * Writes the code that counts. `events` is a local of the function being translated, 0 at its start; it
 * holds what {@link CodeCounting.flush} has not yet passed on. `first` is the index of the first of
 * {@link CodeCounting.imports} in the module.
 */
export interface CodeCounting {
  /** The functions that the code calls, and their signatures. */
  readonly imports: readonly ImportedFunction[];
  readonly functions: WebAssembly.ModuleImports;
  /** The counters of a block. */
  block(instructions: readonly CountedInstruction[], events: Local64): BlockCounters;
  /** What counts in a region; `first` is the index of the first import. */
  region(first: number, locals: CountedLocals): RegionCounting;
  /** Notes a call that returns to an address. Afterwards `events` is 0. */
  call(first: number, returnTo: number, target: I64, sp: I64, fuel: I32, events: Local64): Code;
  /** Notes a return. */
  leave(first: number, to: I64, sp: I64, fuel: I32, events: Local64): Code;
  /** Notes a jump between functions. */
  cross(first: number, to: number, fuel: I32, events: Local64): Code;
  /** The same, where only the program knows the address. */
  crossTo(first: number, to: I64, fuel: I32, events: Local64): Code;
  /** Notes a computed jump, if it leaves the function of the jump. */
  crossFrom(first: number, at: number, to: I64, fuel: I32, events: Local64): Code;
  /** Passes on what `events` holds, before another function runs. */
  flush(first: number, events: Local64): Code;
  /** How the instruction of a word continues. */
  flowOf(word: number): Flow;
  /** The end of the function that contains an address: a block ends there. */
  functionEnd(address: number): number;
  /** Whether two addresses belong to different functions. */
  isCrossing(from: number, to: number): boolean;
}

/** Counts executions for an engine. */
export interface ExecutionCounting {
  readonly code: CodeCounting;
  /** Whether there is no room for the counters of more code: all of it must be dropped. */
  readonly isFull: boolean;
  /** Takes the counts out of the counters, once no code is left that uses them. */
  reset(): void;
  /** Translated code is about to run with that much fuel. */
  begin(fuel: number): void;
  /** Translated code has run, and `fuel` is left. */
  end(fuel: number): void;
  /** Code that writes records is about to run. */
  beginRecords(): void;
  /** Counts the records in the trace buffer and empties it. */
  takeRecords(): void;
  /** Counts records of the instructions that have just retired. */
  countRecords(view: DataView): void;
  /** Counts the environment call at an address. */
  environmentCall(pc: bigint): void;
}
