// SPDX-License-Identifier: MPL-2.0
// Reads DWARF's forms of numbers and strings one after the other. Reading beyond the end throws a RangeError,
// which ends the unit that is being read.

const LEB_BITS = 7;
/** The bytes of a LEB128 number of 64 bits. */
const MAX_LEB_BYTES = 10;

/** A position in a DWARF section. */
export class DwarfCursor {
  /** Offset of the next byte. */
  at = 0;
  readonly #view: DataView;

  /** Starts at the first of `bytes`. */
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

  /** An unsigned number of 64 bits; inexact from 2^53 on. */
  u64(): number {
    const value = this.#view.getBigUint64(this.at, true);
    this.at += 8;
    return Number(value);
  }

  /** An unsigned LEB128 number. */
  uleb(): number {
    let value = 0;
    for (let index = 0;; index++) {
      const byte = this.u8();
      if (index < MAX_LEB_BYTES) value += (byte & 0x7f) * 2 ** (LEB_BITS * index);
      if (byte < 0x80) return value;
    }
  }

  /** A signed LEB128 number. */
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

  /** An offset in a section, whose size depends on the unit. */
  offset(is64: boolean): number {
    return is64 ? this.u64() : this.u32();
  }

  /** Skips a string and its NUL; returns where it began. */
  skipString(): number {
    const start = this.at;
    const end = this.bytes.indexOf(0, start);
    if (end < 0) throw new RangeError("Cannot read a string: it has no end");
    this.at = end + 1;
    return start;
  }

  /** Moves ahead to an offset. */
  goTo(at: number): void {
    if (at < this.at || at > this.bytes.length) {
      throw new RangeError(
        `Cannot move to offset ${at}: it is before the cursor or beyond the end`,
      );
    }
    this.at = at;
  }

  /** Skips bytes. */
  skip(count: number): void {
    this.goTo(this.at + count);
  }
}
