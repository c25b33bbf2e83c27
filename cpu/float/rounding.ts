// SPDX-License-Identifier: MPL-2.0
// Rounding an exact result to a format, in any mode, with all exception flags: the last step of
// every operation in arithmetic.ts. Also unpacking a number, which is the first.

import {
  block,
  br,
  type Code,
  type I32,
  i32,
  type I64,
  i64,
  local32,
  local64,
  return_,
  select32,
  select64,
  when,
} from "../wasm/code.ts";
import type { WasmFunction } from "../wasm/module.ts";
import {
  BOX,
  CONTROL,
  exponentOf,
  FLAG,
  fractionOf,
  infinity,
  raiseFlags,
  ROUNDING,
} from "./format.ts";

const bits = local64(0);
const fraction = local64(1);
const shift = local64(2);
const EXPLICIT_ONE = 1n << 52n;
/** Leading zeros of a number whose highest bit is bit 52. */
const LEADING_ZEROS = 11;
const BIAS = 1023;

/**
 * `unpack(bits) -> (significand, exponent)`: takes a finite number apart. Its magnitude is
 * significand x 2^(exponent - 52), and the significand's highest bit is bit 52. For zero, the
 * significand is 0 and the exponent is lower than any other.
 */
export const unpack = (): WasmFunction => ({
  params: ["i64"],
  results: ["i64", "i32"],
  locals: ["i64", "i64"],
  body: [
    fraction.set(fractionOf(bits.get)),
    when(
      exponentOf(bits.get),
      return_([
        i64.or(fraction.get, i64.const(EXPLICIT_ONE)),
        i32.sub(exponentOf(bits.get), i32.const(BIAS)),
      ]),
    ),
    shift.set(i64.sub(i64.clz(fraction.get), i64.const(LEADING_ZEROS))),
    i64.shl(fraction.get, shift.get),
    i32.sub(i32.const(1 - BIAS), i32.wrap(shift.get)),
  ],
});

const isNot0 = (value: I64): I64 => i64.extend_i32_u(i64.ne(value, i64.const(0)));

/**
 * Code that shifts a local right by `by`, at least 1, and sets its lowest bit if any bit shifted
 * out was set. It then rounds like the exact value, as long as the format drops two bits or more.
 */
export const shiftRightJam = (value: { get: I64; set(value: I64): Code }, by: I32): Code =>
  value.set(select64(
    i32.lt_u(by, i32.const(64)),
    i64.or(
      i64.shr_u(value.get, i64.extend_i32_u(by)),
      isNot0(i64.shl(value.get, i64.extend_i32_u(i32.sub(i32.const(64), by)))),
    ),
    isNot0(value.get),
  ));

const sign = local64(0);
const exponent = local32(1);
const significand = local64(2);
const control = local32(3);
/** How many low bits of the significand the format drops, and a mask of them. */
const dropped = local64(4);
const mask = local64(5);
/** What rounding adds to the significand before it drops those bits. */
const increment = local64(6);
/** Minus the exponent of the smallest normal number. */
const bias = local32(7);
const flags = local32(8);
const remainder = local64(9);

const isSingle = i32.and(control.get, i32.const(CONTROL.single));
const mode = i32.and(control.get, i32.const(CONTROL.mode));
const half = i64.shl(i64.const(1), i64.sub(dropped.get, i64.const(1)));
const is = (wanted: number): I32 => i32.eq(mode, i32.const(wanted));
/** 1 if adding the increment carries into the exponent. */
const carries = i64.lt_s(i64.add(significand.get, increment.get), i64.const(0));
const isInexact = i64.ne(i64.and(significand.get, mask.get), i64.const(0));

const setIncrement = (): Code =>
  increment.set(select64(
    i32.eqz(i32.and(mode, i32.const(3))),
    half,
    select64(
      // Round away from zero: down if the sign is set, up if it is not.
      i32.eq(mode, i32.sub(i32.const(ROUNDING.up), i32.wrap(i64.shr_u(sign.get, i64.const(63))))),
      mask.get,
      i64.const(0),
    ),
  ));

/** Shifts a number that is too small to be normal to the lowest exponent; notes an underflow. */
const makeSubnormal = (): Code => [
  // Tininess is detected after rounding, as if exponents had no limit (manual, "F", "fcsr"). A
  // number that then rounds up to the smallest normal number is not tiny.
  flags.set(i32.or(
    i32.lt_s(i32.add(exponent.get, bias.get), i32.const(-1)),
    i32.eqz(carries),
  )),
  shiftRightJam(significand, i32.sub(i32.const(0), i32.add(exponent.get, bias.get))),
  exponent.set(i32.sub(i32.const(0), bias.get)),
  flags.set(select32(i32.and(flags.get, isInexact), i32.const(FLAG.underflow), i32.const(0))),
];

/** An overflow gives infinity, or the largest finite number if the increment is 0. */
const overflow = (): Code => [
  raiseFlags(i32.const(FLAG.overflow | FLAG.inexact)),
  return_(i64.sub(
    infinity(sign.get, control.get),
    i64.extend_i32_u(i64.eqz(increment.get)),
  )),
];

/**
 * `round(sign, exponent, significand, control)`: the magnitude significand x 2^(exponent - 62),
 * rounded, as a register holds it. The sign is in bit 63 of `sign`. The significand's highest bit
 * is bit 62; its lowest may be a sticky bit (see {@link shiftRightJam}).
 */
export const round = (): WasmFunction => ({
  params: ["i64", "i32", "i64", "i32"],
  results: ["i64"],
  locals: ["i64", "i64", "i64", "i32", "i32", "i64"],
  body: [
    dropped.set(select64(isSingle, i64.const(39), i64.const(10))),
    bias.set(select32(isSingle, i32.const(126), i32.const(1022))),
    mask.set(i64.sub(i64.shl(i64.const(1), dropped.get), i64.const(1))),
    setIncrement(),
    block(
      when(
        i32.lt_s(i32.add(exponent.get, bias.get), i32.const(0)),
        makeSubnormal(),
        br(1),
      ),
      when(i32.gt_s(i32.add(exponent.get, carries), i32.add(bias.get, i32.const(1))), overflow()),
    ),
    remainder.set(i64.and(significand.get, mask.get)),
    when(
      i64.ne(remainder.get, i64.const(0)),
      raiseFlags(i32.or(flags.get, i32.const(FLAG.inexact))),
    ),
    significand.set(i64.shr_u(i64.add(significand.get, increment.get), dropped.get)),
    // The tie was rounded up: go back to the even neighbour.
    when(
      i32.and(is(ROUNDING.nearestEven), i64.eq(remainder.get, half)),
      significand.set(i64.and(significand.get, i64.const(-2))),
    ),
    // The significand's highest bit adds 1 to the exponent field; a subnormal number has no such
    // bit.
    significand.set(i64.add(
      significand.get,
      i64.shl(
        i64.extend_i32_u(i32.add(exponent.get, bias.get)),
        i64.sub(i64.const(62), dropped.get),
      ),
    )),
    select64(
      isSingle,
      i64.or(i64.or(significand.get, i64.shr_u(sign.get, i64.const(32))), i64.const(BOX)),
      i64.or(significand.get, sign.get),
    ),
  ],
});
