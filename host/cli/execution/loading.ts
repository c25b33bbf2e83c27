// SPDX-License-Identifier: MPL-2.0
// Loads what a command is to run: an executable, files to link, or a capsule, which brings its settings.

import type { Options } from "../command_line/options.ts";
import { type LoadedProgram, loadProgram } from "../programs/sources.ts";
import { findFileIn } from "./execution.ts";
import { readRunSettings, type RUN_OPTIONS, type RunSettings } from "./run_options.ts";

/** What to run, and how. */
export interface LoadedRun extends LoadedProgram {
  /** How to run it. */
  readonly settings: RunSettings;
}

/**
 * Loads what the words of a command line name.
 *
 * @throws {UsageError} for an invalid command line
 * @throws {CommandError} when a file cannot be read, or has errors, which are shown
 */
export async function loadRun(
  options: Options<(typeof RUN_OPTIONS)[number]["name"]>,
  { json = false }: { readonly json?: boolean } = {},
): Promise<LoadedRun> {
  const settings = readRunSettings(options);
  const findFile = await findFileIn(settings);
  const loaded = await loadProgram(options.words, { ...settings, json, findFile });
  const { capsule } = loaded;
  if (capsule === undefined) return { ...loaded, settings };
  const { capsuleSettings } = await import("./replaying.ts");
  return { ...loaded, settings: capsuleSettings(capsule, settings, options) };
}
