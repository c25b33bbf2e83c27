// SPDX-License-Identifier: MPL-2.0
// The translated code of a machine and how it is reached: its units by the addresses at which they
// are entered and by the pages they come from, the function table through which they call each
// other, and their entries in the dispatch table.

import type { Arena } from "../memory/arena.ts";
import type { Exit } from "../engine/engine.ts";
import { DISPATCH } from "../memory/layout.ts";
import type { PageTable } from "../memory/page_table.ts";
import type { DecodedPages } from "../stepper/decoded_pages.ts";
import { SUPPORT_FUNCTIONS } from "./emit/calling.ts";
import { DISPATCHER_EXPORTS, dispatcherModule, entryOffset } from "./emit/dispatcher.ts";
import { HUB, type Region } from "./regions/region.ts";

/** Functions that were translated together and call each other directly. */
interface Unit {
  /** The addresses at which it can be entered. */
  readonly entries: readonly number[];
  /** The slots of the pages that its code comes from. */
  readonly slots: ReadonlySet<number>;
}

/** An instance of the dispatcher, and what units import from it. */
interface Runtime {
  readonly table: WebAssembly.Table;
  readonly run: (fuel: number) => Exit;
  readonly stub: CallableFunction;
  readonly imports: WebAssembly.ModuleImports;
}

/** Index 0 in the function table is the stub. */
const FIRST_POSITION = 1;

let dispatcher: WebAssembly.Module | undefined;

function makeRuntime(memory: WebAssembly.Memory, resolve: CallableFunction): Runtime {
  const table = new WebAssembly.Table({ element: "anyfunc", initial: 1024 });
  dispatcher ??= new WebAssembly.Module(dispatcherModule());
  const { exports } = new WebAssembly.Instance(dispatcher, { env: { memory, table, resolve } });
  const imports: WebAssembly.ModuleImports = { memory, table };
  for (const { name } of SUPPORT_FUNCTIONS) imports[name] = exports[name] ?? 0;
  // The casts are safe: this project generated the module.
  const run = exports[DISPATCHER_EXPORTS.run] as Runtime["run"];
  const stub = exports[DISPATCHER_EXPORTS.stub] as CallableFunction;
  table.set(0, stub);
  return { table, run, stub, imports };
}

/** The translated code of one machine. */
export class UnitTable {
  readonly #arena: Arena;
  readonly #pages: PageTable;
  readonly #decoded: DecodedPages;
  readonly #whenEmpty: () => void;
  /** What all units share; made when the first one is translated. */
  #runtime: Runtime | undefined;
  /** The indexes in the function table of addresses that are called or translated. */
  readonly #positions = new Map<number, number>();
  readonly #units = new Map<number, Unit>();
  readonly #bySlot = new Map<number, Set<Unit>>();

  /** An empty table. `whenEmpty` is called whenever the last unit has been dropped. */
  constructor(arena: Arena, pages: PageTable, decoded: DecodedPages, whenEmpty: () => void) {
    this.#arena = arena;
    this.#pages = pages;
    this.#decoded = decoded;
    this.#whenEmpty = whenEmpty;
  }

  /** Whether translated code can be entered at an address. */
  has(address: number): boolean {
    return this.#units.has(address);
  }

  /** What units import. */
  get imports(): WebAssembly.ModuleImports {
    return this.#shared.imports;
  }

  /** Runs translated code from the state block's pc on; see `run` in dispatcher.ts. */
  run(fuel: number): Exit {
    return this.#shared.run(fuel);
  }

  /** Puts an address into the dispatch table; false if no translated code is entered there. */
  enter(address: number): boolean {
    if (!this.#units.has(address)) return false;
    const { words32 } = this.#arena;
    const entry = entryOffset(address) / 4;
    words32[entry + DISPATCH.pc / 4] = address % 2 ** 32;
    words32[entry + DISPATCH.pc / 4 + 1] = Math.floor(address / 2 ** 32);
    words32[entry + DISPATCH.position / 4] = this.reserve(address);
    return true;
  }

  /** The index in the function table that is reserved for an address. */
  reserve(address: number): number {
    let position = this.#positions.get(address);
    if (position === undefined) {
      const { table, stub } = this.#shared;
      position = FIRST_POSITION + this.#positions.size;
      if (position >= table.length) table.grow(table.length);
      table.set(position, stub);
      this.#positions.set(address, position);
    }
    return position;
  }

  /**
   * Adds a unit: its regions, their functions by name (the address that each starts at), and the
   * slots of the pages that they come from.
   */
  add(
    regions: readonly Region[],
    functions: WebAssembly.Exports,
    slots: ReadonlySet<number>,
  ): void {
    const unit: Unit = { entries: regions.flatMap(entriesOf), slots };
    for (const region of regions) {
      // The cast is safe: this project generated the module.
      const code = functions[String(region.entry)] as CallableFunction;
      for (const address of entriesOf(region)) {
        this.#shared.table.set(this.reserve(address), code);
        this.#units.set(address, unit);
        this.enter(address);
        this.#decoded.addTranslated(BigInt(address));
      }
    }
    for (const slot of slots) {
      this.#pages.markDecoded(slot);
      const units = this.#bySlot.get(slot) ?? new Set();
      this.#bySlot.set(slot, units.add(unit));
    }
  }

  /** Drops all units. */
  dropAll(): void {
    for (const slot of [...this.#bySlot.keys()]) this.dropSlot(slot);
  }

  /** Drops the units that come from the page in a slot. */
  dropSlot(slot: number): void {
    for (const unit of [...this.#bySlot.get(slot) ?? []]) this.#drop(unit);
  }

  /** Drops the unit that is entered at an address, if any. */
  dropAt(address: number): void {
    const unit = this.#units.get(address);
    if (unit !== undefined) this.#drop(unit);
  }

  #drop(unit: Unit): void {
    for (const address of unit.entries) {
      // Another unit may be entered there by now.
      if (this.#units.get(address) !== unit) continue;
      this.#shared.table.set(this.reserve(address), this.#shared.stub);
      this.#units.delete(address);
      this.#leaveDispatch(address);
      this.#decoded.removeTranslated(BigInt(address));
      this.#decoded.cool(BigInt(address));
    }
    for (const slot of unit.slots) {
      const units = this.#bySlot.get(slot);
      units?.delete(unit);
      if (units?.size === 0) this.#bySlot.delete(slot);
    }
    if (this.#units.size === 0) this.#whenEmpty();
  }

  get #shared(): Runtime {
    return this.#runtime ??= makeRuntime(this.#arena.memory, this.#resolve);
  }

  /** The `RESOLVE` of the dispatcher's module. */
  readonly #resolve = (low: number, high: number, rights: number): number => {
    const address = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
    return this.#pages.resolve(address, rights) ? 1 : 0;
  };

  #leaveDispatch(address: number): void {
    const { words32 } = this.#arena;
    const entry = entryOffset(address) / 4;
    const isHere = words32[entry] === address % 2 ** 32 &&
      words32[entry + 1] === Math.floor(address / 2 ** 32);
    if (isHere) words32.fill(0, entry, entry + DISPATCH.size / 4);
  }
}

/** The addresses at which a region can be entered. */
function entriesOf(region: Region): readonly number[] {
  const end = region.blocks.get(HUB)?.end;
  return end?.kind === "known" ? [...new Set([region.entry, ...end.to])] : [region.entry];
}
