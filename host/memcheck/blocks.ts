// SPDX-License-Identifier: MPL-2.0
// The heap blocks of a program: those that are allocated, and the last ones that were freed. Tells
// where an address lies among them. They are kept in arrays of numbers: programs allocate millions, and objects
// that live for a while are what V8's collector costs most for.

import type { HeapCall } from "../watch/allocator_functions.ts";
import type { CallStack, CallStacks, TakenStack } from "./call_stacks.ts";

/** How a block is allocated, and must be freed. */
export type Family = "malloc" | "new" | "new[]";

const FAMILIES: readonly Family[] = ["malloc", "new", "new[]"];

/** The family of a function of an allocator. */
export function familyOf(call: HeapCall): Family {
  if (call.endsWith("[]")) return "new[]";
  return call.startsWith("operator") ? "new" : "malloc";
}

/** A heap block. */
export interface Block {
  /** Address of its first byte. */
  readonly start: bigint;
  /** The bytes that the program asked for. */
  readonly size: number;
  /** How it was allocated. */
  readonly family: Family;
  /** Where it was allocated. */
  readonly allocated: CallStack;
  /** Where it was freed; undefined while it is allocated. */
  readonly freed: CallStack | undefined;
}

/** Freed blocks that are remembered at least, unless their memory is allocated again. */
const MAX_FREED = 100_000;
const FIRST_CAPACITY = 1024;

/** Where an address lies in relation to a block. */
export interface BlockPosition {
  /** The block. */
  readonly block: Block;
  /** Whether the address is inside it, before its start or after its end. */
  readonly relation: "inside" | "before" | "after";
  /** The distance from its start, when inside or before, or from its end; in bytes. */
  readonly distance: bigint;
}

/** The blocks of one program, one for each address at which any started. */
export class Blocks {
  readonly #stacks: () => CallStacks;
  #columns = makeColumns(FIRST_CAPACITY);
  /** How many rows of the columns are used. */
  #count = 0;
  #freedCount = 0;
  /** Grows with each block that is added or freed. */
  #now = 0;
  /** Rows by a hash of the block's start, plus 1; 0 is free. */
  #table = new Int32Array(2 * FIRST_CAPACITY);

  /** No blocks yet; `stacks` gives the call stacks of the program. */
  constructor(stacks: () => CallStacks) {
    this.#stacks = stacks;
  }

  /** The family and the size of the allocated block that starts at an address. */
  at(start: bigint): { readonly family: Family; readonly size: number } | undefined {
    const row = this.#rowOf(Number(start));
    if (row < 0 || this.#isFreed(row)) return undefined;
    const { families, sizes } = this.#columns;
    return { family: FAMILIES[families[row] ?? 0] ?? "malloc", size: sizes[row] ?? 0 };
  }

  /** Adds a block. One at the same address is gone: the allocator was called in a way that is not seen. */
  add(start: bigint, size: number, family: Family, { id, instruction }: TakenStack): void {
    const address = Number(start);
    let row = this.#rowOf(address);
    if (row < 0) row = this.#newRow(address);
    else if (this.#isFreed(row)) this.#freedCount--;
    const { sizes, families, allocated, allocatedAt, freed, order } = this.#columns;
    sizes[row] = size;
    families[row] = FAMILIES.indexOf(family);
    allocated[row] = id;
    allocatedAt[row] = instruction;
    freed[row] = ALLOCATED;
    order[row] = ++this.#now;
  }

  /** Moves the allocated block that starts at an address to those that were freed. */
  free(start: bigint, { id, instruction }: TakenStack): void {
    const row = this.#rowOf(Number(start));
    if (row < 0 || this.#isFreed(row)) return;
    const { freed, freedAt, order } = this.#columns;
    freed[row] = id;
    freedAt[row] = instruction;
    order[row] = ++this.#now;
    if (++this.#freedCount > 2 * MAX_FREED) this.#forgetOldest();
  }

  /** Where an address lies: in or next to an allocated block, or else one that was freed. */
  find(address: bigint): BlockPosition | undefined {
    const at = Number(address);
    return this.#inside(at, false) ?? this.#inside(at, true) ?? this.#nearest(at, false) ??
      this.#nearest(at, true);
  }

  #isFreed(row: number): boolean {
    return this.#columns.freed[row] !== ALLOCATED;
  }

  #block(row: number): Block {
    const { starts, sizes, families, allocated, allocatedAt, freed, freedAt } = this.#columns;
    const stacks = this.#stacks();
    return {
      start: BigInt(starts[row] ?? 0),
      size: sizes[row] ?? 0,
      family: FAMILIES[families[row] ?? 0] ?? "malloc",
      allocated: stacks.stack(allocated[row] ?? 0, allocatedAt[row] ?? 0),
      freed: this.#isFreed(row) ? stacks.stack(freed[row] ?? 0, freedAt[row] ?? 0) : undefined,
    };
  }

  /** The block around an address; if there are several, the last one. */
  #inside(address: number, isFreed: boolean): BlockPosition | undefined {
    const { starts, sizes, order } = this.#columns;
    let found = -1;
    for (let row = 0; row < this.#count; row++) {
      const distance = address - (starts[row] ?? 0);
      if (distance < 0 || distance >= (sizes[row] ?? 0) || this.#isFreed(row) !== isFreed) continue;
      if (found < 0 || (order[row] ?? 0) > (order[found] ?? 0)) found = row;
    }
    if (found < 0) return undefined;
    const distance = BigInt(address - (starts[found] ?? 0));
    return { block: this.#block(found), relation: "inside", distance };
  }

  /** The block that ends shortly before an address, or else one that starts after it. */
  #nearest(address: number, isFreed: boolean): BlockPosition | undefined {
    const { starts, sizes, order } = this.#columns;
    let found = -1;
    let least = Infinity;
    for (let row = 0; row < this.#count; row++) {
      if (this.#isFreed(row) !== isFreed) continue;
      const [start, size] = [starts[row] ?? 0, sizes[row] ?? 0];
      const distance = start + size <= address ? address - start - size : start - address;
      // Farther from large blocks, an address is described by them.
      if (distance > REACH + size || distance > least) continue;
      if (distance === least && (order[row] ?? 0) > (order[found] ?? 0)) continue;
      [found, least] = [row, distance];
    }
    if (found < 0) return undefined;
    const isAfter = (starts[found] ?? 0) + (sizes[found] ?? 0) <= address;
    const relation = isAfter ? "after" : "before";
    return { block: this.#block(found), relation, distance: BigInt(least) };
  }

  /** The row of the block that started at an address last, or -1. */
  #rowOf(start: number): number {
    const { starts } = this.#columns;
    const mask = this.#table.length - 1;
    for (let at = hash(start) & mask;; at = (at + 1) & mask) {
      const row = (this.#table[at] ?? 0) - 1;
      if (row < 0 || starts[row] === start) return row;
    }
  }

  #newRow(start: number): number {
    if (this.#count === this.#columns.starts.length) this.#rebuild(2 * this.#count, () => true);
    const row = this.#count++;
    this.#columns.starts[row] = start;
    this.#enter(row, start);
    return row;
  }

  #enter(row: number, start: number): void {
    const mask = this.#table.length - 1;
    let at = hash(start) & mask;
    while (this.#table[at] !== 0) at = (at + 1) & mask;
    this.#table[at] = row + 1;
  }

  /** Forgets all freed blocks but the last ones. */
  #forgetOldest(): void {
    const { order } = this.#columns;
    const orders = order.subarray(0, this.#count).filter((_, row) => this.#isFreed(row)).sort();
    const oldest = orders[orders.length - MAX_FREED] ?? 0;
    this.#freedCount = MAX_FREED;
    this.#rebuild(
      this.#columns.starts.length,
      (row) => !this.#isFreed(row) || (order[row] ?? 0) >= oldest,
    );
  }

  /** Makes the columns and the table anew, of rows that are kept. */
  #rebuild(capacity: number, isKept: (row: number) => boolean): void {
    const rows = Array.from({ length: this.#count }, (_, row) => row).filter(isKept);
    const columns = makeColumns(capacity);
    for (const name of Object.keys(columns) as (keyof Columns)[]) {
      const [from, to] = [this.#columns[name], columns[name]];
      rows.forEach((row, index) => to[index] = from[row] ?? 0);
    }
    this.#columns = columns;
    this.#count = rows.length;
    this.#table = new Int32Array(2 * capacity);
    for (let row = 0; row < this.#count; row++) this.#enter(row, columns.starts[row] ?? 0);
  }
}

/** Bytes from a block within which an address is described by it, besides the block's size. */
const REACH = 64;
/** In the column of the stacks that freed blocks. */
const ALLOCATED = -1;

type Columns = ReturnType<typeof makeColumns>;

const makeColumns = (capacity: number) => ({
  starts: new Float64Array(capacity),
  sizes: new Float64Array(capacity),
  families: new Uint8Array(capacity),
  allocated: new Int32Array(capacity),
  allocatedAt: new Float64Array(capacity),
  freed: new Int32Array(capacity),
  freedAt: new Float64Array(capacity),
  order: new Float64Array(capacity),
});

function hash(start: number): number {
  // Starts are multiples of 8 or 16.
  const mixed = Math.imul(Math.floor(start / 8) | 0, 0x9e37_79b1);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
