// SPDX-License-Identifier: MPL-2.0
// Reports about programs that were stopped: at a call that is meant for a teaching simulator, by a signal to
// this process, at the limit on time.

import {
  describeForeignCall,
  type FailedCall,
  type ForeignCall,
  namedCall,
} from "../../kernel/teaching/foreign_calls.ts";
import type { Process } from "../../process.ts";
import {
  type CodeLocation,
  CodeLocations,
  formatLocation,
  formatSourceLocation,
  hasNames,
} from "../../symbols/locations.ts";
import { hex } from "../../text/hex.ts";
import { wrapHint } from "../../report/format_report.ts";
import { STATUS } from "../command_line/command.ts";
import { errorStyle, printError } from "../command_line/output.ts";
import { type OutsideStop, statusOfSignal } from "./run_control.ts";

function locationOf(process: Process, pc: bigint): CodeLocation {
  return new CodeLocations(hasNames(process.program) ? process.program : undefined).at(pc);
}

/** Says that a program was stopped from outside, and where; returns the exit status. */
export function reportOutsideStop(process: Process, stop: OutsideStop, json: boolean): number {
  const { instructions: number, pc } = process.machine;
  const isLimit = stop.kind === "wall limit";
  const count = `after ${number.toLocaleString("en")} instructions`;
  const why = isLimit
    ? `stopped at the --wall-limit (${stop.seconds} s) ${count}`
    : `stopped by ${stop.signal} ${count}`;
  const event = isLimit
    ? { event: "wall limit", seconds: stop.seconds, number, pc: hex(pc) }
    : { event: "stopped", signal: stop.signal, number, pc: hex(pc) };
  printError(
    json
      ? `${JSON.stringify(event)}\n`
      : `leveret: ${why}, in ${formatLocation(pc, locationOf(process, pc))}\n`,
  );
  return isLimit ? STATUS.limit : statusOfSignal(stop.signal);
}

/** Says that an ecall is meant for a teaching simulator, and what to do. */
export function reportForeignCall(
  process: Process,
  pc: bigint,
  call: ForeignCall,
  json: boolean,
): void {
  const location = locationOf(process, pc);
  const hint = describeForeignCall(call, "this");
  const number = process.machine.instructions;
  if (json) {
    const { simulator, ecalls } = call;
    printError(
      `${
        JSON.stringify({ event: "foreign call", simulator, ecalls, hint, number, pc: hex(pc) })
      }\n`,
    );
    return;
  }
  const { location: source, source: line } = location;
  const lines = [
    `leveret: stopped at an ecall for ${call.simulator}, in ${formatLocation(pc, location)}`,
    ...source === undefined || line === undefined
      ? []
      : [`  ${formatSourceLocation(source)} | ${line}`],
    "",
    ...wrapHint(hint, errorStyle),
  ];
  printError(`${lines.join("\n")}\n`);
}

/** Says that a failed call may have been meant for a teaching simulator. */
export function reportEarlierCall(failed: FailedCall): void {
  const call = namedCall(failed);
  if (call === undefined) return;
  const hint = wrapHint(describeForeignCall(call, "an earlier"), errorStyle);
  printError(`\n${hint.join("\n")}\n`);
}
