// SPDX-License-Identifier: MPL-2.0
// Other programs, run and timed as whole processes: from the call that starts one until its output is read.

/** The result of a process. */
export interface TimedProcess {
  readonly seconds: number;
  /** What it wrote on standard output, and on standard error. */
  readonly output: string;
  readonly errors: string;
}

/** How a process is started. */
export interface ProcessOptions {
  /** What it reads from standard input; nothing when left out. */
  readonly input?: string;
  /** The directory in which it starts. */
  readonly cwd?: string;
}

/** The directory that holds deno.json. */
export const ROOT: string = decodeURIComponent(new URL("../../", import.meta.url).pathname);

/**
 * Runs a command and takes the time.
 *
 * @throws {Error} when it fails
 */
export async function timeCommand(
  command: string,
  args: readonly string[],
  { input, cwd }: ProcessOptions = {},
): Promise<TimedProcess> {
  const started = performance.now();
  const child = new Deno.Command(command, {
    args: [...args],
    ...cwd === undefined ? {} : { cwd },
    stdin: input === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const [{ success, stdout, stderr }] = await Promise.all([
    child.output(),
    input === undefined ? undefined : send(input, child.stdin),
  ]);
  const seconds = (performance.now() - started) / 1000;
  const decoder = new TextDecoder();
  if (!success) {
    throw new Error(`Cannot run ${command} ${args.join(" ")}: ${decoder.decode(stderr)}`);
  }
  return { seconds, output: decoder.decode(stdout), errors: decoder.decode(stderr) };
}

/** Runs a script of this repository in a fresh Deno, with the permission to read files. */
export function timeScript(
  script: string,
  args: readonly string[],
): Promise<TimedProcess> {
  const path = script.startsWith("/") ? script : ROOT + script;
  return timeCommand(Deno.execPath(), ["run", "--quiet", "--allow-read", path, ...args]);
}

/** Whether a tool is installed and may be run. */
export async function isInstalled(tool: string): Promise<boolean> {
  try {
    await timeCommand(tool, ["--version"]);
    return true;
  } catch {
    return false;
  }
}

async function send(input: string, stream: WritableStream<Uint8Array>): Promise<void> {
  const writer = stream.getWriter();
  await writer.write(new TextEncoder().encode(input));
  await writer.close();
}
