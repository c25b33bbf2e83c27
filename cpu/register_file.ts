// SPDX-License-Identifier: MPL-2.0
// The integer registers of a machine, as the host reads and writes them. They live in the arena,
// where the engines have them.

import type { Arena } from "./arena.ts";
import { STATE, STATE_START } from "./layout.ts";

const FIRST = (STATE_START + STATE.registers) / 8;
const COUNT = 32;

function check(register: number): void {
  if (!Number.isInteger(register) || register < 0 || register >= COUNT) {
    throw new RangeError(`Cannot access register ${register}: there are x0 to x31`);
  }
}

/** The registers x0 to x31. */
export class Registers {
  readonly #arena: Arena;

  /** The registers of the machine that runs in this arena. */
  constructor(arena: Arena) {
    this.#arena = arena;
  }

  /**
   * The value of a register, as an unsigned 64-bit integer.
   *
   * @throws {RangeError} unless 0 <= register <= 31
   */
  get(register: number): bigint {
    check(register);
    return this.#arena.words64[FIRST + register] ?? 0n;
  }

  /**
   * The value of a register, as a signed 64-bit integer.
   *
   * @throws {RangeError} unless 0 <= register <= 31
   */
  getSigned(register: number): bigint {
    return BigInt.asIntN(64, this.get(register));
  }

  /**
   * Sets a register to the low 64 bits of a value. x0 stays 0.
   *
   * @throws {RangeError} unless 0 <= register <= 31
   */
  set(register: number, value: bigint): void {
    check(register);
    if (register !== 0) this.#arena.words64[FIRST + register] = value;
  }

  /** The 32 values, unsigned. */
  toArray(): bigint[] {
    return [...this.#arena.words64.subarray(FIRST, FIRST + COUNT)];
  }
}
