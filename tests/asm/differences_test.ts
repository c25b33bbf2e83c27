// SPDX-License-Identifier: MPL-2.0
// The differences from GNU as that asm/DIFFERENCES.md lists: what is refused here, and what is accepted.

import { assertEquals, assertMatch } from "@std/assert";
import { assemble } from "../../asm/assembler.ts";
import { relocationName } from "../../asm/object/relocation.ts";
import { messagesOf, objectOf, sectionOf, wordsOf } from "./assembled.ts";
import { gnuToolsPresent } from "./goldens/gnu.ts";
import { gnuSectionsOf } from "./goldens/gnu_sections.ts";
import { gnuObject } from "./goldens/object_cases.ts";

const isInstalled = await gnuToolsPresent();

/** What only one of the two assemblers accepts. */
const REFUSED: Readonly<Record<string, string>> = {
  ".set x, 3\nx: nop": "2:1 `x` is already defined",
  ".globl x\n.set x, elsewhere":
    "2:6 `x` cannot be visible to other files: `elsewhere` is not in this one",
  ".data\n.octa 0x10000000000000000 + 1": "2:7 0x10000000000000000 does not fit in 64 bits",
  ".data\n.float16 65520": "2:10 `65520` is too large: the maximum is 65504",
  ".data\n.word 1,,2": "2:9 expected a value, found `,`",
  '.data\n.ascii "a",': "2:12 expected a string in double quotes, found the end of the statement",
  ".data\n.word 0x": "2:7 `0x` is not a number",
  ".data\n.word 1/0": "2:8 division by zero",
  ".data\n.word 1%0": "2:8 division by zero",
  "1$: nop": "1:1 `1$` is not a number",
  "lui a0, %hi x\nx:": "1:13 expected `(` after `%hi`, found `x`",
  ".endm": "1:1 `.endm` without `.macro`",
  ".endr": "1:1 `.endr` without `.rept`",
  ".nop 2": "1:6 `.nop` takes no operands, not 1",
};
const ACCEPTED = {
  redefined: ".data\na: .dword 0\nb: .dword 0\n.set x, a\n.dword x\n.set x, b\n.dword x",
  brain: ".data\n.bfloat16 1.5",
  distance: ".uleb128 b - a\na: nop\nb: nop",
  signedDistance: ".sleb128 a - b\na: nop\nb: nop",
  numbers: ".data\n.uleb128 1, 2",
  view: '.file 1 "x.c"\n.loc 1 1 view 1\nnop',
  aligned: ".lcomm x, 8, 4",
  paper: ".psize f, -7",
  version: ".comm x, 8\n.symver x, x@ONE",
  base: ".option rvc\n.insn cl C0, 2, a0, (a1)",
  deferred: "m = 2\nn == m * 2\nli a0, n",
} as const;

/** A number between two of the format, and one below the normal ones. */
const ROUNDED = ".data\n.float16 2049\n.dc.x 1e-4940";

for (const [source, message] of Object.entries(REFUSED)) {
  Deno.test(`refused here: ${JSON.stringify(source)}`, () => {
    assertEquals(messagesOf(source), [message]);
  });
}

Deno.test("an equate of an address may change, and each use has the value of its line", () => {
  const { symbols, ...object } = objectOf(ACCEPTED.redefined);
  const values = sectionOf({ symbols, ...object }, ".data").relocations.map(
    ({ offset, type, symbol }) => [offset, relocationName(type), symbols[symbol]?.value],
  );
  assertEquals(values, [[16, "R_RISCV_64", 0], [24, "R_RISCV_64", 8]]);
  const named = symbols.filter(({ name, binding }) => name === "x" && binding !== "local");
  assertEquals(named, []);
});

Deno.test(".bfloat16 has two bytes, and .stabs puts nothing into the file", () => {
  assertEquals([...sectionOf(objectOf(ACCEPTED.base), ".text").data], [0x88, 0x41, 1, 0]);
  assertEquals([...sectionOf(objectOf(ACCEPTED.brain), ".data").data], [0xc0, 0x3f]);
  const { sections } = objectOf('.stabs "x", 36, 0, 0, 0\n.stabn 68, 0, 1, 2\n.stabd 68, 0, 1');
  assertEquals(sections.filter(({ size }) => size > 0), []);
});

Deno.test("floating-point numbers of 2 and 10 bytes are those nearest to the text", () => {
  assertEquals([...sectionOf(objectOf(ROUNDED), ".data").data], [
    ...[0x00, 0x68, 0x62, 0x8e, 0x27, 0x63, 0x06, 0, 0, 0, 0, 0],
  ]);
});

Deno.test(".file alone names no lines", () => {
  const source = { name: "x.s", text: '.file "x.c"\nwrong\n.line 7\nwrong\n' };
  const { diagnostics } = assemble(source);
  assertEquals(diagnostics.map(({ span: { file, line } }) => `${file}:${line}`), [
    "x.s:2",
    "x.c:8",
  ]);
});

Deno.test("a name defined by == is a constant in operands", () => {
  assertEquals(wordsOf(ACCEPTED.deferred), wordsOf("li a0, 4"));
});

Deno.test({
  name: "GNU as differs where the page of differences says so",
  ignore: !isInstalled,
  fn: async () => {
    const refuses = (source: string) => gnuObject(source).then(() => false, () => true);
    for (const source of Object.keys(REFUSED)) assertEquals(await refuses(source), false, source);
    assertEquals((await gnuObject(ROUNDED)).split("\n")[0], ".data 0168c41c4fc60c0000000000");
    for (const source of Object.values(ACCEPTED)) assertEquals(await refuses(source), true, source);
  },
});

/** A source, the first message here, and whether GNU as accepts the source. */
const DIFFERENCES: readonly [source: string, message: string, acceptedByGnu: boolean][] = [
  ['.ascii "a\nb"\n', '1:8 unterminated string: the closing `"` is missing', true],
  [".byte ''\n", "1:7 a character is missing after `'`", true],
  [
    ".byte '\\x41'\n",
    "1:7 `'\\x41'`: a character constant has no escapes with digits",
    true,
  ],
  [
    ".byte '\\101'\n",
    "1:7 `'\\101'`: a character constant has no escapes with digits",
    true,
  ],
  [".purgem absent\n", "1:9 `absent` is not a macro", true],
  [
    ".reloc 4, R_RISCV_32, x\nnop\n",
    "1:8 the relocation at 4 is not within the section, which has 4 bytes",
    true,
  ],
  ["sfence.vm\n", "1:1 unknown instruction `sfence.vm`", true],
  ["x1: nop\n", "1:1 `x1` is a register, not a label", true],
  [".equ zero, 0\n", "1:6 `zero` is a register, not a symbol", true],
  [".if x == 1\n.endif\n", "1:5 `==` needs constants, and `x` is not one", true],
  [".if x != y\n.endif\n", "1:5 `!=` needs constants, and `x` is not one", true],
  ["a: nop\n.data\n.if a == 1\n.endif\n", "3:5 `==` needs constants, and `a` is not one", true],
  ['.section "\\377x"\n', "1:10 the name of a section must be UTF-8", true],
  [".option arch, +zbkx\nxperm8 a0, a1, a2\n", "2:1 unknown instruction `xperm8`", true],
  [
    "addi a0, a0, n\nn = 5\n",
    "1:14 GNU as takes only immediates that are known on their line",
    false,
  ],
  [
    "lw a0, b-a(sp)\na: nop\nb: nop\n",
    "1:8 GNU as takes only immediates that are known on their line",
    false,
  ],
  [
    ".zero n\nn = 5\n",
    "1:7 the count must be a constant: `n` is not defined before this line",
    true,
  ],
  ["nop // comment\n", "1:5 GNU as has no `//` comments on RISC-V", false],
];

Deno.test("what differs from GNU as is said", () => {
  for (const [source, message] of DIFFERENCES) {
    assertEquals(messagesOf(source)[0], message, source);
  }
});

Deno.test({
  name: "GNU as does what asm/DIFFERENCES.md says",
  ignore: !isInstalled,
  fn: async () => {
    for (const [source, , accepted] of DIFFERENCES) {
      assertEquals(await gnuSectionsOf(source) !== "refused\n", accepted, source);
    }
  },
});

Deno.test("a character escape with another meaning in C is warned of", () => {
  assertEquals(messagesOf(".byte '\\0'\n"), [
    "1:7 `'\\0'` is the character `0`, as in GNU as",
  ]);
  assertEquals(messagesOf('.ascii "\\a"\n'), ["1:9 unknown escape sequence `\\a`"]);
});

Deno.test("a section of small data without flags is loaded, which it is not with GNU as", async () => {
  const source = ".section .sdata\n.word 1\n";
  assertEquals(sectionOf(objectOf(source), ".sdata").flags.alloc, true);
  if (isInstalled) assertMatch(await gnuSectionsOf(source), /^\.sdata type=1 flags=0 /m);
});

Deno.test("a known distance between labels is an immediate, which GNU as refuses", async () => {
  const source = "a: nop\nb: lw a0, b-a(sp)\n";
  assertEquals(wordsOf(source)[1], wordsOf("lw a0, 4(sp)")[0]);
  if (isInstalled) assertEquals(await gnuSectionsOf(source), "refused\n");
});

/** A CIE, and an FDE for two words that advances by four bytes, as compilers write without `.cfi_*`. */
const HAND_WRITTEN = `
.Lstart: .4byte 0
.Lmiddle: .4byte 0
.Lend:
        .section .eh_frame, "a", @progbits
.Lframe: .4byte .Lcie_end - .Lcie
.Lcie:  .4byte 0
        .byte 1
        .string ""
        .byte 1, 0x7c, 1
        .byte 0x0c, 2, 0
        .p2align 2
.Lcie_end:
        .4byte .Lfde_end - .Lfde
.Lfde:  .4byte .Lfde - .Lframe
        .4byte .Lstart
        .4byte .Lend - .Lstart
        .byte 4
        .4byte .Lmiddle - .Lstart
.Lfde_end:
`;

Deno.test("GNU as shortens the distances of a hand-written .eh_frame, which stays as it is here", async () => {
  const { size } = sectionOf(objectOf(HAND_WRITTEN), ".eh_frame");
  assertEquals(size, 37);
  if (isInstalled) assertMatch(await gnuSectionsOf(HAND_WRITTEN), /^\.eh_frame .* size=33 /m);
});
