// SPDX-License-Identifier: MPL-2.0
// Rules for every page: links lead somewhere, every block is of a kind that some test checks, and each
// command in a `sh` block (such as the tests themselves, which cannot run within a test) is a task of
// deno.json.

import { assert, assertEquals } from "@std/assert";
import config from "../../deno.json" with { type: "json" };
import { blocks, pages, readPage, ROOT } from "./markdown.ts";

/** `console` runs in console_test.ts, `ts` in typescript_test.ts; `text` and `asm` are not run. */
const LANGUAGES = ["console", "sh", "ts", "text", "asm"];
const LINK = /\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g;
const ANCHOR = /\]\((?!https?:)([^)#]*)#([^)]+)\)/g;
/** The name or path of a source file. */
const FILE = /\b[\w./]*\w\.ts\b|\b[\w./]+\/\w+\.s\b/g;
/** The name or path of a directory. */
const DIRECTORY = /(?<![\w./`~])(?:\w+\/)+(?=[ ,|);:]|\.\s|\n)/g;
/** A row of a table, or a line of semantics. */
const QUOTED = /^(?:\{ name: |\w+: *\()/;
/** The most lines of the first pages to read. */
const MAX_LINES = { "README.md": 250, "HOW_IT_WORKS.md": 200 };
const TASK = /^(?:npx -y deno@[\d.]+|deno) task (?:-q )?(\w+)/;

/** The lines of a page outside its fenced blocks. */
function prose(page: string): string {
  return readPage(page).replaceAll(/^```.*?^```$/gms, "");
}

/** The paths of all source files of the project. */
function* filesIn(directory: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(new URL(`./${directory}`, ROOT))) {
    if (name.startsWith(".") || name === "node_modules") continue;
    if (isDirectory) yield* filesIn(`${directory}${name}/`);
    else if (/\.(?:ts|s|js|json)$/.test(name)) yield directory + name;
  }
}

async function exists(url: URL): Promise<boolean> {
  try {
    await Deno.stat(url);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

Deno.test("every link of a page to a file of the project leads to one", async () => {
  for (const page of pages) {
    for (const [, path = ""] of prose(page).matchAll(LINK)) {
      assert(await exists(new URL(path, new URL(page, ROOT))), `${page} links to ${path}`);
    }
  }
});

/** The anchors that a page's headings have on GitHub. */
function anchorsOf(page: string): string[] {
  return [...prose(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading.toLowerCase().replaceAll(/[^\w\- ]/g, "").replaceAll(" ", "-")
  );
}

Deno.test("every link of a page to a heading leads to one", () => {
  for (const page of pages) {
    for (const [, path = "", anchor = ""] of prose(page).matchAll(ANCHOR)) {
      const target = path === ""
        ? page
        : new URL(path, new URL(page, ROOT)).href.slice(ROOT.href.length);
      assert(anchorsOf(target).includes(anchor), `${page} links to ${path}#${anchor}`);
    }
  }
});

Deno.test("every source file and directory that a page names is there", () => {
  const files = [...filesIn("")].map((file) => `/${file}`);
  for (const page of pages) {
    for (const [name] of prose(page).matchAll(FILE)) {
      assert(files.some((file) => file.endsWith(`/${name}`)), `${page} names ${name}`);
    }
    for (const [name] of prose(page).matchAll(DIRECTORY)) {
      assert(files.some((file) => file.includes(`/${name}`)), `${page} names ${name}`);
    }
  }
});

Deno.test("every row and line of semantics that a page quotes is in the sources", () => {
  const code = [...filesIn("cpu/"), ...filesIn("asm/"), ...filesIn("host/")]
    .map((file) => Deno.readTextFileSync(new URL(file, ROOT))).join("\n");
  const squeezed = (line: string) => line.replaceAll(/\s+/g, " ").trim().replace(/,$/, "");
  const lines = new Set(code.split("\n").map(squeezed));
  for (const block of blocks.filter(({ language }) => language === "text")) {
    for (const line of block.lines.filter((line) => QUOTED.test(line))) {
      assert(lines.has(squeezed(line)), `${block.page}:${block.line} quotes ${line}`);
    }
  }
});

Deno.test("every fenced block says what it is", () => {
  const others = blocks.filter(({ language }) => !LANGUAGES.includes(language));
  assertEquals(others.map(({ page, line }) => `${page}:${line}`), []);
});

Deno.test("every command of an sh block is a task of deno.json", () => {
  const tasks = Object.keys(config.tasks);
  for (const { page, line, lines } of blocks.filter(({ language }) => language === "sh")) {
    for (const command of lines.filter((text) => text !== "")) {
      const task = TASK.exec(command)?.[1] ?? "";
      assert(tasks.includes(task), `${page}:${line}: ${command}`);
    }
  }
});

Deno.test("the first pages are short enough to read", () => {
  for (const [page, most] of Object.entries(MAX_LINES)) {
    const lines = readPage(page).split("\n").length - 1;
    assert(lines <= most, `${page} has ${lines} lines, which is more than ${most}`);
  }
});

Deno.test("the README's first screen names the commands that set everything up", () => {
  const start = readPage("README.md").split("\n").slice(0, 40).join("\n");
  for (const task of ["demo", "test"]) {
    assert(start.includes(`npx -y deno@2.9.6 task ${task}`), `npx, for ${task}`);
  }
});
