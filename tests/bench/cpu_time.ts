// SPDX-License-Identifier: MPL-2.0
// Whole processes with the CPU time they take, user and system, by the `time` of bash, which reads it to the
// millisecond. On a busy computer it varies less than the elapsed time; it also counts what threads do.

import { isInstalled } from "./commands.ts";

/** A process that ended. */
export interface MeasuredProcess {
  readonly seconds: number;
  /** Time of the processors: that of all its threads, user and system. */
  readonly cpuSeconds: number;
  readonly status: number;
  readonly output: Uint8Array;
  readonly errors: string;
}

const SCRIPT = `TIMEFORMAT=$'\\n%R %U %S'; time "$@"`;
const TIMES = /\n(\d+\.\d+) (\d+\.\d+) (\d+\.\d+)\n$/;

/** Whether CPU time can be measured here. */
export function canMeasure(): Promise<boolean> {
  return isInstalled("bash");
}

/** Runs a command, which may fail, in a directory. It has no standard input and little of an environment. */
export async function measureCommand(
  command: readonly [string, ...string[]],
  cwd: string,
): Promise<MeasuredProcess> {
  const { code, stdout, stderr } = await new Deno.Command("bash", {
    args: ["-c", SCRIPT, "bash", ...command],
    cwd,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  const errors = new TextDecoder().decode(stderr);
  const times = TIMES.exec(errors);
  if (times === null) throw new Error(`Cannot measure ${command.join(" ")}: ${errors}`);
  const [elapsed = NaN, user = NaN, system = NaN] = times.slice(1).map(Number);
  return {
    seconds: elapsed,
    cpuSeconds: user + system,
    status: code,
    output: stdout,
    errors: errors.slice(0, times.index),
  };
}
