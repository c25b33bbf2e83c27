// SPDX-License-Identifier: MPL-2.0
// The profile in the format of Callgrind, which callgrind_annotate and KCachegrind read (Valgrind's
// manual, "Callgrind Format Specification"). Costs are by line; a line of an address that has none is 0.

import type { EventCounts } from "../../cpu/counting/call_tree.ts";
import type { SourceLocation } from "../../asm/object/program.ts";
import { addEvents, eventsOf, type Profile, type ProfiledFunction } from "./profile.ts";

const EVENTS: readonly (readonly [keyof EventCounts, string, string])[] = [
  ["instructions", "Ir", "Instructions"],
  ["loads", "Dr", "Loads"],
  ["stores", "Dw", "Stores"],
  ["branches", "Bc", "Conditional branches"],
  ["taken", "Bt", "Branches taken"],
];

const UNKNOWN_FILE = "???";

const costs = (counts: EventCounts): string => EVENTS.map(([event]) => counts[event]).join(" ");

/** Names that are written once, and after that as numbers. */
class Numbered {
  readonly #numbers = new Map<string, number>();

  of(key: string, name = key): string {
    const known = this.#numbers.get(key);
    if (known !== undefined) return `(${known})`;
    this.#numbers.set(key, this.#numbers.size + 1);
    return `(${this.#numbers.size}) ${name.replaceAll("\n", " ")}`;
  }
}

const fileOf = (location: SourceLocation | undefined): string => location?.file ?? UNKNOWN_FILE;

/** The profile of a run; `command` is what ran. */
export function callgrindView(profile: Profile, command: string): string {
  const files = new Numbered();
  const names = new Numbered();
  const named = ({ start, name }: ProfiledFunction) => names.of(String(start), name);
  const lines: string[] = [
    "# callgrind format",
    "version: 1",
    "creator: leveret",
    `cmd: ${command.replaceAll("\n", " ")}`,
    "part: 1",
    "",
    "positions: line",
    ...EVENTS.map(([, short, long]) => `event: ${short} : ${long}`),
    `events: ${EVENTS.map(([, short]) => short).join(" ")}`,
    `summary: ${costs(profile.total)}`,
    "",
  ];
  const instructions = Map.groupBy(profile.instructions, (count) => count.function.start);
  const calls = Map.groupBy(profile.calls, ({ caller }) => caller.start);
  for (const row of profile.functions.toSorted((a, b) => a.start - b.start)) {
    const file = fileOf(row.location);
    lines.push(`fl=${files.of(file)}`, `fn=${named(row)}`);
    let current = file;
    const setFile = (name: string) => {
      if (name === current) return;
      lines.push(`${name === file ? "fe" : "fi"}=${files.of(name)}`);
      current = name;
    };
    for (const [key, counts] of byLine(instructions.get(row.start) ?? [])) {
      setFile(key.file);
      lines.push(`${key.line} ${costs(counts)}`);
    }
    for (const { callee, site, calls: count, inclusive } of calls.get(row.start) ?? []) {
      const from = site === 0 ? row.location : profile.locationOf(site - 1);
      setFile(fileOf(from));
      lines.push(
        `cfi=${files.of(fileOf(callee.location))}`,
        `cfn=${named(callee)}`,
        `calls=${count} ${callee.location?.line ?? 0}`,
        `${from?.line ?? 0} ${costs(inclusive)}`,
      );
    }
    lines.push("");
  }
  lines.push(`totals: ${costs(profile.total)}`);
  return `${lines.join("\n")}\n`;
}

/** The costs of a function's lines. */
function byLine(
  instructions: Profile["instructions"],
): Iterable<readonly [{ file: string; line: number }, EventCounts]> {
  const found = new Map<
    string,
    [{ file: string; line: number }, Parameters<typeof addEvents>[0]]
  >();
  for (const count of instructions) {
    const { location } = count;
    const key = { file: fileOf(location), line: location?.line ?? 0 };
    const name = `${key.line} ${key.file}`;
    const known = found.get(name);
    if (known !== undefined) addEvents(known[1], eventsOf(count));
    else found.set(name, [key, { ...eventsOf(count) }]);
  }
  return found.values();
}
