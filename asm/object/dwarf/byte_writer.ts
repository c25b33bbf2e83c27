// SPDX-License-Identifier: MPL-2.0
// Writes DWARF's kinds of numbers one after the other, with the relocations of those that the linker
// fills in.

import type { Relocation } from "../object.ts";
import { leb128 } from "../leb128.ts";
import { R } from "../relocation.ts";

const FIRST_CAPACITY = 256;

/** Bytes that grow, and the relocations in them. */
export class DwarfWriter {
  #bytes = new Uint8Array(FIRST_CAPACITY);
  #view = new DataView(this.#bytes.buffer);
  /** How many bytes there are. */
  size = 0;
  /** By rising offset. */
  readonly relocations: Relocation[] = [];

  /** What was written. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.size);
  }

  /** Makes room at the end, perhaps in a new buffer; gives where it begins. */
  #room(count: number): number {
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
    const at = this.#room(1);
    this.#bytes[at] = value;
  }

  /** An unsigned number of 16 bits. */
  u16(value: number): void {
    const at = this.#room(2);
    this.#view.setUint16(at, value, true);
  }

  /** An unsigned number of 32 bits. */
  u32(value: number): void {
    const at = this.#room(4);
    this.#view.setUint32(at, value, true);
  }

  /** An unsigned number of 64 bits. */
  u64(value: bigint): void {
    const at = this.#room(8);
    this.#view.setBigUint64(at, value, true);
  }

  /** An unsigned number of variable length (LEB128). */
  uleb(value: number): void {
    if (value < 0x80) this.u8(value);
    else this.raw(leb128(value, false));
  }

  /** A signed number of variable length (LEB128). */
  sleb(value: number): void {
    if (value >= -0x40 && value < 0x40) this.u8(value & 0x7f);
    else this.raw(leb128(value, true));
  }

  /** Bytes as they are. */
  raw(bytes: Uint8Array): void {
    const at = this.#room(bytes.length);
    this.#bytes.set(bytes, at);
  }

  /** A text and a NUL. */
  string(text: string): void {
    this.raw(new TextEncoder().encode(`${text.replaceAll("\0", "")}\0`));
  }

  /** An address: that of a symbol, given by its index in the object. */
  address(symbol: number): void {
    this.#relocate(R.ABS64, symbol, 0);
    this.u64(0n);
  }

  /** An offset in a section of debug information, whose symbol has this index. */
  offset(symbol: number, addend = 0): void {
    this.#relocate(R.ABS32, symbol, addend);
    this.u32(0);
  }

  #relocate(type: number, symbol: number, addend: number): void {
    this.relocations.push({ offset: this.size, type, symbol, addend, location: 0, length: 0 });
  }

  /** Writes the length of a unit in front of it: what `write` writes. */
  unit(write: () => void): void {
    const at = this.size;
    this.u32(0);
    write();
    this.#view.setUint32(at, this.size - at - 4, true);
  }

  /** Writes the number of bytes that follow it up to the end of what `write` writes. */
  length(write: () => void): void {
    this.unit(write);
  }
}
