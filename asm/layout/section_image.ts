// SPDX-License-Identifier: MPL-2.0
// A section after layout: its bytes with every piece at its final size, and its line table moved
// along, as are its relocations. Takes a section that has its shifts.

import { Section } from "../state/section.ts";

/** The bytes of a section with every piece at its final size. */
export function rebuilt(section: Section): Uint8Array<ArrayBuffer> {
  const result = new Section(section.name, section.type, section.flags, section.index);
  result.reserve(section.size + Math.max(0, section.shifts?.[section.pieces.length] ?? 0));
  let from = 0;
  for (const piece of section.pieces) {
    result.bytes(section.data.subarray(from, piece.offset));
    from = piece.offset + piece.size;
    const size = piece.finalSize;
    if (piece.kind === "align") result.pad(size, piece.fill);
    else if (piece.kind === "org" || piece.kind === "space") {
      const filling = piece.fill ?? { value: 0, size: 1 };
      result.fill(Math.floor(size / filling.size), filling);
    } else {
      result.fill(size, { value: 0, size: 1 });
    }
  }
  result.bytes(section.data.subarray(from, section.size));
  return result.data.subarray(0, result.size);
}

/** The offsets of the line table after layout. */
export function movedLines(section: Section, moved: boolean): Int32Array {
  const lines = section.lineOffsets.subarray(0, section.lineCount);
  if (!moved) return lines;
  const { pieces, shifts } = section;
  let piece = 0;
  return lines.map((offset) => {
    while (
      piece < pieces.length && (pieces[piece]?.offset ?? 0) + (pieces[piece]?.size ?? 0) <= offset
    ) {
      // A piece of no size that starts here belongs to this line, unless it is an earlier one.
      if (pieces[piece]?.size === 0 && pieces[piece]?.offset === offset) break;
      piece++;
    }
    return offset + (shifts?.[piece] ?? 0);
  });
}

/** Moves the relocations of a section to where layout has put their bytes. */
export function moveRelocations(section: Section): void {
  for (const relocation of section.relocations) {
    relocation.offset = section.finalOffset(relocation.offset, relocation.piece);
  }
}
