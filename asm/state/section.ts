// SPDX-License-Identifier: MPL-2.0
// A section while a file is being assembled: its bytes so far, those to be filled in later (fixups),
// those whose number is not known yet (fragments), and the source location of each byte. Offsets are
// those of the smallest layout; relaxation moves them.

import type {
  Relocation,
  SectionDetails,
  SectionFlags,
  SectionGroup,
  SectionType,
} from "../object/object.ts";
import type { AssemblySymbol, Expression } from "./symbol.ts";
import type { Int64 } from "../object/value.ts";

/** Bytes that depend on a symbol, filled in after layout or by the linker. */
export interface Fixup {
  /** Offset of the bytes in the section, before relaxation. */
  offset: number;
  /** How many fragments of the section precede them. */
  readonly fragment: number;
  /** How the value is filled in: a relocation type, see relocation.ts. */
  readonly type: number;
  /** The symbol of the value; undefined for an absolute value. */
  readonly symbol: AssemblySymbol | undefined;
  readonly addend: Int64;
  /** The value, where symbol and addend do not suffice. */
  readonly expression: Expression | undefined;
  readonly location: number;
  readonly length: number;
}

/** A relocation that only the linker can resolve, at an offset that layout still moves. */
export interface EarlyRelocation extends Relocation {
  offset: number;
  /** How many fragments of the section precede it. */
  readonly fragment: number;
}

/** Bytes whose number layout decides. `size` bytes stand for them in the section until then. */
export interface Fragment {
  readonly kind: "branch" | "jump" | "align" | "org" | "space" | "uleb" | "sleb";
  readonly offset: number;
  readonly size: number;
  /** How far the fragments before it may still push it; SETTLED when its size is final. */
  growth: number;
  /** The size that layout found. */
  finalSize: number;
  /** Of a branch or jump: the instruction without its target. */
  readonly word: number;
  /** Of a branch or jump: the compressed instruction without its target, or 0 if there is none. */
  readonly compressed: number;
  /** Of a branch or jump: the target. */
  readonly symbol: AssemblySymbol | undefined;
  /** Of a branch or jump: the addend of the target. */
  readonly addend: Int64;
  /** Of an alignment: the alignment in bytes. */
  readonly alignment: number;
  /** Of an alignment: the most padding; 0 for no limit. */
  readonly limit: number;
  /** The filling; undefined for nops. */
  readonly fill: Filling | undefined;
  /** Of the others: the offset to reach, the amount to leave, or the value. */
  readonly expression: Expression | undefined;
  readonly location: number;
  readonly length: number;
}

/** The growth of a branch that layout can skip. */
export const SETTLED = -1;

/** A value that is repeated, in units of 1 to 8 bytes. */
export interface Filling {
  readonly value: Int64;
  readonly size: number;
}

/** An empty fragment; directives fill in what they need. */
export function emptyFragment(
  kind: Fragment["kind"],
  offset: number,
  range: { readonly location: number; readonly length: number },
): Fragment {
  return {
    kind,
    offset,
    size: 0,
    growth: Infinity,
    finalSize: 0,
    word: 0,
    compressed: 0,
    symbol: undefined,
    addend: 0,
    alignment: 0,
    limit: 0,
    fill: undefined,
    expression: undefined,
    ...range,
  };
}

const FIRST_CAPACITY = 256;
const FIRST_LINES = 64;
/** Smaller buffers grow eightfold, to be copied less often. */
const QUICK_GROWTH = 1 << 19;
/** addi x0, x0, 0 */
const NOP = 0x00000013;
/** c.nop. GNU as pads with it even where compression is not enabled. */
const SHORT_NOP = 0x0001;

/** The name of a symbol or section, and where it is written. */
interface LinkedTo {
  readonly name: string;
  readonly location: number;
  readonly length: number;
}

/** A section of the file that is being assembled. */
export class Section {
  type: SectionType;
  flags: SectionFlags;
  /** Its alignment in bytes. */
  alignment = 1;
  /** Whether there was a warning about instructions in it, although it is not executable. */
  hasOddCode = false;
  /** The size of an element, if the source gives one; otherwise 0. */
  entrySize = 0;
  /** Its group, if any. */
  group: SectionGroup | undefined = undefined;
  /** What else its header says; the index of `linkedTo` is not known yet. */
  details: SectionDetails | undefined = undefined;
  /** The symbol, or the section, whose section it goes with (flag o), and where that is said. */
  linkedTo: LinkedTo | undefined = undefined;

  data = new Uint8Array(FIRST_CAPACITY);
  #view = new DataView(this.data.buffer);
  /** Bytes so far; `data` has them unless the section is nobits. */
  size = 0;
  /** How many of them are in the file's total. */
  countedSize = 0;

  readonly fixups: Fixup[] = [];
  readonly relocations: EarlyRelocation[] = [];
  readonly fragments: Fragment[] = [];
  /** How much all fragments together may still grow. */
  growth = 0;
  /**
   * The offsets, rising, at which GNU as would begin a fragment: after branches, alignments and
   * reserved space. Kept where code is compressed, because its layout starts from them, and in call
   * frames, because GNU as leaves distances from one fragment to another to the linker.
   */
  readonly gnuFragments: number[] = [];
  /** How far layout moves the bytes after n fragments; undefined before layout. */
  shifts: Float64Array | undefined = undefined;

  /** Its subsections by number; undefined when there are none. */
  #parts: Map<number, Section> | undefined;
  /** Of a subsection: the labels in it; undefined for whole sections. */
  labels: AssemblySymbol[] | undefined;
  /** The section that this is a subsection of, or this one. */
  whole: Section = this;

  /** Offsets at which the source location changes, rising. */
  lineOffsets = new Int32Array(FIRST_LINES);
  lineLocations = new Int32Array(FIRST_LINES);
  lineCount = 0;
  #lastLocation = 0;

  constructor(
    readonly name: string,
    type: SectionType,
    flags: SectionFlags,
    /** Its index among the sections of the file. */
    readonly index: number,
  ) {
    this.type = type;
    this.flags = flags;
  }

  /** The subsection of that number, not 0, made when first asked for. */
  part(number: number): Section {
    const found = this.#parts?.get(number);
    if (found !== undefined) return found;
    const made = new Section(this.name, this.type, this.flags, this.index);
    made.labels = [];
    made.whole = this;
    this.#parts ??= new Map();
    this.#parts.set(number, made);
    return made;
  }

  /** The subsections by rising number. */
  get parts(): Section[] {
    return [...this.#parts ?? []].sort(([a], [b]) => a - b).map(([, part]) => part);
  }

  /** Makes room for more bytes. */
  reserve(count: number): void {
    const needed = this.size + count;
    if (needed <= this.data.length) return;
    const factor = this.data.length < QUICK_GROWTH ? 8 : 2;
    const grown = new Uint8Array(Math.max(needed, this.data.length * factor));
    grown.set(this.data.subarray(0, this.size));
    this.data = grown;
    this.#view = new DataView(grown.buffer);
  }

  /** Records the source location of the bytes that follow. */
  markLine(location: number): void {
    if (location === this.#lastLocation) return;
    this.#lastLocation = location;
    this.#addLine(this.size, location);
  }

  #addLine(offset: number, location: number): void {
    const count = this.lineCount;
    if (count === this.lineOffsets.length) {
      const factor = count < QUICK_GROWTH ? 8 : 2;
      const offsets = new Int32Array(count * factor);
      const locations = new Int32Array(count * factor);
      offsets.set(this.lineOffsets);
      locations.set(this.lineLocations);
      this.lineOffsets = offsets;
      this.lineLocations = locations;
    }
    this.lineOffsets[count] = offset;
    this.lineLocations[count] = location;
    this.lineCount = count + 1;
  }

  /** Appends the lines of a section whose bytes were appended at an offset. */
  appendLines(other: Section, offset: number): void {
    for (let index = 0; index < other.lineCount; index++) {
      this.#addLine(offset + other.lineOffsets[index]!, other.lineLocations[index]!);
    }
  }

  /** Appends a 32-bit word. */
  word(value: number): void {
    const at = this.size;
    if (at + 4 > this.data.length) this.reserve(4);
    this.#view.setUint32(at, value, true);
    this.size = at + 4;
  }

  /** Appends an integer of 1, 2, 4 or 8 bytes, little-endian; drops higher bits. */
  integer(value: Int64, size: number): void {
    this.reserve(size);
    const at = this.size;
    if (typeof value === "number" && size <= 4) {
      for (let index = 0; index < size; index++) this.data[at + index] = value >> (8 * index);
    } else if (typeof value === "number" && size === 8) {
      this.#view.setUint32(at, value % 2 ** 32, true);
      this.#view.setInt32(at + 4, Math.floor(value / 2 ** 32), true);
    } else {
      let rest = BigInt(value);
      for (let index = 0; index < size; index++, rest >>= 8n) {
        this.data[at + index] = Number(rest & 0xffn);
      }
    }
    this.size = at + size;
  }

  /** Appends bytes. */
  bytes(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.data.set(bytes, this.size);
    this.size += bytes.length;
  }

  /** Appends `count` units of a filling; a nobits section only grows. */
  fill(count: number, { value, size }: Filling): void {
    const total = count * size;
    if (this.type === "nobits") {
      this.size += total;
      return;
    }
    this.reserve(total);
    if (value === 0) {
      this.data.fill(0, this.size, this.size + total);
      this.size += total;
      return;
    }
    if (count <= 0) return;
    const start = this.size;
    this.integer(value, size);
    this.data.copyWithin(start + size, start, start + size);
    // Copy what is already there, doubling it with each step.
    for (let done = size; done < total; done *= 2) {
      this.data.copyWithin(start + done, start, start + Math.min(done, total - done));
    }
    this.size = start + total;
  }

  /** Appends padding: the filling, or nops. */
  pad(count: number, filling: Filling | undefined): void {
    if (filling === undefined && this.type !== "nobits") {
      if ((count & 1) !== 0) this.integer(0, 1);
      if ((count & 2) !== 0) this.integer(SHORT_NOP, 2);
      for (let done = count & 3; done < count; done += 4) this.word(NOP);
      return;
    }
    const { value, size } = filling ?? { value: 0, size: 1 };
    this.fill(count % size, { value: 0, size: 1 });
    this.fill(Math.floor(count / size), { value, size });
  }

  /** An offset after layout, or as layout has it so far. */
  finalOffset(offset: number, fragment: number): number {
    return this.shifts === undefined ? offset : offset + (this.shifts[fragment] ?? 0);
  }
}
