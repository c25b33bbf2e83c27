// SPDX-License-Identifier: MPL-2.0
import { assert, assertEquals } from "@std/assert";
import { build, BuildError } from "../../../asm/build.ts";
import { runtimeFiles } from "../../../runtime/files.ts";

/** The fixes of the errors of a program. */
function fixes(text: string): (string | undefined)[] {
  try {
    build([{ name: "x.s", text }], { archive: runtimeFiles });
  } catch (error) {
    assert(error instanceof BuildError);
    return error.diagnostics.map(({ fix }) => fix?.message);
  }
  return [];
}

const LINK =
  "belongs to a C library, which gcc links: riscv64-linux-gnu-gcc -static FILE -o PROGRAM, " +
  "then leveret run PROGRAM";

Deno.test("a call of the C library says what the runtime has, and how to link one", () => {
  const expected = [
    "the runtime's print_int, print_string, print_char and print_newline print one value each; printf " +
    `itself ${LINK}`,
    `the runtime's read_int reads a number, read_line a line; __isoc99_scanf itself ${LINK}`,
    `it ${LINK}`,
  ];
  const calls = ".globl main\nmain: call printf\ncall __isoc99_scanf\ncall qsort\n";
  assertEquals(fixes(calls), expected);
  // Also beside another error, which leaves the program unlinked.
  assertEquals(fixes(`${calls}bogus a0\n`).slice(1), expected);
});

Deno.test("names of the runtime and mistyped names have no such advice", () => {
  assertEquals(fixes(".globl main\nmain: call malloc\ncall strlen\ncall exit\n"), []);
  assertEquals(fixes(".globl main\nmain: call print_itn\n"), ["did you mean `print_int`?"]);
});

Deno.test("routines as other languages name them have the runtime's names as advice", () => {
  const calls = ["print_str", "printStr", "println", "print_number", "newline", "print_float"];
  assertEquals(fixes(`.globl main\nmain: ${calls.map((name) => `call ${name}`).join("\n")}\n`), [
    "did you mean `print_string`?",
    "did you mean `print_string`?",
    "print_string prints a string, print_newline ends the line",
    "did you mean `print_int`?",
    "did you mean `print_newline`?",
    "the runtime prints no floating-point numbers; printf of a C library does",
  ]);
});
