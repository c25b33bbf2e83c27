// SPDX-License-Identifier: MPL-2.0
// The ranges that a process unmapped most recently, each with what is needed to find the caller of munmap.
// A program may unmap very often, so a range is a few numbers in a ring buffer.

import type { Machine } from "../../cpu/machine.ts";
import { MemoryFault } from "../../cpu/memory/trap.ts";
import { REGISTER } from "../../cpu/isa/registers.ts";
import type { AddressRange } from "../symbols/address_ranges.ts";

/** A mapping that the process made. */
export interface MadeMapping extends AddressRange {
  /** Address of the ecall that made it. */
  readonly pc: bigint;
}

/** A range that the process unmapped, with what is needed to find the caller. */
export interface GoneMapping extends AddressRange {
  /** Address of the ecall that unmapped it. */
  readonly pc: bigint;
  /** x0 to x31 at the ecall. */
  readonly registers: readonly bigint[];
  /** The top of the stack at the ecall: the bytes from sp on. */
  readonly stack: Uint8Array;
}

const REGISTERS = 32;
/** Bytes of the stack to keep: enough for the frames of the allocator's functions. */
const STACK_BYTES = 128;
/** Ranges to keep. The latest are the most likely to be used by mistake. */
const MAX_RANGES = 10_000;

/** The positions of a range's start, end, ecall and registers among its numbers. */
const START = 0;
const END = 1;
const PC = 2;
const FIRST_REGISTER = 3;
const NUMBERS = FIRST_REGISTER + REGISTERS;

/** A ring buffer of unmapped ranges. */
export class GoneMappings {
  readonly #numbers = new BigUint64Array(MAX_RANGES * NUMBERS);
  readonly #stacks = new Uint8Array(MAX_RANGES * STACK_BYTES);
  readonly #stackSizes = new Uint8Array(MAX_RANGES);
  #next = 0;
  #count = 0;

  /** Adds a range that the machine's program has just unmapped. */
  add({ start, end }: AddressRange, machine: Machine): void {
    const at = this.#next;
    this.#next = (at + 1) % MAX_RANGES;
    this.#count = Math.min(this.#count + 1, MAX_RANGES);
    const first = at * NUMBERS;
    this.#numbers[first + START] = start;
    this.#numbers[first + END] = end;
    this.#numbers[first + PC] = machine.pc;
    machine.registers.copyTo(this.#numbers, first + FIRST_REGISTER);
    this.#stackSizes[at] = this.#keepStack(at, machine);
  }

  /** Copies the top of the stack, if it can be read; returns how many bytes it copied. */
  #keepStack(at: number, { memory, registers }: Machine): number {
    const stack = this.#stacks.subarray(at * STACK_BYTES, (at + 1) * STACK_BYTES);
    try {
      memory.readInto(registers.get(REGISTER.sp), stack);
    } catch (error) {
      if (error instanceof MemoryFault) return 0;
      throw error;
    }
    return STACK_BYTES;
  }

  /** The latest range that contains an address. */
  at(address: bigint): GoneMapping | undefined {
    for (let back = 1; back <= this.#count; back++) {
      const at = (this.#next - back + MAX_RANGES) % MAX_RANGES;
      const first = at * NUMBERS;
      const [start, end] = [this.#numbers[first + START] ?? 0n, this.#numbers[first + END] ?? 0n];
      if (address < start || end <= address) continue;
      const pc = this.#numbers[first + PC] ?? 0n;
      const registers = [...this.#numbers.subarray(first + FIRST_REGISTER, first + NUMBERS)];
      const stackAt = at * STACK_BYTES;
      const stack = this.#stacks.slice(stackAt, stackAt + (this.#stackSizes[at] ?? 0));
      return { start, end, pc, registers, stack };
    }
    return undefined;
  }
}
