// SPDX-License-Identifier: MPL-2.0
// The sections of an ELF file that is being written: headers, symbol table, and offsets in the file. The
// writers of objects and executables share it.

import type { Int64 } from "../value.ts";
import { MAX_SECTIONS, setWord } from "./file_header.ts";
import { SHDR_SIZE, SHT, SYM_SIZE } from "./format.ts";
import type { StringTable } from "./string_table.ts";

/** A section header. */
export interface SectionHeader {
  readonly name: string;
  /** One of `SHT`. */
  readonly type: number;
  /** Bits of `SHF`. */
  readonly flags: number;
  readonly address: bigint;
  readonly offset: number;
  readonly size: number;
  readonly link?: number;
  readonly info?: number;
  readonly align: number;
  readonly entrySize?: number;
}

/** A symbol, before its name is in a string table. */
export interface SymbolEntry {
  readonly name: string;
  /** One of the types of `SYMBOL_TYPES`. */
  readonly type: number;
  /** One of `SYMBOL_BINDINGS`. */
  readonly binding: number;
  /** Index in `VISIBILITIES`. */
  readonly visibility: number;
  readonly section: number;
  readonly value: Int64;
  readonly size: number;
}

/** The bytes of a symbol table: an empty symbol, then `symbols`, which must be sorted: local ones first. */
export function symbolTable(symbols: readonly SymbolEntry[], strings: StringTable): Uint8Array {
  const table = new Uint8Array((symbols.length + 1) * SYM_SIZE);
  const view = new DataView(table.buffer);
  symbols.forEach(({ name, type, binding, visibility, section, value, size }, index) => {
    const at = (index + 1) * SYM_SIZE;
    view.setUint32(at, strings.add(name), true);
    view.setUint8(at + 4, (binding << 4) | type);
    view.setUint8(at + 5, visibility);
    view.setUint16(at + 6, section, true);
    setWord(view, at + 8, value);
    setWord(view, at + 16, size);
  });
  return table;
}

/** Writes section headers at an offset, after an empty one. The last section must be that of `names`. */
export function writeSectionHeaders(
  view: DataView,
  offset: number,
  sections: readonly SectionHeader[],
  names: StringTable,
): void {
  const count = sections.length + 1;
  if (count >= MAX_SECTIONS) {
    setWord(view, offset + 32, count);
    view.setUint32(offset + 40, count - 1, true);
  }
  sections.forEach((section, index) => {
    const at = offset + (index + 1) * SHDR_SIZE;
    view.setUint32(at, names.add(section.name), true);
    view.setUint32(at + 4, section.type, true);
    setWord(view, at + 8, section.flags);
    setWord(view, at + 16, section.address);
    setWord(view, at + 24, section.offset);
    setWord(view, at + 32, section.size);
    view.setUint32(at + 40, section.link ?? 0, true);
    view.setUint32(at + 44, section.info ?? 0, true);
    setWord(view, at + 48, section.align);
    setWord(view, at + 56, section.entrySize ?? 0);
  });
}

/** A section that has no offset in the file yet, and its content. */
export interface UnplacedSection extends Omit<SectionHeader, "offset" | "size" | "address"> {
  readonly data: Uint8Array;
  /** The size of a nobits section. */
  readonly size?: number;
}

/** Places sections one after the other from an offset on. Returns their headers and the end. */
export function placeUnloaded(
  sections: readonly UnplacedSection[],
  from: number,
): { headers: SectionHeader[]; end: number } {
  let end = from;
  const headers = sections.map(({ data, size, ...section }) => {
    const isEmpty = section.type === SHT.nobits;
    const aligned = alignUp(end, Math.min(section.align, MAX_FILE_ALIGNMENT));
    // What has no bytes in the file may have a large alignment, which must not lead out of the file.
    const offset = isEmpty ? end : aligned;
    if (!isEmpty) end = offset + data.length;
    return { ...section, address: 0n, offset, size: isEmpty ? size ?? 0 : data.length };
  });
  return { headers, end };
}

/** Larger alignments matter in memory, and would only make the file longer. */
const MAX_FILE_ALIGNMENT = 4096;

/** The next multiple of an alignment. */
export function alignUp(value: number, to: number): number {
  return Math.ceil(value / to) * to;
}
