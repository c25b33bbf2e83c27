// SPDX-License-Identifier: MPL-2.0
// What is wrong with a source, and how it is shown: a message, the place with its line and a caret,
// notes that point at other places, and a fix where one is likely. Diagnostics are data; only
// formatDiagnostic turns them into text.

import type { Sources, Span } from "./source.ts";

/** Something wrong (an error: there is no program) or doubtful (a warning) in a source. */
export interface Diagnostic {
  /** Whether there is a program all the same. */
  readonly severity: "error" | "warning";
  /** `syntax`: a token is missing or unexpected, or the number of operands is wrong. */
  readonly kind?: "syntax";
  /** What is wrong, in one sentence without a full stop. */
  readonly message: string;
  /** The tokens it is about. */
  readonly span: Span;
  /** What helps to understand it: other places, and the macro expansions that led here. */
  readonly notes: readonly DiagnosticNote[];
  /** What to do about it, where that is likely enough to say. */
  readonly fix?: DiagnosticFix;
}

/** Something that helps to understand a diagnostic. */
export interface DiagnosticNote {
  /** One sentence without a full stop. */
  readonly message: string;
  /** The other place it is about, when there is one. */
  readonly span?: Span;
}

/** A suggestion. */
export interface DiagnosticFix {
  /** What to do, in words. */
  readonly message: string;
  /** What to put in place of the span's text, when that is all there is to do. */
  readonly replacement?: string;
  /** What the replacement stands in for, where that is not the span of the diagnostic. */
  readonly span?: Span;
}

/** A suggestion for a place: a location of the sources and a length. */
export interface FixAt {
  /** What to do, in words. */
  readonly message: string;
  /** What to put in place of the text, when that is all there is to do. */
  readonly replacement?: string;
  /** The first character that the replacement stands in for; the error's when left out. */
  readonly location?: number;
  /** How many characters it stands in for. */
  readonly length?: number;
}

/** A place for a note: a location of the sources and a length. */
export interface NoteAt {
  /** One sentence without a full stop. */
  readonly message: string;
  /** The first character it is about; 0 or nothing for none. */
  readonly location?: number;
  /** How many characters it is about. */
  readonly length?: number;
}

/** What an error may come with. */
export interface Details {
  /** `syntax`: a token is missing or unexpected, or the number of operands is wrong. */
  readonly kind?: "syntax";
  /** What helps to understand it. */
  readonly notes?: readonly NoteAt[];
  /** What to do about it. */
  readonly fix?: FixAt;
}

/** How many errors of a run are kept; those after them are only counted. */
export const ERROR_LIMIT = 20;

/** Expansions shown of a long chain: the innermost ones and the outermost. */
const CHAIN_SHOWN = 4;

/** Takes in the diagnostics of a run, keeps the first ones and counts the rest. */
export class Diagnostics {
  /** Those kept, in the order in which they were found. */
  readonly list: Diagnostic[] = [];
  /** All errors, those not kept included. */
  errorCount = 0;
  #warningCount = 0;
  readonly #seen = new Set<string>();

  /** True when no further error would be kept: there is no point in finding good words for it. */
  get full(): boolean {
    return this.errorCount >= ERROR_LIMIT;
  }

  /** Reports an error at `length` characters from a location of the sources. */
  error(
    sources: Sources,
    location: number,
    length: number,
    message: string,
    details: Details = {},
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
    details: Details = {},
  ): void {
    if (this.#warningCount >= ERROR_LIMIT || this.#repeated(location, message)) return;
    this.#warningCount++;
    this.list.push(make("warning", sources, location, length, message, details));
  }

  /** Takes in a diagnostic that is already made. */
  add(diagnostic: Diagnostic): void {
    if (diagnostic.severity === "warning") this.list.push(diagnostic);
    else if (this.errorCount++ < ERROR_LIMIT) this.list.push(diagnostic);
  }

  /** Adds a note to the diagnostic that was kept last. */
  annotate(message: string): void {
    const last = this.list.pop();
    if (last !== undefined) this.list.push({ ...last, notes: [...last.notes, { message }] });
  }

  /** The line that says how many errors were not kept; undefined when all were. */
  get summary(): string | undefined {
    const more = this.errorCount - ERROR_LIMIT;
    return more > 0 ? `and ${more} more ${more === 1 ? "error" : "errors"}` : undefined;
  }

  /** A statement that .rept repeats is wrong each time, but that is said once. */
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
  { kind, notes = [], fix }: Details,
): Diagnostic {
  const shown: DiagnosticNote[] = notes.map((note) =>
    note.location === undefined || note.location === 0
      ? { message: note.message }
      : { message: note.message, span: sources.span(note.location, note.length ?? 0) }
  );
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
  // The text of an expansion is in no file that could be edited.
  const canEdit = fix.replacement !== undefined && chain.length === 0;
  const edit = !canEdit || fix.replacement === undefined ? {} : {
    replacement: fix.replacement,
    ...(fix.location !== undefined && { span: sources.span(fix.location, fix.length ?? 0) }),
  };
  return { ...diagnostic, fix: { message: fix.message, ...edit } };
}

const ESCAPE = "\x1b[";
const RESET = `${ESCAPE}0m`;

type Paint = (code: string, text: string) => string;

/** The line of a span and a caret under it; columns count tabs as the source has them. */
function excerpt(span: Span, paint: Paint, colour: string): string[] {
  if (span.column === 0) return [];
  const number = String(span.line).padStart(5);
  const before = span.lineText.slice(0, span.column - 1).replace(/[^\t]/g, " ");
  const caret = "^" + "~".repeat(Math.max(0, span.length - 1));
  return [
    `${paint("2", `${number} |`)} ${span.lineText}`,
    `${paint("2", `${" ".repeat(number.length)} |`)} ${before}${paint(colour, caret)}`,
  ];
}

function where(span: Span): string {
  if (span.line === 0) return span.file === "" ? "" : `${span.file}: `;
  return span.column === 0
    ? `${span.file}:${span.line}: `
    : `${span.file}:${span.line}:${span.column}: `;
}

/**
 * A diagnostic as text, in the form of GNU tools and compilers: `file:line:column: error: message`,
 * the source line, a caret span, then notes and the fix. No newline at the end.
 *
 * @param options `color`: with ANSI escape codes, for a terminal.
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
    `${paint("1", where(span))}${paint(colour, `${severity}:`)} ${message}`,
    ...excerpt(span, paint, colour),
  ];
  for (const note of notes) {
    if (note.span === undefined) {
      lines.push(`      ${paint("1;36", "note:")} ${note.message}`);
    } else {
      lines.push(`${paint("1", where(note.span))}${paint("1;36", "note:")} ${note.message}`);
      lines.push(...excerpt(note.span, paint, "1;36"));
    }
  }
  if (fix !== undefined) lines.push(`      ${paint("1;32", "fix:")} ${fix.message}`);
  return lines.join("\n");
}
