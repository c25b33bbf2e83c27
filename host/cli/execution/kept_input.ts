// SPDX-License-Identifier: MPL-2.0
// Keeps what a program reads from standard input, so that it can be run again with the same input, read by
// read. Guarantees: keeps a limited number of bytes, and tells when there were more.

/** Standard input that may have nothing yet. */
interface Reader {
  read(buffer: Uint8Array): number | undefined;
}

/** The most bytes that are kept. */
const MAX_KEPT = 2 ** 24;

/** Standard input that is kept. */
export class KeptInput implements Reader {
  readonly #input: Reader;
  /** What each read gave; undefined once there was too much. */
  #reads: Uint8Array[] | undefined = [];
  #size = 0;

  /** Reads from `input`. */
  constructor(input: Reader) {
    this.#input = input;
  }

  /** Reads some bytes into the buffer, and keeps them. */
  read(buffer: Uint8Array): number | undefined {
    const count = this.#input.read(buffer);
    if (count === undefined) return undefined;
    this.#size += count;
    if (this.#size > MAX_KEPT) this.#reads = undefined;
    this.#reads?.push(buffer.slice(0, count));
    return count;
  }

  /** The same input from the start; undefined when not all of it was kept. */
  again(): Reader | undefined {
    if (this.#reads === undefined) return undefined;
    const rest = [...this.#reads];
    return {
      read(buffer) {
        const bytes = rest.shift() ?? new Uint8Array();
        buffer.set(bytes);
        return bytes.length;
      },
    };
  }
}
