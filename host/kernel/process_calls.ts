// SPDX-License-Identifier: MPL-2.0
// The system calls about the process itself: exit, exit_group, who it is, and its resource limits. There
// is one thread, so that its id is the process's, and exit ends everything.

import { ERRNO } from "./errno.ts";
import { PARENT_ID, PROCESS_ID, USER_ID } from "./process_id.ts";
import type { Limit } from "./resource_limits.ts";
import { SIX_LONGS } from "./strace.ts";
import type { SyscallContext, SyscallRow } from "./syscall.ts";

function exit(call: SyscallContext): undefined {
  call.kernel.end({ kind: "exited", status: call.int(0) & 0xff });
}

/** A call without arguments that answers a constant. */
function constant(number: number, name: string, value: number): SyscallRow {
  return { number, name, arguments: [], returns: "int", handler: () => value };
}

/** Stores the real, the effective and the saved id, which are the same. */
function threeIds(call: SyscallContext): number {
  for (let index = 0; index < 3; index++) {
    call.memory.writeUint(call.arg(index), 4, BigInt(USER_ID));
  }
  return 0;
}

/** The limit that is in memory at an address; undefined for a null pointer. */
function readLimit(call: SyscallContext, address: bigint): Limit | undefined {
  if (address === 0n) return undefined;
  const view = new DataView(call.memory.read(address, 16).buffer);
  return { soft: view.getBigUint64(0, true), hard: view.getBigUint64(8, true) };
}

/** Sets a new limit, if there is one, and stores the old one at `old`, if that is not null. */
function limit(
  call: SyscallContext,
  resource: number,
  next: Limit | undefined,
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

/** The calls of this file. */
export const PROCESS_CALLS: readonly SyscallRow[] = [
  { number: 93, name: "exit", arguments: ["int"], returns: "int", handler: exit },
  { number: 94, name: "exit_group", arguments: ["int"], returns: "int", handler: exit },
  {
    number: 96,
    name: "set_tid_address",
    arguments: SIX_LONGS,
    returns: "int",
    handler: () => PROCESS_ID,
  },
  { number: 148, name: "getresuid", arguments: SIX_LONGS, returns: "int", handler: threeIds },
  { number: 150, name: "getresgid", arguments: SIX_LONGS, returns: "int", handler: threeIds },
  { number: 163, name: "getrlimit", arguments: SIX_LONGS, returns: "int", handler: getrlimit },
  { number: 164, name: "setrlimit", arguments: SIX_LONGS, returns: "int", handler: setrlimit },
  constant(172, "getpid", PROCESS_ID),
  constant(173, "getppid", PARENT_ID),
  constant(174, "getuid", USER_ID),
  constant(175, "geteuid", USER_ID),
  constant(176, "getgid", USER_ID),
  constant(177, "getegid", USER_ID),
  constant(178, "gettid", PROCESS_ID),
  { number: 261, name: "prlimit64", arguments: SIX_LONGS, returns: "int", handler: prlimit64 },
];
