// SPDX-License-Identifier: MPL-2.0
// Writes an assembled object as a relocatable ELF file (ET_REL), like GNU as without relaxation: sections,
// symbols, relocations, groups, .riscv.attributes and debug information. Takes an object,
// as layout/object_writer.ts makes it; returns the bytes of the file, which are always the same for the same
// object.

import { type DebugInfoOptions, withDebugInfo } from "../dwarf/debug_info.ts";
import {
  NO_SYMBOL,
  type ObjectFile,
  type ObjectSection,
  type ObjectSymbol,
  PRECEDING_AUIPC,
  type Relocation,
} from "../object.ts";
import { isThreadRelocation } from "../relocation.ts";
import { defaultArchitecture, type FloatAbi } from "../target.ts";
import { ATTRIBUTES_SECTION, writeAttributes } from "./attributes.ts";
import { setWord, writeFileHeader } from "./file_header.ts";
import {
  alignUp,
  placeUnloaded,
  type SymbolEntry,
  symbolTable,
  type UnplacedSection,
  writeSectionHeaders,
} from "./section_writer.ts";
import {
  EF,
  EHDR_SIZE,
  ET,
  FLOAT_ABIS,
  GRP_COMDAT,
  RELA_SIZE,
  SECTION_TYPES,
  SHDR_SIZE,
  SHF,
  SHN,
  SHT,
  STB_GNU_UNIQUE,
  STO_VARIANT_CC,
  SYM_SIZE,
  SYMBOL_BINDINGS,
  SYMBOL_TYPES,
  VISIBILITIES,
} from "./format.ts";
import { StringTable } from "./string_table.ts";

/** How an object is written. */
export interface WriteObjectOptions extends DebugInfoOptions {
  /**
   * The floating-point ABI, which must be the same in all objects that are linked. When left out: that of
   * the source's instruction set (`.attribute arch`), otherwise "double", as in GNU as.
   */
  readonly floatAbi?: FloatAbi | undefined;
}

/** The bits of e_flags for a floating-point ABI. */
export function floatAbiFlags(abi: FloatAbi): number {
  return FLOAT_ABIS.indexOf(abi) << 1;
}

/**
 * The bytes of a relocatable ELF file.
 *
 * @example
 * ```ts
 * import { assemble } from "@leveret/leveret/asm";
 * import { writeObject } from "@leveret/leveret/elf";
 *
 * const { object } = assemble({ name: "seven.s", text: ".globl seven\nseven: li a0, 7\n ret\n" });
 * if (object !== undefined) console.log(writeObject(object).length, "bytes for seven.o");
 * ```
 */
export function writeObject(
  object: ObjectFile,
  options: WriteObjectOptions = {},
): Uint8Array<ArrayBuffer> {
  return new RelocatableFile(withDebugInfo(object, options), options).write();
}

/** GNU as' name for labels on auipc instructions. */
const UPPER_LABEL = ".L0 ";

/** A symbol of the file: one of the object's by index, a label on an auipc, or the name of a group. */
type Source = number | {
  readonly section: number;
  /** Index of the auipc's relocation. */
  readonly upper: number;
  readonly offset: number;
} | {
  readonly name: string;
  /** The section number of the group in the file. */
  readonly group: number;
};

class RelocatableFile {
  readonly #object: ObjectFile;
  readonly #options: WriteObjectOptions;
  /** For each symbol of the object, 1 if a relocation refers to it, and 1 if as thread-local storage. */
  readonly #wanted: Uint8Array;
  readonly #threadLocal: Uint8Array;
  /** For each section of the object, its index in the file. */
  readonly #sectionNumbers: number[] = [];
  /** Likewise for each symbol of the object, and for the labels of each section's relocations. */
  readonly #symbolNumbers: Uint32Array;
  readonly #labels: Uint32Array[] = [];
  /** For each group, the symbol of its name. */
  readonly #signatures = new Map<string, number>();

  constructor(object: ObjectFile, options: WriteObjectOptions) {
    this.#object = object;
    this.#options = options;
    this.#symbolNumbers = new Uint32Array(object.symbols.length);
    this.#wanted = new Uint8Array(object.symbols.length);
    this.#threadLocal = new Uint8Array(object.symbols.length);
    for (const { relocations } of object.sections) {
      for (const { symbol, type } of relocations) {
        if (symbol < 0) continue;
        this.#wanted[symbol] = 1;
        if (isThreadRelocation(type)) this.#threadLocal[symbol] = 1;
      }
    }
  }

  write(): Uint8Array<ArrayBuffer> {
    const { sections } = this.#object;
    const groups = [...new Set(sections.flatMap(({ group }) => group?.name ?? []))];
    let number = 1 + groups.length;
    for (const { relocations } of sections) {
      this.#sectionNumbers.push(number);
      number += relocations.length > 0 ? 2 : 1;
    }
    // After .riscv.attributes.
    const symtab = number + 1;
    const strings = new StringTable();
    const sources = this.#symbols(groups);
    const entries = sources.map((source) => this.#entry(source));
    const table = symbolTable(entries, strings);
    const unplaced: UnplacedSection[] = groups.map((name) => this.#group(name, symtab));
    for (const [index, section] of sections.entries()) {
      unplaced.push(this.#section(section));
      if (section.relocations.length > 0) unplaced.push(this.#relocations(section, index, symtab));
    }
    const plain = { flags: 0, align: 1 };
    unplaced.push({
      ...plain,
      name: ATTRIBUTES_SECTION,
      type: SHT.riscvAttributes,
      data: writeAttributes(this.#architecture),
    });
    const locals = entries.filter(({ binding }) => binding === SYMBOL_BINDINGS.local).length;
    unplaced.push({
      ...{ name: ".symtab", type: SHT.symtab, flags: 0, data: table, align: 8 },
      ...{ entrySize: SYM_SIZE, link: symtab + 1, info: locals + 1 },
    });
    unplaced.push({ ...plain, name: ".strtab", type: SHT.strtab, data: strings.bytes() });
    return this.#file(unplaced);
  }

  get #architecture(): string {
    const { architecture, isCompressed } = this.#object.target;
    return architecture ?? defaultArchitecture(isCompressed);
  }

  #file(unplaced: UnplacedSection[]): Uint8Array<ArrayBuffer> {
    const names = new StringTable();
    for (const { name } of unplaced) names.add(name);
    names.add(".shstrtab");
    unplaced.push({
      ...{ name: ".shstrtab", type: SHT.strtab, flags: 0, align: 1 },
      data: names.bytes(),
    });
    const { headers, end } = placeUnloaded(unplaced, EHDR_SIZE);
    const offset = alignUp(end, 8);
    const file = new Uint8Array(offset + (headers.length + 1) * SHDR_SIZE);
    const view = new DataView(file.buffer);
    const { isCompressed, floatAbi } = this.#object.target;
    writeFileHeader(view, {
      type: ET.rel,
      flags: (isCompressed ? EF.rvc : 0) |
        floatAbiFlags(this.#options.floatAbi ?? floatAbi ?? "double"),
      isGnu: this.#object.symbols.some(({ kind, isUnique }) => kind === "ifunc" || isUnique) ||
        this.#object.sections.some(({ flags }) => /[Rd]/.test(flags.other)),
      entry: 0n,
      programHeaders: 0,
      sectionOffset: offset,
      sectionHeaders: headers.length + 1,
    });
    unplaced.forEach(({ data }, index) => file.set(data, headers[index]?.offset));
    writeSectionHeaders(view, offset, headers, names);
    return file;
  }

  /** The symbols of the file in their order, local ones first. Numbers them. */
  #symbols(groups: readonly string[]): Source[] {
    const { symbols, sections } = this.#object;
    const locals: Source[] = [];
    const others: Source[] = [];
    symbols.forEach((symbol, index) => {
      if (!this.#isShown(symbol, index)) return;
      (symbol.binding === "local" ? locals : others).push(index);
    });
    sections.forEach(({ relocations }, section) => {
      this.#labels.push(new Uint32Array(relocations.length));
      relocations.forEach(({ symbol }, index) => {
        const upper = symbol === PRECEDING_AUIPC ? relocations[index - 1] : undefined;
        if (upper !== undefined) locals.push({ section, upper: index - 1, offset: upper.offset });
      });
    });
    // A group that no symbol is named after, such as _ZN1AD5Ev, gets a local one, as in GNU as.
    const names = groups.length === 0
      ? []
      : [...locals, ...others].map((source) =>
        typeof source === "number" ? symbols[source]?.name : undefined
      );
    groups.forEach((name, index) => {
      if (!names.includes(name)) locals.push({ name, group: index + 1 });
    });
    const groupNames = new Set(groups);
    const list = [...locals, ...others];
    // The empty symbol and the file's come first.
    list.forEach((source, at) => {
      if (typeof source === "number") {
        this.#symbolNumbers[source] = at + 2;
        const name = symbols[source]?.name ?? "";
        if (groupNames.has(name)) this.#signatures.set(name, at + 2);
      } else if ("group" in source) this.#signatures.set(source.name, at + 2);
      else this.#labels[source.section]![source.upper] = at + 2;
    });
    return [-1, ...list];
  }

  #isShown({ name, section, kind, binding }: ObjectSymbol, index: number): boolean {
    if (kind === "section") return this.#wanted[index] === 1;
    if (name === "" || section === "undefined" && this.#wanted[index] !== 1) return false;
    // Names made up by the assembler or a compiler only matter if a relocation refers to them.
    const isMadeUp = binding === "local" && (/^(?:\.L|\.$|\d+$)/.test(name));
    return !isMadeUp || this.#wanted[index] === 1;
  }

  #entry(source: Source): SymbolEntry {
    if (typeof source !== "number") {
      const base = {
        type: SYMBOL_TYPES.none,
        binding: SYMBOL_BINDINGS.local,
        visibility: 0,
        size: 0,
      };
      if ("group" in source) return { ...base, name: source.name, section: source.group, value: 0 };
      const section = this.#sectionNumbers[source.section] ?? 0;
      return { ...base, name: UPPER_LABEL, section, value: source.offset };
    }
    const symbol = this.#object.symbols[source];
    if (symbol === undefined) {
      const name = this.#object.compiledFrom ?? this.#object.name.replace(/^.*\//, "");
      const base = { binding: SYMBOL_BINDINGS.local, visibility: 0, size: 0 };
      return { ...base, name, type: SYMBOL_TYPES.file, section: SHN.abs, value: 0 };
    }
    const { section, kind } = symbol;
    const number = typeof section === "number"
      ? this.#sectionNumbers[section] ?? 0
      : { undefined: SHN.undef, absolute: SHN.abs, common: SHN.common }[section];
    return {
      name: nameInFile(symbol, source),
      type: SYMBOL_TYPES[this.#threadLocal[source] === 1 ? "tls" : kind],
      binding: symbol.isUnique === true ? STB_GNU_UNIQUE : SYMBOL_BINDINGS[symbol.binding],
      visibility: VISIBILITIES.indexOf(symbol.visibility) |
        (symbol.isVariantCall === true ? STO_VARIANT_CC : 0),
      section: number,
      value: symbol.value,
      size: symbol.size,
    };
  }

  #group(name: string, symtab: number): UnplacedSection {
    const { sections } = this.#object;
    const members = sections.flatMap((section, index) => {
      if (section.group?.name !== name) return [];
      const number = this.#sectionNumbers[index] ?? 0;
      return section.relocations.length > 0 ? [number, number + 1] : [number];
    });
    const isComdat = sections.some(({ group }) => group?.name === name && group.isComdat);
    const words = Uint32Array.of(isComdat ? GRP_COMDAT : 0, ...members);
    return {
      ...{ name: ".group", type: SHT.group, flags: 0, align: 4, entrySize: 4 },
      data: new Uint8Array(words.buffer),
      link: symtab,
      info: this.#signatures.get(name) ?? 0,
    };
  }

  #section(section: ObjectSection): UnplacedSection {
    const { name, size, data, alignment, entrySize, details } = section;
    const type = details?.type ?? SECTION_TYPES[section.type];
    const link = details?.link === undefined ? 0 : this.#sectionNumbers[details.link] ?? 0;
    return {
      ...{ name, type, data, size, align: alignment, entrySize, link, info: details?.info ?? 0 },
      flags: sectionFlags(section),
    };
  }

  #relocations(section: ObjectSection, index: number, symtab: number): UnplacedSection {
    const { relocations } = section;
    const data = new Uint8Array(relocations.length * RELA_SIZE);
    const view = new DataView(data.buffer);
    relocations.forEach((relocation, at) => {
      const start = at * RELA_SIZE;
      setWord(view, start, relocation.offset);
      view.setUint32(start + 8, relocation.type, true);
      view.setUint32(start + 12, this.#symbolOf(relocation, at, index), true);
      setWord(view, start + 16, relocation.addend);
    });
    return {
      ...{ name: `.rela${section.name}`, type: SHT.rela, data, align: 8, entrySize: RELA_SIZE },
      flags: SHF.infoLink | (section.group === undefined ? 0 : SHF.group),
      link: symtab,
      info: this.#sectionNumbers[index] ?? 0,
    };
  }

  #symbolOf({ symbol }: Relocation, index: number, section: number): number {
    if (symbol === NO_SYMBOL) return 0;
    if (symbol !== PRECEDING_AUIPC) return this.#symbolNumbers[symbol] ?? 0;
    return this.#labels[section]?.[index - 1] ?? 0;
  }
}

/** The name of a symbol in the file. Numeric labels and `.` get the names that GNU as gives them. */
function nameInFile({ name, kind, version = "" }: ObjectSymbol, index: number): string {
  if (kind === "section") return "";
  if (name === ".") return UPPER_LABEL;
  return /^\d+$/.test(name) ? `.L${name}\x02${index}` : name + version;
}

/** sh_flags of a section. */
export function sectionFlags({ flags, group, details }: ObjectSection): number {
  const { other } = flags;
  const has = (letter: string, bit: number) => other.includes(letter) ? bit : 0;
  return ((flags.write ? SHF.write : 0) | (flags.alloc ? SHF.alloc : 0) |
    (flags.execute ? SHF.execute : 0) | has("M", SHF.merge) | has("S", SHF.strings) |
    has("T", SHF.tls) | has("R", SHF.retain) | has("o", SHF.linkOrder) |
    has("e", SHF.exclude) | (group === undefined ? 0 : SHF.group) | (details?.flags ?? 0)) >>> 0;
}
