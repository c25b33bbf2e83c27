// SPDX-License-Identifier: MPL-2.0
// The preprocessor for .S files: what it makes of a corpus is what gcc makes of it, macros for every
// architecture are gcc's, mistakes are reported where they were written, and no source takes long.

import { assert, assertEquals } from "@std/assert";
import { assemble } from "../../../asm/assembler.ts";
import { build } from "../../../asm/build.ts";
import { formatDiagnostic } from "../../../asm/object/diagnostic.ts";
import { preprocess } from "../../../asm/preprocessor/preprocessor.ts";
import { predefinedMacros } from "../../../asm/preprocessor/predefined.ts";
import { Architecture } from "../../../asm/state/architecture.ts";
import { runGnu } from "../goldens/gnu.ts";
import { CASES, goldenOf, normalized, preprocessed, preprocessedByGnu } from "./corpus.ts";
import { assertCosts } from "../costly.ts";
import { COSTLY } from "./costly_cases.ts";

async function hasGcc(): Promise<boolean> {
  if ((await Deno.permissions.query({ name: "run" })).state !== "granted") return false;
  try {
    return (await runGnu("gcc", ["--version"])).success;
  } catch {
    return false;
  }
}

const gcc = await hasGcc();
if (!gcc) console.log("riscv64-linux-gnu-gcc is not installed: comparing with its goldens only");

for (const [name, ...macros] of CASES) {
  const title = [name, ...macros.map((macro) => `-D${macro}`)].join(" ");
  Deno.test(`preprocess() makes of ${title} what gcc -E makes of it`, async () => {
    const { source, diagnostics } = preprocessed(name, macros);
    assert(source !== undefined, diagnostics[0]?.message);
    const text = normalized(source.text);
    assertEquals(text, await Deno.readTextFile(goldenOf(name, macros)));
    if (gcc) assertEquals(text, normalized(await preprocessedByGnu(name, macros)));
  });
}

Deno.test("predefined macros follow the architecture", () => {
  const valueOf = (architecture: string | undefined, name: string) =>
    predefinedMacros(
      architecture === undefined ? Architecture.open : Architecture.parse(architecture),
    ).find((line) => line.startsWith(`${name} `))?.slice(name.length + 1);
  assertEquals(valueOf(undefined, "__riscv_compressed"), undefined);
  assertEquals(valueOf(undefined, "__riscv_zbb"), "1000000");
  assertEquals(valueOf("rv64gc", "__riscv_compressed"), "1");
  assertEquals(valueOf("rv64gc", "__riscv_zbb"), undefined);
  assertEquals(valueOf("rv64gc", "__riscv_flen"), "64");
  assertEquals(valueOf("rv64imafc", "__riscv_flen"), "32");
  assertEquals(valueOf("rv64imafc", "__riscv_float_abi_single"), "1");
  assertEquals(valueOf("rv64i", "__riscv_muldiv"), undefined);
});

Deno.test("predefined macros are gcc's, without those about floating-point types", {
  ignore: !gcc,
}, async () => {
  for (const [architecture, abi] of [["rv64gc", "lp64d"], ["rv64imac_zba", "lp64"]] as const) {
    const { stdout } = await runGnu("gcc", [
      ...[`-march=${architecture}`, `-mabi=${abi}`, "-fno-pie", "-E", "-dM"],
      ...["-x", "assembler-with-cpp", "/dev/null"],
    ]);
    const left = /^__(?:FLT|DBL|LDBL|DEC|STDC_IEC|GCC_IEC|FP_FAST|FINITE)/;
    const gnu = stdout.split("\n").map((line) => line.slice("#define ".length).trim())
      .filter((line) => line !== "" && !left.test(line));
    const own = predefinedMacros(Architecture.parse(architecture));
    // The version of the compiler is that of Debian 12.
    const isOf = (version: RegExp) => (line: string) => !version.test(line);
    const version = /^__(?:GNUC|VERSION|GXX)/;
    assertEquals(own.filter(isOf(version)).sort(), gnu.filter(isOf(version)).sort());
  }
});

/** The messages for a source, with their locations. */
function messages(text: string): string[] {
  return preprocess({ name: "x.S", text }).diagnostics.map(({ span, message }) =>
    `${span.line}:${span.column} ${message}`
  );
}

Deno.test("preprocess() reports mistakes where they are", () => {
  const cases: readonly (readonly [string, ...string[]])[] = [
    ["#if 1 +\n#endif\n", "1:8 expected a value, found the end of the line"],
    ["#if 1 / 0\n#endif\n", "1:7 division by zero"],
    ["#if\n#endif\n", "1:2 `#if` needs an expression"],
    ["#if 010 != 8 || 0B11 != 3 || 0X1fUL != 31\n#error\n#endif\n"],
    ["#if 08\n#endif\n", "1:5 `08` is not an octal number"],
    ["#if 1.5\n#endif\n", "1:5 `1.5` is a fraction, not an integer"],
    ["#if F(1)\n#endif\n", "1:5 `F` is not a macro with arguments"],
    ["#if the pointer is null\n#endif\n", "1:9 expected an operator, found `pointer`"],
    ["#if (1\n#endif\n", "1:7 expected `)`, found the end of the line"],
    ["#if 1\n nop\n", "1:2 `#if` has no `#endif`"],
    ["nop\n#endif\n", "2:2 `#endif` without `#if`"],
    ["#if 0\n#else\n#elif 1\n#endif\n", "3:2 `#elif` after `#else`"],
    ["#include <x.h>\n", "1:10 cannot find <x.h>"],
    ['#include "x.h"\n', '1:10 cannot find "x.h"'],
    ["#include x\n", '1:2 `#include` needs a file: `#include "x.h"`'],
    ["#error out of  cheese\n", "1:2 #error out of cheese"],
    ["#define 1\n", "1:9 a macro name must be an identifier"],
    ["#define f(x\n", "1:12 expected `,` or `)` in the list of parameters"],
    ["#define f(x,x) x\n", "1:13 duplicate parameter `x`"],
    ["#define f ##\n", "1:11 `##` must stand between two tokens"],
    [
      "#define f(x,...) __VA_OPT__((x) __VA_OPT__(y))\n",
      "1:33 `__VA_OPT__` cannot stand inside another one",
    ],
    ["#define f(...) __VA_OPT__(x) __VA_OPT__(y)\nf(1)\n"],
    ["#define f(...) x __VA_OPT__ y\n", "1:18 expected `(` after `__VA_OPT__`"],
    ["#define f(x...) #__VA_OPT__\n", "1:18 expected `(` after `__VA_OPT__`"],
    ["#define f(...) __VA_OPT__ ## (x)\n", "1:16 expected `(` after `__VA_OPT__`"],
    ["#define f(...) __VA_OPT__((x)\n", "1:16 the `(` after `__VA_OPT__` is not closed"],
    ["#define f(...) x ## __VA_OPT__ (x) __VA_OPT__()\n"],
    ["#define f(x) x\nf(1,2)\n", "2:1 `f` takes 1 argument, not 2"],
    ["#define f(x,y) x\nf(1)\n", "2:1 `f` takes 2 arguments, not 1"],
    ["#define f(x,...) x\nnop; f(\n", "2:6 the arguments of `f` have no closing `)`"],
    ["nop /* a\n", "1:5 `*/` is missing after this `/*`"],
    ["#line x\n", '1:2 `#line` needs a line, and may have a file: `#line 12 "x.S"`'],
    ["#undef\n", "1:7 `#undef` needs the name of a macro"],
    ['#include_next "a"\n', "1:2 `#include_next` is not supported"],
    ["#define A 1\n#define A 2\n", "2:9 `A` is defined again"],
    ["#define A 1 /**/ + 2\n#define A 1 +  2\n"],
    ["#if 1\n#endif A\n", "2:8 `A` after `#endif` means nothing"],
    ['# a comment, isn\'t it?\n#!x\n#\n# 12 "y.S"\n'],
  ];
  for (const [text, ...expected] of cases) assertEquals(messages(text), expected, text);
});

Deno.test("mistakes in expansions are shown at the use and at the definition", () => {
  const text = `#define BAD(r) addi r, r, 5000
#define BOTH(x) nop; BAD(x)
	BOTH(a0)
	nop;	lw  a9, 0(sp)
	BAD(a8)
`;
  const { source } = preprocess({ name: "x.S", text });
  assert(source !== undefined);
  const shown = assemble(source).diagnostics.map((one) =>
    formatDiagnostic(one).split("\n").filter((line) => !/note: usage|fix:/.test(line)).join("\n")
  );
  assertEquals(shown, [
    `x.S:3:2: error: \`addi\` takes -2048 to 2047, not 5000
    3 | 	BOTH(a0)
      | 	^~~~
x.S:1:27: note: \`BAD\` is defined here
    1 | #define BAD(r) addi r, r, 5000
      |                           ^~~~`,
    `x.S:4:11: error: \`lw\` takes a register here, not \`a9\`
    4 | 	nop;	lw  a9, 0(sp)
      | 	    	    ^~`,
    `x.S:5:6: error: \`addi\` takes a register here, not \`a8\`
    5 | 	BAD(a8)
      | 	    ^`,
  ]);
});

Deno.test("lines of a program are those of the files that were read", () => {
  const files = new Map([
    ["lib.h", ".macro TWO\n// one\n nop\n#if 0\n#endif\n nop\n.endm\n\n nop\n"],
  ]);
  const text = `#define THREE nop; nop; \\
  nop
#include "lib.h"
 .globl _start
_start: THREE
 TWO
/* a
 comment */ nop
#if 0
 nop
#endif
 nop
#line 50 "other.S"
 nop
 nop
`;
  const { source } = preprocess({ name: "x.S", text }, {
    include: (name) => ({ name, text: files.get(name) ?? "" }),
  });
  assert(source !== undefined);
  const { lines } = build([source]);
  const found = Array.from({ length: 10 }, (_, index) => {
    const { file, line } = lines.find(0x10000n + BigInt(4 * index)) ?? {};
    return `${file}:${line}`;
  });
  assertEquals(found, [
    "lib.h:9",
    ...["x.S:5", "x.S:5", "x.S:5", "x.S:6", "x.S:6", "x.S:8", "x.S:12"],
    ...["other.S:50", "other.S:51"],
  ]);
  assertEquals(lines.text({ file: "x.S", line: 6 }), " TWO");
});

Deno.test("assemble() refuses a .S file that was not preprocessed", () => {
  const { diagnostics } = assemble({ name: "x.S", text: "nop\n  # define A 1\nli a0, A\n" });
  assertEquals(diagnostics[0]?.message, "`# define` is for the preprocessor");
  assertEquals(diagnostics[0]?.span.line, 2);
  assertEquals(assemble({ name: "x.S", text: "# a comment\nnop\n" }).diagnostics, []);
  assertEquals(assemble({ name: "x.s", text: "#define A 1\nnop\n" }).diagnostics, []);
});

Deno.test("preprocess() ends in time, with little memory, for sources that cost much", async () => {
  await assertCosts(new URL("costly_cases.ts", import.meta.url), COSTLY);
});
