// SPDX-License-Identifier: MPL-2.0
// `x`: memory in units and formats, as strings, and as instructions.

import { integerValue } from "../expressions/evaluator.ts";
import { formatText } from "../../dwarf/format_text.ts";
import { type Format, FORMATS, formatScalar } from "../expressions/format.ts";
import { DOUBLE, FLOAT, integerOf } from "../expressions/types.ts";
import { hex } from "../../text/hex.ts";
import { readInstruction } from "./code_text.ts";
import { CommandFailure, type Context, splitFormat } from "./context.ts";
import { numberOfBytes } from "../../text/bytes.ts";

const SIZES: Readonly<Record<string, 1 | 2 | 4 | 8>> = { b: 1, h: 2, w: 4, g: 8 };
/** How many values a line has, by their size. */
const PER_LINE: Readonly<Record<number, number>> = { 1: 8, 2: 8, 4: 4, 8: 2 };
const MAX_STRING = 1 << 16;
const MAX_UNITS = 1 << 20;

/** Shows memory. */
export function examine(context: Context, argument: string): void {
  const { format: letters, rest } = splitFormat(argument);
  const [, digits = "", codes = ""] = /^(-?\d*)([a-z]*)$/.exec(letters) ?? [undefined, "", "?"];
  const { examined } = context;
  let { format, size } = examined;
  let isSized = false;
  for (const code of codes) {
    if (code in SIZES) {
      size = code;
      isSized = true;
    } else if (code === "i" || FORMATS.some((each) => each === code)) format = code;
    else throw new CommandFailure(`unknown format /${letters}; as in x/4xw, x/s, x/3i`);
  }
  // An address has eight bytes; a floating-point number at least four.
  if (!isSized && format === "a") size = "g";
  if (format === "f" && (size === "b" || size === "h")) size = "g";
  const count = digits === "" ? 1 : Number(digits);
  if (count < 1 || count > MAX_UNITS) throw new CommandFailure(`cannot show ${count} units`);
  let { address } = examined;
  if (rest !== "") {
    const value = context.debug.evaluate(rest, context.frame);
    address = BigInt.asUintN(64, value.number);
  }
  examined.format = format;
  examined.size = size;
  examined.address = format === "i"
    ? showInstructions(context, address, count)
    : format === "s"
    ? showStrings(context, address, count)
    : showUnits(context, address, count, format as Format, SIZES[size] ?? 4);
}

/** Shows instructions; returns the address after them. */
function showInstructions(context: Context, start: bigint, count: number): bigint {
  // A context finds its frame anew each time.
  const { pc } = context.frame;
  let address = start;
  for (let index = 0; index < count; index++) {
    const instruction = readInstruction(context, address);
    if (instruction === undefined) throw unmapped(address);
    const mark = address === pc ? "=> " : "   ";
    context.write(`${mark}${context.debug.addressText(address)}:\t${instruction.text}\n`);
    address += BigInt(instruction.length);
  }
  return address;
}

function showStrings(context: Context, start: bigint, count: number): bigint {
  let address = start;
  for (let index = 0; index < count; index++) {
    const bytes = context.debug.memory.readSome(address, MAX_STRING);
    if (bytes.length === 0) throw unmapped(address);
    const end = bytes.indexOf(0);
    const text = end < 0 ? bytes : bytes.subarray(0, end);
    context.write(`${context.debug.addressText(address)}:\t${formatText(text)}\n`);
    address += BigInt(text.length + 1);
  }
  return address;
}

function showUnits(
  context: Context,
  start: bigint,
  count: number,
  format: Format,
  size: 1 | 2 | 4 | 8,
): bigint {
  const { debug } = context;
  const perLine = format === "c"
    ? 8
    : format === "a"
    ? 2
    : format === "t"
    ? 64 / (8 * size)
    : PER_LINE[size] ?? 4;
  const type = format === "f"
    ? (size === 4 ? FLOAT : DOUBLE)
    : integerOf(size, format === "d" || format === "c");
  let address = start;
  for (let done = 0; done < count; done += perLine) {
    const units = Math.min(perLine, count - done);
    const bytes = debug.memory.readSome(address, units * size);
    const values: string[] = [];
    for (let at = 0; at + size <= bytes.length; at += size) {
      const raw = numberOfBytes(bytes.subarray(at, at + size));
      const value = integerValue(raw, type);
      values.push(formatScalar(value, format === "x" ? "z" : format, debug.formatContext));
    }
    if (values.length > 0) {
      context.write(`${debug.addressText(address)}:\t${values.join("\t")}\n`);
    }
    if (values.length < units) throw unmapped(address + BigInt(values.length * size));
    address += BigInt(units * size);
  }
  return address;
}

const unmapped = (address: bigint) => new CommandFailure(`no memory is mapped at ${hex(address)}`);
