// SPDX-License-Identifier: MPL-2.0
// Accesses outside of variables: of arrays.c, as gcc compiled it without optimisation (arrays.s), and where
// gcc is installed, as it compiles it now. Capital letters choose the cases without mistakes.

import { assertEquals, assertMatch } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { readExecutable } from "../../../asm/elf.ts";
import type { Program } from "../../../asm/object/program.ts";
import { formatError } from "../../../host/memcheck/format.ts";
import { MemoryChecker } from "../../../host/memcheck/memory_checker.ts";
import { Process } from "../../../host/process.ts";
import { runtimeFiles } from "../../../runtime/files.ts";
import { withDirectory } from "../../asm/goldens/gnu.ts";
import { isInstalled, runTool } from "../../asm/gnu_objects.ts";

const SOURCE = new URL("arrays.c", import.meta.url);
const GCC = "riscv64-linux-gnu-gcc";

/** What is reported of each case: the function, and the end of the line about the address. */
const CASES: Readonly<Record<string, readonly [where: string, address: string]>> = {
  a: ["by_index", "0 bytes after first, a variable of size 40 of by_index"],
  b: ["by_index", "4 bytes before first, a variable of size 40 of by_index"],
  c: ["fill", "0 bytes after inner, a variable of size 16 of by_pointer"],
  d: ["fill", "1 bytes before inner, a variable of size 16 of by_pointer"],
  e: ["in_struct", "0 bytes after two, a variable of size 24 of in_struct"],
  f: ["large_frame", "0 bytes after some, a variable of size 40 of large_frame"],
  g: ["fill", "a block of size"],
  h: ["sum", "0 bytes after (before and )?table, a variable of size (40|56)"],
  i: ["main", "0 bytes after (before and )?table, a variable of size (40|56)"],
  j: ["main", "0 bytes after (\\w+ and )?records, a variable of size"],
  k: ["fill", "0 bytes after (table and )?after, a variable of size"],
  l: ["fill", "0 bytes after some, a variable of size 12 of through_struct"],
  n: ["main", "0 bytes after (\\w+ and )?many, a variable of size"],
};

/** The errors of one case, as text. */
function errorsOf(program: Program, letter: string): string[] {
  const checker = new MemoryChecker({ program });
  using process = new Process(program, { args: ["arrays", letter], checks: checker.checks });
  const found: string[] = [];
  checker.attach(process);
  process.run();
  found.push(...checker.errors.map((error) => formatError(error, checker.stacks)));
  return found;
}

/** Builds the program with gcc; undefined where it is not installed. */
async function compile(options: readonly string[]): Promise<Program | undefined> {
  let program: Program | undefined;
  await withDirectory(async (directory) => {
    const path = `${directory}/arrays`;
    const files = [new URL(SOURCE).pathname, "-o", path];
    await runTool(GCC, ...options, "-w", "-static", "-fno-builtin", ...files);
    program = readExecutable(Deno.readFileSync(path), path);
  });
  return program;
}

function check(program: Program, letters = Object.keys(CASES)): void {
  for (const letter of letters) {
    const [where, address] = CASES[letter] ?? [];
    const [error = ""] = errorsOf(program, letter);
    assertMatch(error, new RegExp(`Invalid (read|write) of size \\d\n.* ${where} \\(`), letter);
    assertMatch(error, new RegExp(` is .*${address}`), letter);
    assertEquals(errorsOf(program, letter.toUpperCase()), [], letter.toUpperCase());
  }
}

Deno.test("an access outside of a variable names it and its function", () => {
  const text = Deno.readTextFileSync(new URL("arrays.s", import.meta.url));
  const program = build([{ name: "arrays.s", text }], { archive: runtimeFiles });
  check(program);
  assertEquals(errorsOf(program, "M"), []);
});

const hasGcc = await isInstalled(GCC);
const missing = hasGcc ? "" : " (skipped: no gcc for riscv64 here)";

Deno.test({
  name: `gcc's programs are checked, as far as they are not optimised${missing}`,
  ignore: !hasGcc,
  async fn() {
    const program = await compile(["-g"]);
    if (program !== undefined) check(program, ["a", "c", "g", "k", "n"]);
    const optimised = await compile(["-O2", "-g"]);
    if (optimised === undefined) return;
    assertEquals(new MemoryChecker({ program: optimised }).checks.onlySteps, undefined);
  },
});
