// SPDX-License-Identifier: MPL-2.0
// The sections of debug information of a program, and what is read from them at offsets: strings, addresses,
// range lists and location lists (DWARF 5, section 7; DWARF 4 for lists without headers). Damaged parts throw
// RangeErrors, which end the unit that is being read.

import { DwarfCursor } from "../../asm/object/dwarf/cursor.ts";
import type { Program } from "../../asm/object/program.ts";
import { LIST_ENTRY, LOCATION_ENTRY, RANGE_ENTRY } from "./constants.ts";

/** Names of sections. */
const NAMES = {
  info: ".debug_info",
  abbreviations: ".debug_abbrev",
  strings: ".debug_str",
  lineStrings: ".debug_line_str",
  stringOffsets: ".debug_str_offsets",
  addresses: ".debug_addr",
  ranges: ".debug_ranges",
  rangeLists: ".debug_rnglists",
  locations: ".debug_loc",
  locationLists: ".debug_loclists",
} as const;

/** One of the sections. */
export type SectionName = keyof typeof NAMES;

/** What a unit says of how lists are to be read. */
export interface UnitFormat {
  readonly version: number;
  /** Whether offsets have 64 bits. */
  readonly is64: boolean;
  /** Where its addresses begin in .debug_addr. */
  readonly addressBase: number;
  /** The address that list entries are relative to. */
  readonly base: number;
}

/** Code from one address to another. */
export interface AddressRange {
  readonly start: number;
  readonly end: number;
}

/** An entry of a location list. */
export interface ListedLocation extends AddressRange {
  readonly expression: Uint8Array;
}

const DECODER = new TextDecoder();
/** More entries than this are damage. */
const MAX_ENTRIES = 100_000;
const MAX_ADDRESS = 2 ** 64;

/** The sections of one program. */
export class DebugSections {
  readonly #sections: Readonly<Record<SectionName, Uint8Array>>;
  /** Added to addresses: programs may be loaded elsewhere. */
  readonly bias: bigint;

  /** The debug information of a program, if it has any. */
  static of(program: Program): DebugSections | undefined {
    const info = program.debugSection?.(NAMES.info);
    if (info === undefined || info.data.length === 0) return undefined;
    const read = (name: SectionName) =>
      program.debugSection?.(NAMES[name])?.data ?? new Uint8Array();
    const names = Object.keys(NAMES) as SectionName[];
    const sections = Object.fromEntries(names.map((name) => [name, read(name)]));
    return new DebugSections(sections as Record<SectionName, Uint8Array>, info.bias);
  }

  private constructor(sections: Readonly<Record<SectionName, Uint8Array>>, bias: bigint) {
    this.#sections = sections;
    this.bias = bias;
  }

  /** Reads a section from an offset on. */
  cursor(name: SectionName, at = 0): DwarfCursor {
    const cursor = new DwarfCursor(this.#sections[name]);
    cursor.goTo(at);
    return cursor;
  }

  /** The string at an offset. */
  string(name: SectionName, at: number): string {
    const cursor = this.cursor(name, at);
    const start = cursor.skipString();
    return DECODER.decode(cursor.bytes.subarray(start, cursor.at - 1));
  }

  /** The address with that index. */
  address(index: number, { addressBase }: UnitFormat): number {
    return this.cursor("addresses", addressBase + 8 * index).u64();
  }

  /** The ranges in a list. */
  ranges(at: number, unit: UnitFormat): AddressRange[] {
    return unit.version >= 5
      ? [...this.#entries("rangeLists", at, unit)]
      : [...this.#oldEntries("ranges", at, unit)];
  }

  /** The locations in a list. */
  locations(at: number, unit: UnitFormat): ListedLocation[] {
    const list = unit.version >= 5
      ? this.#entries("locationLists", at, unit)
      : this.#oldEntries("locations", at, unit);
    return [...list];
  }

  /** The entries of a list since version 5. In location lists, an expression follows each. */
  *#entries(
    name: "rangeLists" | "locationLists",
    at: number,
    unit: UnitFormat,
  ): Generator<ListedLocation> {
    const cursor = this.cursor(name, at);
    const isLocations = name === "locationLists";
    const { baseAddress, startEnd, startLength } = isLocations ? LOCATION_ENTRY : RANGE_ENTRY;
    const indexed = () => this.address(cursor.uleb(), unit);
    let { base } = unit;
    for (let count = 0; count < MAX_ENTRIES; count++) {
      const kind = cursor.u8();
      let range: AddressRange | undefined;
      if (kind === LIST_ENTRY.endOfList) return;
      else if (kind === LIST_ENTRY.baseAddressx) base = indexed();
      else if (kind === baseAddress) base = cursor.u64();
      else if (kind === LIST_ENTRY.startxEndx) range = { start: indexed(), end: indexed() };
      else if (kind === LIST_ENTRY.startxLength) range = lengthened(indexed(), cursor.uleb());
      else if (kind === LIST_ENTRY.offsetPair) {
        range = { start: base + cursor.uleb(), end: base + cursor.uleb() };
      } else if (kind === startEnd) range = { start: cursor.u64(), end: cursor.u64() };
      else if (kind === startLength) range = lengthened(cursor.u64(), cursor.uleb());
      else if (isLocations && kind === LOCATION_ENTRY.defaultLocation) {
        range = { start: 0, end: MAX_ADDRESS };
      } else throw new RangeError(`Cannot read a list: the entry ${kind} is unknown`);
      if (range === undefined) continue;
      const expression = isLocations ? block(cursor, cursor.uleb()) : new Uint8Array();
      yield { ...range, expression };
    }
  }

  /** The entries of a list before version 5: pairs of offsets from a base. */
  *#oldEntries(
    name: "ranges" | "locations",
    at: number,
    unit: UnitFormat,
  ): Generator<ListedLocation> {
    const cursor = this.cursor(name, at);
    let { base } = unit;
    for (let count = 0; count < MAX_ENTRIES; count++) {
      const start = cursor.u64();
      const end = cursor.u64();
      if (start === 0 && end === 0) return;
      // Rounded: the largest 64-bit number.
      if (start === MAX_ADDRESS) {
        base = end;
        continue;
      }
      const expression = name === "locations" ? block(cursor, cursor.u16()) : new Uint8Array();
      yield { start: base + start, end: base + end, expression };
    }
  }
}

const lengthened = (start: number, length: number): AddressRange => ({
  start,
  end: start + length,
});

/** The next bytes; the cursor is behind them. */
export function block(cursor: DwarfCursor, length: number): Uint8Array {
  const start = cursor.at;
  cursor.skip(length);
  return cursor.bytes.subarray(start, cursor.at);
}
