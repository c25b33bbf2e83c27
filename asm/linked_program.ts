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
import { SymbolIndex } from "./symbol_index.ts";
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
  #index: SymbolIndex | undefined;
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
    return this.#symbolIndex.named(name);
  }

  symbolAt(address: bigint): ProgramSymbol | undefined {
    return this.#symbolIndex.at(address);
  }

  get #symbolIndex(): SymbolIndex {
    return this.#index ??= new SymbolIndex(this.sections, this.symbols);
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
