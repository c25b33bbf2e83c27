// SPDX-License-Identifier: MPL-2.0
// Reads DWARF's kinds of numbers one after the other. Beyond the end of the bytes every read throws a
// RangeError, which whoever reads a unit takes as the unit's end.

const LEB_BITS = 7;
/** Numbers of more bytes than this have more than 64 bits: nothing means that. */
const MAX_LEB_BYTES = 10;

/** A place in a DWARF section. */
export class DwarfCursor {
  /** Offset of the next byte. */
  at = 0;
  readonly #view: DataView;

  /** Reads `bytes` from their start. */
  constructor(readonly bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** An unsigned number of 8 bits. */
  u8(): number {
    return this.#view.getUint8(this.at++);
  }

  /** An unsigned number of 16 bits. */
  u16(): number {
    const value = this.#view.getUint16(this.at, true);
    this.at += 2;
    return value;
  }

  /** An unsigned number of 32 bits. */
  u32(): number {
    const value = this.#view.getUint32(this.at, true);
    this.at += 4;
    return value;
  }

  /** An unsigned number of 64 bits; beyond 2^53 not exact. */
  u64(): number {
    const value = this.#view.getBigUint64(this.at, true);
    this.at += 8;
    return Number(value);
  }

  /** An unsigned number of variable length (LEB128). */
  uleb(): number {
    let value = 0;
    for (let index = 0;; index++) {
      const byte = this.u8();
      if (index < MAX_LEB_BYTES) value += (byte & 0x7f) * 2 ** (LEB_BITS * index);
      if (byte < 0x80) return value;
    }
  }

  /** A signed number of variable length (LEB128). */
  sleb(): number {
    let value = 0;
    for (let index = 0;; index++) {
      const byte = this.u8();
      if (index < MAX_LEB_BYTES) value += (byte & 0x7f) * 2 ** (LEB_BITS * index);
      if (byte >= 0x80) continue;
      const isNegative = (byte & 0x40) !== 0 && index < MAX_LEB_BYTES;
      return isNegative ? value - 2 ** (LEB_BITS * (index + 1)) : value;
    }
  }

  /** An offset of a section, in the form that the unit has. */
  offset(is64: boolean): number {
    return is64 ? this.u64() : this.u32();
  }

  /** Goes behind the next NUL; gives where the string began. */
  skipString(): number {
    const start = this.at;
    const end = this.bytes.indexOf(0, start);
    if (end < 0) throw new RangeError("Cannot read a string: it does not end");
    this.at = end + 1;
    return start;
  }

  /** Goes on at an offset. */
  goTo(at: number): void {
    if (at < this.at || at > this.bytes.length) throw new RangeError(`Cannot go to offset ${at}`);
    this.at = at;
  }

  /** Leaves out bytes. */
  skip(count: number): void {
    this.goTo(this.at + count);
  }
}
