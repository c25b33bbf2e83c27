// SPDX-License-Identifier: MPL-2.0
// Reports about programs that were stopped: at a call that is meant for a teaching simulator, by a signal to
// this process, at the limits on instructions and time, or in a call that would block forever.

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
  hasNames,
} from "../../symbols/locations.ts";
import { hex } from "../../text/hex.ts";
import { sourceLine, wrapHint } from "../../report/format_report.ts";
import { formatStopReport, makeStopReport, stopReportJson } from "../../report/stop_report.ts";
import { STATUS } from "../command_line/command.ts";
import { errorStyle, printError } from "../command_line/output.ts";
import { type OutsideStop, statusOfSignal } from "./run_control.ts";

const ECALL_LENGTH = 4n;

function locationOf(process: Process, pc: bigint): CodeLocation {
  return new CodeLocations(hasNames(process.program) ? process.program : undefined).at(pc);
}

/** Says that a program reached the limit on instructions, and where. */
export function reportLimit(process: Process, json: boolean): void {
  const count = process.machine.instructions.toLocaleString("en");
  const why = `stopped at the --max-instructions limit (${count})`;
  reportStop(process, { event: "limit" }, why, { json, loops: true });
}

/** Says which call would block forever. */
export function reportWaiting(process: Process, call: string, json: boolean): void {
  const count = process.machine.instructions.toLocaleString("en");
  const why = `stopped after ${count} instructions: ${call} would block forever`;
  // The call has retired.
  const pc = process.machine.pc - ECALL_LENGTH;
  reportStop(process, { event: "waiting", call }, why, { json, loops: true, pc });
}

/** Says where a program was stopped; with `loops`, also in which loops and calls it was. */
function reportStop(
  process: Process,
  event: Readonly<Record<string, unknown>>,
  why: string,
  { json, loops, pc = process.machine.pc }: {
    readonly json: boolean;
    readonly loops: boolean;
    readonly pc?: bigint;
  },
): void {
  const { memory, registers, instructions: number } = process.machine;
  const report = loops ? makeStopReport({ memory, registers, pc }, process.program) : undefined;
  if (json) {
    const found = report && stopReportJson(report);
    printError(`${JSON.stringify({ ...event, number, pc: hex(pc), ...found })}\n`);
    return;
  }
  const where = formatLocation(pc, locationOf(process, pc));
  const found = report === undefined ? "" : formatStopReport(report, errorStyle);
  printError(`leveret: ${why}, in ${where}\n${found}`);
}

/** Says that a program was stopped from outside, and where; returns the exit status. */
export function reportOutsideStop(process: Process, stop: OutsideStop, json: boolean): number {
  const { instructions: number } = process.machine;
  const isLimit = stop.kind === "wall limit";
  const count = `after ${number.toLocaleString("en")} instructions`;
  const why = isLimit
    ? `stopped at the --wall-limit (${stop.seconds} s) ${count}`
    : `stopped by ${stop.signal} ${count}`;
  const event = isLimit
    ? { event: "wall limit", seconds: stop.seconds }
    : { event: "stopped", signal: stop.signal };
  // Ctrl-C asks what the program is doing; who sends another signal just ends it.
  const loops = isLimit || stop.signal === "SIGINT";
  reportStop(process, event, why, { json, loops });
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
  const lines = [
    `leveret: stopped at an ecall for ${call.simulator}, in ${formatLocation(pc, location)}`,
    ...sourceLine(location),
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
