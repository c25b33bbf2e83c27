// SPDX-License-Identifier: MPL-2.0
// The system calls for event files (eventfd2, timerfd_*), and ppoll and pselect6, which wait for files to
// become ready (fs/eventfd.c, fs/timerfd.c, fs/select.c).

import { MemoryFault } from "../../../cpu/memory/trap.ts";
import { ERRNO, INTERRUPTED } from "../abi/errno.ts";
import { O } from "../abi/open_flags.ts";
import { RLIMIT } from "../abi/resource_limits.ts";
import { SIGNAL_SET_SIZE } from "../abi/signals.ts";
import { readTimespec, timespec } from "../abi/time_values.ts";
import { EventFile, TimerFile } from "../files/event_files.ts";
import type { OpenFile } from "../files/open_file.ts";
import type { TimerSetting } from "../signals/interval_timers.ts";
import { SIX_LONGS } from "../strace/strace.ts";
import { install } from "./open_calls.ts";
import { openFile } from "./path_arguments.ts";
import { row, type SyscallContext, type SyscallRow } from "./syscall.ts";

const EFD_SEMAPHORE = 1;

function eventfd2(call: SyscallContext): number {
  const flags = call.int(1);
  if ((flags & ~(EFD_SEMAPHORE | O.CLOEXEC | O.NONBLOCK)) !== 0) return -ERRNO.EINVAL;
  const count = BigInt.asUintN(32, call.arg(0));
  const isSemaphore = (flags & EFD_SEMAPHORE) !== 0;
  const inode = call.kernel.nextInode();
  return install(call, new EventFile(flags & O.NONBLOCK, inode, count, isSemaphore), flags);
}

/** The clocks that a timerfd can have. */
const TIMER_CLOCKS: ReadonlyMap<number, "monotonic" | "realtime"> = new Map([
  [0, "realtime"],
  [1, "monotonic"],
  [7, "monotonic"],
]);
/** Those that would wake the machine need a privilege. */
const ALARM_CLOCKS = [8, 9];

function timerfdCreate(call: SyscallContext): number {
  const flags = call.int(1);
  if ((flags & ~(O.CLOEXEC | O.NONBLOCK)) !== 0) return -ERRNO.EINVAL;
  if (ALARM_CLOCKS.includes(call.int(0))) return -ERRNO.EPERM;
  const shows = TIMER_CLOCKS.get(call.int(0));
  if (shows === undefined) return -ERRNO.EINVAL;
  const { clock } = call.kernel;
  const file = new TimerFile(flags & O.NONBLOCK, call.kernel.nextInode(), clock, shows);
  return install(call, file, flags);
}

/** struct itimerspec. */
function encodeSetting({ interval, value }: TimerSetting): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(32);
  bytes.set(timespec(interval));
  bytes.set(timespec(value), 16);
  return bytes;
}

const TFD_TIMER = { ABSTIME: 1, CANCEL_ON_SET: 2 } as const;

function timerfdSettime(call: SyscallContext): number {
  const { memory } = call;
  const interval = readTimespec(memory, call.arg(2));
  const value = readTimespec(memory, call.arg(2) + 16n);
  const flags = call.int(1);
  const isKnown = (flags & ~(TFD_TIMER.ABSTIME | TFD_TIMER.CANCEL_ON_SET)) === 0;
  if (!isKnown || interval === "invalid" || value === "invalid") return -ERRNO.EINVAL;
  const file = openFile(call, call.int(0));
  if (!(file instanceof TimerFile)) return -ERRNO.EINVAL;
  const old = encodeSetting(file.setting);
  const moment = (flags & TFD_TIMER.ABSTIME) !== 0 ? value : file.now + value;
  file.set(value === 0n ? undefined : moment, interval);
  if (call.arg(3) !== 0n) memory.write(call.arg(3), old);
  return 0;
}

function timerfdGettime(call: SyscallContext): number {
  const file = openFile(call, call.int(0));
  if (!(file instanceof TimerFile)) return -ERRNO.EINVAL;
  call.memory.write(call.arg(1), encodeSetting(file.setting));
  return 0;
}

const POLL = { IN: 1, OUT: 4, ERR: 8, HUP: 0x10, NVAL: 0x20, RDNORM: 0x40, WRNORM: 0x100 } as const;

/** The events of a file: those requested, and those that poll always reports. */
function events(file: OpenFile | undefined, asked: number): number {
  if (file === undefined || (file.flags & O.PATH) !== 0) return POLL.NVAL;
  const { input, output, hangUp, broken } = file.readiness();
  const found = (input ? POLL.IN | POLL.RDNORM : 0) | (output ? POLL.OUT | POLL.WRNORM : 0) |
    (hangUp === true ? POLL.HUP : 0) | (broken === true ? POLL.ERR : 0);
  return found & (asked | POLL.ERR | POLL.HUP);
}

/** The deadline of a timeout at an address: a time of the monotonic clock, or undefined for a null pointer. */
function deadlineAt(call: SyscallContext, address: bigint): bigint | undefined | "invalid" {
  if (address === 0n) return undefined;
  const time = readTimespec(call.memory, address);
  return time === "invalid" ? time : call.kernel.clock.after(time);
}

/** Sets the signal mask at an address until the call returns; returns false when its size is wrong. */
function suspendMask(call: SyscallContext, address: bigint, size: bigint): boolean {
  if (address === 0n) return true;
  if (size !== SIGNAL_SET_SIZE) return false;
  call.kernel.signals.suspendMask(call.memory.readUint(address, 8));
  return true;
}

/**
 * Waits until `count` finds something ready, until the deadline, or until a signal. The time that is left is
 * stored at the address `timeout`.
 */
function waitUntilReady(
  call: SyscallContext,
  files: readonly OpenFile[],
  count: () => number,
  deadline: bigint | undefined,
  timeout: bigint,
): number | undefined {
  const { kernel } = call;
  const finish = (answer: number): number => {
    if (deadline === undefined) return answer;
    const left = deadline - kernel.clock.monotonic;
    try {
      call.memory.write(timeout, timespec(left > 0n ? left : 0n));
    } catch (error) {
      // Linux ignores a timeout that cannot be written.
      if (!(error instanceof MemoryFault)) throw error;
    }
    return answer;
  };
  for (;;) {
    const found = count();
    if (found > 0) return finish(found);
    // Only a timer that has not expired becomes ready by itself.
    const now = kernel.clock.monotonic;
    const changes = files.map(({ readyAt }) => readyAt)
      .filter((moment) => moment !== undefined && moment > now);
    const moments = [deadline, ...changes].filter((moment) => moment !== undefined);
    const first = moments.reduce<bigint | undefined>(
      (least, moment) => least === undefined || moment < least ? moment : least,
      undefined,
    );
    const wake = kernel.wait(first);
    if (wake === "never") return undefined;
    if (wake === "signal") return finish(INTERRUPTED.unlessHandled);
    const isOver = deadline !== undefined && kernel.clock.monotonic >= deadline;
    if (isOver) return finish(count());
  }
}

function ppoll(call: SyscallContext): number | undefined {
  const { memory, kernel } = call;
  const deadline = deadlineAt(call, call.arg(2));
  if (deadline === "invalid") return -ERRNO.EINVAL;
  if (!suspendMask(call, call.arg(3), call.arg(4))) return -ERRNO.EINVAL;
  const length = Number(BigInt.asUintN(32, call.arg(1)));
  if (BigInt(length) > (kernel.limits.get(RLIMIT.NOFILE)?.soft ?? 0n)) return -ERRNO.EINVAL;
  const view = new DataView(memory.read(call.arg(0), 8 * length).buffer);
  const rows = Array.from({ length }, (_, index) => ({
    at: 8 * index,
    descriptor: view.getInt32(8 * index, true),
    asked: view.getUint16(8 * index + 4, true),
  }));
  const files = rows.map(({ descriptor }) => kernel.files.get(descriptor))
    .filter((file) => file !== undefined);
  const count = () =>
    rows.filter(({ at, descriptor, asked }) => {
      // A negative descriptor is skipped.
      const found = descriptor < 0 ? 0 : events(kernel.files.get(descriptor), asked);
      view.setUint16(at + 6, found, true);
      return found !== 0;
    }).length;
  const answer = waitUntilReady(call, files, count, deadline, call.arg(2));
  if (answer !== undefined && answer >= 0) {
    for (const { at } of rows) {
      memory.writeUint(call.arg(0) + BigInt(at + 6), 2, BigInt(view.getUint16(at + 6, true)));
    }
  }
  return answer;
}

/** The events that each of pselect6's three sets asks for. */
const SETS = [
  POLL.IN | POLL.RDNORM | POLL.HUP | POLL.ERR,
  POLL.OUT | POLL.WRNORM | POLL.ERR,
  0,
] as const;

function pselect6(call: SyscallContext): number | undefined {
  const { memory, kernel } = call;
  const deadline = deadlineAt(call, call.arg(4));
  if (deadline === "invalid") return -ERRNO.EINVAL;
  if (call.arg(5) !== 0n) {
    const [address, size] = [memory.readUint(call.arg(5), 8), memory.readUint(call.arg(5) + 8n, 8)];
    if (!suspendMask(call, address, size)) return -ERRNO.EINVAL;
  }
  const asked = call.int(0);
  if (asked < 0) return -ERRNO.EINVAL;
  const limit = Number(kernel.limits.get(RLIMIT.NOFILE)?.soft ?? 0n);
  const bytes = Math.ceil(Math.min(asked, limit) / 64) * 8;
  const sets = SETS.map((_, index) => {
    const address = call.arg(index + 1);
    return address === 0n ? undefined : { address, bits: memory.read(address, bytes) };
  });
  const files: OpenFile[] = [];
  const members = sets.flatMap((set, index) => {
    const descriptors: { descriptor: number; index: number }[] = [];
    for (let descriptor = 0; descriptor < Math.min(asked, 8 * bytes); descriptor++) {
      const isMember = ((set?.bits[descriptor >> 3] ?? 0) >> (descriptor & 7) & 1) === 1;
      if (isMember) descriptors.push({ descriptor, index });
    }
    return descriptors;
  });
  for (const { descriptor } of members) {
    const file = kernel.files.get(descriptor);
    if (file === undefined) return -ERRNO.EBADF;
    files.push(file);
  }
  const count = () => {
    for (const set of sets) set?.bits.fill(0);
    let found = 0;
    for (const { descriptor, index } of members) {
      const wanted = SETS[index] ?? 0;
      if ((events(kernel.files.get(descriptor), wanted) & wanted) === 0) continue;
      const bits = sets[index]?.bits;
      if (bits !== undefined) bits[descriptor >> 3]! |= 1 << (descriptor & 7);
      found++;
    }
    return found;
  };
  const answer = waitUntilReady(call, files, count, deadline, call.arg(4));
  if (answer !== undefined && answer >= 0) {
    for (const set of sets) if (set !== undefined) memory.write(set.address, set.bits);
  }
  return answer;
}

/** The calls of this file. */
export const EVENT_CALLS: readonly SyscallRow[] = [
  row(19, "eventfd2", ["int", "int"], eventfd2),
  row(72, "pselect6", SIX_LONGS, pselect6),
  row(73, "ppoll", SIX_LONGS, ppoll),
  row(85, "timerfd_create", SIX_LONGS, timerfdCreate),
  row(86, "timerfd_settime", SIX_LONGS, timerfdSettime),
  row(87, "timerfd_gettime", SIX_LONGS, timerfdGettime),
];
