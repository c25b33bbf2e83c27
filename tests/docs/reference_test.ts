// SPDX-License-Identifier: MPL-2.0
// The reference pages are complete: each instruction set extension, directive,
// pseudo-instruction, system call and member of a trace, and the help of each command with all its
// options. The names come from the tables that the code itself uses: what is added there must be added
// to its page.

import { assert, assertEquals } from "@std/assert";
import { directiveNames } from "../../asm/directives/table.ts";
import { ALIASES } from "../../asm/instructions/aliases.ts";
import { MACROS, MORE_ALIASES } from "../../asm/instructions/pseudo_instructions.ts";
import { INSTRUCTIONS } from "../../cpu/isa/table.ts";
import { COMMANDS } from "../../host/cli/commands/table.ts";
import { SYSCALLS } from "../../host/kernel/calls/syscall_table.ts";
import { TRACE_FORMAT_NAMES } from "../../host/trace/formats.ts";
import { modulesIn } from "./imports.ts";
import { blocks, readPage } from "./markdown.ts";

/** The text of a section of a page: from its heading to the next of the same level. */
function sectionOf(page: string, heading: string): string {
  const [, text] = readPage(page).split(`\n${heading}\n`);
  assert(text !== undefined, `${page} has no heading ${heading}`);
  const level = /^#+ /.exec(heading)?.[0] ?? "";
  return text.split(new RegExp(`\n${level}`))[0] ?? "";
}

/** The names of `names` that a text does not have as `name`. */
function missing(text: string, names: Iterable<string>): string[] {
  return [...new Set(names)].filter((name) => !text.includes(`\`${name}\``));
}

/** What a page shows as the output of a command. */
function outputOf(page: string, command: string): string | undefined {
  const lines = blocks
    .filter((block) => block.page === page && block.language === "console")
    .flatMap(({ lines }) => [...lines, "$"]);
  const start = lines.indexOf(`$ ${command}`) + 1;
  if (start === 0) return undefined;
  return lines.slice(start, lines.findIndex((line, at) => at >= start && line.startsWith("$")))
    .join("\n");
}

Deno.test("asm/README.md names every directive", () => {
  const directives = sectionOf("asm/README.md", "## Directives");
  assertEquals(missing(directives, directiveNames()), []);
});

Deno.test("asm/README.md names every pseudo-instruction", () => {
  const instructions = new Set<string>(INSTRUCTIONS.map(({ name }) => name));
  const names = [...ALIASES, ...MORE_ALIASES, ...MACROS]
    .map(({ name }) => name)
    .filter((name) => !instructions.has(name) && !/^(?:lr|sc|amo\w+)\.[wd]\./.test(name));
  assertEquals(missing(sectionOf("asm/README.md", "## Pseudo-instructions"), names), []);
});

Deno.test("cpu/README.md names every extension that has instructions", () => {
  const extensions = INSTRUCTIONS.map(({ extension }) => extension);
  assertEquals(missing(readPage("cpu/README.md"), extensions), []);
});

Deno.test("host/README.md names every system call, and the changelog their number", () => {
  const names = SYSCALLS.map(({ name }) => name);
  assertEquals(missing(sectionOf("host/README.md", "## The system calls"), names), []);
  const [, count] = /(\d+) of Linux's system calls/.exec(readPage("CHANGELOG.md")) ?? [];
  assertEquals(Number(count), SYSCALLS.length);
});

Deno.test("host/README.md shows every trace format", () => {
  const traces = sectionOf("host/README.md", "## The traces");
  const missing = TRACE_FORMAT_NAMES.filter((name) =>
    !traces.includes(`$ leveret trace --${name} `)
  );
  assertEquals(missing, []);
});

Deno.test("host/README.md lists every event that is printed as JSON", () => {
  const events = modulesIn(["asm", "host"])
    .flatMap(({ text }) => [...text.matchAll(/\bevent"?: *"([a-z ]+)"/g)])
    .map(([, event = ""]) => event);
  assert(events.includes("instruction") && events.includes("fault"));
  assertEquals(missing(sectionOf("host/README.md", "### JSON"), events), []);
});

Deno.test("host/README.md shows the help of every command, with all its options", async () => {
  for (const { name, load } of COMMANDS) {
    const help = (await load()).default.help();
    assertEquals(outputOf("host/README.md", `leveret ${name} --help`), help.trimEnd(), name);
  }
  const commands = outputOf("host/README.md", "leveret --help") ?? "";
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  for (const { name, summary } of COMMANDS) {
    assert(commands.includes(`  ${name.padEnd(width)}  ${summary}`), name);
  }
});
