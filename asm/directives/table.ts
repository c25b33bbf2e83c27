// SPDX-License-Identifier: MPL-2.0
// Every directive, in one table: the assembler looks directives up in it, `did you mean` suggests
// names from it, and the reference page is checked against it.

import { CFI_DIRECTIVES } from "./cfi.ts";
import { CONDITIONAL_DIRECTIVES } from "./conditional.ts";
import { DATA_DIRECTIVES } from "./data.ts";
import { DEBUG_LINE_DIRECTIVES } from "./debug_lines.ts";
import type { Directive } from "./directive.ts";
import { FLOAT_DIRECTIVES } from "./float_data.ts";
import { IGNORED_DIRECTIVES } from "./ignored.ts";
import { INPUT_DIRECTIVES } from "./input.ts";
import { MACRO_DIRECTIVES } from "./macro.ts";
import { MESSAGE_DIRECTIVES } from "./message.ts";
import { OPTION_DIRECTIVES } from "./option.ts";
import { RELOCATION_DIRECTIVES } from "./relocation.ts";
import { SECTION_DIRECTIVES } from "./section.ts";
import { SPACE_DIRECTIVES } from "./space.ts";
import { SYMBOL_DIRECTIVES } from "./symbol.ts";
import { assembleForms } from "../instructions/instruction.ts";
import { formsOf } from "../instructions/instruction_forms.ts";
import { assembleInsn } from "../instructions/insn.ts";
import { BASE_NAMES } from "../state/operand.ts";

const NOP = formsOf(BASE_NAMES.of("nop")) ?? [];

/** `.nop`: the instruction. */
const nop: Directive = (assembly) => {
  assembly.cursor.at--;
  assembleForms(assembly, NOP);
};

type Table = Readonly<Record<string, Directive>>;

const TABLES: readonly Table[] = [
  DATA_DIRECTIVES,
  FLOAT_DIRECTIVES,
  SPACE_DIRECTIVES,
  SECTION_DIRECTIVES,
  SYMBOL_DIRECTIVES,
  MACRO_DIRECTIVES,
  CONDITIONAL_DIRECTIVES,
  INPUT_DIRECTIVES,
  MESSAGE_DIRECTIVES,
  { ".insn": assembleInsn, ".nop": nop },
  IGNORED_DIRECTIVES,
  OPTION_DIRECTIVES,
  DEBUG_LINE_DIRECTIVES,
  RELOCATION_DIRECTIVES,
  CFI_DIRECTIVES,
];

/** The names of all directives, with their dots. */
export function directiveNames(): string[] {
  return TABLES.flatMap((table) => Object.keys(table));
}

/**
 * One table by the numbers of the names, without holes: a lookup is one array access.
 *
 * @throws {TypeError} When two tables have the same name.
 */
export function byNumber(tables: readonly Table[]): readonly (Directive | undefined)[] {
  const list: (Directive | undefined)[] = [];
  for (const table of tables) {
    for (const [name, directive] of Object.entries(table)) {
      const number = BASE_NAMES.of(name);
      if (list[number] !== undefined) {
        throw new TypeError(`Cannot define the directive ${name}: it is already defined`);
      }
      list[number] = directive;
    }
  }
  return Array.from(list);
}

const BY_NUMBER = byNumber(TABLES);
const CONDITIONALS_BY_NUMBER = byNumber([CONDITIONAL_DIRECTIVES]);

/** The directive whose name has this number in {@link BASE_NAMES}, if it is one. */
export function directiveOf(name: number): Directive | undefined {
  return name < BY_NUMBER.length ? BY_NUMBER[name] : undefined;
}

/** As {@link directiveOf}, for a skipped block, in which only conditionals have an effect. */
export function skippedDirectiveOf(name: number): Directive | undefined {
  return name < CONDITIONALS_BY_NUMBER.length ? CONDITIONALS_BY_NUMBER[name] : undefined;
}
