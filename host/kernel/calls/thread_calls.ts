// SPDX-License-Identifier: MPL-2.0
// The system calls for threads and processors: futex, the scheduler, riscv_hwprobe. There is one of each, so
// the calls that would make another thread or process fail (kernel/futex, kernel/sched, kernel/fork.c,
// arch/riscv/kernel/sys_hwprobe.c).

import { ERRNO, INTERRUPTED } from "../abi/errno.ts";
import { HWPROBE_BASE_BEHAVIOR, HWPROBE_EXTENSIONS } from "../abi/hardware.ts";
import { BLOCK_SIZE } from "../../../cpu/semantics/operations.ts";
import { PARENT_ID, PROCESS_ID } from "../abi/process_id.ts";
import { readTimespec, timespec } from "../abi/time_values.ts";
import { SIX_LONGS } from "../strace/strace.ts";
import { row, type SyscallContext, type SyscallRow } from "./syscall.ts";

/** Operations of futex, without its flags. */
const FUTEX = {
  WAIT: 0,
  WAKE: 1,
  REQUEUE: 3,
  CMP_REQUEUE: 4,
  WAKE_OP: 5,
  WAIT_BITSET: 9,
  WAKE_BITSET: 10,
} as const;
const FUTEX_PRIVATE = 128;
const FUTEX_REALTIME = 256;

/** FUTEX_WAIT. No other thread can wake this one: only the timeout or a signal ends the wait. */
function futexWait(call: SyscallContext, isMoment: boolean): number | undefined {
  const { kernel, memory } = call;
  const { clock } = kernel;
  const address = call.arg(3);
  const time = address === 0n ? undefined : readTimespec(memory, address);
  if (time === "invalid" || (call.arg(0) & 3n) !== 0n) return -ERRNO.EINVAL;
  const shows = (call.int(1) & FUTEX_REALTIME) !== 0 ? "realtime" : "monotonic";
  const passed = isMoment ? clock[shows] : 0n;
  if (memory.readUint(call.arg(0), 4) !== BigInt.asUintN(32, call.arg(2))) return -ERRNO.EAGAIN;
  const wake = kernel.wait(time === undefined ? undefined : clock.after(time - passed));
  if (wake === "never") return undefined;
  if (wake === "time") return -ERRNO.ETIMEDOUT;
  return time === undefined ? INTERRUPTED.restartable : -ERRNO.EINTR;
}

function futex(call: SyscallContext): number | undefined {
  const operation = call.int(1) & ~(FUTEX_PRIVATE | FUTEX_REALTIME);
  switch (operation) {
    case FUTEX.WAIT:
      return futexWait(call, false);
    case FUTEX.WAIT_BITSET:
      return BigInt.asUintN(32, call.arg(5)) === 0n ? -ERRNO.EINVAL : futexWait(call, true);
    case FUTEX.WAKE:
    case FUTEX.WAKE_BITSET:
    case FUTEX.REQUEUE:
      // No thread waits.
      return (call.arg(0) & 3n) === 0n ? 0 : -ERRNO.EINVAL;
    case FUTEX.CMP_REQUEUE: {
      const value = call.memory.readUint(call.arg(0), 4);
      return value === BigInt.asUintN(32, call.arg(5)) ? 0 : -ERRNO.EAGAIN;
    }
    default:
      return -ERRNO.ENOSYS;
  }
}

/** Bytes of struct robust_list_head. */
const ROBUST_LIST_SIZE = 24n;

/** Only stores the address: no other thread could wait for the locks in the list. */
function setRobustList(call: SyscallContext): number {
  if (call.arg(1) !== ROBUST_LIST_SIZE) return -ERRNO.EINVAL;
  call.kernel.robustList = call.arg(0);
  return 0;
}

function isOurs(process: number): boolean {
  return process === 0 || process === PROCESS_ID;
}

function getRobustList(call: SyscallContext): number {
  if (!isOurs(call.int(0))) return call.int(0) === PARENT_ID ? -ERRNO.EPERM : -ERRNO.ESRCH;
  call.memory.writeUint(call.arg(2), 8, ROBUST_LIST_SIZE);
  call.memory.writeUint(call.arg(1), 8, call.kernel.robustList);
  return 0;
}

/** The process runs on the first processor. */
function schedGetaffinity(call: SyscallContext): number {
  const size = Number(BigInt.asUintN(32, call.arg(1)));
  if (size < 8 || size % 8 !== 0) return -ERRNO.EINVAL;
  if (!isOurs(call.int(0))) return -ERRNO.ESRCH;
  call.memory.writeUint(call.arg(2), 8, 1n);
  return 8;
}

function schedSetaffinity(call: SyscallContext): number {
  const size = Math.min(8, Number(BigInt.asUintN(32, call.arg(1))));
  const [first = 0] = size === 0 ? [] : call.memory.read(call.arg(2), size);
  if (!isOurs(call.int(0))) return -ERRNO.ESRCH;
  return (first & 1) === 1 ? 0 : -ERRNO.EINVAL;
}

function getcpu(call: SyscallContext): number {
  for (const index of [0, 1]) {
    if (call.arg(index) !== 0n) call.memory.writeUint(call.arg(index), 4, 0n);
  }
  return 0;
}

/** The values of riscv_hwprobe by key. The key of an unknown pair becomes -1. */
const HWPROBE: ReadonlyMap<bigint, bigint> = new Map([
  // mvendorid, marchid and mimpid: not specified.
  [0n, 0n],
  [1n, 0n],
  [2n, 0n],
  [3n, HWPROBE_BASE_BEHAVIOR],
  [4n, HWPROBE_EXTENSIONS],
  // RISCV_HWPROBE_MISALIGNED_SLOW, by its old and its new key: misaligned accesses leave the fast path.
  [5n, 2n],
  [9n, 2n],
  // RISCV_HWPROBE_MISALIGNED_VECTOR_UNSUPPORTED.
  [10n, 4n],
  // The frequency of the CSR time: an instruction takes a nanosecond.
  [8n, 1_000_000_000n],
  // The sizes of the blocks of cbo.zero; of cbo.clean and cbo.flush; and of the prefetches.
  [6n, BigInt(BLOCK_SIZE)],
  [12n, BigInt(BLOCK_SIZE)],
  [15n, BigInt(BLOCK_SIZE)],
]);
/** A limit for the count, so that one call takes no long time; there are far fewer keys. */
const MAX_PAIRS = 4096;

function hwprobe(call: SyscallContext): number {
  const { memory } = call;
  const count = Number(call.arg(1));
  if (call.arg(4) !== 0n || count > MAX_PAIRS) return -ERRNO.EINVAL;
  if (call.arg(2) !== 0n || call.arg(3) !== 0n) {
    const size = Math.min(8, Number(call.arg(2)));
    const [first = 0] = size === 0 ? [] : memory.read(call.arg(3), size);
    if ((first & 1) === 0) return -ERRNO.EINVAL;
  }
  for (let index = 0; index < count; index++) {
    const at = call.arg(0) + BigInt(16 * index);
    const key = memory.readUint(at, 8);
    const value = HWPROBE.get(key);
    if (value === undefined) memory.writeUint(at, 8, (1n << 64n) - 1n);
    memory.writeUint(at + 8n, 8, value ?? 0n);
  }
  return 0;
}

/** SYS_RISCV_FLUSH_ICACHE_LOCAL: only this hart, and there is only one. */
const FLUSH_LOCAL = 1n;

/** Only checks the flags: the engines always see what the memory holds. */
function flushIcache(call: SyscallContext): number {
  return (call.arg(2) & ~FLUSH_LOCAL) === 0n ? 0 : -ERRNO.EINVAL;
}

/** The supported commands of membarrier, all without effect for a single thread. */
const MEMBARRIER_QUERY = 0;
const MEMBARRIER = 0b1_1111;

function membarrier(call: SyscallContext): number {
  const command = call.int(0);
  if (call.int(1) !== 0) return -ERRNO.EINVAL;
  if (command === MEMBARRIER_QUERY) return MEMBARRIER;
  const isOne = command > 0 && (command & (command - 1)) === 0;
  return isOne && (command & MEMBARRIER) !== 0 ? 0 : -ERRNO.EINVAL;
}

/** clone and execve: ENOSYS, since a retry would not help. */
function refuse(): number {
  return -ERRNO.ENOSYS;
}

/** The process has no children. */
function wait4(call: SyscallContext): number {
  const known = 0xe000_0000 | 0b1111;
  return (call.int(2) & ~known) !== 0 ? -ERRNO.EINVAL : -ERRNO.ECHILD;
}

/** The priorities of SCHED_FIFO and SCHED_RR. */
const PRIORITIES = { max: 99, min: 1 } as const;
/** Policies without priorities: SCHED_OTHER, SCHED_BATCH, SCHED_IDLE, SCHED_DEADLINE. */
const WITHOUT_PRIORITIES = [0, 3, 5, 6];

function schedPriority(which: keyof typeof PRIORITIES): SyscallRow["handler"] {
  return (call) => {
    const policy = call.int(0);
    if (policy === 1 || policy === 2) return PRIORITIES[which];
    return WITHOUT_PRIORITIES.includes(policy) ? 0 : -ERRNO.EINVAL;
  };
}

function schedGetscheduler(call: SyscallContext): number {
  if (call.int(0) < 0) return -ERRNO.EINVAL;
  return isOurs(call.int(0)) ? 0 : -ERRNO.ESRCH;
}

function schedGetparam(call: SyscallContext): number {
  if (call.arg(1) === 0n || call.int(0) < 0) return -ERRNO.EINVAL;
  if (!isOurs(call.int(0))) return -ERRNO.ESRCH;
  call.memory.writeUint(call.arg(1), 4, 0n);
  return 0;
}

/** The time slice of SCHED_RR in nanoseconds. */
const SLICE = 100_000_000n;

function schedRrGetInterval(call: SyscallContext): number {
  if (!isOurs(call.int(0))) return -ERRNO.ESRCH;
  call.memory.write(call.arg(1), timespec(SLICE));
  return 0;
}

/** The calls of this file. */
export const THREAD_CALLS: readonly SyscallRow[] = [
  row(98, "futex", ["address", "futex operation", "int", "address", "address", "int"], futex),
  row(99, "set_robust_list", SIX_LONGS, setRobustList),
  row(100, "get_robust_list", SIX_LONGS, getRobustList),
  row(120, "sched_getscheduler", SIX_LONGS, schedGetscheduler),
  row(121, "sched_getparam", SIX_LONGS, schedGetparam),
  row(122, "sched_setaffinity", SIX_LONGS, schedSetaffinity),
  row(123, "sched_getaffinity", SIX_LONGS, schedGetaffinity),
  row(124, "sched_yield", SIX_LONGS, () => 0),
  row(125, "sched_get_priority_max", SIX_LONGS, schedPriority("max")),
  row(126, "sched_get_priority_min", SIX_LONGS, schedPriority("min")),
  row(127, "sched_rr_get_interval", SIX_LONGS, schedRrGetInterval),
  row(168, "getcpu", ["pointer", "long"], getcpu),
  row(220, "clone", ["hex", "address", "address", "address", "address"], refuse),
  row(221, "execve", ["string", "address", "address"], refuse),
  row(258, "riscv_hwprobe", SIX_LONGS, hwprobe),
  row(259, "riscv_flush_icache", SIX_LONGS, flushIcache),
  row(260, "wait4", SIX_LONGS, wait4),
  row(283, "membarrier", SIX_LONGS, membarrier),
];
