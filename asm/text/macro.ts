// SPDX-License-Identifier: MPL-2.0
// Macros: their parameters, and how the text after a macro's name becomes the values of these.
// Follows GNU as. The directives are in directives/macro.ts.

import { ArgumentReader, type EvaluateAt, squeeze } from "./macro_arguments.ts";
import { showCount } from "../object/value.ts";
import { Template } from "./template.ts";

/** A parameter of a macro. */
export interface Parameter {
  readonly name: string;
  /** Its value when no argument is given. */
  readonly fallback: string;
  /** Whether an argument must be given (`:req`). */
  readonly required: boolean;
  /** Whether it takes the rest of the line (`:vararg`). */
  readonly rest: boolean;
}

/** The text of a macro, as templates for either mode. */
export class MacroBody {
  readonly #text: string;
  readonly #parameters: readonly string[];
  #plain: Template | undefined;
  #alternate: Template | undefined;

  constructor(text: string, parameters: readonly string[]) {
    this.#text = text;
    this.#parameters = parameters;
  }

  /** The template; with .altmacro, parameters need no backslash. */
  template(isAlternate: boolean): Template {
    return isAlternate
      ? this.#alternate ??= new Template(this.#text, this.#parameters, "macro")
      : this.#plain ??= new Template(this.#text, this.#parameters);
  }
}

/** A defined macro. */
export interface Macro {
  readonly name: string;
  /** The indices of the parameters by their names. */
  readonly indices: ReadonlyMap<string, number>;
  readonly parameters: readonly Parameter[];
  readonly body: MacroBody;
  /** Location of the first character of the body. */
  readonly bodyLocation: number;
  /** Location and length of the name in the definition. */
  readonly location: number;
  readonly length: number;
}

/** Limit for a macro that calls itself with twice the argument each time. */
const MAX_ARGUMENTS_LENGTH = 2 ** 20;

/** Why arguments do not fit a macro, and where in the text the wrong one is. */
export interface ArgumentError {
  readonly message: string;
  readonly argument: { readonly offset: number; readonly length: number } | undefined;
}

/**
 * The values of a macro's parameters in a call; `raw` is the text after the macro's name.
 *
 * @param evaluate Evaluates `%`; given with .altmacro.
 */
export function bindArguments(
  macro: Macro,
  raw: string,
  evaluate?: EvaluateAt,
): string[] | ArgumentError {
  const { parameters } = macro;
  if (raw.length > MAX_ARGUMENTS_LENGTH) {
    const message = `the arguments of \`${macro.name}\` are longer than ${
      showCount(MAX_ARGUMENTS_LENGTH)
    } characters`;
    return { message, argument: undefined };
  }
  const reader = new ArgumentReader(squeeze(raw).text, evaluate);
  const values: (string | undefined)[] = parameters.map(() => undefined);
  const errorAt = (start: number, message: string): ArgumentError => {
    const offset = squeeze(raw, start).at;
    const before = raw.slice(offset).length - raw.slice(offset).trimStart().length;
    const end = squeeze(raw, Math.max(reader.at, start + 1)).at;
    const from = offset + before;
    return { message, argument: { offset: from, length: Math.max(1, end - from) } };
  };
  let position = 0;
  let hasKeys = false;
  while (!reader.done) {
    const start = reader.at;
    const key = reader.key();
    if (key !== undefined) {
      hasKeys = true;
      const named = macro.indices.get(key) ?? -1;
      reader.at += key.length + 1;
      const value = reader.argument();
      if (named < 0) return errorAt(start, `\`${macro.name}\` has no parameter \`${key}\``);
      if (values[named] !== undefined) {
        return errorAt(start, `the argument \`${key}\` is given twice`);
      }
      values[named] = value;
    } else {
      const parameter = parameters[position];
      if (parameter === undefined) {
        reader.argument();
        const takes = parameters.length === 0 ? "none" : `at most ${parameters.length}`;
        return errorAt(start, `too many arguments for \`${macro.name}\`: it takes ${takes}`);
      }
      if (hasKeys) {
        reader.argument();
        return errorAt(start, "an argument without a name cannot follow one with a name");
      }
      if (parameter.rest) {
        values[position] = reader.text.slice(start);
        reader.at = reader.text.length;
      } else {
        values[position] = reader.argument();
      }
      position++;
    }
    reader.skipComma();
  }
  for (const [index, { name, required }] of parameters.entries()) {
    if (required && (values[index] ?? "") === "") {
      return { message: `\`${macro.name}\` needs a value for \`${name}\``, argument: undefined };
    }
  }
  return parameters.map(({ fallback }, index) => values[index] || fallback);
}
