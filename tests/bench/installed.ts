// SPDX-License-Identifier: MPL-2.0
// The command as users have it: bundled and installed by `deno task install`, in a folder of the bench.

import { ROOT, timeCommand, type TimedProcess } from "./commands.ts";

/** Runs the command with arguments. */
export type Leveret = (
  args: readonly string[],
  options?: { readonly input?: string },
) => Promise<TimedProcess>;

/**
 * Installs the command.
 *
 * @param directory where its `bin` folder is made
 * @throws {Error} when it cannot be bundled
 */
export async function installLeveret(directory: string): Promise<Leveret> {
  await timeCommand(Deno.execPath(), ["task", "--quiet", "--cwd", ROOT, "install"], {
    env: { DENO_INSTALL_ROOT: directory },
  });
  const leveret: Leveret = (args, options) =>
    timeCommand(`${directory}/bin/leveret`, args, options);
  // The first run fills Deno's caches.
  await leveret(["run", `${ROOT}examples/hello.s`]);
  return leveret;
}
