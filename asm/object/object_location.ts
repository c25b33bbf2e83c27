// SPDX-License-Identifier: MPL-2.0
// Where something in an object file is, for the linker's messages: the source line where one is known;
// otherwise, for objects read from a file, the file, section and offset, and the function around it.

import type { DiagnosticFix, DiagnosticNote, Diagnostics } from "./diagnostic.ts";
import type { ObjectFile, ObjectSection, ObjectSymbol, Relocation } from "./object.ts";
import type { Span } from "./source.ts";
import { hex } from "./value.ts";

/** A source location, with notes for what it does not say. */
export interface ObjectLocation {
  readonly span: Span;
  readonly notes: readonly DiagnosticNote[];
}

/** The span of a whole file. */
export function spanOfFile(file: string): Span {
  return { file, line: 0, column: 0, length: 0, lineText: "" };
}

/** Where a relocation comes from. */
export function locationOfRelocation(
  object: ObjectFile,
  section: ObjectSection,
  { location, length, offset }: Relocation,
): ObjectLocation {
  if (object.isBinary !== true) return { span: object.sources.span(location, length), notes: [] };
  return locationInSection(object, section, offset);
}

/** Where a symbol is defined or, if it is not, first used. */
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
  const inFunction = around === undefined ? "" : `, in \`${around.name}\``;
  const where = `${section.name}+${hex(offset)}`;
  const location = locationAt(section, offset);
  return location === 0 ? { span: spanOfFile(`${object.name}:(${where})`), notes: [] } : {
    span: object.sources.span(location, 0),
    notes: [{ message: `at ${where} of ${object.name}${inFunction}` }],
  };
}

/** The location of the bytes at an offset; 0 when unknown. */
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

/** The function whose size covers an offset, or else the last symbol before it that is not local. */
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

/** Reports an error about a relocation. */
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
  // Finding the location takes time, and there may be very many errors.
  if (diagnostics.full) {
    diagnostics.add({ severity: "error", message, span: spanOfFile(object.name), notes: [] });
    return;
  }
  const where = locationOfRelocation(object, section, relocation);
  diagnostics.add({ severity: "error", message, ...where, ...(fix !== undefined && { fix }) });
}
