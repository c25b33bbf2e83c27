// SPDX-License-Identifier: MPL-2.0
// A heap built by hand, for tests that corrupt it one word at a time. Knows the layout, which the head of
// runtime/malloc.s describes, independently of the inspector under test.

import { Machine } from "../../../cpu/machine.ts";
import type { Memory } from "../../../cpu/memory/memory.ts";
import type { HeapView } from "../../../host/heap/view.ts";
import { inspectHeap } from "../../../host/heap/inspector.ts";
import { fakeProgram } from "../fake_program.ts";

const STATE = 0x2000n;
const BINS = STATE;
const CURRENT_CHUNK = STATE + 72n;
const ALLOCATIONS = STATE + 88n;
const READ_WRITE = { read: true, write: true, execute: false };

/** Bytes of a chunk. */
export const CHUNK_SIZE = 1 << 21;
/** The payload sizes of the bins. */
export const SIZES = [8, 24, 40, 72, 136, 264, 520, 1032, 2056];

const PROGRAM = fakeProgram([
  ...Object.entries({
    META: 8,
    ALIGN: 16,
    PAGESZ: 4096,
    CHUNKSZ: CHUNK_SIZE,
    POISON: 0x69,
    NBINS: 9,
  })
    .map(([name, value]) => ({
      name: `rt.malloc.${name}`,
      value: BigInt(value),
      section: null,
    })),
  { name: "rt.malloc.bins", value: BINS, size: 72, kind: "object", section: ".data" },
  { name: "rt.malloc.cur_chunk", value: CURRENT_CHUNK, size: 16, kind: "object", section: ".data" },
  { name: "rt.malloc.cur_allocs", value: ALLOCATIONS, size: 8, kind: "object", section: ".data" },
]);

/** A heap to fill, corrupt and inspect. */
export class HeapFixture {
  readonly #machine = new Machine();
  readonly memory: Memory = this.#machine.memory;
  #next = 0x3f_1000_0000n;
  #chunk = 0n;
  #offset = 0;
  #count = 0;

  constructor() {
    this.memory.map(STATE, 4096, READ_WRITE, "program");
  }

  /** Sets the word at an address. */
  poke(address: bigint, value: bigint): void {
    this.memory.writeUint(address, 8, BigInt.asUintN(64, value));
  }

  /** The word at an address. */
  peek(address: bigint): bigint {
    return this.memory.readUint(address, 8);
  }

  /** The address of a bin's head. */
  head(bin: number): bigint {
    return BINS + 8n * BigInt(bin);
  }

  /** The addresses of the current chunk's address and offset. */
  get currentChunk(): { address: bigint; offset: bigint } {
    return { address: CURRENT_CHUNK, offset: CURRENT_CHUNK + 8n };
  }

  /** Starts a new chunk; returns its address. */
  chunk(): bigint {
    this.#chunk = this.#map(CHUNK_SIZE);
    this.#offset = 8;
    this.poke(CURRENT_CHUNK, this.#chunk);
    this.poke(CURRENT_CHUNK + 8n, 8n);
    return this.#chunk;
  }

  /** Takes a block from the chunk; returns the address of its payload. */
  block(bin: number): bigint {
    const size = SIZES[bin] ?? 0;
    const header = this.#chunk + BigInt(this.#offset);
    this.poke(header, BigInt(size));
    this.#offset += 8 + size;
    this.poke(this.#chunk + BigInt(this.#offset), BigInt(size));
    this.poke(CURRENT_CHUNK + 8n, BigInt(this.#offset));
    this.#setCount(this.#count + 1);
    return header + 8n;
  }

  /** Frees a block of that bin. */
  free(payload: bigint, bin: number): void {
    this.memory.write(payload, new Uint8Array(SIZES[bin] ?? 0).fill(0x69));
    this.poke(payload - 8n, this.peek(this.head(bin)) | 1n);
    this.poke(this.head(bin), payload - 8n);
    this.#setCount(this.#count - 1);
  }

  /** Maps a large block; returns the address of its payload. */
  large(pages: number): bigint {
    const length = 4096 * pages;
    const start = this.#map(length);
    this.poke(start + 8n, BigInt(length - 24));
    this.poke(start + BigInt(length) - 8n, BigInt(length - 24));
    this.#setCount(this.#count + 1);
    return start + 16n;
  }

  /** Inspects the heap. */
  inspect(): HeapView {
    const view = inspectHeap(this.memory, PROGRAM);
    if (view === undefined) {
      throw new TypeError("Cannot inspect the heap: the layout was not found");
    }
    return view;
  }

  /** The problems of the heap, one per line. */
  problems(): string {
    return this.inspect().problems.map(({ message }) => message).join("\n");
  }

  [Symbol.dispose](): void {
    this.#machine.dispose();
  }

  #setCount(count: number): void {
    this.#count = count;
    this.poke(ALLOCATIONS, BigInt(count));
  }

  #map(length: number): bigint {
    const start = this.#next;
    this.memory.map(start, length, READ_WRITE);
    this.#next += BigInt(length);
    return start;
  }
}
