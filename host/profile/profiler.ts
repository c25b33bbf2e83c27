// SPDX-License-Identifier: MPL-2.0
// Profiles a process: counts what it executes from now on, and makes a profile of that at any time.

import { countExecutions, type ExecutionCounter } from "../../cpu/counting/execution_counter.ts";
import type { Process } from "../process.ts";
import { hasNames } from "../symbols/locations.ts";
import { codeRanges } from "./code_ranges.ts";
import { Profile } from "./profile.ts";

/** Counts what a process executes. */
export class Profiler {
  readonly #process: Process;
  readonly #counter: ExecutionCounter;
  readonly #startOf: (address: number) => number;

  /**
   * Counts from now on. The process takes about half as long again.
   */
  constructor(process: Process) {
    this.#process = process;
    const functionAt = codeRanges(process.program);
    this.#startOf = (address) => functionAt(address).start;
    this.#counter = countExecutions(process.machine, functionAt);
  }

  /** What has been executed so far. */
  profile(): Profile {
    const { program } = this.#process;
    const { instructions, calls } = this.#counter;
    return new Profile({
      instructions,
      calls,
      names: hasNames(program) ? program : undefined,
      startOf: this.#startOf,
    });
  }
}
