// SPDX-License-Identifier: MPL-2.0
// The stops of a machine as translated code sees them. A site is an address where that code asks the
// stop table, because there is or was a stop. It outlives its stop for a while: a stop that is set
// again and again, as on the return address of a function, does not drop code each time.

import type { Arena } from "../memory/arena.ts";
import { STOP_TABLE, STOPS } from "../memory/layout.ts";
import { stopEntry } from "./emit/stop_check.ts";
import { TRANSLATED_END } from "./regions/region.ts";

/** A site without a stop goes away after one to two times this many instructions. */
const PATIENCE = 2 ** 28;

interface Site {
  hasStop: boolean;
  /** How often it was found without a stop since it had one. */
  idle: number;
}

/** The sites of one machine. */
export class StopSites {
  readonly #arena: Arena;
  readonly #sites = new Map<number, Site>();
  /** Stops at addresses that are no sites. */
  readonly #others = new Set<bigint>();
  #isCleared = false;
  /** How many instructions will have retired when sites are looked through again. */
  #nextLook = Infinity;

  constructor(arena: Arena) {
    this.#arena = arena;
  }

  /** Whether code for the instruction at an address must ask for stops. */
  has(address: number): boolean {
    return this.#sites.size > 0 && this.#sites.has(address);
  }

  /** Whether an address is a site without a stop. */
  isIdle(address: number): boolean {
    return this.#sites.get(address)?.hasStop === false;
  }

  /** Notes a stop. Returns the address of its site if that is new: code for it must be dropped. */
  add(address: bigint): number | undefined {
    this.clearTable();
    const at = siteOf(address);
    if (at === undefined) {
      if (!this.#others.has(address)) this.#count(address, 1);
      this.#others.add(address);
      return undefined;
    }
    const site = this.#sites.get(at);
    if (site?.hasStop === true) return undefined;
    this.#sites.set(at, { hasStop: true, idle: 0 });
    this.#count(address, 1);
    return site === undefined ? at : undefined;
  }

  /** Notes that there is no stop any more. */
  remove(address: bigint): void {
    const at = siteOf(address);
    const site = at === undefined ? undefined : this.#sites.get(at);
    if (this.#others.delete(address)) this.#count(address, -1);
    if (at === undefined || site?.hasStop !== true) return;
    site.hasStop = false;
    this.#count(address, -1);
    if (this.#nextLook === Infinity) this.#nextLook = 0;
  }

  /**
   * Removes the sites that have long had no stop, and returns them: code without them is faster.
   * `retired` is how many instructions have retired.
   */
  removeIdle(retired: number): readonly number[] {
    if (retired < this.#nextLook) return [];
    const idle: number[] = [];
    let waiting = 0;
    for (const [address, site] of this.#sites) {
      if (site.hasStop) continue;
      if (++site.idle === 1) waiting++;
      else idle.push(address);
    }
    for (const address of idle) this.#sites.delete(address);
    this.#nextLook = waiting > 0 ? retired + PATIENCE : Infinity;
    return idle;
  }

  /** Empties the table when it is first needed: another machine may have used it before. */
  clearTable(): void {
    if (this.#isCleared) return;
    this.#isCleared = true;
    const start = STOP_TABLE / 4;
    this.#arena.words32.fill(0, start, start + STOPS.count);
  }

  /** Whether the table counts a stop for an address, perhaps that of another one. */
  isCounted(address: number): boolean {
    return this.#arena.words32[stopEntry(address) / 4] !== 0;
  }

  #count(address: bigint, change: number): void {
    const entry = stopEntry(Number(address & 0xffff_ffffn)) / 4;
    this.#arena.words32[entry] = (this.#arena.words32[entry] ?? 0) + change;
  }
}

/** An address as a number, if there may be translated code for it. */
const siteOf = (address: bigint): number | undefined =>
  address >= 0n && address < BigInt(TRANSLATED_END) && (address & 1n) === 0n
    ? Number(address)
    : undefined;
