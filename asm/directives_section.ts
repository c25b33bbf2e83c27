// SPDX-License-Identifier: MPL-2.0
// Directives that choose the section that bytes go to.

import { type Assembly, sectionDefaults } from "./assembly.ts";
import type { Directive } from "./directive.ts";
import type { Section, SectionFlags, SectionType } from "./section.ts";
import * as token from "./token.ts";

const TYPES: readonly SectionType[] = [
  "progbits",
  "nobits",
  "note",
  "init_array",
  "fini_array",
  "preinit_array",
];

/** The letters of section flags that change nothing here, and are kept. */
const OTHER_FLAGS = "MSGTo?R";

/** `.text`, `.data`, `.bss`: a section by its own name. */
const named: Directive = (assembly, name) => {
  const { cursor } = assembly;
  if (cursor.kind === token.NUMBER && assembly.lexer.values[cursor.at] === 0) cursor.at++;
  if (!cursor.atEnd) {
    cursor.error(cursor.at, "subsections are not supported", {
      fix: { message: "use a section of another name, such as `.text.late`" },
    });
    return;
  }
  assembly.switchTo(assembly.sectionNamed(name));
};

/** A section's name: a word that may hold dashes and dots, or a string. */
function sectionName(assembly: Assembly): string | undefined {
  const { cursor, lexer } = assembly;
  if (cursor.kind === token.STRING) {
    const text = lexer.slice(cursor.at++);
    return text.slice(1, -1);
  }
  const first = cursor.at;
  if (cursor.kind !== token.NAME) {
    cursor.expected("the name of a section");
    return undefined;
  }
  // The tokens that follow without a blank belong to the name.
  cursor.at++;
  const { kinds } = lexer;
  while (
    kinds[cursor.at] !== token.COMMA && cursor.at < lexer.count &&
    lexer.starts[cursor.at] === lexer.ends[cursor.at - 1]
  ) {
    cursor.at++;
  }
  return lexer.text.slice(lexer.starts[first], lexer.ends[cursor.at - 1]);
}

function parseFlags(assembly: Assembly, at: number): SectionFlags | undefined {
  const letters = assembly.lexer.slice(at).slice(1, -1);
  for (const letter of letters) {
    if (!"awx".includes(letter) && !OTHER_FLAGS.includes(letter)) {
      assembly.cursor.error(at, `\`${letter}\` is not a section flag`, {
        notes: [{
          message: "the flags are a (allocated), w (writable), x (executable), M, S, G, T, o",
        }],
      });
      return undefined;
    }
  }
  return {
    alloc: letters.includes("a"),
    write: letters.includes("w"),
    execute: letters.includes("x"),
    other: [...letters].filter((letter) => OTHER_FLAGS.includes(letter)).join(""),
  };
}

/** The type after `@` or `%`, in any section directive. */
function parseType(assembly: Assembly): SectionType | undefined {
  const { cursor, lexer } = assembly;
  if (cursor.kind === token.STRING) {
    const word = lexer.slice(cursor.at).slice(1, -1);
    cursor.at++;
    return knownType(assembly, word);
  }
  if (!cursor.take(token.AT) && !cursor.take(token.PERCENT)) {
    cursor.expected("a section type such as `@progbits`");
    return undefined;
  }
  if (cursor.kind !== token.NAME && cursor.kind !== token.NUMBER) {
    cursor.expected("a section type");
    return undefined;
  }
  const word = lexer.slice(cursor.at++);
  return knownType(assembly, word);
}

function knownType(assembly: Assembly, word: string): SectionType | undefined {
  const type = TYPES.find((name) => name === word);
  if (type === undefined && word !== "unwind") {
    assembly.cursor.error(assembly.cursor.at - 1, `\`${word}\` is not a section type`, {
      notes: [{ message: `the types are ${TYPES.join(", ")}` }],
    });
  }
  return type ?? (word === "unwind" ? "progbits" : undefined);
}

/** Parses the operands of `.section`; undefined when they are wrong, which has been reported. */
function parseSection(assembly: Assembly): Section | undefined {
  const { cursor, expressions } = assembly;
  const first = cursor.at;
  const name = sectionName(assembly);
  if (name === undefined) return undefined;
  const known = assembly.findSection(name);
  let flags: SectionFlags | undefined;
  let type: SectionType | undefined;
  let entrySize = 0;
  if (cursor.take(token.COMMA)) {
    if (cursor.kind !== token.STRING) {
      cursor.expected('the section\'s flags as a string, such as "aw"');
      return undefined;
    }
    flags = parseFlags(assembly, cursor.at);
    if (flags === undefined) return undefined;
    cursor.at++;
    if (cursor.take(token.COMMA)) {
      type = parseType(assembly);
      if (type === undefined) return undefined;
      if (flags.other.includes("M") && cursor.take(token.COMMA)) {
        const size = expressions.parseConstant("the entry size");
        if (size === undefined) return undefined;
        entrySize = Number(size);
      }
      // Group names and linkage mean nothing to one program in one piece.
      while (cursor.take(token.COMMA)) cursor.takeName();
    }
  }
  if (!cursor.end()) return undefined;
  const section = assembly.sectionNamed(name);
  if (known === undefined) {
    if (flags !== undefined) section.flags = flags;
    section.type = type ?? sectionDefaults(name).type;
    section.entrySize = entrySize;
  } else if (flags !== undefined) {
    const { alloc, write, execute } = known.flags;
    if (alloc !== flags.alloc || write !== flags.write || execute !== flags.execute) {
      cursor.error(
        first,
        `section ${name} had other flags before: ${showFlags(known.flags)}`,
        {},
        cursor.at,
      );
    } else if (type !== undefined && type !== known.type) {
      cursor.error(first, `section ${name} had another type before: @${known.type}`, {}, cursor.at);
    }
  }
  return section;
}

function showFlags({ alloc, write, execute }: SectionFlags): string {
  return `"${alloc ? "a" : ""}${write ? "w" : ""}${execute ? "x" : ""}"`;
}

const section: Directive = (assembly) => {
  const target = parseSection(assembly);
  if (target !== undefined) assembly.switchTo(target);
};

const pushSection: Directive = (assembly) => {
  const { section: current, previous } = assembly;
  const target = parseSection(assembly);
  if (target === undefined) return;
  assembly.sectionStack.push({ section: current, previous });
  assembly.switchTo(target);
};

const popSection: Directive = (assembly) => {
  const { cursor } = assembly;
  const back = assembly.sectionStack.pop();
  if (back === undefined) {
    cursor.error(cursor.at - 1, "`.popsection` without a `.pushsection` before it");
    return;
  }
  assembly.section = back.section;
  assembly.previous = back.previous;
  cursor.end();
};

const previous: Directive = (assembly) => {
  assembly.switchTo(assembly.previous);
  assembly.cursor.end();
};

/** The directives of this file. */
export const SECTION_DIRECTIVES: Readonly<Record<string, Directive>> = {
  ".text": named,
  ".data": named,
  ".bss": named,
  // As LLVM has it; GNU as knows the section by this name, but not the directive.
  ".rodata": named,
  ".section": section,
  ".pushsection": pushSection,
  ".popsection": popSection,
  ".previous": previous,
};
