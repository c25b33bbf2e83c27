// SPDX-License-Identifier: MPL-2.0
// The start-up time of small programs: hello from the shell, as installed and from the sources, beside Deno
// running an empty script, and the words of a megabyte of text counted by examples/wordcount.s. Whole processes.

import { sampleText } from "../examples/word_counts.ts";
import { ROOT, timeScript } from "./commands.ts";
import { installLeveret } from "./installed.ts";
import type { BenchOptions } from "./options.ts";
import {
  alignedLine,
  alternate,
  median,
  milliseconds,
  type Result,
  timeOnly,
} from "./statistics.ts";

const MEGABYTE = 1 << 20;
const WIDTHS = [32, 10, 18];

/** Measures start-up; prints a table. */
export async function startupBench({ runs, print }: BenchOptions): Promise<Result[]> {
  const directory = await Deno.makeTempDir({ prefix: "leveret-bench-" });
  try {
    const empty = `${directory}/empty.ts`;
    await Deno.writeTextFile(empty, "");
    const text = sampleText(MEGABYTE);
    const leveret = await installLeveret(directory);
    const run = (file: string, input?: string) =>
      leveret(["run", `${ROOT}examples/${file}`], input === undefined ? {} : { input });
    const cases = [
      { name: "deno run of an empty script", run: () => timeScript(empty, []) },
      { name: "leveret run hello.s", run: () => run("hello.s") },
      {
        name: "the same from the sources",
        run: () => timeScript("host/cli/main.ts", ["run", `${ROOT}examples/hello.s`]),
      },
      { name: "leveret run wordcount.s, 1 MB", run: () => run("wordcount.s", text) },
    ];
    const measured = await alternate(cases.map((one) => one.run), runs);
    const seconds = measured.map((list) => median(list.map((one) => one.seconds)));
    print(`Whole processes, medians of ${runs} runs in alternation.\n`);
    print(alignedLine(["command", "time", "over empty script"], WIDTHS));
    cases.forEach(({ name }, index) => {
      const own = seconds[index] ?? NaN;
      const over = index === 0 ? "-" : milliseconds(own - (seconds[0] ?? NaN));
      print(alignedLine([name, milliseconds(own), over], WIDTHS));
    });
    print("");
    return cases.map(({ name }, index) => timeOnly(name, "process", seconds[index] ?? NaN));
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}
