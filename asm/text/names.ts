// SPDX-License-Identifier: MPL-2.0
// The names of a source as small numbers: every identifier is looked up once, when the lexer meets
// it, by a hash that it computes while scanning, and compared with the text in place. No string is
// made for a name that has been seen before. What a name means is then an array access away.

const FIRST_SLOTS = 2048;
const FIRST_CHARACTERS = 4096;

/** One step of the hash of a name: its characters from first to last, starting with 0. */
export function hashStep(hash: number, code: number): number {
  return (Math.imul(hash, 31) + code) | 0;
}

/** A set of names, numbered from 0 in the order they came. */
export class Names {
  /** The names by number. */
  readonly list: string[];
  /** Open addressing, two entries a slot: number + 1, 0 where free, and the name's hash. */
  #slots: Int32Array;
  /** Slots, less one; their count is a power of two. */
  #mask: number;
  /** The characters of all names, one after the other: nearer to one another than strings are. */
  #characters: Uint16Array;
  /** Where the characters of each name begin, and of the name to come. */
  #offsets: Int32Array;

  /** An empty set, or one that begins with the names of another. */
  constructor(other?: Names) {
    this.list = other === undefined ? [] : other.list.slice();
    this.#slots = other === undefined ? new Int32Array(2 * FIRST_SLOTS) : other.#slots.slice();
    this.#mask = this.#slots.length / 2 - 1;
    this.#characters = other === undefined
      ? new Uint16Array(FIRST_CHARACTERS)
      : other.#characters.slice();
    this.#offsets = other === undefined ? new Int32Array(FIRST_SLOTS) : other.#offsets.slice();
  }

  /** Makes room for so many names at once, rather than little by little. */
  reserve(count: number): void {
    while (this.#mask < 2 * count) this.#grow();
  }

  /** The number of the name that stands in a text at `start` up to `end`, and has this hash. */
  intern(text: string, start: number, end: number, hash: number): number {
    const slots = this.#slots;
    const characters = this.#characters;
    const offsets = this.#offsets;
    const mask = this.#mask;
    let at = spread(hash) & mask;
    while (true) {
      const number = slots[2 * at]! - 1;
      if (number < 0) return this.#add(text.slice(start, end), hash);
      if (slots[2 * at + 1] === hash) {
        let offset = offsets[number]!;
        if (offsets[number + 1]! - offset === end - start) {
          let index = start;
          while (index < end && characters[offset] === text.charCodeAt(index)) {
            offset++;
            index++;
          }
          if (index === end) return number;
        }
      }
      at = (at + 1) & mask;
    }
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
    if (number + 2 > this.#offsets.length) {
      const offsets = new Int32Array(this.#offsets.length * 4);
      offsets.set(this.#offsets);
      this.#offsets = offsets;
    }
    const offset = this.#offsets[number]!;
    if (offset + name.length > this.#characters.length) {
      const characters = new Uint16Array((offset + name.length) * 4);
      characters.set(this.#characters);
      this.#characters = characters;
    }
    for (let index = 0; index < name.length; index++) {
      this.#characters[offset + index] = name.charCodeAt(index);
    }
    this.#offsets[number + 1] = offset + name.length;
    if (number * 2 > this.#mask) this.#grow();
    this.#place(number, hash);
    return number;
  }

  #place(number: number, hash: number): void {
    let at = spread(hash) & this.#mask;
    while (this.#slots[2 * at] !== 0) at = (at + 1) & this.#mask;
    this.#slots[2 * at] = number + 1;
    this.#slots[2 * at + 1] = hash;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 4);
    this.#mask = this.#slots.length / 2 - 1;
    for (let at = 0; at < old.length; at += 2) {
      const number = old[at]!;
      if (number !== 0) this.#place(number - 1, old[at + 1]!);
    }
  }
}

/** Brings the upper bits of a hash down: names often differ in their last letters only. */
function spread(hash: number): number {
  return Math.imul(hash, 0x9e3779b1) >>> 7;
}
