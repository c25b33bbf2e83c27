// SPDX-License-Identifier: MPL-2.0
// What a tool of `leveret run` is: something that watches the program and reports at its end. Tools are rows
// of table.ts; the module of a tool is loaded only when one of its options is given.

import type { Program } from "../../../asm/object/program.ts";
import type { ProcessOptions } from "../../process.ts";
import type { OptionRow, Options } from "../command_line/options.ts";
import type { Ending, Execution } from "../execution/execution.ts";
import type { RunSettings } from "../execution/run_options.ts";

/** What a tool knows before the program is loaded. */
export interface ToolContext {
  /** The program that will run. */
  readonly program: Program;
  /** The file that it comes from, if it is an executable. */
  readonly executable: Uint8Array | undefined;
  /** How it will run. */
  readonly settings: RunSettings;
  /** Whether to report in lines of JSON. */
  readonly json: boolean;
  /** The options of the command line, the tool's own among them. */
  readonly options: Options<string>;
}

/** How a run ended. */
export interface ToolEnding {
  /** How the program ended. */
  readonly outcome: Ending;
  /** The time of the run, with the machine's start. */
  readonly seconds: number;
}

/** A moment of a run. */
export interface Moment {
  /** How many instructions have retired. */
  readonly instruction: number;
  /** Called then, unless the program has ended. The process does not run. */
  reached(): void;
}

/** A tool that is ready for its program. */
export interface Tool {
  /** What the process must be made with. */
  readonly processOptions?: ProcessOptions;
  /** When the tool wants to look at the process while it runs. */
  readonly moments?: readonly Moment[];
  /** Attaches the tool to the process, before it runs; after it ended, for a tool that nobody asked for. */
  attach(execution: Execution): void;
  /**
   * Prints the report, after the program's own end is reported; returns how many errors of the program it
   * found. Those give the run the status that --error-exitcode names.
   */
  finish(ending: ToolEnding): number | void | Promise<number | void>;
}

/** The module of a tool. */
export interface ToolModule {
  /**
   * Reads the tool's options.
   *
   * @throws {UsageError} for an invalid value
   */
  readonly default: (context: ToolContext) => Tool | Promise<Tool>;
}

/** A tool, before it is loaded. */
export interface ToolRow {
  /** Its options: each of them turns it on. */
  readonly options: readonly OptionRow[];
  /** Whether it also reports, without being asked, about a program that a signal killed. */
  readonly afterDeath?: true;
  /** Loads its module. */
  readonly load: () => Promise<ToolModule>;
}
