// SPDX-License-Identifier: MPL-2.0
// Counts the bytes that a program reads from heap blocks and writes to them, by the call stack that allocated
// the block. Takes the accesses of a process. What an allocator itself does there does not count.

import type { TraceBatch } from "../../cpu/trace_buffer.ts";
import type { SiteBlock } from "./sites.ts";

/** Blocks are looked up by units of this many bytes, of which each is in one block at most. */
const UNIT = 8;
/** Larger blocks are looked up by pages, but for their ends. */
const PAGE = 4096;

/** The blocks in use, by address. */
export class BlockAccesses {
  readonly #units = new Map<number, SiteBlock>();
  readonly #pages = new Map<number, SiteBlock>();

  /** A block was allocated. */
  add(block: SiteBlock): void {
    forKeys(block, (unit) => this.#units.set(unit, block), (page) => this.#pages.set(page, block));
  }

  /** A block was freed. */
  remove(block: SiteBlock): void {
    forKeys(block, (unit) => this.#units.delete(unit), (page) => this.#pages.delete(page));
  }

  /** Counts accesses of the program. */
  count(batch: TraceBatch): void {
    for (const { access, address, size } of batch) {
      if (access === undefined) continue;
      const block = this.#at(Number(address));
      if (block === undefined) continue;
      if (access !== "store") block.site.read += size;
      if (access !== "load") block.site.written += size;
    }
  }

  #at(address: number): SiteBlock | undefined {
    return this.#units.get(Math.floor(address / UNIT)) ??
      this.#pages.get(Math.floor(address / PAGE));
  }
}

/** The units and whole pages that a block consists of. */
function forKeys(
  { address, size }: SiteBlock,
  unit: (unit: number) => void,
  page: (page: number) => void,
): void {
  const end = address + size;
  const firstPage = Math.ceil(address / PAGE);
  const lastPage = Math.floor(end / PAGE);
  const isLarge = firstPage < lastPage;
  const head = isLarge ? firstPage * PAGE : end;
  for (let at = Math.floor(address / UNIT); at * UNIT < head; at++) unit(at);
  if (!isLarge) return;
  for (let at = firstPage; at < lastPage; at++) page(at);
  for (let at = lastPage * PAGE / UNIT; at * UNIT < end; at++) unit(at);
}
