// SPDX-License-Identifier: MPL-2.0
// What people read when a source is wrong: the whole text of the diagnostics for many kinds of
// mistake, against committed files, and what holds for every one of them.

import { assert, assertEquals, assertThrows } from "@std/assert";
import { build, BuildError } from "../../asm/build.ts";
import { diagnosticsOf, errorCases, ERRORS } from "./goldens/errors.ts";

const names = await errorCases();

for (const name of names) {
  Deno.test(`build() reports mistakes of the kind ${name.replaceAll("_", " ")}`, async () => {
    const expected = await Deno.readTextFile(new URL(`${name}.txt`, ERRORS));
    assertEquals(await diagnosticsOf(name), expected);
  });
}

Deno.test("every golden of an error has its source", async () => {
  const files = (await Array.fromAsync(Deno.readDir(ERRORS))).map((entry) => entry.name);
  const texts = files.filter((file) => file.endsWith(".txt")).map((file) => file.slice(0, -4));
  assertEquals(texts.toSorted(), names);
  assert(names.length >= 30);
});

Deno.test("every diagnostic's span lies within the line that it shows", async () => {
  for (const name of names) {
    const text = await Deno.readTextFile(new URL(`${name}.s`, ERRORS));
    try {
      build([{ name, text }]);
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
      for (const { message, span, notes } of error.diagnostics) {
        for (const each of [span, ...notes.flatMap((note) => note.span ?? [])]) {
          if (each.line === 0) continue;
          const end = each.column - 1 + each.length;
          assert(each.column >= 1 && end <= each.lineText.length, `${name}: ${message}`);
        }
      }
    }
  }
});

Deno.test("build() keeps 20 errors and counts the others", () => {
  const text = Array.from({ length: 50 }, (_, line) => `    wrong${line}\n`).join("");
  const error = assertThrows(() => build([{ name: "wrong.s", text }]), BuildError);
  assertEquals(error.diagnostics.length, 20);
  assertEquals(error.errorCount, 50);
  assertEquals(error.format().split("\n").at(-1), "and 30 more errors");
});
