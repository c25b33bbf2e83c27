// SPDX-License-Identifier: MPL-2.0
// The commands about breakpoints, watchpoints and catchpoints.

import { printable } from "../../../asm/object/printable.ts";
import { didYouMean, nearestName } from "../../../asm/text/nearest_name.ts";
import { syscallName } from "../../kernel/abi/syscall_names.ts";
import type { StopPoint, StopPointOptions, StopTarget } from "../stop_points.ts";
import type { ReplCommand } from "./command.ts";
import { CommandFailure, type Context } from "./context.ts";
import { callName, padded, pointName } from "./stop_text.ts";

/** The largest number of a system call that Linux has, and some more. */
const MAX_CALL = 1000;

function breaker(temporary: boolean): ReplCommand["run"] {
  return (context, argument) => {
    const { text, condition } = splitCondition(argument);
    const target = targetOf(context, text);
    if (condition !== undefined) checkExpression(context, condition);
    add(context, target, { temporary, condition });
  };
}

/** `LOCATION if CONDITION`. */
function splitCondition(argument: string): { text: string; condition: string | undefined } {
  const [, text = "", condition] = /^(.*?)(?:(?:^|\s+)if\b\s*(.+))?$/s.exec(argument) ?? [];
  return { text: text.trim(), condition: condition?.trim() };
}

/** What a breakpoint waits for: `at instruction N`, `at output byte N`, `at system call NAME`, or code. */
function targetOf(context: Context, text: string): StopTarget {
  const [, what, rest = ""] =
    /^at\s+(instruction|output\s+byte|system\s+call|syscall)\b\s*(.*)$/s.exec(text) ?? [];
  if (what === undefined) {
    const addresses = context.debug.findCode(text, context.frame, lineHere(context));
    return { kind: "code", addresses, text };
  }
  if (what === "instruction") {
    return { kind: "instruction", instruction: context.count(rest, "an instruction's number") };
  }
  if (what.startsWith("output")) {
    return { kind: "output", offset: context.count(rest, "a byte's number") };
  }
  return callTarget(rest);
}

function lineHere({ frame: { location }, listed }: Context) {
  if (listed === undefined) return location;
  return location?.file === listed.file ? location : { file: listed.file, line: listed.last };
}

function callTarget(text: string): StopTarget {
  const names = text.split(/[\s,]+/).filter((name) => name !== "");
  const numbers = names.map((name) => {
    const number = /^\d+$/.test(name) ? Number(name) : callNumber(name);
    if (number !== undefined && number <= MAX_CALL) return number;
    const near = nearestName(name, allCalls().keys());
    throw new CommandFailure(`there is no system call ${name}${didYouMean(near)}`);
  });
  return { kind: "system call", numbers: numbers.length === 0 ? undefined : numbers };
}

const callNumber = (name: string) => allCalls().get(name);

let calls: ReadonlyMap<string, number> | undefined;

function allCalls(): ReadonlyMap<string, number> {
  calls ??= new Map(
    Array.from({ length: MAX_CALL }, (_, number) => [syscallName(number), number] as const)
      .filter((pair): pair is [string, number] => pair[0] !== undefined),
  );
  return calls;
}

function catcher(context: Context, argument: string): void {
  const [, what = "", rest = ""] = /^(\S*)\s*(.*)$/s.exec(argument) ?? [];
  if (what !== "syscall") {
    throw new CommandFailure("only system calls can be caught, as in: catch syscall write");
  }
  add(context, callTarget(rest));
}

function watcher(access: "read" | "write" | "any"): ReplCommand["run"] {
  return (context, argument) => {
    const { text, condition } = splitCondition(argument.replace(/^-l(?:ocation)?\s+/, ""));
    if (text === "") throw new CommandFailure("an expression is missing, as in: watch counter");
    const value = context.debug.evaluate(text, context.frame);
    const { address, size } = value;
    if (address === undefined || size === 0) {
      throw new CommandFailure(
        `${text} is not in memory; a watchpoint needs something like counter or *(long *) 0x12000`,
      );
    }
    if (condition !== undefined) checkExpression(context, condition);
    const watched = {
      start: address,
      end: address + BigInt(size),
      access,
      onlyChanges: access === "write",
    };
    add(context, { kind: "memory", watched, text }, { condition });
  };
}

function checkExpression({ debug, frame }: Context, text: string): void {
  debug.evaluate(text, frame);
}

function add(context: Context, target: StopTarget, options: StopPointOptions = {}): void {
  const point = context.debug.points.add(target, options);
  context.write(`${pointName(point)} ${point.number}${whereText(context, point)}\n`);
}

function whereText(context: Context, { target }: StopPoint): string {
  switch (target.kind) {
    case "code": {
      const [first = 0n] = target.addresses;
      if (target.addresses.length > 1) return ` at ${target.addresses.length} locations`;
      const location = context.debug.program?.lines.find(first);
      const line = location === undefined
        ? ""
        : `: file ${printable(location.file)}, line ${location.line}.`;
      return ` at 0x${first.toString(16)}${line}`;
    }
    case "memory":
      return `: ${target.text}`;
    case "instruction":
      return ` at instruction ${target.instruction}`;
    case "output":
      return ` at byte ${target.offset} of the output`;
    case "system call":
      return ` (${callsText(target.numbers)})`;
  }
}

const callsText = (numbers: readonly number[] | undefined) =>
  numbers === undefined ? "any system call" : `call of ${numbers.map(callName).join(", ")}`;

/** The stop points of numbers such as `1 3-5`. */
function pointsOf({ debug }: Context, text: string): StopPoint[] {
  return text.split(/[\s,]+/).filter((word) => word !== "").flatMap((word) => {
    const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(word) ?? [];
    if (first === undefined) throw new CommandFailure(`${word} is no number of a breakpoint`);
    const found = debug.points.all.filter(({ number }) =>
      Number(first) <= number && number <= Number(last)
    );
    if (found.length === 0) throw new CommandFailure(`there is no breakpoint ${word}`);
    return found;
  });
}

function deleter(context: Context, argument: string): void {
  const { points } = context.debug;
  const text = argument.replace(/^breakpoints\b\s*/, "");
  if (text === "") points.clear();
  else for (const { number } of pointsOf(context, text)) points.delete(number);
}

/** `clear LOCATION`: deletes the breakpoints there. */
function clearer(context: Context, argument: string): void {
  const addresses = context.debug.findCode(argument, context.frame, lineHere(context));
  const { points } = context.debug;
  const found = points.all.filter(({ target, internal }) =>
    !internal && target.kind === "code" &&
    target.addresses.some((address) => addresses.includes(address))
  );
  if (found.length === 0) throw new CommandFailure(`there is no breakpoint at ${argument}`);
  for (const { number } of found) points.delete(number);
  context.write(`Deleted breakpoint ${found.map(({ number }) => number).join(" ")}\n`);
}

function enabler(enabled: boolean): ReplCommand["run"] {
  return (context, argument) => {
    const [, display] = /^display\b\s*(.*)$/.exec(argument) ?? [];
    if (display !== undefined) {
      for (const each of context.displays) {
        if (display === "" || display.split(/\s+/).includes(`${each.number}`)) {
          each.enabled = enabled;
        }
      }
      return;
    }
    const text = argument.replace(/^breakpoints\b\s*/, "");
    const points = text === ""
      ? context.debug.points.all.filter(({ internal }) => !internal)
      : pointsOf(context, text);
    for (const point of points) point.enabled = enabled;
  };
}

function conditioner(context: Context, argument: string): void {
  const [, number = "", condition = ""] = /^(\d*)\s*(.*)$/s.exec(argument) ?? [];
  const [point] = pointsOf(context, number);
  if (point === undefined) throw new CommandFailure("a breakpoint's number is missing");
  if (condition === "") {
    point.condition = undefined;
    context.write(`Breakpoint ${point.number} now unconditional.\n`);
    return;
  }
  checkExpression(context, condition);
  point.condition = condition;
}

function ignorer(context: Context, argument: string): void {
  const [, number = "", count = ""] = /^(\d*)\s*(.*)$/s.exec(argument) ?? [];
  const [point] = pointsOf(context, number);
  if (point === undefined) throw new CommandFailure("a breakpoint's number is missing");
  point.ignore = count === "" ? 0 : context.count(count, "a number of hits");
  context.write(`Will ignore next ${point.ignore} crossings of breakpoint ${point.number}.\n`);
}

/** The table of `info breakpoints`. */
export function showPoints(context: Context): void {
  const points = context.debug.points.all.filter(({ internal }) => !internal);
  if (points.length === 0) {
    context.write("No breakpoints or watchpoints.\n");
    return;
  }
  const lines = ["Num     Type            Disp Enb Address            What"];
  for (const point of points) {
    const { number, target, temporary, enabled, condition, ignore, hits } = point;
    const start = [
      `${number}`.padEnd(7),
      TYPES[target.kind === "memory" ? target.watched.access : target.kind].padEnd(15),
      temporary ? "del " : "keep",
      enabled ? "y  " : "n  ",
    ].join(" ");
    const addresses = target.kind === "code" ? target.addresses : [undefined];
    for (const [index, address] of addresses.entries()) {
      const where = address === undefined ? " ".repeat(18) : padded(address);
      const what = address === undefined ? whatText(point) : codeText(context, address);
      lines.push(`${index === 0 ? start : " ".repeat(start.length)} ${where} ${what}`.trimEnd());
    }
    if (condition !== undefined) lines.push(`\tstop only if ${condition}`);
    if (hits > 0) lines.push(`\tbreakpoint already hit ${hits} time${hits === 1 ? "" : "s"}`);
    if (ignore > 0) lines.push(`\tignore next ${ignore} hits`);
    for (const line of context.commands.get(number) ?? []) lines.push(`        ${line}`);
  }
  context.write(`${lines.join("\n")}\n`);
}

const TYPES = {
  ...{ code: "breakpoint", instruction: "breakpoint", output: "breakpoint" },
  ...{ "system call": "catchpoint", write: "watchpoint", read: "read watchpoint" },
  any: "acc watchpoint",
} as const;

function whatText({ target }: StopPoint): string {
  switch (target.kind) {
    case "memory":
      return target.text;
    case "instruction":
      return `instruction ${target.instruction}`;
    case "output":
      return `byte ${target.offset} of the output`;
    case "system call":
      return callsText(target.numbers);
    case "code":
      return target.text;
  }
}

function codeText({ debug }: Context, address: bigint): string {
  const location = debug.program?.lines.find(address);
  const name = debug.program?.symbolAt(address)?.name;
  if (location === undefined) return `<${name ?? "?"}>`;
  return `in ${printable(name ?? "?")} at ${printable(location.file)}:${location.line}`;
}

const LOCATIONS = "FUNCTION, FILE:LINE, LINE, *ADDRESS, at instruction N, at output byte N";

/** The commands. */
export const POINT_COMMANDS: readonly ReplCommand[] = [
  {
    ...{ name: "break", aliases: ["b", "br"], usage: "[LOCATION] [if CONDITION]" },
    help: `stop at ${LOCATIONS}, at system call NAME`,
    ...{ repeat: "no", argument: "code", run: breaker(false) },
  },
  {
    ...{ name: "tbreak", aliases: ["tb"], usage: "[LOCATION] [if CONDITION]" },
    help: "stop there once",
    ...{ repeat: "no", argument: "code", run: breaker(true) },
  },
  {
    ...{ name: "watch", usage: "EXPRESSION [if CONDITION]" },
    help: "stop where something in memory changes",
    ...{ repeat: "no", argument: "expression", run: watcher("write") },
  },
  {
    ...{ name: "rwatch", usage: "EXPRESSION [if CONDITION]" },
    help: "stop where it is read",
    ...{ repeat: "no", argument: "expression", run: watcher("read") },
  },
  {
    ...{ name: "awatch", usage: "EXPRESSION [if CONDITION]" },
    help: "stop where it is read or written",
    ...{ repeat: "no", argument: "expression", run: watcher("any") },
  },
  {
    ...{ name: "catch", usage: "syscall [NAME]..." },
    help: "stop before system calls",
    ...{ repeat: "no", argument: "none", run: catcher },
  },
  {
    ...{ name: "delete", aliases: ["d"], usage: "[N]..." },
    help: "delete breakpoints by number; all without one",
    ...{ repeat: "no", argument: "point", run: deleter },
  },
  {
    ...{ name: "clear", usage: "[LOCATION]" },
    help: "delete the breakpoints at a location",
    ...{ repeat: "no", argument: "code", run: clearer },
  },
  {
    ...{ name: "enable", usage: "[N]...|display [N]..." },
    help: "enable breakpoints",
    ...{ repeat: "no", argument: "point", run: enabler(true) },
  },
  {
    ...{ name: "disable", usage: "[N]...|display [N]..." },
    help: "disable breakpoints",
    ...{ repeat: "no", argument: "point", run: enabler(false) },
  },
  {
    ...{ name: "condition", usage: "N [EXPRESSION]" },
    help: "stop at breakpoint N only if an expression is not 0",
    ...{ repeat: "no", argument: "point", run: conditioner },
  },
  {
    ...{ name: "ignore", usage: "N COUNT" },
    help: "pass breakpoint N COUNT times",
    ...{ repeat: "no", argument: "point", run: ignorer },
  },
];
