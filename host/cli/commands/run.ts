// SPDX-License-Identifier: MPL-2.0
// `leveret run`: assembles, links and runs a program, or runs an executable.

import { type Command, defineCommand } from "../command_line/command.ts";
import type { OptionRow, Options } from "../command_line/options.ts";
import { isExecutable } from "../programs/sources.ts";
import { conclude, findFileIn, leave, run, start } from "../execution/execution.ts";
import { loadRun } from "../execution/loading.ts";
import { readRunSettings, RUN_OPTIONS } from "../execution/run_options.ts";
import { TOOL_OPTIONS, Tools } from "../tools/table.ts";

const RECORD_FAILURE = {
  name: "record-failure",
  value: "FILE",
  help: "write a capsule of the run if its status is not 0",
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
      help: "write errors, reports and statistics as lines of JSON",
    },
  ],
  notes: [
    "A FILE is assembly source, an object file or an archive; - is standard input. An EXECUTABLE is an",
    "ELF file for riscv64 Linux; all that follows it are its arguments. Files that the host does not",
    "have are looked up in the directories that --dir gives, and so are a dynamically linked program's",
    "interpreter (ld.so) and shared libraries.",
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

/**
 * Runs what the words of a command line name, with the tools that its options ask for. The run is recorded in
 * `capsuleFile`, if there is one.
 */
export async function runProgram(options: RunOptions, capsuleFile?: string): Promise<number> {
  const json = options.has("json");
  const loaded = await loadRun(options, { json });
  const { settings, program, executable, capsule } = loaded;
  const tools = await Tools.make({ program, executable, settings, json, options });
  const failureFile = options.value(RECORD_FAILURE.name);
  const recorder = capsuleFile === undefined && failureFile === undefined
    ? undefined
    : new (await import("../execution/recording.ts")).RunRecorder(loaded, {
      capsuleFile,
      failureFile,
    });
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
  await recorder?.finish(status);
  return await leave(outcome, status);
}
