// SPDX-License-Identifier: MPL-2.0
// Finds the regions to translate together as a unit: the one that got hot, and those of the
// functions it calls directly, if they have run before.

import { type Fetch, findRegion, MAX_REGION_SIZE, type Region } from "./regions/region.ts";

/** How many regions a unit may have. */
export const MAX_UNIT_REGIONS = 16;
/** How many instructions a function may have that is inlined where it is called. */
const MAX_INLINED_SIZE = 40;

/** What is known of a machine's code. */
export interface KnownCode {
  readonly fetch: Fetch;
  /** Whether the instruction at an address has been reached before. */
  readonly hasRun: (address: number) => boolean;
  /** Whether translated code can be entered at an address. */
  readonly isTranslated: (address: number) => boolean;
  /** Whether a function is worth translating along with one that calls it. */
  readonly isWorthwhile: (address: number) => boolean;
  /** The known targets of the computed jump at an address. */
  readonly targetsOf: (jump: number) => readonly number[];
  /** See {@link Bounds}. */
  readonly boundaryAfter: (address: number) => number;
  /** Whether there is or was a stop at an address. */
  readonly hasStop: (address: number) => boolean;
}

/** Finds the regions of one unit. */
class UnitFinder {
  readonly #code: KnownCode;
  /** Whether a function is inlined, by its address. */
  readonly #inlined = new Map<number, boolean>();

  constructor(code: KnownCode) {
    this.#code = code;
  }

  regionsFrom(entry: number): Region[] {
    const { isTranslated, hasRun, isWorthwhile } = this.#code;
    const regions: Region[] = [];
    const pending = [entry];
    const seen = new Set(pending);
    let size = 0;
    for (const address of pending) {
      const region = this.#region(address);
      size += region.size;
      if (regions.length > 0 && size > MAX_REGION_SIZE) break;
      regions.push(region);
      for (const { end } of region.blocks.values()) {
        if (end.kind !== "call" || end.to === undefined || seen.has(end.to)) continue;
        if (pending.length === MAX_UNIT_REGIONS || isTranslated(end.to)) continue;
        if (!hasRun(end.to) || !isWorthwhile(end.to)) continue;
        seen.add(end.to);
        pending.push(end.to);
      }
    }
    return regions;
  }

  /**
   * The region at an address. If it is too large to be complete, it stops at translated code
   * instead of translating that again; otherwise a loop of many blocks would be translated once
   * from each.
   */
  #region(entry: number): Region {
    const { fetch, isTranslated, targetsOf, boundaryAfter, hasStop } = this.#code;
    const bounds = { targetsOf, boundaryAfter, hasStop };
    const region = findRegion(entry, fetch, { ...bounds, isInlined: this.#isInlined });
    if (region.isWhole) return region;
    return findRegion(entry, fetch, {
      ...bounds,
      isBorder: (address) => address !== entry && isTranslated(address),
    });
  }

  readonly #isInlined = (callee: number): boolean => {
    let answer = this.#inlined.get(callee);
    if (answer === undefined) this.#inlined.set(callee, answer = this.#isSmall(callee));
    return answer;
  };

  /** Whether a function is small enough to inline. */
  #isSmall(callee: number): boolean {
    if (!this.#code.hasRun(callee)) return false;
    // Overlapping runs are decoded more than once, so the limit is larger than a function may be;
    // it only saves decoding functions that are far too large.
    const bounds = { maxSize: 4 * MAX_INLINED_SIZE };
    const { isWhole, size, blocks } = findRegion(callee, this.#code.fetch, bounds);
    const callsItself = [...blocks.values()].some(({ end }) =>
      end.kind === "call" && end.to === callee
    );
    return isWhole && size <= MAX_INLINED_SIZE && !callsItself;
  }
}

/** The region at an address, and those of the functions called from it that have run before. */
export const regionsFrom = (entry: number, code: KnownCode): Region[] =>
  new UnitFinder(code).regionsFrom(entry);
