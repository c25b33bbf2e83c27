// SPDX-License-Identifier: MPL-2.0
// Which bits of a result are undefined, derived from the code that computes it. A shadow has a 1 for
// each undefined bit. Semantics build code of operands, so the shadow of a result follows from its
// code and the shadows of its operands; no instruction has rules of its own. Exact for integer
// operations but multiplication, which spreads undefined bits upwards. A division, a call or
// floating-point arithmetic makes all bits undefined if any bit of an operand is.

import { choose32, choose64, type Code, HINT, type I32, i32, type I64, i64 } from "../wasm/code.ts";

/** What is known of an operand. */
export interface OperandShadow {
  /** The shadow of what the code reads, with as many bits. */
  readonly shadow: Code;
  /** The shadow of the whole register. */
  readonly whole: I64;
}

/** Finds the shadow of an operand by the code that reads it; undefined for other code. */
export type OperandShadows = (code: Code) => OperandShadow | undefined;

/** A shadow of the width of its value; undefined where all bits are defined. */
type Shadow = Code | undefined;

/** The opcodes by which the rules differ (core specification, "Numeric Instructions"). */
const CONST = { i32: 0x41, i64: 0x42 } as const;
const LOCAL_GET = 0x20;
const IF = 0x04;
const SELECT = 0x1b;
const WRAP = 0xa7;

/** Operations on integers of one width. */
interface Width {
  readonly bits: number;
  readonly zero: Code;
  readonly ones: Code;
  readonly sign: Code;
  readonly or: (a: Code, b: Code) => Code;
  readonly and: (a: Code, b: Code) => Code;
  readonly xor: (a: Code, b: Code) => Code;
  readonly add: (a: Code, b: Code) => Code;
  readonly sub: (a: Code, b: Code) => Code;
  readonly isZero: (a: Code) => I32;
  readonly isSame: (a: Code, b: Code) => I32;
  readonly clz: (a: Code) => Code;
  readonly ctz: (a: Code) => Code;
  readonly choose: (condition: I32, then: Code, otherwise: Code) => Code;
}

/** Plain operations, without the simplifications of wasm/code.ts, which look at both operands. */
const operation = (opcode: number) => (a: Code, b: Code): Code => [a, b, opcode];
const unary = (opcode: number) => (a: Code): Code => [a, opcode];

const WIDTH64: Width = {
  bits: 64,
  zero: i64.const(0),
  ones: i64.const(-1),
  sign: i64.const(1n << 63n),
  or: operation(0x84),
  and: operation(0x83),
  xor: operation(0x85),
  add: operation(0x7c),
  sub: operation(0x7d),
  isZero: (a) => unary(0x50)(a) as I32,
  isSame: (a, b) => operation(0x51)(a, b) as I32,
  clz: unary(0x79),
  ctz: unary(0x7a),
  choose: (condition, then, otherwise) => choose64(condition, then as I64, otherwise as I64),
};
const WIDTH32: Width = {
  bits: 32,
  zero: i32.const(0),
  ones: i32.const(-1),
  sign: i32.const(1 << 31),
  or: operation(0x72),
  and: operation(0x71),
  xor: operation(0x73),
  add: operation(0x6a),
  sub: operation(0x6b),
  isZero: (a) => unary(0x45)(a) as I32,
  isSame: (a, b) => operation(0x46)(a, b) as I32,
  clz: unary(0x67),
  ctz: unary(0x68),
  choose: (condition, then, otherwise) => choose32(condition, then as I32, otherwise as I32),
};

/** Either of two shadows. */
const union = (w: Width, a: Shadow, b: Shadow): Shadow =>
  a === undefined ? b : b === undefined ? a : w.or(a, b);
const not = (w: Width, a: Code): Code => w.xor(a, w.ones);
/** A shadow that is looked at only if some bit of `any` is undefined, which is rare. */
const ifAny = (w: Width, any: Shadow, shadow: (any: Code) => Code, result: Width = w): Shadow =>
  any && result.choose(w.isZero(any), result.zero, shadow(any));

/** The least and the greatest value that the undefined bits allow. */
const least = (w: Width, a: Code, shadow: Shadow): Code =>
  shadow === undefined ? a : w.and(a, not(w, shadow));
const greatest = (w: Width, a: Code, shadow: Shadow): Code =>
  shadow === undefined ? a : w.or(a, shadow);
/** The same for signed values: an undefined sign bit is 1 in the least. */
const leastSigned = (w: Width, a: Code, shadow: Shadow): Code =>
  shadow === undefined ? a : w.or(least(w, a, shadow), w.and(shadow, w.sign));
const greatestSigned = (w: Width, a: Code, shadow: Shadow): Code =>
  shadow === undefined ? a : w.and(greatest(w, a, shadow), not(w, w.and(shadow, w.sign)));

/** The shadow of an operation on two integers. */
type BinaryRule = (w: Width, a: Code, sa: Shadow, b: Code, sb: Shadow, opcode: number) => Shadow;

/** A bit of a sum is defined if it is the same in the least and in the greatest sum. */
const sum: BinaryRule = (w, a, sa, b, sb) =>
  ifAny(w, union(w, sa, sb), (any) =>
    w.or(
      w.xor(
        w.add(least(w, a, sa), least(w, b, sb)),
        w.add(greatest(w, a, sa), greatest(w, b, sb)),
      ),
      any,
    ));
const difference: BinaryRule = (w, a, sa, b, sb) =>
  ifAny(w, union(w, sa, sb), (any) =>
    w.or(
      w.xor(
        w.sub(least(w, a, sa), greatest(w, b, sb)),
        w.sub(greatest(w, a, sa), least(w, b, sb)),
      ),
      any,
    ));
/** An undefined bit makes all bits from there upwards undefined. */
const upwards: BinaryRule = (w, _a, sa, _b, sb) =>
  ifAny(w, union(w, sa, sb), (any) => w.or(any, w.sub(w.zero, any)));
/** A defined 0 makes the bit of a conjunction defined. */
const conjunction: BinaryRule = (w, a, sa, b, sb) => {
  const any = union(w, sa, sb);
  return any && w.and(w.and(any, greatest(w, a, sa)), greatest(w, b, sb));
};
/** A defined 1 makes the bit of a disjunction defined. */
const disjunction: BinaryRule = (w, a, sa, b, sb) => {
  const any = union(w, sa, sb);
  return any && w.and(w.and(any, not(w, least(w, a, sa))), not(w, least(w, b, sb)));
};
const exclusive: BinaryRule = (w, _a, sa, _b, sb) => union(w, sa, sb);
/** Shifts and rotations move the shadow; by an undefined distance, nothing is known. */
const shift: BinaryRule = (w, _a, sa, b, sb, opcode) => {
  const moved = sa && operation(opcode)(sa, b);
  if (sb === undefined) return moved;
  const distance = w.and(sb, w === WIDTH64 ? i64.const(63) : i32.const(31));
  return w.choose(w.isZero(distance), moved ?? w.zero, w.ones);
};

const BINARY: Readonly<Record<number, BinaryRule>> = {
  0: sum,
  1: difference,
  2: upwards,
  7: conjunction,
  8: disjunction,
  9: exclusive,
  10: shift,
  11: shift,
  12: shift,
  13: shift,
  14: shift,
};

/** 1 if an equality is undefined: no defined bits differ, and some bits are not defined. */
const equality: BinaryRule = (w, a, sa, b, sb) =>
  ifAny(w, union(w, sa, sb), (any) => w.isZero(w.and(w.xor(a, b), not(w, any))), WIDTH32);
/** 1 if a comparison has another result for the least and the greatest values. */
const ordering = (isSigned: boolean): BinaryRule => (w, a, sa, b, sb, opcode) => {
  const low = isSigned ? leastSigned : least;
  const high = isSigned ? greatestSigned : greatest;
  const compare = operation(opcode);
  return ifAny(w, union(w, sa, sb), () =>
    i32.ne(
      compare(low(w, a, sa), high(w, b, sb)) as I32,
      compare(high(w, a, sa), low(w, b, sb)) as I32,
    ), WIDTH32);
};

/** Comparisons, by their distance from `eqz`: eq, ne, then lt, gt, le and ge, signed and unsigned. */
function comparison(distance: number): BinaryRule {
  return distance <= 2 ? equality : ordering(distance % 2 === 1);
}

/** The width and rule of an opcode with two operands. */
function binaryRule(opcode: number): { width: Width; rule: BinaryRule } | undefined {
  const arithmetic32 = BINARY[opcode - 0x6a];
  if (arithmetic32 !== undefined) return { width: WIDTH32, rule: arithmetic32 };
  const arithmetic64 = BINARY[opcode - 0x7c];
  if (arithmetic64 !== undefined) return { width: WIDTH64, rule: arithmetic64 };
  if (opcode >= 0x46 && opcode <= 0x4f) return { width: WIDTH32, rule: comparison(opcode - 0x45) };
  if (opcode >= 0x51 && opcode <= 0x5a) return { width: WIDTH64, rule: comparison(opcode - 0x50) };
  return undefined;
}

/** The shadow of an operation on one integer, given that of the operand. */
type UnaryRule = (w: Width, a: Code, shadow: Code, opcode: number) => Code;

const moved: UnaryRule = (_w, _a, shadow, opcode) => [shadow, opcode];
const isZero: UnaryRule = (w, a, shadow) =>
  equality(w, a, shadow, w.zero, undefined, 0) ?? i32.const(0);
/** A count of zeros is defined if the least and the greatest value have the same. */
const leading: UnaryRule = (w, a, shadow) =>
  w.choose(
    w.isSame(w.clz(least(w, a, shadow)), w.clz(greatest(w, a, shadow))),
    w.zero,
    countBits(w),
  );
const trailing: UnaryRule = (w, a, shadow) =>
  w.choose(
    w.isSame(w.ctz(least(w, a, shadow)), w.ctz(greatest(w, a, shadow))),
    w.zero,
    countBits(w),
  );
const population: UnaryRule = (w, _a, shadow) => w.choose(w.isZero(shadow), w.zero, countBits(w));
/** The bits that a count may have. */
const countBits = (w: Width): Code => w === WIDTH64 ? i64.const(127) : i32.const(63);

const UNARY: ReadonlyMap<number, { readonly width: Width; readonly rule: UnaryRule }> = new Map([
  [0x45, { width: WIDTH32, rule: isZero }],
  [0x67, { width: WIDTH32, rule: leading }],
  [0x68, { width: WIDTH32, rule: trailing }],
  [0x69, { width: WIDTH32, rule: population }],
  [0x50, { width: WIDTH64, rule: isZero }],
  [0x79, { width: WIDTH64, rule: leading }],
  [0x7a, { width: WIDTH64, rule: trailing }],
  [0x7b, { width: WIDTH64, rule: population }],
  // Conversions between the widths, and sign extensions.
  ...[WRAP, 0xac, 0xad, 0xc0, 0xc1, 0xc2, 0xc3, 0xc4].map((opcode) =>
    [opcode, { width: WIDTH64, rule: moved }] as const
  ),
]);

/** Whether code is one of the constants; their bytes may be a hole of a template. */
const isConstant = ([first, second]: Code): boolean =>
  (first === CONST.i32 || first === CONST.i64) && typeof second === "object";

/** Thrown within this module where no rule is known: the whole result is all or nothing. */
class Opaque extends Error {}

/** Adds the shadows of all operands that code reads. */
function collect(code: Code, shadowOf: OperandShadows, into: Set<I64>): void {
  const operand = shadowOf(code);
  if (operand !== undefined) {
    into.add(operand.whole);
    return;
  }
  for (const item of code) if (typeof item !== "number") collect(item, shadowOf, into);
}

/** The rules for one result. */
class Rules {
  readonly #shadowOf: OperandShadows;

  constructor(shadowOf: OperandShadows) {
    this.#shadowOf = shadowOf;
  }

  /** The shadow of a value. Throws {@link Opaque} where no rule is known. */
  of(code: Code): Shadow {
    const known = this.#shadowOf(code);
    if (known !== undefined) return known.shadow;
    if (isConstant(code)) return undefined;
    const last = code.at(-1);
    if (typeof last === "number") return this.#operation(code, last);
    const [first, second] = code;
    // A local that holds no operand: the rounding mode and the like.
    if (first === LOCAL_GET) return undefined;
    if (code.length !== 2 || typeof first !== "object" || typeof second !== "object") {
      throw new Opaque();
    }
    // A load of the machine's own state, or side effects and then a value.
    return typeof second[0] === "number" && second[0] >= 0x28 && second[0] <= 0x35
      ? undefined
      : this.of(second);
  }

  #operation(code: Code, opcode: number): Shadow {
    const [a, b, c] = code;
    if (typeof a !== "object") throw new Opaque();
    if (opcode === HINT.likely || opcode === HINT.unlikely) return this.of(a);
    if (code.length === 2) {
      const unaryRule = UNARY.get(opcode);
      if (unaryRule === undefined) throw new Opaque();
      const shadow = this.of(a);
      return shadow && unaryRule.rule(unaryRule.width, a, shadow, opcode);
    }
    if (code.length === 3 && typeof b === "object") {
      const rule = binaryRule(opcode);
      if (rule === undefined) throw new Opaque();
      return rule.rule(rule.width, a, this.of(a), b, this.of(b), opcode);
    }
    if (code.length === 4 && opcode === SELECT && typeof b === "object" && typeof c === "object") {
      return this.#choice(WIDTH32, c as I32, a, b);
    }
    const otherwise = code[5];
    if (
      code.length === 7 && b === IF && typeof code[3] === "object" && typeof otherwise === "object"
    ) {
      return this.#choice(c === 0x7e ? WIDTH64 : WIDTH32, a as I32, code[3], otherwise);
    }
    throw new Opaque();
  }

  /** Where the condition is undefined, bits that both values have in common are defined. */
  #choice(w: Width, condition: I32, then: Code, otherwise: Code): Shadow {
    const [byCondition, a, b] = [this.of(condition), this.of(then), this.of(otherwise)];
    const chosen = a === undefined && b === undefined
      ? undefined
      : w.choose(condition, a ?? w.zero, b ?? w.zero);
    if (byCondition === undefined) return chosen;
    const differing = union(w, union(w, a, b), w.xor(then, otherwise)) ?? w.zero;
    return w.choose(byCondition as I32, differing, chosen ?? w.zero);
  }
}

function shadowOrAll(code: Code, shadowOf: OperandShadows): Shadow | "all or nothing" {
  try {
    return new Rules(shadowOf).of(code);
  } catch (error) {
    if (error instanceof Opaque) return "all or nothing";
    throw error;
  }
}

/** Some bit of the operands in code is undefined. */
function anyOperand(code: Code, shadowOf: OperandShadows): I64 | undefined {
  const found = new Set<I64>();
  collect(code, shadowOf, found);
  return [...found].reduce<Code | undefined>(
    (any, shadow) => union(WIDTH64, any, shadow),
    undefined,
  ) as I64 | undefined;
}

/**
 * The shadow of a 64-bit value; undefined if all of its bits are always defined. The value's code
 * must have no side effects, as the shadow may compute parts of it again.
 */
export function shadowOf64(value: I64, shadowOf: OperandShadows): I64 | undefined {
  const shadow = shadowOrAll(value, shadowOf);
  if (shadow !== "all or nothing") return shadow as I64 | undefined;
  const any = anyOperand(value, shadowOf);
  return any && choose64(i64.eqz(any), i64.const(0), i64.const(-1));
}

/** The shadow of a condition: not 0 if it is undefined. */
export function shadowOfCondition(condition: I32, shadowOf: OperandShadows): I32 | undefined {
  const shadow = shadowOrAll(condition, shadowOf);
  if (shadow !== "all or nothing") return shadow as I32 | undefined;
  const any = anyOperand(condition, shadowOf);
  return any && i64.ne(any, i64.const(0));
}
