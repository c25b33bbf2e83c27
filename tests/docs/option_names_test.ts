// SPDX-License-Identifier: MPL-2.0
// Every option that a message, a comment or a page names exists: a word such as `--stats` in the sources and
// in the pages is an option of a command, or of another tool, which is listed here.

import { assertEquals } from "@std/assert";
import { COMMANDS } from "../../host/cli/commands/table.ts";
import { pages, readPage, ROOT } from "./markdown.ts";

/** Options of other tools, with the reason for naming them. */
const OTHERS: Readonly<Record<string, string>> = {
  "--allow-all": "Deno's: what it wants for devices",
  "--allow-net": "Deno's: the permission that gdb --port needs",
  "--allow-read": "Deno's: permissions that the command line needs",
  "--allow-write": "Deno's: permissions that the command line needs",
  "--alloc-fns": "Valgrind's: what Massif writes in its files",
  "--branch-coverage": "genhtml's: how to show branches",
  "--emit": "rustc's: how to compile for the machine",
  "--allow-missing-repository": "vsce's: how to package the extension for VS Code",
  "--install-extension": "VS Code's: how to install the extension",
  "--skip-license": "vsce's: how to package the extension for VS Code",
  "--config": "Deno's: how to start a task from another directory",
  "--no-relax": "GNU ld's: Leveret does not relax code either",
  "--quiet": "Deno's: how to run a task without its heading",
  "--target": "rustc's: how to compile for the machine",
};
/** Options that are misspelled on purpose, by the page that shows the message about them. */
const MISSPELLED: Readonly<Record<string, string>> = { "--max-instructons": "host/README.md" };
/** A style sheet: there, such names are those of colours. */
const STYLES = "host/report_page/page_style.ts";
/** Options of `leveret` itself, without a command. */
const GLOBAL = ["--help", "--version"];

const OPTION = /(?<![\w-])--[a-z][a-z0-9-]*/g;
/** Comments and strings: elsewhere `--count` is a decrement. Assembly sources have no such operator. */
const TEXT = /\/\/.*|\/\*[^]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[^])*`/g;

function* sourcesIn(directory: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(new URL(directory, ROOT))) {
    if (isDirectory) yield* sourcesIn(`${directory}${name}/`);
    else if (/\.(?:ts|s)$/.test(name)) yield directory + name;
  }
}

/** The options that a text names. */
function optionsIn(path: string, text: string): string[] {
  if (path === STYLES) return [];
  const searched = path.endsWith(".ts") ? (text.match(TEXT) ?? []).join("\n") : text;
  return searched.match(OPTION) ?? [];
}

async function knownOptions(): Promise<Set<string>> {
  const commands = await Promise.all(COMMANDS.map(({ load }) => load()));
  const names = commands.flatMap((module) => module.default.options.map(({ name }) => `--${name}`));
  return new Set([...GLOBAL, ...names]);
}

Deno.test("every option that a source or a page names exists", async () => {
  const known = await knownOptions();
  const sources = ["asm/", "cpu/", "examples/", "host/", "runtime/"].flatMap((directory) => [
    ...sourcesIn(directory),
  ]);
  const unknown: string[] = [];
  const seen = new Set<string>();
  for (const path of ["mod.ts", ...sources, ...pages]) {
    for (const option of optionsIn(path, readPage(path))) {
      seen.add(option);
      const exists = known.has(option) || Object.hasOwn(OTHERS, option) ||
        MISSPELLED[option] === path;
      if (!exists) unknown.push(`${path} names ${option}`);
    }
  }
  assertEquals(unknown, []);
  // What nothing names any more must leave the lists.
  const listed = [...Object.keys(OTHERS), ...Object.keys(MISSPELLED)];
  assertEquals(listed.filter((option) => !seen.has(option)), []);
});

Deno.test("optionsIn() finds options in comments and strings, and no decrement", () => {
  const found = (text: string) => optionsIn("x.ts", text);
  assertEquals(found("// use --one\nif (--depth === 0) fail(`--two ${x}`, '--three=1');"), [
    "--one",
    "--two",
    "--three",
  ]);
  assertEquals(found("/** See\n * --four, `--five`. */\nlet x = y---z;"), ["--four", "--five"]);
  assertEquals(optionsIn("x.md", "| `-o, --six` | a --- b -- c |"), ["--six"]);
});
