// SPDX-License-Identifier: MPL-2.0
// The tables of an ELF file as data: file header, sections, segments, relocations and symbols, with the names
// of readelf. headers_text.ts writes them as text.

import type { ElfFile, ElfSection, ElfSegment } from "../object/elf/elf_file.ts";
import {
  ET,
  PT,
  RELA_SIZE,
  SHF,
  SHN,
  SHT,
  SYMBOL_TYPES,
  VISIBILITIES,
} from "../object/elf/format.ts";
import {
  fileFlags,
  fileType,
  relocationType,
  sectionFlags,
  sectionType,
  segmentType,
  symbolBinding,
  symbolType,
} from "./elf_names.ts";

/** The file header. */
export interface HeaderFields {
  /** The first 16 bytes. */
  readonly identification: readonly number[];
  /** What the file is. */
  readonly type: string;
  /** Where execution begins. */
  readonly entry: bigint;
  /** The flags in words. */
  readonly flags: string;
  /** Offset and number of the program headers. */
  readonly programHeaders: { readonly offset: number; readonly count: number };
  /** Offset and number of the section headers. */
  readonly sectionHeaders: { readonly offset: number; readonly count: number };
  /** The section of section names. */
  readonly nameSection: number;
}

/** A section header. */
export interface SectionFields {
  readonly name: string;
  readonly type: string;
  readonly address: bigint;
  readonly offset: number;
  readonly size: number;
  readonly entrySize: number;
  /** Letters, such as WA. */
  readonly flags: string;
  readonly link: number;
  readonly info: number;
  readonly alignment: number;
}

/** A program header. */
export interface SegmentFields {
  readonly type: string;
  readonly offset: number;
  readonly address: bigint;
  readonly physicalAddress: bigint;
  readonly fileSize: number;
  readonly memorySize: number;
  /** Letters R, W and E. */
  readonly flags: string;
  readonly alignment: number;
  /** The names of the sections in it. */
  readonly sections: readonly string[];
  /** The dynamic loader that it names, if it does. */
  readonly interpreter?: string;
}

/** A relocation. */
export interface RelocationFields {
  readonly offset: bigint;
  readonly info: bigint;
  readonly type: string;
  /** The symbol's name; undefined when there is none. */
  readonly symbol: string | undefined;
  /** The symbol's value in this file. */
  readonly value: bigint;
  /** Whether the symbol is an indirect function: what it returns is used. */
  readonly isIndirect: boolean;
  readonly addend: bigint;
}

/** A table of relocations. */
export interface RelocationTable {
  readonly name: string;
  readonly offset: number;
  readonly relocations: readonly RelocationFields[];
}

/** A symbol. */
export interface SymbolFields {
  readonly name: string;
  readonly value: bigint;
  readonly size: number;
  readonly type: string;
  readonly binding: string;
  readonly visibility: string;
  /** The section's number, or UND, ABS or COM. */
  readonly section: string;
}

/** A symbol table. */
export interface SymbolTable {
  readonly name: string;
  readonly symbols: readonly SymbolFields[];
}

/** The tables of an ELF file. */
export interface ElfHeaders {
  readonly header: HeaderFields;
  readonly sections: readonly SectionFields[];
  readonly segments: readonly SegmentFields[];
  readonly relocations: readonly RelocationTable[];
  readonly symbols: readonly SymbolTable[];
}

const OS_ABI = 7;
const MAX_TEXT = 4096;
const DT_FLAGS_1 = 0x6fff_fffbn;
const DF_1_PIE = 0x0800_0000n;
/** System V's files have GNU's extensions on Linux, too, but readelf shows them only for these. */
const GNU_SYSTEMS: ReadonlySet<number> = new Set([3, 9]);

/** The tables of a file. */
export function elfHeaders(file: ElfFile): ElfHeaders {
  const { reader, sections } = file;
  const identification = [...reader.bytes.subarray(0, 16)];
  const isGnu = GNU_SYSTEMS.has(identification[OS_ABI] ?? 0);
  const nameSection = reader.u16(62, "the header");
  return {
    header: {
      identification,
      type: isPositionIndependent(file)
        ? "DYN (Position-Independent Executable file)"
        : fileType(file.type),
      entry: file.entry,
      flags: fileFlags(file.flags),
      programHeaders: file.programHeaders,
      sectionHeaders: { offset: reader.size(40, "the header"), count: sections.length },
      nameSection: nameSection === SHN.xindex ? sections[0]?.link ?? 0 : nameSection,
    },
    sections: sections.map((section) => ({
      ...{ name: section.name, type: sectionType(section.type), address: section.address },
      ...{ offset: section.offset, size: section.size, entrySize: section.entrySize },
      ...{ flags: sectionFlags(section.flags, isGnu), link: section.link, info: section.info },
      alignment: reader.size(reader.size(40, "the header") + section.index * 64 + 48, "a section"),
    })),
    segments: file.segments.map((segment, index) => ({
      ...{ type: segmentType(segment.type), offset: segment.offset, address: segment.address },
      physicalAddress: reader.u64(file.programHeaders.offset + index * 56 + 24, "a segment"),
      ...{ fileSize: segment.fileSize, memorySize: segment.memorySize },
      flags: `${segment.flags & 4 ? "R" : " "}${segment.flags & 2 ? "W" : " "}${
        segment.flags & 1 ? "E" : " "
      }`,
      alignment: segment.alignment,
      sections: sections.filter((section) => section.index > 0 && isIn(section, segment))
        .map(({ name }) => name),
      ...(segment.type === PT.interp && { interpreter: textIn(file, segment) }),
    })),
    relocations: sections.filter(({ type }) => type === SHT.rela)
      .map((table) => relocationTable(file, table)),
    symbols: sections.filter(({ type }) => type === SHT.symtab || type === SHT.dynsym)
      .map((table) => ({ name: table.name, symbols: symbolFields(file, table) })),
  };
}

/** The text in a segment, up to a NUL. */
function textIn({ reader }: ElfFile, { offset, fileSize }: ElfSegment): string {
  const bytes = reader.slice(offset, Math.min(fileSize, MAX_TEXT), "a segment");
  return new TextDecoder().decode(bytes).replace(/\0[^]*$/, "");
}

/** Whether a shared object says that it is an executable: DF_1_PIE in its dynamic section. */
function isPositionIndependent({ type, segments, reader }: ElfFile): boolean {
  const dynamic = segments.find((segment) => segment.type === PT.dynamic);
  if (type !== ET.dyn || dynamic === undefined) return false;
  for (let at = 0; at + 16 <= dynamic.fileSize; at += 16) {
    const tag = reader.u64(dynamic.offset + at, "the dynamic section");
    const value = reader.u64(dynamic.offset + at + 8, "the dynamic section");
    if (tag === DT_FLAGS_1) return (value & DF_1_PIE) !== 0n;
  }
  return false;
}

/** Whether a section is in a segment. */
function isIn({ type, flags, size, offset, address }: ElfSection, segment: ElfSegment): boolean {
  const isTls = (flags & SHF.tls) !== 0;
  const isAllocated = (flags & SHF.alloc) !== 0;
  const isLoad = segment.type === PT.load;
  if (isTls && ![PT.tls, PT.gnuRelro, PT.load].includes(segment.type as never)) return false;
  const isThreadZero = isTls && type === SHT.nobits;
  // .tbss takes no memory but in the TLS segment.
  if (isThreadZero && segment.type !== PT.tls) return false;
  if (!isTls && (segment.type === PT.tls || segment.type === PT.phdr)) return false;
  const needsAlloc = isLoad || segment.type === PT.dynamic || segment.type === PT.gnuEhFrame ||
    segment.type === PT.gnuStack || segment.type === PT.gnuRelro;
  if (!isAllocated && needsAlloc) return false;
  const isZero = type === SHT.nobits;
  if (!isZero) {
    const from = offset - segment.offset;
    if (from < 0 || from + size > segment.fileSize) return false;
    if (from >= segment.fileSize && segment.fileSize > 0) return false;
  }
  if (isAllocated) {
    const from = Number(address - segment.address);
    if (from < 0 || from + size > segment.memorySize) return false;
    if (from >= segment.memorySize && segment.memorySize > 0) return false;
  }
  return segment.memorySize > 0 || segment.fileSize > 0;
}

function relocationTable(file: ElfFile, table: ElfSection): RelocationTable {
  const { reader } = file;
  const symbolTable = file.sections[table.link];
  const symbols = symbolTable === undefined || table.link === 0 ? [] : file.symbols(symbolTable);
  const relocations: RelocationFields[] = [];
  for (let at = table.offset; at + RELA_SIZE <= table.offset + table.size; at += RELA_SIZE) {
    const info = reader.u64(at + 8, "a relocation");
    const symbol = symbols[Number(info >> 32n)];
    const isNamed = symbol !== undefined && info >> 32n !== 0n;
    relocations.push({
      offset: reader.u64(at, "a relocation"),
      info,
      type: relocationType(Number(info & 0xffff_ffffn)),
      symbol: isNamed ? nameOf(file, symbol) : undefined,
      value: isNamed ? symbol.value : 0n,
      isIndirect: isNamed && symbol.type === SYMBOL_TYPES.ifunc,
      addend: BigInt.asIntN(64, reader.u64(at + 16, "a relocation")),
    });
  }
  return { name: table.name, offset: table.offset, relocations };
}

/** The name of a symbol; that of its section if it stands for a section. */
function nameOf(
  file: ElfFile,
  { name, type, section }: { name: string; type: number; section: number },
): string {
  const isSection = type === SYMBOL_TYPES.section && name === "";
  return isSection ? file.sections[section]?.name ?? "" : name;
}

function symbolFields(file: ElfFile, table: ElfSection): SymbolFields[] {
  const special: ReadonlyMap<number, string> = new Map([
    [SHN.undef, "UND"],
    [SHN.abs, "ABS"],
    [SHN.common, "COM"],
  ]);
  return file.symbols(table).map((symbol) => ({
    name: nameOf(file, symbol),
    value: symbol.value,
    size: symbol.size,
    type: symbolType(symbol.type),
    binding: symbolBinding(symbol.binding),
    visibility: (VISIBILITIES[symbol.other & 3] ?? "default").toUpperCase(),
    section: special.get(symbol.section) ?? String(symbol.section),
  }));
}
