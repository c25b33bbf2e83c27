// SPDX-License-Identifier: MPL-2.0
// The command as users install it: bundled by `deno task bundle`, and run with V8's code cache
// filled, as `deno task install` sets it up.

import { ROOT, timeCommand, type TimedProcess } from "./commands.ts";

/** Runs the command with arguments. */
export type Leveret = (
  args: readonly string[],
  options?: { readonly input?: string },
) => Promise<TimedProcess>;

/**
 * The V8 flags with which the task `install` runs the command. V8 compiles all functions at once, so that
 * its code cache holds them, and optimizes on one thread, which leaves the second of two processors to the
 * command. It counts the guest's memory of 4 GiB towards the limit at which it collects garbage, twice the
 * initial size of the old generation, so a lower limit starts a collection at once; with this one, V8 first
 * collects all garbage when its heap has grown by 200 MB. The initial size is at most half of the maximum.
 * The young generation starts with 4 MB instead of 1, for which a short command need not be interrupted.
 */
export const INSTALLED_OPTIONS: readonly string[] = [
  "--v8-flags=--no-lazy,--max-old-space-size=4300,--initial-old-space-size=2150," +
  "--min-semi-space-size=4,--concurrent-turbofan-max-threads=1",
  "--allow-read",
  "--allow-write",
];

/**
 * Bundles the command.
 *
 * @param directory gets a directory for the bundle
 * @returns the words that start it, to be followed by its arguments
 * @throws {Error} when it cannot be bundled
 */
export async function installCommand(directory: string): Promise<readonly [string, ...string[]]> {
  const bundle = `${directory}/bundle`;
  await timeCommand(Deno.execPath(), ["task", "--quiet", "--cwd", ROOT, "bundle", bundle]);
  const run = ["run", "--quiet", "--no-config", ...INSTALLED_OPTIONS, `${bundle}/main.js`];
  // The first run fills Deno's caches.
  await timeCommand(Deno.execPath(), [...run, "run", `${ROOT}examples/hello.s`]);
  return [Deno.execPath(), ...run];
}

/**
 * Bundles the command, as {@link installCommand} does.
 *
 * @returns a function that runs it
 */
export async function installLeveret(directory: string): Promise<Leveret> {
  const [deno, ...run] = await installCommand(directory);
  return (args, options) => timeCommand(deno, [...run, ...args], options);
}
