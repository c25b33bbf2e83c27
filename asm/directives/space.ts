// SPDX-License-Identifier: MPL-2.0
// Directives that reserve space in the current section: filling, alignment, and `.org`. Where the
// amount depends on code of unknown size, a fragment stands for it until layout.

import type { Assembly } from "../state/assembly.ts";
import type { Cursor } from "../text/cursor.ts";
import type { FixAt } from "../object/diagnostic.ts";
import type { Directive } from "./directive.ts";
import { evaluate, EvaluationError } from "../state/expression.ts";
import type { Expression } from "../state/symbol.ts";
import { isCompiled } from "../text/register_namesakes.ts";
import { emptyFragment, type Filling } from "../state/section.ts";
import * as token from "../text/token.ts";
import type { Int64 } from "../object/value.ts";

/** Parses an optional value after a comma; `otherwise` if there is none, or it is empty. */
export function optional(
  assembly: Assembly,
  what: string,
  otherwise: Int64 | undefined,
): Int64 | undefined {
  const { cursor, expressions } = assembly;
  if (!cursor.take(token.COMMA)) return otherwise;
  if (cursor.atEnd || cursor.kind === token.COMMA) return otherwise;
  return expressions.parseConstant(what);
}

/** Reserves space, or makes a fragment if the amount is known only after layout. */
function reserve(
  assembly: Assembly,
  count: Expression,
  filling: Filling,
  first: number,
): void {
  const { cursor, section, expressions } = assembly;
  const linear = evaluate(count);
  const isLate = !(linear instanceof EvaluationError) && linear.plus !== undefined &&
    linear.minus !== undefined;
  if (isLate) {
    section.fragments.push({
      ...emptyFragment("space", section.size, cursor.range(first, cursor.at)),
      expression: count,
      fill: filling,
    });
    section.growth = Infinity;
    return;
  }
  const value = expressions.constantOf(count, "the count", first);
  if (value === undefined) return;
  if (value < 0) {
    // As in GNU as, which ignores it with a warning.
    cursor.warn(first, `the count is negative (${value}): ignored`, {}, cursor.at);
    return;
  }
  const bytes = Number(value) * filling.size;
  if (section.type === "nobits" && filling.value !== 0) {
    cursor.error(first, `section ${section.name} can hold only zeros`, {}, cursor.at);
    return;
  }
  if (!assembly.hasRoom(bytes, first)) return;
  section.fill(Number(value), filling);
  assembly.noteFragment();
}

/** `.zero`, `.space`, `.skip`: a number of bytes with a value. */
const space: Directive = (assembly) => {
  const { cursor, section, expressions } = assembly;
  section.markLine(assembly.lineLocation);
  const first = cursor.at;
  const count = expressions.parse();
  if (count === undefined) return;
  const value = optional(assembly, "the filling", 0);
  if (value === undefined || !cursor.end()) return;
  reserve(assembly, count, { value, size: 1 }, first);
};

/** Values of `.fill` have at most 4 bytes; the rest of a larger unit is zero. */
const MAX_FILL_VALUE_SIZE = 4;

/** `.fill repeat, size, value`. */
const fill: Directive = (assembly) => {
  const { cursor, section, expressions } = assembly;
  section.markLine(assembly.lineLocation);
  const first = cursor.at;
  const count = expressions.parse();
  if (count === undefined) return;
  const size = optional(assembly, "the size", 1);
  if (size === undefined) return;
  const value = optional(assembly, "the value", 0);
  if (value === undefined || !cursor.end()) return;
  if (size < 0) {
    cursor.warn(first, `the size is negative (${size}): ignored`, {}, cursor.at);
    return;
  }
  if (size === 0) return;
  const unit = Math.min(8, Number(size));
  const bits = 8 * Math.min(unit, MAX_FILL_VALUE_SIZE);
  const kept = Number(BigInt.asUintN(bits, BigInt(value)));
  reserve(assembly, count, { value: kept, size: unit }, first);
};

/** `.ds count, value` and `.dcb count, value`, as in Motorola's assembler: units of a size. */
function units(size: number): Directive {
  return (assembly) => {
    const { cursor, section, expressions } = assembly;
    section.markLine(assembly.lineLocation);
    const first = cursor.at;
    const count = expressions.parse();
    if (count === undefined) return;
    const value = optional(assembly, "the value", 0);
    if (value === undefined || !cursor.end()) return;
    const kept = size < 8 ? Number(BigInt.asUintN(8 * size, BigInt(value))) : value;
    reserve(assembly, count, { value: kept, size }, first);
  };
}

/** The largest exponent that `.align` takes. */
const MAX_POWER = 31;

/** From here on, an exponent is larger than a page, and probably meant as bytes. */
const LIKELY_BYTES = 16;
/** A larger alignment is not probable either way, and fails for its size. */
const MAX_LIKELY_ALIGNMENT = 2 ** 24;

/** The fix for an `.align` that counts bytes, as on other processors. */
function byteAlignment({ lexer, at }: Cursor, bytes: Int64): FixAt {
  let directive = at - 1;
  while (directive > 0 && !lexer.slice(directive).startsWith(".")) directive--;
  return {
    message: `\`.balign ${bytes}\` aligns to ${bytes} bytes`,
    replacement: ".balign",
    location: lexer.location(directive),
    length: lexer.length(directive),
  };
}

function warnOfPower(assembly: Assembly, amount: Int64, bytes: Int64, first: number): void {
  if (isCompiled(assembly.sources)) return;
  assembly.cursor.warn(
    first,
    `\`.align ${amount}\` aligns to 2^${amount} = ${bytes} bytes`,
    { fix: byteAlignment(assembly.cursor, amount) },
  );
}

/** `.align` and so on. `power`: whether the operand is the exponent. `unit`: bytes of the filling. */
function alignment(power: boolean, unit: number): Directive {
  return (assembly, name) => {
    const { cursor, section, expressions } = assembly;
    section.markLine(assembly.lineLocation);
    const first = cursor.at;
    const amount = cursor.atEnd ? 0 : expressions.parseConstant("the alignment");
    if (amount === undefined) return;
    const hasFill = cursor.kind === token.COMMA && cursor.kindAfter(1) !== token.COMMA &&
      cursor.kindAfter(1) !== token.END;
    const value = optional(assembly, "the filling", 0);
    const limit = optional(assembly, "the limit", 0);
    if (value === undefined || limit === undefined || !cursor.end()) return;
    const bytes = power ? (amount <= MAX_POWER && amount >= 0 ? 2 ** Number(amount) : NaN) : amount;
    const isPower = typeof bytes === "number" && bytes >= 0 && bytes <= 2 ** MAX_POWER &&
      (bytes === 0 || Number.isInteger(Math.log2(bytes)));
    if (!isPower) {
      const range = power ? `an exponent of 0 to ${MAX_POWER}` : "a power of two";
      const meant = power && amount > MAX_POWER && Number.isInteger(Math.log2(Number(amount)));
      cursor.error(
        first,
        `the alignment must be ${range}, not ${amount}`,
        meant ? { fix: byteAlignment(cursor, amount) } : {},
        first + 1,
      );
      return;
    }
    const isOdd = name === ".align" && amount >= LIKELY_BYTES && bytes <= MAX_LIKELY_ALIGNMENT;
    if (isOdd) warnOfPower(assembly, amount, bytes, first);
    const isCode = section.flags.execute && !hasFill;
    const filling = isCode ? undefined : { value, size: unit };
    align(assembly, Math.max(1, bytes), Number(limit), filling, first);
  };
}

/** GNU as assumes that code is aligned to its instructions, and adds no padding for less. */
const instructionAlignment = ({ architecture }: Assembly): number =>
  architecture.compresses ? 2 : 4;

function warnOfCodeAlignment(assembly: Assembly, bytes: number, first: number): void {
  const { cursor, section } = assembly;
  cursor.warn(
    first - 1,
    `this adds no padding: as in GNU as, code is assumed to be aligned to ${
      instructionAlignment(assembly)
    } bytes`,
    {
      notes: [{ message: `${section.name} is ${section.size} bytes long here` }],
      fix: { message: `use \`.balign ${bytes}, 0\`, or keep data out of the code` },
    },
    cursor.at,
  );
}

function align(
  assembly: Assembly,
  bytes: number,
  limit: number,
  filling: Filling | undefined,
  first: number,
): void {
  const { section, cursor } = assembly;
  if (bytes > section.alignment) section.alignment = bytes;
  const padding = (bytes - section.size % bytes) % bytes;
  if (filling === undefined && bytes <= instructionAlignment(assembly)) {
    if (padding > 0) warnOfCodeAlignment(assembly, bytes, first);
    return;
  }
  const kept = limit > 0 && padding > limit ? 0 : padding;
  if (!assembly.hasRoom(kept, first)) return;
  const { fragments } = section;
  if (fragments.length > 0 || section.whole !== section || assembly.usesCompression) {
    fragments.push({
      ...emptyFragment("align", section.size, cursor.range(first, cursor.at)),
      ...cursor.range(first, Math.max(first + 1, cursor.at)),
      size: kept,
      finalSize: kept,
      alignment: bytes,
      limit,
      fill: filling,
    });
    section.growth += bytes - 1;
  }
  section.pad(kept, filling);
  assembly.noteFragment();
}

/** `.org`, and `. =`: advances to an offset of the section. */
export const org: Directive = (assembly) => {
  const { cursor, section, expressions } = assembly;
  section.markLine(assembly.lineLocation);
  const first = cursor.at;
  const target = expressions.parse();
  if (target === undefined) return;
  const value = optional(assembly, "the filling", 0);
  if (value === undefined || !cursor.end()) return;
  section.fragments.push({
    ...emptyFragment("org", section.size, cursor.range(first, cursor.at)),
    expression: target,
    fill: { value, size: 1 },
  });
  section.growth = Infinity;
};

/** The directives of this file. */
export const SPACE_DIRECTIVES: Readonly<Record<string, Directive>> = {
  ".zero": space,
  ".space": space,
  ".skip": space,
  ".fill": fill,
  ".ds": units(2),
  ".ds.b": units(1),
  ".ds.w": units(2),
  ".ds.l": units(4),
  ".ds.s": units(4),
  ".ds.d": units(8),
  ".ds.x": units(12),
  ".ds.p": units(12),
  ".dcb": units(2),
  ".dcb.b": units(1),
  ".dcb.w": units(2),
  ".dcb.l": units(4),
  ".align": alignment(true, 1),
  ".p2align": alignment(true, 1),
  ".p2alignw": alignment(true, 2),
  ".p2alignl": alignment(true, 4),
  ".balign": alignment(false, 1),
  ".balignw": alignment(false, 2),
  ".balignl": alignment(false, 4),
  ".org": org,
};
