// SPDX-License-Identifier: MPL-2.0
// Counts the memory of a machine's translated code. When there is too much, the translator drops the half
// that was entered least, and what gets hot again comes back. From then on translation is rationed: a
// program with more hot code than may be kept spends its time in the stepper, not in translation.

/** The default limit: 256 MiB. */
export const DEFAULT_CODE_MEMORY = 2 ** 28;

/**
 * What a module costs besides its bytes, and what each of its bytes costs: the resident memory of V8,
 * measured with 50,000 functions of 4 instructions and with 1,200 of 400.
 */
const MODULE_COST = 14_000;
const BYTE_COST = { templates: 6, optimised: 20 } as const;

/** So much code may be kept even if the process leaves nothing of its memory limit. */
const MIN_LIMIT = 2 ** 25;

/** After a drop, this part of the limit comes back at once, */
const FREE_PART = 1 / 4;
/** and then each byte that code costs takes so many retired instructions, */
const RETIRED_PER_BYTE = 32;
/** twice as many after each further drop, so often at most. */
const MAX_DOUBLINGS = 6;

/** A module that was translated. */
export interface CodeModule {
  /** The memory that it takes, in bytes. */
  readonly cost: number;
  /** How many of its parts are still in use; with the last one its memory is free. */
  parts: number;
  /** How often a slice has begun in it lately: that says which code the program spends its time in. */
  uses: number;
}

/** The memory of the translated code of one machine. */
export class CodeMemory {
  /** Asked how much may be kept besides what the process uses otherwise; the limit holds, too. */
  spare: (() => number) | undefined;
  readonly #limit: number;
  /** All that have parts in use, the oldest first. */
  readonly #modules = new Set<CodeModule>();
  #used = 0;
  #made = 0;
  #drops = 0;
  /** `#made` and the instructions retired at the last drop. */
  #madeAtDrop = 0;
  #droppedAt = 0;

  /** Counts up to a limit in bytes. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Whether there is more code than may be. */
  get isFull(): boolean {
    return this.#used > this.#limit || this.#used > MIN_LIMIT && this.#used > this.#allowed;
  }

  /** The cost of all that was ever translated, in bytes: a measure of the time that it took. */
  get made(): number {
    return this.#made;
  }

  /** Whether there is no code. */
  get isEmpty(): boolean {
    return this.#modules.size === 0;
  }

  /** Counts a module by its kind and the bytes it was compiled from. */
  add(kind: keyof typeof BYTE_COST, bytes: number, parts: number): CodeModule {
    const cost = MODULE_COST + BYTE_COST[kind] * bytes;
    this.#used += cost;
    this.#made += cost;
    const module = { cost, parts, uses: 0 };
    this.#modules.add(module);
    return module;
  }

  /** Notes that a part of a module is no longer used. */
  removePart(module: CodeModule): void {
    module.parts--;
    if (module.parts > 0) return;
    this.#used -= module.cost;
    this.#modules.delete(module);
  }

  /**
   * The modules to drop when there is too much: those used least, of equal ones the oldest, so many that
   * half of what may be kept remains. Uses count for half as much from then on.
   */
  coldest(): ReadonlySet<CodeModule> {
    const kept = this.#allowed / 2;
    const cold = new Set<CodeModule>();
    let used = this.#used;
    for (const module of [...this.#modules].sort((a, b) => a.uses - b.uses)) {
      if (used <= kept) break;
      used -= module.cost;
      cold.add(module);
    }
    for (const module of this.#modules) module.uses = Math.floor(module.uses / 2);
    return cold;
  }

  /**
   * Whether there may be a further translation when so many instructions have retired. Code that is no longer
   * used, because the program wrote other code, counts too: it takes memory until V8 collects it.
   */
  allows(retired: number): boolean {
    const garbage = this.#made - this.#used;
    if (this.#drops === 0 && garbage <= Math.min(MIN_LIMIT, this.#limit)) return true;
    const rationed = this.#drops === 0
      ? garbage - this.#allowed
      : this.#made - this.#madeAtDrop - FREE_PART * this.#allowed;
    const price = RETIRED_PER_BYTE * 2 ** Math.min(Math.max(0, this.#drops - 1), MAX_DOUBLINGS);
    return rationed * price <= retired - this.#droppedAt;
  }

  /** How much code may be kept, in bytes. */
  get #allowed(): number {
    return Math.min(this.#limit, Math.max(MIN_LIMIT, this.spare?.() ?? Infinity));
  }

  /** Notes that code was dropped because there was too much, when so many instructions had retired. */
  noteDrop(retired: number): void {
    this.#drops++;
    this.#madeAtDrop = this.#made;
    this.#droppedAt = retired;
  }
}
