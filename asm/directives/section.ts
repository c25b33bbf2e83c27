// SPDX-License-Identifier: MPL-2.0
// Directives that change the current section: `.text`, `.section`, `.previous` and so on. What a section
// holds is in state/section.ts.

import { type Assembly, sectionDefaults } from "../state/assembly.ts";
import type { Directive } from "./directive.ts";
import type { SectionFlags, SectionGroup, SectionType } from "../object/object.ts";
import { MAX_ZERO_BYTES } from "../object/limits.ts";
import type { Section } from "../state/section.ts";
import * as token from "../text/token.ts";

const TYPES: readonly SectionType[] = [
  "progbits",
  "nobits",
  "note",
  "init_array",
  "fini_array",
  "preinit_array",
];

/** The types by their numbers in ELF; any other is progbits to the linker. */
const TYPE_NUMBERS: ReadonlyMap<number, SectionType> = new Map([
  [7, "note"],
  [8, "nobits"],
  [14, "init_array"],
  [15, "fini_array"],
  [16, "preinit_array"],
]);

/** The letters of section flags that are recorded, but have no effect here. */
const OTHER_FLAGS = "MSGTo?Rde";

/** The highest subsection number (GNU as, "Sub-Sections"). */
const MAX_SUBSECTION = 8192;

/** Parses an optional subsection number, by default 0; undefined after an error. */
function subsection(assembly: Assembly): number | undefined {
  const { cursor } = assembly;
  if (cursor.atEnd) return 0;
  const number = subsectionNumber(assembly);
  return number !== undefined && cursor.end() ? number : undefined;
}

function subsectionNumber({ cursor, expressions }: Assembly): number | undefined {
  const first = cursor.at;
  const number = expressions.parseConstant("the subsection number");
  if (number === undefined) return undefined;
  if (number >= 0 && number <= MAX_SUBSECTION) return Number(number);
  const message = `the subsection number must be 0 to ${MAX_SUBSECTION}, not ${number}`;
  cursor.error(first, message, {}, cursor.at);
  return undefined;
}

/** `.text`, `.data`, `.bss`: the section of that name, and a subsection by number. */
const named: Directive = (assembly, name) => {
  const number = subsection(assembly);
  if (number !== undefined) assembly.switchTo(assembly.sectionNamed(name), number);
};

/** `.subsection number`: another subsection of the current section. */
const part: Directive = (assembly) => {
  const number = subsection(assembly);
  if (number !== undefined) assembly.switchTo(assembly.section.whole, number);
};

/** Takes a section name: a string, or a word that may contain dashes and dots. */
function sectionName(assembly: Assembly): string | undefined {
  const { cursor, lexer } = assembly;
  if (cursor.kind === token.STRING) {
    const text = lexer.slice(cursor.at++);
    return text.slice(1, -1);
  }
  const first = cursor.at;
  if (cursor.kind !== token.NAME) {
    cursor.expected("a section name");
    return undefined;
  }
  // Tokens that follow without a blank belong to the name.
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

/** The flags by their bits in ELF; a number may give others, which have no effect here. */
const FLAG_BITS: readonly [letter: string, bit: bigint][] = [
  ["w", 1n],
  ["a", 2n],
  ["x", 4n],
  ["M", 0x10n],
  ["S", 0x20n],
  ["G", 0x200n],
  ["T", 0x400n],
  ["R", 0x20_0000n],
  ["e", 0x8000_0000n],
];

/** The letters of flags, in which a number stands for its bits. */
function flagLetters(text: string): string | undefined {
  const number = /0[xX][0-9a-fA-F]+|[0-9]+/.exec(text)?.[0];
  if (number === undefined) return text;
  if (/^0[0-9]*[89]/.test(number)) return undefined;
  const bits = BigInt(/^0[0-7]+$/.test(number) ? `0o${number}` : number);
  const named = FLAG_BITS.filter(([, bit]) => (bits & bit) !== 0n).map(([letter]) => letter);
  return text.replace(number, named.join(""));
}

function parseFlags(assembly: Assembly, at: number): SectionFlags | undefined {
  const letters = flagLetters(assembly.lexer.slice(at).slice(1, -1)) ?? "0";
  for (const letter of letters) {
    if (!"awx".includes(letter) && !OTHER_FLAGS.includes(letter)) {
      assembly.cursor.error(at, `unknown section flag \`${letter}\``, {
        notes: [{
          message:
            "the flags are a (allocated), w (writable), x (executable), M (merged), S (strings), " +
            "G (group), T (thread), o, R, e",
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

/** Parses a section type: a string, or a name or number after `@` or `%`. */
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
  const at = cursor.at++;
  if (lexer.kinds[at] === token.NUMBER) return TYPE_NUMBERS.get(lexer.values[at]!) ?? "progbits";
  return knownType(assembly, lexer.slice(at));
}

function knownType(assembly: Assembly, word: string): SectionType | undefined {
  const type = TYPES.find((name) => name === word);
  if (type === undefined && word !== "unwind") {
    assembly.cursor.error(assembly.cursor.at - 1, `unknown section type \`${word}\``, {
      notes: [{ message: `the types are ${TYPES.join(", ")}` }],
    });
  }
  return type ?? (word === "unwind" ? "progbits" : undefined);
}

/** Takes a comma and a name, such as that of a group; empty if there is none. */
function optionalName(assembly: Assembly): string {
  const { cursor, lexer } = assembly;
  if (!cursor.take(token.COMMA)) return "";
  if (cursor.kind === token.STRING) return lexer.slice(cursor.at++).slice(1, -1);
  return sectionName(assembly) ?? "";
}

/** What distinguishes a section from others of its name. */
interface Identity {
  readonly identity: string;
  readonly group: SectionGroup | undefined;
}

/**
 * Parses what follows the type: the linked-to section, the group with its linkage, and `unique` with
 * a number.
 */
function parseIdentity(assembly: Assembly, flags: SectionFlags): Identity {
  const { cursor, lexer } = assembly;
  const parts: string[] = [];
  let group: SectionGroup | undefined;
  if (flags.other.includes("o")) parts.push(optionalName(assembly));
  if (flags.other.includes("G")) {
    const name = optionalName(assembly);
    group = { name, isComdat: false };
    parts.push(name);
  }
  while (cursor.kind === token.COMMA && cursor.kindAfter(1) === token.NAME) {
    const word = lexer.slice(cursor.at + 1);
    if (word !== "comdat" && word !== "unique") break;
    cursor.at += 2;
    if (word === "unique" && cursor.take(token.COMMA)) parts.push(lexer.slice(cursor.at++));
    if (word === "comdat" && group !== undefined) group = { ...group, isComdat: true };
  }
  return { identity: parts.join(" "), group };
}

/** A section that a directive names, and its subsection. */
interface Target {
  readonly section: Section;
  readonly subsection: number;
}

/** Parses the operands of `.section`; undefined after an error. */
function parseSection(assembly: Assembly, takesSubsection = false): Target | undefined {
  const { cursor, expressions } = assembly;
  const first = cursor.at;
  const name = sectionName(assembly);
  if (name === undefined) return undefined;
  let flags: SectionFlags | undefined;
  let type: SectionType | undefined;
  let entrySize = 0;
  let identity = "";
  let group: SectionGroup | undefined;
  let number = 0;
  if (takesSubsection && cursor.kind === token.COMMA && cursor.kindAfter(1) !== token.STRING) {
    // `.pushsection name, number`
    cursor.at++;
    const value = subsectionNumber(assembly);
    if (value === undefined) return undefined;
    number = value;
  }
  if (cursor.take(token.COMMA)) {
    if (cursor.kind !== token.STRING) {
      cursor.expected('section flags in double quotes, such as "aw"');
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
      ({ identity, group } = parseIdentity(assembly, flags));
    }
  }
  if (!cursor.end()) return undefined;
  if (flags?.other.includes("?")) {
    group ??= assembly.section.group;
    identity ||= group?.name ?? "";
  }
  const known = assembly.findSection(name, identity);
  const section = assembly.sectionNamed(name, identity);
  const isOdd = known === undefined && flags === undefined &&
    sectionDefaults(`.${name}`).flags.alloc;
  if (isOdd) warnOfName(assembly, name, first);
  if (known === undefined) {
    describe(assembly, section, { flags, type, entrySize, group }, first);
  } else if (flags !== undefined && !isStandard(name)) {
    const { alloc, write, execute } = known.flags;
    if (alloc !== flags.alloc || write !== flags.write || execute !== flags.execute) {
      cursor.error(
        first,
        `section ${name} already has other flags: ${showFlags(known.flags)}`,
        {},
        cursor.at,
      );
    } else if (type !== undefined && type !== known.type) {
      cursor.error(
        first,
        `section ${name} already has another type: @${known.type}`,
        {},
        cursor.at,
      );
    }
  } else if (flags !== undefined) {
    warnOfStandard(assembly, known, flags, type, first);
  }
  return { section, subsection: number };
}

/** What `.section` says about a section. */
interface Description {
  readonly flags: SectionFlags | undefined;
  readonly type: SectionType | undefined;
  readonly entrySize: number;
  readonly group: SectionGroup | undefined;
}

/** Gives a new section its flags and type. As in GNU as, those that its name implies stay. */
function describe(assembly: Assembly, section: Section, given: Description, first: number): void {
  const defaults = sectionDefaults(section.name);
  const { flags, type } = given;
  section.group = given.group;
  section.entrySize = given.entrySize || defaults.entrySize;
  if (flags !== undefined) section.flags = defaults.isFixed ? united(defaults.flags, flags) : flags;
  section.type = type ?? defaults.type;
  if (type === undefined || type === defaults.type || !defaults.isFixed) return;
  // GNU as takes `.bss.x,"aw",@progbits`, which compilers write.
  const isPart = defaults.type === "nobits" && section.name !== ".bss";
  if (isPart || defaults.type === "progbits" || defaults.type === "note") return;
  section.type = defaults.type;
  const { cursor } = assembly;
  const message = `section ${section.name} stays @${defaults.type}, as its name says`;
  cursor.warn(first, message, {}, cursor.at);
}

/** The flags of both. */
function united(one: SectionFlags, other: SectionFlags): SectionFlags {
  return {
    alloc: one.alloc || other.alloc,
    write: one.write || other.write,
    execute: one.execute || other.execute,
    other: [...new Set(one.other + other.other)].join(""),
  };
}

/** Whether the section exists from the start, so that `.section` cannot change it. */
function isStandard(name: string): boolean {
  return name === ".text" || name === ".data" || name === ".bss";
}

/** Warns of flags and types that `.text`, `.data` and `.bss` do not get. */
function warnOfStandard(
  { cursor }: Assembly,
  { name, flags: { alloc, write, execute }, type: kept }: Section,
  flags: SectionFlags,
  type: SectionType | undefined,
  first: number,
): void {
  const isEmpty = !flags.alloc && !flags.write && !flags.execute;
  const isSame = alloc === flags.alloc && write === flags.write && execute === flags.execute;
  if (!isEmpty && !isSame) {
    const kept = showFlags({ alloc, write, execute, other: "" });
    cursor.warn(first, `section ${name} keeps its flags ${kept}`, {}, cursor.at);
  }
  if (type !== undefined && type !== kept) {
    cursor.warn(first, `section ${name} keeps its type @${kept}`, {}, cursor.at);
  }
}

/** Warns of `.section data`, which is not `.data` and not loaded. */
function warnOfName({ cursor }: Assembly, name: string, first: number): void {
  cursor.warn(first, `section ${name} is not ${`.${name}`}: it is not loaded into memory`, {
    fix: { message: `did you mean \`.${name}\`?`, replacement: `.${name}` },
  }, cursor.at);
}

function showFlags({ alloc, write, execute }: SectionFlags): string {
  return `"${alloc ? "a" : ""}${write ? "w" : ""}${execute ? "x" : ""}"`;
}

const section: Directive = (assembly) => {
  const target = parseSection(assembly);
  if (target !== undefined) assembly.switchTo(target.section, target.subsection);
};

const pushSection: Directive = (assembly) => {
  const { section: current, previous } = assembly;
  const target = parseSection(assembly, true);
  if (target === undefined) return;
  assembly.sectionStack.push({ section: current, previous });
  assembly.switchTo(target.section, target.subsection);
};

const popSection: Directive = (assembly) => {
  const { cursor } = assembly;
  const back = assembly.sectionStack.pop();
  if (back === undefined) {
    cursor.error(cursor.at - 1, "`.popsection` without `.pushsection`");
    return;
  }
  assembly.returnTo(back.section, back.previous);
  cursor.end();
};

const previous: Directive = (assembly) => {
  assembly.switchTo(assembly.previous);
  assembly.cursor.end();
};

/** `.struct offset`: labels up to the next section are offsets from there. */
const struct: Directive = (assembly) => {
  const { cursor, expressions, absolute } = assembly;
  const first = cursor.at;
  const offset = cursor.atEnd ? 0 : expressions.parseConstant("the offset");
  if (offset === undefined || !cursor.end()) return;
  if (offset < 0 || offset > MAX_ZERO_BYTES) {
    cursor.error(first, `the offset must be 0 to ${MAX_ZERO_BYTES}, not ${offset}`, {}, cursor.at);
    return;
  }
  assembly.switchTo(absolute);
  absolute.size = Number(offset);
};

/** The directives of this file. */
export const SECTION_DIRECTIVES: Readonly<Record<string, Directive>> = {
  ".text": named,
  ".data": named,
  ".bss": named,
  // From LLVM; GNU as has the section, but not the directive.
  ".rodata": named,
  ".section": section,
  ".sect": section,
  ".struct": struct,
  ".subsection": part,
  ".pushsection": pushSection,
  ".popsection": popSection,
  ".previous": previous,
};
