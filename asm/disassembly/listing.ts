// SPDX-License-Identifier: MPL-2.0
// Listings of programs: addresses, bytes, instructions or data, labels and source lines. Takes a linked
// program; returns rows, section by section and sorted by address, and formats them as text or JSON.

import { printable, printableLines } from "../object/printable.ts";
import { decode } from "../../cpu/isa/encoding.ts";
import { instructionLength } from "../../cpu/isa/table.ts";
import { AddressPairs } from "./address_pairs.ts";
import { dataText, definesData } from "./data_text.ts";
import { disassemble } from "./disassembler.ts";
import type { Program, ProgramSection, ProgramSymbol, SourceLocation } from "../object/program.ts";
import { sectionAt } from "../object/symbol_index.ts";
import { hex } from "../object/value.ts";

/** A row of a listing: an instruction, or a few bytes of data. */
export interface ListingRow {
  /** The name of the section. */
  readonly section: string;
  /** The address of the first byte. */
  readonly address: bigint;
  /** The number of bytes. */
  readonly size: number;
  /** The bytes. If they are fewer than `size`, the rest is zero: a long run of zeros has none. */
  readonly bytes: Uint8Array;
  /** Whether the bytes are an instruction or data. */
  readonly kind: "instruction" | "data";
  /** The labels at this address. */
  readonly labels: readonly string[];
  /** The instruction or data directive. */
  readonly text: string;
  /** The source line that the bytes come from; undefined when unknown. */
  readonly location: SourceLocation | undefined;
  /** The text of that line; undefined when unknown. */
  readonly source: string | undefined;
  /** In an object: the relocations of these bytes, such as `R_RISCV_64 name+8`. */
  readonly relocations?: readonly string[];
}

/** The part of a row that depends on its bytes. */
type Content = Pick<ListingRow, "size" | "bytes" | "kind" | "text">;

/** A range of addresses in a section, which no row extends beyond. */
interface Range {
  readonly address: bigint;
  readonly end: bigint;
  readonly labels: readonly string[];
  readonly location: SourceLocation | undefined;
}

/** The bytes of a section in the image; the rest of the section is zero. */
function sectionBytes(program: Program, section: ProgramSection): Uint8Array {
  const segment = program.segments.find(({ address, size }) =>
    address <= section.address && section.address < address + BigInt(size)
  );
  if (segment === undefined) return new Uint8Array();
  const start = Number(section.address - segment.address);
  return segment.data.subarray(start, start + section.size);
}

/** Whether a symbol is a label: not a section, a file or a constant. */
function isLabel({ section, kind }: ProgramSymbol): boolean {
  return section !== undefined && kind !== "section" && kind !== "file";
}

/** Lookup tables for all sections. Made once, because there may be very many sections. */
interface Marks {
  /** Labels, sorted by value. */
  readonly labels: readonly ProgramSymbol[];
  /** Sorted addresses at which source lines begin or end. */
  readonly lines: readonly bigint[];
}

function marksOf(program: Program): Marks {
  const ends = new Set<bigint>();
  for (const entry of program.lines.entries()) ends.add(entry.address).add(entry.end);
  return {
    labels: program.symbols.filter(isLabel),
    lines: [...ends].sort((a, b) => (a < b ? -1 : 1)),
  };
}

/** The items from `start` up to `end` of a list that is sorted by address. */
function between<T>(
  items: readonly T[],
  addressOf: (item: T) => bigint,
  start: bigint,
  end: bigint,
): T[] {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (addressOf(items[middle]!) < start) low = middle + 1;
    else high = middle;
  }
  let after = low;
  while (after < items.length && addressOf(items[after]!) < end) after++;
  return items.slice(low, after);
}

/** Splits a section at its labels and source lines. */
function splitSection(program: Program, section: ProgramSection, marks: Marks): Range[] {
  const { address, name } = section;
  const end = address + BigInt(section.size);
  const labels = Map.groupBy(
    between(marks.labels, ({ value }) => value, address, end)
      .filter((symbol) => symbol.section === name),
    (symbol) => symbol.value,
  );
  const lines = between(marks.lines, (line) => line, address, end);
  const starts = [...new Set([address, ...labels.keys(), ...lines])]
    .sort((a, b) => (a < b ? -1 : 1));
  return starts.map((start, index) => ({
    address: start,
    end: starts[index + 1] ?? end,
    labels: labels.get(start)?.map(({ name }) => name) ?? [],
    location: program.lines.find(start),
  }));
}

/** A comment ` # <main+0x10>` for a value that is an address of the program. */
function pointee(program: Program, value: bigint | undefined): string {
  const isAddress = value !== undefined && sectionAt(program.sections, value) !== undefined;
  const symbol = isAddress ? program.symbolAt(value) : undefined;
  if (value === undefined || symbol === undefined) return "";
  const distance = value - symbol.value;
  return ` # <${symbol.name}${distance === 0n ? "" : `+${hex(distance)}`}>`;
}

function dataContent(
  program: Program,
  address: bigint,
  bytes: Uint8Array,
  room: number,
): Content {
  const { size, text, value } = dataText(address, bytes, room);
  const shown = text.startsWith(".zero") ? bytes.subarray(0, 0) : bytes.subarray(0, size);
  return { kind: "data", size, bytes: shown, text: text + pointee(program, value) };
}

/** The instruction at an address; undefined when the bytes end within it. */
function instructionContent(
  program: Program,
  address: bigint,
  bytes: Uint8Array,
  pairs: AddressPairs,
): Content | undefined {
  const [low = 0, high = 0, ...rest] = bytes.subarray(0, 4);
  const halfword = low | (high << 8);
  const size = instructionLength(halfword);
  if (bytes.length < size) return undefined;
  const word = halfword | ((rest[0] ?? 0) << 16) | ((rest[1] ?? 0) << 24);
  const text = disassemble(word, { address, symbolAt: (at) => program.symbolAt(at) });
  const instruction = decode(word);
  const made = instruction && pairs.next(instruction, address);
  return {
    kind: "instruction",
    size,
    bytes: bytes.subarray(0, size),
    text: text + pointee(program, made),
  };
}

/** The rows of a section, sorted by address. */
function* sectionRows(
  program: Program,
  section: ProgramSection,
  marks: Marks,
): Generator<ListingRow> {
  const image = sectionBytes(program, section);
  const pairs = new AddressPairs();
  for (const { address: start, end, labels, location } of splitSection(program, section, marks)) {
    if (labels.length > 0) pairs.clear();
    const source = location && program.lines.text(location);
    const isCode = section.execute && !definesData(source ?? "");
    for (let address = start; address < end;) {
      const [from, to] = [address, end].map((at) => Number(at - section.address));
      const bytes = image.subarray(from, to);
      const content = (isCode ? instructionContent(program, address, bytes, pairs) : undefined) ??
        dataContent(program, address, bytes, Number(end - address));
      yield {
        section: section.name,
        address,
        ...content,
        labels: address === start ? labels : [],
        location,
        source,
      };
      address += BigInt(content.size);
    }
  }
}

/** The rows of a program, section by section. They cover every byte of every section. */
export function* listing(program: Program): Generator<ListingRow> {
  const marks = marksOf(program);
  for (const section of program.sections) yield* sectionRows(program, section, marks);
}

const ADDRESS_WIDTH = 8;
const BYTES_WIDTH = 16;
const TEXT_WIDTH = 34;

/** Instructions as numbers, most significant digit first, like manuals; data in memory order. */
function formatBytes({ kind, bytes }: ListingRow): string {
  return (kind === "instruction" ? bytes.toReversed() : bytes).toHex();
}

function isSameLocation(a: SourceLocation | undefined, b: SourceLocation | undefined): boolean {
  return a?.file === b?.file && a?.line === b?.line;
}

/**
 * Formats a listing as lines, without line ends: address, bytes, instruction or data, and the source line,
 * which is only shown at the first of its rows.
 */
export function* formatListing(rows: Iterable<ListingRow>): Generator<string> {
  let previous: ListingRow | undefined;
  for (const row of rows) {
    if (row.section !== previous?.section) {
      if (previous !== undefined) yield "";
      yield `Section ${printable(row.section)}:`;
    }
    if (row.labels.length > 0) yield "";
    for (const label of row.labels) yield `${printable(label)}:`;

    const { location, source } = row;
    const showsLocation = location !== undefined && !isSameLocation(location, previous?.location);
    const address = row.address.toString(16).padStart(ADDRESS_WIDTH);
    const content = `${address}  ${formatBytes(row).padEnd(BYTES_WIDTH)}  ${printable(row.text)}`;
    yield showsLocation
      ? `${content.padEnd(ADDRESS_WIDTH + 2 + BYTES_WIDTH + 2 + TEXT_WIDTH)}  ` +
        `| ${printable(location.file)}:${location.line}: ${printableLines(source?.trim() ?? "")}`
          .trimEnd()
      : content;
    previous = row;
  }
}

/** A row of a listing as JSON, with addresses and bytes as hexadecimal strings. */
export interface ListingJsonRow {
  /** The name of the section. */
  readonly section: string;
  /** The address, with `0x`. */
  readonly address: string;
  /** The number of bytes. */
  readonly size: number;
  /** Two digits a byte, in memory order. */
  readonly bytes: string;
  /** Whether the bytes are an instruction or data. */
  readonly kind: "instruction" | "data";
  /** The labels at this address. */
  readonly labels: readonly string[];
  /** The instruction or data directive. */
  readonly text: string;
  /** The source file, if known. */
  readonly file?: string;
  /** The line, from 1. */
  readonly line?: number;
  /** The text of that line. */
  readonly source?: string;
  /** In an object: the relocations of these bytes. */
  readonly relocations?: readonly string[];
}

/** Converts a row for `JSON.stringify()`. */
export function listingRowToJson(row: ListingRow): ListingJsonRow {
  const { section, address, size, bytes, kind, labels, text, location, source, relocations } = row;
  return {
    section,
    address: hex(address),
    size,
    bytes: bytes.toHex(),
    kind,
    labels,
    text,
    ...location,
    ...(source === undefined ? {} : { source }),
    ...(relocations === undefined ? {} : { relocations }),
  };
}
