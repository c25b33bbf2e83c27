// SPDX-License-Identifier: MPL-2.0
// Files that are only counters: an eventfd counts what the process writes, a timerfd the expirations of a
// timer (fs/eventfd.c, fs/timerfd.c).

import { type Clock, LAST } from "../abi/clock.ts";
import { O } from "../abi/open_flags.ts";
import type { TimerSetting } from "../signals/interval_timers.ts";
import { FileError } from "./file_system.ts";
import { anonymousStatus, OpenFile, type OpenStatus, type Readiness } from "./open_file.ts";

const WORD = 8;
/** The largest value of an eventfd's counter. */
const MAX_COUNT = (1n << 64n) - 2n;

function word(value: bigint): Uint8Array<ArrayBuffer> {
  return new Uint8Array(BigUint64Array.of(value).buffer);
}

/** A counter: a write adds to it; a read takes all of it, or 1 if it is a semaphore. */
export class EventFile extends OpenFile {
  readonly #isSemaphore: boolean;
  readonly #inode: number;
  #count: bigint;

  /** A counter that starts at that value. */
  constructor(flags: number, inode: number, count: bigint, isSemaphore: boolean) {
    super(O.RDWR | flags);
    this.#inode = inode;
    this.#count = count;
    this.#isSemaphore = isSemaphore;
  }

  override status(): OpenStatus {
    return anonymousStatus("file", 0o600, this.#inode);
  }

  override readiness(): Readiness {
    return { input: this.#count > 0n, output: this.#count < MAX_COUNT };
  }

  override peek(limit: number): Uint8Array | undefined {
    if (limit < WORD) throw new FileError("EINVAL");
    if (this.#count === 0n) return undefined;
    return word(this.#isSemaphore ? 1n : this.#count);
  }

  override consume(): void {
    this.#count = this.#isSemaphore ? this.#count - 1n : 0n;
  }

  override write(bytes: Uint8Array<ArrayBuffer>): number | undefined {
    if (bytes.length !== WORD) throw new FileError("EINVAL");
    const more = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
    if (more > MAX_COUNT) throw new FileError("EINVAL");
    if (this.#count + more > MAX_COUNT) return undefined;
    this.#count += more;
    return WORD;
  }
}

/** A timer: a read returns the number of its expirations since the last read. */
export class TimerFile extends OpenFile {
  readonly #clock: Clock;
  readonly #shows: "monotonic" | "realtime";
  readonly #inode: number;
  #interval = 0n;
  /** When it expires next, by its clock; undefined when it is disarmed. */
  #next: bigint | undefined;

  /** A disarmed timer of one of the clocks. */
  constructor(flags: number, inode: number, clock: Clock, shows: "monotonic" | "realtime") {
    super(O.RDWR | flags);
    this.#inode = inode;
    this.#clock = clock;
    this.#shows = shows;
  }

  override status(): OpenStatus {
    return anonymousStatus("file", 0o600, this.#inode);
  }

  /** The time by its clock. */
  get now(): bigint {
    return this.#clock[this.#shows];
  }

  /** Its interval, and the time until it expires next. */
  get setting(): TimerSetting {
    const interval = this.#interval;
    const next = this.#next;
    if (next === undefined) return { interval, value: 0n };
    const late = this.now - next;
    if (late < 0n) return { interval, value: -late };
    return { interval, value: interval === 0n ? 0n : interval - late % interval };
  }

  /** Arms it to expire at a time of its clock; undefined disarms it. */
  set(moment: bigint | undefined, interval: bigint): void {
    this.#interval = interval;
    this.#next = moment;
  }

  override readiness(): Readiness {
    return { input: this.#ticks() > 0n, output: false };
  }

  override get readyAt(): bigint | undefined {
    const next = this.#next;
    if (next === undefined || next > LAST) return undefined;
    return this.#clock.monotonic + (next > this.now ? next - this.now : 0n);
  }

  override peek(limit: number): Uint8Array | undefined {
    if (limit < WORD) throw new FileError("EINVAL");
    const ticks = this.#ticks();
    return ticks === 0n ? undefined : word(ticks);
  }

  override consume(): void {
    const ticks = this.#ticks();
    this.#next = this.#interval === 0n ? undefined : (this.#next ?? 0n) + ticks * this.#interval;
  }

  #ticks(): bigint {
    const late = this.#next === undefined ? -1n : this.now - this.#next;
    if (late < 0n) return 0n;
    return this.#interval === 0n ? 1n : late / this.#interval + 1n;
  }
}
