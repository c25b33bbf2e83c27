// SPDX-License-Identifier: MPL-2.0
// What goes along with a run: a recorder, or the check that a replay is the recorded run. Types only.

import type { Outcome, Process, ProcessOptions } from "../../process.ts";
import type { OutsideStop } from "./run_control.ts";

/** How a program that the command line ran has ended. */
export type Ending = Outcome | OutsideStop;

/** Goes along with a run. */
export interface Companion {
  /** How many instructions will have retired when `reached` is to be called next. */
  readonly next: number;
  /** Whether it answers for the host: the program never waits for input. */
  readonly isHost: boolean;
  /** The process is at that moment. */
  reached(): void;
  /** The run has come to an end or a stop; returns what to report. */
  over(ending: Ending): Ending;
}

/** A companion that has the process started in its own way. */
export interface StartingCompanion extends Companion {
  /** Starts the process as it would be started with these options. */
  start(make: (options: ProcessOptions) => Process, options: ProcessOptions): Process;
}
