// SPDX-License-Identifier: MPL-2.0
// Parses expressions in the grammar of GNU as, by precedence climbing. Takes the tokens at a cursor;
// returns a tree with constants folded, or reports one error and returns undefined.

import type { Cursor } from "../text/cursor.ts";
import {
  binaryExpression,
  evaluate,
  EvaluationError,
  isConstant,
  numberExpression,
  unaryExpression,
} from "./expression.ts";
import { BINARY, type BinaryOperator, UNARY } from "./operators.ts";
import { CLOSING_PARENTHESIS, VALUE } from "../text/expectation.ts";
import { BASE_NAMES, isRegister, reportRegister } from "./operand.ts";
import type { RegisterNamesakes } from "../text/register_namesakes.ts";
import { AssemblySymbol, type Expression } from "./symbol.ts";
import { MAX_NUMERIC_LABEL, NUMERIC_LABEL_TOO_LARGE, type SymbolTable } from "./symbol_table.ts";
import * as token from "../text/token.ts";
import { addressFix } from "../text/token_errors.ts";
import { type Int64, toInt64 } from "../object/value.ts";

/** The number of the name `.`, the address of the current statement. */
export const DOT_NAME = BASE_NAMES.of(".");

/** How deep parentheses and prefix operators may nest. */
const MAX_DEPTH = 100;
/** How many operators one expression may have: evaluation recurses over them. */
const MAX_OPERATORS = 500;
/** The largest 64-bit pattern. */
const MAX_VALUE = (1n << 64n) - 1n;

/** In an expression of `==`: the address of the statement that uses it. */
const USER = new AssemblySymbol(".");

/** Parses the expressions of one source. */
export class ExpressionParser {
  #depth = 0;
  #operators = 0;
  /** Whether symbols keep their names, for an expression of `==`. */
  #defers = false;
  /** Whether the symbols in it have the values that they had at its definition. */
  #isFinal = false;

  /** @param here Makes a symbol for the address of the current statement. */
  constructor(
    readonly cursor: Cursor,
    readonly symbols: SymbolTable,
    readonly namesakes: RegisterNamesakes,
    readonly here: () => AssemblySymbol,
  ) {}

  /** How many operators the last expression has, with those of its equates. */
  get operators(): number {
    return this.#operators;
  }

  /** Parses an expression; undefined after an error, which is reported. */
  parse(): Expression | undefined {
    this.#depth = 0;
    this.#operators = 0;
    return this.#binary(1);
  }

  /** As parse(), for an expression that is evaluated at each use: the current values do not matter. */
  parseDeferred(): Expression | undefined {
    this.#defers = true;
    const expression = this.parse();
    this.#defers = false;
    return expression;
  }

  /**
   * The expression of a symbol defined by `==`, with the values that its symbols have here; undefined
   * after an error, which is reported at the use. `isFinal`: as the value of the symbol itself, with the
   * values that its symbols had at its definition.
   */
  valueOf(
    symbol: AssemblySymbol,
    use: { readonly location: number; readonly length: number },
    isFinal = false,
  ): Expression | undefined {
    this.#depth = 0;
    this.#operators = 0;
    this.#isFinal = isFinal;
    const expression = this.#deferred(symbol, use);
    this.#isFinal = false;
    return expression;
  }

  /**
   * Parses an expression that must be a constant known now. `what` names it in messages, such as "the
   * alignment".
   */
  parseConstant(what: string): Int64 | undefined {
    const first = this.cursor.at;
    const { lexer } = this.cursor;
    if (this.cursor.kind === token.NUMBER) {
      const next = lexer.kinds[first + 1];
      if (next === token.END || next === token.COMMA) {
        this.cursor.at++;
        const value = lexer.number(first);
        return typeof value === "number" ? value : toInt64(value);
      }
    }
    const expression = this.parse();
    if (expression === undefined) return undefined;
    return this.constantOf(expression, what, first);
  }

  /** The value of an expression that must be a constant known now; `first` is its first token. */
  constantOf(expression: Expression, what: string, first: number): Int64 | undefined {
    const linear = evaluate(expression);
    if (linear instanceof EvaluationError) {
      this.#evaluationError(linear, first);
      return undefined;
    }
    if (isConstant(linear)) return linear.offset;
    const symbol = linear.plus ?? linear.minus;
    const reason = symbol === undefined || symbol.state === "undefined"
      ? `\`${symbol?.name}\` is not defined before this line`
      : linear.plus !== undefined && linear.minus !== undefined
      ? `the distance from \`${linear.minus.name}\` to \`${linear.plus.name}\` is not known yet`
      : `\`${symbol.name}\` is an address`;
    this.cursor.error(first, `${what} must be a constant: ${reason}`, {}, this.cursor.at);
    return undefined;
  }

  #evaluationError(error: EvaluationError, first: number): void {
    const { cursor } = this;
    if (error.location === 0) {
      cursor.error(first, error.message, {}, cursor.at);
    } else {
      cursor.diagnostics.error(cursor.sources, error.location, error.length, error.message);
    }
  }

  #binary(lowest: number): Expression | undefined {
    const { cursor } = this;
    const { lexer } = cursor;
    let left = this.#unary();
    if (left === undefined) return undefined;
    let leftOperator: BinaryOperator | undefined;
    while (true) {
      const at = cursor.at;
      const operator = BINARY.get(lexer.kinds[at]!);
      if (operator === undefined || operator.rank < lowest) return left;
      if (!this.#count(1, at)) return undefined;
      cursor.at++;
      const rightFirst = cursor.at;
      const right = this.#binary(operator.rank + 1);
      if (right === undefined) return undefined;
      this.#warnOfOrder(leftOperator, operator, at);
      const rightOperator = this.#topOperator(right, rightFirst);
      this.#warnOfOrder(rightOperator, operator, at);
      const { location } = cursor.range(at, at + 1);
      left = binaryExpression(operator, left, right, location);
      leftOperator = operator;
    }
  }

  /** Counts operators. False when there are too many, which is reported at the token. */
  #count(operators: number, at: number): boolean {
    return this.#countAt(operators, this.cursor.range(at, at + 1));
  }

  #countAt(
    operators: number,
    { location, length }: { readonly location: number; readonly length: number },
  ): boolean {
    this.#operators += operators;
    if (this.#operators <= MAX_OPERATORS) return true;
    const { diagnostics, sources } = this.cursor;
    const message = `an expression can have at most ${MAX_OPERATORS} operators`;
    diagnostics.error(sources, location, length, message);
    return false;
  }

  /** The outermost operator of an operand that begins at this token, unless in parentheses. */
  #topOperator(operand: Expression, first: number): BinaryOperator | undefined {
    const { kinds } = this.cursor.lexer;
    if (this.cursor.at - first < 3 || kinds[first] === token.LEFT) return undefined;
    if (operand.kind === "binary") return operand.operator;
    return BINARY.get(kinds[first + 1]!);
  }

  /** Warns where C differs: it parses `1 << 2 + 3` as 1 << 5, and GNU as parses it as (1 << 2) + 3. */
  #warnOfOrder(inner: BinaryOperator | undefined, outer: BinaryOperator, at: number): void {
    if (inner === undefined || inner === outer) return;
    const gnu = Math.sign(inner.rank - outer.rank);
    const c = Math.sign(inner.cRank - outer.cRank);
    if (gnu * c >= 0 && !(gnu > 0 && c < 0)) return;
    this.cursor.warn(
      at,
      `\`${inner.symbol}\` binds tighter than \`${outer.symbol}\` here, as in GNU as; in C it does not`,
      { fix: { message: "add parentheses to make the order explicit" } },
    );
  }

  #unary(): Expression | undefined {
    const { cursor } = this;
    if (this.#depth >= MAX_DEPTH) {
      cursor.error(cursor.at, `an expression can be nested at most ${MAX_DEPTH} deep`);
      return undefined;
    }
    const operator = UNARY.get(cursor.kind);
    if (operator === undefined) return this.#primary();
    cursor.at++;
    this.#depth++;
    const operand = this.#unary();
    this.#depth--;
    if (!this.#count(1, cursor.at)) return undefined;
    return operand === undefined ? undefined : unaryExpression(operator, operand);
  }

  #primary(): Expression | undefined {
    const { cursor, symbols } = this;
    const { lexer } = cursor;
    const at = cursor.at;
    switch (cursor.kind) {
      case token.NUMBER: {
        cursor.at++;
        const value = lexer.number(at);
        if (typeof value === "number") return numberExpression(value);
        if (value > MAX_VALUE) cursor.error(at, `${lexer.slice(at)} does not fit in 64 bits`);
        return numberExpression(toInt64(value));
      }
      case token.NAME: {
        const name = lexer.values[at]!;
        if (isRegister(name) && !this.namesakes.has(name)) {
          reportRegister(cursor, at, "a value", addressFix(lexer, at));
          return undefined;
        }
        cursor.at++;
        if (name === DOT_NAME) return this.#reference(this.#defers ? USER : this.here(), at);
        if (cursor.kindAfter(0) === token.LEFT) {
          const bound = this.#sectionBound(name);
          if (bound !== undefined) return this.#reference(bound, at);
        }
        return this.#reference(symbols.get(name), at);
      }
      case token.LOCAL: {
        cursor.at++;
        const symbol = this.numericLabel(at);
        return symbol === undefined ? undefined : this.#reference(symbol, at);
      }
      case token.LEFT: {
        cursor.at++;
        this.#depth++;
        const inner = this.#binary(1);
        this.#depth--;
        if (inner === undefined) return undefined;
        if (cursor.take(token.RIGHT)) return inner;
        cursor.expected(CLOSING_PARENTHESIS);
        return undefined;
      }
      case token.STRING: {
        const name = lexer.names.of(cursor.takeQuotedName() ?? "");
        return this.#reference(symbols.get(name), at);
      }
      default:
        cursor.expected(VALUE);
        return undefined;
    }
  }

  /** Takes the rest of `.startof.(name)` or `.sizeof.(name)`, which are symbols that linkers define. */
  #sectionBound(name: number): AssemblySymbol | undefined {
    const { cursor, symbols } = this;
    const { names } = cursor.lexer;
    const word = names.list[name];
    if (word !== ".startof." && word !== ".sizeof.") return undefined;
    const { at } = cursor;
    cursor.at++;
    const section = cursor.takeName();
    if (section >= 0 && cursor.take(token.RIGHT)) {
      return symbols.get(names.of(word + names.list[section]));
    }
    cursor.at = at;
    return undefined;
  }

  #reference(symbol: AssemblySymbol, at: number): Expression | undefined {
    const range = this.cursor.range(at, at + 1);
    if (this.#defers) {
      if (symbol !== USER) symbol.noteUse(range.location, range.length);
      if (symbol.state === "value") symbol.wasUsed = true;
      return { kind: "symbol", symbol, ...range };
    }
    return this.reference(symbol, range);
  }

  /** The expression for a use of a symbol; undefined after an error, which is reported. */
  reference(
    symbol: AssemblySymbol,
    range: { readonly location: number; readonly length: number },
  ): Expression | undefined {
    if (symbol.state === "value") return numberExpression(symbol.value);
    if (symbol.isDeferred) return this.#deferred(symbol, range);
    // An equate that may change has its current value here, not a later one.
    if (symbol.state === "expression" && symbol.redefinable && symbol.expression !== undefined) {
      return this.#countAt(symbol.operators, range) ? symbol.expression : undefined;
    }
    symbol.noteUse(range.location, range.length);
    return { kind: "symbol", symbol, ...range };
  }

  /** The expression of a symbol defined by `==`, with the values that its symbols have now. */
  #deferred(
    symbol: AssemblySymbol,
    range: { readonly location: number; readonly length: number },
  ): Expression | undefined {
    const { diagnostics, sources } = this.cursor;
    const { location, length } = range;
    if (symbol.expression === undefined) return undefined;
    if (symbol.busy || this.#depth >= MAX_DEPTH) {
      diagnostics.error(
        sources,
        location,
        length,
        symbol.busy
          ? `\`${symbol.name}\` is defined in terms of itself`
          : `the definition of \`${symbol.name}\` is nested too deeply`,
      );
      return undefined;
    }
    symbol.busy = true;
    this.#depth++;
    const instance = this.#instance(symbol.expression, range);
    this.#depth--;
    symbol.busy = false;
    return instance;
  }

  #instance(
    expression: Expression,
    range: { readonly location: number; readonly length: number },
  ): Expression | undefined {
    switch (expression.kind) {
      case "number":
        return expression;
      case "symbol": {
        const { symbol } = expression;
        if (symbol === USER) return this.reference(this.here(), range);
        return this.reference(this.#isFinal ? symbol : this.symbols.current(symbol), range);
      }
      case "unary": {
        if (!this.#countAt(1, range)) return undefined;
        const operand = this.#instance(expression.operand, range);
        return operand === undefined ? undefined : unaryExpression(expression.operator, operand);
      }
      case "binary": {
        if (!this.#countAt(1, range)) return undefined;
        const left = this.#instance(expression.left, range);
        const right = left === undefined ? undefined : this.#instance(expression.right, range);
        if (left === undefined || right === undefined) return undefined;
        return binaryExpression(expression.operator, left, right, range.location);
      }
    }
  }

  /** The label that a LOCAL token refers to; undefined when there is none, which is reported. */
  numericLabel(at: number): AssemblySymbol | undefined {
    const { cursor, symbols } = this;
    const value = cursor.lexer.values[at]!;
    const number = Math.floor(value / 2);
    if (number > MAX_NUMERIC_LABEL) {
      cursor.error(at, NUMERIC_LABEL_TOO_LARGE);
      return undefined;
    }
    if (value % 2 === 1) return symbols.forward(number);
    const symbol = symbols.backward(number);
    if (symbol === undefined) {
      cursor.error(at, `there is no label \`${number}:\` before this line`, {
        fix: {
          message: `\`${number}f\` is the next one after this line`,
          replacement: `${number}f`,
        },
      });
    }
    return symbol;
  }
}
