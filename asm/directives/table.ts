// SPDX-License-Identifier: MPL-2.0
// Every directive, in one table: the assembler looks directives up in it, `did you mean` suggests
// names from it, and the reference page is checked against it.

import { CONDITIONAL_DIRECTIVES } from "./conditional.ts";
import { CONTROL_DIRECTIVES } from "./control.ts";
import { DATA_DIRECTIVES } from "./data.ts";
import type { Directive } from "./directive.ts";
import { MACRO_DIRECTIVES } from "./macro.ts";
import { OPTION_DIRECTIVES } from "./option.ts";
import { ORIGIN_DIRECTIVES } from "./origin.ts";
import { SECTION_DIRECTIVES } from "./section.ts";
import { SPACE_DIRECTIVES } from "./space.ts";
import { SYMBOL_DIRECTIVES } from "./symbol.ts";
import { BASE_NAMES } from "../state/operand.ts";

const DIRECTIVES: Readonly<Record<string, Directive>> = {
  ...DATA_DIRECTIVES,
  ...SPACE_DIRECTIVES,
  ...SECTION_DIRECTIVES,
  ...SYMBOL_DIRECTIVES,
  ...MACRO_DIRECTIVES,
  ...CONDITIONAL_DIRECTIVES,
  ...CONTROL_DIRECTIVES,
  ...OPTION_DIRECTIVES,
  ...ORIGIN_DIRECTIVES,
};

/** The names of all directives, with their dots. */
export const DIRECTIVE_NAMES: readonly string[] = Object.keys(DIRECTIVES);

/** A table by the numbers of the names, without holes: a lookup is one array access. */
function byNumber(table: Readonly<Record<string, Directive>>): readonly (Directive | undefined)[] {
  const list: (Directive | undefined)[] = [];
  for (const [name, directive] of Object.entries(table)) list[BASE_NAMES.of(name)] = directive;
  return Array.from(list);
}

const BY_NUMBER = byNumber(DIRECTIVES);
const CONDITIONALS_BY_NUMBER = byNumber(CONDITIONAL_DIRECTIVES);

/** The directive whose name has this number in {@link BASE_NAMES}, if it is one. */
export function directiveOf(name: number): Directive | undefined {
  return name < BY_NUMBER.length ? BY_NUMBER[name] : undefined;
}

/** As {@link directiveOf}, for a skipped block, in which only conditionals have an effect. */
export function skippedDirectiveOf(name: number): Directive | undefined {
  return name < CONDITIONALS_BY_NUMBER.length ? CONDITIONALS_BY_NUMBER[name] : undefined;
}
