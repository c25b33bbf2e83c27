// SPDX-License-Identifier: MPL-2.0
// Edits .eh_frame for the linker, as GNU ld does: frames of discarded functions are taken out, equal CIEs
// become one, and .eh_frame_hdr gets a table by which unwinders find a frame (Linux Standard Base, "The
// .eh_frame_hdr section"). A section that cannot be read stays as it is; then there is no table.

import type {
  EditedFrames,
  ObjectFile,
  ObjectSection,
  PlacedBytes,
  Relocation,
} from "../object.ts";
import { pointerSize } from "./common_entry.ts";
import { DW_EH_PE } from "./constants.ts";
import {
  type AnyFrameEntry,
  type CommonEntry,
  frameEntries,
  type FrameEntry,
  FUNCTION_AT,
  WORD,
} from "./frame_entries.ts";

const NAME = ".eh_frame";
/** Entries end at multiples of this, so that nothing is between those of two sections. */
const ALIGNMENT = 8;
const INDEX_VERSION = 1;
const INDEX_HEAD = 8;
const INDEX_ROW = 8;
const DATA_RELATIVE = 0x30;

/** Where an entry is in the program. */
interface Position {
  readonly section: ObjectSection;
  readonly offset: number;
}

/** An FDE in the program, and the position of its CIE. */
interface Frame extends Position {
  readonly cie: Position;
  readonly pointerEncoding: number;
}

/** A .eh_frame, and its entries if they can be read. */
interface Given {
  readonly object: ObjectFile;
  readonly section: ObjectSection;
  readonly entries: readonly AnyFrameEntry[] | undefined;
}

/** The relocations of an entry. */
function relocationsIn({ relocations }: ObjectSection, { start, end }: AnyFrameEntry) {
  return relocations.slice(firstFrom(relocations, start), firstFrom(relocations, end));
}

/** The index of the first relocation at an offset or after it. */
function firstFrom(relocations: readonly Relocation[], at: number): number {
  let low = 0;
  let high = relocations.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (relocations[middle]!.offset < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The section of the function that a frame describes; undefined when it is not in this object. */
function functionOf(
  { symbols }: ObjectFile,
  { relocations }: ObjectSection,
  { start }: FrameEntry,
): number | undefined {
  const found = relocations[firstFrom(relocations, start + FUNCTION_AT)];
  const isIts = found?.offset === start + FUNCTION_AT;
  const section = isIts ? symbols[found.symbol]?.section : undefined;
  return typeof section === "number" ? section : undefined;
}

/** Identifies CIEs that mean the same: their bytes, and what they refer to. */
class CommonEntries {
  readonly #numbers = new Map<unknown, number>();
  readonly #positions = new Map<string, Position>();

  #number(symbol: unknown): number {
    const known = this.#numbers.get(symbol) ?? this.#numbers.size;
    this.#numbers.set(symbol, known);
    return known;
  }

  /** A text that is the same for CIEs that mean the same. */
  key({ object, section }: Given, entry: CommonEntry): string {
    const references = relocationsIn(section, entry).map(({ offset, type, symbol, addend }) => {
      const target = object.symbols[symbol];
      // Local symbols of the same name are different; an absent one is the same everywhere.
      const identity = target?.binding === "local" ? target : target?.name ?? "";
      return `${offset - entry.start} ${type} ${this.#number(identity)} ${addend}`;
    });
    return `${section.data.subarray(entry.start + WORD, entry.end).join()};${references.join()}`;
  }

  /** Where the first CIE with this key is. */
  at(key: string): Position | undefined {
    return this.#positions.get(key);
  }

  /** Notes where a CIE is. */
  add(key: string, position: Position): void {
    this.#positions.set(key, position);
  }
}

/** The .eh_frame sections of some objects, in order. */
function sectionsOf(
  objects: readonly ObjectFile[],
  discarded: ReadonlySet<ObjectSection>,
): Given[] {
  return objects.flatMap((object) =>
    object.sections
      .filter((section) => section.name === NAME && section.flags.alloc && !discarded.has(section))
      .map((section) => ({ object, section, entries: frameEntries(section) }))
  );
}

class ProgramFrames implements EditedFrames {
  readonly replaced = new Map<ObjectSection, ObjectSection>();
  readonly indexSize: number;
  readonly #frames: Frame[] = [];
  readonly #common = new CommonEntries();
  /** Whether every section could be read. */
  readonly #isComplete: boolean;

  constructor(objects: readonly ObjectFile[], discarded: ReadonlySet<ObjectSection>) {
    const given = sectionsOf(objects, discarded);
    const filled = given.filter(({ section }) => section.size > 0);
    const last = filled.at(-1);
    const hasEnd = filled.some(({ entries }) => entries?.some(({ kind }) => kind === "end"));
    for (const each of filled) {
      this.#edit(each, discarded, each !== last ? "next" : hasEnd ? "end" : "none");
    }
    this.#isComplete = filled.every(({ entries }) => entries !== undefined);
    this.indexSize = filled.length === 0
      ? 0
      : INDEX_HEAD + (this.#isComplete ? WORD + this.#frames.length * INDEX_ROW : 0);
  }

  #edit(given: Given, discarded: ReadonlySet<ObjectSection>, after: "next" | "end" | "none"): void {
    const { object, section, entries } = given;
    if (entries === undefined) return;
    const isKept = (frame: FrameEntry) => {
      const own = functionOf(object, section, frame);
      return own === undefined || !discarded.has(object.sections[own]!);
    };
    const frames = entries.filter((entry) => entry.kind === "fde").filter(isKept);
    const used = new Set(frames.map(({ cie }) => cie));
    const bytes: number[] = [];
    const relocations: Relocation[] = [];
    const edited: ObjectSection & { data: Uint8Array; size: number } = {
      ...{ name: section.name, type: section.type, flags: section.flags, entrySize: 0 },
      ...{ alignment: Math.max(section.alignment, ALIGNMENT), relocations, size: 0 },
      ...{ data: new Uint8Array(), lineOffsets: new Int32Array(), lineLocations: new Int32Array() },
    };
    const append = (entry: AnyFrameEntry): Position => {
      const offset = bytes.length;
      for (const relocation of relocationsIn(section, entry)) {
        relocations.push({ ...relocation, offset: relocation.offset - entry.start + offset });
      }
      const length = entry.end - entry.start - WORD;
      bytes.push(length & 0xff, length >> 8 & 0xff, length >> 16 & 0xff, length >>> 24);
      for (const byte of section.data.subarray(entry.start + WORD, entry.end)) bytes.push(byte);
      return { section: edited, offset };
    };
    const kept = new Set<AnyFrameEntry>(frames);
    const keys = new Map<CommonEntry, string>();
    let last = 0;
    for (const entry of entries) {
      if (entry.kind === "cie" && used.has(entry)) {
        const key = this.#common.key(given, entry);
        keys.set(entry, key);
        if (this.#common.at(key) !== undefined) continue;
        last = bytes.length;
        this.#common.add(key, append(entry));
      } else if (entry.kind === "fde" && kept.has(entry)) {
        last = bytes.length;
        const cie = this.#common.at(keys.get(entry.cie) ?? "");
        if (cie === undefined) continue;
        const { pointerEncoding } = entry.cie;
        this.#frames.push({ ...append(entry), cie, pointerEncoding });
      }
    }
    const isFilled = bytes.length > 0;
    while (after !== "none" && bytes.length % ALIGNMENT !== 0) bytes.push(0);
    if (after === "end") bytes.push(0, 0, 0, 0);
    edited.data = Uint8Array.from(bytes);
    edited.size = bytes.length;
    if (isFilled) {
      // The padding is part of the last entry: zeros are instructions that do nothing.
      const end = edited.size - (after === "end" ? WORD : 0);
      new DataView(edited.data.buffer).setUint32(last, end - last - WORD, true);
    }
    this.replaced.set(section, edited);
  }

  connect(sections: readonly PlacedBytes[]): void {
    const placed = new Map(sections.map((each) => [each.section, each]));
    for (const { section, offset, cie } of this.#frames) {
      const from = placed.get(section);
      const to = placed.get(cie.section);
      if (from === undefined || to === undefined) continue;
      const distance = from.address + offset + WORD - (to.address + cie.offset);
      from.view.setUint32(offset + WORD, distance, true);
    }
  }

  writeIndex({ address, view }: PlacedBytes, sections: readonly PlacedBytes[]): void {
    const placed = new Map(sections.map((each) => [each.section, each]));
    const start = sections.reduce((least, each) => Math.min(least, each.address), Infinity);
    const table = this.#isComplete;
    const heads = [
      INDEX_VERSION,
      DW_EH_PE.pcrel | DW_EH_PE.sdata4,
      table ? DW_EH_PE.udata4 : DW_EH_PE.omit,
      table ? DATA_RELATIVE | DW_EH_PE.sdata4 : DW_EH_PE.omit,
    ];
    heads.forEach((head, at) => view.setUint8(at, head));
    view.setInt32(WORD, start - (address + WORD), true);
    if (!table) return;
    view.setUint32(INDEX_HEAD, this.#frames.length, true);
    const rows = this.#frames.flatMap(({ section, offset, pointerEncoding }) => {
      const part = placed.get(section);
      if (part === undefined) return [];
      const from = part.address + offset + FUNCTION_AT;
      const target = readPointer(part.view, offset + FUNCTION_AT, from, pointerEncoding);
      return [{ target, frame: part.address + offset }];
    });
    rows.sort((a, b) => a.target - b.target);
    rows.forEach(({ target, frame }, row) => {
      const at = INDEX_HEAD + WORD + row * INDEX_ROW;
      view.setInt32(at, target - address, true);
      view.setInt32(at + WORD, frame - address, true);
    });
  }
}

/** Reads an encoded pointer; `from` is its own address. */
function readPointer(view: DataView, at: number, from: number, encoding: number): number {
  const isSigned = (encoding & 8) !== 0;
  const value = pointerSize(encoding) === 8
    ? Number(view.getBigInt64(at, true))
    : pointerSize(encoding) === 2
    ? (isSigned ? view.getInt16(at, true) : view.getUint16(at, true))
    : isSigned
    ? view.getInt32(at, true)
    : view.getUint32(at, true);
  return (encoding & DW_EH_PE.base) === DW_EH_PE.pcrel ? from + value : value;
}

/** Takes out the frames of functions that are discarded, and makes equal CIEs one. */
export function editFrames(
  objects: readonly ObjectFile[],
  discarded: ReadonlySet<ObjectSection>,
): EditedFrames {
  return new ProgramFrames(objects, discarded);
}

/**
 * For each section that has functions with frames, what these frames refer to: tables of exceptions, and
 * functions that read them. Undefined if the .eh_frame of the object cannot be read.
 */
export function frameReferences(
  object: ObjectFile,
): ReadonlyMap<number, readonly Relocation[]> | undefined {
  const found = new Map<number, Relocation[]>();
  for (const { section, entries } of sectionsOf([object], new Set())) {
    if (entries === undefined) return undefined;
    for (const entry of entries) {
      if (entry.kind !== "fde") continue;
      const own = functionOf(object, section, entry);
      if (own === undefined) continue;
      const list = found.get(own) ?? [];
      found.set(own, list);
      const others = relocationsIn(section, entry).filter(({ offset }) =>
        offset !== entry.start + FUNCTION_AT
      );
      list.push(...others, ...relocationsIn(section, entry.cie));
    }
  }
  return found;
}
