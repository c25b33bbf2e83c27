// SPDX-License-Identifier: MPL-2.0
// Memory for the allocator's model: pages of 4096 bytes that can be mapped and unmapped one by one, zero
// until written. Other addresses, the guest's other memory, go to `Surroundings`, which may throw.
// Remembers which pages were written, so that only those need comparing.

import type { ModelMemory } from "./allocator_model.ts";

const PAGE_SIZE = 4096;

/** What lies around the pages. */
export interface Surroundings {
  /** A byte of it. Throws where there is nothing. */
  byte(address: bigint): number;
  /** Takes a write by throwing: the model writes to its own pages only. */
  setByte(address: bigint, value: number): never;
}

/** Mapped pages and their contents. */
export class PagedMemory implements ModelMemory {
  /** The bytes of each page by its number; null for one that was never written. */
  readonly #pages = new Map<number, Uint8Array | null>();
  readonly #written = new Set<number>();

  constructor(readonly surroundings: Surroundings) {}

  map(start: bigint, length: bigint): void {
    for (const page of pagesOf(start, length)) this.#pages.set(page, null);
  }

  unmap(start: bigint, length: bigint): void {
    for (const page of pagesOf(start, length)) {
      this.#pages.delete(page);
      this.#written.delete(page);
    }
  }

  byte(address: bigint): number {
    const bytes = this.#pages.get(pageOf(address));
    if (bytes === undefined) return this.surroundings.byte(address);
    return bytes?.[offsetOf(address)] ?? 0;
  }

  setByte(address: bigint, value: number): void {
    const page = pageOf(address);
    let bytes = this.#pages.get(page);
    if (bytes === undefined) return this.surroundings.setByte(address, value);
    if (bytes === null) this.#pages.set(page, bytes = new Uint8Array(PAGE_SIZE));
    bytes[offsetOf(address)] = value;
    this.#written.add(page);
  }

  word(address: bigint): bigint {
    let word = 0n;
    for (let index = 0n; index < 8n; index++) {
      word |= BigInt(this.byte(BigInt.asUintN(64, address + index))) << (8n * index);
    }
    return word;
  }

  setWord(address: bigint, value: bigint): void {
    for (let index = 0n; index < 8n; index++) {
      this.setByte(address + index, Number((value >> (8n * index)) & 0xffn));
    }
  }

  /** The pages written since the last time, with their addresses. */
  takeWritten(): { readonly address: bigint; readonly bytes: Uint8Array }[] {
    const written = [...this.#written].map((page) => this.#view(page));
    this.#written.clear();
    return written;
  }

  /** Every mapped page. */
  all(): { readonly address: bigint; readonly bytes: Uint8Array }[] {
    return [...this.#pages.keys()].map((page) => this.#view(page));
  }

  #view(page: number): { readonly address: bigint; readonly bytes: Uint8Array } {
    const bytes = this.#pages.get(page) ?? new Uint8Array(PAGE_SIZE);
    return { address: BigInt(page) * BigInt(PAGE_SIZE), bytes };
  }
}

function pageOf(address: bigint): number {
  return Number(address / BigInt(PAGE_SIZE));
}

function offsetOf(address: bigint): number {
  return Number(address % BigInt(PAGE_SIZE));
}

function* pagesOf(start: bigint, length: bigint): Generator<number> {
  const end = start + length;
  for (let at = start; at < end; at += BigInt(PAGE_SIZE)) yield pageOf(at);
}
