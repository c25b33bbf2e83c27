// SPDX-License-Identifier: MPL-2.0
// Where something in an object file is, for messages: a line of the source where one is known, and of
// objects that were read the file, the section, and the function around it, as linkers say it.

import type { DiagnosticFix, DiagnosticNote, Diagnostics } from "./diagnostic.ts";
import type { ObjectFile, ObjectSection, ObjectSymbol, Relocation } from "./object.ts";
import type { Span } from "./source.ts";
import { hex } from "./value.ts";

/** A place and what else is to be said of it. */
export interface ObjectLocation {
  readonly span: Span;
  readonly notes: readonly DiagnosticNote[];
}

/** The place of a whole file. */
export function spanOfFile(file: string): Span {
  return { file, line: 0, column: 0, length: 0, lineText: "" };
}

/** The place of a relocation. */
export function locationOfRelocation(
  object: ObjectFile,
  section: ObjectSection,
  { location, length, offset }: Relocation,
): ObjectLocation {
  if (object.isBinary !== true) return { span: object.sources.span(location, length), notes: [] };
  return locationInSection(object, section, offset);
}

/** The place where a symbol is defined or, when it is not, first referred to. */
export function locationOfSymbol(object: ObjectFile, symbol: ObjectSymbol): ObjectLocation {
  const { location, length } = symbol;
  if (object.isBinary !== true) return { span: object.sources.span(location, length), notes: [] };
  if (typeof symbol.section === "number") {
    const section = object.sections[symbol.section];
    if (section !== undefined) return locationInSection(object, section, Number(symbol.value));
  }
  const index = object.symbols.indexOf(symbol);
  for (const section of object.sections) {
    const found = section.relocations.find((relocation) => relocation.symbol === index);
    if (found !== undefined) return locationInSection(object, section, found.offset);
  }
  return { span: spanOfFile(object.name), notes: [] };
}

function locationInSection(
  object: ObjectFile,
  section: ObjectSection,
  offset: number,
): ObjectLocation {
  const around = functionAround(object, section, offset);
  const place = around === undefined ? "" : `, in \`${around.name}\``;
  const where = `${section.name}+${hex(offset)}${place}`;
  const location = locationAt(section, offset);
  return location === 0
    ? { span: spanOfFile(`${object.name}:(${section.name}+${hex(offset)})`), notes: [] }
    : {
      span: object.sources.span(location, 0),
      notes: [{ message: `this is ${where}, of ${object.name}` }],
    };
}

/** The location of the line at an offset; 0 when none is known. */
function locationAt({ lineOffsets, lineLocations }: ObjectSection, offset: number): number {
  let low = 0;
  let high = lineOffsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lineOffsets[middle]! <= offset) low = middle + 1;
    else high = middle;
  }
  return lineLocations[low - 1] ?? 0;
}

/** The function that holds an offset, by its size, or else the last symbol before that others see. */
function functionAround(
  { symbols, sections }: ObjectFile,
  section: ObjectSection,
  offset: number,
): ObjectSymbol | undefined {
  if (!section.flags.execute) return undefined;
  const index = sections.indexOf(section);
  let nearest: ObjectSymbol | undefined;
  for (const symbol of symbols) {
    if (symbol.section !== index || symbol.value > offset) continue;
    if (symbol.kind === "function" && offset < Number(symbol.value) + symbol.size) return symbol;
    const isNearer = nearest === undefined || symbol.value >= nearest.value;
    if (symbol.binding !== "local" && isNearer) nearest = symbol;
  }
  return nearest;
}

/** Reports something wrong with a relocation. */
export function reportRelocation(
  diagnostics: Diagnostics,
  object: ObjectFile,
  section: ObjectSection,
  relocation: Relocation,
  message: string,
  fix?: DiagnosticFix,
): void {
  const { location, length } = relocation;
  if (object.isBinary !== true) {
    const details = fix === undefined ? {} : { fix };
    diagnostics.error(object.sources, location, length, message, details);
    return;
  }
  // Where it is takes time to find out, and there may be very many.
  if (diagnostics.full) {
    diagnostics.add({ severity: "error", message, span: spanOfFile(object.name), notes: [] });
    return;
  }
  const where = locationOfRelocation(object, section, relocation);
  diagnostics.add({ severity: "error", message, ...where, ...(fix !== undefined && { fix }) });
}
