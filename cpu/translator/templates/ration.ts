// SPDX-License-Identifier: MPL-2.0
// Rations translation to templates: a program with much warm code and no hot code would lose by it.
// Translating an instruction costs some microseconds, which must be earned: by a part of the time in
// the stepper, so that little is lost whatever the program does, and by the time in translated code,
// which saves more.

/** How many instructions are translated as soon as they are hot. */
const FREE = 2500;
/** How many instructions the stepper executes to earn a further one: about eight times its cost. */
const STEPPED_PER_TRANSLATED = 5000;
/** How many translated code executes to earn one: a program that has begun to run there most likely goes on. */
const RAN_PER_TRANSLATED = 300;
/** How many must be earned before any is spent, because each module has a cost, too. */
const MIN_LEFT = 400;

/** Counts how many instructions were translated, and what has earned that. */
export class Ration {
  #made = 0;
  #earned = FREE;

  /** Notes that the stepper has executed instructions. */
  noteStepped(instructions: number): void {
    this.#earned += instructions / STEPPED_PER_TRANSLATED;
  }

  /** Notes that translated code has executed instructions. */
  noteRan(instructions: number): void {
    this.#earned += instructions / RAN_PER_TRANSLATED;
  }

  /** Notes that instructions were translated. */
  spend(instructions: number): void {
    this.#made += instructions;
  }

  /** Whether a translation may begin. */
  get mayBegin(): boolean {
    return this.#made + MIN_LEFT <= this.#earned;
  }

  /** Whether a translation that has begun may go on. */
  get mayGoOn(): boolean {
    return this.#made < this.#earned;
  }
}
