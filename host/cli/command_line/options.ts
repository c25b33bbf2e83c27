// SPDX-License-Identifier: MPL-2.0
// Parses command line options by a table of rows, from which the help text is made, too. Guarantees: an
// unknown option, a missing value and an unexpected value throw UsageError, which suggests the nearest name.

import { didYouMean, nearestName } from "../../../asm/text/nearest_name.ts";

/** One option of a command. */
export interface OptionRow<Name extends string = string> {
  /** The long name, without its dashes. */
  readonly name: Name;
  /** A letter for `-x`. */
  readonly short?: string;
  /** Another spelling, of several letters after one dash, as in GNU ld. */
  readonly alias?: string;
  /** The form of its value, in capitals; an option without one is a switch. */
  readonly value?: string;
  /** Of a switch: what may follow it after an equals sign. */
  readonly kinds?: readonly string[];
  /** Whether it may be given more than once. */
  readonly repeat?: true;
  /** What it does, in one line. */
  readonly help: string;
}

/** Thrown for an invalid command line: the program ends with status 2. */
export class UsageError extends Error {
  /** An invalid command line, for the reason given. */
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}

/** A word of a command line, or the value of the option `name`. */
export interface OrderedWord {
  readonly name: string | undefined;
  readonly value: string;
}

/** A parsed command line. */
export class Options<Name extends string> {
  readonly #values: ReadonlyMap<string, readonly string[]>;
  /** The words that are neither options nor values of options. */
  readonly words: readonly string[];
  /** The words after `--`; undefined when there was none. */
  readonly rest: readonly string[] | undefined;
  /** The words and values, in the order in which they were given. */
  readonly ordered: readonly OrderedWord[];

  /** Options by name, with the words around them. */
  constructor(
    values: ReadonlyMap<string, readonly string[]>,
    words: readonly string[],
    rest: readonly string[] | undefined,
    ordered: readonly OrderedWord[] = [],
  ) {
    this.#values = values;
    this.words = words;
    this.rest = rest;
    this.ordered = ordered;
  }

  /** Whether the option was given. */
  has(name: Name): boolean {
    return this.#values.has(name);
  }

  /** The value of the option; undefined when it was not given. */
  value(name: Name): string | undefined {
    return this.#values.get(name)?.at(-1);
  }

  /** Every value of the option, in order. */
  values(name: Name): readonly string[] {
    return this.#values.get(name) ?? [];
  }
}

/** The options that every command has. */
export const COMMON_OPTIONS = [
  { name: "help", short: "h", help: "show this help" },
] as const satisfies readonly OptionRow[];

/** How to parse a command line. */
export interface ParsingOptions {
  /** Whether everything after the first word is left to the program: it becomes `rest`. */
  readonly firstWordEnds?: boolean;
  /** What to say about an unknown option that comes after a word, if no option is similar. */
  readonly unknownAfterWord?: string;
}

/**
 * Parses the words of a command line.
 *
 * @throws {UsageError} for an unknown option, a missing value, or a value too many
 */
export function parseOptions<const Rows extends readonly OptionRow[]>(
  args: readonly string[],
  rows: Rows,
  { firstWordEnds = false, unknownAfterWord = "" }: ParsingOptions = {},
): Options<Rows[number]["name"] | (typeof COMMON_OPTIONS)[number]["name"]> {
  const all: readonly OptionRow[] = [...rows, ...COMMON_OPTIONS];
  const values = new Map<string, string[]>();
  const words: string[] = [];
  const ordered: OrderedWord[] = [];
  let rest: string[] | undefined;
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? "";
    if (word === "--") {
      rest = args.slice(at + 1);
      break;
    }
    if (word === "-" || !word.startsWith("-")) {
      words.push(word);
      ordered.push({ name: undefined, value: word });
      if (!firstWordEnds) continue;
      // Command lines that separate the arguments although it is not needed stay valid.
      rest = args.slice(args[at + 1] === "--" ? at + 2 : at + 1);
      break;
    }
    const switches = switchesIn(word, all);
    if (switches !== undefined) {
      for (const { name } of switches) values.set(name, []);
      continue;
    }
    const { row, spelled, inline } = findRow(word, all, words.length > 0 ? unknownAfterWord : "");
    const list = values.get(row.name) ?? [];
    if (list.length > 0 && row.value !== undefined && row.repeat !== true) {
      throw new UsageError(`option ${spelled} cannot be given twice`);
    }
    values.set(row.name, list);
    if (row.value === undefined) {
      if (inline !== undefined && row.kinds?.includes(inline) === true) {
        list.push(inline);
      } else if (inline !== undefined) {
        const [example] = row.kinds ?? [];
        if (example !== undefined) {
          throw new UsageError(
            `unknown ${spelled}=${inline}${didYouMean(`${spelled}=${example}`)}`,
          );
        }
        throw new UsageError(`option ${spelled} takes no value, but "${inline}" was given`);
      }
    } else if (inline !== undefined) {
      list.push(inline);
    } else {
      const value = args[++at];
      if (value === undefined || value === "--") {
        throw new UsageError(`option ${spelled} needs a value: ${spelled} ${row.value}`);
      }
      list.push(value);
    }
    if (row.value !== undefined) ordered.push({ name: row.name, value: list.at(-1) ?? "" });
  }
  return new Options(values, words, rest, ordered);
}

/** The switches of a word such as `-nS`; undefined if it has other letters, or is a long name. */
function switchesIn(word: string, rows: readonly OptionRow[]): OptionRow[] | undefined {
  if (!/^-[A-Za-z]{2,}$/.test(word) || rows.some(({ name }) => `-${name}` === word)) {
    return undefined;
  }
  const found = [...word.slice(1)].flatMap((letter) =>
    rows.find(({ short, value }) => short === letter && value === undefined) ?? []
  );
  return found.length === word.length - 1 ? found : undefined;
}

function findRow(
  word: string,
  rows: readonly OptionRow[],
  otherwise: string,
): { row: OptionRow; spelled: string; inline: string | undefined } {
  if (!word.startsWith("--")) {
    const [other = word, ...parts] = word.split("=");
    const named = rows.find((row) => row.alias !== undefined && `-${row.alias}` === other);
    if (named !== undefined) {
      return { row: named, spelled: other, inline: parts.length > 0 ? parts.join("=") : undefined };
    }
    const row = rows.find((row) => row.short === word[1]);
    if (row !== undefined && (word.length === 2 || row.value !== undefined)) {
      const inline = word.length > 2 ? word.slice(2) : undefined;
      return { row, spelled: word.slice(0, 2), inline };
    }
    // A long word after one dash, such as `-strace`, is a long option rather than several letters.
    throw unknownOption(word, rows, otherwise);
  }
  const equals = word.indexOf("=");
  const spelled = equals < 0 ? word : word.slice(0, equals);
  const row = rows.find((row) => `--${row.name}` === spelled);
  if (row === undefined) throw unknownOption(spelled, rows, otherwise);
  return { row, spelled, inline: equals < 0 ? undefined : word.slice(equals + 1) };
}

function unknownOption(
  spelled: string,
  rows: readonly OptionRow[],
  otherwise: string,
): UsageError {
  const names = rows.map((row) => row.name);
  const bare = spelled.replace(/^-+/, "");
  // Only the number of dashes may be wrong.
  const nearest = names.find((name) => name === bare) ?? nearestName(bare, names);
  const advice = nearest === undefined ? otherwise : didYouMean(`--${nearest}`);
  return new UsageError(`unknown option ${spelled}${advice}`);
}
