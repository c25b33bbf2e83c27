// SPDX-License-Identifier: MPL-2.0
// The full text of the diagnostics for many kinds of mistake, compared with committed files, and
// properties that hold for all of them.

import { assert, assertEquals, assertThrows } from "@std/assert";
import { assemble } from "../../asm/assembler.ts";
import type { Diagnostic } from "../../asm/object/diagnostic.ts";
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
  assert(names.length >= 100);
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

/** A source with the replacement of a fix applied. */
function fixed(text: string, { span, fix }: Diagnostic): string {
  const { line, column, length } = fix?.span ?? span;
  const lines = text.split("\n");
  const old = lines[line - 1] ?? "";
  const end = column - 1 + length;
  lines[line - 1] = old.slice(0, column - 1) + (fix?.replacement ?? "") + old.slice(end);
  return lines.join("\n");
}

Deno.test("a fix with a replacement removes its error, and breaks nothing", async () => {
  let count = 0;
  for (const name of names) {
    const text = await Deno.readTextFile(new URL(`${name}.s`, ERRORS));
    const file = `${name}.s`;
    const found = (source: string) => assemble({ name: file, text: source }).diagnostics;
    const before = found(text);
    for (const diagnostic of before) {
      const { message, span, fix } = diagnostic;
      if (fix?.replacement === undefined || span.file !== file) continue;
      count++;
      const after = found(fixed(text, diagnostic));
      const isThere = after.some((each) =>
        each.message === message && each.span.line === span.line && each.span.column === span.column
      );
      assert(!isThere, `${name}: ${message}: ${fix.message}`);
    }
  }
  assert(count >= 80, `${count} fixes`);
});

Deno.test("build() keeps 20 errors and counts the others", () => {
  const text = Array.from({ length: 50 }, (_, line) => `    wrong${line}\n`).join("");
  const error = assertThrows(() => build([{ name: "wrong.s", text }]), BuildError);
  assertEquals(error.diagnostics.length, 20);
  assertEquals(error.errorCount, 50);
  assertEquals(error.format().split("\n").at(-1), "and 30 more errors");
});
