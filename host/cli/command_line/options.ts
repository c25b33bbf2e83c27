// SPDX-License-Identifier: MPL-2.0
// Command line options, read against a table of rows. The same rows make the help text, so the two
// cannot disagree. Guarantees: an option that no row has is refused with the nearest name there is,
// and so are a missing value and a value for an option that takes none.

import { nearestName } from "../../../asm/text/nearest_name.ts";

/** One option of a command. */
export interface OptionRow<Name extends string = string> {
  /** The long name, without its dashes. */
  readonly name: Name;
  /** A letter for `-x`. */
  readonly short?: string;
  /** What the value stands for, in capitals; an option without it is a switch. */
  readonly value?: string;
  /** Whether it may be given more than once. */
  readonly repeat?: true;
  /** What it does, in one line. */
  readonly help: string;
}

/** Thrown for a command line that makes no sense: the program ends with status 2. */
export class UsageError extends Error {
  /** A wrong command line, for the reason given. */
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}

/** What was on the command line. */
export class Options<Name extends string> {
  readonly #values: ReadonlyMap<string, readonly string[]>;
  /** The words that are neither options nor values of options. */
  readonly words: readonly string[];
  /** The words after `--`; undefined when there was none. */
  readonly rest: readonly string[] | undefined;

  /** Options by name, with the words around them. */
  constructor(
    values: ReadonlyMap<string, readonly string[]>,
    words: readonly string[],
    rest: readonly string[] | undefined,
  ) {
    this.#values = values;
    this.words = words;
    this.rest = rest;
  }

  /** Whether the option was given. */
  has(name: Name): boolean {
    return this.#values.has(name);
  }

  /** The option's value: the last one when it was given several times. */
  value(name: Name): string | undefined {
    return this.#values.get(name)?.at(-1);
  }

  /** Every value the option was given, in order. */
  values(name: Name): readonly string[] {
    return this.#values.get(name) ?? [];
  }
}

/** The options that every command has. */
export const COMMON_OPTIONS = [
  { name: "help", short: "h", help: "show this help" },
] as const satisfies readonly OptionRow[];

/**
 * Reads the words of a command line.
 *
 * @throws {UsageError} for an unknown option, a missing value, or one too many.
 */
export function parseOptions<const Rows extends readonly OptionRow[]>(
  args: readonly string[],
  rows: Rows,
): Options<Rows[number]["name"] | (typeof COMMON_OPTIONS)[number]["name"]> {
  const all: readonly OptionRow[] = [...rows, ...COMMON_OPTIONS];
  const values = new Map<string, string[]>();
  const words: string[] = [];
  let rest: string[] | undefined;
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? "";
    if (word === "--") {
      rest = args.slice(at + 1);
      break;
    }
    if (word === "-" || !word.startsWith("-")) {
      words.push(word);
      continue;
    }
    const { row, spelled, inline } = findRow(word, all);
    const list = values.get(row.name) ?? [];
    if (list.length > 0 && row.value !== undefined && row.repeat !== true) {
      throw new UsageError(`Cannot take ${spelled} twice`);
    }
    values.set(row.name, list);
    if (row.value === undefined) {
      if (inline !== undefined) {
        throw new UsageError(`Cannot give ${spelled} the value "${inline}": it takes none`);
      }
    } else if (inline !== undefined) {
      list.push(inline);
    } else {
      const value = args[++at];
      if (value === undefined || value === "--") {
        throw new UsageError(`Cannot read ${spelled}: its value ${row.value} is missing`);
      }
      list.push(value);
    }
  }
  return new Options(values, words, rest);
}

function findRow(
  word: string,
  rows: readonly OptionRow[],
): { row: OptionRow; spelled: string; inline: string | undefined } {
  if (!word.startsWith("--")) {
    const row = rows.find((row) => row.short === word[1]);
    if (row !== undefined && (word.length === 2 || row.value !== undefined)) {
      const inline = word.length > 2 ? word.slice(2) : undefined;
      return { row, spelled: word.slice(0, 2), inline };
    }
    // `-strace` for `--strace` is the likelier reading of a long word behind one dash.
    throw unknownOption(word, rows);
  }
  const equals = word.indexOf("=");
  const spelled = equals < 0 ? word : word.slice(0, equals);
  const row = rows.find((row) => `--${row.name}` === spelled);
  if (row === undefined) throw unknownOption(spelled, rows);
  return { row, spelled, inline: equals < 0 ? undefined : word.slice(equals + 1) };
}

function unknownOption(spelled: string, rows: readonly OptionRow[]): UsageError {
  const names = rows.map((row) => row.name);
  const bare = spelled.replace(/^-+/, "");
  // The name itself with the wrong number of hyphens is nearer than any other.
  const nearest = names.find((name) => name === bare) ?? nearestName(bare, names);
  const instead = nearest === undefined ? "" : `; did you mean --${nearest}?`;
  return new UsageError(`Cannot take ${spelled}: there is no such option${instead}`);
}
