// SPDX-License-Identifier: MPL-2.0
// The rounding mode of an instruction in translated code, which runs only while frm holds a valid one.

import { fcsr, FLAG, frm, FRM_MASK, FRM_SHIFT, ROUNDING } from "../../float/format.ts";
import { type I32, i32 } from "../../wasm/code.ts";

/** The rounding mode that an instruction with this `rm` field uses. */
export function roundingMode(rm: number): I32 {
  return rm === ROUNDING.dynamic ? frm : i32.const(rm);
}

/**
 * Not 0 where WebAssembly's own operations give the right result and flags: they round to nearest, and do
 * not tell whether a result is inexact, so that flag must be set already.
 */
export function roundsNatively(rm: number): I32 {
  switch (rm) {
    case ROUNDING.dynamic:
      return i32.eq(
        i32.and(fcsr, i32.const((FRM_MASK << FRM_SHIFT) | FLAG.inexact)),
        i32.const(FLAG.inexact),
      );
    case ROUNDING.nearestEven:
      return i32.and(fcsr, i32.const(FLAG.inexact));
    default:
      return i32.const(0);
  }
}
