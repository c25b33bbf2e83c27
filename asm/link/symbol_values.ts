// SPDX-License-Identifier: MPL-2.0
// The final values of all symbols, once the sections have their addresses.

import { LINKER_SECTION, type LinkerObject, STUB_SIZE } from "./linker_object.ts";
import type { OutputSection, ThreadBlock } from "./memory_layout.ts";
import type { ObjectFile, ObjectSymbol } from "../object/object.ts";
import type { Definition, SymbolDefinition } from "./resolution.ts";
import { add, type Int64, toInt64 } from "../object/value.ts";

/** The final values of an object's symbols, and the addresses of its sections, by index. */
export interface PlacedObject {
  readonly values: readonly Int64[];
  /** Addresses of sections; undefined for those that are not loaded. */
  readonly addresses: readonly (number | undefined)[];
}

/** What values depend on besides sections and definitions. */
export interface ValueOptions {
  readonly thread: ThreadBlock | undefined;
  readonly definitions?: readonly SymbolDefinition[];
}

/** The final values of the symbols of a program. */
export class SymbolValues {
  /** The TLS block; undefined when there are no thread-local variables. */
  readonly thread: ThreadBlock | undefined;
  /** The values of symbols that the caller of the linker defines. */
  readonly defined = new Map<string, Int64>();
  readonly #placed = new Map<ObjectFile, PlacedObject>();

  /** Computes the values of symbols in sections that have their addresses. */
  constructor(
    readonly outputs: readonly OutputSection[],
    readonly globals: ReadonlyMap<string, Definition>,
    readonly linker: LinkerObject,
    readonly provided: ReadonlyMap<string, number>,
    { thread, definitions = [] }: ValueOptions,
  ) {
    this.thread = thread;
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
    // Values depend on the addresses of sections of other objects, so addresses come first.
    for (const [object, addresses] of all) this.#placed.set(object, { values: [], addresses });
    // A definition may refer to a later one, so they settle one after the other.
    for (let pass = 0; pass < definitions.length; pass++) {
      for (const { name, symbol, value } of definitions) {
        const base = symbol === undefined ? 0 : this.global(symbol) ?? 0;
        this.defined.set(name, add(base, toInt64(BigInt.asUintN(64, value))));
      }
    }
    for (const [object, addresses] of all) {
      this.#placed.set(object, { values: this.#valuesOf(object), addresses });
    }
  }

  /** The values of an object; undefined when it has no section in the program. */
  of(object: ObjectFile): PlacedObject | undefined {
    return this.#placed.get(object);
  }

  /** The values of an object that has further sections, which are not loaded, at `addresses`. */
  with(object: ObjectFile, addresses: readonly (number | undefined)[]): PlacedObject {
    const before = this.#placed.get(object);
    this.#placed.set(object, { values: [], addresses });
    const placed = { values: this.#valuesOf(object), addresses };
    if (before === undefined) this.#placed.delete(object);
    else this.#placed.set(object, before);
    return placed;
  }

  /** The value of a global symbol; undefined if there is none with this name. */
  global(name: string): Int64 | undefined {
    const definition = this.globals.get(name);
    return definition === undefined
      ? this.defined.get(name) ?? this.provided.get(name)
      : this.#ownValue(definition);
  }

  /** The address of a section; undefined when it is not loaded. */
  addressOf(object: ObjectFile, section: number): number | undefined {
    return this.#placed.get(object)?.addresses[section];
  }

  /** The value of a defined symbol. For an indirect function, the address of its resolver. */
  definedValue({ object, symbol }: Definition): Int64 {
    if (typeof symbol.section !== "number") return symbol.section === "absolute" ? symbol.value : 0;
    return add(this.addressOf(object, symbol.section) ?? 0, symbol.value);
  }

  /** The address of an indirect function's stub; undefined for other symbols. */
  stubOf(symbol: ObjectSymbol): number | undefined {
    const index = symbol.kind === "ifunc" ? this.linker.stubOf(symbol) : undefined;
    const start = this.addressOf(this.linker.object, LINKER_SECTION.stubs);
    return index === undefined || start === undefined ? undefined : start + index * STUB_SIZE;
  }

  #ownValue(definition: Definition): Int64 {
    return this.stubOf(definition.symbol) ?? this.definedValue(definition);
  }

  #valuesOf(object: ObjectFile): Int64[] {
    return object.symbols.map((symbol) =>
      // An undefined weak symbol is 0.
      symbol.binding === "local"
        ? this.#ownValue({ object, symbol })
        : this.global(symbol.name) ?? 0
    );
  }
}
