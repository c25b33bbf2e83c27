// SPDX-License-Identifier: MPL-2.0
// Sources that are there to be used, like the members of a library: each is assembled only when a
// program needs a symbol that it defines. Which symbols those are is read off the source's .globl
// lines without assembling it, because a program's start must not wait for what it does not use.

import { assemble } from "./assembler.ts";
import type { Diagnostics } from "./object/diagnostic.ts";
import type { ObjectFile } from "./object/object.ts";
import type { SourceFile } from "./object/source.ts";

const EXPORT = /^[ \t]*\.(?:globl|global|weak)[ \t]+([^#;\n]+)/gm;

/** What is known of a source, for as long as somebody keeps it: it never changes. */
const EXPORTS = new WeakMap<SourceFile, readonly string[]>();
/** The objects of a source, by the architecture that it was assembled for. */
const OBJECTS = new WeakMap<SourceFile, Map<string, ObjectFile>>();

/** The names that a source makes visible, or wants from elsewhere: its .globl lines. */
export function exportedNames(source: SourceFile): readonly string[] {
  const known = EXPORTS.get(source);
  if (known !== undefined) return known;
  const names = [...source.text.matchAll(EXPORT)].flatMap(([, list = ""]) =>
    list.split(",").map((name) => name.trim()).filter((name) => name !== "")
  );
  EXPORTS.set(source, names);
  return names;
}

/** Sources by the names they define, of which each is taken once at most. */
export class Archive {
  readonly #byName = new Map<string, SourceFile[]>();
  readonly #taken = new Set<SourceFile>();
  /** What members that turned out to have errors say to define. */
  readonly #broken = new Set<string>();

  /** What the members are assembled for; see AssembleOptions. */
  readonly #architecture: string | undefined;

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

  /** The names that the members define or mention. */
  get names(): Iterable<string> {
    return this.#byName.keys();
  }

  /** Whether a member that says to define a symbol was taken, and has errors, which are reported. */
  isBroken(name: string): boolean {
    return this.#broken.has(name);
  }

  /**
   * Assembles the next member that says to define a symbol. Undefined when none is left, or when
   * the member has errors, which are reported.
   */
  take(name: string, diagnostics: Diagnostics): ObjectFile | undefined {
    const member = this.#byName.get(name)?.find((source) => !this.#taken.has(source));
    if (member === undefined) return undefined;
    this.#taken.add(member);
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
