// SPDX-License-Identifier: MPL-2.0
// A value as front ends show it: as text, and part by part.

import { addressOf, isTrue, numberOf, part, type Value, valueAt } from "./expressions/evaluator.ts";
import { type Format, type FormatContext, formatValue } from "./expressions/format.ts";
import { ExpressionError } from "./expressions/parser.ts";
import { sizeOf, type Type, typeName } from "./expressions/types.ts";
import type { ProgramScope } from "./program_scope.ts";

/** A named part of a value: a member, an element, or what a pointer leads to. */
export interface DebugPart {
  /** `x` of a structure, `[3]` of an array, `*` of a pointer. */
  readonly name: string;
  /** The part. */
  readonly value: DebugValue;
}

/** The value of an expression at some moment. */
export class DebugValue {
  readonly #value: Value;
  readonly #scope: ProgramScope;
  readonly #context: FormatContext;

  /** A value of a scope. */
  constructor(value: Value, scope: ProgramScope, context: FormatContext) {
    this.#value = value;
    this.#scope = scope;
    this.#context = context;
  }

  /** Its type as C writes it. */
  get typeName(): string {
    return typeName(this.#value.type);
  }

  /** How many bytes it has. */
  get size(): number {
    return sizeOf(this.#value.type);
  }

  /** Its bytes, the lowest first. */
  get bytes(): Uint8Array {
    return this.#value.bytes;
  }

  /** Where it is in memory; undefined for a register or a computed value. */
  get address(): bigint | undefined {
    return this.#value.location?.kind === "memory" ? addressOf(this.#value) : undefined;
  }

  /** Whether it can be set, at the newest moment. */
  get isSettable(): boolean {
    return this.#value.location !== undefined &&
      !["array", "struct", "function"].includes(this.#kind);
  }

  /**
   * It as a number: of an array or function, the address.
   *
   * @throws {ExpressionError} when it is none
   */
  get number(): bigint {
    return numberOf(this.#value);
  }

  /**
   * Whether it counts as true.
   *
   * @throws {ExpressionError} when it is no number
   */
  get isTrue(): boolean {
    return isTrue(this.#value);
  }

  /** Whether it has parts. */
  get hasParts(): boolean {
    return this.#kind === "struct" || this.#kind === "array" || this.#pointed !== undefined;
  }

  /** How many parts it has. */
  get partCount(): number {
    const { type } = this.#value;
    if (type.kind === "struct") return type.members.length;
    if (type.kind === "array") return type.count ?? 0;
    return this.#pointed === undefined ? 0 : 1;
  }

  /** Its parts, or some of them: members, elements, or what a pointer leads to, if that is mapped. */
  parts(start = 0, count: number = this.partCount - start): readonly DebugPart[] {
    const value = this.#value;
    const { type } = value;
    if (type.kind === "struct") {
      return type.members.slice(start, start + count).map((member) => ({
        name: member.name ?? "",
        value: this.#made(part(value, member.offset, member.type, member.bits)),
      }));
    }
    if (type.kind === "array") {
      const end = Math.min(start + count, this.partCount);
      const size = sizeOf(type.of);
      return Array.from({ length: Math.max(0, end - start) }, (_, index) => ({
        name: `[${start + index}]`,
        value: this.#made(part(value, (start + index) * size, type.of)),
      }));
    }
    if (this.#pointed === undefined || start > 0 || count < 1) return [];
    try {
      const target = valueAt(this.#scope, numberOf(value), this.#pointed);
      return [{ name: "*", value: this.#made(target) }];
    } catch (error) {
      if (error instanceof ExpressionError) return [];
      throw error;
    }
  }

  /**
   * A copy of it, for the history.
   *
   * @internal
   */
  get kept(): Value {
    return { ...this.#value, bytes: this.bytes.slice() };
  }

  /** The same with other bytes, as they were at another moment. */
  withBytes(bytes: Uint8Array): DebugValue {
    return this.#made({ ...this.#value, bytes });
  }

  /** It as text, as GDB writes it; in a format, such as "x" for hexadecimal. */
  text(format?: Format): string {
    return formatValue(this.#value, this.#context, format);
  }

  get #kind(): Type["kind"] {
    return this.#value.type.kind;
  }

  /** What a pointer leads to, if that can be shown. */
  get #pointed(): Type | undefined {
    const { type } = this.#value;
    if (type.kind !== "pointer" || numberOf(this.#value) === 0n) return undefined;
    return type.to.kind === "void" || type.to.kind === "function" ? undefined : type.to;
  }

  #made(value: Value): DebugValue {
    return new DebugValue(value, this.#scope, this.#context);
  }
}
