// SPDX-License-Identifier: MPL-2.0

/**
 * The command line: finds the command, runs it, and turns its errors into a message and an exit status.
 * Each command is imported when it is called, so that it starts as fast as it can.
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

import { printable } from "../../asm/object/printable.ts";
import { didYouMean, nearestName } from "../../asm/text/nearest_name.ts";
import { reserveArena } from "../../cpu/memory/arena.ts";
import { formatExamples, STATUS, table } from "./command_line/command.ts";
import { CommandError } from "./command_line/errors.ts";
import { inputPaths } from "./command_line/input_paths.ts";
import { UsageError } from "./command_line/options.ts";
import { errorStyle, flushOutput, print, printError } from "./command_line/output.ts";
import { COMMANDS } from "./commands/table.ts";

const help = () =>
  `Leveret: a small 64-bit computer (RISC-V, with Linux's system calls) that shows everything it does.

Usage: leveret COMMAND [OPTION]... [FILE]...

Commands:
${table(COMMANDS.map(({ name, summary }) => [name, summary])).join("\n")}

Options:
  -h, --help     show this help; after COMMAND, the help of that command
      --version  show the version

Examples:
${
    formatExamples([
      { line: "demo", what: "watch Hare's allocator at work" },
      { line: "run examples/hello.s", what: "run a program" },
      { line: "trace --heap examples/linked_list.s", what: "see its calls to malloc and free" },
      { line: "run --help", what: "show the help of a command" },
    ]).join("\n")
  }
`;

/** Runs a command line; returns the exit status. */
export async function main(args: readonly string[]): Promise<number> {
  const [first, ...rest] = args;
  const command = COMMANDS.find(({ name }) => name === first);
  inputPaths.clear();
  if (command?.runs === true) reserveArena();
  try {
    const status = command === undefined
      ? await withoutCommand(first)
      : await (await command.load()).default.execute(rest);
    flushOutput();
    return status;
  } catch (error) {
    return await fail(error, command?.name, args);
  }
}

async function withoutCommand(first: string | undefined): Promise<number> {
  if (first === "--help" || first === "-h" || first === "help") {
    print(help());
    return STATUS.ok;
  }
  if (first === "--version") {
    print(`leveret ${await version()}\n`);
    return STATUS.ok;
  }
  if (first === undefined) {
    printError(help());
    return STATUS.usage;
  }
  const what = first.startsWith("-") ? "option" : "command";
  const known = [...COMMANDS.map(({ name }) => name), "--help", "--version"];
  const meant = first.endsWith(".s") ? `leveret run ${first}` : nearestName(first, known);
  throw new UsageError(`unknown ${what} ${first}${didYouMean(meant)}`);
}

/** The version; imported here, because programs that run do not need it and start-up time counts. */
async function version(): Promise<string> {
  return (await import("../../deno.json", { with: { type: "json" } })).default.version;
}

/** Shows an error; returns the exit status. When an output stream fails as well, its status is that. */
async function fail(
  error: unknown,
  command: string | undefined,
  args: readonly string[],
): Promise<number> {
  const where = command === undefined ? "leveret" : `leveret ${command}`;
  const prefix = errorStyle.error(`${where}:`);
  try {
    flushOutput();
    if (error instanceof CommandError) {
      if (!error.shown) printError(`${prefix} ${printable(sentence(error.message))}\n`);
      return error.status;
    }
    if (error instanceof UsageError) {
      printError(`${prefix} ${printable(error.message)}\nTry: ${where} --help\n`);
      return STATUS.usage;
    }
    const { describeInternalError, isForeseen } = await import("./command_line/internal_error.ts");
    if (isForeseen(error)) {
      printError(`${prefix} ${printable(sentence(error.message))}\n`);
      return STATUS.failed;
    }
    printError(`${prefix} ${describeInternalError(error, await version(), args)}`);
    return STATUS.internal;
  } catch (next) {
    // Each stream fails once, and drops everything after that.
    return await fail(next, command, args);
  }
}

/** The messages of the library are sentences of their own; after a prefix they continue one. */
function sentence(message: string): string {
  return message.replaceAll(/(?<=^|: )Cannot (?=\w)/g, "cannot ");
}

if (import.meta.main) Deno.exit(await main(Deno.args));
