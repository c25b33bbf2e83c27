// SPDX-License-Identifier: MPL-2.0
// What the command line of the benchmark says, as every bench gets it.

import type { Size } from "./programs.ts";

/** What to measure and how. */
export interface BenchOptions {
  /** Names of programs; empty for the bench's usual ones. */
  readonly programs: readonly string[];
  /** Names of engines; empty for all. */
  readonly engines: readonly string[];
  readonly size: Size;
  /** How often each thing is measured. */
  readonly runs: number;
  /** Whether our machine is timed as a whole process. */
  readonly whole: boolean;
  /** Takes the lines of the table. */
  readonly print: (line: string) => void;
}
