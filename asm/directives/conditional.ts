// SPDX-License-Identifier: MPL-2.0
// The directives of conditional assembly: .if and its kin, .elseif, .else, .endif. They are carried
// out also in blocks that are skipped, where their conditions are not looked at.

import type { Assembler } from "../assembler.ts";
import { BASE_NAMES, isRegister } from "../state/operand.ts";
import * as token from "../text/token.ts";

/** Answers the question of a conditional directive; the cursor is behind its name. */
type Condition = (assembler: Assembler) => boolean;
/** Carries out a conditional directive. */
type ConditionalDirective = (assembler: Assembler) => void;

/** What stands behind the directive, as written. */
export function rawOperands(assembler: Assembler): string {
  const { lexer, cursor } = assembler.assembly;
  if (cursor.at >= lexer.count) return "";
  return lexer.text.slice(lexer.starts[cursor.at], lexer.ends[lexer.count - 1]);
}

function compared(test: (value: number | bigint) => boolean): Condition {
  return ({ assembly }) => {
    const value = assembly.expressions.parseConstant("the condition");
    if (value === undefined) return false;
    assembly.cursor.end();
    return test(value);
  };
}

const defined: Condition = ({ assembly }) => {
  const { cursor, symbols } = assembly;
  const at = cursor.at;
  const name = cursor.takeName();
  if (name < 0) {
    cursor.expected("the name of a symbol");
    return false;
  }
  if (isRegister(name)) cursor.error(at, `\`${cursor.lexer.slice(at)}\` is a register`);
  cursor.end();
  const state = symbols.find(name)?.state ?? "undefined";
  return state !== "undefined";
};

const blank: Condition = (assembler) => rawOperands(assembler) === "";

/** A text up to a comma, or in apostrophes, which then do not belong to it. */
const IFC_TEXT = /^\s*(?:'((?:[^']|'')*)'|([^,]*?))\s*(?:,|$)/;

/** `.ifc a, b`: compares texts. */
const sameText: Condition = (assembler) => {
  const raw = rawOperands(assembler);
  const first = IFC_TEXT.exec(raw);
  const second = first === null ? null : IFC_TEXT.exec(raw.slice(first[0].length));
  if (first === null || second === null || !first[0].endsWith(",")) {
    assembler.assembly.cursor.error(0, "`.ifc` compares two texts, separated by a comma");
    return false;
  }
  return (first[1] ?? first[2]) === (second[1] ?? second[2]);
};

/** `.ifeqs "a", "b"`: compares strings. */
const sameString: Condition = ({ assembly }) => {
  const { cursor, lexer } = assembly;
  if (cursor.kind !== token.STRING) {
    cursor.expected("a string");
    return false;
  }
  const first = lexer.slice(cursor.at++);
  if (!cursor.comma()) return false;
  if (cursor.kind !== token.STRING) {
    cursor.expected("a string");
    return false;
  }
  const second = lexer.slice(cursor.at++);
  cursor.end();
  return first === second;
};

function opens(condition: Condition, negated = false): ConditionalDirective {
  return (assembler) => {
    const { conditionals, assembly } = assembler;
    const { location, length } = assembly.cursor.range(0, 1);
    if (conditionals.skipping) {
      conditionals.open(false, location, length);
    } else {
      conditionals.open(condition(assembler) !== negated, location, length);
    }
  };
}

function branches(condition: Condition, last: boolean): ConditionalDirective {
  return (assembler) => {
    const { conditionals, assembly } = assembler;
    if (conditionals.branch(() => condition(assembler), last)) {
      if (last) assembly.cursor.end();
      return;
    }
    const name = assembly.lexer.slice(assembly.cursor.at - 1);
    const after = conditionals.stack.length > 0;
    assembly.cursor.error(
      assembly.cursor.at - 1,
      after ? `\`${name}\` after \`.else\`` : `\`${name}\` without an \`.if\` before it`,
    );
  };
}

const endif: ConditionalDirective = (assembler) => {
  const { cursor } = assembler.assembly;
  if (!assembler.conditionals.close()) {
    cursor.error(cursor.at - 1, "`.endif` without an `.if` before it");
  } else {
    cursor.end();
  }
};

const isTrue = compared((value) => value !== 0);

const DIRECTIVES: Readonly<Record<string, ConditionalDirective>> = {
  ".if": opens(isTrue),
  ".ifne": opens(isTrue),
  ".ifeq": opens(isTrue, true),
  ".ifgt": opens(compared((value) => value > 0)),
  ".ifge": opens(compared((value) => value >= 0)),
  ".iflt": opens(compared((value) => value < 0)),
  ".ifle": opens(compared((value) => value <= 0)),
  ".ifdef": opens(defined),
  ".ifndef": opens(defined, true),
  ".ifnotdef": opens(defined, true),
  ".ifb": opens(blank),
  ".ifnb": opens(blank, true),
  ".ifc": opens(sameText),
  ".ifnc": opens(sameText, true),
  ".ifeqs": opens(sameString),
  ".ifnes": opens(sameString, true),
  ".elseif": branches(isTrue, false),
  ".else": branches(() => true, true),
  ".endif": endif,
};

/** The names of the directives of this file. */
export const CONDITIONAL_NAMES: readonly string[] = Object.keys(DIRECTIVES);

/** The conditional directives by the number of their names. */
export const CONDITIONALS: ReadonlyMap<number, ConditionalDirective> = new Map(
  Object.entries(DIRECTIVES).map(([name, directive]) => [BASE_NAMES.of(name), directive]),
);
