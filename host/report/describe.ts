// SPDX-License-Identifier: MPL-2.0
// Describes a trap: what the instruction tried, and why it could not. The memory is as it was at the trap,
// because traps are precise.

import { type Instruction } from "../../cpu/isa/encoding.ts";
import type { Mapping } from "../../cpu/memory/memory.ts";
import { accessOf } from "../../cpu/semantics/effects.ts";
import type { Cause, Trap } from "../../cpu/memory/trap.ts";
import { hex, hexDigits } from "../text/hex.ts";
import { rightsText } from "../text/rights.ts";

/** The part of a memory that a description needs. */
export interface MappedMemory {
  /** The mapping that contains an address. */
  mappingAt(address: bigint): Mapping | undefined;
}

const WORD_DIGITS = 8;

/** The sentence for each cause. `size` is empty or says the size of the access, as " of 8 bytes". */
const SENTENCES: Readonly<
  Record<Cause, (address: bigint, size: string, mapping: Mapping | undefined) => string>
> = {
  "load-page-fault": (address, size, mapping) =>
    mapping === undefined
      ? `load${size} from unmapped address ${hex(address)}`
      : `load${size} from unreadable page at ${hex(address)} (${pageName(mapping)})`,
  "store-page-fault": (address, size, mapping) =>
    mapping === undefined
      ? `store${size} to unmapped address ${hex(address)}`
      : `store${size} to read-only page at ${hex(address)} (${pageName(mapping)})`,
  "instruction-page-fault": (address, _, mapping) =>
    mapping === undefined
      ? `jump to unmapped address ${hex(address)}`
      : `jump to non-executable page at ${hex(address)} (${pageName(mapping)})`,
  "load-address-misaligned": (address, size) =>
    `misaligned atomic load${size} from ${hex(address)}`,
  "store-address-misaligned": (address, size) =>
    `misaligned atomic access${size} to ${hex(address)}`,
  "illegal-instruction": (word) =>
    word === 0n
      ? "illegal instruction 0x00000000: this is not code"
      : `illegal instruction 0x${hexDigits(word, WORD_DIGITS)}`,
  "breakpoint": () => "breakpoint instruction (ebreak)",
  "environment-call": () => "environment call without a handler (ecall)",
};

/** Describes a trap in one line. */
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
export function pageName({ permissions, name }: Mapping): string {
  const rights = rightsText(permissions);
  return name === "" ? rights : `${rights} ${name}`;
}
