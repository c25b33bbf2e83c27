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
 * its code cache holds them; starts with an old generation that short commands need not clean up; and
 * optimizes on one thread, which leaves the second of two processors to the command.
 */
export const INSTALLED_OPTIONS: readonly string[] = [
  "--v8-flags=--no-lazy,--initial-old-space-size=256,--concurrent-turbofan-max-threads=1",
  "--allow-read",
  "--allow-write",
];

/**
 * Bundles the command.
 *
 * @param directory gets a directory for the bundle
 * @throws {Error} when it cannot be bundled
 */
export async function installLeveret(directory: string): Promise<Leveret> {
  const bundle = `${directory}/bundle`;
  await timeCommand(Deno.execPath(), ["task", "--quiet", "--cwd", ROOT, "bundle", bundle]);
  const run = ["run", "--quiet", "--no-config", ...INSTALLED_OPTIONS, `${bundle}/main.js`];
  const leveret: Leveret = (args, options) =>
    timeCommand(Deno.execPath(), [...run, ...args], options);
  // The first run fills Deno's caches.
  await leveret(["run", `${ROOT}examples/hello.s`]);
  return leveret;
}
