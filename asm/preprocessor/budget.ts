// SPDX-License-Identifier: MPL-2.0
// What preprocessing may cost: a count of tokens and characters, the same for the same source on every
// machine, that keeps the time in seconds and the memory in hundreds of megabytes.

/** Tokens that may be read, of files and expansions. */
const MAX_TOKENS = 6_000_000;

/** Thrown to end preprocessing; it was reported, or will be. */
export class BudgetError extends Error {}

/** Counts work. */
export class Budget {
  #left = MAX_TOKENS;

  /** Whether there was too much. */
  get isSpent(): boolean {
    return this.#left < 0;
  }

  /**
   * Counts tokens; for long texts, one for each few characters.
   *
   * @throws {BudgetError} When there are too many.
   */
  spend(tokens: number): void {
    this.#left -= tokens;
    if (this.#left < 0) throw new BudgetError("Cannot preprocess the source: it takes too long");
  }

  /** Ends preprocessing for another reason, which was reported. */
  stop(): never {
    throw new BudgetError("Cannot preprocess the source: it has errors");
  }
}
