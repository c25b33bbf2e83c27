// SPDX-License-Identifier: MPL-2.0
// Words where a register should stand: what somebody meant who knows another machine's registers, or
// mistyped one of ours.

import { ALL_REGISTER_NAMES } from "../../cpu/isa/registers.ts";
import { nearestName } from "./nearest_name.ts";

/** What to do instead, in words, and what to write in place of the word if that is all. */
export interface RegisterHint {
  readonly message: string;
  readonly replacement?: string;
}

/** x86's general registers, without the letter for their size, and what has their part here. */
const X86: Readonly<Record<string, readonly [ours: string, part: string]>> = {
  ax: ["a0", "results are in"],
  bx: ["s0", "a register that functions keep is"],
  cx: ["a3", "the fourth argument is in"],
  dx: ["a2", "the third argument is in"],
  si: ["a1", "the second argument is in"],
  di: ["a0", "the first argument is in"],
  sp: ["sp", "the stack pointer is"],
  bp: ["s0", "the frame pointer is"],
};

/** Registers of other machines that have one name, and what to say of them. */
const WORDS: Readonly<Record<string, RegisterHint>> = {
  lr: { message: "the return address is in `ra`", replacement: "ra" },
  xzr: { message: "the register that is always 0 is `zero`", replacement: "zero" },
  wzr: { message: "the register that is always 0 is `zero`", replacement: "zero" },
  pc: { message: "the program counter has no name; `auipc rd, 0` puts it into a register" },
  rip: { message: "the program counter has no name; `la rd, symbol` finds symbols relative to it" },
  ip: { message: "the program counter has no name; `auipc rd, 0` puts it into a register" },
  v0: { message: "results are in `a0`, the number of a system call in `a7`" },
  v1: { message: "the second half of a result is in `a1`", replacement: "a1" },
  at: { message: "no register belongs to the assembler; temporaries are `t0` to `t6`" },
  k0: { message: "no register belongs to the kernel; temporaries are `t0` to `t6`" },
  k1: { message: "no register belongs to the kernel; temporaries are `t0` to `t6`" },
  hi: { message: "`mulh` gives the upper half of a product, `rem` the remainder" },
  lo: { message: "`mul`, `div` and `rem` write their result to rd" },
  flags: { message: "there are no flags: branches compare two registers themselves" },
};

/** What registers with a letter and a number there are. */
const FAMILIES: Readonly<Record<string, readonly [last: number, what: string]>> = {
  a: [7, "arguments are `a0` to `a7`"],
  t: [6, "temporaries are `t0` to `t6`"],
  s: [11, "registers that functions keep are `s0` to `s11`"],
  x: [31, "registers are `x0` to `x31`"],
};

/** What to say of a word that should be a register; undefined when nothing comes to mind. */
export function registerHint(text: string): RegisterHint | undefined {
  const known = registerWord(text);
  if (known !== undefined) return known;
  const near = nearestName(text, ALL_REGISTER_NAMES);
  return near === undefined
    ? undefined
    : { message: `did you mean \`${near}\`?`, replacement: near };
}

/** What to say of a word that is a register elsewhere, or one of ours in another spelling. */
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
    const [ours, part] = X86[x86] ?? ["", ""];
    return { message: `${part} \`${ours}\``, replacement: ours };
  }
  const [, letter = "", digits = ""] = /^([a-z])(\d{1,3})[bwd]?$/.exec(word) ?? [];
  const number = Number(digits);
  if (digits !== "" && (letter === "r" || letter === "w" || letter === "$") && number <= 31) {
    const message =
      `registers are \`x0\` to \`x31\`, or go by what they are for: \`a0\`, \`t0\`, \`s0\``;
    return { message, replacement: `x${number}` };
  }
  const family = digits === "" || !Object.hasOwn(FAMILIES, letter) ? undefined : FAMILIES[letter];
  return family !== undefined && number > family[0] ? { message: family[1] } : undefined;
}
