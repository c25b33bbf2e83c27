// SPDX-License-Identifier: MPL-2.0
// The semantics of F and D. WebAssembly's arithmetic rounds to nearest, ties to even, and sets no
// flags. So it is used where the rounding mode is that one, the inexact flag is already set, and the
// result shows that no other flag can be due. The functions of float/ handle all other cases.

import { BOX, CONTROL, SINGLE_NAN } from "../float/format.ts";
import type { FloatFunction } from "../float/functions.ts";
import type { FLOAT_ROWS } from "../isa/float.ts";
import type { FloatOperand, Operations, Semantics } from "./operations.ts";
import {
  after64,
  choose64,
  type Code,
  type F32,
  f32,
  type F64,
  f64,
  type I32,
  i32,
  type I64,
  i64,
  likely,
  select32,
} from "../wasm/code.ts";
import { fusedDouble, fusedSingle } from "../wasm/fused.ts";

type FloatMnemonic = (typeof FLOAT_ROWS)[number]["name"];

const SIGN = 1n << 63n;
const SINGLE_SIGN = 0x8000_0000;
const flag = i64.extend_i32_u;

/** The bits of a single-precision number, NaN-boxed. */
const boxed = (bits: I32): I64 => i64.or(i64.extend_i32_u(bits), i64.const(BOX));
/** The bits of a single-precision operand. One that is not NaN-boxed counts as NaN. */
const unboxed = (operand: FloatOperand): I32 =>
  select32(operand.isBoxed, operand.low, i32.const(SINGLE_NAN));

/** An arithmetic operation: WebAssembly's instructions, and the function that handles every case. */
interface Arithmetic {
  readonly name: FloatFunction;
  readonly single: (a: F32, b: F32) => F32;
  readonly double: (a: F64, b: F64) => F64;
  /** Whether a result of zero or near zero may be an underflow. */
  readonly underflows: boolean;
}

/** Sums near zero are exact, so they cannot underflow. */
const ADD: Arithmetic = { name: "fadd", single: f32.add, double: f64.add, underflows: false };
const SUBTRACT: Arithmetic = { ...ADD, single: f32.sub, double: f64.sub };
const MULTIPLY: Arithmetic = {
  name: "fmul",
  single: f32.mul,
  double: f64.mul,
  underflows: true,
};
const DIVIDE: Arithmetic = { name: "fdiv", single: f32.div, double: f64.div, underflows: true };

/** 1 where a computed double is finite and, if the operation underflows, not subnormal or near it. */
function isPlainDouble(value: F64, underflows: boolean): I32 {
  const exponent = i32.and(
    i32.wrap(i64.shr_u(i64.reinterpret(value), i64.const(52))),
    i32.const(0x7ff),
  );
  return underflows
    ? i32.lt_u(i32.sub(exponent, i32.const(2)), i32.const(0x7fd))
    : i32.ne(exponent, i32.const(0x7ff));
}

/** The same for single precision. */
function isPlainSingle(value: F32, underflows: boolean): I32 {
  const exponent = i32.and(
    i32.shr_u(i32.reinterpret(value), i32.const(23)),
    i32.const(0xff),
  );
  return underflows
    ? i32.lt_u(i32.sub(exponent, i32.const(2)), i32.const(0xfd))
    : i32.ne(exponent, i32.const(0xff));
}

/** Sets rd to the native result where that is complete, and otherwise to the function's. */
function writeDouble(on: Operations, native: F64, underflows: boolean, exact: I64): Code {
  const { double } = on;
  return on.writeFrd(after64(
    double.set(native),
    choose64(
      likely(i32.and(on.roundsNatively, isPlainDouble(double.get, underflows))),
      i64.reinterpret(double.get),
      exact,
    ),
  ));
}

/** The same for single precision, where all operands must be NaN-boxed for the native result. */
function writeSingle(
  on: Operations,
  operands: readonly FloatOperand[],
  native: F32,
  underflows: boolean,
  exact: I64,
): Code {
  const { single } = on;
  const isNative = operands.reduce(
    (condition, { isBoxed }) => i32.and(condition, isBoxed),
    i32.and(on.roundsNatively, isPlainSingle(single.get, underflows)),
  );
  return on.writeFrd(after64(
    single.set(native),
    choose64(likely(isNative), boxed(i32.reinterpret(single.get)), exact),
  ));
}

const doubleControl = (on: Operations): I32 => on.rounding;
const singleControl = (on: Operations): I32 => i32.or(on.rounding, i32.const(CONTROL.single));
const widened = (on: Operations, operand: FloatOperand): I64 => on.call("widen", operand.bits);
const opposite = (bits: I64): I64 => i64.xor(bits, i64.const(SIGN));

/** The second operand for the function: a - b is a + -b. */
const second = (operation: Arithmetic, bits: I64): I64 =>
  operation === SUBTRACT ? opposite(bits) : bits;

const arithmetic = (operation: Arithmetic) => ({
  double: (on: Operations) =>
    writeDouble(
      on,
      operation.double(on.frs1.double, on.frs2.double),
      operation.underflows,
      on.call(operation.name, on.frs1.bits, second(operation, on.frs2.bits), doubleControl(on)),
    ),
  single: (on: Operations) =>
    writeSingle(
      on,
      [on.frs1, on.frs2],
      operation.single(on.frs1.single, on.frs2.single),
      operation.underflows,
      on.call(
        operation.name,
        widened(on, on.frs1),
        second(operation, widened(on, on.frs2)),
        singleControl(on),
      ),
    ),
});

/** A fused multiply-add; 1 negates the product or the addend. */
const fused = (product: 0 | 1, addend: 0 | 1) => {
  const turned = (bits: I64, turn: 0 | 1): I64 => turn === 1 ? opposite(bits) : bits;
  return {
    double: (on: Operations) => {
      const { frs1, frs2, frs3 } = on;
      const exact = on.call(
        "fma",
        turned(frs1.bits, product),
        frs2.bits,
        turned(frs3.bits, addend),
        doubleControl(on),
      );
      if (!on.hasFusedArithmetic) return on.writeFrd(exact);
      const native = fusedDouble(
        product === 1 ? f64.neg(frs1.double) : frs1.double,
        frs2.double,
        addend === 1 ? f64.neg(frs3.double) : frs3.double,
      );
      return writeDouble(on, native, true, exact);
    },
    single: (on: Operations) => {
      const { frs1, frs2, frs3 } = on;
      const exact = on.call(
        "fma",
        turned(widened(on, frs1), product),
        widened(on, frs2),
        turned(widened(on, frs3), addend),
        singleControl(on),
      );
      if (!on.hasFusedArithmetic) return on.writeFrd(exact);
      const native = fusedSingle(
        product === 1 ? f32.neg(frs1.single) : frs1.single,
        frs2.single,
        addend === 1 ? f32.neg(frs3.single) : frs3.single,
      );
      return writeSingle(on, [frs1, frs2, frs3], native, true, exact);
    },
  };
};

/** Sign injection: `combine` computes the new sign bit from both operands' bits. */
const injectSign = (combine: { of64(a: I64, b: I64): I64; of32(a: I32, b: I32): I32 }) => ({
  double: (on: Operations) =>
    on.writeFrd(i64.or(
      i64.and(on.frs1.bits, i64.const(SIGN - 1n)),
      i64.and(combine.of64(on.frs1.bits, on.frs2.bits), i64.const(SIGN)),
    )),
  single: (on: Operations) =>
    on.writeFrd(boxed(i32.or(
      i32.and(unboxed(on.frs1), i32.const(SINGLE_SIGN - 1)),
      i32.and(combine.of32(unboxed(on.frs1), unboxed(on.frs2)), i32.const(SINGLE_SIGN)),
    ))),
});

/** A single-precision operand as a double. A NaN may lose its payload. */
const promoted = (operand: FloatOperand): F64 => f64.promote(f32.reinterpret(unboxed(operand)));

const isUnordered = (a: F64, b: F64): I32 => i32.or(f64.ne(a, a), f64.ne(b, b));

/** Minimum and maximum: WebAssembly's, where -0 is less than 0, unless an operand is NaN. */
const extremum = (choose: (a: F64, b: F64) => F64) => ({
  double: (on: Operations) => {
    const { frs1: { double: a, bits: aBits }, frs2: { double: b, bits: bBits } } = on;
    return on.writeFrd(choose64(
      isUnordered(a, b),
      on.call("otherThanNan", aBits, bBits, i32.const(0)),
      i64.reinterpret(choose(a, b)),
    ));
  },
  single: (on: Operations) => {
    const [a, b] = [promoted(on.frs1), promoted(on.frs2)];
    return on.writeFrd(choose64(
      isUnordered(a, b),
      on.call(
        "otherThanNan",
        widened(on, on.frs1),
        widened(on, on.frs2),
        i32.const(CONTROL.single),
      ),
      boxed(i32.reinterpret(f32.demote(choose(a, b)))),
    ));
  },
});

/** Comparisons: invalid for any NaN if `signals`, otherwise for signalling NaNs only. */
const comparison = (compare: (a: F64, b: F64) => I32, signals: 0 | 1) => ({
  double: (on: Operations) => {
    const { frs1: { double: a, bits: aBits }, frs2: { double: b, bits: bBits } } = on;
    return on.writeRd(choose64(
      isUnordered(a, b),
      on.call("unordered", aBits, bBits, i32.const(signals)),
      flag(compare(a, b)),
    ));
  },
  single: (on: Operations) => {
    const [a, b] = [promoted(on.frs1), promoted(on.frs2)];
    return on.writeRd(choose64(
      isUnordered(a, b),
      on.call("unordered", widened(on, on.frs1), widened(on, on.frs2), i32.const(signals)),
      flag(compare(a, b)),
    ));
  },
});

/** Conversions to integers. `kind` says whether to an unsigned one, to a word, or both. */
const toInteger = (kind: number) => ({
  double: (on: Operations) =>
    on.writeRd(on.call("toInteger", on.frs1.bits, i32.or(on.rounding, i32.const(kind)))),
  single: (on: Operations) =>
    on.writeRd(on.call("toInteger", widened(on, on.frs1), i32.or(on.rounding, i32.const(kind)))),
});

/** Conversions from integers. `value` extracts the part of the register that is converted. */
const fromInteger = (isUnsigned: boolean, value: (register: I64) => I64) => {
  const kind = i32.const(isUnsigned ? CONTROL.unsigned : 0);
  const toDouble = isUnsigned ? f64.convert_i64_u : f64.convert_i64_s;
  const toSingle = isUnsigned ? f32.convert_i64_u : f32.convert_i64_s;
  return {
    double: (on: Operations) =>
      on.writeFrd(choose64(
        on.roundsNatively,
        i64.reinterpret(toDouble(value(on.rs1))),
        on.call("fromInteger", value(on.rs1), i32.or(on.rounding, kind)),
      )),
    single: (on: Operations) =>
      on.writeFrd(choose64(
        on.roundsNatively,
        boxed(i32.reinterpret(toSingle(value(on.rs1)))),
        on.call("fromInteger", value(on.rs1), i32.or(singleControl(on), kind)),
      )),
    /** From words, which doubles represent exactly. */
    exact: (on: Operations) => on.writeFrd(i64.reinterpret(toDouble(value(on.rs1)))),
  };
};

const add = arithmetic(ADD);
const subtract = arithmetic(SUBTRACT);
const multiply = arithmetic(MULTIPLY);
const divide = arithmetic(DIVIDE);
const multiplyAdd = fused(0, 0);
const multiplySubtract = fused(0, 1);
const negativeMultiplySubtract = fused(1, 0);
const negativeMultiplyAdd = fused(1, 1);
const copySign = injectSign({ of64: (_, b) => b, of32: (_, b) => b });
const copyOpposite = injectSign({
  of64: (_, b) => i64.xor(b, i64.const(-1)),
  of32: (_, b) => i32.xor(b, i32.const(-1)),
});
const multiplySigns = injectSign({ of64: i64.xor, of32: i32.xor });
const minimum = extremum(f64.min);
const maximum = extremum(f64.max);
const equal = comparison(f64.eq, 0);
const less = comparison(f64.lt, 1);
const lessOrEqual = comparison(f64.le, 1);
const toWord = toInteger(CONTROL.word);
const toUnsignedWord = toInteger(CONTROL.word | CONTROL.unsigned);
const toLong = toInteger(0);
const toUnsignedLong = toInteger(CONTROL.unsigned);
const fromWord = fromInteger(false, i64.extend32_s);
const fromUnsignedWord = fromInteger(true, (register) => i64.and(register, i64.const(0xffff_ffff)));
const fromLong = fromInteger(false, (register) => register);
const fromUnsignedLong = fromInteger(true, (register) => register);

/** The semantics of the rows of isa/float.ts. */
export const FLOAT_SEMANTICS: Readonly<Record<FloatMnemonic, Semantics>> = {
  flw: ({ load, writeFrd }) => writeFrd(i64.or(load(32, "unsigned"), i64.const(BOX))),
  // Stores and moves take the bits as they are, NaN-boxed or not.
  fsw: ({ frs2, store }) => store(32, frs2.bits),
  "fmadd.s": multiplyAdd.single,
  "fmsub.s": multiplySubtract.single,
  "fnmsub.s": negativeMultiplySubtract.single,
  "fnmadd.s": negativeMultiplyAdd.single,
  "fadd.s": add.single,
  "fsub.s": subtract.single,
  "fmul.s": multiply.single,
  "fdiv.s": divide.single,
  "fsqrt.s": (on) =>
    writeSingle(
      on,
      [on.frs1],
      f32.sqrt(on.frs1.single),
      false,
      on.call("fsqrt", widened(on, on.frs1), singleControl(on)),
    ),
  "fsgnj.s": copySign.single,
  "fsgnjn.s": copyOpposite.single,
  "fsgnjx.s": multiplySigns.single,
  "fmin.s": minimum.single,
  "fmax.s": maximum.single,
  "feq.s": equal.single,
  "flt.s": less.single,
  "fle.s": lessOrEqual.single,
  "fclass.s": (on) =>
    on.writeRd(on.call("classify", widened(on, on.frs1), i32.const(CONTROL.single))),
  "fcvt.w.s": toWord.single,
  "fcvt.wu.s": toUnsignedWord.single,
  "fcvt.l.s": toLong.single,
  "fcvt.lu.s": toUnsignedLong.single,
  "fcvt.s.w": fromWord.single,
  "fcvt.s.wu": fromUnsignedWord.single,
  "fcvt.s.l": fromLong.single,
  "fcvt.s.lu": fromUnsignedLong.single,
  "fmv.x.w": ({ frs1, writeRd }) => writeRd(i64.extend32_s(frs1.bits)),
  "fmv.w.x": ({ rs1, writeFrd }) => writeFrd(i64.or(rs1, i64.const(BOX))),

  fld: ({ load, writeFrd }) => writeFrd(load(64, "unsigned")),
  fsd: ({ frs2, store }) => store(64, frs2.bits),
  "fmadd.d": multiplyAdd.double,
  "fmsub.d": multiplySubtract.double,
  "fnmsub.d": negativeMultiplySubtract.double,
  "fnmadd.d": negativeMultiplyAdd.double,
  "fadd.d": add.double,
  "fsub.d": subtract.double,
  "fmul.d": multiply.double,
  "fdiv.d": divide.double,
  "fsqrt.d": (on) =>
    writeDouble(
      on,
      f64.sqrt(on.frs1.double),
      false,
      on.call("fsqrt", on.frs1.bits, doubleControl(on)),
    ),
  "fsgnj.d": copySign.double,
  "fsgnjn.d": copyOpposite.double,
  "fsgnjx.d": multiplySigns.double,
  "fmin.d": minimum.double,
  "fmax.d": maximum.double,
  "fcvt.s.d": (on) =>
    writeSingle(
      on,
      [],
      f32.demote(on.frs1.double),
      true,
      on.call("convert", on.frs1.bits, singleControl(on)),
    ),
  // Always exact, so the rounding mode does not matter, but a NaN becomes canonical.
  "fcvt.d.s": (on) =>
    on.writeFrd(after64(
      on.double.set(promoted(on.frs1)),
      choose64(
        f64.eq(on.double.get, on.double.get),
        i64.reinterpret(on.double.get),
        on.call("convert", widened(on, on.frs1), i32.const(0)),
      ),
    )),
  "feq.d": equal.double,
  "flt.d": less.double,
  "fle.d": lessOrEqual.double,
  "fclass.d": (on) => on.writeRd(on.call("classify", on.frs1.bits, i32.const(0))),
  "fcvt.w.d": toWord.double,
  "fcvt.wu.d": toUnsignedWord.double,
  "fcvt.l.d": toLong.double,
  "fcvt.lu.d": toUnsignedLong.double,
  "fcvt.d.w": fromWord.exact,
  "fcvt.d.wu": fromUnsignedWord.exact,
  "fcvt.d.l": fromLong.double,
  "fcvt.d.lu": fromUnsignedLong.double,
  "fmv.x.d": ({ frs1, writeRd }) => writeRd(frs1.bits),
  "fmv.d.x": ({ rs1, writeFrd }) => writeFrd(rs1),
};
