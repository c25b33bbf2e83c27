// SPDX-License-Identifier: MPL-2.0
// The three timers of setitimer, which C libraries use for alarm too. One counts real time, two count
// processor time. They expire after an exact number of instructions, since the clock counts instructions.

import { type Clock, LAST } from "../abi/clock.ts";
import { SIGNAL } from "../abi/signals.ts";
import { kernelSignal, type SignalInfo } from "./signal_info.ts";
import { bitOf } from "./signal_state.ts";

/** The clock of each timer, and its signal. */
const TIMERS = [
  { counts: "monotonic", signal: SIGNAL.SIGALRM },
  { counts: "cpu", signal: SIGNAL.SIGVTALRM },
  // ITIMER_PROF adds the processor time of the kernel, which is 0 here.
  { counts: "cpu", signal: SIGNAL.SIGPROF },
] as const;

/** A timer's setting, in nanoseconds. */
export interface TimerSetting {
  /** From one expiration to the next; 0 for a single one. */
  readonly interval: bigint;
  /** Until it expires next; 0 when it is disarmed. */
  readonly value: bigint;
}

/** The timers of a process. */
export class IntervalTimers {
  readonly #clock: Clock;
  /** When each expires, by its clock; undefined for one that is disarmed. */
  readonly #next: (bigint | undefined)[] = [undefined, undefined, undefined];
  readonly #intervals = [0n, 0n, 0n];
  #running = 0;

  /** Timers of that clock, all disarmed. */
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether there is a timer of that number. */
  static exists(which: number): boolean {
    return TIMERS[which] !== undefined;
  }

  /** The interval of a timer, and the time until it expires. */
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
    // The clock never passes LAST, so such a timer never expires.
    this.#next[which] = value === 0n || next > LAST ? undefined : next;
    this.#running = this.#next.filter((next) => next !== undefined).length;
  }

  /** The number of retired instructions at which the next timer expires. */
  get nextInstruction(): number {
    if (this.#running === 0) return Infinity;
    const counts = TIMERS.map(({ counts }, which) => {
      const next = this.#next[which];
      return next === undefined ? Infinity : this.#clock.instructionsAt(counts, next);
    });
    return Math.min(...counts);
  }

  /** When a timer will send a sleeping process one of a set of signals, by the monotonic clock. */
  wakes(signals: bigint): bigint | undefined {
    const [next] = this.#next;
    return (signals & bitOf(SIGNAL.SIGALRM)) === 0n ? undefined : next;
  }

  /** The signals of the timers that have expired since the last call. */
  expire(): SignalInfo[] {
    if (this.#running === 0) return [];
    return TIMERS.flatMap(({ counts, signal }, which) => {
      const next = this.#next[which];
      const now = this.#clock[counts];
      if (next === undefined || now < next) return [];
      const interval = this.#intervals[which] ?? 0n;
      // Expirations that the process slept through send no further signals.
      const value = interval === 0n ? 0n : interval - (now - next) % interval;
      this.set(which, { interval, value });
      return [kernelSignal(signal)];
    });
  }
}
