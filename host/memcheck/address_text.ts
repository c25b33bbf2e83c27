// SPDX-License-Identifier: MPL-2.0
// Where an address outside the heap is: on the stack, in a variable, or in a mapping.

import type { Program } from "../../asm/object/program.ts";
import { REGISTER } from "../../cpu/isa/registers.ts";
import type { Machine } from "../../cpu/machine.ts";

/** How far below sp an address is described by it. */
const STACK_REACH = 1n << 20n;

/** What Valgrind says after "Address 0x… is"; undefined if nothing is known. */
export function describeAddress(
  address: bigint,
  machine: Machine,
  program: Program | undefined,
): string | undefined {
  const mapping = machine.memory.mappingAt(address);
  const sp = machine.registers.get(REGISTER.sp);
  if (mapping === undefined) return undefined;
  if (mapping.start <= sp && sp < mapping.end) {
    if (address >= sp) return "on the stack";
    return sp - address <= STACK_REACH
      ? `on the stack, ${sp - address} bytes below the stack pointer`
      : undefined;
  }
  const symbol = program?.symbolAt(address);
  if (symbol === undefined || symbol.section === undefined) return undefined;
  const distance = address - symbol.value;
  return `${distance} bytes inside ${symbol.name}, in ${symbol.section}`;
}
