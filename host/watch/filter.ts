// SPDX-License-Identifier: MPL-2.0
// Which events a trace shows. By symbol: a function's events, or the accesses to an object. By address:
// the instructions in a range, the accesses to it, the blocks in it. And the first N of what is left.
// Nothing chosen shows everything. Symbols and addresses together narrow: an event must pass both.

import type { Program, ProgramSymbol } from "../../asm/object/program.ts";

/** Addresses from `start` up to but without `end`. */
export interface Range {
  /** The first address. */
  readonly start: bigint;
  /** The address after the last. */
  readonly end: bigint;
}

/** What to show. */
export interface FilterOptions {
  /** Names of functions or objects. */
  readonly symbols?: readonly string[];
  /** Ranges of addresses. */
  readonly addresses?: readonly Range[];
  /** How many events, at most. */
  readonly first?: number;
}

/** Thrown when a filter names a symbol that the program does not have. */
export class UnknownSymbolError extends RangeError {
  /** The name that was asked for. */
  readonly symbol: string;

  /** There is no symbol of that name. */
  constructor(symbol: string) {
    super(`Cannot filter by ${symbol}: the program has no such symbol`);
    this.name = "UnknownSymbolError";
    this.symbol = symbol;
  }
}

interface HalfRange {
  readonly startHigh: number;
  readonly startLow: number;
  readonly endHigh: number;
  readonly endLow: number;
}

/** Decides about events, and counts those it let through. */
export class TraceFilter {
  readonly #code: readonly HalfRange[] | undefined;
  readonly #data: readonly HalfRange[] | undefined;
  readonly #addresses: readonly HalfRange[] | undefined;
  #left: number;

  /**
   * A filter over the events of `program`.
   *
   * @throws {UnknownSymbolError} for a symbol that the program does not have.
   */
  constructor(options: FilterOptions, program: Program | undefined) {
    this.#left = options.first ?? Infinity;
    if (options.symbols !== undefined && options.symbols.length > 0) {
      const found = options.symbols.map((name) => {
        const symbol = program?.symbol(name);
        if (program === undefined || symbol === undefined) throw new UnknownSymbolError(name);
        return { object: isData(program, symbol), range: symbolRange(program, symbol) };
      });
      this.#code = found.filter(({ object }) => !object).map(({ range }) => halves(range));
      this.#data = found.filter(({ object }) => object).map(({ range }) => halves(range));
    }
    if (options.addresses !== undefined && options.addresses.length > 0) {
      this.#addresses = options.addresses.map(halves);
    }
  }

  /** Whether everything that may be shown has been: the rest of the run needs no tracing. */
  get done(): boolean {
    return this.#left <= 0;
  }

  /** Whether to show an instruction at this pc; counts it if so. */
  instruction(pcHigh: number, pcLow: number): boolean {
    return this.#count(
      passes(this.#code, pcHigh, pcLow, 1) && passes(this.#addresses, pcHigh, pcLow, 1),
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
    const bySymbol = this.#code === undefined || passes(this.#code, pcHigh, pcLow, 1) ||
      passes(this.#data, addressHigh, addressLow, size);
    return this.#count(bySymbol && passes(this.#addresses, addressHigh, addressLow, size));
  }

  /** Whether to show what one of `pcs` did to the memory at one of `addresses`; counts it if so. */
  event(pcs: readonly bigint[], addresses: readonly bigint[]): boolean {
    const inside = (ranges: readonly HalfRange[] | undefined, address: bigint) =>
      passes(ranges, Number(address >> 32n), Number(address & 0xffff_ffffn), 1);
    return this.#count(
      pcs.some((pc) => inside(this.#code, pc)) &&
        (this.#addresses === undefined ||
          addresses.some((address) => inside(this.#addresses, address))),
    );
  }

  #count(shown: boolean): boolean {
    if (!shown || this.#left <= 0) return false;
    this.#left--;
    return true;
  }
}

function isData(program: Program, { kind, section }: ProgramSymbol): boolean {
  return kind === "object" ||
    !program.sections.some(({ name, execute }) => name === section && execute);
}

/** The addresses a symbol covers: its size, or, without one, up to the next function or object. */
export function symbolRange(program: Program, symbol: ProgramSymbol): Range {
  if (symbol.size > 0) {
    return { start: symbol.value, end: symbol.value + BigInt(symbol.size) };
  }
  const section = program.sections.find(({ name }) => name === symbol.section);
  // Code has labels inside functions; a label in data is the next variable.
  const startsNext = ({ kind, binding }: ProgramSymbol) =>
    isData(program, symbol) || binding !== "local" || kind === "function" || kind === "object";
  let end = section === undefined ? symbol.value + 1n : section.address + BigInt(section.size);
  for (const other of program.symbols) {
    const follows = other.section === symbol.section && other.value > symbol.value;
    if (follows && other.value < end && startsNext(other)) end = other.value;
  }
  return { start: symbol.value, end };
}

function halves({ start, end }: Range): HalfRange {
  return {
    startHigh: Number(start >> 32n),
    startLow: Number(start & 0xffff_ffffn),
    endHigh: Number(end >> 32n),
    endLow: Number(end & 0xffff_ffffn),
  };
}

/** Whether the `size` bytes at an address touch one of the ranges; no ranges let everything pass. */
function passes(
  ranges: readonly HalfRange[] | undefined,
  high: number,
  low: number,
  size: number,
): boolean {
  if (ranges === undefined) return true;
  const carry = low + size > 2 ** 32;
  const afterHigh = carry ? high + 1 : high;
  const afterLow = carry ? low + size - 2 ** 32 : low + size;
  for (const { startHigh, startLow, endHigh, endLow } of ranges) {
    const endsAfterStart = afterHigh > startHigh ||
      (afterHigh === startHigh && afterLow > startLow);
    const startsBeforeEnd = high < endHigh || (high === endHigh && low < endLow);
    if (endsAfterStart && startsBeforeEnd) return true;
  }
  return false;
}
