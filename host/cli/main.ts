// SPDX-License-Identifier: MPL-2.0

/**
 * The command line: finds the command, runs it, and turns what went wrong into a message and an exit
 * status. Each command is imported when it is called for, so that it starts as fast as it can.
 *
 * @example Run a command
 * ```ts
 * import { main } from "@leveret/leveret/cli";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(await main(["dis", "--word", "0x8067"]), 0);
 * ```
 *
 * @module
 */

import config from "../../deno.json" with { type: "json" };
import { nearestName } from "../../asm/text/nearest_name.ts";
import { formatExamples, STATUS, table } from "./command_line/command.ts";
import { COMMANDS } from "./commands/table.ts";
import { CommandError } from "./command_line/errors.ts";
import { UsageError } from "./command_line/options.ts";
import { errorStyle, flushOutput, print, printError } from "./command_line/output.ts";

const HELP =
  `Leveret: a small 64-bit computer (RISC-V, Linux's system calls) that shows all it does.

Usage: leveret COMMAND [OPTION]... [FILE]...

Commands:
${table(COMMANDS.map(({ name, summary }) => [name, summary])).join("\n")}

Options:
  -h, --help     show this help; after a command, that of the command
      --version  show the version

Examples:
${
    formatExamples([
      { line: "demo", what: "watch Hare's allocator work" },
      { line: "run examples/hello.s", what: "run a program" },
      { line: "trace --heap examples/linked_list.s", what: "see its calls of malloc and free" },
      { line: "run --help", what: "more about a command" },
    ]).join("\n")
  }
`;

/** Runs a command line; gives the exit status. */
export async function main(args: readonly string[]): Promise<number> {
  const [first, ...rest] = args;
  const command = COMMANDS.find(({ name }) => name === first);
  try {
    if (command !== undefined) return await (await command.load()).default.execute(rest);
    return withoutCommand(first);
  } catch (error) {
    return fail(error, command?.name);
  } finally {
    flushOutput();
  }
}

function withoutCommand(first: string | undefined): number {
  if (first === "--help" || first === "-h" || first === "help") {
    print(HELP);
    return STATUS.ok;
  }
  if (first === "--version") {
    print(`leveret ${config.version}\n`);
    return STATUS.ok;
  }
  if (first === undefined) {
    printError(HELP);
    return STATUS.usage;
  }
  const what = first.startsWith("-") ? "option" : "command";
  const known = [...COMMANDS.map(({ name }) => name), "--help", "--version"];
  const nearest = nearestName(first, known);
  const instead = first.endsWith(".s")
    ? `; did you mean: leveret run ${first}`
    : nearest === undefined
    ? ""
    : `; did you mean ${nearest}?`;
  throw new UsageError(`Cannot run ${first}: there is no such ${what}${instead}`);
}

function fail(error: unknown, command: string | undefined): number {
  const where = command === undefined ? "leveret" : `leveret ${command}`;
  if (error instanceof CommandError) {
    if (!error.shown) printError(`${errorStyle.error(`${where}:`)} ${error.message}\n`);
    return STATUS.failed;
  }
  if (error instanceof UsageError) {
    printError(
      `${errorStyle.error(`${where}:`)} ${error.message}\nTry: ${where} --help\n`,
    );
    return STATUS.usage;
  }
  throw error;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
