// SPDX-License-Identifier: MPL-2.0
// Makes an object file of the state of an assembly: lays the sections out, moves everything to its
// final offset, fills in known values, and leaves the others to the linker as relocations.

import type { Assembly } from "../state/assembly.ts";
import { branchInstructions } from "./branch.ts";
import { allocateInBss } from "../state/definition.ts";
import {
  evaluate,
  evaluateSymbol,
  EvaluationError,
  isConstant,
  type Linear,
} from "../state/expression.ts";
import { markedNumberFix } from "../text/number_errors.ts";
import { oddCharacters } from "../text/odd_characters.ts";
import {
  NO_SYMBOL,
  type ObjectFile,
  type ObjectSection,
  type ObjectSymbol,
  type Relocation,
} from "../object/object.ts";
import { relax } from "./relaxation.ts";
import { leb128 } from "../object/leb128.ts";
import { DATA_TYPES, immediateBits, R, REACHES, storeBits } from "../object/relocation.ts";
import type { Fixup, Section } from "../state/section.ts";
import { movedLines, moveRelocations, rebuilt } from "./section_image.ts";
import { joinParts } from "../state/subsections.ts";
import type { AssemblySymbol } from "../state/symbol.ts";
import { add, showValue, type Value } from "../object/value.ts";

/** Sizes of the data that relocations fill in. */
const DATA_SIZES: ReadonlyMap<number, number> = new Map([
  [R.DATA8, 1],
  [R.DATA16, 2],
  [R.ABS32, 4],
  [R.ABS64, 8],
]);

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

class ObjectWriter {
  readonly #assembly: Assembly;

  constructor(assembly: Assembly) {
    this.#assembly = assembly;
  }

  write(name: string): ObjectFile {
    const { symbols, sections, sources } = this.#assembly;
    this.#reportMissingLabels();
    for (const symbol of symbols.list) {
      if (symbol.state === "common" && symbol.binding === "local") {
        allocateInBss(this.#assembly, symbol, Number(symbol.value), symbol.alignment);
      }
    }
    joinParts(sections);
    const target = this.#assembly.origin.target(this.#assembly.usesCompression);
    if (!relax(this.#assembly)) return { name, sections: [], symbols: [], sources, target };
    const { fileName } = this.#assembly.origin;
    const compiled = fileName !== undefined && { compiledFrom: fileName };
    const objectSections = sections.map((section) => this.#section(section));
    const keepsLocals = symbols.list.some(({ state, name: text }) =>
      state === "undefined" && isFileLocal(text)
    );
    for (const symbol of symbols.list) {
      // Local labels without references serve only to suggest names for undefined ones.
      const isDropped = symbol.state === "label" && !keepsLocals && isFileLocal(symbol.name) &&
        symbol.binding === undefined;
      if (symbol.state !== "undefined" && !isDropped) symbols.indexOf(symbol);
    }
    const objectSymbols = symbols.indexed.map((symbol) => this.#symbol(symbol));
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

  #report({ location, length }: Fixup, message: string, fix?: string): void {
    const { sources, diagnostics } = this.#assembly;
    const text = diagnostics.full ? "" : sources.text(location, length);
    const odd = oddCharacters(text);
    if (odd !== undefined) {
      const { fix } = odd;
      diagnostics.error(sources, location + odd.offset, odd.length, odd.message, { fix });
      return;
    }
    const advice = markedNumberFix(text) ?? (fix === undefined ? undefined : { message: fix });
    diagnostics.error(sources, location, length, message, advice && { fix: advice });
  }

  #section(section: Section): ObjectSection {
    const { name, type, flags, alignment, entrySize } = section;
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
        this.#fixup(section, fixup, view, relocations, at);
      }
      this.#finishFragments(section, view, relocations);
      if (relocations.length > early) relocations.sort((a, b) => a.offset - b.offset);
    }
    return {
      name,
      type,
      flags,
      alignment,
      entrySize,
      size: section.size + growth,
      data,
      relocations,
      lineOffsets: movedLines(section, moved),
      lineLocations: section.lineLocations.subarray(0, section.lineCount),
      ...(section.group !== undefined && { group: section.group }),
    };
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
        this.#fixup(section, fixup, view, kept, relocation.offset);
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
        this.#fixup(section, fixup, view, relocations, at + offset);
      }
    }
  }

  /** Fills in a known value, or adds a relocation. `at`: offset after layout. */
  #fixup(
    section: Section,
    fixup: Fixup,
    view: DataView,
    relocations: Relocation[],
    at: number,
  ): void {
    const { symbol } = fixup;
    let linear: Linear | EvaluationError;
    if (fixup.expression !== undefined) {
      linear = evaluate(fixup.expression);
    } else if (symbol === undefined || symbol.state !== "expression" && symbol.state !== "value") {
      linear = { plus: symbol, minus: undefined, offset: fixup.addend };
    } else {
      linear = evaluateSymbol(symbol, fixup.location, fixup.length);
      if (!(linear instanceof EvaluationError)) {
        linear = { ...linear, offset: add(linear.offset, fixup.addend) };
      }
    }
    if (linear instanceof EvaluationError) {
      const { location, length, message } = linear;
      this.#report(location === 0 ? fixup : { ...fixup, location, length }, message);
      return;
    }
    if (this.#resolve(section, fixup, linear, view, at)) return;
    this.#relocate(fixup, linear, at, relocations);
  }

  /** Fills in the value if it is known. */
  #resolve(section: Section, fixup: Fixup, linear: Linear, view: DataView, at: number): boolean {
    const { type } = fixup;
    const reach = REACHES.get(type);
    if (reach !== undefined) {
      const target = linear.plus;
      if (target?.section !== section || target.binding === "weak" || linear.minus) return false;
      const offset = section.finalOffset(target.offset, target.fragment) + Number(linear.offset);
      const distance = offset - at;
      if (distance % 2 !== 0) {
        this.#report(fixup, "the target is at an odd distance, where no instruction can begin");
      } else if (!reach.fits(distance)) {
        this.#report(
          fixup,
          `the target is ${Math.abs(distance)} bytes away: it must be within ${reach.words}`,
          "`tail` and `call` reach any address",
        );
      } else if (reach.length === 4) {
        view.setUint32(at, view.getUint32(at, true) | reach.bits(distance), true);
      } else {
        view.setUint16(at, view.getUint16(at, true) | reach.bits(distance), true);
      }
      return true;
    }
    if (!isConstant(linear)) return false;
    const { offset } = linear;
    const size = DATA_SIZES.get(type);
    if (size !== undefined) {
      this.#data(fixup, view, at, offset, size);
      return true;
    }
    const word = view.getUint32(at, true);
    const number = Number(offset);
    switch (type) {
      case R.IMMEDIATE_I:
      case R.IMMEDIATE_S:
        if (number < -2048 || number > 2047) {
          this.#report(fixup, `the immediate must be -2048 to 2047, not ${showValue(offset)}`);
        }
        view.setUint32(
          at,
          word | (type === R.IMMEDIATE_I ? immediateBits(number) : storeBits(number)),
          true,
        );
        return true;
      default:
        return false;
    }
  }

  #data(fixup: Fixup, view: DataView, at: number, value: Value, size: number): void {
    const big = BigInt(value);
    const bits = BigInt(size * 8);
    if (size < 8 && (big < -(1n << (bits - 1n)) || big >= 1n << bits)) {
      this.#report(fixup, `${showValue(value)} does not fit in ${size * 8} bits`);
    }
    let rest = big;
    for (let index = 0; index < size; index++, rest >>= 8n) {
      view.setUint8(at + index, Number(rest & 0xffn));
    }
  }

  #relocate(fixup: Fixup, linear: Linear, at: number, relocations: Relocation[]): void {
    const { type, location, length } = fixup;
    const push = (kind: number, symbol: AssemblySymbol | undefined, addend: Value) =>
      relocations.push({
        offset: at,
        type: kind,
        symbol: symbol === undefined ? NO_SYMBOL : this.#assembly.symbols.indexOf(symbol),
        addend,
        location,
        length,
      });
    const size = DATA_SIZES.get(type);
    const types = size === undefined ? undefined : DATA_TYPES.get(size);
    if (linear.minus !== undefined) {
      if (types === undefined || linear.plus === undefined) {
        const name = linear.minus.name;
        this.#report(
          fixup,
          `the address of \`${name}\` can only be subtracted from another address`,
        );
        return;
      }
      push(types.add, linear.plus, linear.offset);
      push(types.subtract, linear.minus, 0);
      return;
    }
    const name = linear.plus?.name ?? "";
    if (type === R.IMMEDIATE_I || type === R.IMMEDIATE_S) {
      if (linear.plus?.state === "undefined") {
        this.#report(fixup, `\`${name}\` is not defined in this file: a constant is needed here`);
        return;
      }
      const fix =
        `\`la\` loads an address; \`%lo(${name})\` is its lower part, after \`lui\` with \`%hi\``;
      this.#report(fixup, `the address of \`${name}\` does not fit in 12 bits`, fix);
      return;
    }
    if (type === R.DATA8 || type === R.DATA16) {
      const isQuoted = this.#assembly.sources.text(location, 1) === '"';
      this.#report(
        fixup,
        `the address of \`${name}\` does not fit in ${type === R.DATA8 ? 8 : 16} bits`,
        isQuoted
          ? "a quoted name is a symbol here: use `.ascii` for the characters of a string"
          : "use `.dword` to store an address",
      );
      return;
    }
    push(type, linear.plus, linear.offset);
  }

  #symbol(symbol: AssemblySymbol): ObjectSymbol {
    const { name, visibility, location, length } = symbol;
    const isThreadLocal = symbol.section?.flags.other.includes("T") === true;
    const kind = isThreadLocal ? "tls" : symbol.kind;
    if (symbol.state === "label" && symbol.section !== undefined) {
      const { section: { index: section } } = symbol;
      const value = symbol.section.finalOffset(symbol.offset, symbol.fragment);
      const binding = symbol.binding ?? "local";
      const size = this.#size(symbol);
      return { name, section, value, size, kind, binding, visibility, location, length };
    }
    const isDefined = symbol.state !== "undefined";
    const base = {
      name,
      size: this.#size(symbol),
      kind,
      binding: symbol.binding ?? (isDefined ? "local" : "global"),
      visibility,
      location,
      length,
    } as const;
    switch (symbol.state) {
      case "undefined":
        return { ...base, section: "undefined", value: 0 };
      case "value":
        return { ...base, section: "absolute", value: symbol.value };
      case "common":
        return { ...base, section: "common", value: symbol.alignment, size: Number(symbol.value) };
      case "label":
        return { ...base, ...definitionAt(symbol, 0) };
      case "expression": {
        const definition = this.#equate(symbol);
        // A local name for a symbol of another file: its users refer to that symbol.
        if (definition === undefined) return { ...base, name: "", section: "undefined", value: 0 };
        return { ...base, ...definition };
      }
    }
  }

  /** The section and value of an equate; undefined if it is a symbol of another file. */
  #equate(symbol: AssemblySymbol): Pick<ObjectSymbol, "section" | "value"> | undefined {
    const { sources, diagnostics } = this.#assembly;
    const { location, length } = symbol;
    const linear = evaluateSymbol(symbol, location, length);
    const report = (message: string) => diagnostics.error(sources, location, length, message);
    if (linear instanceof EvaluationError) {
      diagnostics.error(
        sources,
        linear.location || location,
        linear.length || length,
        linear.message,
      );
    } else if (isConstant(linear)) {
      return { section: "absolute", value: linear.offset };
    } else if (linear.minus !== undefined) {
      if (symbol.binding !== undefined && symbol.binding !== "local") {
        report(
          `\`${symbol.name}\` cannot be visible to other files: its value depends on two addresses`,
        );
      }
    } else if (linear.plus?.section !== undefined) {
      return definitionAt(linear.plus, linear.offset);
    } else if (linear.plus !== undefined && symbol.binding !== undefined) {
      report(
        `\`${symbol.name}\` cannot be visible to other files: \`${linear.plus.name}\` is not in this one`,
      );
    }
    return undefined;
  }

  #size({ size }: AssemblySymbol): number {
    if (size === undefined) return 0;
    const linear = evaluate(size);
    if (linear instanceof EvaluationError || !isConstant(linear)) return 0;
    return Math.max(0, Number(linear.offset));
  }
}

/** The section and value of a symbol that is a label plus an addend. */
function definitionAt(symbol: AssemblySymbol, addend: Value): { section: number; value: Value } {
  const { section } = symbol;
  if (section === undefined) throw new TypeError(`Cannot define ${symbol.name}: it has no section`);
  const offset = section.finalOffset(symbol.offset, symbol.fragment);
  return { section: section.index, value: add(offset, addend) };
}
