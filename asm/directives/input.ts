// SPDX-License-Identifier: MPL-2.0
// Directives that decide which text or bytes are read: `.include`, `.incbin` and `.end`. The stack of
// texts is in text/input.ts.

import type { SourceFile } from "../object/source.ts";
import type { Assembly } from "../state/assembly.ts";
import { takesData } from "./data.ts";
import { type Directive, takeString } from "./directive.ts";
import { optional } from "./space.ts";

/** Finds the file that the statement names at a token; undefined if there is none, which is reported. */
function findFile(
  { cursor, include, lexer, sources }: Assembly,
  path: string,
  at: number,
  how?: "bytes",
): SourceFile | undefined {
  const file = include?.(path, sources.span(lexer.location(0), 0).file, how);
  if (file === undefined) cursor.error(at, `cannot find ${JSON.stringify(path)}`);
  return file;
}

const include: Directive = (assembly) => {
  const { cursor, input } = assembly;
  const at = cursor.at;
  const path = takeString(assembly, "a file name in double quotes");
  if (path === undefined || !cursor.end()) return;
  const file = findFile(assembly, path, at);
  if (file !== undefined) input.include(file, at);
};

/** `.incbin "file", skip, count`: bytes of a file; `count` of 0 or none means all. */
const incbin: Directive = (assembly) => {
  const { cursor, section } = assembly;
  if (!takesData(assembly)) return;
  const at = cursor.at;
  const path = takeString(assembly, "a file name in double quotes");
  if (path === undefined) return;
  const skip = optional(assembly, "the number of bytes to skip", 0);
  const count = skip === undefined ? undefined : optional(assembly, "the count", 0);
  if (skip === undefined || count === undefined || !cursor.end()) return;
  const file = findFile(assembly, path, at, "bytes");
  if (file === undefined) return;
  const bytes = file.bytes ?? new TextEncoder().encode(file.text);
  const end = count === 0 ? bytes.length : Number(skip) + Number(count);
  if (skip < 0 || count < 0 || skip > bytes.length || end > bytes.length) {
    const range = `${skip} to ${end}`;
    const message = `${JSON.stringify(path)} has ${bytes.length} bytes: ${range} is not in it`;
    cursor.error(at, message, {}, cursor.at);
    return;
  }
  if (!assembly.hasRoom(end - Number(skip), at)) return;
  section.markLine(assembly.lineLocation);
  section.bytes(bytes.subarray(Number(skip), end));
};

/** Ends the source: nothing after it is read, not even of the files that include it. */
const end: Directive = ({ input }) => input.stop();

/** The directives of this file. */
export const INPUT_DIRECTIVES: Readonly<Record<string, Directive>> = {
  ".include": include,
  ".incbin": incbin,
  ".end": end,
};
