// SPDX-License-Identifier: MPL-2.0
// What the linker itself adds to a program, as one more object file: space for common symbols, the global
// offset table (GOT), and stubs for indirect functions, whose implementation is chosen when the program
// starts.

import type { ObjectFile, ObjectSection, ObjectSymbol } from "../object/object.ts";
import { R } from "../object/relocation.ts";
import { Sources } from "../object/source.ts";
import type { Definition } from "./resolution.ts";
import { ANY_TARGET } from "../object/target.ts";

/** What a GOT slot holds: an address, an offset from tp, or the pair of words for __tls_get_addr. */
export type SlotKind = "address" | "threadOffset" | "threadPair";

/** A slot of the global offset table. */
export interface Slot {
  readonly object: ObjectFile;
  readonly symbol: number;
  readonly kind: SlotKind;
  /** Offset in the GOT. */
  readonly offset: number;
}

/** The linker's own object, and the contents of its tables. */
export interface LinkerObject {
  readonly object: ObjectFile;
  /** The slots of the global offset table, in order. */
  readonly slots: readonly Slot[];
  /** The slot that a relocation refers to. */
  slotOf(object: ObjectFile, symbol: number, type: number): Slot | undefined;
  /** The indirect functions, in the order of their stubs. */
  readonly indirect: readonly Definition[];
  /** The index of a symbol's stub. */
  stubOf(symbol: ObjectSymbol): number | undefined;
  /** The table of call frames, `.eh_frame_hdr`. */
  readonly frameIndex: ObjectSection | undefined;
}

/** Indexes of the sections of the linker's object. */
export const LINKER_SECTION = {
  ...{ bss: 0, got: 1, stubs: 2, chosen: 3, relocations: 4 },
  /** Only there if there are thread-local common symbols. */
  tbss: 5,
} as const;
/** Size of a GOT slot. */
export const SLOT_SIZE = 8;
/** Size of a stub: auipc, ld, jalr and nop. */
export const STUB_SIZE = 16;

const DATA = { alloc: true, write: true, execute: false, other: "" };
const THREAD_LOCAL = { ...DATA, other: "T" };
const TEXT = { alloc: true, write: false, execute: true, other: "" };
const READ_ONLY = { alloc: true, write: false, execute: false, other: "" };
const RELA_SIZE = 24;
const FRAME_INDEX_ALIGNMENT = 4;

const SLOT_KINDS: ReadonlyMap<number, SlotKind> = new Map([
  [R.GOT_HI20, "address"],
  [R.TLS_GOT_HI20, "threadOffset"],
  [R.TLS_GD_HI20, "threadPair"],
]);

function section(
  name: string,
  flags: ObjectSection["flags"],
  size: number,
  alignment: number,
  type: "nobits" | "progbits" = "progbits",
): ObjectSection {
  return {
    name,
    type,
    flags,
    alignment,
    entrySize: 0,
    size,
    data: new Uint8Array(type === "nobits" ? 0 : size),
    relocations: [],
    lineOffsets: new Int32Array(0),
    lineLocations: new Int32Array(0),
  };
}

/** What {@link makeLinkerObject} makes, besides what the objects need. */
export interface LinkerObjectOptions {
  /** The size of `.eh_frame_hdr`; 0 for none. */
  readonly frameIndexSize?: number;
  /** Sections that are left out: what they refer to is not needed. */
  readonly discarded?: ReadonlySet<ObjectSection>;
}

/** Makes the linker's object, which defines the common symbols. */
export function makeLinkerObject(
  objects: readonly ObjectFile[],
  globals: Map<string, Definition>,
  { frameIndexSize = 0, discarded = new Set() }: LinkerObjectOptions = {},
): LinkerObject {
  const symbols: ObjectSymbol[] = [];
  const sections: ObjectSection[] = [];
  const object: ObjectFile = {
    ...{ name: "", sections, symbols, sources: new Sources(), target: ANY_TARGET },
  };
  const common = { size: 0, alignment: 1, section: LINKER_SECTION.bss };
  const threadCommon = { size: 0, alignment: 1, section: LINKER_SECTION.tbss };
  for (const [name, { symbol }] of globals) {
    if (symbol.section !== "common") continue;
    const block = symbol.kind === "tls" ? threadCommon : common;
    const wanted = Math.max(1, Number(symbol.value));
    block.alignment = Math.max(block.alignment, wanted);
    const value = Math.ceil(block.size / wanted) * wanted;
    const defined: ObjectSymbol = { ...symbol, section: block.section, value };
    symbols.push(defined);
    globals.set(name, { object, symbol: defined });
    block.size = value + symbol.size;
  }
  const table = collectSlots(objects, discarded);
  const { indirect, stubOf } = collectIndirect(objects, globals, discarded);
  const count = indirect.length;
  sections.push(
    section(".bss", DATA, common.size, common.alignment, "nobits"),
    section(".got", DATA, table.size, SLOT_SIZE),
    section(".iplt", TEXT, count * STUB_SIZE, STUB_SIZE),
    section(".got", DATA, count * SLOT_SIZE, SLOT_SIZE),
    section(".rela.iplt", READ_ONLY, count * RELA_SIZE, SLOT_SIZE),
  );
  if (threadCommon.size > 0) {
    const { size, alignment } = threadCommon;
    sections.push(section(".tbss", THREAD_LOCAL, size, alignment, "nobits"));
  }
  const frameIndex = frameIndexSize === 0
    ? undefined
    : section(".eh_frame_hdr", READ_ONLY, frameIndexSize, FRAME_INDEX_ALIGNMENT);
  if (frameIndex !== undefined) sections.push(frameIndex);
  return { object, slots: table.slots, slotOf: table.slotOf, indirect, stubOf, frameIndex };
}

function collectSlots(
  objects: readonly ObjectFile[],
  discarded: ReadonlySet<ObjectSection>,
): Pick<LinkerObject, "slots" | "slotOf"> & { readonly size: number } {
  const slots: Slot[] = [];
  const byKey = new Map<SlotKind, Map<string | ObjectSymbol, Slot>>();
  const keyOf = (object: ObjectFile, index: number) => {
    const symbol = object.symbols[index];
    // All references to a global symbol share a slot; each local symbol has its own.
    return symbol === undefined || symbol.binding !== "local" ? symbol?.name ?? "" : symbol;
  };
  let size = 0;
  for (const object of objects) {
    for (const section of object.sections) {
      if (discarded.has(section)) continue;
      for (const { type, symbol } of section.relocations) {
        const kind = SLOT_KINDS.get(type);
        if (kind === undefined) continue;
        let known = byKey.get(kind);
        if (known === undefined) byKey.set(kind, known = new Map());
        const key = keyOf(object, symbol);
        if (known.has(key)) continue;
        const slot = { object, symbol, kind, offset: size };
        known.set(key, slot);
        slots.push(slot);
        size += kind === "threadPair" ? 2 * SLOT_SIZE : SLOT_SIZE;
      }
    }
  }
  return {
    slots,
    size,
    slotOf: (object, symbol, type) =>
      byKey.get(SLOT_KINDS.get(type) ?? "address")?.get(keyOf(object, symbol)),
  };
}

/** The indirect functions: the definitions of global ones, and all local ones. */
function collectIndirect(
  objects: readonly ObjectFile[],
  globals: ReadonlyMap<string, Definition>,
  discarded: ReadonlySet<ObjectSection>,
): Pick<LinkerObject, "indirect" | "stubOf"> {
  const indirect: Definition[] = [];
  for (const object of objects) {
    for (const symbol of object.symbols) {
      if (symbol.kind !== "ifunc" || typeof symbol.section !== "number") continue;
      if (discarded.has(object.sections[symbol.section]!)) continue;
      const isTaken = symbol.binding === "local" || globals.get(symbol.name)?.symbol === symbol;
      if (isTaken) indirect.push({ object, symbol });
    }
  }
  const stubs = new Map(indirect.map(({ symbol }, index) => [symbol, index]));
  return { indirect, stubOf: (symbol) => stubs.get(symbol) };
}
