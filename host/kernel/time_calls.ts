// SPDX-License-Identifier: MPL-2.0
// The system calls about time: clock_gettime, clock_getres, gettimeofday, nanosleep, clock_nanosleep. They
// all show the virtual clock (clock.ts), and a sleep is over at once.

import type { Clock } from "./clock.ts";
import { SECOND } from "./clock.ts";
import { ERRNO } from "./errno.ts";
import { PROCESS_ID } from "./process_id.ts";
import { SIX_LONGS } from "./strace.ts";
import type { SyscallContext, SyscallRow } from "./syscall.ts";

/** What a clock shows, and whether one can sleep by it. */
interface ClockRow {
  readonly id: number;
  readonly shows: "realtime" | "monotonic" | "cpu";
  /** The error of clock_nanosleep; undefined where it works. */
  readonly refusesSleep?: number;
}

const CLOCKS: ReadonlyMap<number, ClockRow> = new Map(
  ([
    { id: 0, shows: "realtime" },
    { id: 1, shows: "monotonic" },
    // Sleeping by one's own processor time would never end: it stands still in the meantime.
    { id: 2, shows: "cpu", refusesSleep: ERRNO.EINVAL },
    { id: 3, shows: "cpu", refusesSleep: ERRNO.EOPNOTSUPP },
    { id: 4, shows: "monotonic", refusesSleep: ERRNO.EOPNOTSUPP },
    { id: 5, shows: "realtime", refusesSleep: ERRNO.EOPNOTSUPP },
    { id: 6, shows: "monotonic", refusesSleep: ERRNO.EOPNOTSUPP },
    { id: 7, shows: "monotonic" },
    { id: 11, shows: "realtime" },
  ] satisfies ClockRow[]).map((row) => [row.id, row]),
);

/** The clock of an id. Negative ids stand for a process's time: `(~pid << 3) | which`. */
function findClock(id: number): ClockRow | undefined {
  if (id >= 0) return CLOCKS.get(id);
  const process = ~(id >> 3);
  const isOurs = (process === 0 || process === PROCESS_ID) && (id & 3) !== 3;
  return isOurs ? { id, shows: "cpu", refusesSleep: ERRNO.EINVAL } : undefined;
}

const now = (clock: Clock, row: ClockRow): bigint => clock[row.shows];

/** Two 64-bit words, as struct timespec and struct timeval are. */
function twoWords(first: bigint, second: bigint): Uint8Array {
  return new Uint8Array(BigInt64Array.of(first, second).buffer);
}

/** The nanoseconds of a struct timespec; undefined when it is not a valid one. */
function readTimespec(call: SyscallContext, address: bigint): bigint | undefined {
  const view = new DataView(call.memory.read(address, 16).buffer);
  const seconds = view.getBigInt64(0, true);
  const rest = view.getBigInt64(8, true);
  return seconds < 0n || rest < 0n || rest >= SECOND ? undefined : seconds * SECOND + rest;
}

function clockGettime(call: SyscallContext): number {
  const row = findClock(call.int(0));
  if (row === undefined) return -ERRNO.EINVAL;
  const time = now(call.kernel.clock, row);
  call.memory.write(call.arg(1), twoWords(time / SECOND, time % SECOND));
  return 0;
}

function clockGetres(call: SyscallContext): number {
  if (findClock(call.int(0)) === undefined) return -ERRNO.EINVAL;
  if (call.arg(1) !== 0n) call.memory.write(call.arg(1), twoWords(0n, 1n));
  return 0;
}

function gettimeofday(call: SyscallContext): number {
  const time = call.kernel.clock.realtime;
  if (call.arg(0) !== 0n) {
    call.memory.write(call.arg(0), twoWords(time / SECOND, time % SECOND / 1000n));
  }
  // The time zone is UTC: two ints of 0.
  if (call.arg(1) !== 0n) call.memory.write(call.arg(1), new Uint8Array(8));
  return 0;
}

function nanosleep(call: SyscallContext): number {
  const time = readTimespec(call, call.arg(0));
  if (time === undefined) return -ERRNO.EINVAL;
  call.kernel.clock.sleep(time);
  return 0;
}

const TIMER_ABSTIME = 1;

function clockNanosleep(call: SyscallContext): number {
  const row = findClock(call.int(0));
  if (row === undefined) return -ERRNO.EINVAL;
  if (row.refusesSleep === ERRNO.EOPNOTSUPP) return -row.refusesSleep;
  const time = readTimespec(call, call.arg(2));
  if (time === undefined) return -ERRNO.EINVAL;
  if (row.refusesSleep !== undefined) return -row.refusesSleep;
  const { clock } = call.kernel;
  clock.sleep((call.int(1) & TIMER_ABSTIME) !== 0 ? time - now(clock, row) : time);
  return 0;
}

/** The calls of this file. */
export const TIME_CALLS: readonly SyscallRow[] = [
  { number: 101, name: "nanosleep", arguments: SIX_LONGS, returns: "int", handler: nanosleep },
  {
    number: 113,
    name: "clock_gettime",
    arguments: ["clock", "address"],
    returns: "timespec",
    handler: clockGettime,
  },
  {
    number: 114,
    name: "clock_getres",
    arguments: ["clock", "address"],
    returns: "timespec",
    handler: clockGetres,
  },
  {
    number: 115,
    name: "clock_nanosleep",
    arguments: ["clock", "int", "timespec", "timespec"],
    returns: "int",
    handler: clockNanosleep,
  },
  {
    number: 169,
    name: "gettimeofday",
    arguments: ["address", "address"],
    returns: "time of day",
    handler: gettimeofday,
  },
];
