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

Deno.test("--probe shows the calls of a function in run and trace", async () => {
  const probe = ["--probe", "fib_recursive(n: int) -> fib", "examples/fibonacci.s", "--", "2"];
  const lines = [
    "fib_recursive(n=1) -> fib=1                       fib_recursive+0x2c at examples/fibonacci.s:82\n",
    "fib_recursive(n=0) -> fib=0                       fib_recursive+0x40 at examples/fibonacci.s:86\n",
    "fib_recursive(n=2) -> fib=1                       main+0x50 at examples/fibonacci.s:44\n",
  ].join("");
  for (const command of ["run", "trace"]) {
    assertEquals((await leveret([command, ...probe])).stderr, lines);
    const { stderr } = await leveret([command, "--json", ...probe]);
    const events = stderr.trimEnd().split("\n").map((line) => JSON.parse(line));
    assertEquals(events.map(({ event, args, result }) => [event, args, result]), [
      ["probe", { n: "1" }, "1"],
      ["probe", { n: "0" }, "0"],
      ["probe", { n: "2" }, "1"],
    ]);
    const unknown = await leveret([command, "--probe", "fib_recursiv(n)", "examples/fibonacci.s"]);
    assertEquals(unknown.status, 2);
    assertStringIncludes(unknown.stderr, "unknown symbol fib_recursiv in --probe; did you mean");
  }
  const wrong = await leveret(["run", "--probe", "f(n: in)", "examples/fibonacci.s"]);
  assertStringIncludes(wrong.stderr, "there is no type in; types are word, bool");
});
