// SPDX-License-Identifier: MPL-2.0
// `info`: registers, breakpoints, the frame, symbols, lines, mappings, output, the heap.

import { printable } from "../../../asm/object/printable.ts";
import { FLOAT_REGISTER_NAMES, REGISTER_NAMES } from "../../../cpu/isa/registers.ts";
import { inspectHeap } from "../../heap/inspector.ts";
import { formatHeapMap } from "../../heap/map.ts";
import { hex } from "../../text/hex.ts";
import { ExpressionError } from "../expressions/parser.ts";
import type { ReplCommand } from "./command.ts";
import { CommandFailure, type Context } from "./context.ts";
import { showPoints } from "./point_commands.ts";
import { frameText, padded, pointName } from "./stop_text.ts";
import { showOutput } from "./time_commands.ts";
import { rightsText } from "../../text/rights.ts";
import { numberOfBytes } from "../../text/bytes.ts";

function registers(context: Context, argument: string): void {
  const names = argument === ""
    ? [...REGISTER_NAMES.filter((name) => name !== "zero"), "pc"]
    : argument.split(/[\s,]+/).map((name) => name.replace(/^\$/, ""));
  showRegisters(context, names);
}

function allRegisters(context: Context): void {
  const names = ["pc", ...FLOAT_REGISTER_NAMES, "fcsr", "fflags", "frm"];
  showRegisters(context, [...REGISTER_NAMES, ...names]);
}

function showRegisters(context: Context, names: readonly string[]): void {
  const { debug, frame } = context;
  for (const name of names) {
    let text: string;
    try {
      const value = debug.evaluate(`$${name}`, frame);
      const natural = value.text().replace(/^\(.*?\) (?=0x)/, "");
      // A floating-point register is shown by its bits, too.
      const bits = numberOfBytes(value.bytes);
      text = `0x${bits.toString(16)}`.padEnd(18) + ` ${natural}`;
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      if (!error.message.includes("not known")) throw error;
      text = "<not saved>";
    }
    context.write(`${name.padEnd(14)} ${text}\n`);
  }
}

function frame(context: Context): void {
  const { debug, frame } = context;
  const caller = debug.callerOf(frame);
  const lines = [
    `Stack level ${frame.index}, frame at ${frame.sp === undefined ? "?" : hex(frame.sp)}:`,
    ` pc = ${debug.addressText(frame.pc)}${
      frame.location === undefined
        ? ""
        : ` (${printable(frame.location.file)}:${frame.location.line})`
    }`,
    caller === undefined ? " outermost frame" : ` called by ${frameText(context, caller)}`,
  ];
  if (caller?.sp !== undefined) lines.push(` caller's sp = ${hex(caller.sp)}`);
  context.write(`${lines.join("\n")}\n`);
}

function symbol(context: Context, argument: string): void {
  const { debug } = context;
  const address = BigInt.asUintN(64, debug.evaluate(argument, context.frame).number);
  const found = debug.program?.symbolAt(address);
  if (found === undefined) throw new CommandFailure(`no symbol is at ${hex(address)}`);
  const distance = address - found.value;
  const offset = distance === 0n ? "" : ` + ${distance}`;
  context.write(`${printable(found.name)}${offset} in section ${found.section ?? "*ABS*"}\n`);
}

function line(context: Context, argument: string): void {
  const { debug, frame } = context;
  const addresses = argument === "" ? [frame.pc] : debug.findCode(argument, frame);
  for (const address of addresses) {
    const code = debug.lines?.at(address);
    if (code === undefined) throw new CommandFailure(`no line is known for ${hex(address)}`);
    const { location, start, end } = code;
    context.write(
      `Line ${location.line} of "${printable(location.file)}" starts at address ` +
        `${debug.addressText(start)} and ends at ${debug.addressText(end)}.\n`,
    );
  }
}

function mappings(context: Context): void {
  const rows = context.debug.process.machine.memory.mappings().map((mapping) => {
    const rights = `${rightsText(mapping.permissions)}p`;
    const size = `0x${(mapping.end - mapping.start).toString(16)}`;
    return `${padded(mapping.start)} ${padded(mapping.end)} ${
      size.padStart(10)
    } ${rights} ${mapping.name}`
      .trimEnd();
  });
  context.write(
    `Start Addr         End Addr                 Size Perms Name\n${rows.join("\n")}\n`,
  );
}

function heap(context: Context): void {
  const { program, process, memory } = context.debug;
  const inspectable = {
    read: (address: bigint, length: number) => memory.read(address, length),
    readUint: (address: bigint, size: 1 | 2 | 4 | 8) => memory.readUint(address, size),
    mappings: () => process.machine.memory.mappings(),
  };
  const view = program && inspectHeap(inspectable, program);
  if (view === undefined) {
    throw new CommandFailure(
      "the program does not use Leveret's allocator, whose heap can be shown",
    );
  }
  context.write(formatHeapMap(view, context.surroundings.style));
}

function display(context: Context): void {
  if (context.displays.length === 0) context.write("There are no displays.\n");
  for (const { number, text, format, enabled } of context.displays) {
    const shown = `${format === undefined ? "" : `/${format} `}${text}`;
    context.write(`${number}: ${enabled ? "y" : "n"}  ${shown}\n`);
  }
}

function bookmarks(context: Context): void {
  if (context.bookmarks.size === 0) context.write("There are no bookmarks.\n");
  for (const [name, instruction] of context.bookmarks) {
    context.write(`${name}: instruction ${instruction}\n`);
  }
}

function functions(context: Context, argument: string): void {
  const pattern = patternOf(argument);
  const found =
    context.debug.program?.symbols.filter(({ kind, name, section }) =>
      kind === "function" && section !== undefined && pattern.test(name)
    ) ?? [];
  for (const { value, name } of found) context.write(`${padded(value)}  ${printable(name)}\n`);
  if (found.length === 0) context.write("No functions match.\n");
}

function variables(context: Context, argument: string): void {
  const pattern = patternOf(argument);
  const { program } = context.debug;
  const found =
    program?.symbols.filter(({ kind, name, section }) =>
      kind === "object" && section !== undefined && pattern.test(name)
    ) ?? [];
  for (const { value, name } of found) context.write(`${padded(value)}  ${printable(name)}\n`);
  if (found.length === 0) context.write("No variables match.\n");
}

function patternOf(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    throw new CommandFailure(`"${text}" is no regular expression`);
  }
}

function source(context: Context): void {
  const { location } = context.frame;
  context.write(
    location === undefined
      ? "There is no source line here.\n"
      : `Current source file is ${printable(location.file)}, line ${location.line}.\n`,
  );
}

function program(context: Context): void {
  const { debug } = context;
  const { reason } = debug.stop;
  const why = reason.kind === "points"
    ? `It stopped at ${
      reason.points.map((point) => `${pointName(point).toLowerCase()} ${point.number}`).join(", ")
    }.`
    : `Its last movement ended by: ${reason.kind}.`;
  context.write(
    `The next instruction is at ${debug.addressText(debug.process.machine.pc)}.\n${why}\n`,
  );
}

function variablesOf(kind: "parameter" | "local"): ReplCommand["run"] {
  return (context) => {
    const { debug, frame } = context;
    const found = debug.variables(frame).filter((variable) => variable.kind === kind);
    for (const { name, value } of found) {
      context.write(`${printable(name)} = ${value?.text() ?? "<optimized out>"}\n`);
    }
    if (found.length === 0) {
      context.write(`No ${kind === "local" ? "locals" : "arguments"} are known here.\n`);
    }
  };
}

const plain = { usage: "", repeat: "same", argument: "none" } as const;

/** The commands. */
export const INFO_COMMANDS: readonly ReplCommand[] = [
  {
    ...{ name: "info registers", usage: "[NAME]...", repeat: "same", argument: "none" },
    help: "the registers of the selected frame",
    run: registers,
  },
  {
    ...{ name: "info all-registers", ...plain },
    help: "with the floating-point ones",
    run: allRegisters,
  },
  {
    ...{ name: "info breakpoints", aliases: ["info watchpoints"], ...plain },
    help: "the breakpoints, watchpoints and catchpoints",
    run: showPoints,
  },
  {
    ...{ name: "info locals", ...plain },
    help: "the local variables of the selected frame",
    run: variablesOf("local"),
  },
  {
    ...{ name: "info args", ...plain },
    help: "the arguments of the selected frame's function",
    run: variablesOf("parameter"),
  },
  { ...{ name: "info frame", ...plain }, help: "the selected frame", run: frame },
  {
    ...{ name: "info symbol", usage: "ADDRESS", repeat: "same", argument: "expression" },
    help: "the symbol at an address",
    run: symbol,
  },
  {
    ...{ name: "info line", usage: "[LOCATION]", repeat: "same", argument: "code" },
    help: "the addresses of a source line",
    run: line,
  },
  { ...{ name: "info source", ...plain }, help: "the source file", run: source },
  {
    ...{ name: "info program", ...plain },
    help: "where the program stands, and why",
    run: program,
  },
  {
    ...{ name: "info functions", usage: "[PATTERN]", repeat: "same", argument: "none" },
    help: "the functions whose names match",
    run: functions,
  },
  {
    ...{ name: "info variables", usage: "[PATTERN]", repeat: "same", argument: "none" },
    help: "the variables whose names match",
    run: variables,
  },
  {
    ...{ name: "info proc", aliases: ["info mappings"], usage: "[mappings]", repeat: "same" },
    help: "what is mapped in memory",
    ...{ argument: "none", run: mappings },
  },
  { ...{ name: "info heap", ...plain }, help: "the blocks of the heap", run: heap },
  {
    ...{ name: "info output", ...plain },
    help: "what the program has written, and when",
    run: showOutput,
  },
  {
    ...{ name: "info display", ...plain },
    help: "the expressions that are shown at stops",
    run: display,
  },
  { ...{ name: "info bookmarks", ...plain }, help: "the moments with names", run: bookmarks },
];
