// SPDX-License-Identifier: MPL-2.0
// The blocks that a program has allocated and not yet freed, each with the call stack that allocated it, and
// the memory that its allocators took from the system. Takes the events of one process. Calls of one allocator
// by another count once.

import type { CallStacks, StackId } from "../symbols/call_stacks.ts";
import type { MappingEvent } from "../kernel/memory/memory_manager.ts";
import type { HeapEntry, HeapEvent } from "../watch/heap_probes.ts";
import type { Observer } from "../watch/observer.ts";

/** A block that is in use. */
export interface LiveBlock {
  /** Address of its first byte. */
  readonly address: number;
  /** The bytes that were asked for. */
  readonly size: number;
  /** The calls that allocated it: the innermost frame is the allocator's function. */
  readonly stack: StackId;
}

/** Gets what happens to blocks, at the moment it happens. */
export interface BlockListener {
  /** A block is in use now. */
  allocated(block: LiveBlock): void;
  /** A block is not in use any more. */
  freed(block: LiveBlock): void;
}

/** What the program asked of its allocators. */
export interface HeapTotals {
  /** Blocks that were allocated. */
  readonly allocations: number;
  /** Blocks that were freed. */
  readonly frees: number;
  /** Bytes of all blocks that were allocated. */
  readonly bytes: number;
}

/** A range of addresses. */
export interface NumberRange {
  /** The first address. */
  readonly start: number;
  /** The address after the last one. */
  readonly end: number;
}

/** An open call of an allocator. */
interface OpenCall {
  readonly pointer: bigint | undefined;
  readonly stack: StackId;
}

/** Blocks are noted for ranges of this many bytes, to tell where pools are. */
const BUCKET = 2 ** 16;

/** The live blocks of one process. */
export class LiveBlocks {
  readonly #stacks: CallStacks;
  readonly #listener: BlockListener | undefined;
  readonly #blocks = new Map<number, LiveBlock>();
  readonly #open: OpenCall[] = [];
  readonly #mappings = new Map<number, number>();
  /** By bucket: the first and the last address that blocks ever had there. */
  readonly #extents = new Map<number, { start: number; end: number }>();
  /** The names by which functions of allocators were found, by address. */
  readonly names: Map<number, string> = new Map();
  #allocations = 0;
  #frees = 0;
  #bytes = 0;

  /** No blocks yet; `stacks` are those of the process. */
  constructor(stacks: CallStacks, listener?: BlockListener) {
    this.#stacks = stacks;
    this.#listener = listener;
  }

  /** What must observe the process. */
  get observer(): Observer {
    return {
      onHeapEntry: (entry) => this.#enter(entry),
      onHeap: (event) => this.#leave(event),
      onMapping: (event) => this.#mapping(event),
    };
  }

  /** The blocks, in no particular order. */
  get blocks(): Iterable<LiveBlock> {
    return this.#blocks.values();
  }

  /** How many there are. */
  get count(): number {
    return this.#blocks.size;
  }

  /** See {@link HeapTotals}. */
  get totals(): HeapTotals {
    return { allocations: this.#allocations, frees: this.#frees, bytes: this.#bytes };
  }

  /** Whether an allocator is being executed. */
  get isAllocating(): boolean {
    return this.#open.length > 0;
  }

  /** The mappings that allocators made and still have. */
  get mappings(): NumberRange[] {
    return [...this.#mappings].map(([start, end]) => ({ start, end }));
  }

  /** Where blocks have been, by rising address; no range crosses a multiple of 64 KiB. */
  get extents(): NumberRange[] {
    return [...this.#extents.values()].sort((a, b) => a.start - b.start);
  }

  #enter({ call, depth, pointer, function: { address, name, signature } }: HeapEntry): void {
    const isRoot = depth === 0 && signature.block !== undefined;
    const stack = isRoot ? this.#stacks.capture() : 0;
    if (isRoot && !this.names.has(Number(address))) {
      this.names.set(Number(address), call.startsWith("operator") ? call : name);
    }
    this.#open.push({ pointer, stack });
  }

  #leave({ function: { signature }, depth, size, pointer, result, returned }: HeapEvent): void {
    const call = this.#open.pop();
    if (!returned || call === undefined) return;
    if (depth > 0) {
      // A function of the program that an allocator calls, such as a new_handler, frees blocks, too.
      const isItsOwn = signature.block !== undefined ||
        this.#open.some((outer) => outer.pointer === pointer);
      if (!isItsOwn && pointer !== undefined) this.#free(Number(pointer));
      return;
    }
    if (signature.block === undefined) {
      if (pointer !== undefined) this.#free(Number(pointer));
      return;
    }
    if (pointer !== undefined && (result !== 0n || size === 0n)) this.#free(Number(pointer));
    if (result === 0n || result === undefined) return;
    this.#allocate({ address: Number(result), size: Number(size ?? 0n), stack: call.stack });
  }

  #allocate(block: LiveBlock): void {
    const { address, size } = block;
    // An allocator whose calls are not all known gives out a block again.
    const before = this.#blocks.get(address);
    if (before !== undefined) this.#listener?.freed(before);
    this.#blocks.set(address, block);
    this.#listener?.allocated(block);
    this.#allocations++;
    this.#bytes += size;
    const end = address + Math.max(size, 1);
    for (let at = address; at < end; at = (Math.floor(at / BUCKET) + 1) * BUCKET) {
      const bucket = Math.floor(at / BUCKET);
      const extent = this.#extents.get(bucket);
      const last = Math.min(end, (bucket + 1) * BUCKET);
      if (extent === undefined) this.#extents.set(bucket, { start: at, end: last });
      else {
        if (at < extent.start) extent.start = at;
        if (last > extent.end) extent.end = last;
      }
    }
  }

  #free(address: number): void {
    const block = this.#blocks.get(address);
    if (block === undefined) return;
    this.#blocks.delete(address);
    this.#frees++;
    this.#listener?.freed(block);
  }

  #mapping({ change, start, end }: MappingEvent): void {
    const [first, last] = [Number(start), Number(end)];
    if (change === "map" && this.#open.length > 0) this.#mappings.set(first, last);
    else if (change === "unmap") this.#unmapped(first, last);
  }

  #unmapped(first: number, last: number): void {
    if (this.#mappings.get(first) === last) {
      this.#mappings.delete(first);
      return;
    }
    for (const [start, end] of [...this.#mappings]) {
      if (end <= first || last <= start) continue;
      this.#mappings.delete(start);
      if (start < first) this.#mappings.set(start, first);
      if (last < end) this.#mappings.set(last, end);
    }
  }
}
