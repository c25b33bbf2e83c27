// SPDX-License-Identifier: MPL-2.0
// The guest programs of guests/ and their expected output, case by case. A golden has sections: `$` with the
// arguments, the lines of output, and `= ` with the exit status. When QEMU 7.2 or the host's kernel prints
// another line, it follows with `~ ` (`~` alone: no line). A section with `!` instead of `$` is not run under
// QEMU. Lines that begin with `#` give the reasons.

/** A line, and the line of a witness instead of it; undefined when the witness prints none. */
interface Line {
  readonly ours: string;
  readonly theirs: string | undefined;
}

/** One run and its expected result. */
export interface GuestCase {
  readonly args: readonly string[];
  readonly lines: readonly Line[];
  readonly status: number;
  /** Whether witnesses run it too. */
  readonly witnessed: boolean;
}

const DIRECTORY = new URL("guests/", import.meta.url);

/** The assembly of a guest program. */
export function guestSource(name: string): string {
  return Deno.readTextFileSync(new URL(`${name}.s`, DIRECTORY));
}

/** The cases of a guest program's golden. */
export function guestCases(name: string): GuestCase[] {
  const text = Deno.readTextFileSync(new URL(`${name}.txt`, DIRECTORY));
  const cases: (GuestCase & { lines: Line[]; status: number })[] = [];
  for (const line of text.split("\n").filter((line) => line !== "" && !line.startsWith("#"))) {
    const mark = line[0];
    const last = cases.at(-1);
    if ((mark === "$" || mark === "!") && line[1] === " ") {
      const args = line.slice(2).split(" ");
      cases.push({ args, lines: [], status: 0, witnessed: mark === "$" });
    } else if (last === undefined) {
      throw new SyntaxError(`Cannot read ${name}.txt: it begins with "${line}", not a case`);
    } else if (line.startsWith("= ")) {
      last.status = Number(line.slice(2));
    } else if (mark === "~") {
      const ours = last.lines.pop()?.ours ?? "";
      last.lines.push({ ours, theirs: line === "~" ? undefined : line.slice(2) });
    } else {
      last.lines.push({ ours: line, theirs: line });
    }
  }
  return cases;
}

/** The output and the end of a run, in the form of {@link expected}. */
export function result(stdout: Uint8Array, status: number): string {
  return `${new TextDecoder().decode(stdout)}= ${status}`;
}

/** The expected result of a run here. */
export function expected({ lines, status }: GuestCase): string {
  return [...lines.map(({ ours }) => ours), `= ${status}`].join("\n");
}

/** The expected result of a witness. */
export function expectedOfWitness({ lines, status }: GuestCase): string {
  const theirs = lines.map(({ theirs }) => theirs).filter((line) => line !== undefined);
  return [...theirs, `= ${status}`].join("\n");
}
