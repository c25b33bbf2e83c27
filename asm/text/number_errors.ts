// SPDX-License-Identifier: MPL-2.0
// Finds the number that was meant by a word that begins with a digit and is not a number, and by
// numbers with a mark in front, as other assemblers write them.

import type { DiagnosticFix } from "../object/diagnostic.ts";

const written = (number: string, message: string): DiagnosticFix => ({
  message,
  replacement: number,
});

/** Patterns of such words, and the fix for each. */
const WRONG: readonly [pattern: RegExp, fix: (word: string) => DiagnosticFix][] = [
  [
    /^[0-9][0-9a-f]*h$/i,
    (word) => {
      const number = `0x${word.slice(0, -1)}`;
      return written(number, `hexadecimal numbers are written \`${number}\``);
    },
  ],
  [/^0[xb]$/i, (word) => ({ message: `\`${word}\` needs digits after it` })],
  [
    /^(?:0x[\da-f_]+|0b[01_]+|[1-9][\d_]*)$/i,
    (word) => written(word.replaceAll("_", ""), "numbers are written without `_`"),
  ],
  [/^0b[0-9_]+$/i, () => ({ message: "binary digits are 0 and 1" })],
  [
    /^0x\w+$/i,
    (word) => ({
      message: `\`${/[^\da-f]/i.exec(word.slice(2))?.[0]}\` is not a hexadecimal digit`,
    }),
  ],
  [
    /^0[0-9]+$/,
    (word) => {
      const number = word.replace(/^0+/, "");
      return written(number, `a leading 0 makes a number octal; write \`${number}\``);
    },
  ],
  [
    /^[0-9][0-9a-f]+$/i,
    (word) => written(`0x${word}`, `hexadecimal numbers are written \`0x${word}\``),
  ],
  [/^[0-9]+[a-z_.$]/i, () => ({ message: "a name cannot begin with a digit" })],
];

/** The fix for a word that is not a number. */
export function numberFix(word: string): DiagnosticFix | undefined {
  return WRONG.find(([pattern]) => pattern.test(word))?.[1](word);
}

/** The fix for `$5`, `%5` or `#5`; undefined for any other text. */
export function markedNumberFix(text: string): DiagnosticFix | undefined {
  const [, mark = "", number = ""] = /^([$%#=])(-?(?:0x[\da-f]+|0b[01]+|\d+))$/i.exec(text) ?? [];
  return number === "" ? undefined : written(number, `numbers are written without \`${mark}\``);
}
