// SPDX-License-Identifier: MPL-2.0
// The commands that show values: print, display, set, x, output, call by format.

import type { ReplCommand } from "./command.ts";
import {
  CommandFailure,
  type Context,
  type Display,
  formatOf,
  isReported,
  splitFormat,
} from "./context.ts";
import { examine } from "./examine.ts";

function print(context: Context, argument: string): void {
  const { format: letters, rest } = splitFormat(argument);
  const format = formatOf(letters);
  const { debug, frame } = context;
  const value = debug.evaluate(rest === "" ? "$" : rest, frame);
  if (value.typeName === "void") context.write("void\n");
  else context.write(`$${debug.keep(value)} = ${value.text(format)}\n`);
}

function output(context: Context, argument: string): void {
  const { format: letters, rest } = splitFormat(argument);
  const format = formatOf(letters);
  context.write(`${context.debug.evaluate(rest, context.frame).text(format)}`);
}

function display(context: Context, argument: string): void {
  if (argument === "") {
    showDisplays(context);
    return;
  }
  const { format: letters, rest } = splitFormat(argument);
  const number = (context.displays.at(-1)?.number ?? 0) + 1;
  const made: Display = { number, text: rest, format: formatOf(letters), enabled: true };
  // It must have a value now, so that a mistake is noticed.
  const line = displayLine(context, made);
  context.displays.push(made);
  context.write(line);
}

function undisplay(context: Context, argument: string): void {
  if (argument === "") {
    context.displays.length = 0;
    return;
  }
  for (const word of argument.split(/[\s,]+/)) {
    const index = context.displays.findIndex(({ number }) => `${number}` === word);
    if (index < 0) throw new CommandFailure(`there is no display ${word}`);
    context.displays.splice(index, 1);
  }
}

function displayLine({ debug, frame }: Context, { number, text, format }: Display): string {
  const value = debug.evaluate(text, frame).text(format);
  return `${number}: ${format === undefined ? "" : `/${format} `}${text} = ${value}\n`;
}

/** Shows the expressions of `display`. */
export function showDisplays(context: Context): void {
  for (const each of context.displays) {
    if (!each.enabled) continue;
    try {
      context.write(displayLine(context, each));
    } catch (error) {
      if (!isReported(error)) throw error;
      context.write(`${each.number}: ${each.text} = <${error.message}>\n`);
    }
  }
}

function set(context: Context, argument: string): void {
  const expression = argument.replace(/^var(?:iable)?\s+/, "");
  if (!/(?<![=!<>])=(?!=)/.test(expression)) {
    throw new CommandFailure("an assignment is missing, as in: set $a0 = 1, set counter = 2");
  }
  context.debug.evaluate(expression, context.frame);
}

function whatis(context: Context, argument: string): void {
  context.write(`type = ${context.debug.evaluate(argument, context.frame).typeName}\n`);
}

function echo(context: Context, argument: string): void {
  context.write(
    argument.replaceAll(/\\(.)/g, (_, one: string) => ({ n: "\n", t: "\t" })[one] ?? one),
  );
}

/** The commands. */
export const DISPLAY_COMMANDS: readonly ReplCommand[] = [
  {
    ...{ name: "print", aliases: ["p", "inspect", "call"], usage: "[/FMT] EXPRESSION" },
    help: "show a value; FMT is x, d, u, o, t, a, c, f, s or z",
    ...{ repeat: "same", argument: "expression", run: print },
  },
  {
    ...{ name: "output", usage: "[/FMT] EXPRESSION" },
    help: "show a value, without a number and a line end",
    ...{ repeat: "no", argument: "expression", run: output },
  },
  {
    ...{ name: "x", usage: "[/NFU] ADDRESS" },
    help: "show memory: N units of size U (b, h, w, g) in format F (x, d, i, s, c, ...)",
    ...{ repeat: "bare", argument: "expression", run: examine },
  },
  {
    ...{ name: "display", usage: "[/FMT] EXPRESSION" },
    help: "show a value at every stop",
    ...{ repeat: "no", argument: "expression", run: display },
  },
  {
    ...{ name: "undisplay", usage: "[N]..." },
    help: "stop showing a value at every stop",
    ...{ repeat: "no", argument: "none", run: undisplay },
  },
  {
    ...{ name: "set", usage: "[var] TARGET = EXPRESSION" },
    help: "set a register, memory or $variable, at the newest moment",
    ...{ repeat: "no", argument: "expression", run: set },
  },
  {
    ...{ name: "whatis", aliases: ["ptype"], usage: "EXPRESSION" },
    help: "show the type of a value",
    ...{ repeat: "no", argument: "expression", run: whatis },
  },
  {
    ...{ name: "echo", usage: "TEXT" },
    help: "show text; \\n ends a line",
    ...{ repeat: "no", argument: "none", run: echo },
  },
];
