// SPDX-License-Identifier: MPL-2.0
// Reads the code of a program that has stopped, to tell what an address is: one after a call, or the code
// that signal handlers return to. Takes any address.

import { decode } from "../../cpu/isa/encoding.ts";
import { instructionLength } from "../../cpu/isa/table.ts";
import type { Mapping } from "../../cpu/memory/memory.ts";
import { isCall } from "../../cpu/semantics/effects.ts";
import { isLink } from "./functions.ts";
import type { ReadableMemory } from "./readable_memory.ts";

/** The parts of a memory that a backtrace needs. */
export interface StackMemory extends ReadableMemory {
  /** A copy of bytes; with "any", also of code that the program itself may not read. */
  read(address: bigint, length: number, access?: "read" | "any"): Uint8Array;
  /** The mapping that contains an address. */
  mappingAt(address: bigint): Mapping | undefined;
}

/** `li a7, 139`, rt_sigreturn, and `ecall`: the trampoline in [vdso], or a program's own. */
const LOAD_NUMBER = 0x08b0_0893;
const ECALL = 0x0000_0073;
const LENGTH = 4n;

/** Reads the code in a memory. */
export class CodeReader {
  readonly #memory: StackMemory;

  /** Reads from a memory. */
  constructor(memory: StackMemory) {
    this.#memory = memory;
  }

  /** Whether an address is that of the code which a signal handler returns to. */
  isTrampoline(address: bigint): boolean {
    const word = this.fetch(address);
    if (word === LOAD_NUMBER) return this.fetch(address + LENGTH) === ECALL;
    return word === ECALL && this.fetch(address - LENGTH) === LOAD_NUMBER;
  }

  /** Whether a function may return to an address: it follows a call, or handlers return to it. */
  isReturnAddress(address: bigint): boolean {
    return this.followsCall(address) || this.isTrampoline(address);
  }

  /** Whether an address can be jumped to. */
  isExecutable(address: bigint): boolean {
    return (address & 1n) === 0n &&
      this.#memory.mappingAt(address)?.permissions.execute === true;
  }

  /** Whether the instruction before an address is a call. */
  followsCall(address: bigint): boolean {
    return (address & 1n) === 0n && this.callLength(address) !== undefined;
  }

  /** The length of the call that ends at an address; undefined when none does. */
  callLength(address: bigint): 2 | 4 | undefined {
    if (address < 4n) return undefined;
    for (const length of [4, 2] as const) {
      const from = address - BigInt(length);
      if (this.#memory.mappingAt(from)?.permissions.execute !== true) continue;
      const word = this.fetch(from);
      if (word === undefined || instructionLength(word) !== length) continue;
      const instruction = decode(word);
      if (instruction === undefined || !isCall(instruction)) continue;
      if (isLink(instruction.rd)) return length;
    }
    return undefined;
  }

  /** The instruction word at an address; undefined where there is none. */
  fetch(address: bigint): number | undefined {
    try {
      const low = this.#halfword(address);
      return instructionLength(low) === 2
        ? low
        : (low | (this.#halfword(address + 2n) << 16)) >>> 0;
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }

  #halfword(address: bigint): number {
    const [low = 0, high = 0] = this.#memory.read(address, 2, "any");
    return low | (high << 8);
  }
}
