// SPDX-License-Identifier: MPL-2.0
// Reads guest memory that may not be mapped: stacks and heaps of programs that went wrong.

/** A memory that can be read. Both throw when it is not mapped or not readable there. */
export interface ReadableMemory {
  /** A copy of `length` bytes. */
  read(address: bigint, length: number): Uint8Array;
  /** An unsigned little-endian number. */
  readUint(address: bigint, size: 1 | 2 | 4 | 8): bigint;
}

/** The word at an address; undefined when it cannot be read. */
export function readWord(memory: ReadableMemory, address: bigint): bigint | undefined {
  try {
    return memory.readUint(BigInt.asUintN(64, address), 8);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The bytes at an address; undefined when not all of them can be read. */
export function readBytes(
  memory: ReadableMemory,
  address: bigint,
  length: number,
): Uint8Array | undefined {
  try {
    return memory.read(address, length);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
