// SPDX-License-Identifier: MPL-2.0
// Counts checks that failed although the access itself was allowed, because they cover more than
// that. If that happens often, the code is translated again with more caution.

import { CAUTION, type Caution } from "./regions/access_groups.ts";

/**
 * A check that fails this often within this many instructions is worth translating again; with
 * fewer failures, translating would cost more than they do.
 */
const FAILURE_THRESHOLD = 200;
const FAILURE_WINDOW = 50_000_000;

interface Failures {
  /** The failures in the current window, and how many instructions had retired when it began. */
  count: number;
  since: number;
  caution: Caution;
}

/** The failed checks of one machine, by the address of the access that makes them. */
export class CheckFailures {
  readonly #failures = new Map<number, Failures>();

  /** The caution for the access at an address. */
  cautionAt(address: number): Caution {
    return this.#failures.get(address)?.caution ?? CAUTION.frame;
  }

  /** Counts a failure. True if the caution of the access has been raised. */
  note(address: number, retired: number): boolean {
    const failures = this.#failures.get(address) ??
      { count: 0, since: retired, caution: CAUTION.frame };
    this.#failures.set(address, failures);
    failures.count++;
    if (failures.count < FAILURE_THRESHOLD || failures.caution === CAUTION.single) return false;
    const isOften = retired - failures.since < FAILURE_WINDOW;
    failures.count = 0;
    failures.since = retired;
    if (!isOften) return false;
    failures.caution = failures.caution === CAUTION.frame ? CAUTION.group : CAUTION.single;
    return true;
  }
}
