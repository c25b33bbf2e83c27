// SPDX-License-Identifier: MPL-2.0
// Translated code by the slots of the pages that it comes from: when a page changes, the code from it
// is dropped.

/** What comes from pages. */
interface FromPages {
  /** The slots of the pages. */
  readonly slots: ReadonlySet<number>;
}

/** Translated code of one kind, by slot. */
export class BySlot<Code extends FromPages> {
  readonly #slots = new Map<number, Set<Code>>();

  /** Adds code in each of its slots. */
  add(code: Code): void {
    for (const slot of code.slots) {
      const others = this.#slots.get(slot) ?? new Set();
      this.#slots.set(slot, others.add(code));
    }
  }

  /** Removes code from each of its slots. */
  delete(code: Code): void {
    for (const slot of code.slots) {
      const others = this.#slots.get(slot);
      others?.delete(code);
      if (others?.size === 0) this.#slots.delete(slot);
    }
  }

  /** The code in a slot, as a list of its own. */
  in(slot: number): Code[] {
    return [...this.#slots.get(slot) ?? []];
  }

  /** All code, as a list of its own. */
  all(): Set<Code> {
    return new Set([...this.#slots.values()].flatMap((codes) => [...codes]));
  }
}
