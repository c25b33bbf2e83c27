// SPDX-License-Identifier: MPL-2.0
// Diagnostics as JSON, for editors and other programs: from a diagnostic to a value that JSON.stringify()
// writes on one line.

import type { Diagnostic, DiagnosticFix } from "./diagnostic.ts";
import type { Span } from "./source.ts";

/** A source location as JSON. */
export interface LocationJson {
  /** The file as it was named to the assembler. */
  readonly file: string;
  /** Lines and columns count from 1, columns in UTF-16 code units. Absent for a whole file. */
  readonly range?: RangeJson;
}

/** A diagnostic as JSON. */
export interface DiagnosticJson extends LocationJson {
  /** Tells it apart from other values in a stream. */
  readonly event: "diagnostic";
  /** An error means that no program is made. */
  readonly severity: Diagnostic["severity"];
  /** What is wrong, in one sentence without a full stop. */
  readonly message: string;
  /** Explanations, with `file` and `range` where they point at a location. */
  readonly notes: readonly ({ readonly message: string } & Partial<LocationJson>)[];
  /** How to fix it. */
  readonly fix?: FixJson;
}

/** A fix as JSON. */
export interface FixJson {
  /** What to do, in words. */
  readonly message: string;
  /** The text that replaces the range, when that is the whole fix. */
  readonly replacement?: string;
  /** The range to replace; absent without a replacement. */
  readonly range?: RangeJson;
}

/** A range of characters. Lines and columns count from 1. */
export interface RangeJson {
  /** The first character. */
  readonly start: { readonly line: number; readonly column: number };
  /** The character after the last. */
  readonly end: { readonly line: number; readonly column: number };
}

/** Converts a diagnostic for `JSON.stringify()`. */
export function diagnosticToJson(
  { severity, message, span, notes, fix }: Diagnostic,
): DiagnosticJson {
  return {
    event: "diagnostic",
    severity,
    message,
    ...locationToJson(span),
    notes: notes.map(({ message, span }) => ({ message, ...(span && locationToJson(span)) })),
    ...(fix !== undefined && { fix: fixToJson(fix, span) }),
  };
}

function fixToJson({ message, replacement, span }: DiagnosticFix, otherwise: Span): FixJson {
  return replacement === undefined
    ? { message }
    : { message, replacement, range: rangeOf(span ?? otherwise) };
}

function locationToJson(span: Span): LocationJson {
  return span.line === 0 ? { file: span.file } : { file: span.file, range: rangeOf(span) };
}

function rangeOf({ line, column, length }: Span): RangeJson {
  if (column === 0) return { start: { line, column: 1 }, end: { line: line + 1, column: 1 } };
  return { start: { line, column }, end: { line, column: column + length } };
}
