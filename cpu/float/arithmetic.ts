// SPDX-License-Identifier: MPL-2.0
// Floating-point arithmetic in integer code, with all rounding modes and exception flags, which
// WebAssembly's own arithmetic lacks. Operands are doubles; `control` has the rounding mode and the
// format of the result (see `CONTROL`). Each function handles NaNs first, then infinities, zeros,
// and the general case (IEEE 754, clauses 6 and 7; manual, "F").

import {
  call,
  call64,
  type Code,
  f64,
  i32,
  type I64,
  i64,
  local32,
  local64,
  return_,
  setFromStack,
  when,
} from "../wasm/code.ts";
import type { WasmFunction } from "../wasm/module.ts";
import {
  canonicalNan,
  CONTROL,
  FLAG,
  infinity,
  isInfinite,
  isNan,
  isSignalling,
  isSpecial,
  isZero,
  negated,
  raiseFlags,
  ROUNDING,
  signOf,
  zero,
} from "./format.ts";
import { shiftRightJam } from "./rounding.ts";

/** The indexes in the module of the functions that these call. */
export interface ArithmeticCallees {
  readonly unpack: number;
  readonly round: number;
  readonly fadd: number;
  readonly fmul: number;
  readonly shiftPair: number;
  readonly mulhu: number;
}

type Var64 = ReturnType<typeof local64>;
type Var32 = ReturnType<typeof local32>;

const one = i32.const(1);
const flag64 = i64.extend_i32_u;
/** 1 if a 64-bit value is not 0. */
const isSet = (value: I64) => i64.ne(value, i64.const(0));
const sticky = (value: I64): I64 => flag64(isSet(value));

/** Returns NaN for an invalid operation. */
export const returnInvalid = (control: Var32): Code => [
  raiseFlags(i32.const(FLAG.invalid)),
  return_(canonicalNan(control.get)),
];

/** Returns NaN if an operand is NaN; a signalling one makes the operation invalid. */
const returnNan = (operands: readonly Var64[], control: Var32): Code =>
  operands.map((operand) =>
    when(
      isNan(operand.get),
      operands.map((other) => when(isSignalling(other.get), raiseFlags(i32.const(FLAG.invalid)))),
      return_(canonicalNan(control.get)),
    )
  );

/** The exact zero that is the sum of numbers with different signs: negative when rounding down. */
const zeroSum = (control: Var32): I64 =>
  zero(
    i64.shl(
      flag64(i32.eq(i32.and(control.get, i32.const(CONTROL.mode)), i32.const(ROUNDING.down))),
      i64.const(63),
    ),
    control.get,
  );

function swap(first: Var64, second: Var64, spare: Var64): Code {
  return [spare.set(first.get), first.set(second.get), second.set(spare.get)];
}

const shiftLeft = (value: Var64, by: number): Code => value.set(i64.shl(value.get, i64.const(by)));

/** `fadd(a, b, control)`: a + b. */
export function addition({ unpack, round }: ArithmeticCallees): WasmFunction {
  const [a, b, control] = [local64(0), local64(1), local32(2)];
  const [first, second, spare, sign] = [local64(3), local64(4), local64(5), local64(6)];
  const [exponent, other] = [local32(7), local32(8)];
  return {
    params: ["i64", "i64", "i32"],
    results: ["i64"],
    locals: ["i64", "i64", "i64", "i64", "i32", "i32"],
    body: [
      when(
        i32.or(isSpecial(a.get), isSpecial(b.get)),
        returnNan([a, b], control),
        when(
          isInfinite(a.get),
          when(i32.and(isInfinite(b.get), i64.ne(a.get, b.get)), returnInvalid(control)),
          return_(infinity(signOf(a.get), control.get)),
        ),
        return_(infinity(signOf(b.get), control.get)),
      ),
      when(
        isZero(i64.or(a.get, b.get)),
        when(i64.eq(a.get, b.get), return_(zero(a.get, control.get))),
        return_(zeroSum(control)),
      ),
      call(unpack, a.get),
      setFromStack(exponent),
      setFromStack(first),
      call(unpack, b.get),
      setFromStack(other),
      setFromStack(second),
      when(
        i32.lt_s(exponent.get, other.get),
        swap(first, second, spare),
        swap(a, b, spare),
        // Swap the exponents too.
        exponent.set(i32.sub(exponent.get, other.get)),
        other.set(i32.add(other.get, exponent.get)),
        exponent.set(i32.sub(other.get, exponent.get)),
      ),
      // The highest bit is now bit 61, with room for a carry above and for sticky bits below.
      shiftLeft(first, 9),
      shiftLeft(second, 9),
      other.set(i32.sub(exponent.get, other.get)),
      when(other.get, shiftRightJam(second, other.get)),
      sign.set(signOf(a.get)),
      when(
        isSet(signOf(i64.xor(a.get, b.get))),
        first.set(i64.sub(first.get, second.get)),
        when(i64.eqz(first.get), return_(zeroSum(control))),
        when(
          i64.lt_s(first.get, i64.const(0)),
          first.set(i64.sub(i64.const(0), first.get)),
          sign.set(negated(sign.get)),
        ),
        second.set(i64.const(0)),
      ),
      first.set(i64.add(first.get, second.get)),
      second.set(i64.sub(i64.clz(first.get), i64.const(1))),
      call64(
        round,
        sign.get,
        i32.sub(i32.add(exponent.get, one), i32.wrap(second.get)),
        i64.shl(first.get, second.get),
        control.get,
      ),
    ],
  };
}

/** `fmul(a, b, control)`: a x b. */
export function multiplication({ unpack, round, mulhu }: ArithmeticCallees): WasmFunction {
  const [a, b, control] = [local64(0), local64(1), local32(2)];
  const [first, second, sign] = [local64(3), local64(4), local64(5)];
  const [exponent, other] = [local32(6), local32(7)];
  return {
    params: ["i64", "i64", "i32"],
    results: ["i64"],
    locals: ["i64", "i64", "i64", "i32", "i32"],
    body: [
      sign.set(signOf(i64.xor(a.get, b.get))),
      when(
        i32.or(isSpecial(a.get), isSpecial(b.get)),
        returnNan([a, b], control),
        when(i32.or(isZero(a.get), isZero(b.get)), returnInvalid(control)),
        return_(infinity(sign.get, control.get)),
      ),
      when(i32.or(isZero(a.get), isZero(b.get)), return_(zero(sign.get, control.get))),
      call(unpack, a.get),
      setFromStack(exponent),
      setFromStack(first),
      call(unpack, b.get),
      setFromStack(other),
      setFromStack(second),
      exponent.set(i32.add(exponent.get, other.get)),
      shiftLeft(first, 10),
      shiftLeft(second, 11),
      // The highest bit of the product's upper half is bit 61 or 62.
      first.set(i64.or(
        call64(mulhu, first.get, second.get),
        sticky(i64.mul(first.get, second.get)),
      )),
      second.set(i64.sub(i64.clz(first.get), i64.const(1))),
      call64(
        round,
        sign.get,
        i32.sub(i32.add(exponent.get, one), i32.wrap(second.get)),
        i64.shl(first.get, second.get),
        control.get,
      ),
    ],
  };
}

/**
 * The 53-bit native result with ten extra low bits, plus or minus 1 there by the sign of the
 * remainder, so that `round` sees on which side the exact result lies. The native result is less than
 * half a unit off, as no exact result here is halfway between 53-bit numbers.
 */
const corrected = (rounded: Var64, rest: Var64): I64 =>
  i64.add(
    i64.shl(rounded.get, i64.const(10)),
    i64.sub(
      flag64(i64.lt_s(i64.const(0), rest.get)),
      flag64(i64.lt_s(rest.get, i64.const(0))),
    ),
  );

/** `fdiv(a, b, control)`: a / b. */
export function division({ unpack, round }: ArithmeticCallees): WasmFunction {
  const [a, b, control] = [local64(0), local64(1), local32(2)];
  const [first, second, sign, quotient] = [local64(3), local64(4), local64(5), local64(6)];
  const [exponent, other] = [local32(7), local32(8)];
  return {
    params: ["i64", "i64", "i32"],
    results: ["i64"],
    locals: ["i64", "i64", "i64", "i64", "i32", "i32"],
    body: [
      sign.set(signOf(i64.xor(a.get, b.get))),
      when(
        i32.or(isSpecial(a.get), isSpecial(b.get)),
        returnNan([a, b], control),
        when(i32.and(isInfinite(a.get), isInfinite(b.get)), returnInvalid(control)),
        when(isInfinite(a.get), return_(infinity(sign.get, control.get))),
        return_(zero(sign.get, control.get)),
      ),
      when(
        isZero(b.get),
        when(isZero(a.get), returnInvalid(control)),
        raiseFlags(i32.const(FLAG.divideByZero)),
        return_(infinity(sign.get, control.get)),
      ),
      when(isZero(a.get), return_(zero(sign.get, control.get))),
      call(unpack, a.get),
      setFromStack(exponent),
      setFromStack(first),
      call(unpack, b.get),
      setFromStack(other),
      setFromStack(second),
      exponent.set(i32.sub(exponent.get, other.get)),
      when(
        i64.lt_u(first.get, second.get),
        shiftLeft(first, 1),
        exponent.set(i32.sub(exponent.get, one)),
      ),
      // The quotient is at least 1 and less than 2, so as an integer it has 53 bits.
      quotient.set(i64.trunc_sat_s(f64.mul(
        f64.div(f64.convert_i64_s(first.get), f64.convert_i64_s(second.get)),
        f64.const(2 ** 52),
      ))),
      // The remainder is smaller than the divisor, so its low 64 bits suffice.
      first.set(i64.sub(
        i64.shl(first.get, i64.const(52)),
        i64.mul(quotient.get, second.get),
      )),
      call64(round, sign.get, exponent.get, corrected(quotient, first), control.get),
    ],
  };
}

/** `fsqrt(a, control)`: the square root of a. */
export function squareRoot({ unpack, round }: ArithmeticCallees): WasmFunction {
  const [a, control] = [local64(0), local32(1)];
  const [significand, root, exponent] = [local64(2), local64(3), local32(4)];
  return {
    params: ["i64", "i32"],
    results: ["i64"],
    locals: ["i64", "i64", "i32"],
    body: [
      returnNan([a], control),
      when(isZero(a.get), return_(zero(a.get, control.get))),
      when(i64.lt_s(a.get, i64.const(0)), returnInvalid(control)),
      when(isInfinite(a.get), return_(infinity(i64.const(0), control.get))),
      call(unpack, a.get),
      setFromStack(exponent),
      setFromStack(significand),
      when(
        i32.and(exponent.get, one),
        shiftLeft(significand, 1),
        exponent.set(i32.sub(exponent.get, one)),
      ),
      root.set(i64.trunc_sat_s(f64.sqrt(f64.mul(
        f64.convert_i64_s(significand.get),
        f64.const(2 ** 52),
      )))),
      significand.set(i64.sub(
        i64.shl(significand.get, i64.const(52)),
        i64.mul(root.get, root.get),
      )),
      call64(
        round,
        i64.const(0),
        i32.shr_s(exponent.get, one),
        corrected(root, significand),
        control.get,
      ),
    ],
  };
}

/** `shiftPair(high, low, by) -> (high, low)`: `shiftRightJam` of 128 bits, by at least 1. */
export const shiftPair: WasmFunction = (() => {
  const [high, low, by, distance] = [local64(0), local64(1), local32(2), local64(3)];
  const back = i64.sub(i64.const(64), distance.get);
  return {
    params: ["i64", "i64", "i32"],
    results: ["i64", "i64"],
    locals: ["i64"],
    body: [
      when(
        i32.lt_u(i32.const(63), by.get),
        low.set(i64.or(high.get, sticky(low.get))),
        high.set(i64.const(0)),
        by.set(i32.sub(by.get, i32.const(64))),
        when(by.get, shiftRightJam(low, by.get)),
        return_([high.get, low.get]),
      ),
      distance.set(flag64(by.get)),
      i64.shr_u(high.get, distance.get),
      i64.or(
        i64.or(i64.shr_u(low.get, distance.get), i64.shl(high.get, back)),
        sticky(i64.shl(low.get, back)),
      ),
    ],
  };
})();

/** `fma(a, b, c, control)`: a x b + c, rounded once. */
export function fusedMultiplyAdd(callees: ArithmeticCallees): WasmFunction {
  const { unpack, round, fadd, fmul, shiftPair, mulhu } = callees;
  const [a, b, c, control] = [local64(0), local64(1), local64(2), local32(3)];
  const [high, low, addend, addendLow] = [local64(4), local64(5), local64(6), local64(7)];
  const [sign, spare] = [local64(8), local64(9)];
  const [exponent, other] = [local32(10), local32(11)];
  const isZeroTimesInfinity = i32.or(
    i32.and(isInfinite(a.get), isZero(b.get)),
    i32.and(isZero(a.get), isInfinite(b.get)),
  );
  const differ = isSet(signOf(i64.xor(sign.get, c.get)));
  const special: Code = [
    // Invalid even if the addend is a quiet NaN (manual, "F", fused multiply-add).
    when(isZeroTimesInfinity, returnInvalid(control)),
    returnNan([a, b, c], control),
    when(
      i32.or(isInfinite(a.get), isInfinite(b.get)),
      when(i32.and(isInfinite(c.get), differ), returnInvalid(control)),
      return_(infinity(sign.get, control.get)),
    ),
    return_(infinity(signOf(c.get), control.get)),
  ];
  /** Adds the addend to the product, or subtracts it if the signs differ: 128 bits. */
  const combine: Code = [
    when(
      differ,
      spare.set(low.get),
      low.set(i64.sub(low.get, addendLow.get)),
      high.set(i64.sub(
        i64.sub(high.get, addend.get),
        flag64(i64.lt_u(spare.get, addendLow.get)),
      )),
      when(
        i64.lt_s(high.get, i64.const(0)),
        low.set(i64.sub(i64.const(0), low.get)),
        high.set(i64.sub(i64.sub(i64.const(0), high.get), sticky(low.get))),
        sign.set(negated(sign.get)),
      ),
      when(i64.eqz(i64.or(high.get, low.get)), return_(zeroSum(control))),
      addend.set(i64.const(0)),
      addendLow.set(i64.const(0)),
    ),
    low.set(i64.add(low.get, addendLow.get)),
    high.set(i64.add(
      i64.add(high.get, addend.get),
      flag64(i64.lt_u(low.get, addendLow.get)),
    )),
  ];
  /** Shifts the 128 bits so that the highest is bit 62 of the upper half. */
  const normalize: Code = [
    when(
      i64.eqz(high.get),
      high.set(low.get),
      low.set(i64.const(0)),
      exponent.set(i32.sub(exponent.get, i32.const(64))),
    ),
    other.set(i32.sub(i32.wrap(i64.clz(high.get)), one)),
    when(i32.lt_s(other.get, i32.const(0)), shiftRightJam(high, one)),
    when(
      i32.gt_s(other.get, i32.const(0)),
      high.set(i64.or(
        i64.shl(high.get, flag64(other.get)),
        i64.shr_u(low.get, flag64(i32.sub(i32.const(64), other.get))),
      )),
      low.set(i64.shl(low.get, flag64(other.get))),
    ),
  ];
  return {
    params: ["i64", "i64", "i64", "i32"],
    results: ["i64"],
    locals: ["i64", "i64", "i64", "i64", "i64", "i64", "i32", "i32"],
    body: [
      sign.set(signOf(i64.xor(a.get, b.get))),
      when(
        i32.or(i32.or(isSpecial(a.get), isSpecial(b.get)), isSpecial(c.get)),
        special,
      ),
      when(
        i32.or(isZero(a.get), isZero(b.get)),
        return_(call64(fadd, sign.get, c.get, control.get)),
      ),
      when(isZero(c.get), return_(call64(fmul, a.get, b.get, control.get))),
      call(unpack, a.get),
      setFromStack(exponent),
      setFromStack(high),
      call(unpack, b.get),
      setFromStack(other),
      setFromStack(low),
      // 128 bits in which bit 125 stands for 2^exponent; the product's highest is bit 124 or 125.
      exponent.set(i32.add(i32.add(exponent.get, other.get), one)),
      shiftLeft(high, 10),
      shiftLeft(low, 10),
      spare.set(low.get),
      low.set(i64.mul(high.get, spare.get)),
      high.set(call64(mulhu, high.get, spare.get)),
      call(unpack, c.get),
      setFromStack(other),
      setFromStack(addend),
      shiftLeft(addend, 9),
      other.set(i32.sub(exponent.get, other.get)),
      when(
        i32.gt_s(other.get, i32.const(0)),
        call(shiftPair, addend.get, addendLow.get, other.get),
        setFromStack(addendLow),
        setFromStack(addend),
      ),
      when(
        i32.lt_s(other.get, i32.const(0)),
        exponent.set(i32.sub(exponent.get, other.get)),
        call(shiftPair, high.get, low.get, i32.sub(i32.const(0), other.get)),
        setFromStack(low),
        setFromStack(high),
      ),
      combine,
      normalize,
      call64(
        round,
        sign.get,
        i32.sub(i32.add(exponent.get, one), other.get),
        i64.or(high.get, sticky(low.get)),
        control.get,
      ),
    ],
  };
}

const [value, control] = [local64(0), local32(1)];

/** `convert(a, control)`: a in the format of `control`. */
export function conversion({ unpack, round }: ArithmeticCallees): WasmFunction {
  const [significand, exponent] = [local64(2), local32(3)];
  return {
    params: ["i64", "i32"],
    results: ["i64"],
    locals: ["i64", "i32"],
    body: [
      returnNan([value], control),
      when(isZero(value.get), return_(zero(signOf(value.get), control.get))),
      when(isInfinite(value.get), return_(infinity(signOf(value.get), control.get))),
      call(unpack, value.get),
      setFromStack(exponent),
      setFromStack(significand),
      call64(
        round,
        signOf(value.get),
        exponent.get,
        i64.shl(significand.get, i64.const(10)),
        control.get,
      ),
    ],
  };
}

/** `fromInteger(a, control)`: a 64-bit integer, unsigned if `control` says so, as a number. */
export function fromInteger({ round }: ArithmeticCallees): WasmFunction {
  const [sign, leading] = [local64(2), local64(3)];
  return {
    params: ["i64", "i32"],
    results: ["i64"],
    locals: ["i64", "i64"],
    body: [
      when(i64.eqz(value.get), return_(zero(i64.const(0), control.get))),
      when(
        i32.eqz(i32.and(control.get, i32.const(CONTROL.unsigned))),
        sign.set(signOf(value.get)),
        when(isSet(sign.get), value.set(i64.sub(i64.const(0), value.get))),
      ),
      leading.set(i64.clz(value.get)),
      when(
        i64.eqz(leading.get),
        shiftRightJam(value, one),
        return_(call64(round, sign.get, i32.const(63), value.get, control.get)),
      ),
      call64(
        round,
        sign.get,
        i32.sub(i32.const(63), i32.wrap(leading.get)),
        i64.shl(value.get, i64.sub(leading.get, i64.const(1))),
        control.get,
      ),
    ],
  };
}
