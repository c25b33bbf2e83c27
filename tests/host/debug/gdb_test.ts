// SPDX-License-Identifier: MPL-2.0
// GDB and `leveret debug` carry out the same commands on a C program, forwards and backwards, and show the same
// lines, values and frames. Skipped, with the reason in the name, without gdb-multiarch or a compiler.

import { assert, assertEquals } from "@std/assert";
import { withDirectory } from "../../asm/goldens/gnu.ts";
import { isInstalled } from "../../asm/gnu_objects.ts";
import { leveret } from "../cli/harness.ts";

const ROOT = new URL("../../../", import.meta.url).pathname;
const GDB = "gdb-multiarch";
const GCC = "riscv64-linux-gnu-gcc";
const missing = [
  ...await isInstalled(GDB) ? [] : [GDB],
  ...await isInstalled(GCC) ? [] : [GCC],
];
const skipped = missing.length === 0 ? "" : ` (skipped: no ${missing.join(", ")} here)`;

const COMMANDS = [
  ...["break fill", "continue", "print i", "print name", "continue", "print i", "bt 2"],
  ...["next", "next", "next", "print *p", "print p->a + 2 * p->b", "print/x pairs[1].b"],
  ...["print sizeof(struct pair)", "print (char) 65", "print *name@3", "print p == &pairs[1]"],
  ...["print total * 3 - 1", "print 7 / 2", "print -7 % 3", "print 3 > 2 && !0"],
  ...["up", "print ratio * 3", "print i", "down", "delete", "break fact", "continue", "print n"],
  ...["bt 2", "delete", "finish", "next", "next", "reverse-next", "next", "step", "next"],
  ...["watch total", "continue", "print total"],
  ...[
    "reverse-continue",
    "print total",
    "delete",
    "break main",
    "reverse-continue",
    "next",
    "next",
  ],
  ...["step", "bt 2", "next", "next", "next", "step", "bt 2", "next", "step", "finish"],
];

/** What both show alike: values, source lines, frames. */
function essence(text: string): string[] {
  return text.split("\n").flatMap((line) => {
    const value = /^\$\d+ = .*|^Value returned.*/.exec(line)?.[0];
    // Where the middle of a line is reached, an address comes first.
    const source = /^(?:0x[\da-f]+\t)?(\d+\t.*)/.exec(line)?.[1];
    const frame = /^#\d+ .*/.exec(line)?.[0];
    const shown = value ?? source ?? frame;
    return shown === undefined ? [] : [shown.trimEnd()];
  });
}

Deno.test({
  name: `debug and gdb show the same of a C program${skipped}`,
  ignore: missing.length > 0,
  async fn() {
    await withDirectory(async (directory) => {
      const program = `${directory}/debugged`;
      const { success } = await new Deno.Command(GCC, {
        args: ["-g", "-O0", "-static", "-o", program, "tests/host/debug/debugged.c"],
        cwd: ROOT,
      }).output();
      assert(success);
      const server = [
        ...[Deno.execPath(), "run", "--quiet", "--no-check", "--allow-read", "--allow-write"],
        ...[`${ROOT}host/cli/main.ts`, "gdb", program],
      ].join(" ");
      const lines = ["set confirm off", "set pagination off", `target remote | ${server}`];
      const { stdout } = await new Deno.Command(GDB, {
        args: [
          "-batch",
          "-nx",
          ...[...lines, ...COMMANDS].flatMap((line) => ["-ex", line]),
          program,
        ],
        stdin: "null",
        env: { NO_COLOR: "1" },
        cwd: ROOT,
      }).output();
      const ours = await leveret([
        ...["debug", "--batch", ...COMMANDS.flatMap((line) => ["-e", line]), program],
      ]);
      assertEquals([ours.stderr, ours.status], ["", 0], ours.stdout);
      assertEquals(essence(ours.stdout), essence(new TextDecoder().decode(stdout)));
    });
  },
});
