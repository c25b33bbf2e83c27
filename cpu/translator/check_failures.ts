// SPDX-License-Identifier: MPL-2.0
// Checks that failed where nothing was wrong, because they asked for more than was accessed. Where that happens
// often, the code should be more careful, which takes translating it again.

import { CAUTION, type Caution } from "./regions/access_groups.ts";

/**
 * So many failures of a check within so many instructions are worth it: those that come seldom cost less
 * than translating.
 */
const FAILURES_ALLOWED = 200;
const FAILURES_WITHIN = 50_000_000;

interface Failures {
  /** How many there were in the present window, and how many instructions had retired at its start. */
  count: number;
  since: number;
  caution: Caution;
}

/** The failures of the checks of one machine, by the address of the access that makes them. */
export class CheckFailures {
  readonly #failures = new Map<number, Failures>();

  /** How careful the access at an address is to be. */
  cautionAt(address: number): Caution {
    return this.#failures.get(address)?.caution ?? CAUTION.frame;
  }

  /** Counts a failure; true when the access is to be more careful from now on. */
  note(address: number, retired: number): boolean {
    const failures = this.#failures.get(address) ??
      { count: 0, since: retired, caution: CAUTION.frame };
    this.#failures.set(address, failures);
    failures.count++;
    if (failures.count < FAILURES_ALLOWED || failures.caution === CAUTION.single) return false;
    const isOften = retired - failures.since < FAILURES_WITHIN;
    failures.count = 0;
    failures.since = retired;
    if (!isOften) return false;
    failures.caution = failures.caution === CAUTION.frame ? CAUTION.group : CAUTION.single;
    return true;
  }
}
