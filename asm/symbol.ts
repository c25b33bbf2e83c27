// SPDX-License-Identifier: MPL-2.0
// Symbols while a file is being assembled: labels stand at a place in a section, equates hold a
// value or an expression, and a name that is only used waits for a definition in another file.

import type { Expression } from "./expression.ts";
import type { Names } from "./names.ts";
import type { SymbolBinding, SymbolKind } from "./program.ts";
import type { Section } from "./section.ts";
import type { Value } from "./value.ts";

/** What a symbol is by now. */
export type SymbolState = "undefined" | "label" | "value" | "expression" | "common";

/** ELF's visibility of a symbol. */
export type Visibility = "default" | "internal" | "hidden" | "protected";

/** A symbol of the file that is being assembled. */
export class AssemblySymbol {
  state: SymbolState = "undefined";
  /** Of a label: the section it stands in. */
  section: Section | undefined = undefined;
  /** Of a label: its offset in the section, before relaxation moved it. */
  offset = 0;
  /** Of a label: how many pieces of the section lie before it. */
  piece = 0;
  /** Of a label: how far the pieces before it may yet push it. */
  growth = 0;
  /** Of a value: the value. Of a common symbol: its size. */
  value: Value = 0;
  /** Of a common symbol: its alignment in bytes. */
  alignment = 1;
  /** Of an expression: the expression. */
  expression: Expression | undefined = undefined;
  /** Of an expression: how many operators it has. */
  operators = 0;
  /** True while its expression is being evaluated, to notice definitions that go in circles. */
  busy = false;
  /** True when `.set` may give it another value. */
  redefinable = false;

  binding: SymbolBinding | undefined = undefined;
  visibility: Visibility = "default";
  kind: SymbolKind = "none";
  /** What `.size` says. */
  size: Expression | undefined = undefined;

  /** Where it is defined, or 0. */
  location = 0;
  length = 0;
  /** Where it is first used, or 0. */
  useLocation = 0;
  useLength = 0;
  /** Its index in the object file; -1 before it has one. */
  index = -1;

  constructor(readonly name: string) {}

  /** Makes it a label at the end of what the section holds so far. */
  placeAt(section: Section): void {
    this.state = "label";
    this.section = section;
    this.offset = section.size;
    this.piece = section.pieces.length;
    this.growth = section.growth;
  }

  /** Makes it a constant. */
  setValue(value: Value): void {
    this.state = "value";
    this.value = value;
    this.section = undefined;
    this.expression = undefined;
  }
}

/** The symbols of a file, by the numbers of their names, and its numeric labels. */
export class SymbolTable {
  /** Every named symbol, in the order of first appearance. */
  readonly list: AssemblySymbol[] = [];
  readonly #byName: (AssemblySymbol | undefined)[] = [];
  /** The last definition of each numeric label, and the one to come that was asked for. */
  readonly #numeric = new Map<number, { last?: AssemblySymbol; next?: AssemblySymbol }>();
  readonly #names: Names;

  constructor(names: Names) {
    this.#names = names;
  }

  /** The symbol of a name, made when it is new. */
  get(name: number): AssemblySymbol {
    const found = this.#byName[name];
    if (found !== undefined) return found;
    while (this.#byName.length <= name) this.#byName.push(undefined);
    const symbol = new AssemblySymbol(this.#names.list[name] ?? "");
    this.#byName[name] = symbol;
    this.list.push(symbol);
    return symbol;
  }

  /** The symbol of a name, if there is one. */
  find(name: number): AssemblySymbol | undefined {
    return this.#byName[name];
  }

  /** The numeric label that `1b` means here; undefined when none came before. */
  backward(number: number): AssemblySymbol | undefined {
    return this.#numeric.get(number)?.last;
  }

  /** The numeric label that `1f` means here. */
  forward(number: number): AssemblySymbol {
    const entry = this.#entry(number);
    return entry.next ??= new AssemblySymbol(`${number}`);
  }

  /** The symbol for a numeric label that is defined here. */
  defineNumeric(number: number): AssemblySymbol {
    const entry = this.#entry(number);
    const symbol = entry.next ?? new AssemblySymbol(`${number}`);
    entry.last = symbol;
    delete entry.next;
    return symbol;
  }

  /** Numeric labels that were asked for with `f` and never came. */
  missingNumeric(): AssemblySymbol[] {
    return [...this.#numeric.values()].flatMap(({ next }) => next === undefined ? [] : [next]);
  }

  #entry(number: number): { last?: AssemblySymbol; next?: AssemblySymbol } {
    const found = this.#numeric.get(number);
    if (found !== undefined) return found;
    const entry = {};
    this.#numeric.set(number, entry);
    return entry;
  }
}
