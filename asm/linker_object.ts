// SPDX-License-Identifier: MPL-2.0
// What the linker itself adds to a program, as one more object file: room for common symbols, and
// the global offset table for code that takes addresses from it.

import type { ObjectFile, ObjectSection, ObjectSymbol } from "./object.ts";
import { R } from "./relocation.ts";
import { Sources } from "./source.ts";
import { ANY_TARGET } from "./target.ts";
import type { Definition } from "./symbol_resolution.ts";

/** The linker's own object, and what the slots of its global offset table are to hold. */
export interface LinkerObject {
  readonly object: ObjectFile;
  /** The symbol whose address each slot holds, in order. */
  readonly slots: readonly { readonly object: ObjectFile; readonly symbol: number }[];
  /** The offset in the table of a symbol's slot. */
  slotOf(object: ObjectFile, symbol: number): number | undefined;
}

const BSS = 0;
const GOT = 1;
const SLOT_SIZE = 8;
const DATA = { alloc: true, write: true, execute: false, other: "" };

function section(
  name: string,
  type: "nobits" | "progbits",
  size: number,
  alignment: number,
): ObjectSection {
  return {
    name,
    type,
    flags: DATA,
    alignment,
    entrySize: 0,
    size,
    data: new Uint8Array(type === "nobits" ? 0 : size),
    relocations: [],
    lineOffsets: new Int32Array(0),
    lineLocations: new Int32Array(0),
  };
}

/** Makes the linker's object, and defines the common symbols in it. */
export function makeLinkerObject(
  objects: readonly ObjectFile[],
  globals: Map<string, Definition>,
): LinkerObject {
  const symbols: ObjectSymbol[] = [];
  const sections: ObjectSection[] = [];
  const object: ObjectFile = {
    name: "",
    sections,
    symbols,
    sources: new Sources(),
    target: ANY_TARGET,
  };
  let size = 0;
  let alignment = 1;
  for (const [name, { symbol }] of globals) {
    if (symbol.section !== "common") continue;
    const wanted = Math.max(1, Number(symbol.value));
    alignment = Math.max(alignment, wanted);
    size = Math.ceil(size / wanted) * wanted;
    const defined: ObjectSymbol = { ...symbol, section: BSS, value: size };
    symbols.push(defined);
    globals.set(name, { object, symbol: defined });
    size += symbol.size;
  }
  const { slots, slotOf } = collectSlots(objects);
  sections.push(section(".bss", "nobits", size, alignment));
  sections.push(section(".got", "progbits", slots.length * SLOT_SIZE, SLOT_SIZE));
  return { object, slots, slotOf };
}

/** The index of the global offset table among the sections of the linker's object. */
export const GOT_SECTION = GOT;

function collectSlots(objects: readonly ObjectFile[]): Pick<LinkerObject, "slots" | "slotOf"> {
  const slots: { object: ObjectFile; symbol: number }[] = [];
  const offsets = new Map<string | ObjectSymbol, number>();
  const keyOf = (object: ObjectFile, index: number) => {
    const symbol = object.symbols[index];
    // One slot for all references to a global symbol; local ones have a slot each.
    return symbol === undefined || symbol.binding !== "local" ? symbol?.name ?? "" : symbol;
  };
  for (const object of objects) {
    for (const { relocations } of object.sections) {
      for (const { type, symbol } of relocations) {
        if (type !== R.GOT_HI20) continue;
        const key = keyOf(object, symbol);
        if (offsets.has(key)) continue;
        offsets.set(key, slots.length * SLOT_SIZE);
        slots.push({ object, symbol });
      }
    }
  }
  return { slots, slotOf: (object, symbol) => offsets.get(keyOf(object, symbol)) };
}
