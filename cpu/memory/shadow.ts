// SPDX-License-Identifier: MPL-2.0
// What a memory checker knows of each byte of guest memory and of each register, kept beside them:
// whether the program may access the byte, and which bits of it are undefined. The host marks ranges
// here; checked code (cpu/checks/) reads and writes the same planes.

import { PointerBounds } from "./pointer_bounds.ts";
import { SLOT_COUNT, STATE, STATE_START } from "./layout.ts";

/** Names under which modules import the planes, in the order of their memory indexes from 1 on. */
export const PLANES = ["undefinedness", "inaccessibility"] as const;
/** Pages of 64 KiB in each plane. The second has a bit per byte, and room to read past its end. */
export const PLANE_PAGES = { undefinedness: 65536, inaccessibility: 8193 } as const;

/** The shadow of a register lies this far after it in the state block. */
export const SHADOW_DISTANCE = 4096;
/** The start of the shadows of registers, and of what checked code and host pass each other. */
export const SHADOW_START = STATE_START + SHADOW_DISTANCE;

/** Offsets from `SHADOW_START`, above the shadows of registers. */
export const SHADOW_STATE = {
  /** Not 0 if the shadow of a register may be other than 0; 64 bits. */
  tainted: 256 * 8,
  /** Not 0 while the allocator runs, which may access what the program may not; 32 bits. */
  exempt: 257 * 8,
  /** Failures of the next instruction that have been reported, as bits of `FAILURE`; 32 bits. */
  reported: 258 * 8,
  /** A failure: one of `FAILURE`, 32 bits; the address; the bytes accessed or undefined, 32 bits. */
  failure: 259 * 8,
  failureAddress: 260 * 8,
  failureSize: 261 * 8,
  /** The least that sp has been since the last return: what is below it is marked undefined. */
  stackLow: 262 * 8,
  /** The range of addresses of the stack. */
  stackStart: 263 * 8,
  stackEnd: 264 * 8,
} as const;

/** Where the shadows of registers and their state end. */
const SHADOW_SIZE = 265 * 8;

/** What a check of an instruction may find. */
export const FAILURE = {
  /** It reads bytes that the program may not read. */
  read: 1,
  /** It writes bytes that the program may not write. */
  write: 2,
  /** It uses an address with undefined bits. */
  address: 4,
  /** It branches on an undefined condition. */
  condition: 8,
  /** It reads or writes outside of the variable that its pointer was made from. */
  readOutside: 16,
  writeOutside: 32,
} as const;

/** The state of a byte that a range is marked with. */
export type ByteState = "defined" | "undefined" | "inaccessible";

/** Bytes below sp that code may store to before it moves sp there. */
export const RED_ZONE = 512;

/** The planes of one arena, and the shadows of its registers. */
export class Shadow {
  readonly undefinedness: WebAssembly.Memory;
  readonly inaccessibility: WebAssembly.Memory;
  /** A byte for each byte of memory, at the same offset: 1 for each undefined bit. */
  readonly bits: Uint8Array<ArrayBuffer>;
  /** A bit for each byte of memory: 1 if the program may not access it. Its `bits` are all 1. */
  readonly closed: Uint8Array<ArrayBuffer>;
  /** The state block, shadows included, as words of 64 and 32 bits. */
  readonly #words64: BigUint64Array;
  readonly #words32: Uint32Array;
  readonly #bytes: Uint8Array;
  /** What pointers were made from, if the checker follows them. */
  readonly bounds: PointerBounds | undefined;
  /** 1 for each slot in which anything is marked. */
  readonly #marked = new Uint8Array(SLOT_COUNT);

  /** Planes in which everything is defined, for the memory of an arena. */
  constructor(memory: WebAssembly.Memory, { followsPointers = false } = {}) {
    this.bounds = followsPointers ? new PointerBounds() : undefined;
    const plane = (pages: number) => new WebAssembly.Memory({ initial: pages, maximum: pages });
    this.undefinedness = plane(PLANE_PAGES.undefinedness);
    this.inaccessibility = plane(PLANE_PAGES.inaccessibility);
    this.bits = new Uint8Array(this.undefinedness.buffer as ArrayBuffer);
    this.closed = new Uint8Array(this.inaccessibility.buffer as ArrayBuffer);
    this.#words64 = new BigUint64Array(memory.buffer as ArrayBuffer);
    this.#words32 = new Uint32Array(memory.buffer as ArrayBuffer);
    this.#bytes = new Uint8Array(memory.buffer as ArrayBuffer);
    this.reset();
  }

  /** Makes registers and state as at the start of a program. */
  reset(): void {
    this.#bytes.fill(0, SHADOW_START, SHADOW_START + SHADOW_SIZE);
  }

  /** A field of `SHADOW_STATE` of 64 bits. */
  get(field: number): bigint {
    return this.#words64[(SHADOW_START + field) / 8] ?? 0n;
  }

  /** Sets such a field, which may also be one of 32 bits. */
  set(field: number, value: bigint): void {
    this.#words64[(SHADOW_START + field) / 8] = value;
  }

  /** A field of 32 bits. */
  get32(field: number): number {
    return this.#words32[(SHADOW_START + field) / 4] ?? 0;
  }

  /** The mistake that checked code has noted, which it will not note again. */
  takeMistake(): { readonly failure: number; readonly address: bigint; readonly size: number } {
    const failure = this.get32(SHADOW_STATE.failure);
    if (failure !== FAILURE.address && failure !== FAILURE.condition) {
      this.set(SHADOW_STATE.reported, 1n);
    }
    return {
      failure,
      address: this.get(SHADOW_STATE.failureAddress),
      size: this.get32(SHADOW_STATE.failureSize),
    };
  }

  /** A word of 32 bits of the program's memory, at an offset that is a multiple of 4. */
  word(offset: number): number {
    return this.#words32[offset / 4] ?? 0;
  }

  /** Whether a register may have undefined bits. */
  get isTainted(): boolean {
    return this.get32(SHADOW_STATE.tainted) !== 0 || this.get32(SHADOW_STATE.tainted + 4) !== 0;
  }

  /** The undefined bits of an integer register. */
  register(number: number): bigint {
    return this.get(STATE.registers + 8 * number);
  }

  /** Sets the undefined bits of an integer register. */
  setRegister(number: number, bits: bigint): void {
    if (number === 0) return;
    this.set(STATE.registers + 8 * number, bits);
    if (bits !== 0n) this.set(SHADOW_STATE.tainted, 1n);
  }

  /** Makes all registers defined. */
  defineRegisters(): void {
    this.#bytes.fill(0, SHADOW_START, SHADOW_START + SHADOW_STATE.tainted);
    this.set(SHADOW_STATE.tainted, 0n);
    this.bounds?.forgetRegisters();
  }

  /** Gives all bytes of a range of addresses a state. The range must not cross 4 GiB. */
  mark(address: bigint, length: number, state: ByteState): void {
    if (length <= 0) return;
    const start = Number(address & 0xffff_ffffn);
    const end = Math.min(start + length, 2 ** 32);
    this.bits.fill(state === "defined" ? 0 : 0xff, start, end);
    this.#close(start, end, state === "inaccessible");
    this.#marked.fill(1, Math.floor(start / 4096), Math.ceil(end / 4096));
  }

  #close(start: number, end: number, isClosed: boolean): void {
    const set = (at: number) => {
      const bit = 1 << (at & 7);
      const byte = this.closed[Math.floor(at / 8)] ?? 0;
      this.closed[Math.floor(at / 8)] = isClosed ? byte | bit : byte & ~bit;
    };
    let at = start;
    while (at < end && at % 8 !== 0) set(at++);
    const whole = Math.floor((end - at) / 8);
    if (whole > 0) {
      this.closed.fill(isClosed ? 0xff : 0, at / 8, at / 8 + whole);
      at += 8 * whole;
    }
    while (at < end) set(at++);
  }

  /** Makes written bytes defined if the program may access them, like a store. */
  define(offset: number, length: number): void {
    for (let at = offset; at < offset + length; at++) {
      if (!this.#isClosed(at)) this.bits[at] = 0;
    }
    this.bounds?.forget(offset, offset + length);
  }

  #isClosed(offset: number): boolean {
    return ((this.closed[Math.floor(offset / 8)] ?? 0) >> (offset & 7) & 1) === 1;
  }

  /** The offset in a range of addresses of its first byte that the program may not access, or -1. */
  firstInaccessible(address: bigint, length: number): number {
    const start = Number(address & 0xffff_ffffn);
    for (let index = 0; index < length; index++) {
      if (this.bits[start + index] === 0xff && this.#isClosed(start + index)) return index;
    }
    return -1;
  }

  /** The offset of the first byte with undefined bits, or -1. */
  firstUndefined(address: bigint, length: number): number {
    const start = Number(address & 0xffff_ffffn);
    const found = this.bits.subarray(start, start + length).findIndex((bits) => bits !== 0);
    return found;
  }

  /** Makes what is known of a slot known of another, to which its page moves. */
  copy(from: number, to: number): void {
    this.bits.copyWithin(to * 4096, from * 4096, (from + 1) * 4096);
    this.closed.copyWithin(to * 512, from * 512, (from + 1) * 512);
    this.#marked[to] = this.#marked[from] ?? 0;
    this.bounds?.copy(from * 4096, (from + 1) * 4096, to * 4096);
  }

  /** Forgets what the host has marked in slots. */
  clearMarks(firstSlot: number, endSlot: number): void {
    for (let slot = firstSlot; slot < endSlot; slot++) {
      if (this.#marked[slot] === 1) this.clear(slot);
    }
  }

  /** Forgets what is known of a slot: everything there is defined. */
  clear(slot: number): void {
    this.#marked[slot] = 0;
    this.bits.fill(0, slot * 4096, (slot + 1) * 4096);
    this.closed.fill(0, slot * 512, (slot + 1) * 512);
    this.bounds?.forget(slot * 4096, (slot + 1) * 4096);
  }
}
