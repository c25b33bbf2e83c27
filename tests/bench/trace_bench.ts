// SPDX-License-Identifier: MPL-2.0
// The cost of tracing: programs with every retired instruction recorded, and with every memory access
// recorded, the records drained by a consumer that counts them. Fresh Deno processes that run the sources
// (one_run.ts): programs_bench.ts times the bundled command.

import type { TraceMode } from "../../cpu/engine/engine.ts";
import { timeScript } from "./commands.ts";
import type { Measurement } from "./one_run.ts";
import type { BenchOptions } from "./options.ts";
import { benchProgram } from "./programs.ts";
import { alignedLine, alternate, median, milliseconds, type Result } from "./statistics.ts";

const ENGINES = ["stepper", "translator"];
const MODES: readonly TraceMode[] = ["off", "instructions", "memory"];
const PROGRAMS = ["malloc_assembly", "malloc_runtime"];
const WIDTHS = [18, 12, 14, 10, 14, 14];

/** Measures traced runs; prints a table. */
export async function traceBench(options: BenchOptions): Promise<Result[]> {
  const { runs, size = "full", print } = options;
  const engines = ENGINES.filter((name) =>
    options.engines.length === 0 || options.engines.includes(name)
  );
  const programs = options.programs.length > 0 ? options.programs : PROGRAMS;
  print(`Traced runs, ${size} size, medians of ${runs} runs in alternation.\n`);
  print(
    alignedLine(["program", "engine", "traced", "time", "M instr./s", "M records/s"], WIDTHS),
  );
  const results: Result[] = [];
  for (const name of programs) {
    const { argument, checksum } = benchProgram(name)[size];
    const cases = engines.flatMap((engine) => MODES.map((mode) => ({ engine, mode })));
    const measured = await alternate(
      cases.map(({ engine, mode }) => () => measure(engine, name, argument, mode, checksum)),
      runs,
    );
    cases.forEach(({ engine, mode }, index) => {
      const seconds = median((measured[index] ?? []).map((one) => one.seconds));
      const { instructions = 0, records = 0 } = measured[index]?.[0] ?? {};
      const mips = instructions / seconds / 1e6;
      const rate = mode === "off" ? "-" : (records / seconds / 1e6).toFixed(0);
      print(
        alignedLine([name, engine, mode, milliseconds(seconds), mips.toFixed(0), rate], WIDTHS),
      );
      results.push({
        program: name,
        engine: mode === "off" ? engine : `${engine}, tracing ${mode}`,
        seconds,
        instructions,
        mips,
        over_qemu: null,
        over_native: null,
      });
    });
  }
  print("");
  return results;
}

async function measure(
  engine: string,
  name: string,
  argument: number,
  mode: TraceMode,
  checksum: string,
): Promise<Measurement> {
  const args = [engine, name, `${argument}`, mode];
  const measured: Measurement = JSON.parse(
    (await timeScript("tests/bench/one_run.ts", args)).output,
  );
  if (measured.output !== `${checksum}\n`) {
    throw new Error(`Cannot measure ${name} on ${engine}: it printed ${measured.output.trim()}`);
  }
  if (mode === "instructions" && measured.records !== measured.instructions) {
    throw new Error(
      `Cannot measure the trace of ${name}: ${measured.records} records of ${measured.instructions}`,
    );
  }
  return measured;
}
