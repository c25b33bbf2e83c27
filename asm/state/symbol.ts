// SPDX-License-Identifier: MPL-2.0
// Symbols while a file is being assembled: labels stand at a place in a section, equates hold a
// value or an expression, and a name that is only used waits for a definition in another file.

import type { Expression } from "./expression.ts";
import type { Names } from "../text/names.ts";
import type { SymbolBinding, SymbolKind, Visibility } from "../object/object.ts";
import type { Section } from "./section.ts";
import type { Value } from "../object/value.ts";

/** What a symbol is by now. */
export type SymbolState = "undefined" | "label" | "value" | "expression" | "common";

/** What only some symbols have. */
class SymbolDetails {
  value: Value = 0;
  alignment = 1;
  expression: Expression | undefined = undefined;
  operators = 0;
  busy = false;
  redefinable = false;
  binding: SymbolBinding | undefined = undefined;
  visibility: Visibility = "default";
  kind: SymbolKind = "none";
  size: Expression | undefined = undefined;
}

/** The details of symbols that have none of their own. */
const NO_DETAILS: Readonly<SymbolDetails> = new SymbolDetails();

/** A symbol of the file that is being assembled. There are very many: labels stay small. */
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
  /** Where it is defined, or first used while it is not; 0 for neither. */
  location = 0;
  length = 0;
  /** Its index in the object file; -1 before it has one. */
  index = -1;
  #details: SymbolDetails | undefined = undefined;

  constructor(readonly name: string) {}

  get #own(): SymbolDetails {
    return this.#details ??= new SymbolDetails();
  }

  get #shown(): Readonly<SymbolDetails> {
    return this.#details ?? NO_DETAILS;
  }

  /** Of a value: the value. Of a common symbol: its size. */
  get value(): Value {
    return this.#shown.value;
  }
  set value(value: Value) {
    this.#own.value = value;
  }

  /** Of a common symbol: its alignment in bytes. */
  get alignment(): number {
    return this.#shown.alignment;
  }
  set alignment(alignment: number) {
    this.#own.alignment = alignment;
  }

  /** Of an expression: the expression. */
  get expression(): Expression | undefined {
    return this.#shown.expression;
  }
  set expression(expression: Expression | undefined) {
    this.#own.expression = expression;
  }

  /** Of an expression: how many operators it has. */
  get operators(): number {
    return this.#shown.operators;
  }
  set operators(operators: number) {
    this.#own.operators = operators;
  }

  /** True while its expression is being evaluated, to notice definitions that go in circles. */
  get busy(): boolean {
    return this.#shown.busy;
  }
  set busy(busy: boolean) {
    this.#own.busy = busy;
  }

  /** True when `.set` may give it another value. */
  get redefinable(): boolean {
    return this.#shown.redefinable;
  }
  set redefinable(redefinable: boolean) {
    this.#own.redefinable = redefinable;
  }

  /** What `.globl` and the others say. */
  get binding(): SymbolBinding | undefined {
    return this.#shown.binding;
  }
  set binding(binding: SymbolBinding | undefined) {
    this.#own.binding = binding;
  }

  /** What `.hidden` and the others say. */
  get visibility(): Visibility {
    return this.#shown.visibility;
  }
  set visibility(visibility: Visibility) {
    this.#own.visibility = visibility;
  }

  /** What `.type` says. */
  get kind(): SymbolKind {
    return this.#shown.kind;
  }
  set kind(kind: SymbolKind) {
    this.#own.kind = kind;
  }

  /** What `.size` says. */
  get size(): Expression | undefined {
    return this.#shown.size;
  }
  set size(size: Expression | undefined) {
    this.#own.size = size;
  }

  /** Notes where it is used, if that is the first time and before its definition. */
  noteUse(location: number, length: number): void {
    if (this.location !== 0) return;
    this.location = location;
    this.length = length;
  }

  /** Makes it a label at the end of what the section holds so far. */
  placeAt(section: Section): void {
    this.state = "label";
    this.section = section;
    this.offset = section.size;
    this.piece = section.pieces.length;
    this.growth = section.growth;
    section.labels?.push(this);
  }

  /** Makes it a constant. */
  setValue(value: Value): void {
    this.state = "value";
    this.value = value;
    this.section = undefined;
    this.expression = undefined;
  }
}

/** The highest numeric label: nine digits. */
export const MOST_NUMERIC_LABEL = 999_999_999;
/** What is said of higher ones. */
export const NUMERIC_LABEL_TOO_LARGE = "a numeric label has nine digits at most";

/** The symbols of a file, by the numbers of their names, and its numeric labels. */
export class SymbolTable {
  /** Every named symbol, in the order of first appearance. */
  readonly list: AssemblySymbol[] = [];
  /** Whether a symbol with an index turned out to be no label after all. */
  hasLateEquates = false;
  /** The symbols that the object file has, by their index in it. */
  readonly indexed: AssemblySymbol[] = [];
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

  /** The index of a symbol in the object file, which it is given at the first question. */
  indexOf(symbol: AssemblySymbol): number {
    if (symbol.index < 0) {
      symbol.index = this.indexed.length;
      this.indexed.push(symbol);
    }
    return symbol.index;
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
