// SPDX-License-Identifier: MPL-2.0
// Evaluates expressions: to a constant, a symbol plus a constant, or the difference of two symbols.
// Never throws: an expression without a value gives an EvaluationError.

import { type BinaryOperator, MINUS, PLUS, type UnaryOperator } from "./operators.ts";
import type { AssemblySymbol, Expression } from "./symbol.ts";
import { add, type Int64, subtract, toInt64 } from "../object/value.ts";

/** The value of an expression: `plus - minus + offset`. */
export interface Linear {
  readonly plus: AssemblySymbol | undefined;
  readonly minus: AssemblySymbol | undefined;
  readonly offset: Int64;
}

/** Why an expression cannot be evaluated, and where. */
export class EvaluationError {
  constructor(readonly message: string, readonly location: number, readonly length: number) {}
}

/** A constant. */
export function numberExpression(value: Int64): Expression {
  return { kind: "number", value };
}

/** Applies an operator to an expression; folds constants. */
export function unaryExpression(operator: UnaryOperator, operand: Expression): Expression {
  if (operand.kind !== "number") return { kind: "unary", operator, operand };
  return numberExpression(toInt64(operator.apply(BigInt(operand.value))));
}

/** Combines two expressions; folds constants. */
export function binaryExpression(
  operator: BinaryOperator,
  left: Expression,
  right: Expression,
  location: number,
): Expression {
  if (left.kind === "number" && right.kind === "number") {
    const result = operator.apply(BigInt(left.value), BigInt(right.value));
    if (result !== undefined) return numberExpression(toInt64(result));
  }
  return { kind: "binary", operator, left, right, location };
}

/** How deep equates may refer to equates. */
const MAX_EQUATE_DEPTH = 100;
/** How many steps an evaluation may take: equates of equates can double at every step. */
const MAX_STEPS = 5000;

/** One evaluation: its depth in equates, and the steps it took so far. */
interface Walk {
  depth: number;
  steps: number;
}

/**
 * The value of an expression as known now. The distance of two labels in a section is a constant
 * when nothing of unknown size lies between them, and always after layout.
 */
export function evaluate(
  expression: Expression,
  walk: Walk = { depth: 0, steps: 0 },
): Linear | EvaluationError {
  if (++walk.steps > MAX_STEPS) {
    return new EvaluationError("this expression is too complex", 0, 0);
  }
  switch (expression.kind) {
    case "number":
      return constant(expression.value);
    case "symbol":
      return evaluateSymbol(expression.symbol, expression.location, expression.length, walk);
    case "unary": {
      const operand = evaluate(expression.operand, walk);
      if (operand instanceof EvaluationError) return operand;
      if (isConstant(operand)) {
        return constant(toInt64(expression.operator.apply(BigInt(operand.offset))));
      }
      if (expression.operator.symbol === "+") return operand;
      if (expression.operator.symbol === "-") return negate(operand);
      return notConstant(expression.operand, expression.operator.symbol);
    }
    case "binary":
      return evaluateBinary(expression, walk);
  }
}

function evaluateBinary(
  expression: Expression & { kind: "binary" },
  walk: Walk,
): Linear | EvaluationError {
  const { operator, location } = expression;
  const left = evaluate(expression.left, walk);
  if (left instanceof EvaluationError) return left;
  const right = evaluate(expression.right, walk);
  if (right instanceof EvaluationError) return right;
  if (operator === PLUS || operator === MINUS) {
    const sum = combine(left, operator === PLUS ? right : negate(right));
    if (sum !== undefined) return sum;
    return new EvaluationError(
      "cannot combine these addresses: only a difference of two has a value",
      location,
      1,
    );
  }
  if (!isConstant(left) || !isConstant(right)) {
    // Two labels of one section compare by their offsets.
    const distance = operator.rank === 3
      ? combine(withoutAliases(left), negate(withoutAliases(right)))
      : undefined;
    if (distance !== undefined && isConstant(distance)) {
      return constant(toInt64(operator.apply(BigInt(distance.offset), 0n) ?? 0n));
    }
    return notConstant(isConstant(left) ? expression.right : expression.left, operator.symbol);
  }
  const result = operator.apply(BigInt(left.offset), BigInt(right.offset));
  if (result === undefined) {
    return new EvaluationError("division by zero", location, operator.symbol.length);
  }
  return constant(toInt64(result));
}

/** The same value by the symbols that aliases stand for, and a number if they are the same. */
function withoutAliases(linear: Linear): Linear {
  const { plus, minus, offset } = linear;
  const base = (symbol: AssemblySymbol | undefined): Linear => {
    const isAlias = symbol?.state === "alias" && symbol.expression !== undefined;
    const value = isAlias && symbol.expression !== undefined
      ? evaluate(symbol.expression)
      : undefined;
    return value === undefined || value instanceof EvaluationError
      ? { plus: symbol, minus: undefined, offset: 0 }
      : value;
  };
  const sum = combine(base(plus), negate(base(minus)));
  return sum === undefined ? linear : combine(sum, constant(offset)) ?? linear;
}

/** The value of a symbol as known now: itself, or that of its equate. */
export function evaluateSymbol(
  symbol: AssemblySymbol,
  location: number,
  length: number,
  walk: Walk = { depth: 0, steps: 0 },
): Linear | EvaluationError {
  if (symbol.state === "value") return constant(symbol.value);
  const mayBeNumber = symbol.state === "alias" && !symbol.busy && walk.depth <= MAX_EQUATE_DEPTH;
  if (mayBeNumber && symbol.expression !== undefined) {
    // What it stands for may have become a number.
    symbol.busy = true;
    walk.depth++;
    const value = evaluate(symbol.expression, walk);
    walk.depth--;
    symbol.busy = false;
    if (!(value instanceof EvaluationError) && isConstant(value)) return value;
  }
  if (symbol.state !== "expression" || symbol.expression === undefined) {
    return { plus: symbol, minus: undefined, offset: 0 };
  }
  if (symbol.busy) {
    return new EvaluationError(
      `\`${symbol.name}\` is defined in terms of itself`,
      location,
      length,
    );
  }
  if (walk.depth > MAX_EQUATE_DEPTH) {
    return new EvaluationError(
      `the definition of \`${symbol.name}\` is nested too deeply`,
      location,
      length,
    );
  }
  symbol.busy = true;
  walk.depth++;
  const result = evaluate(symbol.expression, walk);
  walk.depth--;
  symbol.busy = false;
  return result;
}

/** The shortest expression with this value, with its symbols at a source location. */
export function linearExpression(
  { plus, minus, offset }: Linear,
  location: number,
  length: number,
): Expression {
  let expression = numberExpression(offset);
  if (plus !== undefined) {
    const left: Expression = { kind: "symbol", symbol: plus, location, length };
    expression = offset === 0 ? left : binaryExpression(PLUS, left, expression, location);
  }
  if (minus === undefined) return expression;
  const right: Expression = { kind: "symbol", symbol: minus, location, length };
  return binaryExpression(MINUS, expression, right, location);
}

function constant(offset: Int64): Linear {
  return { plus: undefined, minus: undefined, offset };
}

/** Whether a value is a plain number. */
export function isConstant(linear: Linear): boolean {
  return linear.plus === undefined && linear.minus === undefined;
}

function negate({ plus, minus, offset }: Linear): Linear {
  return { plus: minus, minus: plus, offset: subtract(0, offset) };
}

/** The sum of two values; undefined when a side keeps more than one symbol. */
function combine(a: Linear, b: Linear): Linear | undefined {
  if (b.plus === undefined && b.minus === undefined) {
    return { plus: a.plus, minus: a.minus, offset: add(a.offset, b.offset) };
  }
  if (a.plus !== undefined && b.minus !== undefined && !a.minus && !b.plus) {
    // By far the most frequent case: one label minus another.
    const gap = distance(a.plus, b.minus);
    const offset = add(a.offset, b.offset);
    return gap === undefined
      ? { plus: a.plus, minus: b.minus, offset }
      : constant(add(offset, gap));
  }
  let offset = add(a.offset, b.offset);
  const minus = [a.minus, b.minus].filter((symbol) => symbol !== undefined);
  const plus: AssemblySymbol[] = [];
  for (const positive of [a.plus, b.plus]) {
    if (positive === undefined) continue;
    const at = minus.findIndex((negative) => distance(positive, negative) !== undefined);
    const negative = minus[at];
    if (negative === undefined) {
      plus.push(positive);
    } else {
      offset = add(offset, distance(positive, negative) ?? 0);
      minus.splice(at, 1);
    }
  }
  if (plus.length > 1 || minus.length > 1) return undefined;
  return { plus: plus[0], minus: minus[0], offset };
}

/** `a - b` in bytes; undefined while it is not known. */
function distance(a: AssemblySymbol, b: AssemblySymbol): number | undefined {
  if (a === b) return 0;
  const { section } = a;
  if (section === undefined || section !== b.section) return undefined;
  if (section.shifts === undefined && a.fragment !== b.fragment) return undefined;
  return section.finalOffset(a.offset, a.fragment) - section.finalOffset(b.offset, b.fragment);
}

/** The first symbol in an expression, for messages. */
function firstSymbol(expression: Expression): Expression & { kind: "symbol" } | undefined {
  switch (expression.kind) {
    case "number":
      return undefined;
    case "symbol":
      return expression;
    case "unary":
      return firstSymbol(expression.operand);
    case "binary":
      return firstSymbol(expression.left) ?? firstSymbol(expression.right);
  }
}

function notConstant(operand: Expression, operator: string): EvaluationError {
  const found = firstSymbol(operand);
  const name = found === undefined ? "an address" : `\`${found.symbol.name}\``;
  return new EvaluationError(
    `\`${operator}\` needs constants, and ${name} is not one`,
    found?.location ?? 0,
    found?.length ?? 0,
  );
}
