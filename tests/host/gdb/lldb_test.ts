// SPDX-License-Identifier: MPL-2.0
// LLDB debugs C over a port: frames, variables, a watchpoint, and, where it is new enough, backwards. Skipped,
// with the reason in the name, without an LLDB that knows RISC-V. Needs permission to run, read and write.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { withDirectory } from "../../asm/goldens/gnu.ts";
import { isInstalled, runTool } from "../../asm/gnu_objects.ts";

const ROOT = new URL("../../../", import.meta.url).pathname;

/** The first version that unwinds on RISC-V, and the first with reverse execution. */
const RISCV = 17;
const REVERSE = 22;

/** The newest LLDB here, and its version; undefined for none that can debug this machine's programs. */
async function findLldb(): Promise<{ command: string; version: number } | undefined> {
  const versions = Array.from({ length: 14 }, (_, index) => `lldb-${30 - index}`);
  for (const command of [...versions, "lldb"]) {
    if (!await isInstalled(command)) continue;
    const { stdout } = await new Deno.Command(command, { args: ["--version"] }).output();
    const version = Number(/version (\d+)/.exec(new TextDecoder().decode(stdout))?.[1] ?? 0);
    if (version >= RISCV) return { command, version };
  }
  return undefined;
}

const lldb = await findLldb();
const canRun = lldb !== undefined && await isInstalled("riscv64-linux-gnu-gcc");
const reason = canRun ? "" : ` (skipped: no LLDB ${RISCV} or riscv64-linux-gnu-gcc here)`;

const C = `
struct pair { int a; long b; };
struct pair pairs[4];
long total;
void fill(int i) {
  pairs[i].a = i;
  pairs[i].b = i + 3;
  total += pairs[i].b;
}
int main(void) {
  for (int i = 0; i < 4; i++) fill(i);
  return total % 100;
}
`;

/** Compiles the program, and returns its path. */
async function compilePairs(directory: string): Promise<string> {
  const program = `${directory}/pairs`;
  Deno.writeTextFileSync(`${program}.c`, C);
  const options = ["-g", "-O0", "-static", "-o", program];
  await runTool("riscv64-linux-gnu-gcc", ...options, `${program}.c`);
  return program;
}

/** Serves a program on a port, and returns what LLDB prints when it carries out the commands. */
async function debug(program: string, commands: readonly string[]): Promise<string> {
  const server = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-check", "--allow-read", "--allow-write"],
      ...["--allow-net=127.0.0.1", `${ROOT}host/cli/main.ts`, "gdb", "--port", "0", program],
    ],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const lines = server.stderr.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  let port: string | undefined;
  while (port === undefined) {
    const { value, done } = await lines.read();
    if (done) throw new Error(`no port: ${text}`);
    text += value;
    port = /target remote :(\d+)/.exec(text)?.[1];
  }
  const { stdout, stderr } = await new Deno.Command(lldb!.command, {
    args: [
      ...["--no-lldbinit", "--batch"],
      ...[`gdb-remote 127.0.0.1:${port}`, ...commands, "process kill"].flatMap((
        line,
      ) => ["-o", line]),
      program,
    ],
    stdin: "null",
    env: { NO_COLOR: "1" },
  }).output();
  await lines.cancel();
  assertEquals((await server.status).code, 137);
  const decoder = new TextDecoder();
  return `${decoder.decode(stdout)}${decoder.decode(stderr)}`;
}

Deno.test({
  name: `lldb debugs C by lines, frames and variables${reason}`,
  ignore: !canRun,
  async fn() {
    await withDirectory(async (directory) => {
      const text = await debug(await compilePairs(directory), [
        "breakpoint set --file pairs.c --line 8 --condition 'i == 2'",
        "continue",
        "bt 2",
        "frame variable i",
        "target variable pairs[1]",
        "register read a7",
        "breakpoint delete --force",
        "watchpoint set variable total",
        "continue",
        "memory region $sp",
      ]);
      assertStringIncludes(text, "fill(i=2) at pairs.c:8");
      assertStringIncludes(text, "main at pairs.c:11");
      assertStringIncludes(text, "(int) i = 2");
      assertStringIncludes(text, "(pair) pairs[1] = (a = 1, b = 4)");
      assertStringIncludes(text, "old value: 7\nnew value: 12");
      assertStringIncludes(text, "rw- [stack]");
    });
  },
});

Deno.test({
  name: `lldb goes back${
    canRun && lldb!.version < REVERSE ? ` (skipped: no LLDB ${REVERSE})` : reason
  }`,
  ignore: !canRun || lldb!.version < REVERSE,
  async fn() {
    await withDirectory(async (directory) => {
      const text = await debug(await compilePairs(directory), [
        "breakpoint set --file pairs.c --line 8",
        "continue",
        "continue",
        "continue",
        "process continue --reverse",
        "frame variable i",
      ]);
      assertStringIncludes(text, "(int) i = 1");
    });
  },
});
