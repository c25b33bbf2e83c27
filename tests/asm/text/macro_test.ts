// SPDX-License-Identifier: MPL-2.0
// Macros and repetitions: how arguments are split and bound, how bodies are expanded, and the source
// locations of errors in them.

import { assertEquals } from "@std/assert";
import { assemble } from "../../../asm/assembler.ts";
import { splitArguments } from "../../../asm/text/macro_arguments.ts";
import { Template } from "../../../asm/text/template.ts";
import { bytesOf, messagesOf } from "../assembled.ts";

const data = (source: string) => bytesOf(`.data\n${source}`, ".data");
const texts = (text: string) => splitArguments(text);

Deno.test("splitArguments() separates at commas, and at blanks between words", () => {
  assertEquals(texts("a, b,c"), ["a", "b", "c"]);
  assertEquals(texts("a b c"), ["a", "b", "c"]);
  assertEquals(texts("1 + 2, -3"), ["1+2", "-3"]);
  assertEquals(texts("8 (sp), x"), ["8(sp)", "x"]);
  assertEquals(texts("(1, 2), 3"), ["(1", "2)", "3"]);
  assertEquals(texts(", b"), ["", "b"]);
  assertEquals(texts(""), []);
});

Deno.test("splitArguments() removes quotes, and does not split strings and brackets", () => {
  assertEquals(texts('"a b", c'), ["a b", "c"]);
  assertEquals(texts('x "a, b"'), ["x", "a, b"]);
  assertEquals(texts("(a b) c"), ["(a b)c"]);
  assertEquals(texts("a /* b */ c"), ["a", "c"]);
});

Deno.test("a template fills in parameters, the counter, and nothing else", () => {
  const fill = (body: string) => new Template(body, ["x", "xy"]).fill(["1", "2"], 7);
  assertEquals(
    fill(String.raw`\x \xy \xyz \@ \x\()z \(a) \q "\x"`),
    String.raw`1 2 \xyz 7 1z a \q "1"`,
  );
  assertEquals(fill("plain"), "plain");
});

Deno.test("macros take arguments by position and by name, with defaults", () => {
  const macro = '.macro m a, b=2, c="3"\n.byte \\a, \\b, \\c\n.endm\n';
  assertEquals(data(`${macro}m 1`), [1, 2, 3]);
  assertEquals(data(`${macro}m 1, 5`), [1, 5, 3]);
  assertEquals(data(`${macro}m c=9, a=8`), [8, 2, 9]);
  assertEquals(data(`${macro}m 1,,7`), [1, 2, 7]);
});

Deno.test(":req requires an argument, and :vararg takes the rest of the line", () => {
  const sum =
    ".macro all first, rest:vararg\n.byte \\first\n.ifnb \\rest\nall \\rest\n.endif\n.endm\n";
  assertEquals(data(`${sum}all 1, 2, 3`), [1, 2, 3]);
  assertEquals(messagesOf(".macro m a:req\n.endm\nm"), ["3:1 `m` needs a value for `a`"]);
  assertEquals(messagesOf(".macro m a\n.endm\nm 1, 2"), [
    "3:6 too many arguments for `m`: it takes at most 1",
  ]);
});

Deno.test("\\@ numbers expansions, so that labels in macros differ", () => {
  assertEquals(data(".macro m\n.Lx\\@: .byte \\@\n.endm\nm\nm\n.byte .Lx1 - .Lx0"), [0, 1, 1]);
});

Deno.test(".exitm leaves the macro, also from within conditions", () => {
  assertEquals(data(".macro m x\n.byte 1\n.if \\x\n.exitm\n.endif\n.byte 2\n.endm\nm 1\nm 0"), [
    1,
    1,
    2,
  ]);
});

Deno.test("macros can define macros, and .purgem removes them", () => {
  const source = ".macro outer name\n.macro \\name\n.byte 5\n.endm\n.endm\nouter inner\ninner\n";
  assertEquals(data(source), [5]);
  assertEquals(messagesOf(`${source}.purgem inner\ninner`), [
    "9:1 unknown instruction `inner`",
  ]);
});

Deno.test("a macro may take the name of an instruction", () => {
  assertEquals(data(".macro nop\n.byte 1\n.endm\nnop"), [1]);
});

Deno.test(".rept, .irp and .irpc repeat, also within each other", () => {
  assertEquals(data(".rept 3\n.byte 1\n.endr"), [1, 1, 1]);
  assertEquals(data(".rept 0\nbogus\n.endr\n.byte 2"), [2]);
  assertEquals(data(".irp x, 1, 2\n.rept 2\n.byte \\x\n.endr\n.endr"), [1, 1, 2, 2]);
  assertEquals(data('.irpc c, ab\n.ascii "\\c"\n.endr'), [97, 98]);
  assertEquals(data(".set i, 0\n.rept 3\n.byte i\n.set i, i + 1\n.endr"), [0, 1, 2]);
});

Deno.test("an error in a macro shows the expanded line and the chain of calls", () => {
  const text =
    ".macro inner n\n addi a0, a0, \\n\n.endm\n.macro outer\n inner 5000\n.endm\n\nouter\n";
  const [diagnostic] = assemble({ name: "test.s", text }).diagnostics;
  assertEquals(diagnostic?.span, {
    file: "test.s",
    line: 2,
    column: 15,
    length: 4,
    lineText: " addi a0, a0, 5000",
  });
  assertEquals(
    diagnostic?.notes.map(({ message, span }) => `${span?.line}:${span?.column} ${message}`),
    ["5:2 in the expansion of `inner`", "8:1 in the expansion of `outer`"],
  );
});

Deno.test("endless repetition and recursion are rejected", () => {
  const endless = "macros and repetitions";
  for (
    const source of [
      ".macro m\nm\n.endm\nm",
      ".rept 1000000000\nnop\n.endr",
      ".rept 100000\n.rept 100000\n.endr\n.endr",
    ]
  ) {
    const [message = ""] = messagesOf(source);
    assertEquals(message.replace(/^\d+:\d+ /, "").slice(0, endless.length), endless, source);
  }
  assertEquals(messagesOf(".macro d x\nd \\x\\x\n.endm\nd abcdefgh"), [
    "2:1 the arguments of `d` are longer than 1,048,576 characters",
  ]);
});

Deno.test("bodies without an end are reported where they begin", () => {
  assertEquals(messagesOf("nop\n.macro m x\nnop"), ["2:1 `.macro` has no `.endm`"]);
  assertEquals(messagesOf(".rept 2\n.rept 2\n.endr"), ["1:1 `.rept` has no `.endr`"]);
  assertEquals(messagesOf(".endm\n.endr\n.exitm"), [
    "1:1 `.endm` without `.macro`",
    "2:1 `.endr` without `.rept`",
    "3:1 `.exitm` outside of a macro",
  ]);
});

Deno.test("directives that open and close blocks may be written in either case", () => {
  assertEquals(data(".IF 0\n.byte 1\n.Else\n.BYTE 2\n.ENDIF"), [2]);
  assertEquals(data(".MACRO two\n.byte 2\n.EndM\ntwo\n.Rept 2\n.byte 3\n.ENDR"), [2, 3, 3]);
});
