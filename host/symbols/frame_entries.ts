// SPDX-License-Identifier: MPL-2.0
// The entries of .eh_frame and .debug_frame: which one describes an address, and how to read it. Takes the
// bytes of a section, which may be damaged: entries that make no sense are left out.

import { type CommonFields, readCommonFields } from "../../asm/object/dwarf/common_entry.ts";
import { DwarfCursor } from "../../asm/object/dwarf/cursor.ts";
import { DW_EH_PE } from "../../asm/object/dwarf/constants.ts";

/** The bytes of one of the two sections. */
export interface FrameSection {
  /** Its contents. */
  readonly data: Uint8Array;
  /** Its address, to which pointers in .eh_frame are relative; 0 for .debug_frame, which is not loaded. */
  readonly address: bigint;
  /** Whether it is .eh_frame. */
  readonly isEhFrame: boolean;
  /** What is added to the addresses in .debug_frame of a program that was moved. */
  readonly bias: bigint;
}

/** What entries have in common: a common information entry (CIE). */
export interface CommonEntry extends CommonFields {
  /** Where its instructions end. */
  readonly end: number;
}

/** The description of a range of code: a frame description entry (FDE). */
export interface FrameEntry {
  /** The section. */
  readonly section: FrameSection;
  /** What it shares with others. */
  readonly common: CommonEntry;
  /** The first address. */
  readonly from: bigint;
  /** The address after the last. */
  readonly to: bigint;
  /** Where its instructions are in the section. */
  readonly start: number;
  /** Where they end. */
  readonly end: number;
}

/** More entries than any program has. */
const MAX_ENTRIES = 1_000_000;
const LENGTH_64 = 0xffff_ffff;
const MAX_LENGTH = 0xffff_fff0;
/** What .debug_frame has in the place of a common entry's offset. */
const DEBUG_FRAME_CIE = 0xffff_ffff;
const DEBUG_FRAME_CIE_64 = 2 ** 64;
const FORMAT = 0x0f;

/** All entries of a section, by rising address. */
export function readFrameEntries(section: FrameSection): FrameEntry[] {
  const entries: FrameEntry[] = [];
  const commons = new Map<number, CommonEntry | undefined>();
  const { data } = section;
  const cursor = new DwarfCursor(data);
  while (cursor.at + 4 <= data.length && entries.length < MAX_ENTRIES) {
    const start = cursor.at;
    const header = unitAt(section, cursor);
    if (header === undefined) break;
    // A length of 0 ends the entries of one object file; another's may follow.
    if (header.end === cursor.at) continue;
    const { common: at } = header;
    if (at !== undefined) {
      if (!commons.has(at)) commons.set(at, commonAt(section, at));
      const common = commons.get(at);
      const entry = common && attempt(() => readEntry(section, common, cursor, header.end));
      if (entry !== undefined) entries.push(entry);
    } else if (!commons.has(start)) {
      commons.set(start, commonAt(section, start));
    }
    cursor.at = header.end;
  }
  return entries.sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
}

/** The entry that covers an address, among entries by rising address. */
export function entryAt(entries: readonly FrameEntry[], address: bigint): FrameEntry | undefined {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle]?.from ?? 0n) <= address) low = middle + 1;
    else high = middle;
  }
  const entry = entries[low - 1];
  return entry !== undefined && address < entry.to ? entry : undefined;
}

/** Calls a function that reads; undefined when it reads beyond the end. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

interface UnitHeader {
  /** Where the unit ends. */
  readonly end: number;
  /** Where the common entry of a frame's entry is; undefined for a common entry itself. */
  readonly common: number | undefined;
}

/** Reads the length of a unit and what says its kind; undefined where the section makes no sense. */
function unitAt({ data, isEhFrame }: FrameSection, cursor: DwarfCursor): UnitHeader | undefined {
  return attempt(() => {
    const short = cursor.u32();
    const is64 = short === LENGTH_64;
    const length = is64 ? cursor.u64() : short;
    const end = cursor.at + length;
    if (length === 0) return { end, common: undefined };
    if (end > data.length || (!is64 && length >= MAX_LENGTH)) return undefined;
    const at = cursor.at;
    // .eh_frame has a distance of 32 bits even in units of 64 bits.
    const id = cursor.offset(is64 && !isEhFrame);
    if (isEhFrame) return { end, common: id === 0 ? undefined : at - id };
    const isCommon = id === (is64 ? DEBUG_FRAME_CIE_64 : DEBUG_FRAME_CIE);
    return { end, common: isCommon ? undefined : id };
  });
}

function commonAt(section: FrameSection, start: number): CommonEntry | undefined {
  return attempt(() => {
    if (start < 0 || start >= section.data.length) return undefined;
    const cursor = new DwarfCursor(section.data);
    cursor.at = start;
    const header = unitAt(section, cursor);
    if (header === undefined || header.common !== undefined || header.end === cursor.at) {
      return undefined;
    }
    const { end } = header;
    const fields = readCommonFields(cursor, section.isEhFrame);
    return fields === undefined || fields.start > end ? undefined : { ...fields, end };
  });
}

function readEntry(
  section: FrameSection,
  common: CommonEntry,
  cursor: DwarfCursor,
  end: number,
): FrameEntry | undefined {
  const { encoding } = common;
  const from = readAddress(section, cursor, encoding);
  const size = readPointer(cursor, encoding & FORMAT);
  if (from === undefined || size === undefined || size <= 0n) return undefined;
  if (common.hasAugmentation) cursor.skip(cursor.uleb());
  const start = cursor.at;
  return start > end ? undefined : { section, common, from, to: from + size, start, end };
}

/** Reads an address; undefined for encodings that programs for RISC-V do not have. */
export function readAddress(
  { address, isEhFrame, bias }: FrameSection,
  cursor: DwarfCursor,
  encoding: number,
): bigint | undefined {
  const { at } = cursor;
  const value = readPointer(cursor, encoding & FORMAT);
  if (value === undefined) return undefined;
  const base = encoding & DW_EH_PE.base;
  if (base === DW_EH_PE.pcrel) return BigInt.asUintN(64, value + address + BigInt(at));
  // A static position-independent executable has no absolute addresses in .eh_frame.
  return base === 0 ? BigInt.asUintN(64, isEhFrame ? value : value + bias) : undefined;
}

function readPointer(cursor: DwarfCursor, format: number): bigint | undefined {
  switch (format) {
    case DW_EH_PE.absptr:
    case DW_EH_PE.udata8:
    case DW_EH_PE.sdata8: {
      const low = BigInt(cursor.u32());
      return low | (BigInt(cursor.u32()) << 32n);
    }
    case DW_EH_PE.uleb128:
      return BigInt(cursor.uleb());
    case DW_EH_PE.sleb128:
      return BigInt(cursor.sleb());
    case DW_EH_PE.udata2:
      return BigInt(cursor.u16());
    case DW_EH_PE.sdata2:
      return BigInt.asIntN(16, BigInt(cursor.u16()));
    case DW_EH_PE.udata4:
      return BigInt(cursor.u32());
    case DW_EH_PE.sdata4:
      return BigInt.asIntN(32, BigInt(cursor.u32()));
    default:
      return undefined;
  }
}
