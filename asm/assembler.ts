// SPDX-License-Identifier: MPL-2.0
// Assembles one source file: reads its statements, defines labels, and dispatches directives and
// instructions. Takes a text; returns an object file and all diagnostics. Never throws, whatever the
// text.

import { Architecture } from "./state/architecture.ts";
import { Assembly, type Include } from "./state/assembly.ts";
import { defineDeferred, defineEquate, defineLabel, mayNameSymbol } from "./state/definition.ts";
import type { Diagnostic, Diagnostics } from "./object/diagnostic.ts";
import { directiveName } from "./directives/directive.ts";
import { expandMacro } from "./directives/macro.ts";
import { org } from "./directives/space.ts";
import { directiveNames, directiveOf, skippedDirectiveOf } from "./directives/table.ts";
import { STATEMENT } from "./text/expectation.ts";
import { assembleForms } from "./instructions/instruction.ts";
import { formsOf, mnemonicNames } from "./instructions/instruction_forms.ts";
import type { ObjectFile } from "./object/object.ts";
import { makeObject } from "./layout/object_writer.ts";
import { isRegister } from "./state/operand.ts";
import type { SourceFile } from "./object/source.ts";
import { explainWord, isBehindSemicolon, SEMICOLON_NOTE } from "./advice/statement_errors.ts";
import { statementStart } from "./text/token_errors.ts";
import { MAX_NUMERIC_LABEL, NUMERIC_LABEL_TOO_LARGE } from "./state/symbol_table.ts";
import { quotedName } from "./text/literal.ts";
import * as token from "./text/token.ts";

/** Options of {@link assemble}. */
export interface AssembleOptions {
  /** Finds the files of `.include` and `.incbin`. Without it, each of them is an error. */
  readonly include?: Include;
  /**
   * The architecture to assemble for, as in `-march` of GNU as: `rv64gc`, `rv64im_zba`. With C,
   * instructions are compressed. By default, all that the machine has, without compression.
   */
  readonly architecture?: string;
  /** Symbols that are defined before the source is read, as by `--defsym` of GNU as. */
  readonly symbols?: Readonly<Record<string, bigint>>;
  /** Where diagnostics are added; by default, a list of this file's own. */
  readonly diagnostics?: Diagnostics;
}

/** The result of {@link assemble}. */
export interface AssembleResult {
  /** The object file; undefined if there were errors. */
  readonly object?: ObjectFile;
  /** After errors: the incomplete object file, which cannot be linked. */
  readonly partial?: ObjectFile;
  /** Errors, at most 20, and warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Assembles a source file in the syntax of GNU as for RISC-V.
 *
 * @throws {ArchitectureError} When the architecture is invalid or not supported.
 *
 * @example
 * ```ts
 * const { object, diagnostics } = assemble({ name: "nop.s", text: "nop\n" });
 * ```
 */
export function assemble(source: SourceFile, options: AssembleOptions = {}): AssembleResult {
  const architecture = options.architecture === undefined
    ? Architecture.open
    : Architecture.parse(options.architecture);
  const assembler = new Assembler(
    new Assembly(options.include, options.diagnostics, architecture),
  );
  for (const [name, value] of Object.entries(options.symbols ?? {})) {
    assembler.assembly.defineSymbol(name, value);
  }
  const { diagnostics } = assembler.assembly;
  const errorsBefore = diagnostics.errorCount;
  const object = assembler.run(source);
  const failed = diagnostics.errorCount > errorsBefore;
  const { list } = diagnostics;
  return failed ? { partial: object, diagnostics: list } : { object, diagnostics: list };
}

/** The names and the lines of sources that must be preprocessed. */
const UNPROCESSED_NAME = /\.(?:S|sx)$/;
const UNPROCESSED = /^[ \t]*#[ \t]*(?:include|define|undef|ifn?def|if|elif|else|endif|error)\b/m;

/** One run of the assembler over a file. */
class Assembler {
  constructor(readonly assembly: Assembly) {}

  /** Assembles a file from its first statement to the object file. */
  run(source: SourceFile): ObjectFile {
    const { assembly } = this;
    const { conditionals, diagnostics, input, lexer } = assembly;
    input.start(source);
    if (UNPROCESSED_NAME.test(source.name) && source.origin === undefined) {
      this.#refuseUnprocessed(source);
    }
    while (true) {
      if (!lexer.next()) {
        if (!input.finish()) break;
        continue;
      }
      if (input.depth > 0 && !input.countStatement()) continue;
      if (conditionals.skipping) {
        this.#skipped();
        continue;
      }
      const errors = diagnostics.errorCount;
      this.#statement();
      if (diagnostics.errorCount > errors) this.#afterError();
    }
    conditionals.reportOpen(0);
    this.#warnOfOddities();
    return makeObject(assembly, source.name);
  }

  /** Refuses a source for the preprocessor, which would be understood only in part. */
  #refuseUnprocessed({ text }: SourceFile): void {
    const { sources, diagnostics } = this.assembly;
    const directive = UNPROCESSED.exec(text);
    if (directive === null) return;
    const [line] = directive;
    diagnostics.error(
      sources,
      1 + directive.index,
      line.length,
      `\`${line.trim()}\` is for the preprocessor`,
      { fix: { message: "pass the source through `preprocess()` first" } },
    );
  }

  /** In a skipped block, only conditional directives have an effect. */
  #skipped(): void {
    const { assembly } = this;
    const { lexer, cursor } = assembly;
    if (lexer.kinds[0] !== token.NAME) return;
    const name = directiveName(assembly, 0);
    const directive = skippedDirectiveOf(name);
    if (directive === undefined) return;
    cursor.at = 1;
    directive(assembly, lexer.names.list[name] ?? "");
  }

  #statement(first = 0): void {
    const { assembly } = this;
    const { lexer, cursor } = assembly;
    const { kinds, values } = lexer;
    let at = first;
    // Any number of labels.
    while (kinds[at + 1] === token.COLON && at + 1 < lexer.count) {
      if (!this.#label(at)) return;
      at += 2;
    }
    if (at >= lexer.count) return;
    cursor.at = at;
    assembly.lineLocation = assembly.compilerRecords.hasLines && assembly.section.flags.execute
      ? assembly.compilerRecords.location
      : assembly.input.lineLocation || lexer.base + lexer.starts[at]!;
    if (kinds[at] !== token.NAME) {
      if (this.#joinedLabel()) this.#statement(cursor.at);
      else cursor.expected(STATEMENT);
      return;
    }
    const name = values[at]!;
    const following = kinds[at + 1];
    if (following === token.EQUAL || following === token.EQUAL_EQUAL) {
      this.#assignment(name, at);
      return;
    }
    if (assembly.macros.size > 0) {
      const macro = assembly.macros.get(name);
      if (macro !== undefined) {
        cursor.at = at + 1;
        expandMacro(assembly, macro);
        return;
      }
    }
    const forms = formsOf(name);
    if (forms !== undefined) {
      assembleForms(assembly, forms);
      return;
    }
    cursor.at = at + 1;
    const directive = directiveOf(name);
    if (directive !== undefined) directive(assembly, lexer.names.list[name] ?? "");
    else this.#unknown(name, at);
  }

  /** A wrong statement after a `;` may be meant as a comment. */
  #afterError(): void {
    const { diagnostics, lexer } = this.assembly;
    if (diagnostics.full || diagnostics.list.at(-1)?.kind !== "syntax") return;
    if (!isBehindSemicolon(lexer, statementStart(lexer))) return;
    diagnostics.annotate(SEMICOLON_NOTE);
  }

  #label(at: number): boolean {
    const { assembly } = this;
    const { lexer, cursor, symbols } = assembly;
    if (lexer.kinds[at] === token.NAME) {
      const name = lexer.values[at]!;
      if (!mayNameSymbol(assembly, name, at, "a label")) return false;
      defineLabel(assembly, symbols.get(name), at);
      return true;
    }
    if (lexer.kinds[at] === token.NUMBER) {
      const number = Number(lexer.number(at));
      if (number > MAX_NUMERIC_LABEL) {
        cursor.error(at, NUMERIC_LABEL_TOO_LARGE);
        return false;
      }
      defineLabel(assembly, symbols.defineNumeric(number), at);
      return true;
    }
    if (lexer.kinds[at] === token.STRING) {
      defineLabel(assembly, symbols.get(lexer.names.of(quotedName(lexer.slice(at)))), at);
      return true;
    }
    cursor.at = at;
    cursor.expected("a label before the `:`");
    return false;
  }

  /** A label of several strings in a row, which GNU as joins. False if there is none. */
  #joinedLabel(): boolean {
    const { assembly } = this;
    const { cursor, names, symbols } = assembly;
    const { at } = cursor;
    const name = cursor.takeQuotedName();
    if (name === undefined || !cursor.take(token.COLON)) {
      cursor.at = at;
      return false;
    }
    defineLabel(assembly, symbols.get(names.of(name)), at);
    return true;
  }

  /** Warns of what GNU as reads otherwise. */
  #warnOfOddities(): void {
    const { diagnostics, lexer, sources } = this.assembly;
    for (const [oddity, { location, length, text }] of lexer.oddities) {
      const isComment = oddity === "comment";
      diagnostics.warn(
        sources,
        location,
        length,
        isComment
          ? "GNU as has no `//` comments on RISC-V"
          : `\`${text}\` is the character \`${text[2]}\`, as in GNU as`,
        {
          fix: {
            message: isComment
              ? "use `#`, or pass the source through a C preprocessor"
              : "write a control character as a number",
          },
        },
      );
    }
  }

  /** `name = value`, and `name == value` for one that is evaluated at each use. */
  #assignment(name: number, at: number): void {
    const { assembly } = this;
    const { cursor, lexer, expressions, symbols } = assembly;
    if (isRegister(name)) {
      cursor.error(at, `cannot assign to the register \`${lexer.slice(at)}\``);
      return;
    }
    cursor.at = at + 2;
    if (lexer.slice(at) === ".") {
      org(assembly, ".org");
      return;
    }
    const isDeferred = lexer.kinds[at + 1] === token.EQUAL_EQUAL;
    const expression = isDeferred ? expressions.parseDeferred() : expressions.parse();
    if (expression === undefined || !cursor.end()) return;
    if (isDeferred) defineDeferred(assembly, symbols.get(name), expression, at);
    else defineEquate(assembly, symbols.get(name), expression, at, true);
  }

  #unknown(name: number, at: number): void {
    const { cursor, diagnostics } = this.assembly;
    const word = this.assembly.names.list[name] ?? "";
    const lower = word.toLowerCase();
    if (lower !== word) {
      // GNU as accepts directives and mnemonics in either case.
      const number = this.assembly.names.of(lower);
      const macro = this.assembly.macros.get(number);
      if (macro !== undefined) {
        cursor.at = at + 1;
        expandMacro(this.assembly, macro);
        return;
      }
      const forms = formsOf(number);
      if (forms !== undefined) {
        cursor.at = at;
        assembleForms(this.assembly, forms);
        return;
      }
      const directive = directiveOf(number);
      if (directive !== undefined) return directive(this.assembly, lower);
    }
    const isDirective = word.startsWith(".");
    const what = isDirective ? "directive" : "instruction";
    const message = `unknown ${what} \`${word}\``;
    if (diagnostics.full) {
      cursor.error(at, message);
      return;
    }
    const macros = [...this.assembly.macros.values()].map((macro) => macro.name);
    const names = { directives: directiveNames(), mnemonics: mnemonicNames(), macros };
    cursor.error(at, message, explainWord(this.assembly, word, at, names));
  }
}
