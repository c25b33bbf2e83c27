// SPDX-License-Identifier: MPL-2.0
// `--check-calls`: reports mistakes with the calling convention as they happen.

import { floatRegisterNumber, registerNumber } from "../../../cpu/isa/registers.ts";
import { CallChecker } from "../../calls/call_checker.ts";
import { CallErrorFormat } from "../../calls/call_errors.ts";
import { CodeLocations } from "../../symbols/locations.ts";
import { UsageError } from "../command_line/options.ts";
import { errorStyle, printError } from "../command_line/output.ts";
import { invalidValue } from "../command_line/values.ts";
import type { Tool, ToolContext } from "./tool.ts";

/** Makes the tool. */
export default function makeCheckCalls({ program, json, options }: ToolContext): Tool {
  const shared = parseShared(options.value("shared-registers"));
  if (!options.has("check-calls")) {
    throw new UsageError("--shared-registers is for --check-calls; give both");
  }
  const format = new CallErrorFormat(new CodeLocations(program), errorStyle);
  let checker: CallChecker | undefined;
  return {
    attach({ process }) {
      checker = new CallChecker(process, (error) => {
        printError(json ? `${JSON.stringify(format.json(error))}\n` : format.format(error));
      }, shared);
      process.observe(checker);
    },
    finish() {
      const errors = checker?.errors ?? 0;
      const count = errors === 0 ? "no" : errors;
      if (!json) printError(`leveret: ${count} call error${errors === 1 ? "" : "s"}\n`);
      return errors;
    },
  };
}

/** `s10,fs0`. */
function parseShared(text: string | undefined): number[] {
  return (text ?? "").split(",").filter((name) => name !== "").map((name) => {
    const float = floatRegisterNumber(name);
    const register = registerNumber(name) ?? (float === undefined ? undefined : 32 + float);
    if (register === undefined) {
      throw invalidValue("--shared-registers", name, "must be registers such as s10,s11");
    }
    return register;
  });
}
