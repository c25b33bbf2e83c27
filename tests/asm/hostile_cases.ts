// SPDX-License-Identifier: MPL-2.0
// Sources made to break an assembler: nested deeper than the stack, expanding endlessly, asking for too
// much memory, or with names that every JavaScript object has.

const START = ".globl _start\n_start: nop\n";

function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join("\n");
}

const DEEP = 100_000;

const NESTED: Readonly<Record<string, () => string>> = {
  "parentheses": () => `.byte ${"(".repeat(DEEP)}1${")".repeat(DEEP)}`,
  "open parentheses": () => `.byte ${"(".repeat(DEEP)}`,
  "signs": () => `.byte ${"-".repeat(DEEP)}1`,
  "a long sum": () => `.byte 1${" + 1".repeat(DEEP)}`,
  "a long sum of a label": () => `.8byte x${" + 1".repeat(DEEP)}\nx:`,
  "functions": () => `lui a0, ${"%hi(".repeat(DEEP)}`,
  "open conditionals": () => ".if 1\n".repeat(DEEP),
  "conditionals": () => ".if 1\n".repeat(DEEP) + ".endif\n".repeat(DEEP),
  "macro definitions": () => ".macro m\n".repeat(DEEP),
  "comments": () => "/*".repeat(DEEP),
  "quotes": () => '"'.repeat(DEEP + 1),
  "a chain of equates": () =>
    `${lines(5_000, (i) => `.equ e${i}, e${i + 1} + 1`)}\n.equ e5000, 1\n.8byte e0`,
  "a chain of equates to a label": () =>
    `${lines(5_000, (i) => `.equ e${i}, e${i + 1} + 1`)}\ne5000: .8byte e0`,
};

const GROWING: Readonly<Record<string, () => string>> = {
  "a doubled symbol": () => "x = y\n.rept 60\nx = x + x\n.endr\n.8byte x\ny = 1",
  "a symbol less itself": () => "x = y\n.rept 60\nx = x - x\n.endr\n.8byte x\ny: nop",
  "a symbol that grows": () => "x = y\n.rept 20000\nx = x + 1\n.endr\n.8byte x\ny: nop",
  "a symbol that is negated": () => "x = y\n.rept 20000\nx = ~x\n.endr\n.8byte x\ny = 1",
  "a symbol that grows by another": () =>
    "x = y\n.rept 20000\nx = x + z\n.endr\n.8byte x\ny: nop\nz: nop",
  "doubling equates": () => `${lines(60, (i) => `.equ e${i}, e${i + 1} + e${i + 1}`)}\n.8byte e0`,
  "an equate of itself": () => ".equ a, b\n.equ b, c\n.equ c, a\n.8byte a, b, c",
  "a macro that calls itself": () => ".macro m\nm\n.endm\nm",
  "a macro that doubles its argument": () => ".macro d x\nd \\x\\x\n.endm\nd abcdefgh",
  "macros that call the next one twice": () =>
    `${lines(40, (i) => `.macro m${i}\nm${i + 1}\nm${i + 1}\n.endm`)}\n.macro m40\n.endm\nm0`,
  "repetitions of repetitions": () => `${".rept 1000\n".repeat(50)}nop\n${".endr\n".repeat(50)}`,
  "an empty repetition": () => ".rept 0x7fffffffffffffff\n.endr",
  "a macro that eats its arguments": () =>
    `.macro m x, y:vararg\n.byte \\x\n.ifnb \\y\nm \\y\n.endif\n.endm\nm ${"1,".repeat(5000)}1`,
  "branches that push each other away": () =>
    lines(6_000, (i) => `l${i}: beq a0, a1, l${Math.min(5_999, i + 1024)}`),
};

const LARGE: Readonly<Record<string, () => string>> = {
  "a large .bss": () => lines(40, (i) => `.section .bss.s${i}\n.skip 0xfffff000`),
  "large sections": () => lines(40, (i) => `.section .data.s${i}\n.skip 0x10000000`),
  "large common symbols": () => lines(40, (i) => `.comm c${i}, 0x80000000`),
  "a large alignment": () => "nop\n.align 31\nnop",
  "a far .org": () => ".org 0x7fffffffffffffff",
  "a large .fill": () => ".fill 0x7fffffffffffffff, 8, 1",
  "a large .fill of nothing": () => ".fill 0x7fffffffffffffff, 0, 1",
  "many errors": () => "bogus x\n".repeat(50_000),
  "many labels": () => "a:".repeat(DEEP),
  "many commas": () => `add ${",".repeat(DEEP)}`,
  "many values": () => `.byte ${"1,".repeat(DEEP)}1`,
  "a long line": () => `nop ${"a".repeat(1_000_000)}`,
  "a long string": () => `.ascii "${"a".repeat(1_000_000)}"`,
  "a long label": () => `${"a".repeat(DEEP)}: j ${"a".repeat(DEEP)}`,
  "long numbers": () => `.8byte ${"9".repeat(DEEP)}, 0x${"f".repeat(DEEP)}`,
  "a long .irpc": () => `.irpc x, ${"ab".repeat(20_000)}\n.byte '\\x'\n.endr`,
};

const ODD: Readonly<Record<string, () => string>> = {
  "names of every object": () =>
    `__proto__: constructor
toString a0
hasOwnProperty: j __proto__
.__proto__
.constructor
.section __proto__, "aw", @constructor
.equ valueOf, 5
add __proto__, constructor, toString
csrr a0, constructor
lui a0, %constructor(x)
.option toString
.type x, @constructor
.macro constructor a
\\constructor \\__proto__
.endm
constructor
fence constructor, toString
.insn toString
.insn constructor 1, 2, 3`,
  "numeric labels without end": () =>
    "99999999999999999999: j 99999999999999999999b\n4294967296: j 4294967296b",
  "extremes of arithmetic": () =>
    ".8byte 1 << -1, 1 >> 200, -0x8000000000000000 / -1, -0x8000000000000000 % -1, 1 / 0",
  "strange characters": () =>
    '\0nop\0\n\ufeffnop\n\u2028nop\rnop\u0085nop\n\ud800: nop\n.ascii "\udfff',
  "nothing": () => "",
};

/** The hostile sources by name. */
export const HOSTILE: Readonly<Record<string, () => string>> = {
  ...NESTED,
  ...GROWING,
  ...LARGE,
  ...ODD,
};

/** The hostile source of that number, after the start of a program. */
export function hostileCase(index: number): string {
  const make = Object.values(HOSTILE)[index];
  return make === undefined ? START : `${START}${make()}\n`;
}
