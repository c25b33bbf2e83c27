// SPDX-License-Identifier: MPL-2.0
// Which object each pointer was made from: bounds beside every register and every word of memory. The
// plane has a word for each aligned word of guest memory, at the same offset. Registers are in that
// memory, too. Code addresses have the numbers of the sites where pointers to variables are made.

import { DECODED_PAGES, STATE, STATE_START } from "./layout.ts";

/** Name and size of the plane, whose memory index is that after `PLANES`. */
export const BOUNDS_PLANE = { name: "bounds", pages: 65536 } as const;

/** Offset in the plane of the end of the latest block on the stack: beside pc, which is no pointer. */
export const BLOCK_END = STATE_START + STATE.pc;

/**
 * Bounds are the offset of an object's first byte, and above 32 bits that of the byte after it. 0: no
 * object is known. {@link DIFFERENCE}: the value is the distance from a pointer to one into another object.
 */
export const DIFFERENCE = 1n;

/** What happens at a site. */
export const SITE = {
  /** The result points to a variable, at an offset from the value of a register. */
  variable: 1,
  /** sp moves down: a block on the stack will end where it is now. */
  blockEnd: 2,
  /** The result points to the start of that block. */
  block: 3,
} as const;

/** The table of sites, in a part of the plane that has no guest memory beside it. */
export const SITES = {
  start: DECODED_PAGES,
  size: 16,
  count: 2 ** 16,
  /** One of `SITE`, 32 bits. */
  kind: 0,
  /** The offset of the register in the state block, 32 bits: x0 for an absolute address. */
  base: 4,
  /** The distances from it to the variable's first byte, and to the byte after it; 32 bits. */
  low: 8,
  high: 12,
} as const;

/** A site without its address. */
export interface PointerSite {
  /** One of `SITE`. */
  readonly kind: number;
  /** The number of the register that `low` and `high` are relative to. */
  readonly register: number;
  readonly low: bigint;
  readonly high: bigint;
}

/** The bounds in one arena. */
export class PointerBounds {
  readonly memory: WebAssembly.Memory;
  readonly #words: BigUint64Array;
  readonly #words32: Uint32Array;
  readonly #words16: Uint16Array;
  readonly #numbers = new Map<string, number>();

  /** Nothing is known of any pointer. */
  constructor() {
    const { pages } = BOUNDS_PLANE;
    this.memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    this.#words = new BigUint64Array(this.memory.buffer as ArrayBuffer);
    this.#words32 = new Uint32Array(this.memory.buffer as ArrayBuffer);
    this.#words16 = new Uint16Array(this.memory.buffer as ArrayBuffer);
  }

  /** Adds a site at the address of an instruction. False if there are too many. */
  addSite(address: bigint, { kind, register, low, high }: PointerSite): boolean {
    const key = `${kind} ${register} ${low} ${high}`;
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#numbers.size + 1;
      if (number >= SITES.count) return false;
      this.#numbers.set(key, number);
      const entry = (SITES.start + number * SITES.size) / 4;
      const fields = [BigInt(kind), BigInt(STATE.registers + 8 * register), low, high];
      fields.forEach((field, index) =>
        this.#words32[entry + index] = Number(BigInt.asUintN(32, field))
      );
    }
    this.#words16[Number(address & 0xffff_ffffn) / 2] = number;
    return true;
  }

  /** The bounds of the object that an integer register points into, as offsets; undefined if unknown. */
  ofRegister(number: number): { readonly start: number; readonly end: number } | undefined {
    const bounds = this.#words[(STATE_START + STATE.registers) / 8 + number] ?? 0n;
    if (bounds === 0n || bounds === DIFFERENCE) return undefined;
    return { start: Number(bounds & 0xffff_ffffn), end: Number(bounds >> 32n) };
  }

  /** Forgets what integer registers point to: all, or one. */
  forgetRegisters(only?: number): void {
    const start = (STATE_START + STATE.registers) / 8;
    if (only === undefined) this.#words.fill(0n, start, start + 32);
    else this.#words[start + only] = 0n;
  }

  /** Copies what the words of a range of offsets point to. */
  copy(start: number, end: number, target: number): void {
    this.#words.copyWithin(target / 8, start / 8, end / 8);
  }

  /** Forgets what the words of a range of offsets point to. */
  forget(start: number, end: number): void {
    this.#words.fill(0n, Math.floor(start / 8), Math.ceil(end / 8));
  }
}
