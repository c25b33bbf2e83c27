// SPDX-License-Identifier: MPL-2.0
// A program that consists of symbols only, for tests of code that looks symbols up.

import type { SymbolKind } from "../../asm/object/object.ts";
import type { Program, ProgramSymbol } from "../../asm/object/program.ts";

/** A symbol of a fake program. */
export interface FakeSymbol {
  readonly name: string;
  readonly value: bigint;
  readonly size?: number;
  readonly kind?: SymbolKind;
  readonly binding?: ProgramSymbol["binding"];
  /** `.text` by default; null for an absolute symbol. */
  readonly section?: string | null;
}

/** A program with these symbols, whose sections are .text at 0x1000 and .data at 0x2000. */
export function fakeProgram(symbols: readonly FakeSymbol[]): Program {
  const all = symbols.map((symbol): ProgramSymbol => ({
    name: symbol.name,
    value: symbol.value,
    size: symbol.size ?? 0,
    kind: symbol.kind ?? "none",
    binding: symbol.binding ?? "global",
    section: symbol.section === null ? undefined : symbol.section ?? ".text",
    location: undefined,
  })).sort((a, b) => (a.value < b.value ? -1 : 1));
  return {
    entry: 0x1000n,
    segments: [],
    sections: [
      { name: ".text", address: 0x1000n, size: 0x1000, write: false, execute: true },
      { name: ".data", address: 0x2000n, size: 0x1000, write: true, execute: false },
    ],
    symbols: all,
    lines: { find: () => undefined, text: () => undefined, entries: () => [] },
    symbol: (name) => all.find((symbol) => symbol.name === name),
    symbolAt: (address) => all.findLast(({ value, section }) => section && value <= address),
  };
}
