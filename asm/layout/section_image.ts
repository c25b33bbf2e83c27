// SPDX-License-Identifier: MPL-2.0
// The contents of a section after layout: its bytes with every fragment at its final size, its line
// table and its relocations. Takes a section with shifts.

import { MAX_STORED_BYTES } from "../object/limits.ts";
import { Section } from "../state/section.ts";

/** The bytes of a section with every fragment at its final size. */
export function rebuilt(section: Section): Uint8Array<ArrayBuffer> {
  const result = new Section(section.name, section.type, section.flags, section.index);
  result.reserve(section.size + Math.max(0, section.shifts?.[section.fragments.length] ?? 0));
  let from = 0;
  for (const fragment of section.fragments) {
    result.bytes(section.data.subarray(from, fragment.offset));
    from = fragment.offset + fragment.size;
    const size = fragment.finalSize;
    if (fragment.kind === "align") result.pad(size, fragment.fill);
    else if (fragment.kind === "org" || fragment.kind === "space") {
      const filling = fragment.fill ?? { value: 0, size: 1 };
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
  const { fragments, shifts } = section;
  let fragment = 0;
  return lines.map((offset) => {
    while (
      fragment < fragments.length &&
      (fragments[fragment]?.offset ?? 0) + (fragments[fragment]?.size ?? 0) <= offset
    ) {
      // A fragment of no size that starts here belongs to this line.
      if (fragments[fragment]?.size === 0 && fragments[fragment]?.offset === offset) break;
      fragment++;
    }
    return offset + (shifts?.[fragment] ?? 0);
  });
}

/** Moves the relocations of a section to their final offsets. */
export function moveRelocations(section: Section): void {
  for (const relocation of section.relocations) {
    relocation.offset = section.finalOffset(relocation.offset, relocation.fragment);
  }
}

/** addi x0, x0, 0 */
const NOP = 0x13;

/** Code with no-operations after it, up to a multiple of the alignment, as in GNU as. */
export function paddedCode(
  code: Uint8Array<ArrayBuffer>,
  alignment: number,
): Uint8Array<ArrayBuffer> {
  const size = Math.ceil(code.length / alignment) * alignment;
  if (size === code.length || size > MAX_STORED_BYTES) return code;
  const padded = new Uint8Array(size);
  padded.set(code);
  let at = code.length + (code.length & 1);
  // c.nop is 0x0001.
  if ((at & 2) !== 0) {
    padded[at] = 1;
    at += 2;
  }
  for (; at < size; at += 4) padded[at] = NOP;
  return padded;
}
