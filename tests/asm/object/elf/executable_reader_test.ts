// SPDX-License-Identifier: MPL-2.0
import {
  assert,
  assertEquals,
  assertFalse,
  assertMatch,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { build } from "../../../../asm/build.ts";
import { FileFormatError } from "../../../../asm/object/elf/byte_reader.ts";
import { writeElf } from "../../../../asm/object/elf/executable_writer.ts";
import { PIE_ADDRESS, readExecutable } from "../../../../asm/object/elf/executable_reader.ts";
import { ElfFile } from "../../../../asm/object/elf/elf_file.ts";
import { hasPlainSymbols } from "../../../../asm/object/elf/symbols.ts";
import { Process } from "../../../../host/process.ts";
import { runtimeFiles } from "../../../../runtime/files.ts";
import { gnuToolsPresent, runGnu, withDirectory } from "../../goldens/gnu.ts";

const GOLDENS = new URL("../../goldens/elf/", import.meta.url);
/** Built by gcc, see sum.c. */
const SUM = Deno.readFileSync(new URL("sum.elf", GOLDENS));
const SUM_SOURCE = Deno.readTextFileSync(new URL("sum.c", GOLDENS));

const decoder = new TextDecoder();
const hasGnu = await gnuToolsPresent();

function lineOf(text: string): number {
  return SUM_SOURCE.split("\n").findIndex((line) => line.includes(text)) + 1;
}

/** The file with some bytes replaced. */
function changed(bytes: Uint8Array, at: number, ...values: number[]): Uint8Array {
  const copy = bytes.slice();
  copy.set(values, at);
  return copy;
}

/** The error about a file, without its name. */
function refusal(bytes: Uint8Array): string {
  const error = assertThrows(() => readExecutable(bytes, "x"), FileFormatError);
  assert(error instanceof FileFormatError);
  return error.reason;
}

Deno.test("readExecutable() returns a program that runs", () => {
  using process = new Process(readExecutable(SUM, "sum.elf"));
  assertEquals(process.run(), { kind: "exited", status: 14 });
  assertEquals(decoder.decode(process.output.stdout), "one\n");
});

Deno.test("readExecutable() returns functions with their sizes, and lines of the C source", () => {
  const program = readExecutable(SUM, "sum.elf", { findSource: () => SUM_SOURCE });
  const sum = program.symbol("sum");
  assert(sum !== undefined && sum.size > 16);
  assertEquals([sum.kind, sum.binding, sum.section], ["function", "global", ".text"]);
  assertEquals(sum.location, { file: "sum.c", line: lineOf("for (int i") });
  assertEquals(program.symbolAt(sum.value + 8n), sum);
  const lines = new Set(
    [...program.lines.entries()].filter(({ address }) =>
      address >= sum.value && address < sum.value + BigInt(sum.size)
    ).map(({ location }) => location.line),
  );
  assert(lines.has(lineOf("total += table[i]")));
  const location = { file: "sum.c", line: lineOf("return *list") };
  assertEquals(program.lines.text(location), "  return *list;");
  assertEquals(program.lines.find(0n), undefined);
});

Deno.test("readExecutable() knows where the program headers are in memory", () => {
  const program = readExecutable(SUM, "sum.elf");
  const { address, entrySize, count } = program.programHeaders ?? {};
  assertEquals([address, entrySize], [0x10040n, 56]);
  assertEquals(count, new DataView(SUM.buffer).getUint16(56, true));
});

Deno.test("readExecutable() accepts files without symbols or section headers", () => {
  const bare = changed(changed(SUM, 40, 0, 0, 0, 0, 0, 0, 0, 0), 60, 0, 0, 0, 0);
  const program = readExecutable(bare, "sum.elf");
  assertEquals([program.symbols, program.symbolAt(program.entry)], [[], undefined]);
  assertEquals(program.sections.map(({ execute }) => execute), [true, false]);
  using process = new Process(program);
  assertEquals(process.run(), { kind: "exited", status: 14 });
});

Deno.test("readExecutable() reads what writeElf() writes", () => {
  const text = ".globl main\nmain: la a0, word\n lw a0, 0(a0)\n ret\n.data\nword: .word 42\n";
  const built = build([{ name: "x.s", text }], { archive: runtimeFiles });
  const read = readExecutable(writeElf(built), "x");
  assertEquals(read.entry, built.entry);
  assertEquals(read.sections, built.sections.filter(({ size }) => size > 0));
  const shape = ({ name, value, size, kind, binding, section }: typeof read.symbols[number]) => ({
    ...{ name, value, size, kind, binding, section },
  });
  const inOrder = (symbols: typeof read.symbols) =>
    symbols.map(shape).sort((a, b) => Number(a.value - b.value) || (a.name < b.name ? -1 : 1));
  assertEquals(inOrder(read.symbols), inOrder(built.symbols));
  using process = new Process(read);
  assertEquals(process.run(), { kind: "exited", status: 42 });
});

Deno.test("readExecutable() says what a file is if it is not an executable for RV64", () => {
  assertEquals(refusal(new Uint8Array()), "it is not an ELF file");
  assertEquals(refusal(new TextEncoder().encode("main: ret\n")), "it is not an ELF file");
  assertEquals(refusal(changed(SUM, 18, 62)), "it is an ELF file for x86-64, not for RISC-V");
  assertEquals(
    refusal(changed(SUM, 4, 1)),
    "it is a 32-bit ELF file (RV32); Leveret is a 64-bit machine",
  );
  const big = changed(changed(SUM, 5, 2), 18, 0, 243);
  assertEquals(refusal(big), "it is a big-endian ELF file; RISC-V Linux is little-endian");
  assertEquals(
    refusal(changed(SUM, 16, 1)),
    "it is a relocatable object file, not an executable; link it first",
  );
  assertEquals(refusal(changed(SUM, 16, 4)), "it is a core dump, not an executable");
});

Deno.test("readExecutable() checks the symbols at once, and reads them when they are asked for", () => {
  const file = new ElfFile(SUM, "sum.elf");
  assert(hasPlainSymbols(file));
  const table = file.section(".symtab");
  const names = file.section(".strtab");
  assert(table !== undefined && names !== undefined);
  const second = table.offset + 24;
  const pastNames = [0xff, 0xff, 0xff, 0x7f];
  const damages: [Uint8Array, string][] = [
    [changed(SUM, second, ...pastNames), "the name of a symbol is outside its string table"],
    [unterminated(SUM, names.offset + names.size - 1), "is outside its string table"],
  ];
  for (const [bytes, message] of damages) {
    assertFalse(hasPlainSymbols(new ElfFile(bytes, "damaged")));
    assertStringIncludes(refusal(bytes), message);
  }
});

/** Without the NUL at an offset, and with the last symbol's name before it. */
function unterminated(bytes: Uint8Array, end: number): Uint8Array {
  const file = new ElfFile(bytes, "sum.elf");
  const table = file.section(".symtab");
  const names = file.section(".strtab");
  assert(table !== undefined && names !== undefined);
  const [low = 0, high = 0] = [(names.size - 2) & 0xff, (names.size - 2) >> 8];
  return changed(changed(bytes, end, 0x78), table.offset + table.size - 24, low, high, 0, 0);
}

Deno.test("readExecutable() says what is missing from a truncated file, wherever it ends", () => {
  for (let length = 4; length < SUM.length; length += 13) {
    assertMatch(refusal(SUM.subarray(0, length)), /it is damaged or truncated$/);
  }
});

Deno.test("readExecutable() rejects absurd sizes and addresses without allocating memory", () => {
  const view = new DataView(SUM.buffer);
  const count = view.getUint16(56, true);
  const load = Array.from({ length: count }, (_, index) => 64 + 56 * index)
    .find((at) => view.getUint32(at, true) === 1);
  assert(load !== undefined);
  const most = Array.from({ length: 8 }, () => 0xff);
  assertMatch(refusal(changed(SUM, load + 8, ...most)), /truncated$/);
  assertMatch(refusal(changed(SUM, load + 16, ...most)), /outside the address space|overlap/);
  assertMatch(refusal(changed(SUM, load + 32, ...most)), /truncated$/);
  assertMatch(
    refusal(changed(SUM, load + 40, ...most)),
    /bytes of memory; the limit is 4,026,531,840$/,
  );
  assertMatch(refusal(changed(SUM, load + 40, 1, 0, 0, 0, 0)), /in the file but only 1 in memory$/);
  assertMatch(refusal(changed(SUM, 60, 0xff, 0xff)), /the table of section headers .* truncated$/);
});

for (const version of [2, 3, 4, 5]) {
  Deno.test({
    name: `readExecutable() reads the lines of DWARF ${version}${
      hasGnu ? "" : " (skipped: no GNU tools here)"
    }`,
    ignore: !hasGnu,
    fn: () =>
      withDirectory(async (directory) => {
        const program = `${directory}/sum`;
        const source = new URL("sum.c", GOLDENS).pathname;
        const target = ["-march=rv64im", "-mabi=lp64", "-O1", "-ffreestanding", "-nostdlib"];
        const options = ["-static", "-Wl,--no-relax", `-gdwarf-${version}`, "-o", program, source];
        const built = await new Deno.Command("riscv64-linux-gnu-gcc", {
          args: [...target, ...options],
        })
          .output();
        assert(built.success, decoder.decode(built.stderr));
        const read = readExecutable(Deno.readFileSync(program), "sum");
        const addresses = [...read.lines.entries()].map(({ address }) => address);
        assert(addresses.length > 10);
        // addr2line uses the last row of an address, so only addresses with one row are compared.
        const { stdout } = await new Deno.Command("riscv64-linux-gnu-addr2line", {
          args: ["-e", program, ...addresses.map((address) => `0x${address.toString(16)}`)],
        }).output();
        const expected = decoder.decode(stdout).trimEnd().split("\n").map((line) =>
          /([^/]+:\d+)(?: \(.*\))?$/.exec(line)?.[1]
        );
        const found = addresses.map((address) => {
          const location = read.lines.find(address);
          return location && `${location.file.replace(/.*\//, "")}:${location.line}`;
        });
        const same = found.filter((line, index) => line === expected[index]);
        assert(same.length >= found.length * 0.8, `${found}\n${expected}`);
      }),
  });
}

Deno.test({
  name: `readExecutable() loads static-PIE at a high address${
    hasGnu ? "" : " (skipped: no GNU tools here)"
  }`,
  ignore: !hasGnu,
  fn: () =>
    withDirectory(async (directory) => {
      const [source, object, pie] = ["a.s", "a.o", "a"].map((name) => `${directory}/${name}`);
      if (source === undefined || object === undefined || pie === undefined) return;
      await Deno.writeTextFile(
        source,
        ".globl _start\n_start: la a0, x\nlw a0, 0(a0)\nli a7, 93\necall\n.data\nx: .word 7\n",
      );
      await runGnu("as", ["-march=rv64im", "-mabi=lp64", "-o", object, source]);
      const linked = await runGnu("ld", [
        ...["-m", "elf64lriscv", "-static", "-pie", "--no-dynamic-linker", "-o", pie, object],
      ]);
      assertEquals(linked.stderr, "");
      const program = readExecutable(Deno.readFileSync(pie), "a");
      assert(program.entry > PIE_ADDRESS);
      assertEquals(program.symbol("_start")?.value, program.entry);
      using process = new Process(program);
      assertEquals(process.run(), { kind: "exited", status: 7 });
    }),
});
