// SPDX-License-Identifier: MPL-2.0
// `deno task bench` as a command: what it prints and what it refuses. It runs one program at its small size and
// only checks that there is a time.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { build } from "../../asm/build.ts";
import { ordinaryCode } from "./assembler_bench.ts";
import { ROOT } from "./commands.ts";
import { INSTALLED_OPTIONS } from "./installed.ts";

async function bench(...args: string[]) {
  const permissions = ["--allow-read", "--allow-write", "--allow-run"];
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", ...permissions, "tests/bench/bench.ts", ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

const QUICK = ["programs", "--size=small", "--runs=1", "--program=fib", "--engine=stepper"];

Deno.test("bench --json prints one array of results", async () => {
  const { code, stdout, stderr } = await bench(...QUICK, "--json");
  assertEquals([code, stderr], [0, ""]);
  const [result, ...others]: Record<string, unknown>[] = JSON.parse(stdout);
  assertEquals(others, []);
  assert(result !== undefined);
  const { seconds, mips, instructions, ...rest } = result;
  for (const number of [seconds, mips, instructions]) {
    assert(typeof number === "number" && number > 0);
  }
  assertEquals(rest, { program: "fib", engine: "stepper", over_qemu: null, over_native: null });
});

Deno.test("the command is measured as it is installed", () => {
  const { tasks } = JSON.parse(Deno.readTextFileSync(`${ROOT}deno.json`));
  for (const option of INSTALLED_OPTIONS) assertStringIncludes(tasks.install, option);
});

Deno.test("bench prints a table with a line for the program and one for the means", async () => {
  const { code, stdout } = await bench(...QUICK, "--same-process");
  assertEquals(code, 0);
  const lines = stdout.trimEnd().split("\n");
  assertEquals(lines.slice(-3).map((line) => line.split("  ")[0]), [
    "program",
    "fib",
    "geometric mean",
  ]);
  assertStringIncludes(lines.at(-2) ?? "", " ms ");
});

Deno.test("bench refuses unknown names and options, and lists the known ones", async () => {
  const cases = [
    [["speed"], "unknown bench speed; expected programs, trace, tools, assembler, startup"],
    [["--program=doom"], "unknown program doom; expected collatz, "],
    [
      ["--engine=vax"],
      "unknown engine vax; expected stepper, templates, translator, auto, qemu, native",
    ],
    [["--tool=lint"], "unknown tool lint; expected memcheck=addresses, "],
    [["--size=huge"], "unknown size huge; expected small, full, large"],
    [["--runs=0"], "--runs must be a positive integer, not 0"],
    [["--fast"], "unknown option --fast"],
    [["real", "--root=/no/such"], "--root must be a directory, not /no/such"],
    [["embench", "--embench=deno.json"], "--embench must be a directory, not deno.json"],
  ] as const;
  for (const [args, message] of cases) {
    const { code, stderr } = await bench(...args);
    assertStringIncludes(stderr, message);
    assertEquals(code, 2);
  }
});

Deno.test("bench says what real programs and Embench need", async () => {
  const { code, stdout } = await bench("real", "embench");
  assertEquals(code, 0);
  assertStringIncludes(stdout, "--root must be a directory with programs for riscv64");
  assertStringIncludes(stdout, "--embench must be a checkout of embench-iot");
});

Deno.test("ordinaryCode() has the requested number of lines, and is a program", () => {
  const text = ordinaryCode(2_000);
  const lines = text.split("\n").length - 1;
  assert(lines >= 2_000 && lines < 2_060);
  const { symbols } = build([{ name: "code.s", text }]);
  assert(symbols.some(({ name }) => name === "function_30"));
});

Deno.test("bench tools compares a tool with a plain run", async () => {
  const quick = ["--size=small", "--runs=1", "--program=fib", "--tool=profile"];
  const { stdout, stderr } = await bench("tools", ...quick);
  assertEquals(stderr, "");
  if (stdout.startsWith("Tools are not measured")) return;
  const [program, ...cells] = stdout.split("\n").find((line) => line.startsWith("fib"))
    ?.split(/ {2,}/) ?? [];
  assertEquals([program, cells.length], ["fib", 3]);
  assert(/^\d+\.\d\dx$/.test(cells.at(-1) ?? ""));
});
