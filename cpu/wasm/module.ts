// SPDX-License-Identifier: MPL-2.0
// Writes a WebAssembly module of functions over one imported memory, and if wanted one imported
// table: takes function signatures, locals and bodies, gives the module's bytes. The format is the
// core specification's "Binary Format: Modules"; only the sections this project needs.

import { type Code, HINT, unsigned, VALUE_TYPE } from "./code.ts";

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

/** What a module has besides its own functions. */
export interface ModuleOptions {
  /** Imported functions: they take the first function indexes. */
  readonly imports?: readonly ImportedFunction[];
  /** The type of the functions in the imported table, if one is imported: it has type index 0. */
  readonly table?: Signature;
  /** Whether it imports its memory; true when left out. */
  readonly memory?: boolean;
}

/** The indexes of functions in a module where they stand in this order and the first has this one. */
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

/** A function of a module: its signature, its locals and its code. */
export interface WasmFunction extends Signature {
  /** Types of the locals after the parameters, in order. */
  readonly locals: readonly ValueType[];
  readonly body: Code;
  /** The name under which it is exported, if it is. */
  readonly exportName?: string;
}

/** The pages of the memory that modules import: the whole 4 GiB. */
export const MEMORY_PAGES = 65536;

/** Code as a plain list of bytes, with the hints that stood in it. */
interface FlatCode {
  readonly bytes: number[];
  /** Each with the position of the opcode that it is about. */
  readonly hints: { readonly offset: number; readonly likely: boolean }[];
}

/** Appends code to a list: a plain function over plain lists, as it runs before V8 optimises it. */
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

/** Runs of equal local types, as the format groups them. */
function localRuns(locals: readonly ValueType[]): Code {
  const runs: { type: ValueType; count: number }[] = [];
  for (const type of locals) {
    const last = runs.at(-1);
    if (last?.type === type) last.count++;
    else runs.push({ type, count: 1 });
  }
  return vector(runs.map(({ type, count }) => [...unsigned(count), VALUE_TYPE[type]]));
}

/** The custom section of branch hints: it stands before the code. */
function branchHints(bodies: readonly FlatCode[], firstFunction: number): Code {
  const entries = bodies.flatMap(({ hints }, index) =>
    hints.length === 0 ? [] : [[
      unsigned(firstFunction + index),
      vector(hints.map(({ offset, likely }) => [unsigned(offset), 1, likely ? 1 : 0])),
    ]]
  );
  return [text("metadata.code.branch_hint"), vector(entries)];
}

/** The distinct types of a module, in the order of their first use. */
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

/**
 * The bytes of a module that imports its memory as `"env" "memory"`, and its table, where it has
 * one, as `"env" "table"`. Functions are called by index: the imported ones come first.
 */
export function moduleBytes(
  functions: readonly WasmFunction[],
  { imports = [], table, memory = true }: ModuleOptions = {},
): Uint8Array<ArrayBuffer> {
  const types = new Types();
  if (table !== undefined) types.index(table);
  const limits = [0x01, ...unsigned(MEMORY_PAGES), ...unsigned(MEMORY_PAGES)];
  const env = text("env");
  const importEntries = vector([
    ...(memory ? [[env, text("memory"), 0x02, limits]] : []),
    ...(table === undefined ? [] : [[env, text("table"), 0x01, 0x70, 0x00, 0x00]]),
    ...imports.map((imported) => [env, text(imported.name), 0x00, unsigned(types.index(imported))]),
  ]);
  const functionEntries = vector(functions.map((signature) => unsigned(types.index(signature))));
  const exportEntries = vector(
    functions.flatMap(({ exportName }, index) =>
      exportName === undefined ? [] : [[text(exportName), 0x00, unsigned(imports.length + index)]]
    ),
  );

  const bodies = functions.map(({ locals, body }) => flatten([localRuns(locals), body, 0x0b]));
  return joined([
    [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [flatten(vector(types.entries)).bytes]),
    ...section(2, [flatten(importEntries).bytes]),
    ...section(3, [flatten(functionEntries).bytes]),
    ...section(7, [flatten(exportEntries).bytes]),
    ...section(0, [flatten(branchHints(bodies, imports.length)).bytes]),
    ...section(10, [
      unsigned(bodies.length),
      ...bodies.flatMap(({ bytes }) => [unsigned(bytes.length), bytes]),
    ]),
  ]);
}

/** Pieces of a module, in order. */
type Pieces = readonly (readonly number[])[];

const sizeOf = (pieces: Pieces): number => pieces.reduce((sum, { length }) => sum + length, 0);

function section(id: number, content: Pieces): Pieces {
  return [[id, ...unsigned(sizeOf(content))], ...content];
}

function joined(pieces: Pieces): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(sizeOf(pieces));
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return bytes;
}
