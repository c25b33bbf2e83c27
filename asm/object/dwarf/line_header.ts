// SPDX-License-Identifier: MPL-2.0
// Reads the header of a line number program: how its opcodes are encoded, and its files (DWARF version 5,
// section 6.2.4; versions 2 to 4 encode files and directories differently). Names are only decoded when
// needed, because a damaged table may claim to have very many.

import { FORM, LNCT } from "./constants.ts";
import { DwarfCursor } from "./cursor.ts";

/** The sections that hold line tables. */
export interface LineSections {
  /** .debug_line */
  readonly line: Uint8Array;
  /** .debug_line_str */
  readonly lineStrings: Uint8Array;
  /** .debug_str */
  readonly strings: Uint8Array;
}

/** A string that is not decoded yet. */
export interface StringOffset {
  readonly section: keyof LineSections;
  readonly offset: number;
}

/** A source file of a line table. */
export interface FileEntry {
  readonly name: StringOffset;
  /** Index of its directory. */
  readonly directory: number;
}

/** The header of a line number program. */
export interface LineHeader {
  readonly version: number;
  /** Offset of the first opcode; `end` is that of the byte after the last. */
  readonly start: number;
  readonly end: number;
  readonly minimumLength: number;
  readonly startsAsStatement: boolean;
  readonly lineBase: number;
  readonly lineRange: number;
  readonly opcodeBase: number;
  /** The number of operands of each standard opcode, by opcode. */
  readonly operandCounts: readonly number[];
  /** Directories by index; before version 5, the first may be missing. */
  readonly directories: readonly (StringOffset | undefined)[];
  /** Files by number. */
  readonly files: (FileEntry | undefined)[];
}

/** The length of a unit. */
export interface UnitLength {
  readonly is64: boolean;
  /** Offset of the byte after the unit. */
  readonly end: number;
}

const LENGTH_64 = 0xffff_ffff;

/** Reads the length at the start of a unit. */
export function readUnitLength(cursor: DwarfCursor): UnitLength {
  const short = cursor.u32();
  const is64 = short === LENGTH_64;
  const length = is64 ? cursor.u64() : short;
  return { is64, end: cursor.at + length };
}

/** Reads a header; undefined for an unknown version. */
export function readLineHeader(
  cursor: DwarfCursor,
  { is64, end }: UnitLength,
): LineHeader | undefined {
  const version = cursor.u16();
  if (version < 2 || version > 5) return undefined;
  // Address size and segment selector size: DW_LNE_set_address has its own size.
  if (version >= 5) cursor.skip(2);
  const headerLength = cursor.offset(is64);
  const start = cursor.at + headerLength;
  const minimumLength = cursor.u8();
  // Operations per instruction: more than one only on VLIW machines.
  if (version >= 4) cursor.skip(1);
  const startsAsStatement = cursor.u8() !== 0;
  const lineBase = (cursor.u8() << 24) >> 24;
  const lineRange = cursor.u8();
  const opcodeBase = cursor.u8();
  const operandCounts = [0];
  for (let opcode = 1; opcode < opcodeBase; opcode++) operandCounts.push(cursor.u8());
  const tables = version >= 5 ? readTables(cursor, is64) : readOldTables(cursor);
  if (lineRange === 0) return undefined;
  return {
    version,
    start,
    end,
    minimumLength,
    startsAsStatement,
    lineBase,
    lineRange,
    opcodeBase,
    operandCounts,
    ...tables,
  };
}

/** Directories and files before version 5: both count from 1, and 0 is the compilation's own. */
function readOldTables(cursor: DwarfCursor): Pick<LineHeader, "directories" | "files"> {
  const directories: (StringOffset | undefined)[] = [undefined];
  const files: (FileEntry | undefined)[] = [undefined];
  for (let at = cursor.skipString(); cursor.at > at + 1; at = cursor.skipString()) {
    directories.push({ section: "line", offset: at });
  }
  while (cursor.bytes[cursor.at] !== 0) files.push(readOldFile(cursor));
  return { directories, files };
}

/** A file, as encoded before version 5 and in DW_LNE_define_file. */
export function readOldFile(cursor: DwarfCursor): FileEntry {
  const offset = cursor.skipString();
  const directory = cursor.uleb();
  // Modification time and length.
  cursor.uleb();
  cursor.uleb();
  return { name: { section: "line", offset }, directory };
}

function readTables(
  cursor: DwarfCursor,
  is64: boolean,
): Pick<LineHeader, "directories" | "files"> {
  const directories = readEntries(cursor, is64).map(({ name }) => name);
  const files = readEntries(cursor, is64).map(({ name, directory }) =>
    name === undefined ? undefined : { name, directory }
  );
  return { directories, files };
}

interface Entry {
  name: StringOffset | undefined;
  directory: number;
}

/** A list of directories or files from version 5 on: the fields of an entry, then the entries. */
function readEntries(cursor: DwarfCursor, is64: boolean): Entry[] {
  const fields = Array.from({ length: cursor.u8() }, () => [cursor.uleb(), cursor.uleb()] as const);
  const count = cursor.uleb();
  const entries: Entry[] = [];
  // Entries without fields take no bytes, so nothing would limit their number.
  if (fields.length === 0) return entries;
  for (let index = 0; index < count; index++) {
    const entry: Entry = { name: undefined, directory: 0 };
    for (const [content, form] of fields) {
      const value = readForm(cursor, form, is64);
      if (content === LNCT.path && typeof value !== "number") entry.name = value;
      if (content === LNCT.directoryIndex && typeof value === "number") entry.directory = value;
    }
    entries.push(entry);
  }
  return entries;
}

function readForm(cursor: DwarfCursor, form: number, is64: boolean): number | StringOffset {
  switch (form) {
    case FORM.string:
      return { section: "line", offset: cursor.skipString() };
    case FORM.lineStrp:
      return { section: "lineStrings", offset: cursor.offset(is64) };
    case FORM.strp:
      return { section: "strings", offset: cursor.offset(is64) };
    case FORM.data1:
      return cursor.u8();
    case FORM.data2:
      return cursor.u16();
    case FORM.data4:
      return cursor.u32();
    case FORM.data8:
      return cursor.u64();
    case FORM.udata:
      return cursor.uleb();
    case FORM.data16:
      cursor.skip(16);
      return 0;
    case FORM.block: {
      const length = cursor.uleb();
      cursor.skip(length);
      return 0;
    }
    default:
      throw new RangeError(`Cannot read form ${form}: it is not one of a file name`);
  }
}
