// SPDX-License-Identifier: MPL-2.0
// The system calls for the process itself: exit, exit_group, its ids, its resource usage and its resource
// limits. There is only one thread, so exit ends the process.

import { SECOND } from "../abi/clock.ts";
import { ERRNO } from "../abi/errno.ts";
import { PARENT_ID, PROCESS_ID, USER_ID } from "../abi/process_id.ts";
import type { ResourceLimit } from "../abi/resource_limits.ts";
import { timeval } from "../abi/time_values.ts";
import { SIX_LONGS } from "../strace/strace.ts";
import { row, type SyscallContext, type SyscallRow } from "./syscall.ts";

function exit(call: SyscallContext): undefined {
  call.kernel.end({ kind: "exited", status: call.int(0) & 0xff });
}

/** Stores the real, the effective and the saved id, which are all the same. */
function threeIds(call: SyscallContext): number {
  for (let index = 0; index < 3; index++) {
    call.memory.writeUint(call.arg(index), 4, BigInt(USER_ID));
  }
  return 0;
}

/** The struct rlimit at an address; undefined for a null pointer. */
function readLimit(call: SyscallContext, address: bigint): ResourceLimit | undefined {
  if (address === 0n) return undefined;
  const view = new DataView(call.memory.read(address, 16).buffer);
  return { soft: view.getBigUint64(0, true), hard: view.getBigUint64(8, true) };
}

/** Sets the limit `next`, if given, and stores the old one at `old`, unless that is null. */
function limit(
  call: SyscallContext,
  resource: number,
  next: ResourceLimit | undefined,
  old: bigint,
): number {
  const { limits } = call.kernel;
  const current = limits.get(resource);
  if (current === undefined) return -ERRNO.EINVAL;
  if (next !== undefined) {
    if (next.soft > next.hard) return -ERRNO.EINVAL;
    if (next.hard > current.hard) return -ERRNO.EPERM;
    limits.set(resource, next);
  }
  if (old !== 0n) {
    const { soft, hard } = current;
    call.memory.write(old, new Uint8Array(BigUint64Array.of(soft, hard).buffer));
  }
  return 0;
}

function getrlimit(call: SyscallContext): number {
  const current = call.kernel.limits.get(call.int(0));
  if (current === undefined) return -ERRNO.EINVAL;
  const { soft, hard } = current;
  call.memory.write(call.arg(1), new Uint8Array(BigUint64Array.of(soft, hard).buffer));
  return 0;
}

function setrlimit(call: SyscallContext): number {
  if (call.arg(1) === 0n) return -ERRNO.EFAULT;
  return limit(call, call.int(0), readLimit(call, call.arg(1)), 0n);
}

function prlimit64(call: SyscallContext): number {
  const process = call.int(0);
  const next = readLimit(call, call.arg(2));
  if (process !== 0 && process !== PROCESS_ID) return -ERRNO.ESRCH;
  return limit(call, call.int(1), next, call.arg(3));
}

/** getpgid and getsid: `value` for the process itself. */
function ofProcess(value: number): SyscallRow["handler"] {
  return (call) => {
    const process = call.int(0);
    if (process === 0 || process === PROCESS_ID) return value;
    return process === PARENT_ID ? PARENT_ID : -ERRNO.ESRCH;
  };
}

/** Always fails for the process itself, which is a session leader. */
function setpgid(call: SyscallContext): number {
  const [process, group] = [call.int(0), call.int(1)];
  if (group < 0) return -ERRNO.EINVAL;
  return process === 0 || process === PROCESS_ID ? -ERRNO.EPERM : -ERRNO.ESRCH;
}

/** Checks that `count` ids stay what they are; -1 keeps one. */
function keepIds(count: number, allowsNone: boolean): SyscallRow["handler"] {
  return (call) => {
    for (let index = 0; index < count; index++) {
      const id = call.int(index);
      if (id === -1 && !allowsNone) return -ERRNO.EINVAL;
      if (id !== -1 && id !== USER_ID) return -ERRNO.EPERM;
    }
    return 0;
  };
}

function getgroups(call: SyscallContext): number {
  return call.int(0) < 0 ? -ERRNO.EINVAL : 0;
}

/** Nanoseconds in a clock tick of times: 1 / USER_HZ. */
const TICK = SECOND / 100n;

function times(call: SyscallContext): bigint {
  const { clock } = call.kernel;
  if (call.arg(0) !== 0n) {
    const words = [clock.cpu / TICK, 0n, 0n, 0n];
    call.memory.write(call.arg(0), new Uint8Array(BigInt64Array.from(words).buffer));
  }
  return clock.monotonic / TICK;
}

const RUSAGE = { CHILDREN: -1, SELF: 0, THREAD: 1 } as const;
/** Bytes of struct rusage, and the offset of ru_maxrss, which is in KiB. */
const RUSAGE_SIZE = 144;
const MAXRSS = 32;

function getrusage(call: SyscallContext): number {
  const { kernel, machine } = call;
  const who = call.int(0);
  if (who < RUSAGE.CHILDREN || who > RUSAGE.THREAD) return -ERRNO.EINVAL;
  const bytes = new Uint8Array(RUSAGE_SIZE);
  if (who !== RUSAGE.CHILDREN) {
    bytes.set(timeval(kernel.clock.cpu));
    const peak = BigInt(Math.ceil(machine.memory.peakMappedBytes / 1024));
    new DataView(bytes.buffer).setBigUint64(MAXRSS, peak, true);
  }
  call.memory.write(call.arg(1), bytes);
  return 0;
}

const PR = { SET_NAME: 15, GET_NAME: 16, SET_DUMPABLE: 4, GET_DUMPABLE: 3 } as const;
const NAME_SIZE = 16;

function prctl(call: SyscallContext): number {
  const { kernel, memory } = call;
  switch (call.int(0)) {
    case PR.SET_NAME: {
      const name = memory.readCString(call.arg(1), NAME_SIZE - 1);
      kernel.processName.fill(0).set(name);
      return 0;
    }
    case PR.GET_NAME:
      memory.write(call.arg(1), kernel.processName);
      return 0;
    case PR.GET_DUMPABLE:
      return 1;
    case PR.SET_DUMPABLE:
      return call.arg(1) <= 1n ? 0 : -ERRNO.EINVAL;
    default:
      return -ERRNO.EINVAL;
  }
}

/** getpriority returns 20 minus the nice value, so that results are never negative. */
const NICE_ZERO = 20;

function getpriority(call: SyscallContext): number {
  if (call.int(0) < 0 || call.int(0) > 2) return -ERRNO.EINVAL;
  return call.int(1) === 0 || call.int(1) === PROCESS_ID ? NICE_ZERO : -ERRNO.ESRCH;
}

function setpriority(call: SyscallContext): number {
  if (call.int(0) < 0 || call.int(0) > 2) return -ERRNO.EINVAL;
  if (call.int(1) !== 0 && call.int(1) !== PROCESS_ID) return -ERRNO.ESRCH;
  return call.int(2) < 0 ? -ERRNO.EACCES : 0;
}

/** PER_LINUX is the only personality; all ones only ask for it. */
function personality(call: SyscallContext): number {
  const asked = BigInt.asUintN(32, call.arg(0));
  return asked === 0n || asked === 0xffff_ffffn ? 0 : -ERRNO.EINVAL;
}

/** The calls of this file. */
export const PROCESS_CALLS: readonly SyscallRow[] = [
  row(92, "personality", ["hex"], personality),
  row(93, "exit", ["int"], exit),
  row(94, "exit_group", ["int"], exit),
  row(96, "set_tid_address", SIX_LONGS, () => PROCESS_ID),
  row(140, "setpriority", SIX_LONGS, setpriority),
  row(141, "getpriority", ["int", "int"], getpriority),
  row(143, "setregid", SIX_LONGS, keepIds(2, true)),
  row(144, "setgid", ["int"], keepIds(1, false)),
  row(145, "setreuid", SIX_LONGS, keepIds(2, true)),
  row(146, "setuid", SIX_LONGS, keepIds(1, false)),
  row(147, "setresuid", ["unsigned", "unsigned", "unsigned"], keepIds(3, true)),
  row(148, "getresuid", SIX_LONGS, threeIds),
  row(149, "setresgid", ["unsigned", "unsigned", "unsigned"], keepIds(3, true)),
  row(150, "getresgid", SIX_LONGS, threeIds),
  row(153, "times", SIX_LONGS, times),
  row(154, "setpgid", ["int", "int"], setpgid),
  row(155, "getpgid", ["int"], ofProcess(PROCESS_ID)),
  row(156, "getsid", ["int"], ofProcess(PROCESS_ID)),
  row(157, "setsid", [], () => -ERRNO.EPERM),
  row(158, "getgroups", SIX_LONGS, getgroups),
  row(163, "getrlimit", SIX_LONGS, getrlimit),
  row(164, "setrlimit", SIX_LONGS, setrlimit),
  row(165, "getrusage", SIX_LONGS, getrusage),
  row(167, "prctl", SIX_LONGS, prctl),
  row(172, "getpid", [], () => PROCESS_ID),
  row(173, "getppid", [], () => PARENT_ID),
  row(174, "getuid", [], () => USER_ID),
  row(175, "geteuid", [], () => USER_ID),
  row(176, "getgid", [], () => USER_ID),
  row(177, "getegid", [], () => USER_ID),
  row(178, "gettid", [], () => PROCESS_ID),
  row(261, "prlimit64", SIX_LONGS, prlimit64),
];
