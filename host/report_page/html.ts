// SPDX-License-Identifier: MPL-2.0
// HTML from data that nobody can trust: names of symbols and files, and whatever a program writes. A template
// escapes every value that is not HTML itself, so text cannot become markup.

/** Text that is markup already. */
export class Html {
  /** The markup. */
  readonly text: string;

  /** Markup that is known to be sound. */
  constructor(text: string) {
    this.text = text;
  }
}

/** What a template takes. */
export type HtmlValue = string | number | undefined | false | Html | readonly Html[];

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
// Control characters, and those that change the direction of text, could hide what a page says.
const UNSAFE =
  // deno-lint-ignore no-control-regex
  /[&<>"']|[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]/gu;

function escaped(character: string): string {
  return ESCAPES[character] ??
    `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
}

function textOf(value: HtmlValue): string {
  if (value === undefined || value === false) return "";
  if (value instanceof Html) return value.text;
  if (typeof value === "object") return value.map(({ text }) => text).join("");
  return String(value).replace(UNSAFE, escaped);
}

/** A template: values are escaped, for elements and for quoted attributes. */
export function markup(strings: TemplateStringsArray, ...values: HtmlValue[]): Html {
  return new Html(strings.reduce((text, next, index) => text + textOf(values[index - 1]) + next));
}

/** `1,234`. */
export function count(value: number): string {
  return value.toLocaleString("en");
}

/** `1 block`, `2 blocks`. */
export function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
}

/** `12.3%`. */
export function percent(part: number, whole: number): string {
  return `${(100 * part / Math.max(1, whole)).toFixed(1)}%`;
}

/** `2 MiB`, `38.5 KiB`, `123 bytes`. */
export function size(bytes: number): string {
  for (const [unit, unitSize] of [["GiB", 2 ** 30], ["MiB", 2 ** 20], ["KiB", 2 ** 10]] as const) {
    if (bytes >= unitSize) {
      const value = bytes / unitSize;
      return `${
        value.toLocaleString("en", { maximumFractionDigits: value < 100 ? 1 : 0 })
      } ${unit}`;
    }
  }
  return plural(bytes, "byte");
}
