// SPDX-License-Identifier: MPL-2.0
// Writes a WebAssembly module: takes the signatures, locals and bodies of its functions, and
// returns the module's bytes. It imports one memory and, if needed, a table. The format is that of
// the core specification, "Binary Format: Modules"; only the sections that this project needs are
// here.

import { type Code, HINT, VALUE_TYPE } from "./code.ts";
import { unsigned } from "./leb128.ts";
import { MEMORY_PAGES } from "./memory_pages.ts";

/** The name of a value type. */
export type ValueType = keyof typeof VALUE_TYPE;

/** The type of a function. */
export interface Signature {
  readonly params: readonly ValueType[];
  readonly results: readonly ValueType[];
}

/** A function that a module imports from `"env"`. */
export interface ImportedFunction extends Signature {
  readonly name: string;
}

/** What a module imports. */
export interface ModuleOptions {
  /** Imported functions. They get the first function indexes. */
  readonly imports?: readonly ImportedFunction[];
  /** The type of the functions in the table, if one is imported. It gets type index 0. */
  readonly table?: Signature;
  /** Whether it imports a memory; true by default. A number is how many pages it may grow to. */
  readonly memory?: boolean | number;
  /** Further memories that it imports, with their sizes in pages of 64 KiB. They get indexes from 1 on. */
  readonly planes?: readonly { readonly name: string; readonly pages: number }[];
}

/** The indexes of functions that follow each other in a module, the first one at index `first`. */
export function functionIndexes<Name extends string>(
  names: readonly Name[],
  first: number,
): Readonly<Record<Name, number>> {
  // The names are exactly the keys.
  return Object.fromEntries(names.map((name, position) => [name, first + position])) as Record<
    Name,
    number
  >;
}

/** A function of a module: its signature, locals and code. */
export interface WasmFunction extends Signature {
  /** Types of the locals, which come after the parameters. */
  readonly locals: readonly ValueType[];
  readonly body: Code;
  /** The name that it is exported under, if it is exported. */
  readonly exportName?: string;
}

/** Code as a flat list of bytes, and the hints in it. */
interface FlatCode {
  readonly bytes: number[];
  /** The hints, each with the offset of its opcode. */
  readonly hints: { readonly offset: number; readonly likely: boolean }[];
}

/** Appends code to a list. Kept plain, because it runs before V8 optimises it. */
function append(code: Code, to: FlatCode): void {
  for (let index = 0; index < code.length; index++) {
    const item = code[index] ?? 0;
    if (typeof item !== "number") append(item, to);
    else if (item >= 0) to.bytes.push(item);
    else to.hints.push({ offset: to.bytes.length, likely: item === HINT.likely });
  }
}

function flatten(code: Code): FlatCode {
  const flat: FlatCode = { bytes: [], hints: [] };
  append(code, flat);
  return flat;
}

const text = (value: string): number[] => {
  const bytes = [...new TextEncoder().encode(value)];
  return [...unsigned(bytes.length), ...bytes];
};

const vector = (items: readonly Code[]): Code => [unsigned(items.length), items];

/** The locals, grouped into runs of equal types as the format wants. */
export function localRuns(locals: readonly ValueType[]): Code {
  const runs: { type: ValueType; count: number }[] = [];
  for (const type of locals) {
    const last = runs.at(-1);
    if (last?.type === type) last.count++;
    else runs.push({ type, count: 1 });
  }
  return vector(runs.map(({ type, count }) => [...unsigned(count), VALUE_TYPE[type]]));
}

/** The custom section of branch hints, which comes before the code section. */
function branchHints(bodies: readonly FlatCode[], firstFunction: number): Code {
  const entries = bodies.flatMap(({ hints }, index) =>
    hints.length === 0 ? [] : [[
      unsigned(firstFunction + index),
      vector(hints.map(({ offset, likely }) => [unsigned(offset), 1, likely ? 1 : 0])),
    ]]
  );
  return [text("metadata.code.branch_hint"), vector(entries)];
}

/** The distinct function types of a module, in order of first use. */
class Types {
  readonly #indexes = new Map<string, number>();
  readonly entries: Code[] = [];

  index({ params, results }: Signature): number {
    const key = `${params}:${results}`;
    const found = this.#indexes.get(key);
    if (found !== undefined) return found;
    const list = (types: readonly ValueType[]): Code =>
      vector(types.map((type) => [VALUE_TYPE[type]]));
    this.#indexes.set(key, this.entries.length);
    this.entries.push([0x60, list(params), list(results)]);
    return this.entries.length - 1;
  }
}

/** The start of a module, up to and with its imports. */
function preamble(
  types: Types,
  { imports = [], table, memory = true, planes = [] }: ModuleOptions,
): ByteLists {
  const limits = (pages: number, least = pages) => [0x01, ...unsigned(least), ...unsigned(pages)];
  const own = typeof memory === "number" ? limits(memory, 0) : limits(MEMORY_PAGES);
  const env = text("env");
  const importEntries = vector([
    ...(memory !== false ? [[env, text("memory"), 0x02, own]] : []),
    ...planes.map(({ name, pages }) => [env, text(name), 0x02, limits(pages)]),
    ...(table === undefined ? [] : [[env, text("table"), 0x01, 0x70, 0x00, 0x00]]),
    ...imports.map((imported) => [env, text(imported.name), 0x00, unsigned(types.index(imported))]),
  ]);
  return [
    [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [flatten(vector(types.entries)).bytes]),
    ...section(2, [flatten(importEntries).bytes]),
  ];
}

/** The start of a module whose functions are all of the type of the table, up to its imports. */
export function tablePreamble(options: ModuleOptions & { table: Signature }): Uint8Array {
  const types = new Types();
  types.index(options.table);
  return joined(preamble(types, options));
}

/**
 * The bytes of a module. It imports its memory as `"env" "memory"`, and its table, if it has one,
 * as `"env" "table"`. Function indexes count imported functions first.
 */
export function moduleBytes(
  functions: readonly WasmFunction[],
  options: ModuleOptions = {},
): Uint8Array<ArrayBuffer> {
  const { imports = [], table } = options;
  const types = new Types();
  if (table !== undefined) types.index(table);
  for (const imported of imports) types.index(imported);
  const functionEntries = vector(functions.map((signature) => unsigned(types.index(signature))));
  const exportEntries = vector(
    functions.flatMap(({ exportName }, index) =>
      exportName === undefined ? [] : [[text(exportName), 0x00, unsigned(imports.length + index)]]
    ),
  );

  const bodies = functions.map(({ locals, body }) => flatten([localRuns(locals), body, 0x0b]));
  return joined([
    ...preamble(types, options),
    ...section(3, [flatten(functionEntries).bytes]),
    ...section(7, [flatten(exportEntries).bytes]),
    ...section(0, [flatten(branchHints(bodies, imports.length)).bytes]),
    ...section(10, [
      unsigned(bodies.length),
      ...bodies.flatMap(({ bytes }) => [unsigned(bytes.length), bytes]),
    ]),
  ]);
}

/** Lists of bytes that follow each other in a module. */
type ByteLists = readonly (readonly number[])[];

const sizeOf = (lists: ByteLists): number => lists.reduce((sum, { length }) => sum + length, 0);

function section(id: number, content: ByteLists): ByteLists {
  return [[id, ...unsigned(sizeOf(content))], ...content];
}

function joined(lists: ByteLists): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(sizeOf(lists));
  let offset = 0;
  for (const list of lists) {
    bytes.set(list, offset);
    offset += list.length;
  }
  return bytes;
}
