// SPDX-License-Identifier: MPL-2.0
// The heap over time in the format of Massif, which ms_print and massif-visualizer read (Valgrind's manual,
// "Massif: a heap profiler"). Time is in instructions. The peak is exact.

import { formatFrame, type LeakFrame } from "../leaks/leak_report.ts";
import { printable } from "../../asm/object/printable.ts";
import type { HeapUse } from "./heap_use.ts";

/** Snapshots that Massif itself writes at most. */
const MAX_SNAPSHOTS = 100;
/** Owners of a smaller part of the bytes are put together. */
const THRESHOLD = 0.01;
const BELOW = "below massif's threshold (1.00%)";

/** Bytes, and the calls that own them. */
interface Owner {
  readonly frames: readonly LeakFrame[];
  readonly bytes: number;
}

/** A moment of the run. */
interface Snapshot {
  readonly instruction: number;
  readonly bytes: number;
  /** Who has the bytes, if that is known. */
  readonly owners?: readonly Owner[];
  readonly isPeak?: true;
}

/** The file of a run; `command` is what ran. */
export function massifView(use: HeapUse, command: string): string {
  const lines = [
    "desc: (none)",
    `cmd: ${printable(command).replaceAll("\n", " ")}`,
    "time_unit: i",
  ];
  snapshotsOf(use).forEach(({ instruction, bytes, owners, isPeak }, index) => {
    lines.push(
      "#-----------",
      `snapshot=${index}`,
      "#-----------",
      `time=${instruction}`,
      `mem_heap_B=${bytes}`,
      "mem_heap_extra_B=0",
      "mem_stacks_B=0",
      `heap_tree=${owners === undefined ? "empty" : isPeak ? "peak" : "detailed"}`,
    );
    if (owners !== undefined) lines.push(...treeLines(owners, bytes));
  });
  return `${lines.join("\n")}\n`;
}

/** The moments to write, by time. */
function snapshotsOf({ samples, details, peak, sites, instruction, live }: HeapUse): Snapshot[] {
  const found = new Map<number, Snapshot>();
  const add = (snapshot: Snapshot) => {
    if (found.get(snapshot.instruction)?.owners === undefined) {
      found.set(snapshot.instruction, snapshot);
    }
  };
  add({ instruction: 0, bytes: 0 });
  if (peak.bytes > 0) {
    const owners = sites.map(({ frames, atPeak: { bytes } }) => ({ frames, bytes }));
    add({ instruction: peak.instruction, bytes: peak.bytes, owners, isPeak: true });
  }
  for (const { instruction, live: { bytes }, owners } of details) {
    const named = owners.map(({ site: { frames }, bytes }) => ({ frames, bytes }));
    add({ instruction, bytes, owners: named });
  }
  add({ instruction, bytes: live.bytes });
  const step = Math.ceil(samples.length / (MAX_SNAPSHOTS - found.size));
  samples.forEach(({ instruction, bytes }, index) => {
    if (index % step === 0) add({ instruction, bytes });
  });
  return [...found.values()].sort((a, b) => a.instruction - b.instruction);
}

/** The tree of those who own the bytes of a snapshot. */
function treeLines(owners: readonly Owner[], bytes: number): string[] {
  const outside = owners.map(({ frames, bytes }) => ({ frames: frames.slice(1), bytes }));
  const title = "(heap allocation functions) malloc/new/new[], --alloc-fns, etc.";
  return nodeLines(title, outside, bytes, Math.max(1, bytes * THRESHOLD), 0);
}

function nodeLines(
  title: string,
  owners: readonly Owner[],
  bytes: number,
  threshold: number,
  depth: number,
): string[] {
  const children = Map.groupBy(
    owners.filter(({ frames, bytes }) => frames.length > 0 && bytes > 0),
    ({ frames: [frame] }) => frame?.address,
  );
  const sized = [...children.values()]
    .map((owners) => ({ owners, bytes: owners.reduce((sum, { bytes }) => sum + bytes, 0) }))
    .sort((a, b) => b.bytes - a.bytes);
  const shown = sized.filter(({ bytes }) => bytes >= threshold);
  const hidden = sized.slice(shown.length);
  const count = shown.length + (hidden.length > 0 ? 1 : 0);
  const lines = [`${" ".repeat(depth)}n${count}: ${bytes} ${title}`];
  for (const { owners, bytes } of shown) {
    const [frame] = owners[0]?.frames ?? [];
    const inner = owners.map(({ frames, bytes }) => ({ frames: frames.slice(1), bytes }));
    const name = frame === undefined ? "???" : printable(formatFrame(frame));
    lines.push(...nodeLines(name, inner, bytes, threshold, depth + 1));
  }
  if (hidden.length > 0) {
    const rest = hidden.reduce((sum, { bytes }) => sum + bytes, 0);
    const places = hidden.length === 1 ? "in 1 place" : `in ${hidden.length} places, all`;
    const text = hidden.length === 1 ? `${places}, ${BELOW}` : `${places} ${BELOW}`;
    lines.push(`${" ".repeat(depth + 1)}n0: ${rest} ${text}`);
  }
  return lines;
}
