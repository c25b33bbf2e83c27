// SPDX-License-Identifier: MPL-2.0
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { build } from "../../../../asm/build.ts";
import { writeElf } from "../../../../asm/object/elf/executable_writer.ts";
import { runtimeFiles } from "../../../../runtime/files.ts";
import { ElfFile } from "../../../../asm/object/elf/elf_file.ts";
import { readExecutable } from "../../../../asm/object/elf/executable_reader.ts";
import type { Program } from "../../../../asm/object/program.ts";
import { Process } from "../../../../host/process.ts";

const TEXT = `    .globl main
    .type  main, @function
main:
    addi sp, sp, -16
    sd   ra, 8(sp)
    la   t0, counter
    ld   a0, 0(t0)
    la   t0, zeros
    ld   t1, 2040(t0)
    add  a0, a0, t1
    ld   ra, 8(sp)
    addi sp, sp, 16
    ret
    .size  main, . - main
    .data
    .globl counter
    .type  counter, @object
counter: .dword 42
    .size  counter, 8
    .bss
zeros: .zero 8192
`;
const PROGRAM = build([{ name: "x.s", text: TEXT }], { archive: runtimeFiles });

async function has(tool: string): Promise<boolean> {
  try {
    const command = new Deno.Command(tool, { args: ["--version"], stdout: "null", stderr: "null" });
    return (await command.output()).success;
  } catch {
    return false;
  }
}

/** A test that needs a tool. It is skipped, and says so in its name, where the tool is missing. */
async function testWith(tool: string, name: string, test: (path: string) => Promise<void>) {
  const present = await has(tool);
  Deno.test({
    name: present ? name : `${name} (skipped: no ${tool} here)`,
    ignore: !present,
    async fn() {
      const path = await Deno.makeTempFile();
      try {
        await Deno.writeFile(path, writeElf(PROGRAM), { mode: 0o755 });
        await test(path);
      } finally {
        await Deno.remove(path);
      }
    },
  });
}

async function run(tool: string, ...args: string[]): Promise<{ text: string; status: number }> {
  const { stdout, stderr, code } = await new Deno.Command(tool, { args }).output();
  const decoder = new TextDecoder();
  return { text: decoder.decode(stdout) + decoder.decode(stderr), status: code };
}

Deno.test("writeElf() keeps each segment's offset within its page", () => {
  const file = writeElf(PROGRAM);
  const view = new DataView(file.buffer);
  const count = view.getUint16(56, true);
  assertEquals(count, PROGRAM.segments.filter(({ size }) => size > 0).length + 1);
  for (let index = 0; index < count - 1; index++) {
    const at = 64 + 56 * index;
    const offset = Number(view.getBigUint64(at + 8, true));
    const address = view.getBigUint64(at + 16, true);
    const segment = PROGRAM.segments.find((segment) => segment.address === address);
    assert(segment !== undefined);
    assertEquals(BigInt(offset) % 4096n, address % 4096n);
    assertEquals(Number(view.getBigUint64(at + 32, true)), segment.data.length);
    assertEquals(Number(view.getBigUint64(at + 40, true)), segment.size);
    assertEquals(file.subarray(offset, offset + segment.data.length), segment.data);
  }
});

Deno.test("writeElf() is deterministic", () => {
  assertEquals(writeElf(PROGRAM), writeElf(PROGRAM));
});

Deno.test("writeElf() writes debug information for linked programs, and works without for others", () => {
  const names = (file: Uint8Array) => new ElfFile(file, "x").sections.map(({ name }) => name);
  const linked = writeElf(PROGRAM, { directory: "/src" });
  assert(names(linked).includes(".debug_line"));
  assertStringIncludes(new TextDecoder("latin1").decode(linked), "/src\0");
  assert(!names(writeElf(PROGRAM, { lineTables: false })).includes(".debug_line"));

  const { entry, segments, sections, symbols, lines } = PROGRAM;
  const made: Program = {
    ...{ entry, segments, sections, symbols, lines },
    symbol: (name) => PROGRAM.symbol(name),
    symbolAt: (address) => PROGRAM.symbolAt(address),
  };
  for (const program of [made, readExecutable(linked, "x")]) {
    const file = writeElf(program);
    assert(!names(file).some((name) => name.startsWith(".debug")));
    using process = new Process(readExecutable(file, "x"));
    assertEquals(process.run(), { kind: "exited", status: 42 });
  }
});

await testWith(
  "qemu-riscv64",
  "writeElf() makes a program that qemu-riscv64 runs",
  async (path) => {
    assertEquals(await run("qemu-riscv64", path), { text: "", status: 42 });
  },
);

await testWith(
  "readelf",
  "writeElf() makes a file that readelf finds nothing wrong with",
  async (path) => {
    const { text, status } = await run("readelf", "--all", "--wide", path);
    assertEquals(status, 0);
    assertEquals(text.split("\n").filter((line) => /warning|error/i.test(line)), []);
    assertStringIncludes(text, "EXEC (Executable file)");
    assert(/FUNC +GLOBAL DEFAULT +\d+ main$/m.test(text));
    assert(/ 8 OBJECT +GLOBAL DEFAULT +\d+ counter$/m.test(text));
    assert(/\.bss +NOBITS/.test(text));
  },
);

await testWith(
  "riscv64-linux-gnu-objdump",
  "writeElf() makes a file whose code objdump shows with symbols",
  async (path) => {
    const { text } = await run("riscv64-linux-gnu-objdump", "-d", "--disassemble=main", path);
    assertStringIncludes(text, "<main>:");
    assertStringIncludes(text, "\tret\n");
  },
);

await testWith(
  "gdb-multiarch",
  "writeElf() makes a file whose source gdb lists, the runtime's too",
  async (path) => {
    const commands = [
      "info line main",
      "info line _start",
      "info line 5",
      "break x.s:8",
      "info symbol main",
    ];
    const args = ["-nx", "-batch", ...commands.flatMap((command) => ["-ex", command]), path];
    const { text } = await run("gdb-multiarch", ...args);
    assertStringIncludes(text, 'Line 4 of "x.s" starts at address 0x10000 <main>');
    assertMatch(text, /Line \d+ of "runtime\/start\.s" starts at address/);
    assertMatch(text, /Breakpoint 1 at 0x1001\w: file x\.s, line 8\./);
    assertStringIncludes(text, "main in section .text");
  },
);

Deno.test("writeElf() keeps thread-local variables and their TLS block", () => {
  const text = `
        .globl  _start
_start: lui     a0, %tprel_hi(b)
        add     a0, a0, tp, %tprel_add(b)
        lw      a0, %tprel_lo(b)(a0)
        .section .tdata, "awT"
        .balign 32
a:      .dword  1
        .section .tbss, "awT", @nobits
        .globl  b
b:      .zero   24
        .data
after:  .word   3
`;
  const program = build([{ name: "x.s", text }]);
  const block = program.threadLocal;
  assertEquals([block?.fileSize, block?.memorySize, block?.alignment], [8, 32, 32]);
  assertEquals(program.symbol("b")?.value, 8n);
  assertEquals(program.symbol("after")?.value, (block?.address ?? 0n) + 8n);
  const read = readExecutable(writeElf(program), "x");
  assertEquals(read.symbol("b")?.kind, "tls");
  assertEquals(read.symbol("b")?.value, 8n);
  assertEquals(read.programHeaders, program.programHeaders);
  // The first one holds the file's headers, which also say where the sections are.
  assertEquals(read.segments.slice(1), program.segments.slice(1));
});
