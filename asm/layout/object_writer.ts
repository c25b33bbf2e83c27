// SPDX-License-Identifier: MPL-2.0
// Makes the object of an assembly, in memory: lays the sections out, moves everything to its final
// offset, fills in known values, and leaves the others to the linker as relocations. The linker takes
// the object as it is; object/elf/relocatable_writer.ts writes it to an ELF file.

import type { Assembly, GivenRelocation } from "../state/assembly.ts";
import { branchInstructions } from "./branch.ts";
import { allocateInBss, finishAliases, finishDeferred } from "../state/definition.ts";
import { evaluate, EvaluationError } from "../state/expression.ts";
import { Fixups } from "./fixups.ts";
import type { ObjectFile, ObjectSection, Relocation, SectionDetails } from "../object/object.ts";
import { objectSymbol } from "./object_symbols.ts";
import { givenRelocations } from "./given_relocations.ts";
import { relax } from "./relaxation.ts";
import { withVersions } from "./symbol_versions.ts";
import { writeCallFrames } from "./call_frames.ts";
import { leb128 } from "../object/leb128.ts";
import type { Fixup, Section } from "../state/section.ts";
import { movedLines, moveRelocations, paddedCode, rebuilt } from "./section_image.ts";
import { joinParts } from "../state/subsections.ts";

/** The size of an address, the entry of arrays of functions. */
const ADDRESS_SIZE = 8;
const DOT = 0x2e;
const CAPITAL_L = 0x4c;

/** Whether a name is local to the file by its form: `.L1`. */
function isFileLocal(name: string): boolean {
  return name.charCodeAt(0) === DOT && name.charCodeAt(1) === CAPITAL_L;
}

/** Makes the object file. Reports errors that are found only after layout. */
export function makeObject(assembly: Assembly, name: string): ObjectFile {
  return new ObjectWriter(assembly).write(name);
}

/** The same bytes, with zeros up to a size. */
function grown(data: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(size);
  result.set(data);
  return result;
}

class ObjectWriter {
  readonly #assembly: Assembly;
  readonly #fixups: Fixups;
  /** What `.reloc` gives each section. */
  readonly #given: ReadonlyMap<Section, readonly GivenRelocation[]>;
  /** The index of the first section of each name, once it is asked for. */
  #indices: ReadonlyMap<string, number> | undefined;

  constructor(assembly: Assembly) {
    this.#assembly = assembly;
    this.#fixups = new Fixups(assembly);
    this.#given = Map.groupBy(assembly.relocations, ({ section }) => section);
  }

  write(name: string): ObjectFile {
    const { symbols, sections, sources } = this.#assembly;
    this.#reportMissingLabels();
    for (const symbol of symbols.list) {
      if (symbol.state === "common" && symbol.binding === "local") {
        allocateInBss(this.#assembly, symbol, Number(symbol.value), symbol.alignment);
      }
    }
    finishDeferred(this.#assembly);
    joinParts(sections);
    this.#nameSections();
    finishAliases(this.#assembly);
    const target = this.#assembly.compilerRecords.target(this.#assembly.usesCompression);
    if (!relax(this.#assembly)) return { name, sections: [], symbols: [], sources, target };
    if (this.#assembly.callFrames.list.length > 0) writeCallFrames(this.#assembly);
    const { fileName } = this.#assembly.compilerRecords;
    const compiled = fileName !== undefined && { compiledFrom: fileName };
    const objectSections = sections.map((section) => this.#section(section));
    const keepsLocals = symbols.list.some(({ state, name: text }) =>
      state === "undefined" && isFileLocal(text)
    );
    for (const symbol of symbols.list) {
      // Local labels without references serve only to suggest names for undefined ones.
      const isDropped = symbol.state === "label" && !keepsLocals && isFileLocal(symbol.name) &&
        symbol.binding === undefined;
      const isShown = symbol.state !== "undefined" && !symbol.isReplaced &&
        !symbol.isWeakReference;
      if (isShown && !isDropped) symbols.indexOf(symbol);
    }
    const objectSymbols = withVersions(
      this.#assembly,
      symbols.indexed.map((symbol) => objectSymbol(this.#assembly, symbol)),
    );
    return { name, sections: objectSections, symbols: objectSymbols, sources, target, ...compiled };
  }

  #reportMissingLabels(): void {
    const { symbols, sources, diagnostics } = this.#assembly;
    for (const { name, location, length } of symbols.missingNumeric()) {
      if (location === 0) continue;
      diagnostics.error(
        sources,
        location,
        length,
        `there is no label \`${name}:\` after this line`,
        symbols.backward(Number(name)) === undefined
          ? {}
          : { fix: { message: `\`${name}b\` is the last one before this line` } },
      );
    }
  }

  /** Defines the names of sections that are used as symbols. As in GNU as, no label may have one. */
  #nameSections(): void {
    const { symbols, sections, names, sources, diagnostics } = this.#assembly;
    for (const section of sections) {
      const { name } = section;
      const symbol = symbols.find(names.of(name));
      if (symbol?.state === "undefined" && symbol.binding === undefined) {
        symbol.state = "label";
        symbol.kind = "section";
        symbol.section = section;
        continue;
      }
      if (symbol?.state !== "label" || symbol.kind === "section") continue;
      const message = `\`${name}\` is a section, and cannot be a label`;
      diagnostics.error(sources, symbol.location, symbol.length, message);
    }
  }

  #section(section: Section): ObjectSection {
    const { name, type, flags, alignment } = section;
    const entrySize = section.entrySize || (type.endsWith("_array") ? ADDRESS_SIZE : 0);
    const { fragments } = section;
    const growth = section.shifts?.[fragments.length] ?? 0;
    const moved = fragments.length > 0 &&
      fragments.some((fragment) => fragment.finalSize !== fragment.size);
    let relocations: Relocation[] = section.relocations;
    let data = type === "nobits" ? new Uint8Array(0) : section.data.subarray(0, section.size);
    if (moved && type !== "nobits") data = rebuilt(section);
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    if (type !== "nobits") {
      if (moved) moveRelocations(section);
      if (this.#assembly.symbols.hasLateEquates) relocations = this.#withoutEquates(section, view);
      const early = relocations.length;
      for (const fixup of section.fixups) {
        const at = section.finalOffset(fixup.offset, fixup.fragment);
        this.#fixups.apply(section, fixup, view, relocations, at);
      }
      this.#finishFragments(section, view, relocations);
      const given = this.#given.get(section);
      if (given !== undefined) {
        relocations = [...relocations, ...givenRelocations(this.#assembly, given, data.length)];
      }
      if (relocations.length > early) relocations.sort((a, b) => a.offset - b.offset);
    }
    let size = section.size + growth;
    // As in GNU as, the last entry is filled up, as far as a power of two divides its size.
    const unit = entrySize & -entrySize;
    if (unit > 1 && /[MS]/.test(flags.other) && type !== "nobits") {
      size = Math.ceil(size / unit) * unit;
      if (size > data.length) data = grown(data, size);
    }
    if (flags.execute && type === "progbits") {
      data = paddedCode(data, alignment);
      size = data.length;
    }
    return {
      name,
      type,
      flags,
      alignment,
      entrySize,
      size,
      data,
      relocations,
      lineOffsets: movedLines(section, moved),
      lineLocations: section.lineLocations.subarray(0, section.lineCount),
      ...(section.group !== undefined && { group: section.group }),
      ...(section.details !== undefined && { details: this.#details(section) }),
    };
  }

  /** The details of a section, with the index of the section that it goes with. */
  #details({ details, linkedTo, name }: Section): SectionDetails {
    const { symbols, sections, names, sources, diagnostics } = this.#assembly;
    if (linkedTo === undefined) return { ...details };
    const symbol = symbols.find(names.of(linkedTo.name));
    this.#indices ??= new Map(sections.map((each, index) => [each.name, index] as const).reverse());
    const link = symbol?.section?.index ?? this.#indices.get(linkedTo.name);
    if (link !== undefined) return { ...details, link };
    const message = `section ${name} goes with \`${linkedTo.name}\`, which is not in this file`;
    diagnostics.error(sources, linkedTo.location, linkedTo.length, message);
    return { ...details };
  }

  /** The relocations of a section without those of symbols that were made equates later. */
  #withoutEquates(section: Section, view: DataView): Relocation[] {
    const { indexed } = this.#assembly.symbols;
    const kept: Relocation[] = [];
    for (const relocation of section.relocations) {
      const symbol = indexed[relocation.symbol];
      if (symbol === undefined || symbol.state !== "value" && symbol.state !== "expression") {
        kept.push(relocation);
      } else {
        const fixup: Fixup = { ...relocation, symbol, expression: undefined };
        this.#fixups.apply(section, fixup, view, kept, relocation.offset);
      }
    }
    return kept;
  }

  /** Writes branches and LEB128 numbers. */
  #finishFragments(section: Section, view: DataView, relocations: Relocation[]): void {
    const { fragments } = section;
    for (let index = 0; index < fragments.length; index++) {
      const fragment = fragments[index]!;
      const at = section.finalOffset(fragment.offset, index);
      if (fragment.kind === "uleb" || fragment.kind === "sleb") {
        const linear = fragment.expression === undefined
          ? undefined
          : evaluate(fragment.expression);
        if (linear === undefined || linear instanceof EvaluationError) continue;
        const bytes = leb128(linear.offset, fragment.kind === "sleb");
        if (bytes.length <= fragment.finalSize) {
          new Uint8Array(view.buffer, view.byteOffset).set(bytes, at);
        }
        continue;
      }
      if (fragment.kind !== "branch" && fragment.kind !== "jump") continue;
      for (const { offset, bits, length: bytes, relocation } of branchInstructions(fragment)) {
        if (bytes === 4) view.setUint32(at + offset, bits, true);
        else view.setUint16(at + offset, bits, true);
        if (relocation === undefined) continue;
        const { symbol, addend, location, length } = fragment;
        const fixup = {
          offset: 0,
          fragment: 0,
          type: relocation,
          symbol,
          addend,
          expression: undefined,
          location,
          length,
        };
        this.#fixups.apply(section, fixup, view, relocations, at + offset);
      }
    }
  }
}
