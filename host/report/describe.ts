// SPDX-License-Identifier: MPL-2.0
// A trap in words: what the instruction tried, and why that could not be. The words for the address's
// mapping come from the memory as it is now, which is as it was: traps are precise.

import { type Instruction } from "../../cpu/isa/encoding.ts";
import type { Mapping } from "../../cpu/memory/memory.ts";
import { accessOf } from "../../cpu/semantics/effects.ts";
import type { Cause, Trap } from "../../cpu/memory/trap.ts";
import { hex, hexDigits } from "../text/hex.ts";

/** The parts of a memory that a description needs. */
export interface MappedMemory {
  /** The mapping that holds an address. */
  mappingAt(address: bigint): Mapping | undefined;
}

const WORD_DIGITS = 8;

/** How each cause begins: `address` is the trap's, `size` the instruction's access in words. */
const SENTENCES: Readonly<
  Record<Cause, (address: bigint, size: string, mapping: Mapping | undefined) => string>
> = {
  "load-page-fault": (address, size, mapping) =>
    mapping === undefined
      ? `load${size} from unmapped address ${hex(address)}`
      : `load${size} from ${hex(address)}, in a page that may not be read (${pageName(mapping)})`,
  "store-page-fault": (address, size, mapping) =>
    mapping === undefined
      ? `store${size} to unmapped address ${hex(address)}`
      : `store${size} to read-only page at ${hex(address)} (${pageName(mapping)})`,
  "instruction-page-fault": (address, _, mapping) =>
    mapping === undefined
      ? `jump to unmapped address ${hex(address)}`
      : `jump to a non-executable page at ${hex(address)} (${pageName(mapping)})`,
  "load-address-misaligned": (address, size) =>
    `atomic load${size} from ${hex(address)}, which is not a multiple of its size`,
  "store-address-misaligned": (address, size) =>
    `atomic access${size} to ${hex(address)}, which is not a multiple of its size`,
  "illegal-instruction": (word) =>
    word === 0n
      ? "illegal instruction 0x00000000: this is not code"
      : `illegal instruction 0x${hexDigits(word, WORD_DIGITS)}`,
  "breakpoint": () => "breakpoint instruction (ebreak)",
  "environment-call": () => "environment call that nobody handles",
};

/** What happened, in one line. */
export function describeTrap(
  trap: Trap,
  instruction: Instruction | undefined,
  memory: MappedMemory,
): string {
  const bytes = instruction === undefined ? undefined : accessOf(instruction)?.size;
  const size = bytes === undefined ? "" : ` of ${bytes} byte${bytes === 1 ? "" : "s"}`;
  return SENTENCES[trap.cause](trap.address, size, memory.mappingAt(trap.address));
}

/** `rw- stack`. */
export function pageName({ permissions: { read, write, execute }, name }: Mapping): string {
  const rights = `${read ? "r" : "-"}${write ? "w" : "-"}${execute ? "x" : "-"}`;
  return name === "" ? rights : `${rights} ${name}`;
}
