// SPDX-License-Identifier: MPL-2.0
// The symbols of an ELF file as `nm` of GNU binutils lists them: value, a letter for the kind, name. Takes
// the file and what to list; returns the symbols in order, and their lines.

import { printable } from "../object/printable.ts";
import type { ElfFile, ElfSection, ElfSymbol } from "../object/elf/elf_file.ts";
import {
  SHF,
  SHN,
  SHT,
  STB_GNU_UNIQUE,
  STT_COMMON,
  SYMBOL_BINDINGS,
  SYMBOL_TYPES,
} from "../object/elf/format.ts";
import { MADE_UP } from "../object/elf/symbols.ts";

/** Which symbols are listed, and in which order. */
export interface SymbolListOptions {
  /** Also those of sections and files. */
  readonly all?: boolean;
  /** Only those that other files see. */
  readonly external?: boolean;
  /** Only those that are not defined here. */
  readonly undefined?: boolean;
  /** Only those that are defined here. */
  readonly defined?: boolean;
  /** The order; by default by name. */
  readonly order?: "name" | "value" | "size" | "file";
  /** Whether the order is reversed. */
  readonly reverse?: boolean;
}

/** A symbol of the list. */
export interface ListedSymbol {
  /** Its name; that of its section if it stands for a section. */
  readonly name: string;
  /** The letter of nm: lower-case for local symbols. */
  readonly letter: string;
  /** Its value; undefined if it is not defined here. For a common symbol, its size. */
  readonly value: bigint | undefined;
  /** Its size in bytes. */
  readonly size: number;
}

const { local: LOCAL, weak: WEAK } = SYMBOL_BINDINGS;
/** Names that say what a section holds, when a dot, a digit or nothing follows. */
const NAMED: readonly (readonly [prefix: string, letter: string])[] = [
  ...([[".debug", "N"], [".drectve", "i"], [".edata", "e"], [".idata", "i"]] as const),
  [".pdata", "p"],
];
const DEBUG = /^\.(?:debug|zdebug|line|stab|gdb_index|gnu\.debuglto_|gnu\.linkonce\.wi\.)/;

function letterOfSection({ name, type, flags }: ElfSection): string {
  const named = NAMED.find(([prefix]) =>
    name.startsWith(prefix) && /^[.$\d]|^$/.test(name.slice(prefix.length))
  );
  if (named !== undefined) return named[1];
  if ((flags & SHF.execute) !== 0) return "t";
  const isWritable = (flags & SHF.write) !== 0;
  if (type === SHT.nobits) return "b";
  if ((flags & SHF.alloc) !== 0) return isWritable ? "d" : "r";
  return DEBUG.test(name) ? "N" : isWritable ? "?" : "n";
}

function letterOf(file: ElfFile, { type, binding, section }: ElfSymbol): string {
  const isObject = type === SYMBOL_TYPES.object;
  if (section === SHN.common) return "C";
  if (section === SHN.undef) return binding !== WEAK ? "U" : isObject ? "v" : "w";
  if (type === SYMBOL_TYPES.ifunc) return "i";
  if (binding === WEAK) return isObject ? "V" : "W";
  if (binding === STB_GNU_UNIQUE) return "u";
  const holder = file.sections[section];
  const letter = section === SHN.abs || holder === undefined ? "a" : letterOfSection(holder);
  return binding === LOCAL ? letter : letter.toUpperCase();
}

/** Orders names as bytes, which for valid text is the order of code points. */
function byName(a: ListedSymbol, b: ListedSymbol): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

function byValue(a: ListedSymbol, b: ListedSymbol): number {
  // Symbols that are not defined come first.
  const [first, second] = [a.value ?? -1n, b.value ?? -1n];
  return first < second ? -1 : first > second ? 1 : byName(a, b);
}

const ORDERS = {
  name: byName,
  value: byValue,
  size: (a: ListedSymbol, b: ListedSymbol) => a.size - b.size || byName(a, b),
  file: () => 0,
} as const;

/** The symbols of a file; undefined if it has no symbol table. */
export function listSymbols(
  file: ElfFile,
  options: SymbolListOptions = {},
): ListedSymbol[] | undefined {
  const table = file.sections.find(({ type }) => type === SHT.symtab);
  if (table === undefined) return undefined;
  const { order = "name" } = options;
  const isMadeUp = ({ type }: ElfSymbol) =>
    type === SYMBOL_TYPES.section || type === SYMBOL_TYPES.file;
  const isWanted = (symbol: ElfSymbol) => {
    const isUndefined = symbol.section === SHN.undef;
    if (isMadeUp(symbol)) return options.all === true && options.external !== true;
    if (symbol.name === "" || MADE_UP.test(symbol.name)) return false;
    if (options.external === true && symbol.binding === LOCAL) return false;
    if (options.undefined === true && !isUndefined) return false;
    if (options.defined === true && isUndefined) return false;
    return order !== "size" || !isUndefined && (symbol.size > 0 || symbol.section === SHN.common);
  };
  const list = file.symbols(table).slice(1).filter(isWanted).map((symbol): ListedSymbol => {
    const { type, name, section, value, size } = symbol;
    const isCommon = section === SHN.common || type === STT_COMMON;
    return {
      name: type === SYMBOL_TYPES.section ? file.sections[section]?.name ?? "" : name,
      letter: letterOf(file, symbol),
      value: section === SHN.undef ? undefined : isCommon ? BigInt(size) : value,
      size,
    };
  });
  const compare = ORDERS[order];
  return list.filter(({ name }) => name !== "")
    .sort(options.reverse === true ? (a, b) => -compare(a, b) : compare);
}

const VALUE_WIDTH = 16;

/** A value as nm writes it. */
export function formatValue(value: bigint | number): string {
  return value.toString(16).padStart(VALUE_WIDTH, "0");
}

/** A symbol's line, without its end: `0000000000010000 T main`. */
export function formatSymbol(
  { name, letter, value, size }: ListedSymbol,
  options: { readonly withSize?: boolean } = {},
): string {
  const shown = value === undefined ? " ".repeat(VALUE_WIDTH) : formatValue(value);
  const sized = options.withSize === true && size > 0 && value !== undefined
    ? ` ${formatValue(size)}`
    : "";
  return `${shown}${sized} ${letter} ${printable(name)}`;
}
