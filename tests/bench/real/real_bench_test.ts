// SPDX-License-Identifier: MPL-2.0
// The bench of real programs, with a program of our own in the place of theirs: that jobs are found, that wrong
// outputs are noticed, and that a table comes out. Times are not checked.

import { assert, assertEquals, assertThrows } from "@std/assert";
import { isInstalled, ROOT } from "../commands.ts";
import { canMeasure, type MeasuredProcess } from "../cpu_time.ts";
import { JOBS, parseJob } from "./jobs.ts";
import { difference, findJobs } from "./real_bench.ts";

Deno.test("parseJob() joins what quotation marks enclose", () => {
  const { program, args } = parseJob(`lua5.4 -e 'print("a b")' "" last`);
  assertEquals([program, ...args], ["lua5.4", "-e", `print("a b")`, "", "last"]);
  assertThrows(() => parseJob(" "), RangeError, "needs a program");
});

Deno.test("jobs have names of their own", () => {
  assertEquals(new Set(JOBS.map(({ name }) => name)).size, JOBS.length);
});

Deno.test("findJobs() finds the jobs whose programs are there", async () => {
  const root = await Deno.makeTempDir({ prefix: "leveret-" });
  try {
    await Deno.mkdir(`${root}/usr/bin`, { recursive: true });
    assertEquals(findJobs({ root, jobs: [] }), []);
    await Deno.writeTextFile(`${root}/usr/bin/dash`, "");
    assertEquals(findJobs({ root, jobs: [] }).map(({ name }) => name), ["dash"]);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});

Deno.test("difference() compares status and output, but not the order of lines", () => {
  const process = (output: string, status = 0): MeasuredProcess => ({
    ...{ seconds: 0, cpuSeconds: 0, status, errors: "why" },
    output: new TextEncoder().encode(output),
  });
  assertEquals(difference(process("a\nb\n"), process("b\na\n")), undefined);
  assertEquals(difference(process("a\n"), process("b\n")), "the output is different");
  assertEquals(difference(process("a\n"), process("a")), "the output is different");
  assertEquals(difference(process("", 1), process("")), "status 1, not 0: why");
});

const missing: string[] = [];
for (const tool of ["qemu-riscv64"]) if (!await isInstalled(tool)) missing.push(tool);
if (!await canMeasure()) missing.push("bash");

Deno.test({
  name: `bench real compares with QEMU${missing.length > 0 ? ` (skipped: no ${missing})` : ""}`,
  ignore: missing.length > 0,
  fn: async () => {
    const root = await Deno.makeTempDir({ prefix: "leveret-" });
    try {
      const executable = `${root}/hello`;
      const permissions = ["--allow-read", "--allow-write"];
      const asm = ["host/cli/main.ts", "asm", "-o", executable, "examples/hello.s"];
      await new Deno.Command(Deno.execPath(), {
        args: ["run", "--quiet", ...permissions, ...asm],
        cwd: ROOT,
      }).output();
      const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: [
          ...["run", "--quiet", ...permissions, "--allow-run", "tests/bench/bench.ts", "real"],
          ...["--json", "--runs=1", `--root=${root}`, "--job=/hello 'one argument'"],
        ],
        cwd: ROOT,
      }).output();
      const decoder = new TextDecoder();
      assertEquals([code, decoder.decode(stderr)], [0, ""]);
      const results: Record<string, unknown>[] = JSON.parse(decoder.decode(stdout));
      assertEquals(results.map(({ engine }) => engine), ["leveret", "qemu"]);
      for (const { seconds, cpu_seconds } of results) {
        assert(typeof seconds === "number" && seconds > 0);
        assert(typeof cpu_seconds === "number" && cpu_seconds >= 0);
      }
    } finally {
      await Deno.remove(root, { recursive: true });
    }
  },
});
