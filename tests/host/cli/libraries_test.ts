// SPDX-License-Identifier: MPL-2.0
// `leveret link -L DIR -l NAME`: where libraries are found, linker scripts that name others, groups.

import { assertEquals } from "@std/assert";
import { makeArchive } from "../../asm/link/archives.ts";
import { leveret, withTempDirectory } from "./harness.ts";

const FUNCTIONS: Readonly<Record<string, string>> = {
  main: ".globl main\nmain: addi sp, sp, -16\nsd ra, 8(sp)\ncall one\nld ra, 8(sp)\n" +
    "addi sp, sp, 16\nret\n",
  one: ".globl one\none: tail two\n",
  // Each archive needs the other.
  two: ".globl two\ntwo: tail three\n",
  three: ".globl three\nthree: li a0, 33\nret\n",
};

/** A directory with main.o, a/libfirst.a (one, three), b/libsecond.a (two), and scripts. */
async function withLibraries(body: (directory: string) => Promise<void>): Promise<void> {
  await withTempDirectory(async (directory) => {
    const objects: Record<string, Uint8Array> = {};
    for (const [name, text] of Object.entries(FUNCTIONS)) {
      const path = `${directory}/${name}`;
      await Deno.writeTextFile(`${path}.s`, text);
      await leveret(["asm", "-c", "-o", `${path}.o`, `${path}.s`]);
      objects[name] = await Deno.readFile(`${path}.o`);
    }
    const archive = (path: string, ...names: string[]) =>
      Deno.writeFile(
        `${directory}/${path}`,
        makeArchive(names.map((name) => [`${name}.o`, objects[name]!] as const)),
      );
    for (const name of ["a", "b", "c"]) await Deno.mkdir(`${directory}/${name}`);
    await archive("a/libfirst.a", "one", "three");
    await archive("b/libsecond.a", "two");
    const script = (name: string, text: string) =>
      Deno.writeTextFile(`${directory}/c/${name}`, `/* GNU ld script\n*/\n${text}\n`);
    await script(
      "libboth.a",
      "OUTPUT_FORMAT(elf64-littleriscv)\nGROUP ( -lfirst AS_NEEDED ( b.a ) )",
    );
    await script("b.a", "INPUT(../b/libsecond.a)");
    await script("libc.so", "GROUP ( /lib/libc.so.6 /lib/libc_nonshared.a )");
    await script("libodd.a", "INPUT(b.a) SECTIONS { }");
    await Deno.writeTextFile(`${directory}/c/libshared.so`, "");
    await body(directory);
  });
}

Deno.test("link finds libraries in the directories of -L, in any order", async () => {
  await withLibraries(async (directory) => {
    const main = `${directory}/main.o`;
    const places = ["-L", `${directory}/a`, `-L${directory}/b/`, "-L", `${directory}/c`];
    const output = ["-o", `${directory}/program`];
    const lines = [
      [...places, main, "-lfirst", "-lsecond"],
      ["-lsecond", "-lfirst", "-lsecond", main, ...places],
      [...places, main, "--start-group", "-l", "first", "--library=second", "--end-group"],
      [...places, main, "-(", "-l:libfirst.a", "-l:libsecond.a", "-)"],
      [...places, main, "-lboth"],
      [...places, main, `${directory}/c/libboth.a`],
    ];
    for (const line of lines) {
      assertEquals(await leveret(["link", ...output, ...line]), {
        stdout: "",
        stderr: "",
        status: 0,
      });
      assertEquals((await leveret(["run", `${directory}/program`])).status, 33, line.join(" "));
    }
  });
});

Deno.test("link says where it searched for a library, and what it cannot link", async () => {
  await withLibraries(async (directory) => {
    const main = `${directory}/main.o`;
    const c = `${directory}/c`;
    const messages: readonly (readonly [string[], string])[] = [
      [["-lfirst"], "cannot find -lfirst: no directory to search; name one with -L"],
      [["-L", c, "-lfirst"], `cannot find -lfirst: there is no libfirst.a in ${c}`],
      [
        ["-L", c, "-lshared"],
        `cannot find -lshared: ${c}/libshared.so is a shared library, and programs are static: ` +
        "libshared.a is needed",
      ],
      [
        [`${c}/libc.so`],
        `cannot link ${c}/libc.so: it leads to the shared library /lib/libc.so.6, and programs are ` +
        "static; link libc.a",
      ],
      [
        ["-L", c, "-lodd"],
        `cannot read ${c}/libodd.a: linker scripts may only name files with INPUT and GROUP, not ` +
        "SECTIONS",
      ],
    ];
    for (const [words, message] of messages) {
      const { stderr, status } = await leveret(["link", "-o", `${directory}/x`, main, ...words]);
      assertEquals([status, stderr.trim().replace(/^leveret(?: link)?: /, "")], [1, message]);
    }
  });
});
