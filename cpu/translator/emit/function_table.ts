// SPDX-License-Identifier: MPL-2.0
// How translated code is reached: the function table, through which functions call each other, and
// the dispatch table, which leads from guest addresses to it.

import type { Arena } from "../../memory/arena.ts";
import { type Exit, POSITION } from "../../engine/engine.ts";
import { DISPATCH } from "../../memory/layout.ts";
import type { PageTable } from "../../memory/page_table.ts";
import { BLOCK_SHIFT, supportCode } from "./calling.ts";
import { DISPATCHER_EXPORTS, dispatcherModule, entryOffset } from "./dispatcher.ts";
import { floatSupport } from "./float_support.ts";

/** An instance of the dispatcher, and what units import from it. */
interface Runtime {
  readonly table: WebAssembly.Table;
  readonly run: (fuel: number) => Exit;
  readonly stub: CallableFunction;
  readonly imports: WebAssembly.ModuleImports;
}

let dispatcher: WebAssembly.Module | undefined;

function makeRuntime(arena: Arena, resolve: CallableFunction): Runtime {
  const { memory, table } = arena;
  dispatcher ??= new WebAssembly.Module(dispatcherModule());
  const { exports } = new WebAssembly.Instance(dispatcher, { env: { memory, table, resolve } });
  const { imports } = arena;
  for (const { name } of supportCode().functions) imports[name] = exports[name] ?? 0;
  // The casts are safe: this project generated the module.
  const run = exports[DISPATCHER_EXPORTS.run] as Runtime["run"];
  const stub = exports[DISPATCHER_EXPORTS.stub] as CallableFunction;
  table.set(POSITION.stub, stub);
  table.set(POSITION.run, run);
  // The cast is safe for the same reason.
  table.set(POSITION.span, exports[DISPATCHER_EXPORTS.span] as CallableFunction);
  return { table, run, stub, imports };
}

/** The function table and the dispatch table of a machine. */
export class FunctionTable {
  readonly #arena: Arena;
  readonly #pages: PageTable;
  /** What all units share; made when the first one is translated. */
  #runtime: Runtime | undefined;
  /** The indexes in the function table of addresses that are called or translated. */
  readonly #positions = new Map<number, number>();
  #next: number = POSITION.first;
  readonly #free: number[] = [];

  constructor(arena: Arena, pages: PageTable) {
    this.#arena = arena;
    this.#pages = pages;
  }

  /** What translated modules import; those that call functions of float/ import these, too. */
  imports(withFloat: boolean): WebAssembly.ModuleImports {
    const { imports } = this.#shared;
    if (!withFloat) return imports;
    const { exports } = this.#arena.instance(floatSupport().module);
    // The cast is safe: this project generated the module.
    return { ...imports, ...exports as WebAssembly.ModuleImports };
  }

  /** Runs translated code from the state block's pc on; see `run` in dispatcher.ts. */
  run(fuel: number): Exit {
    return this.#shared.run(fuel);
  }

  /** For how many addresses an index is reserved. */
  get reserved(): number {
    return this.#positions.size;
  }

  /** The index that is reserved for the function that starts at an address. */
  reserve(address: number): number {
    let position = this.#positions.get(address);
    if (position === undefined) this.#positions.set(address, position = this.allocate());
    return position;
  }

  /** An index for one function, until it is released. */
  allocate(): number {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    const { table, stub } = this.#shared;
    const position = this.#next++;
    if (position >= table.length) table.grow(table.length);
    table.set(position, stub);
    return position;
  }

  /** Frees an index that `allocate` has returned. */
  release(position: number): void {
    this.clear(position);
    this.#free.push(position);
  }

  /** Frees all indexes, once no code is left that calls through them. */
  reset(): void {
    for (let position = POSITION.first; position < this.#next; position++) this.clear(position);
    this.#positions.clear();
    this.#free.length = 0;
    this.#next = POSITION.first;
  }

  /** Puts a function at an index. */
  set(position: number, code: CallableFunction): void {
    this.#shared.table.set(position, code);
  }

  /** Copies the function at one index to another. */
  copy(from: number, to: number): void {
    const { table } = this.#shared;
    table.set(to, table.get(from));
  }

  /** Makes calls through an index return to the dispatcher. */
  clear(position: number): void {
    this.#shared.table.set(position, this.#shared.stub);
  }

  /** Makes the dispatcher enter a function, at one of its blocks, for an address. */
  enter(address: number, position: number, block: number): void {
    const { words32 } = this.#arena;
    const entry = entryOffset(address) / 4;
    words32[entry + DISPATCH.pc / 4] = address % 2 ** 32;
    words32[entry + DISPATCH.pc / 4 + 1] = Math.floor(address / 2 ** 32);
    words32[entry + DISPATCH.position / 4] = position;
    words32[entry + DISPATCH.block / 4] = block << BLOCK_SHIFT;
  }

  /** Undoes {@link FunctionTable.enter}. */
  leave(address: number): void {
    const { words32 } = this.#arena;
    const entry = entryOffset(address) / 4;
    const isHere = words32[entry] === address % 2 ** 32 &&
      words32[entry + 1] === Math.floor(address / 2 ** 32);
    if (isHere) words32.fill(0, entry, entry + DISPATCH.size / 4);
  }

  get #shared(): Runtime {
    return this.#runtime ??= makeRuntime(this.#arena, this.#resolve);
  }

  /** The `RESOLVE` of the dispatcher's module. */
  readonly #resolve = (low: number, high: number, rights: number): number => {
    const address = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
    return this.#pages.resolve(address, rights) ? 1 : 0;
  };
}
