// SPDX-License-Identifier: MPL-2.0
// The lexer: statements and tokens, and the interning of names.

import { assert, assertEquals } from "@std/assert";
import { Lexer } from "../../../asm/text/lexer.ts";
import { readCharacter, stringBytes } from "../../../asm/text/literal.ts";
import { Names } from "../../../asm/text/names.ts";
import * as token from "../../../asm/text/token.ts";

function lexerOf(text: string): Lexer {
  const lexer = new Lexer(new Names());
  lexer.load({ text, offset: 0, limit: text.length, base: 1 });
  return lexer;
}

/** The texts of the tokens of every statement. */
function statements(text: string): string[][] {
  const lexer = lexerOf(text);
  const list: string[][] = [];
  while (lexer.next()) {
    list.push(Array.from({ length: lexer.count }, (_, index) => lexer.slice(index)));
  }
  return list;
}

/** Kind and value of the first token. */
function first(text: string): [kind: number, value: number | bigint] {
  const lexer = lexerOf(text);
  assert(lexer.next());
  return [lexer.kinds[0] ?? -1, lexer.number(0)];
}

Deno.test("the lexer ends statements at line ends and semicolons, and drops empty ones", () => {
  assertEquals(statements("\n nop ; ; ret\r\n\n.word 1,2;"), [
    ["nop"],
    ["ret"],
    [".word", "1", ",", "2"],
  ]);
});

Deno.test("the lexer drops comments, also within a statement", () => {
  assertEquals(statements("# a\nnop # b ; ret\n// c\nli /* d\n */ a0, 1 // e"), [
    ["nop"],
    ["li", "a0", ",", "1"],
  ]);
});

Deno.test("the lexer finds no comments in strings and character constants", () => {
  assertEquals(statements(`.ascii "# // ; /*" ; .byte '#', ';'`), [
    [".ascii", `"# // ; /*"`],
    [".byte", "'#'", ",", "';'"],
  ]);
});

Deno.test("the lexer reads integers in every base, and large ones as bigints", () => {
  assertEquals(first("42"), [token.NUMBER, 42]);
  assertEquals(first("0x2A"), [token.NUMBER, 42]);
  assertEquals(first("0b101010"), [token.NUMBER, 42]);
  assertEquals(first("052"), [token.NUMBER, 42]);
  assertEquals(first("0"), [token.NUMBER, 0]);
  assertEquals(first("10UL"), [token.NUMBER, 10]);
  assertEquals(first("9007199254740991"), [token.NUMBER, Number.MAX_SAFE_INTEGER]);
  assertEquals(first("9007199254740993"), [token.NUMBER, 9007199254740993n]);
  assertEquals(first("0xffffffffffffffff"), [token.NUMBER, 0xffffffffffffffffn]);
});

Deno.test("the lexer distinguishes numeric labels from binary and hexadecimal numbers", () => {
  assertEquals(first("1f"), [token.LOCAL, 3]);
  assertEquals(first("1b"), [token.LOCAL, 2]);
  assertEquals(first("0b"), [token.LOCAL, 0]);
  assertEquals(first("0b1"), [token.NUMBER, 1]);
  assertEquals(first("0x1f"), [token.NUMBER, 0x1f]);
  assertEquals(first("1fx")[0], token.BAD_NUMBER);
});

Deno.test("the lexer reads fractions, and marks words that are not numbers", () => {
  assertEquals(first("1.5e3"), [token.FRACTION, 1500]);
  assertEquals(first("1e-2"), [token.FRACTION, 0.01]);
  for (const text of ["0x", "12ab", "0b12", "089"]) assertEquals(first(text)[0], token.BAD_NUMBER);
});

Deno.test("the lexer marks unterminated strings, characters and comments", () => {
  for (const text of ['"abc\n', '"abc\\"', "'", "''", "/* abc\n"]) {
    assertEquals(first(text)[0], token.UNTERMINATED, text);
  }
});

Deno.test("the lexer grows for statements with many tokens", () => {
  const values = Array.from({ length: 1000 }, (_, index) => String(index));
  assertEquals(statements(`.byte ${values.join(",")}`)[0]?.length, 2000);
});

Deno.test("every name has one number, also among many names", () => {
  const names = new Names();
  const words = Array.from({ length: 5000 }, (_, index) => `name${index * 7919}`);
  const numbers = words.map((word) => names.of(word));
  assertEquals(numbers, words.map((_, index) => index));
  assertEquals(words.map((word) => names.of(word)), numbers);
  assertEquals(new Names(names).of(words[4321] ?? ""), 4321);
});

Deno.test("strings resolve the escapes of GNU as and become UTF-8", () => {
  const bytes = (text: string) => [...stringBytes(text, 0, text.length)];
  assertEquals(bytes(String.raw`\a\b\e\f\n\r\t\v\\\'\"\?`), [
    ...[97, 8, 101, 12, 10, 13, 9, 11, 92, 39, 34, 63],
  ]);
  assertEquals(bytes(String.raw`\0\101\1234\x41\xfffe`), [0, 65, 0o123, 52, 65, 0xfe]);
  assertEquals(bytes("é🐇"), [0xc3, 0xa9, 0xf0, 0x9f, 0x90, 0x87]);
});

Deno.test("stringBytes() reports unknown escape sequences", () => {
  const unknown: number[] = [];
  const text = String.raw`a\qb\%`;
  assertEquals(
    new TextDecoder().decode(stringBytes(text, 0, text.length, (at) => unknown.push(at))),
    "aqb%",
  );
  assertEquals(unknown, [1, 4]);
});

Deno.test("character constants may lack the closing apostrophe", () => {
  assertEquals(readCharacter("'a'", 0, 3), { value: 97, end: 3 });
  assertEquals(readCharacter("'a", 0, 2), { value: 97, end: 2 });
  assertEquals(readCharacter(String.raw`'\n'`, 0, 4), { value: 10, end: 4 });
  assertEquals(readCharacter(String.raw`'\''`, 0, 4), { value: 39, end: 4 });
  assertEquals(readCharacter(String.raw`'\0'`, 0, 4), { value: 48, end: 4 });
  assertEquals(readCharacter(String.raw`'\x41'`, 0, 6), undefined);
  assertEquals(readCharacter("'é'", 0, 3), undefined);
});
