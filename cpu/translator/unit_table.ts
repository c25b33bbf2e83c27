// SPDX-License-Identifier: MPL-2.0
// The optimised code of a machine: its units by the addresses at which they are entered and by the
// pages they come from.

import { slotOfNumber } from "../memory/layout.ts";
import type { PageTable } from "../memory/page_table.ts";
import type { DecodedPages } from "../stepper/decoded_pages.ts";
import { BySlot } from "./emit/by_slot.ts";
import type { FunctionTable } from "./emit/function_table.ts";
import type { CodeMemory, CodeModule } from "./emit/code_memory.ts";
import { addressOf, type Block, HUB, type Region } from "./regions/region.ts";

/** Functions that were translated together and call each other directly. */
interface Unit {
  /** The addresses at which it can be entered. */
  readonly entries: readonly number[];
  /** The slots of the pages that its code comes from. */
  readonly slots: ReadonlySet<number>;
  /** The addresses of the first and last instruction of each block, in turn. */
  readonly spans: readonly number[];
  readonly module: CodeModule;
}

/** The optimised code of one machine. */
export class UnitTable {
  readonly #functions: FunctionTable;
  readonly #pages: PageTable;
  readonly #decoded: DecodedPages;
  readonly #memory: CodeMemory;
  readonly #whenDropped: (address: number) => void;
  readonly #whenEmpty: () => void;
  readonly #units = new Map<number, Unit>();
  readonly #bySlot = new BySlot<Unit>();

  /**
   * An empty table. `whenDropped` is called with each address that can no longer be entered, and
   * `whenEmpty` whenever the last unit has been dropped.
   */
  constructor(
    functions: FunctionTable,
    pages: PageTable,
    decoded: DecodedPages,
    memory: CodeMemory,
    whenDropped: (address: number) => void,
    whenEmpty: () => void,
  ) {
    this.#functions = functions;
    this.#pages = pages;
    this.#decoded = decoded;
    this.#memory = memory;
    this.#whenDropped = whenDropped;
    this.#whenEmpty = whenEmpty;
  }

  /** Whether translated code can be entered at an address. */
  has(address: number): boolean {
    return this.#units.has(address);
  }

  /** Puts an address into the dispatch table; false if no translated code is entered there. */
  enter(address: number): boolean {
    if (!this.noteUse(address)) return false;
    this.#functions.enter(address, this.#functions.reserve(address), 0);
    return true;
  }

  /** Notes that the unit entered at an address is in use; false if there is none. */
  noteUse(address: number): boolean {
    const unit = this.#units.get(address);
    if (unit === undefined) return false;
    unit.module.uses++;
    return true;
  }

  /**
   * Adds a unit: its regions, their functions by name (the address that each starts at), the slots
   * of the pages that they come from, and the size of their module.
   */
  add(
    regions: readonly Region[],
    functions: WebAssembly.Exports,
    slots: ReadonlySet<number>,
    moduleBytes: number,
  ): void {
    const module = this.#memory.add("optimised", moduleBytes, 1);
    const unit: Unit = {
      entries: regions.flatMap(entriesOf),
      slots,
      spans: regions.flatMap(({ blocks }) => [...blocks.values()].flatMap(spanOf)),
      module,
    };
    for (const region of regions) {
      // The cast is safe: this project generated the module.
      const code = functions[String(region.entry)] as CallableFunction;
      for (const address of entriesOf(region)) {
        const position = this.#functions.reserve(address);
        this.#functions.set(position, code);
        this.#functions.enter(address, position, 0);
        this.#units.set(address, unit);
        this.#decoded.addTranslated(address);
      }
    }
    for (const slot of slots) this.#pages.markDecoded(slot);
    this.#bySlot.add(unit);
  }

  /** Drops all units. */
  dropAll(): void {
    for (const unit of this.#bySlot.all()) this.#drop(unit);
  }

  /** Drops the units in those modules. */
  dropModules(modules: ReadonlySet<CodeModule>): void {
    for (const unit of this.#bySlot.all()) if (modules.has(unit.module)) this.#drop(unit);
  }

  /** Drops the units that come from the page in a slot. */
  dropSlot(slot: number): void {
    for (const unit of this.#bySlot.in(slot)) this.#drop(unit);
  }

  /** Drops the units that contain the instruction at an address. */
  dropContaining(address: number): void {
    for (const unit of this.#bySlot.in(slotOfNumber(address))) {
      if (contains(unit, address)) this.#drop(unit);
    }
  }

  /** Drops the unit that is entered at an address, if any. */
  dropAt(address: number): void {
    const unit = this.#units.get(address);
    if (unit !== undefined) this.#drop(unit);
  }

  #drop(unit: Unit): void {
    this.#memory.removePart(unit.module);
    for (const address of unit.entries) {
      // Another unit may be entered there by now.
      if (this.#units.get(address) !== unit) continue;
      this.#functions.clear(this.#functions.reserve(address));
      this.#units.delete(address);
      this.#functions.leave(address);
      this.#decoded.removeTranslated(address);
      this.#decoded.heat(address, 0);
      this.#whenDropped(address);
    }
    this.#bySlot.delete(unit);
    if (this.#units.size === 0) this.#whenEmpty();
  }
}

/** The addresses at which a region can be entered. */
function entriesOf(region: Region): readonly number[] {
  const end = region.blocks.get(HUB)?.end;
  return end?.kind === "known" ? [...new Set([region.entry, ...end.to])] : [region.entry];
}

/** The addresses of the first and last instruction of a block, one that it leaves before included. */
function spanOf({ start, addresses, end }: Block): number[] {
  if (start === HUB) return [];
  const first = addressOf(start);
  return [first, end.kind === "leave" ? end.at : addresses.at(-1) ?? first];
}

function contains({ spans }: Unit, address: number): boolean {
  for (let index = 0; index < spans.length; index += 2) {
    const [first = 0, last = 0] = [spans[index], spans[index + 1]];
    if (first <= address && address <= last) return true;
  }
  return false;
}
