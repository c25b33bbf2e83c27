// SPDX-License-Identifier: MPL-2.0
// Directives for floating-point numbers: `.float`, `.double`, the formats of 16 bits, and those of `.dc`
// and `.dcb`, as in Motorola's assembler.

import type { Assembly } from "../state/assembly.ts";
import { takesData } from "./data.ts";
import type { Directive } from "./directive.ts";
import {
  bytesOf,
  type FloatFormat,
  floatHabit,
  parseFloatLiteral,
  patternSize,
} from "../text/float_literal.ts";
import * as token from "../text/token.ts";

const MAXIMA: Readonly<Record<FloatFormat, string>> = {
  4: "3.4028235e38",
  8: "1.7976931348623157e308",
  half: "65504",
  brain: "3.3895314e38",
  extended: "1.189731495357231765e4932",
};

/** Takes a number in a format: its bits, or undefined after an error. */
function takeFraction(
  assembly: Assembly,
  format: FloatFormat,
): { bits: bigint; size: number } | undefined {
  const { cursor } = assembly;
  const { lexer } = cursor;
  const first = cursor.at;
  while (!cursor.atEnd && cursor.kind !== token.COMMA) cursor.at++;
  if (cursor.at === first) {
    cursor.expected("a number");
    return undefined;
  }
  const text = lexer.text.slice(lexer.starts[first], lexer.ends[cursor.at - 1]);
  const literal = parseFloatLiteral(text, format);
  if (literal.kind === "malformed") {
    const { at } = cursor;
    cursor.at = first;
    if (cursor.kind === token.UNTERMINATED || cursor.kind === token.BACKSLASH) {
      cursor.expected("a number");
      return undefined;
    }
    const { message, replacement } = floatHabit(text);
    cursor.error(first, `\`${text}\` is not a number`, {
      notes: [{ message: "for example 1.5, 2e-3, inf, nan, or 0f:3fc00000 for the bits" }],
      ...(message === undefined ? {} : {
        fix: replacement === undefined ? { message } : { message, replacement },
      }),
    }, at);
    return undefined;
  }
  if (literal.kind === "tooLarge") {
    cursor.error(first, `\`${text}\` is too large: the maximum is ${MAXIMA[format]}`, {
      fix: { message: "use `inf` for infinity" },
    }, cursor.at);
    return undefined;
  }
  if (literal.underflows) {
    cursor.warn(
      first,
      `\`${text}\` is too small for this format: it becomes 0`,
      {},
      cursor.at,
    );
  }
  const { message } = floatHabit(text);
  if (message !== undefined) cursor.warn(first, `\`${text}\`: ${message}`, {}, cursor.at);
  const size = literal.isPattern ? patternSize(format) : bytesOf(format);
  return { bits: literal.bits, size };
}

/** `.float` and so on: numbers. */
function fractions(format: FloatFormat): Directive {
  return (assembly) => {
    const { cursor, section } = assembly;
    if (!takesData(assembly)) return;
    section.markLine(assembly.lineLocation);
    if (cursor.atEnd) return;
    do {
      const at = cursor.at;
      const value = takeFraction(assembly, format);
      if (value === undefined || !assembly.hasRoom(value.size, at)) return;
      const { bits, size } = value;
      section.integer(size === 4 ? Number(bits) : bits, size);
    } while (cursor.take(token.COMMA));
    cursor.end();
  };
}

/** `.dcb.s count, number` and so on: a number, repeated; without one, zeros. */
function repeated(format: FloatFormat): Directive {
  return (assembly) => {
    const { cursor, section, expressions } = assembly;
    if (!takesData(assembly)) return;
    section.markLine(assembly.lineLocation);
    const first = cursor.at;
    const count = expressions.parseConstant("the count");
    if (count === undefined) return;
    const value = cursor.take(token.COMMA)
      ? takeFraction(assembly, format)
      : { bits: 0n, size: patternSize(format) };
    if (value === undefined || !cursor.end()) return;
    const { bits, size } = value;
    if (count < 0) {
      cursor.warn(first, `the count is negative (${count}): ignored`, {}, first + 1);
    } else if (assembly.hasRoom(Number(count) * size, first)) {
      section.fill(Number(count), { value: bits, size });
    }
  };
}

/** The directives of this file. */
export const FLOAT_DIRECTIVES: Readonly<Record<string, Directive>> = {
  ".float": fractions(4),
  ".single": fractions(4),
  ".double": fractions(8),
  ".float16": fractions("half"),
  ".bfloat16": fractions("brain"),
  ".dc.s": fractions(4),
  ".dc.d": fractions(8),
  ".dc.x": fractions("extended"),
  ".dcb.s": repeated(4),
  ".dcb.d": repeated(8),
  ".dcb.x": repeated("extended"),
};
