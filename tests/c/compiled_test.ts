// SPDX-License-Identifier: MPL-2.0
// Programs as gcc compiled them assemble unchanged, without a warning, and do what they did under QEMU;
// on both engines.

import { assertEquals } from "@std/assert";
import { compiledSources, expectedRun, SELECTION } from "./compiled.ts";
import { assembled, linked, ourRun } from "./corpus.ts";

for (const selected of SELECTION) {
  const { name, target, options } = selected;
  Deno.test(`${name}, compiled for ${target.march} with ${options.join(" ")}, runs as under QEMU`, async () => {
    const program = linked((await compiledSources(selected)).map(assembled));
    const expected = await expectedRun(selected);
    for (const engine of ["stepper", "templates", "translator"] as const) {
      assertEquals(ourRun(program, engine), expected, engine);
    }
  });
}
