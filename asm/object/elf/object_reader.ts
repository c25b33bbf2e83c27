// SPDX-License-Identifier: MPL-2.0
// Reads relocatable ELF files (ET_REL) of GNU as, gcc and clang into objects like those of assembled
// sources. Takes the bytes of a file; returns sections, symbols and relocations that are known to be valid,
// or throws an error that says what is wrong with the file.

import {
  NO_SYMBOL,
  type ObjectFile,
  type ObjectSymbol,
  type Relocation,
  type SectionGroup,
  type SectionType,
} from "../object.ts";
import { MAX_ZERO_BYTES } from "../limits.ts";
import { R, relocationWidth } from "../relocation.ts";
import { Sources } from "../source.ts";
import type { Target } from "../target.ts";
import { toInt64 } from "../value.ts";
import { settleAlignments } from "./alignment.ts";
import { ATTRIBUTES_SECTION, readArchitecture } from "./attributes.ts";
import { describeType, ElfFile, type ElfSection, type ElfSymbol } from "./elf_file.ts";
import {
  EF,
  ET,
  FLOAT_ABIS,
  GRP_COMDAT,
  RELA_SIZE,
  SECTION_TYPES,
  SHF,
  SHN,
  SHT,
  STB_GNU_UNIQUE,
  STO_VARIANT_CC,
  VISIBILITIES,
} from "./format.ts";
import { ObjectLines } from "./object_lines.ts";
import { FileSection } from "./file_section.ts";
import { bindingOf, kindOf } from "./symbols.ts";

const TYPES: ReadonlyMap<number, SectionType> = new Map(
  Object.entries(SECTION_TYPES).map(([name, type]) => [type, name as SectionType]),
);

/** Types of sections that are tables of the object file, not parts of the program. */
const TABLES: ReadonlySet<number> = new Set([
  ...[SHT.null, SHT.symtab, SHT.strtab, SHT.rela, SHT.rel, SHT.group, SHT.symtabShndx],
  SHT.riscvAttributes,
]);

/** Section flags that the linker looks at, and their letters. */
const FLAG_LETTERS: readonly (readonly [bit: number, letter: string])[] = [
  [SHF.merge, "M"],
  [SHF.strings, "S"],
  [SHF.tls, "T"],
  [SHF.retain, "R"],
];

/** The flags of the operating system and the machine, which stay as they are; "exclude" is not one. */
const OTHER_FLAGS = 0x7ff0_0000 & ~SHF.retain;

/** Sections with this prefix are linked once for each name: the old form of groups. */
const LINK_ONCE = ".gnu.linkonce.";

/**
 * Reads a relocatable object file for RV64.
 *
 * @param name The file's name in messages, such as `libc.a(printf.o)`.
 * @throws {FileFormatError} When it is not one, or is damaged.
 */
export function readObject(bytes: Uint8Array, name: string): ObjectFile {
  const file = new ElfFile(bytes, name);
  if (file.type !== ET.rel) throw file.error(`it is ${describeType(file)}, not an object file`);
  if ((file.flags & EF.rve) !== 0) throw file.error("it is for RV64E, which has only 16 registers");
  return new ObjectReader(file).object();
}

class ObjectReader {
  readonly #file: ElfFile;
  /** For each section of the file, its index in the object; -1 for those left out. */
  readonly #indexes: number[] = [];
  readonly #sections: FileSection[] = [];
  #symbols: ObjectSymbol[] = [];

  constructor(file: ElfFile) {
    this.#file = file;
  }

  object(): ObjectFile {
    const file = this.#file;
    const sources = new Sources();
    const lines = new ObjectLines(sources);
    for (const section of file.sections) {
      this.#indexes.push(this.#isTable(section) ? -1 : this.#sections.length);
      if (!this.#isTable(section)) this.#sections.push(this.#section(section, lines));
    }
    const tables = file.sections.filter(({ type }) => type === SHT.symtab);
    if (tables.length > 1) throw file.error("it has two symbol tables");
    const entries = tables[0] === undefined ? [] : file.symbols(tables[0]);
    if (entries.some(({ name }) => name === "__gnu_lto_slim")) {
      throw file.error("it has only GCC's intermediate code; compile it without -flto");
    }
    this.#symbols = entries.map((symbol) => this.#symbol(symbol));
    this.#readGroups(entries);
    for (const section of file.sections) {
      if (section.type === SHT.rel) {
        throw file.error(`${section.name} has relocations without addends (SHT_REL)`);
      }
      if (section.type === SHT.rela) this.#readRelocations(section);
    }
    this.#symbols = settleAlignments(file, this.#sections, this.#symbols);
    const object: ObjectFile = {
      name: file.reader.file,
      sections: this.#sections,
      symbols: this.#symbols,
      sources,
      target: this.#target(),
      isBinary: true,
    };
    lines.attach(object);
    return object;
  }

  #isTable({ type, flags }: ElfSection): boolean {
    return TABLES.has(type) || (flags & SHF.exclude) !== 0;
  }

  #section(section: ElfSection, lines: ObjectLines): FileSection {
    const { name, type, flags, size, alignment, entrySize } = section;
    const file = this.#file;
    const further = flags & OTHER_FLAGS;
    const isOther = !TYPES.has(type);
    if (size > MAX_ZERO_BYTES) throw file.error(`section ${name} is too large: ${size} bytes`);
    if ((flags & SHF.compressed) !== 0 && (flags & SHF.alloc) !== 0) {
      throw file.error(`section ${name} is compressed`);
    }
    const made = new FileSection(
      {
        name,
        type: TYPES.get(type) ?? "progbits",
        flags: {
          alloc: (flags & SHF.alloc) !== 0,
          write: (flags & SHF.write) !== 0,
          execute: (flags & SHF.execute) !== 0,
          other: FLAG_LETTERS.map(([bit, letter]) => (flags & bit) !== 0 ? letter : "").join(""),
        },
        alignment,
        entrySize,
        size,
        data: file.contents(section),
        isCompressed: (flags & SHF.compressed) !== 0,
        ...((isOther || further !== 0) && {
          details: {
            ...(isOther && { type }),
            ...(further !== 0 && { flags: further >>> 0 }),
            ...(section.info !== 0 && { info: section.info }),
          },
        }),
      },
      lines,
      this.#sections.length,
    );
    if (name.startsWith(LINK_ONCE)) made.group = { name, isComdat: true };
    return made;
  }

  #symbol(symbol: ElfSymbol): ObjectSymbol {
    const kind = kindOf(symbol);
    const binding = bindingOf(symbol);
    if (binding === undefined) {
      throw this.#file.error(
        `the symbol \`${symbol.name}\` has an unknown binding: ${symbol.binding}`,
      );
    }
    // A static program has one version of each symbol: the default one, which `@@` marks.
    const at = symbol.name.indexOf("@");
    const isDefault = symbol.section === SHN.undef || symbol.name[at + 1] === "@";
    const isVersioned = at > 0 && isDefault;
    const base = {
      name: isVersioned ? symbol.name.slice(0, at) : symbol.name,
      ...(isVersioned && { version: symbol.name.slice(at) }),
      size: symbol.size,
      kind,
      binding,
      visibility: VISIBILITIES[symbol.other & 3] ?? "default",
      location: 0,
      length: 0,
      ...(symbol.binding === STB_GNU_UNIQUE && { isUnique: true }),
      ...((symbol.other & STO_VARIANT_CC) !== 0 && { isVariantCall: true }),
    } as const;
    const value = toInt64(symbol.value);
    switch (symbol.section) {
      case SHN.undef:
        return { ...base, section: binding === "local" ? "absolute" : "undefined", value: 0 };
      case SHN.abs:
        return { ...base, section: "absolute", value };
      case SHN.common: {
        // The value is the alignment.
        const isPower = typeof value === "number" && value >= 1 && value <= 2 ** 31 &&
          Number.isInteger(Math.log2(value));
        if (!isPower || symbol.size > MAX_ZERO_BYTES) {
          throw this.#file.error(
            `the common symbol \`${symbol.name}\` has an invalid size (${symbol.size}) or alignment (${value})`,
          );
        }
        return { ...base, section: "common", value };
      }
    }
    const index = this.#indexes[symbol.section];
    if (index === undefined) {
      throw this.#file.error(
        `the symbol \`${symbol.name}\` is in section ${symbol.section}, which does not exist`,
      );
    }
    return index < 0
      ? { ...base, section: "absolute", value: 0 }
      : { ...base, section: index, value };
  }

  #readGroups(symbols: readonly ElfSymbol[]): void {
    const file = this.#file;
    for (const section of file.sections) {
      if (section.type !== SHT.group) continue;
      const { reader } = file;
      const signature = symbols[section.info];
      if (signature === undefined || section.size < 4) {
        throw file.error(`the group in section ${section.index} has no name`);
      }
      const isComdat = (reader.u32(section.offset, "a group") & GRP_COMDAT) !== 0;
      // If the symbol is a section's, which has no name, the section's name is the group's.
      const name = signature.name || (file.sections[signature.section]?.name ?? "");
      const group: SectionGroup = { name, isComdat };
      for (let at = 4; at + 4 <= section.size; at += 4) {
        const member = this.#indexes[reader.u32(section.offset + at, "a group")];
        if (member === undefined) {
          throw file.error(`the group \`${name}\` has a section that does not exist`);
        }
        const found = this.#sections[member];
        if (found !== undefined) found.group = group;
      }
    }
  }

  #readRelocations(table: ElfSection): void {
    const file = this.#file;
    const { reader } = file;
    const target = file.sections[table.info];
    const section = this.#sections[this.#indexes[table.info] ?? -1];
    if (target === undefined) {
      throw file.error(`${table.name} is for a section that does not exist`);
    }
    if (section === undefined) return;
    if (section.type === "nobits" && table.size > 0) {
      throw file.error(`${table.name} is for ${section.name}, which has no bytes`);
    }
    const list: Relocation[] = [];
    for (let at = 0; at + RELA_SIZE <= table.size; at += RELA_SIZE) {
      const start = table.offset + at;
      const offset = reader.size(start, "a relocation");
      const type = reader.u32(start + 8, "a relocation");
      const symbol = reader.u32(start + 12, "a relocation");
      // Relaxation is optional, and is not done.
      if (type === R.RELAX || type === R.NONE) continue;
      if (offset + relocationWidth(type) > section.size) {
        throw file.error(
          `a relocation of ${section.name} is at byte ${offset}, but the section has only ${section.size}`,
        );
      }
      if (symbol >= this.#symbols.length && symbol !== 0) {
        throw file.error(
          `a relocation of ${section.name} refers to symbol ${symbol}, which does not exist`,
        );
      }
      list.push({
        offset,
        type,
        symbol: symbol === 0 ? NO_SYMBOL : symbol,
        addend: toInt64(reader.u64(start + 16, "a relocation")),
        location: 0,
        length: 0,
      });
    }
    section.relocations = [...section.relocations, ...list].sort((a, b) => a.offset - b.offset);
  }

  #target(): Target {
    const { flags } = this.#file;
    const attributes = this.#file.sections.find(({ type, name }) =>
      type === SHT.riscvAttributes || name === ATTRIBUTES_SECTION
    );
    // An object without code, such as one made from a data file, can be linked with any.
    const hasCode = this.#sections.some(({ flags, size }) => flags.execute && size > 0);
    return {
      isCompressed: (flags & EF.rvc) !== 0,
      floatAbi: hasCode ? FLOAT_ABIS[(flags & EF.floatAbi) >> 1] : undefined,
      architecture: attributes && readArchitecture(this.#file.contents(attributes)),
    };
  }
}
