// SPDX-License-Identifier: MPL-2.0
// Parses the operands of an instruction. Reads the frequent forms (a register, a number, a symbol, an
// offset with a base register) straight from the tokens, and leaves the rest to the expression
// parser. Reports at most one error per statement.

import type { Cursor } from "../text/cursor.ts";
import { evaluate, EvaluationError, isConstant } from "./expression.ts";
import { CLOSING_PARENTHESIS } from "../text/expectation.ts";
import { DOT_NAME, type ExpressionParser } from "./expression_parser.ts";
import { nearestName } from "../text/nearest_name.ts";
import { isRegister, type Modifier, MODIFIERS, Operand, REGISTERS } from "./operand.ts";
import { type RegisterHint, registerHint } from "../text/register_words.ts";
import type { AssemblySymbol, Expression } from "./symbol.ts";
import * as token from "../text/token.ts";
import { statementStart } from "../text/token_errors.ts";
import { showValue, toInt64 } from "../object/value.ts";

/** More than any instruction has: .insn takes eight. */
const MAX_OPERANDS = 10;

/** The instructions whose target may be `symbol@plt`. */
const TAKES_PLT: ReadonlySet<string> = new Set(["call", "tail"]);
/** The instructions that take `%hi` of a number, and those that do not take `%lo` of one. */
const TAKES_HIGH = /^(?:c\.)?lui$|^auipc$/;
const TAKES_NO_LOW =
  /^(?:c\.)?(?:lui|auipc|s[lr][la]iw?|slli\.uw|roriw?|b(?:set|clr|inv|ext)i|csr\w*i)$/;

/** Parses operands into {@link operands}. */
export class OperandParser {
  readonly operands: Operand[] = Array.from({ length: MAX_OPERANDS }, () => new Operand());

  constructor(readonly cursor: Cursor, readonly expressions: ExpressionParser) {}

  /** Parses all operands of the statement. Returns their number; -1 after an error. */
  parse(): number {
    const { cursor, operands } = this;
    const { lexer } = cursor;
    if (lexer.kinds[cursor.at] === token.END) return 0;
    let count = 0;
    while (true) {
      const operand = operands[count];
      if (operand === undefined) {
        cursor.error(cursor.at, `too many operands: no instruction has more than ${MAX_OPERANDS}`);
        return -1;
      }
      if (!this.#one(operand)) return -1;
      count++;
      const kind = lexer.kinds[cursor.at]!;
      if (kind === token.END) return count;
      if (kind !== token.COMMA) {
        this.#missingComma();
        return -1;
      }
      cursor.at++;
    }
  }

  #missingComma(): void {
    const { cursor } = this;
    const startsOperand = [token.NAME, token.NUMBER, token.LOCAL, token.PERCENT, token.MINUS]
      .includes(cursor.kind);
    const { lexer, at } = cursor;
    if (this.#isRegisterAt(at) && lexer.kinds[at - 1] === token.NUMBER) {
      const address = `${lexer.slice(at - 1)}(${lexer.slice(at)})`;
      cursor.error(at, `expected \`,\` before ${cursor.describe(at)}`, {
        kind: "syntax",
        fix: { message: `an offset from a register is written \`${address}\`` },
      });
    } else if (/^'[^\\']$/.test(lexer.slice(at - 1))) {
      cursor.expected("`,` or the end of the statement");
    } else if (startsOperand && lexer.kinds[at - 1] !== token.COMMA) {
      cursor.error(at, `expected \`,\` before ${cursor.describe(at)}`, {
        kind: "syntax",
        fix: { message: "separate the operands with a comma", replacement: `, ${lexer.slice(at)}` },
      });
    } else {
      cursor.expected("`,` or the end of the statement");
    }
  }

  #one(operand: Operand): boolean {
    const { cursor } = this;
    const { lexer } = cursor;
    const { kinds, values } = lexer;
    const first = cursor.at;
    operand.first = first;
    operand.base = -1;
    operand.name = -1;
    operand.modifier = undefined;
    operand.isLowOfNumber = false;
    const next = kinds[first + 1]!;
    switch (kinds[first]) {
      case token.NAME: {
        const name = values[first]!;
        const isAlone = next === token.END || next === token.COMMA;
        if (isRegister(name) && (isAlone || !this.expressions.namesakes.has(name))) {
          operand.kind = "register";
          operand.register = REGISTERS[name]!;
          operand.name = name;
          cursor.at = first + 1;
          operand.after = first + 1;
          return true;
        }
        operand.name = name;
        if (next === token.AT) return this.#procedureLinkage(operand, name);
        if (name !== DOT_NAME && isAlone) {
          cursor.at = first + 1;
          operand.after = first + 1;
          return this.#setSymbol(operand, this.expressions.symbols.get(name), first);
        }
        break;
      }
      case token.NUMBER: {
        if (next === token.END || next === token.COMMA || next === token.LEFT) {
          const value = values[first]!;
          if (value !== value) break;
          cursor.at = first + 1;
          operand.kind = "constant";
          operand.value = value;
          return this.#base(operand);
        }
        break;
      }
      case token.MINUS: {
        const after = next === token.NUMBER ? kinds[first + 2]! : token.MINUS;
        if (after === token.END || after === token.COMMA || after === token.LEFT) {
          const value = values[first + 1]!;
          if (value !== value) break;
          cursor.at = first + 2;
          operand.kind = "constant";
          operand.value = value === 0 ? 0 : -value;
          return this.#base(operand);
        }
        break;
      }
      case token.LOCAL: {
        if (next === token.END || next === token.COMMA) {
          const symbol = this.expressions.numericLabel(first);
          if (symbol === undefined) return false;
          cursor.at = first + 1;
          operand.after = first + 1;
          return this.#setSymbol(operand, symbol, first);
        }
        break;
      }
      case token.LEFT:
        if (this.#isRegisterAt(first + 1) && kinds[first + 2] === token.RIGHT) {
          operand.kind = "constant";
          operand.value = 0;
          return this.#base(operand);
        }
        if (this.#isFunctionInParentheses(first)) return this.#modified(operand);
        break;
      case token.PERCENT:
        if (next === token.NAME) return this.#modified(operand);
        break;
      default:
        break;
    }
    const expression = this.expressions.parse();
    if (expression === undefined) return false;
    this.#setExpression(operand, expression);
    return this.#base(operand);
  }

  /** `symbol@plt`, from compilers: without shared libraries, the symbol itself. */
  #procedureLinkage(operand: Operand, name: number): boolean {
    const { cursor } = this;
    const first = cursor.at;
    if (cursor.lexer.slice(first + 2) !== "plt") {
      cursor.at = first + 1;
      cursor.expected("`,` or the end of the statement");
      return false;
    }
    if (!TAKES_PLT.has(this.#mnemonic())) {
      const message = "`@plt` is only for `call` and `tail`, as in GNU as";
      cursor.error(first, message, { fix: { message: "leave it out" } }, first + 3);
      return false;
    }
    cursor.at = first + 3;
    operand.after = first + 3;
    return this.#setSymbol(operand, this.expressions.symbols.get(name), first);
  }

  /** The mnemonic of the statement, in lower case. */
  #mnemonic(): string {
    const { lexer } = this.cursor;
    return lexer.slice(statementStart(lexer)).toLowerCase();
  }

  /** Makes an operand that is a register the symbol of that name. */
  asSymbol(operand: Operand): void {
    this.#setSymbol(operand, this.expressions.symbols.get(operand.name), operand.first);
  }

  #isRegisterAt(index: number): boolean {
    const { lexer } = this.cursor;
    return lexer.kinds[index] === token.NAME && isRegister(lexer.values[index]!);
  }

  /** Parses the `(register)` that may end an operand. */
  #base(operand: Operand): boolean {
    const { cursor } = this;
    const { lexer } = cursor;
    if (cursor.kind === token.LEFT) {
      const at = cursor.at + 1;
      if (!this.#isRegisterAt(at)) {
        cursor.at = at;
        if (lexer.kinds[at] === token.PERCENT && lexer.kinds[at + 1] === token.NAME) {
          this.#markedRegister(at);
        } else if (lexer.kinds[at] === token.NAME) {
          cursor.expected("a base register", registerFix(lexer.slice(at)));
        } else {
          cursor.expected("a base register");
        }
        return false;
      }
      operand.base = REGISTERS[lexer.values[at]!]!;
      cursor.at = at + 1;
      if (!cursor.take(token.RIGHT)) {
        cursor.expected(CLOSING_PARENTHESIS);
        return false;
      }
    }
    operand.after = cursor.at;
    return true;
  }

  /** Reports `%eax` and `%a0`, where the token is the `%`. */
  #markedRegister(at: number): void {
    const { cursor } = this;
    const text = `%${cursor.lexer.slice(at + 1)}`;
    cursor.error(at, `\`${text}\` is not a register`, registerFix(text), at + 2);
  }

  /** Whether a relocation function follows one or more `(`, as GNU as allows: `(%lo(x))`. */
  #isFunctionInParentheses(first: number): boolean {
    const { kinds } = this.cursor.lexer;
    let at = first;
    while (kinds[at] === token.LEFT) at++;
    return kinds[at] === token.PERCENT && kinds[at + 1] === token.NAME &&
      kinds[at + 2] === token.LEFT;
  }

  #modified(operand: Operand): boolean {
    const { cursor } = this;
    const { lexer } = cursor;
    let around = 0;
    while (cursor.take(token.LEFT)) around++;
    const at = cursor.at + 1;
    const word = lexer.slice(at);
    const modifier = MODIFIERS.find((name) => name === word);
    if (modifier === undefined && lexer.kinds[at + 1] !== token.LEFT) {
      this.#markedRegister(at - 1);
      return false;
    }
    if (modifier === undefined) {
      const near = nearestName(word, MODIFIERS);
      const fix = near === undefined ? {} : {
        fix: { message: `did you mean \`%${near}\`?`, replacement: `%${near}` },
      };
      cursor.error(at - 1, `unknown relocation function \`%${word}\``, fix, at + 1);
      return false;
    }
    cursor.at = at + 1;
    if (cursor.kind !== token.LEFT) {
      cursor.expected(`\`(\` after \`%${word}\``);
      return false;
    }
    // As in GNU as, the function applies to all that follows: `%lo(x)+4` is `%lo(x+4)`.
    const expression = this.#functionArgument();
    if (expression === undefined) return false;
    for (; around > 0; around--) {
      if (cursor.take(token.RIGHT)) continue;
      cursor.expected(CLOSING_PARENTHESIS);
      return false;
    }
    this.#setExpression(operand, expression);
    if (operand.kind !== "constant") operand.modifier = modifier;
    else if (!this.#applyToConstant(operand, modifier, at - 1)) return false;
    return this.#base(operand);
  }

  /** The argument of a relocation function, and what is added to it; undefined after an error. */
  #functionArgument(): Expression | undefined {
    const { cursor, expressions } = this;
    const { kinds } = cursor.lexer;
    let depth = 0;
    let at = cursor.at;
    do {
      if (kinds[at] === token.LEFT) depth++;
      else if (kinds[at] === token.RIGHT) depth--;
      else if (kinds[at] === token.END) break;
      at++;
    } while (depth > 0);
    if (kinds[at] === token.PLUS || kinds[at] === token.MINUS) return expressions.parse();
    cursor.at++;
    const expression = expressions.parse();
    if (expression === undefined || cursor.take(token.RIGHT)) return expression;
    cursor.expected(CLOSING_PARENTHESIS);
    return undefined;
  }

  /**
   * Computes %hi and %lo of a number; other functions need an address, and stay. False when the number
   * is too large for lui and a 12-bit immediate, which is reported at the token `first`.
   */
  #applyToConstant(operand: Operand, modifier: Modifier, first: number): boolean {
    const isPart = modifier === "hi" || modifier === "lo";
    if (isPart && !this.#takesPart(modifier, first)) return false;
    if (isPart && (operand.value <= -(2 ** 32) || operand.value >= 2 ** 32)) {
      this.cursor.error(
        first,
        `\`%hi\` and \`%lo\` split 32-bit values, not ${showValue(operand.value)}`,
        { fix: { message: "`li` loads any number" } },
        this.cursor.at,
      );
      return false;
    }
    if (modifier === "hi") {
      operand.value = Number(((BigInt(operand.value) + 0x800n) >> 12n) & 0xfffffn);
    } else if (modifier === "lo") {
      operand.value = Number(BigInt.asIntN(12, BigInt(operand.value)));
      operand.isLowOfNumber = true;
    } else {
      operand.modifier = modifier;
    }
    return true;
  }

  /** Whether the instruction takes %hi or %lo of a number; reports it if not. */
  #takesPart(modifier: "hi" | "lo", first: number): boolean {
    const mnemonic = this.#mnemonic();
    if (mnemonic.startsWith(".")) return true;
    const takes = modifier === "hi" ? TAKES_HIGH.test(mnemonic) : !TAKES_NO_LOW.test(mnemonic);
    if (takes) return true;
    const { at } = this.cursor;
    this.cursor.error(first, `\`${mnemonic}\` does not take \`%${modifier}\``, {}, at);
    return false;
  }

  #setSymbol(operand: Operand, symbol: AssemblySymbol, at: number): boolean {
    if (symbol.state === "value") {
      operand.kind = "constant";
      operand.value = symbol.value;
      return true;
    }
    if (symbol.state === "expression") {
      return this.#setEquate(operand, symbol, at);
    }
    operand.kind = "symbol";
    operand.symbol = symbol;
    operand.value = 0;
    if (symbol.location === 0) {
      symbol.noteUse(this.cursor.lexer.location(at), this.cursor.lexer.length(at));
    }
    return true;
  }

  #setEquate(operand: Operand, symbol: AssemblySymbol, at: number): boolean {
    const { cursor, expressions } = this;
    const range = cursor.range(at, at + 1);
    const expression = symbol.isDeferred
      ? expressions.valueOf(symbol, range)
      : symbol.redefinable
      ? symbol.expression
      : { kind: "symbol" as const, symbol, ...range };
    if (expression === undefined) return false;
    this.#setExpression(operand, expression);
    return true;
  }

  #setExpression(operand: Operand, expression: Expression): void {
    operand.after = this.cursor.at;
    if (expression.kind === "number") {
      operand.kind = "constant";
      operand.value = expression.value;
      return;
    }
    const linear = evaluate(expression);
    if (linear instanceof EvaluationError) {
      // It may have a value after layout; if not, it is reported then.
      operand.kind = "expression";
      operand.expression = expression;
    } else if (isConstant(linear)) {
      operand.kind = "constant";
      operand.value = toInt64(BigInt(linear.offset));
    } else if (linear.plus !== undefined && linear.minus === undefined) {
      operand.kind = "symbol";
      operand.symbol = linear.plus;
      operand.value = linear.offset;
    } else {
      operand.kind = "expression";
      operand.expression = expression;
    }
  }
}

/** The fix for a word that should be a register. */
function registerFix(word: string): { fix?: RegisterHint } {
  const fix = registerHint(word);
  return fix === undefined ? {} : { fix };
}
