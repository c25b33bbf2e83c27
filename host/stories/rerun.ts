// SPDX-License-Identifier: MPL-2.0
// Runs a program again, to look at a moment that is over. Takes a function that starts it as it was started
// before; since runs are deterministic, instruction N of the second run is instruction N of the first.
// Guarantees: ends at the deadline, and notices when the second run is another one.

import { type Process } from "../process.ts";

/** How to run a program again. */
export interface Rerun {
  /**
   * Starts the program as before: the same program, arguments, environment, input, files and seed. Its
   * output goes nowhere. Called for every run that is needed.
   */
  readonly start: () => Process | Promise<Process>;
  /** When to give up, as a time of `performance.now()`. Default: never. */
  readonly deadline?: number | undefined;
}

/** The state of a run at some instruction, by which a second run is compared with the first. */
export interface Moment {
  /** How many instructions had retired. */
  readonly number: number;
  /** The next instruction. */
  readonly pc: bigint;
  /** x0 to x31. */
  readonly registers: readonly bigint[];
}

const REASONS = {
  time: "it takes too long",
  different: "the second run is not the same as the first",
  input: "it read too much input to be kept",
} as const;

/** Why there is no answer. */
export class RerunError extends Error {
  /** The name of the class. */
  override readonly name = "RerunError";
  /** Whether there was no time, the second run was another one, or the first one's input was not kept. */
  readonly reason: "time" | "different" | "input";

  /** An error with the message that belongs to the reason. */
  constructor(reason: "time" | "different" | "input") {
    super(`Cannot run the program again: ${REASONS[reason]}`);
    this.reason = reason;
  }
}

/** The moment that a process has reached. */
export function momentOf({ machine }: Process): Moment {
  return {
    number: machine.instructions,
    pc: machine.pc,
    registers: machine.registers.toArray(),
  };
}

/** Runs one program again and again. Each run ends the one before it. */
export class Reruns {
  readonly #rerun: Rerun;
  #current: Process | undefined;

  /** Nothing runs yet. */
  constructor(rerun: Rerun) {
    this.#rerun = rerun;
  }

  /**
   * A process that has retired `number` instructions.
   *
   * @throws {RerunError} when that takes too long, or the program ends before
   */
  async at(number: number): Promise<Process> {
    this.dispose();
    const process = await this.#rerun.start();
    this.#current = process;
    this.advance(process, number);
    return process;
  }

  /**
   * Lets a process retire instructions until there are `number`.
   *
   * @throws {RerunError} when that takes too long, or the program ends before
   */
  advance(process: Process, number: number): void {
    const { deadline = Infinity } = this.#rerun;
    const pause = () => performance.now() >= deadline;
    while (process.machine.instructions < number) {
      const before = process.machine.instructions;
      const { kind } = process.run({ maxInstructions: number, pause });
      if (process.machine.instructions >= number) return;
      if (pause()) throw new RerunError("time");
      const goesOn = kind === "interrupted" || process.machine.instructions > before;
      if (!goesOn || kind === "exited" || kind === "killed") throw new RerunError("different");
    }
    if (pause()) throw new RerunError("time");
  }

  /**
   * Checks that a process has reached a moment of the first run.
   *
   * @throws {RerunError} when its state is another one
   */
  check(process: Process, { number, pc, registers }: Moment): void {
    const now = momentOf(process);
    const isSame = now.number === number && now.pc === pc &&
      now.registers.every((value, index) => value === registers[index]);
    if (!isSame) throw new RerunError("different");
  }

  /** Ends the current process. */
  dispose(): void {
    this.#current?.dispose();
    this.#current = undefined;
  }

  /** See {@link Reruns.dispose}. */
  [Symbol.dispose](): void {
    this.dispose();
  }
}
