// SPDX-License-Identifier: MPL-2.0
// Source texts and locations in them. Every text that the assembler reads, a file or the expansion of a
// macro, gets a range of numbers, one for each character: tokens, symbols and relocations then keep their
// location as one number. File, line and column are computed only when asked for.

/** A source file. */
export interface SourceFile {
  /** Its name in messages and line tables. */
  readonly name: string;
  /** The whole text. */
  readonly text: string;
  /** Its bytes, where `.incbin` asks for them; when left out, the text as UTF-8. */
  readonly bytes?: Uint8Array;
  /** Where the text comes from, if a preprocessor made it. */
  readonly origin?: SourceOrigin;
}

/** The files that a preprocessor made a text from; offsets are those of the text. */
export interface SourceOrigin {
  /** The files, in the order in which they were read. */
  readonly files: readonly SourceFile[];
  /** The file and line of an offset; in the expansion of a macro, where the macro is used. */
  resolve(offset: number): Pick<Span, "file" | "line">;
  /** What was written at an offset: the same text, or the name of the macro that became it. */
  span(offset: number, length: number): Span;
  /** The macro that an offset is in the expansion of, and the text in its definition. */
  macro(offset: number): { readonly name: string; readonly span: Span } | undefined;
}

/** A range of characters in one line of a source. */
export interface Span {
  /** The file as it was named to the assembler. */
  readonly file: string;
  /** Line, from 1; 0 when the span is the whole file. */
  readonly line: number;
  /** Column of the first character, from 1, in UTF-16 code units; 0 when unknown. */
  readonly column: number;
  /** Length in UTF-16 code units, within the line. */
  readonly length: number;
  /** The text of the line, without its end. */
  readonly lineText: string;
}

/** Where the text of a macro expansion comes from. */
export interface Expansion {
  /** The name of the macro or repeating directive. */
  readonly name: string;
  /** Location of the statement that expands it. */
  readonly call: number;
  /** How many characters of the call messages underline. */
  readonly callLength: number;
  /** Location of the body's first character. Each line of the body makes one of the expansion. */
  readonly body: number;
}

/** A line marker (`# 12 "x.S"`): what the lines from one on are called. */
interface LineMarker {
  /** The first line, from 0, that it is about. */
  readonly index: number;
  readonly file: string;
  /** The number of that line. */
  readonly line: number;
}

interface Buffer {
  readonly base: number;
  readonly file: SourceFile;
  readonly expansion: Expansion | undefined;
  /** Its line markers, rising; undefined for none. */
  markers?: LineMarker[];
  /** Offsets at which lines start; made when first needed. */
  lineStarts: Int32Array | undefined;
  /** For a file whose text is not read: the line of the first location. Each line is one location. */
  readonly firstLine: number | undefined;
}

const CARRIAGE_RETURN = 13;

/** Files whose text is not read get locations in blocks of this many lines. */
const LINES_TOGETHER = 1 << 16;
/** The highest line of such a file. */
const MAX_LINE = 1 << 24;
/** Line tables keep locations in 32 bits. */
const MAX_LOCATION = 2 ** 31 - 1;

/** Lines to try one by one before a binary search. */
const MAX_STEPS = 16;

/** A line of a file. */
type Line = Pick<Span, "file" | "line">;

const NOWHERE: Line = { file: "", line: 0 };
/** The rest of a span when only the line is known. */
const NO_COLUMN = { column: 0, length: 0, lineText: "" } as const;

/** The files and lines of many locations. */
export interface ResolvedLocations {
  /** The line of each, from 1; 0 for none. */
  readonly lines: Int32Array;
  /** The file of each, as an index into `names`. */
  readonly files: Int32Array;
  /** File names. */
  readonly names: readonly string[];
}

/** Texts and their locations, which count from 1. Location 0 is nowhere. */
export class Sources {
  readonly #buffers: Buffer[] = [];
  readonly #unread = new Map<string, number>();
  #next = 1;

  /**
   * The files added so far, in order, without expansions and files whose text is not read. Those that
   * a text was made from precede it.
   */
  get files(): SourceFile[] {
    return this.#buffers.filter(({ expansion, firstLine }) =>
      expansion === undefined && firstLine === undefined
    ).flatMap(({ file }) => [...file.origin?.files ?? [], file]);
  }

  /**
   * Names the lines of a file from a location on: the next one is `line` of `file`. Without `file`,
   * the file stays, and with a line of 0, the numbers go on.
   */
  mark(location: number, line: number, file: string | undefined): void {
    const buffer = this.#find(location);
    if (buffer === undefined || buffer.expansion !== undefined) return;
    const index = lineIn(buffer, location) + 1;
    buffer.markers ??= [];
    if ((buffer.markers.at(-1)?.index ?? -1) >= index) return;
    const before = this.#lineAt(buffer, index);
    buffer.markers.push({ index, file: file ?? before.file, line: line || before.line });
  }

  /** Whether a line marker named the lines of the file at a location, or lines before it. */
  isMarked(location: number): boolean {
    return this.#find(location)?.markers !== undefined;
  }

  /** Whether there are locations in files whose text is not read, which `.loc` directives name. */
  get hasUnread(): boolean {
    return this.#unread.size > 0;
  }

  /**
   * The location of a line of a file whose text is not read, such as the C file that a compiler made the
   * source from. 0 for an impossible line.
   */
  lineOf(name: string, line: number): number {
    if (!(line >= 1 && line <= MAX_LINE)) return 0;
    const firstLine = Math.floor(line / LINES_TOGETHER) * LINES_TOGETHER;
    const key = `${firstLine} ${name}`;
    let base = this.#unread.get(key);
    if (base === undefined) {
      base = this.#next;
      if (base + LINES_TOGETHER > MAX_LOCATION) return 0;
      this.#buffers.push({
        ...{ base, file: { name, text: "" }, expansion: undefined, lineStarts: undefined },
        firstLine,
      });
      this.#next += LINES_TOGETHER;
      this.#unread.set(key, base);
    }
    return base + line - firstLine;
  }

  /** Adds a file; returns the location of its first character. */
  add(file: SourceFile): number {
    return this.#push(file, undefined);
  }

  /** Adds the text of a macro expansion; returns the location of its first character. */
  addExpansion(text: string, expansion: Expansion): number {
    return this.#push({ name: expansion.name, text }, expansion);
  }

  #push(file: SourceFile, expansion: Expansion | undefined): number {
    const base = this.#next;
    this.#buffers.push({ base, file, expansion, lineStarts: undefined, firstLine: undefined });
    this.#next += file.text.length + 1;
    return base;
  }

  /** The file and line of a location; in an expansion, those of the line in the macro's body. */
  resolve(location: number): Pick<Span, "file" | "line"> {
    const buffer = this.#find(location);
    const origin = buffer?.file.origin;
    if (buffer !== undefined && origin !== undefined) return origin.resolve(location - buffer.base);
    return this.#lineAt(buffer, lineIn(buffer, location));
  }

  /** The file and line of line `index`, from 0, of a text. */
  #lineAt(buffer: Buffer | undefined, index: number): Line {
    if (buffer === undefined) return NOWHERE;
    const { file, firstLine, expansion, markers } = buffer;
    if (firstLine !== undefined) return { file: file.name, line: firstLine + index };
    if (expansion === undefined) {
      const marker = markers === undefined ? undefined : lastMarker(markers, index);
      if (marker === undefined) return { file: file.name, line: index + 1 };
      return { file: marker.file, line: marker.line + index - marker.index };
    }
    const body = this.#find(expansion.body);
    if (body?.file.origin === undefined) {
      const { file, line } = this.resolve(expansion.body);
      return { file, line: line + index };
    }
    // The lines of the body need not follow each other in the file that it was made from.
    const starts = lineStartsOf(body);
    return body.file.origin.resolve(starts[lineIn(body, expansion.body) + index] ?? 0);
  }

  /** {@link resolve} for many locations at once: fast when they are in order. */
  resolveAll(locations: Int32Array): ResolvedLocations {
    const lines = new Int32Array(locations.length);
    const files = new Int32Array(locations.length);
    const names: string[] = [];
    // The text of the last location, its line there from 0, and the file and first line they resolve to.
    let base = 0;
    let end = -1;
    let starts: Int32Array = new Int32Array();
    let index = 0;
    let first = 0;
    let name = 0;
    for (let at = 0; at < locations.length; at++) {
      const offset = locations[at]! - base;
      const isNear = offset >= 0 && offset <= end && offset >= starts[index]!;
      for (let steps = 0; isNear && steps < MAX_STEPS && offset >= starts[index + 1]!; steps++) {
        index++;
      }
      if (!isNear || offset >= starts[index + 1]!) {
        const buffer = this.#find(locations[at]!);
        index = lineIn(buffer, locations[at]!);
        const { file, line } = this.resolve(locations[at]!);
        if (names[name] !== file) name = names.indexOf(file);
        if (name < 0) name = names.push(file) - 1;
        const isRead = buffer !== undefined && buffer.firstLine === undefined &&
          buffer.markers === undefined && !this.#isMade(buffer);
        base = buffer?.base ?? 0;
        end = isRead ? buffer.file.text.length : -1;
        starts = isRead ? lineStartsOf(buffer) : starts;
        first = line - index;
      }
      lines[at] = first + index;
      files[at] = name;
    }
    return { lines, files, names };
  }

  /**
   * The span of `length` characters from a location, cut at the end of the line. In an expansion,
   * file and line are those of the macro's body, and the line's text is the expanded one.
   */
  span(location: number, length: number): Span {
    const buffer = this.#find(location);
    const origin = buffer?.file.origin;
    if (buffer !== undefined && origin !== undefined) {
      return origin.span(location - buffer.base, length);
    }
    const index = lineIn(buffer, location);
    const line = this.#lineAt(buffer, index);
    if (buffer === undefined || buffer.firstLine !== undefined) return { ...line, ...NO_COLUMN };
    const { text } = buffer.file;
    const starts = lineStartsOf(buffer);
    const offset = location - buffer.base;
    const start = starts[index] ?? 0;
    let end = (starts[index + 1] ?? text.length + 1) - 1;
    if (end > start && text.charCodeAt(end - 1) === CARRIAGE_RETURN) end--;
    return {
      ...line,
      column: offset - start + 1,
      length: Math.max(0, Math.min(length, end - offset)),
      lineText: text.slice(start, end),
    };
  }

  /** The text of `length` characters from a location, cut at the end of the line. */
  text(location: number, length: number): string {
    const span = this.span(location, length);
    return span.lineText.slice(span.column - 1, span.column - 1 + span.length);
  }

  /** The macro of a preprocessor that a location is in the expansion of. */
  macro(location: number): ReturnType<SourceOrigin["macro"]> {
    const buffer = this.#find(location);
    return buffer?.file.origin?.macro(location - buffer.base);
  }

  /** The expansions that contain a location, innermost first. */
  expansions(location: number): Expansion[] {
    const chain: Expansion[] = [];
    let expansion = this.#find(location)?.expansion;
    while (expansion !== undefined) {
      chain.push(expansion);
      expansion = this.#find(expansion.call)?.expansion;
    }
    return chain;
  }

  /** Whether a text, or the macro that it is an expansion of, was made by a preprocessor. */
  #isMade({ file, expansion }: Buffer): boolean {
    const body = expansion === undefined ? undefined : this.#find(expansion.body);
    return file.origin !== undefined || body?.file.origin !== undefined;
  }

  #find(location: number): Buffer | undefined {
    const buffers = this.#buffers;
    let low = 0;
    let high = buffers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((buffers[middle]?.base ?? 0) <= location) low = middle + 1;
      else high = middle;
    }
    return location <= 0 ? undefined : buffers[low - 1];
  }
}

/** The estimated length of a line, and the smallest table of lines to allocate. */
const CHARACTERS_A_LINE = 20;
const FEW_LINES = 16;

/** The line of a location in its text, from 0. */
function lineIn(buffer: Buffer | undefined, location: number): number {
  if (buffer === undefined) return 0;
  const offset = location - buffer.base;
  return buffer.firstLine === undefined ? lastAtMost(lineStartsOf(buffer), offset) : offset;
}

/** The last marker that is about a line. */
function lastMarker(markers: readonly LineMarker[], line: number): LineMarker | undefined {
  let low = 0;
  let high = markers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (markers[middle]!.index <= line) low = middle + 1;
    else high = middle;
  }
  return markers[low - 1];
}

function lineStartsOf(buffer: Buffer): Int32Array {
  if (buffer.lineStarts !== undefined) return buffer.lineStarts;
  const { text } = buffer.file;
  let starts = new Int32Array(text.length / CHARACTERS_A_LINE + FEW_LINES);
  let count = 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) {
    if (count === starts.length) {
      const more = new Int32Array(count * 2);
      more.set(starts);
      starts = more;
    }
    starts[count++] = at + 1;
  }
  buffer.lineStarts = starts.subarray(0, count);
  return buffer.lineStarts;
}

/** The index of the last element of a rising list that is at most `value`; 0 when none is. */
function lastAtMost(list: Int32Array, value: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}
