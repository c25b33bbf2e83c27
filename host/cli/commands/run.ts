// SPDX-License-Identifier: MPL-2.0
// `leveret run`: assembles, links and runs a program, or runs an executable.

import { type Command, defineCommand } from "../command_line/command.ts";
import { isExecutable, loadProgram } from "../programs/sources.ts";
import { conclude, findFileIn, leave, run, start } from "../execution/execution.ts";
import { readRunSettings, RUN_OPTIONS } from "../execution/run_options.ts";
import { TOOL_OPTIONS, Tools } from "../tools/table.ts";

/** The command. */
const command: Command = defineCommand({
  name: "run",
  summary:
    "Assemble the files, link them with the runtime and run the program, or run an executable.",
  usage: "[OPTION]... FILE... [-- ARGUMENT...] | [OPTION]... EXECUTABLE [ARGUMENT...]",
  options: [
    ...RUN_OPTIONS,
    ...TOOL_OPTIONS,
    {
      name: "json",
      help: "write errors, reports, statistics and the limit as lines of JSON",
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
  async run(options) {
    const settings = readRunSettings(options);
    const json = options.has("json");
    const findFile = await findFileIn(settings);
    const { program, executable } = await loadProgram(options.words, {
      ...settings,
      json,
      findFile,
    });
    const tools = await Tools.make({ program, executable, settings, json, options });
    const started = performance.now();
    const { processOptions } = tools;
    const execution = await start(program, settings, { executable, processOptions });
    tools.attach(execution);
    const outcome = await run(execution, settings, { moments: tools.moments });
    const seconds = (performance.now() - started) / 1000;
    const status = await conclude(execution, outcome, { json });
    return await leave(outcome, await tools.finish({ outcome, seconds }, status));
  },
});

export default command;
