// SPDX-License-Identifier: MPL-2.0
// A section while a file is being assembled: its bytes so far, what must be filled in later
// (fixups), the places whose size is not known yet (fragments), and which source location each byte
// came from. Offsets are those of the smallest layout; relaxation moves them afterwards.

import type { Relocation, SectionFlags, SectionGroup, SectionType } from "../object/object.ts";
import type { AssemblySymbol, Expression } from "./symbol.ts";
import type { Value } from "../object/value.ts";

/** Bytes that depend on a symbol, to be filled in after layout or by the linker. */
export interface Fixup {
  /** Offset of the bytes in the section, before relaxation. */
  offset: number;
  /** How many fragments of the section lie before them. */
  readonly fragment: number;
  /** What to do with the value: a relocation type, see relocation.ts. */
  readonly type: number;
  /** The symbol the value is taken from; undefined for an absolute value. */
  readonly symbol: AssemblySymbol | undefined;
  readonly addend: Value;
  /** In place of symbol and addend, where more than these is needed. */
  readonly expression: Expression | undefined;
  readonly location: number;
  readonly length: number;
}

/** A relocation that is the linker's for certain, at an offset that layout still moves. */
export interface EarlyRelocation extends Relocation {
  offset: number;
  /** How many fragments of the section lie before it. */
  readonly fragment: number;
}

/** A place whose size layout decides. `size` is that of the bytes emitted for now. */
export interface Fragment {
  readonly kind: "branch" | "jump" | "align" | "org" | "space" | "uleb" | "sleb";
  readonly offset: number;
  readonly size: number;
  /** How far the fragments before it may yet push it; negative when its size is settled. */
  growth: number;
  /** The size that layout has found. */
  finalSize: number;
  /** Of a branch or jump: the word with no target. */
  readonly word: number;
  /** Of a branch or jump: the compressed form with no target, or 0 when it has none. */
  readonly compressed: number;
  /** Of a branch or jump: the target. */
  readonly symbol: AssemblySymbol | undefined;
  /** Of a branch or jump: what is added to the target. */
  readonly addend: Value;
  /** Of an alignment: bytes to be a multiple of. */
  readonly alignment: number;
  /** Of an alignment: more padding than this is not made. */
  readonly limit: number;
  /** The filling; undefined for instructions that do nothing. */
  readonly fill: Filling | undefined;
  /** Of the others: where to go, how much to leave, or the value. */
  readonly expression: Expression | undefined;
  readonly location: number;
  readonly length: number;
}

/** The growth of a branch that need not be looked at again. */
export const SETTLED = -1;

/** A value that is repeated in units of 1 to 8 bytes. */
export interface Filling {
  readonly value: Value;
  readonly size: number;
}

/** A fragment with nothing in it yet; directives fill in what theirs needs. */
export function emptyFragment(
  kind: Fragment["kind"],
  offset: number,
  place: { readonly location: number; readonly length: number },
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
    ...place,
  };
}

const FIRST_CAPACITY = 256;
const FIRST_LINES = 64;
/** Buffers shorter than this grow eightfold: copying them again and again would cost more. */
const QUICK_GROWTH = 1 << 19;
/** addi x0, x0, 0 */
const NOP = 0x00000013;
/** c.nop: GNU as pads with it even where compressed instructions are not enabled. */
const SHORT_NOP = 0x0001;

/** A section of the file that is being assembled. */
export class Section {
  type: SectionType;
  flags: SectionFlags;
  /** Bytes that its address must be a multiple of. */
  alignment = 1;
  /** Whether it cannot be executed and holds instructions, of which there was a warning. */
  hasOddCode = false;
  /** Size of an element, for sections of equal elements; 0 for others. */
  entrySize = 0;
  /** The group that it belongs to. */
  group: SectionGroup | undefined = undefined;

  data = new Uint8Array(FIRST_CAPACITY);
  #view = new DataView(this.data.buffer);
  /** Bytes so far. Of a nobits section none of them are in `data`. */
  size = 0;
  /** How many of them the file's total has counted. */
  countedSize = 0;

  readonly fixups: Fixup[] = [];
  readonly relocations: EarlyRelocation[] = [];
  readonly fragments: Fragment[] = [];
  /** How much all fragments together may yet grow. */
  growth = 0;
  /**
   * Where what GNU as calls gnuFragments begin, rising: behind branches, alignments and room that is
   * left. Kept where code is compressed, whose layout starts from offsets in them.
   */
  readonly gnuFragments: number[] = [];
  /** How far layout pushes what has n fragments before it; undefined before layout. */
  shifts: Float64Array | undefined = undefined;

  /** Parts that come after the rest, by number; undefined when there are none. */
  #parts: Map<number, Section> | undefined;
  /** Of a part: the labels that stand in it; undefined for whole sections. */
  labels: AssemblySymbol[] | undefined;
  /** The section that this is a part of, or this one. */
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
    /** Position among the sections of the file. */
    readonly index: number,
  ) {
    this.type = type;
    this.flags = flags;
  }

  /** The part of that number, not 0, which is made at the first question (`.subsection`). */
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

  /** The parts by rising number. */
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

  /** Notes that the bytes from here on come from a location. */
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

  /** Appends the lines of another section, whose bytes were appended at an offset. */
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

  /** Appends an integer of 1, 2, 4 or 8 bytes, little-endian; higher bits are dropped. */
  integer(value: Value, size: number): void {
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

  /** Appends `count` units of a filling; of a nobits section only its size grows. */
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
    // Copy what is there already, in steps that double.
    for (let done = size; done < total; done *= 2) {
      this.data.copyWithin(start + done, start, start + Math.min(done, total - done));
    }
    this.size = start + total;
  }

  /** Appends padding: the filling, or instructions that do nothing. */
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

  /** Where an offset lies when layout is done, or as far as layout has got. */
  finalOffset(offset: number, fragment: number): number {
    return this.shifts === undefined ? offset : offset + (this.shifts[fragment] ?? 0);
  }
}
