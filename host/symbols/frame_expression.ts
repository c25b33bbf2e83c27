// SPDX-License-Identifier: MPL-2.0
// Evaluates the DWARF expressions in call frame information (DWARF 5, section 2.5): a stack machine with
// 64-bit numbers. Takes its bytes, which may be damaged; undefined when they make no sense.

import { OP } from "../../asm/object/dwarf/constants.ts";
import { DwarfCursor } from "../../asm/object/dwarf/cursor.ts";

/** What an expression may use. */
export interface ExpressionContext {
  /** The value of a register; undefined if it is not known. */
  register(number: number): bigint | undefined;
  /** The number of `size` bytes at an address; undefined if it cannot be read. */
  load(address: bigint, size: 1 | 2 | 4 | 8): bigint | undefined;
}

/** Jumps may go back, so an expression need not end. */
const MAX_STEPS = 1000;
const MAX_DEPTH = 100;
const BITS = 64n;
const REGISTERS = 32;

const unsigned = (value: bigint): bigint => BigInt.asUintN(64, value);
const signed = (value: bigint): bigint => BigInt.asIntN(64, value);
const truth = (value: boolean): bigint => value ? 1n : 0n;

/** Operations on the two topmost numbers: the second one from the top is `a`. */
const BINARY: ReadonlyMap<number, (a: bigint, b: bigint) => bigint | undefined> = new Map([
  [OP.and, (a, b) => a & b],
  [OP.or, (a, b) => a | b],
  [OP.xor, (a, b) => a ^ b],
  [OP.plus, (a, b) => a + b],
  [OP.minus, (a, b) => a - b],
  [OP.mul, (a, b) => a * b],
  [OP.div, (a, b) => b === 0n ? undefined : signed(a) / signed(b)],
  [OP.mod, (a, b) => b === 0n ? undefined : a % b],
  [OP.shl, (a, b) => b < BITS ? a << b : 0n],
  [OP.shr, (a, b) => b < BITS ? a >> b : 0n],
  [OP.shra, (a, b) => signed(a) >> (b < BITS ? b : BITS - 1n)],
  [OP.eq, (a, b) => truth(a === b)],
  [OP.ne, (a, b) => truth(a !== b)],
  [OP.ge, (a, b) => truth(signed(a) >= signed(b))],
  [OP.gt, (a, b) => truth(signed(a) > signed(b))],
  [OP.le, (a, b) => truth(signed(a) <= signed(b))],
  [OP.lt, (a, b) => truth(signed(a) < signed(b))],
]);

/** Operations on the topmost number. */
const UNARY: ReadonlyMap<number, (a: bigint) => bigint> = new Map([
  [OP.abs, (a) => signed(a) < 0n ? -a : a],
  [OP.neg, (a) => -a],
  [OP.not, (a) => ~a],
]);

/** Evaluates an expression, with a number on the stack if one is given. */
export function evaluateExpression(
  bytes: Uint8Array,
  context: ExpressionContext,
  initial?: bigint,
): bigint | undefined {
  try {
    return new ExpressionMachine(bytes, context, initial).run();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Evaluates one expression. Throws a RangeError where it makes no sense. */
export class ExpressionMachine {
  /** Where it has come to in the expression. */
  readonly cursor: DwarfCursor;
  readonly #context: ExpressionContext;
  readonly #stack: bigint[];
  #steps = 0;

  /** Begins an expression, with a number on the stack if one is given. */
  constructor(bytes: Uint8Array, context: ExpressionContext, initial?: bigint) {
    this.cursor = new DwarfCursor(bytes);
    this.#context = context;
    this.#stack = initial === undefined ? [] : [initial];
  }

  /** Evaluates it to its end; returns the topmost number. */
  run(): bigint {
    for (let opcode = this.next(); opcode !== undefined; opcode = this.next()) this.step(opcode);
    return this.pop();
  }

  /** Takes the next operation; undefined at the end. */
  next(): number | undefined {
    const { cursor } = this;
    if (cursor.at >= cursor.bytes.length) return undefined;
    if (this.#steps++ === MAX_STEPS) {
      throw new RangeError("Cannot evaluate: the expression does not end");
    }
    return cursor.u8();
  }

  /** Does an operation whose operands are next. */
  step(opcode: number): void {
    const binary = BINARY.get(opcode);
    if (binary !== undefined) {
      const b = this.pop();
      return this.push(binary(this.pop(), b));
    }
    const unary = UNARY.get(opcode);
    if (unary !== undefined) return this.push(unary(this.pop()));
    if (opcode >= OP.lit0 && opcode < OP.lit0 + REGISTERS) {
      return this.push(BigInt(opcode - OP.lit0));
    }
    if (opcode >= OP.breg0 && opcode < OP.breg0 + REGISTERS) {
      return this.#pushRegister(opcode - OP.breg0);
    }
    const cursor = this.cursor;
    switch (opcode) {
      case OP.nop:
        return;
      case OP.addr:
      case OP.const8u:
      case OP.const8s: {
        const low = BigInt(cursor.u32());
        return this.push(low | (BigInt(cursor.u32()) << 32n));
      }
      case OP.const1u:
        return this.push(BigInt(cursor.u8()));
      case OP.const1s:
        return this.push(BigInt.asIntN(8, BigInt(cursor.u8())));
      case OP.const2u:
        return this.push(BigInt(cursor.u16()));
      case OP.const2s:
        return this.push(BigInt.asIntN(16, BigInt(cursor.u16())));
      case OP.const4u:
        return this.push(BigInt(cursor.u32()));
      case OP.const4s:
        return this.push(BigInt.asIntN(32, BigInt(cursor.u32())));
      case OP.constu:
        return this.push(BigInt(cursor.uleb()));
      case OP.consts:
        return this.push(BigInt(cursor.sleb()));
      case OP.plusUconst:
        return this.push(this.pop() + BigInt(cursor.uleb()));
      case OP.bregx:
        return this.#pushRegister(cursor.uleb());
      case OP.dup:
        return this.push(this.#stack.at(-1));
      case OP.over:
        return this.push(this.#stack.at(-2));
      case OP.pick:
        return this.push(this.#stack.at(-1 - cursor.u8()));
      case OP.drop:
        this.pop();
        return;
      case OP.swap:
      case OP.rot:
        return this.#rotate(opcode === OP.swap ? 2 : 3);
      case OP.deref:
        return this.#load(8);
      case OP.derefSize:
        return this.#load(cursor.u8());
      case OP.skip:
        return this.#jump(true);
      case OP.bra:
        return this.#jump(this.pop() !== 0n);
      default:
        throw new RangeError(`Cannot evaluate: the operation ${opcode} is not supported`);
    }
  }

  /** Puts a number on the stack. */
  push(value: bigint | undefined): void {
    if (value === undefined || this.#stack.length === MAX_DEPTH) {
      throw new RangeError("Cannot evaluate: there is no value, or no room for it");
    }
    this.#stack.push(unsigned(value));
  }

  /** Takes the topmost number. */
  pop(): bigint {
    const value = this.#stack.pop();
    if (value === undefined) throw new RangeError("Cannot evaluate: the stack is empty");
    return value;
  }

  #pushRegister(number: number): void {
    const offset = BigInt(this.cursor.sleb());
    const value = this.#context.register(number);
    this.push(value === undefined ? undefined : value + offset);
  }

  /** Moves the topmost number below the others of the first `count`. */
  #rotate(count: number): void {
    const top = this.pop();
    if (this.#stack.length < count - 1) throw new RangeError("Cannot evaluate: too few numbers");
    this.#stack.splice(1 - count, 0, top);
  }

  #load(size: number): void {
    if (size !== 1 && size !== 2 && size !== 4 && size !== 8) {
      throw new RangeError(`Cannot load ${size} bytes`);
    }
    this.push(this.#context.load(this.pop(), size));
  }

  #jump(isTaken: boolean): void {
    const distance = BigInt.asIntN(16, BigInt(this.cursor.u16()));
    if (!isTaken) return;
    const target = this.cursor.at + Number(distance);
    if (target < 0) throw new RangeError("Cannot evaluate: a jump leaves the expression");
    this.cursor.at = target;
  }
}
