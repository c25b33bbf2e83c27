// SPDX-License-Identifier: MPL-2.0
// The line tables of the sections of an object that was read from a file. Its sections have no addresses
// yet, and its .debug_line has relocations. So each section is assumed to lie in an address range of its
// own, the relocations are applied for these addresses, and the table is read like that of an executable.

import { relocateData } from "../data_relocations.ts";
import { DwarfLines } from "../dwarf/dwarf_lines.ts";
import type { ObjectFile, ObjectSection } from "../object.ts";
import { R } from "../relocation.ts";
import type { Sources } from "../source.ts";
import { add, type Int64 } from "../value.ts";

/** The line table of a section: offsets at which the source location changes, and the locations. */
export interface SectionLines {
  readonly offsets: Int32Array;
  readonly locations: Int32Array;
}

const NO_LINES: SectionLines = { offsets: new Int32Array(), locations: new Int32Array() };
/** More than the size of any section, which is below 4 GiB. */
const RANGE = 2 ** 33;

/** The lines of an object, read when first used. */
export class ObjectLines {
  readonly #sources: Sources;
  #object: ObjectFile | undefined;
  #lines: readonly SectionLines[] | undefined;

  /** The lines become locations in `sources`. */
  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** Sets the object whose lines these are. */
  attach(object: ObjectFile): void {
    this.#object = object;
  }

  /** The lines of a section, by its index. */
  of(section: number): SectionLines {
    if (this.#object === undefined) return NO_LINES;
    // readLines() uses the sections, but not their lines, so it does not call back here.
    this.#lines ??= readLines(this.#object, this.#sources);
    return this.#lines[section] ?? NO_LINES;
  }
}

function readLines(object: ObjectFile, sources: Sources): SectionLines[] {
  const table = object.sections.find(({ name }) => name === ".debug_line");
  if (table === undefined || table.size === 0) return [];
  const bytesOf = (name: string) =>
    object.sections.find((section) => section.name === name)?.data ?? new Uint8Array();
  const lines = new DwarfLines({
    line: relocated(object, table),
    lineStrings: bytesOf(".debug_line_str"),
    strings: bytesOf(".debug_str"),
  });
  const offsets: number[][] = object.sections.map(() => []);
  const locations: number[][] = object.sections.map(() => []);
  for (const { address, end, location } of lines.entries()) {
    const section = Math.floor(Number(address) / RANGE) - 1;
    const list = offsets[section];
    const known = locations[section];
    if (list === undefined || known === undefined) continue;
    const start = Number(address) - rangeOf(section);
    // The bytes between the end of one entry and the start of the next have no line: location 0.
    list.push(start, Number(end) - rangeOf(section));
    known.push(sources.lineOf(location.file, location.line), 0);
  }
  return object.sections.map((_, index) =>
    withoutGaps(offsets[index] ?? [], locations[index] ?? [])
  );
}

/** Removes the ends of entries at which another entry begins. */
function withoutGaps(offsets: readonly number[], locations: readonly number[]): SectionLines {
  const keeps = (index: number) => offsets[index + 1] !== offsets[index];
  return {
    offsets: Int32Array.from(offsets.filter((_, index) => keeps(index))),
    locations: Int32Array.from(locations.filter((_, index) => keeps(index))),
  };
}

function rangeOf(section: number): number {
  return (section + 1) * RANGE;
}

/** The bytes of the table, relocated to the address ranges of the sections. */
function relocated(object: ObjectFile, table: ObjectSection): Uint8Array {
  const bytes = table.data.slice();
  const view = new DataView(bytes.buffer);
  for (const { offset, type, symbol, addend } of table.relocations) {
    const value = add(symbolValue(object, symbol), addend);
    try {
      if (type === R.ABS32) view.setInt32(offset, Number(BigInt.asIntN(32, BigInt(value))), true);
      else relocateData(view, offset, type, value);
    } catch (error) {
      // A LEB128 number that does not end: the table is damaged there.
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return bytes;
}

function symbolValue(object: ObjectFile, index: number): Int64 {
  const symbol = object.symbols[index];
  if (symbol === undefined || typeof symbol.section !== "number") return symbol?.value ?? 0;
  // Sections of strings and other debug information are referred to by offset.
  const isCode = object.sections[symbol.section]?.flags.alloc === true;
  return isCode ? add(rangeOf(symbol.section), symbol.value) : symbol.value;
}
