// SPDX-License-Identifier: MPL-2.0
// `leveret replay`: runs a capsule, with the tools of `leveret run`.

import { type Command, defineCommand } from "../command_line/command.ts";
import { CommandError } from "../command_line/errors.ts";
import { UsageError } from "../command_line/options.ts";
import { REPLAY_OPTIONS } from "../execution/replaying.ts";
import { nameOf, peekBytes } from "../programs/input_files.ts";
import { isCapsule } from "../../capsule/mark.ts";
import { TOOL_OPTIONS } from "../tools/table.ts";
import { runProgram } from "./run.ts";

/** The command. */
const command: Command = defineCommand({
  name: "replay",
  summary: "Run a capsule of leveret record: the same run again, instruction by instruction.",
  usage: "[OPTION]... CAPSULE",
  options: [
    ...REPLAY_OPTIONS,
    ...TOOL_OPTIONS,
    { name: "json", help: "write errors, reports and statistics as lines of JSON" },
  ],
  notes: [
    "The program finds what it found when it was recorded, and nothing of the host is read or written:",
    "what it writes to files is dropped. The state of the machine is compared with the recorded one at",
    "intervals and at the end; a run that is another one ends with a message and status 1. The tools",
    "do not change the run. leveret trace, heap, report and gdb take a capsule in a program's place.",
  ],
  examples: [
    { line: "replay run.lev", what: "the same output and exit status" },
    { line: "replay --memcheck run.lev", what: "look for errors in memory" },
    { line: "gdb --at-end run.lev", what: "go back from its end in a debugger" },
  ],
  run(options) {
    const [path] = options.words;
    if (path === undefined) throw new UsageError("no capsule");
    if (!isCapsule(peekBytes(path))) {
      throw new CommandError(`Cannot replay ${nameOf(path)}: it is no capsule of leveret record`);
    }
    return runProgram(options);
  },
});

export default command;
