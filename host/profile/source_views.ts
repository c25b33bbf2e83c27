// SPDX-License-Identifier: MPL-2.0
// The profile by source line: annotated source, and coverage for LCOV's genhtml (man page of geninfo,
// "Tracefile format").

import { disassemble } from "../../asm/disassembly/disassembler.ts";
import { printable } from "../../asm/object/printable.ts";
import type { LineTable } from "../../asm/object/program.ts";
import { kindOf } from "../../cpu/counting/instruction_kinds.ts";
import type { Segment } from "../../cpu/memory/image.ts";
import { instructionLength } from "../../cpu/isa/table.ts";
import { eventsOf, type Profile, type ProfiledInstruction, sumOf } from "./profile.ts";
import { columns } from "./table_view.ts";

const NO_COUNT = "-";

/** The instructions of a profile by file, then by line. */
function byFile(profile: Profile): Map<string, Map<number, ProfiledInstruction[]>> {
  const files = new Map<string, Map<number, ProfiledInstruction[]>>();
  for (const instruction of profile.instructions) {
    const { location } = instruction;
    if (location === undefined) continue;
    let lines = files.get(location.file);
    if (lines === undefined) files.set(location.file, lines = new Map());
    const line = lines.get(location.line);
    if (line === undefined) lines.set(location.line, [instruction]);
    else line.push(instruction);
  }
  return files;
}

/** The text of every line of a file that has text, with its number. */
function* textOf(lines: LineTable, file: string): Generator<readonly [number, string]> {
  for (let line = 1;; line++) {
    const text = lines.text({ file, line });
    if (text === undefined) return;
    yield [line, text];
  }
}

/** Every source line with what it did; below lines that are not assembly, their instructions. */
export function annotatedView(profile: Profile): string {
  const { lines: table } = profile;
  if (table === undefined) return "the program has no source lines\n";
  const parts: string[] = [];
  for (const [file, lines] of byFile(profile)) {
    const rows: string[][] = [];
    for (const [line, text] of textOf(table, file)) {
      const instructions = lines.get(line) ?? [];
      const label = `${String(line).padStart(5)} | ${printable(text.trimEnd())}`;
      if (instructions.length === 0) {
        rows.push([NO_COUNT, "", "", "", "", label]);
        continue;
      }
      const sum = sumOf(instructions.map(eventsOf));
      rows.push([
        ...[sum.instructions, sum.loads, sum.stores, sum.branches, sum.taken].map((count) =>
          count.toLocaleString("en")
        ),
        label,
      ]);
      if (/\.(?:s|S|asm)$/.test(file)) continue;
      for (const { address, word, count } of instructions) {
        const shown = `      | ${address.toString(16).padStart(8)}  ${disassemble(word)}`;
        rows.push([count.toLocaleString("en"), "", "", "", "", shown]);
      }
    }
    const header = ["instructions", "loads", "stores", "branches", "taken", printable(file)];
    parts.push(columns([header, ...rows]));
  }
  return parts.join("\n");
}

/** What coverage needs of the program that ran. */
export interface CoveredCode {
  readonly segments: readonly Segment[];
  /** Whether to leave a file out. */
  readonly isLeftOut: (file: string) => boolean;
}

/** A conditional branch of the program, which may not have run. */
interface CoveredBranch {
  readonly address: number;
  readonly count: number;
  readonly taken: number;
}

interface CoveredFile {
  readonly lines: Map<number, number>;
  readonly branches: Map<number, CoveredBranch[]>;
}

/** Coverage of lines, functions and branches; what has not run is in it, too. */
export function lcovView(profile: Profile, { segments, isLeftOut }: CoveredCode): string {
  const counts = new Map(profile.instructions.map((count) => [count.address, count]));
  const files = new Map<string, CoveredFile>();
  for (const { address: start, data, execute } of segments) {
    if (!execute) continue;
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    for (let at = 0; at + 2 <= data.length;) {
      const low = view.getUint16(at, true);
      const length = instructionLength(low);
      if (at + length > data.length) break;
      const word = length === 2 ? low : view.getUint32(at, true);
      const address = Number(start) + at;
      at += length;
      const location = profile.locationOf(address);
      if (location === undefined || isLeftOut(location.file)) continue;
      let file = files.get(location.file);
      if (file === undefined) {
        files.set(location.file, file = { lines: new Map(), branches: new Map() });
      }
      const { count = 0, taken = 0 } = counts.get(address) ?? {};
      const { line } = location;
      file.lines.set(line, Math.max(file.lines.get(line) ?? 0, count));
      if (kindOf(word).flow !== "branch") continue;
      const branches = file.branches.get(line) ?? [];
      file.branches.set(line, [...branches, { address, count, taken }]);
    }
  }
  return [...files].map(([name, file]) => lcovRecord(profile, name, file)).join("");
}

function lcovRecord(profile: Profile, name: string, { lines, branches }: CoveredFile): string {
  const functions = profile.functions.filter(({ location }) => location?.file === name)
    .sort((a, b) => a.start - b.start);
  const out = ["TN:", `SF:${name}`];
  for (const { name, location } of functions) out.push(`FN:${location?.line},${name}`);
  for (const { name, calls } of functions) out.push(`FNDA:${Math.max(1, calls)},${name}`);
  out.push(`FNF:${functions.length}`, `FNH:${functions.length}`);
  let found = 0;
  let hit = 0;
  for (const [line, here] of sorted(branches)) {
    for (const [block, { count, taken }] of here.entries()) {
      for (const [branch, times] of [taken, count - taken].entries()) {
        out.push(`BRDA:${line},${block},${branch},${count === 0 ? NO_COUNT : times}`);
        found++;
        if (times > 0) hit++;
      }
    }
  }
  out.push(`BRF:${found}`, `BRH:${hit}`);
  for (const [line, count] of sorted(lines)) out.push(`DA:${line},${count}`);
  const run = [...lines.values()].filter((count) => count > 0).length;
  out.push(`LF:${lines.size}`, `LH:${run}`, "end_of_record");
  return `${out.join("\n")}\n`;
}

const sorted = <Value>(lines: ReadonlyMap<number, Value>): [number, Value][] =>
  [...lines].sort(([a], [b]) => a - b);
