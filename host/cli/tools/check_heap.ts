// SPDX-License-Identifier: MPL-2.0
// `--check-heap`: checks the heap of Hare's allocator before every call of it, and names the store that broke
// it, by running the program again.

import { HeapChecker, type HeapCorruption } from "../../heap/heap_checker.ts";
import { readHeapLayout } from "../../heap/layout.ts";
import { allocatorSegments } from "../../heap/segments.ts";
import { StoryFormat, writeJson } from "../../stories/format_story.ts";
import { lastWrite, type Write } from "../../stories/last_write.ts";
import { RerunError } from "../../stories/rerun.ts";
import { formatLocation } from "../../symbols/locations.ts";
import { hex } from "../../text/hex.ts";
import { errorStyle, printError } from "../command_line/output.ts";
import type { Execution } from "../execution/execution.ts";
import type { Tool, ToolContext } from "./tool.ts";

/** Makes the tool. */
export default function makeCheckHeap({ program, json }: ToolContext): Tool {
  let checker: HeapChecker | undefined;
  let execution: Execution | undefined;
  return {
    attach(given) {
      if (readHeapLayout(program) === undefined) {
        printError(
          "leveret: the heap is not checked: the program uses neither the runtime's allocator nor Hare's\n",
        );
        return;
      }
      execution = given;
      const { process, history } = given;
      const segments = () => allocatorSegments(program, history, process.machine.memory);
      checker = new HeapChecker(process, program, segments);
    },
    async finish() {
      checker?.finish();
      if (checker === undefined || execution === undefined) return 0;
      const { corruption, checks } = checker;
      if (corruption === undefined) {
        const times = checks.toLocaleString("en");
        if (json) printError(`${JSON.stringify({ event: "heap check", checks, problems: [] })}\n`);
        else printError(`leveret: the heap was intact each time it was checked (${times})\n`);
        return 0;
      }
      const write = await findWrite(execution, corruption);
      if (json) printError(`${JSON.stringify(corruptionJson(corruption, write))}\n`);
      else printError(formatCorruption(corruption, write, execution));
      return 1;
    },
  };
}

/** The last write to the word that is wrong; a message when that is not known. */
async function findWrite(
  execution: Execution,
  { problems, instruction }: HeapCorruption,
): Promise<Write | undefined | string> {
  const start = () => {
    const again = execution.restart();
    if (again === undefined) throw new RerunError("input");
    return again;
  };
  const address = problems[0]?.address ?? 0n;
  try {
    return await lastWrite({ start }, { address, size: 8, before: instruction });
  } catch (error) {
    if (error instanceof RerunError) return error.message;
    throw error;
  }
}

function formatCorruption(
  { problems, instruction, before }: HeapCorruption,
  write: Write | undefined | string,
  { process }: Execution,
): string {
  const when = before === undefined
    ? "at the end of the program"
    : `before the call of ${before.function.name} in ` +
      formatLocation(before.caller.address, before.caller);
  const count = instruction.toLocaleString("en");
  const format = new StoryFormat(process.program, errorStyle);
  const story = typeof write === "string"
    ? `leveret: ${write}\n`
    : format.write(hex(problems[0]?.address ?? 0n), write);
  return `leveret: the heap is corrupted ${when}, after ${count} instructions\n` +
    problems.map(({ message }) => `  ${message}\n`).join("") + story;
}

function corruptionJson(
  { problems, instruction, before }: HeapCorruption,
  write: Write | undefined | string,
): Record<string, unknown> {
  return {
    event: "heap check",
    number: instruction,
    before: before?.function.name,
    problems: problems.map(({ address, message }) => ({ address: hex(address), message })),
    write: typeof write === "object" ? writeJson(write) : undefined,
  };
}
