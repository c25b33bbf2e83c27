// SPDX-License-Identifier: MPL-2.0
// Walks over the tokens of a statement, for every parser of operands and directives, and reports
// errors at them.

import type { DiagnosticDetails, Diagnostics, FixAt } from "../object/diagnostic.ts";
import type { Lexer } from "./lexer.ts";
import type { Expectation } from "./expectation.ts";
import { quotedName } from "./literal.ts";
import { numberFix } from "./number_errors.ts";
import { isQuote, oddCharacters } from "./odd_characters.ts";
import type { Sources } from "../object/source.ts";
import * as token from "./token.ts";
import { tokenFix } from "./token_errors.ts";

function fixOf(fix: FixAt | undefined): DiagnosticDetails {
  return fix === undefined ? {} : { fix };
}

/** A position among the tokens of the current statement. */
export class Cursor {
  /** Index of the next token. */
  at = 0;

  constructor(
    readonly lexer: Lexer,
    readonly sources: Sources,
    readonly diagnostics: Diagnostics,
  ) {}

  /** The kind of the next token. */
  get kind(): number {
    return this.lexer.kinds[this.at]!;
  }

  /** The kind of the token `count` tokens after the next. */
  kindAfter(count: number): number {
    const index = this.at + count;
    return index > this.lexer.count ? token.END : this.lexer.kinds[index]!;
  }

  /** Whether the statement has no more tokens. */
  get atEnd(): boolean {
    return this.kind === token.END;
  }

  /** Takes the next token if it is of this kind. */
  take(kind: number): boolean {
    if (this.kind !== kind) return false;
    this.at++;
    return true;
  }

  /** Takes the next token if it is a name, and returns the number of the name; -1 otherwise. */
  takeName(): number {
    return this.kind === token.NAME ? this.lexer.values[this.at++]! : -1;
  }

  /** Takes strings in a row as one name; undefined when there are none. */
  takeQuotedName(): string | undefined {
    if (this.kind !== token.STRING) return undefined;
    let name = "";
    while (this.kind === token.STRING) name += quotedName(this.lexer.slice(this.at++));
    return name;
  }

  /** The text of the statement from the next token on, as written. */
  rest(): string {
    const { lexer, at } = this;
    return at >= lexer.count ? "" : lexer.text.slice(lexer.starts[at], lexer.ends[lexer.count - 1]);
  }

  /** A token in words, for messages. */
  describe(index: number): string {
    switch (this.lexer.kinds[index]) {
      case token.END:
        return "the end of the statement";
      case token.UNTERMINATED:
        return this.#unterminated(index);
      case token.STRING:
        return "a string";
      default:
        return `\`${this.lexer.slice(index)}\``;
    }
  }

  /** The fix for an unterminated string: a quote at the end of its line. */
  #closing(index: number): DiagnosticDetails {
    if (!this.lexer.slice(index).startsWith('"')) return {};
    const location = this.lexer.base + this.lexer.ends[index]!;
    return { fix: { message: 'add the closing `"`', replacement: '"', location, length: 0 } };
  }

  #unterminated(index: number): string {
    const text = this.lexer.slice(index);
    if (text.startsWith("/*")) return "unterminated comment: `*/` is missing";
    if (text.length > 1 && text.startsWith("'")) {
      return text.startsWith("'\\")
        ? `\`${text}\`: a character constant has no escapes with digits`
        : `\`${text}\` has several bytes`;
    }
    return text.startsWith('"')
      ? 'unterminated string: the closing `"` is missing'
      : "a character is missing after `'`";
  }

  /** Reports an error at tokens from `first` up to, not including, `after`. */
  error(first: number, message: string, details?: DiagnosticDetails, after = first + 1): void {
    const { location, length } = this.range(first, after);
    if (!this.diagnostics.full && this.#reportOdd()) return;
    this.diagnostics.error(this.sources, location, length, message, details);
  }

  /**
   * Reports characters that only look right, which explain an error better than the token where the
   * parser failed; false when there are none.
   */
  #reportOdd(): boolean {
    const { lexer } = this;
    const isOdd = (index: number) =>
      lexer.kinds[index] !== token.STRING && oddCharacters(lexer.slice(index)) !== undefined;
    for (let index = 0; index < lexer.count; index++) {
      if (!isOdd(index)) continue;
      const start = lexer.starts[index]!;
      // A string in such quotes ends in a later token.
      const last = isQuote(lexer.slice(index)) ? lexer.count - 1 : index;
      const odd = oddCharacters(lexer.text.slice(start, lexer.ends[last]));
      if (odd === undefined) return false;
      const { fix, message, offset, length } = odd;
      this.diagnostics.error(this.sources, lexer.base + start + offset, length, message, { fix });
      return true;
    }
    return false;
  }

  /** Reports a warning at tokens. */
  warn(first: number, message: string, details?: DiagnosticDetails, after = first + 1): void {
    const { location, length } = this.range(first, after);
    this.diagnostics.warn(this.sources, location, length, message, details);
  }

  /** Location and length of the tokens from `first` up to, not including, `after`. */
  range(first: number, after: number): { location: number; length: number } {
    const { lexer } = this;
    const start = lexer.starts[first]!;
    const end = after > first ? lexer.ends[after - 1]! : start;
    return { location: lexer.base + start, length: Math.max(1, end - start) };
  }

  /** Reports the next token as not the one expected. */
  expected(what: Expectation, details?: DiagnosticDetails): void {
    const { at, lexer } = this;
    const found = this.describe(at);
    const { text, kind } = typeof what === "string" ? { text: what, kind: undefined } : what;
    switch (this.kind) {
      case token.UNTERMINATED:
        this.error(at, found, this.#closing(at));
        return;
      case token.BAD_NUMBER:
        this.error(at, `${found} is not a number`, fixOf(numberFix(this.lexer.slice(at))));
        return;
      case token.FRACTION:
        this.error(at, `${found} is a fraction: only integers are allowed here`);
        return;
      case token.BACKSLASH: {
        const isName = this.kindAfter(1) === token.NAME;
        const name = isName ? `\\${this.lexer.slice(at + 1)}` : "\\";
        this.error(
          at,
          `\`${name}\` is not a macro parameter here`,
          {},
          isName ? at + 2 : at + 1,
        );
        return;
      }
      default:
        this.error(at, `expected ${text}, found ${found}`, {
          kind: "syntax",
          ...details ?? this.#character() ?? fixOf(tokenFix(lexer, at, kind)),
        });
    }
  }

  /** The fix where a character constant continues: a string was meant. */
  #character(): DiagnosticDetails | undefined {
    const before = this.at > 0 ? this.lexer.slice(this.at - 1) : "";
    return /^'[^\\']$/.test(before)
      ? {
        fix: {
          message: "`'` quotes a single character; `.ascii` and `.asciz` take strings in `\"`",
        },
      }
      : undefined;
  }

  /** Takes a comma, or reports that it is missing. */
  comma(): boolean {
    if (this.take(token.COMMA)) return true;
    if (this.kind === token.EQUAL) {
      const fix = { message: "use `,` instead", replacement: "," };
      this.error(this.at, "expected `,`, found `=`", { kind: "syntax", fix });
      return false;
    }
    if (this.#startsOperand) this.#missingComma();
    else this.expected("`,`");
    return false;
  }

  /** Whether the token could begin another operand: then a comma is missing. */
  get #startsOperand(): boolean {
    return [token.NAME, token.NUMBER, token.LOCAL, token.STRING, token.FRACTION].includes(
      this.kind,
    );
  }

  #missingComma(): void {
    const { at } = this;
    this.error(at, `expected \`,\` before ${this.describe(at)}`, {
      kind: "syntax",
      fix: {
        message: "separate them with a comma",
        replacement: `, ${this.lexer.slice(at)}`,
      },
    });
  }

  /** Reports tokens after the end of the operands. True when there are none. */
  end(): boolean {
    if (this.atEnd) return true;
    this.expected("the end of the statement");
    return false;
  }

  /** As {@link end}, after a list, in which a comma may be missing. */
  endOfList(): boolean {
    if (this.atEnd) return true;
    const isCharacter = this.#character() !== undefined;
    if (this.#startsOperand && !isCharacter) this.#missingComma();
    else this.expected("the end of the statement");
    return false;
  }
}
