// SPDX-License-Identifier: MPL-2.0
// The heap blocks of a program: those that are allocated, and the last ones that were freed. Tells
// where an address lies among them.

import type { HeapCall } from "../watch/allocator_functions.ts";
import type { CallStack } from "./call_stacks.ts";

/** How a block is allocated, and must be freed. */
export type Family = "malloc" | "new" | "new[]";

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
  freed: CallStack | undefined;
}

/** Freed blocks that are remembered, unless their memory is allocated again. */
const MAX_FREED = 100_000;
/** Bytes before a block that an address may be described as being before it. */
const REACH = 64n;

/** Where an address lies in relation to a block. */
export interface BlockPosition {
  /** The block. */
  readonly block: Block;
  /** Whether the address is inside it, before its start or after its end. */
  readonly relation: "inside" | "before" | "after";
  /** The distance from its start, when inside or before, or from its end; in bytes. */
  readonly distance: bigint;
}

/** The blocks of one program. */
export class Blocks {
  readonly #live = new Map<bigint, Block>();
  readonly #freed = new Map<bigint, Block>();

  /** The allocated blocks. */
  get live(): Iterable<Block> {
    return this.#live.values();
  }

  /** The allocated block that starts at an address. */
  at(start: bigint): Block | undefined {
    return this.#live.get(start);
  }

  /** The block that started at an address and was freed last. */
  freedAt(start: bigint): Block | undefined {
    return this.#freed.get(start);
  }

  /** Adds a block. One at the same address is gone: the allocator was called in a way that is not seen. */
  add(start: bigint, size: number, family: Family, allocated: CallStack): Block {
    const block: Block = { start, size, family, allocated, freed: undefined };
    this.#live.set(start, block);
    this.#freed.delete(start);
    return block;
  }

  /** Moves a block to those that were freed. */
  free(block: Block, freed: CallStack): void {
    block.freed = freed;
    this.#live.delete(block.start);
    this.#freed.delete(block.start);
    this.#freed.set(block.start, block);
    if (this.#freed.size <= MAX_FREED) return;
    const [oldest] = this.#freed.keys();
    if (oldest !== undefined) this.#freed.delete(oldest);
  }

  /** Where an address lies: in or next to an allocated block, or else one that was freed. */
  find(address: bigint): BlockPosition | undefined {
    return inside(this.#live, address) ?? inside(this.#freed, address) ??
      nearest(this.#live, address) ?? nearest(this.#freed, address);
  }
}

const endOf = ({ start, size }: Block): bigint => start + BigInt(size);

function inside(blocks: ReadonlyMap<bigint, Block>, address: bigint): BlockPosition | undefined {
  let found: Block | undefined;
  for (const block of blocks.values()) {
    // Of freed blocks, the last one counts.
    if (block.start <= address && address < endOf(block)) found = block;
  }
  return found && { block: found, relation: "inside", distance: address - found.start };
}

/** The block that ends shortly before an address, or else one that starts after it. */
function nearest(blocks: ReadonlyMap<bigint, Block>, address: bigint): BlockPosition | undefined {
  let found: BlockPosition | undefined;
  for (const block of blocks.values()) {
    const isAfter = endOf(block) <= address;
    const distance = isAfter ? address - endOf(block) : block.start - address;
    if (distance > reachOf(block)) continue;
    if (found !== undefined && found.distance <= distance) continue;
    found = { block, relation: isAfter ? "after" : "before", distance };
  }
  return found;
}

/** How far from a block an address is described by it: farther for large blocks. */
const reachOf = ({ size }: Block): bigint => REACH + BigInt(size);
