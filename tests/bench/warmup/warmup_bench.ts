// SPDX-License-Identifier: MPL-2.0
// How a program gets fast: after how many instructions, and after what time, it is as fast as it gets; the time
// lost until then; and what each tier of the translator has made for that and taken. Each run is a Deno process of
// its own, from the sources.

import { ROOT } from "../commands.ts";
import { canMeasure, measureCommand } from "../cpu_time.ts";
import { leveretCommand } from "../real/commands.ts";
import { findJobs, placeIn } from "../real/real_bench.ts";
import { benchProgram, benchPrograms, sourcePath } from "../programs.ts";
import type { BenchOptions } from "../options.ts";
import {
  alignedLine,
  alternate,
  median,
  milliseconds,
  type Result,
  timeOnly,
} from "../statistics.ts";
import { STEP, TIERS, type WarmUp } from "./meter.ts";

const ENGINE = "auto";
const USUAL_SIZE = "full";
/** A program is as fast as it gets when it has this part of its speed in the last third. */
const STEADY = 0.8;
/** The speed at a moment is that over so many steps. */
const WINDOW = 8;
const WIDTHS = [24, 7, 8, 9, 8, 9, 6, 6, 7, 9, 6, 6, 7];

/** When a run was as fast as it gets. */
export interface SteadyState {
  readonly instructions: number;
  readonly seconds: number;
  /** Instructions a second from then on, in millions. */
  readonly mips: number;
  /** What the run took longer than it would have at that speed. */
  readonly lostSeconds: number;
}

/** Measures how programs get fast; prints a table. */
export async function warmupBench(options: BenchOptions): Promise<Result[]> {
  const { runs, print, jobs, programs, size = USUAL_SIZE, root } = options;
  if (!await canMeasure()) {
    print("No warm-up: it needs bash.\n");
    return [];
  }
  const directory = await Deno.makeTempDir({ prefix: "leveret-bench-" });
  try {
    const script = `${ROOT}tests/bench/warmup/one_run.ts`;
    const deno = ["run", "--quiet", "--allow-read", "--allow-write", script];
    const leveret = [Deno.execPath(), ...deno] as const;
    const usual = jobs.length > 0 ? [] : benchPrograms;
    const chosen = programs.length > 0 ? programs.map(benchProgram) : usual;
    const commands: { name: string; command: readonly [string, ...string[]] }[] = chosen
      .map((program) => ({
        name: program.name,
        command: [
          ...leveret,
          ...["run", "--engine", ENGINE, sourcePath(program, "s"), "--"],
          `${program[size].argument}`,
        ],
      }));
    if (root !== undefined) {
      const place = await placeIn(directory, root);
      for (const job of findJobs(options)) {
        commands.push({ name: job.name, command: leveretCommand(leveret, job, place, ENGINE) });
      }
    }
    print(
      `From the program's start until it has ${
        STEADY * 100
      } % of its final speed; what it lost until`,
    );
    print(`then; and for each tier: instructions, microseconds for one (our own, V8's), and Wasm.`);
    print(`Medians of ${runs} runs.\n`);
    const tier = ["instr.", "own", "V8", "Wasm"];
    print(
      alignedLine(
        ["", "", "", "", "", TIERS[0], "", "", "", TIERS[1]],
        WIDTHS,
      ),
    );
    print(alignedLine(["program", "steady", "after", "at", "lost", ...tier, ...tier], WIDTHS));
    const results: Result[] = [];
    for (const { name, command } of commands) {
      const run = async () => (await measureCommand(command, directory)).errors;
      const [measured = []] = await alternate([run], runs);
      const warmUps = measured.map((errors): WarmUp =>
        JSON.parse(errors.trimEnd().split("\n").at(-1) ?? "")
      );
      const states = warmUps.map(steadyState);
      print(line(name, states, warmUps));
      results.push(...resultsOf(name, states, warmUps));
    }
    print("");
    return results;
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** Finds when a run was as fast as it gets: the speed is that of its last third. Too short a run has none. */
export function steadyState(
  { times, instructions }: Pick<WarmUp, "times" | "instructions">,
): SteadyState {
  const at = (step: number) => step === 0 ? 0 : times[step - 1] ?? NaN;
  const last = times.length;
  if (last === 0) return { instructions, seconds: NaN, mips: NaN, lostSeconds: NaN };
  const from = Math.floor(2 * last / 3);
  const rate = (last - from) / (at(last) - at(from));
  const window = Math.min(WINDOW, Math.max(1, last - from));
  let step = 0;
  while (step < from && window / (at(step + window) - at(step)) < STEADY * rate) step++;
  return {
    instructions: step * STEP,
    seconds: at(step) / 1000,
    mips: rate * STEP / 1000,
    lostSeconds: Math.max(0, at(last) - last / rate) / 1000,
  };
}

function middle<T>(list: readonly T[], number: (one: T) => number): number {
  return median(list.map(number));
}

function line(
  name: string,
  states: readonly SteadyState[],
  warmUps: readonly WarmUp[],
): string {
  return alignedLine([
    name,
    `${(middle(states, (state) => state.instructions) / 1e6).toFixed(0)} M`,
    milliseconds(middle(states, ({ seconds }) => seconds)),
    `${middle(states, ({ mips }) => mips).toFixed(0)} M/s`,
    milliseconds(middle(states, ({ lostSeconds }) => lostSeconds)),
    ...TIERS.flatMap((tier) => {
      const count = middle(warmUps, ({ tiers }) => tiers[tier].instructions);
      const each = (field: "ownSeconds" | "v8Seconds") =>
        count === 0
          ? "-"
          : (middle(warmUps, ({ tiers }) => tiers[tier][field]) * 1e6 / count).toFixed(2);
      const bytes = middle(warmUps, ({ tiers }) => tiers[tier].wasmBytes);
      return [`${count}`, each("ownSeconds"), each("v8Seconds"), `${Math.round(bytes / 1024)} K`];
    }),
  ], WIDTHS);
}

/** The time lost, and for each tier the time for one instruction. */
function resultsOf(
  name: string,
  states: readonly SteadyState[],
  warmUps: readonly WarmUp[],
): Result[] {
  return [
    {
      ...timeOnly(name, "until steady", middle(states, ({ seconds }) => seconds)),
      instructions: middle(states, ({ instructions }) => instructions),
      mips: middle(states, ({ mips }) => mips),
    },
    timeOnly(name, "lost", middle(states, ({ lostSeconds }) => lostSeconds)),
    ...TIERS.map((tier) => ({
      ...timeOnly(
        name,
        `${tier}, translation`,
        middle(warmUps, ({ tiers }) => tiers[tier].ownSeconds + tiers[tier].v8Seconds),
      ),
      instructions: middle(warmUps, ({ tiers }) => tiers[tier].instructions),
      wasm_bytes: middle(warmUps, ({ tiers }) => tiers[tier].wasmBytes),
    })),
  ];
}
