// SPDX-License-Identifier: MPL-2.0
// `leveret run`: assembles, links and runs a program, or runs an executable.

import { defineCommand, type ExecutableCommand } from "../command_line/command.ts";
import { conclude, run, start } from "./execution.ts";
import { printError } from "../command_line/output.ts";
import { readRunSettings, RUN_OPTIONS, withArguments } from "./run_options.ts";
import { loadProgram } from "../programs/sources.ts";

/** The command. */
const command: ExecutableCommand = defineCommand({
  name: "run",
  summary:
    "Assembles the files, links them with the runtime, and runs the program; or an executable.",
  usage: "[OPTION]... FILE... [-- ARGUMENT...] | [OPTION]... EXECUTABLE [ARGUMENT...]",
  options: [
    ...RUN_OPTIONS,
    { name: "strace", help: "show every system call on standard error, as qemu -strace does" },
    { name: "stats", help: "show on standard error what the run has cost" },
    { name: "json", help: "errors, reports, statistics and the limit as JSON, one value a line" },
  ],
  notes: [
    "A FILE is assembly source, whatever its name; - is standard input. An EXECUTABLE is a static ELF",
    "file for riscv64 Linux; arguments that begin with a hyphen come after --. The exit status is the",
    "program's own, 128 plus the number of the signal that killed it, 124 when it was stopped by",
    "--max-instructions, 1 when it does not assemble, link or load, and 2 for a command line that makes",
    "no sense.",
  ],
  examples: [
    { line: "run examples/hello.s", what: "run one file" },
    { line: "run --stats examples/fibonacci.s -- 30", what: "with an argument, and count" },
    { line: "run --strace main.s list.s", what: "link two files, show the system calls" },
    { line: "run a.out one two", what: "run an executable with two arguments" },
    { line: "run --max-instructions 10M loop.s", what: "stop a program that may never end" },
  ],
  async run(options) {
    const given = readRunSettings(options);
    const json = options.has("json");
    const { program, args } = await loadProgram(options.words, { ...given, json });
    const settings = withArguments(given, args);
    const line = (event: { text(): string }) => printError(`${event.text()}\n`);
    const started = performance.now();
    const execution = await start(program, settings);
    if (options.has("strace")) execution.process.observe({ onSyscall: line, onSignal: line });
    const outcome = run(execution, settings);
    const seconds = (performance.now() - started) / 1000;
    const { statistics } = execution.process;
    const status = await conclude(execution, outcome, { json });
    if (options.has("stats")) {
      const { formatStatistics, statisticsJson } = await import("./statistics.ts");
      printError(
        json ? statisticsJson(statistics, seconds) : formatStatistics(statistics, seconds),
      );
    }
    return status;
  },
});

export default command;
