// SPDX-License-Identifier: MPL-2.0
// The body of a macro or of .irp as a template: text with holes for the arguments, parsed once and
// filled in for each expansion. Follows GNU as: `\name` and `&name` are a parameter, `\@` the number of
// the expansion, `\(text)` the text itself, so `\()` separates a parameter from what follows. With
// .altmacro, `name` alone is the parameter too, and LOCAL makes names that each expansion has anew.

import { continuesName, startsName } from "./lexer.ts";
import { readCharacter } from "./literal.ts";

/** The hole of `\@`. */
const COUNTER = -1;
/** In a body: what begins a hole, and what hides one. */
const MARKS = /[\\&']/g;
const ALTERNATE_MARKS = /[\\&'"#A-Za-z_.$\u0080-\uffff]/g;
const LOCAL = /^local[ \t]+([^\n;#]*)/i;
const HEX = 16;
/** More characters than any source may expand to, and fewer than a string can have. */
const MAX_LENGTH = 1 << 28;

/** The names that LOCAL makes, as GNU as has them: `.LL0001`, `.LL0002`. */
function localName(number: number): string {
  return `.LL${number.toString(HEX).padStart(4, "0")}`;
}

/** Text with holes. */
export class Template {
  /** The text before each hole and after the last: one more than there are holes. */
  readonly #texts: string[] = [];
  /** The index of each hole's parameter, or COUNTER. */
  readonly #holes: number[] = [];
  /** The names of the parameters, and of LOCAL. */
  readonly #names: string[];
  readonly #indices = new Map<string, number>();
  /** How many names LOCAL makes. */
  readonly locals: number;

  /** How many parts filling it joins. */
  get parts(): number {
    return this.#texts.length;
  }

  /**
   * @param parameters The names of the parameters, without backslashes.
   * @param alternate Given with .altmacro: what the body belongs to; only macros have LOCAL.
   */
  constructor(body: string, parameters: readonly string[], alternate?: "macro" | "repetition") {
    this.#names = [...parameters];
    parameters.forEach((name, index) => this.#indices.set(name, index));
    let done = 0;
    let literal = "";
    let inString = false;
    const marks = alternate === undefined ? MARKS : ALTERNATE_MARKS;
    const replace = (from: number, end: number, text: string) => {
      literal += body.slice(done, from) + text;
      done = end;
      return end;
    };
    const hole = (from: number, end: number, index: number) => {
      this.#texts.push(literal + body.slice(done, from));
      this.#holes.push(index);
      literal = "";
      done = end;
      return end;
    };
    const parameter = (from: number, end: number): number =>
      this.#indices.get(body.slice(from, end)) ?? -1;
    for (let at = 0;;) {
      marks.lastIndex = at;
      const mark = marks.exec(body)?.index;
      if (mark === undefined) break;
      const character = body[mark]!;
      if (character === '"') {
        inString = !inString;
        at = mark + 1;
      } else if (character === "#") {
        const end = inString ? mark + 1 : body.indexOf("\n", mark);
        at = end < 0 ? body.length : end;
      } else if (character === "'") {
        at = this.#character(body, mark, alternate !== undefined && inString, replace);
      } else if (character === "&" || character === "\\") {
        at = this.#marked(body, mark, alternate !== undefined, { hole, replace, parameter });
      } else {
        const end = nameEnd(body, mark);
        const local = alternate === "macro" && !inString ? LOCAL.exec(body.slice(mark)) : null;
        if (mark > 0 && continuesName(body.charCodeAt(mark - 1))) {
          at = end;
        } else if (local !== null) {
          for (const name of (local[1] ?? "").split(/[\s,]+/)) {
            if (name !== "" && !this.#indices.has(name)) {
              this.#indices.set(name, this.#names.length);
            }
            if (name !== "") this.#names.push(name);
          }
          at = replace(mark, mark + local[0].length, "");
        } else {
          const index = parameter(mark, end);
          at = index < 0 ? end : hole(mark, body[end] === "&" ? end + 1 : end, index);
        }
      }
    }
    this.#texts.push(literal + body.slice(done));
    this.locals = this.#names.length - parameters.length;
  }

  /** A character constant: an escape is the letter, even if a parameter has its name. */
  #character(body: string, at: number, skip: boolean, replace: Replace): number {
    const constant = skip || body[at + 1] !== "\\" || !isOutside(body, at)
      ? undefined
      : readCharacter(body, at, body.length);
    if (constant !== undefined && startsName(body.charCodeAt(at + 2))) {
      return replace(at, constant.end, String(constant.value));
    }
    return body[at + 1] === "&" && isOutside(body, at) ? at + 2 : at + 1;
  }

  /** `\name`, `\@`, `\(text)` and `&name`. */
  #marked(body: string, at: number, isAlternate: boolean, { hole, replace, parameter }: Edits) {
    const following = body[at + 1];
    const isBackslash = body[at] === "\\";
    if (isBackslash && following === "@") return hole(at, at + 2, COUNTER);
    if (isBackslash && following === "(") {
      const close = body.indexOf(")", at + 2);
      return close < 0 ? at + 1 : replace(at, close + 1, body.slice(at + 2, close));
    }
    if (isBackslash && following === "&") return at + 2;
    // Blanks around a `&` are not there for GNU as.
    const blanks = isBackslash ? 0 : /^[ \t]*/.exec(body.slice(at + 1, at + 9))?.[0].length ?? 0;
    const start = at + 1 + blanks;
    if (!startsName(body.charCodeAt(start))) return at + 1;
    const end = nameEnd(body, start);
    const index = parameter(start, end);
    if (index < 0) return isBackslash ? at + 1 : end;
    let from = at;
    while (!isBackslash && from > 1 && " \t".includes(body[from - 1]!) && blanks > 0) from--;
    const takesMark = body[end] === "&" && (isAlternate || !isBackslash);
    return hole(from, takesMark ? end + 1 : end, index);
  }

  /**
   * The text with the holes filled in. Stops when it is longer than any source may expand to.
   *
   * @param counter The number of the expansion.
   * @param firstLocal The number of the first name of LOCAL.
   */
  fill(values: readonly string[], counter: number, firstLocal = 0): string {
    const texts = this.#texts;
    const parameters = this.#names.length - this.locals;
    let result = texts[0] ?? "";
    for (const [index, hole] of this.#holes.entries()) {
      if (result.length > MAX_LENGTH) break;
      const value = hole === COUNTER
        ? String(counter)
        : hole >= parameters
        ? localName(firstLocal + hole - parameters)
        : values[hole] ?? "";
      result += value + (texts[index + 1] ?? "");
    }
    return result;
  }
}

type Replace = (from: number, end: number, text: string) => number;

/** How the template is built. */
interface Edits {
  readonly hole: (from: number, end: number, index: number) => number;
  readonly replace: Replace;
  readonly parameter: (from: number, end: number) => number;
}

function nameEnd(body: string, start: number): number {
  let end = start + 1;
  while (end < body.length && continuesName(body.charCodeAt(end))) end++;
  return end;
}

/** Whether an offset is outside of strings and comments, on its line. */
function isOutside(body: string, at: number): boolean {
  const line = body.slice(body.lastIndexOf("\n", at) + 1, at);
  const rest = line.replace(/"(?:[^"\\]|\\.)*"|'\\?.'?/g, "");
  return !/["#]/.test(rest);
}
