// SPDX-License-Identifier: MPL-2.0
// The symbols of a file, by the numbers of their names, and its numeric labels.

import type { Names } from "../text/names.ts";
import { AssemblySymbol } from "./symbol.ts";

/** The highest numeric label: nine digits. */
export const MAX_NUMERIC_LABEL = 999_999_999;
/** The message for a higher one. */
export const NUMERIC_LABEL_TOO_LARGE = "a numeric label can have at most nine digits";

/** The symbols of a file. */
export class SymbolTable {
  /** Every named symbol, in the order of first appearance. */
  readonly list: AssemblySymbol[] = [];
  /** How many numeric labels were defined. */
  numericCount = 0;
  /** Whether a symbol was made an equate after it got an index. */
  hasLateEquates = false;
  /** The symbols of the object file, by index. */
  readonly indexed: AssemblySymbol[] = [];
  readonly #byName: (AssemblySymbol | undefined)[] = [];
  /** The last definition of each numeric label, and the next one if it was referred to. */
  readonly #numeric = new Map<number, { last?: AssemblySymbol; next?: AssemblySymbol }>();
  readonly #names: Names;

  constructor(names: Names) {
    this.#names = names;
  }

  /** The symbol of a name, made if it is new. */
  get(name: number): AssemblySymbol {
    const found = this.#byName[name];
    if (found !== undefined) return found;
    while (this.#byName.length <= name) this.#byName.push(undefined);
    const symbol = new AssemblySymbol(this.#names.list[name] ?? "");
    this.#byName[name] = symbol;
    this.list.push(symbol);
    return symbol;
  }

  /** Gives the name of a symbol to a new one. What used the name so far keeps the old symbol. */
  renew(symbol: AssemblySymbol): AssemblySymbol {
    const next = new AssemblySymbol(symbol.name);
    const { binding, visibility, kind, size } = symbol;
    if (binding !== undefined) next.binding = binding;
    if (visibility !== "default") next.visibility = visibility;
    if (kind !== "none") next.kind = kind;
    if (size !== undefined) next.size = size;
    symbol.isReplaced = true;
    symbol.binding = "local";
    this.#byName[this.#names.of(symbol.name)] = next;
    this.list.push(next);
    return next;
  }

  /** The symbol that has the name of this one now. */
  current(symbol: AssemblySymbol): AssemblySymbol {
    return symbol.isReplaced ? this.get(this.#names.of(symbol.name)) : symbol;
  }

  /** The symbol of a name, if it exists. */
  find(name: number): AssemblySymbol | undefined {
    return this.#byName[name];
  }

  /** The index of a symbol in the object file, assigned when first asked for. */
  indexOf(symbol: AssemblySymbol): number {
    if (symbol.index < 0) {
      symbol.index = this.indexed.length;
      this.indexed.push(symbol);
    }
    return symbol.index;
  }

  /** The numeric label that `1b` refers to here, if there is one. */
  backward(number: number): AssemblySymbol | undefined {
    return this.#numeric.get(number)?.last;
  }

  /** The numeric label that `1f` refers to here. */
  forward(number: number): AssemblySymbol {
    const entry = this.#entry(number);
    return entry.next ??= new AssemblySymbol(`${number}`);
  }

  /** The symbol for a numeric label defined here. */
  defineNumeric(number: number): AssemblySymbol {
    const entry = this.#entry(number);
    const symbol = entry.next ?? new AssemblySymbol(`${number}`);
    this.numericCount++;
    entry.last = symbol;
    delete entry.next;
    return symbol;
  }

  /** Numeric labels that were referred to with `f` and never defined. */
  missingNumeric(): AssemblySymbol[] {
    return [...this.#numeric.values()].flatMap(({ next }) => next === undefined ? [] : [next]);
  }

  #entry(number: number): { last?: AssemblySymbol; next?: AssemblySymbol } {
    const found = this.#numeric.get(number);
    if (found !== undefined) return found;
    const entry = {};
    this.#numeric.set(number, entry);
    return entry;
  }
}
