// SPDX-License-Identifier: MPL-2.0
// Characters that word processors, web pages and slides put in place of those that were typed: they
// look right and mean nothing to an assembler. Names may have letters of any language, so only these
// are told of, and only where something is wrong anyway.

/** What each is called, and what was meant. */
const ODD: ReadonlyMap<string, readonly [name: string, meant: string]> = new Map([
  ["\u00a0", ["a non-breaking space", " "]],
  ["\u2007", ["a figure space", " "]],
  ["\u2009", ["a thin space", " "]],
  ["\u202f", ["a narrow non-breaking space", " "]],
  ["\u3000", ["an ideographic space", " "]],
  ["\u200b", ["a zero-width space", ""]],
  ["\u200e", ["a left-to-right mark", ""]],
  ["\u2060", ["a word joiner", ""]],
  ["\ufeff", ["a byte order mark", ""]],
  ["\u00ad", ["a soft hyphen", ""]],
  ["\u201c", ["a typographic quotation mark", '"']],
  ["\u201d", ["a typographic quotation mark", '"']],
  ["\u201e", ["a typographic quotation mark", '"']],
  ["\u00ab", ["a guillemet", '"']],
  ["\u00bb", ["a guillemet", '"']],
  ["\u2018", ["a typographic apostrophe", "'"]],
  ["\u2019", ["a typographic apostrophe", "'"]],
  ["\u00b4", ["an acute accent", "'"]],
  ["\u2010", ["a typographic hyphen", "-"]],
  ["\u2011", ["a non-breaking hyphen", "-"]],
  ["\u2012", ["a figure dash", "-"]],
  ["\u2013", ["an en dash", "-"]],
  ["\u2014", ["an em dash", "-"]],
  ["\u2212", ["a minus sign of mathematics", "-"]],
  ["\u00d7", ["a multiplication sign", "*"]],
  ["\u00f7", ["a division sign", "/"]],
  ["\uff0c", ["a full-width comma", ","]],
  ["\uff08", ["a full-width parenthesis", "("]],
  ["\uff09", ["a full-width parenthesis", ")"]],
  ["\uff1a", ["a full-width colon", ":"]],
  ["\uff1b", ["a full-width semicolon", ";"]],
  ["\uff03", ["a full-width number sign", "#"]],
]);

const ODD_TEXT = new RegExp(`[${[...ODD.keys()].join("")}]`, "g");

/** What is odd in a text. */
export interface OddCharacters {
  /** Offset of the first, and length up to the last. */
  readonly offset: number;
  readonly length: number;
  readonly message: string;
  readonly fix: { readonly message: string; readonly replacement: string };
}

/** The odd characters of a text; undefined when there are none. */
export function oddCharacters(text: string): OddCharacters | undefined {
  const found = [...text.matchAll(ODD_TEXT)];
  const first = found[0];
  const last = found.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const [character] = first;
  const [name, meant] = ODD.get(character) ?? ["", ""];
  const part = text.slice(first.index, last.index + 1);
  const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
  const shown = meant === " " || meant === "" ? name : `\`${character}\` is ${name}`;
  return {
    offset: first.index,
    length: part.length,
    message: meant === " " || meant === ""
      ? `there is ${shown} (U+${code}) here`
      : `${shown} (U+${code}), which means nothing here`,
    fix: {
      message: meant === " "
        ? "write a plain space"
        : meant === ""
        ? "delete it: it does not show"
        : `write \`${meant}\``,
      replacement: part.replaceAll(ODD_TEXT, (odd) => ODD.get(odd)?.[1] ?? ""),
    },
  };
}

/** Whether a text begins with a quotation mark or apostrophe that is not the one of a keyboard. */
export function isQuote(text: string): boolean {
  return /^["']$/.test(ODD.get(text.charAt(0))?.[1] ?? "");
}
