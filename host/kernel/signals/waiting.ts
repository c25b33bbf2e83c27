// SPDX-License-Identifier: MPL-2.0
// Blocking. There is one thread, so only time and signals can end a wait: virtual time jumps to the next
// moment at which something happens. Guarantees: takes no real time, and terminates.

import type { Clock } from "../abi/clock.ts";
import type { IntervalTimers } from "./interval_timers.ts";
import type { SignalState } from "./signal_state.ts";

/** What ended a wait: its deadline, a signal, or the certainty that neither will ever come. */
export type WakeReason = "time" | "signal" | "never";

/** What a wait depends on. */
export interface WaitState {
  /** The pending signals. */
  readonly signals: SignalState;
  /** The clock that a wait advances. */
  readonly clock: Clock;
  /** The timers that may send a signal meanwhile. */
  readonly timers: IntervalTimers;
}

/**
 * Lets time pass until `deadline` on the monotonic clock (undefined: no deadline), or until a signal is
 * deliverable or one of the set `awaited` is pending.
 */
export function wait(
  { signals, clock, timers }: WaitState,
  deadline: bigint | undefined,
  awaited: bigint,
): WakeReason {
  const wakeful = awaited | ~signals.blocked;
  for (;;) {
    for (const signal of timers.expire()) signals.raise(signal);
    if (signals.isWaiting(awaited) || signals.isDue) return "signal";
    const now = clock.monotonic;
    if (deadline !== undefined && now >= deadline) return "time";
    const alarm = timers.wakes(wakeful & ~signals.ignored);
    const until = alarm === undefined || (deadline ?? alarm) < alarm ? deadline : alarm;
    if (until !== undefined) clock.sleep(until - now);
    if (clock.monotonic > now) continue;
    // The clock has reached its last moment, or there is nothing to wait for.
    return deadline === undefined ? "never" : "time";
  }
}
