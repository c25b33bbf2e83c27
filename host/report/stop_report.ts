// SPDX-License-Identifier: MPL-2.0
// Makes the report about a program that was stopped because it ran on and on: the loops it was in, the
// registers and a backtrace. Takes the machine as it is; returns plain data, and its text and JSON.

import { printableLines } from "../../asm/object/printable.ts";
import type { Machine } from "../../cpu/machine.ts";
import type { Image } from "../../cpu/memory/image.ts";
import type { Program } from "../../asm/object/program.ts";
import { type Backtrace, backtrace } from "../symbols/backtrace.ts";
import { CodeReader } from "../symbols/code_reader.ts";
import { Functions } from "../symbols/functions.ts";
import {
  type CodeLocation,
  CodeLocations,
  formatLocation,
  formatSourceLocation,
  hasNames,
  isRuntime,
} from "../symbols/locations.ts";
import { hex } from "../text/hex.ts";
import { PLAIN, type TextStyle } from "../text/style.ts";
import { backtraceLines, frameJson, indented, wrapHint } from "./format_report.ts";
import { FunctionCode, selfReturnHints } from "./loops.ts";
import { formatRegisters, registersJson } from "./registers.ts";

/** A loop of the program. */
export interface LoopReport {
  /** Its first instruction in memory. */
  readonly from: bigint;
  /** Its last one. */
  readonly to: bigint;
  /** How many instructions one round has, without those of functions that it calls. */
  readonly instructions: number;
  /** Where the first one is. */
  readonly location: CodeLocation;
  /** Its source lines, or its addresses where there are none. */
  readonly lines: readonly string[];
}

/** The report about a program that was stopped. */
export interface StopReport {
  /** The next instruction. */
  readonly pc: bigint;
  /** x0 to x31. */
  readonly registers: readonly bigint[];
  /** The calls under way, innermost first. */
  readonly backtrace: Backtrace;
  /** The loops under way, innermost first. */
  readonly loops: readonly LoopReport[];
  /** What may be wrong. */
  readonly hints: readonly string[];
}

/** Loops of callers that are reported, too. */
const MAX_LOOPS = 3;
const MAX_LINES = 12;
/** Frames of one function that show a recursion. */
const MIN_RECURSION = 50;

/** Makes the report about a machine that runs `image`. */
export function makeStopReport(
  machine: Pick<Machine, "memory" | "registers" | "pc">,
  image: Image | Program,
): StopReport {
  const { memory, pc } = machine;
  const registers = machine.registers.toArray();
  const trace = backtrace({ memory, registers, pc, image });
  const code = new CodeReader(memory);
  const functions = new Functions(image);
  const locations = new CodeLocations(hasNames(image) ? image : undefined);
  const loops: LoopReport[] = [];
  const hints: string[] = [];
  const seen = new Set<bigint>();
  for (const frame of trace.frames) {
    const { address, origin } = frame;
    if (loops.length === MAX_LOOPS || origin === "scan") break;
    const isCaller = origin !== "pc" && origin !== "signal";
    const at = isCaller ? address - BigInt(code.callLength(address) ?? 4) : address;
    const range = functions.at(at);
    // The loops of the runtime end.
    if (range === undefined || seen.has(range.start) || isRuntime(locations.at(at))) continue;
    seen.add(range.start);
    const body = new FunctionCode(range, code);
    const loop = body.loopAt(at);
    if (loop !== undefined) loops.push(loopReport(loop.addresses, locations));
    if (loop?.selfReturn !== undefined) {
      hints.push(selfReturnHints(loop.selfReturn, locations, code).happened);
    }
    // The call of a function that never returns is made once, whatever loop it seems to be in.
    if (!body.mayReturn) break;
  }
  const counts = new Map<bigint, number>();
  for (const frame of trace.frames) {
    const count = (counts.get(frame.address) ?? 0) + 1;
    counts.set(frame.address, count);
    if (count === MIN_RECURSION && !isRuntime(frame)) {
      hints.push(
        `the call at ${
          formatLocation(frame.address, frame)
        } is under way more than ${count} times: ` +
          `does this recursion ever end?`,
      );
    }
  }
  return { pc, registers, backtrace: trace, loops, hints };
}

function loopReport(addresses: readonly bigint[], locations: CodeLocations): LoopReport {
  const from = addresses[0] ?? 0n;
  const lines: string[] = [];
  for (const address of addresses) {
    const { location, source } = locations.at(address);
    const line = location === undefined || source === undefined
      ? undefined
      : `${formatSourceLocation(location)} | ${printableLines(source)}`;
    if (line !== undefined && lines.at(-1) !== line) lines.push(line);
  }
  if (lines.length > MAX_LINES) {
    const hidden = lines.length - MAX_LINES + 1;
    lines.splice(MAX_LINES - 4, hidden, `... ${hidden} more lines ...`);
  }
  const instructions = addresses.length;
  return { from, to: addresses.at(-1) ?? from, instructions, location: locations.at(from), lines };
}

/** The report as text, to follow a line that says what happened. */
export function formatStopReport(report: StopReport, style: TextStyle = PLAIN): string {
  const lines: string[] = [];
  for (const hint of report.hints) lines.push("", ...wrapHint(hint, style));
  report.loops.forEach(({ from, to, instructions, location, lines: source }, index) => {
    const count = `${instructions} instruction${instructions === 1 ? "" : "s"}`;
    const title = index === 0 ? "Loop" : "Called in a loop";
    const place = `${formatLocation(from, location)}, ${hex(from)} to ${hex(to)}, ${count} a round`;
    lines.push("", style.strong(title), ...indented([place, ...source]));
  });
  lines.push(
    ...["", style.strong("Registers")],
    ...indented(formatRegisters(report.registers, new Map(), style)),
    ...["", style.strong("Backtrace"), ...indented(backtraceLines(report, style))],
  );
  return `${lines.join("\n")}\n`;
}

/** The report as properties for JSON. */
export function stopReportJson(report: StopReport): Record<string, unknown> {
  return {
    hints: report.hints,
    loops: report.loops.map(({ from, to, instructions, location }) => ({
      from: hex(from),
      to: hex(to),
      instructions,
      symbol: location.symbol,
      file: location.location?.file,
      line: location.location?.line,
    })),
    registers: registersJson(report.registers),
    backtrace: report.backtrace.frames.map(frameJson),
  };
}
