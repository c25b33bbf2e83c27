// SPDX-License-Identifier: MPL-2.0
// Macros, and `#define`, which makes them: takes the tokens after it; returns the macro, or what is wrong.

import { showToken, Token } from "./token.ts";

/** A token of a macro's body. */
export interface BodyToken {
  readonly token: Token;
  /** The index of the parameter that it names; -1 for none. */
  readonly parameter: number;
  /** Whether the parameter becomes a string (`#x`). */
  readonly isString: boolean;
  /** Whether `##` joins it to the next token. */
  readonly joins: boolean;
}

/** A macro. */
export interface MacroDefinition {
  readonly name: string;
  /** The names of its parameters; undefined if it takes none, not even `()`. */
  readonly parameters: readonly string[] | undefined;
  /** Whether the last parameter takes the rest of the arguments. */
  readonly isVariadic: boolean;
  readonly body: readonly BodyToken[];
  /** Where its name is in the definition. */
  readonly location: number;
  readonly length: number;
  /** Whether it is being expanded, so that its name stays as it is. */
  isBusy: boolean;
}

/** An error in a definition, reported at the token `at`. */
export interface DefinitionError {
  readonly message: string;
  readonly at: Token;
}

/** The name of the rest of the arguments. */
const REST = "__VA_ARGS__";
/** What follows, in parentheses, is there only if there is a rest. */
export const IF_REST = "__VA_OPT__";

/**
 * Makes a macro from the tokens after `#define`, which end in one of the kind `end`.
 */
export function defineMacro(tokens: readonly Token[]): MacroDefinition | DefinitionError {
  const [name, ...rest] = tokens;
  if (name === undefined) throw new TypeError("Cannot define a macro: there are no tokens");
  if (name.kind === "end") return { message: "`#define` needs a name", at: name };
  if (name.kind !== "name") return { message: "a macro name must be an identifier", at: name };
  if (name.text === "defined") return { message: "`defined` cannot be a macro", at: name };
  if (name.text === REST || name.text === IF_REST) {
    return { message: `\`${name.text}\` cannot be a macro`, at: name };
  }
  let at = 0;
  let isVariadic = false;
  let parameters: string[] | undefined;
  const indices = new Map<string, number>();
  const [open] = rest;
  if (open?.text === "(" && !open.hasBlank) {
    parameters = [];
    at = 1;
    while (true) {
      const token = rest[at++] ?? name;
      if (token.text === ")" && parameters.length === 0) break;
      if (token.text === "..." && token.kind === "punctuator") {
        indices.set(REST, parameters.length);
        parameters.push(REST);
        isVariadic = true;
      } else if (token.kind !== "name") {
        const message = `expected a parameter name or \`)\`, found ${showToken(token)}`;
        return { message, at: token };
      } else if (indices.has(token.text)) {
        return { message: `duplicate parameter \`${token.text}\``, at: token };
      } else {
        indices.set(token.text, parameters.length);
        parameters.push(token.text);
        if (rest[at]?.text === "...") {
          at++;
          isVariadic = true;
        }
      }
      const separator = rest[at++] ?? name;
      if (separator.text === ")") break;
      if (separator.text !== "," || isVariadic) {
        return { message: "expected `,` or `)` in the list of parameters", at: separator };
      }
    }
  }
  const body = parseBody(rest.slice(at, -1), indices);
  if ("message" in body) return body;
  const error = isVariadic ? groupError(body) : undefined;
  if (error !== undefined) return error;
  const { location, length } = name;
  return { name: name.text, parameters, isVariadic, body, location, length, isBusy: false };
}

function parseBody(
  tokens: readonly Token[],
  parameters: ReadonlyMap<string, number>,
): BodyToken[] | DefinitionError {
  const body: BodyToken[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!;
    const isJoin = token.text === "##" && token.kind === "punctuator";
    if (isJoin && (body.length === 0 || at === tokens.length - 1)) {
      return { message: "`##` must stand between two tokens", at: token };
    }
    if (isJoin) {
      const last = body.pop()!;
      body.push({ ...last, joins: true });
      continue;
    }
    const indexOf = ({ kind, text }: Token) => kind === "name" ? parameters.get(text) ?? -1 : -1;
    const following = tokens[at + 1];
    const isString = token.text === "#" && token.kind === "punctuator" &&
      following !== undefined && indexOf(following) >= 0;
    // In assembly source, a `#` before anything else is itself: it may begin a comment.
    if (isString) at++;
    const parameter = indexOf(isString ? following : token);
    const written = isString ? following.copy(token.hasBlank) : token;
    body.push({
      token: body.length === 0 ? written.copy(false) : written,
      parameter,
      isString,
      joins: false,
    });
  }
  return body;
}

/** What is wrong with a `__VA_OPT__` of a body: it needs parentheses, and cannot stand inside those of another. */
function groupError(body: readonly BodyToken[]): DefinitionError | undefined {
  let depth = 0;
  let group: Token | undefined;
  for (const [index, { token, joins }] of body.entries()) {
    const { text } = token;
    if (text === IF_REST) {
      if (depth > 0) {
        return { message: `\`${IF_REST}\` cannot stand inside another one`, at: token };
      }
      group = token;
      if (joins || body[index + 1]?.token.text !== "(") {
        return { message: `expected \`(\` after \`${IF_REST}\``, at: token };
      }
    } else if (text === "(" && (depth > 0 || body[index - 1]?.token.text === IF_REST)) depth++;
    else if (text === ")" && depth > 0) depth--;
  }
  if (group === undefined || depth === 0) return undefined;
  return { message: `the \`(\` after \`${IF_REST}\` is not closed`, at: group };
}

/** Whether two definitions are the same but for the width of blanks: then there is no warning. */
export function isSameMacro(one: MacroDefinition, other: MacroDefinition): boolean {
  const text = ({ body, parameters }: MacroDefinition) =>
    JSON.stringify([
      parameters ?? null,
      body.map(({ token, isString, joins }) => [token.text, token.hasBlank, isString, joins]),
    ]);
  return one.isVariadic === other.isVariadic && text(one) === text(other);
}

/** A macro that stands for a text which is computed, such as `__LINE__`. */
export function computedMacro(name: string): MacroDefinition {
  const body = [{
    ...{ token: new Token("name", name, 0, 0, false), parameter: -1 },
    ...{ isString: false, joins: false },
  }];
  return {
    ...{ name, parameters: undefined, isVariadic: false, body },
    ...{ location: 0, length: 0, isBusy: false },
  };
}
