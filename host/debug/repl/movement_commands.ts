// SPDX-License-Identifier: MPL-2.0
// The commands that move the program, forwards and backwards.

import type { Direction } from "../debugger.ts";
import type { DebugStop } from "../stop_reason.ts";
import type { ReplCommand } from "./command.ts";
import { CommandFailure, type Context } from "./context.ts";
import { showDisplays } from "./display_commands.ts";
import { frameText, lineText, reasonText } from "./stop_text.ts";

/** How much is shown of where a movement ended. */
type Shown = "frame" | "line" | "instruction";

/**
 * Carries out a movement, and shows where it ended: for a step within a function only its line.
 */
export async function move(
  context: Context,
  movement: () => Promise<DebugStop>,
  wanted: Shown = "frame",
): Promise<DebugStop> {
  const before = wanted === "frame" ? undefined : identity(context);
  const stop = await movement();
  context.moved();
  const isSame = before !== undefined && before === identity(context);
  showStop(context, stop, isSame && stop.reason.kind === "step");
  return stop;
}

/** Shows a stop: why, where, and the expressions that are shown at every stop. */
export function showStop(context: Context, stop: DebugStop, isSameFrame = false): void {
  const reason = reasonText(context, stop);
  const { frame } = context;
  const isGone = stop.reason.kind === "exited";
  const head = isSameFrame || isGone ? "" : `${frameText(context, frame)}\n`;
  context.write(`${reason}${head}${isGone ? "" : lineText(context, frame)}`);
  if (stop.reason.kind === "finish") {
    const value = context.debug.returned(stop.reason);
    if (value !== undefined) {
      context.write(`Value returned is $${context.debug.keep(value)} = ${value.text()}\n`);
    }
  }
  showDisplays(context);
}

/** What tells one call of a function from another. */
function identity({ debug }: Context): string {
  const [frame, caller] = debug.frames();
  return `${frame?.function} ${caller?.pc} ${caller?.sp}`;
}

/** Throws when the program has ended, and this is its end. */
function checkAlive({ debug }: Context): void {
  const { end, timeline } = debug;
  if (end === undefined || timeline.position < timeline.end) return;
  if (debug.stop.reason.kind !== "exited" && debug.stop.reason.kind !== "killed") return;
  throw new CommandFailure(
    "the program has ended; go back with reverse-continue, reverse-step or goto",
  );
}

function countOf(context: Context, argument: string): number {
  return argument === "" ? 1 : Math.max(1, context.count(argument, "the number of steps"));
}

function stepper(
  by: "line" | "instruction",
  over: boolean,
  direction: Direction,
): ReplCommand["run"] {
  return async (context, argument) => {
    if (direction === "forward") checkAlive(context);
    const options = { count: countOf(context, argument), over, direction };
    await move(
      context,
      () =>
        by === "line" ? context.debug.stepLine(options) : context.debug.stepInstruction(options),
      by,
    );
  };
}

function continuer(direction: Direction): ReplCommand["run"] {
  return async (context, argument) => {
    if (direction === "forward") checkAlive(context);
    const { debug } = context;
    if (argument !== "") {
      // As in GDB, the number is for the breakpoint that stopped the program.
      const { reason } = debug.stop;
      const point = reason.kind === "points" ? reason.points[0] : undefined;
      if (point === undefined) throw new CommandFailure("no breakpoint has stopped the program");
      point.ignore = Math.max(0, context.count(argument, "a number of hits") - 1);
    }
    await move(context, () => debug.continue(direction));
  };
}

function finisher(direction: Direction): ReplCommand["run"] {
  return async (context) => {
    if (direction === "forward") checkAlive(context);
    const { frame } = context;
    if (context.debug.callerOf(frame) === undefined) {
      throw new CommandFailure(`frame ${frame.index} is the outermost: nothing called it`);
    }
    context.write(
      `${direction === "forward" ? "Run till exit from" : "Run back to call of"} #${frame.index}  ${
        frameText(context, frame)
      }\n`,
    );
    await move(context, () => context.debug.finish(frame, direction));
  };
}

async function until(context: Context, argument: string): Promise<void> {
  checkAlive(context);
  const { debug } = context;
  if (argument === "") await move(context, () => debug.until(), "line");
  else await advance(context, argument);
}

async function advance(context: Context, argument: string): Promise<void> {
  checkAlive(context);
  if (argument === "") throw new CommandFailure("a location is missing, as in: advance 12");
  const { debug, frame } = context;
  const addresses = debug.findCode(argument, frame);
  await move(context, () => debug.advance(addresses, frame));
}

async function goTo(context: Context, argument: string): Promise<void> {
  const { debug } = context;
  const bookmark = context.bookmarks.get(argument);
  if (argument === "") {
    throw new CommandFailure("a moment is missing, as in: goto 1234, goto start, goto end");
  }
  if (bookmark === undefined && argument === "end") {
    await move(context, () => debug.goToEnd());
    return;
  }
  const instruction = bookmark ??
    (argument === "start"
      ? debug.timeline.start
      : context.count(argument.replaceAll(/(?<=\d),(?=\d{3})/g, ""), "a moment"));
  if (instruction < debug.timeline.start) {
    throw new CommandFailure(`the run can be seen from instruction ${debug.timeline.start} on`);
  }
  await move(context, () => debug.goTo(instruction));
}

async function runToEnd(context: Context): Promise<void> {
  await move(context, () => context.debug.goToEnd({ run: true }));
}

const step = { usage: "[N]", repeat: "same", argument: "expression" } as const;
const none = { usage: "", repeat: "same", argument: "none" } as const;

/** The commands. */
export const MOVEMENT_COMMANDS: readonly ReplCommand[] = [
  {
    ...{ name: "continue", aliases: ["c", "fg", "run", "r"], ...step },
    help: "go on to a breakpoint or to the end; with N, pass the breakpoint N-1 times",
    repeat: "bare",
    run: continuer("forward"),
  },
  {
    ...{ name: "step", aliases: ["s"], ...step },
    help: "go on to the next line, also in a function that is called",
    run: stepper("line", false, "forward"),
  },
  {
    ...{ name: "next", aliases: ["n"], ...step },
    help: "go on to the next line, over calls",
    run: stepper("line", true, "forward"),
  },
  {
    ...{ name: "stepi", aliases: ["si"], ...step },
    help: "execute one instruction",
    run: stepper("instruction", false, "forward"),
  },
  {
    ...{ name: "nexti", aliases: ["ni"], ...step },
    help: "execute one instruction, and all of the function that it calls",
    run: stepper("instruction", true, "forward"),
  },
  {
    ...{ name: "finish", aliases: ["fin"], ...none },
    help: "go on until the selected frame's function has returned",
    run: finisher("forward"),
  },
  {
    ...{ name: "until", aliases: ["u"], usage: "[LOCATION]", repeat: "same", argument: "code" },
    help: "go on to a later line, out of a loop; or to a location in this function",
    run: until,
  },
  {
    ...{ name: "advance", usage: "LOCATION", repeat: "no", argument: "code" },
    help: "go on to a location, or until the function has returned",
    run: advance,
  },
  {
    ...{ name: "reverse-continue", aliases: ["rc"], ...step },
    help: "go back to a breakpoint, to before an access to watched memory, or to the start",
    repeat: "bare",
    run: continuer("back"),
  },
  {
    ...{ name: "reverse-step", aliases: ["rs"], ...step },
    help: "go back to the line before, also in a function that was called",
    run: stepper("line", false, "back"),
  },
  {
    ...{ name: "reverse-next", aliases: ["rn"], ...step },
    help: "go back to the line before, over calls",
    run: stepper("line", true, "back"),
  },
  {
    ...{ name: "reverse-stepi", aliases: ["rsi"], ...step },
    help: "go back by one instruction",
    run: stepper("instruction", false, "back"),
  },
  {
    ...{ name: "reverse-nexti", aliases: ["rni"], ...step },
    help: "go back by one instruction, over calls",
    run: stepper("instruction", true, "back"),
  },
  {
    ...{ name: "reverse-finish", ...none },
    help: "go back to the call of the selected frame's function",
    run: finisher("back"),
  },
  {
    ...{ name: "goto", usage: "N|start|end|BOOKMARK", repeat: "no", argument: "expression" },
    help: "go to the moment after N instructions; `end` is the newest one",
    run: goTo,
  },
  {
    ...{ name: "run-to-end", usage: "", repeat: "no", argument: "none" },
    help: "let the program run to its end, without stops",
    run: runToEnd,
  },
];
