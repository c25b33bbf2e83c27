// SPDX-License-Identifier: MPL-2.0
// The addresses that a symbol covers, and whether they are data or code.

import type { Program, ProgramSymbol } from "../../asm/object/program.ts";
import type { AddressRange } from "./address_ranges.ts";

/** Whether a symbol names data. */
export function isData(program: Program, { kind, section }: ProgramSymbol): boolean {
  return kind === "object" ||
    !program.sections.some(({ name, execute }) => name === section && execute);
}

/** The addresses that a symbol covers. Without a size, it ends at the next function or object. */
export function symbolRange(program: Program, symbol: ProgramSymbol): AddressRange {
  if (symbol.size > 0) {
    return { start: symbol.value, end: symbol.value + BigInt(symbol.size) };
  }
  const section = program.sections.find(({ name }) => name === symbol.section);
  // A local label in code is inside a function; in data, it is the next variable.
  const startsNext = ({ kind, binding }: ProgramSymbol) =>
    isData(program, symbol) || binding !== "local" || kind === "function" || kind === "object";
  let end = section === undefined ? symbol.value + 1n : section.address + BigInt(section.size);
  for (const other of program.symbols) {
    const follows = other.section === symbol.section && other.value > symbol.value;
    if (follows && other.value < end && startsNext(other)) end = other.value;
  }
  return { start: symbol.value, end };
}
