// SPDX-License-Identifier: MPL-2.0
// Which addresses are mapped, with what permissions, and where new mappings go. An address is split
// into its upper half (bits 32 and up) and its slot (the page number within the low 32 bits). No
// two regions share a slot, so one list sorted by slot serves all lookups.

import { PAGE_SIZE, PRIVATE_END, PRIVATE_START, SLOT_COUNT, slotOf } from "./layout.ts";

/** A run of pages with the same permissions. */
export interface Region {
  /** Bits 32 and up of its addresses. */
  readonly upper: number;
  /** Its first slot. */
  readonly start: number;
  /** One more than its last slot. */
  readonly end: number;
  /** Permissions, as `OWNER` flags. */
  readonly flags: number;
  /** What it is for, such as "stack"; may be empty. */
  readonly name: string;
}

/** The slots that `findFree` starts at: programs and their heaps lie below. */
const SEARCH_START = 0x1000_0000 / PAGE_SIZE;
/** The upper half that `findFree` starts with: the top of Linux's Sv39 user space. */
const FIRST_UPPER = 0x3f;
/** The last upper half, see {@link USER_ADDRESS_END}. */
const LAST_UPPER = 0x7fff;
/**
 * The end of the addresses that a program can map: they have 47 bits, as under Linux's Sv48. The
 * kernel and the reader of executables first refuse addresses of more than 56 bits, the most that
 * Linux has (Sv57): that decides only which error is reported.
 */
export const USER_ADDRESS_END = 2n ** 47n;
/** `findFree` goes on to the next upper half after this many pages or more, to reuse slots. */
const MIN_ROUND = 256 * 2 ** 20 / PAGE_SIZE;
/** Unmapped pages left after each mapping, so that running off its end faults. */
const GUARD = 1;

/** Bits 32 and up of an address. */
export const upperOf = (address: bigint): number => Number(address >> 32n);

/** The address of the page with that upper half and slot. */
export const addressOf = (upper: number, slot: number): bigint =>
  (BigInt(upper) << 32n) | (BigInt(slot) << 12n);

/** The address after the last byte of a region, which may be the first of the next upper half. */
export const endOf = ({ upper, end }: Region): bigint =>
  addressOf(upper, end - 1) + BigInt(PAGE_SIZE);

/** A run of pages with the same upper half: from slot `start` to before slot `end`. */
export type Fragment = Pick<Region, "upper" | "start" | "end">;

/**
 * Splits a page-aligned range where its upper half changes, and cuts it at the last user address.
 */
export function fragmentsOf(address: bigint, length: number): readonly Fragment[] {
  const fragments: Fragment[] = [];
  let upper = upperOf(address);
  let start = slotOf(address);
  let pages = Math.ceil(length / PAGE_SIZE);
  while (pages > 0 && upper <= LAST_UPPER) {
    const end = Math.min(start + pages, SLOT_COUNT);
    fragments.push({ upper, start, end });
    pages -= end - start;
    start = 0;
    upper++;
  }
  return fragments;
}

/** The machine's own pages. They have no address, and only keep others out of their slots. */
const PRIVATE: Region = {
  upper: -1,
  start: PRIVATE_START / PAGE_SIZE,
  end: PRIVATE_END / PAGE_SIZE,
  flags: 0,
  name: "private",
};

/** The part of a region between two slots. */
const clip = (region: Region, start: number, end: number): Region =>
  start <= region.start && region.end <= end ? region : {
    ...region,
    start: Math.max(region.start, start),
    end: Math.min(region.end, end),
  };

/** Whether a region and one after it make up one region. */
const joins = (before: Region, after: Region): boolean =>
  before.end === after.start && before.upper === after.upper && before.flags === after.flags &&
  before.name === after.name;

/** How many arguments are spread at most. */
const MAX_SPREAD = 1 << 12;

/** The regions of a machine at some moment. */
export interface SavedSpace {
  /** All regions by slot, the machine's own among them. */
  readonly regions: readonly Region[];
  /** The slot and upper half at which the search for free pages goes on. */
  readonly cursor: number;
  readonly upper: number;
  /** Pages in all regions. */
  readonly pages: number;
}

/** The mapped regions of a machine. */
export class AddressSpace {
  #regions: Region[] = [PRIVATE];
  #cursor = SEARCH_START;
  #upper = FIRST_UPPER;
  /** Pages in all regions. */
  pages = 0;

  /** The regions by slot. */
  get regions(): readonly Region[] {
    return this.#regions.filter((region) => region !== PRIVATE);
  }

  /** How many regions there are. */
  get count(): number {
    return this.#regions.length - 1;
  }

  /** The index of the first region that ends after the slot. */
  #indexAfter(slot: number): number {
    let low = 0;
    let high = this.#regions.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#regions[middle]!.end <= slot) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The region that contains the page. */
  find(upper: number, slot: number): Region | undefined {
    const region = this.#regions[this.#indexAfter(slot)];
    return region !== undefined && region.start <= slot && region.upper === upper
      ? region
      : undefined;
  }

  /** The region that contains the slot, whatever its upper half. */
  atSlot(slot: number): Region | undefined {
    const region = this.#regions[this.#indexAfter(slot)];
    return region !== undefined && region !== PRIVATE && region.start <= slot ? region : undefined;
  }

  /** What is mapped now, and where the next search starts. */
  save(): SavedSpace {
    return {
      regions: [...this.#regions],
      cursor: this.#cursor,
      upper: this.#upper,
      pages: this.pages,
    };
  }

  /** Goes back to what was saved. */
  restore({ regions, cursor, upper, pages }: SavedSpace): void {
    this.#regions = [...regions];
    this.#cursor = cursor;
    this.#upper = upper;
    this.pages = pages;
  }

  /** The regions from slot `start` to before `end`, clipped to that range. */
  *within(upper: number, start: number, end: number): Generator<Region> {
    for (let index = this.#indexAfter(start);; index++) {
      const region = this.#regions[index];
      if (region === undefined || region.start >= end) return;
      if (region.upper !== upper) continue;
      yield clip(region, start, end);
    }
  }

  /** Whether a region can be inserted there. */
  isFree(upper: number, start: number, end: number): boolean {
    if (start < 1 || end > SLOT_COUNT || start >= end || upper < 0 || upper > LAST_UPPER) {
      return false;
    }
    const next = this.#regions[this.#indexAfter(start)];
    return next === undefined || next.start >= end;
  }

  /**
   * Adds a region, whose pages must be free. Merges it with neighbours that differ in nothing else.
   */
  insert(region: Region): void {
    const index = this.#indexAfter(region.start);
    const before = this.#regions[index - 1];
    const after = this.#regions[index];
    const joinsBefore = before !== undefined && joins(before, region);
    const joinsAfter = after !== undefined && joins(region, after);
    const joined = {
      ...region,
      start: joinsBefore ? before.start : region.start,
      end: joinsAfter ? after.end : region.end,
    };
    if (index === this.#regions.length && !joinsBefore) this.#regions.push(joined);
    else this.#regions.splice(index - (joinsBefore ? 1 : 0), +joinsBefore + +joinsAfter, joined);
    this.pages += region.end - region.start;
  }

  /**
   * Gives other flags to the pages from slot `start` to before `end`, up to the first that is not mapped;
   * returns the regions that now have them, before they are merged.
   */
  protect(upper: number, start: number, end: number, flags: number): Region[] {
    const first = this.#indexAfter(start);
    const pieces: Region[] = [];
    const changed: Region[] = [];
    let last = first;
    for (let slot = start; slot < end; last++) {
      const region = this.#regions[last];
      if (region === undefined || region.upper !== upper || region.start > slot) break;
      if (region.start < slot) pieces.push({ ...region, end: slot });
      const piece = { ...clip(region, slot, end), flags };
      changed.push(piece);
      pieces.push(piece);
      if (region.end > end) pieces.push({ ...region, start: end });
      slot = piece.end;
    }
    // With the neighbours, which the changed pages may now equal.
    const from = Math.max(0, first - 1);
    const to = Math.min(last + 1, this.#regions.length);
    const merged: Region[] = [];
    for (
      const region of [
        ...this.#regions.slice(from, first),
        ...pieces,
        ...this.#regions.slice(last, to),
      ]
    ) {
      const before = merged.at(-1);
      if (before !== undefined && joins(before, region)) {
        merged[merged.length - 1] = { ...before, end: region.end };
      } else merged.push(region);
    }
    if (changed.length > 0) this.#replace(from, to, merged);
    return changed;
  }

  /** Replaces the regions from one index to before another. */
  #replace(from: number, to: number, regions: readonly Region[]): void {
    // A call takes only so many arguments.
    if (regions.length < MAX_SPREAD) this.#regions.splice(from, to - from, ...regions);
    else this.#regions = this.#regions.slice(0, from).concat(regions, this.#regions.slice(to));
  }

  /** Unmaps the pages from slot `start` to before `end`; returns what was mapped, as regions. */
  remove(upper: number, start: number, end: number): Region[] {
    const first = this.#indexAfter(start);
    let last = first;
    const kept: Region[] = [];
    const removed: Region[] = [];
    for (; last < this.#regions.length; last++) {
      const region = this.#regions[last]!;
      if (region.start >= end) break;
      if (region.upper !== upper) {
        kept.push(region);
        continue;
      }
      if (region.start < start) kept.push({ ...region, end: start });
      if (region.end > end) kept.push({ ...region, start: end });
      removed.push(clip(region, start, end));
    }
    this.#replace(first, last, kept);
    for (const region of removed) this.#noteRemoved(region);
    return removed;
  }

  /**
   * Unmaps the pages of a range that may be larger than 4 GiB, given by page numbers; returns what was
   * mapped, by slot. It looks at every region, once.
   */
  removeLarge(firstPage: number, endPage: number): Region[] {
    const kept: Region[] = [];
    const removed: Region[] = [];
    for (const region of this.#regions) {
      const base = region.upper * SLOT_COUNT;
      const start = Math.max(region.start, firstPage - base);
      const end = Math.min(region.end, endPage - base);
      if (region === PRIVATE || start >= end) {
        kept.push(region);
        continue;
      }
      if (region.start < start) kept.push({ ...region, end: start });
      if (region.end > end) kept.push({ ...region, start: end });
      removed.push(clip(region, start, end));
    }
    this.#regions = kept;
    for (const region of removed) this.#noteRemoved(region);
    return removed;
  }

  #noteRemoved({ upper, start, end }: Region): void {
    this.pages -= end - start;
    // The program may have chosen an address ahead of the cursor; it must not be given out again.
    if (upper === this.#upper) this.#cursor = Math.max(this.#cursor, end + GUARD);
  }

  /** Unmaps everything; returns what was mapped, by slot. */
  clear(): readonly Region[] {
    const { regions } = this;
    this.#regions = [PRIVATE];
    this.pages = 0;
    return regions;
  }

  /**
   * Finds room for that many pages. The search moves up through the slots and starts again with the
   * next upper half, so no address is returned twice before all 2^15 upper halves have been used.
   * That takes mapping at least 8 TiB.
   */
  findFree(count: number): { upper: number; slot: number } | undefined {
    const round = Math.min(SEARCH_START + Math.max(MIN_ROUND, this.pages * 2), SLOT_COUNT);
    return this.#search(count, round) ?? this.#nextRound(count, round) ??
      this.#nextRound(count, SLOT_COUNT);
  }

  #nextRound(count: number, limit: number): { upper: number; slot: number } | undefined {
    this.#upper = this.#upper === LAST_UPPER ? FIRST_UPPER : this.#upper + 1;
    this.#cursor = SEARCH_START;
    return this.#search(count, limit);
  }

  #search(count: number, limit: number): { upper: number; slot: number } | undefined {
    let slot = this.#cursor;
    for (let index = this.#indexAfter(slot - GUARD);; index++) {
      const region = this.#regions[index];
      const gapEnd = region === undefined ? limit : Math.min(region.start - GUARD, limit);
      if (slot + count <= gapEnd) {
        this.#cursor = slot + count + GUARD;
        return { upper: this.#upper, slot };
      }
      if (region === undefined || region.start >= limit) return undefined;
      slot = Math.max(slot, region.end + GUARD);
    }
  }
}
