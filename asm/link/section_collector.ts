// SPDX-License-Identifier: MPL-2.0
// `--gc-sections` of GNU ld: finds the sections that nothing refers to. Starts from the entry point, from the
// names that the caller wants, and from the sections that GNU ld's default script keeps, and follows
// relocations. Frames do not keep their functions; functions keep what their frames refer to.

import { frameReferences } from "../object/dwarf/frame_editor.ts";
import type { ObjectFile, ObjectSection, Relocation } from "../object/object.ts";
import { BOUND } from "./provided_symbols.ts";
import type { ResolvedProgram, SectionCollector } from "./resolution.ts";

/** The sections that GNU ld's default script keeps. */
const KEPT = /^\.(?:init|fini|jcr|preinit_array|(?:init_array|fini_array|ctors|dtors)(?:\..*)?)$/;
const KEPT_TYPES: ReadonlySet<string> = new Set(["init_array", "fini_array", "preinit_array"]);
const FRAMES = ".eh_frame";

function isKept({ name, type, flags, group }: ObjectSection): boolean {
  if (type === "note") return group === undefined;
  return flags.other.includes("R") || KEPT.test(name) || KEPT_TYPES.has(type);
}

class Marker {
  readonly marked = new Set<ObjectSection>();
  readonly usedNames = new Set<string>();
  readonly #program: ResolvedProgram;
  readonly #waiting: { object: ObjectFile; index: number }[] = [];
  readonly #frames = new Map<
    ObjectFile,
    ReadonlyMap<number, readonly Relocation[]> | undefined
  >();
  /** Sections by name, to which `__start_` and `__stop_` refer. */
  readonly #named = new Map<string, { object: ObjectFile; index: number }[]>();
  readonly #groups = new Map<ObjectFile, Map<string, number[]>>();

  constructor(program: ResolvedProgram) {
    this.#program = program;
    for (const object of program.objects) {
      const groups = new Map<string, number[]>();
      this.#groups.set(object, groups);
      object.sections.forEach(({ name, group, flags }, index) => {
        if (group !== undefined) appendTo(groups, group.name, index);
        if (flags.alloc) appendTo(this.#named, name, { object, index });
      });
    }
  }

  /** Marks a section, and later what it refers to. */
  mark(object: ObjectFile, index: number): void {
    const section = object.sections[index];
    if (section === undefined || this.marked.has(section)) return;
    if (!section.flags.alloc || this.#program.discarded.has(section)) return;
    this.marked.add(section);
    this.#waiting.push({ object, index });
  }

  /** Marks the section of a global symbol. */
  markName(name: string): void {
    if (this.usedNames.has(name)) return;
    this.usedNames.add(name);
    const found = this.#program.globals.get(name);
    if (found !== undefined) {
      if (typeof found.symbol.section === "number") this.mark(found.object, found.symbol.section);
      return;
    }
    const bound = BOUND.exec(name)?.[2];
    for (const { object, index } of this.#named.get(bound ?? "") ?? []) this.mark(object, index);
  }

  /** Marks everything that the marked sections refer to. */
  follow(): void {
    for (let next = this.#waiting.pop(); next !== undefined; next = this.#waiting.pop()) {
      const { object, index } = next;
      const section = object.sections[index]!;
      if (section.name === FRAMES && this.#framesOf(object) !== undefined) continue;
      this.#followAll(object, section.relocations);
      this.#followAll(object, this.#framesOf(object)?.get(index) ?? []);
      const { group } = section;
      const members = group === undefined ? [] : this.#groups.get(object)?.get(group.name) ?? [];
      for (const member of members) this.mark(object, member);
    }
  }

  #framesOf(object: ObjectFile): ReadonlyMap<number, readonly Relocation[]> | undefined {
    if (!this.#frames.has(object)) this.#frames.set(object, frameReferences(object));
    return this.#frames.get(object);
  }

  #followAll(object: ObjectFile, relocations: readonly Relocation[]): void {
    for (const { symbol } of relocations) {
      const target = object.symbols[symbol];
      if (target === undefined) continue;
      if (target.binding !== "local") this.markName(target.name);
      else if (typeof target.section === "number") this.mark(object, target.section);
    }
  }
}

function appendTo<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** Finds unused sections as GNU ld does. */
export const sectionCollector: SectionCollector = {
  findUnused(program, roots) {
    const marker = new Marker(program);
    for (const name of roots) marker.markName(name);
    for (const object of program.objects) {
      object.sections.forEach((section, index) => {
        if (isKept(section) || section.name === FRAMES) marker.mark(object, index);
      });
    }
    marker.follow();
    const sections = new Set<ObjectSection>();
    for (const object of program.objects) {
      // Debug information goes with the last section of its object that it could describe.
      const isGone = object.sections.every((section) =>
        !section.flags.alloc || section.name === FRAMES || !marker.marked.has(section)
      );
      for (const section of object.sections) {
        const isUnused = section.flags.alloc ? !marker.marked.has(section) : isGone;
        if (isUnused && !program.discarded.has(section)) sections.add(section);
      }
    }
    return { sections, usedNames: marker.usedNames };
  },
};
