// SPDX-License-Identifier: MPL-2.0
// The structure of an ELF file: headers, sections with their contents, segments and symbols, as they are
// in the file. Every offset, size and count is checked against the file before it is used, so that a
// damaged file gives an error and nothing worse.

import { ByteReader, type FileFormatError } from "./byte_reader.ts";
import { isElf } from "./magic.ts";
import { StringTableReader } from "./string_table.ts";
import {
  EHDR_SIZE,
  EM_RISCV,
  ET,
  machineName,
  PHDR_SIZE,
  SHDR_SIZE,
  SHN,
  SHT,
  SYM_SIZE,
} from "./format.ts";

/** A section header, with the section's name. */
export interface ElfSection {
  readonly index: number;
  readonly name: string;
  /** One of `SHT`, or another number. */
  readonly type: number;
  /** Bits of `SHF`. */
  readonly flags: number;
  readonly address: bigint;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
  readonly info: number;
  /** A power of two, 1 where the file has 0. */
  readonly alignment: number;
  readonly entrySize: number;
}

/** A program header. */
export interface ElfSegment {
  /** One of `PT`, or another number. */
  readonly type: number;
  /** Bits of `PF`. */
  readonly flags: number;
  readonly offset: number;
  readonly address: bigint;
  readonly fileSize: number;
  readonly memorySize: number;
  readonly alignment: number;
}

/** A symbol, as in the file. */
export interface ElfSymbol {
  readonly name: string;
  /** The lower half of st_info. */
  readonly type: number;
  /** The upper half of st_info. */
  readonly binding: number;
  readonly other: number;
  /** Index of its section, or one of `SHN` from `SHN.loReserve` on. */
  readonly section: number;
  readonly value: bigint;
  readonly size: number;
}

/** The largest alignment that a section may have. */
const MAX_ALIGNMENT = 2 ** 31;

const ELF_CLASS = { at: 4, bits64: 2 } as const;
const ELF_DATA = { at: 5, little: 1 } as const;

/** An ELF file for RV64. */
export class ElfFile {
  /** The bytes of the file. */
  readonly reader: ByteReader;
  /** One of `ET`. */
  readonly type: number;
  /** e_flags, bits of `EF`. */
  readonly flags: number;
  readonly entry: bigint;
  /** The offset and number of program headers. */
  readonly programHeaders: { readonly offset: number; readonly count: number };
  readonly segments: readonly ElfSegment[];
  /** By index; the first one is empty. */
  readonly sections: readonly ElfSection[];

  /**
   * Reads the headers of a file.
   *
   * @throws {FileFormatError} when it is not an ELF file for RV64, or is damaged
   */
  constructor(bytes: Uint8Array, name: string) {
    const reader = new ByteReader(bytes, name);
    this.reader = reader;
    this.#checkKind();
    const header = (what: string) => `the ELF header's ${what}`;
    this.type = reader.u16(16, header("type"));
    this.entry = reader.u64(24, header("entry"));
    this.flags = reader.u32(48, header("flags"));
    this.sections = this.#sectionHeaders();
    const offset = reader.size(32, header("program headers"));
    const count = reader.u16(56, header("program headers"));
    this.programHeaders = { offset, count };
    this.segments = this.#segments(offset, count);
  }

  /** An error about this file. */
  error(reason: string): FileFormatError {
    return this.reader.error(reason);
  }

  #checkKind(): void {
    const { reader } = this;
    if (!isElf(reader.bytes)) throw this.error("it is not an ELF file");
    reader.need(0, EHDR_SIZE, "the ELF header");
    const is64 = reader.u8(ELF_CLASS.at, "the class") === ELF_CLASS.bits64;
    const isLittle = reader.u8(ELF_DATA.at, "the byte order") === ELF_DATA.little;
    // The machine field is in the byte order of the file.
    const [low, high] = [reader.u8(18, "the machine"), reader.u8(19, "the machine")];
    const machine = isLittle ? low | (high << 8) : high | (low << 8);
    if (machine !== EM_RISCV) {
      throw this.error(`it is an ELF file for ${machineName(machine)}, not for RISC-V`);
    }
    if (!is64) throw this.error("it is a 32-bit ELF file (RV32); Leveret is a 64-bit machine");
    if (!isLittle) throw this.error("it is a big-endian ELF file; RISC-V Linux is little-endian");
    if (reader.u16(54, "the header") !== PHDR_SIZE && reader.u16(56, "the header") > 0) {
      throw this.error(`its program headers are not ${PHDR_SIZE} bytes long`);
    }
  }

  #segments(offset: number, count: number): ElfSegment[] {
    const { reader } = this;
    if (count === 0) return [];
    reader.need(offset, count * PHDR_SIZE, "the table of program headers");
    return Array.from({ length: count }, (_, index) => {
      const at = offset + index * PHDR_SIZE;
      const what = `program header ${index}`;
      return {
        type: reader.u32(at, what),
        flags: reader.u32(at + 4, what),
        offset: reader.size(at + 8, what),
        address: reader.u64(at + 16, what),
        fileSize: reader.size(at + 32, what),
        memorySize: reader.size(at + 40, what),
        alignment: reader.size(at + 48, what),
      };
    });
  }

  #sectionHeaders(): ElfSection[] {
    const { reader } = this;
    const offset = reader.size(40, "the table of section headers");
    if (offset === 0) return [];
    const size = reader.u16(58, "the ELF header");
    if (size !== SHDR_SIZE) {
      throw this.error(`its section headers are not ${SHDR_SIZE} bytes long`);
    }
    reader.need(offset, SHDR_SIZE, "the table of section headers");
    // Numbers that do not fit into the file header are in the first section header (gABI, "Sections").
    const count = reader.u16(60, "the ELF header") || reader.size(offset + 32, "section 0");
    const named = reader.u16(62, "the ELF header");
    const names = named === SHN.xindex ? reader.u32(offset + 40, "section 0") : named;
    reader.need(offset, count * SHDR_SIZE, "the table of section headers");
    let stored = 0;
    const headers = Array.from({ length: count }, (_, index) => {
      const section = this.#sectionHeader(offset + index * SHDR_SIZE, index);
      if (section.type !== SHT.nobits && section.type !== SHT.null) {
        reader.need(section.offset, section.size, `section ${index}`);
        stored += section.size;
      }
      return section;
    });
    // Overlapping sections could make a small file take a huge amount of work.
    if (stored > reader.length) throw this.error("its sections overlap");
    const table = headers[names];
    if (names === 0 || table === undefined) return headers;
    if (table.type !== SHT.strtab) throw this.error("its section names are not in a string table");
    const strings = this.strings(table);
    return headers.map((section) => {
      const nameAt = reader.u32(offset + section.index * SHDR_SIZE, "a section's name");
      return { ...section, name: strings.at(nameAt, "a section's name") };
    });
  }

  #sectionHeader(at: number, index: number): ElfSection {
    const { reader } = this;
    const what = `section ${index}`;
    const alignment = reader.size(at + 48, what) || 1;
    const isPower = alignment <= MAX_ALIGNMENT && Number.isInteger(Math.log2(alignment));
    if (!isPower) throw this.error(`the alignment of section ${index} is invalid: ${alignment}`);
    return {
      index,
      name: "",
      type: reader.u32(at + 4, what),
      flags: reader.size(at + 8, what),
      address: reader.u64(at + 16, what),
      offset: reader.size(at + 24, what),
      size: reader.size(at + 32, what),
      link: reader.u32(at + 40, what),
      info: reader.u32(at + 44, what),
      alignment,
      entrySize: reader.size(at + 56, what),
    };
  }

  /** The first section of this name. */
  section(name: string): ElfSection | undefined {
    return this.sections.find((section) => section.name === name);
  }

  /** The bytes of a section; none for a nobits section. */
  contents({ type, offset, size, index }: ElfSection): Uint8Array {
    if (type === SHT.nobits || type === SHT.null) return new Uint8Array();
    return this.reader.slice(offset, size, `section ${index}`);
  }

  /** The strings of a section. */
  strings(table: ElfSection): StringTableReader {
    return new StringTableReader(this.contents(table), (reason) => this.error(reason));
  }

  /** The symbols of a symbol table, by index. */
  symbols(table: ElfSection): ElfSymbol[] {
    const { reader } = this;
    const linked = this.sections[table.link];
    if (linked === undefined || linked.type !== SHT.strtab) {
      throw this.error(`${table.name || "its symbol table"} has no string table`);
    }
    const strings = this.strings(linked);
    const extended = this.sections.find(({ type, link }) =>
      type === SHT.symtabShndx && link === table.index
    );
    const what = "a symbol";
    return Array.from({ length: Math.floor(table.size / SYM_SIZE) }, (_, index) => {
      const at = table.offset + index * SYM_SIZE;
      const info = reader.u8(at + 4, what);
      const number = reader.u16(at + 6, what);
      const section = number === SHN.xindex && extended !== undefined
        ? reader.u32(extended.offset + index * 4, what)
        : number;
      return {
        name: strings.at(reader.u32(at, what), "the name of a symbol"),
        type: info & 15,
        binding: info >> 4,
        other: reader.u8(at + 5, what),
        section,
        value: reader.u64(at + 8, what),
        size: reader.size(at + 16, what),
      };
    });
  }
}

/** Describes the type of a file, for errors. */
export function describeType(file: ElfFile): string {
  switch (file.type) {
    case ET.rel:
      return "a relocatable object file";
    case ET.exec:
      return "an executable";
    case ET.dyn:
      return "a shared library or position-independent executable";
    case ET.core:
      return "a core dump";
    default:
      return `an ELF file of type ${file.type}`;
  }
}
