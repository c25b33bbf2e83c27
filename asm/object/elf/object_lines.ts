// SPDX-License-Identifier: MPL-2.0
// The line tables of an object file that was read, section by section. Before it is linked its sections
// have no addresses, and its .debug_line has relocations instead: each section is given a range of
// addresses of its own, the relocations are filled in for these, and the table is read like any other.

import { relocateData } from "../data_relocations.ts";
import { DwarfLines } from "../dwarf/dwarf_lines.ts";
import type { ObjectFile, ObjectSection } from "../object.ts";
import { R } from "../relocation.ts";
import type { Sources } from "../source.ts";
import { add, type Value } from "../value.ts";

/** The line table of a section: offsets at which the source location changes, and the locations. */
export interface SectionLines {
  readonly offsets: Int32Array;
  readonly locations: Int32Array;
}

const NO_LINES: SectionLines = { offsets: new Int32Array(), locations: new Int32Array() };
/** Sections have less than 4 GiB. */
const RANGE = 2 ** 33;

/** The lines of an object, read at the first question. */
export class ObjectLines {
  readonly #sources: Sources;
  #object: ObjectFile | undefined;
  #lines: readonly SectionLines[] | undefined;

  /** Lines get locations in `sources`. */
  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** Says which object they are of. */
  attach(object: ObjectFile): void {
    this.#object = object;
  }

  /** The lines of the section of an index. */
  of(section: number): SectionLines {
    if (this.#object === undefined) return NO_LINES;
    // Whoever reads the table asks for sections, not for their lines: this does not come back here.
    this.#lines ??= readLines(this.#object, this.#sources);
    return this.#lines[section] ?? NO_LINES;
  }
}

function readLines(object: ObjectFile, sources: Sources): SectionLines[] {
  const table = object.sections.find(({ name }) => name === ".debug_line");
  if (table === undefined || table.size === 0) return [];
  const held = (name: string) =>
    object.sections.find((section) => section.name === name)?.data ?? new Uint8Array();
  const lines = new DwarfLines({
    line: relocated(object, table),
    lineStrings: held(".debug_line_str"),
    strings: held(".debug_str"),
  });
  const offsets: number[][] = object.sections.map(() => []);
  const locations: number[][] = object.sections.map(() => []);
  for (const { address, end, location } of lines.entries()) {
    const section = Math.floor(Number(address) / RANGE) - 1;
    const list = offsets[section];
    const known = locations[section];
    if (list === undefined || known === undefined) continue;
    const start = Number(address) - rangeOf(section);
    // Where an entry does not begin where the last one ended, the bytes between have no line.
    list.push(start, Number(end) - rangeOf(section));
    known.push(sources.lineOf(location.file, location.line), 0);
  }
  return object.sections.map((_, index) =>
    withoutGaps(offsets[index] ?? [], locations[index] ?? [])
  );
}

/** Leaves out the ends of entries where another one begins. */
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

/** The bytes of the table, relocated to the ranges of the sections. */
function relocated(object: ObjectFile, table: ObjectSection): Uint8Array {
  const bytes = table.data.slice();
  const view = new DataView(bytes.buffer);
  for (const { offset, type, symbol, addend } of table.relocations) {
    const value = add(symbolValue(object, symbol), addend);
    try {
      if (type === R.ABS32) view.setInt32(offset, Number(BigInt.asIntN(32, BigInt(value))), true);
      else relocateData(view, offset, type, value);
    } catch (error) {
      // A number of variable length that does not end: the table is damaged there.
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return bytes;
}

function symbolValue(object: ObjectFile, index: number): Value {
  const symbol = object.symbols[index];
  if (symbol === undefined || typeof symbol.section !== "number") return symbol?.value ?? 0;
  // Strings and the like are known by their offset in a section.
  const isCode = object.sections[symbol.section]?.flags.alloc === true;
  return isCode ? add(rangeOf(symbol.section), symbol.value) : symbol.value;
}
