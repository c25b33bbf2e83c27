// SPDX-License-Identifier: MPL-2.0
// The map of a linked program, as data and as the text that GNU ld's -Map writes: why members of archives are
// in it, which sections are left out, and where each section of each file is.

import { printable } from "../object/printable.ts";
import { LinkedProgram } from "./linked_program.ts";
import type { ObjectFile, ObjectSection } from "../object/object.ts";
import type { Program } from "../object/program.ts";
import { hex } from "../object/value.ts";

/** A section of a file. */
export interface MapSection {
  /** The section's name. */
  readonly name: string;
  /** The file, or the member as `archive(member)`. */
  readonly file: string;
  /** Size in bytes. */
  readonly size: number;
}

/** A section of a file, in the program. */
export interface PlacedMapSection extends MapSection {
  /** Address of its first byte. */
  readonly address: number;
  /** Global symbols in it, by rising address. */
  readonly symbols: readonly { readonly name: string; readonly address: number }[];
}

/** A section of the program. */
export interface MapOutput {
  /** The section's name. */
  readonly name: string;
  /** Address of its first byte. */
  readonly address: number;
  /** Size in bytes. */
  readonly size: number;
  /** The sections that it consists of. */
  readonly parts: readonly PlacedMapSection[];
}

/** A member of an archive, and why it is in the program. */
export interface MapMember {
  /** The member, as `archive(member)`. */
  readonly file: string;
  /** The file that refers to the symbol; undefined when the command line wants it. */
  readonly wantedBy: string | undefined;
  /** The symbol that the member defines. */
  readonly symbol: string;
}

/** What a program was linked from. */
export interface LinkMap {
  /** Members of archives, in the order in which they were taken. */
  readonly members: readonly MapMember[];
  /** Sections that are not in the program. */
  readonly discarded: readonly MapSection[];
  /** The files of the program, in order. */
  readonly files: readonly string[];
  /** The sections of the program, by rising address. */
  readonly sections: readonly MapOutput[];
}

/** What the linker adds has no file. */
const LINKER = "linker stubs";

const fileOf = ({ name }: ObjectFile): string => name === "" ? LINKER : name;

/**
 * The map of a program.
 *
 * @throws {TypeError} for a program that the linker did not make
 */
export function linkMap(program: Program): LinkMap {
  if (!(program instanceof LinkedProgram)) {
    throw new TypeError("Cannot make a map: the program was not linked here");
  }
  const { objects, discarded, reasons, values } = program.parts;
  const symbols = new Map<ObjectSection, { name: string; address: number }[]>();
  for (const { object, symbol } of values.globals.values()) {
    const section = typeof symbol.section === "number"
      ? object.sections[symbol.section]
      : undefined;
    if (section === undefined || discarded.has(section)) continue;
    const base = values.addressOf(object, Number(symbol.section)) ?? 0;
    const entry = { name: symbol.name, address: base + Number(symbol.value) };
    const list = symbols.get(section);
    if (list === undefined) symbols.set(section, [entry]);
    else list.push(entry);
  }
  return {
    members: [...reasons].map(([object, { name, object: wantedBy }]) => ({
      ...{ file: fileOf(object), symbol: name },
      wantedBy: wantedBy === undefined ? undefined : fileOf(wantedBy),
    })),
    discarded: objects.flatMap((object) =>
      object.sections
        .filter((section) => discarded.has(section))
        .map(({ name, size }) => ({ name, size, file: fileOf(object) }))
    ),
    files: objects.map(fileOf),
    sections: values.outputs.filter(({ size }) => size > 0).map((output) => ({
      ...{ name: output.name, address: output.address, size: output.size },
      parts: output.parts.filter(({ section }) => section.size > 0).map((part) => ({
        ...{ name: part.section.name, address: part.address, size: part.section.size },
        file: fileOf(part.object),
        symbols: (symbols.get(part.object.sections[part.index]!) ?? [])
          .sort((a, b) => a.address - b.address),
      })),
    })),
  };
}

const address = (value: number): string => hex(value, 16);
/** The columns of GNU ld: a name, an address, a size that ends in column 44. */
const NAME_WIDTH = 16;
const SIZE_WIDTH = 11;
const MEMBER_WIDTH = 30;

function row(raw: string, at: number, size: number, path = ""): string {
  const name = printable(raw);
  const file = printable(path);
  // A name that is too long has a line of its own.
  const head = name.length < NAME_WIDTH
    ? name.padEnd(NAME_WIDTH)
    : `${name}\n${" ".repeat(NAME_WIDTH)}`;
  return `${head}${address(at)}${hex(size).padStart(SIZE_WIDTH)} ${file}`.trimEnd() + "\n";
}

/** The map as text, with the headings of GNU ld. */
export function formatLinkMap({ members, discarded, files, sections }: LinkMap): string {
  let text = "";
  if (members.length > 0) {
    text += "Archive member included to satisfy reference by file (symbol)\n\n";
    for (const member of members) {
      const { wantedBy } = member;
      const [file, symbol] = [printable(member.file), printable(member.symbol)];
      const head = file.length < MEMBER_WIDTH
        ? file.padEnd(MEMBER_WIDTH)
        : `${file}\n${" ".repeat(MEMBER_WIDTH)}`;
      text += `${head}${wantedBy === undefined ? "" : `${printable(wantedBy)} `}(${symbol})\n`;
    }
    text += "\n";
  }
  if (discarded.length > 0) {
    text += "Discarded input sections\n\n";
    for (const { name, size, file } of discarded) text += row(` ${name}`, 0, size, file);
    text += "\n";
  }
  text += "Linker script and memory map\n\n";
  for (const file of files) text += `LOAD ${printable(file)}\n`;
  for (const { name, address: at, size, parts } of sections) {
    text += `\n${row(name, at, size)}`;
    for (const part of parts) {
      text += row(` ${part.name}`, part.address, part.size, part.file);
      for (const symbol of part.symbols) {
        text += `${" ".repeat(NAME_WIDTH)}${address(symbol.address)}${" ".repeat(16)}${
          printable(symbol.name)
        }\n`;
      }
    }
  }
  return text;
}
