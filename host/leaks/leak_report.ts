// SPDX-License-Identifier: MPL-2.0
// The result of a leak check: the blocks that a program still has, grouped by how they can be reached and by the
// calls that allocated them, as data, as text in Valgrind's words, and as JSON.

import type { SourceLocation } from "../../asm/object/program.ts";
import { formatSourceLocation } from "../symbols/locations.ts";
import { hex } from "../text/hex.ts";
import type { LeakKind } from "./leak_search.ts";
import type { HeapTotals } from "./live_blocks.ts";

/** A frame of the calls that allocated blocks. */
export interface LeakFrame {
  /** The pc of the innermost frame; of the others, the address that the call returns to. */
  readonly address: bigint;
  /** The function; undefined if it is not known. */
  readonly function: string | undefined;
  /** The source line. */
  readonly location: SourceLocation | undefined;
}

/** Blocks that are lost, or reachable, in the same way, and that the same calls allocated. */
export interface LeakRecord {
  /** How they can be reached. */
  readonly kind: LeakKind;
  /** How many they are. */
  readonly blocks: number;
  /** Their bytes. */
  readonly bytes: number;
  /** Of definitely lost blocks: the bytes of the blocks that only they lead to. */
  readonly indirectBytes: number;
  /** How many those are. */
  readonly indirectBlocks: number;
  /** The addresses of the first of them. */
  readonly addresses: readonly bigint[];
  /** The calls that allocated them, innermost first: the allocator's function. */
  readonly frames: readonly LeakFrame[];
  /** Whether a C library keeps them for itself until the end. */
  readonly isSuppressed: boolean;
}

/** A number of blocks, and their bytes. */
export interface Amount {
  /** How many blocks. */
  readonly blocks: number;
  /** Their bytes. */
  readonly bytes: number;
}

/** What a leak check found. */
export interface LeakReport {
  /** How many instructions had retired. */
  readonly instruction: number;
  /** The blocks in use. */
  readonly inUse: Amount;
  /** What the program had asked of its allocators so far. */
  readonly totals: HeapTotals;
  /** The groups by rising size. */
  readonly records: readonly LeakRecord[];
  /** The sums of each kind; suppressed records count only there. */
  readonly summary: Readonly<Record<LeakKind | "suppressed", Amount>>;
}

/** How to show a report. */
export interface LeakReportOptions {
  /** The kinds of records to show. Default: definitely and possibly lost. */
  readonly kinds?: ReadonlySet<LeakKind>;
  /** Whether the program has ended; the default. */
  readonly isAtEnd?: boolean;
}

/** The kinds in the order of the summary. */
export const LEAK_KINDS: readonly LeakKind[] = [
  "definitely lost",
  "indirectly lost",
  "possibly lost",
  "still reachable",
];

/** The kinds that are errors of the program. */
export const ERROR_KINDS: ReadonlySet<LeakKind> = new Set(["definitely lost", "possibly lost"]);

/** How many records are errors. */
export function leakErrors({ records }: LeakReport): number {
  return records.filter(({ kind, isSuppressed }) => ERROR_KINDS.has(kind) && !isSuppressed).length;
}

const count = (value: number) => value.toLocaleString("en");
const amount = ({ bytes, blocks }: Amount) => `${count(bytes)} bytes in ${count(blocks)} blocks`;

/** The report as lines of text, in the words of Valgrind. */
export function formatLeakReport(
  report: LeakReport,
  { kinds = ERROR_KINDS, isAtEnd = true }: LeakReportOptions = {},
): string {
  const { inUse, totals, records, summary } = report;
  const lines = [
    isAtEnd ? "HEAP SUMMARY:" : `HEAP SUMMARY after ${count(report.instruction)} instructions:`,
    `    in use${isAtEnd ? " at exit" : ""}: ${amount(inUse)}`,
    `  total heap usage: ${count(totals.allocations)} allocs, ${count(totals.frees)} frees, ` +
    `${count(totals.bytes)} bytes allocated`,
    "",
  ];
  if (inUse.blocks === 0) {
    return [...lines, "All heap blocks were freed -- no leaks are possible", ""].join("\n");
  }
  records.forEach((record, index) => {
    if (!kinds.has(record.kind) || record.isSuppressed) return;
    lines.push(...formatRecord(record, `${count(index + 1)} of ${count(records.length)}`), "");
  });
  lines.push("LEAK SUMMARY:");
  for (const kind of [...LEAK_KINDS, "suppressed"] as const) {
    lines.push(`   ${kind.padStart(15)}: ${amount(summary[kind])}`);
  }
  if (!kinds.has("still reachable") && summary["still reachable"].blocks > 0) {
    lines.push(
      "Reachable blocks (those to which a pointer was found) are not shown.",
      "To see them, run again with --show-leak-kinds=all",
    );
  }
  return `${lines.join("\n")}\n`;
}

function formatRecord(record: LeakRecord, number: string): string[] {
  const { kind, bytes, blocks, indirectBytes, frames } = record;
  const total = indirectBytes === 0
    ? count(bytes)
    : `${count(bytes + indirectBytes)} (${count(bytes)} direct, ${count(indirectBytes)} indirect)`;
  return [
    `${total} bytes in ${count(blocks)} blocks are ${kind} in loss record ${number}`,
    ...frames.map((frame, index) => `   ${index === 0 ? "at" : "by"} ${formatFrame(frame)}`),
  ];
}

/** `0x1018C: main (x.c:12)`. */
export function formatFrame({ address, function: name, location }: LeakFrame): string {
  const where = location === undefined ? "" : ` (${formatSourceLocation(location)})`;
  return `${hex(address)}: ${name ?? "???"}${where}`;
}

/** The report as a JSON object. */
export function leakReportJson(report: LeakReport): Record<string, unknown> {
  const { instruction, inUse, totals, records, summary } = report;
  return {
    number: instruction,
    inUse,
    ...totals,
    summary,
    records: records.map(({ addresses, frames, ...record }) => ({
      ...record,
      addresses: addresses.map(hex),
      frames: frames.map(leakFrameJson),
    })),
  };
}

/** A frame as a JSON object. */
export function leakFrameJson(
  { address, function: name, location }: LeakFrame,
): Record<string, unknown> {
  return { address: hex(address), function: name, file: location?.file, line: location?.line };
}
