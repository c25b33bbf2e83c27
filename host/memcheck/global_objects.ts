// SPDX-License-Identifier: MPL-2.0
// The variables of a program outside of functions, by its symbols. Only a symbol with a size tells where its
// variable ends.

import type { ProgramSymbol } from "../../asm/object/program.ts";

/** Where a variable lies. */
export interface ObjectRange {
  /** Its name. */
  readonly name: string;
  /** Its first byte. */
  readonly start: bigint;
  /** The byte after it. */
  readonly end: bigint;
}

/** Nobody needs the end of a variable that is no larger. */
const LARGEST_SCALAR = 8n;

/** The variables of a program. */
export class GlobalObjects {
  /** By the addresses that pointers to them begin as. */
  readonly #starting = new Map<bigint, ObjectRange>();

  /**
   * Those that symbols name. `described` has the addresses of those in debug information, and `declared` the
   * names that it only declares.
   */
  constructor(
    symbols: readonly ProgramSymbol[],
    described: ReadonlySet<bigint>,
    declared: ReadonlySet<string>,
  ) {
    const unsized = new Set<bigint>();
    const ends = new Map<bigint, ObjectRange>();
    for (const { name, value: start, size, kind, section } of symbols) {
      if (section === undefined) continue;
      if (kind !== "object" || size === 0) {
        if (declared.has(name)) unsized.add(start);
        continue;
      }
      const end = start + BigInt(size);
      const known = this.#starting.get(start);
      if (known !== undefined && known.end >= end) continue;
      const range = { name, start, end };
      this.#starting.set(start, range);
      ends.set(end, range);
    }
    // The program uses the symbol, which may mark the start of more than a variable.
    for (const start of unsized) this.#starting.delete(start);
    // The address may be meant as the end of the array before, which the compiler knows.
    for (const [start, range] of [...this.#starting]) {
      const before = ends.get(start);
      if (before === undefined || !described.has(before.start)) continue;
      if (before.end - before.start <= LARGEST_SCALAR) continue;
      const name = `${before.name} and ${range.name}`;
      this.#starting.set(start, { name, start: before.start, end: range.end });
    }
  }

  /** The variable that begins at an address; with the one before it, if that ends there. */
  startingAt(address: bigint): ObjectRange | undefined {
    return this.#starting.get(address);
  }

  /** The variable that lies exactly between two addresses. */
  between(start: bigint, end: bigint): ObjectRange | undefined {
    return [...this.#starting.values()].find((range) => range.start === start && range.end === end);
  }
}
