// SPDX-License-Identifier: MPL-2.0
// What sources, archives and debug information may lead to: regular files in the include root. Nothing else is
// read, and no message shows a line of it.

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { leveret, withTempDirectory } from "./harness.ts";

const SECRET = "the secret line";

/** Calls `work` with a directory that has `work/` and, beside it, `outside/` with secrets. */
function withOutside(work: (top: string) => Promise<void>): Promise<void> {
  return withTempDirectory(async (top) => {
    for (const directory of ["work/sub", "outside"]) {
      await Deno.mkdir(`${top}/${directory}`, { recursive: true });
    }
    await Deno.writeTextFile(`${top}/outside/secret.s`, SECRET);
    await Deno.writeTextFile(`${top}/outside/number.s`, ".equ NUMBER, 7\n");
    await Deno.symlink("../outside/secret.s", `${top}/work/link.s`);
    await Deno.symlink("../outside", `${top}/work/out`);
    await work(top);
  });
}

Deno.test("Included files are regular files in the directories of the sources and of -I", async () => {
  await withOutside(async (top) => {
    new Deno.Command("mkfifo", { args: [`${top}/work/pipe.s`] }).outputSync();
    const cases: [string, RegExp][] = [
      ["../outside/secret.s", /outside/],
      [`${top}/outside/secret.s`, /outside/],
      ["link.s", /outside/],
      ["out/secret.s", /outside/],
      ["sub/../../outside/secret.s", /outside/],
      ["/dev/zero", /outside/],
      ["/proc/self/environ", /outside|permit/],
      ["sub", /directory/],
      ["pipe.s", /named pipe/],
      ["/etc/passwd", /outside/],
    ];
    for (const [path, reason] of cases) {
      for (const directive of [".include", ".incbin", "#include"]) {
        const name = `${top}/work/main.${directive.startsWith("#") ? "S" : "s"}`;
        await Deno.writeTextFile(name, `${directive} "${path}"\n`);
        const { stdout, stderr, status } = await leveret(["asm", "--listing", name]);
        assertEquals([status, stdout], [1, ""], `${directive} ${path}: ${stderr}`);
        assertMatch(stderr, reason, `${directive} ${path}`);
        assert(!stderr.includes(SECRET) && !stderr.includes("root:"), stderr);
      }
    }
  });
});

Deno.test("-I and --include-root widen the include root, and --include-root narrows it", async () => {
  await withOutside(async (top) => {
    const main = `${top}/work/main.s`;
    await Deno.writeTextFile(main, '.include "number.s"\n.globl main\nmain: li a0, NUMBER\nret\n');
    const include = ["-I", `${top}/outside`];
    assertEquals((await leveret(["run", ...include, main])).status, 7);
    await Deno.writeTextFile(
      main,
      '.include "../outside/number.s"\n.globl main\nmain: li a0, NUMBER\nret\n',
    );
    const refused = await leveret(["run", main]);
    assertEquals(refused.status, 1);
    assertStringIncludes(refused.stderr, "--include-root DIR");
    assertEquals((await leveret(["run", "--include-root", top, main])).status, 7);
    await Deno.writeTextFile(`${top}/work/number.s`, ".equ NUMBER, 8\n");
    await Deno.writeTextFile(main, '.include "number.s"\n.globl main\nmain: li a0, NUMBER\nret\n');
    assertEquals((await leveret(["run", main])).status, 8);
    const narrow = await leveret(["run", "--include-root", `${top}/work/sub`, main]);
    assertEquals(narrow.status, 1);
  });
});

Deno.test("Each command that takes sources takes -I, -D and --march, and dis takes --defsym", async () => {
  await withOutside(async (top) => {
    const main = `${top}/work/main.S`;
    const text = '.include "number.s"\n.globl main\nmain: li a0, NUMBER + MORE\nc.nop\nret\n';
    await Deno.writeTextFile(main, text);
    const options = ["-I", `${top}/outside`, "-D", "MORE=5", "--march", "rv64gc"];
    const program = `${top}/program`;
    const linked = await leveret(["link", ...options, "-o", program, main]);
    assertEquals([linked.status, linked.stderr], [0, ""]);
    assertEquals((await leveret(["run", program])).status, 12);
    const { stdout } = await leveret(["dis", ...options, "--symbol", "main", main]);
    assertMatch(stdout, /4531 +c\.li a0, 12|4531 +li a0, 12/);
    await Deno.writeTextFile(`${top}/work/choice.s`, ".globl main\nmain: li a0, CHOICE\nret\n");
    const chosen = await leveret([
      ...["dis", "--defsym", "CHOICE=9", "--symbol", "main", `${top}/work/choice.s`],
    ]);
    assertStringIncludes(chosen.stdout, "li a0, 9");
  });
});

Deno.test("The members of a thin archive are files in its directory", async () => {
  await withOutside(async (top) => {
    const thin = (member: string) => {
      const names = `${member}/\n`;
      const header = (name: string, size: number) =>
        `${name.padEnd(16)}${"0".padEnd(12)}${"0".padEnd(6)}${"0".padEnd(6)}${"644".padEnd(8)}${
          String(size).padEnd(10)
        }\`\n`;
      const padded = names.length % 2 === 0 ? names : `${names}\n`;
      return `!<thin>\n${header("//", padded.length)}${padded}${header("/0", 100)}`;
    };
    await Deno.writeTextFile(`${top}/work/main.s`, ".globl main\nmain: call other\nret\n");
    for (
      const member of ["../outside/secret.s", `${top}/outside/secret.s`, "link.s", "/dev/zero"]
    ) {
      await Deno.writeTextFile(`${top}/work/lib.a`, thin(member));
      for (const command of [["link", "-o", `${top}/out`, `${top}/work/main.s`], ["nm"]]) {
        const { stderr, status } = await leveret([...command, `${top}/work/lib.a`]);
        assertEquals(status, 1, stderr);
        assertStringIncludes(stderr, "outside", `${member}: ${stderr}`);
        assert(!stderr.includes(SECRET));
      }
    }
  });
});

Deno.test("Reports show lines of sources in the include root, and of nothing else", async () => {
  await withOutside(async (top) => {
    const source = ".globl main\nmain: lw a0, 0(zero)   # shown\nret\n";
    const cases: [string, boolean, ...string[]][] = [
      ["work/main.s", true],
      ["work/answer.txt", false],
      ["outside/main.s", false],
      ["outside/main.s", true, "--include-root", top],
      ["work/main.s", false, "--include-root", `${top}/outside`],
    ];
    for (const [name, shown, ...options] of cases) {
      const program = `${top}/work/program`;
      await Deno.writeTextFile(`${top}/${name}`, source);
      assertEquals((await leveret(["asm", "-o", program, `${top}/${name}`])).status, 0);
      const { stderr, status } = await leveret(["run", ...options, program]);
      assertEquals([status, stderr.includes("# shown")], [139, shown], stderr);
    }
  });
});

Deno.test("Files of the command line that are neither regular nor pipes are refused at once", async () => {
  await withTempDirectory(async (directory) => {
    for (const path of ["/dev/zero", "/dev/null", directory]) {
      for (const command of ["run", "asm", "dis", "link", "nm", "size"]) {
        const { stderr, status } = await leveret([command, path]);
        assertEquals(status, 1);
        assertMatch(stderr, /cannot read .*: it is (?:not a regular file|a directory)\n/);
      }
    }
    new Deno.Command("mkfifo", { args: [`${directory}/pipe`] }).outputSync();
    const { stderr, status } = await leveret(["run", `${directory}/pipe`]);
    assertEquals(status, 1);
    assertStringIncludes(stderr, "nobody writes to it");
  });
});

Deno.test("A linker script leads to objects and archives only", async () => {
  await withOutside(async (top) => {
    await Deno.writeTextFile(`${top}/work/libx.a`, `INPUT(${top}/outside/secret.s)\n`);
    await Deno.writeTextFile(`${top}/work/main.s`, ".globl main\nmain: ret\n");
    const { stderr, status } = await leveret(
      ["link", "-o", `${top}/out`, `${top}/work/main.s`, `${top}/work/libx.a`],
    );
    assertEquals(status, 1);
    assertStringIncludes(stderr, "neither an object nor an archive");
    assert(!stderr.includes(SECRET));
  });
});
