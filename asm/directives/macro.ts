// SPDX-License-Identifier: MPL-2.0
// Macros and repetitions: .macro, .rept, .irp, .irpc and their ends. A body is captured as text, and
// read when it is expanded. Parameters and arguments are split in text/macro.ts.

import type { Assembly } from "../state/assembly.ts";
import { type Directive, directiveName } from "./directive.ts";
import type { LexerPosition } from "../text/lexer.ts";
import { bindArguments, type Macro, MacroBody, type Parameter } from "../text/macro.ts";
import {
  ArgumentReader,
  type EvaluateAt,
  splitArguments,
  squeeze,
} from "../text/macro_arguments.ts";
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
const REPEAT_BLOCK = block(
  [".rept", ".rep", ".irp", ".irep", ".irpc", ".irepc"],
  [".endr"],
);

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

/** Evaluates `%` with .altmacro; undefined without. */
function evaluator(assembly: Assembly): EvaluateAt | undefined {
  if (!assembly.input.isAlternate) return undefined;
  const { cursor, expressions, lexer } = assembly;
  return (text, offset) => {
    const after = lexer.save();
    const { at } = cursor;
    const statement = { ...after, offset: lexer.starts[0]! };
    const base = lexer.location(0);
    lexer.load({ text, offset, limit: text.length, base });
    lexer.next();
    cursor.at = 0;
    const value = expressions.parseConstant("the value after `%`") ?? 0;
    const end = cursor.at === 0 ? offset + 1 : lexer.ends[cursor.at - 1]!;
    // Read the statement again: errors in it need its tokens.
    lexer.load(statement);
    lexer.next();
    cursor.at = at;
    return { value: String(value), end };
  };
}

/** Parses the parameters of `.macro`, after its name; undefined after an error. */
function parseParameters(
  assembly: Assembly,
  at: number,
  raw: string,
  evaluate: EvaluateAt | undefined,
): Parameter[] | undefined {
  const { cursor } = assembly;
  const parameters: Parameter[] = [];
  const known = new Set<string>();
  const reader = new ArgumentReader(squeeze(raw).text, evaluate);
  while (!reader.done) {
    const start = reader.at;
    // `\name` is a habit of those who think of its use.
    if (reader.text[reader.at] === "\\") reader.at++;
    const name = reader.name();
    if (name === "") {
      const text = reader.argument() || reader.text.slice(start);
      cursor.error(at, `invalid parameter name \`${text}\``, {
        fix: {
          message: "declare parameters as in `.macro name one, two`, and use them as `\\one`",
        },
      });
      return undefined;
    }
    let qualifier: string | undefined;
    if (reader.text[reader.at] === ":") {
      reader.at++;
      reader.skipBlanks();
      qualifier = reader.name();
    }
    if (qualifier !== undefined && qualifier !== "req" && qualifier !== "vararg") {
      cursor.error(
        at,
        `unknown qualifier \`:${qualifier}\`: a parameter is \`:req\` or \`:vararg\``,
      );
      return undefined;
    }
    let fallback = "";
    if (reader.text[reader.at] === "=") {
      reader.at++;
      fallback = reader.argument();
    }
    if (known.has(name)) {
      cursor.error(at, `duplicate parameter \`${name}\``);
      return undefined;
    }
    if (parameters.at(-1)?.rest === true) {
      cursor.error(at, "a `:vararg` parameter must be the last");
      return undefined;
    }
    known.add(name);
    const required = qualifier === "req";
    parameters.push({
      name,
      fallback: required ? "" : fallback,
      required,
      rest: qualifier === "vararg",
    });
    reader.skipComma();
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
  const key = macroKey(assembly, name);
  const old = macros.get(key);
  if (old !== undefined) {
    cursor.error(at, `macro \`${spelled}\` is already defined`, {
      notes: [{ message: "it was first defined here", location: old.location, length: old.length }],
      fix: { message: `\`.purgem ${spelled}\` removes it` },
    });
  }
  if (spelled.startsWith(".") && name < BASE_NAMES.list.length) {
    cursor.warn(at, `\`${spelled}\` stays the directive: no macro can replace it`);
    captureBody(assembly, MACRO_BLOCK, at - 1);
    return;
  }
  const raw = cursor.rest();
  const parameters = parseParameters(assembly, at, raw, evaluator(assembly));
  const body = captureBody(assembly, MACRO_BLOCK, at - 1);
  if (body === undefined || old !== undefined) return;
  // A macro with wrong parameters becomes an empty one, so that its calls are not errors too.
  const names = parameters?.map((parameter) => parameter.name) ?? [];
  const definition: Macro = {
    name: spelled,
    indices: new Map(names.map((each, index) => [each, index])),
    parameters: parameters ?? [{ name: "", fallback: "", required: false, rest: true }],
    body: new MacroBody(parameters === undefined ? "" : bodyText(body), names),
    bodyLocation: body.base + body.offset,
    ...range,
  };
  macros.set(key, definition);
};

/** The number of a macro's name: as in GNU as, case does not matter. */
function macroKey({ names }: Assembly, name: number): number {
  const word = names.list[name] ?? "";
  const lower = word.toLowerCase();
  return lower === word ? name : names.of(lower);
}

/** Expands a macro; the cursor is after its name. */
export function expandMacro(assembly: Assembly, definition: Macro): void {
  const { cursor, input, lexer } = assembly;
  const name = cursor.range(cursor.at - 1, cursor.at);
  const call = cursor.range(cursor.at - 1, lexer.count);
  const start = lexer.location(cursor.at);
  if (!input.charge(definition.parameters.length)) return;
  const values = bindArguments(definition, cursor.rest(), evaluator(assembly));
  if (!Array.isArray(values)) {
    const { argument, message } = values;
    const range = argument === undefined
      ? name
      : { location: start + argument.offset, length: argument.length };
    const { location, length } = definition;
    assembly.diagnostics.error(assembly.sources, range.location, range.length, message, {
      notes: [{ message: "the macro is defined here", location, length }],
    });
    return;
  }
  const template = definition.body.template(input.isAlternate);
  if (!input.charge(template.parts)) return;
  const firstLocal = input.locals + 1;
  input.locals += template.locals;
  const text = template.fill(values, input.counter++, firstLocal);
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
function each(valuesOf: (raw: string, evaluate?: EvaluateAt) => string[]): Directive {
  return (assembly) => {
    const { cursor, input, lexer } = assembly;
    const directive = cursor.at - 1;
    if (cursor.kind === token.BACKSLASH) cursor.at++;
    const at = cursor.at;
    const name = cursor.takeName();
    if (name < 0) cursor.expected("a parameter name");
    cursor.take(token.COMMA);
    const parameter = lexer.slice(at);
    const raw = cursor.rest();
    const call = cursor.range(directive, lexer.count);
    const spelled = lexer.slice(directive);
    const body = captureBody(assembly, REPEAT_BLOCK, directive);
    if (body === undefined || name < 0) return;
    const values = valuesOf(raw, evaluator(assembly));
    const alternate = input.isAlternate ? "repetition" : undefined;
    const template = new Template(bodyText(body), [parameter], alternate);
    // `\@` is the number of macro calls so far: repetitions do not count.
    const { counter } = input;
    function* texts(): Generator<string> {
      for (const value of values) yield template.fill([value], counter);
    }
    input.expandEach(spelled, texts(), body.base + body.offset, call);
  };
}

const exitMacro: Directive = ({ cursor, input }) => {
  if (input.leave()) return;
  cursor.error(cursor.at - 1, "`.exitm` outside of a macro");
};

const purge: Directive = (assembly) => {
  const { cursor, lexer, macros } = assembly;
  do {
    const at = cursor.at;
    const name = cursor.takeName();
    if (name < 0) return cursor.expected("a macro name");
    if (!macros.delete(macroKey(assembly, name))) {
      const isInstruction = formsOf(name) !== undefined;
      const what = isInstruction ? "is an instruction, not a macro" : "is not a macro";
      cursor.error(at, `\`${lexer.slice(at)}\` ${what}`);
    }
  } while (cursor.take(token.COMMA));
  cursor.end();
};

/** The characters of `.irpc`: blanks count only in quotes. */
function* charactersOf(text: string): Generator<string> {
  let inQuotes = text.startsWith('"');
  for (const character of inQuotes ? text.slice(1) : text) {
    if (character === '"') inQuotes = !inQuotes;
    else if (inQuotes || character !== " ") yield character;
  }
}

/** `.altmacro` and `.noaltmacro`. */
function alternateMode(value: boolean): Directive {
  return ({ cursor, input }) => {
    input.isAlternate = value;
    cursor.end();
  };
}

function stray(opening: string): Directive {
  return ({ cursor, lexer }) => {
    const at = cursor.at - 1;
    cursor.error(at, `\`${lexer.slice(at)}\` without \`${opening}\``);
  };
}

const eachValue = each((raw, evaluate) => {
  const values = splitArguments(raw, evaluate);
  return values.length === 0 ? [""] : values;
});

const eachCharacter = each((raw) => {
  const characters = [...charactersOf(squeeze(raw).text)];
  return characters.length === 0 ? [""] : characters;
});

/** The directives of this file. */
export const MACRO_DIRECTIVES: Readonly<Record<string, Directive>> = {
  ".macro": macro,
  ".endm": stray(".macro"),
  ".exitm": exitMacro,
  ".purgem": purge,
  ".rept": rept,
  ".rep": rept,
  ".irp": eachValue,
  ".irep": eachValue,
  ".irpc": eachCharacter,
  ".irepc": eachCharacter,
  ".altmacro": alternateMode(true),
  ".noaltmacro": alternateMode(false),
  ".endr": stray(".rept"),
};
