// SPDX-License-Identifier: MPL-2.0
// The error of capsules: a file that is none or is damaged, a run that cannot be recorded, and a replay that is
// not the recorded run.

/** What is wrong with a capsule. */
export class CapsuleError extends Error {
  /** The name of the class. */
  override readonly name: string = "CapsuleError";
}

/** A replay is another run than the recorded one. */
export class DivergenceError extends CapsuleError {
  /** The name of the class. */
  override readonly name = "DivergenceError";
  /** How many instructions had retired when it was noticed. */
  readonly instruction: number;

  /** An error with what differs, as in "it reads a file where it wrote one". */
  constructor(instruction: number, what: string) {
    super(
      `Cannot replay the capsule: the run is another one after ${
        instruction.toLocaleString("en")
      } instructions: ${what}`,
    );
    this.instruction = instruction;
  }
}
