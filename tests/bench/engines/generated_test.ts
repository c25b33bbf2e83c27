// SPDX-License-Identifier: MPL-2.0
// The generated programs assemble, run so many instructions as they are meant to, and do the same on both
// engines that are compared.

import { assert, assertEquals } from "@std/assert";
import { build } from "../../../asm/build.ts";
import type { EngineName } from "../../../cpu/machine.ts";
import { Process } from "../../../host/process.ts";
import { runtimeFiles } from "../../../runtime/files.ts";
import { manyCases, manyFunctions, straightLine } from "./generated.ts";

function run(text: string, engine: EngineName) {
  const program = build([{ name: "generated.s", text }], { archive: runtimeFiles });
  using process = new Process(program, { engine, translateAfter: 0 });
  const outcome = process.run({ maxInstructions: 5_000_000 });
  return { outcome, instructions: process.machine.instructions };
}

Deno.test("generated programs end, and are the same to auto and stepper", () => {
  const cases = [
    { text: straightLine(5000), atLeast: 5000, atMost: 6000 },
    { text: manyFunctions(100, 50), atLeast: 100 * 50 * 30, atMost: 100 * 50 * 300 },
    { text: manyCases(100, 5000), atLeast: 5000 * 20, atMost: 5000 * 50 },
  ];
  for (const { text, atLeast, atMost } of cases) {
    const stepper = run(text, "stepper");
    assertEquals(stepper.outcome, { kind: "exited", status: 0 });
    assert(stepper.instructions >= atLeast && stepper.instructions <= atMost);
    assertEquals(run(text, "auto"), stepper);
  }
});
