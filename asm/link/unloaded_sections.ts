// SPDX-License-Identifier: MPL-2.0
// The sections of a program that are not loaded, such as debug information. Sections of one name are joined
// from all objects, and relocated to the program's addresses.

import { Diagnostics } from "../object/diagnostic.ts";
import type { ObjectFile, ObjectSection } from "../object/object.ts";
import type { UnloadedSection } from "../object/program.ts";
import { Relocator } from "./relocator.ts";
import type { SymbolValues } from "./symbol_values.ts";

/** Sections that only matter in object files, or that the ELF writer makes itself. */
const LEFT_OUT: ReadonlySet<string> = new Set([".note.GNU-stack", ".riscv.attributes"]);
/** Prefixes of sections for the linker: warnings about functions, and code for link-time optimization. */
const LEFT_OUT_PREFIXES = [".gnu.warning", ".gnu.lto_"];
/** Names the tools that made an object, mostly the same in all. */
const COMMENT = ".comment";

/** What a program was linked from. */
interface Linked {
  readonly objects: readonly ObjectFile[];
  /** Sections that are not in the program. */
  readonly discarded: ReadonlySet<ObjectSection>;
  readonly values: SymbolValues;
}

interface Part {
  readonly object: ObjectFile;
  readonly index: number;
  readonly section: ObjectSection;
  readonly offset: number;
}

interface Output {
  readonly name: string;
  readonly first: ObjectSection;
  readonly parts: Part[];
  size: number;
  alignment: number;
}

/** Collects the sections of a program that are not loaded; see `Program.unloadedSections`. */
export function collectUnloaded(
  { objects, discarded, values }: Linked,
  prepare: (object: ObjectFile) => ObjectFile,
): UnloadedSection[] {
  const outputs = new Map<string, Output>();
  const comments: ObjectSection[] = [];
  const addresses = new Map<ObjectFile, (number | undefined)[]>();
  for (const given of objects) {
    const object = prepare(given);
    const loaded = values.of(given)?.addresses ?? [];
    const own = object.sections.map((_, index) => loaded[index]);
    addresses.set(object, own);
    object.sections.forEach((section, index) => {
      if (!isKept(section) || discarded.has(section)) return;
      if (section.name === COMMENT) comments.push(section);
      else own[index] = append(outputs, object, section, index);
    });
  }
  // Errors in debug information do not make the program wrong.
  const relocator = new Relocator(values, new Diagnostics());
  const sections = [...outputs.values()].map((output) => {
    const data = new Uint8Array(output.size);
    for (const { object, section, offset } of output.parts) {
      data.set(section.data, offset);
      if (section.relocations.length === 0) continue;
      const placed = values.with(object, addresses.get(object) ?? []);
      const view = new DataView(data.buffer, offset, section.size);
      relocator.relocate({ object, section, placed, view, address: offset });
    }
    return toUnloaded(output.first, output.alignment, data);
  });
  const [comment] = comments;
  if (comment !== undefined) sections.push(toUnloaded(comment, 1, joinStrings(comments)));
  return sections;
}

function isKept(section: ObjectSection): boolean {
  const { flags, type, size, name } = section;
  const isCompressed = "isCompressed" in section && section.isCompressed === true;
  const isLeftOut = LEFT_OUT.has(name) ||
    LEFT_OUT_PREFIXES.some((prefix) => name.startsWith(prefix));
  return !flags.alloc && type !== "nobits" && size > 0 && !isLeftOut && !isCompressed;
}

/** Appends a section to those of its name; returns its offset there. */
function append(
  outputs: Map<string, Output>,
  object: ObjectFile,
  section: ObjectSection,
  index: number,
): number {
  const { name, alignment, size } = section;
  let output = outputs.get(name);
  if (output === undefined) {
    output = { name, first: section, parts: [], size: 0, alignment: 1 };
    outputs.set(name, output);
  }
  const offset = Math.ceil(output.size / alignment) * alignment;
  output.parts.push({ object, index, section, offset });
  output.size = offset + size;
  output.alignment = Math.max(output.alignment, alignment);
  return offset;
}

function toUnloaded(
  { name, type, flags, entrySize }: ObjectSection,
  alignment: number,
  data: Uint8Array,
): UnloadedSection {
  return { name, type, flags: flags.other, entrySize, alignment, data };
}

/** The strings of several sections, without duplicates. */
function joinStrings(sections: readonly ObjectSection[]): Uint8Array {
  const decoder = new TextDecoder();
  const texts = sections.flatMap(({ data }) => decoder.decode(data).split("\0"));
  const different = new Set(texts.filter((text) => text !== ""));
  return new TextEncoder().encode([...different].map((text) => `${text}\0`).join(""));
}
