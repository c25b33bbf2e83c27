// SPDX-License-Identifier: MPL-2.0
// Macros and repetitions: .macro, .rept, .irp, .irpc and their ends. A body is captured as text, and
// read when it is expanded. Parameters and arguments are split in text/macro.ts.

import type { Assembly } from "../state/assembly.ts";
import { type Directive, directiveName } from "./directive.ts";
import type { LexerPosition } from "../text/lexer.ts";
import { bindArguments, type Macro, type Parameter, splitArguments } from "../text/macro.ts";
import { formsOf } from "../instructions/instruction_forms.ts";
import { BASE_NAMES } from "../state/operand.ts";
import { Template } from "../text/template.ts";
import * as token from "../text/token.ts";

/** The directives that open and close a body. */
interface Block {
  readonly opens: ReadonlySet<number>;
  readonly closes: ReadonlySet<number>;
  readonly end: string;
}

function block(opens: string[], closes: string[]): Block {
  const numbers = (names: string[]) => new Set(names.map((name) => BASE_NAMES.of(name)));
  return { opens: numbers(opens), closes: numbers(closes), end: closes[0] ?? "" };
}

const MACRO_BLOCK = block([".macro"], [".endm", ".endmacro", ".end_macro"]);
const END_OF_MACRO = BASE_NAMES.of(".endm");
const REPEAT_BLOCK = block([".rept", ".irp", ".irpc"], [".endr"]);

/**
 * Captures the text from the current statement to the end of its block, and moves the lexer
 * after it. Undefined when the block does not end, which is reported.
 */
function captureBody(
  assembly: Assembly,
  { opens, closes, end }: Block,
  directive: number,
): LexerPosition | undefined {
  const { lexer, cursor } = assembly;
  const opening = cursor.range(directive, lexer.count);
  const name = lexer.slice(directive);
  const start = lexer.save();
  let depth = 1;
  while (lexer.next()) {
    // A block may begin or end after labels.
    let at = 0;
    while (lexer.kinds[at] === token.NAME && lexer.kinds[at + 1] === token.COLON) at += 2;
    if (lexer.kinds[at] !== token.NAME) continue;
    const word = directiveName(assembly, at);
    if (opens.has(word)) depth++;
    else if (closes.has(word) && --depth === 0) {
      if (end === ".endm" && word !== END_OF_MACRO) {
        const fix = { message: "use `.endm`", replacement: ".endm" };
        cursor.error(at, `unknown directive \`${lexer.slice(at)}\``, { fix });
      }
      return { ...start, limit: lexer.starts[at]! };
    }
  }
  assembly.diagnostics.error(
    assembly.sources,
    opening.location,
    opening.length,
    `\`${name}\` has no \`${end}\``,
  );
  return undefined;
}

function bodyText({ text, offset, limit }: LexerPosition): string {
  return text.slice(offset, limit);
}

/** Parses the parameters of `.macro`, after its name; undefined after an error. */
function parseParameters({ cursor }: Assembly, at: number): Parameter[] | undefined {
  const parameters: Parameter[] = [];
  const raw = cursor.rest();
  // Blanks do not split `name : req` and `name = value`.
  const tight = raw.replace(/\s*([=:])\s*/g, "$1");
  for (const { text } of splitArguments(tight)) {
    const [, name, qualifier, fallback = ""] =
      /^\\?([A-Za-z_.$][\w.$]*)(?::(\w+))?(?:=(.*))?$/s.exec(text) ?? [];
    if (name === undefined) {
      cursor.error(at, `invalid parameter name \`${text}\``, {
        fix: {
          message: "declare parameters as in `.macro name one, two`, and use them as `\\one`",
        },
      });
      return undefined;
    }
    if (qualifier !== undefined && qualifier !== "req" && qualifier !== "vararg") {
      cursor.error(
        at,
        `unknown qualifier \`:${qualifier}\`: a parameter is \`:req\` or \`:vararg\``,
      );
      return undefined;
    }
    if (parameters.some((parameter) => parameter.name === name)) {
      cursor.error(at, `duplicate parameter \`${name}\``);
      return undefined;
    }
    if (parameters.at(-1)?.rest === true) {
      cursor.error(at, "a `:vararg` parameter must be the last");
      return undefined;
    }
    const unquoted = /^"(.*)"$/s.exec(fallback)?.[1] ?? fallback;
    parameters.push({
      name,
      fallback: unquoted,
      required: qualifier === "req",
      rest: qualifier === "vararg",
    });
  }
  return parameters;
}

const macro: Directive = (assembly) => {
  const { cursor, lexer, macros } = assembly;
  const at = cursor.at;
  const name = cursor.takeName();
  if (name < 0) {
    cursor.expected("a macro name");
    captureBody(assembly, MACRO_BLOCK, at - 1);
    return;
  }
  cursor.take(token.COMMA);
  const spelled = lexer.slice(at);
  const range = cursor.range(at, at + 1);
  const parameters = parseParameters(assembly, at);
  const old = macros.get(name);
  if (old !== undefined) {
    cursor.error(at, `macro \`${spelled}\` is already defined`, {
      notes: [{ message: "it was first defined here", location: old.location, length: old.length }],
      fix: { message: `\`.purgem ${spelled}\` removes it` },
    });
  }
  const body = captureBody(assembly, MACRO_BLOCK, at - 1);
  if (body === undefined || old !== undefined) return;
  // A macro with wrong parameters becomes an empty one, so that its calls are not errors too.
  const names = parameters?.map((parameter) => parameter.name) ?? [];
  const definition: Macro = {
    name: spelled,
    parameters: parameters ?? [{ name: "", fallback: "", required: false, rest: true }],
    body: new Template(parameters === undefined ? "" : bodyText(body), names),
    bodyLocation: body.base + body.offset,
    ...range,
  };
  macros.set(name, definition);
};

/** Expands a macro; the cursor is after its name. */
export function expandMacro(assembly: Assembly, definition: Macro): void {
  const { cursor, input, lexer } = assembly;
  const values = bindArguments(definition, cursor.rest());
  if (!Array.isArray(values)) {
    const { argument, message } = values;
    const start = lexer.location(cursor.at);
    const range = argument === undefined
      ? cursor.range(cursor.at - 1, cursor.at)
      : { location: start + argument.offset, length: Math.max(1, argument.length) };
    const { location, length } = definition;
    assembly.diagnostics.error(assembly.sources, range.location, range.length, message, {
      notes: [{ message: "the macro is defined here", location, length }],
    });
    return;
  }
  const text = definition.body.fill(values, input.counter++);
  const call = cursor.range(cursor.at - 1, lexer.count);
  input.expand(definition.name, text, definition.bodyLocation, call);
}

const rept: Directive = (assembly) => {
  const { cursor, expressions, input } = assembly;
  const first = cursor.at;
  const count = expressions.parseConstant("the repeat count");
  const isWhole = count !== undefined && cursor.end();
  if (count !== undefined && count < 0) {
    cursor.error(first, `the repeat count is negative: ${count}`, {}, cursor.at);
  }
  const call = cursor.range(first - 1, cursor.at);
  const body = captureBody(assembly, REPEAT_BLOCK, first - 1);
  if (body === undefined || !isWhole || count < 0) return;
  input.repeat(body, Number(count), call);
};

/** `.irp name, values` and `.irpc name, characters`: the body for each of them. */
function each(valuesOf: (raw: string) => string[]): Directive {
  return (assembly) => {
    const { cursor, input, lexer } = assembly;
    const directive = cursor.at - 1;
    if (cursor.kind === token.BACKSLASH) cursor.at++;
    const at = cursor.at;
    const name = cursor.takeName();
    if (name < 0) cursor.expected("a parameter name");
    cursor.take(token.COMMA);
    const parameter = lexer.slice(at);
    const values = valuesOf(cursor.rest());
    const call = cursor.range(directive, lexer.count);
    const spelled = lexer.slice(directive);
    const body = captureBody(assembly, REPEAT_BLOCK, directive);
    if (body === undefined || name < 0) return;
    const template = new Template(bodyText(body), [parameter]);
    function* texts(): Generator<string> {
      for (const value of values) yield template.fill([value], input.counter++);
    }
    input.expandEach(spelled, texts(), body.base + body.offset, call);
  };
}

const exitMacro: Directive = ({ cursor, input }) => {
  if (input.leave()) return;
  cursor.error(cursor.at - 1, "`.exitm` outside of a macro");
};

const purge: Directive = ({ cursor, lexer, macros }) => {
  do {
    const at = cursor.at;
    const name = cursor.takeName();
    if (name < 0) return cursor.expected("a macro name");
    if (!macros.delete(name)) {
      const isInstruction = formsOf(name) !== undefined;
      const what = isInstruction ? "is an instruction, not a macro" : "is not a macro";
      cursor.error(at, `\`${lexer.slice(at)}\` ${what}`);
    }
  } while (cursor.take(token.COMMA));
  cursor.end();
};

function stray(opening: string): Directive {
  return ({ cursor, lexer }) => {
    const at = cursor.at - 1;
    cursor.error(at, `\`${lexer.slice(at)}\` without \`${opening}\``);
  };
}

/** The directives of this file. */
export const MACRO_DIRECTIVES: Readonly<Record<string, Directive>> = {
  ".macro": macro,
  ".endm": stray(".macro"),
  ".exitm": exitMacro,
  ".purgem": purge,
  ".rept": rept,
  ".irp": each((raw) => {
    const values = splitArguments(raw).map(({ text }) => text);
    return values.length === 0 ? [""] : values;
  }),
  ".irpc": each((raw) => {
    const text = /^"(.*)"$/s.exec(raw)?.[1] ?? raw;
    return text === "" ? [""] : [...text];
  }),
  ".endr": stray(".rept"),
};
