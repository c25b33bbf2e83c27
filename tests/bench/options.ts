// SPDX-License-Identifier: MPL-2.0
// The options of the benchmark, which every bench gets.

import type { Size } from "./programs.ts";

/** Which part of a run on our machine is timed. */
export type Timing =
  /** From the machine's creation to the program's end, in a process of its own: nothing is warm. */
  | "fresh"
  /** The same within this process: from the second run on, V8 has already compiled and optimised much. */
  | "same-process"
  /** A whole process, as QEMU is timed: with Deno's start, assembling and linking. */
  | "whole";

/** What to measure and how. */
export interface BenchOptions {
  /** Names of programs; empty for the bench's usual ones. */
  readonly programs: readonly string[];
  /** Names of engines; empty for all. */
  readonly engines: readonly string[];
  /** Tools of `leveret run`, by their options; empty for all. */
  readonly tools: readonly string[];
  /** The size of the programs; undefined for the bench's usual size. */
  readonly size: Size | undefined;
  /** How often each thing is measured. */
  readonly runs: number;
  /** Which part of a run on our machine is timed. */
  readonly timing: Timing;
  /** A directory of the host with real programs for riscv64 and their libraries, as it is on a disk. */
  readonly root: string | undefined;
  /** Real programs with their arguments, as one text each; empty for those that are known and found. */
  readonly jobs: readonly string[];
  /** A checkout of Embench. */
  readonly embench: string | undefined;
  /** Takes the lines of the table. */
  readonly print: (line: string) => void;
  /** Takes what turned out wrong, such as a wrong output; the bench goes on, and fails in the end. */
  readonly fail: (line: string) => void;
}
