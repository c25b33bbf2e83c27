// SPDX-License-Identifier: MPL-2.0
// What holds for every page: links lead somewhere, every block is of a kind that something checks, and
// what stands in a `sh` block (commands that cannot run within the tests, such as the tests themselves)
// is at least a task that there is.

import { assert, assertEquals } from "@std/assert";
import config from "../../deno.json" with { type: "json" };
import { blocks, pages, readPage, ROOT } from "./markdown.ts";

/** `console` runs in console_test.ts, `ts` in typescript_test.ts; `text` and `asm` are not run. */
const LANGUAGES = ["console", "sh", "ts", "text", "asm"];
const LINK = /\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g;
const TASK = /^(?:npx -y deno@[\d.]+|deno) task (?:-q )?(\w+)/;

/** The lines of a page outside its fenced blocks. */
function prose(page: string): string {
  return readPage(page).replaceAll(/^```.*?^```$/gms, "");
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

Deno.test("the README's first screen names the commands that set everything up", () => {
  const start = readPage("README.md").split("\n").slice(0, 40).join("\n");
  for (const task of ["demo", "test"]) {
    assert(start.includes(`npx -y deno@2.9.6 task ${task}`), `npx, for ${task}`);
  }
});
