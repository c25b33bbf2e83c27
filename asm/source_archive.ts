// SPDX-License-Identifier: MPL-2.0
// An archive of sources, each assembled only when a program needs a name that it defines. The names
// are read from its .globl lines without assembling it, because the start of a program must not wait
// for what it does not use.

import { assemble } from "./assembler.ts";
import type { Archive } from "./object/archive.ts";
import type { Diagnostics } from "./object/diagnostic.ts";
import type { ObjectFile } from "./object/object.ts";
import type { SourceFile } from "./object/source.ts";

const EXPORT = /^[ \t]*\.(?:globl|global|weak)[ \t]+([^#;\n]+)/gm;

/** The exported names of a source, which never changes: shared by all archives with it. */
const EXPORTS = new WeakMap<SourceFile, readonly string[]>();
/** The objects of a source, by architecture. */
const OBJECTS = new WeakMap<SourceFile, Map<string, ObjectFile>>();

/** The names in a source's .globl lines: those that it defines, and those that it only mentions. */
export function exportedNames(source: SourceFile): readonly string[] {
  const known = EXPORTS.get(source);
  if (known !== undefined) return known;
  const names = [...source.text.matchAll(EXPORT)].flatMap(([, list = ""]) =>
    list.split(",").map((name) => name.trim()).filter((name) => name !== "")
  );
  EXPORTS.set(source, names);
  return names;
}

/** An archive of sources. */
export class SourceArchive implements Archive {
  readonly #byName = new Map<string, SourceFile[]>();
  /** The names of members that turned out to have errors. */
  readonly #broken = new Set<string>();
  readonly #architecture: string | undefined;

  /** An archive of `members`, to be assembled for `architecture`; see `AssembleOptions`. */
  constructor(members: readonly SourceFile[], architecture?: string) {
    this.#architecture = architecture;
    for (const member of members) {
      for (const name of exportedNames(member)) {
        const list = this.#byName.get(name);
        if (list === undefined) this.#byName.set(name, [member]);
        else list.push(member);
      }
    }
  }

  get names(): Iterable<string> {
    return this.#byName.keys();
  }

  isBroken(name: string): boolean {
    return this.#broken.has(name);
  }

  take(name: string, taken: Set<unknown>, diagnostics: Diagnostics): ObjectFile | undefined {
    const member = this.#byName.get(name)?.find((source) => !taken.has(source));
    if (member === undefined) return undefined;
    taken.add(member);
    const architecture = this.#architecture;
    const objects = OBJECTS.get(member) ?? new Map<string, ObjectFile>();
    const known = objects.get(architecture ?? "");
    if (known !== undefined) return known;
    const { object } = assemble(
      member,
      architecture === undefined ? { diagnostics } : { diagnostics, architecture },
    );
    if (object !== undefined) OBJECTS.set(member, objects.set(architecture ?? "", object));
    else for (const exported of exportedNames(member)) this.#broken.add(exported);
    return object;
  }
}
