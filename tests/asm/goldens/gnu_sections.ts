// SPDX-License-Identifier: MPL-2.0
// Cases for which the sections of an object file must be those of GNU as: sources, divided by lines
// `#----`, in gnu_sections/*.s, and next to each the sections of its cases in *.txt.

import { assemble } from "../../../asm/assembler.ts";
import { writeObject } from "../../../asm/elf.ts";
import { runGnu, withDirectory } from "./gnu.ts";

/** The directory of the cases. */
export const GNU_SECTIONS = new URL("./gnu_sections/", import.meta.url);
const DIVIDER = "#----\n";
const ARCHITECTURE = "rv64imafd_zicsr_zifencei";
/** How a case is described that is an error. */
export const REFUSED = "refused";

/** The names of the files with cases. */
export async function sectionCaseFiles(): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(GNU_SECTIONS)) {
    if (name.endsWith(".s")) names.push(name.slice(0, -2));
  }
  return names.sort();
}

/** The cases of a file. */
export async function sectionCases(file: string): Promise<string[]> {
  return (await Deno.readTextFile(new URL(`${file}.s`, GNU_SECTIONS))).split(DIVIDER);
}

/** The descriptions of a file's cases that GNU as gives, as committed. */
export async function gnuDescriptions(file: string): Promise<string[]> {
  return (await Deno.readTextFile(new URL(`${file}.txt`, GNU_SECTIONS))).split(DIVIDER);
}

/** A section of an ELF file: its header, and its bytes. */
export interface ElfSection {
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  readonly address: number;
  readonly size: number;
  readonly alignment: number;
  readonly entry: number;
  /** The bytes as hexadecimal digits; empty for a section without contents. */
  readonly hex: string;
}

/** The sections of an ELF file, without those that hold its own tables. */
export function elfSections(elf: Uint8Array): ElfSection[] {
  const view = new DataView(elf.buffer, elf.byteOffset, elf.byteLength);
  const at = Number(view.getBigUint64(0x28, true));
  const count = view.getUint16(0x3c, true);
  const headers = Array.from({ length: count }, (_, index) => {
    const header = at + 64 * index;
    const long = (offset: number) => Number(view.getBigUint64(header + offset, true));
    return {
      name: view.getUint32(header, true),
      type: view.getUint32(header + 4, true),
      flags: long(8),
      address: long(16),
      offset: long(24),
      size: long(32),
      alignment: long(48),
      entry: long(56),
    };
  });
  const names = headers[view.getUint16(0x3e, true)]?.offset ?? 0;
  const nameAt = (offset: number) => {
    const start = names + offset;
    return new TextDecoder().decode(elf.subarray(start, elf.indexOf(0, start)));
  };
  return headers.map(({ offset, ...header }) => ({
    ...header,
    name: nameAt(header.name),
    hex: header.type === 8 ? "" : elf.subarray(offset, offset + header.size).toHex(),
  })).filter(({ name }) =>
    !/^(|\.(symtab|strtab|shstrtab|riscv\.attributes|rela.*))$/.test(name)
  );
}

/** A section as text: name, type, flags, entry size, alignment, size, bytes. */
export function describeSections(elf: Uint8Array): string {
  return elfSections(elf).map(({ name, type, flags, entry, alignment, size, hex }) =>
    `${name} type=${type} flags=${flags.toString(16)} entry=${entry} ` +
    `align=${alignment} size=${size} ${hex}`.trimEnd() + "\n"
  ).sort().join("");
}

/** The sections of a case by GNU as. */
export function gnuSectionsOf(source: string): Promise<string> {
  return withDirectory(async (directory) => {
    await Deno.writeTextFile(`${directory}/a.s`, source);
    const args = [`-march=${ARCHITECTURE}`, "-mno-relax", "-o", `${directory}/a.o`];
    const { success } = await runGnu("as", [...args, `${directory}/a.s`]);
    if (!success) return `${REFUSED}\n`;
    return describeSections(await Deno.readFile(`${directory}/a.o`));
  });
}

/** The sections of a case by our assembler. */
export function sectionsOf(source: string): string {
  const { object } = assemble({ name: "a.s", text: source }, { architecture: ARCHITECTURE });
  if (object === undefined) return `${REFUSED}\n`;
  return describeSections(writeObject(object, { lineTables: false }));
}
