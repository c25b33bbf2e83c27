// SPDX-License-Identifier: MPL-2.0
// `leveret heap`: runs a program and shows its heap at the end, or at moments that the user names.

import type { Program } from "../../../asm/object/program.ts";
import { inspectHeap } from "../../heap/inspector.ts";
import { allocatorSegments } from "../../heap/segments.ts";
import { formatHeapReport, heapReportJson } from "../../heap_use/heap_report.ts";
import { HeapRecorder } from "../../heap_use/heap_recorder.ts";
import { type TracePoint, whenReached } from "../../trace/points.ts";
import { noAllocator } from "../execution/allocator_symbols.ts";
import { type Command, defineCommand } from "../command_line/command.ts";
import { errorStyle, printError } from "../command_line/output.ts";
import { conclude, type Execution, findFileIn, leave, run, start } from "../execution/execution.ts";
import { loadRun } from "../execution/loading.ts";
import { readRunSettings, RUN_OPTIONS } from "../execution/run_options.ts";
import { readPoint } from "../programs/point_option.ts";
import { isExecutable } from "../programs/sources.ts";

/** A moment that the user has named. */
interface NamedPoint {
  readonly text: string;
  readonly point: TracePoint;
}

/** The command. */
const command: Command = defineCommand({
  name: "heap",
  summary: "Run a program and show its heap: chunks, free lists, use over time, peak, owners.",
  usage: "[OPTION]... FILE... [-- ARGUMENT...] | [OPTION]... EXECUTABLE [ARGUMENT...]",
  options: [
    {
      name: "at",
      value: "POINT",
      repeat: true,
      help: "show the heap at POINT, instead of at the end",
    },
    { name: "json", help: "write one JSON object for each moment, with every block" },
    ...RUN_OPTIONS,
  ],
  notes: [
    "A POINT is the number of an instruction, a symbol or a line (FILE:LINE) when it is first reached,",
    "or NAME#N, the return of the Nth call of a function. The report goes to standard error. Of",
    "allocators other than Hare's, blocks are known by the calls that allocate and free them.",
  ],
  examples: [
    { line: "heap examples/hash_table.s", what: "the heap at the end" },
    { line: "heap --at table_grow#3 examples/hash_table.s", what: "when a function has returned" },
    { line: "heap --json --at 100_000 examples/hash_table.s", what: "every block, as JSON" },
  ],
  async isProgram(word, options) {
    return isExecutable(word, await findFileIn(readRunSettings(options)));
  },
  async run(options) {
    const json = options.has("json");
    const { settings, program, executable, capsule } = await loadRun(options, { json });
    const points = options.values("at").map((text) => ({
      text,
      point: readPoint(program, "--at", text),
    }));
    const execution = await start(program, settings, { executable, capsule });
    const { machine } = execution.process;
    const recorder = new HeapRecorder(execution.process);
    const open = new Set(points);
    const report = (named: NamedPoint | undefined) => {
      if (named !== undefined) open.delete(named);
      printReport(program, execution, recorder, { at: named?.text, json });
    };
    for (const named of points) {
      if (named.point.kind === "number") continue;
      whenReached(machine, named.point, () => report(named));
    }
    const moments = points
      .flatMap((named) =>
        named.point.kind === "number"
          ? [{ instruction: named.point.number, reached: () => report(named) }]
          : []
      )
      .sort((a, b) => a.instruction - b.instruction);
    const outcome = await run(execution, settings, { moments });
    const status = await conclude(execution, outcome, { json });
    if (points.length === 0) report(undefined);
    for (const { text } of open) {
      printError(`leveret: ${text} was not reached: the program ended before\n`);
    }
    if (execution.process.allocatorFunctions.length === 0) {
      printError(`leveret: ${noAllocator(program)}\n`);
    }
    return await leave(outcome, status);
  },
});

export default command;

function printReport(
  program: Program,
  { process, history }: Execution,
  recorder: HeapRecorder,
  { at, json }: { readonly at: string | undefined; readonly json: boolean },
): void {
  const { memory, instructions } = process.machine;
  const view = inspectHeap(memory, program, allocatorSegments(program, history, memory));
  const found = { use: recorder.use(), blocks: recorder.blocks, view };
  if (json) {
    printError(`${JSON.stringify({ event: "heap report", at, ...heapReportJson(found) })}\n`);
    return;
  }
  const when = at === undefined ? "at the end" : `at ${at}`;
  const count = instructions.toLocaleString("en");
  printError(
    `leveret: the heap ${when}, after ${count} instructions\n${
      formatHeapReport(found, errorStyle)
    }`,
  );
}
