// SPDX-License-Identifier: MPL-2.0
// Says where the program stands and why it stopped there, as GDB does.

import { decode } from "../../../cpu/isa/encoding.ts";
import { printable } from "../../../asm/object/printable.ts";
import { syscallName } from "../../kernel/abi/syscall_names.ts";
import { describeTrap } from "../../report/describe.ts";
import { HANDLER_CALLED } from "../../symbols/locations.ts";
import { CodeReader } from "../../symbols/code_reader.ts";
import { hex } from "../../text/hex.ts";
import type { CallFrame } from "../frames.ts";
import type { DebugStop, StopReason } from "../stop_reason.ts";
import type { StopPoint } from "../stop_points.ts";
import type { Context } from "./context.ts";
import { instructionText } from "./code_text.ts";
import { numberOfBytes } from "../../text/bytes.ts";

/** `fact (…) at debugged.s:31`, with the address where it is in the middle of a line. */
export function frameText(context: Context, frame: CallFrame): string {
  const { location, symbol, pc } = frame;
  const isStart = frame.index === 0 && context.debug.lines?.at(pc)?.start === pc;
  const name = symbol === HANDLER_CALLED
    ? symbol
    : `${printable(frame.function ?? "??")} (${argumentsText(context, frame)})`;
  const address = location !== undefined && (isStart || symbol === HANDLER_CALLED)
    ? ""
    : `${padded(pc)} in `;
  const where = location === undefined ? "" : ` at ${printable(location.file)}:${location.line}`;
  return `${symbol === HANDLER_CALLED ? "" : address}${name}${where}`;
}

/** The parameters of a frame's function with their values: `n=5, text=0x11000 "abc"`. */
function argumentsText({ debug }: Context, frame: CallFrame): string {
  return debug.variables(frame).filter(({ kind }) => kind === "parameter").map(
    ({ name, value }) => {
      if (value === undefined) return `${name}=<optimized out>`;
      // As in GDB, structures are not shown there.
      const text = value.partCount > 1 || value.typeName.endsWith("]")
        ? "..."
        : value.text().replace(/^\(.*?\) (?=0x)/, "");
      return `${printable(name)}=${text}`;
    },
  ).join(", ");
}

/** An address with all its digits. */
export const padded = (address: bigint): string => `0x${address.toString(16).padStart(16, "0")}`;

/** The line of a frame with its number, or its instruction where there is none. */
export function lineText(context: Context, frame: CallFrame): string {
  const { location, pc } = frame;
  if (location === undefined) {
    return `=> ${context.debug.addressText(pc)}:\t${instructionText(context, pc)}\n`;
  }
  const source = context.source(location);
  const isStart = context.debug.lines?.at(pc)?.start === pc;
  const address = isStart || frame.index > 0 ? "" : `${padded(pc)}\t`;
  return source === undefined
    ? `${address}${location.line}\tin ${printable(location.file)}\n`
    : `${address}${location.line}\t${printable(source)}\n`;
}

/** Says why the program stopped; "" for a step that came to its end. */
export function reasonText(context: Context, { reason }: DebugStop): string {
  switch (reason.kind) {
    case "points":
      return pointsText(context, reason);
    case "step":
    case "finish":
      return "";
    case "exited":
      return `[The program has exited with status ${reason.status}]\n`;
    case "killed":
      return killedText(context, reason);
    case "waiting":
      return `The program would block forever in ${reason.call}.\n`;
    case "input":
      return "The program waits for input; give it some with --input FILE.\n";
    case "limit":
      return "Stopped at the --max-instructions limit.\n";
    case "interrupted":
      return "Interrupted.\n";
    case "start":
      return "This is the start of the run.\n";
  }
}

function killedText(context: Context, { signal, trap }: StopReason & { kind: "killed" }): string {
  const { memory } = context.debug.process.machine;
  if (trap === undefined) return `The program was killed by ${signal.name}.\n`;
  const word = new CodeReader(context.debug.memory).fetch(trap.pc);
  const instruction = word === undefined ? undefined : decode(word);
  return `The program was killed by ${signal.name}: ${describeTrap(trap, instruction, memory)}\n`;
}

function pointsText(context: Context, reason: StopReason & { kind: "points" }): string {
  const { points, access, call, error } = reason;
  const lines: string[] = [];
  if (error !== undefined) lines.push(`Error: ${error}\n`);
  for (const point of points) {
    const { number, target } = point;
    const name = `${pointName(point)} ${number}`;
    switch (target.kind) {
      case "code":
        lines.push(`${name}, `);
        break;
      case "memory": {
        lines.push(`${name}: ${target.text}\n\n`);
        const { before, after } = access ?? {};
        const isSame = `${before}` === `${after}`;
        const value = (bytes: Uint8Array | undefined) =>
          bytes === undefined ? "<not mapped>" : bytesText(context, point, bytes);
        lines.push(
          isSame
            ? `Value = ${value(after)}\n`
            : `Old value = ${value(before)}\nNew value = ${value(after)}\n`,
        );
        if (access?.by === "kernel") lines.push("The kernel wrote it.\n");
        break;
      }
      case "instruction":
        lines.push(`${name} (instruction ${target.instruction}), `);
        break;
      case "output":
        lines.push(`${name} (byte ${target.offset} of the output), `);
        break;
      case "system call":
        lines.push(`${name} (call of ${callName(call)}), `);
        break;
    }
  }
  return `\n${lines.join("")}`;
}

/** The name of a system call. */
export function callName(number: number | undefined): string {
  return number === undefined ? "?" : syscallName(number) ?? `${number}`;
}

/** What a stop point is called. */
export function pointName({ target, temporary }: StopPoint): string {
  if (target.kind === "memory") {
    return { write: "Watchpoint", read: "Read watchpoint", any: "Access watchpoint" }[
      target.watched.access
    ];
  }
  const name = target.kind === "system call" ? "Catchpoint" : "Breakpoint";
  return temporary ? `Temporary ${name.toLowerCase()}` : name;
}

/** Watched bytes as a value of the type of their expression. */
function bytesText(context: Context, { target }: StopPoint, bytes: Uint8Array): string {
  if (target.kind !== "memory") return "";
  try {
    return context.debug.evaluate(target.text).withBytes(bytes).text();
  } catch {
    // The name may be out of scope now.
    if (bytes.length > 8) return `${bytes.length} bytes`;
    const value = numberOfBytes(bytes);
    return `${BigInt.asIntN(8 * bytes.length, value)} (${hex(value)})`;
  }
}
