// SPDX-License-Identifier: MPL-2.0
// Reads numbers from the bytes of a file that may be damaged. Reading beyond the end throws an error that
// says what should have been there; it never returns a wrong value.

/** A file that is damaged, or of the wrong format. The message names it and says why. */
export class FileFormatError extends Error {
  /** An error about the file of this name. */
  constructor(readonly file: string, readonly reason: string) {
    super(`Cannot read ${file}: ${reason}`);
    this.name = "FileFormatError";
  }
}

/** Reads little-endian numbers at given offsets. */
export class ByteReader {
  readonly #view: DataView;

  /** Reads from `bytes`. Errors call the file `file`. */
  constructor(readonly bytes: Uint8Array, readonly file: string) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The number of bytes. */
  get length(): number {
    return this.bytes.length;
  }

  /** An error about this file. */
  error(reason: string): FileFormatError {
    return new FileFormatError(this.file, reason);
  }

  /** An 8-bit number. */
  u8(at: number, what: string): number {
    this.need(at, 1, what);
    return this.#view.getUint8(at);
  }

  /** A 16-bit number. */
  u16(at: number, what: string): number {
    this.need(at, 2, what);
    return this.#view.getUint16(at, true);
  }

  /** A 32-bit number. */
  u32(at: number, what: string): number {
    this.need(at, 4, what);
    return this.#view.getUint32(at, true);
  }

  /** A 64-bit number. */
  u64(at: number, what: string): bigint {
    this.need(at, 8, what);
    return this.#view.getBigUint64(at, true);
  }

  /** A 64-bit size or offset. It is inexact from 2^53 on, but then lies outside every file anyway. */
  size(at: number, what: string): number {
    return Number(this.u64(at, what));
  }

  /** The bytes of a range. */
  slice(at: number, length: number, what: string): Uint8Array {
    this.need(at, length, what);
    return this.bytes.subarray(at, at + length);
  }

  /** Throws when a range is not within the file. */
  need(at: number, length: number, what: string): void {
    if (at >= 0 && length >= 0 && at + length <= this.bytes.length) return;
    throw this.error(
      `${what} should be at bytes ${at} to ${at + length}, but the file has only ` +
        `${this.bytes.length}: it is damaged or truncated`,
    );
  }
}
