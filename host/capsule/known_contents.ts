// SPDX-License-Identifier: MPL-2.0
// What is known of the contents of files because the program has read or written it. The recorder and the
// replay keep the same knowledge, so that a capsule holds again only what was read and not known. Guarantees:
// it takes a limited amount of memory; beyond that all is forgotten, on both sides at the same moment.

/** The most bytes that are kept. */
const MAX_BYTES = 2 ** 26;
/** Files of more separate parts are not kept. */
const MAX_PARTS = 64;
const INITIAL = 1 << 12;

/** A part of a file that is known: from `start` up to `end`. */
interface Part {
  readonly start: number;
  readonly end: number;
}

interface Contents {
  bytes: Uint8Array;
  /** In order, with gaps in between. */
  parts: readonly Part[];
}

/** The known contents of files, which have numbers. */
export class KnownContents {
  readonly #files = new Map<number, Contents>();
  #size = 0;

  /** The bytes of a file from a position on, if all of them are known. */
  get(file: number, position: number, count: number): Uint8Array | undefined {
    const contents = this.#files.get(file);
    const end = position + count;
    const part = contents?.parts.find((part) => part.start <= position && end <= part.end);
    return part && contents?.bytes.subarray(position, end);
  }

  /** Takes note of what is in a file from a position on. */
  set(file: number, position: number, bytes: Uint8Array): void {
    const end = position + bytes.length;
    if (bytes.length === 0) return;
    if (end > MAX_BYTES) {
      this.#forget(file);
      return;
    }
    let contents = this.#files.get(file);
    if (contents === undefined) {
      contents = { bytes: new Uint8Array(), parts: [] };
      this.#files.set(file, contents);
    }
    if (end > contents.bytes.length) {
      const capacity = Math.max(INITIAL, 2 ** Math.ceil(Math.log2(end)));
      if (this.#size + capacity - contents.bytes.length > MAX_BYTES) {
        this.#files.clear();
        this.#size = 0;
        return;
      }
      this.#size += capacity - contents.bytes.length;
      const grown = new Uint8Array(capacity);
      grown.set(contents.bytes);
      contents.bytes = grown;
    }
    contents.bytes.set(bytes, position);
    contents.parts = withPart(contents.parts, { start: position, end });
    if (contents.parts.length > MAX_PARTS) this.#forget(file);
  }

  /** The file has that size now: what was beyond is no longer there. */
  truncate(file: number, size: number): void {
    const contents = this.#files.get(file);
    if (contents === undefined) return;
    contents.parts = contents.parts.filter(({ start }) => start < size)
      .map(({ start, end }) => ({ start, end: Math.min(end, size) }));
  }

  #forget(file: number): void {
    this.#size -= this.#files.get(file)?.bytes.length ?? 0;
    this.#files.delete(file);
  }
}

/** The parts with one more, which those that it touches become a part of. */
function withPart(parts: readonly Part[], added: Part): Part[] {
  const apart = parts.filter(({ start, end }) => end < added.start || start > added.end);
  const touched = parts.filter((part) => !apart.includes(part));
  const start = Math.min(added.start, ...touched.map((part) => part.start));
  const end = Math.max(added.end, ...touched.map((part) => part.end));
  return [...apart, { start, end }].sort((a, b) => a.start - b.start);
}
