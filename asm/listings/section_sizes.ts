// SPDX-License-Identifier: MPL-2.0
// The sizes of an ELF file's sections as `size` of GNU binutils lists them: code and constants, data, zeros;
// or section by section.

import { printable } from "../object/printable.ts";
import type { ElfFile, ElfSection } from "../object/elf/elf_file.ts";
import { SHF, SHT } from "../object/elf/format.ts";
import { hex } from "../object/value.ts";

/** The sizes of a file, in bytes. */
export interface FileSizes {
  /** Code and read-only data. */
  readonly text: number;
  /** Data that programs write. */
  readonly data: number;
  /** Data that begin as zeros. */
  readonly bss: number;
}

/** The size of a section. */
export interface SectionSize {
  /** The section's name. */
  readonly name: string;
  /** Size in bytes. */
  readonly size: number;
  /** Its address; 0 in object files. */
  readonly address: bigint;
}

/** Tables of the file, which are listed only where they are in memory. */
const TABLES: ReadonlySet<number> = new Set([
  ...[SHT.symtab, SHT.strtab, SHT.symtabShndx],
]);

/** Sums the sections of a file by what is in them. */
export function sizesOf({ sections }: ElfFile): FileSizes {
  const sizes = { text: 0, data: 0, bss: 0 };
  for (const { flags, type, size } of sections) {
    if ((flags & SHF.alloc) === 0) continue;
    const isFixed = (flags & SHF.execute) !== 0 || (flags & SHF.write) === 0;
    sizes[isFixed ? "text" : type === SHT.nobits ? "bss" : "data"] += size;
  }
  return sizes;
}

/** The sections of a file, without its tables. */
export function sectionSizes({ sections }: ElfFile): SectionSize[] {
  const isListed = ({ type, flags }: ElfSection) => {
    const isTable = TABLES.has(type) || type === SHT.rela || type === SHT.rel;
    return type !== SHT.null && (!isTable || (flags & SHF.alloc) !== 0);
  };
  return sections.filter(isListed).map(({ name, size, address }) => ({ name, size, address }));
}

/** How numbers are written. */
export type Radix = "decimal" | "hexadecimal";

/** The first line of the table. */
export const SIZES_HEAD = "   text\t   data\t    bss\t    dec\t    hex\tfilename\n";

/** A file's line of the table. */
export function formatSizes({ text, data, bss }: FileSizes, name: string, radix: Radix): string {
  const show = (size: number) => (radix === "hexadecimal" ? hex(size) : String(size)).padStart(7);
  const total = text + data + bss;
  const columns = [text, data, bss].map(show);
  return `${columns.join("\t")}\t${String(total).padStart(7)}\t${total.toString(16).padStart(7)}\t${
    printable(name)
  }\n`;
}

/** The table of a file's sections. */
export function formatSectionSizes(
  sections: readonly SectionSize[],
  name: string,
  radix: Radix,
): string {
  const show = (size: number | bigint) => radix === "hexadecimal" ? hex(size) : size.toString();
  const total = sections.reduce((sum, { size }) => sum + size, 0);
  const widest = (texts: readonly string[]) => Math.max(...texts.map(({ length }) => length));
  const names = widest([...sections.map(({ name }) => printable(name)), "section"]);
  const sizes = widest([show(total), "size"]);
  const addresses = widest([...sections.map(({ address }) => show(address)), "addr"]);
  const row = (first: string, second: string, third: string) =>
    `${first.padEnd(names)}   ${second.padStart(sizes)}   ${third.padStart(addresses)}\n`;
  return `${printable(name)}  :\n${row("section", "size", "addr")}${
    sections.map(({ name, size, address }) => row(printable(name), show(size), show(address))).join(
      "",
    )
  }${"Total".padEnd(names)}   ${show(total).padStart(sizes)}\n\n\n`;
}
