// SPDX-License-Identifier: MPL-2.0
// Keeps the last lines of a text that is too long to keep.

import type { ByteSink } from "../text/byte_writer.ts";

const NEWLINE = 10;

/** The last lines of what is written to it. */
export class LastLines {
  readonly #most: number;
  #chunks: { readonly bytes: Uint8Array; readonly lines: number }[] = [];
  #lines = 0;

  /** Keeps that many lines. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Takes text. Pieces need not be whole lines. */
  write(bytes: Uint8Array): void {
    let lines = 0;
    for (const byte of bytes) if (byte === NEWLINE) lines++;
    this.#chunks.push({ bytes: bytes.slice(), lines });
    this.#lines += lines;
    for (;;) {
      const [first] = this.#chunks;
      // One line more, whose end the next piece may begin with.
      if (first === undefined || this.#lines - first.lines <= this.#most) break;
      this.#lines -= first.lines;
      this.#chunks.shift();
    }
  }

  /** Passes the last lines on, and forgets them. */
  drain(sink: ByteSink): void {
    let excess = this.#lines - this.#most;
    for (const { bytes, lines } of this.#chunks) {
      if (excess > lines) {
        excess -= lines;
        continue;
      }
      let start = 0;
      for (; excess > 0; excess--) start = bytes.indexOf(NEWLINE, start) + 1;
      sink(bytes.subarray(start));
    }
    this.#chunks = [];
    this.#lines = 0;
  }
}
