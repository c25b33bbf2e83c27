// SPDX-License-Identifier: MPL-2.0
// `leveret nm`, `size` and `dis --headers`: the letters of all kinds of symbols, the sums of sections, the
// tables of a file. The same texts as those of GNU's tools, where they are installed, over objects,
// executables and archives.

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { makeArchive } from "../../asm/link/archives.ts";
import { gnuToolsPresent, runGnu } from "../../asm/goldens/gnu.ts";
import { leveret, withTempDirectory } from "./harness.ts";

/** A symbol of each kind. */
const SYMBOLS = `
        .file   "kinds.c"
        .text
        .globl  _start
_start: call    chosen
        call    absent
        call    absent_weak
        la      a0, absent_object
        la      a0, common
        .weak   absent_weak, absent_object
        .type   absent_object, @object
local:  ret
        .weak   weak, weak_object
weak:   ret
        .type   chosen, @gnu_indirect_function
chosen: la      a0, local
        ret
        .size   chosen, . - chosen
        .type   weak_object, @object
        .data
weak_object: .word 1
        .globl  data, hidden
        .hidden hidden
data:   .word   1
        .size   data, 4
hidden: .word   1
.Lmade_up: .word 1
        .section .sdata, "aw"
small:  .word   1
        .section .rodata.x, "a"
        .globl  read_only
read_only: .word 1
        .bss
zeros:  .zero   8
        .section .tdata, "awT"
thread: .word   1
        .section .tbss, "awT", @nobits
thread_zeros: .zero 4
        .section .init_array, "aw"
array:  .dword  _start
        .section .text.more, "ax"
more:   nop
        .section .note.x, "a", @note
note:   .word   1
        .section .debug_x
debug:  .word   1
        .section .comment, "MS", @progbits, 1
        .section other
not_loaded: .word 1
        .section kept, "awR"
retained: .word 1
        .comm   common, 16
        .globl  absolute
        .set    absolute, 6
        .set    number, 5
`;

const LETTERS: Readonly<Record<string, string>> = {
  ...{ _start: "T", local: "t", more: "t", weak: "W", weak_object: "V", chosen: "i" },
  ...{ absent: "U", absent_weak: "w", absent_object: "v", data: "D", hidden: "D", small: "d" },
  ...{ read_only: "R", zeros: "b", thread: "d", thread_zeros: "b", array: "d", note: "r" },
  ...{ debug: "N", not_loaded: "n", retained: "d", common: "C", absolute: "A", number: "a" },
};

const NM = [
  "",
  "-n",
  "-S",
  "-g",
  "-u",
  "--defined-only",
  "-a",
  "-p",
  "-r",
  "-nr",
  "--size-sort",
  "-j",
  "-A",
];
const SIZE = ["", "-A", "-t", "-x", "-Ax"];

/** kinds.o, a program, and an archive, in a directory. */
async function withFiles(body: (at: (name: string) => string) => Promise<void>): Promise<void> {
  await withTempDirectory(async (directory) => {
    const at = (name: string) => `${directory}/${name}`;
    await Deno.writeTextFile(at("kinds.s"), SYMBOLS);
    await Deno.writeTextFile(
      at("main.s"),
      ".globl main\nmain: li a0, 0\n ret\n.data\nx: .dword x\n",
    );
    for (const words of [["-c", "kinds.s", "kinds.o"], ["main.s", "program"]]) {
      const [input, output] = words.slice(-2);
      const line = ["asm", ...words.slice(0, -2), "-o", at(output!), at(input!)];
      assertEquals(await leveret(line), { stdout: "", stderr: "", status: 0 });
    }
    const members = ["kinds.o", "program"].map(async (name) =>
      [`member_${name}`, await Deno.readFile(at(name))] as const
    );
    await Deno.writeFile(at("both.a"), makeArchive([(await Promise.all(members))[0]!]));
    await body(at);
  });
}

Deno.test("nm has the letter of every kind of symbol", async () => {
  await withFiles(async (at) => {
    const { stdout, status } = await leveret(["nm", at("kinds.o")]);
    const letters = stdout.trimEnd().split("\n").map((line) => line.slice(17).split(" "));
    assertEquals(status, 0);
    assertEquals(Object.fromEntries(letters.map(([letter, name]) => [name, letter])), LETTERS);
    const json = await leveret(["nm", "--json", "--size-sort", at("kinds.o")]);
    const rows = json.stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
    const file = at("kinds.o");
    assertEquals(rows[0], { file, name: "data", letter: "D", value: "0x4", size: 4 });
  });
});

Deno.test("size counts code and constants, data, and zeros", async () => {
  await withFiles(async (at) => {
    const { stdout } = await leveret(["size", at("kinds.o")]);
    assertMatch(stdout, /^ {3}text\t {3}data\t {4}bss\t {4}dec\t {4}hex\tfilename\n/);
    const json = await leveret(["size", "--json", at("both.a")]);
    const { text, data, bss, member, sections } = JSON.parse(json.stdout);
    assertEquals([data, bss, member], [36, 12, "member_kinds.o"]);
    assertStringIncludes(stdout, `${text}\t     36\t     12\t`);
    const [first] = sections;
    assertEquals([first.name, first.address], [".text", "0x0"]);
  });
});

Deno.test("dis --headers has the tables of a file, as text and as JSON", async () => {
  await withFiles(async (at) => {
    const text = await leveret(["dis", "--headers", at("program")]);
    assertMatch(text.stdout, /^ELF Header:\n(?:.*\n)* {2}LOAD +0x/);
    const json = JSON.parse((await leveret(["dis", "--headers", "--json", at("kinds.o")])).stdout);
    assertEquals(json.header.type, "REL (Relocatable file)");
    assertEquals(json.relocations[0].relocations[0].type, "R_RISCV_CALL_PLT");
    const data = json.symbols[0].symbols.find(({ name }: { name: string }) => name === "data");
    assertEquals([data.value, data.size, data.binding, data.type], ["0x4", 4, "GLOBAL", "NOTYPE"]);
  });
});

Deno.test("nm, size and dis --headers say what is no ELF file", async () => {
  await withFiles(async (at) => {
    for (const words of [["nm"], ["size"], ["dis", "--headers"]]) {
      const { stderr, status } = await leveret([...words, at("main.s")]);
      assertEquals(status, 1);
      assertStringIncludes(stderr, "it is neither an ELF file nor an archive");
    }
  });
});

const hasGnu = await gnuToolsPresent();

Deno.test({
  name: `nm, size and dis --headers write what GNU's tools write${
    hasGnu ? "" : " (skipped: no GNU tools)"
  }`,
  ignore: !hasGnu,
  fn: () =>
    withFiles(async (at) => {
      const check = async (
        ours: string[],
        tool: "nm" | "size" | "readelf",
        theirs: string[],
        files: string[],
      ) => {
        const paths = files.map(at);
        const [{ stdout }, gnu] = await Promise.all([
          leveret([...ours, ...paths]),
          runGnu(tool, [...theirs, ...paths]),
        ]);
        assertEquals(stdout, gnu.stdout, `${tool} ${theirs.join(" ")} ${files.join(" ")}`);
      };
      const split = (text: string) => text.split(" ").filter((word) => word !== "");
      for (const files of [["kinds.o"], ["program"], ["both.a"], ["program", "both.a"]]) {
        const isOne = files[0] === "kinds.o";
        for (const options of isOne ? NM : NM.slice(0, 3)) {
          await check(["nm", ...split(options)], "nm", split(options), files);
        }
        for (const options of isOne ? SIZE : SIZE.slice(0, 3)) {
          await check(["size", ...split(options)], "size", split(options), files);
        }
        await check(["dis", "--headers"], "readelf", ["-hSlrsW"], files);
      }
    }),
});
