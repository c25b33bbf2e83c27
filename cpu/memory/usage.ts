// SPDX-License-Identifier: MPL-2.0
// Mistakes in the use of the library: a machine that is used after its end or while it runs, and numbers
// that make no sense. Each throws before anything has changed.

/** Thrown when a machine cannot do that now: it is running, or it was disposed of. */
export class MachineStateError extends Error {
  /** An error with the message. */
  constructor(message: string) {
    super(message);
    this.name = "MachineStateError";
  }
}

/**
 * Checks a number that counts something.
 *
 * @throws {RangeError} unless it is a whole number from 0 to `max`
 */
export function checkCount(
  value: number,
  name: string,
  max: number = Number.MAX_SAFE_INTEGER,
): void {
  if (value === max || Number.isSafeInteger(value) && value >= 0 && value <= max) return;
  const end = max >= Number.MAX_SAFE_INTEGER ? "of at least 0" : `from 0 to ${max}`;
  throw new RangeError(
    `Cannot use ${name} as a count: it must be a whole number ${end}: current value is ${value}`,
  );
}
