// SPDX-License-Identifier: MPL-2.0
// Defines commands, and makes their help text from the rows of their options.

import { COMMON_OPTIONS, type OptionRow, type Options, parseOptions } from "./options.ts";
import { print } from "./output.ts";

/** The exit statuses that are this program's own; all others are the guest's. */
export const STATUS = {
  ok: 0,
  /** A program that does not assemble, link or load, or a file that cannot be read or written. */
  failed: 1,
  /** An invalid command line. */
  usage: 2,
  /** A mistake in this program. */
  internal: 70,
  /** The guest was stopped at its instruction limit, or would block forever. */
  limit: 124,
} as const;

/** A command line that shows how something is done. */
export interface Example {
  /** What comes after `leveret`. */
  readonly line: string;
  /** What it does. */
  readonly what: string;
}

/** What a command consists of. */
export interface CommandDefinition<Rows extends readonly OptionRow[] = readonly OptionRow[]> {
  /** Its name. */
  readonly name: string;
  /** What it does, in one line. */
  readonly summary: string;
  /** What follows its name, as `[OPTION]... FILE...`. */
  readonly usage: string;
  /** Its options, beyond those that every command has. */
  readonly options: Rows;
  /** Command lines that show its use. */
  readonly examples: readonly Example[];
  /** Further lines of its help. */
  readonly notes?: readonly string[];
  /**
   * Whether the first word is a program, so that all that follows are its arguments; called with the
   * options before it. A command without this takes options in any order.
   */
  readonly isProgram?: (
    word: string,
    options: Options<Rows[number]["name"] | "help">,
  ) => Promise<boolean>;
  /** Runs it; returns the exit status. */
  readonly run: (options: Options<Rows[number]["name"] | "help">) => Promise<number> | number;
}

/** A command, ready for the words of a command line. */
export interface Command {
  /** Every option that it takes. */
  readonly options: readonly OptionRow[];
  /** Its help text. */
  readonly help: () => string;
  /** Does what the words say; returns the exit status. Throws UsageError and CommandError. */
  readonly execute: (args: readonly string[]) => Promise<number>;
}

/** Makes a command; the compiler checks the option names that its `run` uses. */
export function defineCommand<const Rows extends readonly OptionRow[]>(
  definition: CommandDefinition<Rows>,
): Command {
  const help = () => formatHelp(definition);
  return {
    options: [...definition.options, ...COMMON_OPTIONS],
    help,
    async execute(args) {
      const options = await parse(definition, args);
      if (options.has("help")) {
        print(help());
        return STATUS.ok;
      }
      return await definition.run(options);
    },
  };
}

/** Parses a command line; the options of a program that it runs are left alone. */
async function parse<const Rows extends readonly OptionRow[]>(
  { options: rows, isProgram }: CommandDefinition<Rows>,
  args: readonly string[],
): Promise<Options<Rows[number]["name"] | "help">> {
  if (isProgram === undefined) return parseOptions(args, rows);
  const before = parseOptions(args, rows, { firstWordEnds: true });
  const [first] = before.words;
  if (first === undefined || before.has("help") || await isProgram(first, before)) return before;
  return parseOptions(args, rows, { unknownAfterWord: "; arguments of the program follow --" });
}

function formatHelp(definition: Omit<CommandDefinition, "run" | "isProgram">): string {
  const { name, summary, usage, options, examples, notes = [] } = definition;
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

function spelling({ name, short, alias, value, kinds }: OptionRow): string {
  if (alias !== undefined) return `-${alias}, --${name}${value === undefined ? "" : ` ${value}`}`;
  const kind = kinds === undefined ? "" : `[=${kinds.join("|")}]`;
  const long = value === undefined ? `--${name}${kind}` : `--${name} ${value}`;
  return short === undefined ? `    ${long}` : `-${short}, ${long}`;
}
