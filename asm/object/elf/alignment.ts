// SPDX-License-Identifier: MPL-2.0
// R_RISCV_ALIGN: an assembler that leaves relaxation to the linker aligns code with as much padding as could
// ever be needed, and every linker must remove the excess, even one that relaxes nothing (psABI,
// "Alignment"). Sections are placed at multiples of their alignment, so the object's reader can do that.

import type { ObjectSymbol } from "../object.ts";
import { R } from "../relocation.ts";
import { subtract } from "../value.ts";
import type { ElfFile } from "./elf_file.ts";
import type { FileSection } from "./file_section.ts";

/** Bytes to remove, at an offset of the original section. */
interface Cut {
  readonly at: number;
  readonly count: number;
  /** The total of the cuts before this one. */
  readonly before: number;
}

/** addi x0, x0, 0 and c.nop */
const NOP = 0x0000_0013;
const SHORT_NOP = 0x0001;

/** Removes excess padding from all sections. Returns the symbols with their new values. */
export function settleAlignments(
  file: ElfFile,
  sections: readonly FileSection[],
  symbols: ObjectSymbol[],
): ObjectSymbol[] {
  const cuts = sections.map((section) => settleSection(file, section));
  if (cuts.every(({ length }) => length === 0)) return symbols;
  return symbols.map((symbol) => {
    const list = typeof symbol.section === "number" ? cuts[symbol.section] : undefined;
    if (list === undefined || list.length === 0) return symbol;
    const start = Number(symbol.value);
    const end = start + symbol.size;
    const value = subtract(symbol.value, cutBefore(list, start));
    return {
      ...symbol,
      value,
      size: symbol.size - (cutBefore(list, end) - cutBefore(list, start)),
    };
  });
}

function settleSection(file: ElfFile, section: FileSection): Cut[] {
  const aligns = section.relocations.filter(({ type }) => type === R.ALIGN);
  if (aligns.length === 0) return [];
  const cuts: Cut[] = [];
  const data = section.data.slice();
  const view = new DataView(data.buffer);
  let gone = 0;
  let done = 0;
  for (const { offset, addend } of aligns) {
    const padding = Number(addend);
    if (padding < 0 || offset + padding > section.size || offset < done) {
      throw file.error(`${section.name} has invalid padding (${padding} bytes) at byte ${offset}`);
    }
    // Padding is the alignment, a power of two, less the length of the shortest instruction.
    const alignment = 2 ** (Math.floor(Math.log2(Math.max(1, padding))) + 1);
    const at = offset - gone;
    const needed = Math.ceil(at / alignment) * alignment - at;
    if (needed > padding) {
      throw file.error(
        `${section.name} needs ${needed} bytes of padding at byte ${offset}, but has only ${padding}`,
      );
    }
    section.alignment = Math.max(section.alignment, alignment);
    const whole = needed & ~3;
    for (let index = 0; index < whole; index += 4) view.setUint32(offset + index, NOP, true);
    if (needed - whole >= 2) view.setUint16(offset + whole, SHORT_NOP, true);
    if (needed < padding) {
      cuts.push({ at: offset + needed, count: padding - needed, before: gone });
    }
    gone += padding - needed;
    done = offset + padding;
  }
  if (gone > 0) cut(section, data, cuts, gone);
  section.relocations = section.relocations.filter(({ type }) => type !== R.ALIGN)
    .map((relocation) => ({
      ...relocation,
      offset: relocation.offset - cutBefore(cuts, relocation.offset),
    }));
  return cuts;
}

function cut(section: FileSection, data: Uint8Array, cuts: readonly Cut[], gone: number): void {
  let to = 0;
  let from = 0;
  for (const { at, count } of [...cuts, { at: section.size, count: 0 }]) {
    data.copyWithin(to, from, at);
    to += at - from;
    from = at + count;
  }
  section.data = data.subarray(0, section.size - gone);
  section.size -= gone;
}

/** The number of bytes cut before an offset. */
function cutBefore(cuts: readonly Cut[], offset: number): number {
  let low = 0;
  let high = cuts.length;
  // Cuts are sorted by offset, and there may be very many.
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cuts[middle]!.at < offset) low = middle + 1;
    else high = middle;
  }
  const last = cuts[low - 1];
  return last === undefined ? 0 : last.before + Math.min(last.count, offset - last.at);
}
