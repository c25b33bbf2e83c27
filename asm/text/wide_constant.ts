// SPDX-License-Identifier: MPL-2.0
// Constants of more than 64 bits, as `.octa` takes them: a number, perhaps behind prefix operators and
// in parentheses. Other operators work on 64 bits, here as in GNU as.

import type { Cursor } from "./cursor.ts";
import * as token from "./token.ts";

const BITS = 128;
const LIMIT = 1n << 64n;
/** How deep prefix operators and parentheses may nest. */
const MAX_DEPTH = 100;

/** A constant of up to 128 bits. */
export interface WideConstant {
  /** The value, with a sign where there is a minus. */
  readonly value: bigint;
  /** Whether it comes from a number of more than 64 bits. */
  readonly isWide: boolean;
}

/** Takes an operand that is a single number with prefix operators; undefined for any other. */
export function takeWideConstant(cursor: Cursor): WideConstant | undefined {
  const first = cursor.at;
  const constant = take(cursor, 0);
  if (constant !== undefined && (cursor.atEnd || cursor.kind === token.COMMA)) return constant;
  cursor.at = first;
  return undefined;
}

function take(cursor: Cursor, depth: number): WideConstant | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const { kind, lexer } = cursor;
  const at = cursor.at++;
  if (kind === token.NUMBER) {
    const value = BigInt(lexer.number(at));
    return { value, isWide: value >= LIMIT };
  }
  const isPrefix = kind === token.LEFT || kind === token.PLUS || kind === token.MINUS ||
    kind === token.TILDE || kind === token.EXCLAMATION;
  const inner = isPrefix ? take(cursor, depth + 1) : undefined;
  if (inner === undefined) return undefined;
  const { value, isWide } = inner;
  switch (kind) {
    case token.LEFT:
      return cursor.take(token.RIGHT) ? inner : undefined;
    case token.MINUS:
      return { value: -value, isWide };
    case token.TILDE:
      return { value: BigInt.asUintN(isWide ? BITS : 64, ~value), isWide };
    case token.EXCLAMATION:
      return { value: value === 0n ? 1n : 0n, isWide };
    default:
      return inner;
  }
}
