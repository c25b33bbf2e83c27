// SPDX-License-Identifier: MPL-2.0
// The floating-point functions that need no exact arithmetic: doubles to integers, singles to
// doubles, NaNs in comparisons and minima, and classification. Operands are doubles unless noted.

import {
  call64,
  type Code,
  type F64,
  f64,
  type I32,
  i32,
  type I64,
  i64,
  local32,
  local64,
  localDouble,
  return_,
  select64,
  when,
} from "../wasm/code.ts";
import { f32 } from "../wasm/code.ts";
import type { WasmFunction } from "../wasm/module.ts";
import {
  BOX,
  canonicalNan,
  CONTROL,
  DOUBLE_NAN,
  FLAG,
  INFINITY,
  isInfinite,
  isNan,
  isQuiet,
  isSignalling,
  isZero,
  magnitudeOf,
  MIN_NORMAL,
  raiseFlags,
  ROUNDING,
  signOf,
} from "./format.ts";

const raiseInvalid = raiseFlags(i32.const(FLAG.invalid));

const bits = local64(0);
const single = i32.wrap(bits.get);

/**
 * `widen(register)`: the single in a register as a double. If the register's upper half is not all
 * ones, that is the canonical NaN. A signalling NaN stays signalling.
 */
export const widen = (): WasmFunction => ({
  params: ["i64"],
  results: ["i64"],
  locals: [],
  body: [
    when(i64.lt_u(bits.get, i64.const(BOX)), return_(i64.const(DOUBLE_NAN))),
    when(
      i32.gt_u(i32.shl(single, i32.const(1)), i32.const(0x7f80_0000 << 1)),
      return_(i64.or(
        i64.or(
          i64.shl(i64.and(bits.get, i64.const(0x8000_0000)), i64.const(32)),
          i64.const(INFINITY),
        ),
        i64.shl(i64.and(bits.get, i64.const(0x7f_ffff)), i64.const(29)),
      )),
    ),
    i64.reinterpret(f64.promote(f32.reinterpret(single))),
  ],
});

const control = local32(1);
const rounded = localDouble(2);
const isMode = (mode: number): I32 =>
  i32.eq(i32.and(control.get, i32.const(CONTROL.mode)), i32.const(mode));
const number: F64 = f64.reinterpret(bits.get);
const has = (flag: number): I32 => i32.and(control.get, i32.const(flag));
const isUnsigned = has(CONTROL.unsigned);
const isWord = has(CONTROL.word);

/** Rounds ties away from zero, which WebAssembly cannot. The difference is exact. */
const roundTiesAway = (): Code => [
  rounded.set(f64.trunc(number)),
  when(
    f64.ge(f64.abs(f64.sub(number, rounded.get)), f64.const(0.5)),
    rounded.set(f64.add(rounded.get, f64.copysign(f64.const(1), number))),
  ),
];

const roundInMode = (): readonly (readonly [number, Code])[] => [
  [ROUNDING.nearestEven, rounded.set(f64.nearest(number))],
  [ROUNDING.towardZero, rounded.set(f64.trunc(number))],
  [ROUNDING.down, rounded.set(f64.floor(number))],
  [ROUNDING.up, rounded.set(f64.ceil(number))],
  [ROUNDING.nearestAway, roundTiesAway()],
];

/** Returns `min` or `max`, invalid, unless the rounded number is in [first, end). */
const limits = (first: number, end: number, min: bigint, max: bigint): Code =>
  when(
    i32.eqz(i32.and(
      f64.ge(rounded.get, f64.const(first)),
      f64.lt(rounded.get, f64.const(end)),
    )),
    raiseInvalid,
    // NaN converts like a large number.
    return_(select64(
      f64.lt(number, f64.const(0)),
      i64.const(min),
      i64.const(max),
    )),
  );

const raiseIfInexact = when(
  f64.ne(rounded.get, number),
  raiseFlags(i32.const(FLAG.inexact)),
);

/**
 * `toInteger(a, control)`: a rounded to an integer of the kind in `control`. If that does not fit,
 * the operation is invalid, not inexact, and the result is the nearest integer that fits (manual,
 * "F", conversions). Words are sign-extended, even unsigned ones.
 */
export const toInteger = (): WasmFunction => ({
  params: ["i64", "i32"],
  results: ["i64"],
  locals: ["f64"],
  body: [
    roundInMode().map(([mode, code]) => when(isMode(mode), code)),
    when(
      isUnsigned,
      when(isWord, limits(0, 2 ** 32, 0n, -1n)),
      limits(0, 2 ** 64, 0n, -1n),
      raiseIfInexact,
      return_(select64(
        isWord,
        i64.extend32_s(i64.trunc_sat_u(rounded.get)),
        i64.trunc_sat_u(rounded.get),
      )),
    ),
    when(isWord, limits(-(2 ** 31), 2 ** 31, -(2n ** 31n), 2n ** 31n - 1n)),
    limits(-(2 ** 63), 2 ** 63, -(2n ** 63n), 2n ** 63n - 1n),
    raiseIfInexact,
    i64.trunc_sat_s(rounded.get),
  ],
});

const [a, b] = [local64(0), local64(1)];

/**
 * `unordered(a, b, signals)`: 0, the result of comparing with NaN. The operation is invalid if an
 * operand is signalling or `signals` is not 0.
 */
export const unordered = (): WasmFunction => ({
  params: ["i64", "i64", "i32"],
  results: ["i64"],
  locals: [],
  body: [
    when(
      i32.or(i32.or(isSignalling(a.get), isSignalling(b.get)), local32(2).get),
      raiseInvalid,
    ),
    i64.const(0),
  ],
});

/**
 * `otherThanNan(a, b, control)`: the minimum or maximum of two operands, at least one of which is
 * NaN: the one that is a number (IEEE 754-2019, minimumNumber), or else the canonical NaN.
 */
export function otherThanNan({ convert }: { readonly convert: number }): WasmFunction {
  const control = local32(2);
  return {
    params: ["i64", "i64", "i32"],
    results: ["i64"],
    locals: [],
    body: [
      when(i32.or(isSignalling(a.get), isSignalling(b.get)), raiseInvalid),
      when(i32.and(isNan(a.get), isNan(b.get)), return_(canonicalNan(control.get))),
      call64(convert, select64(isNan(a.get), b.get, a.get), control.get),
    ],
  };
}

/** The result bits of fclass for positive numbers and NaNs; negative ones mirror (manual, "F"). */
const CLASS = { infinite: 7, normal: 6, subnormal: 5, zero: 4, signalling: 8, quiet: 9 } as const;

/** `classify(a, control)`: the class of a, as one bit. */
export const classify: WasmFunction = (() => {
  const classOf = (positive: number): I64 =>
    i64.shl(
      i64.const(1),
      select64(
        i64.ne(signOf(bits.get), i64.const(0)),
        i64.const(7 - positive),
        i64.const(positive),
      ),
    );
  const minNormal = select64(
    has(CONTROL.single),
    i64.const(MIN_NORMAL.single),
    i64.const(MIN_NORMAL.double),
  );
  return {
    params: ["i64", "i32"],
    results: ["i64"],
    locals: [],
    body: [
      when(isQuiet(bits.get), return_(i64.const(1 << CLASS.quiet))),
      when(isNan(bits.get), return_(i64.const(1 << CLASS.signalling))),
      when(isInfinite(bits.get), return_(classOf(CLASS.infinite))),
      when(isZero(bits.get), return_(classOf(CLASS.zero))),
      when(i64.lt_u(magnitudeOf(bits.get), minNormal), return_(classOf(CLASS.subnormal))),
      classOf(CLASS.normal),
    ],
  };
})();
