// SPDX-License-Identifier: MPL-2.0
// The guest programs of guests/ and what they are to print, case by case. A golden is read as sections: `$`
// and the arguments, the lines of output, and `= ` with the exit status. After a line that QEMU 7.2 or the
// host's kernel prints otherwise, `~ ` has the line it prints (`~` alone: none); a section that has `!` in
// the place of `$` is not tried there. Lines that begin with `#` say why.

/** A line, and what a witness prints in its place: undefined for nothing. */
interface Line {
  readonly ours: string;
  readonly theirs: string | undefined;
}

/** What one run is to do. */
export interface GuestCase {
  readonly args: readonly string[];
  readonly lines: readonly Line[];
  readonly status: number;
  /** Whether a witness can be asked about it. */
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

/** What a run printed and how it ended, in the form that {@link expected} gives. */
export function result(stdout: Uint8Array, status: number): string {
  return `${new TextDecoder().decode(stdout)}= ${status}`;
}

/** What a run of our own is to give. */
export function expected({ lines, status }: GuestCase): string {
  return [...lines.map(({ ours }) => ours), `= ${status}`].join("\n");
}

/** What a witness is to give. */
export function expectedOfWitness({ lines, status }: GuestCase): string {
  const theirs = lines.map(({ theirs }) => theirs).filter((line) => line !== undefined);
  return [...theirs, `= ${status}`].join("\n");
}
