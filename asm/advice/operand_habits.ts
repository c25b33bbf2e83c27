// SPDX-License-Identifier: MPL-2.0
// Common mistakes with operands: those of another instruction or machine, in another order, or with
// one missing. Suggests what to write, with the operands of the source.

import type { Assembly } from "../state/assembly.ts";
import type { FixAt } from "../object/diagnostic.ts";
import type { Operand } from "../state/operand.ts";
import { registerHint, registerWord } from "../text/register_words.ts";
import { showValue } from "../object/value.ts";

/** An instruction with operands that do not match. */
export interface Mismatch {
  readonly assembly: Assembly;
  /** The token of the mnemonic. */
  readonly token: number;
  readonly mnemonic: string;
  readonly operands: readonly Operand[];
  /** The operands as written. */
  readonly texts: readonly string[];
  /**
   * A letter for each operand: r register, f floating-point register, w register of another machine,
   * n number, s symbol, a address, e expression.
   */
  readonly kinds: string;
  /** Whether some form has this number of operands. */
  readonly isCountRight: boolean;
}

const LETTERS = { register: "r", constant: "n", symbol: "s", expression: "e" } as const;

/** A floating-point register, which the parser takes for a symbol. */
const FLOAT_REGISTER = /^f[tsa]?\d+$/;

/** The mismatch of the operands that were just parsed. */
export function mismatchOf(
  assembly: Assembly,
  token: number,
  count: number,
  isCountRight = true,
): Mismatch {
  const operands = assembly.operands.operands.slice(0, count);
  const { lexer } = assembly;
  const textOf = ({ first, after }: Operand) =>
    lexer.text.slice(lexer.starts[first], lexer.ends[after - 1]);
  const letterOf = (operand: Operand) => {
    if (operand.base >= 0) return "a";
    const text = textOf(operand);
    if (FLOAT_REGISTER.test(text)) return "f";
    const isDefined = operand.symbol !== undefined && operand.symbol.state !== "undefined";
    const isWord = operand.kind === "symbol" && !isDefined && registerWord(text) !== undefined;
    return isWord ? "w" : LETTERS[operand.kind];
  };
  return {
    assembly,
    token,
    mnemonic: lexer.slice(token).toLowerCase(),
    operands,
    texts: operands.map(textOf),
    kinds: operands.map(letterOf).join(""),
    isCountRight,
  };
}

/** The fix for a mismatch, if there is one. */
type Advice = (mismatch: Mismatch) => FixAt | undefined;

/** A fix that rewrites the whole instruction. */
export function rewrite({ assembly, token }: Mismatch, instruction: string, reason = ""): FixAt {
  const { lexer } = assembly;
  return {
    message: reason === "" ? `use \`${instruction}\`` : `${reason}: \`${instruction}\``,
    replacement: instruction,
    location: lexer.location(token),
    length: lexer.ends[lexer.count - 1]! - lexer.starts[token]!,
  };
}

/** Instructions with an immediate, and the same with a register instead. */
export const IMMEDIATE_FORMS: Readonly<Record<string, string>> = {
  addi: "add",
  addiw: "addw",
  andi: "and",
  ori: "or",
  xori: "xor",
  slti: "slt",
  sltiu: "sltu",
  slli: "sll",
  srli: "srl",
  srai: "sra",
  slliw: "sllw",
  srliw: "srlw",
  sraiw: "sraw",
};

const MEMORY = /^(?:l[bhwd]u?|s[bhwd]|f[ls][wd]|jalr)$/;
const BRANCH = /^b(?:eq|ne|lt|ge|ltu|geu|gt|le|gtu|leu)$/;
const ZERO_BRANCH = /^b(?:eq|ne|lt|ge|gt|le)z$/;

/** A temporary register that no operand uses. */
export function temporary({ texts }: Mismatch): string {
  return ["t0", "t1", "t2", "t3"].find((name) => !texts.some((text) => text.includes(name))) ??
    "t4";
}

/** The same instruction, with a number loaded into a register first. */
function loadFirst(mismatch: Mismatch, index: number): FixAt {
  const { texts, mnemonic } = mismatch;
  const register = temporary(mismatch);
  const operands = texts.map((text, at) => at === index ? register : text).join(", ");
  return { message: `\`li ${register}, ${texts[index]}\` first, then \`${mnemonic} ${operands}\`` };
}

const swapped: Advice = (mismatch) =>
  rewrite(
    mismatch,
    `${mismatch.mnemonic} ${mismatch.texts[1]}, ${mismatch.texts[0]}`,
    "the register comes first, then the address",
  );

const inParentheses = (register: number, offset: number): Advice => (mismatch) => {
  const { texts, mnemonic } = mismatch;
  return rewrite(
    mismatch,
    `${mnemonic} ${texts[0]}, ${texts[offset]}(${texts[register]})`,
    "an address is an offset and a register in parentheses",
  );
};

const ANY = /./;

/** Well-known mistakes: mnemonics, kinds of operands, and the advice; the first match applies. */
const ADVICE: readonly [mnemonic: RegExp, kinds: RegExp, advice: Advice][] = [
  [MEMORY, /^ar$/, swapped],
  [MEMORY, /^rnr$/, inParentheses(2, 1)],
  [MEMORY, /^rrn$/, inParentheses(1, 2)],
  [
    MEMORY,
    /^rrr$/,
    ({ texts, mnemonic }) => ({
      message: `add the registers first: \`add t0, ${texts[1]}, ${texts[2]}\`, ` +
        `then \`${mnemonic} ${texts[0]}, 0(t0)\``,
    }),
  ],
  [
    /^s[bhwd]$|^f[ls][wd]$/,
    /^[rf]s$/,
    (mismatch) => {
      const register = temporary(mismatch);
      return rewrite(
        mismatch,
        `${mismatch.mnemonic} ${mismatch.texts.join(", ")}, ${register}`,
        "a symbol needs a register for its address",
      );
    },
  ],
  [
    BRANCH,
    /^rs$/,
    (mismatch) => {
      const { mnemonic, texts: [register, label] } = mismatch;
      const isUnsigned = mnemonic.endsWith("u");
      const instruction = isUnsigned
        ? `${mnemonic} ${register}, zero, ${label}`
        : `${mnemonic}z ${register}, ${label}`;
      return rewrite(mismatch, instruction, "to compare with 0");
    },
  ],
  [
    ZERO_BRANCH,
    /^rr[sn]$/,
    (mismatch) => {
      const { mnemonic, texts } = mismatch;
      return rewrite(
        mismatch,
        `${mnemonic.slice(0, -1)} ${texts.join(", ")}`,
        "to compare two registers",
      );
    },
  ],
  [
    ZERO_BRANCH,
    /^rns$/,
    (mismatch) => {
      const { mnemonic, texts } = mismatch;
      return mismatch.operands[1]?.value === 0
        ? rewrite(
          mismatch,
          `${mnemonic} ${texts[0]}, ${texts[2]}`,
          "the comparison with 0 is implied",
        )
        : loadFirst({ ...mismatch, mnemonic: mnemonic.slice(0, -1) }, 1);
    },
  ],
  [
    /^b/,
    /^s$/,
    () => ({ message: "name the register to compare first; `j label` always jumps" }),
  ],
  [
    BRANCH,
    /^(?:rns|nrs)$/,
    (mismatch) => {
      const index = mismatch.kinds.indexOf("n");
      const operand = mismatch.operands[index];
      if (operand?.value !== 0) return loadFirst(mismatch, index);
      const { location, length } = mismatch.assembly.cursor.range(operand.first, operand.after);
      const message = "use the register `zero` for 0";
      return { message, replacement: "zero", location, length };
    },
  ],
  [
    /^subi?w?$/,
    /^rrn$/,
    (mismatch) => {
      const { mnemonic, texts, operands } = mismatch;
      const value = operands[2]?.value ?? 0;
      const name = mnemonic.endsWith("w") ? "addiw" : "addi";
      return rewrite(
        mismatch,
        `${name} ${texts[0]}, ${texts[1]}, ${
          showValue(typeof value === "number" ? -value : -value)
        }`,
        "subtract by adding",
      );
    },
  ],
  [
    /^mv$|^move$/,
    /^(?:rf|fr|ff)$/,
    (mismatch) => {
      const { kinds, texts } = mismatch;
      const name = kinds === "ff" ? "fmv.d" : kinds === "rf" ? "fmv.x.d" : "fmv.d.x";
      const reason = kinds === "ff"
        ? "between floating-point registers"
        : "to move the bits unchanged";
      return rewrite(mismatch, `${name} ${texts.join(", ")}`, reason);
    },
  ],
  [
    /^mv$|^move$/,
    /^rn$/,
    (mismatch) => rewrite(mismatch, `li ${mismatch.texts.join(", ")}`, "`li` loads a number"),
  ],
  [
    /^mv$|^move$/,
    /^r[as]$/,
    (mismatch) => {
      const [register, word = ""] = mismatch.texts;
      if (mismatch.kinds === "ra") {
        return rewrite(mismatch, `ld ${register}, ${word}`, "`ld` loads from memory");
      }
      const isDefined = mismatch.operands[1]?.symbol?.state === "label";
      return isDefined || registerHint(word) === undefined
        ? {
          message: `\`lw ${register}, ${word}\` loads the value at \`${word}\`, ` +
            `\`la ${register}, ${word}\` its address`,
        }
        : undefined;
    },
  ],
  [
    /^(?:li|l?la)$/,
    /^rr$/,
    (mismatch) => rewrite(mismatch, `mv ${mismatch.texts.join(", ")}`, "`mv` copies a register"),
  ],
  [
    /^li$/,
    /^rnn+$/,
    (mismatch) => {
      const { texts } = mismatch;
      const isGroups = texts.slice(2).every((text) => /^\d{3}$/.test(text));
      return isGroups
        ? rewrite(
          mismatch,
          `li ${texts[0]}, ${texts.slice(1).join("")}`,
          "write numbers without separators",
        )
        : undefined;
    },
  ],
  [
    /^l[abhwd]u?$|^li$|^lla$/,
    /^[sn]$/,
    ({ mnemonic, texts }) => ({
      message: `name the register to load first: \`${mnemonic} a0, ${texts[0]}\``,
    }),
  ],
  [
    /^(?:addi?|subi?|andi?|ori?|xori?|mul|div|rem|sll[i]?|srli?|srai?|divu|remu|addi?w|subw)$/,
    /^r[rn]$/,
    (mismatch) => {
      const { mnemonic, texts: [destination, source] } = mismatch;
      const instruction = `${mnemonic} ${destination}, ${destination}, ${source}`;
      return rewrite(mismatch, instruction, "name the destination and both sources");
    },
  ],
  [
    /^(?:div|mul)u?$/,
    /^rr$/,
    () => ({
      message:
        "the result goes to the first register: `div rd, rs1, rs2`; use `rem` for the remainder",
    }),
  ],
  [
    /i(?:w|u)?$/,
    /^rrr$/,
    (mismatch) => {
      const name = IMMEDIATE_FORMS[mismatch.mnemonic];
      return name === undefined
        ? undefined
        : rewrite(mismatch, `${name} ${mismatch.texts.join(", ")}`, "for three registers");
    },
  ],
  [
    ANY,
    /^rrn$/,
    (mismatch) => mismatch.mnemonic.startsWith("b") ? undefined : loadFirst(mismatch, 2),
  ],
  [
    ANY,
    /^rrs$/,
    (mismatch) => {
      const { mnemonic, texts } = mismatch;
      const [destination, source, symbol = ""] = texts;
      const isOther = MEMORY.test(mnemonic) || BRANCH.test(mnemonic) || !/^\w+$/.test(symbol);
      if (isOther || registerHint(symbol) !== undefined) return undefined;
      const register = temporary(mismatch);
      return {
        message: `load it first: \`lw ${register}, ${symbol}\`, then ` +
          `\`${mnemonic} ${destination}, ${source}, ${register}\``,
      };
    },
  ],
  [
    ANY,
    /^ra?r?a?r?$/,
    ({ operands, kinds }) => {
      const operand = operands[kinds.indexOf("a")];
      return operand === undefined || kinds.length !== 3
        ? undefined
        : { message: "only loads and stores access memory: load the value first" };
    },
  ],
  [
    /^jr$/,
    /^s$/,
    (mismatch) => rewrite(mismatch, `j ${mismatch.texts[0]}`, "to jump to a label"),
  ],
  [
    /^jalr$/,
    /^s$/,
    (mismatch) => rewrite(mismatch, `call ${mismatch.texts[0]}`, "to call a function by name"),
  ],
  [
    /^jump$/,
    /^s$/,
    (mismatch) => rewrite(mismatch, `j ${mismatch.texts[0]}`),
  ],
  [
    /^(?:j|tail)$/,
    /^r$/,
    (mismatch) =>
      rewrite(mismatch, `jr ${mismatch.texts[0]}`, "to jump to the address in a register"),
  ],
  [
    /^(?:call|jal)$/,
    /^r$/,
    (mismatch) =>
      rewrite(
        mismatch,
        `jalr ${mismatch.texts[0]}`,
        "to call the function at the address in a register",
      ),
  ],
  [
    /^ret$/,
    /^[rn]$/,
    ({ kinds, texts: [text] }) => {
      const move = `${kinds === "r" ? "mv" : "li"} a0, ${text}`;
      return text === "a0"
        ? { message: "`ret` takes no operands: it returns the value in a0" }
        : { message: `put the return value in a0 first: \`${move}\`` };
    },
  ],
  [
    /^ecall$/,
    /^n/,
    ({ texts }) => ({
      message: `put the system call number in a7: \`li a7, ${texts[0]}\``,
    }),
  ],
];

/** The fix for operands that match no form, if the mistake is well known. */
export function knownFix(mismatch: Mismatch): FixAt | undefined {
  for (const [mnemonic, kinds, advice] of ADVICE) {
    if (!mnemonic.test(mismatch.mnemonic) || !kinds.test(mismatch.kinds)) continue;
    // Advice for any mnemonic applies only where the number of operands is right.
    if (mnemonic === ANY && !mismatch.isCountRight) continue;
    const fix = advice(mismatch);
    if (fix !== undefined) return fix;
  }
  return undefined;
}
