// SPDX-License-Identifier: MPL-2.0
// Evaluates expressions: names and registers by a scope, arithmetic as in C but without loss where an int would
// overflow. Guarantees: looking at a value changes nothing; only assignments do, by the scope.

import {
  type BinaryOperator,
  ExpressionError,
  type Node,
  parseExpression,
  type TypeNode,
  type UnaryOperator,
} from "./parser.ts";
import {
  CHAR,
  DOUBLE,
  INT,
  integerOf,
  LONG,
  type Member,
  sizeOf,
  type StructType,
  type Type,
  typeName,
  UNSIGNED_LONG,
  VOID,
} from "./types.ts";
import { didYouMean } from "../../../asm/text/nearest_name.ts";
import { bytesOfNumber, numberOfBytes } from "../../text/bytes.ts";

/** Where a value is. */
export type Location =
  | { readonly kind: "memory"; readonly address: bigint; readonly bits?: Member["bits"] }
  | { readonly kind: "register"; readonly number: number };

/** A value. Of arrays and structures only the bytes are known. */
export interface Value {
  /** Its type. */
  readonly type: Type;
  /** Its bytes, the lowest first. */
  readonly bytes: Uint8Array;
  /** Where it is; undefined for one that was computed. */
  readonly location?: Location | undefined;
}

/** What expressions are about. */
export interface Scope {
  /** A variable or a symbol; undefined if there is none of that name. */
  variable(name: string): Value | undefined;
  /** A register, convenience variable or value of the history, without the `$`; undefined if there is none. */
  dollar(name: string): Value | undefined;
  /** A type of the program, such as `struct point`; undefined if there is none of that name. */
  type(name: string): Type | undefined;
  /** Names for a suggestion. */
  nearest(name: string): string | undefined;
  /** Bytes of memory; throws an ExpressionError where it is not mapped. */
  read(address: bigint, size: number): Uint8Array;
  /** Stores bytes at a location; throws an ExpressionError where that cannot be done now. */
  write(location: Location, bytes: Uint8Array): void;
  /** Sets a convenience variable. */
  setDollar(name: string, value: Value): void;
}

/** The most bytes that a value may have. */
const MAX_SIZE = 1 << 20;

/**
 * Evaluates an expression.
 *
 * @throws {ExpressionError} when it has no value
 */
export function evaluate(text: string, scope: Scope): Value {
  return new Evaluator(scope).value(parseExpression(text));
}

/** A value of an integer type. */
export function integerValue(value: bigint, type: Type = LONG): Value {
  return { type, bytes: bytesOfNumber(value, sizeOf(type)) };
}

/** A value in memory, read by a scope. */
export function valueAt(scope: Scope, address: bigint, type: Type): Value {
  const size = sizeOf(type);
  if (size > MAX_SIZE) {
    throw new ExpressionError(`a value of ${size} bytes is too large; look at a part of it`);
  }
  const at = BigInt.asUintN(64, address);
  const bytes = type.kind === "function" || type.kind === "void"
    ? new Uint8Array()
    : scope.read(at, size);
  return { type, bytes, location: { kind: "memory", address: at } };
}

/** An element or member of a value, without reading memory again. */
export function part(value: Value, offset: number, type: Type, bits?: Member["bits"]): Value {
  const { bytes, location } = value;
  const address = location?.kind === "memory" ? location.address + BigInt(offset) : undefined;
  const size = sizeOf(type);
  const raw = bytes.subarray(offset, offset + size);
  return {
    type,
    bytes: bits === undefined ? raw : bytesOfNumber(bitsOf(bytes, offset, bits, type), size),
    ...(address !== undefined && { location: { kind: "memory", address, bits } }),
  };
}

/** The number that a scalar holds; for a floating-point one, cut to an integer. */
export function numberOf(value: Value): bigint {
  const { type, bytes } = value;
  switch (type.kind) {
    case "integer":
    case "enumeration":
      return fromBytes(bytes, type.signed);
    case "pointer":
      return fromBytes(bytes, false);
    case "float": {
      const number = floatOf(value);
      return Number.isFinite(number) ? BigInt(Math.trunc(number)) : 0n;
    }
    case "array":
    case "function":
      return addressOf(value);
    case "struct":
    case "void":
      throw new ExpressionError(`a value of type ${typeName(type)} is no number`);
  }
}

/** Whether a value counts as true. */
export function isTrue(value: Value): boolean {
  return value.type.kind === "float" ? floatOf(value) !== 0 : numberOf(value) !== 0n;
}

/** The number that a scalar holds, as a floating-point number. */
export function floatOf(value: Value): number {
  const { type, bytes } = value;
  if (type.kind !== "float") return Number(numberOf(value));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return type.size === 4 ? view.getFloat32(0, true) : view.getFloat64(0, true);
}

/** The address of a value in memory. */
export function addressOf({ type, location }: Value): bigint {
  if (location?.kind === "memory") return location.address;
  throw new ExpressionError(
    location === undefined
      ? `a computed value of type ${typeName(type)} has no address`
      : "a register has no address",
  );
}

function fromBytes(bytes: Uint8Array, signed: boolean): bigint {
  const value = numberOfBytes(bytes);
  return signed ? BigInt.asIntN(8 * bytes.length, value) : value;
}

function bitsOf(
  bytes: Uint8Array,
  start: number,
  { offset, count }: NonNullable<Member["bits"]>,
  type: Type,
): bigint {
  const first = start + (offset >> 3);
  const last = start + ((offset + count - 1) >> 3);
  const all = fromBytes(bytes.subarray(first, last + 1), false) >> BigInt(offset & 7);
  const isSigned = (type.kind === "integer" || type.kind === "enumeration") && type.signed;
  return isSigned ? BigInt.asIntN(count, all) : BigInt.asUintN(count, all);
}

function floatValue(value: number, type: Type = DOUBLE): Value {
  const bytes = new Uint8Array(sizeOf(type));
  const view = new DataView(bytes.buffer);
  if (bytes.length === 4) view.setFloat32(0, value, true);
  else view.setFloat64(0, value, true);
  return { type, bytes };
}

class Evaluator {
  readonly #scope: Scope;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  value(node: Node): Value {
    switch (node.kind) {
      case "integer":
        return integerValue(node.value, LITERALS[node.type]);
      case "float":
        return floatValue(node.value);
      case "string": {
        const bytes = new TextEncoder().encode(`${node.value}\0`);
        return { type: { kind: "array", of: CHAR, count: bytes.length }, bytes };
      }
      case "name":
        return this.#named(node.name);
      case "dollar": {
        const found = this.#scope.dollar(node.name);
        if (found !== undefined) return found;
        throw new ExpressionError(`there is no register or value $${node.name}`);
      }
      case "unary":
        return this.#unary(node.operator, node.operand);
      case "binary":
        return this.#binary(node.operator, node.left, node.right);
      case "conditional":
        return this.value(isTrue(this.value(node.test)) ? node.then : node.otherwise);
      case "cast":
        return this.#cast(this.value(node.operand), this.#type(node.type));
      case "size": {
        const type = node.isType
          ? this.#type(node.of as TypeNode)
          : this.value(node.of as Node).type;
        return integerValue(BigInt(sizeOf(type)), UNSIGNED_LONG);
      }
      case "member":
        return this.#member(this.value(node.of), node.name, node.arrow);
      case "assign":
        return this.#assign(node.target, this.value(node.value));
    }
  }

  /** A variable, or the member of one: the dots of `a.b` may also belong to a symbol. */
  #named(name: string): Value {
    const whole = this.#scope.variable(name);
    if (whole !== undefined) return whole;
    for (let dot = name.lastIndexOf("."); dot > 0; dot = name.lastIndexOf(".", dot - 1)) {
      let value = this.#scope.variable(name.slice(0, dot));
      if (value === undefined) continue;
      for (const member of name.slice(dot + 1).split(".")) {
        value = this.#member(value, member, false);
      }
      return value;
    }
    const near = this.#scope.nearest(name);
    throw new ExpressionError(`there is no symbol ${name} here${didYouMean(near)}`);
  }

  #unary(operator: UnaryOperator, operand: Node): Value {
    const value = this.value(operand);
    switch (operator) {
      case "*":
        return this.#target(value);
      case "&":
        return integerValue(addressOf(value), { kind: "pointer", to: value.type });
      case "!":
        return integerValue(isTrue(value) ? 0n : 1n, INT);
      case "~":
        return integerValue(~integral(value), promoted(value.type));
      case "+":
        return value.type.kind === "float"
          ? value
          : integerValue(numberOf(value), promoted(value.type));
      case "-":
        if (value.type.kind === "float") return floatValue(-floatOf(value), value.type);
        return integerValue(-integral(value), promoted(value.type));
    }
  }

  #target(value: Value): Value {
    const { type } = value;
    if (type.kind === "pointer") {
      // A bare address, such as a register: a word is there.
      const to = type.to.kind === "void" ? LONG : type.to;
      return valueAt(this.#scope, numberOf(value), to);
    }
    if (type.kind === "array") return this.#index(value, 0n);
    if (type.kind === "function") return value;
    if (type.kind === "integer") return valueAt(this.#scope, numberOf(value), LONG);
    throw new ExpressionError(`a value of type ${typeName(type)} is no address`);
  }

  #index(value: Value, index: bigint): Value {
    const { type } = value;
    const of = type.kind === "array" ? type.of : type.kind === "pointer" ? type.to : undefined;
    if (of === undefined) {
      throw new ExpressionError(`a value of type ${typeName(type)} has no elements`);
    }
    const size = sizeOf(of);
    const offset = index * BigInt(size);
    const isInside = type.kind === "array" && offset >= 0n &&
      offset + BigInt(size) <= BigInt(value.bytes.length);
    if (isInside) return part(value, Number(offset), of);
    return valueAt(this.#scope, numberOf(value) + offset, of);
  }

  #binary(operator: BinaryOperator, leftNode: Node, rightNode: Node): Value {
    const left = this.value(leftNode);
    if (operator === "&&" || operator === "||") {
      if (isTrue(left) === (operator === "||")) return truth(operator === "||");
      return truth(isTrue(this.value(rightNode)));
    }
    const right = this.value(rightNode);
    switch (operator) {
      case "[]":
        return this.#index(left, integral(right));
      case "@": {
        const count = Number(integral(right));
        if (count < 1) throw new ExpressionError(`an array of ${count} elements is none`);
        return valueAt(this.#scope, addressOf(left), { kind: "array", of: left.type, count });
      }
      case "==":
      case "!=":
      case "<":
      case ">":
      case "<=":
      case ">=":
        return truth(compare(operator, left, right));
      case "+":
      case "-":
        return pointerSum(operator, left, right) ?? arithmetic(operator, left, right);
      default:
        return arithmetic(operator, left, right);
    }
  }

  #cast(value: Value, type: Type): Value {
    if (type.kind === "void") return { type, bytes: new Uint8Array() };
    if (type.kind === "array" || type.kind === "struct") {
      if (value.location?.kind === "memory") {
        return valueAt(this.#scope, value.location.address, type);
      }
      throw new ExpressionError(`a computed value cannot become a ${typeName(type)}`);
    }
    return converted(value, type);
  }

  #member(value: Value, name: string, arrow: boolean): Value {
    let holder = value;
    if (holder.type.kind === "pointer") holder = this.#target(holder);
    else if (arrow && holder.type.kind !== "struct") {
      throw new ExpressionError(`a value of type ${typeName(value.type)} is no pointer`);
    }
    if (holder.type.kind !== "struct") {
      throw new ExpressionError(`a value of type ${typeName(holder.type)} has no members`);
    }
    const found = memberOf(holder.type, name);
    if (found === undefined) {
      throw new ExpressionError(`${typeName(holder.type)} has no member ${name}`);
    }
    return part(holder, found.offset, found.member.type, found.member.bits);
  }

  #assign(target: Node, value: Value): Value {
    if (target.kind === "dollar" && this.#scope.dollar(target.name)?.location === undefined) {
      this.#scope.setDollar(target.name, value);
      return value;
    }
    const { type, location } = this.value(target);
    if (location === undefined) throw new ExpressionError("a computed value cannot be set");
    const isScalar = type.kind !== "struct" && type.kind !== "array" && type.kind !== "function";
    if (!isScalar) {
      throw new ExpressionError(`a value of type ${typeName(type)} cannot be set as one`);
    }
    const { bytes } = converted(value, type);
    if (location.kind === "memory" && location.bits !== undefined) {
      this.#writeBits(location.address, location.bits, numberOf(value));
    } else this.#scope.write(location, bytes);
    return { type, bytes, location };
  }

  #writeBits(address: bigint, bits: NonNullable<Member["bits"]>, value: bigint): void {
    const size = (bits.offset + bits.count + 7) >> 3;
    const mask = ((1n << BigInt(bits.count)) - 1n) << BigInt(bits.offset);
    const before = fromBytes(this.#scope.read(address, size), false);
    const after = (before & ~mask) | ((value << BigInt(bits.offset)) & mask);
    this.#scope.write({ kind: "memory", address }, bytesOfNumber(after, size));
  }

  #type(node: TypeNode): Type {
    switch (node.kind) {
      case "basic":
        return node.type;
      case "pointer":
        return { kind: "pointer", to: this.#type(node.to) };
      case "array":
        return { kind: "array", of: this.#type(node.of), count: node.count };
      case "named": {
        const type = this.#scope.type(node.name);
        if (type === undefined) throw new ExpressionError(`there is no type ${node.name} here`);
        return type;
      }
    }
  }
}

const LITERALS = { int: INT, long: LONG, char: CHAR } as const;
const SIGN = { "<": -1, ">": 1 } as const;

const truth = (value: boolean): Value => integerValue(value ? 1n : 0n, INT);

/** A member, also one of an anonymous structure inside. */
export function memberOf(
  { members }: StructType,
  name: string,
): { readonly member: Member; readonly offset: number } | undefined {
  for (const member of members) {
    if (member.name === name) return { member, offset: member.offset };
    if (member.name !== undefined || member.type.kind !== "struct") continue;
    const inner = memberOf(member.type, name);
    if (inner !== undefined) return { ...inner, offset: member.offset + inner.offset };
  }
  return undefined;
}

function converted(value: Value, type: Type): Value {
  if (type.kind === "float") return floatValue(floatOf(value), type);
  if (type.kind === "integer" && type.shows === "truth") {
    return integerValue(isTrue(value) ? 1n : 0n, type);
  }
  return integerValue(numberOf(value), type);
}

/** The number of a value that must be an integer or an address. */
function integral(value: Value): bigint {
  if (value.type.kind === "float") {
    throw new ExpressionError("a floating-point number cannot be used here");
  }
  return numberOf(value);
}

function promoted(type: Type): Type {
  return (type.kind === "integer" || type.kind === "enumeration") && type.size === 8
    ? integerOf(8, type.signed)
    : type.kind === "integer" || type.kind === "enumeration"
    ? (type.size === 4 && !type.signed ? integerOf(4, false) : INT)
    : UNSIGNED_LONG;
}

/** The type of a result that a C compiler would give, or a long where an int would overflow. */
function resultType(left: Type, right: Type, result: bigint): Type {
  const [a, b] = [promoted(left), promoted(right)];
  const wide = [a, b].filter((type) => sizeOf(type) === 8);
  const isSigned = (type: Type) => type.kind === "integer" && type.signed;
  if (wide.length > 0) return integerOf(8, wide.every(isSigned));
  if (!isSigned(a) || !isSigned(b)) return integerOf(4, false);
  return BigInt.asIntN(32, result) === result ? INT : LONG;
}

function pointerSum(operator: "+" | "-", left: Value, right: Value): Value | undefined {
  const [a, b] = [elementOf(left.type), elementOf(right.type)];
  if (a === undefined && b === undefined) return undefined;
  if (a !== undefined && b !== undefined) {
    if (operator === "+") throw new ExpressionError("two addresses cannot be added");
    return integerValue((numberOf(left) - numberOf(right)) / BigInt(sizeOf(a)));
  }
  const to = a ?? b ?? VOID;
  const [pointer, index] = a === undefined ? [right, left] : [left, right];
  const distance = integral(index) * BigInt(sizeOf(to));
  const address = numberOf(pointer) + (operator === "-" ? -distance : distance);
  return integerValue(address, { kind: "pointer", to });
}

/** What a pointer or array leads to. */
function elementOf(type: Type): Type | undefined {
  if (type.kind === "function") return VOID;
  return type.kind === "pointer" ? type.to : type.kind === "array" ? type.of : undefined;
}

function compare(
  operator: "==" | "!=" | "<" | ">" | "<=" | ">=",
  left: Value,
  right: Value,
): boolean {
  const isFloat = left.type.kind === "float" || right.type.kind === "float";
  const [a, b] = isFloat ? [floatOf(left), floatOf(right)] : comparable(left, right);
  const sign = a < b ? -1 : a > b ? 1 : a === b ? 0 : NaN;
  if (operator === "==") return sign === 0;
  if (operator === "!=") return sign !== 0;
  const wanted = SIGN[operator[0] as "<" | ">"];
  return sign === wanted || (operator.endsWith("=") && sign === 0);
}

/** Both numbers, unsigned if C compares them so. */
function comparable(left: Value, right: Value): [bigint, bigint] {
  const [a, b] = [numberOf(left), numberOf(right)];
  const type = resultType(left.type, right.type, 0n);
  const isSigned = type.kind === "integer" && type.signed;
  const bits = 8 * sizeOf(type);
  return isSigned ? [a, b] : [BigInt.asUintN(bits, a), BigInt.asUintN(bits, b)];
}

function arithmetic(operator: BinaryOperator, left: Value, right: Value): Value {
  if (left.type.kind === "float" || right.type.kind === "float") {
    const [a, b] = [floatOf(left), floatOf(right)];
    switch (operator) {
      case "+":
        return floatValue(a + b);
      case "-":
        return floatValue(a - b);
      case "*":
        return floatValue(a * b);
      case "/":
        return floatValue(a / b);
      default:
        throw new ExpressionError(`"${operator}" is not for floating-point numbers`);
    }
  }
  const [a, b] = operator === "/" || operator === "%"
    ? comparable(left, right)
    : [numberOf(left), numberOf(right)];
  const isShift = operator === "<<" || operator === ">>";
  const result = integerResult(operator, a, b);
  return integerValue(result, resultType(left.type, isShift ? INT : right.type, result));
}

function integerResult(operator: BinaryOperator, a: bigint, b: bigint): bigint {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
    case "%":
      if (b === 0n) throw new ExpressionError("division by zero");
      return operator === "/" ? a / b : a % b;
    case "&":
      return a & b;
    case "|":
      return a | b;
    case "^":
      return a ^ b;
    case "<<":
    case ">>":
      if (b < 0n || b > 63n) throw new ExpressionError(`a shift by ${b} bits is not from 0 to 63`);
      return operator === "<<" ? a << b : a >> b;
    default:
      throw new ExpressionError(`"${operator}" is not for numbers`);
  }
}
