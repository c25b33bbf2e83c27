// SPDX-License-Identifier: MPL-2.0
// The `console` blocks of the documentation: commands and their output. A line that starts
// with `$ ` is a command for a POSIX shell, `> ` continues it, and the lines up to the next command are
// what it prints on standard output and standard error together.
//
// In the output, a line that is just `…` matches any lines, or none, and `…` within a line for any
// characters. In lines about time (see VOLATILE) any number matches any other. Blank lines at the
// end of an output do not count. Otherwise it must be what the command prints, to the letter.

/** A command and what it printed. */
export interface Step {
  readonly command: string;
  /** Lines of output. */
  readonly output: readonly string[];
}

const CUT = "…";

/** Lines whose numbers are different each time: they say how fast something was. */
const VOLATILE: readonly RegExp[] = [
  /^ {2}speed +[\d,]+ instructions\/s \(\d+\.\d{3} s\)$/,
  /"seconds":/,
];

/** Characters that mean something in a regular expression. */
const SPECIAL = /[\\^$.*+?()[\]{}|]/g;
/** A number in a text whose dots are escaped. */
const NUMBER = /\d+(?:(?:,|\\\.)\d+)*/g;

/**
 * Reads the lines of a block.
 *
 * @throws {SyntaxError} when it does not begin with a command.
 */
export function parseTranscript(lines: readonly string[]): Step[] {
  const steps: { command: string; output: string[] }[] = [];
  let inCommand = false;
  for (const line of lines) {
    const last = steps.at(-1);
    if (line.startsWith("$ ")) {
      steps.push({ command: line.slice(2), output: [] });
      inCommand = true;
    } else if (last === undefined) {
      throw new SyntaxError(`Cannot read the transcript: it begins with "${line}", not a command`);
    } else if (inCommand && line.startsWith("> ")) {
      last.command += `\n${line.slice(2)}`;
    } else {
      last.output.push(line);
      inCommand = false;
    }
  }
  return steps;
}

/** The regular expression for a line of documentation. */
function linePattern(line: string): RegExp {
  const isVolatile = VOLATILE.some((kind) => kind.test(line));
  const parts = line.split(CUT).map((part) => {
    const literal = part.replace(SPECIAL, "\\$&");
    return isVolatile ? literal.replace(NUMBER, "\\d+(?:[,.]\\d+)*") : literal;
  });
  return new RegExp(`^${parts.join(".*")}$`);
}

function trimEnd(lines: readonly string[]): string[] {
  const last = lines.findLastIndex((line) => line !== "");
  return lines.slice(0, last + 1);
}

/**
 * Where the lines that a command printed stop being what the documentation shows.
 *
 * @returns The documented line that has no match, or "" when there are lines left; undefined when
 * everything is as documented.
 */
export function firstDifference(
  documented: readonly string[],
  printed: readonly string[],
): { readonly documented: string; readonly printed: string } | undefined {
  const wanted = trimEnd(documented);
  const found = trimEnd(printed);
  let at = 0;
  for (const [index, line] of wanted.entries()) {
    if (line === CUT) {
      const next = wanted.slice(index + 1).findIndex((later) => later !== CUT);
      if (next < 0) return undefined;
      const pattern = linePattern(wanted[index + 1 + next] ?? "");
      const resumed = found.findIndex((printed, position) =>
        position >= at && pattern.test(printed)
      );
      if (resumed < 0) {
        return { documented: wanted[index + 1 + next] ?? "", printed: found[at] ?? "" };
      }
      at = resumed;
      continue;
    }
    const printed = found[at++];
    if (printed === undefined || !linePattern(line).test(printed)) {
      return { documented: line, printed: printed ?? "(nothing more)" };
    }
  }
  const left = found[at];
  return left === undefined ? undefined : { documented: "(nothing more)", printed: left };
}
