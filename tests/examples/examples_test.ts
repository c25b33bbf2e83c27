// SPDX-License-Identifier: MPL-2.0
// Every run of the table in expected.ts on our own machine, built by our own assembler: output, error output
// with the exact text of an abort, exit status. gnu_test.ts checks the GNU tools and QEMU against the same table;
// the tests of reports check what is said about programs that fault.

import { assertEquals } from "@std/assert";
import { exampleRuns } from "./expected.ts";
import { runExample } from "./programs.ts";
import { checkRun } from "./runs.ts";
import { expectedCounts, sampleText } from "./word_counts.ts";

for (const expected of exampleRuns) {
  const { program, args, stdin } = expected;
  const input = stdin === undefined ? "" : ` reading ${JSON.stringify(stdin.slice(0, 24))}`;
  const name = [program, ...args?.map((arg) => JSON.stringify(arg)) ?? []].join(" ") + input;
  Deno.test(`${name} does on our machine what the table says`, () => {
    checkRun(runExample(program, expected), expected);
  });
}

Deno.test("wordcount counts a megabyte of text", () => {
  const text = sampleText(1 << 20);
  const { stdout, stderr, status } = runExample("wordcount", { stdin: text });
  assertEquals({ stderr, status }, { stderr: "", status: 0 });
  assertEquals(stdout, expectedCounts(text));
});
