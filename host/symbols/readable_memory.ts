// SPDX-License-Identifier: MPL-2.0
// Reads guest memory that may be unmapped: the stack and heap of a program that went wrong.

/** A memory to read. Both functions throw a RangeError where it is unmapped or not readable. */
export interface ReadableMemory {
  /** A copy of `length` bytes. */
  read(address: bigint, length: number): Uint8Array;
  /** An unsigned little-endian number of `size` bytes. */
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
