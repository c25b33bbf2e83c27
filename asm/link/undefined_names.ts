// SPDX-License-Identifier: MPL-2.0
// Reports undefined symbols of a program that cannot be linked yet because a file has errors, so that they
// need no second run. Stays silent about a symbol that may be defined in a line with an error, and about
// all symbols if a macro, a condition or another file may define some.

import { libraryAdvice } from "../advice/library_names.ts";
import type { Archive } from "../object/archive.ts";
import type { Diagnostics } from "../object/diagnostic.ts";
import { nearestName } from "../text/nearest_name.ts";
import type { ObjectFile } from "../object/object.ts";
import type { SourceFile } from "../object/source.ts";
import { registerWord } from "../text/register_words.ts";
import { PROVIDED_SYMBOLS } from "./provided_symbols.ts";

/** A source with errors, and the object file made of the rest. */
export interface BrokenFile {
  /** The source. */
  readonly source: SourceFile;
  /** What could be assembled. */
  readonly object: ObjectFile;
}

/** Directives that make statements, whose definitions are not visible in the source. */
const MAKES_STATEMENTS = /\.(?:include|macro|rept|irpc?|if|altmacro)/i;

const WORD = /[^\s,:="()#;]+/g;
const DEFINES = /"?[ \t]*[:=]/y;

/** Adds the words of a text: all, or only those that it may define. */
function addWords(words: Set<string>, text: string, onlyDefined: boolean): void {
  let before = "";
  for (const { 0: word, index } of text.matchAll(WORD)) {
    DEFINES.lastIndex = index + word.length;
    // Words after a directive count, as in `.equ x, 1` and `.comm x, 8`.
    if (!onlyDefined || before.startsWith(".") || DEFINES.test(text)) words.add(word);
    before = word;
  }
}

/** Reports symbols that files with errors use and that nothing can define. */
export function reportUndefinedNames(
  files: readonly BrokenFile[],
  objects: readonly ObjectFile[],
  archive: Archive | undefined,
  diagnostics: Diagnostics,
): void {
  // The lines of errors that were not kept are unknown.
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
      // The assembler reports undefined numeric labels.
      if (defined.has(name) || possible.has(name) || /^\d*$/.test(name)) continue;
      const word = /^[$%]/.test(name) ? registerWord(name) : undefined;
      const library = libraryAdvice(name);
      const near = diagnostics.full ? undefined : nearestName(name, defined);
      const fix = word !== undefined
        ? { fix: word }
        : library !== undefined
        ? { fix: { message: library } }
        : near === undefined
        ? {}
        : { fix: { message: `did you mean \`${near}\`?`, replacement: near } };
      diagnostics.error(sources, location, length, `\`${name}\` is not defined`, fix);
    }
  }
}
