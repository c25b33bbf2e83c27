// SPDX-License-Identifier: MPL-2.0
// The names of a source as small numbers: every identifier is looked up once, when the lexer meets
// it, by a hash that it computes while scanning, and compared with the text in place. No string is
// made for a name that has been seen before. What a name means is then an array access away.

const FIRST_SIZE = 1024;

/** One step of the hash of a name: its characters from first to last, starting with 0. */
export function hashStep(hash: number, code: number): number {
  return (Math.imul(hash, 31) + code) | 0;
}

/** A set of names, numbered from 0 in the order they came. */
export class Names {
  /** The names by number. */
  readonly list: string[];
  readonly #hashes: number[];
  /** Open addressing: number + 1, 0 where free. The length is a power of two. */
  #slots: Int32Array;

  /** An empty set, or one that begins with the names of another. */
  constructor(other?: Names) {
    this.list = other === undefined ? [] : other.list.slice();
    this.#hashes = other === undefined ? [] : other.#hashes.slice();
    this.#slots = other === undefined ? new Int32Array(FIRST_SIZE) : other.#slots.slice();
  }

  /** The number of the name that stands in a text at `start` up to `end`, and has this hash. */
  intern(text: string, start: number, end: number, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const length = end - start;
    let at = spread(hash) & mask;
    while (true) {
      const number = slots[at]! - 1;
      if (number < 0) break;
      if (this.#hashes[number] === hash) {
        const name = this.list[number]!;
        if (name.length === length) {
          let index = 0;
          while (index < length && name.charCodeAt(index) === text.charCodeAt(start + index)) {
            index++;
          }
          if (index === length) return number;
        }
      }
      at = (at + 1) & mask;
    }
    return this.#add(text.slice(start, end), hash);
  }

  /** The number of a name. */
  of(name: string): number {
    let hash = 0;
    for (let index = 0; index < name.length; index++) {
      hash = hashStep(hash, name.charCodeAt(index));
    }
    return this.intern(name, 0, name.length, hash);
  }

  #add(name: string, hash: number): number {
    const number = this.list.length;
    this.list.push(name);
    this.#hashes.push(hash);
    if (number * 2 >= this.#slots.length) this.#grow();
    else this.#place(number, hash);
    return number;
  }

  #place(number: number, hash: number): void {
    const mask = this.#slots.length - 1;
    let at = spread(hash) & mask;
    while (this.#slots[at] !== 0) at = (at + 1) & mask;
    this.#slots[at] = number + 1;
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 4);
    this.#hashes.forEach((hash, number) => this.#place(number, hash));
  }
}

/** Brings the upper bits of a hash down: names often differ in their last letters only. */
function spread(hash: number): number {
  return Math.imul(hash, 0x9e3779b1) >>> 12;
}
