// SPDX-License-Identifier: MPL-2.0
// Parses expressions in C's notation, with registers as `$a0` and GDB's `@`. Guarantees: any text either has a
// tree or an ExpressionError that says what is wrong with it.

import { basicType, isTypeWord, standardType, type Type } from "./types.ts";

/** An expression that makes no sense, or has no value at present. */
export class ExpressionError extends Error {
  /** The name of the class. */
  override readonly name = "ExpressionError";
}

/** A type as it is written: names are looked up when it is evaluated. */
export type TypeNode =
  | { readonly kind: "basic"; readonly type: Type }
  | { readonly kind: "named"; readonly name: string }
  | { readonly kind: "pointer"; readonly to: TypeNode }
  | { readonly kind: "array"; readonly of: TypeNode; readonly count: number };

/** An expression. */
export type Node =
  | { readonly kind: "integer"; readonly value: bigint; readonly type: "int" | "long" | "char" }
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "name"; readonly name: string }
  /** A register, a convenience variable or a value of the history, without the `$`. */
  | { readonly kind: "dollar"; readonly name: string }
  | { readonly kind: "unary"; readonly operator: UnaryOperator; readonly operand: Node }
  | {
    readonly kind: "binary";
    readonly operator: BinaryOperator;
    readonly left: Node;
    readonly right: Node;
  }
  | { readonly kind: "assign"; readonly target: Node; readonly value: Node }
  | {
    readonly kind: "conditional";
    readonly test: Node;
    readonly then: Node;
    readonly otherwise: Node;
  }
  | { readonly kind: "cast"; readonly type: TypeNode; readonly operand: Node }
  | { readonly kind: "size"; readonly of: TypeNode | Node; readonly isType: boolean }
  | { readonly kind: "member"; readonly of: Node; readonly name: string; readonly arrow: boolean };

/** Operators of one operand. */
export type UnaryOperator = "-" | "+" | "!" | "~" | "*" | "&";

/** Operators of two operands, by precedence from the lowest. */
const LEVELS = [
  ["||"],
  ["&&"],
  ["|"],
  ["^"],
  ["&"],
  ["==", "!="],
  ["<", ">", "<=", ">="],
  ["<<", ">>"],
  ["@"],
  ["+", "-"],
  ["*", "/", "%"],
] as const;

/** Operators of two operands. */
export type BinaryOperator = (typeof LEVELS)[number][number] | "[]";

const TOKEN =
  /\s*(?:(?<number>0[xX][\da-fA-F]+|0[bB][01]+|(?:\d+\.\d*|\.\d+)(?:[eE][-+]?\d+)?|\d+[eE][-+]?\d+|\d+)(?<suffix>[uUlLfF]*)|(?<character>'(?:[^'\\]|\\.[^']*)')|(?<string>"(?:[^"\\]|\\.)*")|(?<dollar>\$[\w$]*)|(?<name>[A-Za-z_.][\w.$]*(?:::[A-Za-z_~][\w.$]*)*|::[A-Za-z_]\w*)|(?<operator>->|<<=|>>=|<<|>>|<=|>=|==|!=|&&|\|\||[-+*\/%&|^~!<>=()[\]{}.?:@,]))/y;

interface Token {
  readonly kind: "number" | "character" | "string" | "dollar" | "name" | "operator" | "end";
  readonly text: string;
  readonly suffix: string;
}

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ n: "\n", t: "\t", r: "\r", 0: "\0", a: "\x07", b: "\b", f: "\f", v: "\v", e: "\x1b" },
};

/** More nested parentheses than anybody writes; a limit for the stack. */
const MAX_DEPTH = 200;

/**
 * Parses an expression.
 *
 * @throws {ExpressionError} when it is none
 */
export function parseExpression(text: string): Node {
  return new Parser(text).parse();
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#tokens = tokensOf(text);
  }

  parse(): Node {
    if (this.#isAtEnd) throw new ExpressionError("an expression is missing");
    const node = this.#assignment();
    if (!this.#isAtEnd) throw unexpected(this.#next);
    return node;
  }

  get #isAtEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  get #next(): Token {
    return this.#tokens[this.#at] ?? END;
  }

  #is(operator: string): boolean {
    return this.#next.kind === "operator" && this.#next.text === operator;
  }

  #take(operator: string): boolean {
    if (!this.#is(operator)) return false;
    this.#at++;
    return true;
  }

  #expect(operator: string): void {
    if (this.#take(operator)) return;
    throw this.#next.kind === "end"
      ? new ExpressionError(`a "${operator}" is missing at the end`)
      : unexpected(this.#next);
  }

  #deeper<T>(parse: () => T): T {
    if (++this.#depth > MAX_DEPTH) throw new ExpressionError("the expression is nested too deeply");
    try {
      return parse();
    } finally {
      this.#depth--;
    }
  }

  #assignment(): Node {
    return this.#deeper(() => {
      const target = this.#conditional();
      if (!this.#take("=")) return target;
      return { kind: "assign", target, value: this.#assignment() };
    });
  }

  #conditional(): Node {
    const test = this.#binary(0);
    if (!this.#take("?")) return test;
    const then = this.#assignment();
    this.#expect(":");
    return { kind: "conditional", test, then, otherwise: this.#assignment() };
  }

  #binary(level: number): Node {
    const operators: readonly string[] | undefined = LEVELS[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    while (this.#next.kind === "operator" && operators.includes(this.#next.text)) {
      const operator = this.#next.text as BinaryOperator;
      this.#at++;
      left = { kind: "binary", operator, left, right: this.#binary(level + 1) };
    }
    return left;
  }

  #unary(): Node {
    return this.#deeper(() => {
      const { kind, text } = this.#next;
      if (kind === "operator" && UNARY.has(text)) {
        this.#at++;
        return { kind: "unary", operator: text as UnaryOperator, operand: this.#unary() };
      }
      if (kind === "name" && text === "sizeof") return this.#sizeof();
      if (kind === "operator" && text === "{") {
        // GDB's `{type} address`.
        this.#at++;
        const type = this.#type();
        if (type === undefined) throw new ExpressionError("a type is missing after {");
        this.#expect("}");
        const operand: Node = {
          kind: "cast",
          type: { kind: "pointer", to: type },
          operand: this.#unary(),
        };
        return { kind: "unary", operator: "*", operand };
      }
      return this.#cast() ?? this.#postfix();
    });
  }

  #sizeof(): Node {
    this.#at++;
    const start = this.#at;
    if (this.#take("(")) {
      const type = this.#type();
      if (type !== undefined && this.#take(")")) return { kind: "size", of: type, isType: true };
      this.#at = start;
    }
    return { kind: "size", of: this.#unary(), isType: false };
  }

  /** `(type) operand`; undefined if the parenthesis holds no type. */
  #cast(): Node | undefined {
    const start = this.#at;
    if (!this.#take("(")) return undefined;
    const type = this.#type();
    if (type === undefined || !this.#take(")") || !this.#isCast(type)) {
      this.#at = start;
      return undefined;
    }
    return { kind: "cast", type, operand: this.#unary() };
  }

  /** Whether what follows a name in parentheses can only be the operand of a cast. */
  #isCast(type: TypeNode): boolean {
    if (type.kind !== "named" || /^(?:struct|union|enum|class) /.test(type.name)) return true;
    const { kind, text } = this.#next;
    // `(name) - 1` is a difference, `(name) x` is a cast.
    return kind !== "end" && (kind !== "operator" || ["(", "~", "!", "{"].includes(text));
  }

  #type(): TypeNode | undefined {
    let type = this.#baseType();
    if (type === undefined) return undefined;
    while (this.#take("*")) {
      type = { kind: "pointer", to: type };
      while (this.#next.kind === "name" && /^(?:const|volatile)$/.test(this.#next.text)) this.#at++;
    }
    const counts: number[] = [];
    while (this.#take("[")) {
      const { kind, text } = this.#next;
      if (kind !== "number" || !/^(?:\d+|0x[\da-f]+)$/i.test(text)) throw unexpected(this.#next);
      this.#at++;
      this.#expect("]");
      counts.push(Number(text));
    }
    for (const count of counts.reverse()) type = { kind: "array", of: type, count };
    return type;
  }

  #baseType(): TypeNode | undefined {
    const words: string[] = [];
    while (this.#next.kind === "name" && isTypeWord(this.#next.text)) {
      words.push(this.#next.text);
      this.#at++;
    }
    const meaningful = words.filter((word) => word !== "const" && word !== "volatile");
    const tag = meaningful.find((word) => /^(?:struct|union|enum|class)$/.test(word));
    if (tag !== undefined || meaningful.length === 0) {
      if (this.#next.kind !== "name") return undefined;
      const name = this.#next.text;
      this.#at++;
      const standard = tag === undefined ? standardType(name) : undefined;
      return standard === undefined
        ? { kind: "named", name: tag === undefined ? name : `${tag} ${name}` }
        : { kind: "basic", type: standard };
    }
    const type = basicType(words);
    if (type === undefined) throw new ExpressionError(`"${words.join(" ")}" is no type`);
    return { kind: "basic", type };
  }

  #postfix(): Node {
    let node = this.#primary();
    for (;;) {
      if (this.#take("[")) {
        const right = this.#assignment();
        this.#expect("]");
        node = { kind: "binary", operator: "[]", left: node, right };
      } else if (this.#is(".") || this.#is("->")) {
        const arrow = this.#next.text === "->";
        this.#at++;
        if (this.#next.kind !== "name") throw unexpected(this.#next);
        node = this.#members(node, this.#next.text, arrow);
        this.#at++;
      } else if (this.#next.kind === "name" && this.#next.text.startsWith(".")) {
        // The lexer takes `.x` for a name, as in assembly language.
        node = this.#members(node, this.#next.text.slice(1), false);
        this.#at++;
      } else return node;
    }
  }

  /** `a.b.c`, where the lexer has taken `b.c` for a name. */
  #members(of: Node, path: string, arrow: boolean): Node {
    let node = of;
    for (const [index, name] of path.split(".").entries()) {
      if (name === "") throw new ExpressionError("the name of a member is missing");
      node = { kind: "member", of: node, name, arrow: arrow && index === 0 };
    }
    return node;
  }

  #primary(): Node {
    const token = this.#next;
    this.#at++;
    switch (token.kind) {
      case "number":
        return numberOf(token);
      case "character":
        return { kind: "integer", value: characterOf(token.text), type: "char" };
      case "string":
        return { kind: "string", value: unescape(token.text.slice(1, -1)) };
      case "dollar":
        return { kind: "dollar", name: token.text.slice(1) };
      case "name":
        return { kind: "name", name: token.text };
      case "operator":
        if (token.text === "(") {
          const node = this.#assignment();
          this.#expect(")");
          return node;
        }
        throw unexpected(token);
      case "end":
        throw new ExpressionError("the expression ends too early");
    }
  }
}

const UNARY: ReadonlySet<string> = new Set(["-", "+", "!", "~", "*", "&"]);
const END: Token = { kind: "end", text: "", suffix: "" };

function unexpected({ kind, text }: Token): ExpressionError {
  return new ExpressionError(
    kind === "end" ? "the expression ends too early" : `"${text}" cannot stand here`,
  );
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (text.slice(at).trim() !== "") {
    TOKEN.lastIndex = at;
    const groups = TOKEN.exec(text)?.groups;
    if (groups === undefined) {
      throw new ExpressionError(`"${text.slice(at).trim()[0]}" cannot stand in an expression`);
    }
    at = TOKEN.lastIndex;
    for (const kind of ["number", "character", "string", "dollar", "name", "operator"] as const) {
      const found = groups[kind];
      if (found !== undefined) tokens.push({ kind, text: found, suffix: groups["suffix"] ?? "" });
    }
  }
  return tokens;
}

function numberOf({ text, suffix }: Token): Node {
  const isHex = /^0x/i.test(text);
  if (!isHex && /[.eE]/.test(text)) return { kind: "float", value: Number(text) };
  const isOctal = /^0\d/.test(text);
  if (isOctal && /[89]/.test(text)) throw new ExpressionError(`${text} is no octal number`);
  const value = BigInt(isOctal ? `0o${text.slice(1)}` : text);
  if (value >= 1n << 64n) throw new ExpressionError(`${text} has more than 64 bits`);
  const isLong = value >= 1n << 31n || /[uUlL]/.test(suffix);
  return { kind: "integer", value, type: isLong ? "long" : "int" };
}

function characterOf(text: string): bigint {
  const [character, ...rest] = unescape(text.slice(1, -1));
  if (character === undefined || rest.length > 0) {
    throw new ExpressionError(`${text} is not one character`);
  }
  return BigInt(character.codePointAt(0) ?? 0);
}

function unescape(text: string): string {
  return text.replaceAll(/\\(?:x([\da-fA-F]{1,2})|([0-7]{1,3})|(.))/g, (_, hex, octal, other) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
    return ESCAPES[other] ?? other;
  });
}
