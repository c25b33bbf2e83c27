// SPDX-License-Identifier: MPL-2.0
// How a run ended, in figures.

import type { RunReport } from "./data.ts";
import { count, type Html, markup, plural, size } from "./html.ts";

/** The summary. */
export function summaryView({ summary, errors, leaks, heap }: RunReport): Html {
  const facts: [string, string][] = [
    ["Exit status", count(summary.status)],
    ["Instructions", count(summary.instructions)],
    ["System calls", count(summary.systemCalls)],
    ["Peak mapped", size(summary.peakMappedBytes)],
    ["Pages touched", count(summary.pagesTouched)],
    ["Memory errors", count(errors.length)],
  ];
  if (heap !== undefined) {
    facts.push(
      ["Lost blocks", leaks.length === 0 ? "none" : plural(leaks.length, "record")],
      ["Heap at its peak", size(heap.peak.bytes)],
    );
  }
  return markup`<dl class="facts">${
    facts.map(([name, value]) =>
      markup`
        <div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>
      `
    )
  }</dl>
<p class="note">The same program with the same input gives this same page, to the instruction.</p>`;
}
