// SPDX-License-Identifier: MPL-2.0
// The process's time. It is virtual, so that every run sees the same: one nanosecond passes for each
// retired instruction, sleeping adds what was slept and takes no time, and the process starts at
// 2025-01-01T00:00:00Z.

/** The time of day at which every process starts, in seconds since 1970. */
export const EPOCH = 1_735_689_600n;

/** Nanoseconds in a second. */
export const SECOND = 1_000_000_000n;

/** The last moment that Linux's clocks can show: KTIME_MAX, some 292 years after their start. */
export const LAST = (1n << 63n) - 1n;

/** Counts virtual nanoseconds. */
export class Clock {
  readonly #instructions: () => number;
  #slept = 0n;

  /** A clock that is driven by a count of retired instructions. */
  constructor(instructions: () => number) {
    this.#instructions = instructions;
  }

  /** Nanoseconds that the process has run: sleep does not count. */
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

  /** The monotonic clock's moment that is so many nanoseconds away; the last one where that lies beyond it. */
  after(nanoseconds: bigint): bigint {
    const moment = this.monotonic + nanoseconds;
    return moment < LAST ? moment : LAST;
  }

  /** How many instructions have retired when a clock shows that, if nothing sleeps until then. */
  instructionsAt(clock: "cpu" | "monotonic", time: bigint): number {
    return Number(clock === "cpu" ? time : time - this.#slept);
  }

  /** Lets time pass. */
  sleep(nanoseconds: bigint): void {
    const room = LAST - this.monotonic;
    if (nanoseconds > 0n) this.#slept += nanoseconds < room ? nanoseconds : room;
  }
}
