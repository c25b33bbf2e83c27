// SPDX-License-Identifier: MPL-2.0
// A machine's registers as the host reads and writes them: the integer registers, and the
// floating-point registers with their control and status register. They live in the arena's state
// block, where the engines keep them between runs.

import type { ArenaLease } from "./memory/arena.ts";
import { FCSR_MASK } from "./float/format.ts";
import { STATE, STATE_START } from "./memory/layout.ts";

const FIRST = (STATE_START + STATE.registers) / 8;
const FIRST_FLOAT = (STATE_START + STATE.floats) / 8;
const COUNT = 32;

function check(register: number, kind: "x" | "f" = "x"): void {
  if (!Number.isInteger(register) || register < 0 || register >= COUNT) {
    throw new RangeError(`Cannot access register ${register}: there are ${kind}0 to ${kind}31`);
  }
}

/** The integer registers x0 to x31. */
export class Registers {
  readonly #lease: ArenaLease;

  /** The registers of the machine that leases the arena. */
  constructor(lease: ArenaLease) {
    this.#lease = lease;
  }

  /**
   * The value of a register, as an unsigned 64-bit integer.
   *
   * @throws {RangeError} unless 0 <= register <= 31
   */
  get(register: number): bigint {
    check(register);
    return this.#lease.arena.words64[FIRST + register] ?? 0n;
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
   * Sets a register to the low 64 bits of a value. Writes to x0 are ignored.
   *
   * @throws {RangeError} unless 0 <= register <= 31
   */
  set(register: number, value: bigint): void {
    check(register);
    if (register !== 0) this.#lease.arena.words64[FIRST + register] = value;
  }

  /** The values of all registers, unsigned. */
  toArray(): bigint[] {
    return [...this.#lease.arena.words64.subarray(FIRST, FIRST + COUNT)];
  }

  /** Copies the values of all registers into an array, starting at an index. */
  copyTo(target: BigUint64Array, index = 0): void {
    target.set(this.#lease.arena.words64.subarray(FIRST, FIRST + COUNT), index);
  }
}

/** The floating-point registers f0 to f31, and fcsr. */
export class FloatRegisters {
  readonly #lease: ArenaLease;
  readonly #scratch = new DataView(new ArrayBuffer(8));

  /** The registers of the machine that leases the arena. */
  constructor(lease: ArenaLease) {
    this.#lease = lease;
  }

  /**
   * The bits of a register, as an unsigned 64-bit integer: a double, or a single in the low half
   * with all ones above it.
   *
   * @throws {RangeError} unless 0 <= register <= 31
   */
  get(register: number): bigint {
    check(register, "f");
    return this.#lease.arena.words64[FIRST_FLOAT + register] ?? 0n;
  }

  /**
   * Sets the bits of a register.
   *
   * @throws {RangeError} unless 0 <= register <= 31
   */
  set(register: number, bits: bigint): void {
    check(register, "f");
    this.#lease.arena.words64[FIRST_FLOAT + register] = bits;
  }

  /**
   * The double-precision number in a register.
   *
   * @throws {RangeError} unless 0 <= register <= 31
   */
  getDouble(register: number): number {
    this.#scratch.setBigUint64(0, this.get(register));
    return this.#scratch.getFloat64(0);
  }

  /**
   * Sets a register to a double-precision number.
   *
   * @throws {RangeError} unless 0 <= register <= 31
   */
  setDouble(register: number, value: number): void {
    this.#scratch.setFloat64(0, value);
    this.set(register, this.#scratch.getBigUint64(0));
  }

  /**
   * The single-precision number in a register; NaN if its upper half is not all ones (manual, "NaN
   * Boxing of Narrower Values").
   *
   * @throws {RangeError} unless 0 <= register <= 31
   */
  getSingle(register: number): number {
    const bits = this.get(register);
    if (bits >> 32n !== 0xffff_ffffn) return NaN;
    this.#scratch.setBigUint64(0, bits);
    return this.#scratch.getFloat32(4);
  }

  /**
   * Sets a register to the single-precision number nearest to a value.
   *
   * @throws {RangeError} unless 0 <= register <= 31
   */
  setSingle(register: number, value: number): void {
    this.#scratch.setUint32(0, 0xffff_ffff);
    this.#scratch.setFloat32(4, value);
    this.set(register, this.#scratch.getBigUint64(0));
  }

  /** fcsr: accrued exception flags in bits 4 to 0, dynamic rounding mode in bits 7 to 5. */
  get fcsr(): number {
    return this.#lease.arena.words32[(STATE_START + STATE.fcsr) / 4] ?? 0;
  }

  set fcsr(value: number) {
    this.#lease.arena.words32[(STATE_START + STATE.fcsr) / 4] = value & FCSR_MASK;
  }

  /** Whether any register or fcsr is not 0, as all are at first. */
  get areUsed(): boolean {
    return this.fcsr !== 0 || this.toArray().some((bits) => bits !== 0n);
  }

  /** Copies the bits of all registers into an array, starting at an index. */
  copyTo(target: BigUint64Array, index = 0): void {
    target.set(this.#lease.arena.words64.subarray(FIRST_FLOAT, FIRST_FLOAT + COUNT), index);
  }

  /** The bits of all registers, unsigned. */
  toArray(): bigint[] {
    return [...this.#lease.arena.words64.subarray(FIRST_FLOAT, FIRST_FLOAT + COUNT)];
  }
}
