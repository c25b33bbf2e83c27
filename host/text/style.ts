// SPDX-License-Identifier: MPL-2.0
// Text styles: PLAIN leaves text as it is, COLOURED marks it for a terminal. Which one a command uses is
// decided in the command line's output.ts.

/** How reports and listings mark text, by what the text is. */
export interface TextStyle {
  /** Headings, and names of what went wrong. */
  strong(text: string): string;
  /** An error. */
  error(text: string): string;
  /** A warning. */
  warning(text: string): string;
  /** Advice. */
  hint(text: string): string;
  /** Text that can be skipped. */
  faint(text: string): string;
}

/** Leaves text unchanged. */
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
