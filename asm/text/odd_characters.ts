// SPDX-License-Identifier: MPL-2.0
// Characters that word processors, web pages and slides substitute for those that were typed: they
// look right, but mean nothing to an assembler. They are reported only where a statement is wrong
// anyway, because names may have letters of any language.

/** The name of each, and the character that was meant. */
const ODD: ReadonlyMap<string, readonly [name: string, meant: string]> = new Map([
  ["\u00a0", ["non-breaking space", " "]],
  ["\u2007", ["figure space", " "]],
  ["\u2009", ["thin space", " "]],
  ["\u202f", ["narrow non-breaking space", " "]],
  ["\u3000", ["ideographic space", " "]],
  ["\u200b", ["zero-width space", ""]],
  ["\u200e", ["left-to-right mark", ""]],
  ["\u2060", ["word joiner", ""]],
  ["\ufeff", ["byte order mark", ""]],
  ["\u00ad", ["soft hyphen", ""]],
  ["\u201c", ["typographic quotation mark", '"']],
  ["\u201d", ["typographic quotation mark", '"']],
  ["\u201e", ["typographic quotation mark", '"']],
  ["\u00ab", ["guillemet", '"']],
  ["\u00bb", ["guillemet", '"']],
  ["\u2018", ["typographic apostrophe", "'"]],
  ["\u2019", ["typographic apostrophe", "'"]],
  ["\u00b4", ["acute accent", "'"]],
  ["\u2010", ["typographic hyphen", "-"]],
  ["\u2011", ["non-breaking hyphen", "-"]],
  ["\u2012", ["figure dash", "-"]],
  ["\u2013", ["en dash", "-"]],
  ["\u2014", ["em dash", "-"]],
  ["\u2212", ["mathematical minus sign", "-"]],
  ["\u00d7", ["multiplication sign", "*"]],
  ["\u00f7", ["division sign", "/"]],
  ["\uff0c", ["full-width comma", ","]],
  ["\uff08", ["full-width parenthesis", "("]],
  ["\uff09", ["full-width parenthesis", ")"]],
  ["\uff1a", ["full-width colon", ":"]],
  ["\uff1b", ["full-width semicolon", ";"]],
  ["\uff03", ["full-width number sign", "#"]],
]);

const ODD_TEXT = new RegExp(`[${[...ODD.keys()].join("")}]`, "g");

/** The odd characters of a text, and the fix. */
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
  const isBlank = meant === " " || meant === "";
  return {
    offset: first.index,
    length: part.length,
    message: isBlank
      ? `unexpected ${name} (U+${code})`
      : `unexpected ${name} \`${character}\` (U+${code})`,
    fix: {
      message: meant === " "
        ? "use a plain space"
        : meant === ""
        ? "delete this invisible character"
        : `use \`${meant}\``,
      replacement: part.replaceAll(ODD_TEXT, (odd) => ODD.get(odd)?.[1] ?? ""),
    },
  };
}

/** Whether a text begins with a typographic quotation mark or apostrophe. */
export function isQuote(text: string): boolean {
  return /^["']$/.test(ODD.get(text.charAt(0))?.[1] ?? "");
}
