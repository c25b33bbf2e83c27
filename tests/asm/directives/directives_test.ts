// SPDX-License-Identifier: MPL-2.0
// Directives: data, space, sections, symbols, conditions, included files, and those without effect.

import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { build, BuildError } from "../../../asm/build.ts";
import { relocationName } from "../../../asm/object/relocation.ts";
import type { Include } from "../../../asm/state/assembly.ts";
import { bytesOf, messagesOf, objectOf, sectionOf, wordsOf } from "../assembled.ts";

const data = (source: string) => bytesOf(`.data\n${source}`, ".data");

Deno.test("integer directives emit little-endian values of their size", () => {
  assertEquals(data(".byte 1, -1, 'a'"), [1, 255, 97]);
  for (const name of [".half", ".2byte", ".short", ".hword"]) {
    assertEquals(data(`${name} 0x1234`), [0x34, 0x12], name);
  }
  for (const name of [".word", ".4byte", ".int", ".long"]) {
    assertEquals(data(`${name} -2`), [0xfe, 0xff, 0xff, 0xff], name);
  }
  for (const name of [".dword", ".8byte", ".quad"]) {
    assertEquals(data(`${name} 0x8000000000000001`), [1, 0, 0, 0, 0, 0, 0, 0x80], name);
  }
});

Deno.test("integer directives do not align, and warn about values that do not fit", () => {
  assertEquals(data(".byte 1\n.word 2"), [1, 2, 0, 0, 0]);
  assertEquals(messagesOf(".data\n.byte 256"), [
    "2:7 256 does not fit in one byte: truncated to 0",
  ]);
  assertEquals(messagesOf(".data\n.byte 255, -128\n.half 65535, -32768"), []);
});

Deno.test("a string in place of a small number is reported with .ascii as the fix", () => {
  for (const source of ['.data\n.byte "a"', '.globl _start\n_start: .word "ab"']) {
    const { diagnostics } = assertThrows(() => build([{ name: "a.s", text: source }]), BuildError);
    assertEquals(diagnostics.length, 1);
    assertStringIncludes(diagnostics[0]?.fix?.message ?? "", "`.ascii`");
  }
  assertEquals(data('.equ "my five", 5\n.byte "my five"'), [5]);
});

Deno.test(".nops is rejected, as in GNU as for RISC-V", () => {
  assertEquals(messagesOf(".nops 8"), ["1:1 unknown directive `.nops`"]);
  assertEquals(bytesOf(".fill 2, 4, 0x13"), bytesOf("nop\nnop"));
});

Deno.test("numeric labels have at most nine digits", () => {
  assertEquals(messagesOf("999999999: j 999999999b"), []);
  assertEquals(messagesOf("9007199254740993: nop\nj 1000000000f\n.dword 1000000000b"), [
    "1:1 a numeric label can have at most nine digits",
    "2:3 a numeric label can have at most nine digits",
    "3:8 a numeric label can have at most nine digits",
  ]);
});

Deno.test("%hi and %lo reject numbers of more than 32 bits", () => {
  const message = "`%hi` and `%lo` split 32-bit values, not 0x123456789";
  assertEquals(
    messagesOf(".equ x, 0x123456789\nlui a0, %hi(x)\nlw a0, %lo(x)(a1)\naddi a0, a0, %lo(x + 0)"),
    [`2:9 ${message}`, `3:8 ${message}`, `4:14 ${message}`],
  );
  assertEquals(messagesOf("lui a0, %hi(0xffffffff)\nlui a0, %hi(-0xffffffff)"), []);
  assertEquals(messagesOf("lui a0, %hi(0xffffffff80000000)\naddi a0, a0, %lo(-1)"), []);
  for (const use of ["addi a0, a0, %lo(x)", "lui a0, %hi(x)", "sw a0, %lo(x)(a1)"]) {
    const text = `.globl _start\n_start: ${use}\n.equ x, 0x123456789`;
    const { diagnostics } = assertThrows(() => build([{ name: "a.s", text }]), BuildError);
    assertEquals(diagnostics.map((each) => each.message), [message], use);
  }
});

Deno.test(".float and .double emit IEEE 754 numbers", () => {
  assertEquals(data(".float 1.5, -2"), [0, 0, 0xc0, 0x3f, 0, 0, 0, 0xc0]);
  assertEquals(data(".double 1"), [0, 0, 0, 0, 0, 0, 0xf0, 0x3f]);
});

Deno.test("string directives take several strings, and join those without a comma", () => {
  assertEquals(data(`.ascii "ab", "c"`), [97, 98, 99]);
  assertEquals(data(`.asciz "a", ""`), [97, 0, 0]);
  assertEquals(data(`.string "a" "b"`), [97, 98, 0]);
});

Deno.test(".zero, .space, .skip and .fill reserve space", () => {
  assertEquals(data(".zero 2\n.skip 1, 7\n.space 0\n.byte 1"), [0, 0, 7, 1]);
  assertEquals(data(".fill 2, 2, 0x1234"), [0x34, 0x12, 0x34, 0x12]);
  assertEquals(data(".fill 1, 8, -1"), [255, 255, 255, 255, 0, 0, 0, 0]);
  assertEquals(data(".fill 3"), [0, 0, 0]);
});

Deno.test("alignment pads with zeros or a value, up to a limit", () => {
  assertEquals(data(".byte 1\n.align 2\n.byte 2"), [1, 0, 0, 0, 2]);
  assertEquals(data(".byte 1\n.balign 4, 9\n.byte 2"), [1, 9, 9, 9, 2]);
  assertEquals(data(".byte 1\n.p2align 3,,2\n.byte 2"), [1, 2]);
  assertEquals(sectionOf(objectOf(".data\n.balign 64"), ".data").alignment, 64);
});

Deno.test("alignment pads code with nops", () => {
  assertEquals(bytesOf("nop\n.align 3\nret").slice(4, 8), [0x13, 0, 0, 0]);
  assertEquals(messagesOf(".byte 1\n.align 2\nnop"), [
    "2:1 this adds no padding: as in GNU as, code is assumed to be aligned to 4 bytes",
  ]);
});

Deno.test(".org moves forwards to an offset or a label, not backwards", () => {
  assertEquals(data("a: .byte 1\n.org 3\n.byte 2\n.org a + 5, 9\n.byte 3"), [1, 0, 0, 2, 9, 3]);
  assertEquals(messagesOf(".data\n.word 0\n.org 2"), [
    "3:6 `.org` cannot move backwards: the section already has 4 bytes",
  ]);
});

Deno.test("the sections of a file hold at most 256 MiB together, which is reported once", () => {
  const TOO_MANY = "the sections of a file cannot hold more than 268,435,456 bytes";
  const half = (name: string) => `.section .data.${name}\n.zero 0x8000000\n`;
  assertEquals(messagesOf(`${half("a")}${half("b")}${half("c")}.byte 1`), [`6:7 ${TOO_MANY}`]);
  assertEquals(messagesOf(`${half("a")}.data\n.org 0x8000001`), [`4:6 ${TOO_MANY}`]);
  assertEquals(messagesOf("beq a0, a1, x\n.align 31\nx: nop"), [`2:8 ${TOO_MANY}`]);
  assertEquals(messagesOf("x: nop\n.align 31"), [`2:8 ${TOO_MANY}`]);
  assertEquals(messagesOf(".bss\n.zero 0x20000000\n.data\n.byte 1"), []);
});

Deno.test("reserved space may depend on later code", () => {
  assertEquals(data(".skip b - a\n.byte 1\n.text\na: nop\nb:"), [0, 0, 0, 0, 1]);
});

Deno.test(".uleb128 and .sleb128 take as many bytes as they need", () => {
  assertEquals(data(".uleb128 127, 128, 300"), [0x7f, 0x80, 0x01, 0xac, 0x02]);
  assertEquals(data(".sleb128 -1, 63, 64, -129"), [0x7f, 0x3f, 0xc0, 0x00, 0xff, 0x7e]);
  assertEquals(data(".uleb128 b - a\na: .zero 200\nb:").slice(0, 2), [0xc8, 0x01]);
});

Deno.test(".bss holds only reserved space and zeros", () => {
  const { size, type } = sectionOf(objectOf(".bss\n.zero 100\n.word 0\n.align 3"), ".bss");
  assertEquals([size, type], [104, "nobits"]);
  assertEquals(messagesOf(".bss\n.word 1\nnop"), [
    "2:1 section .bss can hold only zeros, not the data of `.word`",
    "3:1 section .bss can hold only zeros, not instructions",
  ]);
});

Deno.test(".section takes flags and a type, with defaults for well-known names", () => {
  const source = `.section .rodata.x\n.byte 1\n.section .mine,"awx",@nobits\n.section .init_array`;
  const { sections } = objectOf(source);
  const brief = sections.slice(3).map(({ name, type, flags: { write, execute } }) =>
    `${name} ${type} ${write} ${execute}`
  );
  assertEquals(brief, [
    ".rodata.x progbits false false",
    ".mine nobits true true",
    ".init_array init_array true false",
  ]);
  assertEquals(messagesOf(`.section .x,"a"\n.section .x,"aw"`), [
    `2:10 section .x already has other flags: "a"`,
  ]);
});

Deno.test(".previous and .popsection return to earlier sections", () => {
  const source = `.data\n.byte 1\n.text\n.previous\n.byte 2
.pushsection .rodata\n.byte 9\n.popsection\n.byte 3`;
  assertEquals(bytesOf(source, ".data"), [1, 2, 3]);
  assertEquals(messagesOf(".popsection"), ["1:1 `.popsection` without `.pushsection` is ignored"]);
});

Deno.test(".bss is no section before another for .previous, as in GNU as", () => {
  const source = ".data\n.bss\n.previous\n.byte 1\n.previous\n.zero 5";
  assertEquals(bytesOf(source, ".data"), []);
  assertEquals(bytesOf(source), [1, 0, 1, 0]);
  const message = "`.previous` without a section before this one is ignored";
  assertEquals(messagesOf(".bss\n.previous\n.zero 1"), [`2:1 ${message}`]);
});

Deno.test("symbols have the binding, type, size and visibility that directives give them", () => {
  const source = `.globl f\n.type f, @function\n.hidden f\nf: ret\n.size f, . - f
.weak w\nw = 5\n.local l\n.comm l, 8, 8\n.comm c, 20\n.equ k, 7`;
  const brief = objectOf(source).symbols.map(({ name, section, value, size, kind, binding }) =>
    `${name} ${section} ${value} ${size} ${kind} ${binding}`
  );
  assertEquals(brief, [
    "f 0 0 4 function global",
    "w absolute 5 0 none weak",
    "l 2 0 8 object local",
    "c common 16 20 object global",
    "k absolute 7 0 none local",
  ]);
});

Deno.test("conditions select a branch, and ignore the others", () => {
  const source = (x: number) =>
    `.equ x, ${x}\n.if x == 1\n.byte 1\n.if 0\nbogus\n.else\n.byte 2\n.endif
.elseif x == 2\n.byte 3\n.else\n.byte 4\n.if bogus\n.endif\n.endif`;
  assertEquals(data(source(1)), [1, 2]);
  assertEquals(data(source(2)), [3]);
  assertEquals(messagesOf(source(3)), [
    "13:5 the condition must be a constant: `bogus` is not defined before this line",
  ]);
});

Deno.test("every kind of condition works", () => {
  const cases: [condition: string, answer: boolean][] = [
    [".ifne 1", true],
    [".ifeq 0", true],
    [".ifgt 0", false],
    [".ifge 0", true],
    [".iflt -1", true],
    [".ifle 1", false],
    [".ifdef here", true],
    [".ifdef there", false],
    [".ifndef there", true],
    [".ifb", true],
    [".ifb x", false],
    [".ifnb x", true],
    [".ifc a b, a b", true],
    [".ifc 'a', a", true],
    [".ifnc a, b", true],
    ['.ifeqs "a", "a"', true],
    ['.ifnes "a", "a"', false],
  ];
  for (const [condition, answer] of cases) {
    const source = `here:\n${condition}\n.byte 1\n.else\n.byte 0\n.endif`;
    assertEquals(data(source), [answer ? 1 : 0], condition);
  }
});

Deno.test(".ifdef asks for symbols, not registers", () => {
  assertEquals(messagesOf(".ifdef a0\n.endif"), ["1:8 `a0` is a register, not a symbol"]);
});

Deno.test("unmatched conditional directives are reported", () => {
  assertEquals(messagesOf(".else\n.endif\n.if 1\n.else\n.else\n.endif\n.ifdef x"), [
    "1:1 `.else` without `.if`",
    "2:1 `.endif` without `.if`",
    "5:1 `.else` after `.else`",
    "7:1 this `.if` has no `.endif`",
  ]);
});

Deno.test(".include reads a file, which messages name", () => {
  const include = (path: string, from: string) =>
    path === "a.inc" && from === "test.s" ? { name: path, text: ".byte 2\nbogus" } : undefined;
  const source = '.data\n.byte 1\n.include "a.inc"\n.byte 3';
  assertEquals(messagesOf(source, include), ["2:1 unknown instruction `bogus`"]);
  const good = objectOf(source, () => ({ name: "b.inc", text: ".byte 2" }));
  assertEquals([...sectionOf(good, ".data").data], [1, 2, 3]);
  assertEquals(messagesOf('.include "x"', (path) => ({ name: path, text: '.include "x"' })), [
    "1:10 x includes itself",
  ]);
  assertEquals(messagesOf('.include "x"'), ['1:10 cannot find "x"']);
});

Deno.test(".error and .warning report their messages", () => {
  assertEquals(messagesOf('.warning "old"\n.error "wrong"'), ["1:1 old", "2:1 wrong"]);
});

Deno.test("directives for debuggers, unwinders and compilers are accepted", () => {
  const source = `.file "a.c"\n.option nopic\n.option push\n.option norelax\n.option pop
.attribute arch, "rv64i2p1"\n.attribute stack_align, 16\n.ident "GCC: (GNU)"\n.loc 1 2 3
.cfi_startproc\n.cfi_def_cfa_offset 16\n.cfi_offset 1, -8\n.cfi_endproc
.section .note.GNU-stack,"",@progbits`;
  assertEquals(messagesOf(source), []);
});

Deno.test(".insn assembles words, and fields by format", () => {
  assertEquals(bytesOf(".insn 0x13\n.insn 4, 0x100073\n.insn 2, 0x1"), [
    ...[0x13, 0, 0, 0],
    ...[0x73, 0, 0x10, 0],
    ...[1, 0],
    // The end of the code, filled up to its alignment.
    ...[1, 0],
  ]);
  const pairs = [
    [".insn r OP, 0, 0x20, a0, a1, a2", "sub a0, a1, a2"],
    [".insn i OP_IMM, 0, a0, a1, -3", "addi a0, a1, -3"],
    [".insn i LOAD, 2, a0, 4(a1)", "lw a0, 4(a1)"],
    [".insn s STORE, 3, a0, -8(sp)", "sd a0, -8(sp)"],
    [".insn b BRANCH, 1, a0, a1, .", "bne a0, a1, ."],
    [".insn u LUI, a0, 0xfffff", "lui a0, 0xfffff"],
    [".insn j JAL, ra, .", "jal ra, ."],
  ];
  for (const [insn = "", instruction = ""] of pairs) {
    assertEquals(bytesOf(insn), bytesOf(instruction), insn);
  }
});

Deno.test("subsections follow the section in order of their numbers, with their labels", () => {
  const text = `
a:      j       b
        .word   c - a, b - c
        .text   2
        .balign 16
b:      beq     a0, a1, a
        .subsection 1
c:      .word   d - b
        .previous
d:      .word   d - c
        .pushsection .text, 1
        .byte   7, 7, 7, 7
        .popsection
`;
  // c is at 12, and b at 32, to which the part is aligned; as is the size of the section.
  assertEquals(bytesOf(text).length, 48);
  const words = wordsOf(text);
  assertEquals([words[1], words[2], words[3], words[4], words[9]], [12, 20, 4, 0x07070707, 24]);
});

Deno.test("sections with one name in different groups are different sections", () => {
  const { sections } = objectOf(`
        .section .debug_macro, "G", @progbits, one, comdat
        .byte   1
        .section .debug_macro, "G", @progbits, two, comdat
        .byte   2
        .section .debug_macro
        .byte   3
        .section .debug_macro, "G", @progbits, one, comdat
        .byte   4
`);
  const found = sections.filter(({ name }) => name === ".debug_macro");
  assertEquals(found.map(({ data }) => [...data]), [[1, 4], [2], [3]]);
});

Deno.test("declared symbols may have the names of registers", () => {
  const text = `
        .globl  zero
        .type   s1, @function
zero:   .dword  zero + 8
s1:     lla     a0, zero
        lla     a1, zero + 8
        call    s1
        beq     a0, a1, s1
        lui     a0, %hi(zero)
        addi    a0, zero, 1
`;
  const object = objectOf(text);
  assertEquals(object.symbols.map(({ name }) => name).sort(), ["s1", "zero"]);
  assertEquals(sectionOf(object, ".text").relocations.length, 7);
  assertEquals(messagesOf("t1:\nlla a0, t1").length, 2);
});

Deno.test(".octa, strings of wide characters and the names that start with .dc work", () => {
  const low = [0xef, 0xcd, 0xab, 0x89, 0x67, 0x45, 0x23, 0x01];
  assertEquals(data(".octa 0x10123456789abcdef"), [...low, 1, 0, 0, 0, 0, 0, 0, 0]);
  assertEquals(data(".octa -1"), new Array(16).fill(255));
  assertEquals(data('.string16 "ab"'), [97, 0, 98, 0, 0, 0]);
  assertEquals(data('.string32 "a"'), [97, 0, 0, 0, 0, 0, 0, 0]);
  assertEquals(data(".dc.b 1\n.dc.w 2\n.dc.l 3"), [1, 2, 0, 3, 0, 0, 0]);
});

Deno.test("thread-local variables are accessed in every model of compilers", () => {
  const object = objectOf(`
        la.tls.ie a0, v
        la.tls.gd a0, v
        lui     a5, %tprel_hi(v)
        add     a5, a5, tp, %tprel_add(v)
        lw      a0, %tprel_lo(v)(a5)
        sw      a0, %tprel_lo(v)(a5)
1:      auipc   a0, %tls_ie_pcrel_hi(v)
        ld      a0, %pcrel_lo(1b)(a0)
        .section .debug_info, "", @progbits
        .dtpreldword v + 0x800
        .section .tbss, "awT", @nobits
        .type   v, @object
v:      .zero   4
`);
  const types = (name: string) => sectionOf(object, name).relocations.map(({ type }) => type);
  const named = types(".text").map(relocationName).map((name) => name.replace("R_RISCV_", ""));
  assertEquals(named, [
    ...["TLS_GOT_HI20", "PCREL_LO12_I", "TLS_GD_HI20", "PCREL_LO12_I", "TPREL_HI20", "TPREL_ADD"],
    ...["TPREL_LO12_I", "TPREL_LO12_S", "TLS_GOT_HI20", "PCREL_LO12_I"],
  ]);
  assertEquals(types(".debug_info").map(relocationName), ["R_RISCV_TLS_DTPREL64"]);
});

Deno.test(".incbin puts bytes of a file into a section", () => {
  const bytes = Uint8Array.of(0, 1, 2, 3, 0xff, 0x80, 6, 7, 8, 9);
  const include: Include = (path, from, how) => {
    assertEquals([from, how], ["test.s", "bytes"]);
    return path === "blob" ? { name: path, text: "", bytes } : undefined;
  };
  const cases: [operands: string, from: number, to: number][] = [
    ["", 0, 10],
    [", 7", 7, 10],
    [", 2, 3", 2, 5],
    [", , 3", 0, 3],
    [", 2, 0", 2, 10],
    [", 10", 10, 10],
    [", 1 + 1, n", 2, 4],
  ];
  for (const [operands, from, to] of cases) {
    const object = objectOf(`.data\nn = 2\n.incbin "blob"${operands}`, include);
    assertEquals(sectionOf(object, ".data").data, bytes.slice(from, to), operands);
  }
  for (const operands of [", 20", ", 5, 20", ", -1", ", 2, -1"]) {
    const messages = messagesOf(`.data\n.incbin "blob"${operands}`, include);
    assertStringIncludes(messages.join(), '2:9 "blob" has 10 bytes: ', operands);
  }
  assertEquals(messagesOf('.data\n.incbin "none"', include), ['2:9 cannot find "none"']);
  assertEquals(messagesOf('.bss\n.incbin "blob"', include).length, 1);
});
