// SPDX-License-Identifier: MPL-2.0
// `.option` and `.attribute`: the architecture, compression, and how addresses are loaded (GNU as,
// "RISC-V-Directives").

import { Architecture, ArchitectureError } from "../state/architecture.ts";
import type { Assembly } from "../state/assembly.ts";
import { type Directive, stringAt } from "./directive.ts";
import { nearestName } from "../text/nearest_name.ts";
import * as token from "../text/token.ts";

type Option = (assembly: Assembly, at: number, operands: string) => void;

/** Changes the architecture; reports an invalid one at the tokens from `first` on. */
function change(assembly: Assembly, first: number, by: () => Architecture): void {
  const { cursor, lexer } = assembly;
  try {
    assembly.setArchitecture(by());
  } catch (error) {
    if (!(error instanceof ArchitectureError)) throw error;
    const fix = error.advice === undefined ? {} : { fix: { message: error.advice } };
    cursor.error(first, error.message, fix, Math.max(first + 1, lexer.count));
  }
}

const ignored: Option = () => {};

/** The options by name. The linker relaxes nothing, and CSR numbers are never checked. */
const OPTIONS: Readonly<Record<string, Option>> = {
  push: (assembly) => {
    const { positionIndependent, architecture } = assembly;
    assembly.optionStack.push({ positionIndependent, architecture });
  },
  pop: (assembly, at) => {
    const back = assembly.optionStack.pop();
    if (back === undefined) {
      assembly.cursor.error(at, "`.option pop` without `.option push`");
      return;
    }
    assembly.positionIndependent = back.positionIndependent;
    assembly.setArchitecture(back.architecture);
  },
  pic: (assembly) => {
    assembly.positionIndependent = true;
  },
  nopic: (assembly) => {
    assembly.positionIndependent = false;
  },
  rvc: (assembly) => assembly.setArchitecture(assembly.architecture.with("c", true)),
  norvc: (assembly) => assembly.setArchitecture(assembly.architecture.with("c", false)),
  arch: (assembly, at, operands) => {
    if (operands.startsWith(",")) {
      change(assembly, at + 2, () => assembly.architecture.change(operands.slice(1)));
      return;
    }
    assembly.cursor.error(at, "`.option arch` needs a comma and an architecture or extensions", {
      fix: { message: "for example `.option arch, +zbb` or `.option arch, rv64gc`" },
    });
  },
  relax: ignored,
  norelax: ignored,
  "csr-check": ignored,
  "no-csr-check": ignored,
};

/** `.option`. */
const option: Directive = (assembly) => {
  const { cursor, lexer } = assembly;
  const at = cursor.at;
  if (cursor.kind !== token.NAME) return cursor.expected("an option such as `push`");
  const text = lexer.text.slice(lexer.starts[at], lexer.ends[lexer.count - 1]).trim();
  const name = /^[\w-]+/.exec(text)?.[0] ?? "";
  const carryOut = Object.hasOwn(OPTIONS, name) ? OPTIONS[name] : undefined;
  if (carryOut !== undefined) return carryOut(assembly, at, text.slice(name.length).trim());
  const near = nearestName(name, Object.keys(OPTIONS));
  const fix = near === undefined
    ? {}
    : { fix: { message: `did you mean \`${near}\`?`, replacement: near } };
  cursor.warn(at, `unknown option \`${name}\`: ignored`, fix);
};

/** The attributes with names (psABI, "Attributes"). All but `arch` are for linkers, and ignored. */
const ATTRIBUTES: Readonly<Record<string, number>> = {
  stack_align: 4,
  arch: 5,
  unaligned_access: 6,
  priv_spec: 8,
  priv_spec_minor: 10,
  priv_spec_revision: 12,
};

/** `.attribute`. Compilers begin their output with `arch`, the architecture of the file. */
const attribute: Directive = (assembly) => {
  const { cursor, lexer, expressions } = assembly;
  const at = cursor.at;
  let tag: number;
  if (cursor.kind === token.NAME) {
    const name = lexer.slice(at).toLowerCase().replace(/^tag_riscv_/, "");
    const known = Object.hasOwn(ATTRIBUTES, name) ? ATTRIBUTES[name] : undefined;
    if (known === undefined) {
      const near = nearestName(name, Object.keys(ATTRIBUTES));
      cursor.error(
        at,
        `unknown attribute \`${lexer.slice(at)}\``,
        near === undefined
          ? {}
          : { fix: { message: `did you mean \`${near}\`?`, replacement: near } },
      );
      return;
    }
    tag = known;
    cursor.at++;
  } else {
    const number = expressions.parseConstant("the attribute number");
    if (number === undefined) return;
    tag = Number(number);
  }
  if (!cursor.take(token.COMMA)) return cursor.expected("`,` and the attribute's value");
  if (tag !== ATTRIBUTES["arch"]) {
    if (cursor.kind === token.STRING) cursor.at++;
    else if (expressions.parse() === undefined) return;
    cursor.end();
    return;
  }
  const first = cursor.at;
  if (cursor.kind !== token.STRING) return cursor.expected('a string such as `"rv64gc"`');
  cursor.at++;
  if (!cursor.end()) return;
  if (assembly.hasInstructions) {
    cursor.error(at, "`.attribute arch` must come before the first instruction", {
      fix: { message: "`.option arch` changes it for the code that follows" },
    });
    return;
  }
  const text = stringAt(assembly, first);
  const isChosen = assembly.architecture !== Architecture.open;
  change(assembly, first, () => Architecture.parse(text));
  // Compressed instructions need only 2-byte alignment. Where an option chose others, that of .text stays.
  const code = assembly.sectionNamed(".text");
  if (!isChosen && code.size === 0 && assembly.architecture.compresses) code.alignment = 2;
  assembly.compilerRecords.architecture = text;
};

/** The directives of this file. */
export const OPTION_DIRECTIVES: Readonly<Record<string, Directive>> = {
  ".option": option,
  ".attribute": attribute,
};
