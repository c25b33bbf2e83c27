// SPDX-License-Identifier: MPL-2.0
// The variables that a client may ask for: each scope, and each value with parts, has a number until the program
// moves on.

import { type DebugPart, type DebugValue, ExpressionError } from "../debug/mod.ts";
import { hex } from "../text/hex.ts";
import { RequestError } from "./request_arguments.ts";

/** A variable, as the protocol describes it. */
export interface DapVariable {
  readonly name: string;
  readonly value: string;
  readonly type?: string;
  readonly evaluateName?: string;
  readonly memoryReference?: string;
  readonly variablesReference: number;
  readonly indexedVariables?: number;
  readonly namedVariables?: number;
}

/** A variable before it is shown. */
export interface ShownValue {
  readonly name: string;
  /** An expression for it; undefined if there is none. */
  readonly expression: string | undefined;
  /** Its value, or why it has none. */
  readonly value: DebugValue | { readonly error: string };
}

/** Lists the variables of a scope or a value. */
type List = (start: number, count: number | undefined) => readonly ShownValue[];

/** Parts beyond this number are asked for in pieces. */
const MAX_PARTS = 10_000;

/** The variables of one stop. */
export class VariableStore {
  readonly #lists: { readonly frame: number; readonly list: List }[] = [];

  /** Forgets everything: the program moves on. */
  clear(): void {
    this.#lists.length = 0;
  }

  /** Gives a scope of a frame a number. */
  addScope(frame: number, list: () => readonly ShownValue[]): number {
    return this.#lists.push({ frame, list: () => list() });
  }

  /** The frame of a scope or value. */
  frameOf(reference: number): number {
    return this.#at(reference).frame;
  }

  /** The variables of a scope or value, as they are to be shown. */
  list(reference: number, start = 0, count?: number): DapVariable[] {
    const { frame } = this.#at(reference);
    return this.shown(reference, start, count).map((each) => this.describe(each, frame));
  }

  /** The variables of a scope or value. */
  shown(reference: number, start = 0, count?: number): readonly ShownValue[] {
    return this.#at(reference).list(start, count === 0 ? undefined : count);
  }

  /** A value of a frame as the protocol describes it; its parts get a number. */
  describe({ name, expression, value }: ShownValue, frame: number): DapVariable {
    const named = expression === undefined ? {} : { evaluateName: expression };
    if ("error" in value) {
      return { name, value: `<${value.error}>`, ...named, variablesReference: 0 };
    }
    const { address, typeName } = value;
    return {
      name,
      value: textOf(value),
      ...(typeName === "" ? {} : { type: typeName }),
      ...named,
      ...(address !== undefined && { memoryReference: hex(address) }),
      ...this.#parts(value, expression, frame),
    };
  }

  #parts(
    value: DebugValue,
    expression: string | undefined,
    frame: number,
  ): Pick<DapVariable, "variablesReference" | "indexedVariables" | "namedVariables"> {
    if (!value.hasParts) return { variablesReference: 0 };
    const { partCount } = value;
    const list: List = (start, count = Math.min(partCount - start, MAX_PARTS)) =>
      value.parts(start, Math.min(count, MAX_PARTS))
        .map((part) => ({ ...part, expression: expressionOf(part, expression) }));
    const variablesReference = this.#lists.push({ frame, list });
    const isIndexed = value.typeName.endsWith("]");
    return {
      variablesReference,
      ...(isIndexed ? { indexedVariables: partCount } : { namedVariables: partCount }),
    };
  }

  #at(reference: number): { readonly frame: number; readonly list: List } {
    const found = this.#lists[reference - 1];
    if (found !== undefined) return found;
    throw new RequestError("these variables are gone: the program has moved on");
  }
}

/** An expression for a part of a value. */
function expressionOf({ name }: DebugPart, whole: string | undefined): string | undefined {
  if (whole === undefined) return undefined;
  const base = /^[\w$]+(?:\[\d+\]|\.\w+)*$/.test(whole) ? whole : `(${whole})`;
  if (name === "*") return `*${base}`;
  if (name.startsWith("[")) return `${base}${name}`;
  return name === "" ? undefined : `${base}.${name}`;
}

/** A value as text, or why it has none. */
function textOf(value: DebugValue): string {
  try {
    return value.text();
  } catch (error) {
    if (error instanceof ExpressionError) return `<${error.message}>`;
    throw error;
  }
}
