// SPDX-License-Identifier: MPL-2.0
// Sources whose object files are compared with those of GNU as: sections, symbols and relocations. The
// golden of each is in objects.txt; generate_objects.ts writes them.

import { readObject } from "../../../asm/elf.ts";
import { relocationName } from "../../../asm/object/relocation.ts";
import { runGnu, withDirectory } from "./gnu.ts";

const SYMVER = `
    .globl foo
    .type foo, @function
  foo: ret
    .size foo, . - foo
    call foo
    .symver foo, `;

/** The sources by the names of their cases. */
export const OBJECT_CASES: Readonly<Record<string, string>> = {
  ".symver name@version makes another symbol": `${SYMVER}foo@V1\n .symver foo, old@V1`,
  ".symver name@@version makes a default version": `${SYMVER}bar@@V2`,
  ".symver name@@@version renames a definition": `${SYMVER}foo@@@V3`,
  ".symver name@version, remove renames it, too": `${SYMVER}bar@V1, remove`,
  ".symver name@version, hidden hides the symbol itself": `${SYMVER}bar@V1, hidden`,
  ".symver name@version, local makes it local": `${SYMVER}bar@V1, local`,
  ".local of a symbol of another file has no effect": `
    .local absent, here
    .hidden absent
    call absent
  here: ret`,
  "the name of a section is the symbol of its start": `
    .data
    .zero 4
    .section .later, "aw"
    .text
    la a0, .data
    lui a1, %hi(.later + 8)
    .dword .data, .later + 4, .text - .data, .absent`,
  "the first size of a common symbol stays": ".comm a, 8\n.comm a, 16\n.comm b, 16\n.comm b, 8, 32",
  ".symver names the version of references": `
    .symver foo, foo@V1
    .symver bar, bar@@@V2
    .symver unused, unused@V1
    call foo
    call bar`,
  ".variant_cc and @gnu_unique_object mark symbols": `
    .globl foo
  foo: ret
    .variant_cc foo
    .variant_cc other
    call other
    .data
    .type one, @gnu_unique_object
    .size one, 4
  one: .word 1`,
  ".reloc gives relocations": `
  foo: nop
    .reloc 0, R_RISCV_NONE
    .reloc .-4, r_riscv_32, bar
    .reloc foo + 4, BFD_RELOC_32, bar + 4
    .reloc 8, BFD_RELOC_NONE, 5
    nop
    nop
    .reloc 1f, R_RISCV_JAL, foo
  1: nop
    .data
  data: .dword 0
    .reloc data, BFD_RELOC_64, foo - 2
    .reloc 4, R_RISCV_RELAX, data
    .reloc 0, R_RISCV_TLS_TPREL64, 7`,
  ".insn takes every compressed format": `
    .option rvc
  x: .insn cr 2, 8, a0, a1
    .insn cr C2, 9, fa0, fa1
    .insn ci C1, 0, a0, 5
    .insn ci 1, 2, a0, -32
    .insn ciw C0, 0, a0, 255
    .insn css C2, 6, a0, 63
    .insn cl C0, 2, a0, 31(a1)
    .insn cs C0, 6, fa0, 4(s0)
    .insn ca C1, 0x23, 3, a0, a5`,
  ".insn takes instructions of every length": `
    .insn 2, 0x0001
    .insn 6, 0x1f
    .insn 0x10000001f
    .insn 8, 0x1234567890abcd3f
    .insn 0x1234567890abcdef127f`,
  ".insn takes relocation functions": `
    .insn i LOAD, 2, fa0, %lo(x)(a1)
    .insn s STORE, 2, a0, %lo(x)(a1)
    .insn u LUI, a0, %hi(x)
    .insn i OP_IMM, 0, a0, a1, %lo(x)`,
  "relocation functions stand in parentheses": `
    lw a0, (%lo(x))(a0)
    lw a0, ((%lo(x)))(a0)
    addi a0, a0, (%lo(x))
    li a0, %lo(x)
    addi a0, a0, %lo(x+4)-4
    lui a0, (%hi(x))
  1: auipc a1, %pcrel_hi(x)
    addi a1, a1, %pcrel_lo(1b)+0
    addi a0, a0, %lo((x))`,
  "an equate of a label is a label of its own": `
    .globl f
    .type f, @function
  f: nop
    nop
    .size f, . - f
    .set g, f
    .weak w
    .set w, f
    alias_of_alias = w
    .equiv once, f
    middle = f + 4
    call g
    call w
    call once
    .data
    .dword g, w, alias_of_alias, once, middle, f + 4
    .weak here
    here = .
    .dword here`,
  "an equate takes the type that the label has by then": `
  f: nop
    .set before, f
    .type f, @function
    .size f, 4
    .set after, f
    .type object, @object
    .set object, f
    .hidden after`,
  "an equate of a later label takes its type and size": `
    early = late
    .globl wide
    .set wide, late + 4
    .weak weak
    .equ weak, early
    .data
    .dword early, wide, weak, weak + 4
    .globl late
    .type late, @object
  late: .dword 0
    .size late, 8`,
  "an equate of an undefined symbol is that symbol": `
    near = elsewhere
    far = near + 8
    .weak optional
    maybe = optional
    .data
    .dword near, far, maybe, maybe + 4`,
  "an indirect function is an equate of its resolver": `
    .type resolve, @function
  resolve: ret
    .size resolve, . - resolve
    .globl chosen
    .type chosen, @gnu_indirect_function
    .set chosen, resolve
    .data
    .dword chosen`,
  "an equate of a thread-local variable is thread-local": `
    .globl other
    .set other, variable
    .section .tdata, "awT"
    .globl variable
    .type variable, @object
    .size variable, 4
  variable: .word 42
    last = variable`,
  "an equate that was used before its first definition has that value there": `
    .data
    .byte 0
    .word value
    .set value, 1
    .word value
    .set value, 2
    .word value
  a: .byte 0
  b: .byte 0
    .set x, a
    .byte x - a
    .set x, b
    .byte x - a
    .set x, x + 1
    .byte x - a`,
  "== and .eqv are evaluated at each use": `
    n = 3
    twice == n * 2
    .eqv more, twice + n
    .data
    .byte twice, more
    n = 4
    .byte twice, more
  start: .word 0
    here == . - start
    .byte here
    .byte here
    n = 7
    .if twice == 14
    .byte more
    .endif`,
  "== of an address is that address at each use": `
    .globl name
    name == target
  target: nop
    call name
    .data
    .dword name
    .eqv outside, elsewhere + 4
    .dword outside`,
  "li sp ends in c.addi16sp": `
    .option rvc
    li sp, 0x123456789010
    li sp, 0x1000000000010
    li sp, -0x7ffffffffe00
    li sp, 0x123456789008
    li a0, 0x123456789010
    li sp, 0x1010
    c.nop`,
  "a 16-byte constant is an expression": `
    .data
    n = -3
    .octa ~1, 1 + 1, 1 - 2, -5, -(5), ~-5, !5, !-1, -5 + 3, n, (1 + 2) * 3
    .octa 0x123456789abcdef0123456789abcdef, ~0x10000000000000000, -0x10000000000000001
    .octa 0xffffffffffffffff, -0xffffffffffffffff, !0x10000000000000000`,
  "an integer of too many bits loses the upper ones": `
    .data
    .quad 0x1ffffffffffffffff, -0x1ffffffffffffffff, ~0x10000000000000000
    .long 0x123456789abcdef01234
    .byte -0x10000000000000001
    .octa 0x123456789abcdef0123456789abcdef01234`,
  "Motorola's directives reserve and fill in units": `
    .data
    .dc 1, -1
    .dc.b 1, 2
    .dc.w 0x1234
    .dc.l 0x12345678, elsewhere
    .dc.a elsewhere + 1
    .ds 3
    .ds.b 3
    .ds.w 2, 0x1234
    .ds.l 1, -1
    .ds.s 2, 3
    .ds.d 1, 5
    .ds.x 1
    .ds.p 2
    .dcb 3, 1
    .dcb.b 3, 0xff
    .dcb.w 2
    .dcb.l 2, -2
    .bss
    .ds.b 3
    .ds.l 2`,
  "floating-point numbers of Motorola's directives": `
    .data
    .dc.s 1.5, -0.1
    .dc.d 1.5, 1e300
    .dc.x 1.5, -0.1, 1, 1e4000, 0, 123456789.123456789
    .dc.x 18446744073709551615, 18446744073709551616.5, 36893488147419103233
    .dcb.s 2, 1.5
    .dcb.d 2, -2.25
    .dcb.x 2, 0.3
    .dcb.s 2`,
  "16-bit floating-point numbers round once, to nearest": `
    .data
    .float16 0.1, 1e-7, 6e-8, 3e-8, 65519, -0, 1.0009765625, 1.00048828125
    .float16 5.9604644775390625e-08, 2.98e-8, 2.9802322387695312e-08, 2.98023223876953125e-08
    .float16 6.1e-5, 6.10e-5, 6.103515625e-5, 65504, 2051
    .float16 +nan, -nan, snan, qnan, -inf, 0f:1, 0f:abcd`,
  "other names of repetitions, conditions and sections": `
    .data
    .rep 3
    .byte 1
    .endr
    .irep x, 1, 2, 3
    .rep 2
    .byte \\x
    .endr
    .endr
    .irepc c, abc
    .byte '\\c
    .endr
    .if 0
    .byte 6
    .else
    .byte 7
    .endc
    .sect .mine, "aw"
    .byte 8
    .sect .data
    .byte 9`,
  ".nop is an instruction, and .func changes nothing": `
    .func foo
  foo: .nop
    .nop
    .endfunc`,
  "labels after .struct are offsets": `
    .struct 0
  a: .skip 4
  b: .skip 8
    .balign 16
  c:
    .struct 100
  d: .word 0
  here = . + 1
  e:
    .text
    li a0, b
    addi a0, a0, d
    .struct b + 3
  f:
    .globl f
    .previous
    lw a0, f(a1)
    .data
    .word c, e, here`,
  ".weakref needs no definition of its target": `
    call early
    .weakref early, later
    .weakref a, b
    .weakref unused, nothing
    .weakref e, strong
    .weakref l, label
    .weakref first, second
    .weakref second, third
    call a
    call e
    call strong
    call l
    .globl label
    .data
    .dword a, a + 4, l, first, early
  label:
    .dword 0`,
  ".tls_common makes thread-local common symbols": `
    .tls_common v, 8, 8
    .tls_common w, 4
    .comm u, 16
    .hidden w
    .text
    lui a0, %tprel_hi(v)
    add a0, a0, tp, %tprel_add(v)
    lw a0, %tprel_lo(v)(a0)`,
};

/** A text about an object file: contents, symbols and relocations, without what only GNU as adds. */
export function describeObject(file: Uint8Array): string {
  const { sections, symbols } = readObject(file, "a.o");
  const lines: string[] = [];
  for (const { name, data, size, relocations } of sections) {
    if (size === 0 || name.startsWith(".riscv")) continue;
    lines.push(`${name} ${data.length === 0 ? `${size} zeros` : data.toHex()}`);
    for (const { offset, type, symbol, addend } of relocations) {
      const target = symbols[symbol]?.name ?? "";
      lines.push(`  ${offset} ${relocationName(type)} ${target} + ${addend}`);
    }
  }
  const shown = symbols.filter(({ name, kind }) =>
    name !== "" && !/^(?:\$|\.L)/.test(name) && kind !== "section" && kind !== "file"
  );
  const texts = shown.map((symbol) => {
    const { name, section, value, size, kind, binding, visibility, version = "" } = symbol;
    const home = typeof section === "number" ? sections[section]?.name : section;
    const marks = `${symbol.isUnique ? ", unique" : ""}${symbol.isVariantCall ? ", variant" : ""}`;
    return `${name}${version} = ${home} + ${value}, size ${size}, ${kind}, ${binding}, ${visibility}${marks}`;
  });
  return [...lines, ...texts.sort()].join("\n");
}

/** The same for the object file that GNU as makes of a source. */
export function gnuObject(source: string): Promise<string> {
  return withDirectory(async (directory) => {
    const [text, object] = [`${directory}/a.s`, `${directory}/a.o`];
    await Deno.writeTextFile(text, `${source}\n`);
    const { success, stderr } = await runGnu("as", [
      ...["-march=rv64g_zba_zbb_zbs", "-mno-relax", "-o", object, text],
    ]);
    if (!success) throw new Error(`Cannot assemble: ${stderr}`);
    return describeObject(await Deno.readFile(object));
  });
}

/** The goldens by the names of their cases. */
export async function objectGoldens(): Promise<Map<string, string>> {
  const text = await Deno.readTextFile(new URL("objects.txt", import.meta.url));
  return new Map(
    text.split("\n\n").map((part) => {
      const [title = "", ...lines] = part.trim().split("\n");
      return [title.replace(/^## /, ""), lines.join("\n")];
    }),
  );
}
