// SPDX-License-Identifier: MPL-2.0
// What an engine is to the machine: something that executes instructions until it cannot go on by
// itself, and says why. Engines keep registers and pc in the arena's state block between runs.

/** Why an engine stopped. In all cases pc is the next instruction to execute. */
export const EXIT = {
  /** The budget is used up. */
  budget: 0,
  /** The instruction at pc is not decoded yet. */
  fetch: 1,
  /** The instruction at pc cannot access the memory named in the state block. */
  memory: 2,
  /** The instruction before pc stored to decoded instructions, as named in the state block. */
  codeStore: 3,
  /** The instruction at pc is ecall. */
  environmentCall: 4,
  /** The instruction at pc is ebreak. */
  breakpoint: 5,
  /** The instruction at pc is illegal. */
  illegal: 6,
  /** There is a stop at pc: a breakpoint of the host's, or a probe. */
  stop: 7,
  /** Within the translator: the code at pc was jumped to often enough to be translated. */
  hot: 8,
  /** Within the translator: there is translated code for pc. */
  translated: 9,
  /** Within the translator: there is no translated code for pc. */
  cold: 10,
  /** Within the translator: a check failed that covers the access at pc; the stepper must do it. */
  unchecked: 11,
  /** Within the translator: computed jumps of a region often went elsewhere than it knows. */
  learn: 12,
} as const;

/** One of {@link EXIT}. */
export type Exit = (typeof EXIT)[keyof typeof EXIT];

/** What an engine records of each instruction. */
export type TraceMode = "off" | "instructions" | "memory";

/** Executes instructions. */
export interface Engine {
  /**
   * Executes at most `budget` instructions (1 to 2^31 - 1) from pc on. `retired` is the number of
   * instructions that retired before, which the program can read.
   */
  run(budget: number, retired: number, mode: TraceMode): Exit;
  /** How many instructions of the last run's budget did not retire. */
  readonly unused: number;
  /** Executes the one instruction at pc, even where there is a stop. */
  runOne(retired: number, mode: TraceMode): Exit;
  /**
   * Makes the instruction at pc executable. False when its page is not mapped for execution:
   * `fetchFault` then is the first byte that could not be fetched.
   */
  fetch(pc: bigint): boolean;
  /** See {@link Engine.fetch}. */
  readonly fetchFault: bigint;
  /** Makes runs stop before the instruction at an address. */
  addStop(address: bigint): void;
  /** Undoes {@link Engine.addStop}. */
  removeStop(address: bigint): void;
}
