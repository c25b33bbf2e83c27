// SPDX-License-Identifier: MPL-2.0
// What a command of the command line is, and its help text, made from the rows of its options.

import { COMMON_OPTIONS, type OptionRow, type Options, parseOptions } from "./options.ts";
import { print } from "./output.ts";

/** The exit statuses that are this program's own; all others are the guest's. */
export const STATUS = {
  ok: 0,
  /** A program that does not assemble, link or load, or a file that cannot be read or written. */
  failed: 1,
  /** A command line that makes no sense. */
  usage: 2,
  /** The guest was stopped because it had executed as many instructions as it may. */
  limit: 124,
} as const;

/** A command line that shows how something is done. */
export interface Example {
  /** What comes after `leveret`. */
  readonly line: string;
  /** What it is good for. */
  readonly what: string;
}

/** A command. */
export interface Command<Rows extends readonly OptionRow[] = readonly OptionRow[]> {
  /** What it is called by. */
  readonly name: string;
  /** What it does, in one line. */
  readonly summary: string;
  /** What follows its name, as `[OPTION]... FILE...`. */
  readonly usage: string;
  /** Its options, beyond those that every command has. */
  readonly options: Rows;
  /** How it is used. */
  readonly examples: readonly Example[];
  /** What else its help should say. */
  readonly notes?: readonly string[];
  /** Does it; gives the exit status. */
  readonly run: (options: Options<Rows[number]["name"] | "help">) => Promise<number> | number;
}

/** A command that takes the words of a command line. */
export interface ExecutableCommand {
  /** Its help text. */
  readonly help: () => string;
  /** Does what the words say; gives the exit status. Throws UsageError and CommandError. */
  readonly execute: (args: readonly string[]) => Promise<number>;
}

/** A command, with the names of its options checked where they are used. */
export function defineCommand<const Rows extends readonly OptionRow[]>(
  command: Command<Rows>,
): ExecutableCommand {
  return {
    help: () => formatHelp(command),
    async execute(args) {
      const options = parseOptions(args, command.options);
      if (options.has("help")) {
        print(formatHelp(command));
        return STATUS.ok;
      }
      return await command.run(options);
    },
  };
}

/** The help of a command. */
function formatHelp(command: Omit<Command, "run">): string {
  const { name, summary, usage, options, examples, notes = [] } = command;
  const lines = [`Usage: leveret ${name} ${usage}`, "", summary, "", "Options:"];
  lines.push(...table([...options, ...COMMON_OPTIONS].map((row) => [spelling(row), row.help])));
  if (notes.length > 0) lines.push("", ...notes);
  lines.push("", "Examples:", ...formatExamples(examples));
  return `${lines.join("\n")}\n`;
}

/** Examples as lines of a help text. */
export function formatExamples(examples: readonly Example[]): string[] {
  return table(examples.map(({ line, what }) => [`leveret ${line}`, what]));
}

/** Rows of two columns, the second aligned. */
export function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([first]) => first.length));
  return rows.map(([first, second]) => `  ${first.padEnd(width)}  ${second}`);
}

function spelling({ name, short, value }: OptionRow): string {
  const long = value === undefined ? `--${name}` : `--${name} ${value}`;
  return short === undefined ? `    ${long}` : `-${short}, ${long}`;
}
