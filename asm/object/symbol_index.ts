// SPDX-License-Identifier: MPL-2.0
// Looks up symbols of a program by name, and by an address that they cover. Takes its sections and its
// symbols, both sorted by address.

import type { SymbolBinding } from "./object.ts";
import type { ProgramSection, ProgramSymbol } from "./program.ts";

/** Sorts symbols by value; the order of equal ones stays. */
export function byValue<T extends { readonly value: bigint }>(symbols: readonly T[]): T[] {
  // Numbers compare much faster than bigints, and nearly all addresses are exact as numbers.
  const keys = Float64Array.from(symbols, ({ value }) => Number(value));
  return Array.from(symbols.keys()).sort((a, b) => {
    const difference = keys[a]! - keys[b]!;
    if (difference !== 0 || keys[a]! <= Number.MAX_SAFE_INTEGER) return difference;
    const [first, second] = [symbols[a]!.value, symbols[b]!.value];
    return first < second ? -1 : first > second ? 1 : 0;
  }).map((index) => symbols[index]!);
}

/** The section that holds an address. `sections` are sorted by address. */
export function sectionAt(
  sections: readonly ProgramSection[],
  address: bigint,
): ProgramSection | undefined {
  let low = 0;
  let high = sections.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sections[middle]?.address ?? 0n) <= address) low = middle + 1;
    else high = middle;
  }
  const section = sections[low - 1];
  return section !== undefined && address < section.address + BigInt(section.size)
    ? section
    : undefined;
}

/** The symbols of a program, by name and address. */
export class SymbolIndex {
  readonly #sections: readonly ProgramSection[];
  readonly #symbols: readonly ProgramSymbol[];
  #byName: ReadonlyMap<string, ProgramSymbol | "ambiguous"> | undefined;
  #inSections: ReadonlyMap<ProgramSection, SectionSymbols> | undefined;

  /** An index of `symbols`, which are sorted by value. */
  constructor(sections: readonly ProgramSection[], symbols: readonly ProgramSymbol[]) {
    this.#sections = sections;
    this.#symbols = symbols;
  }

  /** See `Program.symbol`. */
  named(name: string): ProgramSymbol | undefined {
    this.#byName ??= indexByName(this.#symbols);
    const found = this.#byName.get(name);
    return found === "ambiguous" ? undefined : found;
  }

  /** See `Program.symbolAt`. */
  at(address: bigint): ProgramSymbol | undefined {
    const section = sectionAt(this.#sections, address);
    if (section === undefined) return undefined;
    this.#inSections ??= indexBySection(this.#sections, this.#symbols);
    const inSection = this.#inSections.get(section);
    return inSection && covering(inSection, address);
  }
}

function indexByName(
  symbols: readonly ProgramSymbol[],
): ReadonlyMap<string, ProgramSymbol | "ambiguous"> {
  const index = new Map<string, ProgramSymbol | "ambiguous">();
  for (const symbol of symbols) {
    const before = index.get(symbol.name);
    if (before === undefined || symbol.binding !== "local") index.set(symbol.name, symbol);
    else if (before === "ambiguous" || before.binding === "local") {
      index.set(symbol.name, "ambiguous");
    }
  }
  return index;
}

/** The symbols of a section, sorted by value. */
interface SectionSymbols {
  readonly symbols: readonly ProgramSymbol[];
  /** For each symbol, the index of the last function or object with a size at or before it; or -1. */
  readonly lastSized: Int32Array;
}

function indexBySection(
  sections: readonly ProgramSection[],
  all: readonly ProgramSymbol[],
): ReadonlyMap<ProgramSection, SectionSymbols> {
  const first = (value: bigint) => lastAtMost(all, value - 1n) + 1;
  const index = new Map<ProgramSection, SectionSymbols>();
  for (const section of sections) {
    const end = section.address + BigInt(section.size);
    const symbols = all.slice(first(section.address), first(end)).filter((symbol) =>
      symbol.section === section.name
    );
    let last = -1;
    const lastSized = Int32Array.from(symbols, (symbol, at) => {
      const before = symbols[last];
      const isBehind = before?.value === symbol.value && preferred(before, symbol);
      if (isCode(symbol) && symbol.size > 0 && !isBehind) last = at;
      return last;
    });
    index.set(section, { symbols, lastSized });
  }
  return index;
}

const isCode = ({ kind }: ProgramSymbol) =>
  kind === "function" || kind === "object" || kind === "ifunc";

/**
 * The symbol of a section that covers an address: a function or object whose size covers it, otherwise
 * the last symbol at or before it.
 */
function covering(
  { symbols, lastSized }: SectionSymbols,
  address: bigint,
): ProgramSymbol | undefined {
  const last = lastAtMost(symbols, address);
  const sized = symbols[lastSized[last] ?? -1];
  if (sized !== undefined && address < sized.value + BigInt(sized.size)) return sized;
  let nearest = symbols[last];
  for (let at = last - 1; at >= 0; at--) {
    const symbol = symbols[at];
    if (symbol === undefined || symbol.value !== nearest?.value) break;
    if (preferred(symbol, nearest)) nearest = symbol;
  }
  return nearest;
}

const RANKS: Readonly<Record<SymbolBinding, number>> = { local: 0, weak: 1, global: 2 };

/** Whether `a` names an address better than `b`: functions and objects first, then by binding. */
function preferred(a: ProgramSymbol, b: ProgramSymbol): boolean {
  if (isCode(a) !== isCode(b)) return isCode(a);
  return RANKS[a.binding] > RANKS[b.binding];
}

/** The index of the last symbol whose value is at most `value`; -1 for none. */
function lastAtMost(symbols: readonly ProgramSymbol[], value: bigint): number {
  let low = 0;
  let high = symbols.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((symbols[middle]?.value ?? 0n) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
