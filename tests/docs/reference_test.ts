// SPDX-License-Identifier: MPL-2.0
// The reference pages name everything there is: each directive, pseudo-instruction and system call, and
// each option of each command. What is added to a table must be added to its page.

import { assertEquals } from "@std/assert";
import { DIRECTIVE_NAMES } from "../../asm/directives/table.ts";
import { ALIASES } from "../../asm/instructions/aliases.ts";
import { MACROS, MORE_ALIASES } from "../../asm/instructions/pseudo_instructions.ts";
import { INSTRUCTIONS } from "../../cpu/isa/table.ts";
import { SYSCALLS } from "../../host/kernel/calls/syscall_table.ts";
import { readPage } from "./markdown.ts";

/** Directives that the page sums up: they change nothing. */
const SUMMED_UP = /^\.(?:cfi_|addrsig|gnu_attribute|print|nolist|sbttl|eject|psize|nops)/;

/** The names of `names` that a page does not have as `name`. */
function missing(page: string, names: Iterable<string>): string[] {
  const text = readPage(page);
  return [...new Set(names)].filter((name) => !text.includes(`\`${name}\``));
}

Deno.test("asm/README.md names every directive", () => {
  const names = DIRECTIVE_NAMES.filter((name) => !SUMMED_UP.test(name));
  assertEquals(missing("asm/README.md", names), []);
});

Deno.test("asm/README.md names every pseudo-instruction", () => {
  const instructions = new Set<string>(INSTRUCTIONS.map(({ name }) => name));
  const names = [...ALIASES, ...MORE_ALIASES, ...MACROS]
    .map(({ name }) => name)
    .filter((name) => !instructions.has(name))
    // Of the suffixes that order atomic instructions it names each once.
    .map((name) => name.replace(/^(?:lr|sc|amo\w+)\.[wd]\./, "."));
  assertEquals(missing("asm/README.md", [...new Set(names)]), []);
});

Deno.test("host/README.md names every system call, and the changelog their number", () => {
  assertEquals(missing("host/README.md", SYSCALLS.map(({ name }) => name)), []);
  const [, count] = /(\d+) of Linux's system calls/.exec(readPage("CHANGELOG.md")) ?? [];
  assertEquals(Number(count), SYSCALLS.length);
});

Deno.test("host/README.md shows the help of every command", async () => {
  const text = readPage("host/README.md");
  const folder = new URL("../../host/cli/", import.meta.url);
  const commands: string[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    const source = await Deno.readTextFile(new URL(name, folder));
    if (source.includes("export default defineCommand(")) commands.push(name.replace(".ts", ""));
  }
  assertEquals(
    commands.filter((name) => !text.includes(`$ leveret ${name} --help`)),
    [],
  );
});
