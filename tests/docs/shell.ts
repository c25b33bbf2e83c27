// SPDX-License-Identifier: MPL-2.0
// Runs documented commands as a reader would, in a POSIX shell in the project's directory, and returns what
// they print. Three things differ from what a reader types: `npx -y deno@...` is the Deno that
// runs the tests (no network), `leveret` is `deno task -q leveret`, as the README defines it, and /tmp/
// is a temporary directory.

import { ROOT } from "./markdown.ts";
import type { Step } from "./transcript.ts";

/** Separates the outputs of commands; no program of ours prints it. */
const SEPARATOR = "\x1e";
const NPX = /\bnpx -y deno@[\d.]+/g;
const LEVERET = 'leveret() { deno task -q leveret "$@"; }';
/** Programs that may be missing: a block that names one of them is skipped without it. */
const OPTIONAL = ["qemu-riscv64", "riscv64-linux-gnu-objdump", "riscv64-linux-gnu-ld"];

/** The directory of the Deno that runs this, so that the commands find the same one. */
const DENO_DIRECTORY = Deno.execPath().replace(/[\\/][^\\/]*$/, "");

async function runs(name: string): Promise<boolean> {
  try {
    return (await new Deno.Command(name, { args: ["--version"], stdout: "null", stderr: "null" })
      .output()).success;
  } catch {
    return false;
  }
}

/** What is missing to run the commands of a transcript; empty when nothing is. */
export async function missingFor(steps: readonly Step[]): Promise<string[]> {
  if (Deno.build.os === "windows") return ["a POSIX shell"];
  const missing: string[] = [];
  for (const name of OPTIONAL) {
    if (steps.some(({ command }) => command.includes(name)) && !await runs(name)) {
      missing.push(name);
    }
  }
  return missing;
}

/** Runs the commands one after another, and gives the lines that each printed. */
export async function perform(steps: readonly Step[]): Promise<string[][]> {
  const directory = await Deno.makeTempDir({ prefix: "leveret-docs-" });
  try {
    const commands = steps.map(({ command }) =>
      command.replaceAll(NPX, "deno").replaceAll("/tmp/", `${directory}/`)
    );
    const script = [
      "exec 2>&1",
      `PATH='${DENO_DIRECTORY}':$PATH`,
      LEVERET,
      // Keeps the status for a command that shows it.
      ...commands.map((command) => `${command}\nstatus=$?; printf '${SEPARATOR}'; (exit $status)`),
    ].join("\n");
    const { stdout } = await new Deno.Command("sh", {
      args: ["-c", script],
      cwd: ROOT,
      env: { NO_COLOR: "1" },
      stdin: "null",
    }).output();
    const text = new TextDecoder().decode(stdout).replaceAll(`${directory}/`, "/tmp/");
    return text.split(SEPARATOR).slice(0, steps.length).map((output) => output.split("\n"));
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}
