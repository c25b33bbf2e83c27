// SPDX-License-Identifier: MPL-2.0
// Memory errors and lost blocks for a page, with the source of the program's own lines.

import { printable } from "../../asm/object/printable.ts";
import { plural } from "../heap/map.ts";
import { ERROR_KINDS, type LeakRecord, type LeakReport } from "../leaks/leak_report.ts";
import { positionText } from "../memcheck/format.ts";
import type { CallStack, CallStacks } from "../memcheck/call_stacks.ts";
import type { MemoryError } from "../memcheck/errors.ts";
import type { PageError, PageStack } from "../report_page/data.ts";
import { hex } from "../text/hex.ts";
import { type Excerpts, frameOf, type NamedFrame, pageFrame } from "./names.ts";
import { withoutOffset } from "../symbols/locations.ts";

/** An error of the memory checker for a page. */
export function errorData(error: MemoryError, stacks: CallStacks, excerpts: Excerpts): PageError {
  const { message, count, stack, address, register } = error;
  const framesOf = (of: CallStack): NamedFrame[] =>
    stacks.frames(of).map((frame) => ({
      ...frameOf(frame),
      name: frame.symbol && withoutOffset(frame.symbol),
    }));
  const section = (title: string, of: CallStack | undefined): PageStack[] =>
    of === undefined ? [] : [{ title, frames: framesOf(of).map(pageFrame) }];
  const notes: string[] = [];
  if (address !== undefined) {
    const where = address.block === undefined
      ? address.text ?? "not stack'd, malloc'd or (recently) free'd"
      : positionText(address.block);
    notes.push(`Address ${hex(address.address)} is ${where}.`);
  }
  if (register !== undefined) {
    notes.push(
      `The value that was never set is in ${register}: run --origin ${register}@${stack.instruction} follows it.`,
    );
  }
  const times = count === 1 ? "" : ` ${count.toLocaleString("en")} times, for the first time`;
  notes.push(`It happened${times} at instruction ${stack.instruction.toLocaleString("en")}.`);
  const block = address?.block?.block;
  return {
    title: printable(message),
    notes: notes.map(printable),
    stacks: [
      ...section("", stack),
      ...section("The block was freed by", block?.freed),
      ...section("The block was allocated by", block?.allocated),
    ],
    excerpt: excerpts.ofStack(framesOf(stack)),
  };
}

/** The blocks that a program has lost, for a page, the largest first. */
export function leakData({ records }: LeakReport, excerpts: Excerpts): PageError[] {
  const isShown = ({ kind, isSuppressed }: LeakRecord) => ERROR_KINDS.has(kind) && !isSuppressed;
  return records.filter(isShown).reverse().map((record) => {
    const { kind, bytes, blocks, indirectBytes, indirectBlocks, frames } = record;
    const named = frames.map(({ address, function: name, location }) => ({
      address,
      name,
      location,
    }));
    const amount = (bytes: number, blocks: number) =>
      `${plural(bytes, "byte")} in ${plural(blocks, "block")}`;
    const more = indirectBlocks === 0
      ? []
      : [`Only they lead to ${amount(indirectBytes, indirectBlocks)} more.`];
    return {
      title: `Blocks are ${kind}`,
      notes: [`${amount(bytes, blocks)}.`, ...more],
      stacks: [{ title: "Allocated by", frames: named.map(pageFrame) }],
      excerpt: excerpts.ofStack(named),
    };
  });
}
