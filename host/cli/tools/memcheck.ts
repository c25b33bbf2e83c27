// SPDX-License-Identifier: MPL-2.0
// `--memcheck`: reports errors as they happen, and how many there were.

import { errorJson, formatError, formatSummary } from "../../memcheck/format.ts";
import { MemoryChecker } from "../../memcheck/memory_checker.ts";
import { printError } from "../command_line/output.ts";
import type { Tool, ToolContext } from "./tool.ts";

/** Makes the tool. */
export default function makeMemcheck({ json, options }: ToolContext): Tool {
  const checker = new MemoryChecker({
    stopAtFirst: options.has("first-error"),
    onError(error) {
      if (!json) printError(formatError(error, checker.stacks));
    },
  });
  return {
    processOptions: { checks: checker.checks },
    attach({ process }) {
      checker.attach(process);
    },
    finish() {
      const { errors, suppressed } = checker;
      if (json) {
        // Only now are the counts known.
        for (const error of errors) {
          printError(`${JSON.stringify(errorJson(error, checker.stacks))}\n`);
        }
      } else printError(formatSummary(errors, suppressed));
      return errors.length;
    },
  };
}
