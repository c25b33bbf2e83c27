// SPDX-License-Identifier: MPL-2.0
// Runs a capsule in a program's place: its settings are the recorded ones, and the run is checked against the
// recorded one.

import type { Capsule } from "../../capsule/capsule.ts";
import type { Replay } from "../../capsule/replay.ts";
import type { Process, ProcessOptions } from "../../process.ts";
import { CommandError } from "../command_line/errors.ts";
import { type Options, UsageError } from "../command_line/options.ts";
import type { Ending, StartingCompanion } from "./companion.ts";
import { ECALL_NAMES, type EcallName, RUN_OPTIONS, type RunSettings } from "./run_options.ts";

/** The options that do not change the run. The others are the recorded ones. */
const ALLOWED: readonly string[] = [
  "allocator-symbols",
  "max-instructions",
  "wall-limit",
  "code-memory",
  "engine",
];

/** The options of commands that replay capsules. */
export const REPLAY_OPTIONS = RUN_OPTIONS.filter(({ name }) => ALLOWED.includes(name));

/**
 * The settings for a capsule.
 *
 * @throws {UsageError} when an option or an argument would make it another run
 */
export function capsuleSettings(
  capsule: Capsule,
  settings: RunSettings,
  options: Options<(typeof RUN_OPTIONS)[number]["name"]>,
): RunSettings {
  const given = RUN_OPTIONS.find(({ name }) => !ALLOWED.includes(name) && options.has(name));
  if (given !== undefined) {
    throw new UsageError(`--${given.name} is not for a capsule, which is run as it was recorded`);
  }
  if (options.words.length > 1 || (options.rest ?? []).length > 0) {
    throw new UsageError("a capsule takes no arguments: it has those of its program");
  }
  return {
    ...settings,
    ecalls: ecallsOf(capsule),
    args: capsule.args,
    env: capsule.env,
    maxInstructions: Math.min(settings.maxInstructions ?? Infinity, capsule.maxInstructions),
  };
}

function ecallsOf({ ecalls = "linux" }: Capsule): EcallName {
  const name = ECALL_NAMES.find((name) => name === ecalls);
  if (name === undefined) throw new CommandError(`Cannot replay the capsule: it needs ${ecalls}`);
  return name;
}

/** Checks one replay. */
export class ReplayCompanion implements StartingCompanion {
  readonly isHost = true;
  readonly #capsule: Capsule;
  #replay: Replay | undefined;

  /** For a replay of that capsule. */
  constructor(capsule: Capsule) {
    this.#capsule = capsule;
  }

  start(_make: unknown, options: ProcessOptions): Process {
    this.#replay = this.#capsule.start(options);
    return this.#replay.process;
  }

  get next(): number {
    return this.#replay?.next ?? Infinity;
  }

  reached(): void {
    this.#replay?.reached();
  }

  over(ending: Ending): Ending {
    const { end, instructions } = this.#capsule;
    const isOutside = ending.kind === "asked to end" || ending.kind === "wall limit";
    this.#replay?.over(isOutside ? { kind: "stopped" } : ending);
    const isThere = this.#replay?.process.machine.instructions === instructions;
    if (ending.kind !== "limit" || !isThere || end.kind !== "stopped") return ending;
    return outsideStop(end.by) ?? ending;
  }
}

/** What stopped the recorded run from outside. */
function outsideStop(by: string): Ending | undefined {
  switch (by) {
    case "SIGHUP":
    case "SIGINT":
    case "SIGTERM":
      return { kind: "asked to end", signal: by, isReplayed: true };
    default: {
      const [, seconds] = /^(\d+(?:\.\d+)?) s$/.exec(by) ?? [];
      return seconds === undefined ? undefined : { kind: "wall limit", seconds: Number(seconds) };
    }
  }
}
