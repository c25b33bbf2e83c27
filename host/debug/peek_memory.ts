// SPDX-License-Identifier: MPL-2.0
// Reads guest memory as a debugger does: whatever its permissions, and without touching a page that the program
// has not touched, so that looking changes nothing. Unmapped memory throws a RangeError, as in Memory.

import type { Mapping, Memory } from "../../cpu/memory/memory.ts";
import { MemoryFault } from "../../cpu/memory/trap.ts";
import type { StackMemory } from "../symbols/code_reader.ts";
import { numberOfBytes } from "../text/bytes.ts";

const PAGE = 4096n;

/** A memory that is only looked at. */
export class PeekMemory implements StackMemory {
  readonly #memory: Memory;

  /** Looks at a memory. */
  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** The bytes from an address on that are mapped, up to `length`. */
  readSome(address: bigint, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    const end = address + BigInt(length);
    let at = address;
    while (at < end && this.#memory.isMapped(at, 1)) {
      const next = (at & ~(PAGE - 1n)) + PAGE;
      const count = Number((next < end ? next : end) - at);
      // A page that was never touched is all zero.
      if (this.#memory.isTouched(at)) {
        bytes.set(this.#memory.read(at, count, "any"), Number(at - address));
      }
      at += BigInt(count);
    }
    return bytes.subarray(0, Number((at < end ? at : end) - address));
  }

  /** See {@link StackMemory}. */
  read(address: bigint, length: number): Uint8Array {
    const bytes = this.readSome(address, length);
    if (bytes.length < length) throw new MemoryFault(address + BigInt(bytes.length), "read");
    return bytes;
  }

  /** See {@link StackMemory}. */
  readUint(address: bigint, size: 1 | 2 | 4 | 8): bigint {
    return numberOfBytes(this.read(address, size));
  }

  /** See {@link StackMemory}. */
  mappingAt(address: bigint): Mapping | undefined {
    return this.#memory.mappingAt(address);
  }
}
