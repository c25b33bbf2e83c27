// SPDX-License-Identifier: MPL-2.0
// The page table of a machine, as its engines use it: which pages are mapped, which of them have
// been touched, and which hold decoded instructions. A page is touched by its first access: only
// then is its slot zeroed and are its tags set, so mapping memory costs nothing until it is used.

import { AddressSpace, type Region, upperOf } from "./address_space.ts";
import type { Arena } from "./arena.ts";
import { EXECUTE_TAGS, OWNER, OWNERS, PAGE_SIZE, READ_TAGS, slotOf, WRITE_TAGS } from "./layout.ts";

/** Notified when decoded instructions become stale. */
export interface CodeListener {
  /** The page in the slot was unmapped or written, or lost its execute permission. */
  codeChanged(slot: number): void;
}

/** The pages of one machine. */
export class PageTable {
  /** The mapped regions. */
  readonly space: AddressSpace = new AddressSpace();
  /** Notified of changes to pages marked with {@link PageTable.markDecoded}: the engine. */
  codeListener: CodeListener | undefined;
  /** How many pages have been touched; one that is unmapped and mapped again counts twice. */
  touchCount = 0;
  readonly #arena: Arena;

  /** A page table with nothing mapped, over an arena with nothing mapped. */
  constructor(arena: Arena) {
    this.#arena = arena;
  }

  /**
   * Handles a guest access whose tag did not match. True if the page has all of the `rights`
   * (`OWNER` flags) and was only waiting to be touched; false if the access is a fault.
   */
  resolve(address: bigint, rights: number): boolean {
    const slot = slotOf(address);
    const region = this.space.find(upperOf(address), slot);
    if (region === undefined || (region.flags & rights) !== rights) return false;
    this.touch(region, slot);
    return true;
  }

  /** Whether the page of an address has been touched and has the right (an `OWNER` flag). */
  isReady(address: bigint, right: number): boolean {
    const slot = slotOf(address);
    const region = this.space.find(upperOf(address), slot);
    return region !== undefined && (region.flags & right) !== 0 && this.#isTouched(slot);
  }

  /** Withholds the write tag of a page with decoded instructions, so that stores to it are seen. */
  markDecoded(slot: number): void {
    this.#arena.forgetRanges(slot, slot + 1);
    const owner = OWNERS / 4 + slot * 2;
    this.#arena.words32[owner] = this.#word(owner) | OWNER.decoded;
    this.#setTag(WRITE_TAGS, slot, 0, 0);
  }

  /** Must be called after any write to a page except a guest store that its tag let through. */
  codeWritten(slot: number): void {
    const owner = OWNERS / 4 + slot * 2;
    const flags = this.#word(owner);
    if ((flags & OWNER.decoded) === 0) return;
    this.codeListener?.codeChanged(slot);
    this.#arena.words32[owner] = flags & ~OWNER.decoded;
    if ((flags & OWNER.write) !== 0) {
      this.#setTag(WRITE_TAGS, slot, slot * PAGE_SIZE, this.#word(owner + 1));
    }
  }

  /** Zeroes a page of a region and sets its tags, unless that has been done. */
  touch(region: Region, slot: number): void {
    if (this.#isTouched(slot)) return;
    this.#arena.prepare(slot);
    this.touchCount++;
    this.#tagPage(region, slot);
  }

  /** Drops the contents of regions, by slot: the next access to one of their pages finds zeros. */
  untouch(regions: readonly Region[]): void {
    this.#forget(regions);
    for (const { start, end } of regions) {
      for (let slot = start; slot < end; slot++) {
        if (!this.#isTouched(slot)) continue;
        this.#untagPage(slot);
        this.#arena.shadow?.clear(slot);
      }
      this.#arena.shadow?.clearMarks(start, end);
    }
  }

  /** Brings the tags of regions, by slot, in line with their permissions, which have changed. */
  retag(regions: readonly Region[]): void {
    this.#forget(regions);
    for (const region of regions) {
      for (let slot = region.start; slot < region.end; slot++) {
        if (!this.#isTouched(slot)) continue;
        this.#untagPage(slot);
        this.#tagPage(region, slot);
      }
    }
  }

  /** Forgets ranges once for all regions: the table is long, and there may be many regions. */
  #forget(regions: readonly Region[]): void {
    const [first] = regions;
    const last = regions.at(-1);
    if (first !== undefined && last !== undefined) this.#arena.forgetRanges(first.start, last.end);
  }

  #word(index: number): number {
    return this.#arena.words32[index] ?? 0;
  }

  #isTouched(slot: number): boolean {
    const owner = OWNERS / 4 + slot * 2;
    return this.#word(owner) !== 0 || this.#word(owner + 1) !== 0;
  }

  #setTag(table: number, slot: number, low: number, upper: number): void {
    const index = table / 4 + slot * 2;
    this.#arena.words32[index] = low;
    this.#arena.words32[index + 1] = upper;
  }

  #tagPage({ upper, flags }: Region, slot: number): void {
    const low = slot * PAGE_SIZE;
    // The owner word of a touched page is never 0: slot 0 cannot be mapped.
    this.#setTag(OWNERS, slot, low | flags, upper);
    if ((flags & OWNER.read) !== 0) this.#setTag(READ_TAGS, slot, low, upper);
    if ((flags & OWNER.write) !== 0) this.#setTag(WRITE_TAGS, slot, low, upper);
  }

  #untagPage(slot: number): void {
    if ((this.#word(OWNERS / 4 + slot * 2) & OWNER.decoded) !== 0) {
      this.codeListener?.codeChanged(slot);
    }
    for (const table of [OWNERS, READ_TAGS, WRITE_TAGS, EXECUTE_TAGS]) {
      this.#setTag(table, slot, 0, 0);
    }
  }
}
