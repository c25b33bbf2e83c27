// SPDX-License-Identifier: MPL-2.0
// Reproducible random bytes: the same random seed always gives the same bytes. The generator is Chris
// Doty-Humphrey's sfc32 (from PractRand), with 128 bits of state. Not for secrets.

/** A generator of reproducible random bytes. */
export class RandomBytes {
  #a: number;
  #b: number;
  #c = 0;
  #counter = 1;
  #word = 0;
  #left = 0;

  /** A generator for that seed; its low 64 bits count. */
  constructor(seed: number) {
    const bits = BigInt.asUintN(64, BigInt(Math.trunc(seed)));
    this.#a = Number(bits & 0xffff_ffffn) | 0;
    this.#b = Number(bits >> 32n) | 0;
    // The first rounds mix the seed into the state, as the author advises.
    for (let round = 0; round < 16; round++) this.#next();
  }

  /** Fills the buffer. */
  fill(bytes: Uint8Array): void {
    for (let index = 0; index < bytes.length; index++) {
      if (this.#left === 0) {
        this.#word = this.#next();
        this.#left = 4;
      }
      bytes[index] = this.#word;
      this.#word >>>= 8;
      this.#left--;
    }
  }

  #next(): number {
    const word = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + word) | 0;
    return word;
  }
}
