// SPDX-License-Identifier: MPL-2.0
// The symbols that are missing although nothing can be linked yet, because a file has errors: said at
// once, they need no second run. Says nothing where a definition may hide: in a line with an error,
// or in what a macro, a condition or another file would have made of the source.

import type { Archive } from "../object/archive.ts";
import type { Diagnostics } from "../object/diagnostic.ts";
import { nearestName } from "../text/nearest_name.ts";
import type { ObjectFile } from "../object/object.ts";
import type { SourceFile } from "../object/source.ts";
import { registerWord } from "../text/register_words.ts";
import { PROVIDED_SYMBOLS } from "./provided_symbols.ts";

/** A source that has errors, and the object file as far as it came. */
export interface BrokenFile {
  /** The source. */
  readonly source: SourceFile;
  /** What was assembled of it. */
  readonly object: ObjectFile;
}

/** Directives that make statements of their own: what they define is in no line of the source. */
const MAKES_STATEMENTS = /\.(?:include|macro|rept|irpc?|if|altmacro)/i;

const WORD = /[^\s,:="()#;]+/g;
const DEFINES = /"?[ \t]*[:=]/y;

/** The words of a text; only those that may be defined there, or all of them. */
function addWords(words: Set<string>, text: string, onlyDefined: boolean): void {
  let before = "";
  for (const { 0: word, index } of text.matchAll(WORD)) {
    DEFINES.lastIndex = index + word.length;
    // After a directive, as in `.equ x, 1` and `.comm x, 8`.
    if (!onlyDefined || before.startsWith(".") || DEFINES.test(text)) words.add(word);
    before = word;
  }
}

/** Reports the symbols that files with errors refer to, and that nothing can define. */
export function reportUndefinedNames(
  files: readonly BrokenFile[],
  objects: readonly ObjectFile[],
  archive: Archive | undefined,
  diagnostics: Diagnostics,
): void {
  // The lines of errors that were not kept are not known.
  if (diagnostics.full || files.some(({ source }) => MAKES_STATEMENTS.test(source.text))) return;
  const defined = new Set(PROVIDED_SYMBOLS);
  for (const { symbols } of [...objects, ...files.map(({ object }) => object)]) {
    for (const { name, section } of symbols) if (section !== "undefined") defined.add(name);
  }
  for (const name of archive?.names ?? []) defined.add(name);
  const possible = new Set<string>();
  for (const { source } of files) addWords(possible, source.text, true);
  for (const { span } of diagnostics.list) addWords(possible, span.lineText, false);
  for (const { object: { symbols, sources } } of files) {
    for (const { name, section, binding, location, length } of symbols) {
      if (section !== "undefined" || binding === "weak" || location === 0) continue;
      // Of numeric labels the assembler has said so.
      if (defined.has(name) || possible.has(name) || /^\d*$/.test(name)) continue;
      const word = /^[$%]/.test(name) ? registerWord(name) : undefined;
      const near = diagnostics.full ? undefined : nearestName(name, defined);
      const fix = word !== undefined
        ? { fix: word }
        : near === undefined
        ? {}
        : { fix: { message: `did you mean \`${near}\`?`, replacement: near } };
      diagnostics.error(sources, location, length, `\`${name}\` is not defined`, fix);
    }
  }
}
