// SPDX-License-Identifier: MPL-2.0
// The upper 64 bits of 64 x 64-bit products. WebAssembly has no instruction for them; these
// functions of two i64 parameters compute them from four 32-bit products.

import { call64, type Code, type I64, i64, local64 } from "./code.ts";
import type { WasmFunction } from "./module.ts";

const low = (value: I64): I64 => i64.and(value, i64.const(0xffff_ffff));
const high = (value: I64): I64 => i64.shr_u(value, i64.const(32));

const a = local64(0);
const b = local64(1);
const middle = local64(2);
const carry = local64(3);

/** The unsigned product. `middle` and `carry` sum the terms of weight 2^32 without overflow. */
const unsignedBody: Code = [
  middle.set(i64.add(
    i64.mul(high(a.get), low(b.get)),
    high(i64.mul(low(a.get), low(b.get))),
  )),
  carry.set(i64.add(i64.mul(low(a.get), high(b.get)), low(middle.get))),
  i64.add(
    i64.mul(high(a.get), high(b.get)),
    i64.add(high(middle.get), high(carry.get)),
  ),
];

/** `value` if `sign` is negative, else 0. */
const whereNegative = (sign: I64, value: I64): I64 =>
  i64.and(i64.shr_s(sign, i64.const(63)), value);

/** The names of the functions, in their order in a module. */
export const WIDE_MULTIPLY = ["mulhu", "mulhs", "mulhsu"] as const;

/** The name of one of the functions. */
export type WideMultiply = (typeof WIDE_MULTIPLY)[number];

const signature = { params: ["i64", "i64"], results: ["i64"] } as const;

/**
 * The functions `mulhu`, `mulhs` and `mulhsu`, where `mulhu` is the index of the first in its
 * module. Read as unsigned, a negative factor is 2^64 too large, so the unsigned upper half is too
 * large by the other factor; the signed functions subtract that.
 */
export function wideMultiplyFunctions(
  mulhu: number,
): Readonly<Record<WideMultiply, WasmFunction>> {
  const product = call64(mulhu, a.get, b.get);
  const minusFirst = i64.sub(product, whereNegative(a.get, b.get));
  return {
    mulhu: { ...signature, locals: ["i64", "i64"], body: unsignedBody },
    mulhs: { ...signature, locals: [], body: i64.sub(minusFirst, whereNegative(b.get, a.get)) },
    mulhsu: { ...signature, locals: [], body: minusFirst },
  };
}
