// SPDX-License-Identifier: MPL-2.0
// Counts the memory of a machine's translated code. When there is too much, the translator drops all of it,
// and what is still hot comes back. From then on translation is rationed: a program with more hot code than
// may be kept spends its time in the stepper, not in translation.

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
}

/** The memory of the translated code of one machine. */
export class CodeMemory {
  /** Asked how much may be kept besides what the process uses otherwise; the limit holds, too. */
  spare: (() => number) | undefined;
  readonly #limit: number;
  #used = 0;
  #drops = 0;
  /** What was translated since the last drop, in bytes of cost, and when that was. */
  #translated = 0;
  #droppedAt = 0;

  /** Counts up to a limit in bytes. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Whether there is more code than may be. */
  get isFull(): boolean {
    if (this.#used > this.#limit) return true;
    return this.#used > MIN_LIMIT && this.spare !== undefined && this.#used > this.spare();
  }

  /** Counts a module by its kind and the bytes it was compiled from. */
  add(kind: keyof typeof BYTE_COST, bytes: number, parts: number): CodeModule {
    const cost = MODULE_COST + BYTE_COST[kind] * bytes;
    this.#used += cost;
    this.#translated += cost;
    return { cost, parts };
  }

  /** Notes that a part of a module is no longer used. */
  removePart(module: CodeModule): void {
    module.parts--;
    if (module.parts === 0) this.#used -= module.cost;
  }

  /** Whether there may be a further translation when so many instructions have retired. */
  allows(retired: number): boolean {
    if (this.#drops === 0) return true;
    const rationed = this.#translated - FREE_PART * this.#limit;
    const price = RETIRED_PER_BYTE * 2 ** Math.min(this.#drops - 1, MAX_DOUBLINGS);
    return rationed * price <= retired - this.#droppedAt;
  }

  /** Notes that all code was dropped because there was too much, when so many instructions had retired. */
  noteDrop(retired: number): void {
    this.#drops++;
    this.#translated = 0;
    this.#droppedAt = retired;
  }
}
