// SPDX-License-Identifier: MPL-2.0
// `leveret run`: assembles, links and runs a program, or runs an executable.

import { type Command, defineCommand } from "../command_line/command.ts";
import { type OptionRow, type Options, UsageError } from "../command_line/options.ts";
import { isExecutable } from "../programs/sources.ts";
import { conclude, findFileIn, leave, run, start } from "../execution/execution.ts";
import { type LoadedRun, loadRun } from "../execution/loading.ts";
import type { RunRecorder } from "../execution/recording.ts";
import { readRunSettings, RUN_OPTIONS, type RunSettings } from "../execution/run_options.ts";
import { TOOL_OPTIONS, Tools } from "../tools/table.ts";

const RECORD_FAILURE = {
  name: "record-failure",
  value: "FILE",
  help: "write a capsule, as leveret record does, if the status is not 0",
} as const satisfies OptionRow;

/** The command. */
const command: Command = defineCommand({
  name: "run",
  summary:
    "Assemble the files, link them with the runtime and run the program, or run an executable.",
  usage: "[OPTION]... FILE... [-- ARGUMENT...] | [OPTION]... EXECUTABLE [ARGUMENT...]",
  options: [
    ...RUN_OPTIONS,
    ...TOOL_OPTIONS,
    RECORD_FAILURE,
    {
      name: "json",
      help: "write errors, reports, statistics and the limit as lines of JSON",
    },
  ],
  notes: [
    "A FILE is assembly source, an object file or an archive; - is standard input. An EXECUTABLE is an",
    "ELF file for riscv64 Linux; all that follows it are its arguments. A capsule of leveret record in",
    "its place is replayed. Files that the host does not have are looked up in the directories that",
    "--dir gives, and so are a dynamically linked program's interpreter (ld.so) and shared libraries.",
    "",
    "The exit status is the program's own; 128 plus the signal number when a signal killed it; 124 when",
    "it was stopped at the --max-instructions or --wall-limit or at a call for another simulator, or",
    "would block forever; 1 when it does not assemble, link or load; 2 for an invalid command line.",
    "SIGINT, SIGTERM and SIGHUP end the program, too: reports and statistics are shown first.",
  ],
  examples: [
    { line: "run examples/hello.s", what: "run one file" },
    {
      line: "run --stats examples/fibonacci.s -- 30",
      what: "pass an argument, show run statistics",
    },
    { line: "run --strace main.s list.s", what: "link two files, show the system calls" },
    { line: "run busybox ls -l", what: "run an executable with two arguments" },
    { line: "run --max-instructions 10M loop.s", what: "stop a program that may not end" },
  ],
  async isProgram(word, options) {
    return isExecutable(word, await findFileIn(readRunSettings(options)));
  },
  run: (options) => runProgram(options),
});

export default command;

type RunOptions = Options<
  (typeof RUN_OPTIONS)[number]["name"] | (typeof TOOL_OPTIONS)[number]["name"] | "json"
>;

/** Whether to record the run in any case; by default, only when it fails. */
interface Recording {
  /** The file of the capsule. */
  readonly path: string;
}

/** Runs what the words of a command line name, with the tools that its options ask for. */
export async function runProgram(options: RunOptions, recording?: Recording): Promise<number> {
  const json = options.has("json");
  const { settings, interpreter, program, executable, capsule } = await loadRun(options, { json });
  const tools = await Tools.make({ program, executable, settings, json, options });
  const failure = options.value(RECORD_FAILURE.name);
  if (capsule !== undefined && (recording !== undefined || failure !== undefined)) {
    throw new UsageError(`${options.words[0]} is a capsule, which holds its run already`);
  }
  const recorder = recording === undefined && failure === undefined
    ? undefined
    : await recorderOf(settings, interpreter);
  const started = performance.now();
  const { processOptions } = tools;
  const execution = await start(program, settings, {
    ...{ executable, capsule, processOptions, recorder },
  });
  tools.attach(execution);
  const outcome = await run(execution, settings, { moments: tools.moments });
  const seconds = (performance.now() - started) / 1000;
  const ended = await conclude(execution, outcome, { json });
  const status = await tools.finish({ outcome, seconds }, ended);
  if (recording !== undefined) await recorder?.save(program, recording.path, "wrote");
  else if (failure !== undefined && status !== 0) {
    await recorder?.save(program, failure, "the run failed; wrote");
  }
  return await leave(outcome, status);
}

async function recorderOf(
  settings: RunSettings,
  interpreter: LoadedRun["interpreter"],
): Promise<RunRecorder> {
  const { RunRecorder } = await import("../execution/recording.ts");
  return new RunRecorder(settings, interpreter);
}
