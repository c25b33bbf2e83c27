// SPDX-License-Identifier: MPL-2.0
// A fault report as text, most important first, and as a JSON value.

import { printable, printableLines } from "../../asm/object/printable.ts";
import { REGISTER_NAMES } from "../../cpu/isa/registers.ts";
import { type CodeLocation, formatLocation, formatSourceLocation } from "../symbols/locations.ts";
import { hex } from "../text/hex.ts";
import type { Backtrace, Frame, FrameOrigin } from "../symbols/backtrace.ts";
import type { FaultReport } from "./fault_report.ts";
import { floatRegistersJson, formatFloatRegisters } from "./float_registers.ts";
import { formatRegisters, registersJson } from "./registers.ts";
import { PLAIN, type TextStyle } from "../text/style.ts";
import { formatSurroundings } from "./surroundings.ts";

/** Frames shown at the inner and at the outer end of a long backtrace. */
const INNER_FRAMES = 12;
const OUTER_FRAMES = 4;
const WRAP_AT = 100;

/** What is added to a frame, by how it was found. */
const ORIGIN_NOTES: Readonly<Record<FrameOrigin, string>> = {
  pc: "",
  ra: "",
  frame: "",
  signal: "",
  scan: "  (uncertain: found by searching the stack)",
};

/** The report as text with a final line end. */
export function formatFaultReport(report: FaultReport, style: TextStyle = PLAIN): string {
  const { signal, headline, cause, pc, location, caller, instruction, hints } = report;
  // An abort is the program's: the system call in the runtime or the C library is of no interest.
  const [at, where] = cause === undefined && caller !== undefined
    ? [caller.address, caller]
    : [pc, location];
  const lines = [
    `${style.error(`${signal}:`)} ${style.strong(printable(headline))}`,
    `  in ${formatLocation(at, where)}, after ${report.instructions.toLocaleString("en")} ` +
    `instructions`,
  ];
  if (instruction !== undefined && cause !== undefined) {
    lines.push(`  ${hex(pc)}: ${printable(instruction.text)}`);
  }
  lines.push(...sourceLine(where));
  if (caller !== undefined && where !== caller) {
    lines.push(`  called from ${formatLocation(caller.address, caller)}`, ...sourceLine(caller));
  }
  for (const hint of hints) {
    lines.push("", ...wrapHint(hint, style));
  }
  if (cause !== undefined) {
    lines.push("", style.strong("Registers"), ...indented(registerLines(report, style)));
    if (report.floats !== undefined) {
      const floats = formatFloatRegisters(report.floats);
      lines.push("", style.strong("Floating-point registers"), ...indented(floats));
    }
  }
  lines.push("", style.strong("Backtrace"), ...indented(backtraceLines(report, style)));
  if (report.around !== undefined) {
    const around = formatSurroundings(report.around);
    if (around.length > 0) {
      lines.push("", style.strong(`Around ${hex(report.around.address)}`), ...indented(around));
    }
  }
  return `${lines.join("\n")}\n`;
}

/** The source line of a location, with the line's own location; none if it is not known. */
export function sourceLine({ location, source }: CodeLocation): string[] {
  return location === undefined || source === undefined
    ? []
    : [`  ${formatSourceLocation(location)} | ${printableLines(source)}`];
}

function registerLines({ registers, marks }: FaultReport, style: TextStyle): string[] {
  return formatRegisters(registers, marks, style);
}

/** The lines of a backtrace; a long one without its middle. */
export function backtraceLines(
  { backtrace: { frames, cut } }: { readonly backtrace: Backtrace },
  style: TextStyle,
): string[] {
  const all: string[] = [];
  for (let index = 0; index < frames.length;) {
    const frame = frames[index];
    if (frame === undefined) break;
    let next = index + 1;
    while (frames[next]?.address === frame.address) next++;
    all.push(formatFrame(frame, index, next - index, style));
    index = next;
  }
  const hidden = all.length - INNER_FRAMES - OUTER_FRAMES;
  if (hidden > 1) {
    all.splice(INNER_FRAMES, hidden, style.faint(`... ${hidden} more frames ...`));
  }
  if (cut) all.push(style.faint("... further frames omitted"));
  return all;
}

function formatFrame(frame: Frame, index: number, times: number, style: TextStyle): string {
  const location = formatLocation(frame.address, frame);
  // Without a symbol the location is the address again.
  const name = location === hex(frame.address) ? "" : ` ${location}`;
  const repeated = times === 1 ? "" : `  (${times} times)`;
  return `#${String(index).padEnd(2)} ${hex(frame.address)}${name}` +
    style.faint(repeated + ORIGIN_NOTES[frame.origin]);
}

/** Lines below a title. */
export function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

/** A hint as lines. */
export function wrapHint(hint: string, style: TextStyle): string[] {
  return wrap(`hint: ${printable(hint)}`).map((line) => style.hint(line));
}

/** Breaks text between words into lines; all but the first are indented. */
function wrap(text: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > WRAP_AT) {
      lines.push(line);
      line = `      ${word}`;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** The report as a value for `JSON.stringify`. Addresses are hexadecimal strings. */
export function faultReportJson(report: FaultReport): Record<string, unknown> {
  const { location, around, registers, marks } = report;
  return {
    event: "fault",
    signal: report.signal,
    message: report.headline,
    cause: report.cause,
    pc: hex(report.pc),
    address: around === undefined ? undefined : hex(around.address),
    symbol: location.symbol,
    file: location.location?.file,
    line: location.location?.line,
    number: report.instructions,
    instruction: report.instruction?.text,
    caller: report.caller && frameJson(report.caller),
    hints: report.hints,
    registers: registersJson(registers),
    floatRegisters: report.floats && floatRegistersJson(report.floats),
    marks: Object.fromEntries(
      [...marks].map(([number, what]) => [REGISTER_NAMES[number] ?? `x${number}`, what]),
    ),
    backtrace: report.backtrace.frames.map(frameJson),
  };
}

/** A frame for JSON. */
export function frameJson({ address, symbol, location, origin }: Frame): Record<string, unknown> {
  return {
    address: hex(address),
    symbol,
    file: location?.file,
    line: location?.line,
    origin,
  };
}
