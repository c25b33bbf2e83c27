// SPDX-License-Identifier: MPL-2.0
// The body of a macro or of .irp as a template: text with holes for the arguments, parsed once and
// filled in for each expansion. Follows GNU as: `\name` is a parameter, `\@` the number of the
// expansion, `\(text)` the text itself, so `\()` separates a parameter from what follows.

import { continuesName, startsName } from "./lexer.ts";

/** The hole of `\@`. */
const COUNTER = -1;
const BACKSLASH = "\\";

/** Text with holes. */
export class Template {
  /** The text before each hole and after the last: one more than there are holes. */
  readonly #texts: string[] = [];
  /** The index of each hole's parameter, or COUNTER. */
  readonly #holes: number[] = [];

  /** @param parameters The names of the parameters, without backslashes. */
  constructor(body: string, parameters: readonly string[]) {
    let done = 0;
    let literal = "";
    for (let at = body.indexOf(BACKSLASH); at >= 0;) {
      const next = body.charCodeAt(at + 1);
      let end = at + 2;
      let hole: number | undefined;
      let pasted: string | undefined;
      if (body[at + 1] === "@") {
        hole = COUNTER;
      } else if (body[at + 1] === "(") {
        const close = body.indexOf(")", end);
        pasted = close < 0 ? undefined : body.slice(end, close);
        end = close + 1;
      } else if (startsName(next)) {
        while (end < body.length && continuesName(body.charCodeAt(end))) end++;
        const index = parameters.indexOf(body.slice(at + 1, end));
        if (index >= 0) hole = index;
      }
      if (hole !== undefined) {
        this.#texts.push(literal + body.slice(done, at));
        this.#holes.push(hole);
        literal = "";
        done = end;
      } else if (pasted !== undefined) {
        literal += body.slice(done, at) + pasted;
        done = end;
      } else {
        end = at + 1;
      }
      at = body.indexOf(BACKSLASH, end);
    }
    this.#texts.push(literal + body.slice(done));
  }

  /** The text with the holes filled in. */
  fill(values: readonly string[], counter: number): string {
    const texts = this.#texts;
    let result = texts[0] ?? "";
    this.#holes.forEach((hole, index) => {
      result += (hole === COUNTER ? String(counter) : values[hole] ?? "") +
        (texts[index + 1] ?? "");
    });
    return result;
  }
}
