// SPDX-License-Identifier: MPL-2.0
// Carry-less products of two 64-bit values (polynomials over GF(2)), which WebAssembly has no
// instruction for: functions of two i64 parameters, with a loop over the bits of the second.

import { block, br, brIf, type I64, i64, local64, loop } from "./code.ts";
import type { WasmFunction } from "./module.ts";

const a = local64(0);
const b = local64(1);
const product = local64(2);

/** The names of the functions, in the order in which they stand in a module. */
export const CARRYLESS_MULTIPLY = ["clmul", "clmulr"] as const;

/** The name of one of the functions. */
export type CarrylessMultiply = (typeof CARRYLESS_MULTIPLY)[number];

/** Adds `a` where `bit` is 1, then moves on to the next bit of `b`, until none is left. */
const function_ = (bit: I64, nextA: I64, nextB: I64): WasmFunction => ({
  params: ["i64", "i64"],
  results: ["i64"],
  locals: ["i64"],
  body: [
    block(loop(
      brIf(1, i64.eqz(b.get)),
      product.set(i64.xor(product.get, i64.and(a.get, i64.sub(i64.const(0), bit)))),
      a.set(nextA),
      b.set(nextB),
      br(0),
    )),
    product.get,
  ],
});

/**
 * `clmul` gives bits 63 to 0 of the product, from the lowest bit of b on; `clmulr` bits 126 to 63,
 * from the highest on. Bits 127 to 64 are those of `clmulr` shifted right by one.
 */
export const carrylessMultiplyFunctions: Readonly<Record<CarrylessMultiply, WasmFunction>> = {
  clmul: function_(
    i64.and(b.get, i64.const(1)),
    i64.shl(a.get, i64.const(1)),
    i64.shr_u(b.get, i64.const(1)),
  ),
  clmulr: function_(
    i64.shr_u(b.get, i64.const(63)),
    i64.shr_u(a.get, i64.const(1)),
    i64.shl(b.get, i64.const(1)),
  ),
};
