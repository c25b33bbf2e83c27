// SPDX-License-Identifier: MPL-2.0
// Every TypeScript example, in the pages and in the doc comments of the modules, passes the type check
// and runs, without a permission. Its own assertions say what it shows.

import { assert, assertEquals } from "@std/assert";
import { blocks, ROOT } from "./markdown.ts";

/** Where doc comments are that a user of the library can see. */
const MODULES = ["mod.ts", "asm", "cpu", "host", "runtime"];
const EXAMPLE = /^ *\* ```ts$/gm;

/** The modules below a path, and how many examples each has. */
function* modulesWithExamples(path: string): Generator<[path: string, examples: number]> {
  const url = new URL(path, ROOT);
  if (path.endsWith(".ts")) {
    const examples = [...Deno.readTextFileSync(url).matchAll(EXAMPLE)].length;
    if (examples > 0) yield [path, examples];
    return;
  }
  for (const { name, isDirectory } of Deno.readDirSync(url)) {
    if (isDirectory || name.endsWith(".ts")) yield* modulesWithExamples(`${path}/${name}`);
  }
}

Deno.test("every TypeScript example of the documentation type-checks and runs", async () => {
  const inPages = blocks.filter(({ language }) => language === "ts");
  const pages = new Set(inPages.map(({ page }) => page));
  const modules = new Map(MODULES.flatMap((path) => [...modulesWithExamples(path)]));
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "--doc", "--quiet", ...modules.keys(), ...pages],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  assert(success, text);
  const examples = [...modules.values()].reduce((sum, count) => sum + count, inPages.length);
  const passed = Number(/^ok \| (\d+) passed/m.exec(text)?.[1]);
  assertEquals(passed, examples, text);
});
