// SPDX-License-Identifier: MPL-2.0
// Where GNU as divides a section into fragments. It computes distances within one itself, and leaves those
// from one to another to the linker. Takes sections after layout, and offsets before it.

import { R } from "../object/relocation.ts";
import type { Section } from "../state/section.ts";
import type { AssemblySymbol } from "../state/symbol.ts";

/** The bytes after which a fragment ends, by the relocation at their start: the linker may shorten them. */
const ENDS: ReadonlyMap<number, number> = new Map([
  [R.HI20, 4],
  [R.PCREL_HI20, 4],
  [R.TPREL_HI20, 4],
  [R.TPREL_ADD, 4],
  [R.CALL, 8],
  [R.CALL_PLT, 8],
]);

/** Opcodes of instructions after which a fragment ends in any case: lui, branches, jal. */
const ENDING_OPCODES: ReadonlySet<number> = new Set([0x37, 0x63, 0x6f]);
const OPCODE = 0x7f;
/** The low bits that tell an instruction of four bytes from one of two. */
const LENGTH = 0b11;

/** The fragments of the sections of a file. */
export class GnuFragments {
  readonly #starts = new Map<Section, Float64Array>();

  /** Whether two labels of a section, in this order, are in one fragment. */
  areTogether(section: Section, from: AssemblySymbol, to: AssemblySymbol): boolean {
    let starts = this.#starts.get(section);
    if (starts === undefined) {
      starts = startsOf(section);
      this.#starts.set(section, starts);
    }
    return startsBefore(starts, from.offset) === startsBefore(starts, to.offset) &&
      !hasEnd(section, from.offset, to.offset);
  }
}

/** How many of the rising offsets are not after an offset. */
function startsBefore(starts: Float64Array, offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The offsets, rising, at which fragments start, as they follow from all but the instructions. */
function startsOf({ gnuFragments, fragments, relocations, fixups }: Section): Float64Array {
  const starts = [...gnuFragments, ...fragments.map(({ offset, size }) => offset + size)];
  for (const { type, offset } of [...relocations, ...fixups]) {
    const size = ENDS.get(type);
    if (size !== undefined) starts.push(offset + size);
  }
  return Float64Array.from(starts).sort();
}

/** Whether an instruction between two offsets ends a fragment. */
function hasEnd({ data }: Section, from: number, to: number): boolean {
  for (let at = from; at < to;) {
    const low = data[at]!;
    if (ENDING_OPCODES.has(low & OPCODE)) return true;
    at += (low & LENGTH) === LENGTH ? 4 : 2;
  }
  return false;
}
