// SPDX-License-Identifier: MPL-2.0
// The directives of the preprocessor, the files that are open, and the conditions that decide what is
// read. Takes the `#` that begins a line; leaves the reader at the line's end.

import type { DiagnosticDetails, Diagnostics } from "../object/diagnostic.ts";
import type { SourceFile, Sources } from "../object/source.ts";
import type { Include } from "../state/assembly.ts";
import type { Budget } from "./budget.ts";
import { ConditionError, evaluateCondition } from "./condition.ts";
import type { Expander } from "./expander.ts";
import { defineMacro, isSameMacro, type MacroDefinition } from "./macro_definition.ts";
import { Lexer, textOf, Token } from "./token.ts";

/** How deep files may include each other. */
const MAX_FILES = 200;
/** Characters of files that cost as much as a token. */
const CHARACTERS_A_TOKEN = 8;

/** What the directives work with. */
export interface DirectiveContext {
  readonly sources: Sources;
  readonly diagnostics: Diagnostics;
  readonly macros: Map<string, MacroDefinition>;
  /** The files that were read. */
  readonly files: SourceFile[];
  readonly include: Include | undefined;
  readonly budget: Budget;
  readonly expander: Expander;
  /** Reads a token without expansion. */
  read(): Token;
}

/** A file that is being read. */
export interface OpenFile {
  readonly file: SourceFile;
  readonly lexer: Lexer;
  /** How many conditions were open when it began. */
  readonly conditions: number;
}

/** A condition: `#if` up to `#endif`. */
interface Condition {
  /** The directive that opened it. */
  readonly at: Token;
  /** Whether this part is read. */
  isActive: boolean;
  /** Whether a part was chosen, or none can be. */
  isDecided: boolean;
  hasElse: boolean;
}

/** Names that `defined` finds although they are no macros. */
const BUILT_IN: ReadonlySet<string> = new Set([
  ...["__has_include", "__has_include_next", "__has_attribute"],
]);

const HINT = {
  message: "in a .S file, a line that begins with `#` and this word is a directive: " +
    "begin a comment with `//`",
};

type Action = (directives: Directives, name: Token) => void;

/** What each directive does; conditions act in skipped parts, too. */
const ACTIONS: ReadonlyMap<string, Action> = new Map<string, Action>(Object.entries({
  define: (each) => each.define(),
  undef: (each) => each.undefine(),
  include: (each, name) => each.include(name),
  import: (each, name) => each.include(name),
  line: (each, name) => each.line(name),
  error: (each, name) => each.message(name, "error"),
  warning: (each, name) => each.message(name, "warn"),
  pragma: (each) => each.pragma(),
  ident: (each) => each.skipLine(),
  sccs: (each) => each.skipLine(),
  include_next: (each, name) => each.refuse(name),
  assert: (each, name) => each.refuse(name),
  unassert: (each, name) => each.refuse(name),
}));
const CONDITIONS: ReadonlyMap<string, Action> = new Map<string, Action>(Object.entries({
  if: (each, name) => each.openCondition(name, () => each.evaluate(name)),
  ifdef: (each, name) => each.openCondition(name, () => each.isDefined(name)),
  ifndef: (each, name) => each.openCondition(name, () => !each.isDefined(name)),
  elif: (each, name) => each.otherwise(name, () => each.evaluate(name)),
  elifdef: (each, name) => each.otherwise(name, () => each.isDefined(name)),
  elifndef: (each, name) => each.otherwise(name, () => !each.isDefined(name)),
  else: (each, name) => each.otherwise(name),
  endif: (each, name) => each.end(name),
}));

/** Runs directives. */
export class Directives {
  /** The files that are open, the innermost last. */
  readonly files: OpenFile[] = [];
  readonly #conditions: Condition[] = [];
  readonly #once = new Set<string>();
  readonly #context: DirectiveContext;

  constructor(context: DirectiveContext) {
    this.#context = context;
  }

  #error({ location, length }: Token, message: string, details?: DiagnosticDetails): void {
    const { diagnostics, sources } = this.#context;
    diagnostics.error(sources, location, length, message, details);
  }

  /** Defines macros by lines as after `#define`; `name` is that of the file in messages. */
  defineLines(name: string, lines: readonly string[]): void {
    const base = this.#context.sources.add({ name, text: lines.join("\n") });
    let offset = 0;
    for (const line of lines) {
      const lexer = new Lexer(line, base + offset);
      const tokens = [lexer.next()];
      while (tokens.at(-1)!.kind !== "end") tokens.push(lexer.next());
      this.#define(tokens);
      offset += line.length + 1;
    }
  }

  /** Reads a file next. */
  open(file: SourceFile): void {
    this.#context.budget.spend(Math.ceil(file.text.length / CHARACTERS_A_TOKEN));
    const base = this.#context.sources.add(file);
    const { files } = this.#context;
    if (!files.some(({ name }) => name === file.name)) files.push(file);
    const text = file.text.charCodeAt(0) === 0xfeff ? ` ${file.text.slice(1)}` : file.text;
    const lexer = new Lexer(text, base);
    this.files.push({ file, lexer, conditions: this.#conditions.length });
  }

  /** Ends the innermost file. */
  close(): void {
    const open = this.files.pop();
    if (open === undefined) return;
    const { lexer } = open;
    if (lexer.openComment >= 0) {
      const location = lexer.location(lexer.openComment);
      this.#error(new Token("other", "/*", location, 2, false), "`*/` is missing after this `/*`");
    }
    while (this.#conditions.length > open.conditions) {
      const { at } = this.#conditions.pop()!;
      this.#error(at, `\`#${at.text}\` has no \`#endif\``);
    }
  }

  /**
   * Runs the directive after a `#` that was just read, and skips what its condition excludes. If there
   * is no directive, returns the token after the `#`.
   */
  run(): Token | undefined {
    const name = this.#context.read();
    if (name.kind === "newline" || name.kind === "end") {
      this.#newline = name;
      this.#finish();
      return undefined;
    }
    const action = name.kind === "name"
      ? ACTIONS.get(name.text) ?? CONDITIONS.get(name.text)
      : undefined;
    if (action === undefined) return name;
    this.#newline = undefined;
    action(this, name);
    this.skipLine();
    this.#skipParts();
    this.#finish();
    return undefined;
  }

  /** The line end that the directive was read to. */
  #newline: Token | undefined;
  /** Files to open when the directive's line is done. */
  #next: SourceFile | undefined;

  #finish(): void {
    const file = this.#next;
    this.#next = undefined;
    if (file !== undefined) this.open(file);
  }

  #read(): Token {
    if (this.#newline !== undefined) return this.#newline;
    const token = this.#context.read();
    if (token.kind === "newline" || token.kind === "end") this.#newline = token;
    return token;
  }

  /** Reads on to the end of the line. */
  skipLine(): void {
    while (!["newline", "end"].includes(this.#read().kind));
  }

  /** The rest of the line; the last token is of the kind `end`. */
  #rest(): Token[] {
    const tokens: Token[] = [];
    while (true) {
      const token = this.#read();
      this.#context.budget.spend(1);
      if (token.kind === "newline" || token.kind === "end") {
        const { location, hasBlank } = token;
        tokens.push(new Token("end", "", location, 1, hasBlank));
        return tokens;
      }
      tokens.push(token);
    }
  }

  /** Skips lines while the innermost condition does not hold. */
  #skipParts(): void {
    while (this.#conditions.at(-1)?.isActive === false) {
      const token = this.#context.read();
      if (token.kind === "end") return;
      this.#context.budget.spend(1);
      if (!token.startsLine || token.text !== "#") continue;
      const name = this.#context.read();
      if (name.kind === "newline" || name.kind === "end") continue;
      const action = name.kind === "name" ? CONDITIONS.get(name.text) : undefined;
      this.#newline = undefined;
      action?.(this, name);
      this.skipLine();
    }
  }

  define(): void {
    this.#define(this.#rest());
  }

  #define(tokens: readonly Token[]): void {
    const { macros, diagnostics, sources } = this.#context;
    const macro = defineMacro(tokens);
    if ("message" in macro) {
      this.#error(macro.at, macro.message);
      return;
    }
    const { name, location, length } = macro;
    const old = macros.get(name);
    if (old !== undefined && !isSameMacro(old, macro)) {
      const notes = old.location === 0 ? [] : [{
        ...{ message: "it was first defined here", location: old.location, length: old.length },
      }];
      diagnostics.warn(sources, location, length, `\`${name}\` is defined again`, { notes });
    }
    macros.set(name, macro);
  }

  undefine(): void {
    const [name, after] = this.#rest();
    if (name === undefined || name.kind !== "name") {
      this.#error(name!, "`#undef` needs the name of a macro");
      return;
    }
    this.#context.macros.delete(name.text);
    this.#warnOfExtra(after!, "undef");
  }

  /** Warns of tokens after the end of a directive. */
  #warnOfExtra(token: Token, name: string): void {
    const { diagnostics, sources } = this.#context;
    if (token.kind === "end" || token.kind === "newline") return;
    const message = `\`${token.text}\` after \`#${name}\` means nothing`;
    const fix = { message: "make it a comment: `//`" };
    diagnostics.warn(sources, token.location, token.length, message, { fix });
  }

  refuse(name: Token): void {
    this.#error(name, `\`#${name.text}\` is not supported`);
  }

  message(name: Token, severity: "error" | "warn"): void {
    const tokens = this.#rest().slice(0, -1);
    const { diagnostics, sources } = this.#context;
    const last = tokens.at(-1) ?? name;
    const length = last.location + last.length - name.location;
    const text = `#${name.text} ${textOf(tokens)}`.trimEnd();
    diagnostics[severity](sources, name.location, length, text);
  }

  pragma(): void {
    const [first] = this.#rest();
    const file = this.files.at(-1)?.file;
    if (first?.text === "once" && file !== undefined) this.#once.add(file.name);
  }

  /** The next token after expansion, without padding. */
  #nextExpanded(): Token {
    const { expander } = this.#context;
    let token = expander.next();
    while (token.kind === "padding") token = expander.next();
    return token;
  }

  /** The rest of the line with macros expanded; the last token is of the kind `end`. */
  #expanded(): Token[] {
    const finish = this.#context.expander.begin(this.#rest());
    const tokens: Token[] = [];
    do tokens.push(this.#nextExpanded()); while (tokens.at(-1)?.kind !== "end");
    finish();
    return tokens;
  }

  include(name: Token): void {
    const tokens = this.#expanded();
    const [first, ...others] = tokens;
    const isSystem = first?.text === "<";
    const end = others.findIndex(({ text }) => text === ">");
    if (first === undefined || first.kind !== "string" && !(isSystem && end >= 0)) {
      this.#error(name, '`#include` needs a file: `#include "x.h"`');
      return;
    }
    const path = isSystem ? textOf(others.slice(0, end)) : first.text.slice(1, -1);
    if (this.files.length >= MAX_FILES) {
      this.#error(first, `files include each other more than ${MAX_FILES} deep`);
      this.#context.budget.stop();
    }
    const file = this.#find(path, isSystem);
    if (file === undefined) {
      const shown = isSystem ? `<${path}>` : JSON.stringify(path);
      this.#error(first, `cannot find ${shown}`, {
        fix: { message: "name the directory it is in: `-I DIR`" },
      });
      this.#context.budget.stop();
    }
    if (this.#once.has(file.name)) return;
    if (name.text === "import") this.#once.add(file.name);
    this.#next = file;
  }

  #find(path: string, isSystem: boolean): SourceFile | undefined {
    const from = this.files.at(-1)?.file.name ?? "";
    return this.#context.include?.(path, from, isSystem ? "system" : "text");
  }

  line(name: Token): void {
    const [number, file, end] = this.#expanded();
    const line = number?.kind === "number" && /^\d+$/.test(number.text) ? Number(number.text) : 0;
    const isValid = line > 0 && line < 2 ** 31 &&
      (file?.kind === "end" || file?.kind === "string" && end?.kind === "end");
    if (!isValid) {
      this.#error(name, '`#line` needs a line, and may have a file: `#line 12 "x.S"`');
      return;
    }
    const path = file?.kind === "string" ? file.text.slice(1, -1) : undefined;
    this.#context.sources.mark(name.location, line, path);
  }

  /** Whether the macro that a line names is defined. */
  isDefined(directive: Token): boolean {
    const name = this.#read();
    if (name.kind !== "name") {
      this.#error(directive, `\`#${directive.text}\` needs the name of a macro`);
      return false;
    }
    this.#warnOfExtra(this.#read(), directive.text);
    return this.#has(name.text);
  }

  #has(name: string): boolean {
    return this.#context.macros.has(name) || BUILT_IN.has(name);
  }

  /** Whether the expression in the rest of the line is not 0. */
  evaluate(directive: Token): boolean {
    const { expander } = this.#context;
    const finish = expander.begin(this.#rest());
    try {
      return evaluateCondition({
        next: () => this.#nextExpanded(),
        nextName: () => {
          expander.held++;
          const token = this.#nextExpanded();
          expander.held--;
          return token;
        },
        isDefined: (name) => this.#has(name),
        canInclude: (path, isSystem) => this.#find(path, isSystem) !== undefined,
      }, directive);
    } catch (error) {
      if (!(error instanceof ConditionError)) throw error;
      const fix = directive.text === "if" && error.at.kind !== "punctuator" ? { fix: HINT } : {};
      const at = error.at.location === 0 ? directive : error.at;
      this.#error(at, error.message, fix);
      return false;
    } finally {
      finish();
    }
  }

  /** Opens a condition. */
  openCondition(at: Token, holds: () => boolean): void {
    const isRead = this.#conditions.at(-1)?.isActive !== false;
    const isActive = isRead && holds();
    this.#conditions.push({ at, isActive, isDecided: isActive || !isRead, hasElse: false });
  }

  /** Begins another part of a condition: `#else`, or one with a condition of its own. */
  otherwise(at: Token, holds?: () => boolean): void {
    const condition = this.#innermost(at);
    if (condition === undefined) return;
    if (condition.hasElse) {
      this.#error(at, `\`#${at.text}\` after \`#else\``, {
        notes: [{
          ...{ message: "the condition begins here", location: condition.at.location },
          length: condition.at.length,
        }],
      });
    }
    const isChosen = !condition.isDecided && (holds === undefined || holds());
    condition.isActive = isChosen;
    condition.isDecided ||= isChosen;
    condition.hasElse ||= holds === undefined;
    if (holds === undefined && !this.#isSkipped(1)) this.#warnOfExtra(this.#read(), at.text);
  }

  /** Ends a condition. */
  end(at: Token): void {
    if (this.#innermost(at) === undefined) return;
    this.#conditions.pop();
    if (!this.#isSkipped(0)) this.#warnOfExtra(this.#read(), at.text);
  }

  /** Whether what is around the innermost conditions is not read. */
  #isSkipped(inner: number): boolean {
    return this.#conditions.at(-1 - inner)?.isActive === false;
  }

  /** The innermost condition of the file; undefined if there is none, which is reported. */
  #innermost(at: Token): Condition | undefined {
    if (this.#conditions.length > (this.files.at(-1)?.conditions ?? 0)) {
      return this.#conditions.at(-1);
    }
    this.#error(at, `\`#${at.text}\` without \`#if\``, at.text === "else" ? { fix: HINT } : {});
    return undefined;
  }
}
