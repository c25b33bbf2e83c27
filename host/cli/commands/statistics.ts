// SPDX-License-Identifier: MPL-2.0
// What a run has cost, for people and as JSON.

import type { Statistics } from "../../process.ts";
import { bytes } from "../../heap/map.ts";
import { table } from "../command_line/command.ts";

/** The statistics as lines of text; `seconds` from the machine's making to the program's end. */
export function formatStatistics(statistics: Statistics, seconds: number): string {
  const count = (value: number) => value.toLocaleString("en");
  const rate = statistics.instructions / Math.max(seconds, 1e-6);
  const rows: [string, string][] = [
    ["instructions", count(statistics.instructions)],
    ["a second", `${count(Math.round(rate))}, for ${seconds.toFixed(3)} s`],
    ["system calls", count(statistics.systemCalls)],
    ["mmap, munmap", `${count(statistics.mmaps)}, ${count(statistics.munmaps)}`],
    ["mapped at most", bytes(statistics.peakMappedBytes)],
    ["pages touched", count(statistics.pagesTouched)],
  ];
  return `leveret: what the run has cost\n${table(rows).join("\n")}\n`;
}

/** The same as a line of JSON. */
export function statisticsJson(statistics: Statistics, seconds: number): string {
  return `${JSON.stringify({ event: "statistics", ...statistics, seconds })}\n`;
}
