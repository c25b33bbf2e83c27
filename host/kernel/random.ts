// SPDX-License-Identifier: MPL-2.0
// Random bytes that are the same in every run with the same seed: Chris Doty-Humphrey's sfc32 (from
// PractRand), a small generator of 128 bits of state. Not fit for secrets, and nothing here has any.

/** A generator of reproducible random bytes. */
export class RandomBytes {
  readonly #state: Uint32Array;
  #word = 0;
  #left = 0;

  /** A generator for that seed, of which the low 64 bits count. */
  constructor(seed: number) {
    const bits = BigInt.asUintN(64, BigInt(Math.trunc(seed)));
    this.#state = Uint32Array.of(Number(bits & 0xffff_ffffn), Number(bits >> 32n), 0, 1);
    // The author's advice: the first rounds only spread the seed over the state.
    for (let round = 0; round < 16; round++) this.#next();
  }

  /** Fills the buffer. */
  fill(bytes: Uint8Array): void {
    for (let index = 0; index < bytes.length; index++) {
      if (this.#left === 0) {
        this.#word = this.#next();
        this.#left = 4;
      }
      bytes[index] = this.#word & 0xff;
      this.#word >>>= 8;
      this.#left--;
    }
  }

  #next(): number {
    const [a = 0, b = 0, c = 0, counter = 0] = this.#state;
    const word = (a + b + counter) >>> 0;
    this.#state[3] = counter + 1;
    this.#state[0] = b ^ (b >>> 9);
    this.#state[1] = c + (c << 3);
    this.#state[2] = ((c << 21) | (c >>> 11)) + word;
    return word;
  }
}
