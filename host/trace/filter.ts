// SPDX-License-Identifier: MPL-2.0
// Which events a trace shows. By symbol: what a function does, or the accesses to an object. By address:
// the instructions in a range, the accesses to it, the blocks in it. An event must pass both. Of those that
// pass, only the first N. Without options, everything passes.

import { checkCount } from "../../cpu/memory/usage.ts";
import type { Program } from "../../asm/object/program.ts";
import { isData, symbolRange } from "../symbols/symbol_range.ts";
import { type AddressRange, AddressRanges } from "../symbols/address_ranges.ts";
import type { Extent } from "../watch/observer.ts";

/** What to show. */
export interface FilterOptions {
  /** Names of functions or objects. */
  readonly symbols?: readonly string[];
  /** Ranges of addresses. */
  readonly addresses?: readonly AddressRange[];
  /** How many events to leave out at the start. Default: none. */
  readonly skip?: number;
  /** The most events after that. */
  readonly first?: number;
}

/** Thrown when a filter names a symbol that the program does not have. */
export class UnknownSymbolError extends RangeError {
  /** The requested name. */
  readonly symbol: string;

  /** There is no symbol of that name. */
  constructor(symbol: string) {
    super(`Cannot filter by ${symbol}: the program has no such symbol`);
    this.name = "UnknownSymbolError";
    this.symbol = symbol;
  }
}

/** Decides which events to show, and counts them. */
export class TraceFilter {
  readonly #code: AddressRanges | undefined;
  readonly #data: AddressRanges | undefined;
  readonly #addresses: AddressRanges | undefined;
  #toSkip: number;
  #left: number;

  /**
   * A filter over the events of `program`.
   *
   * @throws {UnknownSymbolError} for a symbol that the program does not have.
   */
  constructor(options: FilterOptions, program: Program | undefined) {
    checkCount(options.first ?? Infinity, "first", Infinity);
    checkCount(options.skip ?? 0, "skip");
    this.#toSkip = options.skip ?? 0;
    this.#left = options.first ?? Infinity;
    if (options.symbols !== undefined && options.symbols.length > 0) {
      const found = options.symbols.map((name) => {
        const symbol = program?.symbol(name);
        if (program === undefined || symbol === undefined) throw new UnknownSymbolError(name);
        return { object: isData(program, symbol), range: symbolRange(program, symbol) };
      });
      this.#code = new AddressRanges(
        found.filter(({ object }) => !object).map(({ range }) => range),
      );
      this.#data = new AddressRanges(
        found.filter(({ object }) => object).map(({ range }) => range),
      );
    }
    if (options.addresses !== undefined && options.addresses.length > 0) {
      this.#addresses = new AddressRanges(options.addresses);
    }
  }

  /** Whether no more events will pass: the rest of the run needs no tracing. */
  get done(): boolean {
    return this.#left <= 0;
  }

  /** The pcs of all instructions that can pass. */
  get instructions(): Extent {
    return (this.#code ?? this.#addresses)?.list ?? "all";
  }

  /** The addresses of all accesses that can pass. */
  get accesses(): Extent {
    if (this.#addresses !== undefined) return this.#addresses.list;
    // A function may access any address.
    const onlyObjects = this.#code?.list.length === 0;
    return onlyObjects ? this.#data?.list ?? "all" : "all";
  }

  /** Whether to show an instruction at this pc; counts it if so. */
  instruction(pcHigh: number, pcLow: number): boolean {
    return this.#count(
      touches(this.#code, pcHigh, pcLow, 1) && touches(this.#addresses, pcHigh, pcLow, 1),
    );
  }

  /** Whether to show an access of `size` bytes; counts it if so. */
  access(
    pcHigh: number,
    pcLow: number,
    addressHigh: number,
    addressLow: number,
    size: number,
  ): boolean {
    const bySymbol = touches(this.#code, pcHigh, pcLow, 1) ||
      touches(this.#data, addressHigh, addressLow, size);
    return this.#count(bySymbol && touches(this.#addresses, addressHigh, addressLow, size));
  }

  /** Whether to show an event that happened at one of `pcs`, about one of `addresses`; counts it if so. */
  event(pcs: readonly bigint[], addresses: readonly bigint[]): boolean {
    return this.#count(
      pcs.some((pc) => this.#code?.hold(pc) ?? true) &&
        (this.#addresses === undefined ||
          addresses.some((address) => this.#addresses?.hold(address))),
    );
  }

  #count(shown: boolean): boolean {
    if (!shown || this.#left <= 0) return false;
    if (this.#toSkip > 0) {
      this.#toSkip--;
      return false;
    }
    this.#left--;
    return true;
  }
}

/** Whether the `size` bytes at an address touch a range; without ranges, they always do. */
function touches(
  ranges: AddressRanges | undefined,
  high: number,
  low: number,
  size: number,
): boolean {
  return ranges === undefined || ranges.touch(high, low, size);
}
