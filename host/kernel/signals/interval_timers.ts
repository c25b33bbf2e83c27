// SPDX-License-Identifier: MPL-2.0
// The three timers of setitimer (and of alarm, which C libraries make of it): by the time of day, and by
// the processor time of the process. They go off after an exact number of instructions, since that is what
// the clock counts.

import { type Clock, LAST } from "../abi/clock.ts";
import { kernelSignal, type SignalInfo } from "./signal_info.ts";
import { bitOf } from "./signal_state.ts";
import { SIGNAL } from "../abi/signals.ts";

/** What a timer counts, and what it sends. */
const TIMERS = [
  { counts: "monotonic", signal: SIGNAL.SIGALRM },
  { counts: "cpu", signal: SIGNAL.SIGVTALRM },
  // The processor time of the kernel is 0, so that both of these count the same.
  { counts: "cpu", signal: SIGNAL.SIGPROF },
] as const;

/** A timer's setting, in nanoseconds. */
export interface TimerSetting {
  /** From one time that it goes off to the next; 0 for once only. */
  readonly interval: bigint;
  /** Until it goes off next; 0 when it is off. */
  readonly value: bigint;
}

/** The timers of a process. */
export class IntervalTimers {
  readonly #clock: Clock;
  /** When each goes off, by what it counts; undefined for one that is off. */
  readonly #next: (bigint | undefined)[] = [undefined, undefined, undefined];
  readonly #intervals = [0n, 0n, 0n];
  #running = 0;

  /** All timers off. */
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether there is a timer of that number. */
  static exists(which: number): boolean {
    return TIMERS[which] !== undefined;
  }

  /** How a timer is set, and what is left until it goes off. */
  get(which: number): TimerSetting {
    const timer = TIMERS[which];
    const next = this.#next[which];
    const interval = this.#intervals[which] ?? 0n;
    if (timer === undefined || next === undefined) return { interval, value: 0n };
    const left = next - this.#clock[timer.counts];
    return { interval, value: left > 0n ? left : 1n };
  }

  /** Sets a timer. */
  set(which: number, { interval, value }: TimerSetting): void {
    const timer = TIMERS[which];
    if (timer === undefined) return;
    this.#intervals[which] = interval;
    const next = this.#clock[timer.counts] + value;
    // The clocks stand still at the end of time, which no timer beyond it lives to see.
    this.#next[which] = value === 0n || next > LAST ? undefined : next;
    this.#running = this.#next.filter((next) => next !== undefined).length;
  }

  /** The number of retired instructions at which the next timer goes off. */
  get nextInstruction(): number {
    if (this.#running === 0) return Infinity;
    const counts = TIMERS.map(({ counts }, which) => {
      const next = this.#next[which];
      return next === undefined ? Infinity : this.#clock.instructionsAt(counts, next);
    });
    return Math.min(...counts);
  }

  /** The moment, by the monotonic clock, at which a sleeper is sent one of the signals in a set. */
  wakes(signals: bigint): bigint | undefined {
    const [next] = this.#next;
    return (signals & bitOf(SIGNAL.SIGALRM)) === 0n ? undefined : next;
  }

  /** The signals of the timers that went off since this was last asked. */
  expire(): SignalInfo[] {
    if (this.#running === 0) return [];
    return TIMERS.flatMap(({ counts, signal }, which) => {
      const next = this.#next[which];
      const now = this.#clock[counts];
      if (next === undefined || now < next) return [];
      const interval = this.#intervals[which] ?? 0n;
      // Times that were missed, because the process slept through them, are not made up for.
      const value = interval === 0n ? 0n : interval - (now - next) % interval;
      this.set(which, { interval, value });
      return [kernelSignal(signal)];
    });
  }
}
