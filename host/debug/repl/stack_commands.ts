// SPDX-License-Identifier: MPL-2.0
// The commands about calls: backtrace, up, down, frame.

import { didYouMean, nearestName } from "../../../asm/text/nearest_name.ts";
import { ExpressionError } from "../expressions/parser.ts";
import type { ReplCommand } from "./command.ts";
import { CommandFailure, type Context } from "./context.ts";
import { frameText, lineText } from "./stop_text.ts";

/** More frames than that are an endless recursion, which is not counted to its end. */
const MAX_FRAMES = 1000;

function backtrace(context: Context, argument: string): void {
  const count = /^-?\d+$/.test(argument) ? Number(argument) : argument === "" ? undefined : NaN;
  if (Number.isNaN(count)) {
    throw new CommandFailure(`"${argument}" is no number of frames, as in: backtrace 5`);
  }
  const frames = [];
  let cut = false;
  for (const frame of context.debug.frames()) {
    if (frames.length === MAX_FRAMES || (count !== undefined && frames.length === count)) {
      cut = true;
      break;
    }
    frames.push(frame);
  }
  const shown = count !== undefined && count < 0 ? frames.slice(count) : frames;
  for (const frame of shown) {
    const guess = frame.origin === "scan" ? "  (found by searching the stack)" : "";
    context.write(`#${`${frame.index}`.padEnd(3)}${frameText(context, frame)}${guess}\n`);
  }
  if (cut) context.write("(More stack frames follow...)\n");
}

/** Shows the selected frame. */
function showFrame(context: Context): void {
  const { frame } = context;
  context.write(`#${`${frame.index}`.padEnd(3)}${frameText(context, frame)}\n`);
  context.write(lineText(context, frame));
}

function mover(direction: 1 | -1): ReplCommand["run"] {
  return (context, argument) => {
    const count = argument === "" ? 1 : context.count(argument, "a number of frames");
    const { index } = context.frame;
    if (direction < 0 && index === 0) {
      throw new CommandFailure("this is the innermost frame; nothing is called from here");
    }
    try {
      context.select(Math.max(0, index + direction * count));
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      throw new CommandFailure("this is the outermost frame; nothing called it");
    }
    showFrame(context);
  };
}

function frame(context: Context, argument: string): void {
  const text = argument.replace(/^(?:level|function)\s+/, "");
  if (text !== "") {
    if (/^\d+$/.test(text)) context.select(Number(text));
    else context.select(frameOf(context, text));
  }
  showFrame(context);
}

/** The innermost frame of a function. */
function frameOf(context: Context, name: string): number {
  const names: string[] = [];
  for (const frame of context.debug.frames()) {
    if (frame.function === name) return frame.index;
    if (frame.function !== undefined) names.push(frame.function);
    if (frame.index > MAX_FRAMES) break;
  }
  const near = nearestName(name, names);
  throw new CommandFailure(`no frame is one of ${name}${didYouMean(near)}`);
}

/** The commands. */
export const STACK_COMMANDS: readonly ReplCommand[] = [
  {
    ...{ name: "backtrace", aliases: ["bt", "where"], usage: "[N]" },
    help: "show the calls that have not returned; N of them, or the outermost with -N",
    ...{ repeat: "same", argument: "none", run: backtrace },
  },
  {
    ...{ name: "up", usage: "[N]" },
    help: "select the frame that called the selected one",
    ...{ repeat: "same", argument: "none", run: mover(1) },
  },
  {
    ...{ name: "down", usage: "[N]" },
    help: "select the frame that the selected one called",
    ...{ repeat: "same", argument: "none", run: mover(-1) },
  },
  {
    ...{ name: "frame", aliases: ["f"], usage: "[N|FUNCTION]" },
    help: "select a frame, and show it",
    ...{ repeat: "no", argument: "none", run: frame },
  },
];
