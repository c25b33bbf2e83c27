// SPDX-License-Identifier: MPL-2.0
// `--memcheck`: reports errors as they happen, and how many there were.

import { errorJson, formatError, formatSummary } from "../../memcheck/format.ts";
import { MemoryChecker } from "../../memcheck/memory_checker.ts";
import {
  isSuppressed,
  parseSuppressions,
  type Suppression,
  SuppressionError,
} from "../../memcheck/suppressions.ts";
import type { Process } from "../../process.ts";
import { noAllocator } from "../execution/allocator_symbols.ts";
import { CommandError } from "../command_line/errors.ts";
import { printError } from "../command_line/output.ts";
import type { Tool, ToolContext } from "./tool.ts";

/** Makes the tool. */
export default function makeMemcheck({ program, json, options }: ToolContext): Tool {
  const suppressions = options.values("suppressions").flatMap(readSuppressions);
  const checker = new MemoryChecker({
    addressesOnly: options.value("memcheck") === "addresses",
    program: options.has("no-variable-bounds") ? undefined : program,
    stopAtFirst: options.has("first-error"),
    isSuppressed: (error, stacks) => isSuppressed(suppressions, error, stacks.frames(error.stack)),
    onError(error) {
      if (!json) printError(formatError(error, checker.stacks));
    },
  });
  let attached: Process | undefined;
  return {
    processOptions: { checks: checker.checks },
    attach({ process }) {
      checker.attach(process);
      attached = process;
    },
    finish() {
      const { errors, suppressed } = checker;
      if (json) {
        // Only now are the counts known.
        for (const error of errors) {
          printError(`${JSON.stringify(errorJson(error, checker.stacks))}\n`);
        }
      } else {
        // Libraries that are loaded later may bring an allocator.
        if (attached?.allocatorFunctions.length === 0) {
          printError(`leveret: memcheck saw no heap blocks: ${noAllocator(program)}\n`);
        }
        printError(formatSummary(errors, suppressed));
      }
      return errors.length;
    },
  };
}

/** Reads a file of suppressions. */
function readSuppressions(path: string): Suppression[] {
  try {
    return parseSuppressions(Deno.readTextFileSync(path));
  } catch (error) {
    if (error instanceof SuppressionError) {
      throw new CommandError(`${path}:${error.line}: ${error.message}`);
    }
    if (!(error instanceof Error)) throw error;
    throw new CommandError(`Cannot read the suppressions in ${path}: ${error.message}`);
  }
}
