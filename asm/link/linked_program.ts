// SPDX-License-Identifier: MPL-2.0
// The Program (object/program.ts) that the linker returns: segments, sections, symbols and line table. Symbols and lines are
// made when first asked for, because a program that just runs needs neither.

import type { ProgramHeaders, Segment } from "../../cpu/memory/image.ts";
import type { FindSource } from "../object/dwarf/dwarf_lines.ts";
import { EHDR_SIZE, PHDR_SIZE } from "../object/elf/format.ts";
import { planHeaders, writeHeaders } from "../object/elf/program_headers.ts";
import { makeLineTable } from "./line_table.ts";
import { isThreadLocal, membersOf, type OutputSection, type Region } from "./memory_layout.ts";
import type {
  ObjectFile,
  ObjectSection,
  ObjectSymbol,
  SymbolBinding,
  SymbolKind,
} from "../object/object.ts";
import { locationOfSymbol } from "../object/object_location.ts";
import type {
  DebugSection,
  FrameIndex,
  LineTable,
  Program,
  ProgramSection,
  ProgramSymbol,
  SourceLocation,
  ThreadLocalBlock,
  UnloadedSection,
} from "../object/program.ts";
import { byValue, SymbolIndex } from "../object/symbol_index.ts";
import type { MemberReason } from "./resolution.ts";
import type { SymbolValues } from "./symbol_values.ts";
import { collectUnloaded } from "./unloaded_sections.ts";
import type { Target } from "../object/target.ts";
import { add, type Int64, subtract } from "../object/value.ts";

/** What a program was linked from. */
export interface LinkedParts {
  readonly objects: readonly ObjectFile[];
  /** Sections that are not in the program. */
  readonly discarded: ReadonlySet<ObjectSection>;
  /** The members of archives, and why each was taken. */
  readonly reasons: ReadonlyMap<ObjectFile, MemberReason>;
  readonly values: SymbolValues;
  /** The bytes of each output section that has any. */
  readonly image: ReadonlyMap<OutputSection, Uint8Array>;
  readonly entry: Int64;
  readonly target: Target;
  /** The address of the ELF headers; undefined when they are not in memory. */
  readonly headersAt: number | undefined;
  readonly frameIndex: FrameIndex | undefined;
  readonly findSource: FindSource | undefined;
}

function unsigned(value: Int64): bigint {
  return value >= 0 ? BigInt(value) : BigInt.asUintN(64, BigInt(value));
}

/** Whether an object says that it executes code on the stack: an executable .note.GNU-stack. */
function needsExecutableStack(objects: readonly ObjectFile[]): boolean {
  return objects.some(({ sections }) =>
    sections.some(({ name, flags }) => name === ".note.GNU-stack" && flags.execute)
  );
}

/** A program that the linker made. */
export class LinkedProgram implements Program {
  readonly entry: bigint;
  readonly segments: readonly Segment[];
  readonly sections: readonly ProgramSection[];
  readonly target: Target;
  declare readonly programHeaders?: ProgramHeaders;
  declare readonly threadLocal?: ThreadLocalBlock;
  declare readonly frameIndex?: FrameIndex;
  declare readonly executableStack?: boolean;
  /** What it was linked from. */
  readonly parts: LinkedParts;
  #symbols: readonly ProgramSymbol[] | undefined;
  #unloaded: readonly UnloadedSection[] | undefined;
  #index: SymbolIndex | undefined;
  #lines: LineTable | undefined;

  constructor(parts: LinkedParts) {
    this.parts = parts;
    const { values, image, entry, target, headersAt } = parts;
    const { outputs, thread } = values;
    this.entry = unsigned(entry);
    this.target = target;
    if (thread !== undefined) this.threadLocal = { ...thread, address: BigInt(thread.address) };
    if (parts.frameIndex !== undefined) this.frameIndex = parts.frameIndex;
    if (needsExecutableStack(parts.objects)) this.executableStack = true;
    const segments = makeSegments(outputs, image, headersAt);
    const first = segments[0];
    if (headersAt !== undefined && first !== undefined) {
      const headers = planHeaders(segments, this, true);
      const isGnu = values.linker.indirect.length > 0;
      writeHeaders(first.data, headers, { entry: this.entry, target, isGnu });
      this.programHeaders = {
        address: BigInt(headersAt + EHDR_SIZE),
        entrySize: PHDR_SIZE,
        count: headers.length,
      };
    }
    this.segments = segments;
    this.sections = outputs.filter(isInMemory).map((output) => ({
      name: output.name,
      address: BigInt(output.address),
      size: output.size,
      write: output.region === "data",
      execute: output.region === "text",
    }));
  }

  get symbols(): readonly ProgramSymbol[] {
    return this.#symbols ??= collectSymbols(this.parts.objects, this.parts.values);
  }

  get lines(): LineTable {
    const { values: { outputs }, findSource } = this.parts;
    return this.#lines ??= makeLineTable(outputs.flatMap(({ parts }) => parts), findSource);
  }

  symbol(name: string): ProgramSymbol | undefined {
    return this.#symbolIndex.named(name);
  }

  symbolAt(address: bigint): ProgramSymbol | undefined {
    return this.#symbolIndex.at(address);
  }

  debugSection(name: string): DebugSection | undefined {
    const sections = this.#unloaded ??= this.unloadedSections((object) => object);
    const data = sections.find((section) => section.name === name)?.data;
    return data && { data, bias: 0n };
  }

  unloadedSections(prepare: (object: ObjectFile) => ObjectFile): UnloadedSection[] {
    return collectUnloaded(this.parts, prepare);
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

/** Whether an output section is in memory: .tbss is not. */
function isInMemory({ size, isThreadLocal, isZero }: OutputSection): boolean {
  return size > 0 && !(isThreadLocal && isZero);
}

function makeSegments(
  outputs: readonly OutputSection[],
  image: ReadonlyMap<OutputSection, Uint8Array>,
  headersAt: number | undefined,
): Segment[] {
  const segments: Segment[] = [];
  for (const region of ["text", "rodata", "data"] as const) {
    const members = membersOf(outputs, region);
    const first = members[0];
    const last = members.at(-1);
    if (first === undefined || last === undefined) continue;
    const hasHeaders = segments.length === 0 && headersAt !== undefined;
    const address = hasHeaders ? headersAt : first.address;
    const filled = members.findLast(({ isZero }) => !isZero);
    const end = filled === undefined ? first.address : filled.address + filled.size;
    const isBare = filled === undefined && !hasHeaders;
    const data = new Uint8Array(isBare ? 0 : end - address);
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

/** Whether a symbol is listed: not one of the assembler's or the compiler's made-up names. */
function isShown({ name, section, kind }: ObjectSymbol): boolean {
  if (section === "undefined" || section === "common") return false;
  if (kind === "section" || kind === "file" || name.startsWith("$x") || name.startsWith("$d")) {
    return false;
  }
  const code = name.charCodeAt(0);
  if (code === DOT) return name !== "." && name.charCodeAt(1) !== CAPITAL_L;
  return name !== "" && (code < ZERO || code > ZERO + 9 || !/^\d+$/.test(name));
}

/** The symbols that GNU ld defines even if nothing refers to them. */
const ALWAYS_PROVIDED: ReadonlySet<string> = new Set([
  "__global_pointer$",
  "__DATA_BEGIN__",
  "__SDATA_BEGIN__",
  "__BSS_END__",
  "__bss_start",
  "_edata",
  "_end",
]);

/** A symbol with its final value. Its location is resolved when asked for. */
class LinkedSymbol implements ProgramSymbol {
  readonly name: string;
  readonly size: number;
  readonly kind: SymbolKind;
  readonly binding: SymbolBinding;
  readonly #symbol: ObjectSymbol;
  readonly #object: ObjectFile;

  constructor(
    symbol: ObjectSymbol,
    readonly value: bigint,
    readonly section: string | undefined,
    object: ObjectFile,
  ) {
    this.name = symbol.name;
    this.size = symbol.size;
    this.kind = symbol.kind;
    this.binding = symbol.binding;
    this.#symbol = symbol;
    this.#object = object;
  }

  get location(): SourceLocation | undefined {
    const { location } = this.#symbol;
    if (location !== 0) return this.#object.sources.resolve(location);
    if (this.#object.isBinary !== true) return undefined;
    const { file, line } = locationOfSymbol(this.#object, this.#symbol).span;
    return line === 0 ? undefined : { file, line };
  }
}

function collectSymbols(objects: readonly ObjectFile[], values: SymbolValues): ProgramSymbol[] {
  const list: ProgramSymbol[] = [];
  const outputNames = new Map<unknown, string>();
  for (const { name, parts } of values.outputs) {
    for (const { section } of parts) outputNames.set(section, name);
  }
  for (const object of [...objects, values.linker.object]) {
    for (const symbol of object.symbols) {
      if (!isShown(symbol)) continue;
      const isOverridden = symbol.binding !== "local" &&
        values.globals.get(symbol.name)?.symbol !== symbol;
      if (isOverridden) continue;
      const section = typeof symbol.section === "number"
        ? object.sections[symbol.section]
        : undefined;
      const base = typeof symbol.section === "number"
        ? values.addressOf(object, symbol.section)
        : 0;
      // Symbols in sections that are not loaded have no address.
      if (base === undefined) continue;
      const isTls = section !== undefined && isThreadLocal(section);
      const address = values.stubOf(symbol) ?? add(base, symbol.value);
      const value = isTls ? subtract(address, values.thread?.address ?? 0) : address;
      const name = isTls ? undefined : outputNames.get(section);
      list.push(new LinkedSymbol(symbol, unsigned(value), name, object));
    }
  }
  const wanted = new Set(
    objects.flatMap(({ symbols }) =>
      symbols.filter(({ section }) => section === "undefined").map(({ name }) => name)
    ),
  );
  const isListed = (name: string) =>
    !values.globals.has(name) && !values.defined.has(name) &&
    (ALWAYS_PROVIDED.has(name) || wanted.has(name));
  const provided = [...values.provided].filter(([name]) => isListed(name));
  for (const [name, value] of [...provided, ...values.defined]) {
    list.push({
      name,
      value: unsigned(value),
      size: 0,
      kind: "none",
      binding: "global",
      section: undefined,
      location: undefined,
    });
  }
  return byValue(list);
}
