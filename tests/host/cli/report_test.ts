// SPDX-License-Identifier: MPL-2.0
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { leveret } from "./harness.ts";

async function inDirectory(act: (directory: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir();
  try {
    await act(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("leveret report writes a page, and does to the terminal what run does", async () => {
  await inDirectory(async (directory) => {
    const program = "examples/bugs/overflow_small.s";
    const path = `${directory}/report.html`;
    const { stdout, stderr, status } = await leveret(["report", "-o", path, program]);
    const plain = await leveret(["run", "--story-limit", "0", program]);
    assertEquals([stdout, status], [plain.stdout, plain.status]);
    assertEquals(stderr, `${plain.stderr}leveret: report written to ${path}\n`);
    const page = await Deno.readTextFile(path);
    assertMatch(page, /^<!DOCTYPE html>/);
    for (
      const text of [
        "SIGABRT",
        "Who wrote it",
        "It changed 0x18 to 0xa",
        "Invalid write of size 1",
        "TEXT_LENGTH + 1     # one more than was requested",
      ]
    ) assertStringIncludes(page, text);
  });
});

Deno.test("leveret report gives the same page each time, and the same data with --json", async () => {
  await inDirectory(async (directory) => {
    const write = async (name: string, ...options: string[]) => {
      const path = `${directory}/${name}`;
      await leveret(["report", "-o", path, ...options, "examples/linked_list.s"]);
      return await Deno.readTextFile(path);
    };
    const first = await write("first.html");
    assertEquals(await write("second.html"), first);
    const { event, command, summary, output } = JSON.parse(await write("data.json", "--json"));
    assertEquals([event, command, summary.status], ["report", "examples/linked_list.s", 0]);
    assertStringIncludes(first, summary.instructions.toLocaleString("en"));
    assertMatch(output.parts[0].text, /^pushed: /);
  });
});

Deno.test("leveret report -o - writes the page and nothing else to standard output", async () => {
  const { stdout, stderr, status } = await leveret(["report", "-o", "-", "examples/hello.s"]);
  assertEquals([stderr, status], ["", 0]);
  assertMatch(stdout, /^<!DOCTYPE html>[^]*<\/html>\n$/);
});

Deno.test("leveret report says why there is no page", async () => {
  const missing = await leveret(["report", "examples/hello.s"]);
  assertEquals(missing.status, 2);
  assertStringIncludes(missing.stderr, "report needs -o PAGE, the file to write");
  const wrong = await leveret(["report", "-o", "/nowhere/report.html", "examples/hello.s"]);
  assertEquals(wrong.status, 1);
  assertStringIncludes(wrong.stderr, "/nowhere/report.html");
});

Deno.test("leveret report of a program that was stopped says so", async () => {
  const stdin = ".globl _start\n_start: j _start\n";
  const { stdout, stderr, status } = await leveret(
    ["report", "--max-instructions", "1000", "-o", "-", "-"],
    { stdin },
  );
  assertEquals(status, 124);
  assertStringIncludes(stderr, "stopped at the --max-instructions limit (1,000)");
  assertStringIncludes(stdout, "The program was stopped at its limit, after 1,000 instructions.");
});
