// SPDX-License-Identifier: MPL-2.0
// The public surface: deno.json's entries. Each has a page with an example that runs, `task check` lints
// the documentation of all, and `.` stays small enough to read.

import { assert, assertEquals } from "@std/assert";
import config from "../../deno.json" with { type: "json" };
import { blocks, ROOT } from "./markdown.ts";

/** Names that `.` may export: more than this cannot be taken in at a glance. */
const MAX_NAMES = 45;
/** Names that say something only inside their own file. */
const VAGUE: RegExp =
  /^(?:Place|Found|Limit|Wake|Value|Style|End|Range|Location|Item|Info|Data|Kind)$/;

interface Documentation {
  readonly module_doc?: { readonly tags?: readonly { readonly kind: string }[] };
  readonly symbols: readonly { readonly name: string }[];
}

const entries = Object.entries(config.exports).map(([name, path]) => ({
  name,
  path: path.replace("./", ""),
}));

async function documentation(): Promise<Map<string, Documentation>> {
  const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--json", ...entries.map(({ path }) => path)],
    cwd: ROOT,
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  const { nodes } = JSON.parse(new TextDecoder().decode(stdout));
  return new Map(
    entries.map(({ name, path }) => [name, nodes[new URL(path, ROOT).href]]),
  );
}

const documented = await documentation();

Deno.test("every entry has a module page with an example", () => {
  const without = [...documented].filter(([, { module_doc }]) =>
    !module_doc?.tags?.some(({ kind }) => kind === "example")
  );
  assertEquals(without.map(([name]) => name), []);
});

Deno.test(`the entry . exports at most ${MAX_NAMES} names`, () => {
  const names = documented.get(".")?.symbols.map(({ name }) => name) ?? [];
  assert(names.length > 0 && names.length <= MAX_NAMES, `${names.length}: ${names.join(" ")}`);
});

Deno.test("every name is exported by one entry, and says something outside its file", () => {
  const seen = new Map<string, string>();
  for (const [entry, { symbols }] of documented) {
    for (const { name } of symbols) {
      assertEquals(seen.get(name), undefined, `${name} of ${entry} is exported twice`);
      assert(!VAGUE.test(name), `${entry} exports ${name}`);
      seen.set(name, entry);
    }
  }
});

Deno.test("`task check` lints the documentation of every entry", () => {
  const linted = /deno doc --lint ([^&]*)/.exec(config.tasks.check)?.[1]?.trim().split(" ");
  assertEquals(linted, entries.map(({ path }) => path));
});

Deno.test("the README's code imports only the entry .", () => {
  const imports = blocks
    .filter(({ page, language }) => page === "README.md" && language === "ts")
    .flatMap(({ lines }) => [...lines.join("\n").matchAll(/\bfrom "([^"]*)"/g)])
    .map(([, specifier = ""]) => specifier);
  assert(imports.includes(config.name));
  assertEquals(
    [...new Set(imports)].filter((name) => ![config.name, "@std/assert"].includes(name)),
    [],
  );
});
