// SPDX-License-Identifier: MPL-2.0
// Which object the result of an instruction points into, derived from the code that computes it, as
// definedness.ts derives undefined bits. A sum of a pointer and a number points into the pointer's
// object; so does a pointer whose low bits are masked. The distance between pointers into two objects,
// added to one of them, is a pointer into the other: nothing is known of it.

import { DIFFERENCE } from "../memory/pointer_bounds.ts";
import { choose64, type Code, HINT, type I32, i32, type I64, i64 } from "../wasm/code.ts";

/** Finds the bounds of an operand by the code that reads it; undefined for other code. */
export type OperandBounds = (code: Code) => I64 | undefined;

const OPCODE = { if: 0x04, select: 0x1b, add: 0x7c, sub: 0x7d, and: 0x83, or: 0x84 } as const;
/** Masking moves a pointer by less than that; a smaller result is a remainder, no pointer. */
const MASK_BITS = 12;

const none = i64.const(0);
const isNone = (bounds: I64): I32 => i64.eqz(bounds);

/** Bounds of what either of two operands points to, if only one does. */
function onlyOne(a: I64 | undefined, b: I64 | undefined): I64 | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return choose64(isNone(a), b, choose64(isNone(b), a, none));
}

/** The bounds of a 64-bit value; undefined if it is never a pointer. The value's code must be pure. */
export function boundsOf(value: Code, boundsOfOperand: OperandBounds): I64 | undefined {
  const known = boundsOfOperand(value);
  if (known !== undefined) return known;
  const [a, b, c] = value;
  const opcode = value.at(-1);
  if (typeof a !== "object") return undefined;
  const of = (code: Code) => boundsOf(code, boundsOfOperand);
  if (opcode === HINT.likely || opcode === HINT.unlikely) return of(a);
  if (value.length === 3 && typeof b === "object") {
    switch (opcode) {
      case OPCODE.add:
        return onlyOne(of(a), of(b));
      case OPCODE.sub: {
        const [of1, of2] = [of(a), of(b)];
        if (of2 === undefined) return of1;
        const between = of1 === undefined
          ? i64.const(DIFFERENCE)
          : choose64(i64.eq(of1, of2), none, i64.const(DIFFERENCE));
        return choose64(isNone(of2), of1 ?? none, between);
      }
      case OPCODE.and:
      case OPCODE.or:
        return onlyOne(masked(value, a, of(a)), masked(value, b, of(b)));
    }
  }
  if (value.length === 4 && opcode === OPCODE.select && typeof b === "object") {
    return chosen(c as I32, of(a), of(b));
  }
  const [, , , then, , otherwise] = value;
  if (
    value.length === 7 && b === OPCODE.if && typeof then === "object" &&
    typeof otherwise === "object"
  ) {
    return chosen(a as I32, of(then), of(otherwise));
  }
  return undefined;
}

function chosen(condition: I32, then: I64 | undefined, otherwise: I64 | undefined) {
  if (then === undefined && otherwise === undefined) return undefined;
  return choose64(condition, then ?? none, otherwise ?? none);
}

/** The bounds of a pointer that a mask has moved a little. */
function masked(value: Code, pointer: Code, bounds: I64 | undefined): I64 | undefined {
  if (bounds === undefined) return undefined;
  const moved = i64.xor(value as I64, pointer as I64);
  return choose64(
    i32.and(i64.eqz(i64.shr_u(moved, i64.const(MASK_BITS))), i64.ne(bounds, none)),
    bounds,
    none,
  );
}
