// SPDX-License-Identifier: MPL-2.0
// Reads the code to translate, and notes which pages it comes from.

import type { Arena } from "../memory/arena.ts";
import { decode, type Instruction } from "../isa/encoding.ts";
import { instructionLength } from "../isa/table.ts";
import { OWNER, PAGE_SIZE, slotOfNumber } from "../memory/layout.ts";
import type { PageTable } from "../memory/page_table.ts";
import type { Fetch } from "./regions/region.ts";

/** Reads the code of one machine. */
export class CodeReader {
  readonly #arena: Arena;
  readonly #pages: PageTable;
  /** Decoded instructions by address. */
  readonly #instructions = new Map<number, Instruction | "illegal">();
  #slots = new Set<number>();

  constructor(arena: Arena, pages: PageTable) {
    this.#arena = arena;
    this.#pages = pages;
  }

  /** Forgets the decoded instructions. Must be called when code changes. */
  forget(): void {
    this.#instructions.clear();
  }

  /** Starts a new list of slots. */
  start(): void {
    this.#slots = new Set();
  }

  /** The slots of the pages that code has been read from since the start of the list. */
  get slots(): ReadonlySet<number> {
    return this.#slots;
  }

  /**
   * The instruction at an address; undefined if its page is not executable or has not been touched.
   */
  readonly fetch: Fetch = (address) => {
    const known = this.#instructions.get(address);
    const isAtPageEnd = address % PAGE_SIZE === PAGE_SIZE - 2;
    if (known !== undefined && !isAtPageEnd) {
      this.#slots.add(slotOfNumber(address));
      return known;
    }
    const pc = BigInt(address);
    if (!this.#pages.isReady(pc, OWNER.execute)) return undefined;
    this.#slots.add(slotOfNumber(address));
    const at = (address % 2 ** 32) / 2;
    const low = this.#arena.words16[at] ?? 0;
    const isShort = instructionLength(low) === 2;
    if (!isShort && isAtPageEnd) {
      if (!this.#pages.isReady(pc + 2n, OWNER.execute)) return undefined;
      this.#slots.add(slotOfNumber(address + 2));
    }
    if (known !== undefined) return known;
    const word = isShort ? low : low | ((this.#arena.words16[at + 1] ?? 0) << 16);
    const instruction = decode(word) ?? "illegal";
    this.#instructions.set(address, instruction);
    return instruction;
  };
}
