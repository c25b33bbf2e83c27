// SPDX-License-Identifier: MPL-2.0
// The functions that are made of templates: by the addresses of their blocks, at each of which they
// can be entered, and by the pages they come from.

import type { DecodedPages } from "../../stepper/decoded_pages.ts";
import { slotOfNumber } from "../../memory/layout.ts";
import { BySlot } from "../emit/by_slot.ts";
import type { CodeMemory, CodeModule } from "../emit/code_memory.ts";
import type { FunctionTable } from "../emit/function_table.ts";

/** A guest function as templates. */
export interface TemplateFunction {
  readonly entry: number;
  /** The address after its last instruction. */
  readonly end: number;
  /** How many instructions it has. */
  readonly size: number;
  /** The addresses of its blocks. */
  readonly blocks: readonly number[];
  /** Addresses at which it would continue, but which had not run when it was translated. */
  readonly sides: readonly number[];
  /** Its own index in the function table, through which its blocks are entered. */
  readonly position: number;
  /** The slots of the pages that it comes from. */
  readonly slots: ReadonlySet<number>;
  /** The module it is in; undefined until that is made. */
  module: CodeModule | undefined;
  /** How many slices have ended in it. */
  samples: number;
  /** How many instructions are optimised if it is: its size, until more is known. */
  cost: number;
}

/** Where a function is entered. */
interface Entrance {
  readonly code: TemplateFunction;
  readonly block: number;
}

/** The functions made of templates of one machine. */
export class TemplateTable {
  readonly #functions: FunctionTable;
  readonly #decoded: DecodedPages;
  readonly #memory: CodeMemory;
  readonly #isOptimised: (address: number) => boolean;
  readonly #entrances = new Map<number, Entrance>();
  readonly #sides = new Map<number, TemplateFunction>();
  readonly #bySlot = new BySlot<TemplateFunction>();

  /** An empty table. Optimised code at an address takes precedence. */
  constructor(
    functions: FunctionTable,
    decoded: DecodedPages,
    memory: CodeMemory,
    isOptimised: (address: number) => boolean,
  ) {
    this.#functions = functions;
    this.#decoded = decoded;
    this.#memory = memory;
    this.#isOptimised = isOptimised;
  }

  /** The function that has a block at an address. */
  at(address: number): TemplateFunction | undefined {
    return this.#entrances.get(address)?.code;
  }

  /** The function that would continue at an address, which it does not contain. */
  withSide(address: number): TemplateFunction | undefined {
    return this.#sides.get(address);
  }

  /** Puts an address into the dispatch table; false if no function has a block there. */
  enter(address: number): boolean {
    const entrance = this.#entrances.get(address);
    if (entrance === undefined) return false;
    this.noteUse(address);
    this.#functions.enter(address, entrance.code.position, entrance.block + 1);
    return true;
  }

  /** Notes that the function with a block at an address is in use. */
  noteUse(address: number): void {
    const module = this.at(address)?.module;
    if (module !== undefined) module.uses++;
  }

  /** Adds a function. Its module puts its code into the function table before anything runs. */
  add(code: TemplateFunction): void {
    const { blocks } = code;
    for (let block = 0; block < blocks.length; block++) {
      const address = blocks[block] ?? 0;
      // Other functions call that one at its entry, through the index reserved for it.
      if (this.#entrances.get(address)?.code.entry === address) continue;
      this.#entrances.set(address, { code, block });
      this.#functions.leave(address);
      this.#decoded.addTranslated(address);
    }
    for (const side of code.sides) this.#sides.set(side, code);
    this.#bySlot.add(code);
  }

  /** Makes an address lead to templates again, whose optimised code was dropped. */
  restore(address: number): void {
    const entrance = this.#entrances.get(address);
    if (entrance === undefined) return;
    this.#decoded.addTranslated(address);
    const { entry, position } = entrance.code;
    if (entry === address) this.#functions.copy(position, this.#functions.reserve(entry));
  }

  /** Drops the functions that may contain the instruction at an address. */
  dropContaining(address: number): void {
    const slot = slotOfNumber(address);
    for (const code of this.#bySlot.in(slot)) {
      if ((code.blocks[0] ?? 0) <= address && address < code.end) this.drop(code);
    }
  }

  /** Drops all functions. */
  dropAll(): void {
    for (const code of this.#bySlot.all()) this.drop(code);
  }

  /** Drops the functions in those modules. */
  dropModules(modules: ReadonlySet<CodeModule>): void {
    for (const code of this.#bySlot.all()) {
      if (code.module !== undefined && modules.has(code.module)) this.drop(code);
    }
  }

  /** Drops the functions that come from the page in a slot. */
  dropSlot(slot: number): void {
    for (const code of this.#bySlot.in(slot)) this.drop(code);
  }

  /** Drops a function. */
  drop(code: TemplateFunction): void {
    if (code.module !== undefined) this.#memory.removePart(code.module);
    for (const address of code.blocks) {
      // Another function may be entered there by now.
      if (this.#entrances.get(address)?.code !== code) continue;
      this.#entrances.delete(address);
      if (this.#isOptimised(address)) continue;
      if (address === code.entry) this.#functions.clear(this.#functions.reserve(address));
      this.#functions.leave(address);
      this.#decoded.removeTranslated(address);
      this.#decoded.heat(address, 0);
    }
    for (const side of code.sides) if (this.#sides.get(side) === code) this.#sides.delete(side);
    this.#bySlot.delete(code);
    this.#functions.release(code.position);
  }
}
