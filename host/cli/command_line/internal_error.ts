// SPDX-License-Identifier: MPL-2.0
// The message about an error that nothing foresaw: a mistake in this program. It holds what a report of the
// mistake needs: versions, the command line, the error and the calls that led to it.

import { CapsuleError } from "../../capsule/capsule_error.ts";

/** How many calls the message shows. */
const MAX_CALLS = 8;

/** The message, after the name of the command. */
export function describeInternalError(
  error: unknown,
  version: string,
  args: readonly string[],
): string {
  const { os, arch } = Deno.build;
  const lines = [
    `internal error: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`,
    "This is a mistake in leveret. Please report it, with these lines and the files it read:",
    `  leveret ${version}, deno ${Deno.version.deno}, ${os} ${arch}`,
    `  leveret ${args.map(quoted).join(" ")}`,
    ...callsOf(error).map((call) => `  in ${call}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** Whether an error is no mistake in this program although no command expects it: a replay can fail anywhere. */
export function isForeseen(error: unknown): error is Error {
  return error instanceof CapsuleError;
}

/** A word as a shell takes it. */
function quoted(word: string): string {
  return /^[\w./:=,+@%-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** The calls in which an error was thrown, innermost first: `Kernel.end (kernel.ts:210:5)`. */
function callsOf(error: unknown): string[] {
  if (!(error instanceof Error) || error.stack === undefined) return [];
  const calls = error.stack.split("\n").flatMap((line) => {
    const [, call] = /^\s+at (.*)$/.exec(line) ?? [];
    return call === undefined ? [] : call.replace(/\w+:\/\/[^\s)]*\//, "");
  });
  return calls.slice(0, MAX_CALLS);
}
