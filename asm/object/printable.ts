// SPDX-License-Identifier: MPL-2.0
// Text from programs and files as it may be shown: control characters, which could drive a terminal or forge
// lines of a report, become `\u001b`. So do characters that change the direction of text. A line of
// JSON stays JSON.

/** All of them but tab and line feed, as the inside of a character class. */
const CLASS = String.raw`\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069`;
const UNSAFE = new RegExp(`[\t\n${CLASS}]`, "g");
const UNSAFE_IN_LINES = new RegExp(`[${CLASS}]`, "g");
const UNSAFE_IN_STYLED_LINES = new RegExp(String.raw`\x1b\[[\d;]*m|` + `[${CLASS}]`, "g");

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** A name, a message or another part of a line, in which every control character is escaped. */
export function printable(text: string): string {
  return text.replace(UNSAFE, escaped);
}

/** Lines of text, in which all but line ends and tabs are escaped; with `styled`, colours stay as well. */
export function printableLines(text: string, styled = false): string {
  return styled
    ? text.replace(UNSAFE_IN_STYLED_LINES, (found) => found.length > 1 ? found : escaped(found))
    : text.replace(UNSAFE_IN_LINES, escaped);
}
