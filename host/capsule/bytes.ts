// SPDX-License-Identifier: MPL-2.0
// Bytes that are written and read in order: numbers of variable length (LEB128, zigzag for signed ones),
// strings in UTF-8 and bytes with their length in front. A reader never reads past the end of its bytes.

import { CapsuleError } from "./capsule_error.ts";

const INITIAL = 1 << 10;
const ENCODER = new TextEncoder();
const DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const LAST_WORD = (1n << 64n) - 1n;

/** Takes bytes. */
export class BytesWriter {
  #bytes = new Uint8Array(INITIAL);
  #length = 0;

  /** How many bytes there are. */
  get length(): number {
    return this.#length;
  }

  /** All of them; valid until more are written. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  /** One byte. */
  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  /** A count. */
  count(value: number): void {
    let rest = value;
    while (rest > 0x7f) {
      this.byte(rest % 0x80 + 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.byte(rest);
  }

  /** A whole number of either sign, of at most 64 bits. */
  signed(value: bigint): void {
    let rest = value < 0n ? (-value << 1n) - 1n : value << 1n;
    while (rest > 0x7fn) {
      this.byte(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    this.byte(Number(rest));
  }

  /** A string. */
  text(text: string): void {
    this.block(ENCODER.encode(text));
  }

  /** Bytes with their number. */
  block(bytes: Uint8Array): void {
    this.count(bytes.length);
    this.raw(bytes);
  }

  /** Bytes whose number the reader knows. */
  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    grown.set(this.bytes);
    this.#bytes = grown;
  }
}

/** Gives bytes back. */
export class BytesReader {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  #at = 0;

  /** Reads those bytes. */
  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes;
  }

  /** Whether all bytes have been read. */
  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** How many bytes have been read. */
  get position(): number {
    return this.#at;
  }

  /** Goes back to an earlier position. */
  back(position: number): void {
    this.#at = Math.min(position, this.#at);
  }

  /** The next byte, which stays; undefined at the end. */
  peek(): number | undefined {
    return this.#bytes[this.#at];
  }

  /** See {@link BytesWriter.byte}. */
  byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw this.damaged("it ends too early");
    this.#at++;
    return byte;
  }

  /** See {@link BytesWriter.count}. */
  count(): number {
    let value = 0;
    for (let unit = 1;; unit *= 0x80) {
      const byte = this.byte();
      value += (byte & 0x7f) * unit;
      if (value > Number.MAX_SAFE_INTEGER) throw this.damaged("a number is too large");
      if (byte < 0x80) return value;
      if (unit > Number.MAX_SAFE_INTEGER) throw this.damaged("a number is too long");
    }
  }

  /** See {@link BytesWriter.signed}. */
  signed(): bigint {
    let value = 0n;
    for (let shift = 0n;; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (value > LAST_WORD << 1n || shift > 70n) throw this.damaged("a number is too large");
      if (byte < 0x80) return (value & 1n) === 0n ? value >> 1n : -((value + 1n) >> 1n);
    }
  }

  /** See {@link BytesWriter.text}. */
  text(): string {
    const bytes = this.block();
    try {
      return DECODER.decode(bytes);
    } catch {
      throw this.damaged("a text is not UTF-8");
    }
  }

  /** See {@link BytesWriter.block}. */
  block(): Uint8Array<ArrayBuffer> {
    return this.raw(this.count());
  }

  /** See {@link BytesWriter.raw}. The bytes stay the reader's. */
  raw(count: number): Uint8Array<ArrayBuffer> {
    if (count > this.#bytes.length - this.#at) throw this.damaged("it ends too early");
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }

  /** The error for bytes that make no sense. */
  damaged(why: string): CapsuleError {
    return new CapsuleError(`Cannot read the capsule: it is damaged: ${why}`);
  }
}
