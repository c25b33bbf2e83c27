// SPDX-License-Identifier: MPL-2.0
// Which regions are translated at once: the one that got hot, and those of the functions that it calls
// directly, as far as they have run before.

import { type Fetch, findRegion, LARGEST_REGION, type Region } from "./regions/region.ts";

/** The most functions translated at once. */
export const LARGEST_UNIT = 16;
/** The most instructions of a function that becomes part of the regions that call it. */
const LARGEST_INLINED = 40;

/** What is known of a machine's code. */
export interface KnownCode {
  readonly fetch: Fetch;
  /** Whether the instruction at an address was reached before. */
  readonly hasRun: (address: number) => boolean;
  /** Whether translated code can be entered at an address. */
  readonly isTranslated: (address: number) => boolean;
  /** Where a computed jump at an address may go. */
  readonly targetsOf: (jump: number) => readonly number[];
}

/** Finds the regions of one unit. */
class UnitFinder {
  readonly #code: KnownCode;
  /** Which functions become part of the regions that call them, by their addresses. */
  readonly #inlined = new Map<number, boolean>();

  constructor(code: KnownCode) {
    this.#code = code;
  }

  regionsFrom(entry: number): Region[] {
    const { isTranslated, hasRun } = this.#code;
    const regions: Region[] = [];
    const pending = [entry];
    const seen = new Set(pending);
    let size = 0;
    for (const address of pending) {
      const region = this.#region(address);
      size += region.size;
      if (regions.length > 0 && size > LARGEST_REGION) break;
      regions.push(region);
      for (const { end } of region.blocks.values()) {
        if (end.kind !== "call" || end.to === undefined || seen.has(end.to)) continue;
        if (pending.length === LARGEST_UNIT || isTranslated(end.to) || !hasRun(end.to)) continue;
        seen.add(end.to);
        pending.push(end.to);
      }
    }
    return regions;
  }

  /**
   * The region at an address. One that is too large to be whole stops at translated code instead of
   * translating it again: a loop of many blocks would be translated once from each of them.
   */
  #region(entry: number): Region {
    const { fetch, isTranslated, targetsOf } = this.#code;
    const region = findRegion(entry, fetch, { isInlined: this.#isInlined, targetsOf });
    if (region.isWhole) return region;
    return findRegion(entry, fetch, {
      targetsOf,
      isBorder: (address) => address !== entry && isTranslated(address),
    });
  }

  readonly #isInlined = (callee: number): boolean => {
    let answer = this.#inlined.get(callee);
    if (answer === undefined) this.#inlined.set(callee, answer = this.#isSmall(callee));
    return answer;
  };

  /** Whether a function is small enough to become part of the regions that call it. */
  #isSmall(callee: number): boolean {
    if (!this.#code.hasRun(callee)) return false;
    // Where runs overlap, more is decoded than there is: this only spares decoding what is far too large.
    const bounds = { largest: 4 * LARGEST_INLINED };
    const { isWhole, size, blocks } = findRegion(callee, this.#code.fetch, bounds);
    const callsItself = [...blocks.values()].some(({ end }) =>
      end.kind === "call" && end.to === callee
    );
    return isWhole && size <= LARGEST_INLINED && !callsItself;
  }
}

/** The region at an address, and those of functions called from it that have run before. */
export const regionsFrom = (entry: number, code: KnownCode): Region[] =>
  new UnitFinder(code).regionsFrom(entry);
