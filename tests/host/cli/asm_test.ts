// SPDX-License-Identifier: MPL-2.0
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { leveret, withTempDirectory } from "./harness.ts";

Deno.test("leveret asm prints nothing for a program without errors", async () => {
  const result = await leveret(["asm", "examples/quicksort.s"]);
  assertEquals(result, { stdout: "", stderr: "", status: 0 });
});

Deno.test("leveret asm exits with 1 for a program with errors", async () => {
  const { stderr, status } = await leveret(["asm", "-"], { stdin: "main: lx a0, 0(a0)\n" });
  assertEquals(status, 1);
  assertStringIncludes(stderr, "<stdin>:1:7: error: ");
});

Deno.test("leveret asm -o writes an ELF file with execute permission", async () => {
  await withTempDirectory(async (directory) => {
    const path = `${directory}/hello`;
    const result = await leveret(["asm", "-o", path, "examples/hello.s"]);
    assertEquals(result, { stdout: "", stderr: "", status: 0 });
    const bytes = await Deno.readFile(path);
    assertEquals([...bytes.subarray(0, 5)], [0x7f, 0x45, 0x4c, 0x46, 2]);
    assertEquals(((await Deno.stat(path)).mode ?? 0) & 0o100, 0o100);
  });
});

Deno.test("leveret asm and link leave out line tables with --no-line-tables", async () => {
  await withTempDirectory(async (directory) => {
    const object = `${directory}/hello.o`;
    const commands = [
      ["asm", "-o", `${directory}/asm`, "examples/hello.s"],
      ["asm", "-c", "-o", object, "examples/hello.s"],
      ["link", "-o", `${directory}/link`, object],
      ["link", "-o", `${directory}/of-source`, "examples/hello.s"],
    ];
    for (const option of ["--no-line-tables", ""]) {
      for (const command of commands) {
        const words = option === "" ? command : [...command, option];
        assertEquals((await leveret(words)).status, 0, words.join(" "));
        const file = new TextDecoder("latin1").decode(
          await Deno.readFile(command[command.indexOf("-o") + 1]!),
        );
        const expected = option === "";
        assertEquals(file.includes(".debug_line"), expected, words.join(" "));
        assertEquals(file.includes("hello.s"), expected || command[1] === "-c", words.join(" "));
      }
      assertEquals((await leveret(["run", `${directory}/link`])).stdout, "Hello, hare!\n");
    }
  });
});

Deno.test("leveret asm --no-line-tables keeps the line tables of a compiler", async () => {
  await withTempDirectory(async (directory) => {
    const source = '.file 1 "x.c"\n.globl main\nmain: .loc 1 3\n li a0, 0\n ret\n';
    for (const words of [["asm", "-c"], ["asm"]]) {
      const path = `${directory}/compiled`;
      const options = ["--no-line-tables", "-o", path, "-"];
      assertEquals((await leveret([...words, ...options], { stdin: source })).status, 0);
      const file = new TextDecoder("latin1").decode(await Deno.readFile(path));
      assert(file.includes("x.c") && file.includes(".debug_line"), words.join(" "));
    }
  });
});

Deno.test({
  name: "leveret asm reads a named pipe whose writer has exited",
  ignore: Deno.build.os === "windows",
  fn: () =>
    withTempDirectory(async (directory) => {
      const script = 'mkfifo "$1/pipe" && { (sleep 0.3; echo nop > "$1/pipe") & ' +
        '"$2" run -q -RW "$3" asm -c -o "$1/out" "$1/pipe"; }';
      const main = new URL("../../../host/cli/main.ts", import.meta.url).pathname;
      const { code, stderr } = await new Deno.Command("sh", {
        args: ["-c", script, "sh", directory, Deno.execPath(), main],
        stdin: "null",
      }).output();
      assertEquals([code, new TextDecoder().decode(stderr)], [0, ""]);
    }),
});

Deno.test("leveret asm -o exits with 1 when the file cannot be written", async () => {
  const { stderr, status } = await leveret(["asm", "-o", "/nowhere/x", "examples/hello.s"]);
  assertEquals(status, 1);
  assertStringIncludes(stderr, "cannot write /nowhere/x: ");
});

Deno.test("leveret asm --listing shows addresses, bytes and source lines", async () => {
  const { stdout } = await leveret(["asm", "--listing", "examples/hello.s"]);
  assertStringIncludes(stdout, "Section .text:\n\n_start:\n");
  assertMatch(stdout, / {3}10000 {2}04000893 +li a7, 64 +\| examples\/hello\.s:\d+: li/);
});

Deno.test("leveret asm --listing --json writes one object a line", async () => {
  const { stdout } = await leveret(["asm", "--listing", "--json", "examples/hello.s"]);
  const rows = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  assertEquals([rows[0].address, rows[0].bytes], ["0x10000", "93080004"]);
  assert(rows.some(({ kind }) => kind === "data"));
});

Deno.test("leveret asm finds included files next to the file that includes them", async () => {
  await withTempDirectory(async (directory) => {
    await Deno.writeTextFile(
      `${directory}/main.s`,
      '.include "inc.s"\n.globl main\nmain: li a0, N\nret\n',
    );
    await Deno.writeTextFile(`${directory}/inc.s`, ".equ N, 9\n");
    assertEquals((await leveret(["run", `${directory}/main.s`])).status, 9);
    await Deno.writeTextFile(`${directory}/main.s`, '.include "gone.s"\n');
    const { stderr, status } = await leveret(["asm", `${directory}/main.s`]);
    assertEquals(status, 1);
    assertStringIncludes(stderr, "gone.s");
  });
});

Deno.test("leveret dis shows the code of one function, with symbols", async () => {
  const { stdout } = await leveret(["dis", "--symbol", "main", "examples/hello_main.s"]);
  assertStringIncludes(stdout, "\nmain:\n");
  assertMatch(stdout, /ret +\| examples\/hello_main\.s:\d+: ret\n$/);
});

Deno.test("leveret dis shows code, and with --all data too", async () => {
  const code = await leveret(["dis", "examples/hello.s"]);
  assertEquals(code.stdout.includes("Section .rodata"), false);
  const all = await leveret(["dis", "--all", "examples/hello.s"]);
  assertStringIncludes(all.stdout, "Section .rodata:");
});

Deno.test("leveret dis --word shows single instructions", async () => {
  const result = await leveret(["dis", "--word", "0x00a50533", "-w", "0x8067"]);
  assertEquals(result, {
    stdout: "0x00a50533  add a0, a0, a0\n0x00008067  ret\n",
    stderr: "",
    status: 0,
  });
  const json = await leveret(["dis", "--json", "-w", "0x8067"]);
  assertEquals(JSON.parse(json.stdout), { word: "0x00008067", text: "ret" });
  assertEquals((await leveret(["dis", "-w", "0x100000000"])).status, 2);
  assertEquals((await leveret(["dis", "-w", "ret"])).status, 2);
});

/** The lines of a text as JSON values. */
function values(text: string): unknown[] {
  return text.trimEnd().split("\n").map((line) => JSON.parse(line));
}

for (const command of ["asm", "run", "dis", "trace"]) {
  Deno.test(`leveret ${command} --json reports errors as JSON, one a line`, async () => {
    const stdin = 'main:\n  andi a0, a0, 0xF00\n  .asciiz "x"\n';
    const { stdout, stderr, status } = await leveret([command, "--json", "-"], { stdin });
    assertEquals([stdout, status], ["", 1]);
    assertEquals(values(stderr), [
      {
        event: "diagnostic",
        severity: "error",
        message: "`andi` takes -2048 to 2047, not 3840",
        file: "<stdin>",
        range: { start: { line: 2, column: 16 }, end: { line: 2, column: 21 } },
        notes: [],
        fix: { message: "use -256 for the 12-bit pattern 0xf00" },
      },
      {
        event: "diagnostic",
        severity: "error",
        message: "unknown directive `.asciiz`",
        file: "<stdin>",
        range: { start: { line: 3, column: 3 }, end: { line: 3, column: 10 } },
        notes: [],
        fix: {
          message: "use `.asciz`",
          replacement: ".asciz",
          range: { start: { line: 3, column: 3 }, end: { line: 3, column: 10 } },
        },
      },
      { event: "diagnostics", errors: 2 },
    ]);
  });
}

Deno.test("leveret asm --json locates notes and counts all errors", async () => {
  const stdin = "a: nop\na: nop\n" + Array.from({ length: 30 }, (_, i) => `bad${i}\n`).join("");
  const { stderr } = await leveret(["asm", "--json", "-"], { stdin });
  const lines = values(stderr) as { notes?: unknown[]; errors?: number }[];
  assertEquals(lines.length, 21);
  assertEquals(lines.at(-1)?.errors, 31);
  const notes = lines.flatMap(({ notes = [] }) => notes) as { range?: unknown }[];
  assertEquals(notes[0]?.range, { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } });
});

Deno.test("leveret asm -c writes an object file, named after the source without -o", async () => {
  await withTempDirectory(async (directory) => {
    const path = `${directory}/hello.o`;
    const result = await leveret(["asm", "-c", "--abi", "lp64", "-o", path, "examples/hello.s"]);
    assertEquals(result, { stdout: "", stderr: "", status: 0 });
    const bytes = await Deno.readFile(path);
    // ET_REL for RISC-V, with the flags of lp64.
    assertEquals([bytes[16], bytes[18], bytes[48]], [1, 243, 0]);
  });
});

Deno.test("leveret asm -c reports errors and invalid command lines", async () => {
  const wrong = await leveret(["asm", "-c", "-o", "/nowhere/x.o", "-"], { stdin: "bad\n" });
  assertEquals(wrong.status, 1);
  assertStringIncludes(wrong.stderr, "<stdin>:1:1: error: unknown instruction `bad`");
  for (
    const args of [
      ["-c"],
      ["-c", "a.s", "b.s"],
      ["-c", "--listing", "a.s"],
      ["-c", "--abi", "ilp32", "a.s"],
      ["-c", "--abi=", "a.s"],
      ["--abi", "lp64", "a.s"],
    ]
  ) {
    assertEquals((await leveret(["asm", ...args])).status, 2, args.join(" "));
  }
});

Deno.test("leveret asm --march compresses, and refuses instructions of other extensions", async () => {
  const source = ".globl main\nmain: addi a0, a0, 1\n fadd.d fa0, fa0, fa1\n ret\n";
  const listed = async (...options: string[]) => {
    const { stdout } = await leveret(["asm", "--listing", "--json", ...options, "-"], {
      stdin: source,
    });
    const rows = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
    return rows.filter(({ file }) => file === "<stdin>").map(({ bytes }) => bytes);
  };
  assertEquals(await listed(), ["13051500", "5375b502", "67800000"]);
  assertEquals(await listed("--march=rv64gc"), ["0505", "5375b502", "8280"]);
  const absent = await leveret(["asm", "--march", "rv64imac", "-"], { stdin: source });
  assertEquals(absent.status, 1);
  assertStringIncludes(absent.stderr, "`fadd.d` needs the D extension");
  const wrong = await leveret(["run", "--march", "rv64imz", "-"], { stdin: source });
  assertEquals(wrong.status, 2);
  assertStringIncludes(wrong.stderr, 'invalid value "rv64imz" for --march: ');
  const run = await leveret(["run", "--march=rv64gc_zba", "examples/hello.s"]);
  assertEquals(run, await leveret(["run", "examples/hello.s"]));
});
