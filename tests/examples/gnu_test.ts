// SPDX-License-Identifier: MPL-2.0
// The GNU assembler and linker accept every example and every file of the runtime, and the programs do
// under qemu-riscv64 what the table in expected.ts says. examples_test.ts checks our own machine against the
// same table, so the two agree. Skipped where tools are missing; the name says which.

import { assertEquals } from "@std/assert";
import { exampleRuns } from "./expected.ts";
import { buildExample, buildRuntime, missingTools, runUnderQemu } from "./gnu_programs.ts";
import { checkRun } from "./runs.ts";
import { expectedCounts, sampleText } from "./word_counts.ts";

const missing = await missingTools();
const skipped = missing.length === 0 ? "" : ` (skipped: no ${missing.join(", ")})`;

Deno.test({
  name: `examples built by the GNU tools do under QEMU what the table says${skipped}`,
  ignore: missing.length > 0,
  fn: async (t) => {
    const directory = await Deno.makeTempDir({ prefix: "leveret-" });
    try {
      const archive = await buildRuntime(directory);
      for (const [program, runs] of Map.groupBy(exampleRuns, (run) => run.program)) {
        const executable = await buildExample(program, archive, directory);
        for (const expected of runs) {
          await t.step(`${program} ${expected.args?.join(" ") ?? ""}`.trim(), async () => {
            checkRun(await runUnderQemu(executable, expected), expected);
          });
        }
      }
      await t.step("wordcount counts a megabyte of text", async () => {
        const executable = await buildExample("wordcount", archive, directory);
        const text = sampleText(1 << 20);
        const { stdout, status } = await runUnderQemu(executable, { stdin: text });
        assertEquals(status, 0);
        assertEquals(stdout, expectedCounts(text));
      });
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  },
});
