// SPDX-License-Identifier: MPL-2.0
// Writes a WebAssembly module of functions over one imported memory: takes function signatures,
// locals and bodies, gives the module's bytes. The format is the core specification's "Binary
// Format: Modules"; only the sections this project needs.

import { type Code, unsigned, VALUE_TYPE } from "./code.ts";

/** The name of a value type. */
export type ValueType = keyof typeof VALUE_TYPE;

/** A function of a module: its signature, its locals and its code. */
export interface WasmFunction {
  readonly params: readonly ValueType[];
  readonly results: readonly ValueType[];
  /** Types of the locals after the parameters, in order. */
  readonly locals: readonly ValueType[];
  readonly body: Code;
  /** The name under which it is exported, if it is. */
  readonly exportName?: string;
}

/** The pages of the memory that modules import: the whole 4 GiB. */
export const MEMORY_PAGES = 65536;

/** A growing run of bytes. */
class Bytes {
  #buffer = new Uint8Array(4096);
  #length = 0;

  push(code: Code): void {
    for (const item of code) {
      if (typeof item === "number") this.#byte(item);
      else this.push(item);
    }
  }

  append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  view(): Uint8Array<ArrayBuffer> {
    return this.#buffer.subarray(0, this.#length);
  }

  #byte(value: number): void {
    if (this.#length === this.#buffer.length) this.#reserve(1);
    this.#buffer[this.#length++] = value;
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#buffer.length) return;
    const grown = new Uint8Array(Math.max(this.#buffer.length * 2, this.#length + count));
    grown.set(this.#buffer);
    this.#buffer = grown;
  }
}

const text = (value: string): number[] => {
  const bytes = [...new TextEncoder().encode(value)];
  return [...unsigned(bytes.length), ...bytes];
};

const vector = (items: readonly Code[]): Code => [...unsigned(items.length), ...items];

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

/**
 * The bytes of a module that imports its memory as `"env" "memory"`. A function calls another by
 * its position in the list.
 */
export function moduleBytes(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const out = new Bytes();
  const section = (id: number, content: Code) => {
    const bytes = new Bytes();
    bytes.push(content);
    out.push([id, ...unsigned(bytes.view().length)]);
    out.append(bytes.view());
  };
  const types = (list: readonly ValueType[]): Code =>
    vector(list.map((type) => [VALUE_TYPE[type]]));

  out.push([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);
  section(1, vector(functions.map(({ params, results }) => [0x60, types(params), types(results)])));
  const limits = [0x01, ...unsigned(MEMORY_PAGES), ...unsigned(MEMORY_PAGES)];
  section(2, vector([[text("env"), text("memory"), 0x02, limits]]));
  section(3, vector(functions.map((_, index) => unsigned(index))));
  section(
    7,
    vector(
      functions.flatMap(({ exportName }, index) =>
        exportName === undefined ? [] : [[text(exportName), 0x00, unsigned(index)]]
      ),
    ),
  );
  const bodies = functions.map(({ locals, body }) => {
    const bytes = new Bytes();
    bytes.push([localRuns(locals), body, 0x0b]);
    return bytes.view();
  });
  const code = new Bytes();
  code.push(unsigned(bodies.length));
  for (const body of bodies) {
    code.push(unsigned(body.length));
    code.append(body);
  }
  out.push([10, ...unsigned(code.view().length)]);
  out.append(code.view());
  return out.view();
}
