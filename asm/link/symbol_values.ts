// SPDX-License-Identifier: MPL-2.0
// The final values of all symbols, once sections have their addresses: those that relocations take, and
// those that people see.

import { LINKER_SECTION, type LinkerObject, STUB_SIZE } from "./linker_object.ts";
import type { OutputSection, ThreadBlock } from "./memory_layout.ts";
import type { ObjectFile, ObjectSymbol } from "../object/object.ts";
import type { Definition } from "./symbol_resolution.ts";
import { add, type Value } from "../object/value.ts";

/** An object's symbols and sections by index, with their final values. */
export interface PlacedObject {
  readonly values: readonly Value[];
  /** Addresses of the sections; undefined of those that are not there. */
  readonly addresses: readonly (number | undefined)[];
}

/** Knows the final value of every symbol of a program. */
export class SymbolValues {
  readonly #placed = new Map<ObjectFile, PlacedObject>();

  /** The values of symbols in placed sections. */
  constructor(
    readonly outputs: readonly OutputSection[],
    readonly globals: ReadonlyMap<string, Definition>,
    readonly linker: LinkerObject,
    readonly provided: ReadonlyMap<string, number>,
    readonly thread: ThreadBlock | undefined,
  ) {
    const all = new Map<ObjectFile, (number | undefined)[]>();
    for (const { parts } of outputs) {
      for (const { object, index, address } of parts) {
        let addresses = all.get(object);
        if (addresses === undefined) {
          all.set(object, addresses = object.sections.map(() => undefined));
        }
        addresses[index] = address;
      }
    }
    // Symbols may stand in sections of objects that are looked at later: addresses come first.
    for (const [object, addresses] of all) this.#placed.set(object, { values: [], addresses });
    for (const [object, addresses] of all) {
      this.#placed.set(object, { values: this.#valuesOf(object), addresses });
    }
  }

  /** An object's final values; undefined of one that has no part in the program. */
  of(object: ObjectFile): PlacedObject | undefined {
    return this.#placed.get(object);
  }

  /** The final values of an object with more sections than the program has of it in memory. */
  with(object: ObjectFile, addresses: readonly (number | undefined)[]): PlacedObject {
    const before = this.#placed.get(object);
    this.#placed.set(object, { values: [], addresses });
    const placed = { values: this.#valuesOf(object), addresses };
    if (before === undefined) this.#placed.delete(object);
    else this.#placed.set(object, before);
    return placed;
  }

  /** The value of a global symbol; undefined when there is none of that name. */
  global(name: string): Value | undefined {
    const definition = this.globals.get(name);
    return definition === undefined ? this.provided.get(name) : this.#ownValue(definition);
  }

  /** The address of a section; undefined when it is not loaded. */
  addressOf(object: ObjectFile, section: number): number | undefined {
    return this.#placed.get(object)?.addresses[section];
  }

  /** The value of a symbol that an object defines. Of an indirect function: where its chooser is. */
  definedValue({ object, symbol }: Definition): Value {
    if (typeof symbol.section !== "number") return symbol.section === "absolute" ? symbol.value : 0;
    return add(this.addressOf(object, symbol.section) ?? 0, symbol.value);
  }

  /** The address of the stub of an indirect function; undefined of other symbols. */
  stubOf(symbol: ObjectSymbol): number | undefined {
    const index = symbol.kind === "ifunc" ? this.linker.stubOf(symbol) : undefined;
    const start = this.addressOf(this.linker.object, LINKER_SECTION.stubs);
    return index === undefined || start === undefined ? undefined : start + index * STUB_SIZE;
  }

  #ownValue(definition: Definition): Value {
    return this.stubOf(definition.symbol) ?? this.definedValue(definition);
  }

  #valuesOf(object: ObjectFile): Value[] {
    return object.symbols.map((symbol) =>
      // A weak symbol that nobody defines is 0.
      symbol.binding === "local"
        ? this.#ownValue({ object, symbol })
        : this.global(symbol.name) ?? 0
    );
  }
}
