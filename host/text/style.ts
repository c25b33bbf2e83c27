// SPDX-License-Identifier: MPL-2.0
// Colours for people. A style is a function from text to text; without a terminal, with NO_COLOR set,
// or when the environment may not be read and there is no terminal, it gives the text back unchanged.

/** The styles that reports and listings use, by what they mark. */
export interface TextStyle {
  /** What matters most: headings, names of things that went wrong. */
  strong(text: string): string;
  /** Something wrong. */
  error(text: string): string;
  /** Something worth a look. */
  warning(text: string): string;
  /** Advice. */
  hint(text: string): string;
  /** What can be skipped. */
  faint(text: string): string;
}

/** Leaves everything as it is. */
export const PLAIN: TextStyle = {
  strong: (text) => text,
  error: (text) => text,
  warning: (text) => text,
  hint: (text) => text,
  faint: (text) => text,
};

function ansi(open: number, close: number): (text: string) => string {
  return (text) => text === "" ? "" : `\x1b[${open}m${text}\x1b[${close}m`;
}

/** Marks text for a terminal, with ANSI escape sequences. */
export const COLOURED: TextStyle = {
  strong: ansi(1, 22),
  error: ansi(31, 39),
  warning: ansi(33, 39),
  hint: ansi(36, 39),
  faint: ansi(2, 22),
};
