// SPDX-License-Identifier: MPL-2.0
// The expressions of `#if` and `#elif`: C's integer constant expressions, with 64-bit arithmetic, signed
// or unsigned. Takes tokens one by one; throws a ConditionError at the first mistake.

import { parseBig } from "../text/literal.ts";
import { showToken, textOf, type Token } from "./token.ts";

/** A mistake in an expression. */
export class ConditionError extends Error {
  /** A mistake at a token. */
  constructor(message: string, readonly at: Token) {
    super(message);
    this.name = "ConditionError";
  }
}

interface Value {
  readonly bits: bigint;
  readonly isUnsigned: boolean;
}

/** What an expression asks the preprocessor. */
export interface ConditionReader {
  /** The next token, with macros expanded and without padding. */
  next(): Token;
  /** The next token, with names as they are written. */
  nextName(): Token;
  /** Whether a macro is defined. */
  isDefined(name: string): boolean;
  /** Whether `#include` finds a file: `"x"` or `<x>`. */
  canInclude(name: string, isSystem: boolean): boolean;
}

/** Binary operators by rising precedence. */
const LEVELS: readonly (readonly string[])[] = [
  [","],
  ["?"],
  ["||"],
  ["&&"],
  ["|"],
  ["^"],
  ["&"],
  ["==", "!="],
  ["<", "<=", ">", ">="],
  ["<<", ">>"],
  ["+", "-"],
  ["*", "/", "%"],
];
const PRECEDENCE: ReadonlyMap<string, number> = new Map(
  LEVELS.flatMap((names, level) => names.map((name) => [name, level] as const)),
);
const CONDITIONAL = 1;

const INTEGER = /^(?:0[xX][0-9a-fA-F]+|0[bB][01]+|[0-9]+)([uUlL]*)$/;
const SUFFIX = /^(?:[uU]?(?:l{1,2}|L{1,2})?|(?:l{1,2}|L{1,2})[uU])$/;
const ESCAPES: Readonly<Record<string, number>> = {
  ...{ n: 10, t: 9, r: 13, a: 7, b: 8, f: 12, v: 11, e: 27, E: 27 },
};
const MAX_DEPTH = 200;
const SIGN = 1n << 63n;

const signed = (bits: bigint): Value => ({ bits: BigInt.asIntN(64, bits), isUnsigned: false });
const truth = (holds: boolean): Value => ({ bits: holds ? 1n : 0n, isUnsigned: false });

/** Whether the condition holds. */
export function evaluateCondition(reader: ConditionReader, directive: Token): boolean {
  return new Condition(reader, directive).evaluate();
}

class Condition {
  #token: Token | undefined;
  #depth = 0;
  /** While positive, the value does not matter: 1 / 0 is no error. */
  #ignored = 0;

  constructor(readonly reader: ConditionReader, readonly directive: Token) {}

  evaluate(): boolean {
    if (this.#peek().kind === "end") {
      throw new ConditionError(`\`#${this.directive.text}\` needs an expression`, this.directive);
    }
    const { bits } = this.#binary(0);
    const token = this.#peek();
    if (token.kind === "end") return bits !== 0n;
    throw new ConditionError(
      token.text === ")" || token.text === ":"
        ? `\`${token.text}\` without ${token.text === ")" ? "`(`" : "`?`"}`
        : `expected an operator, found \`${token.text}\``,
      token,
    );
  }

  #peek(): Token {
    return this.#token ??= this.reader.next();
  }

  #take(): Token {
    const token = this.#peek();
    this.#token = undefined;
    return token;
  }

  #expect(text: string): void {
    const token = this.#take();
    if (token.text === text) return;
    throw new ConditionError(`expected \`${text}\`, found ${showToken(token)}`, token);
  }

  #binary(least: number): Value {
    if (++this.#depth > MAX_DEPTH) {
      throw new ConditionError(`the expression nests more than ${MAX_DEPTH} deep`, this.#peek());
    }
    let left = this.#unary();
    while (true) {
      const operator = this.#peek();
      const level = operator.kind === "punctuator" ? PRECEDENCE.get(operator.text) : undefined;
      if (level === undefined || level < least) break;
      this.#take();
      if (level === 0 && this.#ignored === 0 && this.#depth === 1) {
        throw new ConditionError("`,` is not allowed in a condition", operator);
      }
      if (level === CONDITIONAL) {
        left = this.#choose(left);
        continue;
      }
      const isDecided = operator.text === "&&" && left.bits === 0n ||
        operator.text === "||" && left.bits !== 0n;
      if (isDecided) this.#ignored++;
      const right = this.#binary(level + 1);
      if (isDecided) this.#ignored--;
      left = this.#apply(operator, left, right);
    }
    this.#depth--;
    return left;
  }

  #choose(condition: Value): Value {
    const holds = condition.bits !== 0n;
    if (!holds) this.#ignored++;
    const first = this.#binary(0);
    if (!holds) this.#ignored--;
    this.#expect(":");
    if (holds) this.#ignored++;
    const second = this.#binary(CONDITIONAL);
    if (holds) this.#ignored--;
    const { bits } = holds ? first : second;
    return this.#make(bits, first.isUnsigned || second.isUnsigned);
  }

  #make(bits: bigint, isUnsigned: boolean): Value {
    return isUnsigned ? { bits: BigInt.asUintN(64, bits), isUnsigned } : signed(bits);
  }

  #unary(): Value {
    const token = this.#take();
    const { kind, text } = token;
    if (kind === "number") return this.#number(token);
    if (kind === "character") return this.#character(token);
    if (kind === "name") return this.#name(token);
    if (text === "(") {
      const value = this.#binary(0);
      this.#expect(")");
      return value;
    }
    if (kind === "punctuator" && ["-", "+", "!", "~"].includes(text)) {
      if (++this.#depth > MAX_DEPTH) {
        throw new ConditionError(`the expression nests more than ${MAX_DEPTH} deep`, token);
      }
      const { bits, isUnsigned } = this.#unary();
      this.#depth--;
      if (text === "!") return truth(bits === 0n);
      return this.#make(text === "-" ? -bits : text === "~" ? ~bits : bits, isUnsigned);
    }
    if (kind === "string") {
      throw new ConditionError("a string is not a value", token);
    }
    throw new ConditionError(`expected a value, found ${showToken(token)}`, token);
  }

  #number(token: Token): Value {
    const { text } = token;
    const [, suffix] = INTEGER.exec(text) ?? [];
    if (suffix === undefined || !SUFFIX.test(suffix)) {
      const isFraction = /^(?:\d*\.\d*(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+)[fFlL]?$/.test(text);
      const what = isFraction ? "a fraction, not an integer" : "not an integer";
      throw new ConditionError(`\`${text}\` is ${what}`, token);
    }
    const digits = text.slice(0, text.length - suffix.length);
    const bits = parseBig(digits);
    if (bits === undefined) {
      throw new ConditionError(`\`${text}\` is not an octal number`, token);
    }
    const isUnsigned = /[uU]/.test(suffix) || bits >= SIGN;
    return this.#make(bits, isUnsigned);
  }

  #character(token: Token): Value {
    const pattern = /\\(?:x([0-9a-fA-F]+)|([0-7]{1,3})|(.))|([^\\])/gu;
    let value: number | undefined;
    for (const [, hex, octal, escape, plain] of token.text.slice(1, -1).matchAll(pattern)) {
      const codes = hex !== undefined
        ? [parseInt(hex, 16)]
        : octal !== undefined
        ? [parseInt(octal, 8)]
        : escape !== undefined
        ? [ESCAPES[escape] ?? escape.charCodeAt(0)]
        : new TextEncoder().encode(plain);
      for (const code of codes) value = (value ?? 0) << 8 | code & 0xff;
    }
    if (value === undefined) throw new ConditionError("a character constant is empty", token);
    return signed(BigInt(value));
  }

  #name(token: Token): Value {
    if (token.text === "defined") return truth(this.reader.isDefined(this.#definedName(token)));
    if (token.text === "__has_include" || token.text === "__has_include_next") {
      return truth(this.#include(token));
    }
    if (token.text === "__has_attribute" || token.text === "__has_cpp_attribute") {
      this.#expect("(");
      while (![")", ""].includes(this.#take().text));
      return truth(false);
    }
    const following = this.#peek();
    if (following.text === "(" && following.kind === "punctuator") {
      throw new ConditionError(`\`${token.text}\` is not a macro with arguments`, token);
    }
    return signed(0n);
  }

  #definedName(at: Token): string {
    let token = this.reader.nextName();
    const hasParenthesis = token.text === "(";
    if (hasParenthesis) token = this.reader.nextName();
    if (token.kind !== "name") throw new ConditionError("`defined` needs a name", at);
    if (hasParenthesis && this.reader.nextName().text !== ")") {
      throw new ConditionError("`)` is missing after `defined`", at);
    }
    return token.text;
  }

  #include(at: Token): boolean {
    this.#expect("(");
    const first = this.#take();
    if (first.kind === "string") {
      this.#expect(")");
      return this.reader.canInclude(first.text.slice(1, -1), false);
    }
    if (first.text !== "<") throw new ConditionError(`\`${at.text}\` needs a file`, at);
    const name: Token[] = [];
    for (let token = this.#take(); token.text !== ">"; token = this.#take()) {
      if (token.kind === "end") throw new ConditionError("`>` is missing", at);
      name.push(token);
    }
    this.#expect(")");
    return this.reader.canInclude(textOf(name), true);
  }

  #apply(operator: Token, left: Value, right: Value): Value {
    const isUnsigned = left.isUnsigned || right.isUnsigned;
    const a = this.#make(left.bits, isUnsigned).bits;
    const b = this.#make(right.bits, isUnsigned).bits;
    switch (operator.text) {
      case "||":
        return truth(left.bits !== 0n || right.bits !== 0n);
      case "&&":
        return truth(left.bits !== 0n && right.bits !== 0n);
      case "|":
        return this.#make(a | b, isUnsigned);
      case "^":
        return this.#make(a ^ b, isUnsigned);
      case "&":
        return this.#make(a & b, isUnsigned);
      case "==":
        return truth(a === b);
      case "!=":
        return truth(a !== b);
      case "<":
        return truth(a < b);
      case "<=":
        return truth(a <= b);
      case ">":
        return truth(a > b);
      case ">=":
        return truth(a >= b);
      case "<<":
        return this.#shift(left, right.bits);
      case ">>":
        return this.#shift(left, -right.bits);
      case "+":
        return this.#make(a + b, isUnsigned);
      case "-":
        return this.#make(a - b, isUnsigned);
      case "*":
        return this.#make(a * b, isUnsigned);
      case "/":
      case "%":
        if (b === 0n) {
          if (this.#ignored > 0) return this.#make(0n, isUnsigned);
          throw new ConditionError("division by zero", operator);
        }
        return this.#make(operator.text === "/" ? a / b : a % b, isUnsigned);
      default:
        return right;
    }
  }

  /** Shifts left, or right if the count is negative. */
  #shift({ bits, isUnsigned }: Value, count: bigint): Value {
    if (count >= 64n) return this.#make(0n, isUnsigned);
    if (count <= -64n) return this.#make(bits < 0n ? -1n : 0n, isUnsigned);
    return this.#make(count >= 0n ? bits << count : bits >> -count, isUnsigned);
  }
}
