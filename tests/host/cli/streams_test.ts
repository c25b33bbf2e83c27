// SPDX-License-Identifier: MPL-2.0
// Standard streams that fail: one line names the stream and the reason, and the status is 1. What nothing
// foresaw is an internal error.

import { assert, assertEquals, assertMatch } from "@std/assert";
import { COPY, leveret, shell, withTempDirectory } from "./harness.ts";

const MAIN = new URL("../../../host/cli/main.ts", import.meta.url).href;

const FULL = "cannot write standard output: no space left on device";

for (
  const [line, stderr] of [
    ["leveret run examples/hello.s > /dev/full", `leveret run: ${FULL}\n`],
    ["leveret run examples/hello.s >> /dev/full", `leveret run: ${FULL}\n`],
    ["leveret run --stats examples/hello.s > /dev/full", `leveret run: ${FULL}\n`],
    ["leveret trace -i -o /dev/null examples/hello.s > /dev/full", `leveret trace: ${FULL}\n`],
    ["leveret asm --listing examples/hello.s > /dev/full", `leveret asm: ${FULL}\n`],
    ["leveret dis examples/hello.s > /dev/full", `leveret dis: ${FULL}\n`],
    ["leveret dis -w 0x8067 > /dev/full", `leveret dis: ${FULL}\n`],
    ["leveret demo > /dev/full", `leveret demo: ${FULL}\n`],
    ["leveret --help > /dev/full", `leveret: ${FULL}\n`],
    ["leveret run --help > /dev/full", `leveret run: ${FULL}\n`],
    // The message about a stream cannot be shown on that stream.
    ["leveret trace -i examples/hello.s 2> /dev/full", ""],
    ["leveret run --strace examples/hello.s 2> /dev/full", ""],
    ["leveret run examples/hello.s > /dev/full 2>&1", ""],
    ["leveret run no_such_file.s 2> /dev/full", ""],
    ["leveret run - < /", "leveret run: cannot read standard input: it is a directory\n"],
    ["leveret asm - < /", "leveret asm: cannot read standard input: it is a directory\n"],
    [
      "leveret run - 0> /dev/null",
      "leveret run: cannot read standard input: bad file descriptor\n",
    ],
  ] as const
) {
  Deno.test(`${line} ends with status 1`, async () => {
    const result = await shell(line);
    assertEquals([result.status, result.stderr], [1, stderr]);
  });
}

Deno.test("a program whose standard input fails ends with a line that says so", async () => {
  await withTempDirectory(async (directory) => {
    await Deno.writeTextFile(`${directory}/copy.s`, COPY);
    const copy = `leveret run ${directory}/copy.s`;
    const cannot = "leveret run: cannot read standard input:";
    const [folder, writeOnly, closed] = await Promise.all([
      shell(`${copy} < /`),
      shell(`${copy} 0> /dev/null`),
      shell(`${copy} <&-`),
    ]);
    assertEquals([folder.status, folder.stderr], [1, `${cannot} it is a directory\n`]);
    assertEquals([writeOnly.status, writeOnly.stderr], [1, `${cannot} bad file descriptor\n`]);
    // Deno opens /dev/null for a descriptor that is closed.
    assertEquals([closed.status, closed.stderr], [0, ""]);
  });
});

Deno.test("standard output that fails does not cost the trace in a file", async () => {
  await withTempDirectory(async (directory) => {
    const trace = `leveret trace -s -o ${directory}/trace examples/hello.s`;
    const full = await shell(`${trace} > /dev/full`);
    assertEquals([full.status, full.stderr.includes(FULL)], [1, true]);
    assertMatch(await Deno.readTextFile(`${directory}/trace`), /write\(1,.*\) = 13\n/);
  });
});

Deno.test("leveret reports what it did not foresee as an internal error, with status 70", async () => {
  await withTempDirectory(async (directory) => {
    await Deno.writeTextFile(
      `${directory}/fail.ts`,
      `import { main } from ${JSON.stringify(MAIN)};
       performance.now = () => { throw new TypeError("no clock"); };
       Deno.exit(await main(Deno.args));`,
    );
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "--quiet", "--no-check", "--allow-read", `${directory}/fail.ts`],
        ...["run", "examples/hello.s", "--", "a b"],
      ],
      cwd: new URL("../../../", import.meta.url).pathname,
      env: { NO_COLOR: "1" },
    }).output();
    const text = new TextDecoder().decode(stderr);
    const { version } = JSON.parse(
      await Deno.readTextFile(new URL("../../../deno.json", import.meta.url)),
    );
    assertEquals(code, 70);
    assert(text.startsWith("leveret run: internal error: TypeError: no clock\n"), text);
    assert(text.includes(`\n  leveret ${version}, deno ${Deno.version.deno}, `), text);
    assert(text.includes("\n  leveret run examples/hello.s -- 'a b'\n"), text);
    assert(!text.includes("    at "), text);
  });
});

Deno.test("messages about files have no error numbers of the host", async () => {
  const { stderr } = await leveret(["asm", "-o", "examples/hello.s/x", "examples/hello.s"]);
  assertEquals(stderr, "leveret asm: cannot write examples/hello.s/x: not a directory\n");
});
