// SPDX-License-Identifier: MPL-2.0
// Converts symbols of ELF files, and leaves out those that tools made up.

import type { SymbolBinding, SymbolKind } from "../object.ts";
import type { LineTable, ProgramSymbol, SourceLocation } from "../program.ts";
import { byValue } from "../symbol_index.ts";
import type { ElfFile, ElfSection, ElfSymbol } from "./elf_file.ts";
import { MAX_SHARING } from "./string_table.ts";
import {
  SHN,
  SHT,
  STB_GNU_UNIQUE,
  STT_COMMON,
  SYM_SIZE,
  SYMBOL_BINDINGS,
  SYMBOL_TYPES,
} from "./format.ts";

const KINDS: ReadonlyMap<number, SymbolKind> = new Map([
  ...Object.entries(SYMBOL_TYPES).map(([kind, type]) => [type, kind as SymbolKind] as const),
  [STT_COMMON, "object"],
]);

const BINDINGS: ReadonlyMap<number, SymbolBinding> = new Map([
  ...Object.entries(SYMBOL_BINDINGS).map(([name, value]) =>
    [value, name as SymbolBinding] as const
  ),
  [STB_GNU_UNIQUE, "global"],
]);

/** The kind of a symbol; "none" for unknown types. */
export function kindOf({ type }: ElfSymbol): SymbolKind {
  return KINDS.get(type) ?? "none";
}

/** The binding of a symbol; undefined for unknown ones. */
export function bindingOf({ binding }: ElfSymbol): SymbolBinding | undefined {
  return BINDINGS.get(binding);
}

/**
 * Names that tools make up: labels of compilers, and mapping symbols, which tell code from data (psABI,
 * "Mapping Symbol").
 */
export const MADE_UP = /^(?:\.L|\$[xd](?:\.|$|rv))/;

/** The symbol table of an executable: of a stripped one, the symbols that other files use. */
function symbolTable(file: ElfFile): ElfSection | undefined {
  return file.sections.find(({ type }) => type === SHT.symtab) ??
    file.sections.find(({ type }) => type === SHT.dynsym);
}

/**
 * Whether the symbols of an executable can certainly be read, at a tenth of the time that it takes to read
 * them. Those of valid files nearly always can.
 */
export function hasPlainSymbols(file: ElfFile): boolean {
  const table = symbolTable(file);
  if (table === undefined) return true;
  const linked = file.sections[table.link];
  if (linked?.type !== SHT.strtab) return false;
  if (file.sections.some(({ type }) => type === SHT.symtabShndx)) return false;
  const names = file.contents(linked);
  const symbols = file.contents(table);
  const view = new DataView(symbols.buffer, symbols.byteOffset, symbols.byteLength);
  let size = 0;
  for (let at = 0; at + SYM_SIZE <= symbols.length; at += SYM_SIZE) {
    const start = view.getUint32(at, true);
    const end = start < names.length ? names.indexOf(0, start) : -1;
    if (end < 0) return false;
    size += end - start;
  }
  return size <= names.length * MAX_SHARING;
}

/** The symbols of an executable, sorted by value. */
export function programSymbols(file: ElfFile, bias: bigint, lines: LineTable): ProgramSymbol[] {
  const table = symbolTable(file);
  if (table === undefined) return [];
  const list: ProgramSymbol[] = [];
  for (const symbol of file.symbols(table)) {
    const kind = kindOf(symbol);
    if (symbol.name === "" || symbol.section === SHN.undef || MADE_UP.test(symbol.name)) continue;
    if (kind === "section" || kind === "file") continue;
    const isPlaced = symbol.section < SHN.loReserve && kind !== "tls";
    const value = isPlaced ? BigInt.asUintN(64, symbol.value + bias) : symbol.value;
    const section = isPlaced ? file.sections[symbol.section]?.name : undefined;
    list.push(
      new FileSymbol(symbol, kind, bindingOf(symbol) ?? "global", value, section, lines),
    );
  }
  return byValue(list);
}

/** A symbol of a file. Its location is looked up when first used. */
class FileSymbol implements ProgramSymbol {
  readonly name: string;
  readonly size: number;
  readonly #lines: LineTable;

  constructor(
    { name, size }: ElfSymbol,
    readonly kind: SymbolKind,
    readonly binding: SymbolBinding,
    readonly value: bigint,
    readonly section: string | undefined,
    lines: LineTable,
  ) {
    this.name = name;
    this.size = size;
    this.#lines = lines;
  }

  get location(): SourceLocation | undefined {
    return this.section === undefined ? undefined : this.#lines.find(this.value);
  }
}
