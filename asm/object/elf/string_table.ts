// SPDX-License-Identifier: MPL-2.0
// String tables: the NUL-terminated names of ELF files and archives, read and written. Reading a damaged
// table is an error, even one that makes very many names share one long text.

import type { FileFormatError } from "./byte_reader.ts";

const DECODER = new TextDecoder();
/** Names may overlap, but in no valid table do they add up to more times its size. */
export const MAX_SHARING = 16;
const ALWAYS_ALLOWED = 1 << 16;

/** Reads names by their offsets. */
export class StringTableReader {
  readonly #bytes: Uint8Array;
  readonly #fail: (reason: string) => FileFormatError;
  readonly #known = new Map<number, string>([]);
  #left: number;

  /** Reads the bytes of a table. `fail` makes an error. */
  constructor(bytes: Uint8Array, fail: (reason: string) => FileFormatError) {
    this.#bytes = bytes;
    this.#fail = fail;
    this.#left = bytes.length * MAX_SHARING + ALWAYS_ALLOWED;
  }

  /** The string at an offset. Errors call it `what`. */
  at(offset: number, what: string): string {
    const known = this.#known.get(offset);
    if (known !== undefined) return known;
    // The table of a file without names may be empty.
    if (offset === 0 && this.#bytes.length === 0) return "";
    const end = offset < this.#bytes.length ? this.#bytes.indexOf(0, offset) : -1;
    if (end < 0) throw this.#fail(`${what} is outside its string table`);
    this.#left -= end - offset;
    if (this.#left < 0) throw this.#fail("its names overlap");
    const text = DECODER.decode(this.#bytes.subarray(offset, end));
    this.#known.set(offset, text);
    return text;
  }
}

const FIRST_CAPACITY = 1 << 12;
/** Bytes of UTF-8 that a UTF-16 code unit may become. */
const MAX_BYTES = 3;

/** A table that is being written. Each string is in it once. */
export class StringTable {
  readonly #offsets = new Map<string, number>([["", 0]]);
  #bytes = new Uint8Array(FIRST_CAPACITY);
  #length = 1;

  /** Adds a string; returns its offset. */
  add(text: string): number {
    let offset = this.#offsets.get(text);
    if (offset === undefined) {
      offset = this.#length;
      this.#offsets.set(text, offset);
      this.#append(text);
    }
    return offset;
  }

  /** The bytes of the table: a view, valid until a string is added. */
  bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Appends a text and a NUL. Names are nearly always ASCII, and there are very many. */
  #append(text: string): void {
    const end = this.#length + text.length * MAX_BYTES + 1;
    if (end > this.#bytes.length) {
      const more = new Uint8Array(end * 2);
      more.set(this.#bytes);
      this.#bytes = more;
    }
    const bytes = this.#bytes;
    const start = this.#length;
    let at = 0;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code >= 0x80) break;
      bytes[start + at] = code;
    }
    const rest = at === text.length
      ? 0
      : new TextEncoder().encodeInto(text.slice(at), bytes.subarray(start + at)).written;
    this.#length = start + at + rest + 1;
  }
}
