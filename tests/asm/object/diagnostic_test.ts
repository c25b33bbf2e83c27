// SPDX-License-Identifier: MPL-2.0
// Diagnostics: their text, locations and suggested names.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { assemble } from "../../../asm/assembler.ts";
import { Diagnostics, formatDiagnostic } from "../../../asm/object/diagnostic.ts";
import { editDistance, nearestName } from "../../../asm/text/nearest_name.ts";
import { Sources } from "../../../asm/object/source.ts";

function textOf(text: string): string {
  const { diagnostics } = assemble({ name: "a.s", text });
  return diagnostics.map((diagnostic) => formatDiagnostic(diagnostic)).join("\n");
}

Deno.test("formatDiagnostic() shows location, line, caret and fix", () => {
  assertEquals(
    textOf("nop\n\taddi\ta0, a0, 5000 # too far"),
    `a.s:2:15: error: \`addi\` takes -2048 to 2047, not 5000
    2 | \taddi\ta0, a0, 5000 # too far
      | \t    \t        ^~~~
      fix: \`li t0, 5000\` first, then \`add a0, a0, t0\``,
  );
});

Deno.test("formatDiagnostic() shows notes with their own locations", () => {
  assertEquals(
    textOf("a: nop\na: nop"),
    `a.s:2:1: error: \`a\` is already defined
    2 | a: nop
      | ^
a.s:1:1: note: it was first defined here
    1 | a: nop
      | ^`,
  );
});

Deno.test("formatDiagnostic() colours only when asked to", () => {
  const [diagnostic] = assemble({ name: "a.s", text: "bogus x" }).diagnostics;
  if (diagnostic === undefined) throw new Error("no diagnostic");
  const plain = formatDiagnostic(diagnostic);
  const coloured = formatDiagnostic(diagnostic, { color: true });
  assertEquals(plain.includes("\x1b"), false);
  assertStringIncludes(coloured, "\x1b[1;31merror:\x1b[0m");
  // deno-lint-ignore no-control-regex -- the test is about escape codes
  assertEquals(coloured.replaceAll(/\x1b\[[0-9;]*m/g, ""), plain);
});

Deno.test("an immediate out of range is reported with the range and the likely fix", () => {
  const [diagnostic] = assemble({ name: "a.s", text: "andi a0, a0, 0xF00" }).diagnostics;
  assertEquals(diagnostic?.message, "`andi` takes -2048 to 2047, not 3840");
  assertEquals(diagnostic?.fix?.message, "use -256 for the 12-bit pattern 0xf00");
});

Deno.test("the nearest name is suggested for a misspelt one", () => {
  const cases: [source: string, replacement: string][] = [
    ["adi a0, a0, 1", "addi"],
    ["addi a0, sq, 1", "sp"],
    [".wrod 1", ".word"],
    ["word 1", ".word"],
    ["csrr a0, instrt", "instret"],
    ["lw a0, %pcrel_low(x)(a0)", "%pcrel_lo"],
    ["li $t0, 5", "t0"],
    ["lw a0, 4($sp)", "sp"],
  ];
  for (const [text, replacement] of cases) {
    const [diagnostic] = assemble({ name: "a.s", text }).diagnostics;
    assertEquals(diagnostic?.fix?.replacement, replacement, text);
  }
});

Deno.test("names from other assemblers are reported with the name here", () => {
  const cases: [source: string, advice: string][] = [
    ['.asciiz "x"', "use `.asciz`"],
    [".macro m\nnop\n.end_macro", "use `.endm`"],
    ["syscall", "use `ecall`, with the system call number in a7"],
    ["subi a0, a0, 1", "subtract by adding: `addi rd, rs, -value`"],
    ["mov a0, a1", "use `mv rd, rs`, or `li rd, value` for a number"],
  ];
  for (const [text, advice] of cases) {
    const [diagnostic] = assemble({ name: "a.s", text }).diagnostics;
    assertEquals(diagnostic?.fix?.message, advice, text);
  }
});

Deno.test("every error of a run is counted, 20 are kept, and repeated ones are reported once", () => {
  const many = assemble({ name: "a.s", text: "bogus\n".repeat(30) });
  assertEquals(many.diagnostics.length, 20);
  assertEquals(assemble({ name: "a.s", text: ".rept 9\nbogus\n.endr" }).diagnostics.length, 1);
});

Deno.test("Diagnostics counts errors that it does not keep", () => {
  const diagnostics = new Diagnostics();
  const sources = new Sources();
  const base = sources.add({ name: "a.s", text: "x".repeat(30) });
  for (let at = 0; at < 20; at++) diagnostics.error(sources, base + at, 1, "no");
  assertEquals(diagnostics.summary, undefined);
  diagnostics.error(sources, base + 20, 1, "no");
  assertEquals(diagnostics.summary, "and 1 more error");
});

Deno.test("Sources resolves locations in files and in expansions", () => {
  const sources = new Sources();
  const base = sources.add({ name: "a.s", text: "one\r\ntwo\nthree" });
  assertEquals(sources.span(base + 5, 3), {
    file: "a.s",
    line: 2,
    column: 1,
    length: 3,
    lineText: "two",
  });
  assertEquals(sources.span(base, 99).length, 3);
  const inner = sources.addExpansion("a\nb", {
    name: "m",
    call: base + 9,
    callLength: 5,
    body: base + 5,
  });
  assertEquals(sources.resolve(inner + 2), { file: "a.s", line: 3 });
  assertEquals(sources.span(inner + 2, 1).lineText, "b");
  assertEquals(sources.expansions(inner).map(({ name }) => name), ["m"]);
  assertEquals(sources.span(0, 1).line, 0);
});

Deno.test("editDistance() counts insertions, deletions, replacements and swaps", () => {
  assertEquals(editDistance("addi", "addi"), 0);
  assertEquals(editDistance("adi", "addi"), 1);
  assertEquals(editDistance("addii", "addi"), 1);
  assertEquals(editDistance("asdi", "addi"), 1);
  assertEquals(editDistance("dadi", "addi"), 1);
  assertEquals(editDistance("", "abc"), 3);
});

Deno.test("nearestName() returns nothing when no name is near", () => {
  assertEquals(nearestName("bogus", ["addi", "ret"]), undefined);
  assertEquals(nearestName("x", ["y"]), undefined);
  assertEquals(nearestName("RET", ["ret"]), "ret");
  assertEquals(nearestName("a".repeat(100), ["a"]), undefined);
});
