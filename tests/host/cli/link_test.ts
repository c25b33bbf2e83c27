// SPDX-License-Identifier: MPL-2.0
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { makeArchive } from "../../asm/link/archives.ts";
import { leveret, shell, withTempDirectory } from "./harness.ts";

const MAIN = `
        .globl  main
main:   addi    sp, sp, -16
        sd      ra, 8(sp)
        call    answer
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret
`;
const ANSWER = ".globl answer\nanswer: li a0, 42\nret\n";

/** Writes the two sources and their objects; calls `work` with the directory. */
function withObjects(work: (directory: string) => Promise<void>): Promise<void> {
  return withTempDirectory(async (directory) => {
    await Deno.writeTextFile(`${directory}/main.s`, MAIN);
    await Deno.writeTextFile(`${directory}/answer.s`, ANSWER);
    for (const name of ["main", "answer"]) {
      const args = ["asm", "-c", "-o", `${directory}/${name}.o`, `${directory}/${name}.s`];
      assertEquals((await leveret(args)).stderr, "");
    }
    await work(directory);
  });
}

Deno.test("leveret link makes an executable from objects and sources, which leveret run runs", async () => {
  await withObjects(async (directory) => {
    const output = `${directory}/answer`;
    const result = await leveret([
      "link",
      "-o",
      output,
      `${directory}/main.o`,
      `${directory}/answer.s`,
    ]);
    assertEquals(result, { stdout: "", stderr: "", status: 0 });
    assertEquals(((await Deno.stat(output)).mode ?? 0) & 0o100, 0o100);
    assertEquals((await leveret(["run", output])).status, 42);
    const { stdout } = await leveret(["dis", "--symbol", "answer", output]);
    assertMatch(stdout, /li a0, 42 +\| .*answer\.s:2: answer: li a0, 42/);
  });
});

Deno.test("leveret run links objects and sources, whatever their file names", async () => {
  await withObjects(async (directory) => {
    await Deno.rename(`${directory}/answer.o`, `${directory}/answer.txt`);
    const { status } = await leveret(["run", `${directory}/main.s`, `${directory}/answer.txt`]);
    assertEquals(status, 42);
  });
});

Deno.test("leveret link reports undefined symbols with their locations", async () => {
  await withObjects(async (directory) => {
    const { stderr, status } = await leveret([
      "link",
      "-o",
      `${directory}/x`,
      `${directory}/main.o`,
    ]);
    assertEquals(status, 1);
    assertStringIncludes(stderr, "main.s:5: error: `answer` is not defined\n");
    assertStringIncludes(stderr, "note: at .text+0x8 of ");
  });
});

Deno.test("leveret link refuses an executable", async () => {
  const { stderr, status } = await leveret(["link", "-", "tests/asm/goldens/elf/sum.elf"]);
  assertEquals(status, 1);
  assertStringIncludes(stderr, "tests/asm/goldens/elf/sum.elf: it is an executable");
});

Deno.test("leveret dis shows objects with symbols, lines and relocations", async () => {
  await withObjects(async (directory) => {
    const main = `${directory}/main.o`;
    const { stdout, stderr } = await leveret(["dis", "--symbol", "main", main]);
    assertEquals(stderr, "");
    assertMatch(stdout, /^Section \.text:\n\nmain:\n {7}0 {2}ff010113 {10}addi sp, sp, -16/);
    assertMatch(
      stdout,
      / 8 {2}00000097 +auipc ra, 0x0 # R_RISCV_CALL_PLT answer +\| .*main\.s:5: call/,
    );
    const json = await leveret(["dis", "--json", main, `${directory}/answer.o`]);
    const rows = json.stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
    assertEquals(rows[2].relocations, ["R_RISCV_CALL_PLT answer"]);
    assertEquals(rows.map(({ section }) => section).at(-1), `${directory}/answer.o:.text`);
    const unknown = await leveret(["dis", "--symbol", "mian", main]);
    assertEquals(unknown.status, 2);
    assertStringIncludes(unknown.stderr, "did you mean main?");
  });
});

Deno.test("leveret dis and link read an object or an archive from a pipe", async () => {
  await withObjects(async (directory) => {
    const main = `${directory}/main.o`;
    const listed = await shell(`leveret dis --all <(cat ${main})`);
    assertEquals([listed.status, listed.stderr], [0, ""]);
    assertStringIncludes(listed.stdout, "R_RISCV_CALL_PLT answer");
    const archive = makeArchive([["answer.o", await Deno.readFile(`${directory}/answer.o`)]]);
    await Deno.writeFile(`${directory}/answer`, archive);
    const linked = await shell(
      `mkfifo ${directory}/pipe.a && { cat ${directory}/answer > ${directory}/pipe.a & }
       leveret link -o ${directory}/x ${main} ${directory}/pipe.a`,
    );
    assertEquals([linked.status, linked.stderr], [0, ""]);
  });
});

Deno.test("leveret run refuses a binary file that is not ELF", async () => {
  await withTempDirectory(async (directory) => {
    await Deno.writeFile(`${directory}/x`, Uint8Array.of(1, 2, 0, 3));
    const { stderr, status } = await leveret(["run", `${directory}/x`]);
    assertEquals(status, 1);
    assertStringIncludes(stderr, "it is not assembly source, an ELF file or an archive");
  });
});
