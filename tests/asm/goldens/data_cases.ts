// SPDX-License-Identifier: MPL-2.0
// The cases of the golden encoding table without instructions: data directives, strings and their
// escapes, alignment, expressions, symbols and repetition. Each case is one independent line, as in
// encoding_cases.ts.

function lines(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}

/** Integers of every size at their extremes, signed and unsigned. */
function integerCases(): string[] {
  const sizes: [bits: bigint, directives: string[]][] = [
    [8n, [".byte"]],
    [16n, [".half", ".2byte", ".short"]],
    [32n, [".word", ".4byte", ".int", ".long"]],
    [64n, [".dword", ".8byte", ".quad"]],
  ];
  return sizes.flatMap(([bits, directives]) =>
    directives.flatMap((directive) => [
      `${directive} 0, 1, -1, ${(1n << (bits - 1n)) - 1n}, ${-(1n << (bits - 1n))}`,
      `${directive} 0x${((1n << bits) - 1n).toString(16)}, ${1n << (bits - 1n)}`,
      `${directive} 'A', 0b101, 017, 0x1f`,
    ])
  );
}

const STRINGS = lines(String.raw`
.ascii "hello"
.ascii "a", "b", "cd"
.asciz "hello"
.asciz "a", "b", ""
.string "hello", "hare"
.ascii ""
.asciz ""
.ascii "\b\f\n\r\t\\\""
.ascii "\0\7\12\123\377"
.ascii "\0001\1234"
.ascii "\x41\x7e\xff"
.ascii "\x0g"
.ascii "; # // /* not comments */"
.ascii "'" # a comment
.ascii "café → 🐇"
.byte 'a', '0', ' ', '\n', '\t', '\\', '\''
.byte 'a'; .byte 'b' + 1
`);

const SPACE = lines(String.raw`
.zero 5; .byte 1
.skip 3; .byte 1
.space 3; .byte 1
.skip 4, 0xff
.space 3, 'x'
.skip 2 * 3 + 1; .byte 1
.fill 3; .byte 1
.fill 3, 1, 0xab
.fill 2, 2, 0x1234
.fill 2, 4, 0x12345678
.fill 2, 8, 0x12345678
.fill 0, 4, 1; .byte 9
.fill 4, 1
.fill 3, 3, 0x123456
.org 8; .byte 1
.byte 1; .org 4; .byte 2
.org 4, 0xee; .byte 1
nop; .org . + 8; nop
`);

const ALIGNMENT = lines(String.raw`
.align 3; nop
nop; .align 3; nop
nop; nop; nop; .align 4; ret
nop; .p2align 4; ret
nop; .balign 16; ret
nop; .balign 8, 0xff; ret
nop; .p2align 3, 0x55; ret
nop; .p2align 4,,8; ret
nop; .p2align 4,,12; ret
nop; .balign 4; nop
nop; .align 0
.byte 1; .align 2; .byte 2
.byte 1; .balign 2; .byte 2
.byte 1, 2; .align 2; nop
.byte 1; .p2align 3; nop
.byte 1, 2, 3; .balign 8; .dword 4
.2byte 1; .align 3; nop
.byte 1; .balign 8, 0; .byte 2
`);

/** Only expressions that C and GNU as group alike: they differ for & and +, for example. */
const EXPRESSIONS = lines(String.raw`
.8byte 1 + 2 * 3
.8byte (1 + 2) * 3
.8byte 10 - 4 - 3
.8byte 100 / 7
.8byte 100 % 7
.8byte -100 / 7
.8byte -100 % 7
.8byte 1 << 40
.8byte 1 << 63
.8byte -1 >> 60
.8byte 0x8000000000000000 >> 63
.8byte ~0
.8byte ~0x0f
.8byte -(-5)
.8byte 0xff & 0x3c
.8byte 0xf0 | 0x0f
.8byte 0xff ^ 0x0f
.8byte (1 << 4) | (1 << 8)
.8byte (2 + 3) & (4 + 3)
.8byte 0x7fffffffffffffff + 1
.8byte 0 - 1
.8byte 0xffffffffffffffff
.8byte - 1
.8byte + 7
.8byte !0
.8byte !5
.8byte (3 > 2) & 1
.8byte (2 > 3) & 1
.8byte (2 == 2) & 1
.8byte (2 != 2) & 1
.8byte (1 <= 1) & 1
.8byte (1 >= 2) & 1
.8byte (1 && 2) & 1
.8byte (1 && 0) & 1
.8byte (0 || 3) & 1
.8byte (0 || 0) & 1
.8byte 2 * -3
.8byte 7 - -3
.8byte ~-1
.8byte 3 * (2 + (5 - 1)) * 2
.8byte ((((7))))
.8byte 'z' - 'a'
.8byte 0x10 * 0x10 - 1
.8byte 0b1010 + 012 + 0xA
.8byte 1 + 1 == 2
.8byte 2 > 1
.8byte 1 == 2
.8byte !0 + 1
.8byte 6 / 2 * 3
.8byte 1 << 2 << 3
.8byte 256 >> 2 >> 1
`);

const SYMBOLS = lines(String.raw`
a: nop; b: nop; .4byte b - a
.4byte b - a; a: nop; b: nop
a: .8byte a
.8byte a; a: nop
a: .8byte a + 4, a - 4
a: nop; b: .8byte (b - a) * 8 + 1
.8byte .; .8byte .
nop; .4byte .
.4byte . - start; start: nop
a: nop; .2byte . - a; .byte . - a, . - a
.equ N, 5; .4byte N, N * 2, -N
.set N, 5; .4byte N; .set N, 6; .4byte N
N = 7; .4byte N
N = 1; .4byte N; N = N + 1; .4byte N; N = N + 1; .4byte N
.equiv N, 9; .4byte N
a: nop; .equ N, . - a; .4byte N
a: nop; .equ here, .; nop; .8byte here
b = a + 4; a: nop; .8byte b
.equ N, 100; li a0, N
.equ N, 0x12345678; li a0, N + 1
.equ N, -1; addi a0, a0, N
.equ N, 8; ld a0, N * 2(sp)
.equ N, 8; ld a0, (N + 8)(sp)
.equ N, 16; slli a0, a0, N
.equ N, 0x100; lui a0, N
size = 24; addi sp, sp, -size
1: nop; j 1b; 1: j 1b; j 1f; 1: nop
1: j 2f; 2: j 1b; 1: j 2b; 2: j 1b
10: j 10b; j 10f; 10: nop
_start: .Llocal: $x1: a.b$c_: nop; .8byte a.b$c_
la a0, a; .globl a; a: nop; .weak b; b: ret
.globl a; .type a, @function; a: ret; .size a, . - a
beq a0, a1, . + 8; nop; j . - 8
`);

const REPETITION = lines(String.raw`
.rept 3; nop; .endr
.rept 0; nop; .endr; ret
.rept 2; .rept 2; .byte 1; .endr; .byte 2; .endr
.irp x, 1, 2, 3; .byte \x; .endr
.irp r, a0, a1, t6; mv \r, zero; .endr
.irpc c, 135; .byte \c; .endr
.irp x, 1; .4byte \x\()0; .endr
N = 0; .rept 4; .byte N; N = N + 1; .endr
.if 1; .byte 1; .else; .byte 2; .endif
.if 0; .byte 1; .else; .byte 2; .endif
.if 0; .byte 1; .elseif 1; .byte 3; .else; .byte 2; .endif
.equ A, 1; .ifdef A; .byte 1; .endif; .ifndef A; .byte 2; .endif
.ifdef B; .byte 1; .else; .byte 2; .endif
.if 1; .if 0; .byte 1; .else; .byte 2; .endif; .endif
.if 2 > 1; .byte 1; .endif
.macro two; nop; nop; .endm; two; two
.macro put x, y = 7; .byte \x, \y; .endm; put 1; put 1, 2
.macro put x; .byte \x; .endm; put 3; put x = 4
.macro all x:vararg; .byte \x; .endm; all 1, 2, 3
.macro skip; j 1f; nop; 1:; .endm; skip; skip
.macro l; .Ll\@: j .Ll\@; .endm; l; l
.macro down n; .byte \n; .if \n; down (\n - 1); .endif; .endm; down 3
.macro early x; .byte 1; .if \x; .exitm; .endif; .byte 2; .endm; early 1; early 0
.macro push r; addi sp, sp, -8; sd \r, 0(sp); .endm; push ra; push s0
`);

const COMMENTS = lines(String.raw`
nop # comment
nop /* comment */; nop
/* comment */ nop
nop;; nop;
  nop  ;  add   a0 ,a1,   a2  
a:nop;b:c: ret
addi a0,a0,1
ld a0,8( sp )
ADD: nop
`);

/** Numbers that GNU as rounds correctly: it does not use all digits. */
const FLOATS = lines(`
.float 1.5, -1.25, +2, 0, -0; .single 1e10, 1e-10
.double 1.5, -1.25, +2, 0, -0, 3.14159265358979
.float 0f1.5, 0r2.5, 0f-0.5; .double 0d1e10, 0e5, 0d
.float .5, 1., -.5e-3, 1e+5, 1E5, 1.5e
.double inf, -inf, infinity, Inf; .float inf, -INF
.double nan, -nan, NaN; .float nan, -nan, snan, qnan
.float 0f:3fc00000, 0f:3f8; .double 0f:3ff8000000000000, 0d:4
.float 1e-45, 1.17549435e-38, 1.1754942e-38, 3.4028235e38
.double 4.9e-324, 2.2250738585072014e-308, 1.7976931348623157e308
.float 010, 0b1; .double 16777217
.float 16777216, 16777218, 0.1, 0.2, 0.3; .double 0.1, 0.2, 0.3
.float; .double 1
x: .float 1; .balign 8; .double 2
`);

/** Every case about data, symbols and directives. */
export function dataCases(): string[] {
  return [
    ...integerCases(),
    ...STRINGS,
    ...SPACE,
    ...ALIGNMENT,
    ...EXPRESSIONS,
    ...SYMBOLS,
    ...REPETITION,
    ...COMMENTS,
    ...FLOATS,
  ];
}
