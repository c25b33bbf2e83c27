// SPDX-License-Identifier: MPL-2.0
// Expressions: operators and their precedence, 64 bits, symbols and their differences.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { fc } from "../../properties.ts";
import { bytesOf, messagesOf, objectOf, sectionOf } from "../assembled.ts";

/** The value of an expression, by .dword. */
function valueOf(expression: string, before = ""): bigint {
  const bytes = Uint8Array.from(bytesOf(`${before}\n.dword ${expression}`));
  return new DataView(bytes.buffer).getBigInt64(bytes.length - 8, true);
}

Deno.test("operators work on 64 bits, and comparisons give -1 for true", () => {
  const cases: [string, bigint][] = [
    ["1 + 2 * 3", 7n],
    ["(1 + 2) * 3", 9n],
    ["-7 / 2", -3n],
    ["-7 % 3", -1n],
    ["-8 >> 1", 0x7ffffffffffffffcn],
    ["1 << 63", -(1n << 63n)],
    ["1 << 64", 0n],
    ["~0", -1n],
    ["!0", 1n],
    ["!5", 0n],
    ["6 ^ 3 | 8 & 12", 12n],
    ["5 ! 3", 5n | ~3n],
    ["3 == 3", -1n],
    ["3 != 3", 0n],
    ["3 <> 4", -1n],
    ["-1 < 0", -1n],
    ["2 && 3", 1n],
    ["0 || 0", 0n],
    ["0x7fffffffffffffff + 1", -(1n << 63n)],
    ["0xffffffff * 0xffffffff", BigInt.asIntN(64, 0xffffffffn * 0xffffffffn)],
    ["'a' + 1", 98n],
    ["- - + 5", 5n],
  ];
  for (const [expression, value] of cases) assertEquals(valueOf(expression), value, expression);
});

Deno.test("random expressions have the same value as in the model", () => {
  const apply: Record<string, (a: bigint, b: bigint) => bigint> = {
    "+": (a, b) => a + b,
    "-": (a, b) => a - b,
    "*": (a, b) => a * b,
    "|": (a, b) => a | b,
    "&": (a, b) => a & b,
    "^": (a, b) => a ^ b,
  };
  type Tree = { text: string; value: bigint };
  const { tree } = fc.letrec<{ tree: Tree; leaf: Tree; node: Tree }>((tie) => ({
    tree: fc.oneof({ maxDepth: 5 }, tie("leaf"), tie("node")),
    leaf: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }).map((value) => ({
      text: `${value}`,
      value,
    })),
    node: fc.tuple(tie("tree"), fc.constantFrom(...Object.keys(apply)), tie("tree")).map((
      [left, operator, right],
    ) => ({
      text: `(${left.text} ${operator} ${right.text})`,
      value: apply[operator]?.(left.value, right.value) ?? 0n,
    })),
  }));
  fc.assert(fc.property(tree, ({ text, value }) => {
    assertEquals(valueOf(text), BigInt.asIntN(64, value));
  }));
});

Deno.test("the precedence of operators is that of GNU as, with a warning where C differs", () => {
  assertEquals(valueOf("1 << 2 + 3"), 7n);
  assertEquals(valueOf("1 + 2 | 4"), 7n);
  assertStringIncludes(
    messagesOf(".dword 1 << 2 + 3").join(),
    "1:15 `<<` binds tighter than `+` here, as in GNU as",
  );
  assertEquals(messagesOf(".dword (1 << 2) + 3, 1 * 2 + 3, 1 + 2 - 3"), []);
});

Deno.test("differences of labels are constants, also across code that grows", () => {
  const far = ".rept 2000\nnop\n.endr\n";
  assertEquals(bytesOf("a: nop\nb:\n.data\n.byte b - a, (b - a) * 2 + 1", ".data"), [4, 9]);
  const { data } = sectionOf(
    objectOf(`a: beq a0, a1, far\nb: ${far}\nfar:\n.data\n.word b - a, far - b`),
    ".data",
  );
  assertEquals([...new Int32Array(data.slice().buffer)], [8, 8000]);
});

Deno.test("`.` is the address of the value or instruction", () => {
  assertEquals(bytesOf(".data\n.half 1\nx: .byte . - x, . - x", ".data").slice(2), [0, 1]);
  assertEquals(
    bytesOf(".data\n.space 5\n.equ length, . - start\nstart = 0\n.byte 1", ".data").at(5),
    1,
  );
});

Deno.test("symbols may be defined after their use where the value is not needed immediately", () => {
  assertEquals(bytesOf(".data\n.byte later, later + 1\n.equ later, 41", ".data"), [41, 42]);
  assertEquals(bytesOf("addi a0, a0, later\n.equ later, -1").slice(2), [0xf5, 0xff]);
});

Deno.test(".set changes a value for the code that follows", () => {
  assertEquals(
    bytesOf(".data\n.set x, 1\n.byte x\n.set x, x + 1\n.byte x\nx = 9\n.byte x", ".data"),
    [1, 2, 9],
  );
});

Deno.test("numeric labels refer to the previous or the next one", () => {
  const source = ".data\n1: .byte 0\n.byte 1f - 1b\n1: .byte . - 1b\n.byte 1b - 2f\n2:";
  assertEquals(bytesOf(source, ".data"), [0, 2, 0, 0xfe]);
});

Deno.test("expressions without a value are reported at the wrong operand", () => {
  assertEquals(messagesOf("a: .word a * 2"), [
    "1:10 `*` needs constants, and `a` is not one",
  ]);
  assertEquals(messagesOf(".if later\n.endif"), [
    "1:5 the condition must be a constant: `later` is not defined before this line",
  ]);
  assertEquals(messagesOf(".word 1 +"), ["1:10 expected a value, found the end of the statement"]);
  assertEquals(messagesOf(".word (1"), ["1:9 expected `)`, found the end of the statement"]);
  assertEquals(messagesOf("li a0, 1b"), ["1:8 there is no label `1:` before this line"]);
  assertEquals(messagesOf("j 1f"), ["1:3 there is no label `1:` after this line"]);
});
