// SPDX-License-Identifier: MPL-2.0
// Which addresses are mapped, with what permissions, and where new mappings go. Works on page
// slots (the page number within the low 32 bits of an address) and the upper 32 bits: no two
// regions share a slot, so the regions in slot order are also the index by address.

import { PAGE_SIZE, PRIVATE_END, PRIVATE_START, SLOT_COUNT } from "./layout.ts";

/** A run of pages with the same permissions. */
export interface Region {
  /** Bits 32 and up of its addresses. */
  readonly upper: number;
  /** Its first slot. */
  readonly start: number;
  /** One more than its last slot. */
  readonly end: number;
  /** Permissions, as flags of an owner word. */
  readonly flags: number;
  readonly name: string;
}

/** Where searched-for mappings start: above the places where programs and their heaps lie. */
const SEARCH_START = 0x1000_0000 / 4096;
/** The first upper half of searched-for mappings: the top of Linux's Sv39 user space. */
const FIRST_UPPER = 0x3f;
/** The largest upper half: user addresses have 47 bits, as under Linux's Sv48. */
export const LAST_UPPER = 0x7fff;
/** The end of the addresses that a program can map. */
export const USER_ADDRESS_END = 2n ** 47n;
/** The search goes round at the latest after this many pages, so that slots are used again. */
const SHORTEST_ROUND = 256 * 2 ** 20 / 4096;
/** Unmapped pages left behind each mapping, so that running off its end faults. */
const GUARD = 1;

/** The machine's own pages: they belong to no address, and so are in nobody's way but their slots'. */
const PRIVATE: Region = {
  upper: -1,
  start: PRIVATE_START / PAGE_SIZE,
  end: PRIVATE_END / PAGE_SIZE,
  flags: 0,
  name: "private",
};

/** The part of a region that lies between two slots. */
const clip = (region: Region, start: number, end: number): Region =>
  start <= region.start && region.end <= end ? region : {
    ...region,
    start: Math.max(region.start, start),
    end: Math.min(region.end, end),
  };

/** The mapped regions of a machine. */
export class AddressSpace {
  readonly #regions: Region[] = [PRIVATE];
  #cursor = SEARCH_START;
  #upper = FIRST_UPPER;
  /** Pages in all regions. */
  pages = 0;

  /** The regions in the order of their slots. */
  get regions(): readonly Region[] {
    return this.#regions.filter((region) => region !== PRIVATE);
  }

  /** The position of the first region that ends after the slot. */
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

  /** The region that holds the page. */
  find(upper: number, slot: number): Region | undefined {
    const region = this.#regions[this.#indexAfter(slot)];
    return region !== undefined && region.start <= slot && region.upper === upper
      ? region
      : undefined;
  }

  /** The mapped pages from `start` to `end`, as regions cut to that range. */
  *within(upper: number, start: number, end: number): Generator<Region> {
    for (let index = this.#indexAfter(start);; index++) {
      const region = this.#regions[index];
      if (region === undefined || region.start >= end) return;
      if (region.upper !== upper) continue;
      yield clip(region, start, end);
    }
  }

  /** Whether a region could be placed there. */
  isFree(upper: number, start: number, end: number): boolean {
    if (start < 1 || end > SLOT_COUNT || start >= end || upper < 0 || upper > LAST_UPPER) {
      return false;
    }
    const next = this.#regions[this.#indexAfter(start)];
    return next === undefined || next.start >= end;
  }

  /** Adds a region; its pages must be free. It grows a neighbour that is its equal. */
  insert(region: Region): void {
    const index = this.#indexAfter(region.start);
    const equal = (other: Region | undefined): other is Region =>
      other !== undefined && other.upper === region.upper && other.flags === region.flags &&
      other.name === region.name;
    const before = this.#regions[index - 1];
    const after = this.#regions[index];
    const joinsBefore = equal(before) && before.end === region.start;
    const joinsAfter = equal(after) && after.start === region.end;
    const joined = {
      ...region,
      start: joinsBefore ? before.start : region.start,
      end: joinsAfter ? after.end : region.end,
    };
    if (index === this.#regions.length && !joinsBefore) this.#regions.push(joined);
    else this.#regions.splice(index - (joinsBefore ? 1 : 0), +joinsBefore + +joinsAfter, joined);
    this.pages += region.end - region.start;
  }

  /** Removes the pages from `start` to `end` that are mapped, and gives them as regions. */
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
    this.#regions.splice(first, last - first, ...kept);
    for (const region of removed) {
      this.pages -= region.end - region.start;
      // The search must not come to pages that a program had placed ahead of it.
      if (upper === this.#upper) this.#cursor = Math.max(this.#cursor, region.end + GUARD);
    }
    return removed;
  }

  /**
   * A place for that many pages. The search moves up through the slots, and each time it goes round
   * it continues with the next upper half: no address comes twice before all 2^15 have had their
   * turn, which is after mapping 8 TiB at the least.
   */
  findFree(count: number): { upper: number; slot: number } | undefined {
    const round = Math.min(SEARCH_START + Math.max(SHORTEST_ROUND, this.pages * 2), SLOT_COUNT);
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
