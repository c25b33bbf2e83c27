// SPDX-License-Identifier: MPL-2.0
// The benchmark's programs do what its table says, at their small size: on each of our engines and, where the
// tools are installed, under QEMU and natively. Nothing is timed here.

import { assert, assertEquals } from "@std/assert";
import type { EngineName } from "../../cpu/machine.ts";
import { Process } from "../../host/process.ts";
import { engines, missingFor } from "./engines.ts";
import { benchPrograms, buildBenchProgram } from "./programs.ts";

const OURS: readonly EngineName[] = ["stepper", "templates", "translator", "auto"];
/** The most instructions of the small size, which is for tests. */
const SMALL = 1_000_000;

function runSmall(name: EngineName, program: (typeof benchPrograms)[number]) {
  const { argument } = program.small;
  using process = new Process(buildBenchProgram(program), {
    args: [program.name, `${argument}`],
    engine: name,
  });
  const outcome = process.run({ maxInstructions: SMALL });
  const { stdout, stderr } = process.output;
  const decoder = new TextDecoder();
  return {
    outcome,
    stdout: decoder.decode(stdout),
    stderr: decoder.decode(stderr),
    instructions: process.machine.instructions,
  };
}

for (const program of benchPrograms) {
  const { argument, checksum } = program.small;

  Deno.test(`${program.name} ${argument} prints its checksum, on every engine`, () => {
    const [first, ...others] = OURS.map((name) => runSmall(name, program));
    assert(first !== undefined);
    assertEquals(first.outcome, { kind: "exited", status: 0 });
    assertEquals(first.stderr, "");
    assertEquals(first.stdout, `${checksum}\n`);
    for (const other of others) assertEquals(other, first);
  });
}

/** The engines that are not ours: those that need tools. */
for (const engine of engines.filter(({ tools }) => tools.length > 0)) {
  const missing = await missingFor(engine);
  const skipped = missing.length === 0 ? "" : ` (skipped: no ${missing.join(", ")})`;

  Deno.test({
    name: `the benchmark's programs print the same on ${engine.name}${skipped}`,
    ignore: missing.length > 0,
    fn: async (t) => {
      const directory = await Deno.makeTempDir({ prefix: "leveret-" });
      try {
        for (const program of benchPrograms) {
          const run = await engine.prepare(program, { directory, timing: "fresh" });
          if (run === undefined) continue;
          await t.step(program.name, async () => {
            const { argument, checksum } = program.small;
            assertEquals((await run(argument)).output, `${checksum}\n`);
          });
        }
      } finally {
        await Deno.remove(directory, { recursive: true });
      }
    },
  });
}

Deno.test("every source in programs/ is in the table, and every C program has its assembly", () => {
  const files = [...Deno.readDirSync(new URL("programs/", import.meta.url))].map(({ name }) =>
    name
  );
  const withoutExtension = (extension: string) =>
    files.filter((name) => name.endsWith(extension)).map((name) => name.slice(0, -2)).sort();
  assertEquals(withoutExtension(".s"), benchPrograms.map(({ name }) => name));
  assertEquals(
    withoutExtension(".c"),
    benchPrograms.filter(({ inC }) => inC).map(({ name }) => name),
  );
});
