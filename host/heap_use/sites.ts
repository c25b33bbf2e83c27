// SPDX-License-Identifier: MPL-2.0
// What was allocated by each call stack: in all, at most at one time, when the heap was largest, now. Takes the
// blocks as they come and go; each costs a few additions, however many stacks there are.

import type { StackId } from "../symbols/call_stacks.ts";
import type { LiveBlock } from "../leaks/live_blocks.ts";

/** A number of blocks, and their bytes, that change. */
interface Sum {
  blocks: number;
  bytes: number;
}

/** What one call stack has allocated. */
export interface SiteCounts {
  /** The calls. */
  readonly stack: StackId;
  /** All that it allocated. */
  readonly total: Sum;
  /** What is in use now. */
  readonly live: Sum;
  /** What was in use when the bytes of this stack were the most. */
  readonly most: Sum;
  /** What was in use at the last peak of the heap that this stack has changed since. */
  readonly atPeak: Sum;
  /** The number of that peak. */
  peak: number;
  /** The sum of the lives of its blocks that were freed, in instructions. */
  lifetimes: number;
  /** Bytes that the program read from its blocks. */
  read: number;
  /** Bytes that the program wrote to them. */
  written: number;
}

/** A block in use. */
export interface SiteBlock {
  /** Who allocated it. */
  readonly site: SiteCounts;
  /** Address of its first byte. */
  readonly address: number;
  /** Its bytes. */
  readonly size: number;
  /** How many instructions had retired when it was allocated. */
  readonly born: number;
}

/** The call stacks that allocated, and their blocks. */
export class Sites {
  readonly #sites = new Map<StackId, SiteCounts>();
  readonly #blocks = new Map<number, SiteBlock>();
  readonly #live: Sum = { blocks: 0, bytes: 0 };
  readonly #peak = { blocks: 0, bytes: 0, instruction: 0 };
  /** How often the heap has been larger than ever before. */
  #peaks = 0;

  /** The stacks, in the order in which they allocated first. */
  get all(): Iterable<SiteCounts> {
    return this.#sites.values();
  }

  /** The blocks in use. */
  get blocks(): Iterable<SiteBlock> {
    return this.#blocks.values();
  }

  /** What is in use now. */
  get live(): Readonly<Sum> {
    return this.#live;
  }

  /** When the most bytes were in use for the first time, and how many. */
  get peak(): Readonly<Sum> & { readonly instruction: number } {
    return this.#peak;
  }

  /** What a stack had in use at the peak. */
  atPeak({ peak, atPeak, live }: SiteCounts): Readonly<Sum> {
    return peak === this.#peaks ? atPeak : live;
  }

  /** A block was allocated. */
  add({ address, size, stack }: LiveBlock, instruction: number): SiteBlock {
    const site = this.#site(stack);
    this.#keepPeak(site);
    change(site.total, size, 1);
    change(site.live, size, 1);
    if (site.live.bytes > site.most.bytes) Object.assign(site.most, site.live);
    change(this.#live, size, 1);
    if (this.#live.bytes > this.#peak.bytes) {
      Object.assign(this.#peak, this.#live, { instruction });
      this.#peaks++;
    }
    const block = { site, address, size, born: instruction };
    this.#blocks.set(address, block);
    return block;
  }

  /** A block was freed; returns it, if it is known. */
  remove(address: number, instruction: number): SiteBlock | undefined {
    const block = this.#blocks.get(address);
    if (block === undefined) return undefined;
    this.#blocks.delete(address);
    const { site, size, born } = block;
    this.#keepPeak(site);
    site.lifetimes += instruction - born;
    change(site.live, size, -1);
    change(this.#live, size, -1);
    return block;
  }

  /** Before a stack's blocks change: what it has now is what it had at the last peak. */
  #keepPeak(site: SiteCounts): void {
    if (site.peak === this.#peaks) return;
    site.peak = this.#peaks;
    Object.assign(site.atPeak, site.live);
  }

  #site(stack: StackId): SiteCounts {
    let site = this.#sites.get(stack);
    if (site === undefined) {
      site = {
        stack,
        total: { blocks: 0, bytes: 0 },
        live: { blocks: 0, bytes: 0 },
        most: { blocks: 0, bytes: 0 },
        atPeak: { blocks: 0, bytes: 0 },
        peak: this.#peaks,
        lifetimes: 0,
        read: 0,
        written: 0,
      };
      this.#sites.set(stack, site);
    }
    return site;
  }
}

function change(sum: Sum, size: number, by: 1 | -1): void {
  sum.blocks += by;
  sum.bytes += by * size;
}
