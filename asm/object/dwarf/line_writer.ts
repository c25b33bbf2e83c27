// SPDX-License-Identifier: MPL-2.0
// Writes the line table of an object file as a unit of .debug_line (DWARF version 5, section 6.2): a
// header with the files, and a line number program for each section of code.

import type { ObjectFile } from "../object.ts";
import type { DwarfWriter } from "./byte_writer.ts";
import { FORM, LNCT, LNE, LNS } from "./constants.ts";

/** The lines of a section of code. */
export interface CodeLines {
  /** Index of the symbol at its start. */
  readonly symbol: number;
  /** Size of the section. */
  readonly size: number;
  readonly rows: LineRows;
}

/** Lines, sorted by the offset at which they begin. There are very many. */
export interface LineRows {
  readonly offsets: Int32Array;
  /** Indexes into `names`. */
  readonly files: Int32Array;
  readonly lines: Int32Array;
  readonly names: readonly string[];
}

const VERSION = 5;
const ADDRESS_SIZE = 8;
const LINE_BASE = -5;
const LINE_RANGE = 14;
/** The number of operands of each standard opcode, from opcode 1 on. */
const OPERAND_COUNTS = [0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1];
const OPCODE_BASE = OPERAND_COUNTS.length + 1;
const LAST_OPCODE = 255;

/** The lines of a section, without repetitions. */
export function linesOf(
  { sources }: ObjectFile,
  { lineOffsets, lineLocations, size }: ObjectFile["sections"][number],
): LineRows {
  const { lines, files, names: placed } = sources.resolveAll(lineLocations);
  const names: string[] = [];
  const numbers = placed.map(() => -1);
  const offsets = new Int32Array(lineOffsets);
  let count = 0;
  for (let index = 0; index < offsets.length; index++) {
    const offset = offsets[index]!;
    const end = index + 1 < offsets.length ? offsets[index + 1]! : size;
    const line = lines[index]!;
    if (end <= offset || line === 0) continue;
    const file = files[index]!;
    if (numbers[file]! < 0) numbers[file] = names.push(placed[file]!) - 1;
    if (count > 0 && line === lines[count - 1]! && numbers[file] === files[count - 1]!) continue;
    // The arrays are compacted in place.
    offsets[count] = offset;
    files[count] = numbers[file]!;
    lines[count] = line;
    count++;
  }
  return {
    offsets: offsets.subarray(0, count),
    files: files.subarray(0, count),
    lines: lines.subarray(0, count),
    names,
  };
}

/** Writes a unit. Names of files are relative to `directory`. */
export function writeLineUnit(
  writer: DwarfWriter,
  code: readonly CodeLines[],
  directory: string,
): void {
  const names = [...new Set(code.flatMap(({ rows }) => rows.names))];
  // File 0 is the unit's own. Programs start with file 1, the first file of older versions.
  const numbers = new Map(names.map((name, index) => [name, index + 1]));
  writer.unit(() => {
    writer.u16(VERSION);
    writer.u8(ADDRESS_SIZE);
    writer.u8(0); // size of a segment selector
    writer.length(() => {
      writer.u8(1); // unit of address advances: a byte
      writer.u8(1); // operations per instruction
      writer.u8(1); // rows are statements by default
      writer.u8(LINE_BASE & 0xff);
      writer.u8(LINE_RANGE);
      writer.u8(OPCODE_BASE);
      OPERAND_COUNTS.forEach((count) => writer.u8(count));
      writeEntries(writer, [[LNCT.path, FORM.string]], [[directory]]);
      writeEntries(
        writer,
        [[LNCT.path, FORM.string], [LNCT.directoryIndex, FORM.udata]],
        [names[0] ?? "", ...names].map((name) => [name, 0]),
      );
    });
    for (const section of code) writeSequence(writer, section, numbers);
  });
}

function writeEntries(
  writer: DwarfWriter,
  fields: readonly (readonly [content: number, form: number])[],
  entries: readonly (readonly (string | number)[])[],
): void {
  writer.u8(fields.length);
  for (const [content, form] of fields) {
    writer.uleb(content);
    writer.uleb(form);
  }
  writer.uleb(entries.length);
  for (const value of entries.flat()) {
    if (typeof value === "string") writer.string(value);
    else writer.uleb(value);
  }
}

function writeSequence(
  writer: DwarfWriter,
  { symbol, size, rows: { offsets, files, lines, names } }: CodeLines,
  numbers: ReadonlyMap<string, number>,
): void {
  extended(writer, LNE.setAddress, ADDRESS_SIZE);
  writer.address(symbol);
  let at = 0;
  let file = 1;
  let line = 1;
  const fileNumbers = names.map((name) => numbers.get(name) ?? 1);
  for (let index = 0; index < offsets.length; index++) {
    const number = fileNumbers[files[index]!]!;
    if (number !== file) {
      writer.u8(LNS.setFile);
      writer.uleb(number);
      file = number;
    }
    writeRow(writer, offsets[index]! - at, lines[index]! - line);
    at = offsets[index]!;
    line = lines[index]!;
  }
  writer.u8(LNS.advancePc);
  writer.uleb(size - at);
  extended(writer, LNE.endSequence, 0);
}

/** Advances address and line and makes a row, with one opcode if the steps are small. */
function writeRow(writer: DwarfWriter, bytes: number, lines: number): void {
  const step = lines - LINE_BASE;
  const isSmall = step >= 0 && step < LINE_RANGE;
  const opcode = step + LINE_RANGE * bytes + OPCODE_BASE;
  if (isSmall && opcode <= LAST_OPCODE) {
    writer.u8(opcode);
    return;
  }
  if (bytes > 0) {
    writer.u8(LNS.advancePc);
    writer.uleb(bytes);
  }
  if (lines !== 0) {
    writer.u8(LNS.advanceLine);
    writer.sleb(lines);
  }
  writer.u8(LNS.copy);
}

function extended(writer: DwarfWriter, opcode: number, operandBytes: number): void {
  writer.u8(0);
  writer.uleb(1 + operandBytes);
  writer.u8(opcode);
}
