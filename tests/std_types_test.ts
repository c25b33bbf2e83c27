// SPDX-License-Identifier: MPL-2.0
// The standard modules come from an npm package without types, and .types/std.d.ts says what they are.
// If that file were not found, every use of them would pass as `any`, so this test contains wrong uses that
// the type check must find.

import { assertEquals } from "@std/assert";

/** One wrong use a line, and the number of the error that it must raise. */
const WRONG_USES = [
  { code: `import { assertEqual } from "@std/assert";`, error: "TS2724" },
  { code: `import { assertEquals } from "@std/assert"; assertEquals(1);`, error: "TS2554" },
  { code: `import { assertMatch } from "@std/assert"; assertMatch(/a/, "a");`, error: "TS2345" },
  {
    code: `import { parseArgs } from "@std/cli/parse-args"; parseArgs([], { strings: ["a"] });`,
    error: "TS2561",
  },
  {
    code:
      `import { parseArgs } from "@std/cli/parse-args"; export const n: number = parseArgs([]).n;`,
    error: "TS2322",
  },
  { code: `import { red } from "@std/fmt/colors"; red(5);`, error: "TS2345" },
  { code: `import * as text from "@std/text"; console.log(text);`, error: "TS2307" },
];

Deno.test("deno check finds wrong uses of the standard modules", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const files = WRONG_USES.map((_, index) => `${folder}/wrong_${index}.ts`);
    await Promise.all(
      WRONG_USES.map(({ code }, index) => Deno.writeTextFile(files[index] ?? "", `${code}\n`)),
    );
    const config = new URL("../deno.json", import.meta.url).pathname;
    const { stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "--config", config, ...files],
      env: { NO_COLOR: "1" },
      stdout: "null",
    }).output();
    const text = new TextDecoder().decode(stderr);
    // The number comes first; the source location is in a later line of its own.
    const found = [...text.matchAll(/^(TS\d+) \[ERROR\](?:(?!^TS\d).)*?wrong_(\d+)\.ts:/gms)]
      .map(([, error, index]) => `wrong_${index}.ts: ${error}`)
      .sort();
    assertEquals(found, WRONG_USES.map(({ error }, index) => `wrong_${index}.ts: ${error}`), text);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
