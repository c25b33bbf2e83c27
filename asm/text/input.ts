// SPDX-License-Identifier: MPL-2.0
// The stack of texts that the lexer reads: the file, included files, macro bodies and repetitions.
// Limits the depth of nesting, and counts statements, characters and what they leave in memory, so that
// every source ends: 1 MB of source within seconds and within 1 GB.

import type { Conditionals } from "./conditionals.ts";
import type { Diagnostics } from "../object/diagnostic.ts";
import type { Lexer, LexerPosition } from "./lexer.ts";
import type { Expansion, SourceFile, Sources } from "../object/source.ts";
import { showCount } from "../object/value.ts";

/** Nesting depth of macros, repetitions and files. */
const MAX_DEPTH = 100;
/** Nesting depth of included files. */
const MAX_INCLUDE_DEPTH = 32;
/** Statements that macros and repetitions of a short source may expand to; a long one may have more. */
const MAX_STATEMENTS = 4_000_000;
const STATEMENTS_A_CHARACTER = 1;
/** Characters that macros, repetitions and included files of a short source may have. */
const MAX_CHARACTERS = 48 * 1024 * 1024;
const CHARACTERS_A_CHARACTER = 16;
/** What reading a file costs besides its characters. */
const FILE_COST = 1000;
/** Expansions, and symbols, relocations and branches that they leave. Each takes a few hundred bytes. */
const MAX_OBJECTS = 2_500_000;
const CHARACTERS_AN_OBJECT = 4;
/** Statements after which the objects are counted again. */
const COUNT_INTERVAL = 0x1000;

const BYTE_ORDER_MARK = 0xfeff;
/** Characters of a source per new name, roughly. */
const CHARACTERS_A_NAME = 200;

/** A text that is being read. */
interface Frame {
  /** Where reading continues afterwards. */
  readonly back: LexerPosition;
  /** Loads the text for another round; false after the last one. */
  readonly again: () => boolean;
  /** The name of the file, if the text is a file. */
  readonly file: string | undefined;
  /** Whether statements of this text count against the limit: those of files do not. */
  readonly counts: boolean;
  /** The source location of bytes from this text; 0 for that of each statement. */
  readonly lineLocation: number;
  /** How many `.if` blocks were open when it began. */
  readonly conditionals: number;
  readonly call: SourceRange;
}

/** Location and length of the statement that makes the lexer read a text. */
export interface SourceRange {
  readonly location: number;
  readonly length: number;
}

/** The start of a file, after the byte order mark that some editors write. */
function startOf({ text }: SourceFile, base: number): LexerPosition {
  const offset = text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
  return { text, offset, limit: text.length, base };
}

/** The stack of texts that are being read. */
export class Input {
  readonly #frames: Frame[] = [];
  #main = "";
  #statements = 0;
  #characters = 0;
  #expansions = 0;
  /** The length of the source. */
  #length = 0;
  /** Number of the next macro expansion, for `\@`. */
  counter = 0;
  /** Whether `.altmacro` is in effect. */
  isAlternate = false;
  /** How many names LOCAL has made. */
  locals = 0;

  constructor(
    readonly lexer: Lexer,
    readonly sources: Sources,
    readonly diagnostics: Diagnostics,
    readonly conditionals: Conditionals,
    /** The number of objects that the source has left so far. */
    readonly countObjects: () => number,
  ) {}

  /** How many texts are open inside the outermost one. */
  get depth(): number {
    return this.#frames.length;
  }

  /** The source location of bytes from the current text; 0 for that of each statement. */
  get lineLocation(): number {
    return this.#frames.at(-1)?.lineLocation ?? 0;
  }

  /** Starts reading a file. */
  start(file: SourceFile): void {
    this.#main = file.name;
    this.#length = file.text.length;
    this.lexer.names.reserve(file.text.length / CHARACTERS_A_NAME);
    const base = this.sources.add(file);
    this.lexer.load(startOf(file, base));
  }

  /** Counts a statement. False when there are too many, which is reported. */
  countStatement(): boolean {
    const top = this.#frames.at(-1);
    if (top === undefined || !top.counts) return true;
    if ((++this.#statements & COUNT_INTERVAL - 1) === 0 && !this.#hasMemory()) return false;
    const most = MAX_STATEMENTS + this.#length * STATEMENTS_A_CHARACTER;
    if (this.#statements <= most) return true;
    this.#refuse(`macros and repetitions expand to more than ${showCount(most)} statements`);
    return false;
  }

  /** Counts characters, or other work that costs as much. False when they are too many. */
  charge(characters: number): boolean {
    this.#characters += characters;
    const most = MAX_CHARACTERS + this.#length * CHARACTERS_A_CHARACTER;
    if (this.#characters <= most) return true;
    this.#refuse(
      `macros, repetitions and included files have more than ${showCount(most)} characters`,
    );
    return false;
  }

  #hasMemory(): boolean {
    const most = MAX_OBJECTS + Math.floor(this.#length / CHARACTERS_AN_OBJECT);
    if (this.#expansions + this.countObjects() <= most) return true;
    this.#refuse(
      `macros and repetitions leave more than ${
        showCount(most)
      } expansions, symbols and relocations`,
    );
    return false;
  }

  #refuse(message: string): void {
    const first = this.#frames[0];
    const { lexer } = this;
    const [location, length] = first === undefined || !first.counts
      ? [lexer.location(0), lexer.length(0)]
      : [first.call.location, first.call.length];
    this.diagnostics.error(this.sources, location, length, message);
    this.stop();
  }

  /** Reads a file next. False when files include each other endlessly, which is reported. */
  include(file: SourceFile, first: number): boolean {
    const { lexer } = this;
    const included = this.#frames.flatMap(({ file: name }) => name === undefined ? [] : [name]);
    const chain = [this.#main, ...included];
    if (chain.includes(file.name) || chain.length >= MAX_INCLUDE_DEPTH) {
      this.diagnostics.error(
        this.sources,
        lexer.location(first),
        lexer.length(first),
        chain.includes(file.name)
          ? `${file.name} includes itself`
          : `files are included more than ${MAX_INCLUDE_DEPTH} levels deep`,
        { notes: [{ message: chain.join(" includes ") }] },
      );
      return false;
    }
    const call = { location: lexer.location(first), length: lexer.length(first) };
    if (!this.charge(file.text.length + FILE_COST)) return false;
    if (!this.#push(() => false, file.name, false, 0, call)) return false;
    const base = this.sources.add(file);
    lexer.load(startOf(file, base));
    return true;
  }

  /** Reads the text of an expansion next. */
  expand(name: string, text: string, body: number, call: SourceRange): void {
    this.expandEach(name, [text].values(), body, call);
  }

  /** Reads these texts next, one after the other. */
  expandEach(name: string, texts: Iterator<string>, body: number, call: SourceRange): void {
    const { lexer } = this;
    const expansion: Expansion = {
      name,
      call: call.location,
      callLength: call.length,
      body,
    };
    const again = (): boolean => {
      const next = texts.next();
      if (next.done === true) return false;
      const text = next.value;
      this.#expansions++;
      if (!this.charge(text.length + 1) || !this.countStatement()) return false;
      const base = this.sources.addExpansion(text, expansion);
      lexer.load({ text, offset: 0, limit: text.length, base });
      return true;
    };
    const lineLocation = this.lineLocation || call.location;
    if (this.#push(again, undefined, true, lineLocation, call)) this.finish(false);
  }

  /** Reads a part of the current text next, `times` times. */
  repeat(part: LexerPosition, times: number, call: SourceRange): void {
    let left = times;
    const again = (): boolean => {
      if (left-- <= 0 || !this.countStatement()) return false;
      if (!this.charge(part.limit - part.offset)) return false;
      this.lexer.load(part);
      return true;
    };
    if (this.#push(again, undefined, true, this.lineLocation, call)) this.finish(false);
  }

  #push(
    again: () => boolean,
    file: string | undefined,
    counts: boolean,
    lineLocation: number,
    call: SourceRange,
  ): boolean {
    if (this.#frames.length >= MAX_DEPTH) {
      this.diagnostics.error(
        this.sources,
        call.location,
        call.length,
        `macros and repetitions are nested more than ${MAX_DEPTH} deep: does one call itself?`,
      );
      this.stop();
      return false;
    }
    const conditionals = this.conditionals.stack.length;
    this.#frames.push({
      back: this.lexer.save(),
      again,
      file,
      counts,
      lineLocation,
      conditionals,
      call,
    });
    return true;
  }

  /**
   * Continues after the end of a text: with its next round, or with the text around it. False at the
   * end of the outermost text.
   *
   * @param ended Whether the text was read to its end; false before its first round.
   */
  finish(ended = true): boolean {
    const top = this.#frames.at(-1);
    if (top === undefined) return false;
    if (ended) {
      this.conditionals.reportOpen(top.conditionals, " in the same macro or file");
    }
    if (this.#frames.at(-1) === top && top.again()) return true;
    if (this.#frames.at(-1) === top) {
      this.#frames.pop();
      this.lexer.load(top.back);
    }
    return true;
  }

  /** Leaves the innermost macro or repetition. False outside of one. */
  leave(): boolean {
    const top = this.#frames.at(-1);
    if (top === undefined || !top.counts) return false;
    this.conditionals.cut(top.conditionals);
    this.#frames.pop();
    this.lexer.load(top.back);
    return true;
  }

  /** Ends all reading. */
  stop(): void {
    this.#frames.length = 0;
    const { lexer } = this;
    lexer.load({ ...lexer.save(), offset: lexer.limit });
  }
}
