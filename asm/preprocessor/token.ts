// SPDX-License-Identifier: MPL-2.0
// Preprocessing tokens, and the lexer that reads them from a file: C's, as gcc reads them in assembly
// source. Comments become blanks, lines that end in a backslash are joined. Never fails: a quote that is
// not closed takes the rest of its line.

/** What a token is. `padding` stands between an expansion and the text around it. */
export type TokenKind =
  | "name"
  | "number"
  | "string"
  | "character"
  | "punctuator"
  | "other"
  | "newline"
  | "end"
  | "padding";

/** The macro in whose definition a token is written. */
export interface TokenHome {
  readonly name: string;
}

/** A preprocessing token. */
export class Token {
  /** Whether it begins a line. */
  startsLine = false;
  /** Whether it names a macro that was being expanded when it was read: it stays as it is. */
  isFinal = false;
  /** The macro in whose definition it is written. */
  macro: TokenHome | undefined = undefined;
  /** Of padding: the token whose blank decides. */
  source: Token | undefined = undefined;

  constructor(
    readonly kind: TokenKind,
    readonly text: string,
    readonly location: number,
    readonly length: number,
    /** Whether a blank precedes it. */
    readonly hasBlank: boolean,
    /** The blanks before it, as written; a comment is one blank. */
    readonly blank: string = hasBlank ? " " : "",
  ) {}

  /** The same token with or without a blank before it. */
  copy(hasBlank = this.hasBlank): Token {
    const copy = new Token(this.kind, this.text, this.location, this.length, hasBlank);
    copy.isFinal = this.isFinal;
    copy.macro = this.macro;
    return copy;
  }
}

/** Padding after an expansion, or before one: there, the blank of a token counts. */
export function padding(source?: Token): Token {
  const token = new Token("padding", "", 0, 0, false);
  token.source = source;
  return token;
}

/** A token in a message. */
export function showToken({ kind, text }: Token): string {
  return kind === "end" ? "the end of the line" : `\`${text}\``;
}

/** The text of tokens of a line: a blank, however wide, becomes one space. */
export function textOf(tokens: readonly Token[]): string {
  return tokens.map(({ hasBlank, text }, index) => (hasBlank && index > 0 ? " " : "") + text)
    .join("");
}

/** A backslash, and the line end that it removes. */
const SPLICE = /\\[ \t\f\v\r]*\n/g;
const NEWLINE = 10;
const SPACE = 32;
const SLASH = 47;
const BLANK = /[ \t\r\f\v\0]+/y;
const NAME = /[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*/y;
const NUMBER = /\.?\d(?:[eEpP][+-]|[\w.\u0080-\uffff])*/y;
const STRING = /"(?:[^"\\\n]|\\[^\n])*"/y;
const CHARACTER = /'(?:[^'\\\n]|\\[^\n])*'/y;
const PUNCTUATOR =
  /\.\.\.|<<=|>>=|->|\+\+|--|<<|>>|[<>=!*/%+\-&^|]=|&&|\|\||##|[[\](){}.&*+\-~!/%<>^|?:;=,#]/y;
const REST = /[^\n]+/y;

/** Kinds of token by what their text matches, in the order to try. */
const PATTERNS: readonly (readonly [TokenKind, RegExp])[] = [
  ["name", NAME],
  ["number", NUMBER],
  ["string", STRING],
  ["character", CHARACTER],
  ["punctuator", PUNCTUATOR],
];

/** Reads the tokens of a text. */
export class Lexer {
  /** The text without spliced line ends. */
  readonly text: string;
  /** Offset of the next character. */
  at = 0;
  /** Offsets in `text` at which characters were removed, and how many were so far. */
  readonly #splices: number[] = [];
  readonly #removed: number[] = [];
  readonly #base: number;
  #startsLine = true;

  /** @param base The location of the text's first character. */
  constructor(text: string, base: number) {
    this.#base = base;
    this.text = text.includes("\\") ? this.#join(text) : text;
  }

  #join(text: string): string {
    let joined = "";
    let done = 0;
    for (const { 0: match, index } of text.matchAll(SPLICE)) {
      joined += text.slice(done, index);
      done = index + match.length;
      this.#splices.push(joined.length);
      this.#removed.push(done - joined.length);
    }
    return joined + text.slice(done);
  }

  /** The location of an offset in the text. */
  location(offset: number): number {
    const splices = this.#splices;
    let low = 0;
    let high = splices.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((splices[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return this.#base + offset + (this.#removed[low - 1] ?? 0);
  }

  /** The offset of a comment that was not closed; -1 while there is none. */
  openComment = -1;

  /** Reads a token. At the end of the text, it is `end`, again and again. */
  next(): Token {
    const { text } = this;
    const startsLine = this.#startsLine;
    const blank = this.#skipBlanks();
    const start = this.at;
    this.#startsLine = false;
    if (start >= text.length) return this.#token("end", start, start, blank);
    if (text.charCodeAt(start) === NEWLINE) {
      this.#startsLine = true;
      return this.#token("newline", start, start + 1, blank);
    }
    const token = this.#read(start, blank);
    token.startsLine = startsLine;
    return token;
  }

  #read(start: number, blank: string): Token {
    const { text } = this;
    for (const [kind, pattern] of PATTERNS) {
      pattern.lastIndex = start;
      if (pattern.test(text)) return this.#token(kind, start, pattern.lastIndex, blank);
    }
    const quote = text[start];
    REST.lastIndex = start;
    REST.test(text);
    const isQuote = quote === '"' || quote === "'";
    return this.#token("other", start, isQuote ? REST.lastIndex : start + 1, blank);
  }

  #token(kind: TokenKind, start: number, end: number, blank: string): Token {
    this.at = end;
    const isJoined = this.#splices.length > 0;
    const location = isJoined ? this.location(start) : this.#base + start;
    const length = isJoined ? this.location(end) - location : end - start;
    const text = this.text.slice(start, end);
    return new Token(kind, text, location, length, blank !== "", blank);
  }

  /** Skips blanks and comments, and returns the blanks; for a comment, one. */
  #skipBlanks(): string {
    const { text } = this;
    const start = this.at;
    const code = text.charCodeAt(start);
    if (code > SPACE && code !== SLASH || code === NEWLINE) return "";
    let isPlain = true;
    while (true) {
      BLANK.lastIndex = this.at;
      if (BLANK.test(text)) this.at = BLANK.lastIndex;
      if (text.charCodeAt(this.at) !== SLASH) break;
      const from = this.at;
      if (text[this.at + 1] === "/") {
        const end = text.indexOf("\n", this.at);
        this.at = end < 0 ? text.length : end;
      } else if (text[this.at + 1] === "*") {
        const end = text.indexOf("*/", this.at + 2);
        if (end < 0) this.openComment = this.at;
        this.at = end < 0 ? text.length : end + 2;
      } else break;
      if (this.at > from) isPlain = false;
    }
    if (this.at === start) return "";
    return isPlain ? text.slice(start, this.at) : " ";
  }
}

/** The kind of a text that is a single token; undefined if it is not. */
export function singleKind(text: string): TokenKind | undefined {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = 0;
    if (pattern.test(text)) return pattern.lastIndex === text.length ? kind : undefined;
  }
  return undefined;
}

/** Whether two tokens without a blank between them would read as other tokens. */
export function wouldJoin(left: Token, right: Token): boolean {
  const { kind, text } = left;
  const first = right.text[0] ?? "";
  if (kind === "punctuator") {
    if (text === "/" && (first === "/" || first === "*")) return true;
    if (text === "<" && (first === "%" || first === ":")) return true;
    if (text === "%" && (first === ":" || first === ">")) return true;
    if (text === "." && (right.kind === "number" || first === "%")) return true;
    return right.kind === "punctuator" && singleKind(text + first) !== undefined ||
      text === "." && first === "." || text === "#" && first === "#";
  }
  if (kind === "name") {
    return ["name", "character", "string"].includes(right.kind) ||
      right.kind === "number" && /^\w+$/.test(right.text);
  }
  if (kind === "number") {
    return ["name", "number", "character"].includes(right.kind) || /^[.+-]/.test(first);
  }
  return kind === "other" && text === "\\" && right.kind === "name";
}
