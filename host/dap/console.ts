// SPDX-License-Identifier: MPL-2.0
// The commands of a client's debug console, besides expressions: those that move in time.

import type { CallFrame, Debugger, DebugStop } from "../debug/mod.ts";
import { RequestError } from "./request_arguments.ts";

/** Commands of the debug console, besides expressions. */
export const CONSOLE_COMMANDS = {
  help: "this list",
  when: "how many instructions have retired",
  goto: "goto N: to the moment after N instructions",
  end: "to the end of the run",
  "last-write": "last-write EXPRESSION: who wrote it last",
} as const;
const CONSOLE_HELP = Object.entries(CONSOLE_COMMANDS)
  .map(([name, what]) => `${name.padEnd(12)}${what}`)
  .concat("EXPRESSION  its value").join("\n");

/** Carries out a command; undefined for an expression. `go` moves the program. */
export function runCommand(
  text: string,
  { debug, frame, go }: {
    readonly debug: Debugger;
    readonly frame: CallFrame;
    readonly go: (move: (debug: Debugger) => Promise<DebugStop>) => void;
  },
): string | undefined {
  const [, name = "", rest = ""] = /^\s*([a-z-]+)\s*(.*?)\s*$/.exec(text) ?? [];
  switch (name) {
    case "help":
      return CONSOLE_HELP;
    case "when":
      return `after ${debug.timeline.position.toLocaleString("en")} instructions`;
    case "goto": {
      if (!/^[\d,_]{1,20}$/.test(rest)) return undefined;
      const moment = Number(rest.replace(/[,_]/g, ""));
      go((moving) => moving.goTo(moment));
      return `going to instruction ${moment.toLocaleString("en")}`;
    }
    case "end":
      if (rest !== "") return undefined;
      go((moving) => moving.goToEnd({ run: moving.end === undefined }));
      return "going to the end";
    case "last-write": {
      const value = debug.evaluate(rest, frame);
      if (value.address === undefined) throw new RequestError(`${rest} is not in memory`);
      const write = debug.lastWrite(value.address, value.size);
      if (write === undefined) return `${rest} has not been written since the start`;
      const by = write.by === "kernel" ? "the kernel, at " : "";
      return `${rest} was written by ${by}${debug.addressText(write.pc)}; ` +
        `goto ${write.instruction} leads there`;
    }
    default:
      return undefined;
  }
}
