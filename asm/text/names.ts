// SPDX-License-Identifier: MPL-2.0
// Interns the names of a source as small numbers. The lexer hashes an identifier while scanning it
// and looks it up by comparing the text in place, so a name that was seen before costs no string,
// and what a name means is one array access away.

const FIRST_SLOTS = 2048;
const FIRST_CHARACTERS = 4096;

/** One step of a name's hash, which starts with 0 and takes the characters in order. */
export function hashStep(hash: number, code: number): number {
  return (Math.imul(hash, 31) + code) | 0;
}

/** A set of names, numbered from 0 in the order they were added. */
export class Names {
  /** The names by number. */
  readonly list: string[];
  /** A hash table with open addressing: each slot is number + 1, or 0 when free, and the hash. */
  #slots: Int32Array;
  /** The number of slots minus one; they are a power of two. */
  #mask: number;
  /** The characters of all names in a row, which is better for the cache than strings. */
  #characters: Uint16Array;
  /** Where the characters of each name begin, and where those of the next name will. */
  #offsets: Int32Array;

  /**
   * Numbers by name, until the first name is interned from a text: the assembler's own names are many, and
   * only a loop over all of them is fast in code that has just been loaded.
   */
  #numbers: Map<string, number> | undefined;

  /** An empty set, or a copy of another. */
  constructor(other?: Names) {
    if (other !== undefined) other.#index();
    this.#numbers = other === undefined ? new Map() : undefined;
    this.list = other === undefined ? [] : other.list.slice();
    this.#slots = other === undefined ? new Int32Array(2 * FIRST_SLOTS) : other.#slots.slice();
    this.#mask = this.#slots.length / 2 - 1;
    this.#characters = other === undefined
      ? new Uint16Array(FIRST_CHARACTERS)
      : other.#characters.slice();
    this.#offsets = other === undefined ? new Int32Array(FIRST_SLOTS) : other.#offsets.slice();
  }

  /** Grows for `count` names at once, rather than step by step. */
  reserve(count: number): void {
    while (this.#mask < 2 * count) this.#grow();
  }

  /** The number of the name in a text from `start` up to `end`, which has this hash. */
  intern(text: string, start: number, end: number, hash: number): number {
    if (this.#numbers !== undefined) this.#index();
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
    const numbers = this.#numbers;
    if (numbers === undefined) return this.intern(name, 0, name.length, hashOf(name));
    const known = numbers.get(name);
    if (known !== undefined) return known;
    numbers.set(name, this.list.length);
    return this.list.push(name) - 1;
  }

  /** Fills the hash table with the names that came before the first text. */
  #index(): void {
    if (this.#numbers === undefined) return;
    this.#numbers = undefined;
    const names = this.list.splice(0);
    this.reserve(names.length);
    for (const name of names) this.#add(name, hashOf(name));
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

function hashOf(name: string): number {
  let hash = 0;
  for (let index = 0; index < name.length; index++) hash = hashStep(hash, name.charCodeAt(index));
  return hash;
}

/** Mixes the bits of a hash: names often differ only in their last letters. */
function spread(hash: number): number {
  return Math.imul(hash, 0x9e3779b1) >>> 7;
}
