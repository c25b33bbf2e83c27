// SPDX-License-Identifier: MPL-2.0
// Reads numbers out of the bytes of a file that may be damaged: whatever lies outside of them
// is an error that says what was to be read there, never a wrong value.

/** A file that is not what its name or its first bytes promise. The message says which and why. */
export class FileFormatError extends Error {
  /** An error about the file of that name. */
  constructor(readonly file: string, readonly reason: string) {
    super(`Cannot read ${file}: ${reason}`);
    this.name = "FileFormatError";
  }
}

/** Little-endian numbers at offsets of a run of bytes. */
export class ByteReader {
  readonly #view: DataView;

  /** Reads `bytes` of the file that is called `file` in errors. */
  constructor(readonly bytes: Uint8Array, readonly file: string) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** How many bytes there are. */
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

  /** A 64-bit size or offset. Beyond 2^53 it is not exact, and outside of every file anyway. */
  size(at: number, what: string): number {
    return Number(this.u64(at, what));
  }

  /** The bytes of a range. */
  slice(at: number, length: number, what: string): Uint8Array {
    this.need(at, length, what);
    return this.bytes.subarray(at, at + length);
  }

  /** Refuses a range that is not within the file. */
  need(at: number, length: number, what: string): void {
    if (at >= 0 && length >= 0 && at + length <= this.bytes.length) return;
    throw this.error(
      `${what} would be at bytes ${at} to ${at + length}, and the file has ${this.bytes.length}: ` +
        "it is damaged or was cut off",
    );
  }
}
