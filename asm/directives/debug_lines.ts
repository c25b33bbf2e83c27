// SPDX-License-Identifier: MPL-2.0
// The directives by which compilers record the files and lines that they compiled: `.file` and `.loc`.
// Ignores operands that have no effect here.

import type { Assembly } from "../state/assembly.ts";
import { type Directive, stringAt } from "./directive.ts";
import * as token from "../text/token.ts";

/** Takes a number; undefined if there is none. */
function takeNumber({ lexer, cursor }: Assembly): number | undefined {
  if (cursor.kind !== token.NUMBER) return undefined;
  return Number(lexer.number(cursor.at++));
}

/** `.file "name"`, or `.file NUMBER "directory" "name" md5 HASH`. */
const file: Directive = (assembly) => {
  const { cursor, compilerRecords } = assembly;
  const number = takeNumber(assembly);
  const names: string[] = [];
  while (names.length < 2 && cursor.kind === token.STRING) {
    names.push(stringAt(assembly, cursor.at++));
  }
  const [first, second] = names;
  if (first === undefined) return cursor.expected("a file name in double quotes");
  if (number === undefined) {
    compilerRecords.fileName = first;
    return;
  }
  // File 0 is the compiled file, in the working directory of the compiler: keep only its name.
  const name = second === undefined
    ? first
    : number === 0 || second.startsWith("/")
    ? second
    : `${first}/${second}`;
  compilerRecords.addFile(number, name);
};

/** `.loc FILE LINE COLUMN is_stmt 0 …`. Has no effect for a file without a `.file`. */
const loc: Directive = (assembly) => {
  const { cursor, lexer, compilerRecords, sources, section } = assembly;
  const number = takeNumber(assembly);
  const line = takeNumber(assembly);
  if (number === undefined || line === undefined) {
    return cursor.expected("a file number and a line number");
  }
  let isStatement = true;
  for (; cursor.at < lexer.count; cursor.at++) {
    if (cursor.kind === token.NAME && lexer.slice(cursor.at) === "is_stmt") {
      isStatement = lexer.slice(cursor.at + 1) !== "0";
    }
  }
  compilerRecords.setLine(sources, section, number, line, isStatement);
};

/** The directives of this file. */
export const DEBUG_LINE_DIRECTIVES: Readonly<Record<string, Directive>> = {
  ".file": file,
  ".loc": loc,
};
