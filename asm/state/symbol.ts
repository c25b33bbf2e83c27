// SPDX-License-Identifier: MPL-2.0
// Symbols while a file is being assembled, and expressions, which share this file because each holds
// the other: a label has an offset in a section, an equate has a value or an expression, and a name
// that is only used waits for a definition in another file.

import type { BinaryOperator, UnaryOperator } from "./operators.ts";
import type { SectionFlags, SymbolBinding, SymbolKind, Visibility } from "../object/object.ts";
import type { Int64 } from "../object/value.ts";

/**
 * What is known of a symbol. An alias is a symbol plus a constant, and that symbol has no address yet:
 * before layout, the alias becomes a label, or an expression if the symbol is one of another file.
 */
export type SymbolState = "undefined" | "label" | "value" | "alias" | "expression" | "common";

/** An expression that is not evaluated yet. */
export type Expression =
  | { readonly kind: "number"; readonly value: Int64 }
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

/** Properties that few symbols have. */
class SymbolDetails {
  value: Int64 = 0;
  alignment = 1;
  expression: Expression | undefined = undefined;
  operators = 0;
  busy = false;
  redefinable = false;
  isDeferred = false;
  wasUsed = false;
  isReplaced = false;
  isWeakReference = false;
  isUnique = false;
  isVariantCall = false;
  binding: SymbolBinding | undefined = undefined;
  visibility: Visibility = "default";
  kind: SymbolKind = "none";
  size: Expression | undefined = undefined;
}

/** The details of all other symbols. */
const NO_DETAILS: Readonly<SymbolDetails> = new SymbolDetails();

/** A symbol of the file being assembled. There may be very many, so labels are small. */
export class AssemblySymbol {
  state: SymbolState = "undefined";
  /** Of a label: its section. */
  section: SymbolSection | undefined = undefined;
  /** Of a label: its offset in the section, before relaxation. */
  offset = 0;
  /** Of a label: how many fragments of the section precede it. */
  fragment = 0;
  /** Of a label: how far the fragments before it may still push it. */
  growth = 0;
  /** The source location of its definition, or of its first use before that; 0 for neither. */
  location = 0;
  length = 0;
  /** Its index in the object file, or -1. */
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
  get value(): Int64 {
    return this.#shown.value;
  }
  set value(value: Int64) {
    this.#own.value = value;
  }

  /** Of a common symbol: its alignment in bytes. */
  get alignment(): number {
    return this.#shown.alignment;
  }
  set alignment(alignment: number) {
    this.#own.alignment = alignment;
  }

  /** Of an expression or alias: the expression. */
  get expression(): Expression | undefined {
    return this.#shown.expression;
  }
  set expression(expression: Expression | undefined) {
    this.#own.expression = expression;
  }

  /** Of an expression: the number of its operators. */
  get operators(): number {
    return this.#shown.operators;
  }
  set operators(operators: number) {
    this.#own.operators = operators;
  }

  /** True while its expression is being evaluated, to detect circular definitions. */
  get busy(): boolean {
    return this.#shown.busy;
  }
  set busy(busy: boolean) {
    this.#own.busy = busy;
  }

  /** Whether `.set` may give it another value. */
  get redefinable(): boolean {
    return this.#shown.redefinable;
  }
  set redefinable(redefinable: boolean) {
    this.#own.redefinable = redefinable;
  }

  /** Whether its expression is evaluated at each use (`==`). */
  get isDeferred(): boolean {
    return this.#shown.isDeferred;
  }
  set isDeferred(isDeferred: boolean) {
    this.#own.isDeferred = isDeferred;
  }

  /** Of an equate: whether its name was used before. */
  get wasUsed(): boolean {
    return this.#shown.wasUsed;
  }
  set wasUsed(wasUsed: boolean) {
    this.#own.wasUsed = wasUsed;
  }

  /** Whether another symbol has its name now; see SymbolTable.renew(). */
  get isReplaced(): boolean {
    return this.#shown.isReplaced;
  }
  set isReplaced(isReplaced: boolean) {
    this.#own.isReplaced = isReplaced;
  }

  /** Whether it stands for another symbol in references only, which need no definition (`.weakref`). */
  get isWeakReference(): boolean {
    return this.#shown.isWeakReference;
  }
  set isWeakReference(isWeakReference: boolean) {
    this.#own.isWeakReference = isWeakReference;
  }

  /** Whether a process has only one symbol of the name (`@gnu_unique_object`). */
  get isUnique(): boolean {
    return this.#shown.isUnique;
  }
  set isUnique(isUnique: boolean) {
    this.#own.isUnique = isUnique;
  }

  /** Whether its calls follow rules of their own (`.variant_cc`). */
  get isVariantCall(): boolean {
    return this.#shown.isVariantCall;
  }
  set isVariantCall(isVariantCall: boolean) {
    this.#own.isVariantCall = isVariantCall;
  }

  /** Its binding by `.globl`, `.weak` or `.local`. */
  get binding(): SymbolBinding | undefined {
    return this.#shown.binding;
  }
  set binding(binding: SymbolBinding | undefined) {
    this.#own.binding = binding;
  }

  /** Its visibility by `.hidden` and so on. */
  get visibility(): Visibility {
    return this.#shown.visibility;
  }
  set visibility(visibility: Visibility) {
    this.#own.visibility = visibility;
  }

  /** Its type by `.type`. */
  get kind(): SymbolKind {
    return this.#shown.kind;
  }
  set kind(kind: SymbolKind) {
    this.#own.kind = kind;
  }

  /** Its size by `.size`. */
  get size(): Expression | undefined {
    return this.#shown.size;
  }
  set size(size: Expression | undefined) {
    this.#own.size = size;
  }

  /** Records its first use, if it is not defined. */
  noteUse(location: number, length: number): void {
    if (this.location !== 0) return;
    this.location = location;
    this.length = length;
  }

  /** Makes it a label at the current end of a section. */
  bindTo(section: SymbolSection): void {
    this.state = "label";
    this.section = section;
    this.offset = section.size;
    this.fragment = section.fragments.length;
    this.growth = section.growth;
    section.labels?.push(this);
  }

  /** Makes it a label at a distance from another one. */
  placeAt(label: AssemblySymbol, distance: number): void {
    this.state = "label";
    this.expression = undefined;
    this.section = label.section;
    this.offset = label.offset + distance;
    this.fragment = label.fragment;
    this.growth = label.growth;
    this.section?.labels?.push(this);
  }

  /** As in GNU as, takes over type and size of the symbol that it is a name for, but not its binding. */
  takeTypeOf({ kind, size }: AssemblySymbol): void {
    if (this.kind !== "ifunc" && kind !== "none" && kind !== "section") this.kind = kind;
    if (this.size !== size) this.size = size;
  }

  /** Makes it a constant. */
  setValue(value: Int64): void {
    this.state = "value";
    this.value = value;
    this.section = undefined;
    this.expression = undefined;
  }
}
