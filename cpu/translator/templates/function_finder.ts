// SPDX-License-Identifier: MPL-2.0
// Finds the blocks of a guest function in the stepper's records: from an entry it follows jumps and
// branches, but no calls, through instructions that have been decoded, which means that they have
// run. A block starts wherever control may come in. The results are in arrays that are reused.

import type { Arena } from "../../memory/arena.ts";
import { PAGE_SIZE, RECORD, SLOT_COUNT, slotOfNumber } from "../../memory/layout.ts";
import { HANDLER } from "../../stepper/decoded_pages.ts";
import { MAX_BLOCK_SIZE, MAX_FUNCTION_SPAN, NO_REGISTER } from "./holes.ts";
import { describeHandler, handlerTable, KIND } from "./template.ts";

/** How many instructions a function may have. */
export const MAX_FUNCTION_SIZE = 500;
if (MAX_FUNCTION_SIZE > MAX_BLOCK_SIZE) throw new RangeError("Cannot pack exits of such blocks");

const VISITED = 1;
const LEADER = 2;
const HALFWORDS = MAX_FUNCTION_SPAN / 2;

/** Where the stepper keeps its records; with `eager`, decodes what has not run. */
export interface Records {
  readonly arena: Arena;
  /** The offset of the records of the page of an address; 0 if it has none. */
  readonly pageAt: (address: number) => number;
  /** Whether the instruction at an address is recorded, and left to the stepper. */
  readonly isRecorded: (address: number) => boolean;
  /** Whether there is or was a stop at an address: a block starts there. */
  readonly hasStop: (address: number) => boolean;
  /** Decodes the code at an address. Undefined if only code that has run is translated. */
  readonly decode: ((address: number) => void) | undefined;
  /** Where the code that starts at an address must start a new block. */
  readonly boundaryAfter: (address: number) => number;
}

/** What the finder and the writer know about each halfword of the code around an entry. */
const marks = new Uint8Array(HALFWORDS);
/** The halfwords with marks, to clear them before the next function. */
const marked: number[] = [];
/** The numbers of blocks by the halfwords that they start at. */
const numbers = new Int16Array(HALFWORDS);

/** The blocks of one guest function. */
export class FunctionFinder {
  readonly #records: Records;
  readonly #words16: Uint16Array;
  readonly #words32: Uint32Array;
  readonly #table = handlerTable();
  /** The address of the first halfword that a mark is for. */
  base = 0;
  /** How many instructions the function has. */
  size = 0;
  /** The address after its last instruction. */
  end = 0;
  /** The halfwords at which its blocks start, in ascending order. */
  blocks: Int32Array = new Int32Array(0);
  /** The addresses of the functions that it calls. */
  readonly callees: number[] = [];
  /** Addresses at which it could continue, but which have not run. */
  readonly sides: number[] = [];
  /** The slots of the pages that its instructions come from. */
  slots: Set<number> = new Set();
  #pending: number[] = [];
  #page = -1;
  #pageStart = 0;
  /** The page that was last added to the slots. */
  #noted = -1;

  constructor(records: Records) {
    this.#records = records;
    this.#words16 = records.arena.words16;
    this.#words32 = records.arena.words32;
  }

  /** Finds the function at an address. False if there is nothing to translate. */
  find(entry: number): boolean {
    this.#reset();
    this.base = Math.max(0, entry - MAX_FUNCTION_SPAN / 2);
    this.#lead(entry);
    for (let next = 0; next < this.#pending.length; next++) {
      this.#walk(this.#pending[next] ?? 0);
    }
    const blocks: number[] = [];
    for (const halfword of marked) {
      if (marks[halfword] === (VISITED | LEADER)) blocks.push(halfword);
    }
    this.blocks = Int32Array.from(blocks).sort();
    for (let number = 0; number < this.blocks.length; number++) {
      numbers[this.blocks[number] ?? 0] = number;
    }
    return this.isInside(entry);
  }

  /** Whether the instruction at an address belongs to the function. */
  isInside(address: number): boolean {
    const halfword = this.#halfword(address);
    return halfword >= 0 && halfword < HALFWORDS && (marks[halfword]! & VISITED) !== 0;
  }

  /** The number of the block that starts at an address; -1 if none does. */
  blockAt(address: number): number {
    const halfword = this.#halfword(address);
    const isBlock = halfword >= 0 && halfword < HALFWORDS && marks[halfword] === (VISITED | LEADER);
    return isBlock ? numbers[halfword] ?? -1 : -1;
  }

  /** The offset of the record of an address; 0 if it has none. */
  recordAt(address: number): number {
    const page = Math.floor(address / PAGE_SIZE);
    if (page !== this.#page) {
      this.#page = page;
      this.#pageStart = this.#records.pageAt(address);
    }
    if (this.#pageStart === 0) return 0;
    return this.#pageStart + (address % PAGE_SIZE) * (RECORD.size / 2);
  }

  /** The handler of a record, even if translated code or a stop has replaced it. */
  handlerOf(record: number): number {
    const handler = this.#words16[record >> 1] ?? 0;
    return handler === HANDLER.translated || handler === HANDLER.stop
      ? this.#words16[(record + RECORD.replaced) >> 1] ?? 0
      : handler;
  }

  #halfword(address: number): number {
    return (address - this.base) / 2;
  }

  #reset(): void {
    for (const halfword of marked) marks[halfword] = 0;
    marked.length = 0;
    this.#pending.length = 0;
    this.callees.length = 0;
    this.sides.length = 0;
    this.slots = new Set();
    this.size = 0;
    this.end = 0;
    this.#page = -1;
    this.#noted = -1;
  }

  /** Makes the code at an address start a block. */
  #lead(address: number): void {
    const halfword = this.#halfword(address);
    if (halfword < 0 || halfword >= HALFWORDS) return;
    const mark = marks[halfword] ?? 0;
    if ((mark & LEADER) !== 0) return;
    if (mark === 0) marked.push(halfword);
    marks[halfword] = mark | LEADER;
    if ((mark & VISITED) === 0) this.#pending.push(address);
  }

  /** Visits instructions from an address on, until control goes elsewhere. */
  #walk(address: number): void {
    const { kinds, lengths } = this.#table;
    const words32 = this.#words32;
    const boundary = this.#records.boundaryAfter(address);
    while (this.size < MAX_FUNCTION_SIZE) {
      const halfword = this.#halfword(address);
      if (halfword < 0 || halfword >= HALFWORDS) return;
      const mark = marks[halfword] ?? 0;
      if ((mark & VISITED) !== 0) {
        // Overlapping instructions come together here.
        marks[halfword] = mark | LEADER;
        return;
      }
      const record = this.#decodedAt(address);
      if (record === 0) {
        this.sides.push(address);
        return;
      }
      if (mark === 0) marked.push(halfword);
      marks[halfword] = this.#records.hasStop(address) ? VISITED | LEADER : mark | VISITED;
      this.size++;
      const handler = this.handlerOf(record);
      const kind = kinds[handler] || describeHandler(handler);
      const next = address + (lengths[handler] ?? 4);
      if (next > this.end) this.end = next;
      this.#noteSlots(next);
      if (kind === KIND.next) {
        address = next;
        if (address < boundary) continue;
        return this.#lead(address);
      }
      const links = this.#words16[(record + RECORD.rd) >> 1] !== NO_REGISTER;
      const target = address + ((words32[(record + RECORD.imm) >> 2] ?? 0) | 0);
      if (kind === KIND.branch) this.#lead(target);
      else if (kind === KIND.jump && links) this.callees.push(target);
      else if (kind === KIND.jump) this.#lead(target);
      const goesOn = kind === KIND.jump || kind === KIND.computedJump
        ? links
        : handler !== HANDLER.illegal;
      if (goesOn) this.#lead(next);
      return;
    }
  }

  #noteSlots(next: number): void {
    if (this.#page !== this.#noted) {
      this.#noted = this.#page;
      this.slots.add(this.#page % SLOT_COUNT);
    }
    if (next % PAGE_SIZE === 2) this.slots.add(slotOfNumber(next));
  }

  /** The record of an instruction that is decoded; 0 otherwise. */
  #decodedAt(address: number): number {
    if (this.#records.isRecorded(address)) return 0;
    let record = this.recordAt(address);
    const isDecoded = record !== 0 && this.#words16[record >> 1] !== HANDLER.undecoded;
    if (isDecoded) return record;
    if (this.#records.decode === undefined) return 0;
    this.#records.decode(address);
    this.#page = -1;
    record = this.recordAt(address);
    return record !== 0 && this.#words16[record >> 1] !== HANDLER.undecoded ? record : 0;
  }
}
