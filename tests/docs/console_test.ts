// SPDX-License-Identifier: MPL-2.0
// Every command that the documentation shows is run, and prints what the documentation shows: each
// `console` block in a shell of its own, in the project's directory. transcript.ts says how the output is
// compared, shell.ts how the commands run. Where an output has changed on purpose, update.ts rewrites it.

import { assertEquals } from "@std/assert";
import { type Block, blocks } from "./markdown.ts";
import { missingFor, perform } from "./shell.ts";
import { firstDifference, parseTranscript, type Step } from "./transcript.ts";

async function check(block: Block, steps: readonly Step[]): Promise<void> {
  const outputs = await perform(steps);
  for (const [index, { command, output }] of steps.entries()) {
    const printed = outputs[index] ?? [];
    const difference = firstDifference(output, printed);
    if (difference === undefined) continue;
    // A difference is easiest to fix with all of the real output at hand.
    assertEquals(
      printed.join("\n"),
      output.join("\n"),
      `${block.page}:${block.line}: $ ${command}\nprints what is not documented, from here on:\n` +
        `documented: ${difference.documented}\nprinted:    ${difference.printed}\n`,
    );
  }
}

for (const block of blocks.filter(({ language }) => language === "console")) {
  const steps = parseTranscript(block.lines);
  const missing = await missingFor(steps);
  const note = missing.length === 0 ? "" : ` (skipped: ${missing.join(", ")} is missing)`;
  Deno.test({
    name: `${block.page}:${block.line}: "${steps[0]?.command}" prints what is documented${note}`,
    ignore: missing.length > 0,
    fn: () => check(block, steps),
  });
}
