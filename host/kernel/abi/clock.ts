// SPDX-License-Identifier: MPL-2.0
// The process's time. It is virtual, so that every run sees the same times: each retired instruction takes
// one nanosecond, a sleep advances the clock without waiting, and every process starts at
// 2025-01-01T00:00:00Z.

/** The time at which every process starts, in seconds since 1970. */
export const EPOCH = 1_735_689_600n;

/** Nanoseconds in a second. */
export const SECOND = 1_000_000_000n;

/** The last time that Linux's clocks can show: KTIME_MAX, 292 years after their start. */
export const LAST = (1n << 63n) - 1n;

/** Counts virtual nanoseconds. */
export class Clock {
  readonly #instructions: () => number;
  #slept = 0n;

  /** A clock driven by the number of retired instructions. */
  constructor(instructions: () => number) {
    this.#instructions = instructions;
  }

  /** Processor time in nanoseconds, without sleeps. */
  get cpu(): bigint {
    return BigInt(this.#instructions());
  }

  /** Nanoseconds since the process started. */
  get monotonic(): bigint {
    const now = this.cpu + this.#slept;
    return now < LAST ? now : LAST;
  }

  /** Nanoseconds since 1970. */
  get realtime(): bigint {
    const now = EPOCH * SECOND + this.monotonic;
    return now < LAST ? now : LAST;
  }

  /** The time of the monotonic clock in that many nanoseconds, at most {@link LAST}. */
  after(nanoseconds: bigint): bigint {
    const moment = this.monotonic + nanoseconds;
    return moment < LAST ? moment : LAST;
  }

  /** The number of retired instructions at which a clock will show `time`, if nothing sleeps before. */
  instructionsAt(clock: "cpu" | "monotonic", time: bigint): number {
    return Number(clock === "cpu" ? time : time - this.#slept);
  }

  /** Advances the clock. */
  sleep(nanoseconds: bigint): void {
    const room = LAST - this.monotonic;
    if (nanoseconds > 0n) this.#slept += nanoseconds < room ? nanoseconds : room;
  }
}
