// SPDX-License-Identifier: MPL-2.0
// The linker: symbols between files, archives, the layout of memory, relocations, and lookups in programs.

import { assert, assertEquals, assertThrows } from "@std/assert";
import { exportedNames, SourceArchive } from "../../../asm/source_archive.ts";
import { build, BuildError } from "../../../asm/build.ts";
import { link } from "../../../asm/link/link.ts";
import type { Program } from "../../../asm/object/program.ts";
import { objectOf } from "../assembled.ts";

const START = ".globl _start\n_start:\n";

function buildAll(texts: readonly string[], archive: readonly string[] = []): Program {
  return build(
    texts.map((text, index) => ({ name: `file${index}.s`, text })),
    { archive: archive.map((text, index) => ({ name: `member${index}.s`, text })) },
  );
}

function messagesOf(texts: readonly string[], archive: readonly string[] = []): string[] {
  const error = assertThrows(() => buildAll(texts, archive), BuildError);
  return error.diagnostics.map(({ span, message }) =>
    `${span.file}:${span.line}:${span.column} ${message}`
  );
}

function wordAt(program: Program, address: bigint): number {
  const segment = program.segments.find((candidate) =>
    address >= candidate.address && address < candidate.address + BigInt(candidate.data.length)
  );
  assert(segment !== undefined);
  const { buffer, byteOffset } = segment.data;
  return new DataView(buffer, byteOffset).getUint32(Number(address - segment.address), true);
}

Deno.test("a program has a segment for each set of permissions, on pages of its own", () => {
  const program = buildAll([
    `${START}ret\n.section .rodata\n.byte 1\n.data\n.word 2\n.bss\n.zero 9`,
  ]);
  assertEquals(
    program.segments.map(({ address, size, data, read, write, execute }) =>
      `${address.toString(16)} ${data.length}/${size} ${read} ${write} ${execute}`
    ),
    ["10000 4/4 true false true", "11000 1/1 true false false", "12000 4/13 true true false"],
  );
  assertEquals(program.entry, 0x10000n);
  assertEquals(program.sections.map(({ name }) => name), [".text", ".rodata", ".data", ".bss"]);
});

Deno.test("the text address and the entry point can be chosen", () => {
  const source = { name: "a.s", text: "nop\n.globl go\ngo: ret" };
  const program = build([source], { entry: "go", textAddress: 0x80000000n });
  assertEquals(program.entry, 0x80000004n);
});

Deno.test("global symbols are visible to other files, local ones are not", () => {
  const program = buildAll([
    `${START}call f\nx: .word x`,
    ".globl f\nf: ret\nx: .word x",
  ]);
  assertEquals(program.symbol("f")?.location, { file: "file1.s", line: 2 });
  assertEquals(program.symbol("x"), undefined);
  assertEquals(program.symbols.filter(({ name }) => name === "x").length, 2);
  assertEquals(wordAt(program, 0x10008n), 0x10008);
});

Deno.test("undefined symbols are reported at their first use, with a suggestion", () => {
  assertEquals(messagesOf([`${START}call missing\ncall missing`]), [
    "file0.s:3:6 `missing` is not defined",
  ]);
  const error = assertThrows(() => buildAll([`${START}call helpr`, ".globl helper\nhelper:"]));
  assert(error instanceof BuildError);
  assertEquals(error.diagnostics[0]?.fix?.replacement, "helper");
});

Deno.test("a symbol that is local to another file is reported with its location", () => {
  const error = assertThrows(() => buildAll([`${START}call f`, "f: ret"]));
  assert(error instanceof BuildError);
  const [diagnostic] = error.diagnostics;
  assertEquals(diagnostic?.notes[0]?.span?.file, "file1.s");
  assertEquals(diagnostic?.fix?.message, "add `.globl f` there to make it global");
});

Deno.test("two definitions of a global symbol are reported with both locations", () => {
  const error = assertThrows(() => buildAll([`${START}.globl f\nf:`, "nop\n.globl f\nf:"]));
  assert(error instanceof BuildError);
  const [diagnostic] = error.diagnostics;
  assertEquals(diagnostic?.message, "`f` is defined in two files");
  assertEquals([diagnostic?.span.file, diagnostic?.span.line], ["file1.s", 3]);
  assertEquals([diagnostic?.notes[0]?.span?.file, diagnostic?.notes[0]?.span?.line], [
    "file0.s",
    4,
  ]);
});

Deno.test("a local symbol may have the name of another file's global one", () => {
  const program = buildAll([
    `${START}.set g, f\n.equ h, f + 4\ncall g\n.dword h`,
    ".globl f\nf: nop\nnop",
  ]);
  const f = program.symbol("f")?.value ?? 0n;
  assertEquals(wordAt(program, 0x10008n), Number(f) + 4);
  assertEquals(program.symbol("g"), undefined);
});

Deno.test("a missing or local entry point is reported", () => {
  assertEquals(messagesOf(["nop"]), [
    "file0.s:0:0 the entry point `_start` is not defined",
  ]);
  assertEquals(messagesOf(["nop\n_start: nop"]), [
    "file0.s:2:1 the entry point `_start` is local to this file",
  ]);
});

Deno.test("weak definitions are overridden, and weak references may stay undefined", () => {
  const program = buildAll([
    `${START}.weak f, nobody\nf: .word 1\n.dword f, nobody\n.dword nobody + 4`,
    ".globl f\nf: .word 2",
  ]);
  const f = program.symbol("f");
  assertEquals([f?.binding, f?.location?.file], ["global", "file1.s"]);
  assertEquals(wordAt(program, 0x10004n), Number(f?.value));
  assertEquals(wordAt(program, 0x1000cn), 0);
  assertEquals(wordAt(program, 0x10014n), 4);
});

Deno.test("common symbols of one name get the largest size, or become a definition", () => {
  const program = buildAll([
    `${START}.comm c, 8, 8\n.comm d, 4`,
    ".comm c, 100, 16\n.data\n.globl d\nd: .word 7",
  ]);
  assertEquals(program.symbol("c")?.size, 100);
  assertEquals(program.symbol("c")?.section, ".bss");
  assertEquals(program.symbol("d")?.section, ".data");
});

Deno.test("members of an archive are only linked when needed", () => {
  const archive = [
    ".globl used\nused: call deeper",
    ".globl unused\nunused: bogus",
    ".globl deeper\ndeeper: ret",
    ".globl optional\noptional: ret",
  ];
  const program = buildAll([`${START}call used\n.weak optional\ncall optional`], archive);
  const files = new Set(program.symbols.map(({ location }) => location?.file));
  assertEquals([...files].filter((file) => file?.startsWith("member")).sort(), [
    "member0.s",
    "member2.s",
  ]);
});

Deno.test("the entry point may be in the archive, and errors in members are reported", () => {
  const start = ".globl _start\n_start: call main";
  assertEquals(buildAll([".globl main\nmain: ret"], [start]).symbol("_start")?.value, 0x10004n);
  assertEquals(
    messagesOf([`${START}call bad`], [".globl bad\nbad: bogus"])[0],
    "member0.s:2:6 unknown instruction `bogus`",
  );
});

Deno.test("link() takes any archive, as an input or searched last, and any number of times", () => {
  const object = objectOf(`${START}call f\n`);
  const archive = new SourceArchive([{ name: "f.s", text: ".globl f\nf: ret\n" }]);
  const definitions = [
    link([object], { archive }),
    link([object], { archive }),
    link([object, archive]),
    link([archive, object]),
  ].map(({ program }) => program?.symbol("f")?.location?.file);
  assertEquals(definitions, ["f.s", "f.s", "f.s", "f.s"]);
});

Deno.test("exportedNames() reads the .globl lines of a source", () => {
  const text = "# .globl no\n  .globl a, b # c\n.weak d\nx: .global e\n.globl f; nop";
  assertEquals(exportedNames({ name: "x.s", text }), ["a", "b", "d", "f"]);
});

Deno.test("the symbols of GNU ld's script are provided", () => {
  const program = buildAll([
    `${START}.dword __bss_start, _edata, _end, __global_pointer$, __init_array_start, __init_array_end
.section .init_array\n.dword _start, _start\n.data\n.zero 16\n.bss\n.zero 32`,
  ]);
  const value = (name: string) => Number(program.symbol(name)?.value ?? 0n);
  const init = program.sections.find(({ name }) => name === ".init_array");
  assertEquals(value("__init_array_end") - value("__init_array_start"), 16);
  assertEquals(BigInt(value("__init_array_start")), init?.address);
  assertEquals(value("_end") - value("__bss_start"), 32);
  assertEquals(value("_edata"), value("__bss_start"));
  assertEquals(wordAt(program, 0x10018n), value("__global_pointer$"));
});

Deno.test("%hi and %lo, %pcrel_hi and %pcrel_lo make addresses, also with negative lower parts", () => {
  const program = buildAll([
    `${START}lui a0, %hi(x)\naddi a0, a0, %lo(x)\n1: auipc a1, %pcrel_hi(x)
sd a2, %pcrel_lo(1b)(a1)\n.data\n.zero 0x9ff\nx: .byte 0`,
  ]);
  const x = Number(program.symbol("x")?.value);
  const upper = (wordAt(program, 0x10000n) >>> 12) << 12;
  const lower = wordAt(program, 0x10004n) >> 20;
  assertEquals(upper + lower, x);
  const distance = (wordAt(program, 0x10008n) >>> 12) << 12;
  const store = wordAt(program, 0x1000cn);
  const offset = ((store >> 25) << 5) | ((store >>> 7) & 31);
  assertEquals(0x10008 + distance + offset, x);
});

Deno.test("la under .option pic goes through the global offset table", () => {
  const program = buildAll([`${START}.option pic\nla a0, x\nla a1, x\n.data\nx: .dword 5`]);
  const table = program.sections.find(({ name }) => name === ".got");
  assertEquals(table?.size, 8);
  assertEquals(wordAt(program, table?.address ?? 0n), Number(program.symbol("x")?.value));
  assertEquals(wordAt(program, 0x10004n) & 0x707f, 0x3003);
});

Deno.test("calls through the procedure linkage table go to the symbol itself", () => {
  const [plain, table] = ["f", "f@plt"].map((f) => buildAll([`${START}call ${f}\nf: ret`]));
  assertEquals(plain?.segments, table?.segments);
});

Deno.test("differences between sections are computed by the linker", () => {
  const program = buildAll([`${START}nop\n.data\nd: .word d - _start\n.dword _start - d`]);
  assertEquals(wordAt(program, 0x11000n), 0x1000);
  assertEquals(wordAt(program, 0x11004n), -0x1000 >>> 0);
});

Deno.test("distances and values that do not fit are reported at the operand", () => {
  assertEquals(messagesOf([`${START}j far\n.skip 0x100000`, ".globl far\nfar: nop"]), [
    "file0.s:3:3 the target is 1,048,580 bytes away: it must be within 1 MiB",
  ]);
  assertEquals(messagesOf([`${START}.word big`, ".globl big\n.equ big, 0x123456789"]), [
    "file0.s:3:7 0x123456789 does not fit in 32 bits",
  ]);
  assertEquals(messagesOf([`${START}j 0x10000000`]), [
    "file0.s:3:3 the target is the absolute address 0x10000000, which is out of range",
  ]);
  assertEquals(messagesOf([`${START}lui a0, %hi(big)`, ".globl big\n.equ big, 0x87654321"]), [
    "file0.s:3:9 `%hi` and `%lo` split 32-bit values, not 0x87654321",
  ]);
  assertEquals(messagesOf([`${START}addi a0, a0, %pcrel_lo(_start)`]), [
    "file0.s:3:14 `%pcrel_lo` needs the label of an auipc with `%pcrel_hi`",
  ]);
});

Deno.test("symbols are sorted by value, and .L names are left out", () => {
  const program = buildAll([`${START}b: nop\n.Llocal: nop\na: nop\n1: nop\n.equ k, 3`]);
  const own = program.symbols.filter(({ location }) => location !== undefined);
  assertEquals(own.map(({ name }) => name), ["k", "_start", "b", "a"]);
  assertEquals(program.symbol(".Llocal"), undefined);
});

Deno.test("symbolAt() gives the function that covers an address, or the label before it", () => {
  const program = buildAll([
    `${START}nop\n.type f, @function\nf: nop\ninside: nop\n.size f, . - f\nafter: nop\n.data\nd: .word 1, 2`,
  ]);
  const nameAt = (address: bigint) => program.symbolAt(address)?.name;
  assertEquals(nameAt(0x10000n), "_start");
  assertEquals(nameAt(0x10008n), "f");
  assertEquals(nameAt(0x1000cn), "after");
  assertEquals(nameAt(0x11004n), "d");
  assertEquals(nameAt(0x20000n), undefined);
});

Deno.test("symbolAt() prefers a global function to its weak aliases, in any order", () => {
  const declare = (name: string, binding: string) =>
    `.${binding} ${name}\n.type ${name}, @function\n.size ${name}, 8\n`;
  const code = "f: g: nop\nnop\n";
  for (const [first, second] of [["f", "g"], ["g", "f"]] as const) {
    const program = buildAll([
      `${START}${declare(first, "weak")}${declare(second, "globl")}${code}`,
    ]);
    assertEquals(program.symbolAt(0x10004n)?.name, second);
  }
});

Deno.test("the line table has the location and source line of every byte", () => {
  const program = buildAll([
    `${START}  nop\n\n  li a0, 0x12345678\n.macro m\n nop\n nop\n.endm\n m\n.data\n.word 1, 2`,
  ]);
  const at = (address: bigint) => program.lines.find(address);
  assertEquals(at(0x10000n), { file: "file0.s", line: 3 });
  assertEquals(at(0x10008n), { file: "file0.s", line: 5 });
  assertEquals(at(0x1000cn), { file: "file0.s", line: 10 });
  assertEquals(at(0x10010n), { file: "file0.s", line: 10 });
  assertEquals(at(0x11004n), { file: "file0.s", line: 12 });
  assertEquals(at(0x10014n), undefined);
  assertEquals(program.lines.text({ file: "file0.s", line: 5 }), "  li a0, 0x12345678");
  const entries = [...program.lines.entries()];
  assertEquals(entries.map(({ location }) => location.line), [3, 5, 10, 12]);
  assert(entries.every(({ address, end }) => address < end));
});

Deno.test("a program's image is limited, including alignment between sections", () => {
  const data = (name: string) => `.section .data.${name}\n.balign 0x10000000\n.byte 1\n`;
  assertEquals(messagesOf([`${START}${data("a")}`, data("b")]), [
    "file0.s:0:0 the program's image has 268,435,457 bytes without .bss; the limit is 268,435,456",
  ]);
});

Deno.test("a member with errors is not reported as missing as well", () => {
  const member = ".globl f, g\nf: bogus\ng: ret";
  assertEquals(messagesOf([`${START}call f\ncall g`], [member]), [
    "member0.s:2:4 unknown instruction `bogus`",
  ]);
});

Deno.test("undefined symbols of a file with errors are reported in the same run", () => {
  const wrong = "bogus\n";
  const text = `${START}${wrong}call prnt\ncall helper\ncall main2\nla a0, value\n.equ value, 5`;
  assertEquals(messagesOf([text, "main2: ret"], [".globl helper\nhelper: ret"]), [
    "file0.s:3:1 unknown instruction `bogus`",
    "file0.s:4:6 `prnt` is not defined",
  ]);
});

Deno.test("symbols that a line with an error may define are not reported as undefined", () => {
  const only = (text: string, ...others: string[]) =>
    assertEquals(messagesOf([`${START}call f\n${text}`, ...others]).length, 1, text);
  only("f\nret");
  only(".comn f, 8");
  only("nop", "f = 5 +");
  only("/* never closed\nf: ret");
  only("wrong f");
  only(".macro m x\n\\x: ret\n.endm\nbogus\nm f");
  only('.include "f.s"');
  only("bogus\n.weak f");
});

Deno.test("the name that is not defined is never suggested itself", () => {
  const build = () => buildAll([`${START}call wanted`], [".globl wanted\nnop"]);
  const { diagnostics } = assertThrows(build, BuildError);
  assertEquals(diagnostics.map(({ message, fix }) => [message, fix]), [
    ["`wanted` is not defined", undefined],
  ]);
});

Deno.test("local symbols that the archive would use draw a warning", () => {
  const start = ".weak main\n.globl _start\n_start: ret\n.data\n.dword main";
  const warnings = (text: string) => {
    const list: string[] = [];
    build([{ name: "a.s", text }], {
      archive: [{ name: "start.s", text: start }],
      onWarning: ({ span, message, fix }) =>
        list.push(`${span.line}:${span.column} ${message}; ${fix?.message}`),
    });
    return list;
  };
  assertEquals(warnings("_start: nop"), [
    "1:1 `_start` is local to this file, so the program starts at the runtime's `_start`; make it global with `.globl _start`",
  ]);
  assertEquals(warnings("nop\nmain: nop"), [
    "2:1 `main` is local to this file, so the runtime does not see it; make it global with `.globl main`",
  ]);
  assertEquals(warnings(".globl main\nmain: nop"), []);
  assertEquals(warnings(".globl _start\n_start: nop\nmain: nop"), []);
});

Deno.test("an object may be linked twice, to the same program", () => {
  const object = objectOf(`${START}la a0, x\n.data\nx: .dword x`);
  const [first, second] = [link([object]).program, link([object]).program];
  assertEquals(first?.segments, second?.segments);
});

Deno.test("BuildError gives the location of the first error, and counts the others", () => {
  const error = assertThrows(() => buildAll(["nop\n bogus\n bogus2"]), BuildError);
  assertEquals(
    error.message,
    "Cannot build the program: file0.s:2:2: unknown instruction `bogus` (and 1 more)",
  );
  assertEquals(error.errorCount, 2);
});

Deno.test("a weak equate of a function gives way to a definition in another file", () => {
  const text = `${START}call hook\nret\n.data\n.dword hook\n.text\n` +
    ".type dummy, @function\ndummy: li a0, 1\nret\n.weak hook\n.set hook, dummy\n";
  const strong = ".globl hook\nhook: li a0, 2\nret\n";
  for (const [texts, name] of [[[text], "dummy"], [[text, strong], "hook"]] as const) {
    const program = buildAll(texts);
    const target = program.symbols.find((symbol) =>
      symbol.name === name && (name === "dummy" || symbol.binding === "global")
    )?.value;
    const data = program.sections.find((section) => section.name === ".data")?.address ?? 0n;
    assertEquals(BigInt(wordAt(program, data)), target);
    // The call is an auipc of 0 and a jalr with the distance.
    assertEquals(program.entry + BigInt(wordAt(program, program.entry + 4n) >> 20), target);
  }
});

Deno.test("%pcrel_lo takes an addend that leaves the upper part alone, as in GNU ld", () => {
  const words = (addend: string) => {
    const text = `.globl _start\n_start: .L1: auipc a0, %pcrel_hi(x)\n` +
      ` addi a0, a0, %pcrel_lo(.L1${addend})\n.data\nx: .word 1\n`;
    try {
      const { segments } = build([{ name: "x.s", text }]);
      return new DataView(segments[0]!.data.buffer, segments[0]!.data.byteOffset + 4)
        .getInt32(0, true) >> 20;
    } catch (error) {
      return String(error).replace(/^.*x\.s:/, "");
    }
  };
  assertEquals(words("+4"), Number(words("")) + 4);
  assertEquals(
    words("+0x1000"),
    "3:15: the addend of `%pcrel_lo` changes the upper part, which its auipc adds",
  );
});

Deno.test("an address in the global offset table takes no addend, as in GNU ld", () => {
  const text = ".globl _start, x\n_start: 1: auipc a0, %got_pcrel_hi(x+4)\n" +
    " ld a0, %pcrel_lo(1b)(a0)\n.data\nx: .word 1\n";
  assertThrows(
    () => build([{ name: "x.s", text }]),
    Error,
    "an address in the global offset table takes no addend",
  );
});

Deno.test("what only .weakref refers to may be missing, and has the address 0", () => {
  const text = `${START}ret\n.weakref maybe, absent\n.data\n.dword maybe\n`;
  for (
    const [texts, name] of [[[text], ""], [[text, ".globl absent\nabsent: ret"], "absent"]] as const
  ) {
    const program = buildAll(texts);
    const data = program.sections.find((section) => section.name === ".data")?.address ?? 0n;
    const wanted = program.symbols.find((symbol) => symbol.name === name)?.value ?? 0n;
    assertEquals(BigInt(wordAt(program, data)), wanted);
  }
});

Deno.test("thread-local common symbols have room in the TLS block, beside .tdata", () => {
  const use = `${START}lui a0, %tprel_hi(w)\nlw a0, %tprel_lo(w)(a0)\nret\n` +
    '.tls_common v, 8, 8\n.tls_common w, 4\n.section .tdata, "awT"\n.word 42\n';
  const program = buildAll([use, ".tls_common w, 12, 4\n.comm u, 16\n"]);
  const { threadLocal } = program;
  assertEquals([threadLocal?.fileSize, threadLocal?.memorySize, threadLocal?.alignment], [
    4,
    32,
    8,
  ]);
  const word = wordAt(program, program.entry + 4n);
  assertEquals(word >>> 20, 8);
  const bss = program.sections.find(({ name }) => name === ".bss");
  assertEquals(bss?.size, 16);
  assertEquals(buildAll([`${START}ret`]).threadLocal, undefined);
});
