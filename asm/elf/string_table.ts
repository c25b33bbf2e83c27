// SPDX-License-Identifier: MPL-2.0
// Tables of NUL-terminated strings, which ELF and archives keep names in: read and written. Reading a
// damaged table ends with an error, also one in which very many names share the same long text.

import type { FileFormatError } from "./byte_reader.ts";

const DECODER = new TextDecoder();
/** Names may be tails of one another, but no tool makes many times the table of them. */
const MOST_SHARING = 16;
const ALWAYS_ALLOWED = 1 << 16;

/** The names of a table by their offsets. */
export class StringTableReader {
  readonly #bytes: Uint8Array;
  readonly #fail: (reason: string) => FileFormatError;
  readonly #known = new Map<number, string>([]);
  #left: number;

  /** Reads the bytes of a table. `fail` makes the error for what is wrong with it. */
  constructor(bytes: Uint8Array, fail: (reason: string) => FileFormatError) {
    this.#bytes = bytes;
    this.#fail = fail;
    this.#left = bytes.length * MOST_SHARING + ALWAYS_ALLOWED;
  }

  /** The string at an offset; `what` it is says an error. */
  at(offset: number, what: string): string {
    const known = this.#known.get(offset);
    if (known !== undefined) return known;
    // A file without names may have an empty table.
    if (offset === 0 && this.#bytes.length === 0) return "";
    const end = offset < this.#bytes.length ? this.#bytes.indexOf(0, offset) : -1;
    if (end < 0) throw this.#fail(`${what} lies outside of its table of strings`);
    this.#left -= end - offset;
    if (this.#left < 0) throw this.#fail("its names overlap");
    const text = DECODER.decode(this.#bytes.subarray(offset, end));
    this.#known.set(offset, text);
    return text;
  }
}

/** The bytes of a text in UTF-8. Names are ASCII nearly always, and there are very many of them. */
function encodedLength(text: string): number {
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) >= 0x80) return new TextEncoder().encode(text).length;
  }
  return text.length;
}

/** A table that is being written: each string once. */
export class StringTable {
  readonly #offsets = new Map<string, number>([["", 0]]);
  #length = 1;

  /** Where the string stands in the table. */
  add(text: string): number {
    let offset = this.#offsets.get(text);
    if (offset === undefined) {
      offset = this.#length;
      this.#offsets.set(text, offset);
      this.#length += encodedLength(text) + 1;
    }
    return offset;
  }

  /** The table. */
  bytes(): Uint8Array<ArrayBuffer> {
    return new TextEncoder().encode(`${[...this.#offsets.keys()].join("\0")}\0`);
  }
}
