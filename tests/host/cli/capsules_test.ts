// SPDX-License-Identifier: MPL-2.0
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { leveret, startLeveret, withTempDirectory } from "./harness.ts";

/** A line of standard error that says where the capsule is. */
const WROTE = /^leveret: (?:the run failed; )?wrote .*\n/m;

/** Prints the second line of a file, and writes a file. */
const FILES = `
        .globl  main
main:   addi    sp, sp, -16
        sd      ra, 8(sp)
        li      a0, -100
        la      a1, input
        li      a2, 0
        li      a7, 56
        ecall
        bltz    a0, 1f
        la      a1, text
        li      a2, 100
        li      a7, 63
        ecall
        mv      s1, a0
        li      a0, -100
        la      a1, output
        li      a2, 0x241
        li      a3, 0644
        li      a7, 56
        ecall
        la      a1, text
        mv      a2, s1
        li      a7, 64
        ecall
        mv      a2, a0
        li      a0, 1
        la      a1, text
        li      a7, 64
        ecall
        li      a0, 5
1:      ld      ra, 8(sp)
        addi    sp, sp, 16
        ret
        .section .rodata
input:  .asciz  "/work/in.txt"
output: .asciz  "/work/out.txt"
        .bss
text:   .zero   100
`;

Deno.test("leveret replay gives the recorded run where its files are gone, and writes none", async () => {
  await withTempDirectory(async (directory) => {
    const work = `${directory}/work`;
    await Deno.mkdir(work);
    await Deno.writeTextFile(`${work}/in.txt`, "only here\n");
    await Deno.writeTextFile(`${directory}/files.s`, FILES);
    const capsule = `${directory}/run.lev`;
    const mount = ["--dir", `${work}:/work`];
    const recorded = await leveret(["record", "-o", capsule, ...mount, `${directory}/files.s`]);
    assertStringIncludes(recorded.stderr, `wrote ${capsule} (`);
    assertEquals([recorded.stdout, recorded.status], ["only here\n", 5]);
    assertEquals(await Deno.readTextFile(`${work}/out.txt`), "only here\n");
    await Deno.remove(work, { recursive: true });
    await Deno.remove(`${directory}/files.s`);
    const before = [...Deno.readDirSync(directory)].map(({ name }) => name);
    const expected = { stdout: "only here\n", stderr: "", status: 5 };
    for (const engine of ["auto", "stepper"]) {
      assertEquals(await leveret(["replay", "--engine", engine, capsule]), expected);
    }
    assertEquals(await leveret(["run", capsule]), expected);
    const memcheck = await leveret(["replay", "--memcheck", "--strace", capsule]);
    assertEquals([memcheck.stdout, memcheck.status], ["only here\n", 5]);
    assertStringIncludes(memcheck.stderr, "ERROR SUMMARY: 0 errors");
    assertStringIncludes(memcheck.stderr, 'openat(AT_FDCWD,"/work/in.txt",O_RDONLY) = 3');
    const trace = await leveret(["trace", "--instructions", "--first", "1", capsule]);
    assertStringIncludes(trace.stderr, "core   0: 0 ");
    assertEquals([...Deno.readDirSync(directory)].map(({ name }) => name), before);
  });
});

Deno.test("leveret run --record-failure writes a capsule of a run that fails, and of no other", async () => {
  await withTempDirectory(async (directory) => {
    const capsule = `${directory}/failed.lev`;
    const failing = ["run", "--record-failure", capsule];
    const good = await leveret([...failing, "examples/hello.s"]);
    assertEquals([good.status, good.stderr], [0, ""]);
    assertEquals([...Deno.readDirSync(directory)], []);
    for (
      const [program, status] of [
        ["examples/bugs/double_free.s", 134],
        ["examples/bugs/null_field.s", 139],
      ] as const
    ) {
      const { stderr, ...recorded } = await leveret([...failing, program]);
      assertEquals(recorded.status, status);
      assert(WROTE.test(stderr), stderr);
      assertEquals(await leveret(["replay", capsule]), {
        ...recorded,
        stderr: stderr.replace(WROTE, ""),
      });
    }
  });
});

const SPIN = `
        .globl  main
main:   la      a0, text
        addi    sp, sp, -16
        sd      ra, 8(sp)
        call    print_string
1:      j       1b
        .section .rodata
text:   .asciz  "spinning\\n"
`;

Deno.test("a capsule of a stopped run stops there again, with the same report and status", async () => {
  await withTempDirectory(async (directory) => {
    const program = `${directory}/spin.s`;
    await Deno.writeTextFile(program, SPIN);
    const capsule = `${directory}/spin.lev`;
    const record = ["record", "-o", capsule];
    for (const limit of [["--max-instructions", "9M"], ["--wall-limit", "1"]]) {
      const { stderr, ...recorded } = await leveret([...record, ...limit, program]);
      assertEquals(recorded.status, 124);
      assertEquals(await leveret(["replay", capsule]), {
        ...recorded,
        stderr: stderr.replace(WROTE, ""),
      });
    }
    const child = startLeveret([...record, program]);
    await child.stdin.close();
    const [stdout, stderr] = [child.stdout, child.stderr].map((stream) => {
      const [read, kept] = stream.pipeThrough(new TextDecoderStream()).tee();
      return { first: read.getReader().read(), all: Array.fromAsync(kept) };
    });
    await stdout?.first;
    child.kill("SIGTERM");
    assertEquals((await child.status).signal, "SIGTERM");
    const text = (await stderr?.all ?? []).join("");
    assertEquals(await leveret(["replay", capsule]), {
      ...{ stdout: "spinning\n", status: 143 },
      stderr: text.replace(WROTE, ""),
    });
  });
});

Deno.test("a program for a simulator is recorded with its simulator", async () => {
  await withTempDirectory(async (directory) => {
    const capsule = `${directory}/rars.lev`;
    await Deno.writeTextFile(
      `${directory}/rars.s`,
      "main: li a7, 5\n ecall\n addi a0, a0, 1\n li a7, 1\n ecall\n li a7, 30\n ecall\n li a7, 1\n ecall\n",
    );
    const { stderr, ...recorded } = await leveret(
      ["record", "--ecalls", "rars", "-o", capsule, `${directory}/rars.s`],
      { stdin: "41\n" },
    );
    assertStringIncludes(recorded.stdout, "42");
    assert(WROTE.test(stderr), stderr);
    assertEquals(await leveret(["replay", capsule]), { ...recorded, stderr: "" });
  });
});

Deno.test("what would make a capsule another run is refused, and so is what is no capsule", async () => {
  await withTempDirectory(async (directory) => {
    const capsule = `${directory}/hello.lev`;
    await leveret(["record", "-o", capsule, "examples/hello.s"]);
    const cases: readonly (readonly [readonly string[], number, string])[] = [
      [["run", "--seed", "1", capsule], 2, "--seed is not for a capsule"],
      [["trace", "--dir", directory, capsule], 2, "--dir is not for a capsule"],
      [["replay", capsule, "argument"], 2, "a capsule takes no arguments"],
      [["run", capsule, "argument"], 2, "a capsule takes no arguments"],
      [["replay"], 2, "no capsule"],
      [["replay", "examples/hello.s"], 1, "it is no capsule"],
      [["record", capsule], 2, "a capsule cannot be recorded: it holds its run already"],
      [["replay", `${directory}/none.lev`], 1, "none.lev"],
    ];
    for (const [args, status, message] of cases) {
      const result = await leveret(args);
      assertEquals([result.status, result.stdout], [status, ""], args.join(" "));
      assertStringIncludes(result.stderr, message);
    }
    const bytes = await Deno.readFile(capsule);
    await Deno.writeFile(capsule, bytes.subarray(0, -20));
    const damaged = await leveret(["replay", capsule]);
    assertEquals(damaged.status, 1);
    assertStringIncludes(damaged.stderr, "hello.lev: cannot read the capsule: it is damaged");
  });
});
