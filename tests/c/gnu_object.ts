// SPDX-License-Identifier: MPL-2.0
// Reads what GNU as wrote, or the part to compare with: the bytes of sections, and relocations with
// the names of their symbols (ELF-64, little-endian). Takes well-formed files only.

/** What an object file says the linker has to fill in. */
export interface GnuRelocation {
  readonly offset: number;
  readonly type: number;
  /** The symbol, or the section where it is defined in the file; then the addend says where there. */
  readonly symbol: string;
  readonly addend: bigint;
}

/** A section of an object file. */
export interface GnuSection {
  readonly bytes: Uint8Array;
  readonly size: number;
  readonly flags: number;
  readonly alignment: number;
  readonly entrySize: number;
  readonly relocations: GnuRelocation[];
}

const SHT_RELA = 4;
const SHT_NOBITS = 8;
/** The first of the section numbers that mean something else. */
const SHN_LORESERVE = 0xff00;

/** The sections of an object file by name; duplicates get a number appended. Relocations are in order of offset. */
export function readGnuObject(file: Uint8Array): Map<string, GnuSection> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const number = (at: number) => Number(view.getBigUint64(at, true));
  const half = (at: number) => view.getUint16(at, true);
  const word = (at: number) => view.getUint32(at, true);
  const table = number(40);
  const header = (index: number) => table + 64 * index;
  const bytesOf = (index: number) => {
    const at = header(index);
    return word(at + 4) === SHT_NOBITS
      ? new Uint8Array()
      : file.subarray(number(at + 24), number(at + 24) + number(at + 32));
  };
  const text = (strings: Uint8Array, at: number) =>
    new TextDecoder().decode(strings.subarray(at, strings.indexOf(0, at)));
  const names = bytesOf(half(62));
  const nameOf = (index: number) => text(names, word(header(index)));
  const sections = new Map<string, GnuSection>();
  const byIndex: GnuSection[] = [];
  const count = new Map<string, number>();
  const indexes = Array.from({ length: half(60) }, (_, index) => index);
  for (const index of indexes) {
    const at = header(index);
    const section: GnuSection = {
      bytes: bytesOf(index),
      size: number(at + 32),
      flags: number(at + 8),
      alignment: number(at + 48),
      entrySize: number(at + 56),
      relocations: [],
    };
    byIndex.push(section);
    sections.set(numbered(count, nameOf(index)), section);
  }
  for (const index of indexes.filter((each) => word(header(each) + 4) === SHT_RELA)) {
    const at = header(index);
    const symbols = word(at + 40);
    const symbolTable = number(header(symbols) + 24);
    const strings = bytesOf(word(header(symbols) + 40));
    const relocations = byIndex[word(at + 44)]?.relocations;
    for (let entry = number(at + 24); entry < number(at + 24) + number(at + 32); entry += 24) {
      const symbol = symbolTable + 24 * word(entry + 12);
      const home = half(symbol + 6);
      const isDefined = home > 0 && home < SHN_LORESERVE;
      relocations?.push({
        offset: number(entry),
        type: word(entry + 8),
        symbol: isDefined ? nameOf(home) : text(strings, word(symbol)),
        addend: view.getBigInt64(entry + 16, true) +
          (isDefined ? view.getBigUint64(symbol + 8, true) : 0n),
      });
    }
  }
  return sections;
}

/** A name, with a number appended if it came before. */
export function numbered(count: Map<string, number>, name: string): string {
  const before = count.get(name) ?? 0;
  count.set(name, before + 1);
  return before === 0 ? name : `${name} ${before + 1}`;
}
