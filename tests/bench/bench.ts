// SPDX-License-Identifier: MPL-2.0
// `deno task bench`: measures speed. Runs all benches or those that are named; prints tables, or with
// --json one array of results. Needs to run other programs (Deno, and QEMU and compilers where they are
// installed), to read this repository and to write into temporary directories.

import { parseArgs } from "@std/cli/parse-args";
import { assemblerBench } from "./assembler_bench.ts";
import { embenchBench } from "./embench_bench.ts";
import { engines } from "./engines.ts";
import { enginesBench } from "./engines/engines_bench.ts";
import { filesBench } from "./files_bench.ts";
import type { BenchOptions } from "./options.ts";
import { benchPrograms, SIZES } from "./programs.ts";
import { programsBench } from "./programs_bench.ts";
import { realBench } from "./real/real_bench.ts";
import { startupBench } from "./startup_bench.ts";
import type { Result } from "./statistics.ts";
import { TOOLS, toolsBench } from "./tools_bench.ts";
import { traceBench } from "./trace_bench.ts";
import { warmupBench } from "./warmup/warmup_bench.ts";

const BENCHES: Readonly<Record<string, (options: BenchOptions) => Promise<Result[]>>> = {
  programs: programsBench,
  trace: traceBench,
  tools: toolsBench,
  assembler: assemblerBench,
  startup: startupBench,
  files: filesBench,
  warmup: warmupBench,
  engines: enginesBench,
  real: realBench,
  embench: embenchBench,
};

const HELP = `Usage: deno task bench [OPTION]... [BENCH]...

Benches (all when none is named):
  programs    the programs of tests/bench/programs on the machine's engines, QEMU and natively
  trace       traced runs
  tools       the tools of leveret run over plain runs and QEMU
  assembler   lines a second, beside GNU as
  startup     hello and wordcount from the shell
  files       file calls on a directory, one by one, beside QEMU
  warmup      how long programs take to get fast, and what translating them costs
  engines     CPU time of auto and of stepper; fails when auto is slower by 5 %
  real        real programs for riscv64 beside QEMU; needs --root
  embench     Embench beside QEMU and native code; needs --embench

Options:
  --program=NAME    only this program; several are possible
                    ${wrapped(benchPrograms.map(({ name }) => name))}
  --engine=NAME     only this engine; several are possible: ${
  engines.map(({ name }) => name).join(", ")
}
  --tool=NAME       only this tool of run; several are possible: ${
  TOOLS.map(({ option }) => option).join(", ")
}
  --size=SIZE       small for a quick look; full, of which the start is a part; large, where it hardly
                    counts; by default large for programs and full for traced runs
  --runs=N          measure everything N times; 5 by default
  --whole           time the machine as a whole process, as QEMU is
  --same-process    time the machine within one process, which is warm after the first run
  --root=DIR        a directory that holds programs for riscv64 and their libraries, such as packages of
                    a distribution unpacked into it
  --job=WORDS       for real: only this program with its arguments; several are possible
  --embench=DIR     a checkout of embench-iot
  --json            print one array of {program, engine, seconds, instructions, mips, over_qemu, over_native},
                    with {cpu_seconds, cpu_over_qemu} where CPU time is measured
  --help            show this

The exit status is 1 when a bench finds a wrong output, or auto slower than stepper.
`;

async function main(args: readonly string[]): Promise<number> {
  const parsed = parseArgs(args, {
    boolean: ["json", "whole", "same-process", "help"],
    string: ["program", "engine", "tool", "size", "runs", "root", "job", "embench"],
    collect: ["program", "engine", "tool", "job"],
    unknown: (name) => {
      if (name.startsWith("-")) throw new RangeError(`unknown option ${name}`);
    },
  });
  if (parsed.help) {
    console.log(HELP);
    return 0;
  }
  const json = parsed.json === true;
  let failed = false;
  const options: BenchOptions = {
    programs: names(parsed.program),
    engines: names(parsed.engine),
    tools: names(parsed.tool),
    size: parsed.size === undefined ? undefined : oneOf("size", parsed.size, SIZES),
    runs: count(parsed.runs ?? "5"),
    timing: parsed.whole === true
      ? "whole"
      : parsed["same-process"] === true
      ? "same-process"
      : "fresh",
    root: await directoryOf("root", parsed.root),
    jobs: names(parsed.job),
    embench: await directoryOf("embench", parsed.embench),
    print: json ? () => {} : (line) => console.log(line),
    fail: (line) => {
      failed = true;
      console.error(line);
    },
  };
  for (const name of options.engines) oneOf("engine", name, engines.map((engine) => engine.name));
  for (const name of options.tools) oneOf("tool", name, TOOLS.map(({ option }) => option));
  for (const name of options.programs) {
    oneOf("program", name, benchPrograms.map((program) => program.name));
  }
  const known = Object.keys(BENCHES);
  const chosen = parsed._.length > 0 ? parsed._.map((name) => oneOf("bench", name, known)) : known;
  const results: Result[] = [];
  for (const name of chosen) results.push(...await BENCHES[name]?.(options) ?? []);
  if (json) console.log(JSON.stringify(results, null, 2));
  return failed ? 1 : 0;
}

function names(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function oneOf<T extends string>(what: string, value: unknown, known: readonly T[]): T {
  const found = known.find((name) => name === value);
  if (found !== undefined) return found;
  throw new RangeError(`unknown ${what} ${value}; expected ${known.join(", ")}`);
}

/** The path of a directory that an option names. */
async function directoryOf(option: string, path: unknown): Promise<string | undefined> {
  if (path === undefined) return undefined;
  try {
    const real = await Deno.realPath(String(path));
    if ((await Deno.stat(real)).isDirectory) return real;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  throw new RangeError(`--${option} must be a directory, not ${path}`);
}

function count(value: unknown): number {
  const number = Number(value);
  if (Number.isInteger(number) && number > 0) return number;
  throw new RangeError(`--runs must be a positive integer, not ${value}`);
}

function wrapped(words: readonly string[]): string {
  const lines = [""];
  for (const word of words) {
    const last = lines.at(-1) ?? "";
    if (last.length + word.length > 70) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines.join(`\n${" ".repeat(20)}`);
}

if (import.meta.main) {
  try {
    Deno.exitCode = await main(Deno.args);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    console.error(`${error.message}\nTry: deno task bench --help`);
    Deno.exitCode = 2;
  }
}
