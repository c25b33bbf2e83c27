// SPDX-License-Identifier: MPL-2.0
// Diagnostics for programs to read: editors, graders, whoever marks the place of an error. Takes a
// diagnostic; gives a value that JSON.stringify writes on one line.

import type { Diagnostic, DiagnosticFix } from "./diagnostic.ts";
import type { Span } from "./source.ts";

/** A place in a source, as JSON has it. */
export interface LocationJson {
  /** The file as it was named to the assembler. */
  readonly file: string;
  /** Lines and columns from 1, columns in UTF-16 code units, the end exclusive; absent of a whole file. */
  readonly range?: RangeJson;
}

/** A diagnostic, as JSON has it. */
export interface DiagnosticJson extends LocationJson {
  /** Tells it from the other values of a stream. */
  readonly event: "diagnostic";
  /** Whether there is a program all the same. */
  readonly severity: Diagnostic["severity"];
  /** What is wrong, in one sentence without a full stop. */
  readonly message: string;
  /** What helps to understand it; `file` and `range` where that is another place. */
  readonly notes: readonly ({ readonly message: string } & Partial<LocationJson>)[];
  /** What to do about it. */
  readonly fix?: FixJson;
}

/** A suggestion, as JSON has it. */
export interface FixJson {
  /** What to do, in words. */
  readonly message: string;
  /** What to put in place of the range's text, where that is all there is to do. */
  readonly replacement?: string;
  /** What the replacement stands in for; absent without one. */
  readonly range?: RangeJson;
}

/** From a character up to another, lines and columns from 1. */
export interface RangeJson {
  /** The first character. */
  readonly start: { readonly line: number; readonly column: number };
  /** The character after the last. */
  readonly end: { readonly line: number; readonly column: number };
}

/** A diagnostic as a value that `JSON.stringify` takes. */
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
