// SPDX-License-Identifier: MPL-2.0
// The errors of a memory checker as text in Valgrind's words, and as JSON values.

import { printable } from "../../asm/object/printable.ts";
import { formatSourceLocation, withoutOffset } from "../symbols/locations.ts";
import { hex } from "../text/hex.ts";
import type { Block, BlockPosition } from "./blocks.ts";
import type { CallStack, CallStacks, StackFrame } from "./call_stacks.ts";
import type { AddressNote, MemoryError } from "./errors.ts";

const PREFIX = "leveret: ";

/** One frame: `at 0x10184: main (list.c:12)`. */
function frameLine({ address, symbol, location }: StackFrame, index: number): string {
  const name = printable(withoutOffset(symbol ?? "???"));
  const where = location === undefined ? "" : ` (${formatSourceLocation(location)})`;
  return `   ${index === 0 ? "at" : "by"} ${hex(address)}: ${name}${where}`;
}

const stackLines = (stacks: CallStacks, stack: CallStack): string[] =>
  stacks.frames(stack).map(frameLine);

/** `3 bytes inside a block of size 13 free'd`. */
export function positionText({ block, relation, distance }: BlockPosition): string {
  const state = block.freed === undefined ? "alloc'd" : "free'd";
  return `${distance} bytes ${relation} a block of size ${block.size} ${state}`;
}

function addressLines(stacks: CallStacks, note: AddressNote): string[] {
  const start = ` Address ${hex(note.address)} is`;
  if (note.block === undefined) {
    return [`${start} ${note.text ?? "not stack'd, malloc'd or (recently) free'd"}`];
  }
  return [`${start} ${positionText(note.block)}`, ...blockLines(stacks, note.block.block)];
}

function blockLines(stacks: CallStacks, { freed, allocated }: Block): string[] {
  if (freed === undefined) return stackLines(stacks, allocated);
  return [
    ...stackLines(stacks, freed),
    " Block was alloc'd at",
    ...stackLines(stacks, allocated),
  ];
}

/** How to see where a register's value came from. */
const originLines = ({ register, stack }: MemoryError): string[] =>
  register === undefined
    ? []
    : [` Uninitialised value is in ${register}: see --origin ${register}@${stack.instruction}`];

/** An error as lines of text, with a final line end. */
export function formatError(error: MemoryError, stacks: CallStacks): string {
  const lines = [
    error.message,
    ...stackLines(stacks, error.stack),
    ...error.address === undefined ? [] : addressLines(stacks, error.address),
    ...originLines(error),
  ];
  return lines.map((line) => `${PREFIX}${line}\n`).join("") + "\n";
}

/** The last line of a report. */
export function formatSummary(errors: readonly MemoryError[], suppressed: number): string {
  const count = errors.reduce((sum, { count }) => sum + count, 0);
  const plural = (number: number, noun: string) =>
    `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
  const hidden = suppressed === 0 ? "" : ` (suppressed: ${suppressed.toLocaleString("en")})`;
  return `${PREFIX}ERROR SUMMARY: ${plural(count, "error")} from ${
    plural(errors.length, "context")
  }${hidden}\n`;
}

const frameJson = ({ address, symbol, location }: StackFrame) => ({
  address: hex(address),
  symbol,
  file: location?.file,
  line: location?.line,
});

/** An error as a JSON value. */
export function errorJson(error: MemoryError, stacks: CallStacks): unknown {
  const { kind, message, stack, address, register, count } = error;
  const frames = (of: CallStack) => stacks.frames(of).map(frameJson);
  const { block: position } = address ?? {};
  return {
    event: "memory error",
    kind,
    message,
    count,
    instruction: stack.instruction,
    stack: frames(stack),
    ...(address !== undefined && { address: hex(address.address), where: address.text }),
    ...(position !== undefined && {
      block: {
        start: hex(position.block.start),
        size: position.block.size,
        relation: position.relation,
        distance: Number(position.distance),
        allocated: frames(position.block.allocated),
        ...(position.block.freed !== undefined && { freed: frames(position.block.freed) }),
      },
    }),
    ...(register !== undefined && { register }),
  };
}
