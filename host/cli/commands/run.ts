// SPDX-License-Identifier: MPL-2.0
// `leveret run`: assembles, links and runs a program, or runs an executable.

import { printable } from "../../../asm/object/printable.ts";
import { type Command, defineCommand } from "../command_line/command.ts";
import { printError } from "../command_line/output.ts";
import { isExecutable, loadProgram } from "../programs/sources.ts";
import { conclude, findFileIn, leave, run, start } from "../execution/execution.ts";
import { readRunSettings, RUN_OPTIONS } from "../execution/run_options.ts";

/** The command. */
const command: Command = defineCommand({
  name: "run",
  summary:
    "Assemble the files, link them with the runtime and run the program, or run an executable.",
  usage: "[OPTION]... FILE... [-- ARGUMENT...] | [OPTION]... EXECUTABLE [ARGUMENT...]",
  options: [
    ...RUN_OPTIONS,
    { name: "strace", help: "show every system call on standard error, like qemu -strace" },
    { name: "stats", help: "show run statistics on standard error" },
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
    const line = (event: { text(): string }) => printError(`${printable(event.text())}\n`);
    const started = performance.now();
    const execution = await start(program, settings, { executable });
    if (options.has("strace")) execution.process.observe({ onSyscall: line, onSignal: line });
    const outcome = await run(execution, settings);
    const seconds = (performance.now() - started) / 1000;
    const { statistics } = execution.process;
    const status = await conclude(execution, outcome, { json });
    if (options.has("stats")) {
      const { formatStatistics, statisticsJson } = await import("../execution/statistics.ts");
      printError(
        json ? statisticsJson(statistics, seconds) : formatStatistics(statistics, seconds),
      );
    }
    return await leave(outcome, status);
  },
});

export default command;
