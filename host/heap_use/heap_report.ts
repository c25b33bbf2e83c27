// SPDX-License-Identifier: MPL-2.0
// A report about the heap at one moment, as text and as JSON: the allocator's own structures, if they are known,
// what the mapped memory holds, the heap over time, its peak with owners, and churn.

import { CONTENTS, fragmentationOf } from "../heap/fragmentation.ts";
import { bytes, formatHeapMap, plural } from "../heap/map.ts";
import { heapViewJson } from "../heap/map_json.ts";
import type { HeapView } from "../heap/view.ts";
import { type Amount, formatFrame } from "../leaks/leak_report.ts";
import { printable } from "../../asm/object/printable.ts";
import { hex } from "../text/hex.ts";
import { PLAIN, type TextStyle } from "../text/style.ts";
import { type AllocationSite, churnOf, type HeapUse, heapUseJson } from "./heap_use.ts";
import type { OwnedBlock } from "./heap_recorder.ts";
import type { HeapSample } from "./samples.ts";

/** The heap at one moment. */
export interface HeapReport {
  /** What the program did with it up to now. */
  readonly use: HeapUse;
  /** The blocks in use. */
  readonly blocks: readonly OwnedBlock[];
  /** The allocator's structures; undefined for allocators other than Hare's. */
  readonly view: HeapView | undefined;
}

/** Owners that are shown. */
const MAX_OWNERS = 5;
/** Blocks of a free list that are shown. */
const MAX_LISTED = 6;
const CHART_WIDTH = 64;
const CHART_HEIGHT = 8;
const BAR_WIDTH = 40;

const count = (value: number) => value.toLocaleString("en");
const amount = ({ bytes: size, blocks }: Amount) =>
  `${plural(size, "byte")} in ${plural(blocks, "block")}`;
const percent = (part: number, whole: number) => `${(100 * part / Math.max(1, whole)).toFixed(1)}%`;

/** The report as text with a final line end. */
export function formatHeapReport(report: HeapReport, style: TextStyle = PLAIN): string {
  const { use, view } = report;
  const parts = view === undefined
    ? [blocksText(report, style)]
    : [formatHeapMap(view, style), freeListsText(view, style), contentText(report, view, style)];
  parts.push(chartText(use, style), peakText(use, style), churnText(use, style));
  return parts.filter((part) => part !== "").join("\n");
}

/** What is known of the heap of an allocator by its calls alone. */
function blocksText({ use, blocks }: HeapReport, style: TextStyle): string {
  const lines = [
    style.strong(
      `Heap: ${plural(use.live.blocks, "block")} in use (${bytes(use.live.bytes)} asked for)`,
    ),
    "  Seen in the allocator's calls: its own structures are not known, only those of Hare's are",
  ];
  const sizes = new Map<number, number>();
  for (const { size } of blocks) {
    const limit = 2 ** Math.ceil(Math.log2(Math.max(8, size)));
    sizes.set(limit, (sizes.get(limit) ?? 0) + 1);
  }
  const most = Math.max(1, ...sizes.values());
  if (sizes.size > 0) lines.push("", style.strong("  bytes per block   in use"));
  for (const [limit, number] of [...sizes].sort(([a], [b]) => a - b)) {
    const bar = "#".repeat(Math.ceil(number * BAR_WIDTH / Math.max(most, BAR_WIDTH)));
    lines.push(`  ${`up to ${count(limit)}`.padStart(15)}${count(number).padStart(9)}  ${bar}`);
  }
  return `${lines.join("\n")}\n`;
}

function freeListsText({ bins, layout }: HeapView, style: TextStyle): string {
  const lists = bins.filter(({ freeList }) => freeList.length > 0);
  if (lists.length === 0) return "";
  const lines = lists.map(({ size, freeList }) => {
    const more = freeList.length - MAX_LISTED;
    const shown = freeList.slice(0, MAX_LISTED).map(hex).join(" -> ");
    return `  ${count(size).padStart(15)}  ${shown}${
      more > 0 ? ` -> ... ${count(more)} more` : ""
    }`;
  });
  const poison = hex(BigInt(layout.poison));
  return `${style.strong("Free lists")}, whose blocks are filled with ${poison}\n${
    style.strong("  bytes per block")
  }\n${lines.join("\n")}\n`;
}

function contentText({ use }: HeapReport, view: HeapView, style: TextStyle): string {
  const parts = fragmentationOf(view, use.live.bytes);
  const rows = CONTENTS.map(([part, text]) =>
    `  ${count(parts[part]).padStart(15)}  ${
      percent(parts[part], parts.mapped).padStart(6)
    }  ${text}`
  );
  return `${style.strong(`What the ${bytes(parts.mapped)} mapped hold`)}\n${rows.join("\n")}\n`;
}

/** Bytes in use over time, as columns. */
function chartText({ samples, peak, instruction }: HeapUse, style: TextStyle): string {
  if (peak.bytes === 0) return "";
  const columns = columnsOf(samples, instruction);
  const lines: string[] = [];
  for (let row = CHART_HEIGHT; row > 0; row--) {
    const least = (row - 1) * peak.bytes / CHART_HEIGHT;
    const label = row === CHART_HEIGHT ? count(peak.bytes) : "";
    const marks = columns.map((value) => value > least ? "#" : " ").join("");
    lines.push(`  ${label.padStart(13)} |${marks}`.trimEnd());
  }
  const end = count(instruction);
  lines.push(`  ${"0".padStart(13)} +${"-".repeat(CHART_WIDTH)}`);
  lines.push(`${" ".repeat(17)}0${end.padStart(CHART_WIDTH - 1)}`);
  return `${style.strong("Bytes in use, by instruction")}\n${lines.join("\n")}\n`;
}

/** The most bytes in use in equal parts of the time up to an instruction. */
function columnsOf(samples: readonly HeapSample[], end: number): number[] {
  const columns: number[] = [];
  let next = 0;
  let current = 0;
  for (let column = 0; column < CHART_WIDTH; column++) {
    let most = current;
    const limit = (column + 1) * end / CHART_WIDTH;
    for (; next < samples.length && (samples[next]?.instruction ?? 0) <= limit; next++) {
      most = Math.max(most, samples[next]?.maxBytes ?? 0);
      current = samples[next]?.bytes ?? 0;
    }
    columns.push(most);
  }
  return columns;
}

function peakText({ peak, sites }: HeapUse, style: TextStyle): string {
  if (peak.bytes === 0) return "";
  const title = `Peak: ${amount(peak)}, after ${count(peak.instruction)} instructions`;
  return `${style.strong(title)}\n${ownersText(sites, ({ atPeak }) => atPeak, peak.bytes)}`;
}

function churnText(use: HeapUse, style: TextStyle): string {
  const { totals, sites } = use;
  const { turnover, meanLifetime } = churnOf(use);
  const title = `Churn: ${count(totals.allocations)} allocations, ${count(totals.frees)} frees, ` +
    `${plural(totals.bytes, "byte")}`;
  if (totals.allocations === 0) return `${style.strong(title)}\n`;
  const most = sites.toSorted((a, b) => b.total.bytes - a.total.bytes);
  return `${style.strong(title)}\n` +
    `  ${turnover.toFixed(1)} times the peak; ` +
    `a block was in use for ${count(meanLifetime)} instructions on average\n` +
    ownersText(most, ({ total }) => total, totals.bytes);
}

/** The call stacks with the most bytes. */
function ownersText(
  sites: readonly AllocationSite[],
  amountOf: (site: AllocationSite) => Amount,
  whole: number,
): string {
  const owners = sites.filter((site) => amountOf(site).bytes > 0);
  const lines = owners.slice(0, MAX_OWNERS).flatMap((site) => [
    `  ${percent(amountOf(site).bytes, whole)}  ${amount(amountOf(site))}`,
    ...site.frames.map((frame, index) =>
      `     ${index === 0 ? "at" : "by"} ${printable(formatFrame(frame))}`
    ),
  ]);
  const more = owners.length - MAX_OWNERS;
  if (more > 0) lines.push(`  and ${plural(more, "more call stack")}`);
  return lines.map((line) => `${line}\n`).join("");
}

/** The report as a value for `JSON.stringify`; addresses are hexadecimal strings. */
export function heapReportJson({ use, blocks, view }: HeapReport): Record<string, unknown> {
  return {
    ...heapUseJson(use),
    blocks: blocks.map(({ address, size, site, born }) => ({
      address: hex(BigInt(address)),
      size,
      site,
      number: born,
    })),
    ...(view !== undefined && {
      fragmentation: fragmentationOf(view, use.live.bytes),
      map: heapViewJson(view),
    }),
  };
}
