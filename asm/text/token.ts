// SPDX-License-Identifier: MPL-2.0
// The kinds of token. The kind of single-character punctuation is its character code, so the other
// kinds avoid the codes of printable characters.

/** The end of a statement: after its last token. */
export const END = 0;
/** An identifier: a symbol, mnemonic, register or directive. Its value is its number in Names. */
export const NAME = 1;
/** An integer or character constant. Its value is the number, or NaN when only a bigint holds it. */
export const NUMBER = 2;
/** `1f` or `1b`. Its value is twice the number, plus one for forward. */
export const LOCAL = 3;
/** A string with its quotes. */
export const STRING = 4;
/** A decimal fraction or one with an exponent. Its value is the number. */
export const FRACTION = 5;
/** A string, character constant or comment that does not end. */
export const UNTERMINATED = 6;
/** A word that begins with a digit and is not a number, such as 0x or 12ab. */
export const BAD_NUMBER = 7;

export const SHIFT_LEFT = 128;
export const SHIFT_RIGHT = 129;
export const LESS_EQUAL = 130;
export const GREATER_EQUAL = 131;
export const EQUAL_EQUAL = 132;
export const NOT_EQUAL = 133;
export const AND_AND = 134;
export const OR_OR = 135;

export const EXCLAMATION = 0x21;
export const PERCENT = 0x25;
export const AMPERSAND = 0x26;
export const LEFT = 0x28;
export const RIGHT = 0x29;
export const STAR = 0x2a;
export const PLUS = 0x2b;
export const COMMA = 0x2c;
export const MINUS = 0x2d;
export const SLASH = 0x2f;
export const COLON = 0x3a;
export const LESS = 0x3c;
export const EQUAL = 0x3d;
export const GREATER = 0x3e;
export const AT = 0x40;
export const LEFT_BRACKET = 0x5b;
export const BACKSLASH = 0x5c;
export const CARET = 0x5e;
export const BAR = 0x7c;
export const TILDE = 0x7e;
