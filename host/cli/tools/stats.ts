// SPDX-License-Identifier: MPL-2.0
// `--stats`: what the run took, as text or as a line of JSON.

import { bytes } from "../../heap/map.ts";
import type { Process, Statistics } from "../../process.ts";
import { table } from "../command_line/command.ts";
import { printError } from "../command_line/output.ts";
import type { Tool, ToolContext } from "./tool.ts";

/** Makes the tool. */
export default function makeStatistics({ json }: ToolContext): Tool {
  let process: Process | undefined;
  return {
    attach(execution) {
      process = execution.process;
    },
    finish({ seconds }) {
      if (process === undefined) return;
      const { statistics } = process;
      printError(
        json ? statisticsJson(statistics, seconds) : formatStatistics(statistics, seconds),
      );
    },
  };
}

/** The statistics as lines of text; `seconds` is the time of the run, with the machine's start. */
function formatStatistics(statistics: Statistics, seconds: number): string {
  const count = (value: number) => value.toLocaleString("en");
  const rate = statistics.instructions / Math.max(seconds, 1e-6);
  const rows: [string, string][] = [
    ["instructions", count(statistics.instructions)],
    ["speed", `${count(Math.round(rate))} instructions/s (${seconds.toFixed(3)} s)`],
    ["system calls", count(statistics.systemCalls)],
    ["mmap, munmap", `${count(statistics.mmaps)}, ${count(statistics.munmaps)}`],
    ["peak mapped", bytes(statistics.peakMappedBytes)],
    ["pages touched", count(statistics.pagesTouched)],
  ];
  return `leveret: run statistics\n${table(rows).join("\n")}\n`;
}

/** The same as a line of JSON. */
function statisticsJson(statistics: Statistics, seconds: number): string {
  return `${JSON.stringify({ event: "statistics", ...statistics, seconds })}\n`;
}
