// SPDX-License-Identifier: MPL-2.0
// The commands that show code: list and disassemble.

import { printable } from "../../../asm/object/printable.ts";
import type { SourceLocation } from "../../../asm/object/program.ts";
import { symbolRange } from "../../symbols/symbol_range.ts";
import { ExpressionError } from "../expressions/parser.ts";
import { readInstruction } from "./code_text.ts";
import type { ReplCommand } from "./command.ts";
import { CommandFailure, type Context, splitFormat } from "./context.ts";
import { padded } from "./stop_text.ts";

/** So many lines are shown at a time. */
const LINES = 10;

function list(context: Context, argument: string): void {
  const { listed } = context;
  if (argument === "-" && listed !== undefined) {
    if (listed.first <= 1) throw new CommandFailure(`this is the start of ${listed.file}`);
    show(context, listed.file, Math.max(1, listed.first - LINES), listed.first - 1);
    return;
  }
  if (argument === "" && listed !== undefined) {
    show(context, listed.file, listed.last + 1, listed.last + LINES);
    return;
  }
  const [first = "", last] = argument.split(",", 2).map((part) => part.trim());
  const middle = lineOf(context, first);
  if (last === undefined) {
    const start = Math.max(1, middle.line - LINES / 2);
    show(context, middle.file, start, start + LINES - 1);
  } else {
    const end = last === "" ? middle.line + LINES - 1 : lineOf(context, last).line;
    show(context, middle.file, middle.line, end);
  }
}

/** The line that a text names: of the frame, or in its file, or of a function. */
function lineOf(context: Context, text: string): SourceLocation {
  const { debug, frame, listed } = context;
  const here = frame.location;
  if (text === "") {
    if (here !== undefined) return here;
    throw new CommandFailure("there is no source line here; name a function or FILE:LINE");
  }
  const [, file, number] = /^(?:(.+):)?(\d+)$/.exec(text) ?? [];
  if (number !== undefined) {
    const name = file === undefined
      ? listed?.file ?? here?.file ?? debug.lines?.files[0]
      : fileOf(context, file);
    if (name === undefined) throw new CommandFailure("the program has no source lines");
    return { file: name, line: Number(number) };
  }
  const [address] = debug.findCode(text, frame);
  // Where a function begins, not where a breakpoint at it is.
  const start = debug.targets.symbols(text)[0]?.value ?? address;
  const location = start === undefined ? undefined : debug.program?.lines.find(start);
  if (location === undefined) throw new CommandFailure(`no source line is known for ${text}`);
  return location;
}

function fileOf({ debug }: Context, name: string): string {
  try {
    if (debug.lines !== undefined) return debug.lines.file(name);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new CommandFailure(error.message);
  }
  throw new CommandFailure("the program has no source lines");
}

function show(context: Context, file: string, first: number, last: number): void {
  let shown = first - 1;
  for (let line = first; line <= last; line++) {
    const text = context.source({ file, line });
    if (text === undefined) break;
    context.write(`${line}\t${printable(text)}\n`);
    shown = line;
  }
  if (shown < first) {
    throw new CommandFailure(
      context.source({ file, line: 1 }) === undefined
        ? `the text of ${file} cannot be read`
        : `line ${first} is after the end of ${file}`,
    );
  }
  context.listed = { file, first, last: shown };
}

/** At most that many instructions are shown without a range. */
const MAX_INSTRUCTIONS = 10_000;

function disassemble(context: Context, argument: string): void {
  const { format, rest } = splitFormat(argument);
  if (!/^[ms]*$/.test(format)) {
    throw new CommandFailure(
      `unknown format /${format}; there is disassemble/s, with source lines`,
    );
  }
  const { start, end, name } = rangeOf(context, rest);
  context.write(
    name === undefined
      ? `Dump of code from 0x${start.toString(16)} to 0x${end.toString(16)}:\n`
      : `Dump of assembler code for function ${printable(name)}:\n`,
  );
  let previous = "";
  let address = start;
  for (let count = 0; address < end && count < MAX_INSTRUCTIONS; count++) {
    const instruction = readInstruction(context, address);
    if (instruction === undefined) {
      throw new CommandFailure(`no memory is mapped at 0x${address.toString(16)}`);
    }
    const location = format === "" ? undefined : context.debug.program?.lines.find(address);
    const line = location === undefined ? "" : `${location.file}:${location.line}`;
    if (location !== undefined && line !== previous) {
      context.write(`${location.line}\t${printable(context.source(location) ?? "")}\n`);
    }
    previous = line;
    const mark = address === context.debug.process.machine.pc ? "=> " : "   ";
    const offset = name === undefined ? "" : ` <+${address - start}>`;
    context.write(`${mark}${padded(address)}${offset}:\t${instruction.text}\n`);
    address += BigInt(instruction.length);
  }
  context.write("End of assembler dump.\n");
}

function rangeOf(
  context: Context,
  text: string,
): { start: bigint; end: bigint; name: string | undefined } {
  const { debug, frame } = context;
  const [first = "", second] = text.split(",", 2).map((part) => part.trim());
  const number = (text: string) => BigInt.asUintN(64, debug.evaluate(text, frame).number);
  if (second !== undefined) {
    const start = number(first);
    return {
      start,
      end: second.startsWith("+") ? start + number(second.slice(1)) : number(second),
      name: undefined,
    };
  }
  const address = first === "" ? frame.at : addressOf(context, first);
  const symbol = debug.program?.symbolAt(address);
  if (debug.program === undefined || symbol === undefined) {
    if (first === "") return { start: address, end: address + 64n, name: undefined };
    throw new CommandFailure(`no function is known at 0x${address.toString(16)}`);
  }
  const { start, end } = symbolRange(debug.program, symbol);
  return { start, end, name: symbol.name };
}

function addressOf(context: Context, text: string): bigint {
  const [symbol] = context.debug.targets.symbols(text);
  if (symbol !== undefined) return symbol.value;
  try {
    return BigInt.asUintN(64, context.debug.evaluate(text, context.frame).number);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return context.debug.findCode(text, context.frame)[0] ?? 0n;
  }
}

/** The commands. */
export const CODE_COMMANDS: readonly ReplCommand[] = [
  {
    ...{ name: "list", aliases: ["l"], usage: "[LOCATION|FIRST,LAST|-]" },
    help: "show source lines: around a location, then those after them; - those before",
    ...{ repeat: "bare", argument: "code", run: list },
  },
  {
    ...{ name: "disassemble", aliases: ["disas"], usage: "[/s] [FUNCTION|START,END|START,+N]" },
    help: "show the instructions of a function; /s with source lines",
    ...{ repeat: "no", argument: "code", run: disassemble },
  },
];
