// SPDX-License-Identifier: MPL-2.0
// `leveret record`: runs a program as `leveret run` does, and writes the run to a file.

import { type Command, defineCommand } from "../command_line/command.ts";
import { findFileIn } from "../execution/execution.ts";
import { readRunSettings, RUN_OPTIONS } from "../execution/run_options.ts";
import { isExecutable } from "../programs/sources.ts";
import { TOOL_OPTIONS } from "../tools/table.ts";
import { runProgram } from "./run.ts";

/** Where the run is written by default. */
const OUTPUT = "run.lev";

/** The command. */
const command: Command = defineCommand({
  name: "record",
  summary: "Run a program and write a capsule of the run, which can be replayed anywhere.",
  usage: "[OPTION]... FILE... [-- ARGUMENT...] | [OPTION]... EXECUTABLE [ARGUMENT...]",
  options: [
    {
      ...{ name: "output", short: "o", value: "FILE" },
      help: `write the capsule to FILE; default: ${OUTPUT}`,
    },
    ...RUN_OPTIONS,
    ...TOOL_OPTIONS,
    { name: "json", help: "write errors, reports and statistics as lines of JSON" },
  ],
  notes: [
    "The capsule holds the program, those of its sources that are known, its arguments and environment,",
    "and everything that it read: standard input, files, names and times in the directories of --dir.",
    "Look at what that is before you give it to others. It does not hold what the program wrote. The",
    "exit status is that of leveret run.",
  ],
  examples: [
    { line: "record examples/hello.s", what: "record a run in run.lev" },
    { line: "record -o ls.lev --dir .:/ busybox ls -l", what: "with the names in this directory" },
    { line: "replay run.lev", what: "the same run again" },
  ],
  async isProgram(word, options) {
    return isExecutable(word, await findFileIn(readRunSettings(options)));
  },
  run: (options) => runProgram(options, options.value("output") ?? OUTPUT),
});

export default command;
