// SPDX-License-Identifier: MPL-2.0
// The bundled command line: it does what the sources do, and a plain run reads two files of a bounded size, so
// that programs start fast. What a plain run does not need is imported when it is needed.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { bundle } from "../../.bundle/bundle.ts";
import { leveret, withTempDirectory } from "../host/cli/harness.ts";

const ROOT = new URL("../../", import.meta.url).pathname;

/**
 * How large the file with all that a run of a program needs may be. Each 100 KB cost 2 ms at every start: before
 * you raise this, import what plain runs do not need when it is needed.
 */
const MAX_PLAIN_RUN = 745_000;

/** Command lines for the bundle and for the sources: every command, and what is imported late. */
const COMMAND_LINES: readonly (readonly string[])[] = [
  ["--version"],
  ["run", "examples/hello.s"],
  ["run", "--stats", "--no-such-option"],
  ["run", "examples/bugs/double_free.s"],
  ["run", "--dir", "examples:/in", "--strace", "examples/hello_main.s"],
  ["run", "tests/asm/goldens/elf/sum.elf"],
  ["trace", "--heap", "--map", "examples/linked_list.s"],
  ["asm", "--listing", "examples/hello.s"],
  ["dis", "--symbol", "main", "examples/hello_main.s"],
  ["demo", "--json"],
];

Deno.test("the bundle does what the sources do, and starts with two files", async (t) => {
  await withTempDirectory(async (directory) => {
    await bundle(`${ROOT}host/cli/main.ts`, directory);

    for (const args of COMMAND_LINES) {
      await t.step(args.join(" "), async () => {
        const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
          args: [
            ...["run", "--quiet", "--no-config", "--allow-read", "--allow-write"],
            ...[`${directory}/main.js`, ...args],
          ],
          cwd: ROOT,
          env: { NO_COLOR: "1" },
        }).output();
        const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
        assertEquals(
          { stdout: text(stdout), stderr: text(stderr), status: code },
          await leveret(args),
        );
      });
    }

    await t.step("a plain run reads main.js and leveret.js", async () => {
      const { code, stderr } = await new Deno.Command(Deno.execPath(), {
        args: [
          ...["run", "--quiet", "--no-config", `--allow-read=${ROOT}`],
          ...[`${directory}/main.js`, "run", "examples/hello.s"],
        ],
        cwd: ROOT,
      }).output();
      // Without the permission to read the bundle, nothing can be imported late.
      assertEquals(code, 0, new TextDecoder().decode(stderr));
      const { size } = await Deno.stat(`${directory}/leveret.js`);
      assert(size <= MAX_PLAIN_RUN, `leveret.js has ${size} bytes`);
      const main = await Deno.readTextFile(`${directory}/main.js`);
      assertStringIncludes(main, 'import("./leveret.js")');
      assertEquals(main.split("import").length, 2);
    });
  });
});
