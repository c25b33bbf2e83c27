// SPDX-License-Identifier: MPL-2.0
// Writes trace text as bytes: a trace can have tens of millions of lines, and making a string of each
// would take longer than running the program. Takes text, numbers and 32-bit halves; gives a sink large
// chunks, each valid only until the sink returns.

/** Takes a chunk of output. The bytes are valid only during the call: copy them to keep them. */
export type ByteSink = (bytes: Uint8Array) => void;

const DEFAULT_CAPACITY = 1 << 16;
const ZERO = 48;

/** The two hexadecimal digits of each byte. */
const HEX_PAIRS = Uint8Array.from(
  Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0")).join(""),
  (digit) => digit.charCodeAt(0),
);

/** Collects bytes and passes them on in large chunks. Call `flush()` at the end. */
export class ByteWriter {
  readonly #buffer: Uint8Array;
  readonly #sink: ByteSink;
  #length = 0;
  readonly #encoder = new TextEncoder();

  /** A writer that gives `sink` chunks of up to `capacity` bytes. */
  constructor(sink: ByteSink, capacity = DEFAULT_CAPACITY) {
    this.#buffer = new Uint8Array(Math.max(capacity, 64));
    this.#sink = sink;
  }

  /** Writes text, as UTF-8. */
  text(text: string): void {
    const length = text.length;
    if (length > 32) {
      this.bytes(this.#encoder.encode(text));
      return;
    }
    this.#reserve(length);
    let at = this.#length;
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index);
      if (code > 127) {
        this.bytes(this.#encoder.encode(text));
        return;
      }
      this.#buffer[at++] = code;
    }
    this.#length = at;
  }

  /** Writes bytes. */
  bytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    if (bytes.length > this.#buffer.length) {
      this.#sink(bytes);
      return;
    }
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Writes the 8 hexadecimal digits of a 32-bit value. */
  hex32(value: number): void {
    this.#reserve(8);
    const at = this.#length;
    this.#pair(at, value >>> 24);
    this.#pair(at + 2, (value >>> 16) & 0xff);
    this.#pair(at + 4, (value >>> 8) & 0xff);
    this.#pair(at + 6, value & 0xff);
    this.#length = at + 8;
  }

  /** Writes the 16 hexadecimal digits of a 64-bit value given as halves. */
  hex64(high: number, low: number): void {
    this.hex32(high);
    this.hex32(low);
  }

  /** Writes the lower `bytes` bytes of a 32-bit value in hexadecimal, two digits each. */
  hexBytes(value: number, bytes: 1 | 2 | 4): void {
    this.#reserve(8);
    let at = this.#length;
    for (let shift = 8 * (bytes - 1); shift >= 0; shift -= 8, at += 2) {
      this.#pair(at, (value >>> shift) & 0xff);
    }
    this.#length = at;
  }

  /** Writes a nonnegative integer in decimal. */
  decimal(value: number): void {
    if (value < 10) {
      this.#reserve(1);
      this.#buffer[this.#length++] = ZERO + value;
    } else {
      this.text(String(value));
    }
  }

  /** Passes on what has been collected. */
  flush(): void {
    if (this.#length === 0) return;
    const length = this.#length;
    this.#length = 0;
    this.#sink(this.#buffer.subarray(0, length));
  }

  #pair(at: number, byte: number): void {
    this.#buffer[at] = HEX_PAIRS[2 * byte] ?? 0;
    this.#buffer[at + 1] = HEX_PAIRS[2 * byte + 1] ?? 0;
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes > this.#buffer.length) this.flush();
  }
}
