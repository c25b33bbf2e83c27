// SPDX-License-Identifier: MPL-2.0
// Rewrites the outputs in the documentation's `console` blocks that are no longer what the commands
// print; those with cuts (`…`) it only names, because where to cut is a person's choice. Read the
// difference before committing it:
//
//     deno run --allow-read --allow-write --allow-run --allow-env tests/docs/update.ts [PAGE]...

import { type Block, blocksOf, pages, readPage, ROOT } from "./markdown.ts";
import { missingFor, perform } from "./shell.ts";
import { firstDifference, parseTranscript } from "./transcript.ts";

/** The lines of a block with the outputs as they are now. */
async function updated(block: Block): Promise<string[]> {
  const steps = parseTranscript(block.lines);
  if ((await missingFor(steps)).length > 0) return [...block.lines];
  const outputs = await perform(steps);
  return steps.flatMap(({ command, output }, index) => {
    const typed = command.split("\n").map((line, at) => `${at === 0 ? "$" : ">"} ${line}`);
    const printed = outputs[index] ?? [];
    if (firstDifference(output, printed) === undefined) return [...typed, ...output];
    const isCut = output.some((line) => line.includes("…"));
    console.log(`${block.page}:${block.line}: $ ${command}${isCut ? " (left: it has cuts)" : ""}`);
    const blanks = output.length - output.findLastIndex((line) => line !== "") - 1;
    const last = printed.findLastIndex((line) => line !== "");
    const current = [...printed.slice(0, last + 1), ...Array<string>(blanks).fill("")];
    return [...typed, ...(isCut ? output : current)];
  });
}

const chosen = Deno.args.length > 0 ? Deno.args : pages;
for (const page of chosen) {
  const lines = readPage(page).split("\n");
  // From the last block to the first, so that the lines before it keep their numbers.
  for (const block of blocksOf(page, lines.join("\n")).reverse()) {
    if (block.language !== "console") continue;
    lines.splice(block.line, block.lines.length, ...await updated(block));
  }
  Deno.writeTextFileSync(new URL(page, ROOT), lines.join("\n"));
}
