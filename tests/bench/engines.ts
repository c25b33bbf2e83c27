// SPDX-License-Identifier: MPL-2.0
// What executes the benchmark's programs: the machine's engines, QEMU with what the GNU tools make of the same
// assembly, and the host's processor with what gcc -O2 makes of the same C. To add one, add a row to `engines`.
// QEMU and native code are timed as whole processes. The machine is timed by the installed command's own clock,
// from its creation to the program's end, in a new process each time, so that nothing is warm; options.ts has
// the alternatives.

import type { EngineName } from "../../cpu/machine.ts";
import { buildRuntime } from "../examples/gnu_programs.ts";
import { isInstalled, timeCommand } from "./commands.ts";
import { installLeveret, type Leveret } from "./installed.ts";
import { measure, type Measurement } from "./one_run.ts";
import type { Timing } from "./options.ts";
import { type BenchProgram, sourcePath } from "./programs.ts";

/** Runs a program that was made ready, with an argument. */
export type Run = (argument: number) => Promise<Measurement>;

/** Where programs are built, and how they are timed. */
export interface Setting {
  /** A directory for what is built. */
  readonly directory: string;
  /** Which part of a run on our machine is timed. */
  readonly timing: Timing;
}

/** Something that executes programs. */
export interface Engine {
  /** Its name in tables. */
  readonly name: string;
  /** Programs that it needs. */
  readonly tools: readonly string[];
  /** Makes a program ready; undefined when the engine cannot run that one. */
  readonly prepare: (program: BenchProgram, setting: Setting) => Promise<Run | undefined>;
}

const GCC = "riscv64-linux-gnu-gcc";
const NATIVE_GCC = "gcc";
const QEMU = "qemu-riscv64";

/** All engines, in the order of the table's columns. */
export const engines: readonly Engine[] = [
  machine("stepper"),
  machine("templates"),
  machine("translator"),
  machine("auto"),
  {
    name: "qemu",
    tools: [GCC, "riscv64-linux-gnu-as", "riscv64-linux-gnu-ar", QEMU],
    prepare: async (program, { directory }) => {
      const executable = await buildForQemu(program, directory);
      return (argument) => timeCommand(QEMU, [executable, `${argument}`]);
    },
  },
  {
    name: "native",
    tools: [NATIVE_GCC],
    prepare: async (program, { directory }) => {
      if (!program.inC) return undefined;
      const executable = `${directory}/${program.name}.native`;
      await timeCommand(NATIVE_GCC, ["-O2", "-o", executable, sourcePath(program, "c")]);
      return (argument) => timeCommand(executable, [`${argument}`]);
    },
  },
];

/** The tools that an engine needs and that are missing. */
export async function missingFor(engine: Engine): Promise<string[]> {
  const missing: string[] = [];
  for (const tool of engine.tools) if (!await isInstalled(tool)) missing.push(tool);
  return missing;
}

/** Builds a program with the GNU tools, in a directory; returns the executable's path. */
export async function buildForQemu(program: BenchProgram, directory: string): Promise<string> {
  const archive = `${directory}/libruntime.a`;
  await Deno.stat(archive).catch(() => buildRuntime(directory));
  const executable = `${directory}/${program.name}.riscv`;
  const target = ["-march=rv64im", "-mabi=lp64", "-nostdlib", "-static", "-Wl,-u,_start"];
  await timeCommand(GCC, [...target, "-o", executable, sourcePath(program, "s"), archive]);
  return executable;
}

/** A row for one of the machine's own engines. */
function machine(name: EngineName): Engine {
  return {
    name,
    tools: [],
    prepare: async (program, { directory, timing }) => {
      if (timing === "same-process") {
        return (argument) => Promise.resolve(measure(name, program.name, `${argument}`, "off"));
      }
      const leveret = await (commands.get(directory) ?? install(directory));
      const options = ["--stats", "--json", `--engine=${name}`];
      return async (argument) => {
        const run = await leveret([
          "run",
          ...options,
          sourcePath(program, "s"),
          "--",
          `${argument}`,
        ]);
        const { instructions, seconds } = statisticsIn(run.errors);
        return {
          output: run.output,
          instructions,
          seconds: timing === "whole" ? run.seconds : seconds,
        };
      };
    },
  };
}

/** What `--stats --json` says on standard error. */
function statisticsIn(errors: string): { instructions: number; seconds: number } {
  const line = errors.split("\n").find((each) => each.startsWith('{"event":"statistics"'));
  if (line === undefined) throw new Error(`Cannot measure: there are no statistics in ${errors}`);
  return JSON.parse(line);
}

/** The installed commands, by their directories. */
const commands = new Map<string, Promise<Leveret>>();

function install(directory: string): Promise<Leveret> {
  const command = installLeveret(directory);
  commands.set(directory, command);
  return command;
}
