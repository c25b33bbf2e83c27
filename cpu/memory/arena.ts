// SPDX-License-Identifier: MPL-2.0
// The WebAssembly memory that holds a machine, the host's views of it, and the pool it comes from.
// V8 reserves 4 GiB of address space for each memory, so the machines of a process share a small
// pool. What a machine wrote stays in the arena; a slot is zeroed when a page next uses it.

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
import type { Shadow } from "./shadow.ts";
import { MachineStateError } from "./usage.ts";
import { MEMORY_PAGES } from "../wasm/memory_pages.ts";

/** An arena with more dirty pages is not pooled, so that its memory goes back to the system. */
const MAX_POOLED_PAGES = 64 * 2 ** 20 / PAGE_SIZE;
/** How many arenas the pool holds. */
const POOL_SIZE = 4;

/** A 4 GiB WebAssembly memory and the host's views of it. */
export class Arena {
  readonly memory: WebAssembly.Memory;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly words16: Uint16Array<ArrayBuffer>;
  readonly words32: Uint32Array<ArrayBuffer>;
  readonly words64: BigUint64Array<ArrayBuffer>;
  /** 1 for each slot that may hold bytes other than zero. */
  readonly dirty: Uint8Array = new Uint8Array(SLOT_COUNT);
  dirtyPages = 0;
  /** How many entries of the range table are in use. */
  rangesUsed = 0;
  /** The engines' module instances over this memory, kept for the next machine. */
  readonly instances: WeakMap<WebAssembly.Module, WebAssembly.Instance> = new WeakMap();
  /** What a memory checker knows of each byte, while there is one. */
  shadow: Shadow | undefined;

  #table: WebAssembly.Table | undefined;

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

  /** The function table of translated code, made on first use. */
  get table(): WebAssembly.Table {
    return this.#table ??= new WebAssembly.Table({ element: "anyfunc", initial: 1024 });
  }

  /** The memories and the table, which the engines' modules import. */
  get imports(): WebAssembly.ModuleImports {
    const { memory, table, shadow } = this;
    if (shadow === undefined) return { memory, table };
    const { undefinedness, inaccessibility, bounds } = shadow;
    const planes = { memory, table, undefinedness, inaccessibility };
    return bounds === undefined ? planes : { ...planes, bounds: bounds.memory };
  }

  /** The instance of an engine's module over this memory, made on first use. */
  instance(module: WebAssembly.Module): WebAssembly.Instance {
    let instance = this.instances.get(module);
    if (instance === undefined) {
      instance = new WebAssembly.Instance(module, { env: this.imports });
      this.instances.set(module, instance);
    }
    return instance;
  }

  /** How many entries of the range table are free. */
  get rangesLeft(): number {
    return RANGE.count - this.rangesUsed;
  }

  /** The offset of a new entry in the range table, which must have one left. */
  allocateRange(): number {
    return RANGE_TABLE + this.rangesUsed++ * RANGE.size;
  }

  /** Frees all entries of the range table. No code may use them any more. */
  releaseRanges(): void {
    const start = RANGE_TABLE / 4;
    this.words32.fill(0, start, start + this.rangesUsed * RANGE.size / 4);
    this.rangesUsed = 0;
  }

  /** Empties the ranges that overlap the slots. Must be called before pages there lose a right. */
  forgetRanges(firstSlot: number, endSlot: number): void {
    const { words32 } = this;
    const first = firstSlot * PAGE_SIZE;
    const end = endSlot * PAGE_SIZE;
    const table = RANGE_TABLE / 4;
    const tableEnd = table + this.rangesUsed * RANGE.size / 4;
    for (let entry = table; entry < tableEnd; entry += RANGE.size / 4) {
      // Slot 0 is never mapped, so no range crosses a multiple of 4 GiB: comparing lower halves is
      // enough. `first` is page-aligned, so the test is exact although `length` excludes the last bytes.
      const start = words32[entry + RANGE.start / 4] ?? 0;
      const length = words32[entry + RANGE.length / 4] ?? 0;
      if (start >= end || start + length <= first) continue;
      // `explored` stays: exploring again must still be earned by misses.
      words32.fill(0, entry, entry + RANGE.misses / 4);
    }
  }

  /** Zeroes a slot if it is dirty, and marks it dirty, as it is about to be used. */
  prepare(slot: number): void {
    if (this.dirty[slot] === 1) {
      this.bytes.fill(0, slot * PAGE_SIZE, (slot + 1) * PAGE_SIZE);
    } else {
      this.dirty[slot] = 1;
      this.dirtyPages++;
    }
  }
}

/** A machine's use of an arena. When it ends, the arena is another machine's. */
export class ArenaLease {
  #arena: Arena | undefined;

  /** The use of that arena. */
  constructor(arena: Arena) {
    this.#arena = arena;
  }

  /**
   * The arena.
   *
   * @throws {MachineStateError} when the use has ended
   */
  get arena(): Arena {
    if (this.#arena === undefined) {
      throw new MachineStateError("Cannot use the machine: it was disposed of");
    }
    return this.#arena;
  }

  /** Ends the use. */
  end(): void {
    this.#arena = undefined;
  }
}

const pool: Arena[] = [];

/**
 * Makes the arena of the first machine, early. V8 counts the 4 GiB of address space as memory in use, and
 * collects garbage at once: it takes no time while there is hardly anything to look at.
 */
export function reserveArena(): void {
  if (pool.length === 0) pool.push(new Arena());
}

/** An arena with nothing mapped and all registers zero, from the pool if possible. */
export function acquireArena(): Arena {
  const arena = pool.pop() ?? new Arena();
  arena.bytes.fill(0, STATE_START, STATE_START + STATE_SIZE);
  return arena;
}

/** Returns an arena to the pool. The owner must have unmapped everything and drop its reference. */
export function releaseArena(arena: Arena): void {
  arena.releaseRanges();
  // Its planes may be large, and its modules are those of a checker.
  if (arena.shadow !== undefined) return;
  if (pool.length < POOL_SIZE && arena.dirtyPages <= MAX_POOLED_PAGES) pool.push(arena);
}
