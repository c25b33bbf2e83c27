// SPDX-License-Identifier: MPL-2.0
// `--wrap f` of GNU ld: what refers to `f` gets `__wrap_f`, and what refers to `__real_f` gets `f`. Only
// references to other files change, so a call within the file that defines `f` stays.

import type { Archive } from "../object/archive.ts";
import type { ObjectFile } from "../object/object.ts";
import type { LinkInput } from "./resolution.ts";

const REAL = "__real_";

/** The object with its undefined symbols renamed. */
function wrapped(object: ObjectFile, names: ReadonlySet<string>): ObjectFile {
  const renamed = (name: string) => {
    if (names.has(name)) return `__wrap_${name}`;
    const real = name.startsWith(REAL) ? name.slice(REAL.length) : "";
    return names.has(real) ? real : name;
  };
  const symbols = object.symbols.map((symbol) =>
    symbol.section === "undefined" ? { ...symbol, name: renamed(symbol.name) } : symbol
  );
  return { ...object, symbols };
}

/** An object, or an archive of objects, whose references to these names are renamed. */
export function wrapInput(input: LinkInput, names: ReadonlySet<string>): LinkInput {
  return "sections" in input ? wrapped(input, names) : wrapArchive(input, names);
}

/** An archive of objects whose references to these names are renamed. */
export function wrapArchive(archive: Archive, names: ReadonlySet<string>): Archive {
  return {
    names: archive.names,
    take: (...request) => {
      const object = archive.take(...request);
      return object === undefined ? undefined : wrapped(object, names);
    },
    isBroken: (name) => archive.isBroken?.(name) ?? false,
  };
}
