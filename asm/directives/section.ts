// SPDX-License-Identifier: MPL-2.0
// Directives that change the current section: `.text`, `.section`, `.previous` and so on. What a section
// holds is in state/section.ts.

import { type Assembly, sectionDefaults } from "../state/assembly.ts";
import { type Directive, stringAt } from "./directive.ts";
import type { SectionFlags, SectionType } from "../object/object.ts";
import { MAX_ZERO_BYTES } from "../object/limits.ts";
import { parseAttributes, type SectionAttributes, takeWord } from "./section_attributes.ts";
import type { Section } from "../state/section.ts";
import type { AssemblySymbol } from "../state/symbol.ts";
import * as token from "../text/token.ts";

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

/** `.text`, `.data`: the section of that name, and a subsection by number. */
const named: Directive = (assembly, name) => {
  const number = subsection(assembly);
  if (number !== undefined) assembly.switchTo(assembly.sectionNamed(name), number);
};

/** `.bss`, after which `.previous` in GNU as returns to the section before the last one. */
const bss: Directive = (assembly) => {
  const number = subsection(assembly);
  if (number === undefined) return;
  const section = assembly.sectionNamed(".bss");
  assembly.returnTo(number === 0 ? section : section.part(number), assembly.previous);
};

/** `.subsection number`: another subsection of the current section. */
const part: Directive = (assembly) => {
  const number = subsection(assembly);
  if (number !== undefined) assembly.switchTo(assembly.section.whole, number);
};

/** Takes a section name: a string, or a word that may contain dashes and dots. */
function sectionName(assembly: Assembly): string | undefined {
  const { cursor, lexer } = assembly;
  if (cursor.kind !== token.STRING) return takeWord(cursor, lexer);
  const name = stringAt(assembly, cursor.at++);
  if (!name.includes("\ufffd")) return name;
  cursor.error(cursor.at - 1, "the name of a section must be UTF-8");
  return undefined;
}

/** The states of a symbol whose name no section may have, as in GNU as. */
const NAMED: ReadonlySet<AssemblySymbol["state"]> = new Set(["label", "common"]);

/** A section that a directive names, and its subsection. */
interface Target {
  readonly section: Section;
  readonly subsection: number;
}

/** Parses the operands of `.section`; undefined after an error. */
function parseSection(assembly: Assembly, takesSubsection = false): Target | undefined {
  const { cursor } = assembly;
  const first = cursor.at;
  const name = sectionName(assembly);
  if (name === undefined) return undefined;
  let number = 0;
  if (takesSubsection && cursor.kind === token.COMMA && cursor.kindAfter(1) !== token.STRING) {
    // `.pushsection name, number`
    cursor.at++;
    const value = subsectionNumber(assembly);
    if (value === undefined) return undefined;
    number = value;
  }
  let given: SectionAttributes | undefined;
  if (cursor.take(token.COMMA)) {
    given = parseAttributes(assembly);
    if (given === undefined) return undefined;
  }
  if (!cursor.end()) return undefined;
  if (given?.flags.other.includes("?")) {
    const group = given.group ?? assembly.section.group;
    given = { ...given, group, identity: given.identity || group?.name || "" };
  }
  const identity = given?.identity;
  const known = assembly.findSection(name, identity);
  const namesake = known === undefined ? assembly.symbols.find(assembly.names.of(name)) : undefined;
  if (namesake !== undefined && NAMED.has(namesake.state)) {
    cursor.error(first, `section ${name} has the name of a symbol`, {
      notes: [{
        message: "it is defined here",
        location: namesake.location,
        length: namesake.length,
      }],
    }, first + 1);
    return undefined;
  }
  const section = assembly.sectionNamed(name, identity);
  const isOdd = known === undefined && given === undefined &&
    sectionDefaults(`.${name}`).flags.alloc;
  if (isOdd) warnOfName(assembly, name, first);
  if (known === undefined) describe(assembly, section, given, first);
  else if (given !== undefined) compare(assembly, known, given, first);
  return { section, subsection: number };
}

/** Reports what `.section` says otherwise about a section that exists. */
function compare(
  assembly: Assembly,
  known: Section,
  given: SectionAttributes,
  first: number,
): void {
  const { cursor } = assembly;
  const { flags, flagBits, type } = given;
  const { name } = known;
  if (isStandard(name)) {
    if (flagBits !== 0) known.details = { ...known.details, flags: flagBits };
    warnOfStandard(assembly, known, flags, type, first);
    return;
  }
  const { alloc, write, execute } = known.flags;
  if (alloc !== flags.alloc || write !== flags.write || execute !== flags.execute) {
    const message = `section ${name} already has other flags: ${showFlags(known.flags)}`;
    cursor.error(first, message, {}, cursor.at);
  } else if (type !== undefined && type !== known.type) {
    const message = `section ${name} already has another type: @${known.type}`;
    cursor.error(first, message, {}, cursor.at);
  }
}

/** Gives a new section its flags and type. As in GNU as, those that its name implies stay. */
function describe(
  assembly: Assembly,
  section: Section,
  given: SectionAttributes | undefined,
  first: number,
): void {
  const defaults = sectionDefaults(section.name);
  section.group = given?.group;
  section.entrySize = given?.entrySize ?? 0;
  section.type = given?.type ?? defaults.type;
  if (given === undefined) return;
  const { flags, flagBits, type, typeNumber, linkedTo, info } = given;
  section.flags = defaults.isFixed ? united(defaults.flags, flags) : flags;
  if (flagBits !== 0 || typeNumber !== undefined || linkedTo !== "" || info !== 0) {
    section.details = {
      ...(typeNumber !== undefined && { type: typeNumber }),
      ...(flagBits !== 0 && { flags: flagBits }),
      ...(info !== 0 && { info }),
    };
    const isLinked = linkedTo !== "" && linkedTo !== "0";
    const { cursor } = assembly;
    if (isLinked) section.linkedTo = { name: linkedTo, ...cursor.range(first, cursor.at) };
  }
  const isOther = type !== undefined && type !== defaults.type && typeNumber === undefined;
  if (!isOther || !defaults.isFixed) return;
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
    cursor.warn(cursor.at - 1, "`.popsection` without `.pushsection` is ignored");
    return;
  }
  assembly.returnTo(back.section, back.previous);
  cursor.end();
};

const previous: Directive = (assembly) => {
  const { cursor, previous } = assembly;
  if (previous !== undefined) assembly.switchTo(previous);
  else cursor.warn(cursor.at - 1, "`.previous` without a section before this one is ignored");
  cursor.end();
};

/** `.attach_to_group name`: makes the current section a member of a group. */
const attach: Directive = (assembly) => {
  const { cursor, lexer } = assembly;
  const { at } = cursor;
  const name = cursor.takeQuotedName() ?? (cursor.takeName() < 0 ? undefined : lexer.slice(at));
  if (name === undefined) return cursor.expected("the name of a group");
  if (!cursor.end()) return;
  const section = assembly.section.whole;
  if (section.group === undefined) section.group = { name, isComdat: false };
  else cursor.warn(at, `section ${section.name} is already in the group ${section.group.name}`);
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
  ".bss": bss,
  // From LLVM; GNU as has the section, but not the directive.
  ".rodata": named,
  ".section": section,
  ".sect": section,
  ".struct": struct,
  ".offset": struct,
  ".subsection": part,
  ".pushsection": pushSection,
  ".popsection": popSection,
  ".previous": previous,
  ".attach_to_group": attach,
};
