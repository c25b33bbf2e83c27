// SPDX-License-Identifier: MPL-2.0
// The line table of a program with DWARF debug information: from addresses to lines of the compiler's
// sources. Takes the sections of debug information of a linked program. Damaged parts of them are ignored.

import type { LineTable, SourceLocation } from "../program.ts";
import type { LineHeader, LineSections, StringOffset } from "./line_header.ts";
import { type LineSequence, readSequences } from "./line_program.ts";

/**
 * Finds the text of a source file: `file` is its name in the line table, `directory` the directory that
 * it was compiled in, if known.
 */
export type FindSource = (file: string, directory: string | undefined) => string | undefined;

/** How DWARF line tables are read. */
export interface DwarfLinesOptions {
  /** Added to every address. */
  readonly bias?: bigint;
  /** Finds the texts of source files. */
  readonly findSource?: FindSource | undefined;
  /** Whether code may start at address 0, where linkers put the lines of code that they removed. */
  readonly startsAtZero?: boolean;
}

/** A file of one of the units. */
interface NamedFile {
  readonly name: string;
  readonly directory: string | undefined;
}

const DECODER = new TextDecoder();
/** Instead of a file: there is no line. */
const NONE = -1;
const MAX_LINE = 2 ** 31;
const MAX_NAME = 4096;

/** Rows of all units, sorted by address. */
interface Rows {
  readonly addresses: Float64Array;
  /** Index into the list of files; NONE where there is no line. */
  readonly files: Int32Array;
  readonly lines: Int32Array;
}

/** A line table in DWARF, which is read when first used. */
export class DwarfLines implements LineTable {
  readonly #sections: LineSections;
  readonly #options: DwarfLinesOptions;
  readonly #bias: number;
  #rows: Rows | undefined;
  /** The unit and number of each file in `#rows`. */
  readonly #files: { readonly unit: LineHeader; readonly number: number }[] = [];
  readonly #names = new Map<number, NamedFile | undefined>();
  readonly #texts = new Map<string, readonly string[] | undefined>();

  /** The line table in `sections`. */
  constructor(sections: LineSections, options: DwarfLinesOptions = {}) {
    this.#sections = sections;
    this.#options = options;
    this.#bias = Number(options.bias ?? 0n);
  }

  find(address: bigint): SourceLocation | undefined {
    const { addresses } = this.#rows ??= this.#read();
    return this.#locationAt(lastAtMost(addresses, Number(address) - this.#bias));
  }

  text({ file, line }: SourceLocation): string | undefined {
    if (!this.#texts.has(file)) {
      const directory = [...this.#names.values()].find((named) => named?.name === file)?.directory;
      this.#texts.set(file, this.#options.findSource?.(file, directory)?.split(/\r?\n/));
    }
    return this.#texts.get(file)?.[line - 1];
  }

  *entries(): Iterable<{ address: bigint; end: bigint; location: SourceLocation }> {
    const { addresses } = this.#rows ??= this.#read();
    for (let index = 0; index + 1 < addresses.length; index++) {
      const location = this.#locationAt(index);
      const [start, end] = [addresses[index]!, addresses[index + 1]!];
      if (location === undefined || end <= start) continue;
      yield { address: BigInt(start + this.#bias), end: BigInt(end + this.#bias), location };
    }
  }

  #locationAt(index: number): SourceLocation | undefined {
    if (index < 0) return undefined;
    const { files, lines } = this.#rows ??= this.#read();
    const file = this.#fileName(files[index] ?? NONE);
    return file === undefined ? undefined : { file: file.name, line: lines[index]! };
  }

  #read(): Rows {
    const sequences: LineSequence[] = [];
    for (const sequence of readSequences(this.#sections)) {
      const start = sequence.rows[0]?.address ?? 0;
      const isDropped = start === 0 && this.#options.startsAtZero !== true;
      if (!isDropped && sequence.rows.every(({ address }) => Number.isSafeInteger(address))) {
        sequences.push(sequence);
      }
    }
    sequences.sort((a, b) => a.rows[0]!.address - b.rows[0]!.address);
    const fileNumbers = new Map<LineHeader, Map<number, number>>();
    const numberOf = (unit: LineHeader, number: number): number => {
      let numbers = fileNumbers.get(unit);
      if (numbers === undefined) {
        fileNumbers.set(unit, numbers = new Map());
      }
      let index = numbers.get(number);
      if (index === undefined) {
        numbers.set(number, index = this.#files.length);
        this.#files.push({ unit, number });
      }
      return index;
    };
    const list = sequences.flatMap(({ unit, rows }) =>
      rows.map(({ address, file, line, isStatement }) => {
        const isKnown = file !== undefined && line > 0 && line < MAX_LINE;
        const index = isKnown ? numberOf(unit, file) : NONE;
        return { address, file: index, line: isKnown ? line : 0, isStatement };
      })
    );
    list.sort((a, b) => a.address - b.address);
    // Rows that repeat a line are redundant.
    const kept = oneRowEach(list).filter(({ file, line }, index, rows) =>
      rows[index - 1]?.file !== file || rows[index - 1]?.line !== line
    );
    return {
      addresses: Float64Array.from(kept, ({ address }) => address),
      files: Int32Array.from(kept, ({ file }) => file),
      lines: Int32Array.from(kept, ({ line }) => line),
    };
  }

  #fileName(index: number): NamedFile | undefined {
    if (index === NONE) return undefined;
    if (!this.#names.has(index)) this.#names.set(index, this.#nameOf(index));
    return this.#names.get(index);
  }

  #nameOf(index: number): NamedFile | undefined {
    const { unit, number } = this.#files[index] ?? {};
    const entry = unit?.files[number ?? NONE];
    const name = entry && this.#string(entry.name);
    if (unit === undefined || entry === undefined || name === undefined) return undefined;
    const directory = unit.directories[0] && this.#string(unit.directories[0]);
    const own = unit.directories[entry.directory];
    // Directory 0 is the compiler's working directory: names relative to it stay as they are.
    const parent = entry.directory === 0 || own === undefined ? undefined : this.#string(own);
    const isWhole = name.startsWith("/") || parent === undefined || parent === directory;
    return { name: isWhole ? name : `${parent}/${name}`, directory };
  }

  #string({ section, offset }: StringOffset): string | undefined {
    const bytes = this.#sections[section];
    const end = offset < bytes.length ? bytes.indexOf(0, offset) : NONE;
    if (end < 0 || end - offset > MAX_NAME) return undefined;
    return DECODER.decode(bytes.subarray(offset, end));
  }
}

/**
 * Keeps one row for each address. Where a compiler gave several lines to one address it is the last that is
 * a statement, or the last; where one sequence ends and another begins, the latter.
 */
function oneRowEach<Row extends { address: number; file: number; isStatement: boolean }>(
  rows: readonly Row[],
): Row[] {
  const kept: Row[] = [];
  for (const row of rows) {
    const last = kept.at(-1);
    if (last === undefined || last.address !== row.address) kept.push(row);
    else if (row.isStatement || !last.isStatement || row.file === NONE || last.file === NONE) {
      kept[kept.length - 1] = row;
    }
  }
  return kept;
}

/** The index of the last element that is at most `value`; -1 for none. */
function lastAtMost(list: Float64Array, value: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
