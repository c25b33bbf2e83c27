// SPDX-License-Identifier: MPL-2.0
// CPU time of `auto` and of `stepper` on short and on large programs, whole processes: translating must pay, or
// cost next to nothing. A program on which auto seems slower is measured again, to be sure; if it still
// is, the bench fails.

import { ROOT, timeCommand } from "../commands.ts";
import { canMeasure, measureCommand, type MeasuredProcess } from "../cpu_time.ts";
import { installCommand } from "../installed.ts";
import type { BenchOptions } from "../options.ts";
import { benchPrograms, sourcePath } from "../programs.ts";
import { leveretCommand } from "../real/commands.ts";
import { difference, findJobs, placeIn } from "../real/real_bench.ts";
import {
  alignedLine,
  alternate,
  geometricMean,
  median,
  milliseconds,
  ratio,
  type Result,
  timeOnly,
} from "../statistics.ts";
import { manyCases, manyFunctions, straightLine } from "./generated.ts";

const ENGINES = ["auto", "stepper"] as const;
/** Auto is slower when it takes so many times the stepper's time. */
const SLOWER = 1.05;
/** How many times as often a program is measured again that auto seems slower on. */
const AGAIN = 3;
const WIDTHS = [34, 10, 10, 7];

type Command = readonly [string, ...string[]];

/** A program, and the command that runs it on an engine. */
interface Workload {
  readonly name: string;
  readonly command: (engine: typeof ENGINES[number]) => Command;
  /** Whether the stepper takes so long that one run tells enough. */
  readonly isLong: boolean;
}

/** Compares the engines; prints a table. */
export async function enginesBench(options: BenchOptions): Promise<Result[]> {
  const { runs, print, fail } = options;
  if (!await canMeasure()) {
    print("No comparison of engines: it needs bash.\n");
    return [];
  }
  const directory = await Deno.makeTempDir({ prefix: "leveret-bench-" });
  try {
    const workloads = await makeWorkloads(directory, options);
    print(
      `CPU time, user and system, of whole processes, medians of ${runs} runs in alternation.\n`,
    );
    print(alignedLine(["program", ...ENGINES, "ratio"], WIDTHS));
    const results: Result[] = [];
    for (const { name, command, isLong } of workloads) {
      const commands = ENGINES.map((engine) => () => measureCommand(command(engine), directory));
      let times = await measure(name, commands, isLong ? 1 : runs, fail);
      if (isSlower(times)) {
        print(alignedLine(cells(name, times), WIDTHS) + "  measured again:");
        times = await measure(name, commands, AGAIN * runs, fail);
        if (isSlower(times)) fail(`${name}: auto takes ${ratio(over(times))} the time of stepper`);
      }
      print(alignedLine(cells(name, times), WIDTHS));
      ENGINES.forEach((engine, index) => {
        const cpu_seconds = times[index] ?? NaN;
        results.push({ ...timeOnly(name, engine, cpu_seconds), cpu_seconds });
      });
    }
    print(alignedLine(["geometric mean", "", "", ratio(mean(results))], WIDTHS) + "\n");
    return results;
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** The medians of the CPU time of commands, which must do the same. */
async function measure(
  name: string,
  commands: readonly (() => Promise<MeasuredProcess>)[],
  runs: number,
  fail: (line: string) => void,
): Promise<number[]> {
  const measured = await alternate(commands, runs);
  const [auto, stepper] = measured.map(([first]) => first);
  const wrong = auto === undefined || stepper === undefined ? "" : difference(auto, stepper);
  if (wrong !== undefined) fail(`${name}: auto and stepper differ: ${wrong}`);
  return measured.map((list) => median(list.map(({ cpuSeconds }) => cpuSeconds)));
}

function over([auto = NaN, stepper = NaN]: readonly number[]): number {
  return auto / stepper;
}

function isSlower(times: readonly number[]): boolean {
  return over(times) > SLOWER;
}

function cells(name: string, times: readonly number[]): string[] {
  return [name, ...times.map(milliseconds), ratio(over(times))];
}

function mean(results: readonly Result[]): number | undefined {
  const of = (engine: string) =>
    results.filter((result) => result.engine === engine).map(({ seconds }) => seconds);
  const stepper = of("stepper");
  return geometricMean(of("auto").map((seconds, index) => seconds / (stepper[index] ?? NaN)));
}

async function makeWorkloads(
  directory: string,
  options: BenchOptions,
): Promise<Workload[]> {
  const leveret = await installCommand(directory);
  const [deno, ...words] = leveret;
  const build = async (source: string, name: string) => {
    const executable = `${directory}/${name.replaceAll(/\W/g, "-")}`;
    await timeCommand(deno, [...words, "asm", "-o", executable, source]);
    return executable;
  };
  const onEngine =
    (executable: string, ...args: readonly string[]) => (engine: string): Command => [
      ...leveret,
      ...["run", "--engine", engine, executable, ...args],
    ];
  const workloads: Workload[] = [
    {
      name: "hello",
      command: onEngine(await build(`${ROOT}examples/hello.s`, "hello")),
      isLong: false,
    },
  ];
  for (const [name, text] of Object.entries(GENERATED)) {
    const source = `${directory}/generated.s`;
    await Deno.writeTextFile(source, text());
    workloads.push({ name, command: onEngine(await build(source, name)), isLong: false });
  }
  for (const program of benchPrograms) {
    const { name, small, full } = program;
    const executable = await build(sourcePath(program, "s"), name);
    for (const { argument } of [small, full]) {
      workloads.push({
        name: `${name} ${argument}`,
        command: onEngine(executable, `${argument}`),
        isLong: argument === full.argument,
      });
    }
  }
  const { root } = options;
  if (root !== undefined) {
    const place = await placeIn(directory, root);
    for (const job of findJobs(options)) {
      const command = (engine: typeof ENGINES[number]) =>
        leveretCommand(leveret, job, place, engine);
      workloads.push({ name: job.name, command, isLong: false });
    }
  }
  return workloads;
}

const GENERATED: Readonly<Record<string, () => string>> = {
  "50,000 instructions, once": () => straightLine(50_000),
  "1,000 functions, once": () => manyFunctions(1000, 1),
  "1,000 functions, 10 times": () => manyFunctions(1000, 10),
  "1,000 functions, 100 times": () => manyFunctions(1000, 100),
  "1,000 functions, 1,000 times": () => manyFunctions(1000, 1000),
  "1,000 cases, 2,000 jumps": () => manyCases(1000, 2000),
  "1,000 cases, 100,000 jumps": () => manyCases(1000, 100_000),
  "1,000 cases, 2,000,000 jumps": () => manyCases(1000, 2_000_000),
};
