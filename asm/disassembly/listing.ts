// SPDX-License-Identifier: MPL-2.0
// A program as people read it: every address with its bytes, what they mean (instructions where the
// section is executable, data elsewhere), the labels that stand there and the source line they came
// from. Takes a linked program; gives rows by rising address within each section, and text or JSON
// made of them.

import { decode } from "../../cpu/isa/encoding.ts";
import { instructionLength } from "../../cpu/isa/table.ts";
import { AddressPairs } from "./address_pairs.ts";
import { dataText, definesData } from "./data_text.ts";
import { disassemble } from "./disassembler.ts";
import type { Program, ProgramSection, ProgramSymbol, SourceLocation } from "../object/program.ts";
import { sectionAt } from "../object/symbol_index.ts";
import { hex } from "../object/value.ts";

/** A run of bytes of a section that belong together: an instruction, or a few bytes of data. */
export interface ListingRow {
  /** The name of the section. */
  readonly section: string;
  /** Where the first byte is. */
  readonly address: bigint;
  /** How many bytes the row stands for. */
  readonly size: number;
  /** The bytes. Where they are fewer than `size`, the rest is zero: a long run of zeros has none. */
  readonly bytes: Uint8Array;
  /** What the bytes are read as. */
  readonly kind: "instruction" | "data";
  /** The labels at this address. */
  readonly labels: readonly string[];
  /** The instruction or data directive. */
  readonly text: string;
  /** The source line that the bytes came from; undefined when none is known. */
  readonly location: SourceLocation | undefined;
  /** The text of that line; undefined when it is not kept. */
  readonly source: string | undefined;
  /** Of an object: what the linker will fill in here, as `R_RISCV_64 name+8`. */
  readonly relocations?: readonly string[];
}

/** The part of a row that its bytes decide. */
type Content = Pick<ListingRow, "size" | "bytes" | "kind" | "text">;

/** A range of addresses of a section; no row crosses its ends. */
interface Stretch {
  readonly address: bigint;
  readonly end: bigint;
  readonly labels: readonly string[];
  readonly location: SourceLocation | undefined;
}

/** The bytes of a section that the image holds; those past the end of them are zero. */
function sectionBytes(program: Program, section: ProgramSection): Uint8Array {
  const segment = program.segments.find(({ address, size }) =>
    address <= section.address && section.address < address + BigInt(size)
  );
  if (segment === undefined) return new Uint8Array();
  const start = Number(section.address - segment.address);
  return segment.data.subarray(start, start + section.size);
}

/** Whether a symbol is a label for people to see: not a section's name, a file's, or a constant. */
function isLabel({ section, kind }: ProgramSymbol): boolean {
  return section !== undefined && kind !== "section" && kind !== "file";
}

/** What is looked up for every section: made once, since there may be very many of these. */
interface Marks {
  /** Symbols to be shown, by rising value. */
  readonly labels: readonly ProgramSymbol[];
  /** Where source lines begin and end, rising. */
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

/** The items from `start` up to `end`, of a list by rising addresses. */
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

/** Cuts a section wherever a label stands or another source line begins. */
function stretches(program: Program, section: ProgramSection, marks: Marks): Stretch[] {
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

/** ` # <main+0x10>`, where a number may well be the address of something. */
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
  const held = text.startsWith(".zero") ? bytes.subarray(0, 0) : bytes.subarray(0, size);
  return { kind: "data", size, bytes: held, text: text + pointee(program, value) };
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

/** The rows of a section, by rising address. */
function* sectionRows(
  program: Program,
  section: ProgramSection,
  marks: Marks,
): Generator<ListingRow> {
  const held = sectionBytes(program, section);
  const pairs = new AddressPairs();
  for (const { address: start, end, labels, location } of stretches(program, section, marks)) {
    if (labels.length > 0) pairs.clear();
    const source = location && program.lines.text(location);
    const isCode = section.execute && !definesData(source ?? "");
    for (let address = start; address < end;) {
      const [from, to] = [address, end].map((at) => Number(at - section.address));
      const bytes = held.subarray(from, to);
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

/** Every byte of every section of a program, in rows: section by section, by rising address. */
export function* listing(program: Program): Generator<ListingRow> {
  const marks = marksOf(program);
  for (const section of program.sections) yield* sectionRows(program, section, marks);
}

const ADDRESS_WIDTH = 8;
const BYTES_WIDTH = 16;
const TEXT_WIDTH = 34;

/** Instructions as a number, most significant digit first, as manuals print them; data as it lies. */
function formatBytes({ kind, bytes }: ListingRow): string {
  return (kind === "instruction" ? bytes.toReversed() : bytes).toHex();
}

function isSameLocation(a: SourceLocation | undefined, b: SourceLocation | undefined): boolean {
  return a?.file === b?.file && a?.line === b?.line;
}

/**
 * A listing as lines of text, without line ends: address, bytes, instruction or data, and the source
 * line, once for all the rows that came of it.
 */
export function* formatListing(rows: Iterable<ListingRow>): Generator<string> {
  let previous: ListingRow | undefined;
  for (const row of rows) {
    if (row.section !== previous?.section) {
      if (previous !== undefined) yield "";
      yield `Section ${row.section}:`;
    }
    if (row.labels.length > 0) yield "";
    for (const label of row.labels) yield `${label}:`;

    const { location, source } = row;
    const showsLocation = location !== undefined && !isSameLocation(location, previous?.location);
    const address = row.address.toString(16).padStart(ADDRESS_WIDTH);
    const content = `${address}  ${formatBytes(row).padEnd(BYTES_WIDTH)}  ${row.text}`;
    yield showsLocation
      ? `${content.padEnd(ADDRESS_WIDTH + 2 + BYTES_WIDTH + 2 + TEXT_WIDTH)}  ` +
        `| ${location.file}:${location.line}: ${source?.trim() ?? ""}`.trimEnd()
      : content;
    previous = row;
  }
}

/** A row of a listing as JSON has it: addresses and bytes as hexadecimal strings. */
export interface ListingJsonRow {
  /** The name of the section. */
  readonly section: string;
  /** With `0x` before it. */
  readonly address: string;
  /** How many bytes the row stands for. */
  readonly size: number;
  /** Two digits a byte, in memory order. */
  readonly bytes: string;
  /** What the bytes are read as. */
  readonly kind: "instruction" | "data";
  /** The labels at this address. */
  readonly labels: readonly string[];
  /** The instruction or data directive. */
  readonly text: string;
  /** The source file, where it is known. */
  readonly file?: string;
  /** The line in it, from 1. */
  readonly line?: number;
  /** The text of that line. */
  readonly source?: string;
  /** Of an object: what the linker will fill in here. */
  readonly relocations?: readonly string[];
}

/** A row of a listing as a value that `JSON.stringify` takes. */
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
