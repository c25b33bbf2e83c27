// SPDX-License-Identifier: MPL-2.0
// The directives by which compilers say what they compiled: `.file` and `.loc`.
// Operands that change nothing here are passed over.

import type { Assembly } from "../state/assembly.ts";
import type { Directive } from "./directive.ts";
import { stringBytes } from "../text/literal.ts";
import * as token from "../text/token.ts";

const DECODER = new TextDecoder();

/** The text of a string token. */
function takeText({ lexer, cursor }: Assembly): string {
  const at = cursor.at++;
  return DECODER.decode(stringBytes(lexer.text, lexer.starts[at]! + 1, lexer.ends[at]! - 1));
}

/** A number token of file numbers and lines; undefined when none stands here. */
function takeNumber({ lexer, cursor }: Assembly): number | undefined {
  if (cursor.kind !== token.NUMBER) return undefined;
  return Number(lexer.number(cursor.at++));
}

/** `.file "name"`, or `.file NUMBER "directory" "name" md5 HASH`. */
const file: Directive = (assembly) => {
  const { cursor, origin } = assembly;
  const number = takeNumber(assembly);
  const names: string[] = [];
  while (names.length < 2 && cursor.kind === token.STRING) names.push(takeText(assembly));
  const [first, second] = names;
  if (first === undefined) return cursor.expected("the name of a file in double quotes");
  if (number === undefined) {
    origin.fileName = first;
    return;
  }
  // File 0 is the one that is compiled, in the folder that the compiler worked in: by its name alone.
  const name = second === undefined
    ? first
    : number === 0 || second.startsWith("/")
    ? second
    : `${first}/${second}`;
  origin.addFile(number, name);
};

/** `.loc FILE LINE COLUMN is_stmt 0 …`. Of a file that no `.file` names nothing is known. */
const loc: Directive = (assembly) => {
  const { cursor, lexer, origin, sources, section } = assembly;
  const number = takeNumber(assembly);
  const line = takeNumber(assembly);
  if (number === undefined || line === undefined) {
    return cursor.expected("the number of a file and a line");
  }
  let isStatement = true;
  for (; cursor.at < lexer.count; cursor.at++) {
    if (cursor.kind === token.NAME && lexer.slice(cursor.at) === "is_stmt") {
      isStatement = lexer.slice(cursor.at + 1) !== "0";
    }
  }
  origin.setLine(sources, section, number, line, isStatement);
};

/** The directives of this file. */
export const ORIGIN_DIRECTIVES: Readonly<Record<string, Directive>> = {
  ".file": file,
  ".loc": loc,
};
