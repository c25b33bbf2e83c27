// SPDX-License-Identifier: MPL-2.0
// Defines symbols: labels, equates and room in .bss. Reports names that are already defined.

import { emptyFragment } from "./section.ts";
import type { Assembly } from "./assembly.ts";
import { evaluate, EvaluationError, isConstant, linearExpression } from "./expression.ts";
import { isRegister, reportRegister } from "./operand.ts";
import type { AssemblySymbol, Expression } from "./symbol.ts";
import { add, type Int64 } from "../object/value.ts";

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
  if (assembly.section === assembly.absolute) symbol.setValue(assembly.section.size);
  else symbol.bindTo(assembly.section);
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
  const isDefined = symbol.state !== "undefined";
  if (isDefined && !(again && symbol.redefinable)) {
    duplicate(assembly, symbol, at);
    return;
  }
  const linear = evaluate(expression);
  const isKnown = !(linear instanceof EvaluationError);
  if (!isDefined && !(isKnown && isConstant(linear)) && refersTo(expression, symbol)) {
    assembly.cursor.error(at, `\`${symbol.name}\` is defined in terms of itself`);
    return;
  }
  const isKept = isDefined && (symbol.state !== "value" || symbol.wasUsed);
  const target = isKept ? assembly.symbols.renew(symbol) : symbol;
  if (!isDefined && symbol.location !== 0) symbol.wasUsed = true;
  if (target.index >= 0) assembly.symbols.hasLateEquates = true;
  const { location, length } = assembly.cursor.range(at, at + 1);
  if (isKnown && isConstant(linear)) {
    target.setValue(linear.offset);
  } else if (isKnown && linear.plus !== undefined && linear.minus === undefined) {
    nameAddress(target, linear.plus, linear.offset, location, length);
  } else {
    target.state = "expression";
    // `.set x, x + b - a` includes the expression of x, which would grow in a loop: keep its value.
    const isShort = again && isKnown;
    target.expression = isShort ? linearExpression(linear, location, length) : expression;
    target.operators = isShort ? 2 : assembly.expressions.operators;
  }
  target.redefinable = again;
  target.location = location;
  target.length = length;
}

/** Makes a symbol a name for an address: a label if that is known, and otherwise an alias. */
function nameAddress(
  symbol: AssemblySymbol,
  base: AssemblySymbol,
  offset: Int64,
  location: number,
  length: number,
): void {
  if (base.state === "label") {
    symbol.placeAt(base, Number(offset));
    if (base.name !== ".") symbol.takeTypeOf(base);
    return;
  }
  symbol.state = "alias";
  const linear = base.state === "alias" && base.expression !== undefined
    ? evaluate(base.expression)
    : undefined;
  // An alias of an alias is one of the same symbol, so that `.set x, x + 8` in a loop makes no chain.
  const whole = linear === undefined || linear instanceof EvaluationError
    ? { plus: base, minus: undefined, offset }
    : { ...linear, offset: add(linear.offset, offset) };
  symbol.expression = linearExpression(whole, location, length);
}

/** Gives a symbol an expression that is evaluated at each use (`==`); `at` is its token. */
export function defineDeferred(
  assembly: Assembly,
  symbol: AssemblySymbol,
  expression: Expression,
  at: number,
): void {
  if (symbol.state !== "undefined") {
    duplicate(assembly, symbol, at);
    return;
  }
  if (symbol.index >= 0) assembly.symbols.hasLateEquates = true;
  symbol.state = "expression";
  symbol.isDeferred = true;
  symbol.expression = expression;
  symbol.location = assembly.lexer.location(at);
  symbol.length = assembly.lexer.length(at);
}

/** Evaluates the expressions of `==` a last time, for uses before their definitions. */
export function finishDeferred({ symbols, expressions }: Assembly): void {
  for (const symbol of symbols.list.filter(({ isDeferred }) => isDeferred)) {
    const expression = expressions.valueOf(symbol, symbol, true);
    symbol.isDeferred = false;
    if (expression === undefined) {
      // Reported: a number avoids further messages.
      symbol.setValue(0);
      continue;
    }
    symbol.expression = expression;
    const linear = evaluate(expression);
    if (linear instanceof EvaluationError) continue;
    if (isConstant(linear)) symbol.setValue(linear.offset);
    else if (linear.plus?.state === "label" && linear.minus === undefined) {
      symbol.placeAt(linear.plus, Number(linear.offset));
    }
  }
}

/** Makes a symbol stand for another one in references, which need no definition; `at` is its token. */
export function defineWeakReference(
  assembly: Assembly,
  symbol: AssemblySymbol,
  target: AssemblySymbol,
  at: number,
): void {
  if (symbol.state !== "undefined" && !symbol.isWeakReference) {
    duplicate(assembly, symbol, at);
    return;
  }
  for (let next: AssemblySymbol | undefined = target; next !== undefined;) {
    if (next === symbol) {
      assembly.cursor.error(at, `\`${symbol.name}\` is defined in terms of itself`);
      return;
    }
    next = next.isWeakReference && next.expression?.kind === "symbol"
      ? next.expression.symbol
      : undefined;
  }
  if (symbol.index >= 0) assembly.symbols.hasLateEquates = true;
  const range = assembly.cursor.range(at, at + 1);
  symbol.state = "alias";
  symbol.isWeakReference = true;
  symbol.expression = { kind: "symbol", symbol: target, ...range };
  symbol.location = range.location;
  symbol.length = range.length;
}

/** What a weak reference leads to becomes weak if nothing else refers to it. */
function finishWeakReference(assembly: Assembly, symbol: AssemblySymbol, depth: number): void {
  const { expression } = symbol;
  symbol.state = "expression";
  if (expression?.kind !== "symbol") return;
  if (depth < MAX_ALIAS_DEPTH) finishAlias(assembly, expression.symbol, depth + 1);
  const linear = evaluate(expression);
  const target = linear instanceof EvaluationError ? undefined : linear.plus;
  const isUnused = target?.state === "undefined" && target.location === 0;
  if (isUnused && target.binding === undefined) target.binding = "weak";
}

/** How many aliases may lead to an address. */
const MAX_ALIAS_DEPTH = 100;

/** Makes the aliases of symbols that were defined after them labels. */
export function finishAliases(assembly: Assembly): void {
  for (const symbol of assembly.symbols.list) finishAlias(assembly, symbol, 0);
}

function finishAlias(assembly: Assembly, symbol: AssemblySymbol, depth: number): void {
  if (symbol.state !== "alias" || symbol.expression === undefined) return;
  if (symbol.isWeakReference) return finishWeakReference(assembly, symbol, depth);
  // Aliases that lead back to themselves, or lead on too long, are reported where they are used.
  const linear = evaluate(symbol.expression);
  symbol.state = "expression";
  symbol.operators = 1;
  if (linear instanceof EvaluationError || linear.plus === undefined) return;
  const { plus: base, offset } = linear;
  if (base === symbol) {
    const { location, length } = symbol;
    const message = `\`${symbol.name}\` is defined in terms of itself`;
    assembly.diagnostics.error(assembly.sources, location, length, message);
    // A number avoids further messages.
    symbol.setValue(0);
    return;
  }
  if (depth < MAX_ALIAS_DEPTH) finishAlias(assembly, base, depth + 1);
  if (base.state === "label") {
    symbol.placeAt(base, Number(offset));
    if (offset === 0) symbol.takeTypeOf(base);
  } else if (base.state === "value") {
    symbol.setValue(add(base.value, offset));
  } else if (base.state === "common") {
    const { location, length } = symbol;
    assembly.diagnostics.error(
      assembly.sources,
      location,
      length,
      `\`${symbol.name}\` cannot name the common symbol \`${base.name}\`, which has no address yet`,
    );
  }
}

/** Where GNU as puts what `.lcomm` and `.local` with `.comm` reserve: after the rest of .bss. */
const COMMON_SUBSECTION = 1;

/** Gives a symbol room at the end of .bss, or of .tbss if it is thread-local. */
export function allocateInBss(
  assembly: Assembly,
  symbol: AssemblySymbol,
  size: number,
  alignment: number,
): void {
  const bss = assembly.sectionNamed(symbol.kind === "tls" ? ".tbss" : ".bss")
    .part(COMMON_SUBSECTION);
  if (alignment > 1) {
    const padding = (alignment - bss.size % alignment) % alignment;
    const { location, length } = symbol;
    const fill = { value: 0, size: 1 };
    bss.alignment = Math.max(bss.alignment, alignment);
    bss.fragments.push({
      ...emptyFragment("align", bss.size, { location, length }),
      ...{ size: padding, finalSize: padding, alignment, fill },
    });
    bss.growth += alignment - 1;
    bss.fill(padding, fill);
  }
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
