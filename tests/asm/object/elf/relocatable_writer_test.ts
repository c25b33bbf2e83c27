// SPDX-License-Identifier: MPL-2.0
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { assemble } from "../../../../asm/assembler.ts";
import { ElfFile } from "../../../../asm/object/elf/elf_file.ts";
import { readObject } from "../../../../asm/object/elf/object_reader.ts";
import {
  writeObject,
  type WriteObjectOptions,
} from "../../../../asm/object/elf/relocatable_writer.ts";
import { relocationName } from "../../../../asm/object/relocation.ts";
import { runtimeFiles } from "../../../../runtime/files.ts";
import { gnuToolsPresent, runGnu, withDirectory } from "../../goldens/gnu.ts";
import { objectOf } from "../../assembled.ts";

const ROOT = new URL("../../../../", import.meta.url);
const decoder = new TextDecoder();
const hasGnu = await gnuToolsPresent();
const missing = hasGnu ? "" : " (skipped: no GNU tools here)";

async function has(tool: string): Promise<boolean> {
  try {
    return (await new Deno.Command(tool, { args: ["--version"], stdout: "null" }).output()).success;
  } catch {
    return false;
  }
}

function written(text: string, options?: WriteObjectOptions): ElfFile {
  return new ElfFile(writeObject(objectOf(text), options), "x.o");
}

/** The relocations of a section: `offset type symbol+addend`. */
function relocationsOf(file: ElfFile, name: string): string[] {
  const section = file.section(`.rela${name}`);
  const table = file.section(".symtab");
  assert(section !== undefined && table !== undefined);
  const symbols = file.symbols(table);
  const bytes = file.contents(section);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / 24 }, (_, index) => {
    const at = index * 24;
    const symbol = symbols[view.getUint32(at + 12, true)];
    const type = relocationName(view.getUint32(at + 8, true)).replace("R_RISCV_", "");
    const addend = view.getBigInt64(at + 16, true);
    return `${view.getBigUint64(at, true)} ${type} ${symbol?.name}+${addend}`;
  });
}

Deno.test("writeObject() writes the same relocations as GNU as", () => {
  const file = written(`
        .globl  main
main:   beq     a0, a1, 1f
        bne     a0, a1, other
        call    other
        la      a0, x
        sd      a0, x, t0
1:      lui     a0, %hi(x + 4)
        lw      a0, %lo(x + 4)(a0)
        tail    far
        .word   x - main
        .data
x:      .dword  main, local, other + 8
local:  .word   0
`);
  assertEquals(relocationsOf(file, ".text"), [
    "8 JAL other+0",
    "12 CALL_PLT other+0",
    "20 PCREL_HI20 x+0",
    "24 PCREL_LO12_I .L0 +0",
    "28 PCREL_HI20 x+0",
    "32 PCREL_LO12_S .L0 +0",
    "36 HI20 x+4",
    "40 LO12_I x+4",
    "44 CALL_PLT far+0",
    "52 ADD32 x+0",
    "52 SUB32 main+0",
  ]);
  assertEquals(relocationsOf(file, ".data"), ["0 64 main+0", "8 64 local+0", "16 64 other+8"]);
});

Deno.test("writeObject() writes the type, binding, size, visibility and section of symbols", () => {
  const file = written(`
        .file   "x.c"
        .globl  f
        .type   f, @function
f:      ret
        .size   f, . - f
        .hidden g
        .weak   g
g:      ret
        .comm   shared, 24, 8
        .equ    constant, 42
        .section .tdata, "awT", @progbits
t:      .word   1
        .data
.Lused: .dword  .Lused, missing
.Lnot:  .byte   0
`);
  const table = file.section(".symtab");
  assert(table !== undefined);
  const place = (section: number) => file.sections[section]?.name ?? section.toString(16);
  const shown = file.symbols(table).map(({ name, type, binding, other, section, value, size }) =>
    `${name} ${type} ${binding} ${other} ${place(section)} ${value} ${size}`
  );
  assertEquals(shown.filter((line) => !line.startsWith(" 3 ")), [
    " 0 0 0  0 0",
    "x.c 4 0 0 fff1 0 0",
    ".Lused 0 0 0 .data 0 0",
    "constant 0 0 0 fff1 42 0",
    "t 6 0 0 .tdata 0 0",
    "missing 0 1 0  0 0",
    "f 2 1 0 .text 0 4",
    "g 0 2 2 .text 4 0",
    "shared 1 1 0 fff2 8 24",
  ]);
});

Deno.test("writeObject() keeps the alignment of sections without bytes", () => {
  const object = objectOf(`
        .bss
        .balign 4096
        .section .tbss, "awT", @nobits
        .balign 1024
        .section other, "aw", @nobits
        .balign 65536
        .zero   1
`);
  const { sections } = readObject(writeObject(object), "x.o");
  const alignments = [".bss", ".tbss", "other"].map((name) =>
    sections.find((section) => section.name === name)?.alignment
  );
  assertEquals(alignments, [4096, 1024, 65536]);
});

Deno.test("writeObject() puts sections of a group into a group, one for each name", () => {
  const file = written(`
        .section .text.f, "axG", @progbits, f, comdat
        .weak   f
f:      call    g
        .section .rodata.f, "aG", @progbits, f, comdat
        .word   1
        .section .text.g, "axG", @progbits, g, comdat
        .weak   g
g:      ret
        .section .text._ZN1AD2Ev, "axG", @progbits, _ZN1AD5Ev, comdat
        .weak   _ZN1AD2Ev
_ZN1AD2Ev: ret
`);
  const groups = file.sections.filter(({ type }) => type === 17);
  const members = groups.map((group) => {
    const bytes = file.contents(group);
    const [flags, ...sections] = new Uint32Array(bytes.slice().buffer);
    return [flags, ...sections.map((index) => file.sections[index]?.name)];
  });
  assertEquals(members, [
    [1, ".text.f", ".rela.text.f", ".rodata.f"],
    [1, ".text.g"],
    [1, ".text._ZN1AD2Ev"],
  ]);
  const table = file.section(".symtab");
  const symbols = table && file.symbols(table);
  assertEquals(groups.map(({ info }) => symbols?.[info]?.name), ["f", "g", "_ZN1AD5Ev"]);
});

Deno.test("writeObject() writes the floating-point ABI of the source or the caller", () => {
  assertEquals(written("nop\n").flags, 4);
  assertEquals(written("nop\n", { floatAbi: "soft" }).flags, 0);
  assertEquals(written('.attribute arch, "rv64i2p1_m2p0"\nnop\n').flags, 0);
  assertEquals(written('.attribute arch, "rv64i2p1_f2p2"\nnop\n').flags, 2);
  assertEquals(written('.attribute arch, "rv64i2p1_m2p0_f2p2_d2p2_c2p0"\nnop\n').flags, 5);
});

/** A line of readelf's key to its letters. */
const KEY = /x \(unknown\)/;

/** The complaints of readelf and objdump, except about what they do not know of RISC-V. */
async function complaints(path: string): Promise<string[]> {
  const lines: string[] = [];
  for (const args of [["-aW"], ["--debug-dump=info,abbrev,line,decodedline,Ranges"]]) {
    const command = new Deno.Command("riscv64-linux-gnu-readelf", { args: [...args, path] });
    const { stdout, stderr } = await command.output();
    lines.push(...(decoder.decode(stdout) + decoder.decode(stderr)).split("\n"));
  }
  return lines.filter((line) => /warning|error|unknown|corrupt/i.test(line) && !KEY.test(line));
}

/** Writes the objects of sources, ours and those of GNU as; returns the paths of both. */
async function objectsOf(
  directory: string,
  sources: readonly { readonly name: string; readonly text: string }[],
): Promise<{ ours: string[]; theirs: string[] }> {
  const ours: string[] = [];
  const theirs: string[] = [];
  for (const [index, source] of sources.entries()) {
    const [text, mine, other] = ["s", "ours.o", "gnu.o"].map((end) =>
      `${directory}/${index}.${end}`
    );
    if (text === undefined || mine === undefined || other === undefined) continue;
    const { object } = assemble(source);
    assert(object !== undefined);
    await Deno.writeFile(mine, writeObject(object, { floatAbi: "soft", directory: ROOT.pathname }));
    await Deno.writeTextFile(text, source.text);
    const target = ["-march=rv64im_zicsr_zifencei", "-mabi=lp64", "-mno-relax"];
    assertEquals((await runGnu("as", [...target, "-o", other, text])).stderr, "");
    ours.push(mine);
    theirs.push(other);
  }
  return { ours, theirs };
}

async function sectionBytes(program: string, name: string): Promise<Uint8Array> {
  const bytes = `${program}.bytes`;
  await runGnu("objcopy", ["-O", "binary", "-j", name, program, bytes]);
  return await Deno.readFile(bytes);
}

const EXAMPLES = ["quicksort.s", "hash_table.s", "wordcount.s", "calculator.s"];

Deno.test({
  name:
    `GNU ld makes the same of our objects as of those of GNU as, and of both together${missing}`,
  ignore: !hasGnu,
  fn: () =>
    withDirectory(async (directory) => {
      const runtime = await objectsOf(directory, runtimeFiles);
      for (const name of EXAMPLES) {
        const text = await Deno.readTextFile(new URL(`examples/${name}`, ROOT));
        const folder = `${directory}/${name}`;
        await Deno.mkdir(folder);
        const main = await objectsOf(folder, [{ name, text }]);
        const link = async (output: string, objects: readonly string[]) => {
          const path = `${folder}/${output}`;
          const options = ["-m", "elf64lriscv", "--gc-sections", "-o", path];
          assertEquals((await runGnu("ld", [...options, ...objects])).stderr, "");
          return path;
        };
        // There are two allocators, which have the same names.
        const used = (list: readonly string[]) =>
          list.filter((_, index) => !runtimeFiles[index]?.name.includes("linear"));
        const theirs = await link("gnu", [...main.theirs, ...used(runtime.theirs)]);
        const ours = await link("ours", [...main.ours, ...used(runtime.ours)]);
        const mixed = await link("mixed", [...main.ours, ...used(runtime.theirs)]);
        for (const section of [".text", ".rodata", ".data"]) {
          const expected = await sectionBytes(theirs, section);
          assertEquals(await sectionBytes(ours, section), expected);
          assertEquals(await sectionBytes(mixed, section), expected);
        }
        assertEquals(await complaints(ours), []);
      }
      assertEquals(await complaints(runtime.ours[0] ?? ""), []);
    }),
});

const hasGdb = hasGnu && await has("gdb-multiarch");

Deno.test({
  name: `gdb lists the source lines of our objects, and those in .loc directives of compilers${
    hasGdb ? "" : " (skipped: no gdb-multiarch here)"
  }`,
  ignore: !hasGdb,
  fn: () =>
    withDirectory(async (directory) => {
      const gdb = async (path: string, ...commands: string[]) => {
        const args = ["-nx", "-batch", ...commands.flatMap((command) => ["-ex", command]), path];
        const { stdout, stderr } = await new Deno.Command("gdb-multiarch", { args, cwd: directory })
          .output();
        return decoder.decode(stdout) + decoder.decode(stderr);
      };
      const write = async (name: string, text: string) => {
        await Deno.writeTextFile(`${directory}/${name}.s`, text);
        const { object } = assemble({ name: `${name}.s`, text });
        assert(object !== undefined);
        await Deno.writeFile(`${directory}/${name}.o`, writeObject(object, { directory }));
        return `${directory}/${name}.o`;
      };
      const plain = await write(
        "plain",
        '# one\n.globl main\nmain: li a0, 7\n nop\n ret\n.section .text.late, "ax"\nlate: nop\n',
      );
      const listed = await gdb(plain, "list main", "info line late");
      assertStringIncludes(listed, "3\tmain: li a0, 7\n4\t nop\n");
      assertStringIncludes(listed, 'Line 7 of "plain.s" starts at address 0xc <late>');
      await Deno.writeTextFile(`${directory}/c.c`, "int\nmain(void)\n{\n  return 7;\n}\n");
      const compiled = await write(
        "c",
        '.file "c.c"\n.text\n.globl main\n.file 1 "c.c"\nmain:\n.loc 1 4 3\nli a0, 7\n.loc 1 5 1\nret\n',
      );
      assertStringIncludes(
        await gdb(compiled, "info line main"),
        'Line 4 of "c.c" starts at address 0x0',
      );
      assertStringIncludes(await gdb(compiled, "list main"), "4\t  return 7;\n");
      assertEquals(await complaints(compiled), []);
    }),
});

Deno.test("writeObject() writes relocations for thread-local storage, in every model", () => {
  const file = written(`
        lui     a0, %tprel_hi(x)
        add     a0, a0, tp, %tprel_add(x)
        lw      a1, %tprel_lo(x)(a0)
        la.tls.ie a2, y
        la.tls.gd a3, y
1:      auipc   a4, %tls_ie_pcrel_hi(y)
        ld      a4, %pcrel_lo(1b)(a4)
2:      auipc   a5, %tls_gd_pcrel_hi(y)
        addi    a5, a5, %pcrel_lo(2b)
        .section .debug_x, ""
        .dtprelword x + 4
        .dtpreldword x
        .section .tbss, "awT", @nobits
x:      .zero   4
`);
  const types = relocationsOf(file, ".text").map((line) => line.replace(/^\d+ (\w+) .*$/, "$1"));
  assertEquals(types, [
    ...["TPREL_HI20", "TPREL_ADD", "TPREL_LO12_I"],
    ...["TLS_GOT_HI20", "PCREL_LO12_I", "TLS_GD_HI20", "PCREL_LO12_I"],
    ...["TLS_GOT_HI20", "PCREL_LO12_I", "TLS_GD_HI20", "PCREL_LO12_I"],
  ]);
  assertEquals(relocationsOf(file, ".debug_x"), ["0 TLS_DTPREL32 x+4", "4 TLS_DTPREL64 x+0"]);
  const table = file.section(".symtab");
  const symbols = table === undefined ? [] : file.symbols(table);
  // Both are thread-local: one is in such a section, the other is used as such.
  assertEquals(symbols.filter(({ type }) => type === 6).map(({ name }) => name), ["x", "y"]);
});

Deno.test("writeObject() writes the section and the number that .section names after the type", () => {
  const text = `
        .section .about,"ao",@progbits,there
        .byte   1
        .section .here,"a"
there:  .byte   2
        .section .policy,"ad",@progbits,3
        .byte   3
        .section .odd,"0x08000002",@0x60000011
        .byte   4`;
  const file = written(text);
  const facts = (elf: ElfFile) =>
    elf.sections.map(({ name, type, flags, link, info }) => [
      name,
      type,
      flags >>> 0,
      name === ".about" ? elf.sections[link]?.name : info,
    ]).filter(([name]) => /^\.(about|policy|odd)$/.test(String(name)));
  assertEquals(facts(file), [
    [".about", 1, 0x82, ".here"],
    [".policy", 1, 0x100_0002, 3],
    [".odd", 0x6000_0011, 0x800_0002, 0],
  ]);
  // What the file says of the last two comes back.
  const again = new ElfFile(writeObject(readObject(writeObject(objectOf(text)), "x.o")), "x.o");
  assertEquals(facts(again).slice(1), facts(file).slice(1));
});
