// SPDX-License-Identifier: MPL-2.0
// WebAssembly code as typed fragments: nested lists of bytes, typed by what they leave on the
// stack, so that code mixing up 32 and 64 bits does not compile. Opcodes are those of the
// WebAssembly core specification, "Binary Format"; only those that this project emits are here.

import { signed32, signed64, unsigned } from "./leb128.ts";

/**
 * Code as nested lists of bytes, flattened when a module is written. A negative number is not a
 * byte but a `HINT` about the opcode after it.
 */
export type Code = readonly (number | Code)[];

/** Whether a branch is likely to be taken: see {@link likely}. */
export const HINT = { likely: -1, unlikely: -2 } as const;

declare const valueType: unique symbol;

/** Code that leaves one 32-bit integer on the stack. */
export type I32 = Code & { readonly [valueType]: "i32" };
/** Code that leaves one 64-bit integer on the stack. */
export type I64 = Code & { readonly [valueType]: "i64" };

/** Code that leaves one single-precision number on the stack. */
export type F32 = Code & { readonly [valueType]: "f32" };
/** Code that leaves one double-precision number on the stack. */
export type F64 = Code & { readonly [valueType]: "f64" };

/** The binary code of a value type, for locals, parameters and block results. */
export const VALUE_TYPE = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c } as const;
/** A block that leaves nothing on the stack. */
export const NO_RESULT = 0x40;

const as32 = (code: Code): I32 => code as I32;
const as64 = (code: Code): I64 => code as I64;
const asSingle = (code: Code): F32 => code as F32;
const asDouble = (code: Code): F64 => code as F64;

type Unary<A, R> = (a: A) => R;
type Binary<A, R> = (a: A, b: A) => R;

const binary32 = (opcode: number): Binary<I32, I32> => (a, b) => as32([a, b, opcode]);
const binary64 = (opcode: number): Binary<I64, I64> => (a, b) => as64([a, b, opcode]);

const binarySingle = (opcode: number): Binary<F32, F32> => (a, b) => asSingle([a, b, opcode]);
const binaryDouble = (opcode: number): Binary<F64, F64> => (a, b) => asDouble([a, b, opcode]);
const compareDouble = (opcode: number): Binary<F64, I32> => (a, b) => as32([a, b, opcode]);

/** Loads and stores take no alignment hint: guest addresses may be misaligned. */
const access = (opcode: number, offset: number): Code => [opcode, 0, unsigned(offset)];

const OPCODE = {
  i32Const: 0x41,
  i64Const: 0x42,
  i32WrapI64: 0xa7,
  i64ExtendI32S: 0xac,
  i64ExtendI32U: 0xad,
  i64Extend32S: 0xc4,
  i64And: 0x83,
} as const;

/** The 32-bit forms of the 64-bit operations whose low half depends on low halves only. */
const NARROW: ReadonlyMap<number | Code | undefined, number> = new Map([
  [0x7c, 0x6a], // add
  [0x7d, 0x6b], // sub
  [0x7e, 0x6c], // mul
  [0x83, 0x71], // and
  [0x84, 0x72], // or
  [0x85, 0x73], // xor
]);

/** A constant of this many LEB128 bytes fits 32 bits. */
const NARROW_CONSTANT = 4;

/**
 * If the code of a 64-bit value shows that it sign-extends a 32-bit value, that value. Using it
 * avoids the extension, and lets V8 recognise rotations and the like.
 */
export function narrowOf(value: I64): I32 | undefined {
  const [first, second] = value;
  if (value.length !== 2 || first === undefined || second === undefined) return undefined;
  if (first === OPCODE.i64Const && typeof second !== "number") {
    // Signed LEB128 is the same for both widths.
    return second.length <= NARROW_CONSTANT ? as32([OPCODE.i32Const, second]) : undefined;
  }
  if (typeof first === "number") return undefined;
  if (second === OPCODE.i64ExtendI32S || isNotNegative(value)) return as32(first);
  return second === OPCODE.i64Extend32S ? i32.wrap(as64(first)) : undefined;
}

/** Sign extensions written as zero extensions, which V8 optimises better. */
const NOT_NEGATIVE = new WeakSet<Code>();

/** Extends a 32-bit value that is known not to be negative. */
export function extendNotNegative(value: I32): I64 {
  const extended = as64([value, OPCODE.i64ExtendI32U]);
  NOT_NEGATIVE.add(extended);
  return extended;
}

/** Whether a value was made by {@link extendNotNegative}. */
export const isNotNegative = (value: I64): boolean => NOT_NEGATIVE.has(value);

/** Whether a value is the sign extension of a 32-bit one, and not a constant. */
export const isExtended = (value: I64): boolean =>
  value.length === 2 &&
  (value[1] === OPCODE.i64ExtendI32S || value[1] === OPCODE.i64Extend32S || isNotNegative(value));

/** The low half of a value. Computes only that half if this needs no further conversions. */
function wrap(value: I64): I32 {
  const narrow = narrowOf(value);
  if (narrow !== undefined) return narrow;
  const [a, b, operation] = value;
  if (value.length === 2 && b === OPCODE.i64ExtendI32U) return a as I32;
  const opcode = NARROW.get(operation);
  if (value.length === 3 && opcode !== undefined) {
    const [left, right] = [narrowOf(a as I64), narrowOf(b as I64)];
    if (left !== undefined || right !== undefined) {
      return as32([left ?? wrap(a as I64), right ?? wrap(b as I64), opcode]);
    }
  }
  return as32([value, OPCODE.i32WrapI64]);
}

/** A bitwise operation; of two sign extensions it makes another. */
const bitwise64 = (opcode: number): Binary<I64, I64> => (a, b) => {
  const [left, right] = [narrowOf(a), narrowOf(b)];
  const narrow = NARROW.get(opcode);
  if (left === undefined || right === undefined || narrow === undefined) {
    return as64([a, b, opcode]);
  }
  const result = as32([left, right, narrow]);
  const [first, second] = [isNotNegative(a) || isSmall(a), isNotNegative(b) || isSmall(b)];
  const keepsSign = first && second || opcode === OPCODE.i64And && (first || second);
  return keepsSign ? extendNotNegative(result) : as64([result, OPCODE.i64ExtendI32S]);
};

/** Whether a value is a constant with a clear sign bit: the LEB128 sign is in the last byte. */
function isSmall([first, second]: I64): boolean {
  if (first !== OPCODE.i64Const || typeof second !== "object") return false;
  const last = second.at(-1);
  return typeof last === "number" && (last & 0x40) === 0;
}

/** A comparison. Comparing sign extensions is the same as comparing the 32-bit values. */
const narrowing64 = (opcode: number, narrow: number): Binary<I64, I32> => (a, b) => {
  const [left, right] = [narrowOf(a), narrowOf(b)];
  return left === undefined || right === undefined
    ? as32([a, b, opcode])
    : as32([left, right, narrow]);
};

/** Operations on 32-bit integers. An `offset` is added to the address, in bytes. */
export const i32 = {
  const: (value: number): I32 => as32([0x41, signed32(value | 0)]),
  load: (address: I32, offset = 0): I32 => as32([address, access(0x28, offset)]),
  load8_u: (address: I32, offset = 0): I32 => as32([address, access(0x2d, offset)]),
  load16_s: (address: I32, offset = 0): I32 => as32([address, access(0x2e, offset)]),
  load16_u: (address: I32, offset = 0): I32 => as32([address, access(0x2f, offset)]),
  store: (address: I32, value: I32, offset = 0): Code => [address, value, access(0x36, offset)],
  store16: (address: I32, value: I32, offset = 0): Code => [address, value, access(0x3b, offset)],
  eqz: ((a) => as32([a, 0x45])) as Unary<I32, I32>,
  eq: binary32(0x46),
  ne: binary32(0x47),
  lt_s: binary32(0x48),
  lt_u: binary32(0x49),
  gt_s: binary32(0x4a),
  gt_u: binary32(0x4b),
  ge_s: binary32(0x4e),
  ge_u: binary32(0x4f),
  add: binary32(0x6a),
  sub: binary32(0x6b),
  mul: binary32(0x6c),
  and: binary32(0x71),
  or: binary32(0x72),
  xor: binary32(0x73),
  shl: binary32(0x74),
  shr_s: binary32(0x75),
  shr_u: binary32(0x76),
  rotl: binary32(0x77),
  rotr: binary32(0x78),
  clz: ((a) => as32([a, 0x67])) as Unary<I32, I32>,
  ctz: ((a) => as32([a, 0x68])) as Unary<I32, I32>,
  popcnt: ((a) => as32([a, 0x69])) as Unary<I32, I32>,
  wrap: wrap as Unary<I64, I32>,
  reinterpret: ((a) => as32([a, 0xbc])) as Unary<F32, I32>,
} as const;

/** Operations on 64-bit integers. An `offset` is added to the address, in bytes. */
export const i64 = {
  const: (value: bigint | number): I64 =>
    // Most constants are small, and numbers are faster than bigints.
    as64([
      0x42,
      typeof value === "number" && value === (value | 0)
        ? signed32(value)
        : signed64(BigInt.asIntN(64, BigInt(value))),
    ]),
  load: (address: I32, offset = 0): I64 => as64([address, access(0x29, offset)]),
  load8_s: (address: I32, offset = 0): I64 => as64([address, access(0x30, offset)]),
  load8_u: (address: I32, offset = 0): I64 => as64([address, access(0x31, offset)]),
  load16_s: (address: I32, offset = 0): I64 => as64([address, access(0x32, offset)]),
  load16_u: (address: I32, offset = 0): I64 => as64([address, access(0x33, offset)]),
  load32_s: (address: I32, offset = 0): I64 => as64([address, access(0x34, offset)]),
  load32_u: (address: I32, offset = 0): I64 => as64([address, access(0x35, offset)]),
  store: (address: I32, value: I64, offset = 0): Code => [address, value, access(0x37, offset)],
  store8: (address: I32, value: I64, offset = 0): Code => [address, value, access(0x3c, offset)],
  store16: (address: I32, value: I64, offset = 0): Code => [address, value, access(0x3d, offset)],
  store32: (address: I32, value: I64, offset = 0): Code => [address, value, access(0x3e, offset)],
  eqz: ((a) => as32([a, 0x50])) as Unary<I64, I32>,
  eq: narrowing64(0x51, 0x46),
  ne: narrowing64(0x52, 0x47),
  lt_s: narrowing64(0x53, 0x48),
  lt_u: narrowing64(0x54, 0x49),
  ge_s: narrowing64(0x59, 0x4e),
  ge_u: narrowing64(0x5a, 0x4f),
  add: binary64(0x7c),
  sub: binary64(0x7d),
  mul: binary64(0x7e),
  div_s: binary64(0x7f),
  div_u: binary64(0x80),
  rem_s: binary64(0x81),
  rem_u: binary64(0x82),
  and: bitwise64(0x83),
  or: bitwise64(0x84),
  xor: bitwise64(0x85),
  shl: binary64(0x86),
  shr_s: binary64(0x87),
  shr_u: binary64(0x88),
  rotl: binary64(0x89),
  rotr: binary64(0x8a),
  ctz: ((a) => as64([a, 0x7a])) as Unary<I64, I64>,
  popcnt: ((a) => as64([a, 0x7b])) as Unary<I64, I64>,
  extend_i32_s: ((a) => as64([a, OPCODE.i64ExtendI32S])) as Unary<I32, I64>,
  extend_i32_u: ((a) => as64([a, OPCODE.i64ExtendI32U])) as Unary<I32, I64>,
  extend8_s: ((a) => as64([a, 0xc2])) as Unary<I64, I64>,
  extend16_s: ((a) => as64([a, 0xc3])) as Unary<I64, I64>,
  extend32_s: ((a) => as64([a, OPCODE.i64Extend32S])) as Unary<I64, I64>,
  clz: ((a) => as64([a, 0x79])) as Unary<I64, I64>,
  reinterpret: ((a) => as64([a, 0xbd])) as Unary<F64, I64>,
  /** Rounds toward zero; saturates, and gives 0 for NaN. */
  trunc_sat_s: ((a) => as64([a, 0xfc, 0x06])) as Unary<F64, I64>,
  trunc_sat_u: ((a) => as64([a, 0xfc, 0x07])) as Unary<F64, I64>,
} as const;

/** Operations on single-precision numbers; rounding is to nearest, ties to even. */
export const f32 = {
  load: (address: I32, offset = 0): F32 => asSingle([address, access(0x2a, offset)]),
  abs: ((a) => asSingle([a, 0x8b])) as Unary<F32, F32>,
  neg: ((a) => asSingle([a, 0x8c])) as Unary<F32, F32>,
  sqrt: ((a) => asSingle([a, 0x91])) as Unary<F32, F32>,
  add: binarySingle(0x92),
  sub: binarySingle(0x93),
  mul: binarySingle(0x94),
  div: binarySingle(0x95),
  convert_i64_s: ((a) => asSingle([a, 0xb4])) as Unary<I64, F32>,
  convert_i64_u: ((a) => asSingle([a, 0xb5])) as Unary<I64, F32>,
  demote: ((a) => asSingle([a, 0xb6])) as Unary<F64, F32>,
  reinterpret: ((a) => asSingle([a, 0xbe])) as Unary<I32, F32>,
} as const;

/** Operations on double-precision numbers; rounding is to nearest, ties to even. */
export const f64 = {
  const: (value: number): F64 =>
    asDouble([0x44, [...new Uint8Array(Float64Array.of(value).buffer)]]),
  load: (address: I32, offset = 0): F64 => asDouble([address, access(0x2b, offset)]),
  store: (address: I32, value: F64, offset = 0): Code => [address, value, access(0x39, offset)],
  eq: compareDouble(0x61),
  ne: compareDouble(0x62),
  lt: compareDouble(0x63),
  gt: compareDouble(0x64),
  le: compareDouble(0x65),
  ge: compareDouble(0x66),
  abs: ((a) => asDouble([a, 0x99])) as Unary<F64, F64>,
  neg: ((a) => asDouble([a, 0x9a])) as Unary<F64, F64>,
  ceil: ((a) => asDouble([a, 0x9b])) as Unary<F64, F64>,
  floor: ((a) => asDouble([a, 0x9c])) as Unary<F64, F64>,
  trunc: ((a) => asDouble([a, 0x9d])) as Unary<F64, F64>,
  nearest: ((a) => asDouble([a, 0x9e])) as Unary<F64, F64>,
  sqrt: ((a) => asDouble([a, 0x9f])) as Unary<F64, F64>,
  add: binaryDouble(0xa0),
  sub: binaryDouble(0xa1),
  mul: binaryDouble(0xa2),
  div: binaryDouble(0xa3),
  min: binaryDouble(0xa4),
  max: binaryDouble(0xa5),
  copysign: binaryDouble(0xa6),
  convert_i64_s: ((a) => asDouble([a, 0xb9])) as Unary<I64, F64>,
  convert_i64_u: ((a) => asDouble([a, 0xba])) as Unary<I64, F64>,
  promote: ((a) => asDouble([a, 0xbb])) as Unary<F32, F64>,
  reinterpret: ((a) => asDouble([a, 0xbf])) as Unary<I64, F64>,
} as const;

/** A 32-bit local variable or parameter of a function. */
export interface Local32 {
  readonly get: I32;
  set(value: I32): Code;
  tee(value: I32): I32;
}

/** A 64-bit local variable or parameter of a function. */
export interface Local64 {
  readonly get: I64;
  set(value: I64): Code;
  tee(value: I64): I64;
}

/** A double-precision local variable or parameter of a function. */
export interface LocalDouble {
  readonly get: F64;
  set(value: F64): Code;
  tee(value: F64): F64;
}

/** A single-precision local variable or parameter of a function. */
export interface LocalSingle {
  readonly get: F32;
  set(value: F32): Code;
  tee(value: F32): F32;
}

/** The local with that index, as a double-precision variable. */
export function localDouble(index: number): LocalDouble {
  const at = unsigned(index);
  return {
    get: asDouble([0x20, at]),
    set: (value) => [value, 0x21, at],
    tee: (value) => asDouble([value, 0x22, at]),
  };
}

/** The local with that index, as a single-precision variable. */
export function localSingle(index: number): LocalSingle {
  const at = unsigned(index);
  return {
    get: asSingle([0x20, at]),
    set: (value) => [value, 0x21, at],
    tee: (value) => asSingle([value, 0x22, at]),
  };
}

/** The local with that index, as a 32-bit variable. */
export function local32(index: number): Local32 {
  const at = unsigned(index);
  return {
    get: as32([0x20, at]),
    set: (value) => [value, 0x21, at],
    tee: (value) => as32([value, 0x22, at]),
  };
}

/** The local with that index, as a 64-bit variable. */
export function local64(index: number): Local64 {
  const at = unsigned(index);
  return {
    get: as64([0x20, at]),
    set: (value) => [value, 0x21, at],
    tee: (value) => as64([value, 0x22, at]),
  };
}

/**
 * A condition that nearly always holds. It must be the condition of an `if` or branch, which V8
 * then lays out accordingly (core specification, "Branch Hinting").
 */
export const likely = (condition: I32): I32 => as32([condition, HINT.likely]);
/** A condition that rarely holds: see {@link likely}. */
export const unlikely = (condition: I32): I32 => as32([condition, HINT.unlikely]);
/** `block … end`: branching to it leaves it. */
export const block = (...body: Code[]): Code => [0x02, NO_RESULT, body, 0x0b];
/** `loop … end`: branching to it starts it again. */
export const loop = (...body: Code[]): Code => [0x03, NO_RESULT, body, 0x0b];
/** `if … end`. */
export const when = (condition: I32, ...then: Code[]): Code => [
  condition,
  0x04,
  NO_RESULT,
  then,
  0x0b,
];
/** `if … else … end` without a value. */
export const either = (condition: I32, then: Code, otherwise: Code): Code => [
  condition,
  0x04,
  NO_RESULT,
  then,
  0x05,
  otherwise,
  0x0b,
];
/** One of two 64-bit values; computes only that one. */
export const choose64 = (condition: I32, then: I64, otherwise: I64): I64 =>
  as64([condition, 0x04, VALUE_TYPE.i64, then, 0x05, otherwise, 0x0b]);
/** One of two 32-bit values; computes only that one. */
export const choose32 = (condition: I32, then: I32, otherwise: I32): I32 =>
  as32([condition, 0x04, VALUE_TYPE.i32, then, 0x05, otherwise, 0x0b]);
/** One of two 32-bit values; computes both, without a branch. */
export const select32 = (condition: I32, then: I32, otherwise: I32): I32 =>
  as32([then, otherwise, condition, 0x1b]);
/** One of two 64-bit values; computes both, without a branch. */
export const select64 = (condition: I32, then: I64, otherwise: I64): I64 =>
  as64([then, otherwise, condition, 0x1b]);
/** A value, then side effects. */
export const before64 = (value: I64, effects: Code): I64 => as64([value, effects]);
/** Side effects, then a value. */
export function after64(effects: Code, value: I64): I64 {
  if (!isExtended(value)) return as64([effects, value]);
  const narrow = as32([effects, value[0] ?? []]);
  return isNotNegative(value) ? extendNotNegative(narrow) : as64([narrow, value[1] ?? 0]);
}
/** Branches to the block or loop `depth` levels out. */
export const br = (depth: number): Code => [0x0c, unsigned(depth)];
/** Branches if the condition is not 0. */
export const brIf = (depth: number, condition: I32): Code => [condition, 0x0d, unsigned(depth)];
/** Branches to `depths[index]`, or to `otherwise` if the index is out of range. */
export const brTable = (index: I32, depths: readonly number[], otherwise: number): Code => [
  index,
  0x0e,
  unsigned(depths.length),
  depths.map(unsigned),
  unsigned(otherwise),
];
/** Returns from the function, with a value if it has results. */
export const return_ = (value: Code = []): Code => [value, 0x0f];
/** Calls a function with one 64-bit result. */
export const call64 = (index: number, ...args: Code[]): I64 => as64([args, 0x10, unsigned(index)]);
/** Calls a function with one 32-bit result. */
export const call32 = (index: number, ...args: Code[]): I32 => as32([args, 0x10, unsigned(index)]);
/** Calls a function, which leaves all of its results on the stack. */
export const call = (index: number, ...args: Code[]): Code => [args, 0x10, unsigned(index)];
/** Calls the function of that type at an index of table 0; results as for {@link call}. */
export const callIndirect = (type: number, position: I32, ...args: Code[]): Code => [
  args,
  position,
  0x11,
  unsigned(type),
  0x00,
];
/** Sets a local to the value that the preceding code left on the stack. */
export const setFromStack = (local: Local32 | Local64): Code => local.set([] as Code as I32 & I64);
/** `unreachable`: traps, where control never comes. */
export const unreachable: Code = [0x00];

/** Drops the value on the stack. */
export const drop: Code = [0x1a];
