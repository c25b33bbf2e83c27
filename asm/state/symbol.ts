// SPDX-License-Identifier: MPL-2.0
// Symbols while a file is being assembled, and expressions, which share this file because each holds
// the other: a label has an offset in a section, an equate has a value or an expression, and a name
// that is only used waits for a definition in another file.

import type { BinaryOperator, UnaryOperator } from "./operators.ts";
import type { SectionFlags, SymbolBinding, SymbolKind, Visibility } from "../object/object.ts";
import type { Value } from "../object/value.ts";

/** What a symbol is by now. */
export type SymbolState = "undefined" | "label" | "value" | "expression" | "common";

/** An expression that is not evaluated yet. */
export type Expression =
  | { readonly kind: "number"; readonly value: Value }
  | {
    readonly kind: "symbol";
    readonly symbol: AssemblySymbol;
    readonly location: number;
    readonly length: number;
  }
  | { readonly kind: "unary"; readonly operator: UnaryOperator; readonly operand: Expression }
  | {
    readonly kind: "binary";
    readonly operator: BinaryOperator;
    readonly left: Expression;
    readonly right: Expression;
    /** Location of the operator. */
    readonly location: number;
  };

/** What a symbol knows of the section that it is in; see Section. */
export interface SymbolSection {
  readonly index: number;
  readonly flags: SectionFlags;
  readonly size: number;
  readonly growth: number;
  readonly fragments: { readonly length: number };
  readonly shifts: Float64Array | undefined;
  readonly labels: AssemblySymbol[] | undefined;
  finalOffset(offset: number, fragment: number): number;
}

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
  section: SymbolSection | undefined = undefined;
  /** Of a label: its offset in the section, before relaxation moved it. */
  offset = 0;
  /** Of a label: how many fragments of the section lie before it. */
  fragment = 0;
  /** Of a label: how far the fragments before it may yet push it. */
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
  bindTo(section: SymbolSection): void {
    this.state = "label";
    this.section = section;
    this.offset = section.size;
    this.fragment = section.fragments.length;
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
