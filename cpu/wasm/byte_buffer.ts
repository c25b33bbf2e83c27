// SPDX-License-Identifier: MPL-2.0
// A list of bytes that grows, for code that is written too often to be made of nested lists. Kept
// plain, as it runs before V8 optimises it.

/** A growing list of bytes. */
export class ByteBuffer {
  bytes: Uint8Array<ArrayBuffer>;
  length = 0;

  /** An empty buffer with room for some bytes. */
  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
  }

  /** Makes room for at least `count` more bytes. */
  reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const larger = new Uint8Array(2 * this.bytes.length + count);
    larger.set(this.bytes);
    this.bytes = larger;
  }

  /** Appends a byte. There must be room. */
  byte(value: number): void {
    this.bytes[this.length++] = value;
  }

  /** Appends a list of bytes, making room for it. */
  append(list: ArrayLike<number>): void {
    this.reserve(list.length);
    const { bytes, length } = this;
    for (let index = 0; index < list.length; index++) bytes[length + index] = list[index] ?? 0;
    this.length = length + list.length;
  }

  /** Appends the unsigned LEB128 of an integer below 2^31. There must be room for 5 bytes. */
  unsigned(value: number): void {
    const { bytes } = this;
    let at = this.length;
    while (value >= 0x80) {
      bytes[at++] = (value & 0x7f) | 0x80;
      value >>= 7;
    }
    bytes[at++] = value;
    this.length = at;
  }

  /** Appends the signed LEB128 of a 32-bit integer. There must be room for 5 bytes. */
  signed(value: number): void {
    const { bytes } = this;
    let at = this.length;
    while (value >= 0x40 || value < -0x40) {
      bytes[at++] = (value & 0x7f) | 0x80;
      value >>= 7;
    }
    bytes[at++] = value & 0x7f;
    this.length = at;
  }

  /** Appends the signed LEB128 of an integer from 0 to 2^53. There must be room for 8 bytes. */
  address(value: number): void {
    while (value >= 0x4000_0000) {
      this.bytes[this.length++] = (value % 0x80) | 0x80;
      value = Math.floor(value / 0x80);
    }
    this.signed(value);
  }

  /** Appends room for the size, below 2^28, of what comes next; returns where it is. */
  startSized(): number {
    const at = this.length;
    this.length += 4;
    return at;
  }

  /** Writes how many bytes came after the room at `at`, as unsigned LEB128 in four bytes. */
  endSized(at: number): void {
    const { bytes } = this;
    const size = this.length - at - 4;
    bytes[at] = (size & 0x7f) | 0x80;
    bytes[at + 1] = ((size >> 7) & 0x7f) | 0x80;
    bytes[at + 2] = ((size >> 14) & 0x7f) | 0x80;
    bytes[at + 3] = (size >> 21) & 0x7f;
  }
}
