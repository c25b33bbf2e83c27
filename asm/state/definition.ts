// SPDX-License-Identifier: MPL-2.0
// Defines symbols: labels, equates and room in .bss. Reports names that are already defined.

import type { Assembly } from "./assembly.ts";
import { evaluate, EvaluationError, isConstant, linearExpression } from "./expression.ts";
import { isRegister, reportRegister } from "./operand.ts";
import type { AssemblySymbol, Expression } from "./symbol.ts";

/** Reports that a symbol is already defined; `at` is the token of the second definition. */
export function duplicate(assembly: Assembly, symbol: AssemblySymbol, at: number): void {
  assembly.cursor.error(at, `\`${symbol.name}\` is already defined`, {
    notes: [{
      message: "it was first defined here",
      location: symbol.location,
      length: symbol.length,
    }],
  });
}

/**
 * Whether a name may be that of a symbol; `at` is its token. The name of a register may only where a source
 * declares a symbol of that name; otherwise it is reported.
 */
export function mayNameSymbol(
  { cursor, namesakes }: Assembly,
  name: number,
  at: number,
  expected: "a label" | "a symbol",
): boolean {
  if (!isRegister(name) || namesakes.has(name)) return true;
  reportRegister(cursor, at, expected, { message: "choose another name" });
  return false;
}

/** Defines a label at the current position; `at` is its token. */
export function defineLabel(assembly: Assembly, symbol: AssemblySymbol, at: number): void {
  if (symbol.state !== "undefined") {
    duplicate(assembly, symbol, at);
    return;
  }
  symbol.bindTo(assembly.section);
  symbol.location = assembly.lexer.location(at);
  symbol.length = assembly.lexer.length(at);
}

/** Gives a symbol a value, known now or later; `at` is its token. `again`: it may have one already. */
export function defineEquate(
  assembly: Assembly,
  symbol: AssemblySymbol,
  expression: Expression,
  at: number,
  again: boolean,
): void {
  const isTaken = symbol.state !== "undefined" && !(again && symbol.redefinable);
  if (isTaken) {
    duplicate(assembly, symbol, at);
    return;
  }
  if (symbol.index >= 0) assembly.symbols.hasLateEquates = true;
  const linear = evaluate(expression);
  if (linear instanceof EvaluationError || !isConstant(linear)) {
    if (refersTo(expression, symbol)) {
      assembly.cursor.error(at, `\`${symbol.name}\` is defined in terms of itself`);
      return;
    }
    symbol.state = "expression";
    symbol.section = undefined;
    symbol.expression = expression;
    symbol.operators = assembly.expressions.operators;
    if (again && !(linear instanceof EvaluationError)) {
      // `.set x, x + 8` includes the expression of x, which would grow in a loop: keep its value.
      const { location, length } = assembly.cursor.range(at, at + 1);
      symbol.expression = linearExpression(linear, location, length);
      symbol.operators = 2;
    }
  } else {
    symbol.setValue(linear.offset);
  }
  symbol.redefinable = again;
  symbol.location = assembly.lexer.location(at);
  symbol.length = assembly.lexer.length(at);
}

/** Gives a symbol room at the end of .bss. */
export function allocateInBss(
  assembly: Assembly,
  symbol: AssemblySymbol,
  size: number,
  alignment: number,
): void {
  const bss = assembly.sectionNamed(".bss");
  bss.alignment = Math.max(bss.alignment, alignment);
  bss.fill((alignment - bss.size % alignment) % alignment, { value: 0, size: 1 });
  symbol.bindTo(bss);
  symbol.kind = "object";
  symbol.size = { kind: "number", value: size };
  bss.fill(size, { value: 0, size: 1 });
}

/** Whether an expression mentions a symbol. Expressions may be shared, so each is searched once. */
function refersTo(
  expression: Expression,
  symbol: AssemblySymbol,
  seen = new Set<Expression>(),
): boolean {
  if (seen.has(expression)) return false;
  seen.add(expression);
  switch (expression.kind) {
    case "number":
      return false;
    case "symbol":
      return expression.symbol === symbol;
    case "unary":
      return refersTo(expression.operand, symbol, seen);
    case "binary":
      return refersTo(expression.left, symbol, seen) || refersTo(expression.right, symbol, seen);
  }
}
