// SPDX-License-Identifier: MPL-2.0
// The programs on every available engine, in alternation. Checks that each run printed the expected checksum,
// since a time for wrong results is worth nothing. Prints the medians, and their ratios to QEMU's and to native code.
// The stepper runs each program once: it takes many times as long as the others, and varies less.

import { type Engine, engines, missingFor, type Run } from "./engines.ts";
import type { Measurement } from "./one_run.ts";
import type { BenchOptions, Timing } from "./options.ts";
import { type BenchProgram, benchProgram, benchPrograms } from "./programs.ts";
import {
  alignedLine,
  alternate,
  geometricMean,
  median,
  milliseconds,
  ratio,
  type Result,
} from "./statistics.ts";

/** The size at which an engine's start hardly counts; startup_bench.ts measures that. */
const USUAL_SIZE = "large";
/** The engine that runs each program once. */
const SLOW = "stepper";

/** Measures the programs; prints each line of the table when it is known. */
export async function programsBench(options: BenchOptions): Promise<Result[]> {
  const present = await presentEngines(options);
  const chosen = options.programs.length > 0 ? options.programs.map(benchProgram) : benchPrograms;
  const directory = await Deno.makeTempDir({ prefix: "leveret-bench-" });
  const results: Result[] = [];
  try {
    options.print(header(present, options));
    options.print(titles(present));
    for (const program of chosen) {
      const measured = await measureProgram(program, present, directory, options);
      options.print(line(program.name, present, measured));
      results.push(...measured);
    }
    options.print(means(present, results));
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
  return results;
}

async function presentEngines({ engines: names, print }: BenchOptions): Promise<Engine[]> {
  const present: Engine[] = [];
  for (const engine of engines) {
    if (names.length > 0 && !names.includes(engine.name)) continue;
    const missing = await missingFor(engine);
    if (missing.length === 0) present.push(engine);
    else print(`Without ${engine.name}: ${missing.join(", ")} cannot be run.`);
  }
  return present;
}

async function measureProgram(
  program: BenchProgram,
  present: readonly Engine[],
  directory: string,
  { size = USUAL_SIZE, runs, timing }: BenchOptions,
): Promise<Result[]> {
  const { argument, checksum } = program[size];
  const ready: { engine: Engine; run: Run }[] = [];
  for (const engine of present) {
    const run = await engine.prepare(program, { directory, timing });
    if (run !== undefined) ready.push({ engine, run });
  }
  const checked = ready.map(({ engine, run }) => async () => {
    const measured = await run(argument);
    if (measured.output === `${checksum}\n`) return measured;
    throw new Error(
      `Cannot measure ${program.name} on ${engine.name}: it printed ${measured.output.trim()}, ` +
        `not ${checksum}`,
    );
  });
  const measured = await alternate(
    checked,
    runs,
    (index) => ready[index]?.engine.name === SLOW ? 1 : runs,
  );
  return resultsOf(program.name, ready.map(({ engine }) => engine), measured);
}

function resultsOf(
  program: string,
  ready: readonly Engine[],
  measured: readonly (readonly Measurement[])[],
): Result[] {
  const seconds = new Map(ready.map(({ name }, index) => [
    name,
    median((measured[index] ?? []).map((one) => one.seconds)),
  ]));
  const counted = measured.flat().find(({ instructions }) => instructions !== undefined);
  return ready.map(({ name }) => {
    const own = seconds.get(name) ?? NaN;
    // QEMU runs the same instructions, except for those that linker relaxation saves in the runtime.
    const instructions = name === "native" ? null : counted?.instructions ?? null;
    const over = (other: string) => {
      const theirs = seconds.get(other);
      return theirs === undefined ? null : own / theirs;
    };
    return {
      program,
      engine: name,
      seconds: own,
      instructions,
      mips: instructions === null ? null : instructions / own / 1e6,
      over_qemu: over("qemu"),
      over_native: over("native"),
    };
  });
}

/** The ratios that a line shows for an engine: none to itself, and none of native code to QEMU. */
const RATIOS: Readonly<Record<string, readonly ("over_qemu" | "over_native")[]>> = {
  qemu: ["over_native"],
  native: [],
};
const TITLES = { over_qemu: "/qemu", over_native: "/native" };

function ratiosOf(engine: string): readonly ("over_qemu" | "over_native")[] {
  return RATIOS[engine] ?? ["over_qemu", "over_native"];
}

function widths(present: readonly Engine[]): number[] {
  return [18, 8, ...present.flatMap(({ name }) => [10, ...ratiosOf(name).map(() => 7)])];
}

const TIMED: Readonly<Record<Timing, string>> = {
  fresh:
    "from the machine's making to the program's end, each time in a new process of the installed command",
  "same-process":
    "from the machine's making to the program's end, in one Deno that is warm after the first run",
  whole: "as whole processes too, with Deno's start, assembling and linking",
};

function header(
  present: readonly Engine[],
  { runs, size = USUAL_SIZE, timing }: BenchOptions,
): string {
  const names = present.map(({ name }) => name === SLOW ? `${name} (one run)` : name);
  return [
    `Medians of ${runs} runs in alternation, ${size} size: ${names.join(", ")}.`,
    `QEMU and native code are timed as whole processes, the machine's engines`,
    `${TIMED[timing]}.`,
    "",
  ].join("\n");
}

function titles(present: readonly Engine[]): string {
  const columns = present.flatMap(({ name }) => [
    name,
    ...ratiosOf(name).map((field) => TITLES[field]),
  ]);
  return alignedLine(["program", "instr.", ...columns], widths(present));
}

function line(program: string, present: readonly Engine[], results: readonly Result[]): string {
  const instructions = results.find((result) => result.instructions !== null)?.instructions;
  const count = instructions ? `${(instructions / 1e6).toFixed(1)} M` : "-";
  const cells = present.flatMap(({ name }) => {
    const result = results.find(({ engine }) => engine === name);
    const time = result === undefined ? "-" : milliseconds(result.seconds);
    return [time, ...ratiosOf(name).map((field) => ratio(result?.[field]))];
  });
  return alignedLine([program, count, ...cells], widths(present));
}

function means(present: readonly Engine[], results: readonly Result[]): string {
  const cells = present.flatMap(({ name }) => {
    const own = results.filter(({ engine }) => engine === name);
    const mean = (field: "over_qemu" | "over_native") =>
      ratio(geometricMean(own.flatMap((result) => result[field] ?? [])));
    return ["", ...ratiosOf(name).map(mean)];
  });
  return `${alignedLine(["geometric mean", "", ...cells], widths(present))}\n`;
}
