// SPDX-License-Identifier: MPL-2.0
// Rations translation to templates, as a program would lose by it in which much code is warm but
// none is hot. What translating an instruction costs, some microseconds, must be earned: by a part
// of the time in the stepper, so that little is lost whatever the program does, and by the time in
// translated code, which saves more.

/** So many instructions are translated as soon as they are hot. */
const FREE = 2500;
/** Each further one takes so many instructions of the stepper, about eight times its cost, */
const STEPPED_PER_TRANSLATED = 5000;
/** or so few of translated code: a program that has begun to run there most likely goes on. */
const RAN_PER_TRANSLATED = 300;
/** So much must be earned before it is spent, as each module has a cost, too. */
const MIN_LEFT = 400;

/** Counts how many instructions were translated, and what has earned that. */
export class Ration {
  #made = 0;
  #earned = FREE;

  /** Notes that the stepper has executed so many instructions. */
  noteStepped(instructions: number): void {
    this.#earned += instructions / STEPPED_PER_TRANSLATED;
  }

  /** Notes that translated code has executed so many instructions. */
  noteRan(instructions: number): void {
    this.#earned += instructions / RAN_PER_TRANSLATED;
  }

  /** Notes that so many instructions were translated. */
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
