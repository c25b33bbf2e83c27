// SPDX-License-Identifier: MPL-2.0
// The system calls for time: clocks, which all show virtual time (clock.ts), sleeps, which take no real time,
// and the timers of setitimer.

import type { Clock } from "../abi/clock.ts";
import { ERRNO } from "../abi/errno.ts";
import { PROCESS_ID } from "../abi/process_id.ts";
import { readTimespec, readTimeval, timespec, timeval, twoWords } from "../abi/time_values.ts";
import { IntervalTimers, type TimerSetting } from "../signals/interval_timers.ts";
import { SIX_LONGS } from "../strace/strace.ts";
import { row, type SyscallContext, type SyscallRow } from "./syscall.ts";

/** A clock of clock_gettime. */
interface ClockRow {
  readonly id: number;
  readonly shows: "realtime" | "monotonic" | "cpu";
  /** The error of clock_nanosleep with this clock; undefined when it works. */
  readonly refusesSleep?: number;
}

const CLOCKS: ReadonlyMap<number, ClockRow> = new Map(
  ([
    { id: 0, shows: "realtime" },
    { id: 1, shows: "monotonic" },
    // A sleep by the process's own processor time would never end.
    { id: 2, shows: "cpu", refusesSleep: ERRNO.EINVAL },
    { id: 3, shows: "cpu", refusesSleep: ERRNO.EOPNOTSUPP },
    { id: 4, shows: "monotonic", refusesSleep: ERRNO.EOPNOTSUPP },
    { id: 5, shows: "realtime", refusesSleep: ERRNO.EOPNOTSUPP },
    { id: 6, shows: "monotonic", refusesSleep: ERRNO.EOPNOTSUPP },
    { id: 7, shows: "monotonic" },
    { id: 11, shows: "realtime" },
  ] satisfies ClockRow[]).map((row) => [row.id, row]),
);

/** The clock of an id. A negative id is the processor time of a process: `(~pid << 3) | which`. */
function findClock(id: number): ClockRow | undefined {
  if (id >= 0) return CLOCKS.get(id);
  const process = ~(id >> 3);
  const isOurs = (process === 0 || process === PROCESS_ID) && (id & 3) !== 3;
  return isOurs ? { id, shows: "cpu", refusesSleep: ERRNO.EINVAL } : undefined;
}

const now = (clock: Clock, row: ClockRow): bigint => clock[row.shows];

function clockGettime(call: SyscallContext): number {
  const row = findClock(call.int(0));
  if (row === undefined) return -ERRNO.EINVAL;
  const time = now(call.kernel.clock, row);
  call.memory.write(call.arg(1), timespec(time));
  return 0;
}

function clockGetres(call: SyscallContext): number {
  if (findClock(call.int(0)) === undefined) return -ERRNO.EINVAL;
  if (call.arg(1) !== 0n) call.memory.write(call.arg(1), twoWords(0n, 1n));
  return 0;
}

function gettimeofday(call: SyscallContext): number {
  const time = call.kernel.clock.realtime;
  if (call.arg(0) !== 0n) call.memory.write(call.arg(0), timeval(time));
  // The time zone is UTC: two ints of 0.
  if (call.arg(1) !== 0n) call.memory.write(call.arg(1), new Uint8Array(8));
  return 0;
}

/** Sleeps until a time of the monotonic clock. When a signal ends it early, stores the rest at `left`. */
function sleepUntil(call: SyscallContext, deadline: bigint, left: bigint): number | undefined {
  const { kernel, memory } = call;
  const wake = kernel.wait(deadline);
  if (wake === "never") return undefined;
  if (wake === "time") return 0;
  if (left !== 0n) memory.write(left, timespec(deadline - kernel.clock.monotonic));
  return -ERRNO.EINTR;
}

function nanosleep(call: SyscallContext): number | undefined {
  const time = readTimespec(call.memory, call.arg(0));
  if (time === "invalid") return -ERRNO.EINVAL;
  return sleepUntil(call, call.kernel.clock.after(time), call.arg(1));
}

const TIMER_ABSTIME = 1;

function clockNanosleep(call: SyscallContext): number | undefined {
  const row = findClock(call.int(0));
  if (row === undefined) return -ERRNO.EINVAL;
  if (row.refusesSleep === ERRNO.EOPNOTSUPP) return -row.refusesSleep;
  const time = readTimespec(call.memory, call.arg(2));
  if (time === "invalid") return -ERRNO.EINVAL;
  if (row.refusesSleep !== undefined) return -row.refusesSleep;
  const { clock } = call.kernel;
  const isMoment = (call.int(1) & TIMER_ABSTIME) !== 0;
  const duration = isMoment ? time - now(clock, row) : time;
  return sleepUntil(call, clock.after(duration), isMoment ? 0n : call.arg(3));
}

/** struct itimerval. */
function encodeSetting({ interval, value }: TimerSetting): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(32);
  bytes.set(timeval(interval));
  bytes.set(timeval(value), 16);
  return bytes;
}

function getitimer(call: SyscallContext): number {
  const which = call.int(0);
  if (!IntervalTimers.exists(which)) return -ERRNO.EINVAL;
  call.memory.write(call.arg(1), encodeSetting(call.kernel.timers.get(which)));
  return 0;
}

function setitimer(call: SyscallContext): number {
  const { timers } = call.kernel;
  const which = call.int(0);
  let setting: TimerSetting = { interval: 0n, value: 0n };
  if (call.arg(1) !== 0n) {
    const interval = readTimeval(call.memory, call.arg(1));
    const value = readTimeval(call.memory, call.arg(1) + 16n);
    if (interval === "invalid" || value === "invalid") return -ERRNO.EINVAL;
    setting = { interval, value };
  }
  if (!IntervalTimers.exists(which)) return -ERRNO.EINVAL;
  const old = encodeSetting(timers.get(which));
  timers.set(which, setting);
  if (call.arg(2) !== 0n) call.memory.write(call.arg(2), old);
  return 0;
}

/** The calls of this file. */
export const TIME_CALLS: readonly SyscallRow[] = [
  row(101, "nanosleep", SIX_LONGS, nanosleep),
  row(102, "getitimer", ["itimer", "address"], getitimer),
  row(103, "setitimer", ["itimer", "address", "address"], setitimer),
  row(113, "clock_gettime", ["clock", "address"], clockGettime, "timespec"),
  row(114, "clock_getres", ["clock", "address"], clockGetres, "timespec"),
  row(115, "clock_nanosleep", ["clock", "int", "timespec", "timespec"], clockNanosleep),
  row(169, "gettimeofday", ["address", "address"], gettimeofday, "time of day"),
];
