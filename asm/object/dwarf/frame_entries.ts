// SPDX-License-Identifier: MPL-2.0
// The entries of .eh_frame in an object file: CIEs, which hold what frames have in common, and FDEs, one for
// each function (Linux Standard Base, "Exception Frames"). Takes a section of an object that is not yet
// relocated; returns undefined for one that is not in the form that compilers write.

import type { ObjectSection } from "../object.ts";
import { pointerSize, readCommonFields } from "./common_entry.ts";
import { DwarfCursor } from "./cursor.ts";
import { instructionsEnd } from "./frame_padding.ts";

/** What the entries of .eh_frame have in common. */
interface Entry {
  /** Offset of its length. */
  readonly start: number;
  /** Offset after it, without the padding that its section may have there. */
  readonly end: number;
}

/** A common information entry. */
export interface CommonEntry extends Entry {
  readonly kind: "cie";
  /** How its FDEs store the address of their function. */
  readonly pointerEncoding: number;
  /** Whether its FDEs have data that their length precedes. */
  readonly hasAugmentation: boolean;
}

/** A frame description entry. */
export interface FrameEntry extends Entry {
  readonly kind: "fde";
  readonly cie: CommonEntry;
}

/** A length of 0, where readers stop. */
export interface EndEntry extends Entry {
  readonly kind: "end";
}

/** Any entry. */
export type AnyFrameEntry = CommonEntry | FrameEntry | EndEntry;

/** The size of an entry's length, and of the field that says which CIE an FDE has. */
export const WORD = 4;
/** The offset in an FDE of its function's address. */
export const FUNCTION_AT = 2 * WORD;
/** A length that says that a length of 64 bits follows. */
const WIDE_LENGTH = 0xffff_ffff;

/** The entries of a section, in order; undefined if it cannot be read. */
export function frameEntries({ data, relocations }: ObjectSection): AnyFrameEntry[] | undefined {
  try {
    const entries: AnyFrameEntry[] = [];
    const common = new Map<number, CommonEntry>();
    const heads = new Set<number>();
    const cursor = new DwarfCursor(data);
    while (cursor.at < data.length) {
      const start = cursor.at;
      const length = cursor.u32();
      const end = start + WORD + length;
      heads.add(start).add(start + WORD);
      if (length === 0) {
        entries.push({ kind: "end", start, end });
        continue;
      }
      if (length === WIDE_LENGTH || end > data.length) return undefined;
      const id = cursor.u32();
      if (id === 0) {
        const cie = readCommon(cursor, start, end);
        if (cie === undefined) return undefined;
        common.set(start, cie);
        entries.push(cie);
      } else {
        // The field holds its distance from the CIE.
        const cie = common.get(start + WORD - id);
        if (cie === undefined) return undefined;
        const size = pointerSize(cie.pointerEncoding) ?? 0;
        if (end < start + FUNCTION_AT + size) return undefined;
        cursor.skip(2 * size);
        if (cie.hasAugmentation) cursor.skip(cursor.uleb());
        entries.push({ kind: "fde", start, end: contentEnd(cursor, start, end, size), cie });
      }
      cursor.at = end;
    }
    // Lengths that only the linker knows.
    return relocations.some(({ offset }) => heads.has(offset)) ? undefined : entries;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The end of an entry whose instructions the cursor is at: padded to words only. */
function contentEnd(cursor: DwarfCursor, start: number, end: number, addressSize: number): number {
  const size = instructionsEnd(cursor, end, addressSize) - start;
  return Math.min(end, start + Math.ceil(size / WORD) * WORD);
}

function readCommon(cursor: DwarfCursor, start: number, end: number): CommonEntry | undefined {
  const fields = readCommonFields(cursor, true);
  if (fields === undefined || !fields.isRegular || fields.start > end) return undefined;
  const { encoding: pointerEncoding, hasAugmentation } = fields;
  const addressSize = pointerSize(pointerEncoding);
  if (addressSize === undefined) return undefined;
  cursor.at = fields.start;
  const contents = contentEnd(cursor, start, end, addressSize);
  return { kind: "cie", start, end: contents, pointerEncoding, hasAugmentation };
}
