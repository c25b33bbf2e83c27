// SPDX-License-Identifier: MPL-2.0
// `--probe`: a line for every call of a function, with its arguments and its result.

import { printError } from "../command_line/output.ts";
import { makeProbes, missingFunction } from "../execution/probes.ts";
import type { Tool, ToolContext } from "./tool.ts";

/** Makes the tool. */
export default function makeProbe({ program, json, options }: ToolContext): Tool {
  const texts = options.values("probe");
  const probes = makeProbes(texts, program, json, (line) => printError(`${line}\n`));
  return {
    attach({ process }) {
      probes.attach(process);
    },
    finish() {
      for (const name of probes.finish()) printError(missingFunction(name));
    },
  };
}
