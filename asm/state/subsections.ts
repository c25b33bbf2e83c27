// SPDX-License-Identifier: MPL-2.0
// Subsections (`.text 1`, `.subsection 2`): parts of a section that are assembled separately and
// joined in order of their numbers. Joined before layout, so that later stages know only sections.

import type { Section } from "./section.ts";

/** Appends the subsections of all sections to them. */
export function joinParts(sections: readonly Section[]): void {
  for (const section of sections) for (const part of section.parts) append(section, part);
}

function append(section: Section, part: Section): void {
  const { size, growth } = section;
  const fragments = section.fragments.length;
  section.alignment = Math.max(section.alignment, part.alignment);
  if (section.type === "nobits") section.size += part.size;
  else section.bytes(part.data.subarray(0, part.size));
  for (const label of part.labels ?? []) {
    label.section = section;
    label.offset += size;
    label.fragment += fragments;
    label.growth += growth;
  }
  const moved = <T extends { offset: number; fragment: number }>(each: T): T => ({
    ...each,
    offset: each.offset + size,
    fragment: each.fragment + fragments,
  });
  for (const fixup of part.fixups) section.fixups.push(moved(fixup));
  for (const relocation of part.relocations) section.relocations.push(moved(relocation));
  for (const fragment of part.fragments) {
    section.fragments.push({
      ...fragment,
      offset: fragment.offset + size,
      growth: fragment.growth + growth,
    });
  }
  section.growth += part.growth;
  section.gnuFragments.push(size);
  for (const start of part.gnuFragments) section.gnuFragments.push(start + size);
  section.appendLines(part, size);
}
