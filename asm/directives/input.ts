// SPDX-License-Identifier: MPL-2.0
// Directives that decide which text or bytes are read: `.include`, `.incbin` and `.end`. The stack of
// texts is in text/input.ts.

import { type Directive, takeString } from "./directive.ts";

const include: Directive = (assembly) => {
  const { cursor, input, lexer } = assembly;
  const at = cursor.at;
  const path = takeString(assembly, "a file name in double quotes");
  if (path === undefined || !cursor.end()) return;
  const from = assembly.sources.span(lexer.location(0), 0).file;
  const file = assembly.include?.(path, from);
  if (file === undefined) {
    cursor.error(at, `cannot read ${JSON.stringify(path)}`);
    return;
  }
  input.include(file, at);
};

const incbin: Directive = ({ cursor }) => {
  cursor.error(cursor.at - 1, "`.incbin` is not supported", {
    fix: { message: "write the bytes with `.byte`" },
  });
};

/** Ends the source: nothing after it is read, not even of the files that include it. */
const end: Directive = ({ input }) => input.stop();

/** The directives of this file. */
export const INPUT_DIRECTIVES: Readonly<Record<string, Directive>> = {
  ".include": include,
  ".incbin": incbin,
  ".end": end,
};
