// SPDX-License-Identifier: MPL-2.0
// One measured run of one program on our machine, in a Deno process of its own, so that nothing is warm: no
// compiled WebAssembly, no optimised TypeScript. Takes the engine, the program, its argument and what to trace;
// prints a measurement as JSON. The clock runs while the machine is made, loaded and run, not while Deno
// starts and the program is assembled: an emulator reads a finished executable too.

import { ENGINE_NAMES, type EngineName } from "../../cpu/machine.ts";
import type { TraceMode } from "../../cpu/engine/engine.ts";
import { Process } from "../../host/process.ts";
import { benchProgram, buildBenchProgram } from "./programs.ts";

/** What one run of a program has shown. */
export interface Measurement {
  readonly seconds: number;
  /** What it printed. */
  readonly output: string;
  /** Instructions retired, where they were counted. */
  readonly instructions?: number;
  /** Records that reached the consumer of the trace. */
  readonly records?: number;
}

/** Runs a program of the benchmark. */
export function measure(
  engine: EngineName,
  name: string,
  argument: string,
  tracing: TraceMode,
): Measurement {
  const program = buildBenchProgram(benchProgram(name));
  let records = 0;
  const started = performance.now();
  using process = new Process(program, { args: [name, argument], engine });
  if (tracing !== "off") {
    process.machine.addTrace({ [tracing]: true, sink: (batch) => records += batch.length });
  }
  const outcome = process.run();
  const seconds = (performance.now() - started) / 1000;
  if (outcome.kind !== "exited" || outcome.status !== 0) {
    throw new Error(`Cannot measure ${name}: it ended with ${outcome.kind}`);
  }
  const output = new TextDecoder().decode(process.output.stdout);
  return { seconds, output, instructions: process.machine.instructions, records };
}

function oneOf<T extends string>(names: readonly T[], name: string | undefined): T {
  const found = names.find((known) => known === name);
  if (found !== undefined) return found;
  throw new RangeError(`Cannot measure with ${name}: it is none of ${names.join(", ")}`);
}

if (import.meta.main) {
  const [engine, name = "", argument = "", tracing] = Deno.args;
  const measured = measure(
    oneOf(ENGINE_NAMES, engine),
    name,
    argument,
    oneOf(["off", "instructions", "memory"], tracing),
  );
  console.log(JSON.stringify(measured));
}
