// SPDX-License-Identifier: MPL-2.0
// Embench, from a checkout of github.com/embench/embench-iot, which is not part of this repository: each program
// is built statically with -O2 for riscv64 and natively, and repeats its work so often that QEMU takes about a
// second. Programs check their own results. Whole processes.

import { isInstalled, timeCommand } from "./commands.ts";
import { installLeveret } from "./installed.ts";
import type { BenchOptions } from "./options.ts";
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

const CROSS_GCC = "riscv64-linux-gnu-gcc";
const NATIVE_GCC = "gcc";
const QEMU = "qemu-riscv64";
/** What Embench asks of a board. */
const BOARD =
  "void initialise_board(void) {}\nvoid start_trigger(void) {}\nvoid stop_trigger(void) {}\n";
/** How long a program is to take under QEMU, and how far it may be from that. */
const SECONDS = 1;
const MIN_SECONDS = 0.7;
const WIDTHS = [18, 10, 10, 10, 8, 8];

/** Measures the programs of Embench; prints a table. */
export async function embenchBench(options: BenchOptions): Promise<Result[]> {
  const { embench, runs, print } = options;
  if (embench === undefined) {
    print("No Embench: --embench must be a checkout of embench-iot.\n");
    return [];
  }
  for (const tool of [CROSS_GCC, NATIVE_GCC, QEMU]) {
    if (await isInstalled(tool)) continue;
    print(`No Embench: ${tool} cannot be run.\n`);
    return [];
  }
  const directory = await Deno.makeTempDir({ prefix: "leveret-bench-" });
  try {
    await Deno.writeTextFile(`${directory}/boardsupport.c`, BOARD);
    await Deno.writeTextFile(`${directory}/boardsupport.h`, "");
    const leveret = await installLeveret(directory);
    print(`Embench: -O2, static, whole processes, medians of ${runs} runs in alternation.\n`);
    print(alignedLine(["program", "leveret", "QEMU", "native", "/qemu", "/native"], WIDTHS));
    const results: Result[] = [];
    const names = (await Array.fromAsync(Deno.readDir(`${embench}/src`)))
      .filter(({ isDirectory }) => isDirectory).map(({ name }) => name).sort();
    for (const name of names) {
      const build = (compiler: string, scale: number) =>
        buildProgram(compiler, { embench, directory, name, scale });
      const scale = await scaleFor((scale) => build(CROSS_GCC, scale));
      const [guest, native] = [await build(CROSS_GCC, scale), await build(NATIVE_GCC, scale)];
      const times = await alternate([
        () => leveret(["run", guest]),
        () => timeCommand(QEMU, [guest]),
        () => timeCommand(native, []),
      ], runs);
      const measured = resultsOf(name, times.map((list) => median(list.map((one) => one.seconds))));
      print(line(name, measured));
      results.push(...measured);
    }
    print(means(results));
    return results;
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** How often a program repeats its work to take about a second under QEMU. */
async function scaleFor(build: (scale: number) => Promise<string>): Promise<number> {
  let scale = 1;
  for (;;) {
    const { seconds } = await timeCommand(QEMU, [await build(scale)]);
    if (seconds >= MIN_SECONDS) return Math.max(1, Math.round(scale * SECONDS / seconds));
    scale = Math.ceil(Math.min(scale * 20, scale * SECONDS / Math.max(seconds - 0.01, 0.01)));
  }
}

/** Builds a program; returns the executable's path. */
async function buildProgram(
  compiler: string,
  { embench, directory, name, scale }: {
    readonly embench: string;
    readonly directory: string;
    readonly name: string;
    readonly scale: number;
  },
): Promise<string> {
  const source = `${embench}/src/${name}`;
  const files = (await Array.fromAsync(Deno.readDir(source)))
    .flatMap((entry) => entry.name.endsWith(".c") ? [`${source}/${entry.name}`] : []).sort();
  const executable = `${directory}/${name}.${compiler}`;
  await timeCommand(compiler, [
    ...["-O2", "-static", "-w", "-o", executable, `-I${embench}/support`, `-I${directory}`],
    // Older versions have the second name.
    ...["-DWARMUP_HEAT=1", `-DGLOBAL_SCALE_FACTOR=${scale}`, `-DCPU_MHZ=${scale}`],
    ...["-DHAVE_BOARDSUPPORT_H", ...files, `${embench}/support/main.c`],
    ...[`${embench}/support/beebsc.c`, `${directory}/boardsupport.c`, "-lm"],
  ]);
  return executable;
}

function resultsOf(name: string, [own = NaN, qemu = NaN, native = NaN]: number[]): Result[] {
  return [
    {
      ...timeOnly(name, "leveret", own),
      over_qemu: own / qemu,
      over_native: own / native,
    },
    { ...timeOnly(name, "qemu", qemu), over_native: qemu / native },
    timeOnly(name, "native", native),
  ];
}

function line(name: string, results: readonly Result[]): string {
  const times = results.map(({ seconds }) => milliseconds(seconds));
  const [own] = results;
  return alignedLine([name, ...times, ratio(own?.over_qemu), ratio(own?.over_native)], WIDTHS);
}

function means(results: readonly Result[]): string {
  const own = results.filter(({ engine }) => engine === "leveret");
  const mean = (field: "over_qemu" | "over_native") =>
    ratio(geometricMean(own.flatMap((result) => result[field] ?? [])));
  const cells = ["geometric mean", "", "", "", mean("over_qemu"), mean("over_native")];
  return `${alignedLine(cells, WIDTHS)}\n`;
}
