// SPDX-License-Identifier: MPL-2.0
// What a directive is to the assembler: a function that finds the cursor after the directive's
// name, parses its operands, and changes the state of the assembly. Also how the files of directives
// read names and strings.

import type { Assembly } from "../state/assembly.ts";
import { BASE_NAMES } from "../state/operand.ts";
import { stringBytes } from "../text/literal.ts";
import * as token from "../text/token.ts";

const DECODER = new TextDecoder();

/** Carries out a directive. `name` is the name it was written by, in lower case. */
export type Directive = (assembly: Assembly, name: string) => void;

/**
 * The number of the name at a token, in lower case if it may be a directive: GNU as accepts
 * directives in either case.
 */
export function directiveName({ lexer, names }: Assembly, at: number): number {
  const number = lexer.values[at]!;
  if (number < BASE_NAMES.list.length) return number;
  const word = names.list[number] ?? "";
  return word.startsWith(".") ? names.of(word.toLowerCase()) : number;
}

/** The text of the string at a token, without its quotes. */
export function stringAt({ lexer }: Assembly, at: number): string {
  return DECODER.decode(stringBytes(lexer.text, lexer.starts[at]! + 1, lexer.ends[at]! - 1));
}

/** Takes a string; undefined if there is none, which is reported. */
export function takeString(assembly: Assembly, what: string): string | undefined {
  const { cursor } = assembly;
  if (cursor.kind === token.STRING) return stringAt(assembly, cursor.at++);
  cursor.expected(what);
  return undefined;
}
