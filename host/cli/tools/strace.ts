// SPDX-License-Identifier: MPL-2.0
// `--strace`: a line for every system call and signal, as it happens.

import { printable } from "../../../asm/object/printable.ts";
import { printError } from "../command_line/output.ts";
import type { Tool } from "./tool.ts";

/** Makes the tool. */
export default function makeStrace(): Tool {
  const line = (event: { text(): string }) => printError(`${printable(event.text())}\n`);
  return {
    attach({ process }) {
      process.observe({ onSyscall: line, onSignal: line });
    },
    finish() {},
  };
}
