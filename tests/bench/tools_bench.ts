// SPDX-License-Identifier: MPL-2.0
// What the tools of `leveret run` cost: the bench programs under each tool, beside plain runs and QEMU, which
// runs them bare. Whole processes, by the CPU time of all their threads. Checks that each run printed the
// expected checksum.

import { isInstalled } from "./commands.ts";
import { canMeasure, measureCommand, type MeasuredProcess } from "./cpu_time.ts";
import { buildForQemu } from "./engines.ts";
import { installCommand } from "./installed.ts";
import type { BenchOptions } from "./options.ts";
import { type BenchProgram, benchProgram, benchPrograms, sourcePath } from "./programs.ts";
import {
  alignedLine,
  alternate,
  geometricMean,
  median,
  milliseconds,
  ratio,
  type Result,
  timeOnly,
} from "./statistics.ts";

/** What runs a program. */
interface Runner {
  readonly name: string;
  readonly command: (program: BenchProgram) => Promise<readonly [string, ...string[]]>;
}

/** A tool: its option, and what it is compared with in the table. */
interface Tool {
  readonly option: string;
  readonly over: "qemu" | "plain";
}

/** The tools, in the order of the table's columns. */
export const TOOLS: readonly Tool[] = [
  { option: "memcheck=addresses", over: "qemu" },
  { option: "memcheck", over: "qemu" },
  { option: "leak-check", over: "plain" },
  { option: "profile", over: "plain" },
  { option: "check-calls", over: "plain" },
];
const PLAIN = "plain";
const QEMU = "qemu";
const USUAL_SIZE = "full";
const widths = (tools: readonly Tool[]) => [18, 9, 9, ...tools.map(({ option }) => option.length)];

/** Measures the tools; prints each line of the table when it is known. */
export async function toolsBench(options: BenchOptions): Promise<Result[]> {
  const { print, runs } = options;
  const tools = options.tools.length > 0
    ? TOOLS.filter(({ option }) => options.tools.includes(option))
    : TOOLS;
  if (!await canMeasure()) {
    print("Tools are not measured: that needs bash.\n");
    return [];
  }
  const chosen = options.programs.length > 0 ? options.programs.map(benchProgram) : benchPrograms;
  const directory = await Deno.makeTempDir({ prefix: "leveret-bench-" });
  try {
    const runners = await runnersIn(directory, tools, print);
    print(
      `Tools, whole processes, medians of ${runs} runs in alternation: CPU time, that of memory`,
    );
    print("checks over QEMU's, that of other tools over a plain run's.\n");
    print(
      alignedLine(["program", QEMU, PLAIN, ...tools.map(({ option }) => option)], widths(tools)),
    );
    const results: Result[] = [];
    for (const program of chosen) {
      const measured = await measureProgram(program, runners, directory, options);
      print(line(program.name, measured, tools));
      results.push(...measured);
    }
    print(means(results, tools));
    return results;
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

async function runnersIn(
  directory: string,
  tools: readonly Tool[],
  print: BenchOptions["print"],
): Promise<Runner[]> {
  const leveret = await installCommand(directory);
  const ours = (name: string, ...tool: string[]): Runner => ({
    name,
    command: (program) =>
      Promise.resolve([...leveret, "run", ...tool, sourcePath(program, "s"), "--"]),
  });
  const runners = [
    ours(PLAIN),
    ...tools.map(({ option }) => ours(option, `--${option}`)),
  ];
  if (await isInstalled("qemu-riscv64") && await isInstalled("riscv64-linux-gnu-gcc")) {
    runners.push({
      name: QEMU,
      command: async (program) => ["qemu-riscv64", await buildForQemu(program, directory)],
    });
  } else print("Without QEMU: it or riscv64-linux-gnu-gcc cannot be run.");
  return runners;
}

async function measureProgram(
  program: BenchProgram,
  runners: readonly Runner[],
  directory: string,
  { size = USUAL_SIZE, runs }: BenchOptions,
): Promise<Result[]> {
  const { argument, checksum } = program[size];
  const commands = await Promise.all(runners.map(({ command }) => command(program)));
  const measured = await alternate(
    commands.map((command) => async () => {
      const run = await measureCommand([...command, `${argument}`], directory);
      if (new TextDecoder().decode(run.output) === `${checksum}\n`) return run;
      throw new Error(`Cannot measure ${program.name}: ${run.errors.trim() || "a wrong output"}`);
    }),
    runs,
  );
  const middle = (index: number, key: "seconds" | "cpuSeconds") =>
    median((measured[index] ?? []).map((run: MeasuredProcess) => run[key]));
  const qemu = runners.findIndex(({ name }) => name === QEMU);
  return runners.map(({ name }, index) => ({
    ...timeOnly(program.name, name, middle(index, "seconds")),
    cpu_seconds: middle(index, "cpuSeconds"),
    ...qemu < 0 ? {} : {
      over_qemu: middle(index, "seconds") / middle(qemu, "seconds"),
      cpu_over_qemu: middle(index, "cpuSeconds") / middle(qemu, "cpuSeconds"),
    },
  }));
}

/** What a tool's CPU time is over that of what it is compared with. */
function cost(measured: readonly Result[], { option, over }: Tool) {
  const [own, other] = [option, over].map((name) =>
    measured.find(({ engine }) => engine === name)?.cpu_seconds
  );
  return own === undefined || other === undefined ? undefined : own / other;
}

function line(program: string, measured: readonly Result[], tools: readonly Tool[]): string {
  const time = (name: string) => {
    const seconds = measured.find(({ engine }) => engine === name)?.cpu_seconds;
    return seconds === undefined ? "-" : milliseconds(seconds);
  };
  const costs = tools.map((tool) => ratio(cost(measured, tool)));
  return alignedLine([program, time(QEMU), time(PLAIN), ...costs], widths(tools));
}

function means(results: readonly Result[], tools: readonly Tool[]): string {
  const programs = Map.groupBy(results, ({ program }) => program);
  const costs = tools.map((tool) => {
    const known = [...programs.values()].map((measured) => cost(measured, tool));
    return ratio(geometricMean(known.filter((each) => each !== undefined)));
  });
  return `${alignedLine(["geometric mean", "", "", ...costs], widths(tools))}\n`;
}
