// SPDX-License-Identifier: MPL-2.0
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { COMMANDS } from "../../../host/cli/commands/table.ts";
import { leveret, leveretIntoClosedPipe, withTempDirectory } from "./harness.ts";

const EXIT = (status: number) => `.globl main\nmain: li a0, ${status}\nret\n`;

const SUM = "tests/asm/goldens/elf/sum.elf";

Deno.test("leveret run prints what the program prints, and nothing else", async () => {
  assertEquals(await leveret(["run", "examples/hello.s"]), {
    stdout: "Hello, hare!\n",
    stderr: "",
    status: 0,
  });
});

Deno.test("leveret run exits with the status of the program", async () => {
  for (const status of [0, 7, 255]) {
    const result = await leveret(["run", "-"], { stdin: EXIT(status) });
    assertEquals(result, { stdout: "", stderr: "", status });
  }
});

Deno.test("leveret run passes arguments and environment", async () => {
  const { stdout, status } = await leveret([
    "run",
    "--env",
    "HOME=/burrow",
    "examples/arguments.s",
    "--",
    "--stats",
    "two words",
  ]);
  assertEquals(status, 0);
  assertStringIncludes(stdout, "1: --stats\n  2: two words\n");
  assertStringIncludes(stdout, "HOME is /burrow\n");
});

Deno.test("leveret run gives the program standard input", async () => {
  const { stdout } = await leveret(["run", "examples/wordcount.s"], { stdin: "b a b" });
  assertEquals(stdout, "      2 b\n      1 a\n");
});

Deno.test("leveret run links several files", async () => {
  const result = await leveret(["run", "-", "examples/hello_main.s"], {
    stdin: ".globl other\nother: ret\n",
  });
  assertEquals(result, { stdout: "Hello from main!\n", stderr: "", status: 0 });
});

Deno.test("leveret run reports errors in the source with location and fix, and exits with 1", async () => {
  const { stdout, stderr, status } = await leveret(["run", "-"], {
    stdin: ".globl main\nmain: adddi a0, a0, 1\n  call nowhere\n  addi a0, a0, 5000\n  ret\n",
  });
  assertEquals([stdout, status], ["", 1]);
  assertStringIncludes(stderr, "<stdin>:2:7: error: unknown instruction `adddi`");
  assertStringIncludes(stderr, "fix: did you mean `addi`?");
  assertStringIncludes(stderr, "<stdin>:4:16: error: ");
});

Deno.test("leveret run exits with 1 when the program does not link", async () => {
  const { stderr, status } = await leveret(["run", "-"], {
    stdin: ".globl main\nmain: call nowhere\n",
  });
  assertEquals(status, 1);
  assertStringIncludes(stderr, "nowhere");
});

Deno.test("leveret run exits with 1 when a file cannot be read, and prints the reason", async () => {
  const { stderr, status } = await leveret(["run", "nosuch.s"]);
  assertEquals(status, 1);
  assertEquals(stderr, "leveret run: cannot read nosuch.s: no such file or directory\n");
  const directory = await leveret(["run", "examples"]);
  assertEquals(directory.status, 1);
  assertStringIncludes(directory.stderr, "cannot read examples: it is a directory");
});

Deno.test("leveret run exits with 1 without permission to read, and prints the fix", async () => {
  const { stderr, status } = await leveret(["run", "examples/hello.s"], {
    permissions: ["--no-prompt"],
  });
  assertEquals(status, 1);
  assertStringIncludes(stderr, "--allow-read");
});

Deno.test("leveret run says that a file is C, and how to compile it", async () => {
  await withTempDirectory(async (directory) => {
    for (
      const [name, words] of [["x.c", "it is C, not"], ["x.cpp", "it is C++, not"], [
        "x.C",
        "it is C++, not",
      ], ["x.i", "preprocessed C, not"]]
    ) {
      const path = `${directory}/${name}`;
      await Deno.writeTextFile(path, "int main(void) { return 0; }\n");
      const { stderr, status } = await leveret(["run", path]);
      assertEquals(status, 1);
      assertStringIncludes(
        stderr,
        `${words} assembly source; compile it first: riscv64-linux-gnu-g`,
      );
      assertStringIncludes(stderr, "then run x.s");
    }
  });
});

Deno.test("leveret run exits with 2 for an invalid command line", async () => {
  const refusals: [string[], string][] = [
    [["run"], "leveret run: no input file\nTry: leveret run --help\n"],
    [["run", "--strce", "x.s"], "unknown option --strce; did you mean --strace?"],
    [
      ["run", "--max-instructions", "many", "x.s"],
      'invalid value "many" for --max-instructions: must be a count',
    ],
    [
      ["run", "--memory-limit", "lots", "x.s"],
      'invalid value "lots" for --memory-limit: must be a size',
    ],
    [["run", "--env", "NAME", "x.s"], 'invalid value "NAME" for --env: must be NAME=VALUE'],
    [["run", "x.s", "--seed"], "option --seed needs a value: --seed N"],
    [["run", "examples/hello.s", "-l"], "unknown option -l; arguments of the program follow --"],
    [["run", "examples/hello.s", "--strce"], "unknown option --strce; did you mean --strace?"],
    [["run", "--strce", SUM], "unknown option --strce; did you mean --strace?"],
    [["dis", SUM, "examples/hello.s"], "is an executable, which cannot be linked with other files"],
    [["rnu", "x.s"], "unknown command rnu; did you mean run?"],
    [["hello.s"], "unknown command hello.s; did you mean leveret run hello.s?"],
    [["--versoin"], "unknown option --versoin; did you mean --version?"],
    [[], "Usage: leveret COMMAND"],
  ];
  await Promise.all(refusals.map(async ([args, words]) => {
    const { stdout, stderr, status } = await leveret(args);
    assertEquals([stdout, status], ["", 2], args.join(" "));
    assertStringIncludes(stderr, words);
  }));
});

Deno.test("leveret run --max-instructions stops the program with status 124", async () => {
  const { stdout, stderr, status } = await leveret(["run", "--max-instructions", "10k", "-"], {
    stdin: ".globl main\nmain: j main\n",
  });
  assertEquals([stdout, status], ["", 124]);
  assertStringIncludes(
    stderr,
    "leveret: stopped at the --max-instructions limit (10,000), in main at <stdin>:2",
  );
});

Deno.test("leveret run --memory-limit makes mmap fail", async () => {
  const stdin = `.globl main
main:
    addi sp, sp, -16
    sd   ra, 8(sp)
    li   a0, 32 << 20
    call rt.malloc
    seqz a0, a0
    ld   ra, 8(sp)
    addi sp, sp, 16
    ret
`;
  assertEquals((await leveret(["run", "-"], { stdin })).status, 0);
  assertEquals((await leveret(["run", "--memory-limit", "16M", "-"], { stdin })).status, 1);
});

Deno.test("leveret run --seed sets the random seed", async () => {
  const stdin = `.globl main
main:
    addi sp, sp, -16
    mv   a0, sp
    li   a1, 8
    li   a2, 0
    li   a7, 278
    ecall
    lbu  a0, 0(sp)
    addi sp, sp, 16
    ret
`;
  const run = async (seed: string) =>
    (await leveret(["run", "--seed", seed, "-"], { stdin })).status;
  const statuses = await Promise.all(["1", "2", "3", "1", "2", "3"].map(run));
  assertEquals(statuses.slice(0, 3), statuses.slice(3));
  assert(new Set(statuses).size > 1);
});

Deno.test("leveret run --strace shows system calls on standard error", async () => {
  const { stdout, stderr } = await leveret(["run", "--strace", "examples/hello.s"]);
  assertEquals(stdout, "Hello, hare!\n");
  assertMatch(stderr, /^\d+ write\(1,0x[\da-f]+,13\) = 13\n\d+ exit_group\(0\)\n$/);
});

Deno.test("leveret run --stats prints run statistics on standard error", async () => {
  const { stdout, stderr, status } = await leveret(["run", "--stats", "examples/hello.s"]);
  assertEquals([stdout, status], ["Hello, hare!\n", 0]);
  for (
    const row of [
      /^leveret: run statistics\n/,
      /instructions +9\n/,
      /speed +[\d,]+ instructions\/s \(\d+\.\d{3} s\)\n/,
      /system calls +2\n/,
      /mmap, munmap +0, 0\n/,
      /peak mapped/,
    ]
  ) assertMatch(stderr, row);
});

Deno.test("leveret run --stats --json writes an object", async () => {
  const { stderr } = await leveret(["run", "--stats", "--json", "examples/hello.s"]);
  const { event, instructions, systemCalls, seconds } = JSON.parse(stderr);
  assertEquals([event, instructions, systemCalls], ["statistics", 9, 2]);
  assert(seconds >= 0);
});

Deno.test("leveret run loses no output when the program faults", async () => {
  const stdin = `.globl main
main:
    la   a1, text
    li   a0, 1
    call rt.putstr
    ld   a0, 0(zero)
    .section .rodata
text: .asciz "last words"
`;
  const { stdout, stderr, status } = await leveret(["run", "-"], { stdin });
  assertEquals([stdout, status], ["last words", 139]);
  assertStringIncludes(stderr, "SIGSEGV: load of 8 bytes from unmapped address 0x0");
  assertStringIncludes(stderr, "main+0x14 at <stdin>:6");
});

Deno.test("leveret run reports an abort with status 134", async () => {
  const { stdout, stderr, status } = await leveret(["run", "examples/bugs/double_free.s"]);
  assertEquals([stdout, status], ["", 134]);
  assertMatch(stderr, /^Abort: .*\(double free\?\)\n\nSIGABRT: the program aborted\n/);
  assertStringIncludes(stderr, "in destroy+0x");
});

Deno.test("leveret run --json reports a fault as an object", async () => {
  const { stderr, status } = await leveret(["run", "--json", "examples/bugs/null_field.s"]);
  assertEquals(status, 139);
  const [line = "", story = ""] = stderr.split("\n");
  const report = JSON.parse(line);
  assertEquals([JSON.parse(story).event, JSON.parse(story).value], ["story", "0x0"]);
  assertEquals(
    [report.event, report.signal, report.cause, report.address],
    ["fault", "SIGSEGV", "load-page-fault", "0x8"],
  );
  assertEquals(Object.keys(report.registers).length, 32);
  assertStringIncludes(report.hints.join(), "null pointer");
  assertEquals(report.backtrace[0].origin, "pc");
});

Deno.test("leveret run ends quietly when its output pipe is closed", async () => {
  const path = await Deno.makeTempFile({ suffix: ".s" });
  try {
    await Deno.writeTextFile(
      path,
      `.globl main
main:
    li   a0, 1
    la   a1, text
    call rt.putstr
    j    main
    .section .rodata
text: .asciz "again\\n"
`,
    );
    const { stdout, stderr, status } = await leveretIntoClosedPipe(["run", path]);
    assert(stdout.startsWith("again\nagain\n"));
    assertEquals([stderr, status], ["", 141]);
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("leveret --help and --version print to standard output", async () => {
  const help = await leveret(["--help"]);
  assertEquals([help.stderr, help.status], ["", 0]);
  assertMatch(help.stdout, /Commands:\n {2}run /);
  const version = await leveret(["--version"]);
  const { version: expected } = JSON.parse(
    await Deno.readTextFile(new URL("../../../deno.json", import.meta.url)),
  );
  assertEquals(version, { stdout: `leveret ${expected}\n`, stderr: "", status: 0 });
});

Deno.test("leveret COMMAND --help shows options and examples of every command", async () => {
  await Promise.all(COMMANDS.map(async ({ name }) => {
    const { stdout, stderr, status } = await leveret([name, "--help"]);
    assertEquals([stderr, status], ["", 0]);
    assert(stdout.startsWith(`Usage: leveret ${name} `));
    assertMatch(stdout, /\nOptions:\n/);
    assertMatch(stdout, new RegExp(`\nExamples:\n  leveret ${name} `));
    assert(stdout.split("\n").every((line) => line.length <= 100));
  }));
});

Deno.test("The task leveret resolves paths from the directory in which it was called", async () => {
  await withTempDirectory(async (directory) => {
    await Deno.writeTextFile(`${directory}/seven.s`, ".globl main\nmain: li a0, 7\nret\n");
    const config = new URL("../../../deno.json", import.meta.url).pathname;
    const { code } = await new Deno.Command(Deno.execPath(), {
      args: ["task", "--quiet", "--config", config, "leveret", "run", "seven.s"],
      cwd: directory,
      // A task inherits INIT_CWD from the task that called it, which may be that of the tests.
      env: { INIT_CWD: directory },
    }).output();
    assertEquals(code, 7);
  });
});

Deno.test("leveret run runs an executable, whatever its file name", async () => {
  assertEquals(await leveret(["run", SUM]), { stdout: "one\n", stderr: "", status: 14 });
});

Deno.test("leveret run passes further words to an executable, and shows the C line of a fault", async () => {
  const { stdout, stderr, status } = await leveret(["run", SUM, "argument"]);
  assertEquals([stdout, status], ["one\n", 139]);
  assertStringIncludes(stderr, "in first at sum.c:16,");
  assertStringIncludes(stderr, "sum.c:16 | return *list;");
  assertStringIncludes(stderr, "start+0x4c at sum.c:29");
});

/** A program that prints its arguments, each on a line. */
const ARGUMENTS_SOURCE = `
        .globl  main
main:   addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        mv      s0, a1
1:      ld      a1, 0(s0)
        beqz    a1, 2f
        li      a0, 1
        call    rt.putstr
        li      a0, 1
        lla     a1, newline
        call    rt.putstr
        addi    s0, s0, 8
        j       1b
2:      ld      s0, 16(sp)
        ld      ra, 24(sp)
        addi    sp, sp, 32
        li      a0, 0
        ret
newline: .asciz "\\n"
`;

/** An executable at "DIRECTORY/arguments" that prints its arguments. */
async function makeArguments(directory: string): Promise<void> {
  const source = `${directory}/arguments.s`;
  await Deno.writeTextFile(source, ARGUMENTS_SOURCE);
  const made = await leveret(["asm", "-o", `${directory}/arguments`, source]);
  assertEquals([made.stderr, made.status], ["", 0]);
}

Deno.test("leveret run leaves all that follows an executable to it", async () => {
  await withTempDirectory(async (directory) => {
    await makeArguments(directory);
    const program = `${directory}/arguments`;
    const print = async (...args: string[]) => {
      const { stdout, stderr, status } = await leveret(args);
      assertEquals([stderr, status], ["", 0]);
      return stdout.trimEnd().split("\n");
    };
    const words = ["-l", "--seed", "--help", "x.s", "--", "-"];
    assertEquals(await print("run", "--seed", "1", program, ...words), [program, ...words]);
    // The separator is not needed, but does no harm.
    assertEquals(await print("run", program, "--", ...words), [program, ...words]);
    const log = ["-o", `${directory}/log`];
    assertStringIncludes(
      (await leveret(["trace", "-s", ...log, program, "-o", "-m"])).stdout,
      "\n-o\n-m\n",
    );
    // Sources: options in any order, arguments after --.
    assertEquals(await print("run", `${program}.s`, "--seed", "1", "--", "-l", "--"), [
      ...[`${program}.s`, "-l", "--"],
    ]);
  });
});

Deno.test("leveret run takes an executable from standard input, with arguments", async () => {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-check", "--allow-read", "host/cli/main.ts", "run", "-", "--flag"],
    ...{ stdin: "piped", stdout: "piped", stderr: "piped" },
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(await Deno.readFile(SUM));
  await writer.close();
  const { code, stderr } = await child.output();
  // The program faults when it has an argument.
  assertEquals(code, 139, new TextDecoder().decode(stderr));
});

Deno.test("leveret run finds files that only the program's directories have", async () => {
  await withTempDirectory(async (directory) => {
    await Deno.mkdir(`${directory}/bin`);
    await makeArguments(`${directory}/bin`);
    await Deno.symlink("/only-here/bin/arguments", `${directory}/link`);
    const mount = ["--dir", `${directory}:/only-here:ro`];
    const inside = "/only-here/bin/arguments";
    const run = async (...args: string[]) => await leveret(["run", ...mount, ...args]);
    assertEquals((await run(inside, "-x")).stdout, `${inside}\n-x\n`);
    assertEquals((await run("--cwd", "/only-here", "bin/arguments")).stdout, "bin/arguments\n");
    assertEquals((await run("/only-here/link", "-x")).stdout, "/only-here/link\n-x\n");
    assertEquals((await run(`${inside}.s`, "--", "-x")).stdout, `${inside}.s\n-x\n`);
    // The host's own programs are for another machine.
    const foreign = await Deno.readFile(SUM);
    foreign[18] = 62; // EM_X86_64
    await Deno.writeFile(`${directory}/foreign`, foreign);
    await Deno.copyFile(`${directory}/bin/arguments`, `${directory}/bin/foreign`);
    const both = await leveret([
      ...["run", "--dir", `${directory}/bin:${directory}:ro`, `${directory}/foreign`, "-x"],
    ]);
    assertEquals(both.stdout, `${directory}/foreign\n-x\n`);
    for (const missing of ["/only-here/none", "/only-here/bin", "/only-here/bin/arguments/x"]) {
      const { stderr, status } = await run(missing);
      assertEquals(status, 1);
      assertStringIncludes(stderr, `cannot read ${missing}: no such file or directory`);
    }
  });
});

Deno.test("leveret run reports a malformed executable", async () => {
  await withTempDirectory(async (directory) => {
    const path = `${directory}/cut`;
    await Deno.writeFile(path, (await Deno.readFile(SUM)).subarray(0, 1000));
    const { stderr, status } = await leveret(["run", path]);
    assertEquals(status, 1);
    assertStringIncludes(stderr, `leveret run: cannot read ${path}: the table of section headers`);
  });
});
