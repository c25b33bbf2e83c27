// SPDX-License-Identifier: MPL-2.0
// The directives of conditional assembly: .if and its variants, .elseif, .else, .endif. They also run
// in skipped blocks, without evaluating their conditions. The stack of open blocks is in
// text/conditionals.ts.

import type { Assembly } from "../state/assembly.ts";
import type { Directive } from "./directive.ts";
import { isRegister, reportRegister } from "../state/operand.ts";
import * as token from "../text/token.ts";

/** Evaluates the condition of a directive; the cursor is after its name. */
type Condition = (assembly: Assembly) => boolean;

function compared(test: (value: number | bigint) => boolean): Condition {
  return ({ cursor, expressions }) => {
    const value = expressions.parseConstant("the condition");
    if (value === undefined) return false;
    cursor.end();
    return test(value);
  };
}

const defined: Condition = ({ cursor, symbols }) => {
  const at = cursor.at;
  const name = cursor.takeName();
  if (name < 0) {
    cursor.expected("a symbol name");
    return false;
  }
  if (isRegister(name)) reportRegister(cursor, at, "a symbol", undefined);
  cursor.end();
  const state = symbols.find(name)?.state ?? "undefined";
  return state !== "undefined";
};

const blank: Condition = ({ cursor }) => cursor.rest() === "";

/** A text up to a comma, or in apostrophes, which do not belong to it. */
const IFC_TEXT = /^\s*(?:'((?:[^']|'')*)'|([^,]*?))\s*(?:,|$)/;

/** `.ifc a, b`: compares texts. */
const sameText: Condition = ({ cursor }) => {
  const raw = cursor.rest();
  const first = IFC_TEXT.exec(raw);
  const second = first === null ? null : IFC_TEXT.exec(raw.slice(first[0].length));
  if (first === null || second === null || !first[0].endsWith(",")) {
    cursor.error(0, "`.ifc` needs two texts, separated by a comma");
    return false;
  }
  return (first[1] ?? first[2]) === (second[1] ?? second[2]);
};

/** `.ifeqs "a", "b"`: compares strings. */
const sameString: Condition = ({ cursor, lexer }) => {
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

function opens(condition: Condition, negated = false): Directive {
  return (assembly) => {
    const { conditionals, cursor } = assembly;
    const { location, length } = cursor.range(0, 1);
    if (conditionals.skipping) {
      conditionals.open(false, location, length);
    } else {
      conditionals.open(condition(assembly) !== negated, location, length);
    }
  };
}

function branches(condition: Condition, last: boolean): Directive {
  return (assembly) => {
    const { conditionals, cursor, lexer } = assembly;
    if (conditionals.branch(() => condition(assembly), last)) {
      if (last) cursor.end();
      return;
    }
    const name = lexer.slice(cursor.at - 1);
    const after = conditionals.stack.length > 0;
    cursor.error(
      cursor.at - 1,
      after ? `\`${name}\` after \`.else\`` : `\`${name}\` without \`.if\``,
    );
  };
}

const endif: Directive = ({ conditionals, cursor }) => {
  if (!conditionals.close()) {
    cursor.error(cursor.at - 1, "`.endif` without `.if`");
  } else {
    cursor.end();
  }
};

const isTrue = compared((value) => value !== 0);

/** The directives of this file. */
export const CONDITIONAL_DIRECTIVES: Readonly<Record<string, Directive>> = {
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
  ".endc": endif,
};
