// SPDX-License-Identifier: MPL-2.0
// Rules for every source file of examples/: it says what it is and how to run it, it is listed in the
// README, and the table in expected.ts has a run of it.

import { assert, assertEquals, assertMatch } from "@std/assert";
import { exampleRuns } from "./expected.ts";

const EXAMPLES = new URL("../../examples/", import.meta.url);
/** The longest line that fits a window without scrolling. */
const WIDTH = 100;

function programsIn(folder: string): string[] {
  return [...Deno.readDirSync(new URL(folder, EXAMPLES))]
    .filter(({ name }) => name.endsWith(".s"))
    .map(({ name }) => folder + name.slice(0, -".s".length));
}

const programs = [...programsIn(""), ...programsIn("bugs/")].sort();
const readText = (path: string) => Deno.readTextFileSync(new URL(path, EXAMPLES));

Deno.test("every example has a run in the table, and every run an example", () => {
  assertEquals([...new Set(exampleRuns.map(({ program }) => program))].sort(), programs);
});

Deno.test("every example is in the README, and every link of the README is an example", () => {
  const links = [...readText("README.md").matchAll(/^\| \[.*?\]\((.*?)\.s\)/gm)];
  assertEquals(links.map(([, link]) => link ?? "").sort(), programs);
});

for (const program of programs) {
  const text = readText(`${program}.s`);
  const name = program.slice(program.lastIndexOf("/") + 1);

  Deno.test(`${program}.s opens with its licence, what it shows and how to run it`, () => {
    const [licence, title, ...rest] = text.split("\n");
    assertEquals(licence, "# SPDX-License-Identifier: MPL-2.0");
    assertMatch(title ?? "", new RegExp(`^# ${name}\\.s: .*[a-z]`));
    const head = rest.slice(0, rest.findIndex((line) => !line.startsWith("#"))).join("\n");
    const [, run] = /^# Run: +.*deno task leveret (.*)$/m.exec(head) ?? [];
    assert(run?.includes(`examples/${program}.s`), `Cannot find how to run it in:\n${head}`);
  });

  Deno.test(`${program}.s is plain text in lines of at most ${WIDTH} characters`, () => {
    assert(text.endsWith("\n") && !text.endsWith("\n\n"));
    for (const [index, line] of text.split("\n").entries()) {
      const where = `line ${index + 1}`;
      assert(line.length <= WIDTH, `${where} is ${line.length} characters long`);
      assertMatch(line, /^[ -~]*$/, where);
      assert(!line.endsWith(" "), `${where} ends with a blank`);
    }
  });
}
