// SPDX-License-Identifier: MPL-2.0
// The interface of an engine to the machine: it executes instructions until it needs the machine's
// help, and says why. Between runs, registers and pc are in the arena's state block.

import type { Operations } from "../semantics/operations.ts";
import type { FastChecks } from "./checks.ts";
import type { ExecutionCounting } from "./counting.ts";

/** Why an engine returned. In every case pc is the address of the next instruction to execute. */
export const EXIT = {
  /** The budget is used up. */
  budget: 0,
  /** The instruction at pc has not been decoded. */
  fetch: 1,
  /** The instruction at pc failed to access memory; the state block has the address and rights. */
  memory: 2,
  /** The instruction before pc stored to decoded code; the state block has the address and size. */
  codeStore: 3,
  /** The instruction at pc is ecall. */
  environmentCall: 4,
  /** The instruction at pc is ebreak. */
  breakpoint: 5,
  /** The instruction at pc is illegal. */
  illegal: 6,
  /** There is a stop at pc: a breakpoint or probe set by the host. */
  stop: 7,
  /** Within the translator: the code at pc has become hot and should be translated. */
  hot: 8,
  /** Within the translator: there is translated code for pc. */
  translated: 9,
  /** Within the translator: there is no translated code for pc. */
  cold: 10,
  /**
   * Within the translator: a check covering the access at pc failed; the stepper must execute it.
   */
  unchecked: 11,
  /** Within the translator: a region's computed jumps keep going to targets it does not know. */
  learn: 12,
  /** Within the translator: the stepper must execute the instruction at pc. */
  interpret: 13,
  /** A check of the instruction at pc found a mistake: see `SHADOW_STATE` in memory/shadow.ts. */
  mistake: 14,
} as const;

/** One of {@link EXIT}. */
export type Exit = (typeof EXIT)[keyof typeof EXIT];

/** How many instructions may retire after the fuel is gone, before translated code notices. */
export const OVERSHOOT = 501;
/** A smaller budget is left to the stepper. */
export const MIN_BUDGET = 2 * OVERSHOOT;
/**
 * Translated code returns after this many instructions at most: where it is then shows which
 * functions take the time.
 */
export const SAMPLE = 2 ** 18;

/** Indexes in the function table that belong to no address. */
export const POSITION = {
  /** What stands in for code that is not translated. */
  stub: 0,
  /** The dispatcher: it runs translated code from the state block's pc on. */
  run: 1,
  /** Checks a group of accesses that may be in two pages. */
  span: 2,
  /** The first one that is free for translated code. */
  first: 3,
} as const;

/** The addresses of some code, from `start` to before `end`. */
export interface CodeRange {
  /** The first address. */
  readonly start: bigint;
  /** The address after the last. */
  readonly end: bigint;
}

/** The end of the addresses to which recording can be limited. */
export const MAX_RECORDED_ADDRESS = 2 ** 42;

/**
 * Which instructions an engine writes trace records for. `watched`: at least those that make watched accesses,
 * see {@link Engine.watch}. `counts`: none, but translated code counts what it executes.
 */
export type TraceMode = "off" | "instructions" | "memory" | "watched" | "counts";

/** How translated code watches some accesses: see watchAccesses() in checks/. */
export interface WatchedAccesses {
  /** The operations of an instruction, with watched accesses left to the stepper. */
  operations(on: Operations, checks: FastChecks): Operations;
  /** Whether there were so many that recording all accesses is faster. */
  readonly isHot: boolean;
  /** Takes note of the records that were written up to some number of instructions. */
  note(records: DataView, instructions: number): void;
}

/** Executes instructions. */
export interface Engine {
  /**
   * Executes at most `budget` instructions (1 to 2^31 - 1), starting at pc. `retired` is how many
   * have retired before, which the program can read. With `passing`, it does not stop before the
   * first of them.
   */
  run(budget: number, retired: number, mode: TraceMode, passing: boolean): Exit;
  /** How much of the last run's budget did not retire. */
  readonly unused: number;
  /**
   * Decodes the instruction at pc. False if that is not mapped for execution; then `fetchFault` is
   * the first byte that could not be fetched.
   */
  fetch(pc: bigint): boolean;
  /** See {@link Engine.fetch}. */
  readonly fetchFault: bigint;
  /** Makes translated code count, with mode `counts`; undefined if the engine translates nothing. */
  readonly countWith?: ((counting: ExecutionCounting | undefined) => void) | undefined;
  /**
   * Says which accesses mode `watched` is about; undefined for none. An engine without this has no such mode.
   */
  watch?(accesses: WatchedAccesses | undefined): void;
  /** Makes runs return with `EXIT.stop` before the instruction at an address. */
  addStop(address: bigint): void;
  /** Removes the stop at an address. */
  removeStop(address: bigint): void;
  /**
   * Makes runs return with `EXIT.stop` before each instruction in some ranges, below
   * {@link MAX_RECORDED_ADDRESS}; only {@link Engine.runRecording} executes those. An engine without
   * this records everything or nothing.
   */
  recordWithin?(ranges: readonly CodeRange[]): void;
  /**
   * Executes at most `budget` instructions, the first one even if there is a stop, and writes a record
   * for each. Does not stop for the ranges of {@link Engine.recordWithin}.
   */
  runRecording?(budget: number, retired: number): Exit;
}
