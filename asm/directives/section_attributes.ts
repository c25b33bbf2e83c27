// SPDX-License-Identifier: MPL-2.0
// Parses what follows the name in `.section name, "flags", type, …`: flags and types by their letters, names
// and numbers, the size of entries, the section that it goes with, its group, and `unique`.

import type { Assembly } from "../state/assembly.ts";
import type { SectionFlags, SectionGroup, SectionType } from "../object/object.ts";
import { parseBig } from "../text/literal.ts";
import * as token from "../text/token.ts";

/** What `.section` says about a section. */
export interface SectionAttributes {
  readonly flags: SectionFlags;
  /** Bits of the flags that have no letter, or none that matters here. */
  readonly flagBits: number;
  readonly type: SectionType | undefined;
  /** The number of a type that is none of {@link SectionType}. */
  readonly typeNumber: number | undefined;
  readonly entrySize: number;
  readonly group: SectionGroup | undefined;
  /** The symbol or section whose section it goes with (flag o); "0" or "" for none. */
  readonly linkedTo: string;
  /** The number after the type of a section with the flag d. */
  readonly info: number;
  /** What distinguishes it from other sections of its name; empty if nothing does. */
  readonly identity: string;
}

const TYPES: readonly SectionType[] = [
  "progbits",
  "nobits",
  "note",
  "init_array",
  "fini_array",
  "preinit_array",
];

/** The types by their numbers in ELF. */
const TYPE_NUMBERS: ReadonlyMap<number, SectionType> = new Map([
  [1, "progbits"],
  [7, "note"],
  [8, "nobits"],
  [14, "init_array"],
  [15, "fini_array"],
  [16, "preinit_array"],
]);

/** The flags by their bits in ELF. */
const FLAG_BITS: ReadonlyMap<string, number> = new Map([
  ["w", 1],
  ["a", 2],
  ["x", 4],
  ["M", 0x10],
  ["S", 0x20],
  ["o", 0x80],
  ["G", 0x200],
  ["T", 0x400],
  ["R", 0x20_0000],
  ["d", 0x100_0000],
  ["e", 0x8000_0000],
]);
/** The letters of flags that are recorded, but have no effect here. */
const OTHER_FLAGS = "MSGTo?Rde";
/** The bit of the flag d, GNU's SHF_GNU_MBIND. */
const MEMORY_POLICY = 0x100_0000;

/** Parses flags in double quotes; undefined after an error. */
function parseFlags(assembly: Assembly): { flags: SectionFlags; flagBits: number } | undefined {
  const { cursor, lexer } = assembly;
  const at = cursor.at;
  let letters = lexer.slice(at).slice(1, -1);
  let flagBits = 0;
  const number = /0[xX][0-9a-fA-F]+|[0-9]+/.exec(letters)?.[0];
  if (number !== undefined) {
    const value = parseBig(number);
    if (value === undefined || value > 0xffff_ffffn) return unknownFlag(assembly, number);
    let rest = Number(value);
    let named = "";
    for (const [letter, bit] of FLAG_BITS) {
      if (Math.floor(rest / bit) % 2 === 0) continue;
      named += letter;
      rest -= bit;
    }
    flagBits = rest;
    letters = letters.replace(number, named);
  }
  for (const letter of letters) {
    if (!"awx".includes(letter) && !OTHER_FLAGS.includes(letter)) {
      return unknownFlag(assembly, letter);
    }
  }
  cursor.at++;
  const flags = {
    alloc: letters.includes("a"),
    write: letters.includes("w"),
    execute: letters.includes("x"),
    other: [...letters].filter((letter) => OTHER_FLAGS.includes(letter)).join(""),
  };
  if (!letters.includes("d")) return { flags, flagBits };
  if (!flags.alloc) {
    cursor.error(at, "a section with the flag `d` needs the flag `a`, too");
    return undefined;
  }
  return { flags, flagBits: flagBits + MEMORY_POLICY };
}

function unknownFlag({ cursor }: Assembly, flag: string): undefined {
  cursor.error(cursor.at, `unknown section flag \`${flag}\``, {
    notes: [{
      message:
        "the flags are a (allocated), w (writable), x (executable), M (merged), S (strings), " +
        "G (group), T (thread), o, R, d, e",
    }],
  });
  return undefined;
}

/** A type: one that the linker knows, or the number of another. */
interface ParsedType {
  readonly type: SectionType;
  readonly typeNumber: number | undefined;
}

/** Parses a section type: a string, or a name or number after `@` or `%`. Undefined after an error. */
function parseType({ cursor, lexer }: Assembly): ParsedType | undefined {
  const isQuoted = cursor.kind === token.STRING;
  if (!isQuoted) {
    cursor.at++;
    if (cursor.kind !== token.NAME && cursor.kind !== token.NUMBER) {
      cursor.expected("a section type");
      return undefined;
    }
  }
  const at = cursor.at++;
  const word = isQuoted ? lexer.slice(at).slice(1, -1) : lexer.slice(at);
  const value = /^(0[xX][0-9a-fA-F]+|[0-9]+)$/.test(word) ? parseBig(word) : undefined;
  if (value !== undefined && value <= 0xffff_ffffn) {
    const number = Number(value);
    const known = TYPE_NUMBERS.get(number);
    return { type: known ?? "progbits", typeNumber: known === undefined ? number : undefined };
  }
  const type = word === "unwind" ? "progbits" : TYPES.find((name) => name === word);
  if (type !== undefined) return { type, typeNumber: undefined };
  cursor.error(at, `unknown section type \`${word}\``, {
    notes: [{ message: `the types are ${TYPES.join(", ")}` }],
  });
  return undefined;
}

/** Takes a comma and a name, such as that of a group; empty if there is none. */
function optionalName({ cursor, lexer }: Assembly): string {
  if (!cursor.take(token.COMMA)) return "";
  if (cursor.kind === token.STRING) return lexer.slice(cursor.at++).slice(1, -1);
  if (cursor.kind === token.NUMBER) return lexer.slice(cursor.at++);
  return takeWord(cursor, lexer) ?? "";
}

/** Takes a name that may contain dashes: tokens that follow without a blank belong to it. */
export function takeWord(
  cursor: Assembly["cursor"],
  lexer: Assembly["lexer"],
): string | undefined {
  if (cursor.kind !== token.NAME) {
    cursor.expected("a section name");
    return undefined;
  }
  const first = cursor.at++;
  const { kinds } = lexer;
  while (
    kinds[cursor.at] !== token.COMMA && cursor.at < lexer.count &&
    lexer.starts[cursor.at] === lexer.ends[cursor.at - 1]
  ) {
    cursor.at++;
  }
  return lexer.text.slice(lexer.starts[first], lexer.ends[cursor.at - 1]);
}

/** Whether a comma and this word come next; takes them. */
function takeKeyword({ cursor, lexer }: Assembly, word: string): boolean {
  const isNext = cursor.kind === token.COMMA && cursor.kindAfter(1) === token.NAME &&
    lexer.slice(cursor.at + 1) === word;
  if (isNext) cursor.at += 2;
  return isNext;
}

/** Parses flags, type and the rest, after the first comma; undefined after an error. */
export function parseAttributes(assembly: Assembly): SectionAttributes | undefined {
  const { cursor, expressions, lexer } = assembly;
  if (cursor.kind !== token.STRING) {
    cursor.expected('section flags in double quotes, such as "aw"');
    return undefined;
  }
  const parsed = parseFlags(assembly);
  if (parsed === undefined) return undefined;
  const { other } = parsed.flags;
  let type: ParsedType | undefined;
  const after = cursor.kindAfter(1);
  if (
    cursor.kindAfter(0) === token.COMMA &&
    (after === token.STRING || after === token.AT || after === token.PERCENT)
  ) {
    cursor.at++;
    type = parseType(assembly);
    if (type === undefined) return undefined;
  }
  let entrySize = 0;
  let { flags } = parsed;
  if (other.includes("M")) {
    if (cursor.take(token.COMMA)) {
      const size = expressions.parseConstant("the entry size");
      if (size === undefined) return undefined;
      entrySize = Number(size);
    } else {
      cursor.warn(cursor.at - 1, "the flag `M` without the size of an entry is ignored");
      flags = { ...flags, other: other.replace("M", "") };
    }
  }
  const linkedTo = other.includes("o") ? optionalName(assembly) : "";
  let group: SectionGroup | undefined;
  if (other.includes("G")) {
    const { at } = cursor;
    const name = optionalName(assembly);
    if (name === "") cursor.warn(at - 1, "the flag `G` without the name of a group is ignored");
    else group = { name, isComdat: takeKeyword(assembly, "comdat") };
  }
  let info = 0;
  if (
    other.includes("d") && cursor.kindAfter(0) === token.COMMA &&
    cursor.kindAfter(1) === token.NUMBER
  ) {
    cursor.at++;
    info = Number(lexer.number(cursor.at++));
  }
  let unique = "";
  if (takeKeyword(assembly, "unique")) {
    if (!cursor.comma()) return undefined;
    const number = expressions.parseConstant("the number of a unique section");
    if (number === undefined) return undefined;
    unique = String(number);
  }
  const parts = [group?.name ?? "", linkedTo, info === 0 ? "" : String(info), unique];
  const identity = parts.join(",").replace(/,+$/, "");
  return {
    ...parsed,
    flags,
    type: type?.type,
    typeNumber: type?.typeNumber,
    ...{ entrySize, group, linkedTo, info, identity },
  };
}
