// SPDX-License-Identifier: MPL-2.0
// `.reloc offset, type, value`: a relocation of one's own, which layout/given_relocations.ts places.

import type { Directive } from "./directive.ts";
import { relocationType } from "../object/relocation.ts";
import * as token from "../text/token.ts";

const relocation: Directive = (assembly) => {
  const { cursor, expressions, lexer } = assembly;
  const first = cursor.at;
  const offset = expressions.parse();
  if (offset === undefined || !cursor.comma()) return;
  const { at } = cursor;
  if (cursor.takeName() < 0) return cursor.expected("a relocation type such as `R_RISCV_32`");
  const type = relocationType(lexer.slice(at));
  if (type === undefined) {
    cursor.error(at, `unknown relocation type \`${lexer.slice(at)}\``);
    return;
  }
  const value = cursor.take(token.COMMA) ? expressions.parse() : undefined;
  if (!cursor.end()) return;
  const { location, length } = cursor.range(first, cursor.at);
  const section = assembly.section.whole;
  assembly.relocations.push({ section, offset, type, value, location, length });
};

/** The directive of this file. */
export const RELOCATION_DIRECTIVES: Readonly<Record<string, Directive>> = { ".reloc": relocation };
