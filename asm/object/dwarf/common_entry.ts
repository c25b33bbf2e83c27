// SPDX-License-Identifier: MPL-2.0
// Reads common information entries (CIEs) of .eh_frame and .debug_frame: what the frames that refer to one
// have in common (DWARF 5, section 6.4.1; Linux Standard Base, "Exception Frames"). Takes a cursor after the
// entry's length and id; throws a RangeError when the section ends too early.

import { DW_EH_PE } from "./constants.ts";
import type { DwarfCursor } from "./cursor.ts";

/** What a common information entry says. */
export interface CommonFields {
  /** The unit of advances. */
  readonly codeAlignment: number;
  /** The unit of offsets. */
  readonly dataAlignment: number;
  /** The register in whose column the return address is. */
  readonly returnColumn: number;
  /** Whether its frames are those of signal handlers' trampolines. */
  readonly isSignalFrame: boolean;
  /** How its frames' entries store addresses. */
  readonly encoding: number;
  /** Whether the entries of its frames have data of the language, after their length. */
  readonly hasAugmentation: boolean;
  /** Whether it has the form that compilers write, so that all of it is understood. */
  readonly isRegular: boolean;
  /** Where its instructions begin. */
  readonly start: number;
}

const DECODER = new TextDecoder();
const ADDRESS_SIZE = 8;

/** The size of a pointer in an encoding; undefined if it has none, or varies. */
export function pointerSize(encoding: number): number | undefined {
  switch (encoding & 7) {
    case DW_EH_PE.absptr:
    case DW_EH_PE.udata8:
      return 8;
    case DW_EH_PE.udata4:
      return 4;
    case DW_EH_PE.udata2:
      return 2;
    default:
      return undefined;
  }
}

/** Reads an entry, up to its instructions; undefined if its form is unknown. */
export function readCommonFields(
  cursor: DwarfCursor,
  isEhFrame: boolean,
): CommonFields | undefined {
  const version = cursor.u8();
  const from = cursor.skipString();
  const augmentation = DECODER.decode(cursor.bytes.subarray(from, cursor.at - 1));
  if (version === 4 && !isEhFrame) {
    const addressSize = cursor.u8();
    const selectorSize = cursor.u8();
    if (addressSize !== ADDRESS_SIZE || selectorSize !== 0) return undefined;
  } else if (version !== 1 && version !== 3) return undefined;
  const codeAlignment = cursor.uleb();
  const dataAlignment = cursor.sleb();
  const returnColumn = version === 1 ? cursor.u8() : cursor.uleb();
  const hasAugmentation = augmentation.startsWith("z");
  const end = hasAugmentation ? cursor.uleb() + cursor.at : undefined;
  let encoding: number = DW_EH_PE.absptr;
  let isSignalFrame = false;
  let isRegular = hasAugmentation || augmentation === "";
  for (const letter of augmentation.slice(hasAugmentation ? 1 : 0)) {
    if (letter === "R") encoding = cursor.u8();
    else if (letter === "L") cursor.u8();
    else if (letter === "P") isRegular = skipPointer(cursor, cursor.u8()) && isRegular;
    else if (letter === "S") isSignalFrame = true;
    else {
      // The length says where the instructions are; without one, an unknown letter is the end.
      if (end === undefined) return undefined;
      isRegular = false;
      break;
    }
  }
  if (end !== undefined && cursor.at > end) isRegular = false;
  return {
    ...{ codeAlignment, dataAlignment, returnColumn, isSignalFrame },
    ...{ encoding, hasAugmentation, isRegular, start: end ?? cursor.at },
  };
}

/** Skips a pointer; returns whether it has a fixed size. */
function skipPointer(cursor: DwarfCursor, encoding: number): boolean {
  const size = pointerSize(encoding);
  if (size !== undefined) cursor.skip(size);
  else if ((encoding & 7) === DW_EH_PE.uleb128) cursor.uleb();
  else if (encoding !== DW_EH_PE.omit) {
    throw new RangeError(`Cannot skip a pointer: its encoding is ${encoding}`);
  }
  return size !== undefined;
}
