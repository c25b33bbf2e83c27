// SPDX-License-Identifier: MPL-2.0
// Which blocks a program can still reach: from its roots through blocks, in Valgrind's sense. Takes the blocks,
// a memory, and the roots. A word counts as a pointer if it is aligned and its value lies in a block: a pointer
// to its start, or an interior pointer.

import type { LiveBlock, NumberRange } from "./live_blocks.ts";

/** How a block can be reached. */
export type LeakKind =
  /** No pointer to it was found. */
  | "definitely lost"
  /** Only lost blocks point to it. */
  | "indirectly lost"
  /** Every chain of pointers to it has an interior pointer. */
  | "possibly lost"
  /** A chain of pointers to starts of blocks leads from a root to it. */
  | "still reachable";

/** A block and how it can be reached. */
export interface ClassifiedBlock extends LiveBlock {
  readonly kind: LeakKind;
  /** Of a definitely lost block: the bytes of blocks that only it leads to. */
  readonly indirectBytes: number;
  /** How many those are. */
  readonly indirectBlocks: number;
}

/** A memory that can be searched. */
export interface SearchableMemory {
  /** See `Memory.readNumber`. */
  readNumber(address: number): number;
  /** A copy of bytes. */
  readInto(address: bigint, bytes: Uint8Array, access: "any"): void;
}

/** Where pointers are looked for besides blocks. */
export interface Roots {
  /** Ranges of memory. Blocks in them are left out: they are searched when they are reached. */
  readonly ranges: readonly NumberRange[];
  /** Values of registers. */
  readonly values: readonly number[];
  /** Whether a word of the ranges does not count, asked only about words that point to a block. */
  readonly isExcluded?: (address: number) => boolean;
}

const PAGE = 4096;
const WORD = 8;
const UPPER = 2 ** 32;
/** Addresses have fewer bits. */
const MAX_UPPER = 2 ** 21;

const UNREACHED = 0;
const INDIRECT = 1;
const POSSIBLE = 2;
const REACHABLE = 3;
const KINDS: readonly LeakKind[] = [
  "definitely lost",
  "indirectly lost",
  "possibly lost",
  "still reachable",
];

/** Classifies blocks; returns them by rising address. */
export function searchLeaks(
  blocks: Iterable<LiveBlock>,
  memory: SearchableMemory,
  roots: Roots,
): ClassifiedBlock[] {
  const sorted = withoutPools([...blocks].sort((a, b) => a.address - b.address));
  const search = new Search(sorted, memory);
  search.fromRoots(roots);
  search.amongLost();
  return sorted.map((block, index) => ({ ...block, ...search.resultOf(index) }));
}

/** Leaves out blocks that an allocator divides into others. */
function withoutPools(sorted: readonly LiveBlock[]): LiveBlock[] {
  return sorted.filter(({ address, size }, index) =>
    (sorted[index + 1]?.address ?? Infinity) >= address + size
  );
}

class Search {
  readonly #blocks: readonly LiveBlock[];
  readonly #memory: SearchableMemory;
  readonly #starts: Float64Array;
  readonly #ends: Float64Array;
  readonly #states: Uint8Array;
  readonly #isQueued: Uint8Array;
  readonly #indirectBytes: Float64Array;
  readonly #indirectBlocks: Float64Array;
  readonly #queue: number[] = [];
  readonly #first: number;
  readonly #last: number;
  readonly #page = new Uint8Array(PAGE);
  readonly #words = new Uint32Array(this.#page.buffer);

  constructor(blocks: readonly LiveBlock[], memory: SearchableMemory) {
    this.#blocks = blocks;
    this.#memory = memory;
    this.#starts = Float64Array.from(blocks, ({ address }) => address);
    // A block of no bytes has an address that can be pointed to.
    this.#ends = Float64Array.from(blocks, ({ address, size }) => address + Math.max(size, 1));
    this.#states = new Uint8Array(blocks.length);
    this.#isQueued = new Uint8Array(blocks.length);
    this.#indirectBytes = new Float64Array(blocks.length);
    this.#indirectBlocks = new Float64Array(blocks.length);
    this.#first = this.#starts[0] ?? Infinity;
    this.#last = this.#ends.at(-1) ?? -Infinity;
  }

  fromRoots({ ranges, values, isExcluded = () => false }: Roots): void {
    for (const value of values) this.#reach(value, true);
    for (const range of ranges) {
      for (const { start, end } of this.#outsideBlocks(range)) {
        this.#scan(start, end, (value, address) => {
          if (this.#find(value) >= 0 && !isExcluded(address)) this.#reach(value, true);
        });
      }
    }
    for (let block = this.#queue.pop(); block !== undefined; block = this.#queue.pop()) {
      this.#isQueued[block] = 0;
      const isReachable = this.#states[block] === REACHABLE;
      this.#scanBlock(block, (value) => this.#reach(value, isReachable));
    }
  }

  /** Finds what lost blocks lead to: of those, only the first ones are definitely lost. */
  amongLost(): void {
    for (let leader = 0; leader < this.#blocks.length; leader++) {
      if (this.#states[leader] !== UNREACHED) continue;
      this.#queue.push(leader);
      for (let block = this.#queue.pop(); block !== undefined; block = this.#queue.pop()) {
        this.#scanBlock(block, (value) => this.#reachFrom(leader, value));
      }
    }
  }

  resultOf(index: number): Omit<ClassifiedBlock, keyof LiveBlock> {
    return {
      kind: KINDS[this.#states[index] ?? UNREACHED] ?? "definitely lost",
      indirectBytes: this.#indirectBytes[index] ?? 0,
      indirectBlocks: this.#indirectBlocks[index] ?? 0,
    };
  }

  #reach(value: number, byReachable: boolean): void {
    const block = this.#find(value);
    if (block < 0) return;
    const isStart = this.#starts[block] === value;
    const state = isStart && byReachable ? REACHABLE : POSSIBLE;
    if (state <= (this.#states[block] ?? 0)) return;
    this.#states[block] = state;
    if (this.#isQueued[block] === 1) return;
    this.#isQueued[block] = 1;
    this.#queue.push(block);
  }

  #reachFrom(leader: number, value: number): void {
    const block = this.#find(value);
    if (block < 0 || block === leader || this.#states[block] !== UNREACHED) return;
    this.#states[block] = INDIRECT;
    // It may have been a leader itself, so far.
    this.#indirectBytes[leader]! += (this.#blocks[block]?.size ?? 0) +
      (this.#indirectBytes[block] ?? 0);
    this.#indirectBlocks[leader]! += 1 + (this.#indirectBlocks[block] ?? 0);
    this.#indirectBytes[block] = 0;
    this.#indirectBlocks[block] = 0;
    this.#queue.push(block);
  }

  /** The block that contains an address; -1 if none does. */
  #find(address: number): number {
    const starts = this.#starts;
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (starts[middle]! <= address) low = middle + 1;
      else high = middle;
    }
    return low > 0 && address < this.#ends[low - 1]! ? low - 1 : -1;
  }

  #scanBlock(index: number, visit: (value: number) => void): void {
    const { address, size } = this.#blocks[index] ?? { address: 0, size: 0 };
    this.#scan(address, address + size, visit);
  }

  /** The parts of a range that are not in blocks. */
  *#outsideBlocks({ start, end }: NumberRange): Generator<NumberRange> {
    const inside = this.#find(start);
    let from = inside < 0 ? start : this.#ends[inside]!;
    let index = inside < 0 ? this.#after(start) : inside + 1;
    for (; index < this.#starts.length && this.#starts[index]! < end; index++) {
      if (from < this.#starts[index]!) yield { start: from, end: this.#starts[index]! };
      from = Math.max(from, this.#ends[index]!);
    }
    if (from < end) yield { start: from, end };
  }

  /** The first block that starts at an address or after it. */
  #after(address: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#starts[middle]! < address) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Visits the aligned words of a range that may be addresses of blocks. */
  #scan(start: number, end: number, visit: (value: number, address: number) => void): void {
    const last = Math.floor(end / WORD) * WORD;
    for (let at = Math.ceil(start / WORD) * WORD; at < last;) {
      const page = Math.floor(at / PAGE) * PAGE;
      const until = Math.min(page + PAGE, last);
      if (until - at <= WORD * 8) {
        for (let word = at; word < until; word += WORD) {
          const value = this.#memory.readNumber(word);
          if (value >= this.#first && value < this.#last) visit(value, word);
        }
      } else if (!Number.isNaN(this.#memory.readNumber(page))) {
        this.#scanPage(page, at - page, until - page, visit);
      }
      at = until;
    }
  }

  #scanPage(
    page: number,
    from: number,
    to: number,
    visit: (value: number, address: number) => void,
  ): void {
    this.#memory.readInto(BigInt(page), this.#page, "any");
    const words = this.#words;
    // A visit may not scan: the page is used again.
    for (let at = from; at < to; at += WORD) {
      const upper = words[at / 4 + 1]!;
      if (upper >= MAX_UPPER) continue;
      const value = upper * UPPER + words[at / 4]!;
      if (value >= this.#first && value < this.#last) visit(value, page + at);
    }
  }
}
