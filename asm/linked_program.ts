// SPDX-License-Identifier: MPL-2.0
// The program as the linker hands it over: segments for the machine, and symbols and lines for
// people. Everything beyond the image is made when it is first asked for, since a program that just
// runs needs none of it.

import type { Segment } from "../cpu/image.ts";
import { makeLineTable } from "./line_table.ts";
import type { OutputSection, Region } from "./memory_layout.ts";
import type { ObjectFile, ObjectSymbol } from "./object.ts";
import type {
  LineTable,
  Program,
  ProgramSection,
  ProgramSymbol,
  SourcePlace,
  SymbolBinding,
  SymbolKind,
} from "./program.ts";
import type { Relocator } from "./relocator.ts";
import type { Sources } from "./source.ts";
import { add, type Value } from "./value.ts";

/** Makes the program. `image` holds the bytes of each output section that has any. */
export function makeProgram(
  objects: readonly ObjectFile[],
  outputs: readonly OutputSection[],
  image: ReadonlyMap<OutputSection, Uint8Array>,
  relocator: Relocator,
  entry: Value,
): Program {
  return new LinkedProgram(objects, outputs, image, relocator, entry);
}

function unsigned(value: Value): bigint {
  return value >= 0 ? BigInt(value) : BigInt.asUintN(64, BigInt(value));
}

class LinkedProgram implements Program {
  readonly entry: bigint;
  readonly segments: readonly Segment[];
  readonly sections: readonly ProgramSection[];
  readonly #objects: readonly ObjectFile[];
  readonly #outputs: readonly OutputSection[];
  readonly #relocator: Relocator;
  #symbols: readonly ProgramSymbol[] | undefined;
  #byName: ReadonlyMap<string, ProgramSymbol | "ambiguous"> | undefined;
  #inSections: ReadonlyMap<ProgramSection, SectionSymbols> | undefined;
  #lines: LineTable | undefined;

  constructor(
    objects: readonly ObjectFile[],
    outputs: readonly OutputSection[],
    image: ReadonlyMap<OutputSection, Uint8Array>,
    relocator: Relocator,
    entry: Value,
  ) {
    this.#objects = objects;
    this.#outputs = outputs;
    this.#relocator = relocator;
    this.entry = unsigned(entry);
    this.segments = makeSegments(outputs, image);
    this.sections = outputs.filter(({ size }) => size > 0).map((output) => ({
      name: output.name,
      address: BigInt(output.address),
      size: output.size,
      write: output.region === "data",
      execute: output.region === "text",
    }));
  }

  get symbols(): readonly ProgramSymbol[] {
    return this.#symbols ??= collectSymbols(this.#objects, this.#outputs, this.#relocator);
  }

  get lines(): LineTable {
    return this.#lines ??= makeLineTable(this.#outputs.flatMap(({ parts }) => parts));
  }

  symbol(name: string): ProgramSymbol | undefined {
    this.#byName ??= indexByName(this.symbols);
    const found = this.#byName.get(name);
    return found === "ambiguous" ? undefined : found;
  }

  symbolAt(address: bigint): ProgramSymbol | undefined {
    const section = this.sections.find((candidate) =>
      address >= candidate.address && address < candidate.address + BigInt(candidate.size)
    );
    if (section === undefined) return undefined;
    this.#inSections ??= indexBySection(this.sections, this.symbols);
    const inSection = this.#inSections.get(section);
    return inSection && covering(inSection, address);
  }
}

const REGION_RIGHTS: Readonly<Record<Region, { write: boolean; execute: boolean }>> = {
  text: { write: false, execute: true },
  rodata: { write: false, execute: false },
  data: { write: true, execute: false },
};

function makeSegments(
  outputs: readonly OutputSection[],
  image: ReadonlyMap<OutputSection, Uint8Array>,
): Segment[] {
  const segments: Segment[] = [];
  for (const region of ["text", "rodata", "data"] as const) {
    const members = outputs.filter((output) => output.region === region && output.size > 0);
    const first = members[0];
    const last = members.at(-1);
    if (first === undefined || last === undefined) continue;
    const address = first.address;
    const filled = members.findLast(({ isZero }) => !isZero);
    const data = new Uint8Array(filled === undefined ? 0 : filled.address + filled.size - address);
    for (const output of members) {
      const bytes = image.get(output);
      if (bytes !== undefined) data.set(bytes, output.address - address);
    }
    segments.push({
      address: BigInt(address),
      data,
      size: last.address + last.size - address,
      read: true,
      ...REGION_RIGHTS[region],
    });
  }
  return segments;
}

const DOT = 0x2e;
const ZERO = 0x30;
const CAPITAL_L = 0x4c;

/** Names that the assembler and the compiler make up, which symbol tables leave out as ELF's do. */
function isShown({ name, section }: ObjectSymbol): boolean {
  if (section === "undefined" || section === "common") return false;
  const code = name.charCodeAt(0);
  if (code === DOT) return name !== "." && name.charCodeAt(1) !== CAPITAL_L;
  return name !== "" && (code < ZERO || code > ZERO + 9 || !/^\d+$/.test(name));
}

/** The symbols that GNU ld provides also where nothing refers to them. */
const ALWAYS_PROVIDED: ReadonlySet<string> = new Set([
  "__global_pointer$",
  "__DATA_BEGIN__",
  "__SDATA_BEGIN__",
  "__BSS_END__",
  "__bss_start",
  "_edata",
  "_end",
]);

/** A symbol with its final value. Its place is worked out when asked for. */
class LinkedSymbol implements ProgramSymbol {
  readonly name: string;
  readonly size: number;
  readonly kind: SymbolKind;
  readonly binding: SymbolBinding;
  readonly #location: number;
  readonly #sources: Sources;

  constructor(
    { name, size, kind, binding, location }: ObjectSymbol,
    readonly value: bigint,
    readonly section: string | undefined,
    sources: Sources,
  ) {
    this.name = name;
    this.size = size;
    this.kind = kind;
    this.binding = binding;
    this.#location = location;
    this.#sources = sources;
  }

  get place(): SourcePlace | undefined {
    return this.#location === 0 ? undefined : this.#sources.place(this.#location);
  }
}

function collectSymbols(
  objects: readonly ObjectFile[],
  outputs: readonly OutputSection[],
  relocator: Relocator,
): ProgramSymbol[] {
  const list: ProgramSymbol[] = [];
  const outputNames = new Map<unknown, string>();
  for (const { name, parts } of outputs) {
    for (const { section } of parts) outputNames.set(section, name);
  }
  for (const object of [...objects, relocator.linker.object]) {
    for (const symbol of object.symbols) {
      if (!isShown(symbol)) continue;
      const isOverridden = symbol.binding !== "local" &&
        relocator.globals.get(symbol.name)?.symbol !== symbol;
      if (isOverridden) continue;
      const section = typeof symbol.section === "number"
        ? object.sections[symbol.section]
        : undefined;
      const base = typeof symbol.section === "number"
        ? relocator.addressOf(object, symbol.section)
        : 0;
      // Symbols of sections that are not loaded have no address.
      if (base === undefined) continue;
      const value = unsigned(add(base, symbol.value));
      list.push(new LinkedSymbol(symbol, value, outputNames.get(section), object.sources));
    }
  }
  const wanted = new Set(
    objects.flatMap(({ symbols }) =>
      symbols.filter(({ section }) => section === "undefined").map(({ name }) => name)
    ),
  );
  for (const [name, value] of relocator.provided) {
    if (relocator.globals.has(name) || !ALWAYS_PROVIDED.has(name) && !wanted.has(name)) continue;
    list.push({
      name,
      value: BigInt(value),
      size: 0,
      kind: "none",
      binding: "global",
      section: undefined,
      place: undefined,
    });
  }
  return list.sort((a, b) => a.value < b.value ? -1 : a.value > b.value ? 1 : 0);
}

function indexByName(
  symbols: readonly ProgramSymbol[],
): ReadonlyMap<string, ProgramSymbol | "ambiguous"> {
  const index = new Map<string, ProgramSymbol | "ambiguous">();
  for (const symbol of symbols) {
    const before = index.get(symbol.name);
    if (before === undefined || symbol.binding !== "local") index.set(symbol.name, symbol);
    else if (before === "ambiguous" || before.binding === "local") {
      index.set(symbol.name, "ambiguous");
    }
  }
  return index;
}

/** The symbols of a section by rising value. */
interface SectionSymbols {
  readonly symbols: readonly ProgramSymbol[];
  /** For each symbol, the index of the last function or object with a size up to it; -1 for none. */
  readonly lastSized: Int32Array;
}

function indexBySection(
  sections: readonly ProgramSection[],
  all: readonly ProgramSymbol[],
): ReadonlyMap<ProgramSection, SectionSymbols> {
  const byName = Map.groupBy(all, ({ section }) => section);
  const index = new Map<ProgramSection, SectionSymbols>();
  for (const section of sections) {
    const end = section.address + BigInt(section.size);
    const symbols = (byName.get(section.name) ?? []).filter(({ value }) =>
      value >= section.address && value < end
    );
    let last = -1;
    const lastSized = Int32Array.from(symbols, (symbol, at) => {
      const before = symbols[last];
      const isBehind = before?.value === symbol.value && preferred(before, symbol);
      if (isCode(symbol) && symbol.size > 0 && !isBehind) last = at;
      return last;
    });
    index.set(section, { symbols, lastSized });
  }
  return index;
}

const isCode = ({ kind }: ProgramSymbol) => kind === "function" || kind === "object";

/**
 * Of the symbols of a section the one that covers an address: a function or object whose size says
 * so, or else the last one before it.
 */
function covering(
  { symbols, lastSized }: SectionSymbols,
  address: bigint,
): ProgramSymbol | undefined {
  let low = 0;
  let high = symbols.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((symbols[middle]?.value ?? 0n) <= address) low = middle + 1;
    else high = middle;
  }
  const sized = symbols[lastSized[low - 1] ?? -1];
  if (sized !== undefined && address < sized.value + BigInt(sized.size)) return sized;
  let nearest = symbols[low - 1];
  for (let at = low - 2; at >= 0; at--) {
    const symbol = symbols[at];
    if (symbol === undefined || symbol.value !== nearest?.value) break;
    if (preferred(symbol, nearest)) nearest = symbol;
  }
  return nearest;
}

const RANKS: Readonly<Record<SymbolBinding, number>> = { local: 0, weak: 1, global: 2 };

/** Of two symbols at one address: functions and objects first, then global ones, then weak aliases. */
function preferred(a: ProgramSymbol, b: ProgramSymbol): boolean {
  if (isCode(a) !== isCode(b)) return isCode(a);
  return RANKS[a.binding] > RANKS[b.binding];
}
