// SPDX-License-Identifier: MPL-2.0
// The ranges that a process gave back last, each with what is needed to find out who did it. There may be
// very many, so that each is a few numbers and a place in a ring: taking one in costs next to nothing.

import type { Machine } from "../../cpu/machine.ts";
import { MemoryFault } from "../../cpu/memory/trap.ts";
import { REGISTER } from "../../cpu/isa/registers.ts";
import type { AddressRange } from "../symbols/ranges.ts";

/** A mapping that the process made. */
export interface MadeMapping extends AddressRange {
  /** Address of the ecall that made it. */
  readonly pc: bigint;
}

/** A range that the process unmapped, with what is needed to find out who did it. */
export interface GoneMapping extends AddressRange {
  /** Address of the ecall that unmapped it. */
  readonly pc: bigint;
  /** x0 to x31 at the ecall. */
  readonly registers: readonly bigint[];
  /** The top of the stack at that time: the bytes from sp on. */
  readonly stack: Uint8Array;
}

const REGISTERS = 32;
/** Enough of the stack for the frames of the allocator's functions. */
const STACK_BYTES = 128;
/** Ranges remembered: the latest are the likeliest to be used by mistake. */
const MOST = 10_000;

/** Where a range's start, end, ecall and registers are among its numbers, and how many these are. */
const START = 0;
const END = 1;
const PC = 2;
const FIRST_REGISTER = 3;
const NUMBERS = FIRST_REGISTER + REGISTERS;

/** The latest ranges. */
export class GoneMappings {
  /** Round about: the next one comes at `#next`. */
  readonly #numbers = new BigUint64Array(MOST * NUMBERS);
  readonly #stacks = new Uint8Array(MOST * STACK_BYTES);
  readonly #stackSizes = new Uint8Array(MOST);
  #next = 0;
  #count = 0;

  /** Takes in a range that the machine's program just gave back. */
  add({ start, end }: AddressRange, machine: Machine): void {
    const at = this.#next;
    this.#next = (at + 1) % MOST;
    this.#count = Math.min(this.#count + 1, MOST);
    const first = at * NUMBERS;
    this.#numbers[first + START] = start;
    this.#numbers[first + END] = end;
    this.#numbers[first + PC] = machine.pc;
    machine.registers.copyTo(this.#numbers, first + FIRST_REGISTER);
    this.#stackSizes[at] = this.#keepStack(at, machine);
  }

  /** Copies the top of the stack; how many bytes there are of it. */
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

  /** The latest range that holds an address. */
  at(address: bigint): GoneMapping | undefined {
    for (let back = 1; back <= this.#count; back++) {
      const at = (this.#next - back + MOST) % MOST;
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
