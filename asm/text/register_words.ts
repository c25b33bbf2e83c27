// SPDX-License-Identifier: MPL-2.0
// Finds the register that was meant by a word in its position: a register of another machine, or a
// misspelt one of ours. Takes the text of an operand; returns advice for its error. For symbols with the
// names of registers, see register_namesakes.ts.

import { ALL_REGISTER_NAMES } from "../../cpu/isa/registers.ts";
import { nearestName } from "./nearest_name.ts";

/** What to do instead, and the replacement for the word if there is one. */
export interface RegisterHint {
  readonly message: string;
  readonly replacement?: string;
}

/** x86's general registers without their size letter, and those with the same use here. */
const X86: Readonly<Record<string, readonly [ours: string, use: string]>> = {
  ax: ["a0", "return values are in"],
  bx: ["s0", "a saved register is"],
  cx: ["a3", "the fourth argument is in"],
  dx: ["a2", "the third argument is in"],
  si: ["a1", "the second argument is in"],
  di: ["a0", "the first argument is in"],
  sp: ["sp", "the stack pointer is"],
  bp: ["s0", "the frame pointer is"],
};

/** Other registers of other machines, and the hint for each. */
const WORDS: Readonly<Record<string, RegisterHint>> = {
  lr: { message: "the return address is in `ra`", replacement: "ra" },
  xzr: { message: "the zero register is `zero`", replacement: "zero" },
  wzr: { message: "the zero register is `zero`", replacement: "zero" },
  pc: { message: "the program counter is not a register here; `auipc rd, 0` reads it" },
  rip: { message: "the program counter is not a register here; `la rd, symbol` is relative to it" },
  ip: { message: "the program counter is not a register here; `auipc rd, 0` reads it" },
  v0: { message: "return values are in `a0`, system call numbers in `a7`" },
  v1: { message: "the second return value is in `a1`", replacement: "a1" },
  at: { message: "no register is reserved for the assembler; temporaries are `t0` to `t6`" },
  k0: { message: "no register is reserved for the kernel; temporaries are `t0` to `t6`" },
  k1: { message: "no register is reserved for the kernel; temporaries are `t0` to `t6`" },
  hi: { message: "`mulh` computes the upper half of a product, `rem` the remainder" },
  lo: { message: "`mul`, `div` and `rem` write their result to rd" },
  flags: { message: "there are no flags: branches compare two registers" },
};

/** The registers that are a letter and a number. */
const FAMILIES: Readonly<Record<string, readonly [last: number, what: string]>> = {
  a: [7, "arguments are `a0` to `a7`"],
  t: [6, "temporaries are `t0` to `t6`"],
  s: [11, "saved registers are `s0` to `s11`"],
  x: [31, "registers are `x0` to `x31`"],
};

/** The hint for a word that should be a register, if there is one. */
export function registerHint(text: string): RegisterHint | undefined {
  const known = registerWord(text);
  if (known !== undefined) return known;
  const near = nearestName(text, ALL_REGISTER_NAMES);
  return near === undefined
    ? undefined
    : { message: `did you mean \`${near}\`?`, replacement: near };
}

/** The hint for a register of another machine, or one of ours in another spelling. */
export function registerWord(text: string): RegisterHint | undefined {
  const bare = text.replace(/^[$%]+/, "");
  const word = bare.toLowerCase();
  if (ALL_REGISTER_NAMES.includes(word)) {
    const message = bare === text
      ? `registers are written in lower case: \`${word}\``
      : `registers are written without \`${text[0]}\`: \`${word}\``;
    return { message, replacement: word };
  }
  if (Object.hasOwn(WORDS, word)) return WORDS[word];
  const [, x86 = ""] = /^[re]?([abcd]x|[sd]i|[sb]p)$/.exec(word) ?? [];
  if (Object.hasOwn(X86, x86)) {
    const [ours, use] = X86[x86] ?? ["", ""];
    return { message: `${use} \`${ours}\``, replacement: ours };
  }
  const [, letter = "", digits = ""] = /^([a-z])(\d{1,3})[bwd]?$/.exec(word) ?? [];
  const number = Number(digits);
  if (digits !== "" && (letter === "r" || letter === "w" || letter === "$") && number <= 31) {
    const message =
      `registers are \`x0\` to \`x31\`, or, by ABI name, \`a0\`, \`t0\`, \`s0\` and so on`;
    return { message, replacement: `x${number}` };
  }
  const family = digits === "" || !Object.hasOwn(FAMILIES, letter) ? undefined : FAMILIES[letter];
  return family !== undefined && number > family[0] ? { message: family[1] } : undefined;
}
