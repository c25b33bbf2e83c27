// SPDX-License-Identifier: MPL-2.0
// The directives by which compilers record the files and lines that they compiled: `.file`, `.loc`, `.line`.
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
    const location = cursor.lexer.location(0);
    if (assembly.sources.isMarked(location)) assembly.sources.mark(location, 0, first);
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

/**
 * `.line N`: the next line is N + 1 of the file that `.file "name"` or a line marker named. As in GNU as, it
 * means nothing before one of them. `.file` alone names no lines: compilers write it into every output.
 */
const line: Directive = ({ cursor, expressions, sources, compilerRecords }) => {
  const location = cursor.lexer.location(0);
  const number = expressions.parseConstant("the line");
  if (number === undefined || !cursor.end() || number < 0) return;
  const file = sources.isMarked(location) ? undefined : compilerRecords.fileName;
  if (file === undefined && !sources.isMarked(location)) return;
  sources.mark(location, Number(number) + 1, file);
};

/** `.linefile N "name"`: the next line is N of that file. */
const lineFile: Directive = (assembly) => {
  const { cursor, expressions, sources } = assembly;
  const location = cursor.lexer.location(0);
  const number = expressions.parseConstant("the line");
  if (number === undefined) return;
  const name = cursor.kind === token.STRING ? stringAt(assembly, cursor.at++) : undefined;
  sources.mark(location, Math.max(0, Number(number)), name);
};

/** The directives of this file. */
export const DEBUG_LINE_DIRECTIVES: Readonly<Record<string, Directive>> = {
  ".file": file,
  ".loc": loc,
  ".line": line,
  ".linefile": lineFile,
};
