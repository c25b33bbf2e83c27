// SPDX-License-Identifier: MPL-2.0
// Writes DWARF's forms of numbers and strings one after the other, with relocations for the addresses and
// offsets that the linker fills in.

import type { Relocation } from "../object.ts";
import { leb128 } from "../leb128.ts";
import type { Int64 } from "../value.ts";
import { R } from "../relocation.ts";

const FIRST_CAPACITY = 256;

/** A growing run of bytes, and the relocations in it. */
export class DwarfWriter {
  #bytes = new Uint8Array(FIRST_CAPACITY);
  #view = new DataView(this.#bytes.buffer);
  /** The number of bytes. */
  size = 0;
  /** In order of their offsets. */
  readonly relocations: Relocation[] = [];

  /** The bytes written so far. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.size);
  }

  /** Adds bytes at the end, perhaps in a new buffer; returns their offset. */
  #grow(count: number): number {
    const at = this.size;
    this.size += count;
    if (this.size > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.size, this.#bytes.length * 2));
      grown.set(this.#bytes);
      this.#bytes = grown;
      this.#view = new DataView(grown.buffer);
    }
    return at;
  }

  /** An unsigned number of 8 bits. */
  u8(value: number): void {
    const at = this.#grow(1);
    this.#bytes[at] = value;
  }

  /** An unsigned number of 16 bits. */
  u16(value: number): void {
    const at = this.#grow(2);
    this.#view.setUint16(at, value, true);
  }

  /** An unsigned number of 32 bits. */
  u32(value: number): void {
    const at = this.#grow(4);
    this.#view.setUint32(at, value, true);
  }

  /** An unsigned number of 64 bits. */
  u64(value: bigint): void {
    const at = this.#grow(8);
    this.#view.setBigUint64(at, value, true);
  }

  /** An unsigned LEB128 number. */
  uleb(value: Int64): void {
    if (typeof value === "number" && value >= 0 && value < 0x80) this.u8(value);
    else this.raw(leb128(value, false));
  }

  /** A signed LEB128 number. */
  sleb(value: Int64): void {
    if (typeof value === "number" && value >= -0x40 && value < 0x40) this.u8(value & 0x7f);
    else this.raw(leb128(value, true));
  }

  /** Bytes as they are. */
  raw(bytes: Uint8Array): void {
    const at = this.#grow(bytes.length);
    this.#bytes.set(bytes, at);
  }

  /** A text and a NUL. */
  string(text: string): void {
    this.raw(new TextEncoder().encode(`${text.replaceAll("\0", "")}\0`));
  }

  /** The address of a symbol, given by its index in the object. */
  address(symbol: number): void {
    this.relocate(R.ABS64, symbol, 0);
    this.u64(0n);
  }

  /** An offset in a section of debug information. `symbol` is the index of the section's symbol. */
  offset(symbol: number, addend = 0): void {
    this.relocate(R.ABS32, symbol, addend);
    this.u32(0);
  }

  /** A relocation of the bytes that are written next. */
  relocate(type: number, symbol: number, addend: Int64): void {
    this.relocations.push({ offset: this.size, type, symbol, addend, location: 0, length: 0 });
  }

  /** A unit, preceded by its length. `write` writes it. */
  unit(write: () => void): void {
    const at = this.size;
    this.u32(0);
    write();
    this.#view.setUint32(at, this.size - at - 4, true);
  }

  /** The length of what `write` writes, followed by it. */
  length(write: () => void): void {
    this.unit(write);
  }
}
