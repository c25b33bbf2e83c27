// SPDX-License-Identifier: MPL-2.0
// Helpers of the tests of sources that cost much: a program tries all of its sources and prints the CPU
// time of each; a test runs that program with a limited heap, and compares the times with the limit.

import { assertEquals, assertLess } from "@std/assert";
import { cpuUsage } from "node:process";

/** Sources of up to 1 MB by what is costly. */
export type CostlySources = Readonly<Record<string, () => string>>;

/** Limit for a source: CPU time. */
const LIMIT_MS = 5000;
/** The heap of the process that tries all of them, in MB. */
const HEAP_MB = 900;

/** A thousand. */
export const K = 1000;

/** Lines that depend on their index. */
export function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join("\n");
}

/** Prints the milliseconds of CPU time that `run` takes for each source. */
export function printTimes(sources: CostlySources, run: (text: string) => void): void {
  const times = Object.entries(sources).map(([name, make]) => {
    const text = make();
    const before = cpuUsage();
    run(text);
    return [name, cpuUsage(before).user / 1000];
  });
  console.log(JSON.stringify(Object.fromEntries(times)));
}

/** Fails unless the program of these sources keeps the limits for each. */
export async function assertCosts(program: URL, sources: CostlySources): Promise<void> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--allow-env", `--v8-flags=--max-old-space-size=${HEAP_MB}`],
      ...["--config", new URL("../../deno.json", import.meta.url).pathname, program.pathname],
    ],
  }).output();
  const decoder = new TextDecoder();
  assertEquals(code, 0, decoder.decode(stderr));
  const times = JSON.parse(decoder.decode(stdout)) as Record<string, number>;
  assertEquals(Object.keys(times), Object.keys(sources));
  for (const [name, milliseconds] of Object.entries(times)) {
    assertLess(milliseconds, LIMIT_MS, name);
  }
}
