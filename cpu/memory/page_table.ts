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

/** Keeps what pages held in the past. */
export interface PageJournal {
  /** What the slot holds is about to change, or whether its page is touched. */
  pageChanges(slot: number): void;
  /** Whether it was told so before, and need not be again. */
  knows(slot: number): boolean;
}

/** The pages of one machine. */
export class PageTable {
  /** The mapped regions. */
  readonly space: AddressSpace = new AddressSpace();
  /** Notified of changes to pages marked with {@link PageTable.markDecoded}: the engine. */
  codeListener: CodeListener | undefined;
  /** Told before a page changes: writes to a page that it does not know of take the slow path. */
  journal: PageJournal | undefined;
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
    if ((rights & OWNER.write) !== 0) this.#admitWrites(slot);
    return true;
  }

  /** Whether the page of an address has been touched and has the right (an `OWNER` flag). */
  isReady(address: bigint, right: number): boolean {
    const slot = slotOf(address);
    const region = this.space.find(upperOf(address), slot);
    return region !== undefined && (region.flags & right) !== 0 && this.isTouchedSlot(slot);
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
    if (this.isTouchedSlot(slot)) return;
    this.journal?.pageChanges(slot);
    this.#arena.prepare(slot);
    this.touchCount++;
    this.#tagPage(region, slot);
  }

  /** Drops the contents of regions, by slot: the next access to one of their pages finds zeros. */
  untouch(regions: readonly Region[]): void {
    this.#forget(regions);
    for (const { start, end } of regions) {
      for (let slot = start; slot < end; slot++) {
        if (!this.isTouchedSlot(slot)) continue;
        this.journal?.pageChanges(slot);
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
        if (!this.isTouchedSlot(slot)) continue;
        this.#untagPage(slot);
        this.#tagPage(region, slot);
      }
    }
  }

  /** Makes the next write to each page go to the journal. The range table must be emptied, too. */
  withholdWrites(slots: Iterable<number>): void {
    for (const slot of slots) {
      if (!this.isTouchedSlot(slot)) continue;
      const owner = OWNERS / 4 + slot * 2;
      this.#arena.words32[owner] = this.#word(owner) & ~OWNER.write;
      this.#setTag(WRITE_TAGS, slot, 0, 0);
    }
  }

  /** Takes the tags of a page away, with the code made of it: what it holds will be replaced. */
  release(slot: number): void {
    if (this.isTouchedSlot(slot)) this.#untagPage(slot);
  }

  /** Makes the page in a slot touched as it is, without zeroing it. */
  adopt(slot: number): void {
    const region = this.space.atSlot(slot);
    if (region !== undefined) this.#tagPage(region, slot);
  }

  /** Brings the tags of all touched pages in line with the permissions, after those were replaced. */
  retagAll(): void {
    for (const region of this.space.regions) {
      for (let slot = region.start; slot < region.end; slot++) {
        const owner = this.#word(OWNERS / 4 + slot * 2);
        if (owner === 0) continue;
        const rights = OWNER.read | OWNER.write | OWNER.execute;
        const withheld = this.#isWithheld(slot) ? OWNER.write : 0;
        if ((owner & rights) === (region.flags & ~withheld)) continue;
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

  /** Whether the page in the slot has been touched since it was mapped. */
  isTouchedSlot(slot: number): boolean {
    const owner = OWNERS / 4 + slot * 2;
    return this.#word(owner) !== 0 || this.#word(owner + 1) !== 0;
  }

  /** Whether the journal must be told before the page is written. */
  #isWithheld(slot: number): boolean {
    return this.journal !== undefined && !this.journal.knows(slot);
  }

  /** Tells the journal, and gives a page that may be written its tag back. */
  #admitWrites(slot: number): void {
    const owner = OWNERS / 4 + slot * 2;
    const flags = this.#word(owner);
    if ((flags & OWNER.write) !== 0) return;
    this.journal?.pageChanges(slot);
    this.#arena.words32[owner] = flags | OWNER.write;
    if ((flags & OWNER.decoded) !== 0) return;
    this.#setTag(WRITE_TAGS, slot, slot * PAGE_SIZE, this.#word(owner + 1));
  }

  #setTag(table: number, slot: number, low: number, upper: number): void {
    const index = table / 4 + slot * 2;
    this.#arena.words32[index] = low;
    this.#arena.words32[index + 1] = upper;
  }

  #tagPage(region: Region, slot: number): void {
    const { upper } = region;
    const low = slot * PAGE_SIZE;
    const flags = this.#isWithheld(slot) ? region.flags & ~OWNER.write : region.flags;
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
