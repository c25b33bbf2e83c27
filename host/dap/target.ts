// SPDX-License-Identifier: MPL-2.0
// What a client debugs: what it asked for, the process that was started for it, and all that belongs to it.

import type { Debugger, OutputLog } from "../debug/mod.ts";
import type { Outcome, Process } from "../process.ts";
import type { Breakpoints } from "./breakpoints.ts";
import type { CodeListing } from "./code_listing.ts";
import type { FindPath, Sources } from "./sources.ts";

/** What a client wants to debug. */
export interface LaunchRequest {
  /** The program: an executable, a source, or a capsule. */
  readonly program: string;
  /** Further files to link with it. */
  readonly files: readonly string[];
  /** Directories that it can use, as for `--dir`. */
  readonly directories: readonly string[];
  /** Its arguments. */
  readonly args: readonly string[];
  /** Options of `leveret run`. */
  readonly options: readonly string[];
  /** The file that it reads as standard input; undefined for none. */
  readonly input: string | undefined;
  /** Directory that the paths are relative to; undefined for the one in which the adapter runs. */
  readonly cwd: string | undefined;
}

/** A process that was launched. */
export interface Launched {
  /** The process, which has not run yet. */
  readonly process: Process;
  /** Its output. */
  readonly output: OutputLog;
  /** Instructions after which it stops; undefined for no limit. */
  readonly maxInstructions: number | undefined;
  /** Finds source files. */
  readonly findPath: FindPath;
  /** Says why a signal killed it. */
  readonly explain: (outcome: Outcome & { readonly kind: "killed" }) => Promise<string>;
}

/** What was launched, and what is known of it. */
export interface Target {
  readonly launched: Launched;
  readonly debug: Debugger;
  readonly sources: Sources;
  readonly breakpoints: Breakpoints;
  readonly listing: CodeListing;
}
