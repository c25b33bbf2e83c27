// SPDX-License-Identifier: MPL-2.0
// The line table of a linked program: those of all its sections, sorted by address. Locations are resolved
// when asked for.

import type { FindSource } from "../object/dwarf/dwarf_lines.ts";
import type { PlacedSection } from "./memory_layout.ts";
import type { LineTable, SourceLocation } from "../object/program.ts";
import type { Sources } from "../object/source.ts";

/**
 * Makes the line table of placed sections. `findSource` finds the texts of compiled sources, since objects
 * only have their names.
 */
export function makeLineTable(
  parts: readonly PlacedSection[],
  findSource?: FindSource,
): LineTable {
  const sorted = parts.filter(({ section }) => section.size > 0 && section.lineOffsets.length > 0)
    .sort((a, b) => a.address - b.address);
  return new SectionLines(sorted, findSource);
}

class SectionLines implements LineTable {
  readonly #parts: readonly PlacedSection[];
  /** The lines of each file, split when first needed. */
  readonly #lines = new Map<string, readonly string[] | undefined>();

  constructor(parts: readonly PlacedSection[], readonly findSource: FindSource | undefined) {
    this.#parts = parts;
  }

  find(address: bigint): SourceLocation | undefined {
    const at = Number(address);
    const part = this
      .#parts[
        lastAtMost(this.#parts.length, (index) => (this.#parts[index]?.address ?? 0) <= at)
      ];
    if (part === undefined || at >= part.address + part.section.size) return undefined;
    const { lineOffsets, lineLocations } = part.section;
    const offset = at - part.address;
    const index = lastAtMost(lineOffsets.length, (entry) => (lineOffsets[entry] ?? 0) <= offset);
    const location = lineLocations[index];
    // In objects read from a file, some bytes have no line: location 0.
    return location === undefined || location === 0
      ? undefined
      : part.object.sources.resolve(location);
  }

  text({ file, line }: SourceLocation): string | undefined {
    if (!this.#lines.has(file)) this.#lines.set(file, this.#split(file));
    return this.#lines.get(file)?.[line - 1];
  }

  #split(file: string): readonly string[] | undefined {
    const seen = new Set<Sources>(this.#parts.map(({ object }) => object.sources));
    for (const sources of seen) {
      const source = sources.files.find(({ name }) => name === file);
      if (source !== undefined) return source.text.split(/\r?\n/);
    }
    return this.findSource?.(file, undefined)?.split(/\r?\n/);
  }

  *entries(): Iterable<{ address: bigint; end: bigint; location: SourceLocation }> {
    for (const { object, section, address } of this.#parts) {
      const { lineOffsets, lineLocations } = section;
      const { lines, files, names } = object.sources.resolveAll(lineLocations);
      for (let index = 0; index < lineOffsets.length; index++) {
        const start = lineOffsets[index] ?? 0;
        const end = lineOffsets[index + 1] ?? section.size;
        if (end <= start || lineLocations[index] === 0) continue;
        yield {
          address: BigInt(address + start),
          end: BigInt(address + end),
          location: { file: names[files[index] ?? 0] ?? "", line: lines[index] ?? 0 },
        };
      }
    }
  }
}

/** The last index for which `holds`, which is true up to some index; -1 for none. */
function lastAtMost(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
