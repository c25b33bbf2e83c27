// SPDX-License-Identifier: MPL-2.0
// The WebAssembly memory under a machine, with views for the host, and the pool that lends it out.
// V8 reserves address space for every memory, so thousands of machines in a process must share a
// few. A page that was written stays dirty in its slot; whoever touches the slot next zeroes it.

import {
  EXECUTE_TAGS,
  NEVER_MATCHES,
  PAGE_SIZE,
  RANGE,
  RANGE_TABLE,
  READ_TAGS,
  SLOT_COUNT,
  STATE_SIZE,
  STATE_START,
  WRITE_TAGS,
} from "./layout.ts";
import { MEMORY_PAGES } from "../wasm/module.ts";

/** A memory larger than this after use goes back to the system instead of into the pool. */
const LARGEST_POOLED_PAGES = 64 * 2 ** 20 / PAGE_SIZE;
/** Memories that the pool keeps. */
const POOL_SIZE = 4;

/** A 4 GiB WebAssembly memory with the host's views of it. */
export class Arena {
  readonly memory: WebAssembly.Memory;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly words16: Uint16Array<ArrayBuffer>;
  readonly words32: Uint32Array<ArrayBuffer>;
  readonly words64: BigUint64Array<ArrayBuffer>;
  /** 1 for each slot whose bytes may be other than zero. */
  readonly dirty: Uint8Array = new Uint8Array(SLOT_COUNT);
  dirtyPages = 0;
  /** Entries of the table of ranges that are in use. */
  rangesUsed = 0;
  /** Instances of engine modules over this memory, by module: they outlive a machine. */
  readonly instances: WeakMap<WebAssembly.Module, WebAssembly.Instance> = new WeakMap();

  constructor() {
    this.memory = new WebAssembly.Memory({ initial: MEMORY_PAGES, maximum: MEMORY_PAGES });
    const buffer = this.memory.buffer as ArrayBuffer;
    this.bytes = new Uint8Array(buffer);
    this.words16 = new Uint16Array(buffer);
    this.words32 = new Uint32Array(buffer);
    this.words64 = new BigUint64Array(buffer);
    for (const table of [READ_TAGS, WRITE_TAGS, EXECUTE_TAGS]) {
      this.words64[table / 8] = NEVER_MATCHES;
    }
  }

  /** The instance of an engine's module over this memory. */
  instance(module: WebAssembly.Module): WebAssembly.Instance {
    let instance = this.instances.get(module);
    if (instance === undefined) {
      instance = new WebAssembly.Instance(module, { env: { memory: this.memory } });
      this.instances.set(module, instance);
    }
    return instance;
  }

  /** How many entries of the table of ranges are free. */
  get rangesLeft(): number {
    return RANGE.count - this.rangesUsed;
  }

  /** Offset of a fresh entry in the table of ranges; there must be one left. */
  allocateRange(): number {
    return RANGE_TABLE + this.rangesUsed++ * RANGE.size;
  }

  /** Takes all entries of the table of ranges back: to be called when no code uses them. */
  releaseRanges(): void {
    const start = RANGE_TABLE / 4;
    this.words32.fill(0, start, start + this.rangesUsed * RANGE.size / 4);
    this.rangesUsed = 0;
  }

  /** Empties the ranges that reach into slots: to be called when these lose a right. */
  forgetRanges(firstSlot: number, endSlot: number): void {
    const { words32 } = this;
    const first = firstSlot * PAGE_SIZE;
    const end = endSlot * PAGE_SIZE;
    const table = RANGE_TABLE / 4;
    const tableEnd = table + this.rangesUsed * RANGE.size / 4;
    for (let entry = table; entry < tableEnd; entry += RANGE.size / 4) {
      // Slot 0 is never mapped, so that no run crosses 4 GiB: the lower halves tell where it lies. `length`
      // is less than a page short of the run, and `first` the start of a page.
      const start = words32[entry + RANGE.start / 4] ?? 0;
      const length = words32[entry + RANGE.length / 4] ?? 0;
      if (start >= end || start + length <= first) continue;
      // What was explored stays on account: exploring again must be paid for by misses.
      words32.fill(0, entry, entry + RANGE.misses / 4);
    }
  }

  /** Zeroes a slot if it may hold anything, and counts it as dirty from now on. */
  prepare(slot: number): void {
    if (this.dirty[slot] === 1) {
      this.bytes.fill(0, slot * PAGE_SIZE, (slot + 1) * PAGE_SIZE);
    } else {
      this.dirty[slot] = 1;
      this.dirtyPages++;
    }
  }
}

const pool: Arena[] = [];

/** An arena with nothing mapped and all registers zero: a used one where there is one. */
export function acquireArena(): Arena {
  const arena = pool.pop() ?? new Arena();
  arena.bytes.fill(0, STATE_START, STATE_START + STATE_SIZE);
  return arena;
}

/** Takes an arena back. Its owner must have unmapped everything and keep no reference. */
export function releaseArena(arena: Arena): void {
  arena.releaseRanges();
  if (pool.length < POOL_SIZE && arena.dirtyPages <= LARGEST_POOLED_PAGES) pool.push(arena);
}
