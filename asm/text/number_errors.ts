// SPDX-License-Identifier: MPL-2.0
// Words that begin with a digit and are no numbers: which number was meant. And numbers that other
// assemblers mark with a character in front.

import type { DiagnosticFix } from "../object/diagnostic.ts";

const written = (number: string, message = `write \`${number}\``): DiagnosticFix => ({
  message,
  replacement: number,
});

/** Patterns of such words, and what to say. */
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
    (word) => written(word.replaceAll("_", ""), "digits are written without `_`"),
  ],
  [/^0b[0-9_]+$/i, () => ({ message: "binary digits are 0 and 1" })],
  [
    /^0x\w+$/i,
    (word) => ({
      message: `\`${/[^\da-f]/i.exec(word.slice(2))?.[0]}\` is no hexadecimal digit`,
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

/** What to do about a word that is no number. */
export function numberFix(word: string): DiagnosticFix | undefined {
  return WRONG.find(([pattern]) => pattern.test(word))?.[1](word);
}

/** What to do about `$5`, `%5` or `#5`; undefined when the text is not of that kind. */
export function markedNumberFix(text: string): DiagnosticFix | undefined {
  const [, mark = "", number = ""] = /^([$%#=])(-?(?:0x[\da-f]+|0b[01]+|\d+))$/i.exec(text) ?? [];
  return number === "" ? undefined : written(number, `numbers are written without \`${mark}\``);
}
