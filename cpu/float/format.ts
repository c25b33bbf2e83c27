// SPDX-License-Identifier: MPL-2.0
// Floating-point formats: constants of IEEE 754's binary32 and binary64, the fields of fcsr, and
// predicates on a number's bits. The functions of this directory compute with a single-precision
// number as the double of the same value, and return it NaN-boxed, as a register holds it (manual,
// "NaN Boxing of Narrower Values").

import { STATE, STATE_START } from "../memory/layout.ts";
import { type Code, type I32, i32, type I64, i64, select64 } from "../wasm/code.ts";

/** The accrued exception flags, in the low bits of fcsr (manual, "F", "fcsr"). */
export const FLAG = {
  inexact: 1,
  underflow: 2,
  overflow: 4,
  divideByZero: 8,
  invalid: 16,
} as const;

/** The rounding modes, as encoded in instructions and frm. */
export const ROUNDING = {
  nearestEven: 0,
  towardZero: 1,
  down: 2,
  up: 3,
  nearestAway: 4,
  /** In an instruction only: use the mode in frm. */
  dynamic: 7,
} as const;

/** The position of frm in fcsr; the bits below are the flags. */
export const FRM_SHIFT = 5;
/** The bits of fcsr and of its fields. */
export const FCSR_MASK = 0xff;
export const FRM_MASK = 7;
export const FLAGS_MASK = 0x1f;

/**
 * The bits of the `control` operand: the rounding mode, `single` if the result is single-precision,
 * and for conversions the kind of integer.
 */
export const CONTROL = { mode: 7, single: 8, unsigned: 16, word: 32 } as const;

const SIGN = 1n << 63n;
const FRACTION = (1n << 52n) - 1n;
/** Positive infinity in double precision. */
export const INFINITY = 0x7ffn << 52n;
const QUIET = 1n << 51n;
/** The upper half of a register that holds a single-precision number. */
export const BOX = 0xffff_ffffn << 32n;
/** The canonical NaN, in single precision (manual, "NaN Generation and Propagation"). */
export const SINGLE_NAN = 0x7fc0_0000;
/** The canonical NaN, in double precision. */
export const DOUBLE_NAN = INFINITY | QUIET;
const SINGLE_INFINITY = 0x7f80_0000n;
/** The smallest normal number of each format, as a double. */
export const MIN_NORMAL = { double: 1n << 52n, single: BigInt(1023 - 126) << 52n } as const;

const state = i32.const(STATE_START);

/** fcsr. */
export const fcsr: I32 = i32.load(state, STATE.fcsr);
/** Sets fcsr. */
export const setFcsr = (value: I32): Code => i32.store(state, value, STATE.fcsr);
/** Raises exception flags in fcsr. */
export const raiseFlags = (flags: I32): Code => setFcsr(i32.or(fcsr, flags));
/** The rounding mode in frm. */
export const frm: I32 = i32.shr_u(fcsr, i32.const(FRM_SHIFT));

/** The sign bit of a number, in place. */
export const signOf = (bits: I64): I64 => i64.and(bits, i64.const(SIGN));
/** A number with its sign flipped. */
export const negated = (bits: I64): I64 => i64.xor(bits, i64.const(SIGN));
/** A number without its sign. */
export const magnitudeOf = (bits: I64): I64 => i64.and(bits, i64.const(SIGN - 1n));
/** The fraction field. */
export const fractionOf = (bits: I64): I64 => i64.and(bits, i64.const(FRACTION));
/** The exponent field. */
export const exponentOf = (bits: I64): I32 =>
  i32.and(i32.wrap(i64.shr_u(bits, i64.const(52))), i32.const(0x7ff));
/** 1 for either zero. */
export const isZero = (bits: I64): I32 => i64.eqz(i64.shl(bits, i64.const(1)));
/** 1 for either infinity. */
export const isInfinite = (bits: I64): I32 => i64.eq(magnitudeOf(bits), i64.const(INFINITY));
/** 1 for NaN. */
export const isNan = (bits: I64): I32 => i64.lt_u(i64.const(INFINITY), magnitudeOf(bits));
/** 1 for infinities and NaN. */
export const isSpecial = (bits: I64): I32 => i32.eq(exponentOf(bits), i32.const(0x7ff));
/** 1 for a signalling NaN. */
export const isSignalling = (bits: I64): I32 =>
  i32.and(isNan(bits), i64.eqz(i64.and(bits, i64.const(QUIET))));
/** 1 for a quiet NaN. */
export const isQuiet = (bits: I64): I32 =>
  i32.and(isNan(bits), i64.ne(i64.and(bits, i64.const(QUIET)), i64.const(0)));

/** A sign and the magnitude in the format of `control`, as a register holds it. */
export const packed = (sign: I64, double: bigint, single: bigint, control: I32): I64 =>
  select64(
    i32.and(control, i32.const(CONTROL.single)),
    i64.or(i64.shr_u(sign, i64.const(32)), i64.const(BOX | single)),
    i64.or(sign, i64.const(double)),
  );
/** A zero with that sign, as a register holds it. */
export const zero = (sign: I64, control: I32): I64 => packed(sign, 0n, 0n, control);
/** An infinity with that sign, as a register holds it. */
export const infinity = (sign: I64, control: I32): I64 =>
  packed(sign, INFINITY, SINGLE_INFINITY, control);
/** The canonical NaN, as a register holds it. */
export const canonicalNan = (control: I32): I64 =>
  packed(i64.const(0), DOUBLE_NAN, BigInt(SINGLE_NAN), control);
