// SPDX-License-Identifier: MPL-2.0
// The commands about the past: when, bookmark, last-write, origin, replay output.

import { floatRegisterNumber, registerNumber } from "../../../cpu/isa/registers.ts";
import { printable } from "../../../asm/object/printable.ts";
import { decode } from "../../../cpu/isa/encoding.ts";
import { effectsOf } from "../../../cpu/semantics/effects.ts";
import { CodeReader } from "../../symbols/code_reader.ts";
import { StoryFormat } from "../../stories/format_story.ts";
import { originOf } from "../../stories/origin.ts";
import { RerunError } from "../../stories/rerun.ts";
import type { ReplCommand } from "./command.ts";
import { CommandFailure, type Context, formatOf, splitFormat } from "./context.ts";
import { instructionText } from "./code_text.ts";
import { frameText } from "./stop_text.ts";

/** A count with commas. */
const count = (number: number) => number.toLocaleString("en");

function when(context: Context): void {
  const { timeline, end } = context.debug;
  const { position } = timeline;
  const newest = position === timeline.end
    ? end === undefined ? "the newest moment" : "the end of the run"
    : `of ${count(timeline.end)} ${end === undefined ? "so far" : "to the end"}`;
  const names = [...context.bookmarks].filter(([, moment]) => moment === position)
    .map(([name]) => ` (bookmark ${name})`).join("");
  context.write(`After ${count(position)} instructions, ${newest}${names}\n`);
}

function bookmark(context: Context, argument: string): void {
  const { position } = context.debug.timeline;
  let name = argument;
  if (name === "") {
    let number = 1;
    while (context.bookmarks.has(`mark${number}`)) number++;
    name = `mark${number}`;
  }
  if (!/^[A-Za-z_][\w-]*$/.test(name) || name === "start" || name === "end") {
    throw new CommandFailure(`"${name}" cannot name a bookmark; use letters and digits`);
  }
  context.bookmarks.set(name, position);
  context.write(`Bookmark ${name} at instruction ${position}\n`);
}

function lastWrite(context: Context, argument: string): void {
  const { debug } = context;
  const { format: letters, rest } = splitFormat(argument);
  const format = formatOf(letters);
  const text = rest === "" ? "$" : rest;
  const value = debug.evaluate(text, context.frame);
  const { address, size } = value;
  if (address === undefined || size === 0) {
    throw new CommandFailure(
      `${text} is not in memory; for a register there is: origin ${text}`,
    );
  }
  const write = debug.lastWrite(address, size);
  if (write === undefined) {
    context.write(`${text} has not been written since the start of the run.\n`);
    return;
  }
  const { timeline } = debug;
  const here = timeline.position;
  try {
    timeline.seek(write.instruction);
    const [frame] = debug.frames();
    const where = frame === undefined ? "" : ` ${frameText(context, frame)}`;
    const by = write.by === "kernel" ? "the kernel, in" : instructionText(context, write.pc);
    context.write(`${text} was written last after ${count(write.instruction)} instructions:\n`);
    context.write(`  ${by}${write.by === "kernel" ? where : `\n ${where}`}\n`);
    const source = frame?.location === undefined ? undefined : context.source(frame.location);
    if (source !== undefined) context.write(`  ${frame?.location?.line}\t${printable(source)}\n`);
    const bytes = (moment: number) => {
      timeline.seek(moment);
      const read = debug.memory.readSome(address, size);
      return read.length < size ? "<not mapped>" : value.withBytes(read).text(format);
    };
    const before = bytes(write.instruction);
    const after = bytes(Math.min(write.instruction + 1, timeline.end));
    context.write(`  ${before} became ${after}\n`);
  } finally {
    timeline.seek(here);
  }
  debug.evaluate(`$_ = ${write.instruction}`);
  context.write(`"goto $_" goes there.\n`);
}

async function origin(context: Context, argument: string): Promise<void> {
  const { debug, surroundings } = context;
  const { rerun } = surroundings;
  if (argument === "") {
    throw new CommandFailure("a register or variable is missing, as in: origin $a0");
  }
  if (rerun === undefined) throw new CommandFailure("the program cannot be run again");
  const asked = askedValue(context, argument);
  if (typeof asked === "string") {
    context.write(asked);
    return;
  }
  try {
    const steps = await originOf(rerun, asked);
    context.write(
      new StoryFormat(debug.process.program, surroundings.style).origin(argument, steps),
    );
  } catch (error) {
    if (!(error instanceof RerunError)) throw error;
    throw new CommandFailure(error.message);
  }
}

/** The register to follow, and from when on; or what there is to say at once. */
function askedValue(
  { debug, frame }: Context,
  text: string,
): { register: number; before: number } | string {
  const { position } = debug.timeline;
  const [, name = ""] = /^\$(\w+)$/.exec(text) ?? [];
  const float = floatRegisterNumber(name);
  const register = registerNumber(name) ?? (float === undefined ? undefined : 32 + float);
  if (register !== undefined) return { register, before: position };
  const { address, size } = debug.evaluate(text, frame);
  if (address === undefined) {
    throw new CommandFailure(`${text} is neither a register nor in memory`);
  }
  const write = debug.lastWrite(address, size);
  if (write === undefined) return `${text} has not been written since the start of the run.\n`;
  const word = new CodeReader(debug.memory).fetch(write.pc);
  const instruction = write.by === "kernel" || word === undefined ? undefined : decode(word);
  if (instruction === undefined) {
    return `${text} was written by the kernel after ${count(write.instruction)} instructions.\n`;
  }
  const isFloat = effectsOf(instruction.encoding).readsFrs2;
  return { register: instruction.rs2 + (isFloat ? 32 : 0), before: write.instruction };
}

/** What the program has written up to this moment, with the moment of each piece. */
export function showOutput(context: Context): void {
  const { output, timeline } = context.debug;
  const pieces = output.before(timeline.position);
  if (pieces.length === 0) context.write("The program has written nothing so far.\n");
  for (const { stream, instruction, offset, bytes } of pieces) {
    const text = JSON.stringify(new TextDecoder().decode(bytes));
    context.write(
      `${count(instruction).padStart(14)}  ${stream} byte ${offset}: ${printable(text)}\n`,
    );
  }
}

function replay(context: Context, argument: string): void {
  if (argument !== "output") throw new CommandFailure("there is only: replay output");
  showOutput(context);
}

/** The commands. */
export const TIME_COMMANDS: readonly ReplCommand[] = [
  {
    ...{ name: "when", usage: "" },
    help: "show how many instructions have been executed",
    ...{ repeat: "same", argument: "none", run: when },
  },
  {
    ...{ name: "bookmark", usage: "[NAME]" },
    help: "give this moment a name, for goto",
    ...{ repeat: "no", argument: "none", run: bookmark },
  },
  {
    ...{ name: "last-write", aliases: ["lw"], usage: "[/FMT] EXPRESSION" },
    help: "find the last write to something in memory before this moment",
    ...{ repeat: "no", argument: "expression", run: lastWrite },
  },
  {
    ...{ name: "origin", usage: "REGISTER|EXPRESSION" },
    help: "follow a value back to where it came from",
    ...{ repeat: "no", argument: "expression", run: origin },
  },
  {
    ...{ name: "replay", usage: "output" },
    help: "show what the program has written so far, and after how many instructions",
    ...{ repeat: "no", argument: "none", run: replay },
  },
];
