// SPDX-License-Identifier: MPL-2.0
// What the command line of the benchmark says, as every bench gets it.

import type { Size } from "./programs.ts";

/** What is timed of a run on our machine. */
export type Timing =
  /** From the machine's making to the program's end, in a process of its own: nothing is warm. */
  | "fresh"
  /** The same within this process: from the second run on, V8 has compiled and optimised much before. */
  | "same-process"
  /** A whole process, as QEMU is timed: with Deno's start, assembling and linking. */
  | "whole";

/** What to measure and how. */
export interface BenchOptions {
  /** Names of programs; empty for the bench's usual ones. */
  readonly programs: readonly string[];
  /** Names of engines; empty for all. */
  readonly engines: readonly string[];
  /** How much work the programs are given; undefined for the bench's usual size. */
  readonly size: Size | undefined;
  /** How often each thing is measured. */
  readonly runs: number;
  /** What is timed of a run on our machine. */
  readonly timing: Timing;
  /** Takes the lines of the table. */
  readonly print: (line: string) => void;
}
