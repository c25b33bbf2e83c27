// SPDX-License-Identifier: MPL-2.0
// Directives that put data into the current section: integers, strings, fractions, filling,
// alignment.

import type { Assembly } from "./assembly.ts";
import type { Directive } from "./directive.ts";
import { evaluate, EvaluationError, type Expression, isConstant } from "./expression.ts";
import { stringBytes } from "./literal.ts";
import { DATA_TYPES } from "./relocation.ts";
import type { Filling, Piece } from "./section.ts";
import * as token from "./token.ts";
import { showValue, type Value } from "./value.ts";

/** Whether data may go to the current section; reports it when not. */
function takesData(assembly: Assembly): boolean {
  const { section, cursor } = assembly;
  if (section.type !== "nobits") return true;
  const directive = cursor.lexer.slice(cursor.at - 1);
  cursor.error(
    cursor.at - 1,
    `section ${section.name} holds zeros only: ${directive} cannot go there`,
    {
      fix: { message: "`.zero` leaves room here; `.data` is for values" },
    },
  );
  return false;
}

/** `.byte` and the others: integers of a size, which may depend on symbols. */
function integers(size: number): Directive {
  const types = DATA_TYPES.get(size);
  const lowest = -(2n ** BigInt(size * 8 - 1));
  const highest = 2n ** BigInt(size * 8) - 1n;
  const lowestNumber = Number(lowest);
  const highestNumber = Number(highest);
  return (assembly) => {
    const { cursor, section, expressions } = assembly;
    const { lexer } = cursor;
    if (section.type === "nobits" && !takesZeros(assembly)) return;
    section.markLine(assembly.lineLocation);
    if (cursor.atEnd) return;
    if (!assembly.room(size * lexer.count, cursor.at)) return;
    do {
      const first = cursor.at;
      const next = lexer.kinds[first + 1];
      if (lexer.kinds[first] === token.NUMBER && (next === token.COMMA || next === token.END)) {
        const value = lexer.values[first]!;
        if (value <= highestNumber) {
          cursor.at++;
          section.integer(value, size);
          continue;
        }
      }
      const expression = expressions.parse();
      if (expression === undefined) return;
      const linear = expression.kind === "number" ? undefined : evaluate(expression);
      const known = expression.kind === "number"
        ? expression.value
        : linear !== undefined && !(linear instanceof EvaluationError) && isConstant(linear)
        ? linear.offset
        : undefined;
      if (known !== undefined) {
        if (size < 8 && (known < lowestNumber || known > highestNumber)) {
          warnOfTruncation(assembly, known, size, first);
        }
        section.integer(known, size);
        continue;
      }
      const { location, length } = cursor.range(first, cursor.at);
      const type = types?.whole ?? 0;
      if (
        linear === undefined || linear instanceof EvaluationError || linear.minus !== undefined ||
        linear.plus === undefined
      ) {
        assembly.addFixup(type, undefined, 0, expression, location, length);
      } else {
        assembly.addFixup(type, linear.plus, linear.offset, undefined, location, length);
      }
      section.integer(0, size);
    } while (cursor.take(token.COMMA));
    cursor.end();
  };
}

/** In .bss only zeros can be said, as GNU as has it. */
function takesZeros(assembly: Assembly): boolean {
  const { kinds, values, count } = assembly.lexer;
  for (let index = assembly.cursor.at; index < count; index++) {
    const isZero = kinds[index] === token.NUMBER && values[index] === 0;
    if (!isZero && kinds[index] !== token.COMMA) return takesData(assembly);
  }
  return true;
}

function warnOfTruncation(assembly: Assembly, value: Value, size: number, first: number): void {
  const kept = BigInt.asUintN(size * 8, BigInt(value));
  const bytes = size === 1 ? "one byte" : `${size} bytes`;
  assembly.cursor.warn(
    first,
    `${showValue(value)} does not fit in ${bytes}: ${showValue(Number(kept))} is kept`,
    {},
    assembly.cursor.at,
  );
}

/** `.ascii` and the others: strings, each with `zeros` zero bytes after it. */
function strings(zeros: number): Directive {
  return (assembly) => {
    const { cursor, section } = assembly;
    const { lexer } = cursor;
    if (!takesData(assembly)) return;
    section.markLine(assembly.lineLocation);
    if (cursor.atEnd) return;
    do {
      // Strings next to one another, without a comma, are one string.
      if (cursor.kind !== token.STRING) return cursor.expected("a string in double quotes");
      while (cursor.kind === token.STRING) {
        const at = cursor.at++;
        const start = lexer.starts[at]! + 1;
        const bytes = stringBytes(lexer.text, start, lexer.ends[at]! - 1, (offset) => {
          assembly.diagnostics.warn(
            assembly.sources,
            lexer.base + offset,
            2,
            `\`${lexer.text.slice(offset, offset + 2)}\` is not an escape sequence`,
            { fix: { message: "a backslash itself is written `\\\\`" } },
          );
        });
        if (!assembly.room(bytes.length + zeros, at)) return;
        section.bytes(bytes);
      }
      if (zeros > 0) section.integer(0, zeros);
    } while (cursor.take(token.COMMA));
    cursor.end();
  };
}

/** `.float` and `.double`: fractions in IEEE 754's formats. */
function fractions(size: 4 | 8): Directive {
  return (assembly) => {
    const { cursor, section } = assembly;
    const { lexer } = cursor;
    if (!takesData(assembly)) return;
    section.markLine(assembly.lineLocation);
    if (cursor.atEnd) return;
    do {
      const negative = cursor.take(token.MINUS);
      if (!negative) cursor.take(token.PLUS);
      const at = cursor.at;
      let value: number;
      if (cursor.kind === token.NUMBER || cursor.kind === token.FRACTION) {
        value = cursor.kind === token.NUMBER ? Number(lexer.number(at)) : lexer.values[at]!;
      } else if (cursor.kind === token.NAME && /^(inf|infinity|nan)$/i.test(lexer.slice(at))) {
        value = /^inf/i.test(lexer.slice(at)) ? Infinity : NaN;
      } else {
        return cursor.expected("a number");
      }
      cursor.at++;
      const bytes = new Uint8Array(size);
      const view = new DataView(bytes.buffer);
      if (size === 4) view.setFloat32(0, negative ? -value : value, true);
      else view.setFloat64(0, negative ? -value : value, true);
      section.bytes(bytes);
    } while (cursor.take(token.COMMA));
    cursor.end();
  };
}

/** Parses an optional value after a comma; `otherwise` when there is none or it is left empty. */
function optional(
  assembly: Assembly,
  what: string,
  otherwise: Value | undefined,
): Value | undefined {
  const { cursor, expressions } = assembly;
  if (!cursor.take(token.COMMA)) return otherwise;
  if (cursor.atEnd || cursor.kind === token.COMMA) return otherwise;
  return expressions.parseConstant(what);
}

/** A piece with nothing in it yet; directives fill in what theirs needs. */
export function emptyPiece(assembly: Assembly, kind: Piece["kind"], first: number): Piece {
  const { cursor, section } = assembly;
  return {
    kind,
    offset: section.size,
    size: 0,
    finalSize: 0,
    word: 0,
    symbol: undefined,
    addend: 0,
    alignment: 0,
    limit: 0,
    fill: undefined,
    expression: undefined,
    ...cursor.range(first, cursor.at),
  };
}

/** Leaves room, or notes that how much is known only after layout. */
function leave(
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
    section.pieces.push({
      ...emptyPiece(assembly, "space", first),
      expression: count,
      fill: filling,
    });
    section.growth = Infinity;
    return;
  }
  const value = expressions.constantOf(count, "the count", first);
  if (value === undefined) return;
  if (value < 0) {
    // GNU as ignores these, with a warning.
    cursor.warn(first, `the count is negative (${value}): nothing is left free`, {}, cursor.at);
    return;
  }
  const bytes = Number(value) * filling.size;
  if (section.type === "nobits" && filling.value !== 0) {
    cursor.error(first, `section ${section.name} holds zeros only`, {}, cursor.at);
    return;
  }
  if (assembly.room(bytes, first)) section.fill(Number(value), filling);
}

/** `.zero`, `.space`, `.skip`: so many bytes of a value. */
const space: Directive = (assembly) => {
  const { cursor, section, expressions } = assembly;
  section.markLine(assembly.lineLocation);
  const first = cursor.at;
  const count = expressions.parse();
  if (count === undefined) return;
  const value = optional(assembly, "the filling", 0);
  if (value === undefined || !cursor.end()) return;
  leave(assembly, count, { value, size: 1 }, first);
};

/** Values of `.fill` are 4 bytes at most; larger units end in zeros. */
const LARGEST_FILL_VALUE = 4;

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
    cursor.warn(first, `the size is negative (${size}): nothing is filled`, {}, cursor.at);
    return;
  }
  if (size === 0) return;
  const unit = Math.min(8, Number(size));
  const bits = 8 * Math.min(unit, LARGEST_FILL_VALUE);
  const kept = Number(BigInt.asUintN(bits, BigInt(value)));
  leave(assembly, count, { value: kept, size: unit }, first);
};

/** The highest power of two that `.align` takes. */
const MOST_POWER = 31;

/** `.align` and kin. `power`: whether the operand is the exponent. `unit`: bytes of the filling. */
function alignment(power: boolean, unit: number): Directive {
  return (assembly) => {
    const { cursor, section, expressions } = assembly;
    section.markLine(assembly.lineLocation);
    const first = cursor.at;
    const amount = cursor.atEnd ? 0 : expressions.parseConstant("the alignment");
    if (amount === undefined) return;
    const hasFill = cursor.kind === token.COMMA && cursor.kindAfter(1) !== token.COMMA &&
      cursor.kindAfter(1) !== token.END;
    const value = optional(assembly, "the filling", 0);
    const most = optional(assembly, "the limit", 0);
    if (value === undefined || most === undefined || !cursor.end()) return;
    const bytes = power
      ? (amount <= MOST_POWER && amount >= 0 ? 2 ** Number(amount) : NaN)
      : amount;
    const isPower = typeof bytes === "number" && bytes >= 0 && bytes <= 2 ** MOST_POWER &&
      (bytes === 0 || Number.isInteger(Math.log2(bytes)));
    if (!isPower) {
      const range = power ? `0 to ${MOST_POWER}, the power of two` : "a power of two";
      cursor.error(first, `the alignment must be ${range}, not ${amount}`, {}, first + 1);
      return;
    }
    const isCode = section.flags.execute && !hasFill;
    const filling = isCode ? undefined : { value, size: unit };
    align(assembly, Math.max(1, bytes), Number(most), filling, first);
  };
}

/** GNU as takes code to be aligned to its instructions already, and does nothing for less. */
const INSTRUCTION_ALIGNMENT = 4;

function warnOfCodeAlignment(assembly: Assembly, bytes: number, first: number): void {
  const { cursor, section } = assembly;
  cursor.warn(
    first - 1,
    `this aligns nothing: in code GNU as takes everything to be aligned to ${INSTRUCTION_ALIGNMENT} bytes`,
    {
      notes: [{ message: `${section.name} is ${section.size} bytes long here` }],
      fix: { message: `\`.balign ${bytes}, 0\` aligns; better, keep data out of the code` },
    },
    cursor.at,
  );
}

function align(
  assembly: Assembly,
  bytes: number,
  most: number,
  filling: Filling | undefined,
  first: number,
): void {
  const { section, cursor } = assembly;
  if (bytes > section.alignment) section.alignment = bytes;
  const padding = (bytes - section.size % bytes) % bytes;
  if (filling === undefined && bytes <= INSTRUCTION_ALIGNMENT) {
    if (padding > 0) warnOfCodeAlignment(assembly, bytes, first);
    return;
  }
  const kept = most > 0 && padding > most ? 0 : padding;
  if (!assembly.room(kept, first)) return;
  const { pieces } = section;
  if (pieces.length > 0) {
    pieces.push({
      ...emptyPiece(assembly, "align", first),
      ...cursor.range(first, Math.max(first + 1, cursor.at)),
      size: kept,
      finalSize: kept,
      alignment: bytes,
      limit: most,
      fill: filling,
    });
    section.growth += bytes - 1;
  }
  section.pad(kept, filling);
}

/** `.org`: goes to an offset of the section. */
const org: Directive = (assembly) => {
  const { cursor, section, expressions } = assembly;
  section.markLine(assembly.lineLocation);
  const first = cursor.at;
  const target = expressions.parse();
  if (target === undefined) return;
  const value = optional(assembly, "the filling", 0);
  if (value === undefined || !cursor.end()) return;
  section.pieces.push({
    ...emptyPiece(assembly, "org", first),
    expression: target,
    fill: { value, size: 1 },
  });
  section.growth = Infinity;
};

/** `.uleb128` and `.sleb128`: numbers in as many bytes as they need (DWARF). */
function leb128(kind: "uleb" | "sleb"): Directive {
  return (assembly) => {
    const { cursor, section, expressions } = assembly;
    if (!takesData(assembly)) return;
    section.markLine(assembly.lineLocation);
    do {
      const first = cursor.at;
      const expression = expressions.parse();
      if (expression === undefined) return;
      section.pieces.push({ ...emptyPiece(assembly, kind, first), expression });
      section.growth = Infinity;
    } while (cursor.take(token.COMMA));
    cursor.end();
  };
}

/** The directives of this file. */
export const DATA_DIRECTIVES: Readonly<Record<string, Directive>> = {
  ".byte": integers(1),
  ".half": integers(2),
  ".hword": integers(2),
  ".short": integers(2),
  ".2byte": integers(2),
  ".word": integers(4),
  ".int": integers(4),
  ".long": integers(4),
  ".4byte": integers(4),
  ".dword": integers(8),
  ".quad": integers(8),
  ".8byte": integers(8),
  ".ascii": strings(0),
  ".asciz": strings(1),
  ".string": strings(1),
  ".float": fractions(4),
  ".single": fractions(4),
  ".double": fractions(8),
  ".zero": space,
  ".space": space,
  ".skip": space,
  ".fill": fill,
  ".align": alignment(true, 1),
  ".p2align": alignment(true, 1),
  ".p2alignw": alignment(true, 2),
  ".p2alignl": alignment(true, 4),
  ".balign": alignment(false, 1),
  ".balignw": alignment(false, 2),
  ".balignl": alignment(false, 4),
  ".org": org,
  ".uleb128": leb128("uleb"),
  ".sleb128": leb128("sleb"),
};
