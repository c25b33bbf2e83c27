// SPDX-License-Identifier: MPL-2.0
// Makes .eh_frame and .debug_frame of a file's frames, as GNU as does: frames that begin alike share a
// common information entry (CIE), each frame has a description entry (FDE) with the rest. Takes an
// assembly after layout; appends to these sections.

import type { Assembly } from "../state/assembly.ts";
import type { Frame, FrameInstruction, FramePointer, FramePosition } from "../state/call_frames.ts";
import { DwarfWriter } from "../object/dwarf/byte_writer.ts";
import {
  CODE_ALIGNMENT,
  DATA_ALIGNMENT,
  writeAdvance,
  writeDefCfa,
  writeDefCfaOffset,
  writeOffset,
  writeRegisters,
  writeRestore,
  writeValOffset,
} from "../object/dwarf/call_frame_writer.ts";
import { CFA, DW_EH_PE, OP } from "../object/dwarf/constants.ts";
import { evaluate, EvaluationError, isConstant } from "../state/expression.ts";
import { DATA_TYPES, R } from "../object/relocation.ts";
import type { Section } from "../state/section.ts";
import { AssemblySymbol, type Expression } from "../state/symbol.ts";
import { type Int64, showValue } from "../object/value.ts";
import { GnuFragments } from "./gnu_fragments.ts";

/** The version that GNU as for RISC-V writes. */
const VERSION = 3;
/** In .debug_frame, what a CIE has where an FDE has the offset of its CIE. */
const DEBUG_FRAME_CIE = 0xffff_ffff;
const ADDRESS_SIZE = 8;
/** What the entries of .debug_frame, and the last one of .eh_frame, are padded to; others to a word. */
const SECTION_ALIGNMENT = 8;
const WORD = 4;

/** Writes the frames of a file. Reports frames that are still open. */
export function writeCallFrames(assembly: Assembly): void {
  const { callFrames: { list }, sources, diagnostics } = assembly;
  for (const { end, at } of list) {
    if (end !== undefined) continue;
    diagnostics.error(sources, at.location, at.length, "`.cfi_startproc` without `.cfi_endproc`");
    return;
  }
  const fragments = new GnuFragments();
  if (list.some(({ sections }) => sections.ehFrame)) {
    new FrameSection(assembly, fragments, true).write(list);
  }
  if (list.some(({ sections }) => sections.debugFrame)) {
    new FrameSection(assembly, fragments, false).write(list);
  }
}

/** A CIE that was written. */
interface CommonEntry {
  /** How many instructions it has. */
  readonly count: number;
  readonly start: number;
}

/** The CIEs by their instructions: those that begin alike are in one tree. */
interface CommonNode {
  /** The CIE that has the instructions up to here. */
  entry: CommonEntry | undefined;
  /** What may come next, by the text of {@link keyOf}. */
  readonly next: Map<string, CommonNode>;
}

/** One of the two sections while it is written. */
class FrameSection {
  readonly #assembly: Assembly;
  readonly #fragments: GnuFragments;
  readonly #isEhFrame: boolean;
  readonly #section: Section;
  readonly #writer = new DwarfWriter();
  /** The trees of CIEs, by their other properties. */
  readonly #trees = new Map<string, CommonNode>();

  constructor(assembly: Assembly, fragments: GnuFragments, isEhFrame: boolean) {
    this.#assembly = assembly;
    this.#fragments = fragments;
    this.#isEhFrame = isEhFrame;
    this.#section = assembly.sectionNamed(isEhFrame ? ".eh_frame" : ".debug_frame");
    this.#section.alignment = Math.max(this.#section.alignment, SECTION_ALIGNMENT);
    this.#section.shifts ??= new Float64Array(this.#section.fragments.length + 1);
  }

  write(list: readonly Frame[]): void {
    for (const frame of list) {
      if (!(this.#isEhFrame ? frame.sections.ehFrame : frame.sections.debugFrame)) continue;
      const entry = this.#commonEntry(frame);
      const isLast = frame === list.at(-1);
      this.#writeFrame(frame, entry, isLast || !this.#isEhFrame ? SECTION_ALIGNMENT : WORD);
    }
    const section = this.#section;
    for (const relocation of this.#writer.relocations) {
      section.relocations.push({
        ...relocation,
        offset: section.size + relocation.offset,
        fragment: section.fragments.length,
      });
    }
    section.bytes(this.#writer.bytes);
  }

  /** The last CIE that a frame begins with, or a new one. */
  #commonEntry(frame: Frame): CommonEntry {
    const { personality, languageData } = frame;
    const pointers = this.#isEhFrame
      ? `${this.#pointerKey(personality)} ${languageData?.encoding}`
      : "";
    const properties = `${frame.returnColumn} ${frame.isSignalFrame} ${pointers}`;
    let node = nextNode(this.#trees, properties);
    let last = node.entry;
    let count = 0;
    for (const instruction of frame.instructions) {
      const key = keyOf(instruction);
      if (key === undefined) break;
      count++;
      node = nextNode(node.next, key);
      if (node.entry !== undefined && node.entry.start >= (last?.start ?? 0)) last = node.entry;
    }
    return last ?? (node.entry = this.#writeCommon(frame, count));
  }

  #pointerKey(pointer: FramePointer | undefined): string {
    const linear = pointer === undefined ? undefined : evaluate(pointer.value);
    if (linear === undefined || linear instanceof EvaluationError) return "";
    const symbol = linear.plus === undefined ? "" : this.#assembly.symbols.indexOf(linear.plus);
    return `${pointer?.encoding},${symbol},${linear.offset}`;
  }

  #writeCommon(frame: Frame, count: number): CommonEntry {
    const writer = this.#writer;
    const start = writer.size;
    const { personality, languageData } = frame;
    writer.unit(() => {
      writer.u32(this.#isEhFrame ? 0 : DEBUG_FRAME_CIE);
      writer.u8(VERSION);
      const pointers = `${personality === undefined ? "" : "P"}${
        languageData === undefined ? "" : "L"
      }`;
      writer.string(
        `${this.#isEhFrame ? `z${pointers}R` : ""}${frame.isSignalFrame ? "S" : ""}`,
      );
      writer.uleb(CODE_ALIGNMENT);
      writer.sleb(DATA_ALIGNMENT);
      writer.uleb(frame.returnColumn);
      if (this.#isEhFrame) {
        const size = personality === undefined ? 0 : 1 + sizeOf(personality.encoding);
        writer.uleb(size + pointers.length - (personality === undefined ? 0 : 1) + 1);
        if (personality !== undefined) {
          writer.u8(personality.encoding);
          this.#pointer(personality);
        }
        if (languageData !== undefined) writer.u8(languageData.encoding);
        writer.u8(DW_EH_PE.pcrel | DW_EH_PE.sdata4);
      }
      this.#instructions(frame.instructions.slice(0, count));
      this.#align(this.#isEhFrame ? WORD : SECTION_ALIGNMENT);
    });
    return { count, start };
  }

  #writeFrame(frame: Frame, entry: CommonEntry, alignment: number): void {
    const writer = this.#writer;
    const { start, end = start, languageData } = frame;
    const { symbols } = this.#assembly;
    writer.unit(() => {
      if (this.#isEhFrame) {
        writer.u32(writer.size - entry.start);
        this.#address(4, start, 0, true);
      } else {
        writer.relocate(R.ABS32, symbols.indexOf(this.#label(entry.start)), 0);
        writer.u32(0);
        this.#address(ADDRESS_SIZE, start, 0, false);
      }
      this.#distance(this.#isEhFrame ? 4 : ADDRESS_SIZE, start, end);
      if (this.#isEhFrame) {
        writer.uleb(languageData === undefined ? 0 : sizeOf(languageData.encoding));
        if (languageData !== undefined) this.#pointer(languageData);
      }
      this.#instructions(frame.instructions.slice(entry.count));
      this.#align(alignment);
    });
  }

  /** The length of a function. The linker may shorten code. */
  #distance(size: 4 | 8, from: AssemblySymbol, to: AssemblySymbol): void {
    const writer = this.#writer;
    const isCode = from.section?.flags.execute === true;
    if (isCode) this.#difference(size, to, 0, from);
    const distance = isCode ? 0 : distanceOf(from, to);
    if (size === 4) writer.u32(distance);
    else writer.u64(BigInt(distance));
  }

  #difference(size: number, plus: AssemblySymbol, addend: Int64, minus: AssemblySymbol): void {
    const types = DATA_TYPES.get(size);
    if (types === undefined) return;
    const { symbols } = this.#assembly;
    this.#writer.relocate(types.add, symbols.indexOf(plus), addend);
    this.#writer.relocate(types.subtract, symbols.indexOf(minus), 0);
  }

  /** The address of a symbol, or its distance from here. */
  #address(size: 4 | 8, symbol: AssemblySymbol, addend: Int64, isRelative: boolean): void {
    const writer = this.#writer;
    const index = this.#assembly.symbols.indexOf(symbol);
    if (!isRelative) writer.relocate(size === 4 ? R.ABS32 : R.ABS64, index, addend);
    else if (size === 4 && this.#isEhFrame) writer.relocate(R.PCREL32, index, addend);
    else this.#difference(size, symbol, addend, this.#label(writer.size));
    if (size === 4) writer.u32(0);
    else writer.u64(0n);
  }

  /** A pointer that has an encoding. */
  #pointer({ encoding, value, at }: FramePointer): void {
    const isRelative = (encoding & DW_EH_PE.base) === DW_EH_PE.pcrel;
    const size = sizeOf(encoding);
    const linear = evaluate(value);
    if (linear instanceof EvaluationError) return this.#report(at, linear.message);
    const { plus, minus, offset } = linear;
    if (minus !== undefined) return this.#report(at, "a pointer cannot be a difference");
    if (plus === undefined) {
      if (isRelative) return this.#report(at, "a relative pointer needs a symbol, not a number");
      this.#number(size, offset);
    } else if (size === 2) {
      this.#report(at, "an address does not fit in 16 bits");
    } else {
      this.#address(size, plus, offset, isRelative);
    }
  }

  #number(size: 2 | 4 | 8, value: Int64): void {
    const big = BigInt.asUintN(size * 8, BigInt(value));
    if (size === 2) this.#writer.u16(Number(big));
    else if (size === 4) this.#writer.u32(Number(big));
    else this.#writer.u64(big);
  }

  #instructions(instructions: readonly FrameInstruction[]): void {
    for (const instruction of instructions) this.#instruction(instruction);
  }

  #instruction(instruction: FrameInstruction): void {
    const writer = this.#writer;
    switch (instruction.kind) {
      case "advance":
        return this.#advance(instruction.from, instruction.to);
      case "offset":
        return writeOffset(writer, instruction.register, instruction.offset);
      case "valOffset":
        return writeValOffset(writer, instruction.register, instruction.offset);
      case "defCfa":
        return writeDefCfa(writer, instruction.register, instruction.offset);
      case "defCfaOffset":
        return writeDefCfaOffset(writer, instruction.offset);
      case "defCfaRegister":
        return writeRegisters(writer, CFA.defCfaRegister, instruction.register);
      case "undefined":
        return writeRegisters(writer, CFA.undefined, instruction.register);
      case "sameValue":
        return writeRegisters(writer, CFA.sameValue, instruction.register);
      case "register":
        return writeRegisters(writer, CFA.register, instruction.register, instruction.other);
      case "restore":
        return writeRestore(writer, instruction.register);
      case "rememberState":
        return writer.u8(CFA.rememberState);
      case "restoreState":
        return writer.u8(CFA.restoreState);
      case "windowSave":
        return writer.u8(CFA.gnuWindowSave);
      case "escape":
        return instruction.bytes.forEach((byte) => this.#byte(byte, instruction.at));
      case "encodedAddress":
        return this.#encodedAddress(instruction.register, instruction);
      case "label":
        return this.#define(instruction.symbol);
    }
  }

  #advance(from: AssemblySymbol, to: AssemblySymbol): void {
    const { sections, symbols } = this.#assembly;
    const section = sections[from.section?.index ?? -1];
    if (section === undefined) return;
    const distance = distanceOf(from, to);
    const isKnown = distance === 0 || this.#fragments.areTogether(section, from, to);
    writeAdvance(
      this.#writer,
      distance,
      isKnown ? undefined : { from: symbols.indexOf(from), to: symbols.indexOf(to) },
    );
  }

  #byte(byte: Expression, at: FramePosition): void {
    const linear = evaluate(byte);
    if (linear instanceof EvaluationError) return this.#report(at, linear.message);
    if (!isConstant(linear)) return this.#report(at, "`.cfi_escape` needs constants");
    const { offset } = linear;
    if (offset < -128 || offset > 255) {
      const { sources, diagnostics } = this.#assembly;
      const message = `${showValue(offset)} does not fit in one byte: truncated`;
      diagnostics.warn(sources, at.location, at.length, message);
    }
    this.#writer.u8(Number(BigInt(offset) & 0xffn));
  }

  /** A register whose value is an address: an expression of one operation. */
  #encodedAddress(register: number, pointer: FramePointer): void {
    const writer = this.#writer;
    const { encoding } = pointer;
    if (encoding === DW_EH_PE.omit) return;
    writer.u8(CFA.valExpression);
    writer.uleb(register);
    const size = sizeOf(encoding);
    if (encoding === DW_EH_PE.absptr) {
      writer.uleb(1 + size);
      writer.u8(OP.addr);
    } else {
      writer.uleb(2 + size);
      writer.u8(OP.gnuEncodedAddr);
      writer.u8(encoding);
    }
    this.#pointer(pointer);
  }

  #define(symbol: AssemblySymbol): void {
    if (symbol.state !== "undefined") {
      return this.#report(symbol, `\`${symbol.name}\` is already defined`);
    }
    this.#bind(symbol, this.#writer.size);
  }

  /** A label in this section. */
  #label(offset: number): AssemblySymbol {
    const symbol = new AssemblySymbol(".");
    this.#bind(symbol, offset);
    return symbol;
  }

  #bind(symbol: AssemblySymbol, offset: number): void {
    symbol.bindTo(this.#section);
    symbol.offset += offset;
  }

  #align(alignment: number): void {
    const section = this.#section;
    const start = section.finalOffset(section.size, section.fragments.length);
    while ((start + this.#writer.size) % alignment !== 0) this.#writer.u8(0);
  }

  #report({ location, length }: FramePosition, message: string): void {
    const { sources, diagnostics } = this.#assembly;
    diagnostics.error(sources, location, length, message);
  }
}

function nextNode(nodes: Map<string, CommonNode>, key: string): CommonNode {
  let node = nodes.get(key);
  if (node === undefined) {
    node = { entry: undefined, next: new Map() };
    nodes.set(key, node);
  }
  return node;
}

/**
 * An instruction as text, if a CIE can hold it; undefined for those that depend on an address, and those
 * that GNU as does not compare.
 */
function keyOf(instruction: FrameInstruction): string | undefined {
  const { kind } = instruction;
  switch (kind) {
    case "offset":
    case "valOffset":
    case "defCfa":
      return `${kind} ${instruction.register} ${instruction.offset}`;
    case "register":
      return `${kind} ${instruction.register} ${instruction.other}`;
    case "defCfaRegister":
    case "restore":
    case "undefined":
    case "sameValue":
      return `${kind} ${instruction.register}`;
    case "defCfaOffset":
      return `${kind} ${instruction.offset}`;
    case "restoreState":
    case "windowSave":
      return kind;
    default:
      return undefined;
  }
}

/** The size of a pointer. */
function sizeOf(encoding: number): 2 | 4 | 8 {
  const format = encoding & 7;
  return format === DW_EH_PE.udata2 ? 2 : format === DW_EH_PE.udata4 ? 4 : 8;
}

function distanceOf(from: AssemblySymbol, to: AssemblySymbol): number {
  if (from.section === undefined) return 0;
  return from.section.finalOffset(to.offset, to.fragment) -
    from.section.finalOffset(from.offset, from.fragment);
}
