// SPDX-License-Identifier: MPL-2.0
// Listings of object files: section by section, each from address 0, with the relocations as comments after
// the instructions and data that they change.

import { makeLineTable } from "../link/line_table.ts";
import { listing, type ListingRow } from "./listing.ts";
import {
  NO_SYMBOL,
  type ObjectFile,
  type ObjectSection,
  type ObjectSymbol,
  PRECEDING_AUIPC,
} from "../object/object.ts";
import type { LineTable, Program, ProgramSection, ProgramSymbol } from "../object/program.ts";
import { relocationName } from "../object/relocation.ts";
import type { Segment } from "../../cpu/memory/image.ts";
import type { FindSource } from "../object/dwarf/dwarf_lines.ts";
import { byValue, SymbolIndex } from "../object/symbol_index.ts";
import { add, type Int64, showValue } from "../object/value.ts";

/** A section of an object as if it were a program of its own, at address 0. */
export class SectionView implements Program {
  readonly entry = 0n;
  readonly segments: readonly Segment[];
  readonly sections: readonly ProgramSection[];
  readonly symbols: readonly ProgramSymbol[];
  readonly lines: LineTable;
  readonly #object: ObjectFile;
  readonly #section: ObjectSection;
  readonly #index: SymbolIndex;

  /** Section `index` of an object; `symbols` are those in it. */
  constructor(
    object: ObjectFile,
    index: number,
    symbols: readonly ObjectSymbol[],
    findSource?: FindSource,
  ) {
    const section = object.sections[index];
    if (section === undefined) throw new RangeError(`Cannot show section ${index}: there is none`);
    const { name, size, data, flags: { write, execute } } = section;
    this.#object = object;
    this.#section = section;
    this.segments = [{ address: 0n, data, size, read: true, write, execute }];
    this.sections = [{ name, address: 0n, size, write, execute }];
    this.symbols = shownSymbols(symbols, name);
    this.lines = makeLineTable([{ object, section, index, address: 0 }], findSource);
    this.#index = new SymbolIndex(this.sections, this.symbols);
  }

  symbol(name: string): ProgramSymbol | undefined {
    return this.#index.named(name);
  }

  symbolAt(address: bigint): ProgramSymbol | undefined {
    return this.#index.at(address);
  }

  /** The rows of the section, with relocations. */
  *rows(): Generator<ListingRow> {
    const { relocations } = this.#section;
    let next = 0;
    for (const row of listing(this)) {
      const end = Number(row.address) + row.size;
      const own: string[] = [];
      for (; next < relocations.length && relocations[next]!.offset < end; next++) {
        own.push(this.#describe(next));
      }
      // The addresses that pairs of instructions make are not final before relocation.
      const text = row.text.replace(/ # <[^>]*>$/, "");
      const comment = own.length === 0 ? "" : ` # ${own.join(", ")}`;
      yield { ...row, text: text + comment, ...(own.length > 0 && { relocations: own }) };
    }
  }

  #describe(index: number): string {
    const { type, symbol, addend } = this.#section.relocations[index]!;
    const what = this.#target(symbol, addend);
    return what === "" ? relocationName(type) : `${relocationName(type)} ${what}`;
  }

  /** `name+8`; for a symbol without a name, its section and offset. */
  #target(symbol: number, addend: Int64): string {
    if (symbol === PRECEDING_AUIPC) return "";
    if (symbol === NO_SYMBOL) return showValue(addend);
    const { symbols, sections } = this.#object;
    const found = symbols[symbol];
    const isNamed = found !== undefined && found.name.trim() !== "" && found.kind !== "section" &&
      found.name !== ".L0 ";
    const section = typeof found?.section === "number" ? sections[found.section] : undefined;
    const name = isNamed ? found.name : section?.name ?? "";
    const offset = isNamed ? addend : add(found?.value ?? 0, addend);
    if (offset === 0) return name;
    return offset > 0 ? `${name}+${showValue(offset)}` : `${name}${showValue(offset)}`;
  }
}

const MADE_UP = /^(?:\.L|\.$|\d+$|\$[xd])/;

function shownSymbols(symbols: readonly ObjectSymbol[], section: string): ProgramSymbol[] {
  const shown = symbols.filter(({ kind, name }) =>
    kind !== "section" && kind !== "file" && name !== "" && !MADE_UP.test(name)
  );
  return byValue(shown.map(({ name, value, size, kind, binding }): ProgramSymbol => ({
    ...{ name, size, kind, binding, section, location: undefined },
    value: BigInt.asUintN(64, BigInt(value)),
  })));
}

/** The loaded sections of an object that are not empty, in order. */
export function sectionViews(object: ObjectFile, findSource?: FindSource): SectionView[] {
  const symbols = Map.groupBy(object.symbols, ({ section }) => section);
  return object.sections.flatMap(({ flags, size }, index) =>
    flags.alloc && size > 0
      ? new SectionView(object, index, symbols.get(index) ?? [], findSource)
      : []
  );
}
