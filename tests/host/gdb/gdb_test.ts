// SPDX-License-Identifier: MPL-2.0
// GDB itself debugs programs, through a pipe: assembly that we assembled, and C where a compiler is here. Skipped,
// with the reason in the name, without gdb-multiarch. Needs permission to run, read and write.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { withDirectory } from "../../asm/goldens/gnu.ts";
import { isInstalled } from "../../asm/gnu_objects.ts";
import { leveret } from "../cli/harness.ts";

const ROOT = new URL("../../../", import.meta.url).pathname;

const hasGdb = await isInstalled("gdb-multiarch");
const hasGcc = hasGdb && await isInstalled("riscv64-linux-gnu-gcc");
const without = (name: string, is: boolean) => is ? "" : ` (skipped: no ${name} here)`;

/** What GDB prints when it carries out the commands on a program. */
async function debug(program: string, commands: readonly string[]): Promise<string> {
  const server = [
    ...[Deno.execPath(), "run", "--quiet", "--no-check", "--allow-read", "--allow-write"],
    ...[`${ROOT}host/cli/main.ts`, "gdb", program],
  ].join(" ");
  const lines = ["set confirm off", "set pagination off", `target remote | ${server}`, ...commands];
  const { stdout, stderr } = await new Deno.Command("gdb-multiarch", {
    args: ["-batch", "-nx", ...lines.flatMap((line) => ["-ex", line]), program],
    stdin: "null",
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  return `${decoder.decode(stdout)}${decoder.decode(stderr)}`;
}

/** The values that `print` printed. */
const printed = (text: string) =>
  [...text.matchAll(/^\$\d+ = (.*)$/gm)].map(([, value = ""]) => value);

Deno.test({
  name: `gdb runs an assembly program forwards and back${without("gdb-multiarch", hasGdb)}`,
  ignore: !hasGdb,
  async fn() {
    await withDirectory(async (directory) => {
      const program = `${directory}/debugged`;
      const source = `${ROOT}tests/host/gdb/debugged.s`;
      assertEquals((await leveret(["asm", "-o", program, source])).status, 0);
      const text = await debug(program, [
        "break store",
        "continue",
        "print $t1",
        "print $a0",
        "continue",
        "print $t1",
        "delete",
        "continue",
        "print $pc == (long)&fault",
        "watch *(long *)&counter",
        "reverse-continue",
        "print $t1",
        "print *(long *)&counter",
        "reverse-continue",
        "print *(long *)&counter",
        "delete",
        "reverse-continue",
        "print $pc == (long)&_start",
        "continue",
        "continue",
      ]);
      assertEquals(printed(text), ["3", "3", "5", "1", "6", "5", "3", "1"]);
      assertStringIncludes(text, "done\n");
      assertStringIncludes(text, "Program received signal SIGSEGV");
      assertStringIncludes(text, "No more reverse-execution history");
      assertStringIncludes(text, "Program terminated with signal SIGSEGV");
    });
  },
});

const C = `
struct pair { int a; long b; };
struct pair pairs[4];
long total;
int fact(int n) { return n < 2 ? 1 : n * fact(n - 1); }
void fill(int i) {
  pairs[i].a = i;
  pairs[i].b = fact(i + 3);
  total += pairs[i].b;
}
int main(void) {
  for (int i = 0; i < 4; i++) fill(i);
  return total % 100;
}
`;

Deno.test({
  name: `gdb debugs C by lines and variables, both ways${
    without("gdb-multiarch and riscv64-linux-gnu-gcc", hasGcc)
  }`,
  ignore: !hasGcc,
  async fn() {
    await withDirectory(async (directory) => {
      Deno.writeTextFileSync(`${directory}/pairs.c`, C);
      const program = `${directory}/pairs`;
      const { success } = await new Deno.Command("riscv64-linux-gnu-gcc", {
        args: ["-g", "-O0", "-static", "-o", program, `${directory}/pairs.c`],
      }).output();
      assertEquals(success, true);
      const text = await debug(program, [
        "break fact if n == 1",
        "continue",
        "bt 3",
        "delete",
        "finish",
        "reverse-step",
        "print n",
        "break 9",
        "continue",
        "print pairs[0]",
        "watch total",
        "continue",
        "print total",
        "delete",
        "reverse-next",
        "print total",
        "continue",
      ]);
      assertEquals(printed(text), ["1", "{a = 0, b = 6}", "6", "0"]);
      assertStringIncludes(text, "#1  0x");
      assertStringIncludes(text, "in fact (n=2)");
      assertStringIncludes(text, "exited with code 0106");
    });
  },
});
