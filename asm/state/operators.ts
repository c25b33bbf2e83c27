// SPDX-License-Identifier: MPL-2.0
// The operators of expressions, with the ranks and meanings of GNU as: they work on 64 bits, a
// comparison gives -1 for true, and >> shifts in zeros.

import * as token from "../text/token.ts";

/** An operator with one operand. */
export interface UnaryOperator {
  readonly symbol: string;
  apply(value: bigint): bigint;
}

/** An operator with two operands. */
export interface BinaryOperator {
  readonly symbol: string;
  /** Its precedence: higher binds tighter (GNU as, "Infix Operators"). */
  readonly rank: number;
  /** Its precedence in C, to warn where the two differ. */
  readonly cRank: number;
  /** The result; undefined for a division by zero. */
  apply(left: bigint, right: bigint): bigint | undefined;
}

const truth = (condition: boolean) => condition ? -1n : 0n;
const unsigned = (value: bigint) => BigInt.asUintN(64, value);
/** A count of 64 or more shifts everything out. */
const shiftable = (count: bigint) => unsigned(count) < 64n;

/** The prefix operators by kind of token. */
export const UNARY: ReadonlyMap<number, UnaryOperator> = new Map([
  [token.MINUS, { symbol: "-", apply: (a: bigint) => -a }],
  [token.PLUS, { symbol: "+", apply: (a: bigint) => a }],
  [token.TILDE, { symbol: "~", apply: (a: bigint) => ~a }],
  [token.EXCLAMATION, { symbol: "!", apply: (a: bigint) => a === 0n ? 1n : 0n }],
]);

type Apply = BinaryOperator["apply"];

function operator(symbol: string, rank: number, cRank: number, apply: Apply): BinaryOperator {
  return { symbol, rank, cRank, apply };
}

/** Addition, which also works on addresses. */
export const PLUS: BinaryOperator = operator("+", 4, 9, (a, b) => a + b);
/** Subtraction, which also works on addresses. */
export const MINUS: BinaryOperator = operator("-", 4, 9, (a, b) => a - b);

/** The infix operators by kind of token. */
export const BINARY: ReadonlyMap<number, BinaryOperator> = new Map([
  [token.STAR, operator("*", 6, 10, (a, b) => a * b)],
  [token.SLASH, operator("/", 6, 10, (a, b) => b === 0n ? undefined : a / b)],
  [token.PERCENT, operator("%", 6, 10, (a, b) => b === 0n ? undefined : a % b)],
  [token.SHIFT_LEFT, operator("<<", 6, 8, (a, b) => shiftable(b) ? a << b : 0n)],
  [token.SHIFT_RIGHT, operator(">>", 6, 8, (a, b) => shiftable(b) ? unsigned(a) >> b : 0n)],
  [token.BAR, operator("|", 5, 3, (a, b) => a | b)],
  [token.CARET, operator("^", 5, 4, (a, b) => a ^ b)],
  [token.AMPERSAND, operator("&", 5, 5, (a, b) => a & b)],
  [token.EXCLAMATION, operator("!", 5, 3, (a, b) => a | ~b)],
  [token.PLUS, PLUS],
  [token.MINUS, MINUS],
  [token.EQUAL_EQUAL, operator("==", 3, 6, (a, b) => truth(a === b))],
  [token.NOT_EQUAL, operator("!=", 3, 6, (a, b) => truth(a !== b))],
  [token.LESS, operator("<", 3, 7, (a, b) => truth(a < b))],
  [token.GREATER, operator(">", 3, 7, (a, b) => truth(a > b))],
  [token.LESS_EQUAL, operator("<=", 3, 7, (a, b) => truth(a <= b))],
  [token.GREATER_EQUAL, operator(">=", 3, 7, (a, b) => truth(a >= b))],
  [token.AND_AND, operator("&&", 2, 2, (a, b) => a !== 0n && b !== 0n ? 1n : 0n)],
  [token.OR_OR, operator("||", 1, 1, (a, b) => a !== 0n || b !== 0n ? 1n : 0n)],
]);
