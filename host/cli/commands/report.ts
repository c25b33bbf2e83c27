// SPDX-License-Identifier: MPL-2.0
// `leveret report`: runs a program with every tool, and writes one page about the run.

import { reportPage } from "../../report_page/page.ts";
import { type RunEnd, RunRecorder } from "../../run_report/recorder.ts";
import { type FaultStory, storyOfDeath } from "../../stories/fault_story.ts";
import { momentOf, RerunError } from "../../stories/rerun.ts";
import { printable } from "../../../asm/object/printable.ts";
import { type Command, defineCommand } from "../command_line/command.ts";
import { UsageError } from "../command_line/options.ts";
import { flushOutput, printError, writeError, writeOutput } from "../command_line/output.ts";
import {
  conclude,
  type Ending,
  type Execution,
  findFileIn,
  leave,
  run,
  start,
} from "../execution/execution.ts";
import { loadRun } from "../execution/loading.ts";
import { readRunSettings, RUN_OPTIONS } from "../execution/run_options.ts";
import { writeFile } from "../programs/output_file.ts";
import { isExecutable } from "../programs/sources.ts";

/** Seconds for the search for the store that a program died of. */
const STORY_SECONDS = 30;
const STANDARD_OUTPUT = "/dev/stdout";

/** The command. */
const command: Command = defineCommand({
  name: "report",
  summary: "Run a program with every tool, and write a page about the run.",
  usage: "-o PAGE [OPTION]... FILE... [-- ARGUMENT...] | ... EXECUTABLE [ARGUMENT...]",
  options: [
    {
      name: "output",
      short: "o",
      value: "PAGE",
      help: "write the page to this file; - is standard output",
    },
    { name: "json", help: "write what the page shows as JSON instead" },
    ...RUN_OPTIONS,
  ],
  notes: [
    "The page is one HTML file that needs no network: fault with the store that caused it, memory errors",
    "and leaks with their source, heap over time, heap map, address space, flame graph, profile, system",
    "calls, output. The exit status is that of run.",
  ],
  examples: [
    { line: "report -o report.html examples/hash_table.s", what: "a page about a run" },
    { line: "report --json -o - examples/hello.s", what: "the same as data" },
  ],
  async isProgram(word, options) {
    return isExecutable(word, await findFileIn(readRunSettings(options)));
  },
  async run(options) {
    const path = options.value("output");
    if (path === undefined) throw new UsageError("report needs -o PAGE, the file to write");
    const { settings, program, executable, capsule } = await loadRun(options);
    const recorder = new RunRecorder(program, settings.args.join(" "));
    const toStandardOutput = path === "-";
    const execution = await start(program, settings, {
      ...{ executable, capsule },
      processOptions: recorder.processOptions,
      stdout: {
        write(bytes) {
          recorder.keep("stdout", bytes);
          // The page must be all that is there.
          if (!toStandardOutput) writeOutput(bytes);
        },
      },
      stderr: {
        write(bytes) {
          recorder.keep("stderr", bytes);
          writeError(bytes);
        },
      },
    });
    recorder.attach(execution.process);
    const outcome = await run(execution, settings);
    const status = await conclude(execution, outcome);
    flushOutput();
    const story = await storyOf(execution, outcome);
    const report = recorder.report({ ...endOf(outcome), history: execution.history, story });
    const text = options.has("json")
      ? `${JSON.stringify({ event: "report", ...report })}\n`
      : await reportPage(report);
    await writeFile(toStandardOutput ? STANDARD_OUTPUT : path, new TextEncoder().encode(text));
    if (!toStandardOutput) printError(`leveret: report written to ${printable(path)}\n`);
    return await leave(outcome, status);
  },
});

export default command;

/** The end of a run for the recorder. */
function endOf(outcome: Ending): RunEnd {
  switch (outcome.kind) {
    case "asked to end":
      return { outcome: { kind: "interrupted" }, ending: `${outcome.signal} stopped the program.` };
    case "wall limit":
      return {
        outcome: { kind: "interrupted" },
        ending: `The program was stopped at the --wall-limit (${outcome.seconds} s).`,
      };
    default:
      return { outcome };
  }
}

/** The story of the word that the program died of, if it is known. */
async function storyOf(execution: Execution, outcome: Ending): Promise<FaultStory | undefined> {
  if (outcome.kind !== "killed") return undefined;
  const { process } = execution;
  const rerun = {
    deadline: performance.now() + STORY_SECONDS * 1000,
    start() {
      const again = execution.restart();
      if (again === undefined) throw new RerunError("input");
      return again;
    },
  };
  const death = { moment: momentOf(process), trap: outcome.trap };
  try {
    return await storyOfDeath(rerun, death, process.machine, process.program);
  } catch (error) {
    if (error instanceof RerunError) return undefined;
    throw error;
  }
}
