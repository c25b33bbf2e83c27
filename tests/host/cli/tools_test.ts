// SPDX-License-Identifier: MPL-2.0
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { leveret } from "./harness.ts";

Deno.test("leveret run reports with several tools in one run, in a fixed order", async () => {
  const { stdout, stderr, status } = await leveret([
    "run",
    "--stats",
    "--strace",
    "examples/hello.s",
  ]);
  assertEquals([stdout, status], ["Hello, hare!\n", 0]);
  assertMatch(stderr, /^1000 write\(.*\n1000 exit_group\(0\)\nleveret: run statistics\n/);
});

Deno.test("--error-exitcode leaves the status of a run without errors alone", async () => {
  const stdin = ".globl main\nmain: li a0, 7\nret\n";
  assertEquals((await leveret(["run", "--error-exitcode", "99", "-"], { stdin })).status, 7);
});

Deno.test("--error-exitcode takes a status only", async () => {
  for (const text of ["256", "-1", "x"]) {
    const { stderr, status } = await leveret([
      "run",
      `--error-exitcode=${text}`,
      "examples/hello.s",
    ]);
    assertEquals(status, 2);
    assertStringIncludes(stderr, `invalid value "${text}" for --error-exitcode: must be`);
  }
});
