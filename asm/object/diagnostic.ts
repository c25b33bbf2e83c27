// SPDX-License-Identifier: MPL-2.0
// Diagnostics: errors and warnings about a source, each a message and a source location, with notes about
// other locations and a fix where one is likely. They are data; formatDiagnostic() turns them into text,
// with the source line and a caret.

import { printable, printableLines } from "./printable.ts";
import type { Sources, Span } from "./source.ts";

/** An error or a warning about a source. */
export interface Diagnostic {
  /** An error means that no program is made. */
  readonly severity: "error" | "warning";
  /** `syntax`: a token is missing or unexpected, or the number of operands is wrong. */
  readonly kind?: "syntax";
  /** What is wrong, in one sentence without a full stop. */
  readonly message: string;
  /** The tokens it is about. */
  readonly span: Span;
  /** Other locations that explain it, and the macro expansions that led here. */
  readonly notes: readonly DiagnosticNote[];
  /** How to fix it, if that is likely enough. */
  readonly fix?: DiagnosticFix;
}

/** An explanation that comes with a diagnostic. */
export interface DiagnosticNote {
  /** One sentence without a full stop. */
  readonly message: string;
  /** The location it points at, if any. */
  readonly span?: Span;
}

/** How to fix what a diagnostic reports. */
export interface DiagnosticFix {
  /** What to do, in words. */
  readonly message: string;
  /** The text that replaces the span's, when that is the whole fix. */
  readonly replacement?: string;
  /** The text to replace, when it is not the span of the diagnostic. */
  readonly span?: Span;
}

/** A fix whose text is given by a location of the sources and a length. */
export interface FixAt {
  /** What to do, in words. */
  readonly message: string;
  /** The text to write instead, when that is the whole fix. */
  readonly replacement?: string;
  /** The first character to replace; the error's when left out. */
  readonly location?: number;
  /** How many characters to replace. */
  readonly length?: number;
}

/** A note whose text is given by a location of the sources and a length. */
export interface NoteAt {
  /** One sentence without a full stop. */
  readonly message: string;
  /** The first character it points at; 0 or left out for none. */
  readonly location?: number;
  /** How many characters it points at. */
  readonly length?: number;
}

/** What may accompany an error. */
export interface DiagnosticDetails {
  /** `syntax`: a token is missing or unexpected, or the number of operands is wrong. */
  readonly kind?: "syntax";
  /** Explanations. */
  readonly notes?: readonly NoteAt[];
  /** How to fix it. */
  readonly fix?: FixAt;
}

/** Errors kept of one run; the rest are only counted. */
export const ERROR_LIMIT = 20;

/** Expansions shown of a long chain: the innermost ones and the outermost. */
const CHAIN_SHOWN = 4;

/** Collects the diagnostics of a run: keeps the first ones and counts the rest. */
export class Diagnostics {
  /** The diagnostics kept, in the order in which they were reported. */
  readonly list: Diagnostic[] = [];
  /** The number of errors, including those not kept. */
  errorCount = 0;
  #warningCount = 0;
  readonly #seen = new Set<string>();

  /** Whether further errors are only counted, so that their messages are not worth any work. */
  get full(): boolean {
    return this.errorCount >= ERROR_LIMIT;
  }

  /** Reports an error at `length` characters from a location of the sources. */
  error(
    sources: Sources,
    location: number,
    length: number,
    message: string,
    details: DiagnosticDetails = {},
  ): void {
    if (this.#repeated(location, message)) return;
    if (this.errorCount++ < ERROR_LIMIT) {
      this.list.push(make("error", sources, location, length, message, details));
    }
  }

  /** Reports a warning at `length` characters from a location of the sources. */
  warn(
    sources: Sources,
    location: number,
    length: number,
    message: string,
    details: DiagnosticDetails = {},
  ): void {
    if (this.#warningCount >= ERROR_LIMIT || this.#repeated(location, message)) return;
    this.#warningCount++;
    this.list.push(make("warning", sources, location, length, message, details));
  }

  /** Adds a finished diagnostic. */
  add(diagnostic: Diagnostic): void {
    if (diagnostic.severity === "warning") this.list.push(diagnostic);
    else if (this.errorCount++ < ERROR_LIMIT) this.list.push(diagnostic);
  }

  /** Adds a note to the last diagnostic kept. */
  annotate(message: string): void {
    const last = this.list.pop();
    if (last !== undefined) this.list.push({ ...last, notes: [...last.notes, { message }] });
  }

  /** A line with the number of errors not kept; undefined when all were. */
  get summary(): string | undefined {
    const more = this.errorCount - ERROR_LIMIT;
    return more > 0 ? `and ${more} more ${more === 1 ? "error" : "errors"}` : undefined;
  }

  /** Whether the same was reported before: .rept makes a statement many times. */
  #repeated(location: number, message: string): boolean {
    if (this.full || location === 0) return false;
    const key = `${location} ${message}`;
    if (this.#seen.has(key)) return true;
    this.#seen.add(key);
    return false;
  }
}

function make(
  severity: Diagnostic["severity"],
  sources: Sources,
  location: number,
  length: number,
  message: string,
  { kind, notes = [], fix }: DiagnosticDetails,
): Diagnostic {
  const shown: DiagnosticNote[] = notes.map((note) =>
    note.location === undefined || note.location === 0
      ? { message: note.message }
      : { message: note.message, span: sources.span(note.location, note.length ?? 0) }
  );
  const macro = sources.macro(location);
  if (macro !== undefined) {
    shown.push({ message: `\`${macro.name}\` is defined here`, span: macro.span });
  }
  const chain = sources.expansions(location);
  chain.forEach(({ name, call, callLength }, index) => {
    if (index >= CHAIN_SHOWN && index < chain.length - 1) return;
    if (index === chain.length - 1 && index > CHAIN_SHOWN) {
      shown.push({ message: `… ${index - CHAIN_SHOWN} more expansions …` });
    }
    shown.push({
      message: `in the expansion of \`${name}\``,
      span: sources.span(call, callLength),
    });
  });
  const span = sources.span(location, length);
  const diagnostic = { severity, message, span, notes: shown, ...(kind !== undefined && { kind }) };
  if (fix === undefined) return diagnostic;
  // The text of an expansion is in no file that a fix could edit.
  const canEdit = fix.replacement !== undefined && chain.length === 0 && macro === undefined;
  const edit = !canEdit || fix.replacement === undefined ? {} : {
    replacement: fix.replacement,
    ...(fix.location !== undefined && { span: sources.span(fix.location, fix.length ?? 0) }),
  };
  return { ...diagnostic, fix: { message: fix.message, ...edit } };
}

const ESCAPE = "\x1b[";
const RESET = `${ESCAPE}0m`;

type Paint = (code: string, text: string) => string;

/** The line of a span with a caret under it. Tabs stay, so that the caret lines up. */
function excerpt(span: Span, paint: Paint, colour: string): string[] {
  if (span.column === 0) return [];
  const number = String(span.line).padStart(5);
  const shown = printableLines(span.lineText);
  const before = printableLines(span.lineText.slice(0, span.column - 1)).replace(/[^\t]/g, " ");
  const caret = "^" + "~".repeat(Math.max(0, span.length - 1));
  return [
    `${paint("2", `${number} |`)} ${shown}`,
    `${paint("2", `${" ".repeat(number.length)} |`)} ${before}${paint(colour, caret)}`,
  ];
}

function where(span: Span): string {
  const file = printable(span.file);
  if (span.line === 0) return file === "" ? "" : `${file}: `;
  return span.column === 0 ? `${file}:${span.line}: ` : `${file}:${span.line}:${span.column}: `;
}

/**
 * Formats a diagnostic as compilers do: `file:line:column: error: message`, the source line, a caret,
 * then notes and the fix. Does not end in a newline.
 *
 * @param options `color`: use ANSI escape codes, for a terminal.
 */
export function formatDiagnostic(
  diagnostic: Diagnostic,
  options: { readonly color?: boolean } = {},
): string {
  const paint: Paint = options.color === true
    ? (code, text) => `${ESCAPE}${code}m${text}${RESET}`
    : (_, text) => text;
  const { severity, message, span, notes, fix } = diagnostic;
  const colour = severity === "error" ? "1;31" : "1;33";
  const lines = [
    `${paint("1", where(span))}${paint(colour, `${severity}:`)} ${printable(message)}`,
    ...excerpt(span, paint, colour),
  ];
  for (const note of notes) {
    if (note.span === undefined) {
      lines.push(`      ${paint("1;36", "note:")} ${printable(note.message)}`);
    } else {
      lines.push(
        `${paint("1", where(note.span))}${paint("1;36", "note:")} ${printable(note.message)}`,
      );
      lines.push(...excerpt(note.span, paint, "1;36"));
    }
  }
  if (fix !== undefined) lines.push(`      ${paint("1;32", "fix:")} ${printable(fix.message)}`);
  return lines.join("\n");
}
