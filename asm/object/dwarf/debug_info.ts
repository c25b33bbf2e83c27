// SPDX-License-Identifier: MPL-2.0
// Adds debug information to an assembled object, as `as -g` does: the line table, and the compilation unit
// by which debuggers find it (DWARF version 5). Takes an object; returns one with more sections. Where a
// compiler wrote the source, with debug information in it, only the line table is added, which compilers
// leave to the assembler.

import type { ObjectFile, ObjectSection, ObjectSymbol } from "../object.ts";
import { DwarfWriter } from "./byte_writer.ts";
import { AT, FORM, LANGUAGE_ASSEMBLER, RLE, TAG_COMPILE_UNIT, UNIT_COMPILE } from "./constants.ts";
import { type CodeLines, linesOf, writeLineUnit } from "./line_writer.ts";

/** How debug information is made. */
export interface DebugInfoOptions {
  /** The directory that names of source files are relative to, for debuggers. */
  readonly directory?: string | undefined;
  /**
   * Whether assembly sources get line tables; true by default. The lines in a compiler's `.loc` directives
   * are kept in any case, like GNU as without -g.
   */
  readonly lineTables?: boolean | undefined;
}

const VERSION = 5;
const ADDRESS_SIZE = 8;
const PRODUCER = "leveret";
const LINE = ".debug_line";
const INFO = ".debug_info";
const ABBREVIATIONS = ".debug_abbrev";
const RANGES = ".debug_rnglists";
const NOT_LOADED = { alloc: false, write: false, execute: false, other: "" };
/** The number of the only abbreviation. */
const UNIT = 1;
/** The offset of the first list in .debug_rnglists. */
const RANGES_HEADER_SIZE = 12;

/** The object with debug information added; the same object if there is none to add. */
export function withDebugInfo(object: ObjectFile, options: DebugInfoOptions = {}): ObjectFile {
  if (options.lineTables === false && !object.sources.hasUnread) return object;
  const builder = new Builder(object);
  const code = builder.codeLines();
  if (code.length === 0 || object.isBinary === true) return object;
  const existing = object.sections.findIndex(({ name }) => name === LINE);
  if (existing >= 0 && (object.sections[existing]?.size ?? 0) > 0) return object;
  const directory = options.directory ?? "";
  const lineSection = existing >= 0 ? existing : builder.nextSection(LINE);
  builder.fill(lineSection, (writer) => writeLineUnit(writer, code, directory));
  const hasUnit = object.sections.some(({ name, size }) => name === INFO && size > 0);
  if (!hasUnit) builder.addUnit(code, lineSection, options.directory);
  return builder.object();
}

/** Collects the sections and symbols to add. */
class Builder {
  readonly #object: ObjectFile;
  readonly #sections: ObjectSection[];
  readonly #symbols: ObjectSymbol[];
  readonly #sectionSymbols = new Map<number, number>();

  constructor(object: ObjectFile) {
    this.#object = object;
    this.#sections = [...object.sections];
    this.#symbols = [...object.symbols];
  }

  /** The line tables of the sections of code. */
  codeLines(): CodeLines[] {
    return this.#object.sections.flatMap((section, index) => {
      const isCode = section.flags.execute && section.flags.alloc && section.size > 0;
      const rows = isCode ? linesOf(this.#object, section) : undefined;
      if (rows === undefined || rows.offsets.length === 0) return [];
      return { symbol: this.#sectionSymbol(index), size: section.size, rows };
    });
  }

  /** Adds an empty section; returns its index. */
  nextSection(name: string): number {
    this.#sections.push({
      name,
      type: "progbits",
      flags: NOT_LOADED,
      alignment: 1,
      entrySize: 0,
      size: 0,
      data: new Uint8Array(),
      relocations: [],
      lineOffsets: new Int32Array(),
      lineLocations: new Int32Array(),
    });
    return this.#sections.length - 1;
  }

  /** Writes the content of a section. */
  fill(index: number, write: (writer: DwarfWriter) => void): void {
    const writer = new DwarfWriter();
    write(writer);
    const section = this.#sections[index];
    if (section === undefined) return;
    this.#sections[index] = {
      ...section,
      size: writer.size,
      data: writer.bytes,
      relocations: writer.relocations,
    };
  }

  /** Adds the compilation unit of the code. */
  addUnit(code: readonly CodeLines[], lineSection: number, directory: string | undefined): void {
    const [first] = code;
    const name = first?.rows.names[0] ?? this.#object.name;
    const hasRanges = code.length > 1;
    const abbreviations = this.nextSection(ABBREVIATIONS);
    const ranges = hasRanges ? this.nextSection(RANGES) : undefined;
    const info = this.nextSection(INFO);
    this.fill(abbreviations, (writer) => {
      const attributes = [
        [AT.stmtList, FORM.secOffset],
        [AT.lowPc, FORM.addr],
        hasRanges ? [AT.ranges, FORM.secOffset] : [AT.highPc, FORM.data8],
        [AT.name, FORM.string],
        ...(directory === undefined ? [] : [[AT.compDir, FORM.string]]),
        [AT.producer, FORM.string],
        [AT.language, FORM.data2],
      ];
      [UNIT, TAG_COMPILE_UNIT, 0].forEach((value) => writer.uleb(value));
      for (const value of [...attributes.flat(), 0, 0, 0]) writer.uleb(value);
    });
    if (ranges !== undefined) this.fill(ranges, (writer) => writeRanges(writer, code));
    this.fill(info, (writer) =>
      writer.unit(() => {
        writer.u16(VERSION);
        writer.u8(UNIT_COMPILE);
        writer.u8(ADDRESS_SIZE);
        writer.offset(this.#sectionSymbol(abbreviations));
        writer.uleb(UNIT);
        writer.offset(this.#sectionSymbol(lineSection));
        if (ranges === undefined) {
          writer.address(first?.symbol ?? 0);
          writer.u64(BigInt(first?.size ?? 0));
        } else {
          writer.u64(0n);
          writer.offset(this.#sectionSymbol(ranges), RANGES_HEADER_SIZE);
        }
        writer.string(name);
        if (directory !== undefined) writer.string(directory);
        writer.string(PRODUCER);
        writer.u16(LANGUAGE_ASSEMBLER);
      }));
  }

  /** The object with everything added. */
  object(): ObjectFile {
    return { ...this.#object, sections: this.#sections, symbols: this.#symbols };
  }

  /** The index of a symbol at the start of a section. */
  #sectionSymbol(section: number): number {
    let index = this.#sectionSymbols.get(section);
    if (index === undefined) {
      index = this.#symbols.length;
      this.#sectionSymbols.set(section, index);
      this.#symbols.push({
        name: "",
        section,
        value: 0,
        size: 0,
        kind: "section",
        binding: "local",
        visibility: "default",
        location: 0,
        length: 0,
      });
    }
    return index;
  }
}

function writeRanges(writer: DwarfWriter, code: readonly CodeLines[]): void {
  writer.unit(() => {
    writer.u16(VERSION);
    writer.u8(ADDRESS_SIZE);
    writer.u8(0); // size of a segment selector
    writer.u32(0); // number of offsets of lists
    for (const { symbol, size } of code) {
      writer.u8(RLE.startLength);
      writer.address(symbol);
      writer.uleb(size);
    }
    writer.u8(RLE.endOfList);
  });
}
