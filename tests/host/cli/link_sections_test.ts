// SPDX-License-Identifier: MPL-2.0
// `leveret link --gc-sections`, -u and -Map: which sections stay, what is said of the others, and where all
// are. Compared with GNU ld where it is installed.

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { gnuToolsPresent, runGnu } from "../../asm/goldens/gnu.ts";
import { leveret, withTempDirectory } from "./harness.ts";

const MAIN = `
        .section .text._start, "ax"
        .globl  _start
_start: la      a0, used
        ld      a0, 0(a0)
        la      a1, __start_table
        la      a2, __stop_table
        call    throws
        li      a0, 0
        li      a7, 93
        ecall
        .section .text.unused, "ax"
unused: call    nowhere
        la      a0, only_unused
        ret
        .section .text.throws, "ax"
throws: .cfi_startproc
        .cfi_personality 0x1b, person
        .cfi_lsda 0x1b, actions
        ret
        .cfi_endproc
        .section .text.quiet, "ax"
quiet:  .cfi_startproc
        .cfi_personality 0x1b, other_person
        .cfi_lsda 0x1b, other_actions
        ret
        .cfi_endproc
        .section .text.person, "ax"
person: ret
        .section .text.other_person, "ax"
other_person: ret
        .section .gcc_except_table.throws, "a"
actions: .dword type
        .section .gcc_except_table.quiet, "a"
other_actions: .dword other_type
        .section .data.type, "aw"
type:   .dword  1
        .section .data.other_type, "aw"
other_type: .dword 1
        .section .data.used, "aw"
used:   .dword  behind
        .section .data.behind, "aw"
behind: .dword  7
        .section .data.only_unused, "aw"
only_unused: .dword 1
        .section table, "a"
        .dword  1
        .section kept, "awR"
        .dword  2
        .section .init_array, "aw", @init_array
        .dword  start
        .section .text.start, "ax"
start:  ret
        .section .fini_array.00010, "aw", @fini_array
        .dword  0
        .section .ctors.65000, "aw"
        .dword  0
        .section .note.mine, "a", @note
        .word   4, 0, 1, 0
        .section .text.one, "axG", @progbits, pair, comdat
        .globl  one
one:    ret
        .section .data.two, "awG", @progbits, pair, comdat
two:    .dword  1
        .section .text.three, "axG", @progbits, trio, comdat
        .globl  three
three:  ret
        .section .data.four, "awG", @progbits, trio, comdat
        .globl  four
four:   .dword  1
        .section .text.wanted, "ax"
        .globl  wanted
wanted: la      a0, four
        ret
        .section .bss.weak, "aw", @nobits
        .weak   feeble
feeble: .zero   8
`;
const UNUSED = `
        .section .text.alone, "ax"
        .globl  alone
alone:  ret
        .section .debug_str, "MS", @progbits, 1
        .string "nothing is described here"
`;
const REMOVED = [
  ...[".bss.weak", ".data.only_unused", ".data.other_type", ".data.two", ".debug_str"],
  ...[".gcc_except_table.quiet", ".text.alone", ".text.one", ".text.other_person"],
  ...[".text.quiet", ".text.unused"],
];

/** The names in lines about removed sections; of attributes and groups only GNU ld speaks. */
function removed(stderr: string): string[] {
  const names = [...stderr.matchAll(/removing unused section '([^'[]+)/g)].map(([, name]) => name!);
  return names.filter((name) => name !== ".riscv.attributes" && name !== ".group").sort();
}

Deno.test("link --gc-sections leaves out what GNU ld leaves out", async () => {
  await withTempDirectory(async (directory) => {
    const at = (name: string) => `${directory}/${name}`;
    await Deno.writeTextFile(at("main.s"), MAIN);
    await Deno.writeTextFile(at("unused.s"), UNUSED);
    const objects = ["main", "unused"].map((name) => at(`${name}.o`));
    for (const name of ["main", "unused"]) {
      const words = ["asm", "-c", "--no-line-tables", "-o", at(`${name}.o`), at(`${name}.s`)];
      assertEquals(await leveret(words), { stdout: "", stderr: "", status: 0 });
    }
    const options = ["--gc-sections", "--print-gc-sections", "-u", "wanted"];
    const ours = await leveret(["link", ...options, "-o", at("ours"), ...objects]);
    assertEquals([ours.status, removed(ours.stderr)], [0, REMOVED]);
    // Sources are collected alike, and nothing is said of the undefined name in unused code.
    const sources = await leveret([
      "link",
      ...options,
      "-o",
      at("a"),
      at("main.s"),
      at("unused.s"),
    ]);
    assertEquals([sources.status, removed(sources.stderr)], [0, REMOVED]);
    assertEquals((await leveret(["run", at("ours")])).status, 0);
    const without = await leveret(["link", "-u", "wanted", "-o", at("b"), ...objects]);
    assertStringIncludes(without.stderr, "`nowhere` is not defined");
    await Deno.writeTextFile(at("nowhere.s"), ".globl nowhere\nnowhere: ret\n");
    const more = ["--print-gc-sections", "-u", "wanted", "-o", at("c"), at("nowhere.s")];
    const all = await leveret(["link", ...more, ...objects]);
    assertEquals([all.status, all.stderr], [0, ""]);
    if (!await gnuToolsPresent()) return;
    const gnu = await runGnu("ld", [...options, "-o", at("gnu"), ...objects]);
    assertEquals([gnu.success, removed(gnu.stderr)], [true, REMOVED]);
  });
});

Deno.test("link -u takes a member of an archive, and nothing if no archive has it", async () => {
  await withTempDirectory(async (directory) => {
    const at = (name: string) => `${directory}/${name}`;
    await Deno.writeTextFile(at("main.s"), ".globl _start\n_start: li a7, 93\necall\n");
    const options = ["-u", "malloc", "-u", "absent", "-Map", at("map.json"), "-o", at("a")];
    const result = await leveret(["link", ...options, at("main.s")]);
    assertEquals(result, { stdout: "", stderr: "", status: 0 });
    const { members } = JSON.parse(await Deno.readTextFile(at("map.json")));
    assertEquals(members[0].symbol, "malloc");
  });
});

Deno.test("link -Map says what is where and why, as text and as JSON", async () => {
  await withTempDirectory(async (directory) => {
    const at = (name: string) => `${directory}/${name}`;
    await Deno.writeTextFile(at("main.s"), ".globl main\nmain: li a0, 8\n tail malloc\n");
    const text = await leveret(["link", "-Map=-", "-o", at("a"), at("main.s")]);
    assertEquals([text.status, text.stderr], [0, ""]);
    assertMatch(text.stdout, /^Archive member included .*\n\n.*\n?.*\(_start\)\n/);
    assertMatch(text.stdout, /\n\.text +0x0{11}10000 +0x[0-9a-f]+\n \.text +0x0{11}10000 +0x6? ?/);
    assertMatch(text.stdout, /\n {16}0x0{11}10000 {16}main\n/);
    await leveret(["link", "--map", at("map.json"), "-o", at("a"), at("main.s")]);
    const map = JSON.parse(await Deno.readTextFile(at("map.json")));
    assertEquals(map.sections[0].name, ".text");
    assertEquals(map.sections[0].parts[0].symbols, [{ name: "main", address: 0x10000 }]);
    assertEquals(map.files[0], at("main.s"));
  });
});
