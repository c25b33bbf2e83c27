// SPDX-License-Identifier: MPL-2.0
// Directives that put data into the current section: integers, strings and LEB128 numbers.

import type { Assembly } from "../state/assembly.ts";
import type { Cursor } from "../text/cursor.ts";
import type { Directive } from "./directive.ts";
import { emptyFragment } from "../state/section.ts";
import { evaluate, EvaluationError, isConstant } from "../state/expression.ts";
import { stringBytes } from "../text/literal.ts";
import { DATA_TYPES, R } from "../object/relocation.ts";
import { takeWideConstant } from "../text/wide_constant.ts";
import * as token from "../text/token.ts";
import { type Int64, showValue } from "../object/value.ts";

/** Whether the current section can hold data; reports it if not. */
export function takesData(assembly: Assembly): boolean {
  const { section, cursor } = assembly;
  if (section.type !== "nobits") return true;
  const directive = cursor.lexer.slice(cursor.at - 1);
  cursor.error(
    cursor.at - 1,
    `section ${section.name} can hold only zeros, not the data of \`${directive}\``,
    {
      fix: { message: "use `.zero` to reserve space here, or switch to `.data`" },
    },
  );
  return false;
}

/** `.byte` and so on: integers of a size, which may depend on symbols. */
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
    if (!assembly.hasRoom(size * lexer.count, cursor.at)) return;
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
      const wide = lexer.bigs.size > 0 ? takeWideConstant(cursor) : undefined;
      if (wide?.isWide === true) {
        if (wide.value !== 0n) warnOfTruncation(assembly, wide.value, size, first);
        section.integer(BigInt.asUintN(size * 8, wide.value), size);
        continue;
      }
      cursor.at = first;
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
    cursor.endOfList();
  };
}

/** `.dtprelword`, `.dtpreldword`: the offset of a thread-local variable, for debuggers. */
function threadOffsets(size: 4 | 8): Directive {
  return (assembly) => {
    const { cursor, section, expressions } = assembly;
    if (!takesData(assembly)) return;
    section.markLine(assembly.lineLocation);
    const first = cursor.at;
    const expression = expressions.parse();
    if (expression === undefined || !cursor.end()) return;
    const { location, length } = cursor.range(first, cursor.at);
    const type = size === 4 ? R.TLS_DTPREL32 : R.TLS_DTPREL64;
    if (!assembly.hasRoom(size, first)) return;
    assembly.addFixup(type, undefined, 0, expression, location, length);
    section.integer(0, size);
  };
}

/** As in GNU as, integers in .bss can only be zero; reports any other. */
function takesZeros(assembly: Assembly): boolean {
  const { kinds, values, count } = assembly.lexer;
  for (let index = assembly.cursor.at; index < count; index++) {
    const isZero = kinds[index] === token.NUMBER && values[index] === 0;
    if (!isZero && kinds[index] !== token.COMMA) return takesData(assembly);
  }
  return true;
}

const OCTA_SIZE = 16;
const OCTA_LIMIT = 1n << 128n;

function warnOfTruncation(assembly: Assembly, value: Int64, size: number, first: number): void {
  const kept = BigInt.asUintN(size * 8, BigInt(value));
  const bytes = size === 1 ? "one byte" : `${size} bytes`;
  assembly.cursor.warn(
    first,
    `${showValue(value)} does not fit in ${bytes}: truncated to ${
      showValue(kept <= Number.MAX_SAFE_INTEGER ? Number(kept) : kept)
    }`,
    {},
    assembly.cursor.at,
  );
}

/** Reports a missing string, with quotes as the fix for words. */
function expectedString(cursor: Cursor): void {
  const { lexer, at, kind } = cursor;
  const rest = lexer.text.slice(lexer.starts[at], lexer.ends[lexer.count - 1]);
  const [inner = rest] = /(?<=^').*(?=')/.exec(rest) ?? [];
  const isWords = kind === token.NAME || kind === token.NUMBER && rest.startsWith("'");
  const range = { location: lexer.location(at), length: rest.length };
  const fix = { message: "put strings in double quotes", replacement: `"${inner}"`, ...range };
  cursor.expected("a string in double quotes", isWords ? { fix } : undefined);
}

/** Escapes of other assemblers and of C, and how the character is written here. */
const OTHER_ESCAPES: ReadonlyMap<string, string> = new Map([["a", "\\007"], ["e", "\\033"]]);

function warnOfEscape({ diagnostics, lexer, sources }: Assembly, offset: number): void {
  const letter = lexer.text[offset + 1] ?? "";
  const location = lexer.base + offset;
  if (letter === "\n") {
    diagnostics.warn(
      sources,
      location,
      1,
      "a backslash joins no lines: as in GNU as, this is a backslash and the letter n",
      { fix: { message: "end the string here, and continue it with another" } },
    );
    return;
  }
  const code = OTHER_ESCAPES.get(letter);
  const message = code === undefined
    ? "write `\\\\` for a backslash"
    : `as in GNU as, this is the letter ${letter}; write \`${code}\` for the control character`;
  const details = { fix: { message } };
  diagnostics.warn(sources, location, 2, `unknown escape sequence \`\\${letter}\``, details);
}

/** `<65>` among strings: a character by its number. False after an error. */
function characterCode({ cursor, section, lexer }: Assembly, width: number): boolean {
  if (cursor.kind !== token.NUMBER) {
    cursor.expected("the number of a character");
    return false;
  }
  const value = lexer.number(cursor.at++);
  if (!cursor.take(token.GREATER)) {
    cursor.expected("`>`");
    return false;
  }
  section.integer(value, width);
  return true;
}

/** `.ascii` and so on: strings, each followed by `zeros` zeros. `width`: bytes of a character. */
function strings(zeros: number, width = 1): Directive {
  return (assembly) => {
    const { cursor, section } = assembly;
    const { lexer } = cursor;
    if (!takesData(assembly)) return;
    section.markLine(assembly.lineLocation);
    if (cursor.atEnd) return;
    do {
      // Adjacent strings without a comma are one string.
      if (cursor.kind !== token.STRING && cursor.kind !== token.LESS) return expectedString(cursor);
      while (cursor.kind === token.STRING || cursor.kind === token.LESS) {
        const at = cursor.at++;
        if (lexer.kinds[at] === token.LESS) {
          if (!characterCode(assembly, width)) return;
          continue;
        }
        const start = lexer.starts[at]! + 1;
        const bytes = stringBytes(lexer.text, start, lexer.ends[at]! - 1, (offset) => {
          warnOfEscape(assembly, offset);
        });
        if (!assembly.hasRoom((bytes.length + zeros) * width, at)) return;
        if (width === 1) section.bytes(bytes);
        else for (const byte of bytes) section.integer(byte, width);
      }
      if (zeros > 0) section.integer(0, zeros * width);
    } while (cursor.take(token.COMMA));
    cursor.end();
  };
}

/**
 * Whether a minus precedes the first number of an expression. In GNU as it makes the upper half of an
 * `.octa` ones, whatever the value.
 */
function hasMinus({ lexer, at }: Cursor): boolean {
  for (let index = at; PREFIXES.has(lexer.kinds[index]!); index++) {
    if (lexer.kinds[index] === token.EXCLAMATION) return false;
    if (lexer.kinds[index] === token.MINUS) return true;
  }
  return false;
}

const PREFIXES: ReadonlySet<number> = new Set([
  token.MINUS,
  token.PLUS,
  token.TILDE,
  token.EXCLAMATION,
  token.LEFT,
]);

/** `.octa`: constants of 16 bytes. */
const octa: Directive = (assembly) => {
  const { cursor, section, expressions } = assembly;
  if (!takesData(assembly)) return;
  section.markLine(assembly.lineLocation);
  if (cursor.atEnd) return;
  do {
    const first = cursor.at;
    if (!assembly.hasRoom(OCTA_SIZE, first)) return;
    const wide = takeWideConstant(cursor);
    let value = wide?.value ?? 0n;
    if (wide?.isWide !== true) {
      cursor.at = first;
      const isNegated = hasMinus(cursor);
      const constant = expressions.parseConstant("the number");
      if (constant === undefined) return;
      value = BigInt.asUintN(64, BigInt(constant)) - (isNegated ? 1n << 64n : 0n);
    }
    const kept = BigInt.asUintN(8 * OCTA_SIZE, value);
    if (value >= OCTA_LIMIT || value < -OCTA_LIMIT / 2n) {
      warnOfTruncation(assembly, value, OCTA_SIZE, first);
    }
    section.integer(BigInt.asUintN(64, kept), 8);
    section.integer(kept >> 64n, 8);
  } while (cursor.take(token.COMMA));
  cursor.endOfList();
};

/** `.uleb128` and `.sleb128`: numbers of variable length (DWARF). */
function leb128(kind: "uleb" | "sleb"): Directive {
  return (assembly) => {
    const { cursor, section, expressions } = assembly;
    if (!takesData(assembly)) return;
    section.markLine(assembly.lineLocation);
    do {
      const first = cursor.at;
      const expression = expressions.parse();
      if (expression === undefined) return;
      section.fragments.push({
        ...emptyFragment(kind, section.size, cursor.range(first, cursor.at)),
        expression,
      });
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
  ".dc": integers(2),
  ".dc.b": integers(1),
  ".dc.w": integers(2),
  ".dc.l": integers(4),
  ".dc.a": integers(8),
  ".octa": octa,
  ".quad": integers(8),
  ".8byte": integers(8),
  ".dtprelword": threadOffsets(4),
  ".dtpreldword": threadOffsets(8),
  ".ascii": strings(0),
  ".asciz": strings(1),
  ".string": strings(1),
  ".string8": strings(1),
  ".string16": strings(1, 2),
  ".string32": strings(1, 4),
  ".string64": strings(1, 8),
  ".uleb128": leb128("uleb"),
  ".sleb128": leb128("sleb"),
};
